//! Which sign-ins a text that is typed means.

use super::target;
use crate::present::narration::traffic::{how, protocol_name, result_name, status_name};
use crate::traffic::attempts::{Attempt, Fate};
use crate::traffic::collection::Collection;

/// Which sign-ins are shown, by how they end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// All.
    #[default]
    All,
    /// Those that were refused, or are nobody's.
    Refused,
    /// Those of which something is missing.
    Incomplete,
}

impl Only {
    /// Whether a sign-in is one of those.
    pub fn takes(self, attempt: &Attempt) -> bool {
        match self {
            Self::All => true,
            Self::Refused => attempt.fails(),
            Self::Incomplete => !attempt.missing().is_empty(),
        }
    }
}

/// Whether a sign-in has in it what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matches {
    /// Nothing was typed.
    Everything,
    /// It has.
    Yes,
    /// It has not.
    No,
}

/// Whether the sign-in of that number has every word that was typed in it: a user, a host, a scheme, a result.
pub fn matches(collection: &Collection, number: usize, typed: &str) -> Matches {
    let mut words = typed
        .split_whitespace()
        .map(crate::letter_case::lower)
        .peekable();
    if words.peek().is_none() {
        return Matches::Everything;
    }
    let Some(attempt) = collection.attempts.get(number) else {
        return Matches::No;
    };
    let mut all = vec![
        how(attempt),
        result_name(attempt).to_owned(),
        target(collection, attempt),
        attempt.request.clone().unwrap_or_default(),
    ];
    let told = &attempt.told;
    all.extend(
        [&told.user, &told.domain, &told.computer]
            .into_iter()
            .flatten()
            .cloned(),
    );
    if let Some(flow) = collection.flow(attempt) {
        all.push(protocol_name(flow.protocol).to_owned());
        for party in [&flow.client, &flow.server] {
            all.push(collection.name(party));
            all.extend(party.address.map(|it| it.to_string()));
        }
    }
    if let Fate::Accepted(Some(status)) | Fate::Refused(Some(status)) = &attempt.fate {
        all.push(status_name(status));
    }
    let all = crate::letter_case::lower(&all.join("\n"));
    match words.all(|word| all.contains(&word)) {
        true => Matches::Yes,
        false => Matches::No,
    }
}
