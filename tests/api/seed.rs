//! Claims and attributions to begin with, written straight into the tables.

use chrono::NaiveDate;
use claimbase::{
    domain::record_id::RecordId,
    store::{
        Read as _, Txn,
        record::{Stored, insert},
        row::Count,
    },
};
use entity::{
    attribution, claim, measure, source, statistic,
    vocab::{
        Accumulation, ClaimKind, Hedge, Originality, Qualifier, RecordKind, RecordStatus, Role,
        SourceKind, Stance, ValueType,
    },
};
use sea_orm::Statement;
use uuid::Uuid;

use crate::support::App;

/// What [`seed`] wrote.
#[derive(Clone, Copy)]
pub struct Seed {
    pub statistic: Uuid,
    /// Two claims that have a number.
    pub claims: [Uuid; 2],
    /// Two that have none.
    pub statements: [Uuid; 2],
    pub sources: [Uuid; 2],
    /// Each of a claim in the source at the same place.
    pub attributions: [Uuid; 2],
}

impl Seed {
    pub fn claim(&self, at: usize) -> String {
        RecordId::new(RecordKind::Claim, self.claims[at]).to_string()
    }

    pub fn statement(&self, at: usize) -> String {
        RecordId::new(RecordKind::Claim, self.statements[at]).to_string()
    }

    pub fn source(&self, at: usize) -> String {
        RecordId::new(RecordKind::Source, self.sources[at]).to_string()
    }

    pub fn attribution(&self, at: usize) -> String {
        RecordId::new(RecordKind::Attribution, self.attributions[at]).to_string()
    }
}

pub async fn seed(app: &App) -> Seed {
    app.session.write(Role::Admin, |txn| Box::pin(write(txn))).await.expect("a seed")
}

/// How many rows a table has.
pub async fn rows(app: &App, table: &str) -> i64 {
    let sql = format!(r#"SELECT COUNT(*) AS "count" FROM "{table}""#);
    let statement = Statement::from_string(app.session.db.backend(), sql);
    let rows: Vec<Count> = app.session.db.statement(statement, "counting").await.expect("rows");
    rows[0].count
}

async fn write(txn: &Txn) -> claimbase::Result<Seed> {
    let measure = txn.id();
    put(txn, measure_row(txn, measure)).await?;
    let statistic = txn.id();
    put(txn, statistic_row(txn, statistic, measure)).await?;
    let mut ids = [[Uuid::nil(); 2]; 4];
    for (at, number) in [3_700.0, 8_000.0].into_iter().enumerate() {
        let [claim, statement, source, attribution] = [txn.id(), txn.id(), txn.id(), txn.id()];
        put(txn, claim_row(txn, claim, Some(statistic), number)).await?;
        put(txn, claim_row(txn, statement, None, 0.0)).await?;
        put(txn, source_row(txn, source)).await?;
        put(txn, attribution_row(txn, attribution, claim, source)).await?;
        for (of, id) in ids.iter_mut().zip([claim, statement, source, attribution]) {
            of[at] = id;
        }
    }
    let [claims, statements, sources, attributions] = ids;
    Ok(Seed { statistic, claims, statements, sources, attributions })
}

async fn put<M: Stored>(txn: &Txn, row: M) -> claimbase::Result<()> {
    insert(txn, row).await
}

fn unknown_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day")
}

fn measure_row(txn: &Txn, id: Uuid) -> measure::Model {
    measure::Model {
        id,
        slug: "people-arrested".to_owned(),
        name: "people arrested".to_owned(),
        definition: "Arrested at least once.".to_owned(),
        unit: "person".to_owned(),
        value_type: ValueType::Count,
        integral: true,
        accumulation: Accumulation::Cumulative,
        canonical_id: id,
        merged_into_id: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    }
}

fn statistic_row(txn: &Txn, id: Uuid, measure_id: Uuid) -> statistic::Model {
    statistic::Model {
        id,
        slug: "people-arrested".to_owned(),
        title: "people arrested".to_owned(),
        identity: id.to_string(),
        key_hash: id.to_string(),
        measure_id,
        event_id: None,
        place_id: None,
        population: None,
        period_start: None,
        period_start_earliest: None,
        period_start_latest: None,
        period_end: None,
        period_end_earliest: None,
        period_end_latest: None,
        canonical_id: id,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    }
}

fn claim_row(txn: &Txn, id: Uuid, statistic_id: Option<Uuid>, number: f64) -> claim::Model {
    let said = statistic_id.map(|_| number);
    claim::Model {
        id,
        identity: id.to_string(),
        kind: if said.is_some() { ClaimKind::Statistical } else { ClaimKind::Statement },
        statistic_id,
        event_id: None,
        text: format!("{number} arrested"),
        quantity_text: said.map(|number| number.to_string()),
        qualifier: said.map(|_| Qualifier::Exact),
        value: said,
        low: said,
        high: said,
        reading_low: said,
        reading_high: said,
        reading_soft: false,
        as_of: None,
        as_of_earliest: None,
        as_of_latest: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    }
}

fn source_row(txn: &Txn, id: Uuid) -> source::Model {
    source::Model {
        id,
        identity: id.to_string(),
        url: None,
        title: "An article".to_owned(),
        kind: SourceKind::Article,
        publisher_id: None,
        published_on: None,
        published_on_earliest: None,
        published_on_latest: None,
        language: None,
        archive_url: None,
        accessed_on: None,
        content_hash: None,
        body: None,
        body_public: false,
        sort_date: unknown_day(),
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    }
}

fn attribution_row(txn: &Txn, id: Uuid, claim_id: Uuid, source_id: Uuid) -> attribution::Model {
    attribution::Model {
        id,
        identity: id.to_string(),
        claim_id,
        source_id,
        agent_id: None,
        stance: Stance::Asserts,
        verb: None,
        hedge: Hedge::None,
        hedge_text: None,
        quantity_text: None,
        quote_exact: None,
        quote_prefix: None,
        quote_suffix: None,
        quote_start: None,
        quote_end: None,
        quote_language: None,
        quote_translation: None,
        quote_status: None,
        said_on: None,
        said_on_earliest: None,
        said_on_latest: None,
        originality: Originality::Unknown,
        rule_set: None,
        candidate: None,
        sort_date: unknown_day(),
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    }
}
