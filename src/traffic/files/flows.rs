//! The connections of a file, as they turn up.

use super::leg::Flow;
use std::collections::HashMap;

/// Numbers connections by whatever tells them apart in a file.
#[derive(Clone, Debug)]
pub struct Flows<Key> {
    flows: Vec<Flow>,
    numbers: HashMap<Key, usize>,
}

impl<Key: Eq + std::hash::Hash> Flows<Key> {
    /// None yet.
    pub fn new() -> Self {
        Self {
            flows: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// The number of that connection; `make` describes it where it is new.
    pub fn number(&mut self, key: Key, make: impl FnOnce() -> Flow) -> usize {
        let next = self.flows.len();
        *self.numbers.entry(key).or_insert_with(|| {
            self.flows.push(make());
            next
        })
    }

    /// All of them, by their numbers.
    pub fn into_vec(self) -> Vec<Flow> {
        self.flows
    }
}

impl<Key: Eq + std::hash::Hash> Default for Flows<Key> {
    fn default() -> Self {
        Self::new()
    }
}
