//! Puts the claims of a row on record through the verbs that people use.

mod source;

use entity::{
    agent, event, measure, place, source as documents, statistic,
    vocab::{AgentKind, Hedge, Originality, Stance},
};
use uuid::Uuid;

use super::{
    map::{Field, word},
    number,
    plan::{Plan, Spec},
    rows::Row,
};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::AgentRef,
        attribution::{NewAttribution, NewQuote},
        claim::{self as claims, RecordClaim, quantity_of},
        reference::{Ref, Slugged, resolve},
        source::SourceRef,
        statistic::{self as statistics, AddStatistic, StatisticKey, StatisticRef},
    },
    domain::{
        partial_date::PartialDate,
        record_id::{Prefix, RecordId},
        text::shown,
    },
    exchange::{
        date,
        engine::{At, Made, Shown, Taker, names},
    },
};

/// The claim of a row that is being taken.
struct One<'a> {
    plan: &'a Plan,
    at: &'a At<'a>,
    row: &'a Row,
    spec: &'a Spec,
    made: &'a mut Made,
}

impl Taker for Plan {
    type Item = Row;
    const KIND: Prefix = Prefix::Claim;

    async fn take<'a>(&'a self, at: &'a At<'a>, row: &'a Row, made: &'a mut Made) -> Result<()> {
        let mut any = false;
        for (index, spec) in self.claims.iter().enumerate() {
            let fields = [Field::Quantity, Field::Low, Field::High];
            let is_said = fields.iter().any(|field| spec.get(row, *field).is_some());
            if spec.counts() && !is_said {
                continue;
            }
            any = true;
            made.part = index;
            let mut one = One { plan: self, at, row, spec, made: &mut *made };
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

    fn column(&self, part: usize, path: &[String]) -> String {
        self.claims.get(part).map_or_else(String::new, |spec| spec.culprit(path))
    }
}

impl One<'_> {
    fn get(&self, field: Field) -> Option<&str> {
        self.spec.get(self.row, field)
    }

    fn owned(&self, field: Field) -> Option<String> {
        self.get(field).map(str::to_owned)
    }

    fn date(&self, field: Field) -> Result<Option<PartialDate>> {
        let order = self.plan.map.date_order;
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
        let txn = self.at.txn;
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
        let new = |source: &documents::Model| -> Result<NewAttribution> {
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
        let line = self.at.line;
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
        let txn = self.at.txn;
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
        names::look_up::<R>(self.at, self.made, field.key(), name).await
    }

    async fn place(&mut self) -> Result<Option<Uuid>> {
        let Some(name) = self.owned(Field::Place) else { return Ok(None) };
        let Some(kind) = self.plan.map.new_places else {
            let found = self.look_up::<place::Model>(Field::Place, &name).await?;
            let missing = || unknown(Field::Place, Prefix::Place, &name, "new_places");
            return found.ok_or_else(missing).map(Some);
        };
        names::place(self.at, self.made, Field::Place.key(), &name, kind).await.map(Some)
    }

    async fn agent(&mut self, field: Field) -> Result<Option<Uuid>> {
        let Some(name) = self.owned(field) else { return Ok(None) };
        Ok(Some(self.agent_called(field, &name).await?))
    }

    /// The agent that is called so, or a new one where the map lets it be added.
    async fn agent_called(&mut self, field: Field, name: &str) -> Result<Uuid> {
        let map = &self.plan.map;
        let (new, key): (Option<AgentKind>, _) = match field {
            Field::Publisher | Field::Sources => (map.new_publishers, "new_publishers"),
            _ => (map.new_agents, "new_agents"),
        };
        let Some(kind) = new else {
            let found = self.look_up::<agent::Model>(field, name).await?;
            return found.ok_or_else(|| unknown(field, Prefix::Agent, name, key));
        };
        names::agent(self.at, self.made, field.key(), name, kind).await
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
