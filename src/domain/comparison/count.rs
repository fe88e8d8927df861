//! Counting by sorted bounds: how many others of a group meet each one, or lie beyond it.

/// A group for each item, as a number; items without one are in no group.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    of: Vec<u32>,
    /// The items of every group of two or more, group by group: alone nobody has others.
    items: Vec<usize>,
    /// Where each of these groups begins among them, and where the last one ends.
    starts: Vec<usize>,
    /// Which of these groups each item is in.
    place: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// Numbers the keys of items from 0 in their order.
pub(super) fn numbered<K: Ord>(len: usize, key: impl Fn(usize) -> Option<K>) -> Keys {
    let mut keyed: Vec<(K, usize)> =
        (0..len).filter_map(|item| key(item).map(|key| (key, item))).collect();
    keyed.sort_unstable();
    let mut keys = Keys {
        of: vec![NONE; len],
        items: Vec::with_capacity(keyed.len()),
        starts: vec![0],
        place: vec![NONE; len],
    };
    let (mut number, mut place) = (0, 0);
    for group in keyed.chunk_by(|a, b| a.0 == b.0) {
        for &(_, item) in group {
            keys.of[item] = number;
        }
        number += 1;
        if group.len() > 1 {
            for &(_, item) in group {
                keys.place[item] = place;
                keys.items.push(item);
            }
            place += 1;
            keys.starts.push(keys.items.len());
        }
    }
    keys
}

/// An interval for each item, and the items in the order of either bound.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    low: Vec<f64>,
    high: Vec<f64>,
    by_low: Vec<usize>,
    by_high: Vec<usize>,
}

impl Bounds {
    pub(super) fn new(low: Vec<f64>, high: Vec<f64>) -> Self {
        let by = |column: &[f64]| {
            let mut items: Vec<usize> = (0..column.len()).collect();
            items.sort_unstable_by(|&a, &b| column[a].total_cmp(&column[b]));
            items
        };
        let (by_low, by_high) = (by(&low), by(&high));
        Self { low, high, by_low, by_high }
    }

    /// The same upside down: what was above lies below.
    pub(super) fn turned(&self) -> Self {
        let turned = |column: &[f64]| column.iter().map(|bound| -bound).collect();
        let reversed = |items: &[usize]| items.iter().rev().copied().collect();
        Self {
            low: turned(&self.high),
            high: turned(&self.low),
            by_low: reversed(&self.by_high),
            by_high: reversed(&self.by_low),
        }
    }
}

impl Keys {
    /// Whether the item is in a group.
    pub(super) fn has(&self, item: usize) -> bool {
        self.of[item] != NONE
    }

    /// Groups of items that are in one group here and in one group there.
    pub(super) fn and(&self, other: &Self) -> Self {
        numbered(self.of.len(), |item| {
            // Whoever is alone here is alone in both.
            let both = self.place[item] != NONE && other.has(item);
            both.then(|| (self.of[item], other.of[item]))
        })
    }

    /// The same groups without the items for which `keep` is false.
    pub(super) fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        numbered(self.of.len(), |item| (self.has(item) && keep(item)).then(|| self.of[item]))
    }

    /// How many others are in each item's group.
    pub(super) fn sizes(&self) -> Vec<usize> {
        self.count(|_| true)
    }

    /// How many others in each item's group are members.
    pub(super) fn count(&self, member: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut counts = vec![0; self.of.len()];
        for group in self.groups() {
            let members = group.iter().filter(|&&item| member(item)).count();
            for &item in group {
                counts[item] = members - usize::from(member(item));
            }
        }
        counts
    }

    /// How many others in each item's group are members and share a value with it.
    pub(super) fn meeting(&self, bounds: &Bounds, member: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut counts = vec![0; self.of.len()];
        let Bounds { low, high, by_low, by_high } = bounds;
        let sorted = |items: &[usize], bound: &[f64]| {
            let members = items.iter().copied().filter(|&item| member(item));
            let (items, ends) = self.dealt(members);
            (items.into_iter().map(|item| bound[item]).collect::<Vec<f64>>(), ends)
        };
        let ((lows, ends), (highs, _)) = (sorted(by_low, low), sorted(by_high, high));
        for (place, group) in self.groups().enumerate() {
            let members = self.starts[place]..ends[place];
            let (lows, highs) = (&lows[members.clone()], &highs[members]);
            for &item in group {
                let below = highs.partition_point(|&bound| bound < low[item]);
                let from_within = lows.partition_point(|&bound| bound <= high[item]);
                counts[item] = from_within - below - usize::from(member(item));
            }
        }
        counts
    }

    /// How many others in each item's group lie above it on days after its own: their first day is
    /// `day`, its last is `bound`.
    pub(super) fn above(&self, bounds: &Bounds, day: &[i32], bound: &[i32]) -> Vec<usize> {
        let mut counts = vec![0; self.of.len()];
        let Bounds { low, high, by_low, by_high } = bounds;
        let (reaching, _) = self.dealt(by_low.iter().rev().copied());
        let (asking, _) = self.dealt(by_high.iter().rev().copied());
        for place in 0..self.starts.len() - 1 {
            let group = self.starts[place]..self.starts[place + 1];
            let mut days: Vec<i32> = reaching[group.clone()].iter().map(|&it| day[it]).collect();
            days.sort_unstable();
            days.dedup();
            let mut seen = Fenwick::new(days.len());
            let mut reaching = reaching[group.clone()].iter().copied().peekable();
            for &item in &asking[group] {
                while let Some(other) = reaching.next_if(|&other| low[other] > high[item]) {
                    seen.add(days.partition_point(|&known| known < day[other]));
                }
                let not_after = days.partition_point(|&known| known <= bound[item]);
                counts[item] = seen.total - seen.before(not_after);
            }
        }
        counts
    }

    fn groups(&self) -> impl Iterator<Item = &[usize]> {
        self.starts.windows(2).map(|ends| &self.items[ends[0]..ends[1]])
    }

    /// Deals items to their groups, each group in the order in which they come, and tells where the
    /// items of each end.
    fn dealt(&self, items: impl Iterator<Item = usize>) -> (Vec<usize>, Vec<usize>) {
        let mut ends = self.starts.clone();
        let mut dealt = vec![0; self.items.len()];
        for item in items {
            if self.place[item] != NONE {
                let end = &mut ends[self.place[item] as usize];
                dealt[*end] = item;
                *end += 1;
            }
        }
        (dealt, ends)
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
