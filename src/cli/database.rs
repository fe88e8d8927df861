//! Opening the database, with a sentence for everything that can be wrong with it.

use std::path::{Path, PathBuf};

use migration::DbErr;

use super::output::{Stop, with_causes};
use crate::{
    Error,
    config::Address,
    store::{Db, survey},
};

/// What a command expects of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// It is there and up to date.
    Ready,
    /// The same, and an empty one is set up first.
    ReadyOrNew,
    /// It is there or can be made; the caller brings it up to date.
    Any,
}

/// Connects, and makes sure that what is there is ours.
pub async fn open(address: &Address, want: Want) -> Result<Db, Stop> {
    match (want, address.file()) {
        (Want::Ready, _) => must_exist(address)?,
        (Want::ReadyOrNew | Want::Any, Some(file)) => must_be_free(file)?,
        (Want::ReadyOrNew | Want::Any, None) => {}
    }
    let connected = Db::connect(address.secret()).await;
    let db = connected.map_err(|error| cannot_open(address, &error))?;
    let pending = pending(&db, address).await?;
    match want {
        Want::Any => {}
        Want::ReadyOrNew if pending.len() == all().len() => update(&db, address).await?,
        Want::Ready | Want::ReadyOrNew => must_be_current(address, &pending)?,
    }
    Ok(db)
}

/// Names of the migrations that the database has not seen yet.
pub async fn pending(db: &Db, address: &Address) -> Result<Vec<String>, Stop> {
    let pending =
        migration::pending(db.writer()).await.map_err(|error| migrations_failed(address, error))?;
    if pending.len() < all().len() {
        return Ok(pending);
    }
    let tables = survey::table_count(db).await.map_err(|error| cannot_open(address, &error))?;
    if tables > 0 {
        return Err(Stop::failed(format!(
            "{address} is the database of another program: it has {tables} tables, and none of \
             them is claimbase's; name another with --database"
        )));
    }
    Ok(pending)
}

/// Runs the migrations that the database has not seen yet.
pub async fn update(db: &Db, address: &Address) -> Result<(), Stop> {
    migration::up(db.writer()).await.map_err(|error| migrations_failed(address, error))
}

/// Names of all migrations, in the order they run.
pub fn all() -> Vec<String> {
    use migration::MigratorTrait as _;
    migration::Migrator::migrations().iter().map(|one| one.name().to_owned()).collect()
}

/// Refuses a database that is older than the program.
pub fn must_be_current(address: &Address, pending: &[String]) -> Result<(), Stop> {
    match pending.len() {
        0 => Ok(()),
        count => Err(Stop::failed(format!(
            "{address} is older than this claimbase: {count} migrations are to be run; run them \
             with claimbase migrate up"
        ))),
    }
}

/// What SQLite keeps beside a file.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Refuses a SQLite database whose file is not there: opening would make an empty one.
pub fn must_exist(address: &Address) -> Result<(), Stop> {
    match address.file() {
        Some(file) if !file.exists() => Err(Stop::failed(format!(
            "there is no database {}; name one with --database, or make it with claimbase \
             migrate up",
            file.display()
        ))),
        _ => Ok(()),
    }
}

/// Refuses a SQLite database whose file is not there while what was written to one of that name
/// last is: SQLite would write it over the new one, or throw it away.
pub fn must_be_free(file: &Path) -> Result<(), Stop> {
    // These first: whoever makes a database meanwhile makes its own file before them.
    let left = ["-wal", "-journal", "-shm"].map(|ending| beside(file, ending));
    match left.iter().find(|left| left.exists()) {
        Some(left) if !file.exists() => Err(Stop::failed(format!(
            "{} is left of a database {} that is not there any more, and would spoil a new one: \
             move it away, or put that database back and open it once, so that it is written back",
            left.display(),
            file.display()
        ))),
        _ => Ok(()),
    }
}

fn migrations_failed(address: &Address, error: DbErr) -> Stop {
    let told = error.to_string();
    // SeaORM has no error of its own for it.
    if told.contains("this migration has been applied but its file is missing") {
        let name = told.split('\'').nth(1).unwrap_or_default();
        return Stop::failed(format!(
            "{address} was made by a newer claimbase or by another program: it has the migration \
             {name}, which this one does not know"
        ));
    }
    cannot_open(address, &Error::internal("running the migrations", error))
}

fn cannot_open(address: &Address, error: &Error) -> Stop {
    if let Error::Input { message, .. } = error {
        return Stop::usage(message.clone());
    }
    let told = with_causes(error);
    let Some(file) = address.file() else {
        return Stop::failed(format!("cannot use {address}: {}", postgres_reason(&told)));
    };
    let name = file.display();
    let folder =
        std::path::absolute(file).ok().and_then(|file| file.parent().map(ToOwned::to_owned));
    Stop::failed(match &folder {
        _ if told.contains("file is not a database") => {
            format!("{name} is not a SQLite database; name another file with --database")
        }
        _ if told.contains("malformed") => {
            format!("{name} is damaged: SQLite finds it malformed; bring back an earlier copy")
        }
        _ if file.is_dir() => format!("{name} is a folder; name a file in it with --database"),
        Some(folder) if !folder.is_dir() => {
            format!("cannot make {name}: there is no folder {}", folder.display())
        }
        _ if told.contains("readonly") || told.contains("unable to open") => {
            format!("cannot open {name} for writing: check who owns it and its folder")
        }
        _ => format!("cannot open {name}: {told}"),
    })
}

fn postgres_reason(told: &str) -> String {
    if told.contains("timed out") || told.contains("Connection Acquire") {
        return "no PostgreSQL answers there".to_owned();
    }
    let leads = ["error returned from database: ", "error communicating with database: "];
    let reason = leads.iter().fold(told, |rest, lead| rest.rsplit(lead).next().unwrap_or(rest));
    // PostgreSQL says in which line of its own source it refused.
    let reason = reason.rsplit_once(" at line ").map_or(reason, |(reason, _)| reason);
    reason.to_owned()
}
