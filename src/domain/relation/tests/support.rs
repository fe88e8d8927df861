//! Claims for tests, in a few words each.

use entity::vocab::{Accumulation, Qualifier};
use proptest::prelude::*;
use uuid::Uuid;

use crate::domain::{
    lexicon::{Lexicon, Reading},
    origin::Origin,
    partial_date::PartialDate,
    quantity::Quantity,
    relation::{Context, Days, Exceptions, Figure, Relation, Side, StatisticKey, When, relate},
};

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn date(text: &str) -> PartialDate {
    text.parse().expect("a date")
}

/// A quantity as said, and as `CLAIMBASE_1` reads it for whole things.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    pub(crate) quantity: Quantity,
    pub(crate) reading: Reading,
}

type Bound = Option<f64>;

fn words(
    qualifier: Qualifier,
    text: &str,
    value: Bound,
    said: (Bound, Bound),
    (low, high): (Bound, Bound),
    (soft_low, soft_high): (bool, bool),
) -> Words {
    let (said_low, said_high) = said;
    let text = text.to_owned();
    let quantity = Quantity { text, qualifier, value, low: said_low, high: said_high };
    let lexicon = Lexicon::Claimbase1;
    Words { quantity, reading: Reading { low, high, soft_low, soft_high, lexicon } }
}

const HARD: (bool, bool) = (false, false);

pub(crate) fn exact(v: f64) -> Words {
    let both = (Some(v), Some(v));
    words(Qualifier::Exact, &v.to_string(), Some(v), both, both, HARD)
}

pub(crate) fn none() -> Words {
    let both = (Some(0.0), Some(0.0));
    words(Qualifier::None, "none", Some(0.0), both, both, HARD)
}

pub(crate) fn about(v: f64) -> Words {
    let mut place = 1.0;
    while v > 0.0 && v % (place * 10.0) == 0.0 {
        place *= 10.0;
    }
    let h = f64::max(v / 10.0, place / 2.0).min(v / 4.0);
    let read = (Some((v - h).ceil()), Some((v + h).floor()));
    words(Qualifier::About, &format!("about {v}"), Some(v), (None, None), read, (true, true))
}

pub(crate) fn nearly(v: f64) -> Words {
    let read = (Some((v * 0.9).ceil()), Some(v));
    words(Qualifier::Nearly, &format!("nearly {v}"), Some(v), (None, Some(v)), read, (true, false))
}

pub(crate) fn just_over(v: f64) -> Words {
    let read = (Some(v + 1.0), Some((v * 1.1).floor().max(v + 1.0)));
    let said = (Some(v + 1.0), None);
    words(Qualifier::JustOver, &format!("just over {v}"), Some(v), said, read, (false, true))
}

pub(crate) fn at_least(v: f64) -> Words {
    let said = (Some(v), None);
    words(Qualifier::AtLeast, &format!("at least {v}"), Some(v), said, said, HARD)
}

pub(crate) fn more_than(v: f64) -> Words {
    let said = (Some(v + 1.0), None);
    words(Qualifier::MoreThan, &format!("more than {v}"), Some(v), said, said, HARD)
}

pub(crate) fn at_most(v: f64) -> Words {
    let read = (Some(0.0), Some(v));
    words(Qualifier::AtMost, &format!("at most {v}"), Some(v), (None, Some(v)), read, HARD)
}

pub(crate) fn fewer_than(v: f64) -> Words {
    let high = Some(v - 1.0);
    let read = (Some(0.0), high);
    words(Qualifier::LessThan, &format!("fewer than {v}"), Some(v), (None, high), read, HARD)
}

pub(crate) fn between(a: Bound, b: Bound, best: Bound) -> Words {
    let read = (a.or(Some(0.0)), b);
    words(Qualifier::Between, &format!("{a:?} to {b:?}"), best, (a, b), read, HARD)
}

pub(crate) fn vague(text: &str, low: f64, high: Bound) -> Words {
    words(Qualifier::Vague, text, None, (None, None), (Some(low), high), (true, true))
}

pub(crate) fn unknown() -> Words {
    let read = (Some(0.0), None);
    words(Qualifier::Unknown, "many", None, (None, None), read, (true, true))
}

pub(crate) fn relative() -> Words {
    words(Qualifier::Relative, "doubled", None, (None, None), (None, None), HARD)
}

pub(crate) fn key() -> StatisticKey {
    StatisticKey {
        measure: id(1),
        event: Some(id(2)),
        place: Some(id(3)),
        population: None,
        period: None,
    }
}

/// One claim as a test tells it.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) claim: Uuid,
    pub(crate) words: Words,
    pub(crate) key: StatisticKey,
    pub(crate) as_of: Option<PartialDate>,
    pub(crate) said: Option<PartialDate>,
    pub(crate) origins: Vec<Origin>,
}

impl Told {
    /// A figure of one known origin, said on a day for which it speaks.
    pub(crate) fn by(agent: u128, words: Words, on: &str) -> Self {
        let on = Some(date(on));
        let origins = vec![Origin::Known(id(agent))];
        Self {
            claim: claim_id(&words, agent),
            words,
            key: key(),
            as_of: on.clone(),
            said: on,
            origins,
        }
    }

    /// The same on another statistic.
    pub(crate) fn of(mut self, change: impl FnOnce(&mut StatisticKey)) -> Self {
        change(&mut self.key);
        self
    }
}

fn claim_id(words: &Words, agent: u128) -> Uuid {
    let value = words.quantity.value.unwrap_or_default().to_bits();
    Uuid::from_u64_pair(
        value,
        u64::try_from(agent).expect("a small number") * 100 + words.quantity.qualifier as u64,
    )
}

/// How two claims relate when nobody decided about them.
pub(crate) fn related(
    a: &Told,
    b: &Told,
    accumulation: Accumulation,
    end: Option<&str>,
) -> Relation {
    let exceptions = Exceptions::default();
    related_with(a, b, accumulation, end, &exceptions)
}

pub(crate) fn related_with(
    a: &Told,
    b: &Told,
    accumulation: Accumulation,
    end: Option<&str>,
    exceptions: &Exceptions,
) -> Relation {
    let end = end.map(date);
    let side = |told: &Told| {
        let [as_of, said, end] =
            [told.as_of.as_ref(), told.said.as_ref(), end.as_ref()].map(|it| it.map(Days::from));
        (
            Figure::new(&told.words.quantity, &told.words.reading),
            When::new(accumulation, as_of, said, end),
        )
    };
    let ((a_figure, a_when), (b_figure, b_when)) = (side(a), side(b));
    let side = |told, figure, when| {
        let Told { claim, words, key, origins, .. }: &Told = told;
        Side { claim: *claim, key, text: &words.quantity.text, figure, when, origins }
    };
    relate(
        &side(a, a_figure, a_when),
        &side(b, b_figure, b_when),
        &Context { accumulation, exceptions },
    )
}

/// Quantities with small numbers, so that they often meet.
pub(crate) fn any_words() -> impl Strategy<Value = Words> {
    let v = || (0..60_u32).prop_map(f64::from);
    let positive = || (1..60_u32).prop_map(f64::from);
    let vague_words = prop_oneof![
        Just(vague("a few", 3.0, Some(5.0))),
        Just(vague("dozens", 24.0, Some(99.0))),
        Just(vague("at least dozens", 24.0, None)),
        Just(vague("dozens or more", 24.0, None)),
        Just(vague("at most dozens", 0.0, Some(99.0))),
        Just(unknown()),
        Just(relative()),
        Just(none()),
    ];
    let range = (v(), v(), any::<bool>(), 0..3_u8).prop_map(|(a, b, best, open)| {
        let (a, b) = (a.min(b), a.max(b));
        let best = best.then_some(f64::midpoint(a, b).floor());
        match open {
            0 => between(Some(a), Some(b), best),
            1 => between(Some(a), None, best),
            _ => between(None, Some(b), best),
        }
    });
    prop_oneof![
        3 => v().prop_map(exact),
        2 => positive().prop_map(about),
        1 => positive().prop_map(nearly),
        1 => positive().prop_map(just_over),
        2 => v().prop_map(at_least),
        2 => v().prop_map(more_than),
        1 => v().prop_map(at_most),
        1 => positive().prop_map(fewer_than),
        2 => range,
        2 => vague_words,
    ]
}

/// Dates of one month, partial ones and none among them.
pub(crate) fn any_date() -> impl Strategy<Value = Option<PartialDate>> {
    prop_oneof![
        6 => (1..9_u32).prop_map(|day| Some(date(&format!("2018-01-{day:02}")))),
        1 => Just(Some(date("2018-01"))),
        1 => Just(None),
    ]
}

pub(crate) fn any_accumulation() -> impl Strategy<Value = Accumulation> {
    prop_oneof![
        Just(Accumulation::Cumulative),
        Just(Accumulation::Instant),
        Just(Accumulation::Period),
    ]
}
