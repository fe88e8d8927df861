//! The text that the search looks through; the rule that both databases follow.

use entity::{search_entry, vocab::RecordKind};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, EntityTrait as _, QueryFilter as _,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{Doing as _, Txn};
use crate::{Result, domain::fold::fold};

/// What the search finds of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchText {
    /// Its name or title: an exact match comes first.
    pub title: String,
    /// Everything that is searched, the title included.
    pub body: String,
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
    Ok(())
}

/// Hides a record from the search.
pub async fn remove(txn: &Txn, kind: RecordKind, key: Uuid) -> Result<()> {
    search_entry::Entity::delete_many()
        .filter(search_entry::Column::RecordKind.eq(kind))
        .filter(search_entry::Column::RecordKey.eq(key))
        .exec(txn.sql())
        .await
        .doing("removing the search text")?;
    Ok(())
}
