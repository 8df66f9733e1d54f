//! Other people's traffic → what a page or a program shows of it.

mod export;
mod filter;
mod json;
mod missing;
mod picture;
mod rebuild;
mod time;
mod verdicts;

pub use export::{Export, export};
pub use filter::{FilterIndex, Only};
pub use json::json;
pub use missing::{Lack, Remedy, Shortage, in_clear, lacks, shortages};
pub use picture::{Mark, Picture, picture, visit};
pub use rebuild::{Assumption, Rebuilt, rebuild};
pub use time::{clock, filetime, rfc3339};
pub use verdicts::{KnownToAll, Proof, proofs, verification};

use crate::traffic::attempts::Attempt;
use crate::traffic::collection::Collection;
use crate::traffic::leg::{Protocol, Spot};

/// Where the messages of an attempt stand, from the first to the last.
pub fn place(collection: &Collection, attempt: &Attempt) -> Option<(usize, Spot)> {
    let spots = attempt
        .legs
        .iter()
        .filter_map(|(_, leg)| Some(collection.legs.get(*leg)?.spot));
    let mut spots = spots.collect::<Vec<_>>().into_iter();
    let first = spots.next()?;
    let whole = spots.fold(first, |whole, spot| Spot {
        first: whole.first.min(spot.first),
        last: whole.last.max(spot.last),
        ..whole
    });
    Some((collection.flow(attempt)?.file, whole))
}

/// What an attempt is for, as people would write it: an address, or a service.
pub fn target(collection: &Collection, attempt: &Attempt) -> String {
    let Some(flow) = collection.flow(attempt) else {
        return String::new();
    };
    let host = match &attempt.target {
        Some(target) => target.clone(),
        None => collection.name(&flow.server),
    };
    if !flow.protocol.is_http() {
        return attempt.told.service.clone().unwrap_or(host);
    }
    let scheme = match flow.protocol {
        Protocol::Https => "https",
        _ => "http",
    };
    let asked = attempt
        .request
        .as_deref()
        .and_then(|it| it.split(' ').nth(1));
    match asked {
        Some(whole) if whole.contains("://") => whole.to_owned(),
        Some(path) if path.starts_with('/') => format!("{scheme}://{host}{path}"),
        _ => format!("{scheme}://{host}"),
    }
}
