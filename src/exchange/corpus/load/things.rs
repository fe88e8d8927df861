//! What claims are about, who makes them and where: places, measures, agents, events, statistics,
//! sources.

use super::{Loader, Step, Stop, date, day};
use crate::{
    Result,
    app::{
        agent::{self, AddAgent},
        event::{self, AddEvent},
        measure::{self, AddMeasure},
        place::{self, AddPlace},
        reference::Ref,
        source::{self, AddSource},
        statistic::{self, AddStatistic, StatisticKey},
        whole::Recorded,
    },
    domain::record_id::Prefix,
    exchange::corpus::row::{Agent, Event, Measure, Place, Source, Statistic},
};

impl Loader<'_> {
    pub(super) async fn places(&mut self) -> Result<()> {
        let corpus = self.corpus;
        for entry in
            self.in_order(Prefix::Place, &corpus.places, |row| row.parent.iter().collect())?
        {
            let done = self.place(&entry.row).await;
            self.settle(Prefix::Place, entry, done)?;
        }
        Ok(())
    }

    async fn place(&self, row: &Place) -> Step<Recorded<entity::place::Model>> {
        let Place { slug, name, kind, parent, aliases, iso_code, latitude, longitude } = row;
        let new = AddPlace {
            name: name.clone(),
            kind: *kind,
            slug: Some(slug.clone()),
            aliases: aliases.clone(),
            parent: self.refer_maybe("parent", Prefix::Place, parent.as_ref())?,
            iso_code: iso_code.clone(),
            latitude: *latitude,
            longitude: *longitude,
            external_ids: Vec::new(),
        };
        Ok(place::add_in(self.txn, new).await?)
    }

    pub(super) async fn measures(&mut self) -> Result<()> {
        for entry in &self.corpus.measures {
            let Measure {
                slug,
                name,
                definition,
                unit,
                value_type,
                integral,
                accumulation,
                aliases,
            } = &entry.row;
            let new = AddMeasure {
                name: name.clone(),
                definition: definition.clone(),
                unit: unit.clone(),
                value_type: *value_type,
                integral: Some(*integral),
                accumulation: *accumulation,
                slug: Some(slug.clone()),
                aliases: aliases.clone(),
                external_ids: Vec::new(),
            };
            let done = measure::add_in(self.txn, new).await.map_err(Stop::from);
            self.settle(Prefix::Measure, entry, done)?;
        }
        Ok(())
    }

    pub(super) async fn agents(&mut self) -> Result<()> {
        let corpus = self.corpus;
        for entry in self.in_order(Prefix::Agent, &corpus.agents, |row| {
            row.parent.iter().chain(&row.speaks_for).collect()
        })? {
            let done = self.new_agent(&entry.row).await;
            self.settle(Prefix::Agent, entry, done)?;
        }
        Ok(())
    }

    async fn new_agent(&self, row: &Agent) -> Step<Recorded<entity::agent::Model>> {
        let Agent { slug, name, kind, aliases, parent, speaks_for } = row;
        let new = AddAgent {
            name: name.clone(),
            kind: *kind,
            slug: Some(slug.clone()),
            aliases: aliases.clone(),
            parent: self.refer_maybe("parent", Prefix::Agent, parent.as_ref())?,
            speaks_for: self.refer_maybe("speaksFor", Prefix::Agent, speaks_for.as_ref())?,
            external_ids: Vec::new(),
        };
        Ok(agent::add_in(self.txn, new).await?)
    }

    pub(super) async fn events(&mut self) -> Result<()> {
        let corpus = self.corpus;
        for entry in
            self.in_order(Prefix::Event, &corpus.events, |row| row.parent.iter().collect())?
        {
            let done = self.event(&entry.row).await;
            self.settle(Prefix::Event, entry, done)?;
        }
        Ok(())
    }

    async fn event(&self, row: &Event) -> Step<Recorded<entity::event::Model>> {
        let Event { slug, name, kind, start, end, places, parent, aliases } = row;
        let places: Step<Vec<Ref>> =
            places.iter().map(|key| self.refer("places", Prefix::Place, key)).collect();
        let new = AddEvent {
            name: name.clone(),
            kind: *kind,
            slug: Some(slug.clone()),
            start: date("start", start.as_ref())?,
            end: date("end", end.as_ref())?,
            places: places?,
            parent: self.refer_maybe("parent", Prefix::Event, parent.as_ref())?,
            aliases: aliases.clone(),
            external_ids: Vec::new(),
        };
        Ok(event::add_in(self.txn, new).await?)
    }

    pub(super) async fn statistics(&mut self) -> Result<()> {
        for entry in &self.corpus.statistics {
            let done = self.statistic(&entry.row).await;
            self.settle(Prefix::Statistic, entry, done)?;
        }
        Ok(())
    }

    async fn statistic(&self, row: &Statistic) -> Step<Recorded<entity::statistic::Model>> {
        let Statistic { slug, title, measure, event, place, population, period_start, period_end } =
            row;
        let key = StatisticKey {
            measure: self.refer("measure", Prefix::Measure, measure)?,
            event: self.refer_maybe("event", Prefix::Event, event.as_ref())?,
            place: self.refer_maybe("place", Prefix::Place, place.as_ref())?,
            population: population.clone(),
            period_start: date("periodStart", period_start.as_ref())?,
            period_end: date("periodEnd", period_end.as_ref())?,
        };
        let new = AddStatistic { key, slug: Some(slug.clone()), title: Some(title.clone()) };
        Ok(statistic::add_in(self.txn, new).await?)
    }

    pub(super) async fn sources(&mut self) -> Result<()> {
        for entry in &self.corpus.sources {
            let done = self.source(&entry.row).await;
            self.settle(Prefix::Source, entry, done)?;
        }
        Ok(())
    }

    async fn source(&self, row: &Source) -> Step<Recorded<entity::source::Model>> {
        let new = AddSource {
            url: row.url.clone(),
            title: row.title.clone(),
            kind: row.kind,
            publisher: self.agent("publisher", row.publisher.as_ref())?,
            authors: self.agents_of("authors", &row.authors)?,
            published_on: date("publishedOn", row.published_on.as_ref())?,
            language: row.language.clone(),
            archive_url: row.archive_url.clone(),
            accessed_on: day("accessedOn", row.accessed_on.as_ref())?,
            text: None,
            text_public: false,
            external_ids: Vec::new(),
            imprint: crate::domain::imprint::Imprint::default(),
        };
        Ok(source::add_in(self.txn, new).await?)
    }
}
