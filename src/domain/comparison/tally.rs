//! How often each figure meets each verdict, counted for all at once without looking at pairs.
//!
//! Every rule asks for figures whose bounds or dates lie on one side of its own, among those that
//! share something with it (voice, number, moment). Such counts come from sorted bounds, and what
//! must be left out is counted in the same way and taken off: n log n in all.

use chrono::Datelike;
use entity::vocab::Accumulation;

use uuid::Uuid;

use super::{
    Input,
    count::{Bounds, Keys, numbered},
};
use crate::domain::relation::{Bits, Days, Figure, Verdict, When, Which, judge};

/// A figure to be counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) figure: Figure,
    pub(super) when: When,
    /// A number for the one known origin on which it rests; `None` where it is not one voice.
    pub(super) voice: Option<usize>,
}

/// How often one figure meets each verdict with the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [usize; Verdict::ALL.len()],
    /// How many later figures have outgrown it.
    pub outgrown_by: usize,
}

impl Tally {
    /// How many of the others stand to it so.
    #[must_use]
    pub const fn of(&self, verdict: Verdict) -> usize {
        self.counts[verdict as usize]
    }

    /// The verdicts in which it takes part.
    pub fn verdicts(&self) -> impl Iterator<Item = Verdict> {
        Verdict::ALL.iter().copied().filter(|&verdict| self.of(verdict) > 0)
    }

    pub(super) const fn add(&mut self, verdict: Verdict, more: usize) {
        self.counts[verdict as usize] += more;
    }

    pub(super) const fn take(&mut self, verdict: Verdict) {
        self.counts[verdict as usize] -= 1;
    }
}

/// Counts the verdicts of every figure with every other.
pub(super) fn tally(items: &[Item], accumulation: Accumulation) -> Vec<Tally> {
    let columns = Columns::new(items);
    let moment = numbered(items.len(), |item| {
        let comparable = items[item].figure.comparable();
        match accumulation {
            Accumulation::Instant => items[item].when.effective.filter(|_| comparable),
            Accumulation::Cumulative | Accumulation::Period => comparable.then_some(NO_MOMENT),
        }
    });
    let voice = numbered(items.len(), |item| items[item].voice);
    let in_moment = moment.sizes();
    let of_voice = moment.and(&voice);
    let everyone = columns.voices(&moment, accumulation);
    let itself = columns.voices(&of_voice, accumulation);
    let alone = columns.one_voice(&of_voice);

    let tallies = (0..items.len()).map(|item| {
        let mut tally = everyone[item].without(itself[item]);
        tally.add(Verdict::NotComparable, items.len() - 1 - in_moment[item]);
        let OneVoice { repeats, revises, conflicts } = alone[item];
        tally.add(Verdict::Repeats, repeats);
        tally.add(Verdict::Revises, revises);
        tally.add(Verdict::Conflicts, conflicts);
        tally
    });
    tallies.collect()
}

/// Stands for "any moment" where time does not part figures.
const NO_MOMENT: Days = Days { first: chrono::NaiveDate::MIN, last: chrono::NaiveDate::MIN };

/// How often a figure meets each verdict of one origin with itself.
#[derive(Clone, Copy)]
struct OneVoice {
    repeats: usize,
    revises: usize,
    conflicts: usize,
}

impl Tally {
    fn without(self, other: Self) -> Self {
        let mut out = self;
        for (count, less) in out.counts.iter_mut().zip(other.counts) {
            *count -= less;
        }
        out.outgrown_by -= other.outgrown_by;
        out
    }
}

/// What is counted by, figure by figure.
struct Columns {
    /// The readings.
    read: Bounds,
    /// The readings with every soft bound moved out.
    wide: Bounds,
    /// The same upside down.
    turned: Bounds,
    two_sided: Vec<bool>,
    /// The number named.
    value: Keys,
    /// The number named and its qualifier.
    saying: Keys,
    /// Both bounds.
    reading: Keys,
    /// The moment compared.
    date: Keys,
    /// The moment described and the day of saying, where both are known.
    time: Keys,
    first: Vec<i32>,
    last: Vec<i32>,
    /// The same counted backwards: what was before comes after.
    first_back: Vec<i32>,
    last_back: Vec<i32>,
}

impl Columns {
    fn new(items: &[Item]) -> Self {
        let of = |column: fn(&Figure) -> f64| items.iter().map(|it| column(&it.figure)).collect();
        let key = |item: usize| &items[item].figure;
        let len = items.len();
        let day = |column: fn(Days) -> i32| -> Vec<i32> {
            items.iter().map(|it| it.when.effective.map_or(0, column)).collect()
        };
        let back = |days: &[i32]| days.iter().map(|day| -day).collect();
        let first = day(|days| days.first.num_days_from_ce());
        let last = day(|days| days.last.num_days_from_ce());
        let wide = Bounds::new(of(Figure::wide_low), of(Figure::wide_high));
        Self {
            read: Bounds::new(of(|figure| figure.low), of(|figure| figure.high)),
            turned: wide.turned(),
            wide,
            first_back: back(&first),
            last_back: back(&last),
            two_sided: items.iter().map(|it| !it.figure.one_sided()).collect(),
            value: numbered(len, |item| key(item).value.map(Bits::of)),
            saying: numbered(len, |item| {
                key(item).value.map(|value| (key(item).qualifier, Bits::of(value)))
            }),
            reading: numbered(len, |item| {
                Some((Bits::of(key(item).low), Bits::of(key(item).high)))
            }),
            date: numbered(len, |item| items[item].when.effective),
            time: numbered(len, |item| {
                let When { as_of, said, effective: _ } = items[item].when;
                as_of.zip(said)
            }),
            first,
            last,
        }
    }

    /// Counts, among the figures of each group, the verdicts of different voices.
    fn voices(&self, group: &Keys, accumulation: Accumulation) -> Vec<Tally> {
        let two = self.meeting(group, |item| self.two_sided[item]);
        let one = self.meeting(group, |item| !self.two_sided[item]);
        let same_saying = group.and(&self.saying);
        let said_alike = self.meeting(&same_saying, |_| true);
        let limit_alike = self.meeting(&same_saying, |item| !self.two_sided[item]);
        let same_value = group.and(&self.value);
        let Apart { wide, same_number, neither } = self.apart(group, &same_value);
        let in_time = match accumulation {
            Accumulation::Cumulative => Some(self.in_time(group)),
            Accumulation::Instant | Accumulation::Period => None,
        };

        let tallies = (0..self.two_sided.len()).map(|item| {
            let meets = two[item] + one[item];
            let agrees =
                if self.two_sided[item] { two[item] + limit_alike[item] } else { said_alike[item] };
            let mut tally = Tally::default();
            tally.add(Verdict::Agrees, agrees);
            tally.add(Verdict::Compatible, meets - agrees);
            tally.add(Verdict::Near, wide[item] - meets + same_number[item]);
            match &in_time {
                None => tally.add(Verdict::Conflicts, neither[item]),
                Some(in_time) => {
                    let InTime { outgrown_by, outgrows, conflicts } = in_time[item];
                    let progresses = outgrown_by + outgrows;
                    tally.outgrown_by = outgrown_by;
                    tally.add(Verdict::Progresses, progresses);
                    tally.add(Verdict::Conflicts, conflicts);
                    tally.add(Verdict::NotComparable, neither[item] - progresses - conflicts);
                }
            }
            tally
        });
        tallies.collect()
    }

    /// Counts those of its group that share no value with each figure.
    fn apart(&self, group: &Keys, same_value: &Keys) -> Apart {
        let wide = group.meeting(&self.wide, |_| true);
        let named = same_value.sizes();
        let named_wide = same_value.meeting(&self.wide, |_| true);
        let same_number: Vec<usize> =
            named.into_iter().zip(named_wide).map(|(named, wide)| named - wide).collect();
        let all = group.sizes();
        let neither =
            (0..all.len()).map(|item| all[item] - wide[item] - same_number[item]).collect();
        Apart { wide, same_number, neither }
    }

    /// What time makes of those of its group that are apart from each figure of a tally.
    fn in_time(&self, group: &Keys) -> Vec<InTime> {
        let known = group.only(|item| self.date.has(item));
        let same_value = known.and(&self.value);
        // Those that name the same number are near, however far apart they are in time.
        let beyond = |bounds: &Bounds, day: &[i32], bound: &[i32]| -> Vec<usize> {
            let all = known.above(bounds, day, bound);
            let near = same_value.above(bounds, day, bound);
            all.into_iter().zip(near).map(|(all, near)| all - near).collect()
        };
        let outgrown = beyond(&self.wide, &self.first, &self.last);
        let newer_than = beyond(&self.turned, &self.last_back, &self.first_back);
        let above_earlier = beyond(&self.wide, &self.last_back, &self.first_back);
        let below_later = beyond(&self.turned, &self.first, &self.last);
        let dated = group.and(&self.date);
        let at_once = self.apart(&dated, &dated.and(&self.value)).neither;
        let counts = (0..outgrown.len()).map(|item| InTime {
            outgrown_by: outgrown[item],
            outgrows: newer_than[item],
            conflicts: above_earlier[item] + below_later[item] + at_once[item],
        });
        counts.collect()
    }

    /// Counts, among the figures of each voice, the verdicts of one origin with itself.
    fn one_voice(&self, voice: &Keys) -> Vec<OneVoice> {
        let at_once = voice.and(&self.time);
        let all = voice.sizes();
        let once = at_once.sizes();
        let once_meeting = self.meeting(&at_once, |_| true);
        let once_named = at_once.and(&self.value);
        let once_named_all = once_named.sizes();
        let once_named_meeting = self.meeting(&once_named, |_| true);
        let alike = self.alike(voice);
        let once_alike = self.alike(&at_once);
        let counts = (0..self.two_sided.len()).map(|item| {
            let once_repeated =
                once_meeting[item] + once_named_all[item] - once_named_meeting[item];
            let repeated_at_other_times = alike[item] - once_alike[item];
            OneVoice {
                repeats: once_repeated + repeated_at_other_times,
                revises: all[item] - once[item] - repeated_at_other_times,
                conflicts: once[item] - once_repeated,
            }
        });
        counts.collect()
    }

    /// How many of its group say the same as each figure, whenever they were said: those that name
    /// the same number, that are two-sided as it is and meet it, or that are read as it is.
    fn alike(&self, group: &Keys) -> Vec<usize> {
        let two_sided = |item: usize| self.two_sided[item];
        let limit = |item: usize| !self.two_sided[item];
        let value = group.and(&self.value);
        let reading = group.and(&self.reading);
        let reading_and_value = reading.and(&self.value);
        let named = value.sizes();
        let two = self.meeting(group, two_sided);
        let two_named = self.meeting(&value, two_sided);
        let read = reading.sizes();
        let read_named = reading_and_value.sizes();
        let read_limit = reading.count(limit);
        let read_limit_named = reading_and_value.count(limit);
        let counts = (0..self.two_sided.len()).map(|item| {
            named[item]
                + if self.two_sided[item] {
                    two[item] - two_named[item] + read_limit[item] - read_limit_named[item]
                } else {
                    read[item] - read_named[item]
                }
        });
        counts.collect()
    }

    fn meeting(&self, group: &Keys, member: impl Fn(usize) -> bool) -> Vec<usize> {
        group.meeting(&self.read, member)
    }
}

/// Those that share no value with a figure.
struct Apart {
    /// How many do once every soft bound is moved out, or did before.
    wide: Vec<usize>,
    /// How many never do, but name the same number.
    same_number: Vec<usize>,
    /// How many are neither.
    neither: Vec<usize>,
}

/// Verdicts that hang on the order in time.
#[derive(Clone, Copy)]
struct InTime {
    outgrown_by: usize,
    outgrows: usize,
    conflicts: usize,
}

/// The tallies with what people decided about pairs: `holders` gives the items that stand on a
/// claim.
pub(super) fn decided<'h>(
    items: &[Item],
    input: &Input,
    holders: impl Fn(Uuid) -> &'h [usize],
) -> Vec<Tally> {
    let accumulation = input.accumulation;
    let mut tallies = tally(items, accumulation);
    for (a, b, rule) in input.exceptions.pairs() {
        let Some(verdict) = rule.verdict() else { continue };
        for &one in holders(a) {
            for &other in holders(b) {
                let (x, y) = (items[one], items[other]);
                let same_voice = x.voice.is_some() && x.voice == y.voice;
                let ruled =
                    judge((&x.figure, x.when), (&y.figure, y.when), accumulation, same_voice);
                for item in [one, other] {
                    tallies[item].take(ruled.verdict);
                    tallies[item].add(verdict, 1);
                }
                if ruled.verdict == Verdict::Progresses && verdict != Verdict::Progresses {
                    let outgrown = if ruled.later == Some(Which::A) { other } else { one };
                    tallies[outgrown].outgrown_by -= 1;
                }
            }
        }
    }
    tallies
}
