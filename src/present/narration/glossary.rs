//! The terms that are not everyday language, each with its meaning: one touch away wherever a text marks one.

use super::text::{Narrate, Piece, Text};
use std::borrow::Cow;

/// A term with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Whom Windows takes an unnamed caller for.
    AnonymousLogon,
    /// HTTP's scheme that sends the password.
    Basic,
    /// A server's question.
    Challenge,
    /// What NTLM authenticates.
    Connection,
    /// Going on to services on a list.
    ConstrainedDelegation,
    /// Calling on in the caller's name.
    Delegation,
    /// The flag without which nobody goes on.
    Forwardable,
    /// One sign-in of one computer at another.
    Hop,
    /// Wearing the caller's token.
    Impersonation,
    /// Who issues tickets.
    Kdc,
    /// Sign-in by tickets.
    Kerberos,
    /// Keys of services in a file.
    Keytab,
    /// NTLM within one computer.
    LocalCall,
    /// What is kept of a sign-in.
    LogonSession,
    /// The checksum over NTLM's messages.
    Mic,
    /// A logon by an answer to a challenge: it keeps no password.
    NetworkLogon,
    /// What stands for the password.
    NtHash,
    /// Sign-in by question and answer.
    Ntlm,
    /// A sign-in as nobody.
    NullSession,
    /// What a ticket says of its user.
    Pac,
    /// Where a KDC's word counts.
    Realm,
    /// Handing on questions and answers.
    Relay,
    /// Going on to where one is let in.
    ResourceBasedDelegation,
    /// The answer to a challenge.
    Response,
    /// Tickets for others.
    S4u,
    /// The key that both sides have afterwards.
    SessionKey,
    /// What is cited.
    Sources,
    /// A service's name.
    Spn,
    /// The ticket for tickets.
    Tgt,
    /// What a KDC issues.
    Ticket,
    /// What a thread wears.
    Token,
    /// Going on with the user's own TGT.
    UnconstrainedDelegation,
}

/// A term's name, what it means, and the terms that belong to it.
type Entry = (&'static str, &'static str, &'static [Term]);

impl Term {
    /// All terms, by their names.
    pub const ALL: [Self; 32] = [
        Self::AnonymousLogon,
        Self::Basic,
        Self::Challenge,
        Self::Connection,
        Self::ConstrainedDelegation,
        Self::Delegation,
        Self::Forwardable,
        Self::Hop,
        Self::Impersonation,
        Self::Kdc,
        Self::Kerberos,
        Self::Keytab,
        Self::LocalCall,
        Self::LogonSession,
        Self::Mic,
        Self::NetworkLogon,
        Self::NtHash,
        Self::Ntlm,
        Self::NullSession,
        Self::Pac,
        Self::Realm,
        Self::Relay,
        Self::ResourceBasedDelegation,
        Self::Response,
        Self::S4u,
        Self::SessionKey,
        Self::Sources,
        Self::Spn,
        Self::Tgt,
        Self::Ticket,
        Self::Token,
        Self::UnconstrainedDelegation,
    ];

    /// Its name, as it stands in a sentence.
    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// What it means: one or two plain sentences.
    pub fn meaning(self) -> &'static str {
        self.entry().1
    }

    /// The terms to read next.
    pub fn see(self) -> &'static [Self] {
        self.entry().2
    }

    /// The term by another form of its name.
    pub fn called(self, name: impl Into<Cow<'static, str>>) -> Piece {
        Piece::Term(name.into(), self)
    }

    fn entry(self) -> Entry {
        match self {
            Self::AnonymousLogon => (
                "ANONYMOUS LOGON",
                "What Windows calls a caller who gave no name and no proof. The sign-in succeeds, as nobody in \
                 particular; hardly anything is open to it.",
                &[Self::NullSession],
            ),
            Self::Basic => (
                "Basic",
                "HTTP’s simplest sign-in (RFC 7617): name and password in a header, encoded but not encrypted. The server \
                 has the password itself.",
                &[Self::Ntlm],
            ),
            Self::Challenge => (
                "challenge",
                "The question of a server that wants a proof: random bytes, new for every sign-in. In NTLM there are eight.",
                &[Self::Response],
            ),
            Self::Connection => (
                "connection",
                "One TCP connection between two programs. NTLM signs in a connection, not each request: on a new one nobody \
                 is known yet.",
                &[Self::Ntlm],
            ),
            Self::ConstrainedDelegation => (
                "constrained delegation",
                "Delegation to a list of services, kept on the account that makes the call (msDS-AllowedToDelegateTo). The domain \
                 controller checks each call against the list.",
                &[Self::Delegation, Self::S4u],
            ),
            Self::Delegation => (
                "delegation",
                "A server calls another one in its caller’s name, because the domain allows it to. It takes Kerberos on the \
                 second hop; NTLM cannot delegate.",
                &[Self::Kerberos, Self::Hop],
            ),
            Self::Forwardable => (
                "forwardable",
                "A flag of tickets. A TGT without it cannot be handed over, and a ticket without it is no evidence for a call in \
                 the user’s name.",
                &[Self::Tgt, Self::Ticket, Self::S4u],
            ),
            Self::Hop => (
                "hop",
                "A sign-in from one computer to the next. The browser signs in to IIS: hop 1. IIS calls the mailbox host for \
                 the same person, with a sign-in of its own: hop 2.",
                &[Self::Impersonation, Self::Delegation],
            ),
            Self::Impersonation => (
                "impersonation",
                "A server’s thread wears its caller’s token while it works for that caller. On this computer it may do what \
                 the caller may.",
                &[Self::Token, Self::Delegation],
            ),
            Self::Kdc => (
                "KDC",
                "Key distribution center: the service that issues tickets. In a Windows domain it runs on each domain controller \
                 and has the keys of all accounts.",
                &[Self::Ticket, Self::Realm],
            ),
            Self::Kerberos => (
                "Kerberos",
                "Sign-in by tickets, in Windows domains too: the domain controller issues one for each service that somebody calls.",
                &[Self::Ticket, Self::Tgt, Self::Spn, Self::Delegation],
            ),
            Self::Keytab => (
                "keytab",
                "A file with the keys of accounts, from which services that do not run on Windows open their tickets. Whoever \
                 has it can do the same.",
                &[Self::Ticket, Self::Spn],
            ),
            Self::LocalCall => (
                "local call",
                "NTLM between two programs on one computer. Nothing is proved: the system knows whose token the caller wears.",
                &[Self::Token],
            ),
            Self::LogonSession => (
                "logon session",
                "What Windows keeps of a sign-in, behind its tokens. If it holds a password or a hash of it, it can answer \
                 other computers; after a network logon it holds neither.",
                &[Self::NetworkLogon, Self::Token],
            ),
            Self::Mic => (
                "MIC",
                "Message integrity code: a checksum over NTLM’s three messages, made with the session key. It shows whether \
                 somebody in between changed them.",
                &[Self::SessionKey],
            ),
            Self::NetworkLogon => (
                "network logon",
                "The logon of somebody who signs in from another computer. Windows has checked a proof, or a password, and \
                 keeps nothing of it that could answer a third computer.",
                &[Self::LogonSession, Self::Hop],
            ),
            Self::NtHash => (
                "NT hash",
                "16 bytes made from the password with MD4, which Windows keeps in its place. To NTLM it is as good as the \
                 password: whoever has it can answer every challenge.",
                &[Self::Challenge, Self::Response],
            ),
            Self::Ntlm => (
                "NTLM",
                "Windows’ sign-in by question and answer, in three messages: NEGOTIATE, CHALLENGE, AUTHENTICATE. The password \
                 is never sent.",
                &[Self::Challenge, Self::Response],
            ),
            Self::NullSession => (
                "null session",
                "A sign-in without a name and without a response. Windows makes one where a call has nothing to sign in with, \
                 and reports no error.",
                &[Self::AnonymousLogon, Self::Response],
            ),
            Self::Pac => (
                "PAC",
                "Privilege attribute certificate: the user’s name, number and groups, in a ticket that a domain controller \
                 issued. Its signatures show whether somebody changed it.",
                &[Self::Ticket, Self::Kdc],
            ),
            Self::Realm => (
                "realm",
                "Kerberos’ word for a domain, whose name it writes in capitals. Each has a KDC of its own; a trust is a key that \
                 two of them share.",
                &[Self::Kdc, Self::Kerberos],
            ),
            Self::Relay => (
                "relay",
                "Somebody in between hands a server’s challenge to a client as their own, and the client’s response to that \
                 server, which then takes them for the client.",
                &[Self::Challenge, Self::Response],
            ),
            Self::ResourceBasedDelegation => (
                "resource-based delegation",
                "Delegation by a list on the account that is called: whom it lets act for others \
                 (msDS-AllowedToActOnBehalfOfOtherIdentity). Since Windows Server 2012.",
                &[Self::Delegation, Self::ConstrainedDelegation, Self::S4u],
            ),
            Self::Response => (
                "response",
                "The answer to one challenge, computed from the NT hash. It proves that the password is known and does not \
                 show it. It fits no other challenge.",
                &[Self::Challenge, Self::NtHash],
            ),
            Self::S4u => (
                "S4U",
                "Service for user: a service asks for tickets in a user’s name, with S4U2self to itself, with S4U2proxy to the \
                 next service.",
                &[Self::Ticket, Self::Delegation],
            ),
            Self::SessionKey => (
                "session key",
                "A key that both sides have after one sign-in. It can sign and encrypt what they send; it cannot answer a \
                 challenge.",
                &[Self::Mic, Self::Challenge],
            ),
            Self::Sources => (
                "Sources",
                "KB numbers are articles of Microsoft’s Knowledge Base. Microsoft has withdrawn most of them: the links lead \
                 to copies. Names in brackets, such as [MS-NLMP] for NTLM, are Microsoft’s specifications; RFCs are those of \
                 the internet.",
                &[],
            ),
            Self::Spn => (
                "SPN",
                "Service principal name: what a service is called, such as HTTP/web-01. Kerberos issues tickets for it, and \
                 newer NTLM clients put it into their response.",
                &[Self::Kerberos, Self::Ticket, Self::Response],
            ),
            Self::Tgt => (
                "TGT",
                "Ticket-granting ticket: the first one of a sign-in. With it and its session key one gets all others, without \
                 the password.",
                &[Self::Ticket, Self::SessionKey, Self::Kdc],
            ),
            Self::Ticket => (
                "ticket",
                "A permission that a KDC issued and sealed with the key of one service: who the client is, and a session key. \
                 Only that service can open it; only the holder of the session key can show it.",
                &[Self::Kdc, Self::SessionKey, Self::Pac],
            ),
            Self::Token => (
                "token",
                "What a thread of Windows wears after a sign-in: who it acts as, and in which groups. It never leaves its \
                 computer.",
                &[Self::LogonSession, Self::Impersonation],
            ),
            Self::UnconstrainedDelegation => (
                "unconstrained delegation",
                "Delegation without a list: the client hands over its own TGT, and the server can act for it anywhere, as long \
                 as that lasts.",
                &[Self::Delegation, Self::Tgt],
            ),
        }
    }
}

/// A term stands in a text by its name.
impl Narrate for Term {
    fn narrate(self, text: &mut Text) {
        self.called(self.name()).narrate(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_term_is_listed_once_by_its_name_and_means_something() {
        let names = Term::ALL.map(|term| term.name().to_lowercase());
        assert!(names.is_sorted_by(|one, other| one < other), "{names:?}");
        for (number, term) in Term::ALL.into_iter().enumerate() {
            assert_eq!(term as usize, number, "{term:?}");
            let meaning = term.meaning();
            assert!(
                meaning.ends_with('.') && !meaning.contains("  "),
                "{meaning}"
            );
            assert!(
                meaning.matches(". ").count() < 3,
                "too much to read: {meaning}"
            );
            assert!(meaning.chars().count() < 280, "too long: {meaning}");
            assert!(!term.see().contains(&term), "{term:?} leads to itself");
        }
    }

    #[test]
    fn a_meaning_leads_to_the_terms_that_it_uses() {
        for term in Term::ALL {
            // These are explained by the whole page.
            let known = [term, Term::Ntlm, Term::Basic, Term::Hop];
            for other in Term::ALL {
                let uses = term.meaning().contains(other.name());
                let leads = term.see().contains(&other) || known.contains(&other);
                assert!(!uses || leads, "{term:?} uses {other:?}");
            }
        }
    }
}
