//! `claimbase import csv`: a map of the columns, guessed or given, and what came of the rows.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::desk::{Desk, cannot};
use crate::{
    Error,
    app::Session,
    cli::output::{Outcome, Stop, print},
    config::Config,
    exchange::{
        csv::{self, Map, Rows, Sheet},
        engine::Label,
    },
};

/// How the columns of a table are read.
#[derive(clap::Args)]
pub(super) struct Columns {
    /// The map of the columns, as --save-map writes it; without it the map is guessed from the heading.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Give every row the same value, as in --set measure=people-killed; goes before the map.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Take a value from a column, as in --column agent="Said by"; goes before the map.
    #[arg(long, value_name = "KEY=HEADING")]
    column: Vec<String>,
    /// Write the map to a new file, to be looked at, changed and used again.
    #[arg(long, value_name = "FILE")]
    save_map: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(super) struct Csv {
    #[command(flatten)]
    pub(super) desk: Desk,
    #[command(flatten)]
    columns: Columns,
}

impl Csv {
    pub(super) async fn run(self, config: Config) -> Outcome {
        let given = self.columns.given()?;
        let delimiter = given.as_ref().and_then(|map| map.delimiter);
        let rows = Rows::open(self.desk.open()?, delimiter);
        let rows = rows.map_err(|error| self.desk.blame(error))?;
        let session = self.desk.session(&config).await?;
        let label = Label::new("csv", self.desk.name());
        let outcome = self.columns.read(&self.desk, &session, label, given, rows).await;
        session.db.close().await?;
        outcome
    }
}

impl Columns {
    /// The map that was given; `None` where it is to be guessed.
    pub(super) fn given(&self) -> Result<Option<Map>, Stop> {
        self.map.as_deref().map(read_map).transpose()
    }

    /// Reads a table.
    pub(super) async fn read(
        &self,
        desk: &Desk,
        session: &Session,
        label: Label,
        given: Option<Map>,
        rows: Rows,
    ) -> Outcome {
        let is_guessed = given.is_none();
        let map = match given {
            Some(map) => map,
            None => csv::guess(session, &rows).await?,
        };
        let map = self.with_settings(map)?;
        if let Some(file) = &self.save_map {
            save(file, &map)?;
        }
        let gaps = map.gaps();
        let told = if is_guessed { "# guessed from the heading\n" } else { "" };
        let told = format!("{told}{}", map.to_toml());
        if !gaps.is_empty() {
            if desk.dry_run {
                print(&told)?;
            }
            return Err(Stop::usage(format!(
                "{}; use --set KEY=VALUE or --column KEY=HEADING; --dry-run shows the map, --save-map \
                 writes it to be completed and read with --map",
                gaps.join("; ")
            )));
        }
        let plan = csv::Plan::bind(&map, &rows).map_err(|error| desk.blame(error))?;
        // What is known of the file already stands before the map.
        let label = Label { map: format!("{}{}", label.map, map.to_toml()), ..label };
        let sheet = Sheet::of(&rows);
        desk.take(session, label, rows, plan, sheet, &format!("{told}\n")).await
    }

    fn with_settings(&self, mut map: Map) -> Result<Map, Stop> {
        for setting in &self.set {
            let (key, value) = pair("--set", setting)?;
            map.set(key, value).map_err(|error| usage(&error))?;
        }
        for setting in &self.column {
            let (key, heading) = pair("--column", setting)?;
            map.set_column(key, heading).map_err(|error| usage(&error))?;
        }
        Ok(map)
    }
}

fn pair<'a>(flag: &str, setting: &'a str) -> Result<(&'a str, &'a str), Stop> {
    setting
        .split_once('=')
        .map(|(key, value)| (key.trim(), value))
        .ok_or_else(|| Stop::usage(format!("{flag} {setting} has no =: write KEY=VALUE")))
}

fn usage(error: &Error) -> Stop {
    Stop::usage(error.to_string())
}

fn read_map(file: &Path) -> Result<Map, Stop> {
    let text = fs::read_to_string(file).map_err(|error| cannot("read", file, &error))?;
    Map::parse(&text).map_err(|error| Stop::usage(format!("{}: {error}", file.display())))
}

/// Writes a map to a file that is not there yet: what somebody completed by hand stays.
fn save(file: &Path, map: &Map) -> Result<(), Stop> {
    let mut new = fs::File::create_new(file).map_err(|error| cannot("make", file, &error))?;
    new.write_all(map.to_toml().as_bytes()).map_err(|error| cannot("write", file, &error))
}
