//! Comparing what is on record: a statistic loaded once, and looked at in as many ways as asked.

mod pool;
mod shelf;
mod view;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{DateTime, Utc};
use entity::{claim, relation_override, vocab::Accumulation};
use foldhash::{HashMap, HashMapExt as _};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use pool::Pool;
pub use pool::key_of;
use shelf::Shelf;
pub use view::{Needs, View, Ways, relate};

use crate::{
    Error, Result,
    domain::{
        comparison::{Claim, Corroboration, corroboration},
        lexicon::{self, Lexicon},
        origin::{self, Agents, Attribution, Derivation, Lens, Origins},
        partial_date::PartialDate,
        relation::{Exceptions, StatisticKey},
    },
    store::{
        Beside, Read,
        crossref::{self, Held, Scope},
    },
};

/// Ways of looking at a group that are kept.
const VIEWS: usize = 8;

/// Rows from which on taking them apart is no work for a thread that answers requests.
const MANY: usize = 2_000;

/// What claims stand under, and as known when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Which.
    pub group: Group,
    /// As known at this moment; `None` as known now.
    pub known_at: Option<DateTime<Utc>>,
}

/// What claims stand under: only claims of one group are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// A statistic, by the record kept after merges.
    Statistic(Uuid),
    /// A claim that is on no statistic, alone.
    Statement(Uuid),
}

/// What a statistic counts.
#[derive(Clone, Debug)]
pub struct Counted {
    /// What has to be the same before two numbers are compared.
    pub key: StatisticKey,
    /// What a difference in time means.
    pub accumulation: Accumulation,
    /// The end of its period or, only where it has none, of its event; `None` where neither ends.
    pub end: Option<PartialDate>,
    integral: bool,
    count: bool,
}

/// A confirmed derivation and the record that says so.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Key of the record.
    pub id: Uuid,
    /// What it says.
    pub derivation: Derivation,
}

/// Everything from which the claims of one group are compared, as it was loaded.
#[derive(Debug)]
pub struct Facts {
    /// What is counted; `None` for a statement, and for a statistic that was not on record yet.
    pub counted: Option<Counted>,
    /// How many commits bore on the statistic before these were loaded; `None` where they are the
    /// past, or of no statistic.
    marks: Option<i64>,
    /// The claims with a number, in the order of their ids.
    claims: Arc<Vec<Claim>>,
    /// The claims as they were, where the past was asked for.
    then: HashMap<Uuid, claim::Model>,
    /// Where the claims are made, in the order of their ids, then the attributions of other claims
    /// to which their derivations lead.
    attributions: Vec<Attribution>,
    own: usize,
    by_claim: OnceLock<HashMap<Uuid, Vec<usize>>>,
    /// The derivations among all these.
    pub edges: Vec<Edge>,
    agents: Arc<Agents>,
    exceptions: Exceptions,
    overrides: HashMap<(Uuid, Uuid), relation_override::Model>,
    origins: [OnceLock<Arc<Origins>>; 2],
    read: Mutex<HashMap<Lexicon, Arc<Vec<Claim>>>>,
    views: Mutex<HashMap<Ways, Arc<view::Kept>>>,
}

/// Loads the facts of groups: as known now in a handful of statements for all of them.
pub async fn load(db: &impl Read, subjects: &[Subject]) -> Result<HashMap<Subject, Arc<Facts>>> {
    let mut found = HashMap::with_capacity(subjects.len());
    let (mut statistics, mut statements) = (Vec::new(), Vec::new());
    for subject in subjects {
        match (subject.known_at, subject.group) {
            (None, Group::Statistic(id)) => statistics.push(id),
            (None, Group::Statement(id)) => statements.push(id),
            (Some(at), Group::Statistic(id)) => {
                let facts = take_apart(crossref::known_at(db, id, at).await?, vec![id]).await?;
                found.extend(facts.into_iter().map(|(_, facts)| (*subject, facts)));
            }
            (Some(_), Group::Statement(_)) => {
                let message = "a statement is compared as it is known now alone";
                return Err(Error::invalid("knownAt", message));
            }
        }
    }
    let subject = |group| Subject { group, known_at: None };
    if !statistics.is_empty() {
        let facts = of_statistics(db, statistics).await?;
        found.extend(facts.into_iter().map(|(id, it)| (subject(Group::Statistic(id)), it)));
    }
    if !statements.is_empty() {
        let held = crossref::load(db, Scope::Statements(&statements)).await?;
        let facts = take_apart(held, statements).await?;
        found.extend(facts.into_iter().map(|(id, it)| (subject(Group::Statement(id)), it)));
    }
    Ok(found)
}

/// The facts of statistics: those at hand that still hold, and the others loaded.
async fn of_statistics(db: &impl Read, mut ids: Vec<Uuid>) -> Result<Vec<(Uuid, Arc<Facts>)>> {
    let Some(shelf) = db.beside().map(Beside::of::<Shelf>) else {
        return take_apart(crossref::load(db, Scope::Statistics(&ids)).await?, ids).await;
    };
    let mut found = shelf.find(db, &ids).await?;
    ids.retain(|id| !found.iter().any(|(at_hand, _)| at_hand == id));
    let held = crossref::load(db, Scope::Statistics(&ids)).await?;
    let loaded = take_apart(held, ids).await?;
    for (id, facts) in &loaded {
        shelf.put(*id, facts);
    }
    found.extend(loaded);
    Ok(found)
}

async fn take_apart(held: Held, groups: Vec<Uuid>) -> Result<Vec<(Uuid, Arc<Facts>)>> {
    let rows = held.attributions.len() + held.claims.len();
    aside(rows, move || {
        let mut pool = Pool::new(held)?;
        let facts = |id| Ok((id, Arc::new(pool.facts(id)?)));
        groups.into_iter().map(facts).collect()
    })
    .await
}

/// Works on so many rows: many are worked on aside, so that other requests are answered meanwhile.
pub(crate) async fn aside<T: Send + 'static>(
    rows: usize,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    if rows < MANY {
        return work();
    }
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(Error::internal("comparing claims", error)))
}

impl Facts {
    /// How much it is: claims and attributions.
    fn size(&self) -> usize {
        self.claims.len() + self.attributions.len()
    }

    /// From whom each attribution has its claim.
    pub fn origins(&self, lens: Lens) -> Arc<Origins> {
        let place = match lens {
            Lens::Agent => &self.origins[0],
            Lens::Affiliation => &self.origins[1],
        };
        let compute = || {
            let derivations: Vec<Derivation> =
                self.edges.iter().map(|edge| edge.derivation).collect();
            Arc::new(origin::origins(&self.attributions, &derivations, &self.agents, lens))
        };
        Arc::clone(place.get_or_init(compute))
    }

    /// The claims with a number, in the order of their ids, as the default lexicon reads them.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// What people decided about pairs.
    pub const fn exceptions(&self) -> &Exceptions {
        &self.exceptions
    }

    /// A claim as it was, where the past was asked for.
    pub fn then(&self, claim: Uuid) -> Option<&claim::Model> {
        self.then.get(&claim)
    }

    /// The attributions of the group's claims, in the order of their ids.
    pub fn own(&self) -> &[Attribution] {
        &self.attributions[..self.own]
    }

    /// An attribution of the group, or one to which its derivations lead.
    pub fn attribution(&self, id: Uuid) -> Option<&Attribution> {
        let (own, others) = self.attributions.split_at(self.own);
        [own, others].into_iter().find_map(|part| {
            part.binary_search_by_key(&id, |it| it.id).ok().map(|place| &part[place])
        })
    }

    /// The attributions of one claim.
    pub fn of_claim(&self, claim: Uuid) -> Vec<&Attribution> {
        let by_claim = self.by_claim.get_or_init(|| {
            let mut by_claim: HashMap<Uuid, Vec<usize>> = HashMap::new();
            for (place, attribution) in self.own().iter().enumerate() {
                by_claim.entry(attribution.claim).or_default().push(place);
            }
            by_claim
        });
        let places = by_claim.get(&claim).map_or(&[][..], Vec::as_slice);
        places.iter().map(|&place| &self.attributions[place]).collect()
    }

    /// A person's verdict on a pair; `None` where nobody overrode the rules, and where the pair is
    /// known under the other claim alone.
    pub fn overriding(&self, a: Uuid, b: Uuid) -> Option<&relation_override::Model> {
        self.overrides.get(&(a.min(b), a.max(b)))
    }

    /// Who stands behind one claim, and who denies it.
    pub fn corroboration(&self, claim: Uuid, lens: Lens) -> Corroboration {
        corroboration(&self.of_claim(claim), &self.origins(lens))
    }

    fn read_by(&self, lexicon: Lexicon) -> Arc<Vec<Claim>> {
        let Some(counted) = self.counted.as_ref().filter(|_| lexicon != Lexicon::default()) else {
            return Arc::clone(&self.claims);
        };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let compute = || {
            let claims = self.claims.iter().cloned().map(|mut claim| {
                let Counted { integral, count, .. } = *counted;
                claim.reading = lexicon::read(&claim.quantity, lexicon, integral, count);
                claim
            });
            Arc::new(claims.collect())
        };
        Arc::clone(read.entry(lexicon).or_insert_with(compute))
    }
}
