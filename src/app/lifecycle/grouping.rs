//! Statistics whose keys are the same after merges are read as one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{
    event, measure, place, statistic,
    vocab::{Action, RecordStatus},
};
use uuid::Uuid;

use super::load_itself;
use crate::{
    Error, Result,
    app::{
        identity::statistic_of,
        whole::{Whole, save, touch},
    },
    store::{
        self, Read, Txn,
        part::Parts,
        record::{self, Record, rows_where},
    },
};

/// Computes the keys of these statistics anew, and who stands for whom among all that share a key
/// with them now or did so until now.
///
/// The oldest stands for the others. A retracted one stands for those alone that followed it when
/// it was retracted: what counts is never hidden behind what does not.
pub(in crate::app) async fn regroup(
    txn: &Txn,
    statistics: &[Uuid],
    action: Action,
    reason: &str,
) -> Result<()> {
    let touched: Vec<statistic::Model> = rows_where(txn, "id", statistics, "id").await?;
    let hashes = key_hashes(txn, &touched).await?;
    let mut concerned: Vec<String> = touched.iter().map(|row| row.key_hash.clone()).collect();
    concerned.extend(hashes.values().cloned());
    concerned.sort_unstable();
    concerned.dedup();

    let mut groups: BTreeMap<String, Vec<statistic::Model>> = BTreeMap::new();
    let mut stored = store::merge::statistics_of_keys(txn, &concerned).await?;
    stored.extend(touched);
    stored.sort_unstable_by_key(|row| row.id);
    stored.dedup_by_key(|row| row.id);
    for row in stored {
        let hash = hashes.get(&row.id).unwrap_or(&row.key_hash).clone();
        groups.entry(hash).or_default().push(row);
    }
    // Those that others were read as, and are no longer; and those that changed themselves.
    let (mut left, mut changed) = (BTreeSet::new(), BTreeSet::new());
    for (hash, group) in groups {
        for (row, canonical) in led(group) {
            let merged = row.id != canonical;
            if row.canonical_id != canonical {
                left.insert(row.canonical_id);
            }
            let mut after = row.clone();
            after.key_hash.clone_from(&hash);
            after.canonical_id = canonical;
            if merged && row.status != RecordStatus::Merged {
                after.status = RecordStatus::Merged;
                after.status_reason = Some(reason.to_owned());
            } else if !merged && row.status == RecordStatus::Merged {
                after.status = RecordStatus::Active;
                after.status_reason = None;
            }
            let parts = Parts::default();
            let before = Whole { row, parts: parts.clone() };
            let after = Whole { row: after, parts };
            let saved = save(txn, &before, after, action, Some(reason.to_owned())).await?;
            if saved != before.row {
                changed.insert(saved.id);
            }
        }
    }
    // Nothing in them is another, but what is read with them is.
    for id in left.difference(&changed) {
        let whole = load_itself::<statistic::Model>(txn, "id", *id).await?;
        touch(txn, &whole, action, Some(reason.to_owned())).await?;
    }
    Ok(())
}

/// The statistics of one key, by id, each with the one that stands for it; those that stand for
/// themselves first, since the others point at them.
fn led(group: Vec<statistic::Model>) -> Vec<(statistic::Model, Uuid)> {
    let retracted: Vec<Uuid> = group
        .iter()
        .filter(|row| row.status == RecordStatus::Retracted)
        .map(|row| row.id)
        .collect();
    let stays = |row: &statistic::Model| retracted.contains(&row.canonical_id);
    let oldest = group.iter().find(|row| !stays(row)).map(|row| row.id);
    let leader = |row: &statistic::Model| match oldest {
        Some(oldest) if !stays(row) => oldest,
        Some(_) | None => row.canonical_id,
    };
    let mut led: Vec<(statistic::Model, Uuid)> =
        group.into_iter().map(|row| (leader(&row), row)).map(|(id, row)| (row, id)).collect();
    led.sort_by_key(|(row, canonical)| row.id != *canonical);
    led
}

/// The hash of each statistic's key, over the records that stand for those it names.
async fn key_hashes(txn: &Txn, rows: &[statistic::Model]) -> Result<HashMap<Uuid, String>> {
    let measures =
        canonical::<measure::Model>(txn, rows.iter().map(|row| row.measure_id).collect()).await?;
    let events =
        canonical::<event::Model>(txn, rows.iter().filter_map(|row| row.event_id).collect())
            .await?;
    let places =
        canonical::<place::Model>(txn, rows.iter().filter_map(|row| row.place_id).collect())
            .await?;
    let mut hashes = HashMap::with_capacity(rows.len());
    for row in rows {
        let measure = follow(&measures, row.measure_id)?;
        let event = row.event_id.map(|id| follow(&events, id)).transpose()?;
        let place = row.place_id.map(|id| follow(&places, id)).transpose()?;
        hashes.insert(row.id, statistic_of(row, measure, event, place));
    }
    Ok(hashes)
}

/// The record that stands for each of these; those that are missing are left out.
pub(in crate::app) async fn canonical<R: Record>(
    db: &impl Read,
    mut ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Uuid>> {
    ids.sort_unstable();
    ids.dedup();
    let found = record::by_ids::<R>(db, &ids).await?;
    Ok(found.into_iter().map(|found| (found.parent_key, found.row.id())).collect())
}

fn follow(canonical: &HashMap<Uuid, Uuid>, id: Uuid) -> Result<Uuid> {
    let missing = || Error::broken("reading the key of a statistic", format!("{id} is missing"));
    canonical.get(&id).copied().ok_or_else(missing)
}
