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
    /// The KDC's own account, whose keys no keytab of a service has.
    Kdc,
}

/// The words that say whose, by how they begin.
const OF: [(Of, &[&str]); 4] = [
    (Of::Kdc, &["krbtgt"]),
    (Of::Keytab, &["keytab", "-k"]),
    (Of::Ticket, &["ticket", "find", "client"]),
    (
        Of::Account,
        &["account", "msds-keyversionnumber", "directory", "kdc"],
    ),
];

/// The number of a key.
struct Told {
    whose: Of,
    /// The principal that it is for, where that stands beside it.
    principal: Option<String>,
    number: u32,
}

/// What was told so far.
#[derive(Default)]
pub(super) struct KeyVersions {
    /// Whether the keys of a keytab are being listed.
    listing: bool,
    told: Vec<Told>,
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
            self.tell(Of::Ticket, Some(service), number.trim().parse().ok()?, line);
            return Some(Vec::new());
        }
        if let Some(number) = low.strip_prefix("msds-keyversionnumber") {
            let number = number.trim_start_matches([' ', ':', '=']);
            self.tell(Of::Account, None, number.parse().ok()?, line);
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
        if principal.is_some() {
            self.tell(Of::Keytab, principal, number, line);
        }
        principal.is_some()
    }

    /// Numbers of keys in a sentence, each beside the word that says whose it is. Other versions have numbers too.
    fn hear(&mut self, line: &Line<'_>) {
        let apart = |c: char| c.is_whitespace() || ",;:=()'\"".contains(c);
        let words = line.low.split(apart).filter(|word| !word.is_empty());
        let (mut whose, mut number, mut before) = (None, None, ["", ""]);
        let mut named = false;
        for word in words {
            let word = word.trim_end_matches('.');
            let of = OF
                .iter()
                .find(|(_, begins)| begins.iter().any(|it| word.starts_with(it)));
            let direct = matches!(before, [_, "kvno"] | ["key", "version"])
                || before[1].starts_with("msds-keyversionnumber");
            named |= direct || word == "kvno";
            if let Some((of, _)) = of {
                // `krbtgt account` is one.
                whose = whose.filter(|it| *it == Of::Kdc && before[1].starts_with("krbtgt"));
                whose = whose.or(Some(*of));
            } else if direct && word.contains('/') {
                // So the command asks for a ticket.
                whose = whose.or(Some(Of::Ticket));
            } else if let Ok(it) = word.parse::<u32>()
                && (direct || named && matches!(before[1], "is" | "number" | "of"))
            {
                number = Some(it);
            }
            before = [before[1], word];
            if let (Some(of), Some(it)) = (whose, number) {
                self.tell(of, None, it, line);
                (whose, number) = (None, None);
            }
        }
    }

    fn tell(&mut self, whose: Of, principal: Option<&str>, number: u32, line: &Line<'_>) {
        if self.told.len() == MOST_KEYS {
            return;
        }
        let principal = principal.and_then(|it| it.split('@').next());
        self.told.push(Told {
            whose,
            principal: principal.map(str::to_owned),
            number,
        });
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
        let keys = |of: &Option<String>| -> Vec<u32> {
            let of = |it: &&Told| of.is_none() || it.principal.is_none() || it.principal == *of;
            self.of(Of::Keytab).filter(of).map(|it| it.number).collect()
        };
        let listed = |it: &&Told| it.principal.is_none() || !keys(&it.principal).is_empty();
        let asked = self.of(Of::Ticket).find(listed);
        let keys = keys(&asked.and_then(|it| it.principal.clone()));
        let newest = keys.iter().max().copied();
        let ticket = asked.or(self.of(Of::Ticket).next()).map(|it| it.number);
        let account = self.account();
        let opens = ticket.is_some_and(|ticket| keys.contains(&ticket));
        let is_old = O::Is(F::KeyIsOld(true));
        let is_older = |other: Option<u32>| ticket.zip(other).is_some_and(|(it, other)| it < other);
        let signs = if !opens && (is_older(newest) || is_older(account)) {
            vec![Sign::Symptom(S::OldTicket)]
        } else {
            let other = if opens {
                account.or(newest)
            } else {
                ticket.max(account)
            };
            match other?.cmp(&newest?) {
                std::cmp::Ordering::Greater => {
                    let old = any(&[is_old]).into_iter();
                    old.chain([Sign::Symptom(S::Keytab)]).collect()
                }
                std::cmp::Ordering::Equal => vec![Sign::Lacks(is_old)],
                // It is of another account, or the directory does not know of it yet.
                std::cmp::Ordering::Less => vec![Sign::Symptom(S::Keytab)],
            }
        };
        let (line, label) = self.last.take()?;
        Some(Sighting {
            label,
            line: Some(line),
            signs,
        })
    }

    fn of(&self, whose: Of) -> impl Iterator<Item = &Told> {
        self.told.iter().filter(move |it| it.whose == whose)
    }

    /// The account's number; none where those of several accounts are told.
    fn account(&self) -> Option<u32> {
        let first = self.of(Of::Account).next()?.number;
        let same = self.of(Of::Account).all(|it| it.number == first);
        same.then_some(first)
    }
}
