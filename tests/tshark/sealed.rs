//! What was sealed, opened by tshark with a keytab and here with the same keys.

use crate::ours::{Ours, Token};
use crate::pdml::Shown;
use crate::table::FIELDS;
use crate::{Report, kerberos_runs, known, pac, says};
use std::collections::BTreeMap;

impl Report {
    /// What tshark shows more where it has the keys: all of it must be ours, where we open it too, and all of ours shown.
    pub fn opened(
        &mut self,
        tokens: &BTreeMap<usize, Token>,
        closed: &[Vec<Shown>],
        opened: &[Vec<Shown>],
    ) {
        let mut keys = kerberos_runs::keys();
        let (mut parts, mut agreed) = (0, 0);
        for (number, token) in tokens {
            let sealed = kerberos_runs::opened(token, &mut keys);
            let mut before: Vec<_> = closed[number - 1].iter().collect();
            let mut more = opened[number - 1].clone();
            more.retain(|field| match before.iter().position(|it| *it == field) {
                Some(at) => {
                    before.remove(at);
                    false
                }
                None => true,
            });
            let kinds = token.kinds.join(" > ");
            for field in &more {
                let Some(names) = names(field) else {
                    continue;
                };
                let agrees = |part: &Token| {
                    part.fields.iter().any(|ours| {
                        names.contains(&&*ours.name)
                            && stretch(part, field, ours) == (field.pos, field.size)
                            && says(&ours.value, &field.show)
                    })
                };
                if sealed.iter().any(agrees) {
                    agreed += 1;
                } else {
                    self.differences.push(format!(
                        "{kinds}, opened: {} at {} + {} {:?} is not ours",
                        field.name, field.pos, field.size, field.show
                    ));
                }
            }
            for part in &sealed {
                for ours in part
                    .fields
                    .iter()
                    .filter(|ours| ours.leaf && ours.start < ours.end)
                {
                    let covers = |field: &Shown| {
                        let (start, length) = stretch(part, field, ours);
                        let around = field.pos <= start && start + length <= field.pos + field.size;
                        around && names(field).is_some_and(|names| names.contains(&&*ours.name))
                    };
                    if more.iter().any(covers) {
                        continue;
                    }
                    match known::unseen_inside(part, ours) {
                        Some(reason) => *self.known.entry(reason).or_default() += 1,
                        None => self.differences.push(format!(
                            "{kinds}, opened {}: tshark does not show our {} at {}..{}",
                            part.kinds[0], ours.name, ours.start, ours.end
                        )),
                    }
                }
            }
            parts += sealed.len();
        }
        println!("{parts} sealed parts opened: {agreed} fields agree");
        assert!(parts >= 400 && agreed >= 20_000, "too little was opened");
    }
}

/// Our names of a field.
fn names(field: &Shown) -> Option<&'static [&'static str]> {
    let all = FIELDS.iter().chain(pac::FIELDS);
    let mut named = all.filter(|(name, _)| *name == field.name);
    named.next().map(|(_, names)| *names)
}

/// Where and how long it shows a field of ours.
fn stretch(part: &Token, field: &Shown, ours: &Ours) -> (usize, usize) {
    match part.kinds.first() {
        Some(&"PAC") => pac::stretch(part, field, ours),
        _ => (known::place(part, field, ours), ours.end - ours.start),
    }
}
