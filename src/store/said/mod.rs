//! What is said, a row for each place where it is: claim, source, speaker and words side by side.

mod of;
mod past;

use entity::vocab::{AnchorStatus, Hedge, Qualifier, RecordStatus, Stance};
use uuid::Uuid;

use super::{
    ask::Ask,
    read::Read,
    row::{Count, Under, rec},
};
use crate::Result;

pub use of::{Of, Verdicts, count_of, listed, verdicts_of_agent};
pub use past::known_at;

/// One place where a claim is made, with what a reader wants to know of it.
#[derive(Clone, Debug)]
pub struct SaidRow {
    /// The attribution.
    pub id: Uuid,
    /// The claim.
    pub claim: Uuid,
    /// The statistic that the claim is on, after merges; `None` for a statement.
    pub statistic: Option<Uuid>,
    /// Its name in addresses.
    pub slug: Option<String>,
    /// What it is called.
    pub statistic_title: Option<String>,
    /// What is counted, one of it.
    pub unit: Option<String>,
    /// The quantity as the claim words it; of a statement, the statement.
    pub text: String,
    /// The quantity as it is worded here; `None` where it is the same.
    pub worded: Option<String>,
    /// How the number was qualified; `None` for a statement.
    pub qualifier: Option<Qualifier>,
    /// The number named; `None` where none was.
    pub value: Option<f64>,
    /// The lower bound that was said; `None` where it is open.
    pub low: Option<f64>,
    /// The upper bound that was said; `None` where it is open.
    pub high: Option<f64>,
    /// The lower bound as the default lexicon reads the words; `None` where it is open.
    pub reading_low: Option<f64>,
    /// The upper bound as the default lexicon reads the words; `None` where it is open.
    pub reading_high: Option<f64>,
    /// The moment that the number describes, in EDTF; `None` where nobody stated one.
    pub as_of: Option<String>,
    /// Who is said to hold it, after merges; `None` where the source speaks in its own voice.
    pub agent: Option<Uuid>,
    /// What that agent is called.
    pub agent_name: Option<String>,
    /// The document.
    pub source: Uuid,
    /// Its title.
    pub source_title: String,
    /// Its address; `None` where it has none.
    pub source_url: Option<String>,
    /// The address of a copy that stays; `None` where there is none.
    pub archive_url: Option<String>,
    /// Who published it, after merges; `None` where nobody is recorded.
    pub publisher: Option<Uuid>,
    /// What the publisher is called.
    pub publisher_name: Option<String>,
    /// When it was published, in EDTF; `None` where that is not known.
    pub published_on: Option<String>,
    /// How it stands to the claim.
    pub stance: Stance,
    /// The reporting verb; `None` where none is recorded.
    pub verb: Option<String>,
    /// How it was hedged.
    pub hedge: Hedge,
    /// When it was said, in EDTF; `None` where the source does not tell.
    pub said_on: Option<String>,
    /// The words themselves; `None` where none are quoted.
    pub quote: Option<String>,
    /// What stands before them.
    pub quote_prefix: Option<String>,
    /// What stands after them.
    pub quote_suffix: Option<String>,
    /// Their language; `None` where it is that of the source.
    pub quote_language: Option<String>,
    /// The words in English; `None` where they were not translated.
    pub quote_translation: Option<String>,
    /// Whether they are still found; `None` where none are quoted.
    pub quote_status: Option<AnchorStatus>,
    /// The language of the source; `None` where it is not known.
    pub language: Option<String>,
    /// Whether the claim counts.
    pub claim_status: RecordStatus,
    /// Whether the attribution counts.
    pub status: RecordStatus,
    /// Whether the source counts.
    pub source_status: RecordStatus,
    /// Why it does not count, of the first of the three that does not; `None` where all do.
    pub reason: Option<String>,
}

rec!(SaidRow {
    id,
    claim,
    statistic,
    slug,
    statistic_title,
    unit,
    text,
    worded,
    qualifier,
    value,
    low,
    high,
    reading_low,
    reading_high,
    as_of,
    agent,
    agent_name,
    source,
    source_title,
    source_url,
    archive_url,
    publisher,
    publisher_name,
    published_on,
    stance,
    verb,
    hedge,
    said_on,
    quote,
    quote_prefix,
    quote_suffix,
    quote_language,
    quote_translation,
    quote_status,
    language,
    claim_status,
    status,
    source_status,
    reason
});

impl SaidRow {
    /// Whether it counts: the claim, the attribution and the source do.
    #[must_use]
    pub fn counts(&self) -> bool {
        [self.claim_status, self.status, self.source_status]
            .iter()
            .all(|status| *status == RecordStatus::Active)
    }
}

/// The columns of [`SaidRow`].
const COLUMNS: &str = "attribution.id AS id, claim.id AS claim,
    statistic.canonical_id AS statistic, kept.slug AS slug, kept.title AS statistic_title,
    measure.unit AS unit,
    COALESCE(claim.quantity_text, claim.text) AS text, attribution.quantity_text AS worded,
    claim.qualifier AS qualifier, claim.value AS value, claim.low AS low, claim.high AS high,
    claim.reading_low AS reading_low, claim.reading_high AS reading_high, claim.as_of AS as_of,
    agent.id AS agent, agent.name AS agent_name, source.id AS source,
    source.title AS source_title, source.url AS source_url, source.archive_url AS archive_url,
    publisher.id AS publisher, publisher.name AS publisher_name,
    source.published_on AS published_on, attribution.stance AS stance, attribution.verb AS verb,
    attribution.hedge AS hedge, attribution.said_on AS said_on,
    attribution.quote_exact AS quote, attribution.quote_prefix AS quote_prefix,
    attribution.quote_suffix AS quote_suffix, attribution.quote_language AS quote_language,
    attribution.quote_translation AS quote_translation, attribution.quote_status AS quote_status,
    source.language AS language, claim.status AS claim_status, attribution.status AS status,
    source.status AS source_status,
    COALESCE(claim.status_reason, attribution.status_reason, source.status_reason) AS reason";

/// What a row names besides the claim and the attribution.
const NAMED: &str = "JOIN source ON source.id = attribution.source_id
    LEFT JOIN statistic AS kept ON kept.id = statistic.canonical_id
    LEFT JOIN measure AS counted ON counted.id = kept.measure_id
    LEFT JOIN measure ON measure.id = counted.canonical_id
    LEFT JOIN agent AS named ON named.id = attribution.agent_id
    LEFT JOIN agent ON agent.id = named.canonical_id
    LEFT JOIN agent AS issuer ON issuer.id = source.publisher_id
    LEFT JOIN agent AS publisher ON publisher.id = issuer.canonical_id";

/// The claims on statistics that are read as one, and where they are made.
const ON_IT: &str = "statistic JOIN claim ON claim.statistic_id = statistic.id
    JOIN attribution ON attribution.claim_id = claim.id";

/// All of the three count.
const COUNTS: &str = "claim.status = 'ACTIVE' AND attribution.status = 'ACTIVE'
    AND source.status = 'ACTIVE'";

/// Any of the three was retracted.
const RETRACTED: &str = "(claim.status = 'RETRACTED' OR attribution.status = 'RETRACTED'
    OR source.status = 'RETRACTED')";

/// Where a row stands among those of several statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The statistic, after merges.
    pub statistic: Uuid,
    /// The claim.
    pub claim: Uuid,
    /// The attribution.
    pub attribution: Uuid,
}

impl Place {
    /// Where a row stands; `None` for a statement.
    #[must_use]
    pub fn of(row: &SaidRow) -> Option<Self> {
        let SaidRow { statistic, claim, id, .. } = row;
        Some(Self { statistic: (*statistic)?, claim: *claim, attribution: *id })
    }
}

/// These attributions, by id; whatever their status.
pub async fn by_ids(db: &impl Read, ids: &[Uuid]) -> Result<Vec<SaidRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut ask = Ask::new(db.backend());
    let keys = ask.keys(ids);
    let sql = format!(
        "SELECT {COLUMNS} FROM attribution JOIN claim ON claim.id = attribution.claim_id
        LEFT JOIN statistic ON statistic.id = claim.statistic_id {NAMED}
        WHERE attribution.id IN {keys} ORDER BY attribution.id"
    );
    db.statement(ask.statement(sql), "loading what is said").await
}

/// Which rows of statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Those that count.
    Counting,
    /// Those that were retracted, with their claim or with their source.
    Retracted,
    /// Both.
    All,
}

impl Kept {
    fn condition(self) -> String {
        match self {
            Self::Counting => COUNTS.to_owned(),
            Self::Retracted => RETRACTED.to_owned(),
            Self::All => format!("(({COUNTS}) OR {RETRACTED})"),
        }
    }
}

/// The first `limit` retracted rows of these statistics after a place, by statistic, then by claim,
/// each in the order of recording.
pub async fn retracted(
    db: &impl Read,
    statistics: &[Uuid],
    after: Option<Place>,
    limit: u64,
) -> Result<Vec<SaidRow>> {
    if statistics.is_empty() {
        return Ok(Vec::new());
    }
    let mut ask = Ask::new(db.backend());
    let keys = ask.keys(statistics);
    let past = after.map_or_else(String::new, |Place { statistic, claim, attribution }| {
        let bound = [ask.value(statistic), ask.value(claim), ask.value(attribution)].join(", ");
        format!("AND (statistic.canonical_id, claim.id, attribution.id) > ({bound})")
    });
    let limit = ask.value(i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = format!(
        "SELECT {COLUMNS} FROM {ON_IT} {NAMED}
        WHERE statistic.canonical_id IN {keys} AND {RETRACTED} {past}
        ORDER BY statistic.canonical_id, claim.id, attribution.id LIMIT {limit}"
    );
    db.statement(ask.statement(sql), "listing what was retracted").await
}

/// How many rows of a statistic were retracted.
pub async fn count_retracted(db: &impl Read, statistic: Uuid) -> Result<i64> {
    let mut ask = Ask::new(db.backend());
    let id = ask.value(statistic);
    let sql = format!(
        "SELECT COUNT(*) AS count FROM {ON_IT} JOIN source ON source.id = attribution.source_id
        WHERE statistic.canonical_id = {id} AND {RETRACTED}"
    );
    let rows: Vec<Count> = db.statement(ask.statement(sql), "counting what was retracted").await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// What a document is called.
#[derive(Clone, Debug)]
pub struct Title {
    /// The document.
    pub id: Uuid,
    /// Its title.
    pub title: String,
}

rec!(Title { id, title });

/// The titles of sources; without their texts, which may be long.
pub async fn titles(db: &impl Read, sources: &[Uuid]) -> Result<Vec<Title>> {
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let mut ask = Ask::new(db.backend());
    let keys = ask.keys(sources);
    let sql = format!(
        "SELECT source.id AS id, source.title AS title FROM source WHERE source.id IN {keys}"
    );
    db.statement(ask.statement(sql), "loading titles").await
}

/// In how many places something is said on each of these statistics, whatever its status; those
/// without any are left out.
pub async fn sizes(db: &impl Read, statistics: &[Uuid]) -> Result<Vec<Under<Count>>> {
    if statistics.is_empty() {
        return Ok(Vec::new());
    }
    let mut ask = Ask::new(db.backend());
    let keys = ask.keys(statistics);
    let sql = format!(
        "SELECT statistic.canonical_id AS parent_key, COUNT(*) AS count FROM {ON_IT}
        WHERE statistic.canonical_id IN {keys} GROUP BY statistic.canonical_id"
    );
    db.statement(ask.statement(sql), "counting what is said").await
}

/// The first `limit` rows of claims that are on no statistic, after a claim and an attribution of
/// it, by claim, each in the order of recording.
pub async fn on_no_statistic(
    db: &impl Read,
    kept: Kept,
    after: Option<(Uuid, Uuid)>,
    limit: u64,
) -> Result<Vec<SaidRow>> {
    let mut ask = Ask::new(db.backend());
    let condition = kept.condition();
    let past = after.map_or_else(String::new, |(claim, attribution)| {
        let bound = [ask.value(claim), ask.value(attribution)].join(", ");
        format!("AND (claim.id, attribution.id) > ({bound})")
    });
    let limit = ask.value(i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = format!(
        "SELECT {COLUMNS} FROM claim JOIN attribution ON attribution.claim_id = claim.id
        LEFT JOIN statistic ON statistic.id = claim.statistic_id {NAMED}
        WHERE claim.statistic_id IS NULL AND {condition} {past}
        ORDER BY claim.id, attribution.id LIMIT {limit}"
    );
    db.statement(ask.statement(sql), "listing statements").await
}
