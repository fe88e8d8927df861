//! What the fast way finds, held against what the model finds.

use std::{cmp::Reverse, collections::BTreeSet};

use entity::vocab::{Qualifier, Stance};

use super::{
    Record,
    model::{Model, agreements, related, related_but_for, said, taken_in, when},
};
use crate::domain::{
    comparison::{
        Comparison, ComparisonVerdict as Answer, Conflict, Interval, Revision, Said,
        cross_references,
    },
    origin::{Attribution, OriginCount, Origins},
    partial_date::PartialDate,
    relation::{Exceptions, Figure, Relation, RelationCode, Verdict, When, Which},
};

pub(super) fn check_positions(record: &Record, origins: &Origins, comparison: &Comparison) {
    let model = Model::new(record, origins);
    let mut positions = comparison.positions.iter();
    let mut revisions = Vec::new();
    let mut one_voice = Vec::new();
    for &origin in model.lines.keys() {
        let figures = model.figures(origin);
        let Some((claims, when, said_by)) = figures.last() else { continue };
        let position = positions.next().expect("a position");
        assert_eq!(position.said.origin, origin);
        assert_eq!(position.said.claim_id, record.claims[claims[0]].id);
        assert_eq!(position.said.when, *when);
        assert_eq!(position.attributions, said_by.len());
        let sources: BTreeSet<_> = said_by.iter().map(|it| it.source).collect();
        let publishers: BTreeSet<_> = said_by.iter().filter_map(|it| it.publisher).collect();
        assert_eq!((position.sources, position.publishers), (sources.len(), publishers.len()));
        for pair in figures.windows(2) {
            let side = |it: &(Vec<usize>, When, Vec<&Attribution>)| (it.0[0], it.1);
            let ((a, a_when), (b, b_when)) = (side(&pair[0]), side(&pair[1]));
            let relation = related(record, (a, a_when, &[origin]), (b, b_when, &[origin]));
            match relation.verdict {
                Verdict::Revises => revisions.push(relation),
                Verdict::Conflicts => one_voice.push(relation),
                _ => {}
            }
        }
    }
    assert!(positions.next().is_none());
    let told = |it: &Revision| comparison.relation(&it.earlier, &it.later);
    revisions.sort_by_key(|it: &Relation| it.code != RelationCode::Lowered);
    let found: Vec<_> = comparison.revisions.iter().map(told).collect();
    assert_eq!(found, revisions);
    let found: Vec<_> = comparison.one_voice.iter().map(told).collect();
    assert_eq!(found, one_voice);
    let count = OriginCount::of(comparison.positions.iter().map(|it| it.said.origin));
    assert_eq!(comparison.origins, count);
}

pub(super) fn check_pairs(record: &Record, comparison: &Comparison) {
    let said: Vec<&Said> = comparison.positions.iter().map(|it| &it.said).collect();
    let place = |it: &Said| record.claims.iter().position(|claim| claim.id == it.claim_id);
    let by = |a: usize, b: usize, exceptions: &Exceptions| {
        let side = |it: usize| (place(said[it]).expect("its claim"), said[it].when);
        let ((a_claim, a_when), (b_claim, b_when)) = (side(a), side(b));
        let (a, b) = ([said[a].origin], [said[b].origin]);
        related_but_for(record, (a_claim, a_when, &a), (b_claim, b_when, &b), exceptions)
    };
    let between = |a: usize, b: usize| by(a, b, &record.exceptions);
    let mut conflicts = Vec::new();
    let mut all_agree = true;
    for a in 0..said.len() {
        for &verdict in Verdict::ALL {
            let others = (0..said.len()).filter(|&b| b != a && between(a, b).verdict == verdict);
            assert_eq!(comparison.tallies[a].of(verdict), others.count(), "{a} {verdict:?}");
        }
        for b in a + 1..said.len() {
            let relation = between(a, b);
            all_agree &= relation.verdict == Verdict::Agrees;
            if relation.verdict == Verdict::Conflicts {
                let lower = (said[a].figure.key(), said[a].claim_id)
                    <= (said[b].figure.key(), said[b].claim_id);
                conflicts.push(if lower { (a, b) } else { (b, a) });
            }
        }
    }
    check_range(comparison, |a, b| {
        let relation = between(a, b);
        // Whoever says that one progresses to the other does not say which is later.
        let rule = by(a, b, &Exceptions::default());
        let both = relation.verdict == Verdict::Progresses && rule.verdict == Verdict::Progresses;
        let outgrown = both && rule.later == Some(Which::B);
        (outgrown, relation.verdict == Verdict::Conflicts)
    });
    let known = said.iter().filter(|it| it.origin.is_known()).count();
    let verdict = match said.len() {
        0 => Answer::NoData,
        _ if !conflicts.is_empty() => Answer::Contested,
        1 => Answer::SingleOrigin,
        _ if known == 0 => Answer::SingleOrigin,
        _ if known >= 2 && all_agree => Answer::Unanimous,
        _ => Answer::Compatible,
    };
    assert_eq!(comparison.verdict, verdict);
    assert_eq!(comparison.conflict_count(), conflicts.len());

    let listed = comparison.conflicts().page(1000, None).conflicts;
    assert_eq!(listed.len(), comparison.conflicts().total());
    let of_positions: BTreeSet<_> = listed
        .iter()
        .filter(|it| it.a.origin != it.b.origin)
        .map(|it| (it.a.origin, it.b.origin))
        .collect();
    let expected: BTreeSet<_> =
        conflicts.iter().map(|&(a, b)| (said[a].origin, said[b].origin)).collect();
    assert_eq!(of_positions, expected);
    let order = |it: &Conflict| {
        let unknown = [it.a.origin, it.b.origin].iter().filter(|it| !it.is_known()).count();
        (
            unknown,
            Reverse(it.relation.gap.map(|_| it.relation.ratio.map_or(u64::MAX, f64::to_bits))),
        )
    };
    assert!(listed.is_sorted_by_key(order));
    assert!(listed.iter().all(|it| it.relation.verdict == Verdict::Conflicts));
}

/// The range, where `between` tells whether the second has outgrown the first, and whether they
/// conflict.
fn check_range(comparison: &Comparison, between: impl Fn(usize, usize) -> (bool, bool)) {
    let all = 0..comparison.positions.len();
    let current = all.clone().filter(|&a| {
        let with: Vec<_> = all.clone().filter(|&b| b != a).map(|b| between(a, b)).collect();
        let outgrown = with.iter().any(|(outgrown, _)| *outgrown);
        let contradicted = with.iter().any(|(_, conflict)| *conflict);
        !outgrown || contradicted
    });
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    for figure in current.map(|it| comparison.positions[it].said.figure) {
        let value = figure.value.unwrap_or(f64::NAN);
        let both = (Some(value), Some(value));
        let (low, high) = match figure.qualifier {
            Qualifier::AtLeast | Qualifier::MoreThan => (None, Some(value)),
            Qualifier::AtMost | Qualifier::LessThan => (Some(value), None),
            Qualifier::Vague | Qualifier::Unknown | Qualifier::Relative => (None, None),
            Qualifier::Between => match (figure.said_low, figure.said_high) {
                (Some(low), None) => (figure.value, figure.value.or(Some(low))),
                (None, Some(high)) => (figure.value.or(Some(high)), figure.value),
                both => both,
            },
            Qualifier::Exact
            | Qualifier::About
            | Qualifier::Nearly
            | Qualifier::JustOver
            | Qualifier::None => both,
        };
        lows.extend(low);
        highs.extend(high);
    }
    let low = lows.into_iter().reduce(f64::min);
    let high = highs.into_iter().reduce(f64::max);
    let nothing = low.is_none() && high.is_none();
    let crossed = low.zip(high).is_some_and(|(low, high)| low > high);
    let expected = (!nothing && !crossed).then_some(Interval { low, high });
    assert_eq!(comparison.range, expected);
    assert_eq!(comparison.spread, expected.and_then(|it| Some(it.high? - it.low?)));
}

pub(super) fn check_numbers(comparison: &Comparison) {
    let figures: Vec<Figure> = comparison.positions.iter().map(|it| it.said.figure).collect();
    assert_eq!(comparison.agreement, agreements(&figures));
    for agreement in &comparison.agreement {
        let allows = |it: &&Figure| it.low <= agreement.low && agreement.high <= it.high;
        assert_eq!(figures.iter().filter(allows).count(), agreement.supporters);
    }
}

pub(super) fn check_claims(record: &Record, origins: &Origins) {
    let cross = cross_references(&record.input(origins));
    let taken: Vec<usize> = (0..record.claims.len())
        .filter(|&claim| {
            let all = record
                .attributions
                .iter()
                .filter(|it| it.claim == record.claims[claim].id && it.stance == Stance::Asserts);
            let by = |date: &PartialDate| record.as_of.is_none_or(|day| date.earliest() <= day);
            let stated = record.claims[claim].as_of.as_ref();
            let dates: Vec<_> = stated.into_iter().chain(all.filter_map(said)).collect();
            dates.is_empty() || dates.into_iter().any(by)
        })
        .collect();
    let side = |claim: usize| {
        let said_by = taken_in(record, claim);
        let all = origins.of_all(said_by.iter().map(|it| it.id));
        (claim, when(record, record.claims[claim].as_of.as_ref(), &said_by), all)
    };
    let tallies = cross.tallies();
    assert_eq!(tallies.len(), taken.len());
    for (&a, (id, tally)) in taken.iter().zip(tallies) {
        assert_eq!(record.claims[a].id, id);
        let mut expected = Vec::new();
        for &b in taken.iter().filter(|&&b| b != a) {
            let (a, b) = (side(a), side(b));
            expected.push(related(record, (a.0, a.1, &a.2), (b.0, b.1, &b.2)));
        }
        for &verdict in Verdict::ALL {
            let count = expected.iter().filter(|it| it.verdict == verdict).count();
            assert_eq!(tally.of(verdict), count, "{id} {verdict:?}");
        }
        let found: Vec<_> = cross.of(id, &[], None).map(|(_, relation)| relation).collect();
        assert_eq!(found, expected);
        for &verdict in Verdict::ALL {
            let asked = [verdict];
            let found = cross.of(id, &asked, None).map(|(_, relation)| relation);
            assert!(found.eq(expected.iter().filter(|it| it.verdict == verdict).cloned()));
        }
        let after = record.claims[taken[0]].id;
        let rest: Vec<_> = cross.of(id, &[], Some(after)).map(|(claim, _)| claim.id).collect();
        let others = taken.iter().map(|&it| record.claims[it].id);
        assert!(others.filter(|&it| it > after && it != id).eq(rest));
    }
}
