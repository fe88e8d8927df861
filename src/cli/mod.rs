//! The command line: one file per command.

mod backup;
mod chart;
mod completions;
mod config;
mod copy;
mod database;
mod doctor;
mod export;
mod extract;
mod flags;
mod import;
mod key;
mod logs;
mod migrate;
mod output;
mod part;
mod query;
mod restore;
mod review;
mod schema;
mod serve;
mod session;
mod sheet;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::ExitCode,
};

use clap::{CommandFactory as _, Parser, Subcommand};

use self::{
    flags::{EVERYWHERE, Flags},
    output::{Exit, Outcome, Stop},
};
use crate::config::{self as settings, Config, Layer};

const EXAMPLES: &str = "\
Examples:
  claimbase serve --demo --open
      serves the example corpus and opens it in the browser
  claimbase query question.graphql --var slug=iran-2018-arrested --format csv
      runs a query in this process, without a server
  claimbase key create --name grafana --role reader --expires 90d
      prints a new key to the API, once

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 finished with rejected rows, 4 a check found problems.";

/// A database of claims and statistics: who says how many, where did they say it, and do the
/// others agree?
#[derive(Parser)]
#[command(name = "claimbase", version, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// The file with the settings; without it claimbase.toml of this folder is read, if there.
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,

    #[command(flatten)]
    flags: Flags<EVERYWHERE>,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Import(import::Import),
    Export(export::Export),
    Extract(extract::Extract),
    Review(review::Review),
    Query(query::Query),
    Chart(chart::Chart),
    Schema(schema::Schema),
    Key(key::Key),
    Migrate(migrate::Migrate),
    Copy(copy::Copy),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Doctor(doctor::Doctor),
    Config(config::Show),
    Completions(completions::Completions),
}

impl Command {
    /// The settings that were given as flags.
    fn flags(&self) -> Layer {
        match self {
            Self::Serve(command) => command.flags.layer(),
            Self::Import(command) => command.flags(),
            Self::Export(command) => command.flags(),
            Self::Extract(command) => command.flags.layer(),
            Self::Review(command) => command.flags.layer(),
            Self::Query(command) => command.flags.layer(),
            Self::Chart(command) => command.flags.layer(),
            Self::Key(command) => command.flags(),
            Self::Migrate(command) => command.flags(),
            Self::Backup(command) => command.flags.layer(),
            Self::Restore(command) => command.flags.layer(),
            Self::Doctor(command) => command.flags.layer(),
            Self::Config(command) => command.flags.layer(),
            Self::Copy(_) | Self::Schema(_) | Self::Completions(_) => Layer::new(),
        }
    }

    /// Whether it does the same whatever the settings are.
    const fn needs_no_settings(&self) -> bool {
        matches!(self, Self::Schema(_) | Self::Completions(_))
    }

    async fn run(self, config: Config) -> Outcome {
        match self {
            Self::Serve(command) => command.run(config).await,
            Self::Import(command) => command.run(config).await,
            Self::Export(command) => command.run(config).await,
            Self::Extract(command) => command.run(config).await,
            Self::Review(command) => command.run(config).await,
            Self::Query(command) => command.run(config).await,
            Self::Chart(command) => command.run(config).await,
            Self::Key(command) => command.run(config).await,
            Self::Migrate(command) => command.run(config).await,
            Self::Copy(command) => command.run().await,
            Self::Backup(command) => command.run(config).await,
            Self::Restore(command) => command.run(config).await,
            Self::Doctor(command) => command.run(config).await,
            Self::Config(command) => command.run(&config),
            Self::Schema(command) => command.run(),
            Self::Completions(command) => command.run(Cli::command()),
        }
    }
}

/// Reads the command line, does what it says, and returns the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let Cli { command, config, flags } = Cli::parse();
    let Some(command) = command else {
        let printed = Cli::command().print_help();
        return output::end(
            printed.map(|()| Exit::Done).map_err(|error| output::cannot_print(&error)),
        );
    };
    output::end(start(command, config, flags.layer()))
}

fn start(command: Command, file: Option<PathBuf>, mut flags: Layer) -> Outcome {
    flags.extend(command.flags());
    let config = if command.needs_no_settings() {
        Config::load(Layer::new(), [], None)?
    } else {
        read_settings(flags, file)?
    };
    logs::start(&config)?;
    logs::hide_panics();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::failed(format!("cannot start threads: {error}")))?;
    // The state behind a panic is not used again: the process ends.
    let run = AssertUnwindSafe(|| runtime.block_on(command.run(config)));
    catch_unwind(run).unwrap_or_else(|_| Err(Stop::bug()))
}

fn read_settings(flags: Layer, file: Option<PathBuf>) -> Result<Config, Stop> {
    let named = file.is_some();
    let path = file.unwrap_or_else(|| PathBuf::from(settings::FILE));
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !named => None,
        Err(error) => {
            return Err(Stop::usage(format!("cannot read {}: {error}", path.display())));
        }
    };
    let variables = || {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        std::env::vars_os().filter_map(text)
    };
    for name in Config::unknown_variables(variables().map(|(name, _)| name)) {
        output::say(&format!("note: {name} is set and is no setting; see claimbase config"));
    }
    let file = text.as_deref().map(|text| (path.as_path(), text));
    Config::load(flags, variables(), file).map_err(|error| Stop::usage(error.to_string()))
}
