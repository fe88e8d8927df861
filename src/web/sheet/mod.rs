//! A statistic looked at in one way: what its page, its pictures and its files stand on.

mod names;
mod picture;
mod said;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use entity::{event, measure, place, statistic};
use uuid::Uuid;

pub use names::Names;
pub use picture::{ALONE, IN_PAGE, Most};
pub use said::{not_asserted, relays, taken_in};

use super::{ask::Ask, record::named, words};
use crate::{
    Error, Problem, Result,
    app::comparison::{Group, Needs, Subject, View, load},
    domain::{
        comparison::{Outcome, Position},
        relation::Verdict,
    },
    store::{
        Read,
        record::{self, Record},
        revision,
    },
};

/// Keys in one statement at most.
const KEYS: usize = 8_192;

/// A statistic looked at in one way.
pub struct Sheet {
    /// How.
    pub ask: Ask,
    /// The record, as it was where the past is asked for.
    pub statistic: statistic::Model,
    /// What is counted.
    pub measure: measure::Model,
    /// In which event; `None` where it is not about one.
    pub event: Option<event::Model>,
    /// Where; `None` where everywhere.
    pub place: Option<place::Model>,
    /// The claims, looked at so.
    pub view: Arc<View>,
    /// The answer.
    pub outcome: Arc<Outcome>,
    /// The positions in the order in which they are shown, by their place in the outcome: those of
    /// known origins first, then the largest figure first.
    pub order: Vec<usize>,
}

/// What an address leads to.
pub enum Found {
    /// The statistic.
    Here(Box<Sheet>),
    /// It was merged into the one with this slug.
    Moved(String),
}

/// Finds a statistic by its slug, or by its id, which leads to its slug; `None` where there is none. One that was not on record at the
/// moment that is asked for is not found, and the error says since when it is.
pub async fn find(db: &impl Read, slug: &str, ask: Ask) -> Result<Option<Found>> {
    let Some(now) = named::<statistic::Model>(db, slug).await? else { return Ok(None) };
    if now.slug != slug {
        return Ok(Some(Found::Moved(now.slug)));
    }
    let at = ask.known_at;
    let row = match at {
        Some(at) => {
            let then = revision::known_at::<statistic::Model>(db, now.id, at).await?;
            then.ok_or_else(|| not_yet(&now, at))?
        }
        None => now,
    };
    let subject = Subject { group: Group::Statistic(row.id), known_at: at };
    let facts = load(db, &[subject]).await?.remove(&subject);
    let facts = facts.ok_or_else(|| Error::broken("comparing claims", "nothing was loaded"))?;
    let view = facts.view(ask.ways());
    view.prepare(Needs::Comparison).await?;
    let outcome = view.comparison()?.outcome();
    let measure = one(db, row.measure_id, at).await?;
    let measure =
        measure.ok_or_else(|| Error::broken("loading a statistic", "its measure is missing"))?;
    let event = optional(db, row.event_id, at).await?;
    let place = optional(db, row.place_id, at).await?;
    let order = order(&outcome.positions);
    let sheet = Sheet { ask, statistic: row, measure, event, place, view, outcome, order };
    Ok(Some(Found::Here(Box::new(sheet))))
}

/// That a statistic was not on record at a moment.
fn not_yet(now: &statistic::Model, at: DateTime<Utc>) -> Error {
    let message = format!(
        "the statistic {} was not on record on {}; it has been since {}: \
         give knownAt a later moment",
        now.slug,
        words::moment(at),
        words::moment(now.created_at),
    );
    Error::Input { problem: Problem::NotFound, path: vec!["knownAt".to_owned()], message }
}

/// Known origins first, then the largest figure first.
fn order(positions: &[Position]) -> Vec<usize> {
    let size = |position: &Position| {
        let figure = &position.said.figure;
        let bounds = [figure.high, figure.low].into_iter().filter(|bound| bound.is_finite());
        figure.value.into_iter().chain(bounds).next().unwrap_or(f64::NEG_INFINITY)
    };
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&positions[a], &positions[b]);
        let known = |position: &Position| !position.said.origin.is_known();
        known(a).cmp(&known(b)).then_with(|| size(b).total_cmp(&size(a)))
    });
    order
}

impl Sheet {
    /// The positions in the order in which they are shown.
    pub fn positions(&self) -> impl Iterator<Item = &Position> {
        self.order.iter().map(|&place| &self.outcome.positions[place])
    }

    /// How often a position meets each verdict with the others; what it never meets is left out.
    #[must_use]
    pub fn tally(&self, place: usize) -> Vec<(Verdict, usize)> {
        let tally = &self.outcome.tallies[place];
        tally.verdicts().map(|verdict| (verdict, tally.of(verdict))).collect()
    }

    /// The address of a part of it, as it is looked at: `suffix` is `.svg` and the like.
    #[must_use]
    pub fn address(&self, suffix: &str) -> String {
        format!("/statistics/{}{suffix}{}", self.statistic.slug, self.ask.bare().query())
    }

    /// The same address under another way of looking.
    #[must_use]
    pub fn elsewhere(&self, ask: &Ask) -> String {
        format!("/statistics/{}{}", self.statistic.slug, ask.query())
    }

    /// What it is narrowed to, a sentence each.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(day) = self.ask.as_of {
            let day = words::date(&day.to_string());
            notes.push(format!("Only what was said or stated by {day}, and what has no date."));
        }
        if let Some(at) = self.ask.known_at {
            notes.push(format!("As it was on record on {}.", words::moment(at)));
        }
        if self.ask.lens == crate::domain::origin::Lens::Affiliation {
            notes.push("Agents under one controlling parent are one origin.".to_owned());
        }
        if self.ask.lexicon != crate::domain::lexicon::Lexicon::default() {
            notes.push(format!("Words are read by {}.", self.ask.lexicon.as_str()));
        }
        notes
    }
}

/// Records by the ids that were asked for: those that they lead to now, or led to at a moment.
pub(in crate::web) async fn records<R: Record>(
    db: &impl Read,
    ids: impl IntoIterator<Item = Uuid>,
    at: Option<DateTime<Utc>>,
) -> Result<HashMap<Uuid, R>> {
    let ids = Vec::from_iter(ids.into_iter().collect::<BTreeSet<Uuid>>());
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(KEYS) {
        let rows = match at {
            Some(at) => revision::all_known_at::<R>(db, ids, at).await?,
            None => record::by_ids::<R>(db, ids).await?,
        };
        found.extend(rows.into_iter().map(|found| (found.parent_key, found.row)));
    }
    Ok(found)
}

async fn one<R: Record>(db: &impl Read, id: Uuid, at: Option<DateTime<Utc>>) -> Result<Option<R>> {
    Ok(records(db, [id], at).await?.into_values().next())
}

async fn optional<R: Record>(
    db: &impl Read,
    id: Option<Uuid>,
    at: Option<DateTime<Utc>>,
) -> Result<Option<R>> {
    match id {
        Some(id) => one(db, id, at).await,
        None => Ok(None),
    }
}
