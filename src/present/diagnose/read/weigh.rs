//! What outweighs what: a status tells more than words that may be of one server or of two, and what went wrong more than the
//! error around it.

use super::clauses::{Stance, stance};
use super::commands::ConnectsAs;
use super::phrases::{AROUND, By, OF_A_SERVER, OF_CONTROLLERS, Said};
use super::settle::is_not_opened;
use crate::lab::Observable as O;
use crate::present::causes::Sign;
use std::collections::BTreeSet;

/// What is named anywhere, and tells whose an error is or what a client has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
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
    pub(super) guessed: Vec<Vec<Sign>>,
    /// The same, where two were told apart.
    pub(super) told_apart: Vec<Vec<Sign>>,
    /// What an error says that stands around others.
    pub(super) around: Vec<Vec<Sign>>,
    /// Whether domain controllers call each other.
    pub(super) controllers: bool,
    /// Whether an event, or a line with the name that a ticket is for, tells that a web server cannot open one.
    pub(super) not_opened: bool,
    /// Whether it is a server that tells of a sign-in.
    pub(super) server: bool,
    /// Whether the database is called with a login of its own.
    pub(super) own_login: bool,
    /// Whether one is called in the caller's name.
    pub(super) as_caller: bool,
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

/// Whether a line names something: a word of its own begins so, and it is not denied or supposed.
fn names(low: &str, word: &str) -> bool {
    low.match_indices(word).any(|(at, _)| {
        let before = low.get(..at).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric) && stance(low, at, word.len()) == Stance::Asserted
    })
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

    /// Whether that was named.
    pub(super) fn names(&self, it: Named) -> bool {
        self.named.contains(&it)
    }

    /// Whether a web server is named.
    pub(super) fn names_web(&self) -> bool {
        self.names(Named::Web) || self.names(Named::Iis)
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
}
