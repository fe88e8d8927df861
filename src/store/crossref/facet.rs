//! The claims of a list counted by one thing that they have in common.

use entity::claim;
use sea_orm::{Statement, StatementBuilder};
use uuid::Uuid;

use super::stats::{Counted, Group};
use crate::{
    Result,
    store::{
        list::{Listing, Parent, keys},
        read::Read,
        row::{Under, rec},
    },
};

/// Claims of a list that have something in common.
#[derive(Clone, Debug)]
pub struct Facet {
    /// The record that they share; `None` where they share none, or a word.
    pub id: Option<Uuid>,
    /// The word or month that they share; `None` where they share none, or a record.
    pub word: Option<String>,
    /// How many they are.
    pub claims: i64,
}

rec!(Facet { id, word, claims });

/// Counts the claims of a list in all its pages, the largest groups first; `limit` groups at most.
/// Of lists that hang on records, those of all these records at once; else under the nil key.
pub async fn facet(
    db: &impl Read,
    listing: &Listing<claim::Model>,
    under: Option<(Parent, &[Uuid])>,
    by: Group,
    limit: u64,
) -> Result<Vec<Under<Facet>>> {
    let backend = db.backend();
    let Statement { sql: listed, values, .. } =
        StatementBuilder::build(&keys(listing, under), &backend);
    let Counted { id, word, joins, count } = by.counted(backend);
    let sql = format!(
        "WITH listed AS ({listed}), counted AS (
            SELECT listed.parent_key AS parent_key, {id} AS id, {word} AS word,
                {count} AS claims
            FROM listed JOIN claim ON claim.id = listed.id {joins}
            GROUP BY 1, 2, 3
        ), ranked AS (
            SELECT counted.*, ROW_NUMBER() OVER (PARTITION BY parent_key
                ORDER BY claims DESC, id, word) AS place_in_order
            FROM counted
        )
        SELECT parent_key, id, word, claims FROM ranked
        WHERE place_in_order <= {limit} ORDER BY parent_key, place_in_order"
    );
    let statement = Statement { sql, values, db_backend: backend };
    db.statement(statement, "counting the claims of a list").await
}
