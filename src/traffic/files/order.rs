//! The order of exchanges in files that may list them in another, such as the newest first.

use super::leg::{Leg, Timestamp};
use std::collections::HashMap;

/// Sorts exchanges by the times of their requests, where all messages have one; what an exchange has stays together. Those of
/// the same time stay as they are, unless the whole is the other way around.
pub(super) fn by_time(legs: &mut [Leg]) {
    let mut begun: HashMap<u32, Timestamp> = HashMap::new();
    for leg in legs.iter() {
        let Some(at) = leg.at else {
            return;
        };
        begun.entry(leg.location.first).or_insert(at);
    }
    let time = |leg: &Leg| begun.get(&leg.location.first).copied();
    let backwards = legs.first().and_then(time) > legs.last().and_then(time);
    legs.sort_by_key(|leg| {
        let place = i64::from(leg.location.first);
        (time(leg), if backwards { -place } else { place })
    });
}

#[cfg(test)]
mod tests {
    use super::super::leg::{FileLocation, Sender, Unit};
    use super::*;

    fn sorted(times: &[Option<i64>]) -> Vec<u32> {
        let exchange = |(number, at): (u32, &Option<i64>)| {
            let (first, last) = (number, number);
            let unit = Unit::Entry;
            let at = at.map(Timestamp);
            [Sender::Client, Sender::Server]
                .map(|sender| Leg::new(0, sender, at, FileLocation { unit, first, last }))
        };
        let mut legs: Vec<Leg> = (1..).zip(times).flat_map(exchange).collect();
        by_time(&mut legs);
        assert!(legs.chunks(2).all(|pair| pair[0].sender == Sender::Client));
        legs.iter()
            .step_by(2)
            .map(|leg| leg.location.first)
            .collect()
    }

    #[test]
    fn exchanges_come_in_the_order_of_time() {
        assert_eq!(sorted(&[Some(2), Some(1), Some(1), Some(3)]), [2, 3, 1, 4]);
        assert_eq!(sorted(&[Some(2), Some(1), Some(1)]), [3, 2, 1]);
        assert_eq!(sorted(&[Some(2), None, Some(1)]), [1, 2, 3]);
    }
}
