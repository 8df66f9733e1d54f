//! Which part of a TCP connection a capture has: where one ends and the next begins, both are of one connection.

use super::leg::{Flow, Party, Stretch};
use std::collections::HashMap;
use std::net::IpAddr;

/// So many bytes may lack between two parts in one direction, where the other one fits exactly.
const NEAR: i32 = 1 << 16;
/// So many parts of connections between the same ends are held against each other.
const MOST_ALIKE: usize = 64;

/// Of each connection the one that it goes on with from where that one ends, by their numbers.
pub fn rests(flows: &[Flow]) -> Vec<Option<usize>> {
    let mut alike: HashMap<[(IpAddr, u16); 2], Vec<usize>> = HashMap::new();
    for (number, flow) in flows.iter().enumerate() {
        if let Some(ends) = ends(flow).filter(|_| flow.stretches != [None; 2]) {
            alike.entry(ends).or_default().push(number);
        }
    }
    let mut rests = vec![None; flows.len()];
    for numbers in alike.values() {
        let few = || numbers.iter().take(MOST_ALIKE);
        let parts = few().filter_map(|it| Some((*it, flows.get(*it)?)));
        for (number, flow) in parts.clone() {
            let mut before = parts.clone().filter(|(other, _)| *other != number);
            let before = before.find(|(_, other)| goes_on(other, flow));
            if let Some(rest) = rests.get_mut(number) {
                *rest = before.map(|(before, _)| before);
            }
        }
    }
    rests
}

/// The connection that one is a part of, and how many parts of it come before.
pub fn whole(rests: &[Option<usize>], number: usize) -> (usize, usize) {
    let before = |it: &usize| rests.get(*it).copied().flatten();
    // Numbers come round again: what a file makes up may go on with itself.
    let parts = std::iter::successors(Some(number), before).take(MOST_ALIKE);
    parts
        .enumerate()
        .last()
        .map_or((number, 0), |(depth, it)| (it, depth))
}

/// Whether two captures may show the same bytes of one connection: they do not where each has others.
pub fn may_overlap(one: &Flow, other: &Flow) -> bool {
    let known = one.stretches.into_iter().zip(other.stretches);
    let known = known.filter_map(|(one, other)| one.zip(other));
    let known = known.filter(|(one, other)| ![one, other].into_iter().any(is_empty));
    let mut known = known.peekable();
    ends(one) != ends(other) || known.peek().is_none() || known.any(|(one, two)| overlap(one, two))
}

/// Whether a connection goes on in another one: exactly in one direction, and nearly in the other.
fn goes_on(one: &Flow, other: &Flow) -> bool {
    let known = one.stretches.into_iter().zip(other.stretches);
    let known = known.filter_map(|(one, other)| one.zip(other.filter(|it| !is_empty(it))));
    let mut ahead = known.map(|(one, other)| behind(one.next, other.first));
    ahead.clone().any(|it| it == 0) && ahead.all(|it| (0..NEAR).contains(&it))
}

fn is_empty(stretch: &Stretch) -> bool {
    stretch.first == stretch.next
}

/// Whether some bytes are in both.
fn overlap(one: Stretch, other: Stretch) -> bool {
    behind(one.next, other.first) < 0 && behind(other.next, one.first) < 0
}

/// So many bytes behind one number another one is, or before it if fewer than 0: they wrap.
fn behind(one: u32, other: u32) -> i32 {
    other.wrapping_sub(one).cast_signed()
}

fn ends(flow: &Flow) -> Option<[(IpAddr, u16); 2]> {
    let end = |party: &Party| party.address.zip(party.port);
    Some([end(&flow.client)?, end(&flow.server)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::leg::Protocol;

    #[test]
    fn a_part_goes_on_with_the_one_that_ends_where_it_begins() {
        let party = |port| Party {
            address: Some([10, 0, 0, 1].into()),
            port: Some(port),
            name: None,
        };
        let part = |[client, server]: [(u32, u32); 2]| {
            let mut flow = Flow::new(party(50_000), party(80), Protocol::Http);
            let stretch = |(first, next)| Some(Stretch { first, next });
            flow.stretches = [stretch(client), stretch(server)];
            flow
        };
        let all = [
            part([(300, 400), (u32::MAX - 9, 40)]),
            part([(100, 200), (u32::MAX - 99, u32::MAX - 49)]),
            part([(200, 300), (u32::MAX - 49, u32::MAX - 19)]),
            part([(400, 500), (1 << 30, 1 << 31)]),
        ];
        let rests = rests(&all);
        assert_eq!(rests, [Some(2), None, Some(1), None]);
        let wholes: Vec<_> = (0..4).map(|it| whole(&rests, it)).collect();
        assert_eq!(wholes, [(1, 2), (1, 0), (1, 1), (3, 0)]);
        assert!(may_overlap(&all[1], &all[1]) && !may_overlap(&all[1], &all[2]));
        // Nothing came back: two captures of one request.
        let asked = part([(100, 200), (7, 7)]);
        assert_eq!(super::rests(&[asked.clone(), asked.clone()]), [None, None]);
        // That it does is all that the second one has.
        let mut answered = part([(0, 0), (7, 50)]);
        answered.stretches[0] = None;
        assert_eq!(super::rests(&[asked, answered]), [None, Some(0)]);
    }
}
