//! How the run stands, and why.

use super::names::{logon_kind, response_name, status};
use super::read::{self};
use super::text::{self, LONG, cut, joined, quoted};
use crate::hosts::{
    Because, Decision, HowKnown, Identity, LogonType, MailboxAnswer, Reach, Refusal, Role,
};
use crate::lab::{EventId, Log, Outcome, Settled, settled};
use crate::present::fingerprint;
use crate::secret::Secret;
use crate::wire::netlogon::status_name;
use crate::wire::ntlm::ResponseKind;

/// How the run stands at an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How it stands.
    pub state: VerdictState,
    /// `Running`, `First hop denied`, `Second hop denied` or `Second hop succeeded`.
    pub lead: String,
    /// Why, in one or two sentences; while it runs, what to watch.
    pub why: String,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictState {
    /// Nothing is settled yet.
    Running,
    /// A hop was refused.
    Denied,
    /// The mailbox opened.
    Succeeded,
}

/// How the run stands after an event. With two visits the first one's outcome stands until the second is settled.
pub fn verdict(log: &Log, at: EventId) -> Verdict {
    let outcomes = settled(log);
    let Some(last) = outcomes.iter().rev().find(|settled| settled.event <= at) else {
        return Verdict {
            state: VerdictState::Running,
            lead: "Running".to_owned(),
            why: super::watch::watch(log, at),
        };
    };
    let (state, lead) = match &last.outcome {
        Outcome::Opened(_) => (VerdictState::Succeeded, "Second hop succeeded"),
        Outcome::FirstHop(_) => (VerdictState::Denied, "First hop denied"),
        Outcome::Anonymous | Outcome::NotAuthenticated | Outcome::NoRights(_) => {
            (VerdictState::Denied, "Second hop denied")
        }
    };
    let why = because(log, last);
    Verdict {
        state,
        lead: lead.to_owned(),
        why: match why.second {
            Some(second) => format!("{} {second}", why.first),
            None => why.first,
        },
    }
}

struct Why {
    first: String,
    second: Option<String>,
}

fn why(first: impl Into<String>) -> Why {
    Why {
        first: first.into(),
        second: None,
    }
}

impl Why {
    fn and(mut self, second: impl Into<String>) -> Self {
        self.second = Some(second.into());
        self
    }
}

fn because(log: &Log, settled: &Settled) -> Why {
    let at = settled.event;
    match &settled.outcome {
        Outcome::Opened(identity) => opened(log, at, identity),
        Outcome::Anonymous => anonymous(log, at),
        Outcome::NotAuthenticated => not_authenticated(log, at),
        Outcome::NoRights(identity) => no_rights(log, at, identity),
        Outcome::FirstHop(_) => first_hop(log, at),
    }
}

fn opened(log: &Log, at: EventId, identity: &Identity) -> Why {
    let who = text::identity(identity, LONG);
    let connection = log.event(at).and_then(|event| event.kind.connection());
    match read::answered_as(log, at, connection) {
        Some((Reach::Credential(_), _, challenge)) => {
            let question = fingerprint(&challenge);
            let logon = read::token_made(log, at, None).map(|made| logon_kind(made.logon));
            let logon = logon.map_or_else(String::new, |logon| format!(" ({logon} logon)"));
            why(format!(
                "The mailbox host sees {who}: IIS answered its challenge {question} from the password behind the \
                 thread’s token{logon}."
            ))
            .and("KB183545 says that the credentials are “passed on”; here hop 2 is NTLM, and the answer is computed anew.")
        }
        Some((Reach::LocalCall, _, _)) => why(format!(
            "IIS and the mailbox host are on one computer: the system names the calling thread’s token, {who}."
        ))
        .and("Nothing had to be proved over the network; NTLM calls this a local call."),
        _ => why(format!("The mailbox host knows the caller as {who} and opens the mailbox.")),
    }
}

fn anonymous(log: &Log, at: EventId) -> Why {
    let made = read::token_made(log, at, None);
    let seen = "The mailbox host sees ANONYMOUS LOGON";
    match made {
        Some(made) if made.how == HowKnown::Password && !made.credential => why(format!(
            "{seen}: {} logon keeps no password behind the token, so the thread has nothing to answer with.",
            a_logon(made.logon)
        ))
        .and("The computer was sent the password; the call is made with what the token reaches."),
        Some(made) if matches!(made.how, HowKnown::Proof(_)) => {
            why(format!("{seen}: IIS holds nothing that answers a new challenge."))
                .and("It was given one answer to one challenge of its own.")
        }
        _ => why(format!("{seen}: the call came without a name and without a response.")),
    }
}

fn a_logon(logon: LogonType) -> String {
    let article = if logon == LogonType::Interactive {
        "an"
    } else {
        "a"
    };
    format!("{article} {}", logon_kind(logon))
}

fn not_authenticated(log: &Log, at: EventId) -> Why {
    let event = log.event(at);
    if let Some(Decision::HearsFromMailbox(MailboxAnswer::Broken(error))) =
        event.and_then(|event| event.kind.decision())
    {
        return why(format!(
            "The call to the mailbox host broke off: {}.",
            cut(error, 120)
        ));
    }
    let connection = event.and_then(|event| event.kind.connection());
    if let Some((Reach::Replay, _, asked)) = read::answered_as(log, at, connection) {
        let asked = fingerprint(&asked);
        let first = format!(
            "The mailbox host asked {asked}; the answer sent to it was made for another challenge, so it proves nothing here."
        );
        let judged = read::judged(log, at);
        return match judged.and_then(|judged| read::compared(judged.event)) {
            Some(compared) if !compared.matches() => why(first).and(format!(
                "Right would have been {}; received was {}.",
                fingerprint(&compared.expected),
                fingerprint(&compared.received)
            )),
            _ => why(first),
        };
    }
    match event.and_then(|event| event.kind.decision()) {
        Some(Decision::AuthenticationFails { because }) => why(format!(
            "The mailbox host does not know who calls: {}.",
            cause(log, at, because)
        )),
        _ => why("The mailbox host does not know who calls."),
    }
}

fn no_rights(log: &Log, at: EventId, identity: &Identity) -> Why {
    let who = text::identity(identity, LONG);
    match log.event(at).and_then(|event| event.kind.decision()) {
        Some(Decision::Authorizes {
            mailbox, admits, ..
        }) => why(format!(
            "The mailbox host knows the caller as {who}, but {} opens to {} only.",
            quoted(mailbox, LONG),
            admitted(admits)
        ))
        .and("The second hop authenticated; it is a right that is missing, not a proof."),
        _ => why(format!(
            "The mailbox host knows the caller as {who}, who has no right here."
        )),
    }
}

/// Who is admitted, in words.
pub fn admitted(admits: &[String]) -> String {
    let names: Vec<String> = admits
        .iter()
        .take(3)
        .map(|name| text::whole_account(name, LONG))
        .collect();
    match admits.len() {
        0 => "nobody".to_owned(),
        1..=3 => joined(&names),
        more => format!("{} and {} more", names.join(", "), more - names.len()),
    }
}

fn first_hop(log: &Log, at: EventId) -> Why {
    match log.event(at).and_then(|event| event.kind.decision()) {
        Some(Decision::CannotSignIn { offered }) if offered.is_empty() => {
            why("IIS asks for authentication and offers no scheme, so the browser has no way to sign in.")
                .and("The mailbox host was never called.")
        }
        Some(Decision::CannotSignIn { offered }) => why(format!(
            "The browser supports none of the schemes that IIS offers: {}.",
            cut(&offered.join(", "), LONG)
        )),
        _ => gave_up(log, at),
    }
}

fn gave_up(log: &Log, at: EventId) -> Why {
    let stop = read::latest(log, at, &|event, decision| match decision {
        Decision::CannotSend { error } => Some(format!(
            "The browser cannot write this name and password down: {}.",
            cut(error, 120)
        )),
        Decision::PeerMisbehaved { error } if log.role(event) == Some(Role::Browser) => {
            Some(format!("The browser stopped: {}.", cut(error, 120)))
        }
        _ => None,
    });
    if let Some(stop) = stop {
        return why(stop);
    }
    match read::refusal(log, at) {
        Some(because) => {
            let cause = cause(log, at, because);
            why(format!("IIS does not know who calls: {cause}."))
                .and("The mailbox host was never called.")
        }
        None => why("IIS does not know who calls."),
    }
}

/// A refusal's cause as a clause without a full stop, from the judgement behind it where there is one.
pub fn cause(log: &Log, at: EventId, because: &Because) -> String {
    match because {
        Because::LogonFailed(code) => match read::judged(log, at) {
            Some(judged) => found(log, &judged, *code),
            None => format!("the logon failed with {}", status(*code)),
        },
        Because::PageAsks => "the page itself asks for authentication".to_owned(),
        Because::AnonymousOff => "anonymous access is off".to_owned(),
        Because::NoContext => {
            "the AUTHENTICATE came on a connection that had asked nothing".to_owned()
        }
        Because::MicMismatch => "the MIC does not fit the three messages".to_owned(),
        Because::Malformed(error) => format!("the message does not decode ({})", cut(error, 120)),
        Because::SchemeNotOffered => "the scheme in use is not offered".to_owned(),
        Because::NoCredentials => "the call carried no credentials".to_owned(),
    }
}

fn found(log: &Log, judged: &read::Judged<'_>, code: u32) -> String {
    let account = text::account(&judged.account.0, &judged.account.1, LONG);
    let by_controller = log.role(judged.event) == Some(Role::DomainController);
    let code = match status_name(code) {
        Some(name) => format!("{name}, 0x{code:08X}"),
        None => format!("0x{code:08X}"),
    };
    let password =
        read::compared(judged.event).is_some_and(|compared| compared.secret == Secret::NtHash);
    match judged.outcome {
        Err(Refusal::NoSuchUser) if by_controller => {
            format!("the domain controller has no account {account} ({code})")
        }
        Err(Refusal::NoSuchUser) => {
            let computer = read::computer(log, judged.event);
            format!("{computer} searched its own accounts and has no {account} ({code})")
        }
        Err(Refusal::WrongPassword) if password => {
            format!("the password is not that of {account} ({code})")
        }
        Err(Refusal::WrongPassword) => {
            format!(
                "the response is not what the password of {account} gives for this challenge ({code})"
            )
        }
        Err(Refusal::LevelForbids { level, kind }) => {
            let authority = if by_controller {
                "the domain controller".to_owned()
            } else {
                read::computer(log, judged.event)
            };
            format!(
                "{authority} is at level {} and refuses {} ({code})",
                level.number(),
                level_kind(*kind)
            )
        }
        Ok(_) => format!("the logon failed with {code}"),
    }
}

fn level_kind(kind: ResponseKind) -> String {
    format!("{} responses", response_name(kind))
}
