//! Everything from which claims are compared, for many statistics at once: a handful of statements,
//! however many claims there are.

mod beside;
mod facet;
mod past;
mod row;
mod stats;

use entity::{claim, relation_override};
use foldhash::HashSet;
use futures_util::try_join;
use sea_orm::Statement;
use uuid::Uuid;

use super::{
    ask::Ask,
    read::Read,
    row::{Row, TableRow, Under},
};
use crate::{Result, domain::origin::Attribution};

pub use beside::{beside, count_beside};
pub use facet::{Facet, facet};
pub use past::known_at;
pub use row::{AgentRow, ClaimRow, DerivationRow, LinkRow, StatisticRow};
pub(super) use stats::Counted;
pub use stats::{Bucket, Group, count};

/// Keys in one statement at most: a power of two, since lists of keys are padded to one, and within
/// what SQLite takes.
const KEYS: usize = 16_384;

/// Rows from which on a statement takes more time than is given to it in a thread that answers.
const LONG: usize = 500;

/// Whose claims.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// All claims on these statistics, and on those that are read as one with them: the ids are
    /// those of the records kept.
    Statistics(&'a [Uuid]),
    /// These claims, which are on no statistic.
    Statements(&'a [Uuid]),
}

/// What is on record of the claims of a scope. What does not count is left out: retracted records,
/// what is said in a retracted source, and links and derivations that nobody confirmed.
#[derive(Debug, Default)]
pub struct Held {
    /// The statistics.
    pub statistics: Vec<Under<StatisticRow>>,
    /// The claims, under their statistic or, if they have none, under themselves.
    pub claims: Vec<Under<ClaimRow>>,
    /// The claims themselves, where the past was asked for.
    pub then: Vec<claim::Model>,
    /// Where they are made, under the same.
    pub attributions: Vec<Under<Attribution>>,
    /// Attributions of other claims, from which these have theirs in the end.
    pub others: Vec<Attribution>,
    /// What takes its claim from what, among all of them.
    pub derivations: Vec<DerivationRow>,
    /// Whoever speaks or publishes, and all to whom they lead.
    pub agents: Vec<AgentRow>,
    /// What people decided about pairs, under the statistic of the first claim.
    pub links: Vec<Under<LinkRow>>,
    /// Verdicts of people, under the statistic of the first claim.
    pub overrides: Vec<Under<relation_override::Model>>,
}

impl Scope<'_> {
    const fn keys(&self) -> &[Uuid] {
        match self {
            Self::Statistics(keys) | Self::Statements(keys) => keys,
        }
    }

    /// What a claim stands under, and the tables and the condition that give the claims.
    fn claims(&self, ask: &mut Ask) -> (&'static str, &'static str, String) {
        let keys = ask.keys(self.keys());
        match self {
            Self::Statistics(_) => (
                "statistic.canonical_id",
                "statistic JOIN claim ON claim.statistic_id = statistic.id",
                format!("statistic.canonical_id IN {keys} AND claim.status = 'ACTIVE'"),
            ),
            Self::Statements(_) => {
                ("claim.id", "claim", format!("claim.id IN {keys} AND claim.status = 'ACTIVE'"))
            }
        }
    }
}

/// Loads what is on record of the claims of a scope.
pub async fn load(db: &impl Read, scope: Scope<'_>) -> Result<Held> {
    if scope.keys().is_empty() {
        return Ok(Held::default());
    }
    // First, so that what is committed meanwhile is counted by no mark that stands in here.
    let statistics = statistics(db, scope).await?;
    let known = statistics.iter().filter_map(|found| usize::try_from(found.row.attributions?).ok());
    let size = known.sum();
    let (claims, attributions, near, links, overrides) = try_join!(
        claims(db, scope, size),
        attributions(db, scope, size),
        derivations(db, scope, size),
        links(db, scope),
        overrides(db, scope),
    )?;
    let (derivations, others) = beyond(db, &attributions, near).await?;
    let agents =
        agents(db, &speakers(attributions.iter().map(|it| &it.row).chain(&others))).await?;
    Ok(Held {
        statistics,
        claims,
        then: Vec::new(),
        attributions,
        others,
        derivations,
        agents,
        links,
        overrides,
    })
}

/// The derivations with those of other claims to which they lead, and the attributions of these.
/// Most lead to none. What is committed meanwhile may stand in one statement and not in another: the
/// marks, which are read first, tell that what was loaded so is old.
async fn beyond(
    db: &impl Read,
    own: &[Under<Attribution>],
    near: Vec<DerivationRow>,
) -> Result<(Vec<DerivationRow>, Vec<Attribution>)> {
    let own: HashSet<Uuid> = own.iter().map(|found| found.row.id).collect();
    let ends = |rows: &[DerivationRow]| -> HashSet<Uuid> {
        let ends = rows.iter().flat_map(|it| [Some(it.child), it.parent_attribution, it.inside]);
        ends.flatten().filter(|id| !own.contains(id)).collect()
    };
    let mut found = near;
    found.extend(derivations_beyond(db, &sorted(ends(&found))).await?);
    let others = attributions_by_id(db, &sorted(ends(&found))).await?;
    Ok((found, others))
}

/// Who speaks in these attributions, and who publishes them.
fn speakers<'a>(attributions: impl Iterator<Item = &'a Attribution>) -> Vec<Uuid> {
    sorted(attributions.flat_map(|it| [it.agent, it.publisher]).flatten().collect())
}

/// One order of the same keys, so that the same question is the same statement.
fn sorted(keys: HashSet<Uuid>) -> Vec<Uuid> {
    let mut keys = Vec::from_iter(keys);
    keys.sort_unstable();
    keys
}

/// Asks about so many records, as far as it is known how many they are, for about so many rows.
async fn ask<T: Row>(
    db: &impl Read,
    size: usize,
    rows: usize,
    statement: Statement,
    doing: &'static str,
) -> Result<Vec<T>> {
    if size < LONG {
        db.statement(statement, doing).await
    } else {
        db.long_statement(statement, rows, doing).await
    }
}

/// The columns of a statistic, for [`StatisticRow`].
const STATISTIC: &str = r#"kept.id AS id, measure.id AS measure,
    counted_event.canonical_id AS event, counted_place.canonical_id AS place,
    kept.population AS population, kept.period_start AS period_start,
    kept.period_end AS period_end, event."end" AS event_end,
    measure.accumulation AS accumulation, measure.integral AS integral,
    measure.value_type AS value_type, kept_summary.marks AS marks,
    kept_summary.attribution_count AS attributions"#;

/// From the record of a statistic that was kept to what it counts.
const COUNTED_BY: &str = "JOIN measure AS counted ON counted.id = kept.measure_id
    JOIN measure ON measure.id = counted.canonical_id
    LEFT JOIN event AS counted_event ON counted_event.id = kept.event_id
    LEFT JOIN event ON event.id = counted_event.canonical_id
    LEFT JOIN place AS counted_place ON counted_place.id = kept.place_id
    LEFT JOIN statistic_summary AS kept_summary ON kept_summary.statistic_id = kept.id";

/// What these statistics count, after merges; under the ids asked for.
async fn statistics(db: &impl Read, scope: Scope<'_>) -> Result<Vec<Under<StatisticRow>>> {
    let Scope::Statistics(ids) = scope else { return Ok(Vec::new()) };
    let mut ask = Ask::new(db.backend());
    let keys = ask.keys(ids);
    let sql = format!(
        "SELECT asked.id AS parent_key, {STATISTIC}
        FROM statistic AS asked JOIN statistic AS kept ON kept.id = asked.canonical_id
        {COUNTED_BY} WHERE asked.id IN {keys}"
    );
    db.statement(ask.statement(sql), "loading statistics to compare").await
}

async fn claims(db: &impl Read, scope: Scope<'_>, size: usize) -> Result<Vec<Under<ClaimRow>>> {
    let mut ask = Ask::new(db.backend());
    let (under, tables, condition) = scope.claims(&mut ask);
    let sql = format!(
        "SELECT {under} AS parent_key, claim.id AS id, claim.quantity_text AS text,
            claim.qualifier AS qualifier, claim.value AS value, claim.low AS low,
            claim.high AS high, claim.reading_low AS reading_low,
            claim.reading_high AS reading_high, claim.reading_soft AS reading_soft,
            claim.as_of AS as_of
        FROM {tables} WHERE {condition}"
    );
    self::ask(db, size, size, ask.statement(sql), "loading claims to compare").await
}

/// The columns of an attribution, as the rules take it.
const ATTRIBUTION: &str = "attribution.id AS id, attribution.claim_id AS claim,
    attribution.source_id AS source, source.publisher_id AS publisher,
    attribution.agent_id AS agent, attribution.originality AS originality,
    attribution.stance AS stance, attribution.said_on AS said_on,
    source.published_on AS published_on";

/// An attribution counts where its source does.
const COUNTED: &str = "attribution.status = 'ACTIVE' AND source.status = 'ACTIVE'";

async fn attributions(
    db: &impl Read,
    scope: Scope<'_>,
    size: usize,
) -> Result<Vec<Under<Attribution>>> {
    let mut ask = Ask::new(db.backend());
    let (under, tables, condition) = scope.claims(&mut ask);
    let sql = format!(
        "SELECT {under} AS parent_key, {ATTRIBUTION}
        FROM {tables} JOIN attribution ON attribution.claim_id = claim.id
        JOIN source ON source.id = attribution.source_id
        WHERE {condition} AND {COUNTED}"
    );
    self::ask(db, size, size, ask.statement(sql), "loading attributions to compare").await
}

async fn attributions_by_id(db: &impl Read, ids: &[Uuid]) -> Result<Vec<Attribution>> {
    let mut found = Vec::new();
    for ids in ids.chunks(KEYS) {
        let mut ask = Ask::new(db.backend());
        let keys = ask.keys(ids);
        let sql = format!(
            "SELECT {ATTRIBUTION} FROM attribution
            JOIN source ON source.id = attribution.source_id
            JOIN claim ON claim.id = attribution.claim_id
            WHERE attribution.id IN {keys} AND claim.status = 'ACTIVE' AND {COUNTED}"
        );
        found.extend(db.statement(ask.statement(sql), "following derivations").await?);
    }
    Ok(found)
}

/// The columns of a derivation, for [`DerivationRow`], without where its document makes the claim.
const DERIVATION: &str = "edge.id AS id, edge.attribution_id AS child,
    edge.parent_attribution_id AS parent_attribution, edge.parent_source_id AS parent_source";

/// A derivation counts where somebody confirmed it.
const CONFIRMED: &str = "edge.status = 'ACTIVE' AND edge.confirmation = 'CONFIRMED'";

/// Confirmed derivations at one end of which is an attribution of these claims: those from which it
/// goes up, and those by which another is one wire item or one utterance with it. A document that is
/// named as a parent makes the same claim, so that no other place has to be looked for.
async fn derivations(db: &impl Read, scope: Scope<'_>, size: usize) -> Result<Vec<DerivationRow>> {
    let mut ask = Ask::new(db.backend());
    let (_, tables, condition) = scope.claims(&mut ask);
    // A cross join keeps SQLite from walking through every derivation on record.
    let joined = |at_end: &str| {
        format!(
            "SELECT {DERIVATION}, NULL AS inside, edge.kind AS kind
            FROM {tables} JOIN attribution AS here ON here.claim_id = claim.id
            CROSS JOIN derivation AS edge
            WHERE {condition} AND here.status = 'ACTIVE' AND {at_end} AND {CONFIRMED}"
        )
    };
    let up = joined("edge.attribution_id = here.id");
    let alike = joined(
        "edge.parent_attribution_id = here.id AND edge.kind IN ('SAME_WIRE', 'SAME_UTTERANCE')",
    );
    let sql = format!("{up} UNION ALL {alike}");
    // Few attributions are derived from anything.
    self::ask(db, size, 0, ask.statement(sql), "loading derivations to compare").await
}

/// Confirmed derivations of these attributions, and of all to which they lead: up to what they take
/// their claim from, and to either side where two are one wire item or one utterance.
async fn derivations_beyond(db: &impl Read, from: &[Uuid]) -> Result<Vec<DerivationRow>> {
    let mut found = Vec::new();
    for ids in from.chunks(KEYS) {
        let mut ask = Ask::new(db.backend());
        let keys = ask.keys(ids);
        // A cross join keeps SQLite from walking through every derivation on record, and a status
        // that is compared by no equality from an index of its own making over all attributions.
        let sql = format!(
            "WITH RECURSIVE reached(id) AS (
                SELECT attribution.id FROM attribution
                WHERE attribution.id IN {keys} AND NOT attribution.status <> 'ACTIVE'
              UNION
                SELECT beyond.id
                FROM reached CROSS JOIN attribution AS here CROSS JOIN derivation AS edge
                CROSS JOIN attribution AS beyond
                WHERE here.id = reached.id
                    AND (edge.attribution_id = here.id
                        OR (edge.parent_attribution_id = here.id
                            AND edge.kind IN ('SAME_WIRE', 'SAME_UTTERANCE')))
                    AND {CONFIRMED}
                    AND (beyond.id = CASE WHEN edge.attribution_id = here.id
                            THEN edge.parent_attribution_id ELSE edge.attribution_id END
                        OR (beyond.source_id = edge.parent_source_id
                            AND beyond.claim_id = here.claim_id))
                    AND NOT beyond.status <> 'ACTIVE'
            )
            SELECT {DERIVATION}, inside.id AS inside, edge.kind AS kind
            FROM reached CROSS JOIN attribution AS here CROSS JOIN derivation AS edge
            LEFT JOIN attribution AS inside
                ON inside.source_id = edge.parent_source_id AND inside.claim_id = here.claim_id
            WHERE here.id = reached.id AND edge.attribution_id = here.id
                AND {CONFIRMED}"
        );
        let doing = "loading derivations";
        found.extend(self::ask(db, ids.len(), ids.len(), ask.statement(sql), doing).await?);
    }
    Ok(found)
}

/// These agents, and all to whom they lead: by merges, by whom they speak for, by who controls them.
async fn agents(db: &impl Read, ids: &[Uuid]) -> Result<Vec<AgentRow>> {
    let mut found = Vec::new();
    for ids in ids.chunks(KEYS) {
        let mut ask = Ask::new(db.backend());
        let keys = ask.keys(ids);
        let sql = format!(
            "WITH RECURSIVE reached(id) AS (
                SELECT agent.id FROM agent WHERE agent.id IN {keys}
              UNION
                SELECT beyond.id
                FROM reached JOIN agent AS here ON here.id = reached.id
                JOIN agent AS beyond
                    ON beyond.id IN (here.canonical_id, here.speaks_for_id, here.parent_id)
                WHERE here.canonical_id <> here.id OR here.speaks_for_id IS NOT NULL
                    OR here.parent_id IS NOT NULL
            )
            SELECT agent.id AS id, agent.kind AS kind, agent.speaks_for_id AS speaks_for,
                agent.parent_id AS parent, agent.canonical_id AS canonical
            FROM reached JOIN agent ON agent.id = reached.id"
        );
        let doing = "loading agents to compare";
        found.extend(self::ask(db, ids.len(), ids.len(), ask.statement(sql), doing).await?);
    }
    Ok(found)
}

async fn links(db: &impl Read, scope: Scope<'_>) -> Result<Vec<Under<LinkRow>>> {
    let mut ask = Ask::new(db.backend());
    let (under, tables, condition) = scope.claims(&mut ask);
    let sql = format!(
        "SELECT {under} AS parent_key, link.claim_id AS claim, link.other_claim_id AS other,
            link.kind AS kind
        FROM {tables} JOIN claim_link AS link ON link.claim_id = claim.id
        WHERE {condition} AND link.status = 'ACTIVE' AND link.confirmation = 'CONFIRMED'"
    );
    db.statement(ask.statement(sql), "loading links between claims").await
}

async fn overrides(
    db: &impl Read,
    scope: Scope<'_>,
) -> Result<Vec<Under<relation_override::Model>>> {
    let mut ask = Ask::new(db.backend());
    let (under, tables, condition) = scope.claims(&mut ask);
    let columns = columns::<relation_override::Model>("said");
    let sql = format!(
        "SELECT {under} AS parent_key, {columns}
        FROM {tables} JOIN relation_override AS said ON said.claim_id = claim.id
        WHERE {condition} AND said.status = 'ACTIVE'"
    );
    db.statement(ask.statement(sql), "loading overrides").await
}

/// The columns of a table that goes by the name `here`.
fn columns<T: TableRow>(here: &str) -> String {
    let columns = T::COLUMNS.iter().map(|column| format!("{here}.{column} AS {column}"));
    columns.collect::<Vec<_>>().join(", ")
}
