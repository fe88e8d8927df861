//! `claimbase doctor`: every check of a database, each with what mends it.

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, print, print_json, say},
    session,
};
use crate::{
    app::{
        Session,
        doctor::{self, Ailment},
    },
    config::Config,
};

/// Check a database: what does not fit together, and what waits for a person, each with the command that mends it.
///
/// It exits with 0 where nothing is found, else with 4. It may run beside a server; an examination is of one moment.
#[derive(clap::Args)]
pub struct Doctor {
    /// Compute anew what is computed: search, keys, identities, places of quotes, summaries.
    #[arg(long)]
    mend: bool,

    /// Print JSON.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    pub(super) flags: Flags<DATABASE>,
}

impl Doctor {
    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let Self { mend, json, flags: _ } = self;
        let db = database::open(&config.database.value, Want::Ready).await?;
        let session = session::program(db)?;
        let found = examined(&session, mend).await;
        session.db.close().await?;
        let found = found?;
        if json {
            print_json(&found)?;
        } else {
            print(&found.iter().map(told).collect::<String>())?;
        }
        if found.is_empty() {
            say("nothing was found: everything fits together");
            return Ok(Exit::Done);
        }
        Ok(Exit::Found)
    }
}

async fn examined(session: &Session, mend: bool) -> Result<Vec<Ailment>, Stop> {
    let found = doctor::examine(session).await?;
    if !mend || !found.iter().any(Ailment::is_computed) {
        return Ok(found);
    }
    doctor::mend(session).await?;
    for ailment in found.iter().filter(|ailment| ailment.is_computed()) {
        say(&format!("computed anew: {}", ailment.what));
    }
    Ok(doctor::examine(session).await?)
}

fn told(ailment: &Ailment) -> String {
    let Ailment { check: _, count: _, what, example, mend } = ailment;
    let example = example.as_ref().map(|it| format!("  as {it}\n")).unwrap_or_default();
    format!("{what}\n{example}  mend: {mend}\n")
}
