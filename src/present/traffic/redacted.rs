//! Traffic with other names and addresses, and without what proves or opens anything.

use crate::present::evidence::CheckedProof;
use crate::present::narration::traffic::PROOF_REDACTED;
use crate::traffic::attempts::Attempt;
use crate::traffic::collection::Collection;
use crate::traffic::files::FileExtras;
use crate::traffic::leg::Contents;
use crate::traffic::redact::{Pseudonyms, Replaced, names_nobody, redact_contents};

/// The same traffic redacted, and which names stand for which. How each sign-in ends stays, and so do times and places in
/// files; whatever is not understood is cut.
pub fn redacted(collection: &Collection) -> (Collection, Vec<Replaced>) {
    let mut names = Pseudonyms::new();
    let mut contents = Contents {
        flows: collection.flows.clone(),
        legs: collection.legs.clone(),
        names: collection.names.clone().into_iter().collect(),
        ..Contents::default()
    };
    // In order, so that the same traffic gets the same names each time.
    contents.names.sort();
    // People first: their domains are known as such before names of computers show them.
    let attempts: Vec<Attempt> = collection
        .attempts
        .iter()
        .map(|attempt| redacted_attempt(attempt, &mut names))
        .collect();
    redact_contents(&mut contents, &mut names);
    let mut redacted = collection.clone();
    redacted.flows = contents.flows;
    redacted.legs = contents.legs;
    redacted.names = contents.names.into_iter().collect();
    redacted.attempts = attempts;
    for (number, file) in redacted.files.iter_mut().enumerate() {
        file.name = format!("file {}", number + 1);
        file.extras = FileExtras::default();
    }
    let replaced = names.replaced().to_vec();
    (redacted, replaced)
}

/// Proofs without their reasons, which name people.
pub fn nameless(proofs: &[CheckedProof]) -> Vec<CheckedProof> {
    let nameless = |proof: &CheckedProof| CheckedProof {
        because: PROOF_REDACTED.to_owned(),
        who: None,
        ..proof.clone()
    };
    proofs.iter().map(nameless).collect()
}

fn redacted_attempt(attempt: &Attempt, names: &mut Pseudonyms) -> Attempt {
    let mut attempt = attempt.clone();
    let told = &mut attempt.facts;
    told.domain = told.domain.as_deref().map(|it| names.domain(it));
    told.user = told.user.as_deref().map(|it| match it.contains('=') {
        true => names.distinguished(it),
        false => names.user(it),
    });
    told.served = told.served.as_deref().map(|it| names.user(it));
    told.password = None;
    told.logon_guid = None;
    told.computer = told.computer.as_deref().map(|it| names.host(it));
    told.server = told.server.as_deref().map(|it| names.host(it));
    told.service = told.service.as_deref().map(|it| names.service(it));
    attempt.target = attempt.target.as_deref().map(|it| match it.contains('/') {
        true => names.service(it),
        false => names.host(it),
    });
    attempt.request = attempt.request.as_deref().map(request);
    if let Some(failure) = &mut attempt.failure {
        // The library's own words hold names.
        failure.messages.clear();
    }
    attempt
}

/// What was asked for, without where.
fn request(request: &str) -> String {
    match request.split_once(' ') {
        Some((method, _)) if !names_nobody(request) => format!("{method} /"),
        _ => request.to_owned(),
    }
}
