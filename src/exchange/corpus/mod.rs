//! The corpus format: TOML files that a person writes.

mod document;
mod load;
mod row;

use std::sync::{Arc, Mutex, PoisonError};

use entity::vocab::Role;
use include_dir::{Dir, include_dir};

use super::report::Report;
use crate::{Error, Result, app::Session};

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
    let done: Arc<Mutex<Option<Report>>> = Arc::default();
    let slot = Arc::clone(&done);
    let outcome = session
        .write(Role::Curator, move |txn| {
            let (corpus, slot) = (Arc::clone(&corpus), Arc::clone(&slot));
            Box::pin(async move {
                let report = load::load(txn, &corpus).await?;
                let stays = keep && report.rejects.is_empty();
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
                // An error is what rolls a transaction back.
                if stays { Ok(()) } else { Err(Error::conflict("", "nothing is to be written")) }
            })
        })
        .await;
    let report = done.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (outcome, report) {
        (Ok(()), Some(report)) => Ok(report),
        (Err(Error::Input { .. }), Some(report)) if !keep || !report.rejects.is_empty() => {
            Ok(report)
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::broken("importing a corpus", "no report was made")),
    }
}
