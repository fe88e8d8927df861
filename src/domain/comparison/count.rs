//! Counting by sorted bounds: how many others of a group meet each one, or lie beyond it.

use std::cmp::Ordering;

/// A group for each item, as a number; items without one are in no group.
#[derive(Clone, Debug)]
pub(super) struct Keys(Vec<u32>);

const NONE: u32 = u32::MAX;

/// Numbers the keys of items from 0 in their order.
pub(super) fn numbered<K: Ord>(len: usize, key: impl Fn(usize) -> Option<K>) -> Keys {
    let mut keyed: Vec<(K, usize)> =
        (0..len).filter_map(|item| key(item).map(|key| (key, item))).collect();
    keyed.sort_unstable();
    let mut numbers = vec![NONE; len];
    let mut next = 0;
    for place in 0..keyed.len() {
        if place > 0 && keyed[place].0 != keyed[place - 1].0 {
            next += 1;
        }
        numbers[keyed[place].1] = next;
    }
    Keys(numbers)
}

impl Keys {
    /// Whether the item is in a group.
    pub(super) fn has(&self, item: usize) -> bool {
        self.0[item] != NONE
    }

    /// Groups of items that are in one group here and in one group there.
    pub(super) fn and(&self, other: &Self) -> Self {
        numbered(self.0.len(), |item| {
            (self.has(item) && other.has(item)).then(|| (self.0[item], other.0[item]))
        })
    }

    /// The same groups without the items for which `keep` is false.
    pub(super) fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept = self.0.iter().enumerate();
        Self(kept.map(|(item, &key)| if keep(item) { key } else { NONE }).collect())
    }

    /// How many others are in each item's group.
    pub(super) fn sizes(&self) -> Vec<usize> {
        self.count(|_| true)
    }

    /// How many others in each item's group are members.
    pub(super) fn count(&self, member: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut counts = vec![0; self.0.len()];
        self.each_group(|group| {
            let members = group.iter().filter(|&&item| member(item)).count();
            for &item in group {
                counts[item] = members - usize::from(member(item));
            }
        });
        counts
    }

    /// How many others in each item's group are members and share a value with it.
    pub(super) fn meeting(
        &self,
        (low, high): (&[f64], &[f64]),
        member: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let mut counts = vec![0; self.0.len()];
        self.each_group(|group| {
            let sorted = |bound: &[f64]| {
                let members = group.iter().filter(|&&item| member(item));
                let mut bounds: Vec<f64> = members.map(|&item| bound[item]).collect();
                bounds.sort_unstable_by(f64::total_cmp);
                bounds
            };
            let (lows, highs) = (sorted(low), sorted(high));
            for &item in group {
                let below = highs.partition_point(|&bound| bound < low[item]);
                let from_within = lows.partition_point(|&bound| bound <= high[item]);
                counts[item] = from_within - below - usize::from(member(item));
            }
        });
        counts
    }

    /// How many others in each item's group reach beyond its limit on days beyond its bound.
    pub(super) fn beyond(
        &self,
        (reach, limit): (&[f64], &[f64]),
        (day, bound): (&[i32], &[i32]),
    ) -> Vec<usize> {
        let mut counts = vec![0; self.0.len()];
        self.each_group(|group| {
            let mut days: Vec<i32> = group.iter().map(|&item| day[item]).collect();
            days.sort_unstable();
            days.dedup();
            let mut seen = Fenwick::new(days.len());
            let by = |column: &[f64]| {
                let mut items = group.to_vec();
                items.sort_unstable_by(|&a, &b| column[b].total_cmp(&column[a]));
                items
            };
            let mut reaching = by(reach).into_iter().peekable();
            for item in by(limit) {
                while let Some(other) = reaching.next_if(|&other| reach[other] > limit[item]) {
                    seen.add(days.partition_point(|&known| known < day[other]));
                }
                let not_beyond = days.partition_point(|&known| known <= bound[item]);
                counts[item] = seen.total - seen.before(not_beyond);
            }
        });
        counts
    }

    /// Calls `visit` with every group of two or more: alone nobody has others.
    fn each_group(&self, mut visit: impl FnMut(&[usize])) {
        let mut items: Vec<usize> = (0..self.0.len()).filter(|&item| self.has(item)).collect();
        items.sort_unstable_by_key(|&item| self.0[item]);
        for group in items.chunk_by(|&a, &b| self.0[a].cmp(&self.0[b]) == Ordering::Equal) {
            if group.len() > 1 {
                visit(group);
            }
        }
    }
}

/// Counts of places, with sums over all before a place.
struct Fenwick {
    sums: Vec<usize>,
    total: usize,
}

impl Fenwick {
    fn new(len: usize) -> Self {
        Self { sums: vec![0; len + 1], total: 0 }
    }

    fn add(&mut self, place: usize) {
        self.total += 1;
        let mut at = place + 1;
        while at < self.sums.len() {
            self.sums[at] += 1;
            at += at & at.wrapping_neg();
        }
    }

    fn before(&self, place: usize) -> usize {
        let mut at = place;
        let mut sum = 0;
        while at > 0 {
            sum += self.sums[at];
            at &= at - 1;
        }
        sum
    }
}
