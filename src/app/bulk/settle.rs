//! What of a set of rows is on record, and what is new.

use std::collections::{HashMap, HashSet};

use entity::{agent, attribution, claim, measure, source, statistic, vocab::RecordStatus};
use uuid::Uuid;

use super::{
    entry::{Attributed, Counting, Draft, Entry},
    ledger::{Known, load},
    plan::Plan,
};
use crate::{
    Error, Result,
    app::{
        attribution as attributing,
        claim::{Claimed, findings, is_worded_otherwise, numbered, set_as_of},
        finding::Subject,
    },
    domain::{identity, partial_date::PartialDate},
    store::{exchange::rows_with, merge::statistics_of_keys},
};

impl Plan<'_> {
    /// Whether a record is one that a row of the set makes.
    fn makes_place(&self, id: Uuid) -> bool {
        !self.ledger.places.contains_key(&id)
    }

    fn makes_agent(&self, id: Uuid) -> bool {
        !self.ledger.agents.contains_key(&id)
    }

    /// Finds the statistics of the rows, or makes them.
    pub(super) async fn find_statistics(&mut self, entries: &mut [Entry]) -> Result<()> {
        let mut unknown = HashSet::new();
        for entry in entries.iter_mut() {
            let Some(identity) = self.key(entry).map(|key| key.identity()) else { continue };
            let Counting::Key { place, hash, .. } = &mut entry.counting else { continue };
            hash.clone_from(&identity);
            let is_new = place.is_some_and(|place| self.makes_place(place));
            if !is_new && !self.ledger.keys.contains_key(&identity) {
                unknown.insert(identity);
            }
        }
        let unknown: Vec<String> = unknown.into_iter().collect();
        let mut found: HashMap<String, Vec<statistic::Model>> = HashMap::new();
        for row in statistics_of_keys(self.txn, &unknown).await? {
            found.entry(row.key_hash.clone()).or_default().push(row);
        }
        let (mut ids, mut several) = (Vec::new(), HashSet::new());
        for (hash, rows) in found {
            match rows.as_slice() {
                [row] => {
                    ids.push(row.id);
                    self.ledger.keys.insert(hash, row.id);
                }
                _ => {
                    several.insert(hash);
                }
            }
        }
        load(self.txn, &mut self.ledger.statistics, ids).await?;
        for entry in entries {
            if entry.row >= self.end {
                break;
            }
            let Some(statistic) = self.statistic_of(entry, &several) else {
                self.stop(entry.row);
                break;
            };
            entry.statistic = statistic;
        }
        Ok(())
    }

    fn statistic_of(&mut self, entry: &Entry, several: &HashSet<String>) -> Option<Uuid> {
        let known = match &entry.counting {
            Counting::Known(id) => Some(*id),
            Counting::Key { hash, .. } if several.contains(hash) => return None,
            Counting::Key { hash, .. } => self.ledger.keys.get(hash).copied(),
        };
        if let Some(id) = known {
            let known = self.ledger.statistics.get(&id)?;
            let is_plain = known.is_alone && known.row.status == RecordStatus::Active;
            return is_plain.then_some(id);
        }
        let Counting::Key { hash, .. } = &entry.counting else { return None };
        if let Some(known) = self.statistics.find(hash) {
            return Some(known.id);
        }
        let key = self.key(entry)?;
        // Which slug is free is found out when it is known that the row is taken.
        let row = key.row(self.txn, String::new(), key.title(), hash.clone());
        let id = row.id;
        self.statistics.push(entry.row, hash.clone(), row);
        Some(id)
    }

    /// Finds the sources of the rows, or makes them.
    pub(super) async fn find_sources(&mut self, entries: &[Entry]) -> Result<()> {
        let drafts = entries.iter().flat_map(|entry| &entry.documents).map(|draft| &draft.row);
        let unknown: HashSet<&String> = drafts
            .filter(|row| {
                let publisher = row.publisher_id.filter(|_| row.url.is_none());
                !publisher.is_some_and(|publisher| self.makes_agent(publisher))
            })
            .map(|row| &row.identity)
            .filter(|identity| !self.ledger.sources.contains_key(*identity))
            .collect();
        let unknown: Vec<String> = unknown.into_iter().cloned().collect();
        for row in rows_with::<source::Model>(self.txn, "identity", &unknown).await? {
            let known =
                if row.body.is_none() { &mut self.ledger.sources } else { &mut self.kept_texts };
            known.insert(row.identity.clone(), row);
        }
        for entry in entries {
            if entry.row >= self.end {
                break;
            }
            for Draft { row, authors } in &entry.documents {
                match self.source(&row.identity) {
                    Some(known) if known.status == RecordStatus::Active => {}
                    Some(_) => {
                        self.stop(entry.row);
                        break;
                    }
                    None => {
                        let new = (row.clone(), authors.clone());
                        self.sources.push(entry.row, row.identity.clone(), new);
                    }
                }
            }
        }
        Ok(())
    }

    /// A source of the rows, by identity.
    pub(super) fn source(&self, identity: &str) -> Option<&source::Model> {
        let known = self.ledger.sources.get(identity);
        known
            .or_else(|| self.kept_texts.get(identity))
            .or_else(|| self.sources.find(identity).map(|(row, _)| row))
    }

    /// A statistic of the rows.
    fn statistic(&self, entry: &Entry) -> Option<&statistic::Model> {
        let known = self.ledger.statistics.get(&entry.statistic).map(|known| &known.row);
        known.or_else(|| match &entry.counting {
            Counting::Key { hash, .. } => self.statistics.find(hash),
            Counting::Known(_) => None,
        })
    }

    /// Finds the claims of the rows, or makes them.
    pub(super) async fn find_claims(&mut self, entries: &mut [Entry]) -> Result<()> {
        let mut asked = Vec::new();
        for entry in entries.iter_mut().filter(|entry| entry.row < self.end) {
            let said = entry.figure.quantity.canonical();
            let as_of = entry.as_of.as_ref().map(PartialDate::as_str);
            entry.claim = identity::claim(entry.statistic, &said, as_of);
            if self.ledger.statistics.contains_key(&entry.statistic) {
                asked.push(entry.claim.clone());
            }
        }
        for row in rows_with::<claim::Model>(self.txn, "identity", &asked).await? {
            self.known_claims.insert(row.identity.clone(), row);
        }
        for entry in entries.iter_mut().filter(|entry| entry.row < self.end) {
            if self.claim(&entry.claim).is_some() {
                continue;
            }
            let Some(statistic) = self.statistic(entry) else { return Err(lost()) };
            let text = entry.text.take();
            let identity = entry.claim.clone();
            let mut row = numbered(self.txn, statistic, &entry.figure, text, identity);
            set_as_of(&mut row, entry.as_of.as_ref());
            entry.is_new = true;
            if !entry.figure.notices.is_empty() {
                let notices = std::mem::take(&mut entry.figure.notices);
                let found = findings(notices, self.measure(entry)?, Subject::Claim(row.id));
                self.noticed.push((entry.row, entry.statistic, found));
            }
            self.claims.push(entry.row, entry.claim.clone(), row);
        }
        Ok(())
    }

    fn measure(&self, entry: &Entry) -> Result<&measure::Model> {
        self.ledger.measures.get(&entry.measure).map(|known| &known.row).ok_or_else(lost)
    }

    /// A claim of the rows, by identity.
    pub(super) fn claim(&self, identity: &str) -> Option<&claim::Model> {
        self.known_claims.get(identity).or_else(|| self.claims.find(identity))
    }

    /// Finds the attributions of the rows, or makes them.
    pub(super) async fn find_attributions(&mut self, entries: &mut [Entry]) -> Result<()> {
        let mut drafts: Vec<(usize, attribution::Model)> = Vec::with_capacity(entries.len());
        let mut asked = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            if entry.row >= self.end {
                break;
            }
            for document in &entry.documents {
                let Some(draft) = self.attribution(entry, document)? else {
                    self.stop(entry.row);
                    break;
                };
                if self.can_be_on_record(entry, document) {
                    asked.push(draft.identity.clone());
                }
                drafts.push((at, draft));
            }
        }
        let known: Vec<attribution::Model> = rows_with(self.txn, "identity", &asked).await?;
        let known: HashMap<String, (Uuid, i32)> =
            known.into_iter().map(|row| (row.identity, (row.id, row.revision))).collect();
        for (at, draft) in drafts {
            let entry = &entries[at];
            if entry.row >= self.end {
                break;
            }
            let pending = self.attributions.find(&draft.identity).map(|it| (it.row.id, 1));
            let put = if let Some((id, revision)) = known.get(&draft.identity).copied().or(pending)
            {
                (id, false, revision)
            } else {
                let Some(id) = self.make_attribution(entry, draft)? else {
                    self.stop(entry.row);
                    break;
                };
                (id, true, 1)
            };
            entries[at].attributions.push(put);
        }
        Ok(())
    }

    /// Whether everything that an attribution hangs on was on record before.
    fn can_be_on_record(&self, entry: &Entry, document: &Draft) -> bool {
        self.known_claims.contains_key(&entry.claim)
            && self.sources.find(&document.row.identity).is_none()
            && !entry.agent.is_some_and(|agent| self.makes_agent(agent))
    }

    /// An attribution as it is recorded where it is new; `None` where what is merged is in the way,
    /// or it is refused.
    fn attribution(&self, entry: &Entry, document: &Draft) -> Result<Option<attribution::Model>> {
        let (Some(claim), Some(source)) =
            (self.claim(&entry.claim), self.source(&document.row.identity))
        else {
            return Err(lost());
        };
        if !entry.agent.is_none_or(|agent| self.is_alone(agent)) {
            return Ok(None);
        }
        let words = &entry.figure.quantity.text;
        let own_words = is_worded_otherwise(claim, words).then_some(words.as_str());
        let claimed = Claimed { row: claim, measure: Some(self.measure(entry)?) };
        let wording = &entry.wording;
        let drafted =
            attributing::draft(self.txn, &claimed, source, entry.agent, wording, own_words);
        let mut draft = match drafted {
            Ok(draft) => draft,
            Err(Error::Input { .. }) => return Ok(None),
            Err(other) => return Err(other),
        };
        draft.identity = attributing::identity_under(&draft, entry.agent);
        attributing::place_quote(&mut draft, source);
        Ok(Some(draft))
    }

    /// Adds a new attribution; `None` where its claim does not count.
    fn make_attribution(&mut self, entry: &Entry, row: attribution::Model) -> Result<Option<Uuid>> {
        let Some(claim) = self.claim(&entry.claim) else { return Err(lost()) };
        if claim.status != RecordStatus::Active {
            return Ok(None);
        }
        let claimed = Claimed { row: claim, measure: Some(self.measure(entry)?) };
        let found = attributing::noticed(&claimed, &row);
        if !found.is_empty() {
            self.noticed.push((entry.row, entry.statistic, found));
        }
        let statistic = self.statistic(entry);
        let event = statistic.and_then(|row| self.ledger.events.get(&row.event_id?));
        let began = event
            .filter(|known| known.row.status == RecordStatus::Active)
            .and_then(|known| known.row.start_earliest);
        let mut documents = entry.documents.iter().map(|it| self.source(&it.row.identity));
        let source = documents.find_map(|it| it.filter(|it| it.id == row.source_id));
        let source = source.ok_or_else(lost)?;
        let title = source.title.clone();
        let published = source.published_on_latest;
        if published.zip(began).is_some_and(|(published, began)| published < began) {
            self.early.push((entry.row, row.source_id));
        }
        let (id, identity, via) = (row.id, row.identity.clone(), entry.via.clone());
        let new = Attributed { row, via, claim: entry.claim.clone(), title };
        self.attributions.push(entry.row, identity, new);
        Ok(Some(id))
    }

    /// The agent of the rows with this id.
    pub(super) fn agent_of(&self, id: Uuid) -> Option<&agent::Model> {
        let known = self.ledger.agents.get(&id).map(|known: &Known<agent::Model>| &known.row);
        known.or_else(|| self.agents.rows.iter().map(|(_, row)| row).find(|row| row.id == id))
    }
}

fn lost() -> Error {
    Error::broken("deciding on rows", "a record of a row that was looked up")
}
