//! Writes the rows of a batch, with their parts, and makes them findable.

use std::collections::{HashMap, HashSet};

use entity::{
    agent, attribution, claim, source,
    vocab::{RecordKind, RecordStatus},
};
use uuid::Uuid;

use super::{
    batch::{Batch, Row},
    portable::Portable,
};
use crate::{
    Result,
    app::{
        attribution::found_by,
        whole::{Whole, index},
    },
    exchange::report::Fate,
    store::{
        Txn, exchange as stored,
        part::{self, Parts},
        record::{Record, find_itself, insert_at_once},
        search::SearchText,
        summary::{Touched, mark},
    },
};

/// The most rows of a statement: rows of one statement may refer to each other, whatever their
/// order.
const TOGETHER: usize = 30_000;

impl Batch<'_> {
    /// Writes new rows; what they refer to is on record or among them.
    pub(super) async fn insert<R: Portable>(&mut self, rows: Vec<Row<R>>) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        for group in groups(rows) {
            let mut models = Vec::with_capacity(group.len());
            let mut parts = Vec::new();
            for Row { line, whole } in group {
                parts.push((whole.row.id(), whole.parts));
                models.push(whole.row);
                self.done.report.count(line.kind, Fate::New);
            }
            let ids: Vec<Uuid> = models.iter().map(R::id).collect();
            let merged = models.iter().filter(|row| row.stands_for() != row.id());
            let kept: HashSet<Uuid> = merged.map(R::stands_for).collect();
            let is_attribution = R::KIND == RecordKind::Attribution;
            let mut texts =
                if is_attribution { Vec::new() } else { texts(self.txn, &models, &parts).await? };
            insert_at_once(self.txn, models, "importing records").await?;
            self.mark::<R>(&ids).await?;
            stored::insert_parts(self.txn, R::KIND, &parts).await?;
            if is_attribution {
                texts = attribution_texts(self.txn, &ids).await?;
            }
            stored::insert_search(self.txn, R::KIND, texts).await?;
            lend_names::<R>(self.txn, kept).await?;
        }
        Ok(())
    }

    /// Marks the statistics that these new records bear on. An import moves the version on at its
    /// end at the latest.
    async fn mark<R: Portable>(&self, ids: &[Uuid]) -> Result<()> {
        let touched = |&key| Touched { kind: R::KIND, key, is_new: true, statistic: None };
        let touched: Vec<Touched> = ids.iter().map(touched).collect();
        let version = stored::version(self.txn).await?;
        mark(self.txn, version + 1, &touched).await
    }
}

/// Rows in groups that fit a statement, each with what its rows refer to, or after it.
fn groups<R: Portable>(mut rows: Vec<Row<R>>) -> Vec<Vec<Row<R>>> {
    let most = (TOGETHER / R::WIDTH).max(1);
    if rows.len() <= most {
        return vec![rows];
    }
    let mut needs: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in &mut rows {
        let id = row.id();
        let own = needs.entry(id).or_default();
        let Whole { row, parts } = &mut row.whole;
        row.references(parts, &mut |_, kind, reference| {
            if kind == R::KIND && *reference != id {
                own.push(*reference);
            }
        });
    }
    let mut left: HashMap<Uuid, Row<R>> = HashMap::new();
    let mut order = Vec::with_capacity(rows.len());
    for row in rows {
        order.push(row.id());
        left.insert(row.id(), row);
    }
    let mut groups = Vec::new();
    let mut group = Vec::new();
    for id in order {
        let mut family = Vec::new();
        let mut next = vec![id];
        while let Some(id) = next.pop() {
            if let Some(row) = left.remove(&id) {
                next.extend(needs.get(&id).into_iter().flatten());
                family.push(row);
            }
        }
        if group.len() + family.len() > most && !group.is_empty() {
            groups.push(std::mem::take(&mut group));
        }
        group.extend(family);
    }
    groups.push(group);
    groups
}

/// What the search finds of records that are about to be written.
async fn texts<R: Portable>(
    txn: &Txn,
    rows: &[R],
    parts: &[(Uuid, Parts)],
) -> Result<Vec<(Uuid, SearchText)>> {
    let mut texts = Vec::new();
    for (row, (id, parts)) in rows.iter().zip(parts) {
        if row.status() == RecordStatus::Active {
            texts.extend(row.search_text(parts, txn).await?.map(|text| (*id, text)));
        }
    }
    Ok(texts)
}

/// What was merged lends its names to the records that stand for it.
async fn lend_names<R: Portable>(txn: &Txn, kept: HashSet<Uuid>) -> Result<()> {
    for id in kept {
        let Some(row) = find_itself::<R>(txn, id).await? else { continue };
        let parts = part::load(txn, R::KIND, id).await?;
        index(txn, &Whole { row, parts }).await?;
    }
    Ok(())
}

/// Attributions are found by the names of those who make them, too: their own, not those of what
/// they were merged into.
async fn attribution_texts(txn: &Txn, ids: &[Uuid]) -> Result<Vec<(Uuid, SearchText)>> {
    let rows: Vec<attribution::Model> = stored::rows_by(txn, "id", ids, "id").await?;
    let mut parts = stored::parts(txn, RecordKind::Attribution, ids).await?;
    let via = parts.values().flat_map(|parts| &parts.via).copied();
    let agents: HashSet<Uuid> = rows.iter().filter_map(|row| row.agent_id).chain(via).collect();
    let agents: HashMap<Uuid, agent::Model> = all(txn, agents).await?;
    let claims: HashMap<Uuid, claim::Model> =
        all(txn, rows.iter().map(|row| row.claim_id).collect()).await?;
    let sources: HashMap<Uuid, source::Model> =
        all(txn, rows.iter().map(|row| row.source_id).collect()).await?;
    let mut texts = Vec::new();
    for row in rows.into_iter().filter(|row| row.status == RecordStatus::Active) {
        let via = parts.remove(&row.id).unwrap_or_default().via;
        let said_by = row.agent_id.into_iter().chain(via);
        let mut names: Vec<String> =
            said_by.filter_map(|id| agents.get(&id)).map(|agent| agent.name.clone()).collect();
        names.extend(sources.get(&row.source_id).map(|source| source.title.clone()));
        if let Some(claim) = claims.get(&row.claim_id) {
            texts.push((row.id, found_by(claim, &row, &names)));
        }
    }
    Ok(texts)
}

async fn all<R: Record>(txn: &Txn, ids: HashSet<Uuid>) -> Result<HashMap<Uuid, R>> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let rows: Vec<R> = stored::rows_by(txn, "id", &ids, "id").await?;
    Ok(rows.into_iter().map(|row| (row.id(), row)).collect())
}
