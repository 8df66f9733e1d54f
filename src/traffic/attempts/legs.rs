//! The messages of an attempt, with which kinds there are among them.

use super::MessageRole;
use std::collections::HashSet;
use std::ops::Deref;

/// The messages of an attempt in order: what each is, and its number among the legs of the traffic. It may have many of a kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttemptLegs {
    all: Vec<(MessageRole, usize)>,
    kinds: HashSet<MessageRole>,
}

impl AttemptLegs {
    /// Whether one of them is that.
    pub fn has(&self, role: MessageRole) -> bool {
        self.kinds.contains(&role)
    }

    /// Puts one behind the others.
    pub(super) fn push(&mut self, role: MessageRole, leg: usize) {
        self.all.push((role, leg));
        self.kinds.insert(role);
    }

    /// Takes the last of several that are any of those away.
    pub(super) fn pop_of_several(&mut self, roles: &[MessageRole]) -> Option<(MessageRole, usize)> {
        let several = self.iter().filter(|(it, _)| roles.contains(it)).count() > 1;
        let (role, leg) = self.all.pop_if(|(it, _)| several && roles.contains(it))?;
        if !self.iter().any(|(it, _)| *it == role) {
            self.kinds.remove(&role);
        }
        Some((role, leg))
    }

    /// Puts them into the order of the traffic.
    pub(super) fn sort(&mut self) {
        self.all.sort_by_cached_key(|(_, leg)| *leg);
    }
}

impl Deref for AttemptLegs {
    type Target = [(MessageRole, usize)];

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}
