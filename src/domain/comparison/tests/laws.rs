//! Laws that hold for the comparison of any statistic.

use entity::vocab::{Accumulation, DerivationKind};
use proptest::prelude::*;

use super::{Record, random::any_record, told};
use crate::domain::{
    comparison::ComparisonVerdict as Answer,
    origin::{Attribution, Derivation, Lens, OriginCount, Parent, origins},
    relation::tests::support::id,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_order_of_input_does_not_matter(
        (record, mixed) in any_record().prop_flat_map(|record| {
            let claims = Just(record.claims.clone()).prop_shuffle();
            let attributions = Just(record.attributions.clone()).prop_shuffle();
            let other = record.clone();
            (Just(record), (claims, attributions).prop_map(move |(claims, attributions)| Record {
                claims, attributions, ..other.clone()
            }))
        })
    ) {
        prop_assert_eq!(record.compared(told), mixed.compared(told));
    }

    #[test]
    fn a_repeat_never_raises_the_count(
        record in any_record(), of in any::<prop::sample::Index>(), document in 0..20_u128
    ) {
        // At another moment a repeat is another figure.
        prop_assume!(record.accumulation != Accumulation::Instant);
        let repeated = record.attributions[of.index(record.attributions.len())].clone();
        let mut more = record.clone();
        more.attributions.push(Attribution {
            id: id(29_999),
            source: id(30_000 + document),
            ..repeated.clone()
        });
        more.derivations.push(Derivation {
            child: id(29_999),
            parent: Parent::Attribution(repeated.id),
            kind: DerivationKind::Quotes,
        });
        let count = |record: &Record| {
            let origins = origins(&record.attributions, &record.derivations, &record.agents, Lens::Agent);
            let all = record.attributions.iter().map(|it| it.id);
            OriginCount::of(origins.of_all(all))
        };
        let (before, after) = (count(&record), count(&more));
        prop_assert!(after.max <= before.max && before.min <= before.max);
        if repeated.agent.is_none() {
            prop_assert!(after.min <= before.min);
        }
    }

    #[test]
    fn one_origin_never_contests_itself(record in any_record(), agent in 100..104_u128) {
        let mut one = record;
        for attribution in &mut one.attributions {
            attribution.agent = Some(id(agent));
        }
        let verdict = one.compared(|comparison| comparison.verdict);
        prop_assert!(matches!(verdict, Answer::NoData | Answer::SingleOrigin), "{:?}", verdict);
    }

    #[test]
    fn a_wider_reading_never_contests_what_was_unanimous(
        record in any_record(), of in any::<prop::sample::Index>(), by in 1..30_u32
    ) {
        let before = record.compared(|comparison| comparison.verdict);
        let mut wider = record.clone();
        let place = of.index(wider.claims.len());
        let reading = &mut wider.claims[place].reading;
        reading.low = reading.low.map(|low| low - f64::from(by));
        reading.high = reading.high.map(|high| high + f64::from(by));
        if before == Answer::Unanimous {
            let after = wider.compared(|comparison| comparison.verdict);
            prop_assert!(matches!(after, Answer::Unanimous | Answer::Compatible), "{:?}", after);
        }
    }
}
