//! The corpus format: TOML files that a person writes.

mod document;
mod load;
mod row;

use std::sync::Arc;

use entity::vocab::Role;
use include_dir::{Dir, include_dir};

use super::report::Report;
use crate::{Result, app::Session};

static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples/iran-protests-2018");

/// The example corpus, as the program has it inside: names and texts of its files.
#[must_use]
pub fn embedded() -> Vec<(String, String)> {
    EXAMPLE
        .files()
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|file| {
            let name = file.path().file_name()?.to_string_lossy().into_owned();
            Some((name, file.contents_utf8()?.to_owned()))
        })
        .collect()
}

/// Puts the records of a corpus on record: all of them, or, when the report has a reject, none.
///
/// Takes names and texts of files.
pub async fn import(session: &Session, files: Vec<(String, String)>) -> Result<Report> {
    run(session, &files, true).await
}

/// What [`import`] would do; changes nothing.
pub async fn preview(session: &Session, files: Vec<(String, String)>) -> Result<Report> {
    run(session, &files, false).await
}

async fn run(session: &Session, files: &[(String, String)], keep: bool) -> Result<Report> {
    let corpus = Arc::new(document::read(files));
    session
        .write(Role::Curator, move |txn| {
            let corpus = Arc::clone(&corpus);
            Box::pin(async move {
                let report = load::load(txn, &corpus).await?;
                if !keep || !report.rejects.is_empty() {
                    txn.abandon();
                }
                Ok(report)
            })
        })
        .await
}
