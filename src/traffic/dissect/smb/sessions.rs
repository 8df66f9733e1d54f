//! Which messages of signing in belong together. A session has no number before the server answers its first message, so
//! that one is found by the number of the message, and each session has a strand of its own.

use std::collections::HashMap;

/// So many sessions, and messages without an answer, are remembered.
const MOST_REMEMBERED: usize = 4096;

/// The sessions of a connection, and what else has a strand.
#[derive(Default)]
pub struct Sessions {
    count: u64,
    by_id: HashMap<u64, u64>,
    by_message: HashMap<u64, u64>,
}

impl Sessions {
    /// A strand that nobody has.
    pub fn new_strand(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// The strand of a client's message: a new one where the session has no number yet.
    pub fn asked(&mut self, session: u64, message: u64) -> u64 {
        let known = match session {
            // One that goes on without a number does so once.
            0 => self.by_id.remove(&0),
            _ => self.by_id.get(&session).copied(),
        };
        let strand = known.unwrap_or_else(|| self.new_strand());
        remember(&mut self.by_message, message, strand);
        if session != 0 {
            remember(&mut self.by_id, session, strand);
        }
        strand
    }

    /// The strand of a server's answer, after which the sign-in goes on or not.
    pub fn answered(&mut self, session: u64, message: u64, goes_on: bool) -> u64 {
        let known = self.by_message.remove(&message);
        let known = known.or_else(|| self.by_id.get(&session).copied());
        let strand = known.unwrap_or_else(|| self.new_strand());
        if session != 0 || goes_on {
            remember(&mut self.by_id, session, strand);
        }
        strand
    }
}

/// Remembers one more; where there are too many, all before are forgotten.
pub fn remember<T>(map: &mut HashMap<u64, T>, key: u64, value: T) {
    if map.len() >= MOST_REMEMBERED && !map.contains_key(&key) {
        map.clear();
    }
    map.insert(key, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_one_strand_before_and_after_it_has_a_number() {
        let mut sessions = Sessions::default();
        let first = sessions.asked(0, 1);
        let second = sessions.asked(0, 2);
        assert_ne!(first, second);
        assert_eq!(sessions.answered(0x70, 2, true), second);
        assert_eq!(sessions.answered(0x60, 1, true), first);
        assert_eq!(sessions.asked(0x60, 3), first);
        assert_eq!(sessions.answered(0x60, 3, false), first);
        assert_eq!(sessions.answered(0x70, 9, false), second);
        // An old server gives no number.
        let third = sessions.asked(0, 4);
        assert_eq!(sessions.answered(0, 4, true), third);
        assert_eq!(sessions.asked(0, 4), third);
        assert_eq!(sessions.answered(0, 4, false), third);
        assert_ne!(sessions.asked(0, 4), third);
    }
}
