//! Observations that do not go together.

use super::{OutsideCause, Sighting, Sign, Tried};
use crate::lab::{Observable as O, SettingFinding as F, SpnHolder};

/// More pairs than this say no more.
const MOST_PAIRS: usize = 5;

/// Of these, nothing shows both.
const OPPOSITE: [(O, O); 5] = [
    (O::AllUsers, O::SomeUsersOnly),
    (O::AskedAgain, O::NotAskedAgain),
    (O::FirstHopRefused, O::PageOpens),
    (O::FirstHopRefused, O::SecondHopFails),
    (O::WorksOnServer, O::FailsOnServer),
];

/// Nothing in the lab shows both, and a name that is twice in a forest does: a KDC of either domain gives a ticket.
const IN_A_FOREST: (O, O) = (O::TicketRejected(41), O::Is(F::Spn(SpnHolder::Two)));

/// Pairs of observations, by their places, that are each shown by a run that fails, and both by none. What is not in the
/// lab may show both, unless they are opposites.
pub(super) fn contradictions(
    failing: &[Tried<'_>],
    telling: &[(usize, &Sighting)],
) -> Vec<(usize, usize)> {
    let shown = telling.iter().map(|(place, it)| {
        let runs = failing.iter().map(|tried| it.fits(&tried.explored.shows));
        (*place, *it, runs.collect::<Vec<bool>>())
    });
    let shown: Vec<_> = shown.filter(|(.., runs)| runs.contains(&true)).collect();
    let mut pairs = Vec::new();
    for (at, (place, one, by)) in shown.iter().enumerate() {
        for (other_place, other, also_by) in shown.iter().skip(at + 1) {
            let both = by.iter().zip(also_by).any(|(one, other)| *one && *other);
            let outside = |it: OutsideCause| it.fits(one) && it.fits(other);
            if both
                || are(IN_A_FOREST, one, other)
                || !are_opposite(one, other) && OutsideCause::ALL.into_iter().any(outside)
            {
                continue;
            }
            pairs.push((*place, *other_place));
            if pairs.len() == MOST_PAIRS {
                return pairs;
            }
        }
    }
    pairs
}

fn are_opposite(one: &Sighting, other: &Sighting) -> bool {
    OPPOSITE.iter().any(|pair| are(*pair, one, other))
}

/// Whether two say those two, and nothing else.
fn are((left, right): (O, O), one: &Sighting, other: &Sighting) -> bool {
    let says = |it: &Sighting, what: O| {
        let what = Sign::Any(vec![what]);
        let is_of_it = |sign: &Sign| *sign == what || what.says_more_than(sign);
        it.signs.contains(&what) && it.signs.iter().all(is_of_it)
    };
    says(one, left) && says(other, right) || says(one, right) && says(other, left)
}
