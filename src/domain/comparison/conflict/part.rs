//! Positions in slices sorted by height, for any range of dates.

use std::cmp::Reverse;

use crate::domain::{
    comparison::Said,
    relation::{Bits, Days},
};

/// Positions that are alike in what the order of the list depends on, sorted by date, with every
/// aligned block of a power of two sorted by height.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) known: bool,
    pub(super) soft: bool,
    /// The positions by date; undated ones of a tally are left out, since they conflict with none.
    by_date: Vec<(Option<Days>, usize)>,
    timed: bool,
    /// Level n holds the blocks of 2^n positions, highest first within each.
    levels: Vec<Vec<usize>>,
}

impl Part {
    pub(super) fn new(said: &[&Said], known: bool, soft: bool, timed: bool) -> Self {
        let fits = |it: &Said| {
            it.origin.is_known() == known
                && it.figure.soft_low == soft
                && it.figure.low.is_finite()
                && (!timed || it.when.effective.is_some())
        };
        let places = said.iter().enumerate().filter(|(_, it)| fits(it));
        let mut by_date: Vec<_> = places.map(|(place, it)| (it.when.effective, place)).collect();
        by_date.sort_unstable_by_key(|&(days, place)| (days.map(|it| (it.last, it.first)), place));
        let mut level: Vec<usize> = by_date.iter().map(|&(_, place)| place).collect();
        let mut levels = Vec::new();
        let mut size = 1;
        while size < level.len() * 2 {
            levels.push(level.clone());
            size *= 2;
            for block in level.chunks_mut(size) {
                // Two sorted runs: the stable sort merges them in one pass.
                block.sort_by(|&a, &b| {
                    let high = |place: usize| Reverse(Bits::of(said[place].figure.low));
                    (high(a), a).cmp(&(high(b), b))
                });
            }
        }
        Self { known, soft, by_date, timed, levels }
    }

    /// Where those stand that conflict with a figure of these days if they lie above it: all where
    /// time does not matter; in a tally those that are earlier, and those of the same date.
    pub(super) fn ranges(&self, days: Option<Days>) -> [(usize, usize); 2] {
        if !self.timed {
            return [(0, self.by_date.len()), (0, 0)];
        }
        let Some(own) = days else { return [(0, 0); 2] };
        let before = |limit: &dyn Fn(Days) -> bool| {
            self.by_date.partition_point(|&(days, _)| days.is_some_and(limit))
        };
        let earlier = before(&|days| days.last < own.first);
        let same_from = before(&|days| (days.last, days.first) < (own.last, own.first));
        let same_to = before(&|days| (days.last, days.first) <= (own.last, own.first));
        [(0, earlier), (same_from.max(earlier), same_to.max(earlier))]
    }

    /// The sorted blocks that make up a range.
    pub(super) fn blocks(&self, (mut from, to): (usize, usize)) -> impl Iterator<Item = &[usize]> {
        std::iter::from_fn(move || {
            if from >= to {
                return None;
            }
            let fits = usize::ilog2(to - from);
            let aligned = if from == 0 { fits } else { from.trailing_zeros() };
            let size = 1 << fits.min(aligned);
            let block = &self.levels[fits.min(aligned) as usize][from..from + size];
            from += size;
            Some(block)
        })
    }
}
