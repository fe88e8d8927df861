//! `claimbase extract`: what a text claims, for a person to look through.

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use entity::source;

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, print, print_json, say},
    sheet,
};
use crate::{
    app::candidate::{self, Document, Proposal},
    config::Config,
    domain::{
        extract::{self, Candidate},
        partial_date::PartialDate,
    },
    exchange::review::{ENDING, Sheet},
    store::Db,
};

/// Find the claims that an English text or web page seems to make, and what they may be about. Nothing is stored: claimbase review does that.
///
/// The candidates are printed, and written with the text to FILE.candidates.json for claimbase review.
#[derive(clap::Args)]
pub struct Extract {
    /// The text or the web page; - is stdin.
    file: PathBuf,

    /// Where it is on the web; without it, the address that the page gives for itself.
    #[arg(long)]
    url: Option<String>,

    /// When it was published, as 2018-01-22; without it, the day that the page names.
    #[arg(long, value_name = "DATE", value_parser = date)]
    published: Option<PartialDate>,

    /// Its title; without it, that of the page or the first line of the text.
    #[arg(long)]
    title: Option<String>,

    /// An extractor to run instead of the rules: it reads the text on stdin and writes candidates as JSON.
    #[arg(long, value_name = "COMMAND")]
    with: Option<String>,

    /// Print the candidates as JSON, as claimbase review reads them, and write no file.
    #[arg(long)]
    json: bool,

    /// The file to write for claimbase review.
    #[arg(long, short, value_name = "FILE", conflicts_with = "json")]
    output: Option<PathBuf>,

    #[command(flatten)]
    pub(super) flags: Flags<DATABASE>,
}

fn date(text: &str) -> Result<PartialDate, String> {
    text.parse().map_err(|error: crate::Error| error.to_string())
}

impl Extract {
    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let Self { file, url, published, title, with, json, output, flags: _ } = self;
        let raw = read(&file)?;
        must_hold_text(&file, &raw)?;
        let mut document = Document::read(&raw, url.as_deref(), published)?;
        document.title = title.or(document.title).or_else(|| first_line(&document.text));
        let db = database::open(&config.database.value, Want::Ready).await?;
        let looked = look(&db, &document, with.as_deref()).await;
        db.close().await?;
        let (known, proposals) = looked?;
        let source = known.as_ref().map(|(row, _)| row);
        let written = Sheet::of(&document, source, &proposals);
        if json {
            print_json(&written)?;
            return Ok(Exit::Done);
        }
        let output = output.unwrap_or_else(|| beside(&file));
        write(&output, &written)?;
        print(&sheet::source(&document, known.as_ref()))?;
        print(&sheet::list(&proposals))?;
        say(&format!("wrote {}; go through it with claimbase review", output.display()));
        Ok(Exit::Done)
    }
}

type Looked = (Option<(source::Model, bool)>, Vec<Proposal>);

async fn look(db: &Db, document: &Document, with: Option<&str>) -> Result<Looked, Stop> {
    let found = match with {
        Some(command) => outside(command, &document.text)?,
        None => candidate::find(document).await?,
    };
    let known = document.source(db).await?;
    let source = known.as_ref().map(|(row, _)| row);
    let proposals = candidate::propose(db, document, source, found).await?;
    Ok((known, proposals))
}

/// The text of a file.
pub fn read(file: &Path) -> Result<String, Stop> {
    let failed = |error: &dyn std::fmt::Display| {
        Stop::failed(format!("cannot read {}: {error}", file.display()))
    };
    let bytes = if file == Path::new("-") {
        if io::stdin().is_terminal() {
            say("note: reading a text from the terminal; end with Ctrl-D");
        }
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes).map(|_| bytes)
    } else {
        fs::read(file)
    };
    let bytes = bytes.map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|_| failed(&"it is not in UTF-8; convert it first"))
}

fn must_hold_text(file: &Path, raw: &str) -> Result<(), Stop> {
    if !raw.trim_start_matches('\u{feff}').trim().is_empty() {
        return Ok(());
    }
    let name = if file == Path::new("-") { Path::new("stdin") } else { file }.display();
    Err(Stop::failed(format!("{name} holds no text: name a file with a text or a web page")))
}

/// What a text without a title is called.
fn first_line(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    Some(line.chars().take(200).collect())
}

/// The review file of a text: in the folder in which the command runs, where review looks for it.
fn beside(file: &Path) -> PathBuf {
    let name = if file == Path::new("-") { None } else { file.file_name() };
    let mut name = name.unwrap_or_else(|| "stdin".as_ref()).to_owned();
    name.push(ENDING);
    PathBuf::from(name)
}

fn write(file: &Path, sheet: &Sheet<'_>) -> Result<(), Stop> {
    let text = serde_json::to_string_pretty(sheet)
        .map_err(|error| Stop::failed(format!("cannot write JSON: {error}")))?;
    fs::write(file, text + "\n").map_err(|error| Stop::cannot_write(file, &error))
}

/// What an outside extractor finds.
fn outside(command: &str, text: &str) -> Result<Vec<Candidate>, Stop> {
    let failed = |error: io::Error| Stop::failed(format!("cannot run {command}: {error}"));
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .args([flag, command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A command that does not read all of the text says in its output what it made of it.
            stdin.map(|mut stdin| stdin.write_all(text.as_bytes()))
        });
        child.wait_with_output()
    });
    let output = output.map_err(failed)?;
    if !output.status.success() {
        return Err(Stop::failed(format!("{command} failed: {}", output.status)));
    }
    let json = String::from_utf8(output.stdout)
        .map_err(|_| Stop::failed(format!("what {command} wrote is not in UTF-8")))?;
    extract::from_json(text, &json).map_err(|error| {
        let place = match &error {
            crate::Error::Input { path, .. } => path.join("."),
            _ => String::new(),
        };
        Stop::failed(format!("{command}: {place}: {error}"))
    })
}
