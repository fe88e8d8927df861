//! Taking imports back.

use async_graphql::{Context, ID, InputObject, Object};
use uuid::Uuid;

use super::object::Import;
use crate::{
    Result as Checked, Within as _,
    app::import::{self as imports, Undone},
    domain::record_id::{Prefix, RecordId},
    graphql::{
        context::ContextExt as _,
        error::Result,
        payload::{payload, settle},
    },
    store,
};

/// Which import to take back.
#[derive(InputObject)]
pub struct UndoImportInput {
    /// Its id.
    id: ID,
    /// Why: it is shown with the records that are retracted.
    reason: String,
}

impl UndoImportInput {
    fn read(self) -> Checked<(Uuid, String)> {
        let Self { id, reason } = self;
        Ok((RecordId::of(Prefix::Import, &id).within("id")?, reason))
    }
}

payload! {
    /// What taking an import back did.
    UndoImportPayload {
        /// The import as it is now; null when the input has to be mended.
        import: Option<Import>,
        /// How many records that it had made were retracted.
        retracted: i32,
        /// How many records that it had changed are as before.
        reverted: i32,
        /// How many records that it had made or changed stay as they are, since they were changed
        /// since or others rely on them.
        kept: i32,
    }
}

#[derive(Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Retracts what an import made and sets back what it changed: all of it or, where anything
    /// fails, nothing. What was changed since stays, and what others rely on. Takes the role admin.
    async fn undo_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The import.")] input: UndoImportInput,
    ) -> Result<UndoImportPayload> {
        let outcome = async {
            let (id, reason) = input.read()?;
            let undone = imports::undo(ctx.session(), id, reason).await?;
            Ok((store::import::find(ctx.db(), id).await?, undone))
        };
        let count = |count: u64| i32::try_from(count).unwrap_or(i32::MAX);
        settle(outcome.await, |(row, undone)| {
            let Undone { retracted, reverted, kept } = undone;
            UndoImportPayload {
                import: row.map(Import),
                retracted: count(retracted),
                reverted: count(reverted),
                kept: count(kept),
                user_errors: Vec::new(),
            }
        })
    }
}
