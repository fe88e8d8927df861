//! Records that names in a table may mean: index look-ups, for many names at once.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveEnum as _, ExprTrait as _,
    sea_query::{Alias, Expr, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use super::{part::alias_column, read::Read, record::Record, row::rec};
use crate::Result;

/// Hints that are read in one go at most.
const HINTS: u64 = 5_000;

/// A record to which a word leads.
#[derive(Clone, Debug)]
pub struct Hint {
    /// The word: a slug, a folded name, or a key of likely names.
    pub word: String,
    /// The record, before merges.
    pub record: Uuid,
}

rec!(Hint { word, record });

/// The records of a kind with one of these slugs, called by one of these folded names, or that share
/// one of these keys of likely names.
pub async fn hints<R: Record>(
    db: &impl Read,
    slugs: &BTreeSet<String>,
    folded: &BTreeSet<String>,
    keys: &BTreeSet<String>,
) -> Result<Vec<Hint>> {
    let of_kind = || Expr::col("record_kind").eq(R::KIND.to_value());
    let mut query = leading(R::TABLE, "slug", "id", slugs);
    let mut titled = leading("search_entry", "title_folded", "record_key", folded);
    query.union(UnionType::All, titled.and_where(of_kind()).to_owned());
    if let Some(column) = alias_column(R::KIND) {
        let mut called = leading("alias", "folded", column, folded);
        let is_of_kind = Expr::col(Alias::new(column)).is_not_null();
        query.union(UnionType::All, called.and_where(is_of_kind).to_owned());
    }
    let mut sharing = leading("match_key", "value", "record_key", keys);
    query.union(UnionType::All, sharing.and_where(of_kind()).to_owned());
    db.rows(query.limit(HINTS), "looking for what names mean").await
}

fn leading(
    table: &'static str,
    word: &'static str,
    key: &str,
    words: &BTreeSet<String>,
) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr_as(Expr::col(word), "word")
        .expr_as(Expr::col(Alias::new(key)), "record")
        .from(table)
        .and_where(Expr::col(word).is_in(words.iter().map(String::as_str)));
    query
}
