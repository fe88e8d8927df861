//! `claimbase import`: files to records, with a report of what was refused.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufReader, IsTerminal as _},
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, print, print_json, say},
    session,
};
use crate::{
    app::{Session, summary},
    config::{Config, Layer},
    exchange::{
        corpus, jsonl,
        report::{Reject, Report, Tally},
    },
};

/// Put records of files on record. Doing it twice changes nothing.
#[derive(clap::Args)]
pub struct Import {
    #[command(subcommand)]
    format: Format,
}

#[derive(clap::Subcommand)]
enum Format {
    /// A folder of TOML files that a person wrote. All of it, or nothing if a record is refused.
    Corpus {
        /// The folder; every *.toml file in it is read.
        folder: PathBuf,
        #[command(flatten)]
        common: Common,
    },
    /// Lines of JSON as claimbase export jsonl writes them. A line that is refused keeps none of the others out.
    Jsonl {
        /// The file; - is stdin.
        file: PathBuf,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(clap::Args)]
struct Common {
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    flags: Flags<DATABASE>,
}

impl Import {
    /// The settings that were given as flags.
    pub fn flags(&self) -> Layer {
        match &self.format {
            Format::Corpus { common, .. } | Format::Jsonl { common, .. } => common.flags.layer(),
        }
    }

    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        // Before the database is opened, which would make one for a folder that is not there.
        let (json, input) = match self.format {
            Format::Corpus { folder, common } => {
                (common.json, Input::Corpus(read_folder(&folder)?))
            }
            Format::Jsonl { file, common } => (common.json, Input::Jsonl(open(&file)?)),
        };
        let whole = matches!(input, Input::Corpus(_));
        let db = database::open(&config.database.value, Want::ReadyOrNew).await?;
        let session = session::program(db)?;
        let outcome = input.read(&session).await;
        let ended = match &outcome {
            Ok(_) => end(&session).await,
            Err(_) => Ok(()),
        };
        session.db.close().await?;
        let report = outcome?;
        ended?;
        tell(&report, whole, json)
    }
}

/// What is done once, not after each transaction of an import.
async fn end(session: &Session) -> crate::Result<()> {
    session.db.count_anew().await?;
    summary::refresh(session).await
}

enum Input {
    Corpus(Vec<(String, String)>),
    Jsonl(Box<dyn io::BufRead + Send>),
}

impl Input {
    async fn read(self, session: &Session) -> crate::Result<Report> {
        match self {
            Self::Corpus(files) => corpus::import(session, files).await,
            Self::Jsonl(reader) => jsonl::import(session, reader).await,
        }
    }
}

fn open(file: &Path) -> Result<Box<dyn io::BufRead + Send>, Stop> {
    if file == Path::new("-") {
        if io::stdin().is_terminal() {
            say("note: reading lines from the terminal; end with Ctrl-D");
        }
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let opened = fs::File::open(file)
        .map_err(|error| Stop::failed(format!("cannot read {}: {error}", file.display())))?;
    Ok(Box::new(BufReader::new(opened)))
}

/// Names and texts of the folder's TOML files, in the order of their names.
fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Stop> {
    let failed = |path: &Path, error: io::Error| {
        Stop::failed(format!("cannot read {}: {error}", path.display()))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, text));
    }
    if files.is_empty() {
        return Err(Stop::failed(format!("there is no *.toml file in {}", folder.display())));
    }
    files.sort();
    Ok(files)
}

#[derive(Serialize)]
struct Told<'a> {
    kinds: BTreeMap<String, Counts>,
    rejects: Vec<Refused<'a>>,
    unlisted: u64,
}

#[derive(Serialize)]
struct Counts {
    new: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
}

#[derive(Serialize)]
struct Refused<'a> {
    file: &'a str,
    line: Option<u64>,
    kind: Option<String>,
    key: &'a str,
    field: &'a str,
    reason: &'a str,
}

impl<'a> From<&'a Reject> for Refused<'a> {
    fn from(reject: &'a Reject) -> Self {
        let Reject { file, line, kind, key, field, reason } = reject;
        Self { file, line: *line, kind: kind.map(|kind| kind.to_string()), key, field, reason }
    }
}

fn tell(report: &Report, whole: bool, json: bool) -> Outcome {
    let Report { tallies, rejects, unlisted } = report;
    if json {
        let counts = |tally: &Tally| {
            let Tally { new, updated, unchanged, rejected } = *tally;
            Counts { new, updated, unchanged, rejected }
        };
        let kinds = tallies.iter().map(|(kind, tally)| (kind.to_string(), counts(tally)));
        print_json(&Told {
            kinds: kinds.collect(),
            rejects: rejects.iter().map(Refused::from).collect(),
            unlisted: *unlisted,
        })?;
    } else {
        print(&summary(report))?;
    }
    if rejects.is_empty() && *unlisted == 0 {
        return Ok(Exit::Done);
    }
    if !json {
        for reject in rejects {
            say(&format!("rejected: {reject}"));
        }
        if *unlisted > 0 {
            say(&format!("rejected: {unlisted} more"));
        }
    }
    if whole {
        say("nothing was written: a corpus is taken as a whole; mend it and import it again");
    }
    Ok(Exit::Rejected)
}

/// A line for each kind of record, and one for all.
fn summary(report: &Report) -> String {
    let told = |name: &str, tally: Tally| {
        let Tally { new, updated, unchanged, rejected } = tally;
        format!(
            "{name:<12} {new:>7} new {updated:>7} updated {unchanged:>7} unchanged {rejected:>7} rejected\n"
        )
    };
    let kinds = report.tallies.iter().map(|(kind, tally)| told(kind.as_str(), *tally));
    kinds.collect::<String>() + &told("all", report.total())
}
