//! What the page says of the sign-ins in other people's traffic: the list of them, and the one that is looked at.

use super::{result_name, status_name};
use crate::present::evidence::{AttemptFilter, CheckedProof};
use crate::present::foreign::cut;
use crate::present::narration::names::LONG;
use crate::traffic::attempts::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{AdmittedAs, Status};
use crate::traffic::verify::Judgement;
use std::fmt;

/// A choice of ends, with how many there are: each once, in however many files it is.
pub fn only(collection: &Collection, only: AttemptFilter) -> String {
    let taken = || {
        let once = |it: &(usize, &Attempt)| collection.double_of(it.0).is_none();
        let once = collection.attempts.iter().enumerate().filter(once);
        once.map(|(_, it)| it).filter(|it| only.takes(it))
    };
    let count = taken().count();
    match only {
        AttemptFilter::All => "All".to_owned(),
        AttemptFilter::Refused if taken().all(Attempt::is_refused) => format!("Refused {count}"),
        // Nobody’s, or not tried: nobody refused them.
        AttemptFilter::Refused => format!("Not signed in {count}"),
        AttemptFilter::Incomplete => format!("Incomplete {count}"),
    }
}

/// How many were found, and how many the filter leaves.
pub fn found(all: usize, matching: usize) -> String {
    match all == matching {
        true => format!("{all} found"),
        false => format!("{all} found, {matching} match"),
    }
}

/// Who signs in, as far as the traffic tells, as a list has it.
pub fn who(collection: &Collection, attempt: &Attempt) -> String {
    cut(whole_who(collection, attempt), LONG)
}

/// Whether a domain is called as in DNS, and not by its NetBIOS name.
fn is_realm(domain: &str, mechanism: SeenMechanism) -> bool {
    domain.contains('.')
        || matches!(
            mechanism,
            SeenMechanism::Kerberos | SeenMechanism::Ticket(_)
        )
}

/// The same at any length.
pub fn whole_who(collection: &Collection, attempt: &Attempt) -> String {
    let told = &attempt.facts;
    let mut who = match (&told.user, &told.domain) {
        _ if attempt.is_anonymous() => "nobody".to_owned(),
        (Some(user), Some(domain)) if attempt.mechanism == SeenMechanism::Ntlm => {
            format!("{domain}\\{user}")
        }
        (Some(user), _) if user.contains('@') => user.clone(),
        (Some(user), Some(realm)) if is_realm(realm, attempt.mechanism) => {
            format!("{user}@{realm}")
        }
        (Some(user), Some(domain)) => format!("{domain}\\{user}"),
        (Some(user), _) => user.clone(),
        (None, _) if attempt.has(MessageRole::ApReq) => "in the ticket".to_owned(),
        (None, _) => "not known".to_owned(),
    };
    let client = collection
        .flow(attempt)
        .map(|flow| collection.name(&flow.client));
    if let Some(from) = told.computer.clone().or(client).filter(|it| !it.is_empty()) {
        who = format!("{who} · {from}");
    }
    if let Some(service) = &told.acting {
        return format!("{who}, by {service}");
    }
    if let Some(served) = &told.served {
        return format!("{who}, for {served}");
    }
    if let Some(served) = attempt
        .on_behalf_of
        .and_then(|it| collection.attempts.get(it))
        && let Some(user) = &served.facts.user
    {
        who = format!("{who}, for {user}");
    }
    who
}

/// What stands in a cell of a table that others read: on one line, in our direction.
pub fn cell(text: &str) -> String {
    cut(text, MOST_IN_CELL)
}

/// Longer, a cell of a spreadsheet is cut.
const MOST_IN_CELL: usize = 8_000;

/// That the same stands in another file.
pub fn same_as(other: usize) -> String {
    format!("same as {}", other + 1)
}

/// How a sign-in ends, as short as a list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefResult {
    /// In a word or two, behind a status of HTTP.
    pub result: String,
    /// The code with which it is answered otherwise, which takes room.
    pub code: Option<String>,
}

impl fmt::Display for BriefResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{}: {code}", self.result),
            None => f.write_str(&self.result),
        }
    }
}

/// The end of that sign-in, in the list.
pub fn brief_result(attempt: &Attempt) -> BriefResult {
    let said = match &attempt.outcome {
        AttemptOutcome::Accepted(Some(status))
        | AttemptOutcome::Refused(Some(status))
        | AttemptOutcome::Unjudged(status) => match status {
            Status::Http(code) => format!("{code} "),
            Status::Nt(0)
            | Status::Rpc(0)
            | Status::Ldap(0)
            | Status::Sql(0)
            | Status::Kerberos(0)
            | Status::Dns(0) => String::new(),
            status => {
                return BriefResult {
                    result: result_name(attempt).to_owned(),
                    code: Some(status_name(status)),
                };
            }
        },
        _ => String::new(),
    };
    let ends = match attempt.ends_as_nobody() {
        true => "anonymous",
        false => result_name(attempt),
    };
    BriefResult {
        result: format!("{said}{ends}"),
        code: None,
    }
}

/// Whether a code stands in that.
pub fn has_code(attempt: &Attempt) -> bool {
    brief_result(attempt).code.is_some()
}

/// Which sign-in it is.
pub fn which(number: usize, attempt: &Attempt) -> String {
    let number = number + 1;
    match attempt.on_behalf_of {
        Some(other) => format!("Sign-in {number}, made for sign-in {}", other + 1),
        None => format!("Sign-in {number}"),
    }
}

/// What came of a sign-in, as a title.
pub fn verdict(attempt: &Attempt) -> &'static str {
    let second = attempt.on_behalf_of.is_some();
    let ticket = matches!(attempt.mechanism, SeenMechanism::Ticket(_))
        || attempt.mechanism == SeenMechanism::Unknown && attempt.has(MessageRole::KdcError);
    match &attempt.outcome {
        _ if attempt.ends_as_nobody() && second => "The second hop came as nobody",
        _ if attempt.ends_as_nobody() => "The caller is nobody",
        _ if attempt.is_cached() => "A ticket in the cache",
        _ if attempt.admitted_as() == Some(AdmittedAs::Guest) => "Let in as guest",
        _ if attempt.admitted_as().is_some() => "Let in as nobody",
        AttemptOutcome::Accepted(_) if ticket => "A ticket was given",
        AttemptOutcome::Refused(_) if ticket => "No ticket was given",
        AttemptOutcome::Accepted(_) if second => "The second hop was let in",
        AttemptOutcome::Accepted(_) => "Let in",
        AttemptOutcome::Refused(_) if second => "The second hop was refused",
        AttemptOutcome::Refused(_) => "Refused",
        AttemptOutcome::Unjudged(_) => "The answer tells nothing of the proof",
        AttemptOutcome::Unanswered => "No answer was seen",
        AttemptOutcome::Incomplete if attempt.without_question => "Nobody was asked to sign in",
        AttemptOutcome::Incomplete if attempt.is_told_to_use_tcp() => "No answer was seen",
        AttemptOutcome::Incomplete => "No proof was seen",
        AttemptOutcome::NotTried if second => "The second hop came without a proof",
        AttemptOutcome::NotTried => "Asked to sign in, and sent nothing",
    }
}

/// What to say where not all of a visit is drawn.
pub fn undrawn(more: usize) -> Option<String> {
    (more > 0).then(|| {
        format!("{more} more of this visit are between other computers, and not drawn with it: choose them in the list.")
    })
}

/// What to say of a password that anybody on the way can read.
pub fn in_clear(collection: &Collection, attempt: &Attempt) -> Option<String> {
    let clear = crate::present::evidence::in_clear(collection, attempt);
    clear.then(|| {
        "The password goes over this connection in clear: whoever sees the traffic has it."
            .to_owned()
    })
}

/// What came of checking all sign-ins: each is counted once.
pub fn all_proofs(proofs: &[Vec<CheckedProof>]) -> String {
    let count = |wanted: Judgement| {
        let told = proofs.iter().filter_map(|it| all_together(it));
        told.filter(|it| *it == wanted).count()
    };
    let without = proofs.iter().filter(|proofs| proofs.is_empty()).count();
    let all = match proofs.len() {
        1 => "Of 1 sign-in".to_owned(),
        all => format!("Of {all} sign-ins"),
    };
    format!(
        "{all}: {} right, {} wrong, {} not to be told, {without} without a proof.",
        count(Judgement::Right),
        count(Judgement::Wrong),
        count(Judgement::Unknown)
    )
}

/// What the proofs of a sign-in come to: wrong where one is wrong, else right where one is right; nothing where it has none.
fn all_together(proofs: &[CheckedProof]) -> Option<Judgement> {
    let has = |wanted: &Judgement| proofs.iter().any(|proof| proof.result == *wanted);
    let telling = [Judgement::Wrong, Judgement::Right].into_iter().find(has);
    telling.or((!proofs.is_empty()).then_some(Judgement::Unknown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::files::FileExtras;
    use crate::traffic::leg::{
        Contents, FileLocation, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Unit,
    };

    #[test]
    fn a_bind_of_nobody_without_an_answer_is_unanswered() {
        let mut contents = Contents::default();
        contents.flows.push(Flow::new(
            Party::default(),
            Party::default(),
            Protocol::Ldap,
        ));
        let location = FileLocation {
            unit: Unit::Packet,
            first: 1,
            last: 1,
        };
        let mut bind = Leg::new(0, Sender::Client, None, location);
        let clear = SentCredential::Clear(Method::Simple, String::new(), Some(String::new()));
        bind.credential = Some(clear);
        contents.legs.push(bind);
        let told = |contents: Contents| {
            let mut collection = Collection::default();
            collection.add("file", contents, FileExtras::default());
            let attempt = &collection.attempts[0];
            (brief_result(attempt).to_string(), verdict(attempt))
        };
        let unanswered = ("unanswered".to_owned(), "No answer was seen");
        assert_eq!(told(contents.clone()), unanswered);
        let mut answer = Leg::new(0, Sender::Server, None, location);
        answer.status = Some(Status::Ldap(0));
        contents.legs.push(answer);
        assert_eq!(
            told(contents),
            ("anonymous".to_owned(), "The caller is nobody")
        );
    }

    #[test]
    fn of_all_sign_ins_each_is_counted_once() {
        use Judgement::{Right, Unknown, Wrong};
        let proofs = |results: &[Judgement]| -> Vec<CheckedProof> {
            let proof = |result: &Judgement| CheckedProof {
                about: "NT proof",
                result: *result,
                because: String::new(),
                who: None,
            };
            results.iter().map(proof).collect()
        };
        let all: [&[Judgement]; 6] = [
            &[Wrong, Unknown],
            &[Right, Wrong],
            &[Right, Unknown],
            &[Right],
            &[Unknown],
            &[],
        ];
        assert_eq!(
            all_proofs(&all.map(proofs)),
            "Of 6 sign-ins: 2 right, 2 wrong, 1 not to be told, 1 without a proof."
        );
        assert_eq!(
            all_proofs(&[Vec::new()]),
            "Of 1 sign-in: 0 right, 0 wrong, 0 not to be told, 1 without a proof."
        );
    }
}
