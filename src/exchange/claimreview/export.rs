//! Writes the assessments of a database as a `DataFeed` of `ClaimReview` items, one on a line.

use std::{collections::HashMap, io::Write};

use entity::{
    agent, assessment, attribution, claim, source,
    vocab::{AgentKind, RecordStatus, Stance},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    Error, Result,
    domain::{address, partial_date::PartialDate, rating},
    store::{
        Db,
        exchange::{page, rows_by},
        record::by_ids,
    },
};

/// Assessments that are read at a time.
const PAGE: u64 = 500;

/// Writes every assessment that counts, by id. Returns how many.
pub async fn export(db: &Db, out: &mut (dyn Write + Send)) -> Result<u64> {
    let unwritten = |error| Error::internal("writing an export", error);
    let (mut after, mut count) = (None, 0);
    out.write_all(
        b"{\"@context\":\"https://schema.org\",\"@type\":\"DataFeed\",\"dataFeedElement\":[",
    )
    .map_err(unwritten)?;
    loop {
        let rows: Vec<assessment::Model> = page(db, after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        let counting: Vec<assessment::Model> =
            rows.into_iter().filter(|row| row.status == RecordStatus::Active).collect();
        let around = Around::of(db, &counting).await?;
        for row in &counting {
            let Some(item) = around.item(row) else { continue };
            out.write_all(if count == 0 { b"\n" } else { b",\n" }).map_err(unwritten)?;
            serde_json::to_writer(&mut *out, &item).map_err(|error| {
                Error::internal("writing an export", std::io::Error::from(error))
            })?;
            count += 1;
        }
    }
    out.write_all(b"\n]}\n").map_err(unwritten)?;
    out.flush().map_err(unwritten)?;
    Ok(count)
}

/// What assessments point at.
struct Around {
    claims: HashMap<Uuid, claim::Model>,
    /// Attributions by their claims, in the order of their ids.
    attributions: HashMap<Uuid, Vec<attribution::Model>>,
    sources: HashMap<Uuid, source::Model>,
    agents: HashMap<Uuid, agent::Model>,
}

impl Around {
    async fn of(db: &Db, rows: &[assessment::Model]) -> Result<Self> {
        let mut ids: Vec<Uuid> = rows.iter().map(|row| row.claim_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let claims: HashMap<Uuid, claim::Model> = by_ids(db, &ids)
            .await?
            .into_iter()
            .map(|found| (found.parent_key, found.row))
            .collect();
        let said: Vec<attribution::Model> = rows_by(db, "claim_id", &ids, "id").await?;
        let said: Vec<attribution::Model> =
            said.into_iter().filter(|row| row.status == RecordStatus::Active).collect();
        let mut ids: Vec<Uuid> = said.iter().map(|row| row.source_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let sources: HashMap<Uuid, source::Model> = in_parts(db, &ids).await?;
        let mut ids: Vec<Uuid> = rows.iter().map(|row| row.reviewer_id).collect();
        ids.extend(said.iter().filter_map(|row| row.agent_id));
        ids.extend(sources.values().filter_map(|row| row.publisher_id));
        ids.sort_unstable();
        ids.dedup();
        let agents: HashMap<Uuid, agent::Model> = in_parts(db, &ids).await?;
        let mut attributions: HashMap<Uuid, Vec<attribution::Model>> = HashMap::new();
        for row in said {
            attributions.entry(row.claim_id).or_default().push(row);
        }
        Ok(Self { claims, attributions, sources, agents })
    }

    fn item(&self, row: &assessment::Model) -> Option<Value> {
        let claim = self.claims.get(&row.claim_id)?;
        let reviewer = self.agents.get(&row.reviewer_id)?;
        let said = self.attributions.get(&claim.id).map(Vec::as_slice).unwrap_or_default();
        let source = |said: &attribution::Model| self.sources.get(&said.source_id);
        let own = said.iter().find(|said| source(said).is_some_and(|page| self.is_page(page, row)));
        let held = own.or_else(|| said.iter().find(|said| said.agent_id.is_some()));
        let mut item = Map::new();
        let mut set = |name: &str, value: Value| {
            if !value.is_null() {
                item.insert(name.to_owned(), value);
            }
        };
        set("@context", "https://schema.org".into());
        set("@type", "ClaimReview".into());
        set("url", row.url.clone().into());
        set("datePublished", day(row.reviewed_on.as_deref()));
        set("author", named(reviewer));
        set("claimReviewed", claim.text.clone().into());
        set("reviewRating", rated(row));
        set("reviewBody", row.rationale.clone().into());
        if let Some(page) = own.and_then(source) {
            let has_title = page.url.as_deref() != Some(page.title.as_str());
            set("name", if has_title { page.title.clone().into() } else { Value::Null });
            set("inLanguage", page.language.clone().into());
        }
        set("itemReviewed", self.reviewed(row, said, held));
        Some(Value::Object(item))
    }

    /// Whether a source is the document of a review.
    fn is_page(&self, source: &source::Model, row: &assessment::Model) -> bool {
        match (&row.url, &source.url) {
            (Some(one), Some(other)) => address::normalise(one) == address::normalise(other),
            (None, None) => {
                let id = |key: Uuid| self.agents.get(&key).map(|agent| agent.id);
                source.publisher_id.and_then(id) == id(row.reviewer_id)
            }
            _ => false,
        }
    }

    /// The claim: who holds it, when it was said, and where it appeared.
    fn reviewed(
        &self,
        row: &assessment::Model,
        said: &[attribution::Model],
        held: Option<&attribution::Model>,
    ) -> Value {
        let mut item = Map::new();
        item.insert("@type".to_owned(), "Claim".into());
        if let Some(held) = held {
            if let Some(claimant) = held.agent_id.and_then(|id| self.agents.get(&id)) {
                item.insert("author".to_owned(), named(claimant));
            }
            let day = day(held.said_on.as_deref());
            if !day.is_null() {
                item.insert("datePublished".to_owned(), day);
            }
        }
        let claimant = held.and_then(|held| held.agent_id);
        let appeared: Vec<Value> = said
            .iter()
            .filter(|said| said.agent_id == claimant && said.stance == Stance::Asserts)
            // What relays it is another review, not where it was made.
            .filter(|said| said.originality != entity::vocab::Originality::Relayed)
            .filter_map(|said| self.sources.get(&said.source_id))
            .filter(|source| source.url.is_some() && !self.is_page(source, row))
            .map(|source| self.work(source))
            .collect();
        if !appeared.is_empty() {
            item.insert("appearance".to_owned(), appeared.into());
        }
        Value::Object(item)
    }

    fn work(&self, source: &source::Model) -> Value {
        let mut work = Map::new();
        work.insert("@type".to_owned(), "CreativeWork".into());
        work.insert("url".to_owned(), source.url.clone().into());
        if source.url.as_deref() != Some(source.title.as_str()) {
            work.insert("headline".to_owned(), source.title.clone().into());
        }
        let day = day(source.published_on.as_deref());
        if !day.is_null() {
            work.insert("datePublished".to_owned(), day);
        }
        if let Some(publisher) = source.publisher_id.and_then(|id| self.agents.get(&id)) {
            work.insert("publisher".to_owned(), named(publisher));
        }
        Value::Object(work)
    }
}

/// The records that these ids lead to, after merges, however many they are.
async fn in_parts<R: crate::store::record::Record>(
    db: &Db,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, R>> {
    let mut all = HashMap::with_capacity(ids.len());
    for part in ids.chunks(1_000) {
        let found = by_ids::<R>(db, part).await?;
        all.extend(found.into_iter().map(|found| (found.parent_key, found.row)));
    }
    Ok(all)
}

/// A date as schema.org takes it; null where it is marked as approximate or uncertain.
fn day(date: Option<&str>) -> Value {
    let read = date.and_then(|date| date.parse::<PartialDate>().ok());
    let sure = read.filter(|date| !date.is_approximate() && !date.is_uncertain());
    sure.map_or(Value::Null, |date| date.as_str().into())
}

fn named(agent: &agent::Model) -> Value {
    let kind = match agent.kind {
        AgentKind::Person => "Person",
        AgentKind::NewsOutlet | AgentKind::NewsAgency => "NewsMediaOrganization",
        AgentKind::GovernmentBody => "GovernmentOrganization",
        AgentKind::Organisation | AgentKind::UnnamedGroup => "Organization",
    };
    json!({ "@type": kind, "name": agent.name })
}

fn rated(row: &assessment::Model) -> Value {
    match row.rating.and_then(rating::number) {
        Some(number) => json!({
            "@type": "Rating", "alternateName": row.rating_text,
            "ratingValue": number, "worstRating": 1, "bestRating": 5,
        }),
        None => json!({ "@type": "Rating", "alternateName": row.rating_text }),
    }
}
