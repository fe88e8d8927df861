//! What the rules that look at many records at once are fed with, and what they found before.

use entity::{
    claim_link, derivation, finding,
    vocab::{FindingCode, RecordStatus, Resolution, Severity},
};
use sea_orm::ActiveEnum as _;
use uuid::Uuid;

use super::{
    ask::Ask,
    read::Read,
    row::{TableRow, Under, rec},
};
use crate::{Result, domain::finding::Subject};

/// What a finding is about; `None` for none, which the table does not allow.
#[must_use]
pub const fn subject_of(row: &finding::Model) -> Option<Subject> {
    match (row.claim_id, row.attribution_id, row.source_id, row.agent_id) {
        (Some(id), ..) => Some(Subject::Claim(id)),
        (None, Some(id), ..) => Some(Subject::Attribution(id)),
        (None, None, Some(id), _) => Some(Subject::Source(id)),
        (None, None, None, Some(id)) => Some(Subject::Agent(id)),
        (None, None, None, None) => None,
    }
}

/// An event that began after a source was published.
#[derive(Clone, Debug)]
pub struct LaterEvent {
    /// When the source was published, in EDTF.
    pub published_on: String,
    /// What the event is called.
    pub name: String,
    /// When it began, in EDTF.
    pub start: String,
}

rec!(LaterEvent { published_on, name, start });

/// A key alone.
#[derive(Clone, Copy, Debug)]
pub struct Id {
    /// The key.
    pub id: Uuid,
}

rec!(Id { id });

/// The words in which an attribution makes its claim.
#[derive(Clone, Debug)]
pub struct QuoteRow {
    /// The attribution.
    pub id: Uuid,
    /// Its quote.
    pub quote: String,
}

rec!(QuoteRow { id, quote });

/// How many findings are alike in what a list of them is narrowed by.
#[derive(Clone, Copy, Debug)]
pub struct Alike {
    /// What was noticed.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// A person's verdict.
    pub resolution: Resolution,
    /// Whether they count.
    pub status: RecordStatus,
    /// How many they are.
    pub count: i64,
}

rec!(Alike { code, severity, resolution, status, count });

/// From an attribution to the event that its claim is about, after merges.
const ABOUT: &str = "JOIN claim ON claim.id = attribution.claim_id AND claim.status = 'ACTIVE'
    LEFT JOIN statistic ON statistic.id = claim.statistic_id
    JOIN event AS named ON named.id = COALESCE(statistic.event_id, claim.event_id)
    JOIN event ON event.id = named.canonical_id";

/// The claims on a statistic, and on those that are read as one with it, whatever their status.
const ON_IT: &str = "statistic JOIN claim ON claim.statistic_id = statistic.id";

/// All findings, counted by all that a list of them is narrowed by: dozens of rows at most.
pub async fn counted(db: &impl Read) -> Result<Vec<Alike>> {
    let sql = "SELECT code, severity, resolution, status, COUNT(*) AS count FROM finding
        GROUP BY code, severity, resolution, status";
    db.statement(Ask::new(db.backend()).statement(sql.to_owned()), "counting findings").await
}

/// The events that claims of these sources are about and that began after the source was published,
/// by source.
pub async fn later_events(db: &impl Read, sources: &[Uuid]) -> Result<Vec<Under<LaterEvent>>> {
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    later_events_where(db, "source.id", sources).await
}

/// Whether the claim of an attribution is about an event that began after its source was published.
pub async fn is_before_event(db: &impl Read, attribution: Uuid) -> Result<bool> {
    Ok(!later_events_where(db, "attribution.id", &[attribution]).await?.is_empty())
}

async fn later_events_where(
    db: &impl Read,
    column: &str,
    keys: &[Uuid],
) -> Result<Vec<Under<LaterEvent>>> {
    let mut ask = Ask::new(db.backend());
    let keys = ask.keys(keys);
    let sql = format!(
        "SELECT DISTINCT source.id AS parent_key, source.published_on AS published_on,
            event.name AS name, event.start AS start
        FROM source JOIN attribution ON attribution.source_id = source.id
            AND attribution.status = 'ACTIVE'
        {ABOUT}
        WHERE {column} IN {keys} AND source.status = 'ACTIVE' AND event.status = 'ACTIVE'
            AND source.published_on_latest < event.start_earliest"
    );
    db.statement(ask.statement(sql), "comparing sources with their events").await
}

/// The sources whose finding about their date hangs on an event or one that is read as it: those
/// that are dated before it, and those that were found to be dated before one.
pub async fn sources_at_event(db: &impl Read, canonical: Uuid) -> Result<Vec<Uuid>> {
    let mut ask = Ask::new(db.backend());
    let event = ask.value(canonical);
    let code = ask.value(FindingCode::SourceBeforeEvent.to_value());
    let sql = format!(
        "SELECT DISTINCT source.id AS id
        FROM event AS family JOIN event AS named ON named.canonical_id = family.canonical_id
        JOIN event ON event.id = named.canonical_id
        JOIN claim ON claim.id IN (
            SELECT of_statistic.id FROM statistic
            JOIN claim AS of_statistic ON of_statistic.statistic_id = statistic.id
            WHERE statistic.event_id = named.id
          UNION ALL
            SELECT statement.id FROM claim AS statement WHERE statement.event_id = named.id
        )
        JOIN attribution ON attribution.claim_id = claim.id
        JOIN source ON source.id = attribution.source_id
        WHERE family.id = {event}
            AND (source.published_on_latest < event.start_earliest
                OR EXISTS (SELECT 1 FROM finding WHERE finding.source_id = source.id
                    AND finding.code = {code}))
        ORDER BY source.id"
    );
    ids(db, ask, sql).await
}

/// The sources in which a claim is made.
pub async fn sources_of_claim(db: &impl Read, claim: Uuid) -> Result<Vec<Uuid>> {
    let mut ask = Ask::new(db.backend());
    let claim = ask.value(claim);
    let sql = format!(
        "SELECT DISTINCT attribution.source_id AS id FROM attribution
        WHERE attribution.claim_id = {claim} ORDER BY attribution.source_id"
    );
    ids(db, ask, sql).await
}

async fn ids(db: &impl Read, ask: Ask, sql: String) -> Result<Vec<Uuid>> {
    let rows: Vec<Id> = db.statement(ask.statement(sql), "looking for sources").await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What was noticed by these rules about the claims on a statistic and their attributions, whatever
/// the status of either.
pub async fn of_statistic(
    db: &impl Read,
    statistic: Uuid,
    rules: &[FindingCode],
) -> Result<Vec<finding::Model>> {
    let mut ask = Ask::new(db.backend());
    let id = ask.value(statistic);
    let codes: Vec<String> = rules.iter().map(|code| ask.value(code.to_value())).collect();
    let codes = codes.join(", ");
    let columns = columns::<finding::Model>("finding");
    let sql = format!(
        "SELECT {columns} FROM finding
        WHERE finding.code IN ({codes}) AND finding.id IN (
            SELECT about.id FROM {ON_IT} JOIN finding AS about ON about.claim_id = claim.id
            WHERE statistic.canonical_id = {id}
          UNION ALL
            SELECT about.id FROM {ON_IT} JOIN attribution ON attribution.claim_id = claim.id
            JOIN finding AS about ON about.attribution_id = attribution.id
            WHERE statistic.canonical_id = {id}
        )
        ORDER BY finding.id"
    );
    db.statement(ask.statement(sql), "loading the findings of a statistic").await
}

/// What rules noticed about the claims on each of these statistics, their attributions, and the
/// sources and agents of these: the first 500 of each, by id.
pub async fn bearing_on(db: &impl Read, statistics: &[Uuid]) -> Result<Vec<Under<finding::Model>>> {
    let mut ask = Ask::new(db.backend());
    let keys = ask.keys(statistics);
    let columns = columns::<finding::Model>("finding");
    let about = [
        ("claim_id", "claim"),
        ("attribution_id", "attribution"),
        ("source_id", "source"),
        ("agent_id", "speaker"),
        ("agent_id", "publisher"),
    ];
    let about = about.map(|(column, of)| {
        format!(
            "SELECT said.statistic AS statistic, finding.id AS id
            FROM said JOIN finding ON finding.{column} = said.{of}
            WHERE finding.status = 'ACTIVE'"
        )
    });
    let about = about.join(" UNION ");
    let sql = format!(
        "WITH said AS (
            SELECT statistic.canonical_id AS statistic, claim.id AS claim,
                attribution.id AS attribution, attribution.source_id AS source,
                speaker.canonical_id AS speaker, publisher.canonical_id AS publisher
            FROM statistic JOIN claim ON claim.statistic_id = statistic.id
            LEFT JOIN attribution
                ON attribution.claim_id = claim.id AND attribution.status = 'ACTIVE'
            LEFT JOIN source ON source.id = attribution.source_id
            LEFT JOIN agent AS speaker ON speaker.id = attribution.agent_id
            LEFT JOIN agent AS publisher ON publisher.id = source.publisher_id
            WHERE statistic.canonical_id IN {keys} AND claim.status = 'ACTIVE'
        ), about AS ({about}), ranked AS (
            SELECT about.statistic AS statistic, about.id AS id,
                ROW_NUMBER() OVER (PARTITION BY about.statistic ORDER BY about.id) AS place
            FROM about
        )
        SELECT ranked.statistic AS parent_key, {columns}
        FROM ranked JOIN finding ON finding.id = ranked.id
        WHERE ranked.place <= 500 ORDER BY ranked.statistic, finding.id"
    );
    db.statement(ask.statement(sql), "loading the findings of statistics").await
}

/// The quotes of the attributions that assert a claim on a statistic.
pub async fn quotes(db: &impl Read, statistic: Uuid) -> Result<Vec<QuoteRow>> {
    let mut ask = Ask::new(db.backend());
    let id = ask.value(statistic);
    let sql = format!(
        "SELECT attribution.id AS id, attribution.quote_exact AS quote
        FROM {ON_IT} JOIN attribution ON attribution.claim_id = claim.id
        WHERE statistic.canonical_id = {id} AND claim.status = 'ACTIVE'
            AND attribution.status = 'ACTIVE' AND attribution.stance = 'ASSERTS'
            AND attribution.quote_exact IS NOT NULL"
    );
    db.statement(ask.statement(sql), "loading quotes to compare").await
}

/// The derivations of the attributions on a statistic, whoever proposed them and whatever became of
/// them.
pub async fn derivations(db: &impl Read, statistic: Uuid) -> Result<Vec<derivation::Model>> {
    let mut ask = Ask::new(db.backend());
    let id = ask.value(statistic);
    let columns = columns::<derivation::Model>("derivation");
    let sql = format!(
        "SELECT {columns} FROM {ON_IT} JOIN attribution ON attribution.claim_id = claim.id
        JOIN derivation ON derivation.attribution_id = attribution.id
        WHERE statistic.canonical_id = {id} ORDER BY derivation.id"
    );
    db.statement(ask.statement(sql), "loading derivations").await
}

/// The links between parts and totals, whatever became of them, of every total that is on a
/// statistic or has a part there.
pub async fn part_links(db: &impl Read, statistic: Uuid) -> Result<Vec<claim_link::Model>> {
    let mut ask = Ask::new(db.backend());
    let id = ask.value(statistic);
    let columns = columns::<claim_link::Model>("link");
    let sql = format!(
        "SELECT {columns} FROM claim_link AS link
        WHERE link.kind = 'PART_OF_TOTAL' AND link.other_claim_id IN (
            SELECT total.other_claim_id FROM {ON_IT}
            JOIN claim_link AS total ON total.other_claim_id = claim.id
            WHERE statistic.canonical_id = {id} AND total.kind = 'PART_OF_TOTAL'
          UNION ALL
            SELECT part.other_claim_id FROM {ON_IT}
            JOIN claim_link AS part ON part.claim_id = claim.id
            WHERE statistic.canonical_id = {id} AND part.kind = 'PART_OF_TOTAL'
        )
        ORDER BY link.id"
    );
    db.statement(ask.statement(sql), "loading parts and totals").await
}

fn columns<T: TableRow>(here: &str) -> String {
    let columns = T::COLUMNS.iter().map(|column| format!("{here}.{column} AS {column}"));
    columns.collect::<Vec<_>>().join(", ")
}
