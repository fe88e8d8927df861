//! Every check of a database: what does not fit together or waits for a person, how much of it,
//! and what mends it.

mod computed;
mod mend;
mod person;

use entity::{
    agent, assessment, attribution, candidate_rejection, claim, claim_link, derivation, event,
    finding, measure, place, relation_override, source, statistic, vocab::RecordKind,
};
use serde::Serialize;
use uuid::Uuid;

pub use mend::mend;

use super::Session;
use crate::{
    Result,
    domain::record_id::{Prefix, RecordId},
    store::{
        Read,
        doctor::{self as stored, Found},
        file,
        record::Record,
        summary,
    },
};

/// The command that computes anew what is computed.
const MEND: &str = "claimbase doctor --mend";

/// What no command brings back.
const BACKUP: &str = "bring back a backup with claimbase restore: what is lost cannot be computed";

/// Something that a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ailment {
    /// The check, in a word that stays the same.
    pub check: &'static str,
    /// How much of it.
    pub count: i64,
    /// What it is, in a sentence.
    pub what: String,
    /// One of them; `None` where there is nothing to show.
    pub example: Option<String>,
    /// The command or the mutation that mends it.
    pub mend: String,
}

impl Ailment {
    /// Whether [`mend`] mends it.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        self.mend == MEND
    }
}

/// Does the same for each kind of record.
macro_rules! each_kind {
    ($($row:ident in [$($table:ident),*] => $do:expr;)*) => { $( $( {
        type $row = $table::Model;
        $do
    } )* )* };
}
use each_kind;

/// Makes every check. A clean database has nothing to tell.
pub async fn examine(session: &Session) -> Result<Vec<Ailment>> {
    let db = &session.db.snapshot().await?;
    let mut all = Vec::new();
    damage(db, &mut all).await?;
    each_kind! {
        R in [place, measure, agent, event, statistic, source, claim, attribution, derivation,
            claim_link, relation_override, assessment, finding, candidate_rejection]
            => history::<R>(db, &mut all).await?;
        R in [place, measure, agent, event, statistic] => merges::<R>(db, &mut all).await?;
        R in [statistic, source, claim, attribution, derivation, claim_link, relation_override,
            assessment, finding]
            => identities(computed::identities::<R>(db).await?, Prefix::from(R::KIND), &mut all);
        R in [place, measure, agent, event, statistic, source, claim, attribution, assessment]
            => search::<R>(db, &mut all).await?;
        R in [place, measure, agent, event, source]
            => keys(computed::keyless::<R>(db).await?, Prefix::from(R::KIND), &mut all);
    }
    let wrong = computed::statistic_keys(db).await?;
    tell(&mut all, "statistic-keys", wrong, Prefix::Statistic, MEND, |many| {
        format!("{many} not grouped by what their keys are after merges")
    });
    let misplaced = computed::misplaced(db).await?;
    tell(&mut all, "quote-places", found(misplaced), Prefix::Source, MEND, |many| {
        format!("{many} with quotes whose place in the stored text is recorded wrongly")
    });
    if !stored::index_is_sound(&session.db).await? {
        all.push(Ailment {
            check: "search-index",
            count: 1,
            what: "the full-text index does not hold what it should".to_owned(),
            example: None,
            mend: MEND.to_owned(),
        });
    }
    summaries(db, &mut all).await?;
    person::imports(db, &mut all).await?;
    person::quotes(db, &mut all).await?;
    person::duplicates(db, &mut all).await?;
    Ok(all)
}

/// Notes what was found, where it is something.
fn tell(
    all: &mut Vec<Ailment>,
    check: &'static str,
    found: Found,
    kind: Prefix,
    mend: &str,
    what: impl FnOnce(&str) -> String,
) {
    let Found { count, first } = found;
    if count == 0 {
        return;
    }
    let example = first.first().map(|id| RecordId::new(kind, *id).to_string());
    let what = what(&many(count, kind.as_str()));
    all.push(Ailment { check, count, what, example, mend: mend.to_owned() });
}

/// "1 agent", "2 agents".
fn many(count: i64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn found(ids: Vec<Uuid>) -> Found {
    Found { count: i64::try_from(ids.len()).unwrap_or(i64::MAX), first: ids }
}

async fn damage(db: &impl Read, all: &mut Vec<Ailment>) -> Result<()> {
    let faults = file::faults(db).await?;
    if let Some(fault) = faults.first() {
        all.push(Ailment {
            check: "damage",
            count: i64::try_from(faults.len()).unwrap_or(i64::MAX),
            what: "the file of the database is damaged".to_owned(),
            example: Some(fault.clone()),
            mend: BACKUP.to_owned(),
        });
    }
    let beyond = stored::uncounted_commits(db).await?;
    if beyond > 0 {
        all.push(Ailment {
            check: "version",
            count: beyond,
            what: format!(
                "the history has {} that the database does not count",
                many(beyond, "commit")
            ),
            example: None,
            mend: BACKUP.to_owned(),
        });
    }
    Ok(())
}

async fn history<R: Record>(db: &impl Read, all: &mut Vec<Ailment>) -> Result<()> {
    let found = stored::unlike_history::<R>(db, 1).await?;
    tell(all, "history", found, R::KIND.into(), BACKUP, |many| {
        format!("{many} whose history does not end with what they are now")
    });
    Ok(())
}

async fn merges<R: Record>(db: &impl Read, all: &mut Vec<Ailment>) -> Result<()> {
    let found = stored::astray::<R>(db, 1).await?;
    let mend = match found.first.first() {
        // By its key, and not by hand.
        Some(_) if R::KIND == RecordKind::Statistic => MEND.to_owned(),
        Some(id) => format!(
            "mutation {{ undoMerge(input: {{ id: \"{}\", reason: \"it leads astray\" }}) {{ \
             userErrors {{ message }} }} }}",
            RecordId::new(R::KIND, *id)
        ),
        None => String::new(),
    };
    tell(all, "merges", found, R::KIND.into(), &mend, |many| {
        format!("{many} merged into what is missing, or was merged itself")
    });
    Ok(())
}

fn identities(found_ids: Vec<Uuid>, kind: Prefix, all: &mut Vec<Ailment>) {
    tell(all, "identity", found(found_ids), kind, MEND, |many| {
        format!("{many} with another identity than the one that their fields give")
    });
}

fn keys(found_ids: Vec<Uuid>, kind: Prefix, all: &mut Vec<Ailment>) {
    tell(all, "match-keys", found(found_ids), kind, MEND, |many| {
        format!("{many} without the keys by which likely duplicates are found")
    });
}

async fn search<R: super::whole::Subject>(db: &impl Read, all: &mut Vec<Ailment>) -> Result<()> {
    let missing = found(computed::unsearched::<R>(db).await?);
    tell(all, "search", missing, R::KIND.into(), MEND, |many| {
        format!("{many} that the search does not find")
    });
    let ghosts = stored::ghosts::<R>(db, 1).await?;
    tell(all, "search", ghosts, R::KIND.into(), MEND, |many| {
        format!("{many} that the search finds and that do not count")
    });
    Ok(())
}

async fn summaries(db: &impl Read, all: &mut Vec<Ailment>) -> Result<()> {
    let stale = found(summary::stale(db).await?);
    tell(all, "summaries", stale, Prefix::Statistic, MEND, |many| {
        format!("{many} whose summary is older than what it sums up")
    });
    Ok(())
}
