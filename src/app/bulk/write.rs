//! Writes what a set of rows came to.

use std::collections::{HashMap, HashSet};

use entity::{agent, attribution, claim, place, source, statistic, vocab::RecordKind};
use uuid::Uuid;

use super::{
    Done, Put, Told,
    entry::{Attributed, Entry},
    ledger::Known,
    plan::Plan,
};
use crate::{
    Error, Result,
    app::{
        attribution::found_by,
        claim::{self as claims, quantity_of},
        finding::{self, duplicate, early},
        name::text_of,
        source as sources,
        whole::{New, Subject, Whole, create_all},
    },
    domain::{record_id::Prefix, slug},
    store::{Txn, exchange::rows_with, likely::shared, part::Parts, search::SearchText},
};

impl Plan<'_> {
    /// Writes what is new of the rows that are taken, and says what became of each.
    pub(super) async fn write(mut self, entries: &[Entry], tell: usize) -> Result<Vec<Done>> {
        self.leave_out_the_rest();
        let done = self.done(entries, tell);
        let agents = self.agents.rows.iter().map(|(_, row)| (row, text_of(&row.name, [])));
        let (agents, texts): (Vec<&agent::Model>, Vec<SearchText>) = agents.unzip();
        let agent_keys = keys_of(&texts);
        create_all(self.txn, alone(agents, texts)).await?;
        let places = self.places.rows.iter().map(|(_, row)| (row, text_of(&row.name, [])));
        let (places, texts): (Vec<&place::Model>, Vec<SearchText>) = places.unzip();
        create_all(self.txn, alone(places, texts)).await?;
        self.write_statistics().await?;
        let (sources, source_keys) = self.write_sources().await?;
        self.write_claims().await?;
        self.write_attributions().await?;
        let noticed = std::mem::take(&mut self.noticed).into_iter();
        let noticed = noticed.map(|(_, statistic, found)| (statistic, found)).collect();
        finding::record_all_in(self.txn, noticed).await?;
        for at in sharing(self.txn, RecordKind::Agent, &agent_keys).await? {
            duplicate::settle_agent_in(self.txn, &self.agents.rows[at].1).await?;
        }
        for at in sharing(self.txn, RecordKind::Source, &source_keys).await? {
            duplicate::settle_source_in(self.txn, &sources[at]).await?;
        }
        let mut early: Vec<Uuid> = self.early.iter().map(|(_, source)| *source).collect();
        if !early.is_empty() {
            early.sort_unstable();
            early.dedup();
            early::settle_sources_in(self.txn, &early).await?;
        }
        self.remember(sources);
        Ok(done)
    }

    /// Leaves out what the rows make that are not taken.
    fn leave_out_the_rest(&mut self) {
        let end = self.end;
        self.agents.end_at(end);
        self.places.end_at(end);
        self.statistics.end_at(end);
        self.sources.end_at(end);
        self.claims.end_at(end);
        self.attributions.end_at(end);
        self.noticed.retain(|(row, ..)| *row < end);
        self.early.retain(|(row, _)| *row < end);
    }

    async fn write_statistics(&mut self) -> Result<()> {
        let titles = self.statistics.rows.iter().map(|(_, row)| row.title.as_str());
        let slugs = free_slugs(self.txn, titles.collect()).await?;
        let mut all = Vec::with_capacity(slugs.len());
        for ((_, row), slug) in self.statistics.rows.iter_mut().zip(slugs) {
            row.slug = slug;
            let text = SearchText::new(row.title.clone(), row.title.clone());
            let statistic = Some(row.id);
            all.push(New { statistic, ..alone_one(row.clone(), text) });
        }
        create_all(self.txn, all).await
    }

    /// The new sources, and what each may share with others.
    async fn write_sources(&mut self) -> Result<(Vec<source::Model>, Vec<Vec<String>>)> {
        let rows = std::mem::take(&mut self.sources.rows);
        let (mut sources, mut texts, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for (_, (row, authors)) in rows {
            texts.push(sources::text_of(&row)?);
            parts.push(Parts { authors, ..Parts::default() });
            sources.push(row);
        }
        let keys = keys_of(&texts);
        let all = sources.iter().cloned().zip(parts).zip(texts).map(|((row, parts), text)| New {
            whole: Whole { row, parts },
            text: Some(text),
            statistic: None,
        });
        create_all(self.txn, all.collect()).await?;
        Ok((sources, keys))
    }

    async fn write_claims(&mut self) -> Result<()> {
        let new = self.claims.rows.iter().map(|(_, row)| New {
            statistic: row.statistic_id,
            ..alone_one(row.clone(), claims::text_of(row))
        });
        let new: Vec<New<claim::Model>> = new.collect();
        create_all(self.txn, new).await
    }

    async fn write_attributions(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.attributions.rows);
        let mut all: Vec<New<attribution::Model>> = Vec::with_capacity(rows.len());
        for (_, Attributed { row, via, claim, title }) in rows {
            let claim = self.claim(&claim).ok_or_else(|| {
                Error::broken("writing attributions", format!("no claim {}", row.claim_id))
            })?;
            let ids = row.agent_id.into_iter().chain(via.iter().copied());
            let names = ids.filter_map(|id| self.agent_of(id)).map(|agent| agent.name.clone());
            let names: Vec<String> = names.chain([title]).collect();
            let text = Some(found_by(claim, &row, &names));
            let statistic = claim.statistic_id;
            let parts = Parts { via, ..Parts::default() };
            all.push(New { whole: Whole { row, parts }, text, statistic });
        }
        create_all(self.txn, all).await
    }

    /// What became of each row.
    fn done(&self, entries: &[Entry], tell: usize) -> Vec<Done> {
        let mut done: Vec<Done> = Vec::new();
        done.resize_with(self.end, Done::default);
        let mut made = |row: usize, kind, key| {
            if let Some(done) = done.get_mut(row) {
                done.puts.push(Put { kind, key, is_new: true, revision: 1 });
            }
        };
        for (row, agent) in &self.agents.rows {
            made(*row, Prefix::Agent, agent.id);
        }
        for (row, place) in &self.places.rows {
            made(*row, Prefix::Place, place.id);
        }
        for (row, statistic) in &self.statistics.rows {
            made(*row, Prefix::Statistic, statistic.id);
        }
        for (row, (source, _)) in &self.sources.rows {
            made(*row, Prefix::Source, source.id);
        }
        for entry in entries {
            let (Some(done), Some(claim)) = (done.get_mut(entry.row), self.claim(&entry.claim))
            else {
                continue;
            };
            let (key, is_new, revision) = (claim.id, entry.is_new, claim.revision);
            done.puts.push(Put { kind: Prefix::Claim, key, is_new, revision });
            done.puts.extend(entry.attributions.iter().map(|&(key, is_new, revision)| Put {
                kind: Prefix::Attribution,
                key,
                is_new,
                revision,
            }));
            if entry.row < tell {
                let sources = entry.documents.iter().filter_map(|it| self.source(&it.row.identity));
                done.told.push(Told {
                    text: claim.text.clone(),
                    quantity: quantity_of(claim),
                    as_of: claim.as_of.clone(),
                    sources: sources.map(|source| source.title.clone()).collect(),
                    is_new,
                });
            }
        }
        done
    }

    /// Remembers what was written for the rows to come.
    fn remember(self, sources: Vec<source::Model>) {
        let Self { ledger, agents, places, statistics, .. } = self;
        for (_, row) in agents.rows {
            ledger.remember(Prefix::Agent, row.name.clone(), row.id);
            ledger.agents.insert(row.id, Known::new(row));
        }
        for (_, row) in places.rows {
            ledger.remember(Prefix::Place, row.name.clone(), row.id);
            ledger.places.insert(row.id, Known::new(row));
        }
        for (_, row) in statistics.rows {
            ledger.keys.insert(row.key_hash.clone(), row.id);
            ledger.statistics.insert(row.id, Known::new(row));
        }
        ledger.sources.extend(sources.into_iter().map(|row| (row.identity.clone(), row)));
    }
}

/// Records that have no parts and bear on no statistic.
fn alone<R: Subject>(rows: Vec<&R>, texts: Vec<SearchText>) -> Vec<New<R>> {
    rows.into_iter().zip(texts).map(|(row, text)| alone_one(row.clone(), text)).collect()
}

fn alone_one<R: Subject>(row: R, text: SearchText) -> New<R> {
    New { whole: Whole { row, parts: Parts::default() }, text: Some(text), statistic: None }
}

fn keys_of(texts: &[SearchText]) -> Vec<Vec<String>> {
    texts.iter().map(|text| text.keys.iter().cloned().collect()).collect()
}

/// The places of those records that share a key with another one.
async fn sharing(txn: &Txn, kind: RecordKind, keys: &[Vec<String>]) -> Result<Vec<usize>> {
    let mut all: Vec<String> = keys.iter().flatten().cloned().collect();
    all.sort_unstable();
    all.dedup();
    let common: HashSet<String> = shared(txn, kind, &all).await?.into_iter().collect();
    let with_common = |(at, keys): (usize, &Vec<String>)| {
        keys.iter().any(|key| common.contains(key)).then_some(at)
    };
    Ok(keys.iter().enumerate().filter_map(with_common).collect())
}

/// A slug for each of these titles, as [`create_slugged`](crate::app::reference::create_slugged) gives
/// them to one after the other.
async fn free_slugs(txn: &Txn, titles: Vec<&str>) -> Result<Vec<String>> {
    let kind = Prefix::from(RecordKind::Statistic);
    let bases: Vec<String> =
        titles.into_iter().map(|title| slug::from_name(title, kind.as_str())).collect();
    let mut asked: HashMap<String, bool> = HashMap::new();
    loop {
        let given = give(&bases, &asked);
        let open: Vec<String> =
            given.iter().filter(|slug| !asked.contains_key(*slug)).cloned().collect();
        if open.is_empty() {
            return Ok(given);
        }
        let taken: Vec<statistic::Model> = rows_with(txn, "slug", &open).await?;
        let taken: HashSet<String> = taken.into_iter().map(|row| row.slug).collect();
        asked.extend(open.into_iter().map(|slug| {
            let is_taken = taken.contains(&slug);
            (slug, is_taken)
        }));
    }
}

/// The first slug of each base that is neither taken nor given before.
fn give(bases: &[String], asked: &HashMap<String, bool>) -> Vec<String> {
    let mut given: HashSet<String> = HashSet::with_capacity(bases.len());
    let mut slugs = Vec::with_capacity(bases.len());
    for base in bases {
        let mut numbers = (1..).map(|number| slug::numbered(base, number));
        let free = numbers.find(|slug| asked.get(slug) != Some(&true) && !given.contains(slug));
        let slug = free.unwrap_or_default();
        given.insert(slug.clone());
        slugs.push(slug);
    }
    slugs
}
