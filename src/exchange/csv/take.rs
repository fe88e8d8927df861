//! Puts the claims of a row on record through the verbs that people use.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use entity::{
    agent, event, measure, place, source, statistic,
    vocab::{AgentKind, Hedge, Originality, RecordStatus, SourceKind, Stance},
};
use uuid::Uuid;

use super::{
    Shown, date,
    map::{Field, word},
    named::Named,
    number,
    plan::{Plan, Spec},
    rows::Row,
};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::{self as agents, AddAgent, AgentRef},
        attribution::{NewAttribution, NewQuote},
        claim::{self as claims, RecordClaim, quantity_of},
        place::{self as places, AddPlace},
        reference::{Ref, Slugged, called_in_file, resolve},
        source::{self as sources, AddSource, SourceRef},
        statistic::{self as statistics, AddStatistic, StatisticKey, StatisticRef},
        whole::Recorded,
    },
    domain::{
        partial_date::PartialDate,
        record_id::{Prefix, RecordId},
        text::shown,
    },
    exchange::report::{Fate, fault},
    store::{Txn, record::Record},
};

/// Names that were looked up in this transaction.
pub(super) type Names = HashMap<(Prefix, String), Uuid>;

/// What a row came to.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// What became of which record.
    pub(super) fates: Vec<(Prefix, Uuid, Fate)>,
    /// Names that were looked up.
    pub(super) names: Names,
    /// The claims as they were read.
    pub(super) shown: Vec<Shown>,
}

impl Made {
    fn note<R: Record>(&mut self, recorded: &Recorded<R>) {
        let fate = if recorded.is_new { Fate::New } else { Fate::Unchanged };
        self.fates.push((Prefix::from(R::KIND), recorded.row.id(), fate));
    }

    /// Notes what is told only where it is new: every row names it.
    fn note_new<R: Record>(&mut self, recorded: &Recorded<R>) {
        if recorded.is_new {
            self.note(recorded);
        }
    }
}

/// Takes one row.
pub(super) struct Taker<'a> {
    pub(super) txn: &'a Txn,
    pub(super) plan: &'a Plan,
    pub(super) names: &'a Names,
    pub(super) row: &'a Row,
}

/// The claim of a row that is being taken.
struct One<'a> {
    taker: &'a Taker<'a>,
    spec: &'a Spec,
    made: &'a mut Made,
}

/// An error, and the column that it is about.
pub(super) fn blame(plan: &Plan, which: usize, error: Error) -> Result<(String, String)> {
    let (path, reason) = fault(error)?;
    let column = plan.claims.get(which).map_or_else(String::new, |spec| spec.culprit(&path));
    Ok((column, reason))
}

impl Taker<'_> {
    /// Puts every claim of the row on record. `which` says, when one is refused, which it was.
    pub(super) async fn take(&self, made: &mut Made, which: &mut usize) -> Result<()> {
        let mut any = false;
        for (index, spec) in self.plan.claims.iter().enumerate() {
            let fields = [Field::Quantity, Field::Low, Field::High];
            let is_said = fields.iter().any(|field| spec.get(self.row, *field).is_some());
            if spec.counts() && !is_said {
                continue;
            }
            any = true;
            *which = index;
            let mut one = One { taker: self, spec, made: &mut *made };
            Box::pin(one.take()).await?;
        }
        if any {
            return Ok(());
        }
        Err(Error::invalid(
            "quantity",
            "there is no number in this row: write one, or leave it out",
        ))
    }
}

impl One<'_> {
    fn get(&self, field: Field) -> Option<&str> {
        self.spec.get(self.taker.row, field)
    }

    fn owned(&self, field: Field) -> Option<String> {
        self.get(field).map(str::to_owned)
    }

    fn date(&self, field: Field) -> Result<Option<PartialDate>> {
        let order = self.taker.plan.map.date_order;
        let read = |text: &str| date::read(text, order, None).within(field.key());
        self.get(field).map(read).transpose()
    }

    fn word<T>(&self, field: Field, all: &[T]) -> Result<Option<T>>
    where
        T: serde::Serialize + serde::de::DeserializeOwned,
    {
        self.get(field).map(|value| word(field.key(), value, all)).transpose()
    }

    async fn take(&mut self) -> Result<()> {
        let txn = self.taker.txn;
        let as_of = self.date(Field::AsOf)?;
        let quantity = if self.spec.counts() {
            Some(number::read([Field::Quantity, Field::Low, Field::High].map(|f| self.get(f)))?)
        } else {
            None
        };
        let statistic = match quantity {
            Some(_) => Some(self.statistic().await?),
            None => None,
        };
        let event = match &statistic {
            Some(_) => None,
            None => self.named::<event::Model>(Field::Event).await?.map(Ref::Id),
        };
        let agent = self.agent(Field::Agent).await?;
        let mut via = Vec::new();
        for name in parts(self.owned(Field::Via).as_deref()) {
            via.push(AgentRef::Known(Ref::Id(self.agent_called(Field::Via, &name).await?)));
        }
        let sources = self.sources(as_of.as_ref()).await?;
        let new = |source: &source::Model| -> Result<NewAttribution> {
            Ok(NewAttribution {
                source: SourceRef::Known(source.id),
                agent: agent.map(|id| AgentRef::Known(Ref::Id(id))),
                via: via.clone(),
                quantity_text: None,
                quote: self.quote(),
                stance: self.word(Field::Stance, Stance::ALL)?,
                verb: self.owned(Field::Verb),
                hedge: self.word(Field::Hedge, Hedge::ALL)?,
                hedge_text: self.owned(Field::HedgeText),
                said_on: self.date(Field::SaidOn)?,
                originality: self.word(Field::Originality, Originality::ALL)?,
                proposed: None,
            })
        };
        let attributions = sources.iter().map(new).collect::<Result<Vec<_>>>()?;
        let claim = RecordClaim {
            statistic: statistic.as_ref().map(|row| StatisticRef::Known(Ref::Id(row.id))),
            event,
            text: self.owned(Field::Text),
            quantity,
            as_of,
            attributions,
            idempotency_key: None,
        };
        let done = claims::import_in(txn, claim).await?;
        self.made.note(&done.claim);
        for attribution in &done.attributions {
            self.made.note(attribution);
        }
        let line = self.taker.row.line;
        let shown = Shown {
            line,
            text: done.claim.row.text.clone(),
            quantity: quantity_of(&done.claim.row),
            as_of: done.claim.row.as_of.clone(),
            agent: self.owned(Field::Agent),
            sources: sources.into_iter().map(|source| source.title).collect(),
            is_new: done.claim.is_new,
        };
        self.made.shown.push(shown);
        Ok(())
    }

    async fn statistic(&mut self) -> Result<statistic::Model> {
        let txn = self.taker.txn;
        if let Some(name) = self.owned(Field::Statistic) {
            let reference = match RecordId::of(Prefix::Statistic, &name) {
                Ok(id) => Ref::Id(id),
                Err(_) => Ref::Slug(name),
            };
            return resolve(txn, &reference).await.within(Field::Statistic.key());
        }
        let Some(measure) = self.named::<measure::Model>(Field::Measure).await? else {
            let message = "nothing says what is counted: write a measure";
            return Err(Error::invalid(Field::Measure.key(), message));
        };
        let event = self.named::<event::Model>(Field::Event).await?;
        let place = self.place().await?;
        let key = StatisticKey {
            measure: Ref::Id(measure),
            event: event.map(Ref::Id),
            place: place.map(Ref::Id),
            population: self.owned(Field::Population),
            period_start: self.date(Field::PeriodStart)?,
            period_end: self.date(Field::PeriodEnd)?,
        };
        let added = statistics::add_in(txn, AddStatistic { key, slug: None, title: None }).await?;
        self.made.note_new(&added);
        Ok(added.counting().within(Field::Measure.key())?.row)
    }

    /// The record that a cell names; a name that means none, or two, is refused.
    async fn named<R: Slugged>(&mut self, field: Field) -> Result<Option<Uuid>> {
        let Some(name) = self.owned(field) else { return Ok(None) };
        let kind = Prefix::from(R::KIND);
        match self.look_up::<R>(field, &name).await? {
            Some(id) => Ok(Some(id)),
            None => Err(Error::not_found(field.key(), kind.as_str(), called(&name))),
        }
    }

    async fn look_up<R: Slugged>(&mut self, field: Field, name: &str) -> Result<Option<Uuid>> {
        let key = (Prefix::from(R::KIND), name.to_owned());
        let known = self.taker.names.get(&key).or_else(|| self.made.names.get(&key));
        if let Some(id) = known {
            return Ok(Some(*id));
        }
        let found = called_in_file::<R>(self.taker.txn, name).await.within(field.key())?;
        let Some(row) = found else { return Ok(None) };
        if row.status() == RecordStatus::Retracted {
            let kind = Prefix::from(R::KIND);
            let message = format!(
                "the {kind} called {} was retracted: restore it, or name another one",
                shown(name)
            );
            return Err(Error::conflict(field.key(), message));
        }
        self.made.names.insert(key, row.id());
        Ok(Some(row.id()))
    }

    async fn place(&mut self) -> Result<Option<Uuid>> {
        let Some(name) = self.owned(Field::Place) else { return Ok(None) };
        if let Some(id) = self.look_up::<place::Model>(Field::Place, &name).await? {
            return Ok(Some(id));
        }
        let Some(kind) = self.taker.plan.map.new_places else {
            return Err(unknown(Field::Place, Prefix::Place, &name, "new_places"));
        };
        let new = AddPlace {
            name: name.clone(),
            kind,
            slug: None,
            aliases: Vec::new(),
            parent: None,
            iso_code: None,
            latitude: None,
            longitude: None,
            external_ids: Vec::new(),
        };
        let added = places::add_in(self.taker.txn, new).await.within(Field::Place.key())?;
        self.made.note_new(&added);
        self.made.names.insert((Prefix::Place, name), added.row.id);
        Ok(Some(added.row.id))
    }

    async fn agent(&mut self, field: Field) -> Result<Option<Uuid>> {
        let Some(name) = self.owned(field) else { return Ok(None) };
        Ok(Some(self.agent_called(field, &name).await?))
    }

    /// The agent that is called so, or a new one where the map lets it be added.
    async fn agent_called(&mut self, field: Field, name: &str) -> Result<Uuid> {
        if let Some(id) = self.look_up::<agent::Model>(field, name).await? {
            return Ok(id);
        }
        let map = &self.taker.plan.map;
        let (new, key): (Option<AgentKind>, _) = match field {
            Field::Publisher | Field::Sources => (map.new_publishers, "new_publishers"),
            _ => (map.new_agents, "new_agents"),
        };
        let Some(kind) = new else { return Err(unknown(field, Prefix::Agent, name, key)) };
        let new = AddAgent {
            name: name.to_owned(),
            kind,
            slug: None,
            aliases: Vec::new(),
            parent: None,
            speaks_for: None,
            external_ids: Vec::new(),
        };
        let added = agents::add_in(self.taker.txn, new).await.within(field.key())?;
        self.made.note_new(&added);
        self.made.names.insert((Prefix::Agent, name.to_owned()), added.row.id);
        Ok(added.row.id)
    }

    fn quote(&self) -> Option<NewQuote> {
        Some(NewQuote {
            exact: self.owned(Field::Quote)?,
            prefix: None,
            suffix: None,
            start: None,
            end: None,
            language: self.owned(Field::QuoteLanguage),
            translation: self.owned(Field::QuoteTranslation),
        })
    }

    /// The sources of the row: its own, then those of the cell that holds several.
    async fn sources(&mut self, as_of: Option<&PartialDate>) -> Result<Vec<source::Model>> {
        let published_on = self.date(Field::PublishedOn)?;
        let near = published_on.as_ref().or(as_of);
        let year = near.map(|date| (date.earliest().year(), date.latest().year()));
        let year = year.and_then(|(first, last)| (first == last).then_some(first));
        let several = parts(self.get(Field::Sources));
        let own = [Field::SourceUrl, Field::SourceTitle];
        let has_own = own.iter().any(|field| self.get(*field).is_some());
        let mut sources = Vec::with_capacity(several.len() + 1);
        if has_own || several.is_empty() {
            sources.push(self.own_source(published_on.clone()).await?);
        }
        let order = self.taker.plan.map.date_order;
        for entry in several {
            let named = Named::read(&entry, order, year).within(Field::Sources.key())?;
            let Named { url, publisher, date } = named;
            let publisher = match publisher {
                Some(name) => Some((self.agent_called(Field::Sources, &name).await?, name)),
                None => None,
            };
            let date = date.or_else(|| published_on.clone().filter(|_| url.is_none()));
            let source = self.source(url, None, publisher, date).await;
            let source = source.map_err(|error| match error {
                Error::Input { problem, message, .. } => {
                    Error::Input { problem, path: Vec::new(), message }
                }
                other => other,
            });
            sources.push(source.within(Field::Sources.key())?);
        }
        Ok(sources)
    }

    async fn own_source(&mut self, published_on: Option<PartialDate>) -> Result<source::Model> {
        let publisher = match self.owned(Field::Publisher) {
            Some(name) => Some((self.agent_called(Field::Publisher, &name).await?, name)),
            None => None,
        };
        let (url, title) = (self.owned(Field::SourceUrl), self.owned(Field::SourceTitle));
        self.source(url, title, publisher, published_on).await
    }

    async fn source(
        &mut self,
        url: Option<String>,
        title: Option<String>,
        publisher: Option<(Uuid, String)>,
        published_on: Option<PartialDate>,
    ) -> Result<source::Model> {
        let made = match (&url, &publisher, &published_on) {
            (Some(url), _, _) => Some(url.clone()),
            (None, Some((_, name)), Some(date)) => Some(format!("{name}, {date}")),
            _ => None,
        };
        let Some(title) = title.or(made) else {
            let message = "nothing says where this is said: write an address, a title, or a \
                           publisher and a date";
            return Err(Error::invalid(Field::SourceUrl.key(), message));
        };
        let mut authors = Vec::new();
        for name in parts(self.owned(Field::Authors).as_deref()) {
            let id = self.agent_called(Field::Authors, &name).await?;
            authors.push(AgentRef::Known(Ref::Id(id)));
        }
        let new = AddSource {
            url,
            title,
            kind: self.word(Field::SourceKind, SourceKind::ALL)?.unwrap_or(SourceKind::Other),
            publisher: publisher.map(|(id, _)| AgentRef::Known(Ref::Id(id))),
            authors,
            published_on,
            language: self.owned(Field::Language),
            archive_url: self.owned(Field::ArchiveUrl),
            accessed_on: self.day(Field::AccessedOn)?,
            text: None,
            text_public: false,
            external_ids: Vec::new(),
        };
        let added = sources::add_in(self.taker.txn, new).await?;
        self.made.note_new(&added);
        Ok(added.counting().within(Field::SourceUrl.key())?.row)
    }

    fn day(&self, field: Field) -> Result<Option<NaiveDate>> {
        let Some(date) = self.date(field)? else { return Ok(None) };
        let Some(day) = date.exact_day() else {
            let message = format!("{date} is no single day: write it as 2018-01-22");
            return Err(Error::invalid(field.key(), message));
        };
        Ok(Some(day))
    }
}

fn called(name: &str) -> String {
    format!("called {}", shown(name))
}

fn unknown(field: Field, kind: Prefix, name: &str, key: &str) -> Error {
    let message = format!(
        "there is no {kind} called {}: add it, or the name to one on record, or set {key} so that \
         the import adds it",
        shown(name)
    );
    Error::invalid(field.key(), message)
}

/// The entries of a cell that holds several.
fn parts(cell: Option<&str>) -> Vec<String> {
    let entries = cell.unwrap_or_default().split([';', '\n', '|']).map(str::trim);
    entries.filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}
