//! What is known of a sign-in in other people’s traffic, and how: seen, inferred, or checked.

use super::{how, later, location, message_name, who};
use crate::present::evidence::CheckedProof;
use crate::present::foreign::cut;
use crate::present::narration::names::LONG;
use crate::traffic::attempts::{Attempt, MessageRole, SeenMechanism};
use crate::traffic::collection::Collection;
use crate::traffic::verify::Judgement;

/// How something is known of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// It stands in the file.
    Observed,
    /// It follows from what does.
    Inferred,
    /// It was computed, with what somebody knows.
    Checked,
    /// It could be computed, if somebody knew a password or a key.
    Unchecked,
}

impl Grade {
    /// As it stands before what is known so.
    pub fn name(self) -> &'static str {
        match self {
            Self::Observed => "Observed",
            Self::Inferred => "Inferred",
            Self::Checked => "Checked",
            Self::Unchecked => "Unchecked",
        }
    }
}

/// What is known of a sign-in, by how it is known.
pub fn known(
    collection: &Collection,
    attempt: &Attempt,
    proofs: &[CheckedProof],
) -> Vec<(Grade, String)> {
    let mut known = Vec::new();
    let legs = attempt.legs.iter().take(MOST_NAMED);
    let mut seen: Vec<String> = legs
        .map(|it| message_name(collection, attempt, *it))
        .collect();
    let more = attempt.legs.len().saturating_sub(MOST_NAMED);
    seen.extend((more > 0).then(|| format!("and {more} more")));
    let places = crate::present::evidence::places(collection, attempt).into_iter();
    let files = places.filter_map(|(file, location)| Some((collection.files.get(file)?, location)));
    let each = files.map(|(file, it)| format!("{}, {}", cut(&file.name, LONG), location(it)));
    let stands = match each.collect::<Vec<_>>().join("; ") {
        it if it.is_empty() => it,
        it => format!(" ({it})"),
    };
    known.push((
        Grade::Observed,
        format!("{}{stands}. {}.", seen.join(", "), how(attempt)),
    ));
    if let Some(caller) = collection.flow(attempt).and_then(|it| it.caller) {
        known.push((
            Grade::Observed,
            format!(
                "The client is a proxy that says whom it calls for: {caller} (PROXY protocol)."
            ),
        ));
    }
    if let Some(served) = attempt.on_behalf_of {
        let other = collection.attempts.get(served);
        let who = other.map_or_else(String::new, |it| who(collection, it));
        known.push((
            Grade::Inferred,
            match attempt.apart {
                None => format!(
                    "It is made on behalf of sign-in {} ({who}): the server of that one is the client of this one, and had not answered yet.",
                    served + 1
                ),
                Some(apart) => format!(
                    "It is likely made on behalf of sign-in {} ({who}): the server of that one is the client of this one, and no other sign-in there is near. {}",
                    served + 1,
                    by_two_clocks(apart)
                ),
            },
        ));
    }
    if attempt.named_by_kdc {
        known.push((
            Grade::Inferred,
            "The name comes from the KDC’s answer that gave this very ticket.".to_owned(),
        ));
    }
    let checked = proofs.iter().any(|it| it.result != Judgement::Unknown);
    if !checked
        && !attempt.is_anonymous()
        && !attempt.has(MessageRole::KdcError)
        && !attempt.has(MessageRole::Logged)
        && attempt.hidden.is_none()
        && matches!(
            attempt.mechanism,
            SeenMechanism::Ntlm | SeenMechanism::Kerberos | SeenMechanism::Ticket(_)
        )
    {
        let stripped = attempt.facts.stripped && !attempt.has(MessageRole::Authenticate);
        known.push((
            Grade::Unchecked,
            match stripped {
                true => "Whether the proof is right: it was taken out of the file.",
                false => "Whether the proof is right: the side “Verify” takes a password, an NT hash or a keytab.",
            }
            .to_owned(),
        ));
    }
    known.extend(
        proofs
            .iter()
            .map(|proof| (Grade::Checked, proof.because.clone())),
    );
    known
}

/// When a call was made, by the clocks of two files of which nothing tells how far they are from each other.
fn by_two_clocks(apart: i64) -> String {
    let by = later(apart.unsigned_abs() as f64 / 1e6);
    let when = match apart {
        0 => "before it had answered".to_owned(),
        ..0 => format!("{} before it was asked", by.trim_start_matches('+')),
        _ => format!("{} after it had answered", by.trim_start_matches('+')),
    };
    format!(
        "By the clocks of the two files it was {when}; nothing in them tells how far these are from each other."
    )
}

/// More messages of a sign-in are not named one by one.
const MOST_NAMED: usize = 12;
