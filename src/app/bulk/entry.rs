//! The numbers of a set of rows, and the new records that they make.

use std::collections::HashMap;

use entity::{attribution, source};
use uuid::Uuid;

use crate::{
    app::{attribution::Wording, claim::Figure, statistic::Among},
    domain::partial_date::PartialDate,
};

/// A new attribution.
pub(super) struct Attributed {
    pub(super) row: attribution::Model,
    pub(super) via: Vec<Uuid>,
    /// Identity of its claim.
    pub(super) claim: String,
    /// Title of its source.
    pub(super) title: String,
}

/// New records, each with the row that makes it.
pub(super) struct Pending<R> {
    pub(super) rows: Vec<(usize, R)>,
    /// By name, key or identity.
    by: HashMap<String, usize>,
}

impl<R> Default for Pending<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), by: HashMap::new() }
    }
}

impl<R> Pending<R> {
    pub(super) fn find(&self, by: &str) -> Option<&R> {
        self.by.get(by).and_then(|at| self.rows.get(*at)).map(|(_, found)| found)
    }

    /// Leaves out what the rows from this one on make.
    pub(super) fn end_at(&mut self, end: usize) {
        self.rows.truncate(self.rows.partition_point(|(row, _)| *row < end));
    }

    pub(super) fn push(&mut self, row: usize, by: String, new: R) {
        self.by.insert(by, self.rows.len());
        self.rows.push((row, new));
    }
}

/// A number of a row, as far as it is decided on.
pub(super) struct Entry {
    pub(super) row: usize,
    pub(super) counting: Counting,
    pub(super) figure: Figure,
    pub(super) measure: Uuid,
    pub(super) text: Option<String>,
    pub(super) as_of: Option<PartialDate>,
    pub(super) agent: Option<Uuid>,
    pub(super) via: Vec<Uuid>,
    pub(super) wording: Wording,
    pub(super) documents: Vec<Draft>,
    /// Its statistic.
    pub(super) statistic: Uuid,
    /// Identity of its claim.
    pub(super) claim: String,
    /// Its attributions, each with whether it is new and its revision.
    pub(super) attributions: Vec<(Uuid, bool, i32)>,
    /// Whether its claim is new.
    pub(super) is_new: bool,
}

/// A source that a row names.
pub(super) struct Draft {
    /// As it is recorded where it is new.
    pub(super) row: source::Model,
    pub(super) authors: Vec<Uuid>,
}

/// What a number is of.
pub(super) enum Counting {
    Known(Uuid),
    Key { event: Option<Uuid>, place: Option<Uuid>, among: Box<Among>, hash: String },
}
