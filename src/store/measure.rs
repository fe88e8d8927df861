//! What the database knows of a measure beyond its row.

use entity::claim;
use uuid::Uuid;

use super::{
    Read,
    filter::{Filter, Hop, Test, hop},
    record::select,
};
use crate::Result;

/// From a claim to the measure of its statistic.
const TO_MEASURE: [Hop; 2] =
    [hop("statistic_id", "statistic", "id"), hop("measure_id", "measure", "id")];

/// Whether there is a claim on a statistic of this measure, or of one merged into it; a retracted
/// claim counts, for it can be restored.
pub async fn has_claims(db: &impl Read, measure: Uuid) -> Result<bool> {
    let here = Filter::Column("canonical_id", Test::Eq(measure.into()));
    let mut query = select::<claim::Model>("claim");
    query.cond_where(Filter::Has(&TO_MEASURE, Box::new(here)).condition("claim")).limit(1);
    let found: Vec<claim::Model> = db.rows(&query, "looking for claims on a measure").await?;
    Ok(!found.is_empty())
}
