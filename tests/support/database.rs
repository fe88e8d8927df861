//! A fresh, migrated database for each test, of the kind it asks for.

use std::{fs, path::PathBuf, sync::OnceLock};

use claimbase::store::Db;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell};

use super::postgres;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in a temporary folder.
    Sqlite,
    /// A database in the tests' own cluster.
    Postgres,
}

/// A database, and the folder that goes with it.
pub struct Fresh {
    /// The database.
    pub db: Db,
    /// Its address.
    pub url: String,
    _folder: Option<TempDir>,
}

/// A database with every table and no record.
pub async fn migrated(backend: Backend) -> Fresh {
    let (url, folder) = match backend {
        Backend::Sqlite => {
            let folder = TempDir::new().expect("a temporary folder");
            let file = folder.path().join("test.db");
            fs::copy(sqlite_template().await, &file).expect("the template");
            (format!("sqlite:{}", file.display()), Some(folder))
        }
        Backend::Postgres => (postgres_copy("claimbase_template").await, None),
    };
    let db = Db::connect(&url).await.expect("the database");
    Fresh { db, url, _folder: folder }
}

async fn sqlite_template() -> &'static PathBuf {
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let make = || async {
        let folder = FOLDER.get_or_init(|| TempDir::new().expect("a temporary folder"));
        let file = folder.path().join("template.db");
        let db = Db::connect(&format!("sqlite:{}", file.display())).await.expect("the template");
        migration::up(db.writer()).await.expect("the migrations");
        db.close().await.expect("closed");
        file
    };
    TEMPLATE.get_or_init(make).await
}

/// A new database on the test's PostgreSQL, copied from another one.
pub async fn postgres_copy(template: &str) -> String {
    // A template may be copied only while nobody is connected to it.
    static ONE_AT_A_TIME: Mutex<bool> = Mutex::const_new(false);
    let mut made = ONE_AT_A_TIME.lock().await;
    let base = postgres::address();
    let mut options = ConnectOptions::new(format!("{base}postgres"));
    options.max_connections(1).sqlx_logging(false);
    let admin = Database::connect(options).await.expect("the cluster");
    if !*made {
        let sql = "CREATE DATABASE claimbase_template";
        admin.execute_unprepared(sql).await.expect("a database");
        let db = Db::connect(&format!("{base}claimbase_template")).await.expect("the template");
        migration::up(db.writer()).await.expect("the migrations");
        db.close().await.expect("closed");
        *made = true;
    }
    let name = postgres::fresh_name();
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
    admin.execute_unprepared(&sql).await.expect("a database");
    admin.close().await.expect("closed");
    format!("{base}{name}")
}
