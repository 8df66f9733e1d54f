//! Which command a reply is for: SMTP and POP3 answer one after the other, however many wait (RFC 2920 3.1, RFC 2449 6.6).

use std::collections::VecDeque;

/// So many commands wait; where more do, no answer is seen.
const MOST_COMMANDS: usize = 1 << 12;

/// What a command waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// How the sign-in of that strand ends, or goes on.
    SignIn(u64),
    /// That TLS begins.
    Tls,
    /// That the server takes a letter.
    Letter,
    /// In POP3, lines up to one with a dot alone.
    Lines,
    /// A reply that means nothing here.
    Reply,
}

impl Awaited {
    /// Whether a sign-in waits.
    pub fn is_sign_in(&self) -> bool {
        matches!(self, Self::SignIn(_))
    }
}

/// The commands that are not answered yet.
#[derive(Default)]
pub struct Unanswered {
    commands: VecDeque<Awaited>,
    /// The answers to so many of the first of them may be missing in the file.
    doubtful: usize,
}

impl Unanswered {
    /// A command is sent.
    pub fn push(&mut self, awaited: Awaited) {
        if self.commands.len() >= MOST_COMMANDS {
            self.commands.clear();
            self.doubtful = 0;
        }
        self.commands.push_back(awaited);
    }

    /// The first command still waits: for what follows the reply.
    pub fn push_front(&mut self, awaited: Awaited) {
        self.commands.push_front(awaited);
    }

    /// Some of what the server sent is missing.
    pub fn lose(&mut self) {
        self.doubtful = self.commands.len();
    }

    /// Whether one of them waits for such a thing.
    pub fn any(&self, is: impl FnMut(&Awaited) -> bool) -> bool {
        self.commands.iter().any(is)
    }

    /// Takes the command that the next reply answers.
    pub fn next(&mut self) -> Option<Awaited> {
        match (self.commands.len(), self.doubtful) {
            // The client has gone on since: it had the answers.
            (all, doubtful) if all > doubtful => self.take(doubtful),
            (1, _) => self.take(0),
            (all, _) => {
                self.take(all);
                None
            }
        }
    }

    /// Takes the first command that waits for such a thing, where only that is answered so.
    pub fn first(&mut self, is: impl FnMut(&Awaited) -> bool) -> Option<Awaited> {
        let at = self.commands.iter().position(is)?;
        self.take(at)
    }

    fn take(&mut self, at: usize) -> Option<Awaited> {
        self.commands.drain(..at);
        self.doubtful = 0;
        self.commands.pop_front()
    }
}
