//! `claimbase restore`: a backup into an empty database.

use std::{
    env,
    fs::{self, File},
    io::Read as _,
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
    store::{Db, file as files, transfer},
};

/// How the file of a SQLite database begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Put a backup back: into a database in which nothing is kept yet, of either kind.
///
/// The file itself is not changed; one of an older claimbase is brought up to date on the way. The database is there afterwards as a whole, or as it was before.
#[derive(clap::Args)]
pub struct Restore {
    /// The file that claimbase backup wrote.
    file: PathBuf,

    #[command(flatten)]
    pub(super) flags: Flags<DATABASE>,
}

impl Restore {
    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let Self { file, flags: _ } = self;
        let address = &config.database.value;
        must_be_backup(&file)?;
        must_be_empty(address).await?;
        // Looking at it and bringing it up to date change it: that is done to a copy.
        through(&file, &place(address)?, address).await?;
        say(&format!("{address} is as it was when {} was written", file.display()));
        Ok(Exit::Done)
    }
}

/// Where it is done: beside a file, so that it needs only be named.
fn place(address: &Address) -> Result<Part, Stop> {
    let (made, name) = match address.file() {
        Some(target) => (part::beside(target), target.to_owned()),
        None => (part::within(&env::temp_dir()), env::temp_dir()),
    };
    made.map_err(|error| Stop::cannot_write(&name, &error))
}

async fn through(file: &Path, part: &Part, address: &Address) -> Result<(), Stop> {
    let copy = part.file();
    fs::copy(file, &copy)
        .map_err(|error| Stop::failed(format!("cannot copy {}: {error}", file.display())))?;
    let db = current(file, &copy).await?;
    match address.file() {
        Some(target) if !target.exists() => {
            let whole = files::in_one(&db).await;
            db.close().await?;
            whole?;
            // Checking took a while: what was so before need not be any more.
            database::must_be_free(target)?;
            part.settle(target).map_err(|error| Stop::cannot_write(target, &error))
        }
        _ => {
            let copied = into(&db, address).await;
            db.close().await?;
            copied
        }
    }
}

async fn into(db: &Db, address: &Address) -> Result<(), Stop> {
    let target = database::open(address, Want::ReadyOrNew).await?;
    let copied = copy::everything(db, &target).await;
    target.close().await?;
    copied.map(drop)
}

/// Opens a copy of a backup that is sound, and brings it up to date.
async fn current(file: &Path, copy: &Path) -> Result<Db, Stop> {
    let address = Address::of_file(copy);
    let db = database::open(&address, Want::Any).await?;
    let checked = async {
        let pending = database::pending(&db, &address).await?;
        if pending.len() == database::all().len() {
            let message = format!("{} is an empty database, and no backup", file.display());
            return Err(Stop::failed(message));
        }
        if let Some(fault) = files::faults(&db.snapshot().await?).await?.first() {
            return Err(Stop::failed(format!("{} is damaged: {fault}", file.display())));
        }
        database::update(&db, &address).await
    };
    match checked.await {
        Ok(()) => Ok(db),
        Err(stop) => {
            db.close().await?;
            Err(stop)
        }
    }
}

/// Tells what the file is, where it is no backup.
fn must_be_backup(file: &Path) -> Result<(), Stop> {
    let name = file.display();
    let mut start = Vec::new();
    let read = File::open(file).and_then(|opened| opened.take(64).read_to_end(&mut start));
    read.map_err(|error| Stop::failed(format!("cannot read {name}: {error}")))?;
    if start.starts_with(SQLITE) {
        let log = database::beside(file, "-wal");
        if fs::metadata(&log).is_ok_and(|it| it.len() > 0) {
            return Err(Stop::failed(format!(
                "{name} is in use, or its program was killed: a part of it is in {} still; \
                 make a backup of it with claimbase backup, and restore that",
                log.display()
            )));
        }
        return Ok(());
    }
    Err(Stop::failed(if start.starts_with(b"{\"type\":\"claimbase\"") {
        format!("{name} is an export: put it on record with claimbase import jsonl {name}")
    } else {
        format!("{name} is no backup of claimbase: claimbase backup writes SQLite databases")
    }))
}

async fn must_be_empty(address: &Address) -> Result<(), Stop> {
    if let Some(file) = address.file().filter(|file| !file.exists()) {
        return database::must_be_free(file);
    }
    let db = database::open(address, Want::ReadyOrNew).await?;
    let kept = transfer::kept(&db).await;
    db.close().await?;
    match kept? {
        None => Ok(()),
        Some(table) => Err(Stop::failed(format!(
            "{address} is not empty: its table {table} has rows; a backup is put into a database \
             in which nothing is kept yet, so name another with --database"
        ))),
    }
}
