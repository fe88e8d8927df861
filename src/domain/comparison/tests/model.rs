//! The rules told again the slow way: all pairs, all subsets.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocab::{Accumulation, Stance};
use proptest::prelude::*;

use super::{
    Record,
    checks::{check_claims, check_numbers, check_pairs, check_positions},
    random::any_record,
};
use crate::domain::{
    comparison::{Agreement, compare},
    origin::{Attribution, Origin, Origins},
    partial_date::PartialDate,
    relation::{
        Context, Days, Exceptions, Figure, Relation, Saying, Side, When, as_of, first_said, relate,
    },
};

/// One claim of one origin, with the attributions that say so.
pub(super) struct Line<'a> {
    claim: usize,
    figure: Figure,
    when: When,
    said_by: Vec<&'a Attribution>,
}

pub(super) struct Model<'a> {
    record: &'a Record,
    /// What each origin says, and at which moment if only one is compared.
    pub(super) lines: BTreeMap<Origin, Vec<Line<'a>>>,
}

pub(super) fn said(attribution: &Attribution) -> Option<&PartialDate> {
    attribution.said_on.as_ref().or(attribution.published_on.as_ref())
}

impl<'a> Model<'a> {
    pub(super) fn new(record: &'a Record, origins: &Origins) -> Self {
        let mut lines: BTreeMap<Origin, Vec<Line>> = BTreeMap::new();
        let all: BTreeSet<Origin> =
            record.attributions.iter().flat_map(|it| origins.of(it.id).iter().copied()).collect();
        for origin in all {
            for (place, claim) in record.claims.iter().enumerate() {
                let said_by = taken_in(record, place);
                let said_by: Vec<_> =
                    said_by.into_iter().filter(|it| origins.of(it.id).contains(&origin)).collect();
                if said_by.is_empty() {
                    continue;
                }
                let figure = Figure::new(&claim.quantity, &claim.reading);
                let when = when(record, claim.as_of.as_ref(), &said_by);
                let line = Line { claim: place, figure, when, said_by };
                lines.entry(origin).or_default().push(line);
            }
        }
        Self { record, lines }
    }

    /// The figures of one origin that are compared, in their order: the claims of each, the one
    /// shown first, and the dates.
    pub(super) fn figures(&self, origin: Origin) -> Vec<(Vec<usize>, When, Vec<&'a Attribution>)> {
        let mut left: Vec<&Line> =
            self.lines[&origin].iter().filter(|it| self.compared(it)).collect();
        let time = |line: &Line| (line.when.as_of, line.when.said);
        let mut out: Vec<(Figure, Vec<&Line>)> = Vec::new();
        while let Some(next) = left.iter().map(|line| time(line)).min() {
            let (now, later): (Vec<_>, Vec<_>) = left.into_iter().partition(|it| time(it) == next);
            left = later;
            let mut numbers: Vec<Vec<&Line>> = Vec::new();
            for line in now {
                match numbers.iter_mut().find(|it| it[0].figure.number() == line.figure.number()) {
                    Some(known) => known.push(line),
                    None => numbers.push(vec![line]),
                }
            }
            let support = |lines: &[&Line]| lines.iter().map(|it| it.said_by.len()).sum::<usize>();
            numbers.sort_by_key(|lines| (support(lines), lines[0].figure.number()));
            for lines in numbers {
                match out.last_mut() {
                    Some((figure, held)) if figure.number() == lines[0].figure.number() => {
                        held.extend(lines);
                    }
                    _ => out.push((lines[0].figure, lines)),
                }
            }
        }
        let figures = out.into_iter().map(|(_, lines)| {
            let most = lines.iter().map(|it| it.said_by.len()).max().expect("a line");
            let shown = lines.iter().position(|it| it.said_by.len() == most).expect("the same");
            let mut claims: Vec<usize> = lines.iter().map(|it| it.claim).collect();
            claims.swap(0, shown);
            let said_by = lines.iter().flat_map(|it| it.said_by.iter().copied()).collect();
            let dated = lines.iter().find(|it| it.when.as_of.is_some());
            (claims, dated.unwrap_or(&lines[0]).when, said_by)
        });
        figures.collect()
    }

    fn compared(&self, line: &Line) -> bool {
        if !line.figure.comparable() {
            return false;
        }
        let comparable = self.lines.values().flatten().filter(|it| it.figure.comparable());
        let newest = comparable.filter_map(|it| it.when.effective).max();
        self.record.accumulation != Accumulation::Instant
            || line.when.effective.is_some() && line.when.effective == newest
    }
}

/// The attributions by which a claim is taken in.
pub(super) fn taken_in(record: &Record, claim: usize) -> Vec<&Attribution> {
    let claim = &record.claims[claim];
    let asserts = |it: &&Attribution| it.claim == claim.id && it.stance == Stance::Asserts;
    let mut all: Vec<_> = record.attributions.iter().filter(asserts).collect();
    all.sort_by_key(|it| it.id);
    let Some(day) = record.as_of else { return all };
    let by = |date: &PartialDate| date.earliest() <= day;
    if claim.as_of.as_ref().is_some_and(by) {
        return all;
    }
    let any_by = all.iter().any(|it| said(it).is_some_and(by));
    let no_date = claim.as_of.is_none() && all.iter().all(|it| said(it).is_none());
    all.retain(|it| said(it).is_none_or(by));
    if any_by || no_date { all } else { Vec::new() }
}

pub(super) fn when(
    record: &Record,
    stated: Option<&PartialDate>,
    said_by: &[&Attribution],
) -> When {
    let sayings = || {
        said_by.iter().map(|it| Saying {
            said_on: it.said_on.as_ref(),
            published_on: it.published_on.as_ref(),
        })
    };
    let [moment, said, end] =
        [as_of(stated, sayings()), first_said(sayings()), record.end.as_ref()]
            .map(|it| it.map(Days::from));
    When::new(record.accumulation, moment, said, end)
}

fn side<'s>(record: &'s Record, claim: usize, when: When, origins: &'s [Origin]) -> Side<'s> {
    let claim = &record.claims[claim];
    let figure = Figure::new(&claim.quantity, &claim.reading);
    let text = &claim.quantity.text;
    Side { claim: claim.id, key: &record.key, text, figure, when, origins }
}

pub(super) fn related(
    record: &Record,
    a: (usize, When, &[Origin]),
    b: (usize, When, &[Origin]),
) -> Relation {
    related_but_for(record, a, b, &record.exceptions)
}

pub(super) fn related_but_for(
    record: &Record,
    a: (usize, When, &[Origin]),
    b: (usize, When, &[Origin]),
    exceptions: &Exceptions,
) -> Relation {
    let context = Context { accumulation: record.accumulation, exceptions };
    relate(&side(record, a.0, a.1, a.2), &side(record, b.0, b.1, b.2), &context)
}

/// Every set of positions that share a number, by how many are two-sided and how many there are.
pub(super) fn agreements(figures: &[Figure]) -> Vec<Agreement> {
    let mut best: Vec<Agreement> = Vec::new();
    for set in 1..1_u32 << figures.len() {
        let chosen: Vec<&Figure> =
            (0..figures.len()).filter(|it| set >> it & 1 == 1).map(|it| &figures[it]).collect();
        let low = chosen.iter().map(|it| it.low).fold(f64::NEG_INFINITY, f64::max);
        let high = chosen.iter().map(|it| it.high).fold(f64::INFINITY, f64::min);
        let two_sided = chosen.iter().filter(|it| !it.one_sided()).count();
        if low > high || two_sided < 2 {
            continue;
        }
        let found = Agreement { low, high, two_sided, supporters: chosen.len(), of: figures.len() };
        let rank = |it: &Agreement| (it.two_sided, it.supporters);
        best.retain(|it| rank(it) >= rank(&found));
        if best.first().is_none_or(|it| rank(it) == rank(&found)) {
            best.push(found);
        }
    }
    best.sort_by(|a, b| a.low.total_cmp(&b.low));
    best
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_fast_way_and_the_slow_way_agree(record in any_record()) {
        let origins = record.origins();
        let comparison = compare(&record.input(&origins));
        check_positions(&record, &origins, &comparison);
        check_pairs(&record, &comparison);
        check_numbers(&comparison);
        check_claims(&record, &origins);
    }
}
