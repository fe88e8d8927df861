//! `claimbase export`: what is on record, in a format that others read.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use url::form_urlencoded;

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, cannot_print, say},
    part,
};
use crate::{
    Error,
    config::{Config, Layer},
    exchange::{
        claimreview, datapackage,
        jsonl::{self, Counts},
        reference::{self, bibtex::Bibtex, csl::Csl},
    },
    store::Db,
    web::rows::{self, All, Narrow},
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
    /// The rows of all claims as CSV: one for each place where a claim is made, with the columns of /claims.csv.
    Csv(Rows),
    /// The same rows as a table in Apache Parquet, for data frames.
    #[cfg(feature = "parquet")]
    Parquet(Rows),
    /// A data package for deposit: a zip of tables (CSV), their description (Frictionless Data Package), the sources as references, and a page with how to cite it. The same records give the same bytes.
    Datapackage(Package),
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

/// Which rows, and where they are written.
#[derive(clap::Args)]
struct Rows {
    /// Only these rows, by what /claims.csv takes in its address: --filter statistic=iran-2018-arrested --filter stance=ASSERTS. The names are statistic, measure, event, place, agent, publisher (slugs), source (an id), qualifier, stance, includeRetracted and bom.
    #[arg(long, value_name = "NAME=VALUE", value_parser = filter)]
    filter: Vec<(String, String)>,
    #[command(flatten)]
    place: Place,
}

/// What a data package says of itself, and where it is written.
#[derive(clap::Args)]
struct Package {
    /// Its title.
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Who made it, for the citation; may be given several times.
    #[arg(long = "creator", value_name = "NAME")]
    creators: Vec<String>,
    /// The licence under which you give it away, by its SPDX identifier: CC-BY-4.0.
    #[arg(long, value_name = "ID")]
    license: Option<String>,
    #[command(flatten)]
    place: Place,
}

fn filter(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Rows {
    fn narrow(&self) -> Result<Narrow, Stop> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.filter);
        Narrow::parse(&query.finish()).map_err(|error| Stop::usage(error.to_string()))
    }
}

/// What is written.
enum What {
    Everything,
    Rows(rows::Format, Box<Narrow>),
    Package(datapackage::Label),
    Reviews,
    CslJson,
    Bibtex,
}

impl What {
    /// Writes it, and says how much it was.
    async fn write(self, db: &Db, out: &mut (impl Write + Send)) -> crate::Result<String> {
        match self {
            Self::Everything => {
                let Counts { records, revisions } =
                    jsonl::export(&db.snapshot().await?, out).await?;
                Ok(format!("{records} records and {revisions} revisions"))
            }
            Self::Rows(format, narrow) => {
                let narrow = narrow.resolve(db).await?;
                let mut rows = All::new(narrow, format);
                while let Some(part) = rows.next(db).await? {
                    out.write_all(&part).map_err(cannot_write)?;
                }
                out.flush().map_err(cannot_write)?;
                Ok(format!("{} rows", rows.count()))
            }
            Self::Package(label) => {
                let rows = datapackage::export(&db.snapshot().await?, label, out).await?;
                Ok(format!("tables of {rows} rows"))
            }
            Self::Reviews => Ok(format!("{} reviews", claimreview::export(db, out).await?)),
            Self::CslJson => Ok(format!("{} references", reference::export(db, &Csl, out).await?)),
            Self::Bibtex => {
                Ok(format!("{} references", reference::export(db, &Bibtex, out).await?))
            }
        }
    }
}

fn cannot_write(error: io::Error) -> Error {
    Error::internal("writing rows", error)
}

impl Export {
    /// The settings that were given as flags.
    pub fn flags(&self) -> Layer {
        match &self.format {
            Format::Jsonl(place)
            | Format::Claimreview(place)
            | Format::CslJson(place)
            | Format::Bibtex(place) => place.flags.layer(),
            Format::Csv(rows) => rows.place.flags.layer(),
            Format::Datapackage(package) => package.place.flags.layer(),
            #[cfg(feature = "parquet")]
            Format::Parquet(rows) => rows.place.flags.layer(),
        }
    }

    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let (what, Place { output, flags: _ }) = match self.format {
            Format::Jsonl(place) => (What::Everything, place),
            Format::Csv(rows) => (What::Rows(rows::Format::Csv, rows.narrow()?.into()), rows.place),
            #[cfg(feature = "parquet")]
            Format::Parquet(rows) => {
                (What::Rows(rows::Format::Parquet, rows.narrow()?.into()), rows.place)
            }
            Format::Datapackage(Package { title, creators, license, place }) => {
                (What::Package(datapackage::Label { title, creators, license }), place)
            }
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
    let told = what.write(db, &mut out).await.map_err(|error| unwritten(error, cannot_print))?;
    out.flush().map_err(|error| cannot_print(&error))?;
    say(&format!("wrote {told} to stdout"));
    Ok(())
}

/// Beside the file first, so that an export that fails leaves the last one as it was.
async fn to_file(what: What, db: &Db, file: &Path) -> Result<(), Stop> {
    let failed = |error: &io::Error| Stop::cannot_write(file, error);
    let part = part::beside(file).map_err(|error| failed(&error))?;
    let made = File::create_new(part.file()).map_err(|error| failed(&error))?;
    let mut out = BufWriter::new(made);
    let told = what.write(db, &mut out).await.map_err(|error| unwritten(error, failed))?;
    out.flush().and_then(|()| part.settle(file)).map_err(|error| failed(&error))?;
    say(&format!("wrote {told} to {}", file.display()));
    Ok(())
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
