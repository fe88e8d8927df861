//! Names of a table matched to records, and what is known of these: for OpenRefine and its like.

mod card;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{agent, event, place, statistic, vocab::RecordKind};
use uuid::Uuid;

pub use card::{Card, Cell, PROPERTIES, Property, cards};

use crate::{
    Result,
    domain::{fold::fold, likeness::name::Name, record_id::RecordId},
    store::{
        Read,
        hint::{Hint, hints},
        search::{self, Wanted},
    },
};

/// What can be matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Who says or publishes something.
    Agent,
    /// Where.
    Place,
    /// What happened.
    Event,
    /// The number that is tracked.
    Statistic,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Agent, Self::Place, Self::Event, Self::Statistic];

    /// Its name in ids and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Place => "place",
            Self::Event => "event",
            Self::Statistic => "statistic",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Agent => "Agent",
            Self::Place => "Place",
            Self::Event => "Event",
            Self::Statistic => "Statistic",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }

    /// The kind of its records.
    #[must_use]
    pub const fn kind(self) -> RecordKind {
        match self {
            Self::Agent => RecordKind::Agent,
            Self::Place => RecordKind::Place,
            Self::Event => RecordKind::Event,
            Self::Statistic => RecordKind::Statistic,
        }
    }

    fn of(id: RecordId) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| id.kind.record_kind() == Some(sort.kind()))
    }
}

/// A name to be matched.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The name, a slug or an id.
    pub name: String,
    /// Among which sorts; all where none is named.
    pub sorts: Vec<Sort>,
    /// What else is known of it: properties by id, each with the values that would do.
    pub given: Vec<(String, Vec<String>)>,
    /// How many answers are wanted at most.
    pub limit: usize,
}

/// A record that a name may mean.
#[derive(Clone, Debug)]
pub struct Scored {
    /// The record.
    pub card: Card,
    /// How well it fits: 100 is its very name, slug or id, 80 a likely spelling of it, 50 a name that
    /// sounds alike or a title with all the words; less 30 for each property that says otherwise.
    pub score: u8,
    /// Whether it is meant without doubt: it alone has 100.
    pub is_match: bool,
}

/// Its very name.
const EXACT: u8 = 100;
/// A likely spelling of its name.
const LIKELY: u8 = 80;
/// It shares a key or all words.
const SHARED: u8 = 50;
/// What a property takes off that says otherwise.
const OTHERWISE: u8 = 30;
/// Titles that are found by their words, at most.
const FOUND: u64 = 20;

/// The records that each name may mean, the best first. However many names there are, each sort costs
/// the same few statements, and events and statistics one more for each name.
pub async fn reconcile(db: &impl Read, questions: &[Question]) -> Result<Vec<Vec<Scored>>> {
    let mut wanted: Vec<BTreeSet<RecordId>> = vec![BTreeSet::new(); questions.len()];
    for sort in Sort::ALL {
        let asked =
            |question: &Question| question.sorts.is_empty() || question.sorts.contains(&sort);
        let places: Vec<usize> = (0..questions.len()).filter(|&at| asked(&questions[at])).collect();
        if places.is_empty() {
            continue;
        }
        let led = Led::of(db, sort, places.iter().map(|&at| &questions[at])).await?;
        for at in places {
            let question = &questions[at];
            let ids = led.to(&question.name);
            wanted[at].extend(ids.into_iter().map(|id| RecordId::new(sort.kind(), id)));
            wanted[at]
                .extend(question.name.trim().parse().ok().filter(|id| Sort::of(*id) == Some(sort)));
            if matches!(sort, Sort::Event | Sort::Statistic) {
                wanted[at].extend(titled(db, sort.kind(), &question.name).await?);
            }
        }
    }
    let all: BTreeSet<RecordId> = wanted.iter().flatten().copied().collect();
    let cards = cards(db, &Vec::from_iter(all)).await?;
    Ok(questions.iter().zip(wanted).map(|(question, ids)| scored(question, &ids, &cards)).collect())
}

/// Where names lead, for one sort.
struct Led(HashMap<String, Vec<Uuid>>);

impl Led {
    async fn of<'a>(
        db: &impl Read,
        sort: Sort,
        questions: impl Iterator<Item = &'a Question>,
    ) -> Result<Self> {
        let (mut slugs, mut folded, mut keys) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for question in questions {
            slugs.insert(question.name.trim().to_owned());
            folded.insert(fold(&question.name));
            keys.extend(Name::read(&question.name).keys());
        }
        folded.remove("");
        let found = match sort {
            Sort::Agent => hints::<agent::Model>(db, &slugs, &folded, &keys).await?,
            Sort::Place => hints::<place::Model>(db, &slugs, &folded, &keys).await?,
            Sort::Event => hints::<event::Model>(db, &slugs, &folded, &keys).await?,
            Sort::Statistic => hints::<statistic::Model>(db, &slugs, &folded, &keys).await?,
        };
        let mut led: HashMap<String, Vec<Uuid>> = HashMap::new();
        for Hint { word, record } in found {
            led.entry(word).or_default().push(record);
        }
        Ok(Self(led))
    }

    fn to(&self, name: &str) -> Vec<Uuid> {
        let words = [name.trim().to_owned(), fold(name)];
        let words = words.into_iter().chain(Name::read(name).keys());
        words.filter_map(|word| self.0.get(&word)).flatten().copied().collect()
    }
}

/// Records whose title has all the words of a name.
async fn titled(db: &impl Read, kind: RecordKind, name: &str) -> Result<Vec<RecordId>> {
    let Ok(wanted) = Wanted::read(name, vec![kind]) else { return Ok(Vec::new()) };
    let hits = search::find(db, &wanted, None, FOUND).await?;
    Ok(hits.into_iter().map(|hit| RecordId::new(kind, hit.record_key)).collect())
}

fn scored(
    question: &Question,
    ids: &BTreeSet<RecordId>,
    cards: &BTreeMap<RecordId, Card>,
) -> Vec<Scored> {
    let name = Name::read(&question.name);
    let mut seen = BTreeSet::new();
    // Two names may lead to one record, by a merge.
    let found = ids.iter().filter_map(|id| cards.get(id).map(|card| (id, card)));
    let mut fitting: Vec<Scored> = found
        .filter(|(_, card)| seen.insert(card.id))
        .map(|(id, card)| {
            let asked = question.name.trim();
            let itself =
                asked == card.slug || asked.parse().is_ok_and(|asked: RecordId| asked == *id);
            let score = if itself { EXACT } else { closeness(&question.name, &name, card) };
            let otherwise =
                question.given.iter().filter(|(id, values)| card.denies(id, values)).count();
            let less = u8::try_from(otherwise).unwrap_or(u8::MAX).saturating_mul(OTHERWISE);
            Scored { card: card.clone(), score: score.saturating_sub(less), is_match: false }
        })
        .collect();
    fitting.sort_by(|one, other| other.score.cmp(&one.score).then(one.card.id.cmp(&other.card.id)));
    if let Some((best, rest)) = fitting.split_first_mut() {
        best.is_match = best.score == EXACT && rest.first().is_none_or(|next| next.score < EXACT);
    }
    fitting.truncate(question.limit);
    fitting
}

fn closeness(asked: &str, name: &Name, card: &Card) -> u8 {
    let folded = fold(asked);
    if card.names.iter().any(|other| fold(other) == folded) {
        EXACT
    } else if card.names.iter().any(|other| name.is_like(&Name::read(other))) {
        LIKELY
    } else {
        SHARED
    }
}
