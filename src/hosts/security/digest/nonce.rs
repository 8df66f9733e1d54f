//! Nonces: what a server asks with, how long it may be answered, and how often it was used.

use crate::crypto;
use crate::hosts::entropy::draw as draw_bytes;
use crate::hosts::{Context, Purpose};
use crate::recent::keep_recent;

/// So many nonces are remembered, on either side.
const REMEMBERED: usize = 1024;

/// What a computer knows of nonces: the key of its own, and how often each was used.
#[derive(Clone, Debug, Default)]
pub struct Nonces {
    key: Option<[u8; 16]>,
    /// As a client: how often a server's nonce was answered.
    answered: Counts,
    /// As a server: the highest count that came with a nonce of its own.
    seen: Counts,
    /// When the newest was made of those that are no longer remembered, in ticks of FILETIME; 0 while all are.
    forgotten: u64,
}

/// Nonces and how often each was used, oldest first.
#[derive(Clone, Debug, Default)]
struct Counts(Vec<(String, u32)>);

impl Counts {
    /// 0 for a nonce that was not used.
    fn of(&self, nonce: &str) -> u32 {
        let mut counts = self.0.iter();
        let known = counts.find(|(of, _)| of == nonce);
        known.map_or(0, |(_, count)| *count)
    }

    /// The nonce that is forgotten for it, if there is one.
    fn remember(&mut self, nonce: &str, count: u32) -> Option<String> {
        if let Some((_, known)) = self.0.iter_mut().find(|(of, _)| of == nonce) {
            *known = count;
            return None;
        }
        let oldest = self.0.first().filter(|_| self.0.len() >= REMEMBERED);
        let oldest = oldest.map(|(nonce, _)| nonce.clone());
        keep_recent(&mut self.0, (nonce.to_owned(), count), REMEMBERED);
        oldest
    }
}

/// A fresh nonce: the time, and a proof over it that only this computer can make (RFC 7616 3.3), in hexadecimal.
pub fn draw(context: &mut Context<'_>) -> String {
    let key = match context.machine.lsa.nonces.key {
        Some(key) => key,
        None => {
            let key = draw_bytes(context.entropy, Purpose::ServerChallenge);
            *context.machine.lsa.nonces.key.insert(key)
        }
    };
    let time = context.now.0;
    hex::encode([&time.to_be_bytes()[..], &proof(&key, time)].concat())
}

/// Whether a nonce is this computer's and may still be answered, and this count has not come with it before.
pub fn is_fresh(nonce: &str, count: u32, context: &Context<'_>) -> bool {
    let (now, lifetime) = (context.now.0, context.machine.nonce_lifetime);
    let nonces = &context.machine.lsa.nonces;
    let Some(made) = time_of(nonce, nonces.key.as_ref()) else {
        return false;
    };
    let seen = nonces.seen.of(nonce);
    // What was forgotten may have been used.
    let known = seen > 0 || made > nonces.forgotten;
    let ticks = lifetime.as_nanos() / 100;
    known && u128::from(now.saturating_sub(made)) <= ticks && count > seen
}

/// The same, and from now on this count has come with it.
pub fn take(nonce: &str, count: u32, context: &mut Context<'_>) -> bool {
    let fresh = is_fresh(nonce, count, context);
    if fresh {
        let nonces = &mut context.machine.lsa.nonces;
        let forgotten = nonces.seen.remember(nonce, count);
        let made = forgotten.and_then(|it| time_of(&it, nonces.key.as_ref()));
        nonces.forgotten = nonces.forgotten.max(made.unwrap_or_default());
    }
    fresh
}

/// The count for the next answer to a server's nonce, from 1.
pub fn next_count(nonce: &str, context: &mut Context<'_>) -> u32 {
    let answered = &mut context.machine.lsa.nonces.answered;
    let count = answered.of(nonce).saturating_add(1);
    answered.remember(nonce, count);
    count
}

/// The time in a nonce, if this computer made it.
fn time_of(nonce: &str, key: Option<&[u8; 16]>) -> Option<u64> {
    let bytes = hex::decode(nonce).ok()?;
    let (time, right) = bytes.split_first_chunk()?;
    let time = u64::from_be_bytes(*time);
    (right == proof(key?, time)).then_some(time)
}

fn proof(key: &[u8; 16], time: u64) -> [u8; 16] {
    crypto::hmac_md5(key, &[&time.to_be_bytes()])
}
