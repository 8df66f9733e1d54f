//! What the clients and services of each row of the acceptance table ask a KDC, and some questions beyond them.

use super::accounts::{API, FILES, SQL};
use super::talk::{Computer, Talk};
use double_hop::hosts::Era;
use double_hop::hosts::security::kerberos::{Acquired, HeldTicket, KerberosFailure};

/// A row.
pub struct Row {
    /// As the acceptance table names it; `+` before what is not in it.
    pub id: &'static str,
    pub talk: fn(&mut Talk<'_>),
}

/// Rows whose point no KDC can show, and those that this Samba cannot hold.
pub const NOT_COMPARED: [(&str, &str); 3] = [
    (
        "P1",
        "NTLM is refused by whoever keeps the NT hashes; no KDC is asked",
    ),
    (
        "S2",
        "the users' forest is a second domain controller with a trust between both, which one Samba process does not hold",
    ),
    (
        "S5",
        "the address is a number, for which no client asks a KDC; what a KDC would answer is compared as `+ an address`",
    ),
];

const LIST: &str = "HTTP/list.contoso.example";
const ANY: &str = "HTTP/any.contoso.example";

pub const ROWS: [Row; 45] = [
    row("N3", |t| asks(t, "alice", "HTTP/nowhere.contoso.example")),
    row("K1", |t| asks(t, "alice", "HTTP/web-plain.contoso.example")),
    row("K2", |t| unconstrained(t, "alice", true)),
    row("K3", |t| unconstrained(t, "alice", false)),
    row("K4", |t| constrained(t, "alice")),
    row("K5", |t| {
        evidence_of(
            t,
            "alice",
            "HTTP/web-other.contoso.example",
            "web-other$",
            SQL,
        );
    }),
    row("K6", |t| transition(t, "svc-list", "alice", SQL)),
    row("K7", |t| transition(t, "svc-any", "alice", SQL)),
    row("K8", |t| resource_based(t, "alice")),
    row("K9", |t| transition(t, "web-rbcd$", "alice", API)),
    row("K9B", |t| transition(t, "svc-rbcd", "alice", API)),
    row("K10A", |t| unconstrained(t, "carol", true)),
    row("K10B", |t| constrained(t, "carol")),
    row("K10C", |t| resource_based(t, "carol")),
    row("K11", |t| asks(t, "carol", SQL)),
    row("P2", |t| constrained(t, "pat")),
    row("S1", |t| {
        // http.sys has the computer's key.
        if let Ok(got) = t.ticket(&mut Computer::new(), "alice", LIST, false) {
            t.show(got, "web-plain$");
        }
    }),
    row("S3", |t| {
        let ahead = &mut Computer {
            ahead: 6,
            ..Computer::new()
        };
        let _ = t.ticket(ahead, "svc-list", SQL, false);
    }),
    row("S4", |t| asks(t, "alice", "HTTP/twice.contoso.example")),
    row("+ an address", |t| asks(t, "alice", "HTTP/192.0.2.10")),
    row("+ another case", |t| {
        asks(t, "ALICE", "http/WEB-PLAIN.Contoso.Example")
    }),
    row("+ user principal name", |t| {
        asks(t, "alice@contoso.example", "HTTP/web-plain.contoso.example");
    }),
    row("+ no such user", |t| asks(t, "nobody", SQL)),
    row("+ wrong password", |t| {
        let _ = t.ticket_by(&mut Computer::new(), "alice", "Spring-99", SQL, false);
    }),
    row("+ disabled", |t| asks(t, "dora", SQL)),
    row("+ locked out", |t| asks(t, "luke", SQL)),
    row("+ expired", |t| asks(t, "egon", SQL)),
    row("+ outside logon hours", |t| asks(t, "hanna", SQL)),
    row("+ password expired", |t| asks(t, "olga", SQL)),
    row("+ password must change", |t| asks(t, "mia", SQL)),
    row("+ password expired, and a wrong one", |t| {
        let _ = t.ticket_by(&mut Computer::new(), "olga", "Spring-99", SQL, false);
    }),
    row("+ S4U2self, password expired", |t| {
        transition(t, "svc-any", "olga", SQL)
    }),
    row("+ clients of 2003", |t| {
        let _ = t.ticket(&mut Computer::of_era(Era::Y2003), "alice", SQL, false);
    }),
    row("+ protected, clients of 2003", |t| {
        let _ = t.ticket(&mut Computer::of_era(Era::Y2003), "pat", SQL, false);
    }),
    row("+ a name without an SPN", |t| asks(t, "alice", "carol")),
    row("+ a computer by its name", |t| {
        asks(t, "alice", "web-plain$")
    }),
    row("+ S4U2self, without an SPN", |t| {
        transition(t, "alice", "carol", SQL)
    }),
    row("+ S4U2self, sensitive", |t| {
        transition(t, "svc-any", "carol", SQL)
    }),
    row("+ S4U2self, protected", |t| {
        transition(t, "svc-any", "pat", SQL)
    }),
    row("+ S4U2self, nobody", |t| {
        transition(t, "svc-any", "nobody", SQL)
    }),
    row("+ S4U2self, disabled", |t| {
        transition(t, "svc-any", "dora", SQL)
    }),
    row("+ S4U2proxy, no such service", |t| {
        transition(t, "svc-any", "alice", "MSSQLSvc/nowhere.contoso.example");
    }),
    row("+ S4U2proxy, nothing on any list", |t| {
        evidence_of(
            t,
            "alice",
            "HTTP/web-plain.contoso.example",
            "web-plain$",
            SQL,
        );
    }),
    row("+ S4U2proxy, another's ticket", |t| {
        if let Some(stolen) = evidence(t, "alice", ANY, "svc-any") {
            let _ = t.onward(&mut Computer::new(), "svc-list", "alice", Some(stolen), SQL);
        }
    }),
    row("+ S4U2proxy, listed and transition, another service", |t| {
        transition(t, "svc-any", "alice", FILES);
    }),
];

const fn row(id: &'static str, talk: fn(&mut Talk<'_>)) -> Row {
    Row { id, talk }
}

/// Somebody asks for a ticket, and shows it to its service where that is known.
fn asks(talk: &mut Talk<'_>, user: &str, spn: &str) {
    let got = talk.ticket(&mut Computer::new(), user, spn, false);
    let Ok(got) = got else { return };
    if let Some((host, _)) = spn
        .strip_prefix("HTTP/")
        .and_then(|host| host.split_once('.'))
        && host.starts_with("web-")
    {
        talk.show(got, &format!("{host}$"));
    }
}

/// A service that is trusted with TGTs goes on with the one it was given, if it was.
fn unconstrained(talk: &mut Talk<'_>, user: &str, delegates: bool) {
    let spn = "HTTP/web-free.contoso.example";
    let Ok(got) = talk.ticket(&mut Computer::new(), user, spn, delegates) else {
        return;
    };
    let known = talk.show(got, "web-free$");
    if let Some(tgt) = known.and_then(|known| known.forwarded) {
        let got = talk.with_forwarded(&mut Computer::new(), tgt, SQL);
        reached(talk, got, SQL);
    }
}

fn constrained(talk: &mut Talk<'_>, user: &str) {
    evidence_of(talk, user, LIST, "svc-list", SQL);
}

fn resource_based(talk: &mut Talk<'_>, user: &str) {
    evidence_of(
        talk,
        user,
        "HTTP/web-rbcd.contoso.example",
        "web-rbcd$",
        API,
    );
}

/// A user shows a ticket to a service, and it goes on with that.
fn evidence_of(talk: &mut Talk<'_>, user: &str, spn: &str, service: &str, next: &str) {
    if let Some(evidence) = evidence(talk, user, spn, service) {
        let got = talk.onward(&mut Computer::new(), service, user, Some(evidence), next);
        reached(talk, got, next);
    }
}

/// A service goes on for a user whom it knows in another way.
fn transition(talk: &mut Talk<'_>, service: &str, user: &str, next: &str) {
    let got = talk.onward(&mut Computer::new(), service, user, None, next);
    reached(talk, got, next);
}

/// What a service has of a user who shows it a ticket.
fn evidence(talk: &mut Talk<'_>, user: &str, spn: &str, service: &str) -> Option<HeldTicket> {
    let got = talk.ticket(&mut Computer::new(), user, spn, false).ok()?;
    Some(talk.show(got, service)?.evidence)
}

/// The service at the end is shown what was got.
fn reached(talk: &mut Talk<'_>, got: Result<Acquired, KerberosFailure>, next: &str) {
    let service = match next {
        SQL => "sql-01$",
        API => "svc-api",
        _ => "svc-files",
    };
    if let Ok(got) = got {
        talk.show(got, service);
    }
}
