//! Observations that do not go together.

use super::{OutsideCause, Sighting, Tried};

/// More pairs than this say no more.
const MOST: usize = 5;

/// Pairs of observations, by their places, that are each shown by a run that fails, and both by none; nor does a cause
/// that is not in the lab show both.
pub(super) fn contradictions(
    failing: &[Tried<'_>],
    telling: &[(usize, &Sighting)],
) -> Vec<(usize, usize)> {
    let shown = telling.iter().map(|(place, it)| {
        let shown = failing.iter().map(|tried| it.fits(&tried.explored.shows));
        let outside = OutsideCause::all().map(|outside| outside.fits(it));
        (*place, shown.chain(outside).collect::<Vec<bool>>())
    });
    let shown: Vec<_> = shown
        .filter(|(_, by)| by.iter().take(failing.len()).any(|it| *it))
        .collect();
    let mut pairs = Vec::new();
    for (at, (one, by)) in shown.iter().enumerate() {
        for (other, also_by) in shown.iter().skip(at + 1) {
            let both = by.iter().zip(also_by).any(|(one, other)| *one && *other);
            if !both {
                pairs.push((*one, *other));
            }
            if pairs.len() == MOST {
                return pairs;
            }
        }
    }
    pairs
}
