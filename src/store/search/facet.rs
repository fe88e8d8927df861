//! What is found, counted by its kind and by what the claims among it have in common.

use entity::vocab::RecordKind;
use uuid::Uuid;

use super::Wanted;
pub use crate::store::crossref::Group;
use crate::{
    Result,
    store::{ask::Ask, crossref::Counted, read::Read, row::rec},
};

/// Something that claims must share to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrow {
    /// This record.
    Record(Group, Uuid),
    /// This word or month.
    Word(Group, String),
}

impl Narrow {
    /// That the claim of a search entry shares it.
    pub(super) fn condition(&self, ask: &mut Ask) -> String {
        let (by, value) = match self {
            Self::Record(by, id) => (by, ask.value(*id)),
            Self::Word(by, word) => (by, ask.value(word.clone())),
        };
        let (joins, shared) = (by.joins(), by.expression(ask.backend));
        format!(
            "EXISTS (SELECT 1 FROM claim {joins}
                WHERE claim.id = entry.record_key AND {shared} = {value})"
        )
    }
}

/// How many records of a kind are found.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The kind.
    pub record_kind: RecordKind,
    /// How many.
    pub count: i64,
}

rec!(Kind { record_kind, count });

/// How many records of each kind are found; kinds of which none is are left out.
pub async fn kinds(db: &impl Read, wanted: &Wanted) -> Result<Vec<Kind>> {
    let mut ask = Ask::new(db.backend());
    let found = ask.found(wanted);
    let sql = format!(
        "SELECT entry.record_kind AS record_kind, COUNT(*) AS count {found}
        GROUP BY entry.record_kind ORDER BY entry.record_kind"
    );
    db.statement(ask.statement(sql), "counting what is found by kind").await
}

/// Claims among those found that have something in common.
#[derive(Clone, Debug)]
pub struct Common {
    /// The record that they share; `None` where it is a word.
    pub id: Option<Uuid>,
    /// The word or month that they share; `None` where it is a record.
    pub word: Option<String>,
    /// How many they are.
    pub claims: i64,
    /// How many groups there are in all.
    pub groups: i64,
}

rec!(Common { id, word, claims, groups });

/// The claims among what is found, counted by one thing that they share, the largest groups first;
/// `limit` groups at most. Claims that share none are left out.
pub async fn common(db: &impl Read, wanted: &Wanted, by: Group, limit: u64) -> Result<Vec<Common>> {
    let mut ask = Ask::new(db.backend());
    let found = ask.found(wanted);
    let shared = by.expression(ask.backend);
    let Counted { id, word, joins, count } = by.counted(ask.backend);
    let sql = format!(
        "WITH hit AS MATERIALIZED (
            SELECT entry.record_key AS id {found} AND entry.record_kind = 'CLAIM'
        ), counted AS (
            SELECT {id} AS id, {word} AS word, {count} AS claims
            FROM hit JOIN claim ON claim.id = hit.id {joins}
            WHERE {shared} IS NOT NULL
            GROUP BY 1, 2
        )
        SELECT id, word, claims, COUNT(*) OVER () AS groups FROM counted
        ORDER BY claims DESC, id, word LIMIT {limit}"
    );
    db.statement(ask.statement(sql), "counting what is found by what it shares").await
}
