//! Rows as narrow as a comparison needs them.

use entity::vocab::{Accumulation, AgentKind, DerivationKind, LinkKind, Qualifier, ValueType};
use uuid::Uuid;

use crate::{
    domain::{origin::Attribution, partial_date::PartialDate},
    store::row::rec,
};

/// What a statistic counts, after merges.
#[derive(Clone, Debug)]
pub struct StatisticRow {
    /// The record that stands for it.
    pub id: Uuid,
    /// What is counted.
    pub measure: Uuid,
    /// In which event; `None` when it is not about one.
    pub event: Option<Uuid>,
    /// Where; `None` when everywhere.
    pub place: Option<Uuid>,
    /// Of whom, as written; `None` when of everybody.
    pub population: Option<String>,
    /// When its period begins, in EDTF; `None` when open.
    pub period_start: Option<String>,
    /// When its period ends, in EDTF; `None` when open.
    pub period_end: Option<String>,
    /// When its event ended, in EDTF; `None` when not said.
    pub event_end: Option<String>,
    /// What a difference in time means.
    pub accumulation: Accumulation,
    /// Whether only whole numbers make sense.
    pub integral: bool,
    /// What its numbers are.
    pub value_type: ValueType,
    /// How many commits bore on its comparison so far; `None` where it is not told.
    pub marks: Option<i64>,
    /// How many attributions it had when it was summed up last; `None` where it never was.
    pub attributions: Option<i32>,
}

rec!(StatisticRow {
    id,
    measure,
    event,
    place,
    population,
    period_start,
    period_end,
    event_end,
    accumulation,
    integral,
    value_type,
    marks,
    attributions
});

/// A claim.
#[derive(Clone, Debug)]
pub struct ClaimRow {
    /// Its key.
    pub id: Uuid,
    /// The quantity as worded; `None` for a statement.
    pub text: Option<String>,
    /// How the number was qualified; `None` for a statement.
    pub qualifier: Option<Qualifier>,
    /// The number named; `None` when none was.
    pub value: Option<f64>,
    /// Lower bound that the words give; `None` when open.
    pub low: Option<f64>,
    /// Upper bound that the words give; `None` when open.
    pub high: Option<f64>,
    /// Lower bound as `CLAIMBASE_1` reads it; `None` when open.
    pub reading_low: Option<f64>,
    /// Upper bound as `CLAIMBASE_1` reads it; `None` when open.
    pub reading_high: Option<f64>,
    /// Whether the lexicon gave one of the bounds read.
    pub reading_soft: bool,
    /// The moment the number describes; `None` when it was not said.
    pub as_of: Option<PartialDate>,
}

rec!(ClaimRow {
    id,
    text,
    qualifier,
    value,
    low,
    high,
    reading_low,
    reading_high,
    reading_soft,
    as_of
});

// An attribution, with what its source adds, is read as the rules take it.
rec!(Attribution {
    id,
    claim,
    source,
    publisher,
    agent,
    originality,
    stance,
    said_on,
    published_on,
});

/// A confirmed derivation.
#[derive(Clone, Debug)]
pub struct DerivationRow {
    /// Its key.
    pub id: Uuid,
    /// What was derived.
    pub child: Uuid,
    /// The attribution it was taken from; `None` when only the source is known.
    pub parent_attribution: Option<Uuid>,
    /// The source it was taken from; `None` when the attribution is known.
    pub parent_source: Option<Uuid>,
    /// Where that source makes the same claim, one row for each place; `None` when nowhere.
    pub inside: Option<Uuid>,
    /// How it was taken.
    pub kind: DerivationKind,
}

rec!(DerivationRow { id, child, parent_attribution, parent_source, inside, kind });

/// An agent.
#[derive(Clone, Debug)]
pub struct AgentRow {
    /// Its key.
    pub id: Uuid,
    /// What sort of agent.
    pub kind: AgentKind,
    /// Whose spokesman it is; `None` when it speaks for itself.
    pub speaks_for: Option<Uuid>,
    /// Who controls it; `None` when nobody is recorded.
    pub parent: Option<Uuid>,
    /// The record that stands for it: itself, or after merges the one kept.
    pub canonical: Uuid,
}

rec!(AgentRow { id, kind, speaks_for, parent, canonical });

/// A confirmed link between two claims.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// The first claim.
    pub claim: Uuid,
    /// The second claim.
    pub other: Uuid,
    /// How the first stands to the second.
    pub kind: LinkKind,
}

rec!(LinkRow { claim, other, kind });
