//! The rules that look at a whole statistic: fed with what is on record, their findings kept.

use std::{collections::HashMap, sync::Arc};

use entity::vocab::FindingCode;
use uuid::Uuid;

use super::{copied, parts, settle_in};
use crate::{
    Result,
    app::comparison::{Facts, Needs, Ways},
    domain::{
        finding::{Noticed, circle, falling, twin, undated},
        origin::Lens,
    },
    store::{Txn, finding as stored},
};

/// The findings that these rules make, but for those about parts and totals.
const RULES: [FindingCode; 4] = [
    FindingCode::CircularDerivation,
    FindingCode::FallingCount,
    FindingCode::MissingDate,
    FindingCode::LikelyDuplicate,
];

/// Brings everything that rules notice about a statistic as a whole in line with what is on record:
/// rings of derivations, counts that fall, missing dates, claims that are likely recorded twice,
/// parts that cannot sum to their total, and suggested derivations of likely copies.
///
/// It is the statistic after merges, with its facts as they still hold. Nothing is written where
/// nothing has changed. What is written changes no comparison.
pub async fn of_statistic_in(txn: &Txn, statistic: Uuid, facts: &Arc<Facts>) -> Result<()> {
    let quotes = stored::quotes(txn, statistic).await?;
    let quotes: HashMap<Uuid, String> = quotes.into_iter().map(|row| (row.id, row.quote)).collect();
    let found = noticed(facts, &quotes).await?;
    let known = stored::of_statistic(txn, statistic, &RULES).await?;
    settle_in(txn, known, found).await?;
    parts::settle_of_statistic_in(txn, statistic).await?;
    copied::suggest_in(txn, statistic, facts, &quotes).await
}

async fn noticed(facts: &Arc<Facts>, quotes: &HashMap<Uuid, String>) -> Result<Vec<Noticed>> {
    let view = facts.view(Ways::default());
    let mut found = circle::noticed(&facts.origins(Lens::Agent).rings);
    let Some(counted) = &facts.counted else { return Ok(found) };
    view.prepare(Needs::Comparison).await?;
    let comparison = view.comparison()?;
    found.extend(falling::noticed(&comparison, counted.accumulation));
    found.extend(undated::noticed(
        &comparison,
        view.claims(),
        facts.own(),
        view.origins(),
        counted.accumulation,
    ));
    let quote = |attribution| quotes.get(&attribution).map(String::as_str);
    found.extend(twin::noticed(view.claims(), facts.own(), quote, facts.exceptions()));
    Ok(found)
}
