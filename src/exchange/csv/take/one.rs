//! Puts one claim of a row on record through the verbs that people use.

use entity::{agent, event, measure, place, source as documents, statistic, vocab::AgentKind};
use uuid::Uuid;

use super::reading::{Reading, Source, without_path};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::AgentRef,
        attribution::NewAttribution,
        bulk::{Counted, Document, Key, Named},
        claim::{self as claims, RecordClaim, quantity_of},
        reference::{Ref, Slugged, resolve},
        source::{self as sources, AddSource, SourceRef},
        statistic::{self as statistics, AddStatistic, StatisticKey, StatisticRef},
    },
    domain::{
        record_id::{Prefix, RecordId},
        text::shown,
    },
    exchange::{
        csv::map::Field,
        engine::{At, Made, Shown, names},
    },
};

/// The claim of a row that is being taken.
pub(super) struct One<'a> {
    pub(super) at: &'a At<'a>,
    pub(super) made: &'a mut Made,
}

impl One<'_> {
    pub(super) async fn take(&mut self, reading: Reading) -> Result<()> {
        let Reading { as_of, number, event, text, agent, via, sources, wording } = reading;
        let (quantity, statistic, event) = match number {
            Some((quantity, counted)) => {
                (Some(quantity), Some(self.statistic(counted).await?), None)
            }
            None => (None, None, self.named::<event::Model>(Field::Event, event).await?),
        };
        let speaker = match &agent {
            Some(agent) => Some(self.agent(Field::Agent, agent).await?),
            None => None,
        };
        let mut relays = Vec::with_capacity(via.len());
        for agent in &via {
            relays.push(AgentRef::Known(Ref::Id(self.agent(Field::Via, agent).await?)));
        }
        let mut found = Vec::with_capacity(sources.len());
        for source in sources {
            found.push(self.source(source).await?);
        }
        let new = |source: &documents::Model| NewAttribution {
            source: SourceRef::Known(source.id),
            agent: speaker.map(|id| AgentRef::Known(Ref::Id(id))),
            via: relays.clone(),
            wording: wording.clone(),
        };
        let claim = RecordClaim {
            statistic: statistic.map(|row| StatisticRef::Known(Ref::Id(row.id))),
            event: event.map(Ref::Id),
            text,
            quantity,
            as_of,
            attributions: found.iter().map(new).collect(),
            idempotency_key: None,
        };
        let done = claims::import_in(self.at.txn, claim).await?;
        self.made.note(&done.claim);
        for attribution in &done.attributions {
            self.made.note(attribution);
        }
        self.made.shown.push(Shown {
            line: self.at.line,
            text: done.claim.row.text.clone(),
            quantity: quantity_of(&done.claim.row),
            as_of: done.claim.row.as_of.clone(),
            agent: agent.map(|agent| agent.name),
            sources: found.into_iter().map(|source| source.title).collect(),
            is_new: done.claim.is_new,
        });
        Ok(())
    }

    async fn statistic(&mut self, counted: Counted) -> Result<statistic::Model> {
        let txn = self.at.txn;
        let key = match counted {
            Counted::Statistic(name) => {
                let reference = match RecordId::of(Prefix::Statistic, &name) {
                    Ok(id) => Ref::Id(id),
                    Err(_) => Ref::Slug(name),
                };
                return resolve(txn, &reference).await.within(Field::Statistic.key());
            }
            Counted::Key(key) => *key,
        };
        let Key { measure, event, place, population, period_start, period_end } = key;
        let Some(measure) = self.named::<measure::Model>(Field::Measure, Some(measure)).await?
        else {
            return Err(Error::broken("reading a row", "a measure without a name"));
        };
        let event = self.named::<event::Model>(Field::Event, event).await?;
        let place = match place {
            Some(place) => Some(self.place(place).await?),
            None => None,
        };
        let key = StatisticKey {
            measure: Ref::Id(measure),
            event: event.map(Ref::Id),
            place: place.map(Ref::Id),
            population,
            period_start,
            period_end,
        };
        let added = statistics::add_in(txn, AddStatistic { key, slug: None, title: None }).await?;
        self.made.note_new(&added);
        Ok(added.counting().within(Field::Measure.key())?.row)
    }

    /// The record that a cell names; a name that means none, or two, is refused.
    async fn named<R: Slugged>(
        &mut self,
        field: Field,
        name: Option<String>,
    ) -> Result<Option<Uuid>> {
        let Some(name) = name else { return Ok(None) };
        let kind = Prefix::from(R::KIND);
        let found = self.look_up::<R>(field, &name).await?;
        let missing = || {
            let called = format!("called {}", shown(&name));
            Error::not_found(field.key(), kind.as_str(), called)
        };
        found.ok_or_else(missing).map(Some)
    }

    async fn look_up<R: Slugged>(&mut self, field: Field, name: &str) -> Result<Option<Uuid>> {
        names::look_up::<R>(self.at, self.made, field.key(), name).await
    }

    async fn place(&mut self, place: Named<entity::vocab::PlaceKind>) -> Result<Uuid> {
        let Named { name, new } = place;
        let Some(kind) = new else {
            let found = self.look_up::<place::Model>(Field::Place, &name).await?;
            return found.ok_or_else(|| unknown(Field::Place, Prefix::Place, &name, "new_places"));
        };
        names::place(self.at, self.made, Field::Place.key(), &name, kind).await
    }

    /// The agent that is called so, or a new one where the map lets it be added.
    async fn agent(&mut self, field: Field, agent: &Named<AgentKind>) -> Result<Uuid> {
        let Named { name, new } = agent;
        let Some(kind) = new else {
            let key = match field {
                Field::Publisher | Field::Sources => "new_publishers",
                _ => "new_agents",
            };
            let found = self.look_up::<agent::Model>(field, name).await?;
            return found.ok_or_else(|| unknown(field, Prefix::Agent, name, key));
        };
        names::agent(self.at, self.made, field.key(), name, *kind).await
    }

    async fn source(&mut self, source: Source) -> Result<documents::Model> {
        let Source { field, document } = source;
        let Document { publisher, authors, new } = document;
        let is_listed = field == Field::Sources;
        let publisher = match publisher {
            Some(publisher) => {
                let field = if is_listed { field } else { Field::Publisher };
                Some(AgentRef::Known(Ref::Id(self.agent(field, &publisher).await?)))
            }
            None => None,
        };
        let mut writers = Vec::with_capacity(authors.len());
        for author in &authors {
            writers.push(AgentRef::Known(Ref::Id(self.agent(Field::Authors, author).await?)));
        }
        let added = self.added(AddSource { publisher, authors: writers, ..new }).await;
        if is_listed { added.map_err(without_path).within(field.key()) } else { added }
    }

    async fn added(&mut self, new: AddSource) -> Result<documents::Model> {
        let added = sources::add_in(self.at.txn, new).await?;
        self.made.note_new(&added);
        Ok(added.counting().within(Field::SourceUrl.key())?.row)
    }
}

fn unknown(field: Field, kind: Prefix, name: &str, key: &str) -> Error {
    let message = format!(
        "there is no {kind} called {}: add it, or the name to one on record, or set {key} so that \
         the import adds it",
        shown(name)
    );
    Error::invalid(field.key(), message)
}
