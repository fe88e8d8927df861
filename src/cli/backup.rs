//! `claimbase backup`: everything in a database into one file, while it is served.

use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{
    copy,
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, say},
    part::{self, Part},
};
use crate::{
    config::{Address, Config},
    store::{Db, file as files},
};

/// Copy a database into a file, while it is served: records, history, keys, imports.
///
/// The file is itself a SQLite database, whichever kind it is made of: claimbase restore puts it back, and claimbase serve --database sqlite:FILE serves it.
#[derive(clap::Args)]
pub struct Backup {
    /// The file to write, which must not be there yet.
    file: PathBuf,

    #[command(flatten)]
    pub(super) flags: Flags<DATABASE>,
}

impl Backup {
    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let Self { file, flags: _ } = self;
        let address = &config.database.value;
        let db = database::open(address, Want::Ready).await?;
        let reserved = database::must_be_free(&file).and_then(|()| reserve(&file));
        let outcome = match reserved {
            Ok(()) => write(&db, address, &file).await,
            Err(stop) => Err(stop),
        };
        db.close().await?;
        outcome?;
        let bytes = fs::metadata(&file).map_err(|error| Stop::cannot_write(&file, &error))?.len();
        say(&format!("wrote {bytes} bytes to {}; claimbase restore puts it back", file.display()));
        Ok(Exit::Done)
    }
}

/// Takes the name, so that nobody else's file of that name is written over.
fn reserve(file: &Path) -> Result<(), Stop> {
    match File::create_new(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Stop::failed(format!(
            "{} is there already: a backup never writes over a file; name another",
            file.display()
        ))),
        Err(error) => Err(Stop::cannot_write(file, &error)),
    }
}

/// Beside the file first, so that under its name there is never a part of a backup.
async fn write(db: &Db, address: &Address, file: &Path) -> Result<(), Stop> {
    let written = async {
        let part = part::beside(file).map_err(|error| Stop::cannot_write(file, &error))?;
        match address.file() {
            Some(_) => files::copy_to(db, &part.file()).await?,
            None => from_postgres(db, &part).await?,
        }
        part.settle(file).map_err(|error| Stop::cannot_write(file, &error))
    };
    let outcome = written.await;
    if outcome.is_err() {
        // It is empty, and ours.
        let _ = fs::remove_file(file);
    }
    outcome
}

async fn from_postgres(db: &Db, part: &Part) -> Result<(), Stop> {
    let copy = database::open(&Address::of_file(&part.file()), Want::ReadyOrNew).await?;
    let copied = copy::everything(db, &copy).await;
    let whole = files::in_one(&copy).await;
    copy.close().await?;
    copied?;
    Ok(whole?)
}
