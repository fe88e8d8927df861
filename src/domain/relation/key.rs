//! The key of a statistic: what has to be the same before two numbers are compared.

use uuid::Uuid;

use super::RelationCode;

/// What a number counts: only claims with the same key are compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatisticKey {
    /// What is counted.
    pub measure: Uuid,
    /// At which event; `None` where it is not about an event.
    pub event: Option<Uuid>,
    /// Where; `None` where the place is not part of the count.
    pub place: Option<Uuid>,
    /// Among whom, in its normalised words; `None` where everybody counts.
    pub population: Option<String>,
    /// Over which period, in its canonical text; `None` where it has none of its own.
    pub period: Option<String>,
}

/// Which part of the key differs; the first in the order of the list where several do, and `None`
/// where it is one statistic.
#[must_use]
pub fn other_statistic(a: &StatisticKey, b: &StatisticKey) -> Option<RelationCode> {
    let StatisticKey { measure, event, place, population, period } = a;
    let differs = [
        (*measure != b.measure, RelationCode::OtherMeasure),
        (*place != b.place, RelationCode::OtherPlace),
        (*period != b.period, RelationCode::OtherPeriod),
        (*population != b.population, RelationCode::OtherPopulation),
        (*event != b.event, RelationCode::OtherEvent),
    ];
    differs.into_iter().find_map(|(differs, code)| differs.then_some(code))
}
