//! The numbers of keys (kvno): a keytab's, a ticket's and an account's. Which is the newer one tells what has to be renewed.

use super::{Line, any};
use crate::lab::{Observable as O, SettingFinding as F};
use crate::present::causes::{Sighting, Sign, Symptom as S};
use crate::present::narration::diagnose as said;

/// More keys of a keytab than this say no more.
const MOST_KEYS: usize = 200;

/// Whose number it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Keytab,
    Ticket,
    Account,
}

/// The words that say whose, by how they begin.
const OF: [(Of, &[&str]); 3] = [
    (Of::Keytab, &["keytab", "-k"]),
    (Of::Ticket, &["ticket", "find", "client"]),
    (
        Of::Account,
        &["account", "msds-keyversionnumber", "directory", "kdc"],
    ),
];

/// What was told so far.
#[derive(Default)]
pub(super) struct KeyVersions {
    /// Whether the keys of a keytab are being listed.
    listing: bool,
    /// Of those, for whom they are.
    listed: Vec<(String, u32)>,
    /// For whom a ticket was asked.
    asked: Option<String>,
    keytab: Option<u32>,
    ticket: Option<u32>,
    account: Option<u32>,
    /// The line that told the last of them, quoted.
    last: Option<(usize, String)>,
}

impl KeyVersions {
    /// Takes what `klist -k`, `kvno` and PowerShell print. What is in a sentence is kept in mind, and the sentence is left.
    pub(super) fn take(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let low = line.low;
        if low.starts_with("keytab name: ") || low.starts_with("kvno ") && low.contains("principal")
        {
            self.listing = true;
            return Some(Vec::new());
        }
        if self.listing && self.lists(line) {
            return Some(Vec::new());
        }
        self.listing = false;
        if let Some((service, number)) = low.split_once(": kvno = ") {
            self.asked = Some(service.to_owned());
            self.tell(Of::Ticket, number.trim().parse().ok()?, line);
            return Some(Vec::new());
        }
        if let Some(number) = low.strip_prefix("msds-keyversionnumber") {
            let number = number.trim_start_matches([' ', ':', '=']);
            self.tell(Of::Account, number.parse().ok()?, line);
            return Some(Vec::new());
        }
        let about = ["kvno", "key version", "keyversionnumber"];
        if about.iter().any(|it| low.contains(it)) {
            self.hear(line);
        }
        None
    }

    /// Whether it is a line of a keytab's list.
    fn lists(&mut self, line: &Line<'_>) -> bool {
        let mut words = line.low.split_whitespace();
        let Some(number) = words.next().and_then(|it| it.parse().ok()) else {
            return line.low.starts_with("---") || line.low.starts_with("kvno");
        };
        let principal = words.find(|it| it.contains('@'));
        if let Some(principal) = principal.filter(|_| self.listed.len() < MOST_KEYS) {
            self.listed.push((principal.to_owned(), number));
            self.last = Some((line.number, said::quoted(line.text)));
        }
        principal.is_some()
    }

    /// Numbers in a sentence, each beside the word that says whose it is.
    fn hear(&mut self, line: &Line<'_>) {
        let apart = |c: char| c.is_whitespace() || ",;:=()'\"".contains(c);
        let words = line.low.split(apart).filter(|word| !word.is_empty());
        let (mut whose, mut number, mut named) = (None, None, false);
        for word in words {
            let word = word.trim_end_matches('.');
            let of = OF
                .iter()
                .find(|(_, begins)| begins.iter().any(|it| word.starts_with(it)));
            if let Some((of, _)) = of {
                whose = Some(*of);
            } else if named && word.contains('/') {
                // So the command asks for a ticket.
                whose = whose.or(Some(Of::Ticket));
            } else if let Ok(it) = word.parse::<u32>() {
                number = (named || whose.is_some()).then_some(it);
            }
            named = word == "kvno"
                || named && matches!(word, "is" | "number" | "of")
                || word == "version";
            if let (Some(of), Some(it)) = (whose, number) {
                self.tell(of, it, line);
                (whose, number) = (None, None);
            }
        }
    }

    fn tell(&mut self, of: Of, number: u32, line: &Line<'_>) {
        let told = match of {
            Of::Keytab => &mut self.keytab,
            Of::Ticket => &mut self.ticket,
            Of::Account => &mut self.account,
        };
        *told = Some(number);
        // A long line may tell many.
        if self
            .last
            .as_ref()
            .is_none_or(|(number, _)| *number != line.number)
        {
            self.last = Some((line.number, said::quoted(line.text)));
        }
    }

    /// What they come to, where there are two to compare.
    pub(super) fn end(&mut self) -> Option<Sighting> {
        let of = |principal: &str| principal.split('@').next().map(str::to_owned);
        let asked = self.asked.as_deref().and_then(of);
        let own = |it: &&(String, u32)| asked.is_none() || of(&it.0) == asked;
        let listed = self.listed.iter().filter(own).map(|it| it.1).max();
        let keytab = self.keytab.or(listed);
        let is_old = O::Is(F::KeyIsOld(true));
        let old_ticket = || vec![Sign::Symptom(S::OldTicket)];
        let signs = match (keytab, self.ticket, self.account) {
            (Some(keytab), Some(ticket), _) if ticket < keytab => old_ticket(),
            (_, Some(ticket), Some(account)) if ticket < account => old_ticket(),
            (Some(keytab), ticket, account) => match ticket.max(account)?.cmp(&keytab) {
                std::cmp::Ordering::Greater => {
                    let old = any(&[is_old]).into_iter();
                    old.chain([Sign::Symptom(S::Keytab)]).collect()
                }
                std::cmp::Ordering::Equal => vec![Sign::Lacks(is_old)],
                // It is of another account, or the directory does not know of it yet.
                std::cmp::Ordering::Less => vec![Sign::Symptom(S::Keytab)],
            },
            _ => return None,
        };
        let (line, label) = self.last.take()?;
        Some(Sighting {
            label,
            line: Some(line),
            signs,
        })
    }
}
