//! What makes a record that one and no other, computed from its row: a hash that is stored with it.

use entity::{
    assessment, attribution, claim, claim_link, derivation, finding, relation_override, source,
    statistic,
};
use uuid::Uuid;

use super::{
    assessment as assessments, attribution as attributions, claim::quantity_of, source as sources,
};
use crate::{
    domain::identity::{self, Parent},
    store::{finding::subject_of, record::Record},
};

/// A record that is known by a hash.
pub trait Identified: Record {
    /// The hash as it is stored.
    fn stored(&mut self) -> &mut String;
    /// The hash as its row has it; `None` where the row does not hold what it is made of.
    fn computed(&self) -> Option<String>;
}

macro_rules! identified {
    ($($table:ident: |$row:ident| $identity:expr;)*) => { $(
        impl Identified for $table::Model {
            fn stored(&mut self) -> &mut String {
                &mut self.identity
            }

            fn computed(&self) -> Option<String> {
                let $row = self;
                $identity
            }
        }
    )* };
}

identified! {
    statistic: |row| Some(statistic_of(row, row.measure_id, row.event_id, row.place_id));
    source: |row| Some(sources::identity_under(row, row.publisher_id));
    claim: |row| Some(match (row.statistic_id, quantity_of(row)) {
        (Some(statistic), Some(quantity)) => {
            identity::claim(statistic, &quantity.canonical(), row.as_of.as_deref())
        }
        _ => identity::statement(row.event_id, &row.text),
    });
    attribution: |row| Some(attributions::identity_under(row, row.agent_id));
    derivation: |row| {
        let parent = row.parent_attribution_id.map(Parent::Attribution);
        let parent = parent.or(row.parent_source_id.map(Parent::Source))?;
        Some(identity::derivation(row.attribution_id, parent, row.kind))
    };
    claim_link: |row| Some(identity::claim_link(row.claim_id, row.other_claim_id, row.kind));
    relation_override: |row| {
        Some(identity::relation_override(row.claim_id, row.other_claim_id))
    };
    assessment: |row| Some(assessments::identity_of(row));
    finding: |row| {
        let other = row.other_claim_id.or(row.other_source_id).or(row.other_agent_id);
        Some(identity::finding(row.code, subject_of(row)?, other))
    };
}

/// The hash of a statistic's key with these records in it, which may be those that stand for its
/// own after merges.
#[must_use]
pub fn statistic_of(
    row: &statistic::Model,
    measure: Uuid,
    event: Option<Uuid>,
    place: Option<Uuid>,
) -> String {
    identity::statistic(&identity::StatisticKey {
        measure,
        event,
        place,
        population: row.population.as_deref(),
        period_start: row.period_start.as_deref(),
        period_end: row.period_end.as_deref(),
    })
}
