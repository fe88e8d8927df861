//! Puts the rows of a corpus on record, in an order in which each finds what it refers to.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use chrono::NaiveDate;
use entity::vocab::{Confirmation, Hedge, Originality, Stance};
use uuid::Uuid;

use super::document::{
    Agent, Attribution, Claim, Corpus, Entry, Event, Fields, Link, Measure, Origin, Place,
    Quantity, Source, Statistic,
};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::{self, AddAgent, AgentRef},
        attribution::{NewAttribution, NewQuote},
        claim::{self, QuantitySpec, RecordClaim, RecordedClaim},
        derivation::{self, NewDerivation, Parent},
        event::{self, AddEvent},
        link::{self, NewLink},
        measure::{self, AddMeasure},
        place::{self, AddPlace},
        reference::{Ref, by_slug},
        source::{self, AddSource, SourceRef},
        statistic::{self, AddStatistic, StatisticKey, StatisticRef},
        whole::Recorded,
    },
    domain::{partial_date::PartialDate, record_id::Prefix, slug},
    exchange::report::{Fate, Reject, Report, fault},
    store::{Txn, record::Record},
};

/// Puts a corpus on record. A refused row does not stop it, so that the report has all of them.
pub(super) async fn load(txn: &Txn, corpus: &Corpus) -> Result<Report> {
    let mut loader = Loader {
        txn,
        corpus,
        report: corpus.report.clone(),
        known: HashMap::new(),
        touched: HashSet::new(),
    };
    loader.look_up_others().await?;
    loader.places().await?;
    loader.measures().await?;
    loader.agents().await?;
    loader.events().await?;
    loader.statistics().await?;
    loader.sources().await?;
    loader.claims().await?;
    loader.derivations().await?;
    loader.links().await?;
    if !loader.report.rejects.is_empty() {
        // Nothing of it will be there.
        for tally in loader.report.tallies.values_mut() {
            (tally.new, tally.updated) = (0, 0);
        }
    }
    Ok(loader.report)
}

struct Loader<'a> {
    txn: &'a Txn,
    corpus: &'a Corpus,
    report: Report,
    /// The records of the rows that were put on record.
    known: HashMap<(Prefix, String), Uuid>,
    /// Records that this corpus has made or met already.
    touched: HashSet<Uuid>,
}

/// Why a row cannot be put on record.
enum Stop {
    /// It refers to a row that was refused, which is told there.
    Silent,
    Because(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Because(error)
    }
}

type Step<T> = Result<T, Stop>;

impl Loader<'_> {
    /// Looks up what the corpus names and does not hold: it may be on record.
    async fn look_up_others(&mut self) -> Result<()> {
        let mut names = self.corpus.slugs_named();
        names.retain(|name| !self.corpus.keys.contains_key(name) && slug::parse(&name.1).is_ok());
        for (kind, slug) in names {
            let id = match kind {
                Prefix::Place => self.on_record::<entity::place::Model>(&slug).await?,
                Prefix::Measure => self.on_record::<entity::measure::Model>(&slug).await?,
                Prefix::Agent => self.on_record::<entity::agent::Model>(&slug).await?,
                Prefix::Event => self.on_record::<entity::event::Model>(&slug).await?,
                _ => self.on_record::<entity::statistic::Model>(&slug).await?,
            };
            self.known.extend(id.map(|id| ((kind, slug), id)));
        }
        Ok(())
    }

    async fn on_record<R: Record>(&self, slug: &str) -> Result<Option<Uuid>> {
        Ok(by_slug::<R>(self.txn, slug).await?.map(|row| row.id()))
    }

    /// The record that a row names: one of the corpus, or one that was on record before.
    fn refer(&self, field: &str, kind: Prefix, key: &str) -> Step<Ref> {
        self.keyed(field, kind, key).map(Ref::Id)
    }

    fn refer_maybe(&self, field: &str, kind: Prefix, key: Option<&String>) -> Step<Option<Ref>> {
        key.map(|key| self.refer(field, kind, key)).transpose()
    }

    fn agents_of(&self, field: &str, keys: &[String]) -> Step<Vec<AgentRef>> {
        keys.iter().map(|key| Ok(AgentRef::Known(self.refer(field, Prefix::Agent, key)?))).collect()
    }

    fn agent(&self, field: &str, key: Option<&String>) -> Step<Option<AgentRef>> {
        Ok(self.refer_maybe(field, Prefix::Agent, key)?.map(AgentRef::Known))
    }

    fn keyed(&self, field: &str, kind: Prefix, key: &str) -> Step<Uuid> {
        match self.known.get(&(kind, key.to_owned())) {
            Some(id) => Ok(*id),
            None if self.corpus.keys.contains_key(&(kind, key.to_owned())) => Err(Stop::Silent),
            None => Err(missing(field, kind, key).into()),
        }
    }

    /// Notes what became of a row.
    fn settle<T, R: Record>(&mut self, kind: Prefix, entry: &Entry<T>, done: Step<Recorded<R>>) -> Result<()> {
        match done {
            Ok(recorded) => {
                self.known.insert((kind, entry.key.clone()), recorded.row.id());
                self.count(kind, &recorded);
                Ok(())
            }
            Err(Stop::Silent) => Ok(()),
            Err(Stop::Because(error)) => self.refuse(kind, &entry.file, &entry.key, error),
        }
    }

    fn count<R: Record>(&mut self, kind: Prefix, recorded: &Recorded<R>) {
        let first = self.touched.insert(recorded.row.id());
        let fate = if recorded.is_new {
            Fate::New
        } else if first && recorded.row.updated_at() == self.txn.now() {
            Fate::Updated
        } else {
            Fate::Unchanged
        };
        self.report.count(kind, fate);
    }

    fn refuse(&mut self, kind: Prefix, file: &Arc<str>, key: &str, error: Error) -> Result<()> {
        let (path, reason) = fault(error)?;
        let field = field_of(&path);
        let reject = Reject {
            file: file.to_string(),
            line: None,
            kind: Some(kind),
            key: key.to_owned(),
            field,
            reason,
        };
        self.report.reject(reject);
        Ok(())
    }

    /// The rows in an order in which each comes after those it names.
    fn in_order<'e, T>(
        &mut self,
        kind: Prefix,
        entries: &'e [Entry<T>],
        names: impl Fn(&T) -> Vec<&String>,
    ) -> Result<Vec<&'e Entry<T>>> {
        let at: HashMap<&str, usize> =
            entries.iter().enumerate().map(|(index, entry)| (entry.key.as_str(), index)).collect();
        let mut waits: Vec<usize> = vec![0; entries.len()];
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
        for (index, entry) in entries.iter().enumerate() {
            for name in names(&entry.row) {
                if let Some(parent) = at.get(name.as_str()) {
                    waits[index] += 1;
                    children[*parent].push(index);
                }
            }
        }
        let mut order: Vec<usize> = (0..entries.len()).filter(|index| waits[*index] == 0).collect();
        let mut next = 0;
        while let Some(index) = order.get(next).copied() {
            next += 1;
            for child in &children[index] {
                waits[*child] -= 1;
                if waits[*child] == 0 {
                    order.push(*child);
                }
            }
        }
        for (index, entry) in entries.iter().enumerate() {
            if waits[index] > 0 {
                let message = format!(
                    "this {kind} stands above itself, or below one that does: change what one of \
                     them names"
                );
                self.refuse(kind, &entry.file, &entry.key, Error::invalid("", message))?;
            }
        }
        Ok(order.into_iter().map(|index| &entries[index]).collect())
    }

    async fn places(&mut self) -> Result<()> {
        let corpus = self.corpus;
        for entry in self.in_order(Prefix::Place, &corpus.places, |row| row.parent.iter().collect())? {
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

    async fn measures(&mut self) -> Result<()> {
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

    async fn agents(&mut self) -> Result<()> {
        let corpus = self.corpus;
        for entry in self.in_order(Prefix::Agent, &corpus.agents, |row| row.parent.iter().chain(&row.speaks_for).collect())? {
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

    async fn events(&mut self) -> Result<()> {
        let corpus = self.corpus;
        for entry in self.in_order(Prefix::Event, &corpus.events, |row| row.parent.iter().collect())? {
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

    async fn statistics(&mut self) -> Result<()> {
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

    async fn sources(&mut self) -> Result<()> {
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
        };
        Ok(source::add_in(self.txn, new).await?)
    }

    async fn claims(&mut self) -> Result<()> {
        for entry in &self.corpus.claims {
            self.claim(entry).await?;
        }
        Ok(())
    }

    /// Records a claim with its attributions. One that is refused is left out, so that those after
    /// it are looked at too.
    async fn claim(&mut self, entry: &Entry<Claim>) -> Result<()> {
        let mut attributed: Vec<&Entry<Attribution>> = Vec::new();
        let mut news = Vec::new();
        for attribution in &entry.row.attributions {
            match self.attribution(&attribution.row) {
                Ok(new) => {
                    attributed.push(attribution);
                    news.push(new);
                }
                Err(Stop::Silent) => {}
                Err(Stop::Because(error)) => {
                    let (file, key) = (&attribution.file, &attribution.key);
                    self.refuse(Prefix::Attribution, file, key, error)?;
                }
            }
        }
        while !news.is_empty() {
            let done = self.record(&entry.row, news.clone()).await;
            let refused = match &done {
                Err(Stop::Because(Error::Input { path, .. })) => attribution_at(path),
                _ => None,
            };
            match (done, refused) {
                (Err(Stop::Because(error)), Some(index)) if index < news.len() => {
                    let Entry { file, key, .. } = attributed.remove(index);
                    news.remove(index);
                    self.refuse(Prefix::Attribution, file, key, without_attribution(error))?;
                }
                (Ok(RecordedClaim { claim, attributions }), _) => {
                    for (attribution, recorded) in attributed.iter().zip(&attributions) {
                        let key = (Prefix::Attribution, attribution.key.clone());
                        self.known.insert(key, recorded.row.id);
                        self.count(Prefix::Attribution, recorded);
                    }
                    return self.settle(Prefix::Claim, entry, Ok(claim));
                }
                (Err(stop), _) => {
                    let done: Step<Recorded<entity::claim::Model>> = Err(stop);
                    return self.settle(Prefix::Claim, entry, done);
                }
            }
        }
        Ok(())
    }

    async fn record(&self, row: &Claim, attributions: Vec<NewAttribution>) -> Step<RecordedClaim> {
        let statistic = self.refer_maybe("statistic", Prefix::Statistic, row.statistic.as_ref())?;
        let new = RecordClaim {
            statistic: statistic.map(StatisticRef::Known),
            event: self.refer_maybe("event", Prefix::Event, row.event.as_ref())?,
            text: Some(row.text.clone()),
            quantity: row.quantity.as_ref().map(spec),
            as_of: date("asOf", row.as_of.as_ref())?,
            attributions,
            idempotency_key: None,
        };
        Ok(claim::record_in(self.txn, new).await?)
    }

    fn attribution(&self, row: &Attribution) -> Step<NewAttribution> {
        let quote = row.quote.as_ref().map(|exact| NewQuote {
            exact: exact.clone(),
            prefix: None,
            suffix: None,
            start: None,
            end: None,
            language: row.quote_language.clone(),
            translation: row.quote_translation.clone(),
        });
        let orphan = [
            ("quoteLanguage", row.quote_language.is_some()),
            ("quoteTranslation", row.quote_translation.is_some()),
        ];
        if let Some((field, _)) = orphan.into_iter().find(|(_, given)| *given && quote.is_none()) {
            let message = "there is no quote that this could be of: add quote, or leave it out";
            return Err(Error::invalid(field, message).into());
        }
        // The source last: when it is refused, nothing else is told.
        let said_on = date("saidOn", row.said_on.as_ref())?;
        let agent = self.agent("agent", row.agent.as_ref())?;
        let via = self.agents_of("via", &row.via)?;
        Ok(NewAttribution {
            source: SourceRef::Known(self.keyed("source", Prefix::Source, &row.source)?),
            agent,
            via,
            quantity_text: row.quantity_text.clone(),
            quote,
            stance: row.stance.unwrap_or(Stance::Asserts),
            verb: row.verb.clone(),
            hedge: row.hedge.unwrap_or(Hedge::None),
            hedge_text: row.hedge_text.clone(),
            said_on,
            originality: row.originality.unwrap_or(Originality::Unknown),
        })
    }

    async fn derivations(&mut self) -> Result<()> {
        for entry in self.corpus.claims.iter().flat_map(|claim| &claim.row.attributions) {
            for (index, origin) in entry.row.derived_from.iter().enumerate() {
                match self.derivation(&entry.key, origin).await {
                    Ok(recorded) => self.count(Prefix::Derivation, &recorded),
                    Err(Stop::Silent) => {}
                    Err(Stop::Because(error)) => {
                        let error = error.within(index).within("derivedFrom");
                        self.refuse(Prefix::Attribution, &entry.file, &entry.key, error)?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn derivation(&self, key: &str, origin: &Origin) -> Step<Recorded<entity::derivation::Model>> {
        let parent = match (&origin.attribution, &origin.source) {
            (Some(key), None) => {
                Parent::Attribution(self.keyed("attribution", Prefix::Attribution, key)?)
            }
            (None, Some(key)) => Parent::Source(self.keyed("source", Prefix::Source, key)?),
            (Some(_), Some(_)) | (None, None) => {
                let message = "name the attribution or the source that it is derived from, one of \
                               the two";
                return Err(Error::invalid("", message).into());
            }
        };
        let new = NewDerivation {
            attribution: self.keyed("", Prefix::Attribution, key)?,
            parent,
            kind: origin.kind,
            confirmation: Confirmation::Confirmed,
            note: None,
        };
        Ok(derivation::derive_in(self.txn, new).await?)
    }

    async fn links(&mut self) -> Result<()> {
        for entry in &self.corpus.links {
            let done = self.link(&entry.row).await;
            self.settle(Prefix::Link, entry, done)?;
        }
        Ok(())
    }

    async fn link(&self, row: &Link) -> Step<Recorded<entity::claim_link::Model>> {
        let new = NewLink {
            claim: self.keyed("from", Prefix::Claim, &row.from)?,
            other: self.keyed("to", Prefix::Claim, &row.to)?,
            kind: row.kind,
            confirmation: row.confirmation.unwrap_or(Confirmation::Confirmed),
            note: None,
        };
        Ok(link::link_in(self.txn, new).await?)
    }
}

fn missing(field: &str, kind: Prefix, key: &str) -> Error {
    let of = match kind {
        Prefix::Source | Prefix::Claim | Prefix::Attribution => "key",
        _ => "slug",
    };
    let place = if of == "key" { "in the corpus" } else { "in the corpus or on record" };
    Error::not_found(field, kind.as_str(), format!("with the {of} \"{key}\" {place}"))
}

fn date(field: &str, text: Option<&String>) -> Result<Option<PartialDate>> {
    text.map(|text| text.parse()).transpose().within(field)
}

fn day(field: &str, text: Option<&String>) -> Result<Option<NaiveDate>> {
    let read = |text: &String| {
        text.parse().map_err(|_| {
            Error::invalid(field, format!("\"{text}\" is not a day: write it as \"2018-01-22\""))
        })
    };
    text.map(read).transpose()
}

fn spec(quantity: &Quantity) -> QuantitySpec {
    match quantity {
        Quantity::Words(text) => QuantitySpec {
            text: text.clone(),
            qualifier: None,
            value: None,
            low: None,
            high: None,
        },
        Quantity::Fields(Fields { text, qualifier, value, low, high }) => QuantitySpec {
            text: text.clone(),
            qualifier: Some(*qualifier),
            value: *value,
            low: *low,
            high: *high,
        },
    }
}

/// The attribution that an error of the verb is about.
fn attribution_at(path: &[String]) -> Option<usize> {
    match path {
        [first, index, ..] if first == "attributions" => index.parse().ok(),
        _ => None,
    }
}

fn without_attribution(error: Error) -> Error {
    match error {
        Error::Input { problem, mut path, message } => {
            path.drain(..path.len().min(2));
            Error::Input { problem, path, message }
        }
        other => other,
    }
}

/// The verbs' way to a field in the spelling of the format: `["quote", "language"]` is
/// `quote_language`, `["key", "measure", "slug"]` is `measure`.
fn field_of(path: &[String]) -> String {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let path = match path.as_slice() {
        ["key" | "period", rest @ ..] => rest,
        all => all,
    };
    let path = match path {
        [rest @ .., "slug" | "id" | "key"] if !rest.is_empty() => rest,
        all => all,
    };
    match path {
        ["quote", "exact"] => "quote".to_owned(),
        ["quantity", "text"] => "quantity".to_owned(),
        ["quote", part] => format!("quote_{}", snake(part)),
        ["parentAttribution"] => "derived_from.attribution".to_owned(),
        ["parentSource"] => "derived_from.source".to_owned(),
        path => path.iter().map(|part| snake(part)).collect::<Vec<_>>().join("."),
    }
}

fn snake(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
