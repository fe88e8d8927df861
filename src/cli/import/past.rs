//! `claimbase import list` and `claimbase import undo`: what was imported, and taking it back.

use entity::import;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{Common, end};
use crate::{
    app::{Session, import as imports},
    cli::{
        database::{self, Want},
        output::{Exit, Outcome, Stop, print_json, print_table, say},
        session,
    },
    config::Config,
    domain::record_id::{Prefix, RecordId},
};

#[derive(clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(clap::Args)]
pub(super) struct Undo {
    /// The id of the import, as claimbase import list prints it.
    #[arg(value_parser = read_id)]
    id: Uuid,
    /// Why; it stands with every record that is retracted.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Serialize)]
struct Told {
    retracted: u64,
    reverted: u64,
    kept: u64,
}

impl List {
    pub(super) async fn run(self, config: Config) -> Outcome {
        let session = open(&config).await?;
        let listed = imports::list(&session.db).await;
        session.db.close().await?;
        let listed = listed?;
        if self.common.json {
            print_json(&listed.iter().map(told).collect::<Vec<_>>())?;
        } else {
            print_table(&listed.iter().map(line).collect::<Vec<_>>())?;
        }
        Ok(Exit::Done)
    }
}

impl Undo {
    pub(super) async fn run(self, config: Config) -> Outcome {
        let session = open(&config).await?;
        let undone = imports::undo(&session, self.id, self.reason).await;
        let ended = match &undone {
            Ok(_) => end(&session).await,
            Err(_) => Ok(()),
        };
        session.db.close().await?;
        let imports::Undone { retracted, reverted, kept } = undone?;
        ended?;
        if self.common.json {
            print_json(&Told { retracted, reverted, kept })?;
        } else {
            say(&format!(
                "{retracted} records are retracted, {reverted} set back; {kept} stay, since they \
                 were changed since or others rely on them"
            ));
        }
        Ok(Exit::Done)
    }
}

async fn open(config: &Config) -> Result<Session, Stop> {
    session::program(database::open(&config.database.value, Want::Ready).await?)
}

fn read_id(text: &str) -> Result<Uuid, String> {
    RecordId::of(Prefix::Import, text).map_err(|error| error.to_string())
}

/// An import as it is kept, with the id that undo takes.
fn told(row: &import::Model) -> Value {
    let mut told = serde_json::to_value(row).unwrap_or_default();
    told["id"] = id_of(row).into();
    told
}

fn id_of(row: &import::Model) -> String {
    RecordId::new(Prefix::Import, row.id).to_string()
}

fn line(row: &import::Model) -> Vec<String> {
    let state = match (row.undone_at, row.ended_at) {
        (Some(_), _) => "undone".to_owned(),
        (None, Some(_)) => format!("{} rows, {} rejected", row.row_count, row.refused_count),
        (None, None) => "not completed".to_owned(),
    };
    let by = row.actor.clone().unwrap_or_else(|| "program".to_owned());
    let day = row.started_at.format("%Y-%m-%d %H:%M").to_string();
    vec![id_of(row), row.format.clone(), day, by, state, row.file_name.clone()]
}
