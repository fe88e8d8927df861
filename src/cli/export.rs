//! `claimbase export`: what is on record, in a format that others read.

use std::{
    fs,
    io::{self, BufWriter, Write},
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
    exchange::{
        claimreview,
        jsonl::{self, Counts},
        reference::{self, bibtex::Bibtex, csl::Csl},
    },
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
    Jsonl(Place),
    /// The assessments, as a feed of ClaimReview items in JSON-LD (schema.org).
    Claimreview(Place),
    /// The sources, as references in CSL-JSON. Citation keys stay as they were.
    CslJson(Place),
    /// The sources, as references in BibTeX. Citation keys stay as they were.
    Bibtex(Place),
}

/// Where it is written, and from which database.
#[derive(clap::Args)]
struct Place {
    /// The file to write; without it stdout. It is put in place when it is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags<DATABASE>,
}

/// What is written.
#[derive(Clone, Copy)]
enum What {
    Everything,
    Reviews,
    CslJson,
    Bibtex,
}

impl What {
    /// Writes it, and says how much it was.
    async fn write(self, db: &Db, out: &mut (impl Write + Send)) -> crate::Result<String> {
        match self {
            Self::Everything => {
                let Counts { records, revisions } = jsonl::export(db, out).await?;
                Ok(format!("{records} records and {revisions} revisions"))
            }
            Self::Reviews => Ok(format!("{} reviews", claimreview::export(db, out).await?)),
            Self::CslJson => Ok(format!("{} references", reference::export(db, &Csl, out).await?)),
            Self::Bibtex => {
                Ok(format!("{} references", reference::export(db, &Bibtex, out).await?))
            }
        }
    }
}

impl Export {
    /// The settings that were given as flags.
    pub fn flags(&self) -> Layer {
        match &self.format {
            Format::Jsonl(place)
            | Format::Claimreview(place)
            | Format::CslJson(place)
            | Format::Bibtex(place) => place.flags.layer(),
        }
    }

    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let (what, Place { output, flags: _ }) = match self.format {
            Format::Jsonl(place) => (What::Everything, place),
            Format::Claimreview(place) => (What::Reviews, place),
            Format::CslJson(place) => (What::CslJson, place),
            Format::Bibtex(place) => (What::Bibtex, place),
        };
        let db = database::open(&config.database.value, Want::Ready).await?;
        let outcome = match &output {
            Some(file) => to_file(what, &db, file).await,
            None => to_stdout(what, &db).await,
        };
        db.close().await?;
        outcome?;
        Ok(Exit::Done)
    }
}

async fn to_stdout(what: What, db: &Db) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout());
    let written = what.write(db, &mut out).await;
    written.map(drop).map_err(|error| unwritten(error, cannot_print))
}

/// Beside the file first, so that an export that fails leaves the last one as it was.
async fn to_file(what: What, db: &Db, file: &Path) -> Result<(), Stop> {
    let failed =
        |error: &io::Error| Stop::failed(format!("cannot write {}: {error}", file.display()));
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = file.with_file_name(name);
    let mut out = BufWriter::new(fs::File::create(&part).map_err(|error| failed(&error))?);
    let written = what.write(db, &mut out).await.map_err(|error| unwritten(error, failed));
    let placed = written.and_then(|told| {
        fs::rename(&part, file).map_err(|error| failed(&error))?;
        Ok(told)
    });
    match placed {
        Ok(told) => {
            say(&format!("wrote {told} to {}", file.display()));
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
