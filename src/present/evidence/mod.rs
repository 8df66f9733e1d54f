//! What other people's traffic tells of a sign-in, before anything is said of it.

mod filter;
mod missing;
mod proof;
mod rebuild;
mod told_refusal;
mod visit;

pub use filter::AttemptFilter;
pub use missing::{
    MissingInfo, Remedy, Shortage, in_clear, lacks, shortages, shortages_besides, unreached,
};
pub use proof::CheckedProof;
pub use rebuild::{Assumption, Rebuilt, fails_in_lab, rebuild};
pub(super) use visit::MOST_HOPS;
pub use visit::{undrawn, visit};

use crate::traffic::attempts::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{FileLocation, Party, Protocol};

/// What logs say of the visit of a sign-in, as they say it, each entry once; none where no log does.
pub fn logged_text(collection: &Collection, chosen: usize) -> Option<String> {
    let mut entries: Vec<&[u8]> = Vec::new();
    let members = visit(collection, chosen).into_iter();
    for attempt in members.filter_map(|it| collection.attempts.get(it)) {
        let logged = attempt
            .legs
            .iter()
            .filter(|(role, _)| *role == MessageRole::Logged);
        let legs = logged.filter_map(|(_, leg)| collection.legs.get(*leg));
        for entry in legs.map(|leg| &*leg.message).filter(|it| !it.is_empty()) {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }
    let entries: Vec<_> = entries.into_iter().map(String::from_utf8_lossy).collect();
    (!entries.is_empty()).then(|| entries.join("\n\n"))
}

/// Where the messages of an attempt stand: of each file that has some, from the first to the last.
pub fn places(collection: &Collection, attempt: &Attempt) -> Vec<(usize, FileLocation)> {
    let mut places: Vec<(usize, FileLocation)> = Vec::new();
    let legs = attempt.legs.iter();
    for leg in legs.filter_map(|(_, leg)| collection.legs.get(*leg)) {
        match places.iter_mut().find(|(file, _)| *file == leg.file) {
            Some((_, whole)) => {
                whole.first = whole.first.min(leg.location.first);
                whole.last = whole.last.max(leg.location.last);
            }
            None => places.push((leg.file, leg.location)),
        }
    }
    let call = attempt
        .unreached
        .and_then(|it| collection.unreached.get(it));
    for (file, whole) in &mut places {
        if let Some(call) = call.filter(|it| it.file == *file) {
            whole.last = whole.last.max(call.location.last);
        }
    }
    places
}

/// The same of each sign-in by its number, with where other files show it; nothing of one that counts as another.
pub fn all_places(collection: &Collection) -> Vec<Vec<(usize, FileLocation)>> {
    let mut all = vec![Vec::new(); collection.attempts.len()];
    for (number, attempt) in collection.attempts.iter().enumerate() {
        let double = |it: &usize| collection.double_of(*it);
        let counts = std::iter::successors(Some(number), double);
        let counts = counts.take(MOST_DOUBLES).last().unwrap_or(number);
        let own = places(collection, attempt);
        if let Some(all) = all.get_mut(counts) {
            match counts == number {
                true => all.splice(..0, own).for_each(drop),
                false => all.extend(own),
            }
        }
    }
    all
}

/// What is the same as what is the same, and so on, is one that counts after so many.
const MOST_DOUBLES: usize = 16;

/// What an attempt is for, as people would write it: an address, a service, or a proxy.
pub fn target(collection: &Collection, attempt: &Attempt) -> String {
    let server = server(collection, attempt);
    let http = collection
        .flow(attempt)
        .is_some_and(|flow| flow.protocol.is_http());
    if !http || attempt.to_proxy {
        return server;
    }
    let asked = attempt
        .request
        .as_deref()
        .and_then(|it| it.split(' ').nth(1));
    match asked {
        Some(whole) if whole.contains("://") => whole.to_owned(),
        Some(path) if path.starts_with('/') => format!("{server}{path}"),
        _ => server,
    }
}

/// Who is signed in to, whatever is asked for there.
pub fn server(collection: &Collection, attempt: &Attempt) -> String {
    let Some(flow) = collection.flow(attempt) else {
        return String::new();
    };
    if attempt.to_proxy {
        // A file of a browser has an address of its own for what is asked of a proxy.
        let named = format!("proxy {}", party(collection, &flow.server));
        return named.trim_end().to_owned();
    }
    let host = match &attempt.target {
        Some(target) => target.clone(),
        // A KDC writes of tickets for others.
        None if flow.protocol == Protocol::Log
            && matches!(attempt.mechanism, SeenMechanism::Ticket(_)) =>
        {
            String::new()
        }
        None => collection.name(&flow.server),
    };
    match flow.protocol {
        Protocol::Https => format!("https://{host}"),
        Protocol::Http => format!("http://{host}"),
        _ => {
            // Some clients name an account in the place of a service.
            let service = attempt.facts.service.as_ref();
            let ticket = flow.protocol == Protocol::Kerberos;
            let service = service.filter(|it| ticket || it.contains('/'));
            service.cloned().unwrap_or(host)
        }
    }
}

/// A computer and its port, as people write them.
pub(super) fn party(collection: &Collection, party: &Party) -> String {
    let name = collection.name(party);
    match party.port {
        Some(port) if name.contains(':') && party.name.is_none() => format!("[{name}]:{port}"),
        Some(port) => format!("{name}:{port}"),
        None => name,
    }
}

/// Whether the server of a proof of NTLM has to ask somebody else about it, as far as can be told: the account is not its own,
/// and it is no domain controller.
pub fn is_judged_elsewhere(collection: &Collection, attempt: &Attempt) -> bool {
    let Some(flow) = collection.flow(attempt) else {
        return false;
    };
    let domain = attempt.facts.domain.as_deref().unwrap_or_default();
    let server = attempt.facts.server.as_deref().unwrap_or_default();
    let own = server.split('.').next().unwrap_or_default();
    let is_kdc = |it| collection.kdcs.contains(&it);
    attempt.mechanism == SeenMechanism::Ntlm
        && !matches!(attempt.outcome, AttemptOutcome::Unjudged(_))
        && attempt.has(MessageRole::Authenticate)
        && !attempt.is_anonymous()
        && !domain.is_empty()
        && !domain.eq_ignore_ascii_case(own)
        // Who speaks LDAP is one.
        && flow.protocol != Protocol::Ldap
        && !flow.server.address.is_some_and(is_kdc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::files::{FileExtras, events};

    #[test]
    fn a_ticket_that_a_log_does_not_name_is_not_for_the_kdc() {
        let served = |field: &str| {
            let event = format!(
                "<Event><System><EventID>4769</EventID><Computer>dc01</Computer></System><EventData>\
                <Data Name='TargetUserName'>bob</Data><Data Name='Status'>0x0</Data>{field}</EventData></Event>"
            );
            let mut collection = Collection::default();
            let contents = events::read(event.as_bytes()).contents;
            collection.add("log", contents, FileExtras::default());
            server(&collection, &collection.attempts[0])
        };
        assert_eq!(served("<Data Name='ServiceName'>WEB01$</Data>"), "WEB01$");
        assert_eq!(served(""), "");
    }
}
