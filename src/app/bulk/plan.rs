//! What a set of rows comes to, before anything is written.

use std::collections::{HashMap, HashSet};

use entity::{
    agent, claim, event, place, source, statistic,
    vocab::{AgentKind, PlaceKind},
};
use uuid::Uuid;

use super::{
    Counted, Document, Key, Named, Said,
    entry::{Attributed, Counting, Draft, Entry, Pending},
    ledger::{Known, Ledger, load},
    names::{Asked, learn},
};
use crate::{
    Error, Result,
    app::{
        agent::{self as agents, NAME_MAX},
        attribution::VIA_MAX,
        claim::{Door, checked_text, read_figure},
        finding::Noticed,
        place as places,
        reference::Slugged,
        source::{self as sources, identity_under},
        statistic::{self as statistics, Among},
    },
    domain::{
        fold::fold,
        record_id::{Prefix, RecordId},
        slug, text,
    },
    store::{Txn, exchange::rows_with},
};

/// A set of rows that is being decided on.
pub(super) struct Plan<'a> {
    pub(super) txn: &'a Txn,
    pub(super) ledger: &'a mut Ledger,
    /// The first row that is not plain; no row from there on is taken.
    pub(super) end: usize,
    /// Names that mean nothing yet.
    free_agents: HashSet<String>,
    free_places: HashSet<String>,
    pub(super) agents: Pending<agent::Model>,
    pub(super) places: Pending<place::Model>,
    pub(super) statistics: Pending<statistic::Model>,
    pub(super) sources: Pending<(source::Model, Vec<Uuid>)>,
    pub(super) claims: Pending<claim::Model>,
    pub(super) attributions: Pending<Attributed>,
    /// Claims on record, by identity.
    pub(super) known_claims: HashMap<String, claim::Model>,
    /// Sources on record with a text, by identity.
    pub(super) kept_texts: HashMap<String, source::Model>,
    /// What was noticed about new records of a row, with the statistic that it bears on.
    pub(super) noticed: Vec<(usize, Uuid, Vec<Noticed>)>,
    /// Sources that are dated before the event of a claim that a row adds.
    pub(super) early: Vec<(usize, Uuid)>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(txn: &'a Txn, ledger: &'a mut Ledger, rows: usize) -> Self {
        Self {
            txn,
            ledger,
            end: rows,
            free_agents: HashSet::new(),
            free_places: HashSet::new(),
            agents: Pending::default(),
            places: Pending::default(),
            statistics: Pending::default(),
            sources: Pending::default(),
            claims: Pending::default(),
            attributions: Pending::default(),
            known_claims: HashMap::new(),
            kept_texts: HashMap::new(),
            noticed: Vec::new(),
            early: Vec::new(),
        }
    }

    /// Ends the set before this row.
    pub(super) fn stop(&mut self, row: usize) {
        self.end = self.end.min(row);
    }

    /// Looks up what the rows name.
    pub(super) async fn look_up(&mut self, rows: &[Vec<Said>]) -> Result<()> {
        let all = || rows.iter().flatten();
        let keys = || all().filter_map(|said| said.counted.key());
        let (mut agents, mut places) = (Asked::default(), Asked::default());
        let (mut events, mut measures) = (Asked::default(), Asked::default());
        for said in all() {
            for agent in said.agents() {
                agents.ask(&agent.name, agent.new.is_some());
            }
        }
        for key in keys() {
            measures.ask(&key.measure, false);
            if let Some(event) = &key.event {
                events.ask(event, false);
            }
            if let Some(place) = &key.place {
                places.ask(&place.name, place.new.is_some());
            }
        }
        let ledger = &mut *self.ledger;
        self.free_agents = learn::<agent::Model>(self.txn, ledger, agents).await?;
        self.free_places = learn::<place::Model>(self.txn, ledger, places).await?;
        learn::<event::Model>(self.txn, ledger, events).await?;
        learn::<entity::measure::Model>(self.txn, ledger, measures).await?;
        let named = all().flat_map(Said::agents).map(|agent| (Prefix::Agent, &agent.name));
        let ids = named.filter_map(|(kind, name)| ledger.meant(kind, name)).collect::<Vec<_>>();
        load(self.txn, &mut ledger.agents, ids).await?;
        let named = keys().filter_map(|key| key.place.as_ref());
        let ids = named.filter_map(|place| ledger.meant(Prefix::Place, &place.name));
        let ids = ids.collect::<Vec<_>>();
        load(self.txn, &mut ledger.places, ids).await?;
        let slugs = all().filter_map(|said| match &said.counted {
            Counted::Statistic(name) => Some(name.as_str()),
            Counted::Key(_) => None,
        });
        self.look_up_statistics(slugs.collect()).await?;
        let ledger = &mut *self.ledger;
        let counted = ledger.slugs.values().filter_map(|id| ledger.statistics.get(id));
        let (measures, events): (Vec<Uuid>, Vec<Option<Uuid>>) =
            counted.map(|known| (known.row.measure_id, known.row.event_id)).unzip();
        let named = keys().filter_map(|key| ledger.meant(Prefix::Measure, &key.measure));
        let ids = named.chain(measures).collect::<Vec<_>>();
        load(self.txn, &mut ledger.measures, ids).await?;
        let named = keys().filter_map(|key| key.event.as_ref());
        let named = named.filter_map(|event| ledger.meant(Prefix::Event, event));
        let ids = named.chain(events.into_iter().flatten()).collect::<Vec<_>>();
        load(self.txn, &mut ledger.events, ids).await
    }

    /// Looks up statistics by slugs and ids.
    async fn look_up_statistics(&mut self, names: HashSet<&str>) -> Result<()> {
        let ledger = &mut *self.ledger;
        let (mut ids, mut slugs) = (Vec::new(), Vec::new());
        for name in names.into_iter().filter(|name| !ledger.slugs.contains_key(*name)) {
            match RecordId::of(Prefix::Statistic, name) {
                Ok(id) => ids.push((name.to_owned(), id)),
                Err(_) => slugs.push(name.to_owned()),
            }
        }
        let found: Vec<statistic::Model> = rows_with(self.txn, "slug", &slugs).await?;
        ids.extend(found.into_iter().map(|row| (row.slug, row.id)));
        ledger.slugs.extend(ids);
        load(self.txn, &mut ledger.statistics, ledger.slugs.values().copied()).await
    }

    /// What the rows say with what they name, up to the first that names what is not plain.
    pub(super) fn read(&mut self, rows: Vec<Vec<Said>>) -> Result<Vec<Entry>> {
        let mut entries = Vec::with_capacity(rows.len());
        for (row, all) in rows.into_iter().enumerate() {
            for said in all {
                match self.entry(row, said) {
                    Ok(Some(entry)) => entries.push(entry),
                    Ok(None) | Err(Error::Input { .. }) => {
                        self.stop(row);
                        return Ok(entries);
                    }
                    Err(other) => return Err(other),
                }
            }
        }
        Ok(entries)
    }

    fn entry(&mut self, row: usize, said: Said) -> Result<Option<Entry>> {
        let Said { counted, quantity, text, as_of, agent, via, sources, wording } = said;
        let Some((counting, measure)) = self.counting(row, counted)? else { return Ok(None) };
        let Some(known) = self.ledger.measures.get(&measure) else { return Ok(None) };
        let figure = read_figure(&quantity, &known.row, Door::Published)?;
        let text = checked_text(text)?;
        let agent = agent.map(|agent| self.agent(row, &agent));
        let Some(agent) = optional(agent) else { return Ok(None) };
        if via.len() > VIA_MAX || sources.is_empty() {
            return Ok(None);
        }
        let Some(via) = self.each_once(row, &via) else { return Ok(None) };
        let mut documents = Vec::with_capacity(sources.len());
        for document in sources {
            let Some(draft) = self.document(row, document)? else { return Ok(None) };
            documents.push(draft);
        }
        Ok(Some(Entry {
            row,
            counting,
            figure,
            measure,
            text,
            as_of,
            agent,
            via,
            wording,
            documents,
            statistic: Uuid::nil(),
            claim: String::new(),
            attributions: Vec::new(),
            is_new: false,
        }))
    }

    /// What a number is of, and its measure.
    fn counting(&mut self, row: usize, counted: Counted) -> Result<Option<(Counting, Uuid)>> {
        let key = match counted {
            Counted::Statistic(name) => {
                let id = self.ledger.slugs.get(&name);
                let known = id.and_then(|id| self.ledger.statistics.get(id));
                let counted = known.map(|known| (known.row.id, known.row.measure_id));
                return Ok(counted.map(|(id, measure)| (Counting::Known(id), measure)));
            }
            Counted::Key(key) => *key,
        };
        let Key { measure, event, place, population, period_start, period_end } = key;
        let Some(measure) = self.ledger.meant(Prefix::Measure, &measure) else { return Ok(None) };
        let meant = |event: String| {
            let id = self.ledger.meant(Prefix::Event, &event);
            id.filter(|id| self.ledger.events.contains_key(id))
        };
        let Some(event) = optional(event.map(meant)) else { return Ok(None) };
        let among = Among::read(population, period_start, period_end)?;
        let place = place.map(|place| self.place(row, &place));
        let Some(place) = optional(place) else { return Ok(None) };
        let counting = Counting::Key { event, place, among: Box::new(among), hash: String::new() };
        Ok(Some((counting, measure)))
    }

    fn document(&mut self, row: usize, document: Document) -> Result<Option<Draft>> {
        let Document { publisher, authors, new } = document;
        let publisher = publisher.map(|publisher| self.agent(row, &publisher));
        let Some(publisher_id) = optional(publisher) else { return Ok(None) };
        let Some(authors) = self.each_once(row, &authors) else { return Ok(None) };
        let mut draft = sources::draft(self.txn, &new)?;
        if draft.url.is_none() && !publisher_id.is_none_or(|id| self.is_alone(id)) {
            return Ok(None);
        }
        draft.publisher_id = publisher_id;
        draft.identity = identity_under(&draft, publisher_id);
        Ok(Some(Draft { row: draft, authors }))
    }

    fn each_once(&mut self, row: usize, names: &[Named<AgentKind>]) -> Option<Vec<Uuid>> {
        let mut ids: Vec<Uuid> = Vec::with_capacity(names.len());
        for name in names {
            let id = self.agent(row, name)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Some(ids)
    }

    /// Whether an agent stands for itself alone.
    pub(super) fn is_alone(&self, agent: Uuid) -> bool {
        self.ledger.agents.get(&agent).is_none_or(|known| known.is_alone)
    }

    /// The agent that a name means, or a new one; `None` where it is neither.
    fn agent(&mut self, row: usize, named: &Named<AgentKind>) -> Option<Uuid> {
        let known = Names {
            ledger: &*self.ledger,
            known: &self.ledger.agents,
            free: &self.free_agents,
            pending: &mut self.agents,
        };
        let txn = self.txn;
        known.one(row, named, |slug, name, kind| agents::named(txn, slug, name, kind))
    }

    /// The place that a name means, or a new one; `None` where it is neither.
    fn place(&mut self, row: usize, named: &Named<PlaceKind>) -> Option<Uuid> {
        let known = Names {
            ledger: &*self.ledger,
            known: &self.ledger.places,
            free: &self.free_places,
            pending: &mut self.places,
        };
        let txn = self.txn;
        known.one(row, named, |slug, name, kind| places::named(txn, slug, name, kind))
    }

    /// The key of a statistic with the records that it names.
    pub(super) fn key<'k>(&'k self, entry: &'k Entry) -> Option<statistics::Key<'k>> {
        let Counting::Key { event, place, among, hash: _ } = &entry.counting else { return None };
        let place = place.map(|id| self.place_of(id));
        Some(statistics::Key {
            measure: &self.ledger.measures.get(&entry.measure)?.row,
            event: event.and_then(|id| Some(&self.ledger.events.get(&id)?.row)),
            place: place.flatten(),
            among,
        })
    }

    fn place_of(&self, id: Uuid) -> Option<&place::Model> {
        let known = self.ledger.places.get(&id).map(|known| &known.row);
        known.or_else(|| self.places.rows.iter().map(|(_, row)| row).find(|row| row.id == id))
    }
}

/// What records of one kind are called.
struct Names<'a, R> {
    ledger: &'a Ledger,
    known: &'a HashMap<Uuid, Known<R>>,
    /// Names that mean nothing yet.
    free: &'a HashSet<String>,
    pending: &'a mut Pending<R>,
}

impl<R: Slugged> Names<'_, R> {
    /// The record that a name means, or a new one; `None` where it is neither.
    fn one<K: Copy>(
        self,
        row: usize,
        named: &Named<K>,
        build: impl FnOnce(String, String, K) -> R,
    ) -> Option<Uuid> {
        let Named { name, new } = named;
        let kind = Prefix::from(R::KIND);
        if let Some(id) = self.ledger.meant(kind, name) {
            return self.known.contains_key(&id).then_some(id);
        }
        let folded = fold(name);
        if let Some(known) = self.pending.find(&folded) {
            return Some(known.id());
        }
        let slug = addable(name, self.free, kind)?;
        let is_taken = |known: &R| known.slug() == slug || known.slug() == name;
        if self.pending.rows.iter().any(|(_, known)| is_taken(known)) {
            return None;
        }
        let made = build(slug, name.clone(), (*new)?);
        let id = made.id();
        self.pending.push(row, folded, made);
        Some(id)
    }
}

/// What was found of something that a row may leave out; `None` where it has it and nothing was found.
#[expect(clippy::option_option, reason = "nothing named and nothing found are two answers")]
fn optional(found: Option<Option<Uuid>>) -> Option<Option<Uuid>> {
    match found {
        Some(id) => id.map(Some),
        None => Some(None),
    }
}

/// The slug of a name under which it can be added as it is; `None` where that is not so.
fn addable(name: &str, free: &HashSet<String>, kind: Prefix) -> Option<String> {
    let is_plain = text::line("name", name, NAME_MAX).is_ok_and(|line| line == *name);
    (is_plain && free.contains(name)).then(|| slug::from_name(name, kind.as_str()))
}

impl Counted {
    fn key(&self) -> Option<&Key> {
        match self {
            Self::Key(key) => Some(key),
            Self::Statistic(_) => None,
        }
    }
}

impl Said {
    /// Every agent that it names.
    fn agents(&self) -> impl Iterator<Item = &Named<AgentKind>> {
        let publishing = self.sources.iter().flat_map(|document| &document.publisher);
        let writing = self.sources.iter().flat_map(|document| &document.authors);
        self.agent.iter().chain(&self.via).chain(publishing).chain(writing)
    }
}
