//! What is computed and stored, compared with what it would be if it were computed now.

use std::collections::HashMap;

use entity::{attribution, event, measure, place, source, statistic};
use uuid::Uuid;

use crate::{
    Result,
    app::{
        attribution::is_placed,
        identity::{Identified, statistic_of},
        lifecycle::canonical,
        whole::Subject,
    },
    store::{
        Read, doctor as stored,
        exchange::{page, parts},
        record::{Record, rows_where},
    },
};

/// Records that are read at a time; the texts of sources are read with them.
const PAGE: u64 = 100;

/// The most records of a kind that one examination tells by id.
pub const MOST: u64 = 10_000;

/// Goes through all records of a kind, and keeps the ids of those that `wrong` points out.
async fn through<R: Record>(
    db: &impl Read,
    mut wrong: impl AsyncFnMut(Vec<R>) -> Result<Vec<Uuid>>,
) -> Result<Vec<Uuid>> {
    let (mut after, mut found) = (None, Vec::new());
    loop {
        let rows: Vec<R> = page(db, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = Some(last.id());
        found.extend(wrong(rows).await?);
    }
}

/// Records whose stored identity is not the one that their fields give.
pub async fn identities<R: Identified>(db: &impl Read) -> Result<Vec<Uuid>> {
    through(db, async |rows: Vec<R>| {
        let wrong = rows.into_iter().filter_map(|mut row| {
            let computed = row.computed()?;
            (*row.stored() != computed).then(|| row.id())
        });
        Ok(wrong.collect())
    })
    .await
}

/// Statistics whose key after merges is stored otherwise.
pub async fn statistic_keys(db: &impl Read) -> Result<stored::Found> {
    let wrong = through(db, async |rows: Vec<statistic::Model>| {
        let measures = rows.iter().map(|row| row.measure_id).collect();
        let measures = canonical::<measure::Model>(db, measures).await?;
        let events = rows.iter().filter_map(|row| row.event_id).collect();
        let events = canonical::<event::Model>(db, events).await?;
        let places = rows.iter().filter_map(|row| row.place_id).collect();
        let places = canonical::<place::Model>(db, places).await?;
        let leads = |kept: &HashMap<Uuid, Uuid>, id: Uuid| kept.get(&id).copied().unwrap_or(id);
        let wrong = rows.iter().filter(|row| {
            let event = row.event_id.map(|id| leads(&events, id));
            let place = row.place_id.map(|id| leads(&places, id));
            row.key_hash != statistic_of(row, leads(&measures, row.measure_id), event, place)
        });
        Ok(wrong.map(|row| row.id).collect())
    })
    .await?;
    Ok(super::found(wrong))
}

/// Active records that the search should find and does not.
pub async fn unsearched<R: Subject>(db: &impl Read) -> Result<Vec<Uuid>> {
    let found = stored::unsearched::<R>(db, MOST).await?;
    that_should::<R>(db, found.first, |text| text.is_some()).await
}

/// Active records that should have a key by which likely duplicates are found, and have none.
pub async fn keyless<R: Subject>(db: &impl Read) -> Result<Vec<Uuid>> {
    let found = stored::keyless::<R>(db, MOST).await?;
    that_should::<R>(db, found.first, |text| text.is_some_and(|text| !text.keys.is_empty())).await
}

async fn that_should<R: Subject>(
    db: &impl Read,
    ids: Vec<Uuid>,
    should: impl Fn(Option<crate::store::search::SearchText>) -> bool,
) -> Result<Vec<Uuid>> {
    let rows: Vec<R> = crate::store::exchange::rows_by(db, "id", &ids, "id").await?;
    let mut parts = parts(db, R::KIND, &ids).await?;
    let mut wrong = Vec::new();
    for row in rows {
        let parts = parts.remove(&row.id()).unwrap_or_default();
        if should(row.search_text(&parts, db).await?) {
            wrong.push(row.id());
        }
    }
    Ok(wrong)
}

/// Sources with quotes that stand elsewhere in their text than it is recorded.
pub async fn misplaced(db: &impl Read) -> Result<Vec<Uuid>> {
    through(db, async |rows: Vec<source::Model>| {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let quoted: Vec<attribution::Model> = rows_where(db, "source_id", &ids, "id").await?;
        let rows: HashMap<Uuid, source::Model> =
            rows.into_iter().map(|row| (row.id, row)).collect();
        let wrong = quoted.into_iter().filter(|quoted| {
            rows.get(&quoted.source_id).is_some_and(|source| !is_placed(quoted, source))
        });
        let mut wrong: Vec<Uuid> = wrong.map(|quoted| quoted.source_id).collect();
        wrong.sort_unstable();
        wrong.dedup();
        Ok(wrong)
    })
    .await
}
