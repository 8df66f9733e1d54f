//! How the run stands, and why.

use super::names::{response_name, status};
use super::read;
use super::text::{self, LONG, cut};
use crate::hosts::{
    Decision, DenialReason, Identity, MailboxAnswer, Mechanism, OutboundCredential, Refusal, Role,
};
use crate::lab::{EventId, Log, Outcome, Settled, settled};
use crate::present::fingerprint;
use crate::present::told::fill;
use crate::secret::Secret;

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
    Verdict {
        state,
        lead: lead.to_owned(),
        why: because(log, last),
    }
}

fn because(log: &Log, settled: &Settled) -> String {
    let at = settled.event;
    match &settled.outcome {
        Outcome::Opened(identity) => opened(log, at, identity),
        Outcome::Anonymous => anonymous(log, at).to_owned(),
        Outcome::NotAuthenticated => not_authenticated(log, at),
        Outcome::NoRights(identity) => no_rights(log, at, identity),
        Outcome::FirstHop(_) => first_hop(log, at),
    }
}

fn opened(log: &Log, at: EventId, identity: &Identity) -> String {
    let who = text::identity(identity, LONG);
    let connection = log.event(at).and_then(|event| event.kind.connection());
    let (text, question) = match read::answered_as(log, at, connection) {
        Some((OutboundCredential::Credential(_), _, challenge)) => (
            "The mailbox host sees {0}: IIS answered its challenge {1} from the password behind the thread’s token. \
             KB183545 says that the credentials are “passed on”; here hop 2 is NTLM, and the answer is computed anew.",
            fingerprint(&challenge),
        ),
        Some((OutboundCredential::Hand(_), _, challenge)) => (
            "The mailbox host sees {0}: what was given by hand answers its challenge {1}, as only the account’s password or \
             its NT hash can.",
            fingerprint(&challenge),
        ),
        Some((OutboundCredential::LocalCall, _, _)) => (
            "IIS and the mailbox host are on one computer: the system names the calling thread’s token, {0}. Nothing had \
             to be proved over the network; NTLM calls this a local call.",
            String::new(),
        ),
        _ => (
            "The mailbox host knows the caller as {0} and opens the mailbox.",
            String::new(),
        ),
    };
    fill(text, &[who.into(), question.into()])
}

fn anonymous(log: &Log, at: EventId) -> &'static str {
    if let Some((OutboundCredential::Hand(_), ..)) = read::answered_as(log, at, None) {
        return "The mailbox host sees ANONYMOUS LOGON: the answer given by hand has no name and no response.";
    }
    match read::token_made(log, at, None) {
        Some(made) if made.how.mechanism == Mechanism::Password && !made.credential => {
            "The mailbox host sees ANONYMOUS LOGON: a Network logon keeps no password behind the token, so the thread has \
             nothing to answer with. The computer was sent the password; the call is made with what the token reaches."
        }
        Some(made) if matches!(made.how.mechanism, Mechanism::Response(_)) => {
            "The mailbox host sees ANONYMOUS LOGON: IIS holds nothing that answers a new challenge. It was given one answer \
             to one challenge of its own."
        }
        _ => {
            "The mailbox host sees ANONYMOUS LOGON: the call came without a name and without a response."
        }
    }
}

fn not_authenticated(log: &Log, at: EventId) -> String {
    let event = log.event(at);
    let decision = event.and_then(|event| event.kind.decision());
    if decision.is_none() {
        return STANDS.to_owned();
    }
    if let Some(Decision::HearsFromMailbox(MailboxAnswer::Broken(error))) = decision {
        let error = cut(&error.to_string(), 120);
        return fill(
            "The call to the mailbox host broke off: {0}.",
            &[error.into()],
        );
    }
    let connection = event.and_then(|event| event.kind.connection());
    let because = match decision {
        Some(Decision::AuthenticationFails { because }) => cause(log, at, because).into(),
        _ => "nothing was proved".into(),
    };
    let unknown = "The mailbox host does not know who calls: {0}.";
    let answered = read::answered_as(log, at, connection);
    if let Some((reach @ (OutboundCredential::Replay | OutboundCredential::Hand(_)), _, asked)) =
        answered
    {
        let mut text = if *reach == OutboundCredential::Replay {
            fill(
                "The mailbox host asked {0}; the answer sent to it was made for another challenge, so it proves nothing here.",
                &[fingerprint(&asked).into()],
            )
        } else {
            fill(unknown, &[because])
        };
        let judged = read::judged(log, at).and_then(|judged| read::compared(judged.event));
        let refused = matches!(
            decision,
            Some(Decision::AuthenticationFails {
                because: DenialReason::LogonFailed(_)
            })
        );
        if let Some(compared) = judged.filter(|_| refused)
            && !compared.matches()
        {
            text.push_str(&fill(
                " Right would have been {0}; received was {1}.",
                &[
                    fingerprint(&compared.expected).into(),
                    fingerprint(&compared.received).into(),
                ],
            ));
        }
        return text;
    }
    fill(unknown, &[because])
}

fn no_rights(log: &Log, at: EventId, identity: &Identity) -> String {
    let mut values = vec![text::identity(identity, LONG).into()];
    let decision = log.event(at).and_then(|event| event.kind.decision());
    if let Some(Decision::Authorizes {
        mailbox, admits, ..
    }) = decision
    {
        values.push(cut(mailbox, LONG).into());
        values.push(admitted(admits).into());
    }
    fill(
        "The mailbox host knows the caller as {0}, but “{1}” opens to {2} only. The second hop authenticated; it is a right \
         that is missing, not a proof.",
        &values,
    )
}

/// Who is admitted, in words.
pub fn admitted(admits: &[String]) -> String {
    let mut text = String::new();
    for (number, name) in admits.iter().take(3).enumerate() {
        text.push_str(match number {
            0 => "",
            _ if number + 1 == admits.len() => " and ",
            _ => ", ",
        });
        text.push_str(&text::whole_account(name, LONG));
    }
    match admits.len() {
        0 => "nobody".to_owned(),
        1..=3 => text,
        more => format!("{text} and {} more", more - 3),
    }
}

/// A run that ends without a decision: somebody in between saw to it.
const STANDS: &str = "The exchange stands still, and nobody decides anything: after what was changed on the way, a host waits for \
     more, or has nothing to do.";

fn first_hop(log: &Log, at: EventId) -> String {
    let event = log.event(at);
    if event.is_some_and(|event| event.kind.decision().is_none()) {
        return STANDS.to_owned();
    }
    if let Some(Decision::CannotSignIn { offered }) =
        log.event(at).and_then(|event| event.kind.decision())
    {
        let offered = cut(&offered.join(", "), LONG);
        let text = if offered.is_empty() {
            "IIS asks for authentication and offers no scheme, so the browser has no way to sign in. The mailbox host was \
             never called."
        } else {
            "The browser supports none of the schemes that IIS offers: {0}."
        };
        return fill(text, &[offered.into()]);
    }
    let stop = read::latest(log, at, &|event, decision| match decision {
        Decision::CannotSend { error } => Some(error.to_string()),
        Decision::PeerMisbehaved { error } if log.role(event) == Some(Role::Browser) => {
            Some(error.to_string())
        }
        _ => None,
    });
    if let Some(error) = stop {
        return fill("The browser stopped: {0}.", &[cut(&error, 120).into()]);
    }
    match read::refusal(log, at) {
        Some(because) => fill(
            "IIS does not know who calls: {0}. The mailbox host was never called.",
            &[cause(log, at, because).into()],
        ),
        None => "IIS does not know who calls.".to_owned(),
    }
}

/// A refusal's cause as a clause without a full stop, from the judgement behind it where there is one.
pub fn cause(log: &Log, at: EventId, because: &DenialReason) -> String {
    match because {
        DenialReason::LogonFailed(code) => {
            return match read::judged(log, at) {
                Some(judged) => found(log, &judged, *code),
                None => fill("the logon failed with {0}", &[status(*code).into()]),
            };
        }
        DenialReason::Malformed(error) => {
            return fill(
                "the message does not decode ({0})",
                &[cut(&error.to_string(), 120).into()],
            );
        }
        DenialReason::PageAsks => "the page itself asks for authentication",
        DenialReason::AnonymousOff => "anonymous access is off",
        DenialReason::NoContext => "the AUTHENTICATE came on a connection that had asked nothing",
        DenialReason::MicMismatch => "the MIC does not fit the three messages",
        DenialReason::SchemeNotOffered => "the scheme in use is not offered",
        DenialReason::NoCredentials => "the call carried no credentials",
    }
    .to_owned()
}

fn found(log: &Log, judged: &read::Judged<'_>, code: u32) -> String {
    let authority = if log.role(judged.event) == Some(Role::DomainController) {
        "the domain controller".to_owned()
    } else {
        read::computer(log, judged.event)
    };
    let mut values = vec![
        text::account(&judged.account.0, &judged.account.1, LONG).into(),
        authority.into(),
        status(code).into(),
    ];
    let hashes = read::compared(judged.event);
    let text = match judged.outcome {
        Err(Refusal::NoSuchPackage) => "{1} has no package that judges what was sent for {0}: {2}",
        Err(Refusal::NoSuchUser) => "{1} has no account {0}: {2}",
        Err(Refusal::WrongPassword)
            if hashes.is_some_and(|compared| compared.secret == Secret::NtHash) =>
        {
            "the password is not that of {0}: {2}"
        }
        Err(Refusal::WrongPassword) => {
            "the response is not what the password of {0} gives for this challenge: {2}"
        }
        Err(Refusal::LevelForbids { level, kind }) => {
            values.push(level.number().to_string().into());
            values.push(response_name(*kind).into());
            "{1} is at level {3} and refuses {4} responses: {2}"
        }
        Ok(_) => "the logon failed with {2}",
    };
    fill(text, &values)
}
