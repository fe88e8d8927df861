//! What one agent says, what stands in one document, where one claim is made.

use entity::vocab::Verdict;
use uuid::Uuid;

use super::{COLUMNS, Kept, NAMED, SaidRow};
use crate::{
    Result,
    store::{
        ask::Ask,
        read::Read,
        row::{Count, rec},
    },
};

/// Whose rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// An agent's, and those of whoever was merged into it.
    Agent(Uuid),
    /// A document's.
    Source(Uuid),
    /// A claim's.
    Claim(Uuid),
}

impl Of {
    fn condition(self, ask: &mut Ask) -> String {
        match self {
            Self::Agent(id) => format!(
                "attribution.agent_id IN (SELECT one.id FROM agent AS one WHERE one.canonical_id = {})",
                ask.value(id)
            ),
            Self::Source(id) => format!("attribution.source_id = {}", ask.value(id)),
            Self::Claim(id) => format!("attribution.claim_id = {}", ask.value(id)),
        }
    }
}

/// The newest `limit` rows, or those recorded before one, the newest first.
pub async fn listed(
    db: &impl Read,
    of: Of,
    kept: Kept,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<SaidRow>> {
    let mut ask = Ask::new(db.backend());
    let condition = of.condition(&mut ask);
    let kept = kept.condition();
    let past =
        before.map_or_else(String::new, |id| format!("AND attribution.id < {}", ask.value(id)));
    let limit = ask.value(i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = format!(
        "SELECT {COLUMNS} FROM attribution JOIN claim ON claim.id = attribution.claim_id
        LEFT JOIN statistic ON statistic.id = claim.statistic_id {NAMED}
        WHERE {condition} AND {kept} {past}
        ORDER BY attribution.id DESC LIMIT {limit}"
    );
    db.statement(ask.statement(sql), "listing what is said").await
}

/// How many rows there are.
pub async fn count_of(db: &impl Read, of: Of, kept: Kept) -> Result<i64> {
    let mut ask = Ask::new(db.backend());
    let condition = of.condition(&mut ask);
    let kept = kept.condition();
    let sql = format!(
        "SELECT COUNT(*) AS count FROM attribution JOIN claim ON claim.id = attribution.claim_id
        JOIN source ON source.id = attribution.source_id WHERE {condition} AND {kept}"
    );
    let rows: Vec<Count> = db.statement(ask.statement(sql), "counting what is said").await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// How many claims take part in a verdict.
#[derive(Clone, Copy, Debug)]
pub struct Verdicts {
    /// The verdict.
    pub verdict: Verdict,
    /// How many claims stand so to at least one other.
    pub claims: i64,
}

rec!(Verdicts { verdict, claims });

/// How the claims that an agent asserts stand to the others on their statistics, as kept; only those
/// verdicts that occur.
pub async fn verdicts_of_agent(db: &impl Read, agent: Uuid) -> Result<Vec<Verdicts>> {
    let mut ask = Ask::new(db.backend());
    let condition = Of::Agent(agent).condition(&mut ask);
    let sql = format!(
        "SELECT kept.verdict AS verdict, COUNT(DISTINCT kept.claim_id) AS claims
        FROM attribution JOIN claim_verdict AS kept ON kept.claim_id = attribution.claim_id
        WHERE {condition} AND attribution.status = 'ACTIVE' AND attribution.stance = 'ASSERTS'
        GROUP BY kept.verdict ORDER BY kept.verdict"
    );
    db.statement(ask.statement(sql), "counting verdicts of an agent").await
}
