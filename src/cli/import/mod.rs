//! `claimbase import`: files to records, with a report of what was refused.

mod bar;
mod claimreview;
mod csv;
mod desk;
mod past;
mod reference;
mod xlsx;

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufReader, IsTerminal as _},
    path::{Path, PathBuf},
};

use serde::Serialize;

use self::{
    claimreview::Claimreview,
    csv::Csv,
    desk::Desk,
    past::{List, Undo},
    reference::References,
    xlsx::Xlsx,
};
use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, print, print_json, say},
    session,
};
use crate::{
    app::{Session, import as imports, summary},
    config::{Config, Layer},
    domain::record_id::{Prefix, RecordId},
    exchange::{
        corpus, engine, jsonl,
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

#[derive(Serialize)]
struct Told<'a> {
    kinds: BTreeMap<String, Counts>,
    rejects: Vec<Refused<'a>>,
    unlisted: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<File<'a>>,
}

/// What is told of an import of one file besides.
#[derive(Serialize)]
struct File<'a> {
    import: Option<String>,
    rows: u64,
    refused: u64,
    items: Counts,
    skipped: u64,
    held: u64,
    gone: Option<Gone<'a>>,
}

#[derive(Serialize)]
struct Gone<'a> {
    count: u64,
    since: &'a str,
    records: Vec<GoneRecord<'a>>,
}

#[derive(Serialize)]
struct GoneRecord<'a> {
    id: String,
    url: Option<&'a str>,
}

impl<'a> From<&'a engine::Outcome> for File<'a> {
    fn from(done: &'a engine::Outcome) -> Self {
        let engine::Outcome {
            import,
            report: _,
            rows,
            refused,
            items,
            skipped,
            held,
            gone,
            shown: _,
        } = done;
        let record = |(id, url): &'a (RecordId, Option<String>)| GoneRecord {
            id: id.to_string(),
            url: url.as_deref(),
        };
        let gone = gone.as_ref().map(|gone| Gone {
            count: gone.count,
            since: &gone.file_name,
            records: gone.records.iter().map(record).collect(),
        });
        let import = import.map(|id| RecordId::new(Prefix::Import, id).to_string());
        Self {
            import,
            rows: *rows,
            refused: *refused,
            items: counts(items),
            skipped: *skipped,
            held: *held,
            gone,
        }
    }
}

#[derive(Clone, Copy, Serialize)]
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

/// Where the refused rows are that are not told one by one.
#[derive(Clone, Copy)]
enum Rest<'a> {
    /// Nowhere: there is no file of them.
    Unsaid,
    /// Nowhere, and nothing was written.
    Nothing,
    /// In a file.
    File(&'a Path),
}

/// Refused rows that are told one by one where all of them stand in a file.
const TOLD: usize = 20;

fn tell(report: &Report, rest: Rest<'_>, json: bool) -> Outcome {
    tell_with(report, None, rest, json)
}

/// Tells what came of one file.
fn tell_of(done: &engine::Outcome, rest: Rest<'_>, json: bool) -> Outcome {
    let outcome = tell_with(&done.report, Some(done.into()), rest, json)?;
    if json {
        return Ok(outcome);
    }
    if done.skipped > 0 {
        say(&format!(
            "{} things in the file are of other kinds and were passed over",
            done.skipped
        ));
    }
    if done.held > 0 {
        say(&format!(
            "{} records are otherwise in the file and were changed here since they were imported: \
             they stay as they are",
            done.held
        ));
    }
    if let Some(gone) = &done.gone {
        let imports::Gone { count, records, file_name } = gone;
        say(&format!("gone: {count} that were in {file_name}; they stay on record"));
        for (id, url) in records.iter().take(TOLD) {
            say(&format!("gone: {}", url.clone().unwrap_or_else(|| id.to_string())));
        }
        if *count > TOLD as u64 {
            say(&format!("gone: {} more; --json lists them", count - TOLD as u64));
        }
    }
    Ok(outcome)
}

fn tell_with(report: &Report, file: Option<File<'_>>, rest: Rest<'_>, json: bool) -> Outcome {
    let Report { tallies, rejects, unlisted } = report;
    if json {
        let kinds = tallies.iter().map(|(kind, tally)| (kind.to_string(), counts(tally)));
        print_json(&Told {
            kinds: kinds.collect(),
            rejects: rejects.iter().map(Refused::from).collect(),
            unlisted: *unlisted,
            file,
        })?;
    } else {
        print(&summary(report, file.as_ref()))?;
    }
    if rejects.is_empty() && *unlisted == 0 {
        return Ok(Exit::Done);
    }
    let told = if matches!(rest, Rest::File(_)) { TOLD } else { usize::MAX };
    if !json {
        for reject in rejects.iter().take(told) {
            say(&format!("rejected: {reject}"));
        }
        let more = rejects.len().saturating_sub(told) as u64 + unlisted;
        if more > 0 {
            say(&format!("rejected: {more} more"));
        }
    }
    match rest {
        Rest::Unsaid => {}
        Rest::Nothing => {
            say("nothing was written: a corpus is taken as a whole; mend it and import it again");
        }
        Rest::File(file) => {
            let file = file.display();
            say(&format!("the rejected rows are in {file}: mend them there and import that file"));
        }
    }
    Ok(Exit::Rejected)
}

const fn counts(tally: &Tally) -> Counts {
    let Tally { new, updated, unchanged, rejected } = *tally;
    Counts { new, updated, unchanged, rejected }
}

/// A line for each kind of record, and one for all.
fn summary(report: &Report, file: Option<&File<'_>>) -> String {
    let told = |name: &str, tally: Counts| {
        let Counts { new, updated, unchanged, rejected } = tally;
        format!(
            "{name:<12} {new:>7} new {updated:>7} updated {unchanged:>7} unchanged {rejected:>7} rejected\n"
        )
    };
    let kinds = report.tallies.iter().map(|(kind, tally)| told(kind.as_str(), counts(tally)));
    let items = file.map_or_else(String::new, |file| told("items", file.items));
    items + &kinds.collect::<String>() + &told("all", counts(&report.total()))
}
