//! `Import`: a file that was put on record, and what came of it.

use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject};
use entity::import;

use super::{
    line::{ImportLineConnection, of_import},
    loader::TalliesOf,
};
use crate::{
    domain::record_id::{Prefix, RecordId},
    graphql::{context::ContextExt as _, error::Result, scalar::DateTime, vocab::RecordKind},
    store::import::Tallied,
};

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ImportStatus {
    /// It runs, or was cut off: importing the file again completes it.
    Incomplete,
    /// It was read to its end.
    Complete,
    /// It was taken back.
    Undone,
}

/// How many records of a kind an import named.
#[derive(SimpleObject)]
pub struct ImportTally {
    /// Their kind.
    kind: RecordKind,
    /// How many it put on record.
    new: i32,
    /// How many it changed.
    updated: i32,
    /// How many were on record already and stayed as they were.
    unchanged: i32,
}

/// A file that was put on record: imported twice, it is one import.
#[derive(Clone, Description)]
pub struct Import(pub import::Model);

#[Object(use_type_description)]
impl Import {
    /// Opaque id of the import, as undoImport takes it.
    async fn id(&self) -> ID {
        ID(RecordId::new(Prefix::Import, self.0.id).to_string())
    }

    /// What the file was called; - where it came through a pipe.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// SHA-256 of the file, in hexadecimal.
    async fn file_hash(&self) -> &str {
        &self.0.file_hash
    }

    /// How it was read: the word after claimbase import, as in "csv".
    async fn format(&self) -> &str {
        &self.0.format
    }

    /// The map of the columns with which it was read, as TOML; null for a format without one.
    async fn map(&self) -> Option<&str> {
        Some(self.0.map.as_str()).filter(|map| !map.is_empty())
    }

    /// What the file is a release of; null for one that stands by itself.
    async fn feed(&self) -> Option<&str> {
        self.0.feed.as_deref()
    }

    /// Where it stands.
    async fn status(&self) -> ImportStatus {
        match (self.0.undone_at, self.0.ended_at) {
            (Some(_), _) => ImportStatus::Undone,
            (None, Some(_)) => ImportStatus::Complete,
            (None, None) => ImportStatus::Incomplete,
        }
    }

    /// Who: the name of the key; null when it was the program itself.
    async fn actor(&self) -> Option<&str> {
        self.0.actor.as_deref()
    }

    /// When it was begun.
    async fn started_at(&self) -> DateTime {
        DateTime(self.0.started_at)
    }

    /// When it was done; null while it is not.
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.ended_at.map(DateTime)
    }

    /// Rows or items that were taken or refused; null while it is not done.
    async fn row_count(&self) -> Option<i32> {
        self.0.ended_at.map(|_| count(self.0.row_count))
    }

    /// Rows or items that were refused; null while it is not done.
    async fn refused_count(&self) -> Option<i32> {
        self.0.ended_at.map(|_| count(self.0.refused_count))
    }

    /// Items of the release before that this one no longer has. They stay on record. Null while it
    /// is not done, and where no release of the feed was imported before.
    async fn gone_count(&self) -> Option<i32> {
        self.0.gone_count.map(count)
    }

    /// When it was undone; null when it was not.
    async fn undone_at(&self) -> Option<DateTime> {
        self.0.undone_at.map(DateTime)
    }

    /// Why it was undone; null when it was not.
    async fn undone_reason(&self) -> Option<&str> {
        self.0.undone_reason.as_deref()
    }

    /// What it did, by kind of record: of agents, sources, places and statistics only those that it
    /// added are kept.
    async fn records(&self, ctx: &Context<'_>) -> Result<Vec<ImportTally>> {
        let rows = ctx.rows().load_one(TalliesOf(self.0.id)).await?.unwrap_or_default();
        let mut tallies: Vec<ImportTally> = Vec::new();
        for Tallied { record_kind, is_new, is_changed, count } in rows {
            let kind = RecordKind::from(record_kind);
            if tallies.last().is_none_or(|tally| tally.kind != kind) {
                tallies.push(ImportTally { kind, new: 0, updated: 0, unchanged: 0 });
            }
            let Some(tally) = tallies.last_mut() else { continue };
            let part = match (is_new, is_changed) {
                (true, _) => &mut tally.new,
                (false, true) => &mut tally.updated,
                (false, false) => &mut tally.unchanged,
            };
            *part = part.saturating_add(self::count(count));
        }
        Ok(tallies)
    }

    /// Which record came from which line, in the order of the lines.
    async fn lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
    ) -> Result<ImportLineConnection> {
        of_import(ctx, self.0.id, first, after).await
    }
}

fn count(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
