//! What each kind of record says of itself to an import: what it refers to, and what it is known by.

use std::future::{Future, ready};

use entity::{
    agent, assessment, attribution, candidate_rejection, claim, claim_link, derivation, event,
    finding, measure, place, relation_override, source, statistic, vocab::RecordKind,
};
use uuid::Uuid;

use crate::{
    Result,
    app::{claim::quantity_of, whole::Subject},
    domain::{
        address,
        identity::{self, Parent, Subject as About},
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
        self.identity = self.hash(self.measure_id, self.event_id, self.place_id);
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
        self.key_hash = self.hash(measure, event, place);
        Ok(())
    }
}

trait Hashed {
    fn hash(&self, measure: Uuid, event: Option<Uuid>, place: Option<Uuid>) -> String;
}

impl Hashed for statistic::Model {
    fn hash(&self, measure: Uuid, event: Option<Uuid>, place: Option<Uuid>) -> String {
        identity::statistic(&identity::StatisticKey {
            measure,
            event,
            place,
            population: self.population.as_deref(),
            period_start: self.period_start.as_deref(),
            period_end: self.period_end.as_deref(),
        })
    }
}

macro_rules! identified {
    ($($table:ident, |$row:ident, $parts:ident, $visit:ident| $references:block, $identity:expr;)*) => { $(
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
                let identity: Option<String> = $identity(self);
                self.identity = identity.unwrap_or_else(|| self.identity.clone());
                Ok(())
            }
        }
    )* };
}

identified! {
    source, |row, parts, visit| {
        show(visit, "publisher_id", RecordKind::Agent, &mut row.publisher_id);
        show_all(visit, "authors", RecordKind::Agent, &mut parts.authors);
    }, |row: &source::Model| {
        let url = row.url.as_deref().map(address::normalise);
        let date = row.published_on.as_deref();
        Some(identity::source(url.as_deref(), row.publisher_id, date, Some(&row.title)))
    };
    claim, |row, parts, visit| {
        show(visit, "statistic_id", RecordKind::Statistic, &mut row.statistic_id);
        show(visit, "event_id", RecordKind::Event, &mut row.event_id);
    }, |row: &claim::Model| Some(match (row.statistic_id, quantity_of(row)) {
        (Some(statistic), Some(quantity)) => {
            identity::claim(statistic, &quantity.canonical(), row.as_of.as_deref())
        }
        _ => identity::statement(row.event_id, &row.text),
    });
    attribution, |row, parts, visit| {
        visit("claim_id", RecordKind::Claim, &mut row.claim_id);
        visit("source_id", RecordKind::Source, &mut row.source_id);
        show(visit, "agent_id", RecordKind::Agent, &mut row.agent_id);
        show_all(visit, "via", RecordKind::Agent, &mut parts.via);
    }, |row: &attribution::Model| {
        let quote = row.quote_exact.as_deref();
        Some(identity::attribution(row.claim_id, row.source_id, row.agent_id, quote))
    };
    derivation, |row, parts, visit| {
        visit("attribution_id", RecordKind::Attribution, &mut row.attribution_id);
        let kind = RecordKind::Attribution;
        show(visit, "parent_attribution_id", kind, &mut row.parent_attribution_id);
        show(visit, "parent_source_id", RecordKind::Source, &mut row.parent_source_id);
    }, |row: &derivation::Model| {
        let parent = row.parent_attribution_id.map(Parent::Attribution);
        let parent = parent.or(row.parent_source_id.map(Parent::Source))?;
        Some(identity::derivation(row.attribution_id, parent, row.kind))
    };
    claim_link, |row, parts, visit| {
        visit("claim_id", RecordKind::Claim, &mut row.claim_id);
        visit("other_claim_id", RecordKind::Claim, &mut row.other_claim_id);
    }, |row: &claim_link::Model| {
        Some(identity::claim_link(row.claim_id, row.other_claim_id, row.kind))
    };
    relation_override, |row, parts, visit| {
        visit("claim_id", RecordKind::Claim, &mut row.claim_id);
        visit("other_claim_id", RecordKind::Claim, &mut row.other_claim_id);
    }, |row: &relation_override::Model| {
        Some(identity::relation_override(row.claim_id, row.other_claim_id))
    };
    assessment, |row, parts, visit| {
        visit("claim_id", RecordKind::Claim, &mut row.claim_id);
        visit("reviewer_id", RecordKind::Agent, &mut row.reviewer_id);
    }, |row: &assessment::Model| {
        let url = row.url.as_deref().map(address::normalise);
        let (date, said) = (row.reviewed_on.as_deref(), row.rating_text.as_str());
        Some(identity::assessment(row.claim_id, row.reviewer_id, said, date, url.as_deref()))
    };
    candidate_rejection, |row, parts, visit| {
        let _ = (row, visit);
    }, |_: &candidate_rejection::Model| None;
    finding, |row, parts, visit| {
        show(visit, "claim_id", RecordKind::Claim, &mut row.claim_id);
        show(visit, "attribution_id", RecordKind::Attribution, &mut row.attribution_id);
        show(visit, "source_id", RecordKind::Source, &mut row.source_id);
        show(visit, "agent_id", RecordKind::Agent, &mut row.agent_id);
        show(visit, "other_claim_id", RecordKind::Claim, &mut row.other_claim_id);
        show(visit, "other_source_id", RecordKind::Source, &mut row.other_source_id);
        show(visit, "other_agent_id", RecordKind::Agent, &mut row.other_agent_id);
    }, |row: &finding::Model| {
        let about = row.claim_id.map(About::Claim);
        let about = about.or(row.attribution_id.map(About::Attribution));
        let about = about.or(row.source_id.map(About::Source));
        let about = about.or(row.agent_id.map(About::Agent))?;
        let other = row.other_claim_id.or(row.other_source_id).or(row.other_agent_id);
        Some(identity::finding(row.code, about, other))
    };
}
