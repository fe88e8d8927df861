//! The claims that a statistic is not compared with: of the same measure and event, on others.

use uuid::Uuid;

use super::{COUNTED_BY, STATISTIC, StatisticRow};
use crate::{
    Result,
    store::{
        ask::Ask,
        read::Read,
        row::{Count, Under},
    },
};

/// The claims of the same measure and event on other statistics.
fn beside_claims(ask: &mut Ask, statistic: Uuid) -> String {
    let id = ask.value(statistic);
    format!(
        "FROM statistic AS own
        JOIN measure AS own_measure ON own_measure.id = own.measure_id
        JOIN measure AS same_measure ON same_measure.canonical_id = own_measure.canonical_id
        LEFT JOIN event AS own_event ON own_event.id = own.event_id
        JOIN statistic AS kept ON kept.measure_id = same_measure.id AND kept.canonical_id = kept.id
            AND kept.id <> own.canonical_id
        {COUNTED_BY}
        JOIN statistic AS part ON part.canonical_id = kept.id
        JOIN claim ON claim.statistic_id = part.id AND claim.status = 'ACTIVE'
        WHERE own.id = {id}
            AND (counted_event.canonical_id = own_event.canonical_id
                OR (kept.event_id IS NULL AND own.event_id IS NULL))"
    )
}

/// The first `limit` claims, after `after` in the order of their ids, of the same measure and event
/// on other statistics, each with what its statistic counts.
pub async fn beside(
    db: &impl Read,
    statistic: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Under<StatisticRow>>> {
    let mut ask = Ask::new(db.backend());
    let claims = beside_claims(&mut ask, statistic);
    let past = after.map_or_else(String::new, |id| format!("AND claim.id > {}", ask.value(id)));
    let limit = ask.value(i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = format!(
        "SELECT claim.id AS parent_key, {STATISTIC} {claims} {past}
        ORDER BY claim.id LIMIT {limit}"
    );
    db.statement(ask.statement(sql), "looking for claims that are not compared").await
}

/// How many claims of the same measure and event there are on other statistics.
pub async fn count_beside(db: &impl Read, statistic: Uuid) -> Result<i64> {
    let mut ask = Ask::new(db.backend());
    let claims = beside_claims(&mut ask, statistic);
    let sql = format!("SELECT COUNT(*) AS count {claims}");
    let doing = "counting claims that are not compared";
    let rows: Vec<Count> = db.statement(ask.statement(sql), doing).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}
