//! What a host keeps for each of its connections.

use super::ConnectionId;

/// A value for each connection, in the order of their numbers, which is the order they came in.
#[derive(Clone, Debug)]
pub struct ByConnection<T>(Vec<(ConnectionId, T)>);

impl<T> Default for ByConnection<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByConnection<T> {
    /// Keeps a value for a connection in place of the one it had.
    pub fn insert(&mut self, id: ConnectionId, value: T) {
        match self.get_mut(id) {
            Some(kept) => *kept = value,
            None => {
                let place = self.0.partition_point(|(of, _)| *of < id);
                self.0.insert(place, (id, value));
            }
        }
    }

    /// Whether there is none for any connection.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is a value for a connection.
    pub fn contains(&self, id: ConnectionId) -> bool {
        self.place(id).is_some()
    }

    /// The value for a connection.
    pub fn get_mut(&mut self, id: ConnectionId) -> Option<&mut T> {
        let place = self.place(id)?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Gives up the value for a connection.
    pub fn remove(&mut self, id: ConnectionId) -> Option<T> {
        let place = self.place(id)?;
        Some(self.0.remove(place).1)
    }

    /// Gives up the value for the connection that came first.
    pub fn pop_first(&mut self) -> Option<(ConnectionId, T)> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    fn place(&self, id: ConnectionId) -> Option<usize> {
        self.0.binary_search_by_key(&id, |(of, _)| *of).ok()
    }
}
