//! Which statistics a commit bears on: one statement, whatever was changed.

use std::collections::BTreeSet;

use entity::vocab::RecordKind;
use sea_orm::ConnectionTrait as _;
use uuid::Uuid;

use super::super::{Doing as _, Txn, ask::Ask};
use crate::Result;

/// A record that a transaction made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its kind.
    pub kind: RecordKind,
    /// Its key.
    pub key: Uuid,
    /// Whether it is new: nothing that was there before can lead to it.
    pub is_new: bool,
    /// The one statistic that it bears on where it is new, as far as that is known; `None` where it
    /// is to be found out.
    pub statistic: Option<Uuid>,
}

impl Touched {
    /// The statistic that it bears on and that need not be found out; `None` where it must.
    fn told(&self) -> Option<Uuid> {
        let is_told = matches!(self.kind, RecordKind::Claim | RecordKind::Attribution);
        self.statistic.filter(|_| self.is_new && is_told)
    }
}

/// Records of one statement.
const TOGETHER: usize = 4_096;

/// Marks the statistics whose comparison these records bear on, in a commit of this number.
///
/// It is not asked whether a change of a record changed what it bears on: that is found out when the
/// statistic is compared anew.
pub async fn mark(txn: &Txn, version: i64, touched: &[Touched]) -> Result<()> {
    for touched in touched.chunks(TOGETHER) {
        let mut ask = Ask::new(txn.sql().get_database_backend());
        let (seeds, parts) = reached(&mut ask, touched);
        if parts.is_empty() && seeds.is_empty() {
            continue;
        }
        let version = ask.value(version);
        let sql = statement(&version, &seeds, parts);
        let doing = "marking statistics";
        txn.sql().execute_raw(ask.statement(sql)).await.doing(doing)?;
    }
    Ok(())
}

/// The attributions whose origin may be another now, and the statistics that are known without
/// following origins, each as SELECT statements of one column `id`.
fn reached(ask: &mut Ask, touched: &[Touched]) -> (Vec<String>, Vec<String>) {
    let (mut seeds, mut parts) = (Vec::new(), Vec::new());
    let told: BTreeSet<Uuid> = touched.iter().filter_map(Touched::told).collect();
    if !told.is_empty() {
        parts.push(kept(&ask.keys(&told.into_iter().collect::<Vec<_>>())));
    }
    for (kind, is_new) in RecordKind::ALL.iter().flat_map(|kind| [(*kind, true), (*kind, false)]) {
        let these = touched.iter().filter(|it| it.kind == kind && it.is_new == is_new);
        let these: Vec<Uuid> = these.filter(|it| it.told().is_none()).map(|it| it.key).collect();
        if these.is_empty() {
            continue;
        }
        let mut keys = || ask.keys(&these);
        match kind {
            RecordKind::Statistic => {
                parts.push(kept(&keys()));
            }
            RecordKind::Claim => {
                parts.push(of_claims(&format!("claim.id IN {}", keys()), "claim"));
                if !is_new {
                    seeds.push(format!("SELECT id FROM attribution WHERE claim_id IN {}", keys()));
                }
            }
            RecordKind::Attribution if is_new => {
                let tables = "attribution JOIN claim ON claim.id = attribution.claim_id";
                parts.push(of_claims(&format!("attribution.id IN {}", keys()), tables));
            }
            RecordKind::Attribution => {
                seeds.push(format!("SELECT id FROM attribution WHERE id IN {}", keys()));
            }
            RecordKind::Derivation => {
                let counts = if is_new { CONFIRMED } else { "" };
                for (end, only) in [("attribution_id", ""), ("parent_attribution_id", ONE_VOICE)] {
                    seeds.push(format!(
                        "SELECT {end} AS id FROM derivation WHERE id IN {} {only} {counts}",
                        keys()
                    ));
                }
            }
            RecordKind::ClaimLink | RecordKind::RelationOverride => {
                let is_link = kind == RecordKind::ClaimLink;
                let table = if is_link { "claim_link" } else { "relation_override" };
                let counts = if is_link && is_new { CONFIRMED } else { "" };
                let tables = format!(
                    "{table} AS pair JOIN claim ON claim.id IN (pair.claim_id, pair.other_claim_id)"
                );
                parts.push(of_claims(&format!("pair.id IN {} {counts}", keys()), &tables));
            }
            RecordKind::Source if !is_new => {
                seeds.push(format!("SELECT id FROM attribution WHERE source_id IN {}", keys()));
            }
            RecordKind::Agent if !is_new => {
                let led = format!(
                    "WITH RECURSIVE led(id) AS (
                        SELECT agent.id FROM agent WHERE agent.id IN {}
                      UNION
                        SELECT lower.id FROM led CROSS JOIN agent AS lower
                        WHERE lower.canonical_id = led.id OR lower.speaks_for_id = led.id
                            OR lower.parent_id = led.id
                    )",
                    keys()
                );
                seeds.push(format!(
                    "SELECT spoken.id FROM ({led}
                        SELECT attribution.id AS id FROM led CROSS JOIN attribution
                        WHERE attribution.agent_id = led.id
                      UNION ALL
                        SELECT attribution.id AS id
                        FROM led CROSS JOIN source CROSS JOIN attribution
                        WHERE source.publisher_id = led.id AND attribution.source_id = source.id
                    ) AS spoken"
                ));
            }
            RecordKind::Event | RecordKind::Place | RecordKind::Measure if !is_new => {
                let (table, column) = match kind {
                    RecordKind::Event => ("event", "event_id"),
                    RecordKind::Place => ("place", "place_id"),
                    _ => ("measure", "measure_id"),
                };
                parts.push(format!(
                    "SELECT statistic.canonical_id AS id FROM {table} AS changed
                    JOIN {table} AS same ON same.canonical_id IN (changed.id, changed.canonical_id)
                    JOIN statistic ON statistic.{column} = same.id
                    WHERE changed.id IN {}",
                    keys()
                ));
            }
            // New, nothing leads to them yet; and what stands in no comparison.
            RecordKind::Source
            | RecordKind::Agent
            | RecordKind::Event
            | RecordKind::Measure
            | RecordKind::Place
            | RecordKind::Assessment
            | RecordKind::Finding
            | RecordKind::CandidateRejection => {}
        }
    }
    (seeds, parts)
}

/// What is only suggested changes nothing.
const CONFIRMED: &str = "AND confirmation = 'CONFIRMED'";

/// What makes two attributions one, whichever of them is looked at.
const ONE_VOICE: &str = "AND kind IN ('SAME_WIRE', 'SAME_UTTERANCE')
    AND parent_attribution_id IS NOT NULL";

fn kept(keys: &str) -> String {
    format!("SELECT canonical_id AS id FROM statistic WHERE id IN {keys}")
}

fn of_claims(condition: &str, tables: &str) -> String {
    format!(
        "SELECT statistic.canonical_id AS id FROM {tables}
        JOIN statistic ON statistic.id = claim.statistic_id WHERE {condition}"
    )
}

fn statement(version: &str, seeds: &[String], mut parts: Vec<String>) -> String {
    let mut with = String::new();
    if !seeds.is_empty() {
        let seeds = seeds.join(" UNION ALL ");
        // Origins are followed upwards, so what changes is felt by all below; to either side where
        // two are one. A cross join keeps SQLite from walking through every derivation on record.
        with = format!(
            "WITH RECURSIVE felt(id) AS (
                SELECT seed.id FROM ({seeds}) AS seed
              UNION
                SELECT beyond.id
                FROM felt CROSS JOIN attribution AS here CROSS JOIN derivation AS edge
                CROSS JOIN attribution AS beyond
                WHERE here.id = felt.id
                    AND (edge.parent_attribution_id = here.id
                        OR edge.parent_source_id = here.source_id
                        OR (edge.attribution_id = here.id
                            AND edge.kind IN ('SAME_WIRE', 'SAME_UTTERANCE')))
                    AND beyond.id = CASE WHEN edge.attribution_id = here.id
                        THEN edge.parent_attribution_id ELSE edge.attribution_id END
                    AND (edge.parent_source_id IS NULL OR beyond.claim_id = here.claim_id)
            )"
        );
        parts.push(
            "SELECT statistic.canonical_id AS id
            FROM felt CROSS JOIN attribution CROSS JOIN claim CROSS JOIN statistic
            WHERE attribution.id = felt.id AND claim.id = attribution.claim_id
                AND statistic.id = claim.statistic_id"
                .to_owned(),
        );
    }
    let parts = parts.join(" UNION ALL ");
    format!(
        "{with}
        INSERT INTO statistic_summary (statistic_id, stale, marks, marked_version)
        SELECT DISTINCT touched.id, TRUE, 1, CAST({version} AS BIGINT)
        FROM ({parts}) AS touched WHERE TRUE
        ON CONFLICT (statistic_id) DO UPDATE SET stale = TRUE,
            marks = statistic_summary.marks + 1, marked_version = excluded.marked_version"
    )
}
