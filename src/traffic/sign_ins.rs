//! Which NEGOTIATE, CHALLENGE and AUTHENTICATE belong together.

use super::find::FoundToken;
use crate::wire::ntlm::{Authenticate, AvId, AvPair, Challenge, MessageType, NtlmV2Response};
use std::hash::{DefaultHasher, Hasher};

/// The numbers of the tokens of one sign-in; not all of them need have been found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignIn {
    /// The number of the NEGOTIATE ([MS-NLMP] 2.2.1.1) among the tokens.
    pub negotiate: Option<usize>,
    /// The number of the CHALLENGE ([MS-NLMP] 2.2.1.2) that answers it.
    pub challenge: Option<usize>,
    /// The number of the AUTHENTICATE ([MS-NLMP] 2.2.1.3) that ends it.
    pub authenticate: Option<usize>,
}

impl SignIn {
    /// The numbers of those that were found, in their order.
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        let all = [self.negotiate, self.challenge, self.authenticate];
        all.into_iter().flatten()
    }
}

/// So many tokens around one are looked at: those of one sign-in stand near each other.
const WINDOW: usize = 64;

/// The sign-ins in a list of tokens, in the order of their AUTHENTICATEs; those that have none come last. A message
/// that belongs to no other one is a set of its own only if it is an AUTHENTICATE.
pub fn sign_ins(tokens: &[FoundToken]) -> Vec<SignIn> {
    let facts = Facts::of(tokens);
    // What was shown twice may stand for two attempts that begin alike.
    let again = |token: &FoundToken| {
        let outer = token.outer.and_then(|outer| tokens.get(outer));
        1 + token.again.len() + outer.map_or(0, |outer| outer.again.len())
    };
    let mut free: Vec<usize> = tokens.iter().map(again).collect();
    let mut sets = Vec::new();
    for (number, token) in tokens.iter().enumerate() {
        if token.made.is_some() {
            sets.push(SignIn {
                authenticate: Some(number),
                ..SignIn::default()
            });
        }
        if token.message != Some(MessageType::Authenticate) {
            continue;
        }
        let challenge = question(tokens, &facts, &free, number);
        let negotiate = opening(tokens, &free, challenge.unwrap_or(number));
        take(&mut free, &[challenge, negotiate]);
        sets.push(SignIn {
            negotiate,
            challenge,
            authenticate: Some(number),
        });
    }
    for (number, _) in of_kind(tokens, MessageType::Challenge) {
        if free.get(number).is_none_or(|free| *free == 0) {
            continue;
        }
        let negotiate = opening(tokens, &free, number);
        if negotiate.is_some() {
            take(&mut free, &[Some(number), negotiate]);
            sets.push(SignIn {
                negotiate,
                challenge: Some(number),
                authenticate: None,
            });
        }
    }
    sets
}

fn of_kind(
    tokens: &[FoundToken],
    kind: MessageType,
) -> impl DoubleEndedIterator<Item = (usize, &FoundToken)> {
    tokens
        .iter()
        .enumerate()
        .filter(move |(_, token)| token.message == Some(kind))
}

fn take(free: &mut [usize], numbers: &[Option<usize>]) {
    for number in numbers.iter().flatten() {
        if let Some(free) = free.get_mut(*number) {
            *free = free.saturating_sub(1);
        }
    }
}

/// The free tokens of a kind around one: those before it first, the nearest first.
fn around<'a>(
    tokens: &'a [FoundToken],
    free: &'a [usize],
    number: usize,
    kind: MessageType,
) -> impl Iterator<Item = (usize, &'a FoundToken)> {
    let start = number.saturating_sub(WINDOW);
    let before = tokens.iter().enumerate().take(number).skip(start).rev();
    let after = tokens.iter().enumerate().skip(number + 1).take(WINDOW);
    before.chain(after).filter(move |(other, token)| {
        token.message == Some(kind) && free.get(*other).is_some_and(|free| *free > 0)
    })
}

/// The CHALLENGE that an AUTHENTICATE answers: one whose attributes it repeats, else one that it does not contradict,
/// else any: what was tampered with is still worth checking. Among equals, questions are answered in their order,
/// unless there are more of them than answers: then the first ones were given up.
fn question(tokens: &[FoundToken], facts: &Facts, free: &[usize], number: usize) -> Option<usize> {
    let answers = tokens.iter().skip(number);
    let answers = answers.take_while(|token| token.message != Some(MessageType::Challenge));
    let answers = answers
        .filter(|token| token.message == Some(MessageType::Authenticate))
        .count();
    let found = around(tokens, free, number, MessageType::Challenge);
    let ranked: Vec<(u8, usize)> = found
        .map(|(other, _)| (facts.rank(other, number), other))
        .collect();
    let best = ranked.iter().map(|(rank, _)| *rank).min()?;
    let equal = ranked.iter().filter(|(rank, _)| *rank == best);
    // Those before it, from the nearest back.
    let equal: Vec<usize> = equal.map(|(_, other)| *other).collect();
    let before = equal.iter().filter(|other| **other < number).count();
    let back = answers.min(before).saturating_sub(1);
    equal.get(back).copied()
}

fn opening(tokens: &[FoundToken], free: &[usize], number: usize) -> Option<usize> {
    around(tokens, free, number, MessageType::Negotiate)
        .map(|(other, _)| other)
        .next()
}

/// What the messages say that tells which belong together, read once: their attributes, each by its id and a digest of
/// its value, in order.
struct Facts(Vec<Option<Vec<(u16, u64)>>>);

/// More attributes than this tell nothing more.
const MOST_PAIRS: usize = 32;

impl Facts {
    fn of(tokens: &[FoundToken]) -> Self {
        let facts = tokens.iter().map(|token| match token.message {
            Some(MessageType::Challenge) => asked(token),
            Some(MessageType::Authenticate) => echoed(token),
            Some(MessageType::Negotiate) | None => None,
        });
        Self(facts.collect())
    }

    /// How well a CHALLENGE and an AUTHENTICATE fit: 0 is best. Where one of them is cut, what is left decides.
    fn rank(&self, challenge: usize, authenticate: usize) -> u8 {
        let of = |number: usize| self.0.get(number)?.as_ref();
        let (Some(asked), Some(echoed)) = (of(challenge), of(authenticate)) else {
            return 1;
        };
        let has = |pair: &(u16, u64)| echoed.binary_search(pair).is_ok();
        let other = |(id, _): &(u16, u64)| {
            let at = echoed.partition_point(|(other, _)| other < id);
            echoed.get(at).is_some_and(|(other, _)| other == id)
        };
        match asked.iter().find(|pair| !has(pair)) {
            None => 0,
            Some(_) if asked.iter().any(|pair| !has(pair) && other(pair)) => 2,
            Some(_) => 1,
        }
    }
}

/// The attributes that a CHALLENGE gives, without the flags, which a client changes.
fn asked(token: &FoundToken) -> Option<Vec<(u16, u64)>> {
    let mut list = Challenge::lenient(&token.bytes)?.av_pairs().pairs;
    list.retain(|pair| pair.id != AvId::Flags);
    list.truncate(MOST_PAIRS);
    (!list.is_empty()).then(|| digests(&list))
}

/// The attributes that an NTLMv2 response repeats.
fn echoed(token: &FoundToken) -> Option<Vec<(u16, u64)>> {
    let message = Authenticate::lenient(&token.bytes)?;
    let mut list = NtlmV2Response::lenient(&message.nt_response)?
        .blob
        .av_pairs
        .pairs;
    list.truncate(MOST_PAIRS * 2);
    Some(digests(&list))
}

fn digests(pairs: &[AvPair]) -> Vec<(u16, u64)> {
    // Two values are as good as never taken for one, and it only ranks.
    let digest = |value: &[u8]| {
        let mut hasher = DefaultHasher::new();
        hasher.write(value);
        hasher.finish()
    };
    let pairs = pairs
        .iter()
        .map(|pair| (pair.id.value(), digest(&pair.value)));
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    pairs
}
