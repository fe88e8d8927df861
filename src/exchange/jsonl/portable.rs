//! What each kind of record says of itself to an import: what it refers to, and what it is known by.

use std::future::{Future, ready};

use entity::{
    agent, assessment, attribution, candidate_rejection, claim, claim_link, derivation, event,
    finding, measure, place, relation_override, source, statistic, vocab::RecordKind,
};
use uuid::Uuid;

use crate::{
    Result,
    app::{
        identity::{Identified as _, statistic_of},
        whole::Subject,
    },
    store::{Txn, part::Parts, record},
};

/// Sees a reference: in which field it stands, what kind of record it names, and its id.
pub(super) type Visit<'a> = dyn FnMut(&'static str, RecordKind, &mut Uuid) + 'a;

/// What a record has that no other of its kind may have.
pub(super) struct Unique {
    pub(super) column: &'static str,
    pub(super) value: String,
}

/// A record as an import takes it.
pub(super) trait Portable: Subject {
    /// Shows every reference, those of its parts too.
    fn references(&mut self, parts: &mut Parts, visit: &mut Visit<'_>);

    /// What it is known by: whoever has the first of these is the same record.
    fn uniques(&self) -> Vec<Unique>;

    /// Why a record that has one of these uniques is another one; `None` when it is the same.
    fn differs_from(&self, other: &Self, column: &'static str) -> Option<String> {
        let _ = (other, column);
        None
    }

    /// The value that it has in a unique column.
    fn unique(&self, column: &'static str) -> String {
        let found = self.uniques().into_iter().find(|unique| unique.column == column);
        found.map(|unique| unique.value).unwrap_or_default()
    }

    /// The id that its own leads to, after merges.
    fn stands_for(&self) -> Uuid {
        self.id()
    }

    /// Computes its identity anew, because it refers to other records than in the file.
    fn identify(&mut self, txn: &Txn) -> impl Future<Output = Result<()>> + Send {
        let _ = txn;
        ready(Ok(()))
    }
}

fn unique(column: &'static str, value: &str) -> Unique {
    Unique { column, value: value.to_owned() }
}

fn show(
    visit: &mut Visit<'_>,
    field: &'static str,
    kind: RecordKind,
    reference: &mut Option<Uuid>,
) {
    if let Some(id) = reference {
        visit(field, kind, id);
    }
}

fn show_all(visit: &mut Visit<'_>, field: &'static str, kind: RecordKind, ids: &mut [Uuid]) {
    for id in ids {
        visit(field, kind, id);
    }
}

macro_rules! named {
    ($($table:ident: $kind:ident { $($reference:ident),* } $($parts:ident: $of:ident)?;)*) => { $(
        impl Portable for $table::Model {
            fn references(&mut self, parts: &mut Parts, visit: &mut Visit<'_>) {
                let _ = &parts;
                $( show(visit, stringify!($reference), RecordKind::$kind, &mut self.$reference); )*
                visit("canonical_id", RecordKind::$kind, &mut self.canonical_id);
                show(visit, "merged_into_id", RecordKind::$kind, &mut self.merged_into_id);
                $( show_all(visit, stringify!($parts), RecordKind::$of, &mut parts.$parts); )?
            }

            fn uniques(&self) -> Vec<Unique> {
                vec![unique("slug", &self.slug)]
            }

            fn differs_from(&self, other: &Self, _: &'static str) -> Option<String> {
                (self.name != other.name).then(|| {
                    format!("the slug \"{}\" is taken by \"{}\"", other.slug, other.name)
                })
            }

            fn stands_for(&self) -> Uuid {
                self.canonical_id
            }
        }
    )* };
}

named! {
    place: Place { parent_id };
    measure: Measure {};
    agent: Agent { parent_id, speaks_for_id };
    event: Event { parent_id } places: Place;
}

impl Portable for statistic::Model {
    fn references(&mut self, _: &mut Parts, visit: &mut Visit<'_>) {
        visit("measure_id", RecordKind::Measure, &mut self.measure_id);
        show(visit, "event_id", RecordKind::Event, &mut self.event_id);
        show(visit, "place_id", RecordKind::Place, &mut self.place_id);
        visit("canonical_id", RecordKind::Statistic, &mut self.canonical_id);
    }

    fn uniques(&self) -> Vec<Unique> {
        vec![unique("identity", &self.identity), unique("slug", &self.slug)]
    }

    fn differs_from(&self, other: &Self, column: &'static str) -> Option<String> {
        (column == "slug")
            .then(|| format!("the slug \"{}\" is taken by \"{}\"", other.slug, other.title))
    }

    fn stands_for(&self) -> Uuid {
        self.canonical_id
    }

    async fn identify(&mut self, txn: &Txn) -> Result<()> {
        self.identity = self.computed().unwrap_or_default();
        let measure = record::find::<measure::Model>(txn, self.measure_id).await?;
        let event = match self.event_id {
            Some(id) => record::find::<event::Model>(txn, id).await?.map(|row| row.id),
            None => None,
        };
        let place = match self.place_id {
            Some(id) => record::find::<place::Model>(txn, id).await?.map(|row| row.id),
            None => None,
        };
        let measure = measure.map_or(self.measure_id, |row| row.id);
        self.key_hash = statistic_of(self, measure, event, place);
        Ok(())
    }
}

macro_rules! identified {
    ($($table:ident, |$row:ident, $parts:ident, $visit:ident| $references:block;)*) => { $(
        impl Portable for $table::Model {
            fn references(&mut self, $parts: &mut Parts, $visit: &mut Visit<'_>) {
                let _ = &$parts;
                let $row = self;
                $references
            }

            fn uniques(&self) -> Vec<Unique> {
                vec![unique("identity", &self.identity)]
            }

            async fn identify(&mut self, _: &Txn) -> Result<()> {
                if let Some(identity) = self.computed() {
                    self.identity = identity;
                }
                Ok(())
            }
        }
    )* };
}

identified! {
    source, |row, parts, visit| {
        show(visit, "publisher_id", RecordKind::Agent, &mut row.publisher_id);
        show_all(visit, "authors", RecordKind::Agent, &mut parts.authors);
    };
    claim, |row, parts, visit| {
        show(visit, "statistic_id", RecordKind::Statistic, &mut row.statistic_id);
        show(visit, "event_id", RecordKind::Event, &mut row.event_id);
    };
    attribution, |row, parts, visit| {
        visit("claim_id", RecordKind::Claim, &mut row.claim_id);
        visit("source_id", RecordKind::Source, &mut row.source_id);
        show(visit, "agent_id", RecordKind::Agent, &mut row.agent_id);
        show_all(visit, "via", RecordKind::Agent, &mut parts.via);
    };
    derivation, |row, parts, visit| {
        visit("attribution_id", RecordKind::Attribution, &mut row.attribution_id);
        let kind = RecordKind::Attribution;
        show(visit, "parent_attribution_id", kind, &mut row.parent_attribution_id);
        show(visit, "parent_source_id", RecordKind::Source, &mut row.parent_source_id);
    };
    claim_link, |row, parts, visit| {
        visit("claim_id", RecordKind::Claim, &mut row.claim_id);
        visit("other_claim_id", RecordKind::Claim, &mut row.other_claim_id);
    };
    relation_override, |row, parts, visit| {
        visit("claim_id", RecordKind::Claim, &mut row.claim_id);
        visit("other_claim_id", RecordKind::Claim, &mut row.other_claim_id);
    };
    assessment, |row, parts, visit| {
        visit("claim_id", RecordKind::Claim, &mut row.claim_id);
        visit("reviewer_id", RecordKind::Agent, &mut row.reviewer_id);
    };
    finding, |row, parts, visit| {
        show(visit, "claim_id", RecordKind::Claim, &mut row.claim_id);
        show(visit, "attribution_id", RecordKind::Attribution, &mut row.attribution_id);
        show(visit, "source_id", RecordKind::Source, &mut row.source_id);
        show(visit, "agent_id", RecordKind::Agent, &mut row.agent_id);
        show(visit, "other_claim_id", RecordKind::Claim, &mut row.other_claim_id);
        show(visit, "other_source_id", RecordKind::Source, &mut row.other_source_id);
        show(visit, "other_agent_id", RecordKind::Agent, &mut row.other_agent_id);
    };
}

impl Portable for candidate_rejection::Model {
    fn references(&mut self, _: &mut Parts, _: &mut Visit<'_>) {}

    fn uniques(&self) -> Vec<Unique> {
        vec![unique("identity", &self.identity)]
    }
}
