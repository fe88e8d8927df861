//! `claimbase import csv`: a map of the columns, guessed or given, and what came of the rows.

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{Common, Rest, end, tell};
use crate::{
    Error,
    app::Session,
    cli::{
        database::{self, Want},
        output::{Outcome, Stop, print, say},
        session,
    },
    config::Config,
    domain::{
        quantity::Quantity,
        record_id::{Prefix, RecordId},
    },
    exchange::csv::{self, Map, Progress, Refused, Rewindable, Rows, Sheet, Shown, Watch},
};

/// How often the progress is told.
const BEAT: Duration = Duration::from_millis(200);

#[derive(clap::Args)]
pub(super) struct Csv {
    /// The file; - is stdin. Its first row names the columns.
    file: PathBuf,
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
    /// Show the map, five claims as they would be read, and what would be refused; write nothing.
    #[arg(long)]
    dry_run: bool,
    /// A new file for the rejected rows; without it one beside the file, *.rejects.csv.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Csv {
    pub(super) async fn run(self, config: Config) -> Outcome {
        let given = self.map.as_deref().map(read_map).transpose()?;
        let delimiter = given.as_ref().and_then(|map| map.delimiter);
        let rows =
            Rows::open(open(&self.file)?, delimiter).map_err(|error| of(&self.file, error))?;
        let want = if self.dry_run { Want::Ready } else { Want::ReadyOrNew };
        let db = database::open(&config.database.value, want).await?;
        let session = session::program(db)?;
        let outcome = self.read(&session, given, rows).await;
        session.db.close().await?;
        outcome
    }

    async fn read(&self, session: &Session, given: Option<Map>, rows: Rows) -> Outcome {
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
            if self.dry_run {
                print(&told)?;
            }
            return Err(Stop::usage(format!(
                "{}; use --set KEY=VALUE or --column KEY=HEADING; --dry-run shows the map, --save-map \
                 writes it to be completed and read with --map",
                gaps.join("; ")
            )));
        }
        if self.dry_run {
            return self.preview(session, rows, &map, &told).await;
        }
        self.import(session, rows, &map).await
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

    async fn preview(&self, session: &Session, rows: Rows, map: &Map, told: &str) -> Outcome {
        let done = csv::preview(session, rows, map).await.map_err(|error| of(&self.file, error))?;
        if !self.common.json {
            print(&format!("{told}\n{}\n", first(&done.shown)))?;
        }
        let outcome = tell(&done.report, Rest::Unsaid, self.common.json);
        say("nothing was written: without --dry-run it is");
        outcome
    }

    async fn import(&self, session: &Session, mut rows: Rows, map: &Map) -> Outcome {
        let mut desk = Desk {
            sheet: Sheet::of(&rows),
            wanted: self.rejects.clone(),
            beside: self.file.clone(),
            written: None,
            bar: Bar::new(),
        };
        let name = self.file.file_name().unwrap_or(self.file.as_os_str()).to_string_lossy();
        let done = csv::import(session, &name, &mut rows, map, &mut desk).await;
        desk.bar.clear();
        let file = desk.close();
        let done = done.map_err(|error| of(&self.file, error))?;
        end(session).await?;
        let file = file?;
        if let Some(id) = done.import {
            let id = RecordId::new(Prefix::Import, id);
            say(&format!(
                "this import is {id}; claimbase import undo {id} --reason WHY takes it back"
            ));
        }
        tell(&done.report, file.as_deref().map_or(Rest::Unsaid, Rest::File), self.common.json)
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

/// What is wrong with a file, with its name.
fn of(file: &Path, error: Error) -> Stop {
    match error {
        Error::Input { message, .. } => Stop::failed(format!("{}: {message}", file.display())),
        other => other.into(),
    }
}

fn cannot(what: &str, file: &Path, error: &io::Error) -> Stop {
    Stop::failed(format!("cannot {what} {}: {error}", file.display()))
}

fn read_map(file: &Path) -> Result<Map, Stop> {
    let text = fs::read_to_string(file).map_err(|error| cannot("read", file, &error))?;
    Map::parse(&text).map_err(|error| Stop::usage(format!("{}: {error}", file.display())))
}

fn open(file: &Path) -> Result<Box<dyn Rewindable>, Stop> {
    if file == Path::new("-") {
        if io::stdin().is_terminal() {
            say("note: reading rows from the terminal; end with Ctrl-D");
        }
        // A pipe cannot be gone back in, and the heading is read before the rows.
        let copied = tempfile::tempfile().and_then(|mut copy| {
            io::copy(&mut io::stdin().lock(), &mut copy)?;
            Ok(copy)
        });
        return Ok(Box::new(copied.map_err(|error| cannot("keep", Path::new("stdin"), &error))?));
    }
    Ok(Box::new(fs::File::open(file).map_err(|error| cannot("read", file, &error))?))
}

/// Writes a map to a file that is not there yet: what somebody completed by hand stays.
fn save(file: &Path, map: &Map) -> Result<(), Stop> {
    let mut new = fs::File::create_new(file).map_err(|error| cannot("make", file, &error))?;
    new.write_all(map.to_toml().as_bytes()).map_err(|error| cannot("write", file, &error))
}

/// The first claims as they were read.
fn first(shown: &[Shown]) -> String {
    let line = |claim: &Shown| {
        let Shown { line, text, quantity, as_of, agent, sources, is_new } = claim;
        let mut told = format!("line {line}: {text}\n    ");
        let mut parts = Vec::new();
        parts.extend(quantity.as_ref().map(reading));
        parts.extend(as_of.as_ref().map(|date| format!("as of {date}")));
        parts.extend(agent.as_ref().map(|agent| format!("said by {agent}")));
        parts.extend(sources.iter().map(|source| format!("in {source}")));
        parts.push(if *is_new { "new".to_owned() } else { "on record already".to_owned() });
        told.push_str(&parts.join("; "));
        told.push('\n');
        told
    };
    shown.iter().map(line).collect()
}

/// How a number was read: its qualifier, the number named and its bounds.
fn reading(quantity: &Quantity) -> String {
    let Quantity { text: _, qualifier, value, low, high } = quantity;
    let word = serde_json::to_value(qualifier).ok();
    let mut told = word.as_ref().and_then(|word| word.as_str()).unwrap_or_default().to_owned();
    for (name, number) in [("value", value), ("low", low), ("high", high)] {
        if let Some(number) = number {
            told = format!("{told} {name} {number}");
        }
    }
    told
}

/// Takes what is told while an import runs.
struct Desk {
    sheet: Sheet,
    wanted: Option<PathBuf>,
    beside: PathBuf,
    written: Option<(PathBuf, ::csv::Writer<fs::File>)>,
    bar: Bar,
}

impl Watch for Desk {
    fn refused(&mut self, row: &Refused) -> crate::Result<()> {
        let broken = |error: ::csv::Error| Error::internal("writing the rejected rows", error);
        if self.written.is_none() {
            let doing = "making a file for the rejected rows";
            let opened = self.new_file().map_err(|error| Error::internal(doing, error))?;
            self.written = Some(opened);
            let heading = self.sheet.heading.clone();
            if let Some((_, file)) = &mut self.written {
                file.write_byte_record(&heading).map_err(broken)?;
            }
        }
        let record = self.sheet.row(row);
        match &mut self.written {
            Some((_, file)) => file.write_byte_record(&record).map_err(broken),
            None => Ok(()),
        }
    }

    fn progress(&mut self, progress: Progress) {
        self.bar.show(progress);
    }
}

impl Desk {
    /// A file that is not there yet: one that is there may be half mended.
    fn new_file(&self) -> io::Result<(PathBuf, ::csv::Writer<fs::File>)> {
        let mut builder = ::csv::WriterBuilder::new();
        builder.delimiter(self.sheet.delimiter).flexible(true);
        if let Some(path) = &self.wanted {
            return Ok((path.clone(), builder.from_writer(fs::File::create_new(path)?)));
        }
        let stem = match self.beside.file_stem() {
            Some(stem) if self.beside != Path::new("-") => stem.to_string_lossy().into_owned(),
            _ => "stdin".to_owned(),
        };
        let mut number = 1;
        loop {
            let more = if number == 1 { String::new() } else { format!(".{number}") };
            let path = self.beside.with_file_name(format!("{stem}.rejects{more}.csv"));
            match fs::File::create_new(&path) {
                Ok(file) => return Ok((path, builder.from_writer(file))),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn close(self) -> Result<Option<PathBuf>, Stop> {
        let Some((path, mut file)) = self.written else { return Ok(None) };
        file.flush().map_err(|error| cannot("write", &path, &error))?;
        Ok(Some(path))
    }
}

/// A line on a terminal that says how far it is.
struct Bar {
    start: Instant,
    last: Option<Instant>,
    is_on: bool,
}

impl Bar {
    fn new() -> Self {
        Self { start: Instant::now(), last: None, is_on: io::stderr().is_terminal() }
    }

    fn show(&mut self, progress: Progress) {
        if !self.is_on || self.last.is_some_and(|last| last.elapsed() < BEAT) {
            return;
        }
        self.last = Some(Instant::now());
        let mut stderr = io::stderr();
        // Nobody is left to be told that stderr is closed.
        let _ = write!(stderr, "\r\x1b[K{}", bar(progress, self.start.elapsed()));
        let _ = stderr.flush();
    }

    fn clear(&mut self) {
        if self.last.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// "12,000 rows, 40 %, 3,000 a second, 6 s left".
fn bar(progress: Progress, elapsed: Duration) -> String {
    let Progress { rows, bytes, length } = progress;
    let percent = bytes.saturating_mul(100).checked_div(length).unwrap_or(100).min(100);
    let millis = elapsed.as_millis().max(1);
    let rate = u128::from(rows) * 1000 / millis;
    let left = u128::from(length.saturating_sub(bytes)) * millis / u128::from(bytes.max(1)) / 1000;
    let left =
        if left < 60 { format!("{left} s") } else { format!("{} min {} s", left / 60, left % 60) };
    format!("{rows} rows, {percent} %, {rate} a second, {left} left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_rate_and_time_left() {
        let half = Progress { rows: 3_000, bytes: 50, length: 100 };
        let told = bar(half, Duration::from_secs(90));
        assert_eq!(told, "3000 rows, 50 %, 33 a second, 1 min 30 s left");
        let none = Progress { rows: 0, bytes: 0, length: 0 };
        assert_eq!(bar(none, Duration::ZERO), "0 rows, 100 %, 0 a second, 0 s left");
    }
}
