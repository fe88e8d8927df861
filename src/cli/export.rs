//! `claimbase export`: the whole database as lines of JSON.

use std::{
    fs,
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, cannot_print, say},
};
use crate::{
    Error,
    config::{Config, Layer},
    exchange::jsonl::{self, Counts},
    store::Db,
};

/// Write the records of a database.
#[derive(clap::Args)]
pub struct Export {
    #[command(subcommand)]
    format: Format,
}

#[derive(clap::Subcommand)]
enum Format {
    /// Lines of JSON that hold everything but keys: records, their parts and their history. What claimbase import jsonl makes of them in an empty database of either kind is the same database.
    Jsonl {
        /// The file to write; without it stdout. It is put in place when it is whole.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        flags: Flags<DATABASE>,
    },
}

impl Export {
    /// The settings that were given as flags.
    pub fn flags(&self) -> Layer {
        let Format::Jsonl { flags, .. } = &self.format;
        flags.layer()
    }

    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let Format::Jsonl { output, flags: _ } = self.format;
        let db = database::open(&config.database.value, Want::Ready).await?;
        let outcome = match &output {
            Some(file) => to_file(&db, file).await,
            None => to_stdout(&db).await,
        };
        db.close().await?;
        outcome?;
        Ok(Exit::Done)
    }
}

async fn to_stdout(db: &Db) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout());
    let written = jsonl::export(db, &mut out).await;
    written.map(drop).map_err(|error| unwritten(error, cannot_print))
}

/// Beside the file first, so that an export that fails leaves the last one as it was.
async fn to_file(db: &Db, file: &Path) -> Result<(), Stop> {
    let failed =
        |error: &io::Error| Stop::failed(format!("cannot write {}: {error}", file.display()));
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = file.with_file_name(name);
    let mut out = BufWriter::new(fs::File::create(&part).map_err(|error| failed(&error))?);
    let written = jsonl::export(db, &mut out).await.map_err(|error| unwritten(error, failed));
    let placed = written.and_then(|counts| {
        fs::rename(&part, file).map_err(|error| failed(&error))?;
        Ok(counts)
    });
    match placed {
        Ok(Counts { records, revisions }) => {
            let name = file.display();
            say(&format!("wrote {records} records and {revisions} revisions to {name}"));
            Ok(())
        }
        Err(stop) => {
            // It is not whole, and of no use; that it could not be removed does no harm.
            let _ = fs::remove_file(&part);
            Err(stop)
        }
    }
}

/// Tells a disk that is full, or a reader that has gone, from a mistake of ours.
fn unwritten(error: Error, failed: impl Fn(&io::Error) -> Stop) -> Stop {
    if let Error::Internal { source, .. } = &error
        && let Some(cause) = source.downcast_ref::<io::Error>()
        && cause.kind() != io::ErrorKind::Other
    {
        return failed(cause);
    }
    error.into()
}
