//! What outweighs what: a status tells more than words that may be of one server or of two, and what went wrong more than the
//! error around it.

use super::clauses::{Stance, stance};
use super::commands::ConnectsAs;
use super::phrases::{AROUND, By, OF_A_SERVER, OF_CONTROLLERS, OTHER_KEYTAB, Said};
use crate::hosts::BackEndProtocol;
use crate::lab::{Observable as O, SentToken, SettingFinding as F, SpnHolder};
use crate::present::causes::{Sighting, Sign, Symptom};
use std::collections::BTreeSet;

/// What is named anywhere, and tells whose an error is or what a client has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    /// A service with a keytab.
    Keytab,
    /// IIS, with its pools.
    Iis,
    /// A service that is no web server.
    OtherService,
    /// A web server.
    Web,
    /// That the client has its TGT, or the ticket.
    Ticket,
    /// A share, whose computer opens the tickets itself.
    Share,
    /// A certificate, which has a name of its own.
    Certificate,
    /// A name that is not the one of who answers, and no code that says so of a web server.
    TargetName,
}

/// The words that name them.
const NAMED: [(Named, &str); 8] = [
    (
        Named::Keytab,
        "keytab|gss_accept_sec_context|gssexception|krbexception|tomcat|keycloak|samba|netapp|kerberos.net|gokrb5|auth_gss|mod_auth_kerb",
    ),
    (
        Named::Iis,
        "iis|app pool|application pool|apppool|w3wp|kernel mode|sharepoint|exchange server",
    ),
    (
        Named::OtherService,
        "mssql|sql server|sqlclient|jdbc:|connection string|psql|npgsql|libpq|postgres|ldap|smbclient|smb:|winrm|psrp|cifs|rdp|net use |is not accessible|wcf|net.tcp|kafka|zookeeper|sasl",
    ),
    (
        Named::Share,
        "net use |cifs|smb|file server|fileserver|is not accessible",
    ),
    (Named::Certificate, "ssl provider|tls certificate"),
    (
        Named::Web,
        "http/|iis|website|web site|web server|browser|curl|portal|intranet|internet explorer|sspi.auth",
    ),
    (
        Named::TargetName,
        "target principal name|target account name|0x80090322|-2146893022|1396|is not accessible",
    ),
    (
        Named::Ticket,
        "shows a valid tgt|have a valid tgt|has a valid tgt|valid kerberos ticket|tgt obtained",
    ),
];

/// What was heard that may have to yield.
#[derive(Default)]
pub(super) struct Weighed {
    /// That the back end refuses, where nothing was told of a first server.
    guessed: Vec<Vec<Sign>>,
    /// The same, where two were told apart.
    told_apart: Vec<Vec<Sign>>,
    /// What an error says that stands around others.
    around: Vec<Vec<Sign>>,
    /// Whether domain controllers call each other.
    controllers: bool,
    /// Whether an event, or a line with the name that a ticket is for, tells that a web server cannot open one.
    not_opened: bool,
    /// Whether it is a server that tells of a sign-in.
    server: bool,
    /// Whether the database is called with a login of its own.
    own_login: bool,
    /// Whether one is called in the caller's name.
    as_caller: bool,
    /// What was named.
    named: BTreeSet<Named>,
}

/// Whether two servers are told apart, of which the second refuses: a status that stands beside it is that one's.
pub(super) fn is_of_two_servers(it: &Said) -> bool {
    it.by == By::Contrast && refuses_behind(&it.says.signs())
}

/// Whether all that it says is that the second server refuses.
pub(super) fn refuses_behind(signs: &[Sign]) -> bool {
    signs.contains(&Sign::Any(vec![O::SecondHopFails]))
}

fn is_not_opened(signs: &[Sign]) -> bool {
    signs == [Sign::Any(vec![O::TicketRejected(41)])]
}

/// Whether a KDC says that it does not know a service, or somebody that its name is missing.
fn is_unknown(signs: &[Sign]) -> bool {
    let unknown = [O::TicketRefused(7), O::TicketRefused(8)];
    let nobody = [O::Is(F::Spn(SpnHolder::Nobody))];
    matches!(signs, [Sign::Any(any)] if *any == unknown || *any == nobody)
}

/// Whether a line names something: a word of its own begins so, and it is not denied or supposed.
fn names(low: &str, word: &str) -> bool {
    low.match_indices(word).any(|(at, _)| {
        let before = low.get(..at).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric) && stance(low, at, word.len()) == Stance::Asserted
    })
}

/// Whether it is an answer of a KDC.
fn is_answered(it: &Sighting) -> bool {
    is_answer(it, |_| true)
}

/// Whether a KDC answers why there is no ticket, and not only that it does not know the service.
fn says_why(it: &Sighting) -> bool {
    is_answer(it, |code| !matches!(code, 7 | 8))
}

fn is_answer(it: &Sighting, of: fn(u32) -> bool) -> bool {
    let answer = |it: &O| match it {
        O::TicketRefused(code) | O::KdcError(code) | O::TgtRefused(code) => of(*code),
        _ => false,
    };
    let mut signs = it.signs.iter();
    signs.any(|sign| matches!(sign, Sign::Any(any) if any.iter().all(answer)))
}

impl Weighed {
    /// Keeps in mind how something was told.
    pub(super) fn hear(&mut self, it: &Said) {
        let signs = it.says.signs();
        match it.by {
            By::OneSide if refuses_behind(&signs) => self.guessed.push(signs),
            By::Contrast if refuses_behind(&signs) => self.told_apart.push(signs),
            By::Words if AROUND.contains(&it.word) => self.around.push(signs),
            By::Words if OF_CONTROLLERS.contains(&it.word) => self.controllers = true,
            By::Words if it.word == OF_A_SERVER => self.server = true,
            _ => {}
        }
    }

    /// Keeps in mind what a line names, in lower case.
    pub(super) fn hear_line(&mut self, low: &str) {
        for (named, words) in NAMED {
            if !self.named.contains(&named) && words.split('|').any(|word| names(low, word)) {
                self.named.insert(named);
            }
        }
    }

    /// Whether a web server is named.
    pub(super) fn names_web(&self) -> bool {
        self.named.contains(&Named::Web) || self.named.contains(&Named::Iis)
    }

    /// Keeps in mind what an event tells, or a line that names whose ticket it is.
    pub(super) fn hear_named(&mut self, signs: &[Sign]) {
        self.not_opened |= is_not_opened(signs);
    }

    /// Keeps in mind as whom a database is called.
    pub(super) fn hear_connection(&mut self, by: ConnectsAs) {
        match by {
            ConnectsAs::Caller => self.as_caller = true,
            ConnectsAs::OwnLogin => self.own_login = true,
        }
    }

    /// Leaves out what yields to something else that is seen.
    pub(super) fn settle(&self, seen: &mut Vec<Sighting>) {
        // A question that comes again is of the first server too.
        let refused = [O::FirstHopRefused, O::AskedAgain].map(|it| Sign::Any(vec![it]));
        if seen
            .iter()
            .any(|it| matches!(&it.signs[..], [sign] if refused.contains(sign)))
        {
            let sure = |it: &Sighting| self.told_apart.contains(&it.signs);
            seen.retain(|it| sure(it) || !self.guessed.contains(&it.signs));
        }
        let named = |it| self.named.contains(&it);
        let keytab = named(Named::Keytab) && !named(Named::Iis);
        let other_service = named(Named::OtherService) && !named(Named::Web);
        let answered = seen.iter().any(is_answered);
        if seen.iter().any(says_why) {
            let none = [Sign::Any(vec![O::NoTicket])];
            let without = seen.iter_mut().filter(|it| it.signs == none);
            without.for_each(|it| it.signs.clear());
        }
        // Told apart, it is what one sentence tells.
        let some = [Sign::Any(vec![O::SomeUsersOnly])];
        if seen.iter().any(|it| is_not_opened(&it.signs)) {
            let users = seen.iter_mut().filter(|it| it.signs == some);
            users.for_each(|it| it.signs.push(Sign::Symptom(Symptom::ModifiedForSome)));
        }
        // What fails for some only is not the whole domain's.
        if seen.iter().any(|it| it.signs == some) {
            let all = Sign::Symptom(Symptom::NoDelegationAtAll);
            let signs = seen.iter_mut().flat_map(|it| &mut it.signs);
            signs
                .filter(|it| **it == all)
                .for_each(|it| *it = Sign::Symptom(Symptom::UnknownToSelf));
        }
        for it in seen.iter_mut() {
            let alone = |symptom| it.signs == [Sign::Symptom(symptom)];
            // What is said not to be so, and who answers is reached.
            if named(Named::Ticket) && alone(Symptom::NoCredentials)
                || answered && alone(Symptom::NoController)
            {
                it.signs.clear();
            }
            if other_service && is_unknown(&it.signs) {
                it.signs = vec![Sign::Symptom(Symptom::BackEndSpn)];
            }
            let elsewhere =
                is_not_opened(&it.signs) && !self.not_opened && named(Named::TargetName);
            // No name of a ticket's, but a certificate's.
            if elsewhere && named(Named::Certificate) {
                it.signs.clear();
            } else if elsewhere && other_service && !keytab {
                let share = named(Named::Share).then_some(Sign::Symptom(Symptom::OtherComputer));
                let other = [Sign::Symptom(Symptom::BackEndSpn)].into_iter();
                it.signs = other.chain(share).collect();
            }
            // No pool, no kernel mode: the key is the keytab's.
            if keytab && is_not_opened(&it.signs) {
                it.signs = OTHER_KEYTAB.signs();
            }
        }
        // Nobody's name goes on to a database that knows its logins itself.
        if self.own_login && !self.as_caller {
            let sql = Sign::Any(vec![O::BackEnd(BackEndProtocol::Sql)]);
            let behind = |sign: &Sign| match sign {
                Sign::Any(any) => matches!(any[..], [O::BackEndNoRights | O::SecondHopFails]),
                _ => false,
            };
            let refused =
                |it: &&mut Sighting| it.signs.contains(&sql) && it.signs.iter().any(behind);
            seen.iter_mut()
                .filter(refused)
                .for_each(|it| it.signs.clear());
        }
        // By the numbers the ticket is the older one.
        if seen.iter().any(|it| it.has(&[Symptom::OldTicket])) {
            let is_old = Sign::Any(vec![O::Is(F::KeyIsOld(true))]);
            seen.retain(|it| it.signs != [is_old.clone()]);
            let others = seen.iter_mut().filter(|it| it.signs.len() > 1);
            others.for_each(|it| it.signs.retain(|sign| *sign != is_old));
        }
        let inner = [
            Symptom::NoController,
            Symptom::NoCredentials,
            Symptom::Revoked,
            Symptom::Expired,
        ];
        let around = |it: &Sighting| self.around.contains(&it.signs);
        if seen.iter().any(|it| it.has(&inner) && !around(it)) {
            seen.retain(|it| !around(it));
        }
        // The line is shown, as one of which nothing follows.
        if self.controllers && !self.not_opened {
            let about = seen.iter_mut().filter(|it| is_not_opened(&it.signs));
            about.for_each(|it| it.signs.clear());
        }
        // What a client has no library for, a server got from one.
        if self.server {
            let library = [Sign::Symptom(Symptom::NtlmLibrary)];
            let got = Sign::Any(vec![O::Sends(SentToken::NegotiateNtlm)]);
            let about = seen.iter_mut().filter(|it| it.signs == library);
            about.for_each(|it| it.signs = vec![got.clone()]);
        }
    }
}
