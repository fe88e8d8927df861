//! `claimbase import`: files to records, with a report of what was refused.

mod bar;
mod claimreview;
mod csv;
mod desk;
mod past;
mod reference;
mod tell;
mod xlsx;

use std::{
    fs,
    io::{self, BufReader, IsTerminal as _},
    path::{Path, PathBuf},
};

use self::{
    claimreview::Claimreview,
    csv::Csv,
    desk::Desk,
    past::{List, Undo},
    reference::References,
    tell::{Rest, tell},
    xlsx::Xlsx,
};
use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Outcome, Stop, say},
    session,
};
use crate::{
    app::{Session, summary},
    config::{Config, Layer},
    exchange::{corpus, jsonl, report::Report},
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
        /// Read everything and say what would be refused; write nothing.
        #[arg(long)]
        dry_run: bool,
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
    /// A table: each row says one or more numbers, who says them and where. A row that is refused
    /// keeps none of the others out.
    Csv(Csv),
    /// Reviews of claims as fact-checkers publish them (schema.org ClaimReview): items, lists, a feed, a
    /// graph, or the scripts of a page. A newer release of a feed gives the differences.
    Claimreview(Claimreview),
    /// A sheet of a workbook, as a table: see csv.
    Xlsx(Xlsx),
    /// References in CSL-JSON, as Zotero exports them. Each is a source; its key is kept.
    CslJson(References),
    /// References in BibTeX or `BibLaTeX`. Each is a source; its key is kept.
    Bibtex(References),
    /// References in RIS. Each is a source; its key is kept.
    Ris(References),
    /// Print the imports of files, the newest first.
    List(List),
    /// Retract what an import made and set back what it changed, all at once. What was changed since
    /// stays, and what others rely on.
    Undo(Undo),
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
            Format::Corpus { common, .. }
            | Format::Jsonl { common, .. }
            | Format::Csv(Csv { desk: Desk { common, .. }, .. })
            | Format::Claimreview(Claimreview { desk: Desk { common, .. }, .. })
            | Format::Xlsx(Xlsx { desk: Desk { common, .. }, .. })
            | Format::CslJson(References { desk: Desk { common, .. } })
            | Format::Bibtex(References { desk: Desk { common, .. } })
            | Format::Ris(References { desk: Desk { common, .. } })
            | Format::List(List { common, .. })
            | Format::Undo(Undo { common, .. }) => common.flags.layer(),
        }
    }

    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        // Before the database is opened, which would make one for a folder that is not there.
        let (json, input) = match self.format {
            Format::Corpus { folder, dry_run, common } => {
                (common.json, Input::Corpus(read_folder(&folder)?, dry_run))
            }
            Format::Jsonl { file, common } => (common.json, Input::Jsonl(open(&file)?)),
            Format::Csv(csv) => return csv.run(config).await,
            Format::Claimreview(reviews) => return reviews.run(config).await,
            Format::Xlsx(sheet) => return sheet.run(config).await,
            Format::CslJson(references) => return references.csl_json(config).await,
            Format::Bibtex(references) => return references.bibtex(config).await,
            Format::Ris(references) => return references.ris(config).await,
            Format::List(list) => return list.run(config).await,
            Format::Undo(undo) => return undo.run(config).await,
        };
        let rest = if matches!(input, Input::Corpus(..)) { Rest::Nothing } else { Rest::Unsaid };
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
        tell(&report, rest, json)
    }
}

/// What is done once, not after each transaction of an import.
async fn end(session: &Session) -> crate::Result<()> {
    session.db.count_anew().await?;
    summary::refresh(session).await
}

enum Input {
    /// Files, and whether they are only looked at.
    Corpus(Vec<(String, String)>, bool),
    Jsonl(Box<dyn io::BufRead + Send>),
}

impl Input {
    async fn read(self, session: &Session) -> crate::Result<Report> {
        match self {
            Self::Corpus(files, false) => corpus::import(session, files).await,
            Self::Corpus(files, true) => corpus::preview(session, files).await,
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
