//! Claims counted by what they have in common, in one statement.

use entity::vocab::{Qualifier, Verdict};
use sea_orm::{
    DbBackend, Statement, StatementBuilder,
    sea_query::{Alias, Query},
};
use uuid::Uuid;

use crate::{
    Result,
    store::{filter::Filter, read::Read, row::rec},
};

/// What claims can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What is counted.
    Measure,
    /// In which event.
    Event,
    /// Where.
    Place,
    /// Who is said to hold it.
    Agent,
    /// Who publishes it.
    Publisher,
    /// How the number was qualified.
    Qualifier,
    /// The month that the number describes, else in which it was said or published.
    Month,
    /// How it stands to the others on its statistic.
    Verdict,
}

impl Group {
    /// Every group, in the order of the columns.
    const ALL: [Self; 8] = [
        Self::Measure,
        Self::Event,
        Self::Place,
        Self::Agent,
        Self::Publisher,
        Self::Qualifier,
        Self::Month,
        Self::Verdict,
    ];

    const fn column(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Event => "event",
            Self::Place => "place",
            Self::Agent => "agent",
            Self::Publisher => "publisher",
            Self::Qualifier => "qualifier",
            Self::Month => "month",
            Self::Verdict => "verdict",
        }
    }

    pub(in crate::store) fn expression(self, backend: DbBackend) -> String {
        match self {
            Self::Measure => "measure.canonical_id".to_owned(),
            Self::Event => "event.canonical_id".to_owned(),
            Self::Place => "place.canonical_id".to_owned(),
            Self::Agent => "agent.canonical_id".to_owned(),
            Self::Publisher => "publisher.canonical_id".to_owned(),
            Self::Qualifier => "claim.qualifier".to_owned(),
            Self::Month => {
                let month = |day: &str| match backend {
                    DbBackend::Sqlite => format!("substr({day}, 1, 7)"),
                    _ => format!("to_char({day}, 'YYYY-MM')"),
                };
                // The day that stands for an unknown one is no month.
                format!(
                    "COALESCE({}, CASE WHEN attribution.sort_date < '9999-01-01' THEN {} END)",
                    month("claim.as_of_earliest"),
                    month("attribution.sort_date")
                )
            }
            Self::Verdict => "claim_verdict.verdict".to_owned(),
        }
    }

    /// From a claim to where [`Group::expression`] finds it.
    pub(in crate::store) const fn joins(self) -> &'static str {
        match self {
            Self::Measure => {
                "LEFT JOIN statistic ON statistic.id = claim.statistic_id
                LEFT JOIN measure ON measure.id = statistic.measure_id"
            }
            Self::Event => {
                "LEFT JOIN statistic ON statistic.id = claim.statistic_id
                LEFT JOIN event ON event.id = COALESCE(statistic.event_id, claim.event_id)"
            }
            Self::Place => {
                "LEFT JOIN statistic ON statistic.id = claim.statistic_id
                LEFT JOIN place ON place.id = statistic.place_id"
            }
            Self::Agent => {
                "LEFT JOIN attribution
                    ON attribution.claim_id = claim.id AND attribution.status = 'ACTIVE'
                LEFT JOIN agent ON agent.id = attribution.agent_id"
            }
            Self::Publisher => {
                "LEFT JOIN attribution
                    ON attribution.claim_id = claim.id AND attribution.status = 'ACTIVE'
                LEFT JOIN source ON source.id = attribution.source_id
                LEFT JOIN agent AS publisher ON publisher.id = source.publisher_id"
            }
            Self::Qualifier => "",
            Self::Month => {
                "LEFT JOIN attribution
                    ON attribution.claim_id = claim.id AND attribution.status = 'ACTIVE'"
            }
            Self::Verdict => "LEFT JOIN claim_verdict ON claim_verdict.claim_id = claim.id",
        }
    }

    /// How claims are counted by it.
    pub(in crate::store) fn counted(self, backend: DbBackend) -> Counted {
        let shared = self.expression(backend);
        let (id, word) = if self.is_record() {
            (shared, "CAST(NULL AS TEXT)".to_owned())
        } else {
            ("CAST(NULL AS UUID)".to_owned(), shared)
        };
        // Telling claims apart takes longer than all the rest, and few groups need it.
        let count = if self.meets_once() { "COUNT(*)" } else { "COUNT(DISTINCT claim.id)" };
        Counted { id, word, joins: self.joins(), count }
    }

    /// Whether a claim is at most once in a group by way of [`Group::joins`].
    const fn meets_once(self) -> bool {
        match self {
            Self::Measure | Self::Event | Self::Place | Self::Qualifier | Self::Verdict => true,
            Self::Agent | Self::Publisher | Self::Month => false,
        }
    }

    /// Whether what is shared is a record, not a word.
    const fn is_record(self) -> bool {
        match self {
            Self::Measure | Self::Event | Self::Place | Self::Agent | Self::Publisher => true,
            Self::Qualifier | Self::Month | Self::Verdict => false,
        }
    }

    const fn nothing(self) -> &'static str {
        if self.is_record() { "CAST(NULL AS UUID)" } else { "CAST(NULL AS TEXT)" }
    }
}

/// How claims are counted by one thing that they share.
pub(in crate::store) struct Counted {
    /// The record that is shared, in SQL.
    pub(in crate::store) id: String,
    /// The word or month that is shared, in SQL.
    pub(in crate::store) word: String,
    /// From a claim to what is shared.
    pub(in crate::store) joins: &'static str,
    /// The claims of a group, counted.
    pub(in crate::store) count: &'static str,
}

/// Claims that have something in common.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// What is counted; `None` for none, and where it is not grouped by.
    pub measure: Option<Uuid>,
    /// In which event; `None` likewise.
    pub event: Option<Uuid>,
    /// Where; `None` likewise.
    pub place: Option<Uuid>,
    /// Who is said to hold them; `None` likewise.
    pub agent: Option<Uuid>,
    /// Who publishes them; `None` likewise.
    pub publisher: Option<Uuid>,
    /// How the number was qualified; `None` likewise.
    pub qualifier: Option<Qualifier>,
    /// The month, as in "2018-01"; `None` likewise.
    pub month: Option<String>,
    /// How they stand to others; `None` likewise.
    pub verdict: Option<Verdict>,
    /// How many claims.
    pub claims: i64,
    /// In how many places they are made.
    pub attributions: i64,
    /// In how many documents.
    pub sources: i64,
    /// The smallest number named; `None` where none is.
    pub low: Option<f64>,
    /// The largest number named; `None` where none is.
    pub high: Option<f64>,
    /// The median of the numbers named, each claim once; `None` where none is.
    pub median: Option<f64>,
}

rec!(Bucket {
    measure,
    event,
    place,
    agent,
    publisher,
    qualifier,
    month,
    verdict,
    claims,
    attributions,
    sources,
    low,
    high,
    median
});

/// Counts the active claims that pass a filter, the largest groups first; `limit` groups at most.
pub async fn count(
    db: &impl Read,
    filter: &Filter,
    by: &[Group],
    limit: u64,
) -> Result<Vec<Bucket>> {
    let backend = db.backend();
    let mut passing = Query::select();
    passing
        .column((Alias::new("claim"), Alias::new("id")))
        .from("claim")
        .cond_where(filter.condition("claim"));
    let Statement { sql: passing, values, .. } = StatementBuilder::build(&passing, &backend);
    let grouped = Group::ALL.map(|group| {
        let asked = by.contains(&group);
        let value = if asked { group.expression(backend) } else { group.nothing().to_owned() };
        format!("{value} AS {}", group.column())
    });
    let grouped = grouped.join(", ");
    let columns = Group::ALL.map(Group::column).join(", ");
    // A claim has several: only who asks for them has it counted in several groups.
    let verdicts = if by.contains(&Group::Verdict) { Group::Verdict.joins() } else { "" };
    let sql = format!(
        "WITH said AS (
            SELECT {grouped}, claim.id AS claim, claim.value AS value,
                attribution.id AS attribution, attribution.source_id AS source
            FROM claim
            LEFT JOIN statistic ON statistic.id = claim.statistic_id
            LEFT JOIN measure ON measure.id = statistic.measure_id
            LEFT JOIN event ON event.id = COALESCE(statistic.event_id, claim.event_id)
            LEFT JOIN place ON place.id = statistic.place_id
            LEFT JOIN attribution
                ON attribution.claim_id = claim.id AND attribution.status = 'ACTIVE'
            LEFT JOIN source ON source.id = attribution.source_id
            LEFT JOIN agent ON agent.id = attribution.agent_id
            LEFT JOIN agent AS publisher ON publisher.id = source.publisher_id
            {verdicts}
            WHERE claim.status = 'ACTIVE' AND claim.id IN ({passing})
        ), marked AS (
            SELECT said.*, CASE WHEN value IS NOT NULL AND 1 = ROW_NUMBER()
                OVER (PARTITION BY {columns}, claim ORDER BY attribution) THEN 1 ELSE 0 END AS votes
            FROM said
        ), ranked AS (
            SELECT marked.*,
                ROW_NUMBER() OVER (PARTITION BY {columns}, votes ORDER BY value) AS place_in_order,
                SUM(votes) OVER (PARTITION BY {columns}) AS voters
            FROM marked
        )
        SELECT {columns}, COUNT(DISTINCT claim) AS claims,
            COUNT(DISTINCT attribution) AS attributions, COUNT(DISTINCT source) AS sources,
            MIN(value) AS low, MAX(value) AS high,
            AVG(CASE WHEN votes = 1 AND place_in_order * 2 IN (voters, voters + 1, voters + 2)
                THEN value END) AS median
        FROM ranked
        GROUP BY {columns}
        ORDER BY claims DESC, {columns}
        LIMIT {limit}"
    );
    let statement = Statement { sql, values, db_backend: backend };
    db.statement(statement, "counting claims").await
}
