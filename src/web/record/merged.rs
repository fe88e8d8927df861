//! What was merged into a record, and how each is parted from it again.

use uuid::Uuid;

use super::Page;
use crate::{
    Result,
    app::reference::Slugged,
    store::{Read, merge},
    web::{
        form::{self, Form},
        words,
    },
};

/// Merged records that are listed at most.
const MERGED: usize = 30;

/// A record that was merged into the one of the page.
pub(super) struct Merged {
    /// What it is called.
    pub name: String,
    /// Into what, where that was merged itself, and why.
    pub note: String,
    /// Parts them again.
    pub forms: Vec<Form>,
}

impl Page {
    /// Lists what was merged into a record, whether at once or with another.
    pub(super) async fn merged<R: Slugged>(
        &mut self,
        db: &impl Read,
        id: Uuid,
        into: impl Fn(&R) -> Option<Uuid>,
    ) -> Result<()> {
        let group: Vec<R> = merge::group(db, id).await?;
        let merged: Vec<&R> = group.iter().filter(|row| row.id() != id).collect();
        let hidden = merged.len().saturating_sub(MERGED);
        let shown = merged.into_iter().take(MERGED);
        self.merged = shown
            .map(|row| {
                let other = into(row).filter(|into| *into != id);
                let other = group.iter().find(|row| Some(row.id()) == other);
                let reason = row.status_reason().unwrap_or_default();
                Merged {
                    name: row.name().to_owned(),
                    note: match other {
                        Some(other) => format!("With {}: {reason}", other.name()),
                        None => words::sentence(reason),
                    },
                    forms: vec![form::undo_merge(row)],
                }
            })
            .collect();
        if hidden > 0 {
            self.merged_hidden = format!("{} more are not shown.", words::plain(hidden));
        }
        Ok(())
    }
}
