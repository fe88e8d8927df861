//! `claimbase copy`: everything in one database into another, of either kind.

use std::sync::Arc;

use super::{
    database::{self, Want},
    output::{Exit, Outcome, Stop, print_json, print_table, say},
    session,
};
use crate::{
    config::Address,
    store::{
        Call, Db,
        transfer::{self, Copied},
    },
};

/// Copy a database into an empty one of either kind: every row with its id, history, keys and imports.
///
/// It is one transaction: all of it is there afterwards, or nothing. Whoever writes to the first database meanwhile is not held up; what they write is not copied.
#[derive(clap::Args)]
pub struct Copy {
    /// The database to read.
    #[arg(long, value_name = "URL")]
    from: Address,

    /// The database to write to, in which nothing is kept yet; a SQLite file is made.
    #[arg(long, value_name = "URL")]
    to: Address,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Copy {
    /// Does it.
    pub async fn run(self) -> Outcome {
        let Self { from, to, json } = self;
        if let Some(file) = from.file().filter(|file| !file.exists()) {
            let name = file.display();
            return Err(Stop::failed(format!("there is no database {name}; name one with --from")));
        }
        let source = database::open(&from, Want::Ready).await?;
        let opened = database::open(&to, Want::ReadyOrNew).await;
        let copied = match opened {
            Ok(target) => {
                let copied = everything(&source, &target).await;
                target.close().await?;
                copied
            }
            Err(stop) => Err(stop),
        };
        source.close().await?;
        let copied = copied?;
        if json {
            print_json(&copied)?;
        } else {
            let cells = |it: &Copied| vec![it.table.to_owned(), it.rows.to_string()];
            print_table(&copied.iter().map(cells).collect::<Vec<_>>())?;
        }
        let rows: i64 = copied.iter().map(|it| it.rows).sum();
        say(&format!("copied {rows} rows; {to} has as many in each table as {from}"));
        Ok(Exit::Done)
    }
}

/// Copies one moment of a database, and tells on stderr how far it is.
pub async fn everything(source: &Db, target: &Db) -> Result<Vec<Copied>, Stop> {
    let session = session::program(target.clone())?;
    let call = Call { now: session.now(), actor: None, ids: Arc::clone(&session.ids) };
    let from = Arc::new(source.snapshot().await?);
    let told = |Copied { table, rows }: Copied| {
        if rows > 0 {
            say(&format!("{table} is copied"));
        }
    };
    let copied = transfer::copy(from, target, call, Arc::new(told)).await?;
    target.count_anew().await?;
    Ok(copied)
}
