//! The text that the search looks through; the rule that both databases follow.

mod facet;

use std::collections::BTreeSet;

pub use facet::{Common, Group, Kind, Narrow, common, kinds};

use entity::{search_entry, vocab::RecordKind};
use sea_orm::{
    ActiveEnum as _,
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, DbBackend, EntityTrait as _, QueryFilter as _,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Doing as _, Txn,
    ask::Ask,
    likely,
    read::Read,
    row::{Count, rec},
};
use crate::{
    Error, Result,
    domain::fold::{fold, tokens},
};

/// What the search finds of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchText {
    /// Its name or title: an exact match comes first.
    pub title: String,
    /// Everything that is searched, the title included.
    pub body: String,
    /// What it shares with other records that may be the same thing; none for kinds that are not
    /// looked at for that.
    pub keys: BTreeSet<String>,
}

impl SearchText {
    /// A text of a kind that is not looked at for likely duplicates.
    #[must_use]
    pub const fn new(title: String, body: String) -> Self {
        Self { title, body, keys: BTreeSet::new() }
    }
}

/// Makes a record findable by this text, in place of the text before.
pub async fn put(txn: &Txn, kind: RecordKind, key: Uuid, text: SearchText) -> Result<()> {
    let entry = search_entry::ActiveModel {
        id: NotSet,
        record_kind: Set(kind),
        record_key: Set(key),
        title_folded: Set(fold(&text.title)),
        folded: Set(fold(&text.body)),
        body: Set(text.body),
    };
    let same =
        OnConflict::columns([search_entry::Column::RecordKind, search_entry::Column::RecordKey])
            .update_columns([
                search_entry::Column::TitleFolded,
                search_entry::Column::Folded,
                search_entry::Column::Body,
            ])
            .to_owned();
    search_entry::Entity::insert(entry)
        .on_conflict(same)
        .exec_without_returning(txn.sql())
        .await
        .doing("writing the search text")?;
    likely::put(txn, kind, key, text.keys).await
}

/// Hides a record from the search.
pub async fn remove(txn: &Txn, kind: RecordKind, key: Uuid) -> Result<()> {
    search_entry::Entity::delete_many()
        .filter(search_entry::Column::RecordKind.eq(kind))
        .filter(search_entry::Column::RecordKey.eq(key))
        .exec(txn.sql())
        .await
        .doing("removing the search text")?;
    likely::put(txn, kind, key, BTreeSet::new()).await
}

/// What somebody looks for: every word must be there, the last one may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The folded words.
    pub words: Vec<String>,
    title: String,
    kinds: Vec<RecordKind>,
    /// What the claims must share; nothing else is found where something is named.
    narrow: Vec<Narrow>,
}

impl Wanted {
    /// Reads what somebody typed; no kinds are all kinds.
    pub fn read(query: &str, mut kinds: Vec<RecordKind>) -> Result<Self> {
        let words = tokens(query);
        if words.is_empty() {
            let message = "the query has neither a letter nor a digit: type a word to look for";
            return Err(Error::invalid("query", message));
        }
        kinds.sort_unstable();
        kinds.dedup();
        Ok(Self { words, title: fold(query), kinds, narrow: Vec::new() })
    }

    /// The same search for claims alone, and only those that share all of this.
    #[must_use]
    pub fn narrowed(self, narrow: Vec<Narrow>) -> Self {
        Self { kinds: vec![RecordKind::Claim], narrow, ..self }
    }
}

/// Where a record stands among those found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// 0 where the title is what was looked for, else 1.
    pub tier: i64,
    /// The database's rank, the best first: bm25 on SQLite, the negative of `ts_rank` on
    /// PostgreSQL.
    pub rank: f64,
    /// Key of the record.
    pub key: Uuid,
}

/// A record that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// 0 where the title is what was looked for, else 1.
    pub tier: i64,
    /// The database's rank, the best first.
    pub rank: f64,
    /// Kind of the record.
    pub record_kind: RecordKind,
    /// Key of the record.
    pub record_key: Uuid,
    /// Its text.
    pub body: String,
}

rec!(Hit { tier, rank, record_kind, record_key, body });

impl Hit {
    /// Where it stands.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing { tier: self.tier, rank: self.rank, key: self.record_key }
    }
}

/// The first `limit` records found after a place: those with exactly this title, then by rank,
/// then by key. The rank depends on the text alone, on SQLite also on how rare each word is; so
/// pages meet without gap or overlap as long as nothing is recorded in between.
pub async fn find(
    db: &impl Read,
    wanted: &Wanted,
    after: Option<Standing>,
    limit: u64,
) -> Result<Vec<Hit>> {
    // Neither full-text index can be asked through the query builder.
    let mut ask = Ask::new(db.backend());
    let title = ask.value(wanted.title.clone());
    let found = ask.found(wanted);
    let rank = match ask.backend {
        DbBackend::Sqlite => "bm25(search_index)",
        _ => "-CAST(ts_rank(entry.folded_tsv, query) AS DOUBLE PRECISION)",
    };
    let past = after.map_or_else(String::new, |Standing { tier, rank, key }| {
        let bound = [ask.value(tier), ask.value(rank), ask.value(key)].join(", ");
        format!("WHERE (tier, rank, record_key) > ({bound})")
    });
    let limit = ask.value(i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = format!(
        "WITH hit AS MATERIALIZED (
            SELECT entry.id AS id, entry.record_key AS record_key, {rank} AS rank,
                CAST(CASE WHEN entry.title_folded = {title} THEN 0 ELSE 1 END AS BIGINT) AS tier
            {found}
        ), page AS MATERIALIZED (
            SELECT id, tier, rank FROM hit {past} ORDER BY tier, rank, record_key LIMIT {limit}
        )
        SELECT page.tier AS tier, page.rank AS rank, entry.record_kind AS record_kind,
            entry.record_key AS record_key, entry.body AS body
        FROM page JOIN search_entry AS entry ON entry.id = page.id
        ORDER BY page.tier, page.rank, entry.record_key"
    );
    db.statement(ask.statement(sql), "searching").await
}

/// How many records would be found.
pub async fn count(db: &impl Read, wanted: &Wanted) -> Result<i64> {
    let mut ask = Ask::new(db.backend());
    let found = ask.found(wanted);
    let sql = format!("SELECT COUNT(*) AS count {found}");
    let rows: Vec<Count> = db.statement(ask.statement(sql), "counting what is found").await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

impl Ask {
    /// From where, and which. The reader's words are bound as phrases, so that none of them is
    /// syntax of the index.
    fn found(&mut self, wanted: &Wanted) -> String {
        let mut sql = if self.backend == DbBackend::Sqlite {
            let query = self.value(phrases(&wanted.words, '"', " ", "*"));
            // A cross join keeps SQLite from looking into the index once for every entry of a kind.
            format!(
                "FROM search_index CROSS JOIN search_entry AS entry ON entry.id = search_index.rowid
                WHERE search_index MATCH {query}"
            )
        } else {
            let query = self.value(phrases(&wanted.words, '\'', " & ", ":*"));
            format!(
                "FROM search_entry AS entry CROSS JOIN to_tsquery('simple', {query}) AS query
                WHERE entry.folded_tsv @@ query"
            )
        };
        if !wanted.kinds.is_empty() {
            let kinds: Vec<String> =
                wanted.kinds.iter().map(|kind| self.value(kind.to_value())).collect();
            sql.push_str(" AND entry.record_kind IN (");
            sql.push_str(&kinds.join(", "));
            sql.push(')');
        }
        for narrow in &wanted.narrow {
            let shares = narrow.condition(self);
            sql.push_str(" AND ");
            sql.push_str(&shares);
        }
        sql
    }
}

/// The question for texts with at least one of these folded words.
pub(super) fn any_of(backend: DbBackend, words: &[String]) -> String {
    match backend {
        DbBackend::Sqlite => phrases(words, '"', " OR ", ""),
        _ => phrases(words, '\'', " | ", ""),
    }
}

/// The words in quotes of the index's own, the last marked as the beginning of a word.
fn phrases(words: &[String], quote: char, between: &str, begins: &str) -> String {
    let twice = format!("{quote}{quote}");
    let quoted = |word: &String| format!("{quote}{}{quote}", word.replace(quote, &twice));
    let mut query = words.iter().map(quoted).collect::<Vec<_>>().join(between);
    query.push_str(begins);
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_syntax() {
        let words = ["near".to_owned(), "a\"b'c".to_owned()];
        assert_eq!(phrases(&words, '"', " ", "*"), r#""near" "a""b'c"*"#);
        assert_eq!(phrases(&words, '\'', " & ", ":*"), r#"'near' & 'a"b''c':*"#);
    }

    #[test]
    fn nothing_to_look_for_is_refused() {
        for query in ["", "  ", "!?.,", "-*\""] {
            let error = Wanted::read(query, Vec::new()).expect_err(query);
            assert_eq!(error.code(), crate::error::Code::BadUserInput);
        }
    }
}
