//! `claimbase migrate`: which changes of the schema a database has seen, and running the others.

use serde::Serialize;

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, print, print_json, print_table, say},
    session,
};
use crate::{
    app::summary,
    config::{Config, Layer},
};

/// Look at the migrations of a database, or run those that it has not seen yet.
#[derive(clap::Args)]
pub struct Migrate {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Print every migration and whether it was run; changes nothing.
    Status {
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        flags: Flags<DATABASE>,
    },
    /// Run the migrations that the database has not seen yet; makes a SQLite database if there is none.
    Up {
        #[command(flatten)]
        flags: Flags<DATABASE>,
    },
}

#[derive(Serialize)]
struct Line {
    name: String,
    applied: bool,
}

impl Migrate {
    /// The settings that were given as flags.
    pub fn flags(&self) -> Layer {
        match &self.what {
            What::Status { flags, .. } | What::Up { flags } => flags.layer(),
        }
    }

    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        match self.what {
            What::Status { json, .. } => status(&config, json).await,
            What::Up { .. } => up(&config).await,
        }
    }
}

async fn status(config: &Config, json: bool) -> Outcome {
    let address = &config.database.value;
    let pending = match address.file() {
        Some(file) if !file.exists() => {
            say(&format!("note: {} is not there yet", file.display()));
            database::all()
        }
        _ => {
            let db = database::open(address, Want::Any).await?;
            let pending = database::pending(&db, address).await?;
            db.close().await?;
            pending
        }
    };
    let line = |name: String| Line { applied: !pending.contains(&name), name };
    let lines: Vec<Line> = database::all().into_iter().map(line).collect();
    if json {
        print_json(&lines)?;
    } else {
        let state = |line: &Line| if line.applied { "applied" } else { "pending" }.to_owned();
        let cells = |line: &Line| vec![state(line), line.name.clone()];
        print_table(&lines.iter().map(cells).collect::<Vec<_>>())?;
    }
    Ok(Exit::Done)
}

async fn up(config: &Config) -> Outcome {
    let address = &config.database.value;
    let db = database::open(address, Want::Any).await?;
    let pending = database::pending(&db, address).await?;
    database::update(&db, address).await?;
    // A migration may leave it to the program what takes more than SQL.
    summary::refresh(&session::program(db.clone())?).await?;
    db.close().await?;
    if pending.is_empty() {
        say(&format!("{address} is up to date"));
    }
    for name in pending {
        print(&format!("{name}\n"))?;
    }
    Ok(Exit::Done)
}
