//! A small map. The lab's tables have a handful of entries: a search from the front is all they need.

/// Values by key, in the order they came.
#[derive(Clone, Debug)]
pub struct Table<K, V> {
    entries: Vec<(K, V)>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<K: Copy + PartialEq, V> Table<K, V> {
    /// The value of that key.
    pub fn get(&self, key: K) -> Option<&V> {
        self.entries.get(self.place(key)?).map(|entry| &entry.1)
    }

    /// The value of that key.
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let place = self.place(key)?;
        self.entries.get_mut(place).map(|entry| &mut entry.1)
    }

    /// Whether there is a value of that key.
    pub fn contains(&self, key: K) -> bool {
        self.place(key).is_some()
    }

    /// Puts a value at the end; an older one of that key goes.
    pub fn insert(&mut self, key: K, value: V) {
        self.remove(key);
        self.entries.push((key, value));
    }

    /// Takes the value of that key out.
    pub fn remove(&mut self, key: K) -> Option<V> {
        let place = self.place(key)?;
        Some(self.entries.remove(place).1)
    }

    /// The oldest go until no more than `most` are left.
    pub fn keep_newest(&mut self, most: usize) {
        let excess = self.entries.len().saturating_sub(most);
        self.entries.drain(..excess);
    }

    /// All of it, oldest first.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (K, &mut V)> {
        self.entries.iter_mut().map(|(key, value)| (*key, value))
    }

    fn place(&self, key: K) -> Option<usize> {
        self.entries.iter().position(|entry| entry.0 == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_one_value_of_a_key_and_the_order() {
        let mut table = Table::default();
        for (key, value) in [(3, 'a'), (1, 'b'), (2, 'c'), (3, 'd')] {
            table.insert(key, value);
        }
        let all: Vec<_> = table.iter_mut().map(|(key, value)| (key, *value)).collect();
        assert_eq!(all, [(1, 'b'), (2, 'c'), (3, 'd')]);
        table.keep_newest(2);
        assert_eq!(table.remove(2), Some('c'));
        assert_eq!(table.get(1), None);
        assert!(table.contains(3) && !table.contains(2));
    }
}
