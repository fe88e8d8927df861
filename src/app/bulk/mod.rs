//! Numbers of files put on record as a set: looked up together, decided in memory, written together.
//!
//! What comes of them is what the verbs for one claim would do, one after the other. A row that is
//! not plain, as one that names what was merged or retracted or that will be refused, ends the set: it
//! is for those verbs.

mod entry;
mod ledger;
mod names;
mod plan;
mod settle;
mod write;

use entity::vocab::{AgentKind, PlaceKind};
use uuid::Uuid;

pub use ledger::Ledger;

use self::plan::Plan;
use super::{attribution::Wording, claim::QuantitySpec, source::AddSource};
use crate::{
    Result,
    domain::{partial_date::PartialDate, quantity::Quantity, record_id::Prefix},
    store::Txn,
};

/// A number that a row of a file says, in the names of the file.
#[derive(Clone, Debug)]
pub struct Said {
    /// What is counted.
    pub counted: Counted,
    /// The number.
    pub quantity: QuantitySpec,
    /// The claim in a sentence; `None` makes it from the statistic and the number's words.
    pub text: Option<String>,
    /// The moment that the number describes; `None` when it was not said.
    pub as_of: Option<PartialDate>,
    /// Who is said to hold it; `None` for the source's own voice.
    pub agent: Option<Named<AgentKind>>,
    /// Through whom it was relayed, the one nearest to the speaker first.
    pub via: Vec<Named<AgentKind>>,
    /// Where it is said.
    pub sources: Vec<Document>,
    /// How it is said.
    pub wording: Wording,
}

/// A name in a file, and as what it is added where nobody is called so.
#[derive(Clone, Debug)]
pub struct Named<K> {
    /// The name.
    pub name: String,
    /// As what it is added; `None` where it is not.
    pub new: Option<K>,
}

/// What a number is of.
#[derive(Clone, Debug)]
pub enum Counted {
    /// A statistic by its slug or id.
    Statistic(String),
    /// A statistic by its key.
    Key(Box<Key>),
}

/// The key of a statistic in the names of a file.
#[derive(Clone, Debug)]
pub struct Key {
    /// What is counted.
    pub measure: String,
    /// In which event; `None` where in none.
    pub event: Option<String>,
    /// Where; `None` where everywhere.
    pub place: Option<Named<PlaceKind>>,
    /// Among whom; `None` where among all.
    pub population: Option<String>,
    /// The first date of its period; `None` where it is open or there is none.
    pub period_start: Option<PartialDate>,
    /// The last date of its period; `None` where it is open or there is none.
    pub period_end: Option<PartialDate>,
}

/// A document as a file names it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Who published it; `None` when that is not said.
    pub publisher: Option<Named<AgentKind>>,
    /// Who wrote it.
    pub authors: Vec<Named<AgentKind>>,
    /// The rest; it names neither publisher nor authors.
    pub new: AddSource,
}

/// What became of a row.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// Its records: those that are new, its claims and their attributions.
    pub puts: Vec<Put>,
    /// Its claims as they are on record, where that was asked for.
    pub told: Vec<Told>,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Put {
    /// Its kind.
    pub kind: Prefix,
    /// Its key.
    pub key: Uuid,
    /// Whether it is new.
    pub is_new: bool,
    /// The revision at which it is.
    pub revision: i32,
}

/// A claim as it is on record.
#[derive(Clone, Debug)]
pub struct Told {
    /// The claim in a sentence.
    pub text: String,
    /// Its number.
    pub quantity: Option<Quantity>,
    /// The moment that the number describes; `None` where none was said.
    pub as_of: Option<String>,
    /// The titles of its sources.
    pub sources: Vec<String>,
    /// Whether it is new.
    pub is_new: bool,
}

/// Puts the numbers of rows on record, up to the first row that is not plain. Returns what became of
/// each that was taken, and tells the claims of the first `tell`.
pub async fn record_all(
    txn: &Txn,
    ledger: &mut Ledger,
    rows: Vec<Vec<Said>>,
    tell: usize,
) -> Result<Vec<Done>> {
    let mut plan = Plan::new(txn, ledger, rows.len());
    plan.look_up(&rows).await?;
    let mut entries = plan.read(rows)?;
    plan.find_statistics(&mut entries).await?;
    plan.find_sources(&entries).await?;
    plan.find_claims(&mut entries).await?;
    plan.find_attributions(&mut entries).await?;
    plan.write(&entries, tell).await
}
