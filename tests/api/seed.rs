//! Claims and attributions to begin with, written straight into the tables.

use claimbase::{
    domain::record_id::RecordId,
    store::{
        Read as _, Txn,
        record::{Stored, insert},
        row::Count,
    },
};
use entity::vocab::{RecordKind, Role};
use sea_orm::Statement;
use uuid::Uuid;

use crate::{plain, support::App};

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
    put(txn, plain::measure(measure, txn.now())).await?;
    let statistic = txn.id();
    put(txn, plain::statistic(statistic, measure, txn.now())).await?;
    let mut ids = [[Uuid::nil(); 2]; 4];
    for (at, number) in [3_700.0, 8_000.0].into_iter().enumerate() {
        let [claim, statement, source, attribution] = [txn.id(), txn.id(), txn.id(), txn.id()];
        put(txn, plain::claim(claim, Some(statistic), number, txn.now())).await?;
        put(txn, plain::claim(statement, None, 0.0, txn.now())).await?;
        put(txn, plain::source(source, txn.now())).await?;
        put(txn, plain::attribution(attribution, claim, source, txn.now())).await?;
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
