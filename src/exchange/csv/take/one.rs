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
    /// Takes it, or notes what is wrong with it: with each of its parts, where they can be tried.
    pub(super) async fn take(&mut self, reading: Reading) -> Result<()> {
        let Reading { as_of, quantity, counted, event, text, agent, via, sources, wording } =
            reading;
        let (measure, statistic, event) = if let Some(counted) = counted {
            let (measure, statistic) = self.statistic(counted).await?;
            (measure, statistic, None)
        } else {
            let event = self.named::<event::Model>(Field::Event, event).await;
            (None, None, self.note(event)?.flatten())
        };
        let speaker = self.agents(Field::Agent, agent.as_slice()).await?.pop();
        let relays = self.agents(Field::Via, &via).await?;
        let mut found = Vec::with_capacity(sources.len());
        for source in sources {
            found.extend(self.source(source).await?);
        }
        if !self.made.faults.is_empty() {
            if let Some(quantity) = &quantity {
                let checked = claims::check_number_in(self.at.txn, quantity, measure).await;
                self.note(checked)?;
            }
            return Ok(());
        }
        let new = |source: &documents::Model| NewAttribution {
            source: SourceRef::Known(source.id),
            agent: speaker.clone(),
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
        let done = claims::import_in(self.at.txn, claim).await;
        let Some(done) = self.made.faults.note_written(done)? else { return Ok(()) };
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

    fn note<T>(&mut self, outcome: Result<T>) -> Result<Option<T>> {
        self.made.faults.note(outcome)
    }

    /// The statistic and its measure, each where it is known.
    async fn statistic(
        &mut self,
        counted: Counted,
    ) -> Result<(Option<Uuid>, Option<statistic::Model>)> {
        let txn = self.at.txn;
        let key = match counted {
            Counted::Statistic(name) => {
                let reference = match RecordId::of(Prefix::Statistic, &name) {
                    Ok(id) => Ref::Id(id),
                    Err(_) => Ref::Slug(name),
                };
                let found = resolve::<statistic::Model>(txn, &reference).await;
                let found = self.note(found.within(Field::Statistic.key()))?;
                return Ok((found.as_ref().map(|row| row.measure_id), found));
            }
            Counted::Key(key) => *key,
        };
        let Key { measure, event, place, population, period_start, period_end } = key;
        // That there is none is noted already.
        let measure = Some(measure).filter(|name| !name.is_empty());
        let measure = self.named::<measure::Model>(Field::Measure, measure).await;
        let measure = self.note(measure)?.flatten();
        let event = self.named::<event::Model>(Field::Event, event).await;
        let event = self.note(event)?;
        let place = match place {
            Some(place) => self.place(place).await?.map(Some),
            None => Some(None),
        };
        let (Some(counted), Some(event), Some(place)) = (measure, event, place) else {
            return Ok((measure, None));
        };
        let key = StatisticKey {
            measure: Ref::Id(counted),
            event: event.map(Ref::Id),
            place: place.map(Ref::Id),
            population,
            period_start,
            period_end,
        };
        let added = statistics::add_in(txn, AddStatistic { key, slug: None, title: None }).await;
        let Some(added) = self.made.faults.note_written(added)? else {
            return Ok((measure, None));
        };
        self.made.note_new(&added);
        let counting = added.counting().within(Field::Measure.key());
        Ok((measure, self.note(counting)?.map(|added| added.row)))
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

    async fn place(&mut self, place: Named<entity::vocab::PlaceKind>) -> Result<Option<Uuid>> {
        let Named { name, new } = place;
        let field = Field::Place;
        if let Some(kind) = new {
            let place = names::place(self.at, self.made, field.key(), &name, kind).await;
            return self.made.faults.note_written(place);
        }
        let found = self.look_up::<place::Model>(field, &name).await;
        let missing = || unknown(field, Prefix::Place, &name, "new_places");
        self.note(found.and_then(|found| found.ok_or_else(missing)))
    }

    /// The agent that is called so, or a new one where the map lets it be added.
    async fn agent(&mut self, field: Field, agent: &Named<AgentKind>) -> Result<Option<Uuid>> {
        let Named { name, new } = agent;
        if let Some(kind) = new {
            let agent = names::agent(self.at, self.made, field.key(), name, *kind).await;
            return self.made.faults.note_written(agent);
        }
        let key = match field {
            Field::Publisher | Field::Sources => "new_publishers",
            _ => "new_agents",
        };
        let found = self.look_up::<agent::Model>(field, name).await;
        let missing = || unknown(field, Prefix::Agent, name, key);
        self.note(found.and_then(|found| found.ok_or_else(missing)))
    }

    /// Those of several agents who are found.
    async fn agents(&mut self, field: Field, all: &[Named<AgentKind>]) -> Result<Vec<AgentRef>> {
        let mut found = Vec::with_capacity(all.len());
        for agent in all {
            let one = self.agent(field, agent).await?;
            found.extend(one.map(|id| AgentRef::Known(Ref::Id(id))));
        }
        Ok(found)
    }

    async fn source(&mut self, source: Source) -> Result<Option<documents::Model>> {
        let Source { field, document } = source;
        let Document { publisher, authors, new } = document;
        let is_listed = field == Field::Sources;
        let at = if is_listed { field } else { Field::Publisher };
        let publisher = self.agents(at, publisher.as_slice()).await?.pop();
        let authors = self.agents(Field::Authors, &authors).await?;
        let added = sources::add_in(self.at.txn, AddSource { publisher, authors, ..new }).await;
        let added = if is_listed { added.map_err(without_path).within(field.key()) } else { added };
        let Some(added) = self.made.faults.note_written(added)? else { return Ok(None) };
        self.made.note_new(&added);
        let counting = added.counting().within(field.key());
        Ok(self.note(counting)?.map(|added| added.row))
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
