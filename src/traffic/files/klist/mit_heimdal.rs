//! A cache as MIT's and Heimdal's `klist` print it: its name, its principal, and a line or some for each ticket.

use super::ListedTicket;
use crate::traffic::files::day_order::DayOrder;

/// How one of them prints it.
pub(super) struct Table {
    /// What stands before the name of the cache.
    pub cache: &'static str,
    /// What stands before the principal.
    pub principal: &'static str,
    /// A line that a ticket begins with, trimmed, with the principal and the ticket as it is before its first line.
    pub begins: fn(&str, &str, ListedTicket) -> Option<ListedTicket>,
    /// Another line of a ticket, which takes what it says; whether it is one.
    pub goes_on: fn(&str, &mut ListedTicket) -> bool,
}

impl Table {
    /// Whether a text was printed so.
    pub fn is(&self, text: &str) -> bool {
        text.contains(self.cache) && text.contains(self.principal)
    }

    /// Tells each ticket with its lines; the name of the cache is what is left.
    pub fn read(
        &self,
        text: &str,
        order: DayOrder,
        mut tell: impl FnMut(ListedTicket, String),
    ) -> Option<String> {
        let blank = |number| ListedTicket::new(number, order);
        let (mut cache, mut principal) = (None, String::new());
        let mut open: Option<(ListedTicket, String)> = None;
        for (number, line) in (1_u32..).zip(text.lines()) {
            let trimmed = line.trim();
            if let Some(name) = trimmed.strip_prefix(self.cache) {
                cache = cache.or_else(|| Some(name.trim().to_owned()));
            } else if let Some(name) = trimmed.strip_prefix(self.principal) {
                name.trim().clone_into(&mut principal);
            } else if let Some(ticket) = (self.begins)(trimmed, &principal, blank(number)) {
                let earlier = open.replace((ticket, format!("{line}\n")));
                earlier
                    .into_iter()
                    .for_each(|(ticket, lines)| tell(ticket, lines));
            } else if let Some((ticket, lines)) = &mut open
                && (self.goes_on)(line, ticket)
            {
                ticket.location.last = number;
                lines.push_str(line);
                lines.push('\n');
            }
        }
        if let Some((ticket, lines)) = open {
            tell(ticket, lines);
        }
        cache
    }
}
