//! Puts the rows of a corpus on record, in an order in which each finds what it refers to.

mod field;
mod said;
mod things;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use chrono::NaiveDate;
use uuid::Uuid;

use self::field::field_of;
use super::{document::Corpus, row::Entry};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::AgentRef,
        reference::{Ref, by_slug},
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
    fn settle<T, R: Record>(
        &mut self,
        kind: Prefix,
        entry: &Entry<T>,
        done: Step<Recorded<R>>,
    ) -> Result<()> {
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
