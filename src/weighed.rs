//! What is kept as long as there is room; what was used least recently goes first.

use std::hash::Hash;

use lru::LruCache;

/// Values by their keys, with a bound on how many there are and on what they weigh together.
#[derive(Debug)]
pub struct Weighed<K: Hash + Eq, V> {
    kept: LruCache<K, (V, usize)>,
    weight: usize,
    most: usize,
    heaviest: usize,
}

impl<K: Hash + Eq, V> Weighed<K, V> {
    /// Room for so many values, and for so much of whatever weighs them.
    pub fn new(most: usize, heaviest: usize) -> Self {
        Self { kept: LruCache::unbounded(), weight: 0, most, heaviest }
    }

    /// The value under a key, which is used by that.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        self.kept.get(key).map(|(value, _)| value)
    }

    /// Keeps a value in place of the one under the same key. One that is heavier than all there is
    /// room for is not kept, and the one before it is gone.
    pub fn put(&mut self, key: K, value: V, weight: usize) {
        self.weight += weight;
        if let Some((_, before)) = self.kept.put(key, (value, weight)) {
            self.weight -= before;
        }
        while self.kept.len() > self.most || self.weight > self.heaviest {
            let Some((_, (_, dropped))) = self.kept.pop_lru() else { return };
            self.weight -= dropped;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kept: &mut Weighed<char, i32>, keys: &str) -> Vec<Option<i32>> {
        keys.chars().map(|key| kept.get(&key).copied()).collect()
    }

    #[test]
    fn what_was_used_least_recently_goes_first() {
        let mut kept = Weighed::new(2, 10);
        kept.put('a', 1, 1);
        kept.put('b', 2, 1);
        assert_eq!(found(&mut kept, "a"), [Some(1)]);
        kept.put('c', 3, 1);
        assert_eq!(found(&mut kept, "abc"), [Some(1), None, Some(3)]);
    }

    #[test]
    fn all_together_weigh_no_more_than_there_is_room_for() {
        let mut kept = Weighed::new(10, 10);
        kept.put('a', 1, 6);
        kept.put('b', 2, 4);
        kept.put('b', 3, 1);
        kept.put('c', 4, 3);
        assert_eq!(found(&mut kept, "abc"), [Some(1), Some(3), Some(4)]);
        kept.put('d', 5, 4);
        assert_eq!(found(&mut kept, "abd"), [None, Some(3), Some(5)]);
        kept.put('e', 6, 11);
        assert_eq!(found(&mut kept, "be"), [None, None]);
    }
}
