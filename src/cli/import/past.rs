//! `claimbase import list` and `claimbase import undo`: what was imported, and taking it back.

use entity::import;
use serde::Serialize;
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
};

#[derive(clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(clap::Args)]
pub(super) struct Undo {
    /// The id of the import, as claimbase import list prints it.
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
    kept: u64,
}

impl List {
    pub(super) async fn run(self, config: Config) -> Outcome {
        let session = open(&config).await?;
        let listed = imports::list(&session.db).await;
        session.db.close().await?;
        let listed = listed?;
        if self.common.json {
            print_json(&listed)?;
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
        let imports::Undone { retracted, kept } = undone?;
        ended?;
        if self.common.json {
            print_json(&Told { retracted, kept })?;
        } else {
            say(&format!(
                "{retracted} records are retracted; {kept} stay, since they were changed or others \
                 rely on them"
            ));
        }
        Ok(Exit::Done)
    }
}

async fn open(config: &Config) -> Result<Session, Stop> {
    session::program(database::open(&config.database.value, Want::Ready).await?)
}

fn line(row: &import::Model) -> Vec<String> {
    let state = match (row.undone_at, row.ended_at) {
        (Some(_), _) => "undone".to_owned(),
        (None, Some(_)) => format!("{} rows, {} rejected", row.row_count, row.refused_count),
        (None, None) => "not completed".to_owned(),
    };
    let by = row.actor.clone().unwrap_or_else(|| "program".to_owned());
    let day = row.started_at.format("%Y-%m-%d %H:%M").to_string();
    vec![row.id.to_string(), row.format.clone(), day, by, state, row.file_name.clone()]
}
