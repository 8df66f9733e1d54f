//! Which NEGOTIATE, CHALLENGE and AUTHENTICATE belong together.

use super::find::Token;
use crate::wire::ntlm::{Authenticate, AvId, AvPair, Challenge, NtlmV2Response, TargetInfo};

/// The numbers of the tokens of one sign-in; not all of them need have been found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Set {
    /// NEGOTIATE.
    pub negotiate: Option<usize>,
    /// CHALLENGE.
    pub challenge: Option<usize>,
    /// AUTHENTICATE.
    pub authenticate: Option<usize>,
}

/// So many tokens around one are looked at: those of one sign-in stand near each other.
const WINDOW: usize = 64;

/// The sign-ins in a list of tokens, in the order of their AUTHENTICATEs; those that have none come last. A message
/// that belongs to no other one is a set of its own only if it is an AUTHENTICATE.
pub fn sets(tokens: &[Token]) -> Vec<Set> {
    let mut free = tokens.iter().map(|_| true).collect::<Vec<_>>();
    let mut sets = Vec::new();
    for (number, _) in of_kind(tokens, "NTLM AUTHENTICATE") {
        let challenge = question(tokens, &free, number);
        let negotiate = opening(tokens, &free, challenge.unwrap_or(number));
        take(&mut free, &[challenge, negotiate]);
        sets.push(Set {
            negotiate,
            challenge,
            authenticate: Some(number),
        });
    }
    for (number, _) in of_kind(tokens, "NTLM CHALLENGE") {
        if !free.get(number).is_some_and(|free| *free) {
            continue;
        }
        let negotiate = opening(tokens, &free, number);
        if negotiate.is_some() {
            take(&mut free, &[Some(number), negotiate]);
            sets.push(Set {
                negotiate,
                challenge: Some(number),
                authenticate: None,
            });
        }
    }
    sets
}

fn of_kind<'a>(
    tokens: &'a [Token],
    kind: &'static str,
) -> impl DoubleEndedIterator<Item = (usize, &'a Token)> {
    tokens
        .iter()
        .enumerate()
        .filter(move |(_, token)| token.kind == kind)
}

fn take(free: &mut [bool], numbers: &[Option<usize>]) {
    for number in numbers.iter().flatten() {
        if let Some(free) = free.get_mut(*number) {
            *free = false;
        }
    }
}

/// The free tokens of a kind around one: those before it first, the nearest first.
fn around<'a>(
    tokens: &'a [Token],
    free: &'a [bool],
    number: usize,
    kind: &'static str,
) -> impl Iterator<Item = (usize, &'a Token)> {
    let start = number.saturating_sub(WINDOW);
    let before = tokens.iter().enumerate().take(number).skip(start).rev();
    let after = tokens.iter().enumerate().skip(number + 1).take(WINDOW);
    before
        .chain(after)
        .filter(move |(other, token)| token.kind == kind && free.get(*other) == Some(&true))
}

/// The CHALLENGE that an AUTHENTICATE answers: the nearest whose attributes it repeats, else the nearest that it does
/// not contradict, else the nearest: what was tampered with is still worth checking.
fn question(tokens: &[Token], free: &[bool], number: usize) -> Option<usize> {
    let echoed = tokens.get(number).and_then(echoed);
    let ranked = around(tokens, free, number, "NTLM CHALLENGE").map(|(other, token)| {
        let rank = match (&echoed, asked(token)) {
            (Some(echoed), Some(asked)) if asked.iter().all(|pair| echoed.contains(pair)) => 0,
            (Some(_), Some(_)) => 2,
            _ => 1,
        };
        (rank, other)
    });
    // The first of the best: `min_by_key` keeps the first of equals.
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, other)| other)
}

fn opening(tokens: &[Token], free: &[bool], number: usize) -> Option<usize> {
    around(tokens, free, number, "NTLM NEGOTIATE")
        .map(|(other, _)| other)
        .next()
}

/// The attributes that a CHALLENGE gives, without the flags, which a client changes.
fn asked(token: &Token) -> Option<Vec<AvPair>> {
    let info = Challenge::value(&token.bytes).ok()?.target_info?;
    let mut pairs = TargetInfo::lenient(&info).pairs;
    pairs.retain(|pair| pair.id != AvId::Flags);
    (!pairs.is_empty()).then_some(pairs)
}

/// The attributes that an NTLMv2 response repeats.
fn echoed(token: &Token) -> Option<Vec<AvPair>> {
    let message = Authenticate::value(&token.bytes).ok()?;
    let response = NtlmV2Response::lenient(&message.nt_response)?;
    Some(response.blob.av_pairs.pairs)
}
