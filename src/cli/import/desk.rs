//! Where an import of a file is told of: refused items to a file, the progress to a terminal, what came
//! of it to stdout.

use std::{
    fs,
    io::{self, BufWriter, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Common,
    bar::Bar,
    end,
    tell::{Rest, tell_of},
};
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
    exchange::{
        engine::{self, Items, Label, Progress, Refused, Rejects, Shown, Taker, Watch},
        file::Rewindable,
    },
};

/// The file that is imported, and what every format asks of it.
#[derive(clap::Args)]
pub(super) struct Desk {
    /// The file; - is stdin.
    pub(super) file: PathBuf,
    /// Show the first five as they would be read, and what would be refused; write nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// A new file for what is rejected; without it one beside the file, *.rejects.*.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Desk {
    /// The database that it goes into.
    pub(super) async fn session(&self, config: &Config) -> Result<Session, Stop> {
        let want = if self.dry_run { Want::Ready } else { Want::ReadyOrNew };
        session::program(database::open(&config.database.value, want).await?)
    }

    /// The name under which the import is kept.
    pub(super) fn name(&self) -> String {
        self.file.file_name().unwrap_or(self.file.as_os_str()).to_string_lossy().into_owned()
    }

    /// The file, opened.
    pub(super) fn open(&self) -> Result<Box<dyn Rewindable>, Stop> {
        let file = &self.file;
        if file == Path::new("-") {
            if io::stdin().is_terminal() {
                say("note: reading from the terminal; end with Ctrl-D");
            }
            // A pipe cannot be gone back in, and a file is looked at before it is taken.
            let copied = tempfile::tempfile().and_then(|mut copy| {
                io::copy(&mut io::stdin().lock(), &mut copy)?;
                Ok(copy)
            });
            let copied = copied.map_err(|error| cannot("keep", Path::new("stdin"), &error))?;
            return Ok(Box::new(copied));
        }
        Ok(Box::new(fs::File::open(file).map_err(|error| cannot("read", file, &error))?))
    }

    /// What is wrong with the file, with its name.
    pub(super) fn blame(&self, error: Error) -> Stop {
        match error {
            Error::Input { message, .. } => {
                Stop::failed(format!("{}: {message}", self.file.display()))
            }
            other => other.into(),
        }
    }

    /// Imports the file, or says what that would do; `told` is said before the latter.
    pub(super) async fn take<I, T>(
        &self,
        session: &Session,
        label: Label,
        mut items: I,
        taker: T,
        rejects: impl Rejects<I::Raw> + Send,
        told: &str,
    ) -> Outcome
    where
        I: Items + 'static,
        T: Taker<Item = I::Item>,
    {
        let taker = Arc::new(taker);
        if self.dry_run {
            let done = engine::preview(session, items, &taker).await;
            let done = done.map_err(|error| self.blame(error))?;
            if !self.common.json {
                print(&format!("{told}{}\n", first(&done.shown)))?;
            }
            let outcome = tell_of(&done, Rest::Unsaid, self.common.json);
            say("nothing was written: without --dry-run it is");
            return outcome;
        }
        let mut clerk = Clerk { desk: self, rejects, written: None, bar: Bar::new() };
        let done = engine::import(session, label, &mut items, &taker, &mut clerk).await;
        clerk.bar.clear();
        let file = clerk.close();
        let done = done.map_err(|error| self.blame(error))?;
        end(session).await?;
        let file = file?;
        // Where every row was refused there is nothing to take back.
        if let Some(id) = done.import.filter(|_| done.refused < done.rows) {
            let id = RecordId::new(Prefix::Import, id);
            say(&format!(
                "this import is {id}; claimbase import undo {id} --reason WHY takes it back"
            ));
        }
        tell_of(&done, file.as_deref().map_or(Rest::Unsaid, Rest::File), self.common.json)
    }

    /// A file that is not there yet: one that is there may be half mended.
    fn new_file(&self, extension: &str) -> io::Result<(PathBuf, BufWriter<fs::File>)> {
        if let Some(path) = &self.rejects {
            return Ok((path.clone(), BufWriter::new(fs::File::create_new(path)?)));
        }
        let stem = match self.file.file_stem() {
            Some(stem) if self.file != Path::new("-") => stem.to_string_lossy().into_owned(),
            _ => "stdin".to_owned(),
        };
        let mut number = 1;
        loop {
            let more = if number == 1 { String::new() } else { format!(".{number}") };
            let path = self.file.with_file_name(format!("{stem}.rejects{more}.{extension}"));
            match fs::File::create_new(&path) {
                Ok(file) => return Ok((path, BufWriter::new(file))),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        }
    }
}

/// A file that cannot be read or written.
pub(super) fn cannot(what: &str, file: &Path, error: &io::Error) -> Stop {
    Stop::failed(format!("cannot {what} {}: {error}", file.display()))
}

/// Takes what is told while an import runs.
struct Clerk<'a, R> {
    desk: &'a Desk,
    rejects: R,
    written: Option<(PathBuf, BufWriter<fs::File>)>,
    bar: Bar,
}

impl<W, R: Rejects<W>> Watch<W> for Clerk<'_, R> {
    fn refused(&mut self, item: &Refused<W>) -> crate::Result<()> {
        let broken = |error| Error::internal("writing the rejects", error);
        if self.written.is_none() {
            let mut opened = self.desk.new_file(self.rejects.extension()).map_err(broken)?;
            opened.1.write_all(&self.rejects.head()?).map_err(broken)?;
            self.written = Some(opened);
        }
        let Some((_, file)) = &mut self.written else { return Ok(()) };
        file.write_all(&self.rejects.item(item)?).map_err(broken)
    }

    fn progress(&mut self, progress: Progress) {
        self.bar.show(progress);
    }
}

impl<R> Clerk<'_, R> {
    fn close(self) -> Result<Option<PathBuf>, Stop> {
        let Some((path, mut file)) = self.written else { return Ok(None) };
        file.flush().map_err(|error| cannot("write", &path, &error))?;
        Ok(Some(path))
    }
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
