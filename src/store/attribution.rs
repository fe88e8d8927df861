//! Writes that touch many attributions at once.

use chrono::NaiveDate;
use entity::attribution;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use uuid::Uuid;

use super::{Doing as _, Txn};
use crate::Result;

/// Moves the attributions of a source that carry no date of their own to the source's new date.
///
/// They get no revision: nothing that was recorded of them changes, only where lists show them.
pub async fn date_by_source(txn: &Txn, source: Uuid, sort_date: NaiveDate) -> Result<()> {
    attribution::Entity::update_many()
        .col_expr(attribution::Column::SortDate, Expr::value(sort_date))
        .filter(attribution::Column::SourceId.eq(source))
        .filter(attribution::Column::SaidOn.is_null())
        .exec(txn.sql())
        .await
        .doing("dating the attributions of a source")?;
    Ok(())
}
