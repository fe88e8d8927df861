//! What the candidates of a text may be about: the few records that its words can mean.

use std::collections::{BTreeSet, HashMap};

use entity::{
    agent, event, measure, place, statistic,
    vocab::{RecordKind, RecordStatus},
};
use uuid::Uuid;

use super::{Document, Fit, SHOWN};
use crate::{
    Result,
    domain::{
        extract::{Candidate, KnownAgent, KnownStatistic, match_agent, match_statistic},
        fold::{fold, tokens},
    },
    store::{
        Read, candidate as stored, exchange, linked,
        record::{self, Record},
    },
};

/// Measures that are looked at: a database has dozens of them.
const MEASURES: u64 = 2_000;

/// Statistics that are looked at, by title and by age.
const STATISTICS: u32 = 200;

/// Agents that are looked at for each name.
const AGENTS: u32 = 20;

/// A score that is lower by no more than this is about as good.
const ABOUT_AS_WELL: f64 = 0.06;

/// Words of the text by which statistics are found.
const WORDS: usize = 64;

/// What one candidate may be about, the likeliest first.
pub(super) struct Likely {
    pub(super) statistics: Vec<Fit<statistic::Model>>,
    pub(super) agents: Vec<Fit<agent::Model>>,
    /// The likeliest for each name through whom it was relayed.
    pub(super) via: Vec<Option<Fit<agent::Model>>>,
}

/// The records that the candidates of a text may be about.
pub(super) struct Known {
    statistics: Vec<KnownStatistic<Uuid>>,
    statistic_rows: HashMap<Uuid, statistic::Model>,
    /// How many claims each of them has.
    claims: HashMap<Uuid, i64>,
    agents: Vec<KnownAgent<Uuid>>,
    agent_rows: HashMap<Uuid, agent::Model>,
}

impl Known {
    /// Loads them, in about a dozen statements.
    pub(super) async fn load(
        db: &impl Read,
        document: &Document,
        found: &[Candidate],
    ) -> Result<Self> {
        let measures = measures(db).await?;
        let fitting = fitting(&measures, found);
        let mut ids: Vec<Uuid> = Vec::new();
        for measure in &measures {
            if fitting.contains(&measure.id) {
                ids.extend(&measure.read_as);
            }
        }
        let rows = stored::statistics(db, &ids, &names_in(document), STATISTICS).await?;
        let rows: Vec<statistic::Model> = rows
            .into_iter()
            .filter(|row| row.status == RecordStatus::Active && row.canonical_id == row.id)
            .collect();
        let events = named::<event::Model>(db, rows.iter().filter_map(|row| row.event_id)).await?;
        let places = named::<place::Model>(db, rows.iter().filter_map(|row| row.place_id)).await?;
        let names = |of: &HashMap<Uuid, Vec<String>>, id: Option<Uuid>| {
            id.and_then(|id| of.get(&id).cloned()).unwrap_or_default()
        };
        let statistics = rows.iter().filter_map(|row| {
            let measure =
                measures.iter().find(|measure| measure.read_as.contains(&row.measure_id))?;
            Some(KnownStatistic {
                id: row.id,
                measure: measure.names.clone(),
                unit: measure.unit.clone(),
                event: names(&events, row.event_id),
                place: names(&places, row.place_id),
                population: row.population.clone(),
            })
        });
        let statistics = statistics.collect();
        let (agents, agent_rows) = agents(db, found).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let claims = stored::claim_counts(db, &ids).await?;
        let claims = claims.into_iter().map(|found| (found.parent_key, found.row.count)).collect();
        let statistic_rows = rows.into_iter().map(|row| (row.id, row)).collect();
        Ok(Self { statistics, statistic_rows, claims, agents, agent_rows })
    }

    /// What each candidate may be about. `head` is how the text begins.
    pub(super) fn likely(&self, found: &[Candidate], head: &str) -> Vec<Likely> {
        // Many candidates count the same.
        let mut heads: HashMap<&str, HashMap<Uuid, f64>> = HashMap::new();
        let mut all = Vec::with_capacity(found.len());
        for candidate in found {
            let statistics = candidate.counted.as_deref().map(|counted| {
                let about = heads.entry(counted).or_insert_with(|| {
                    match_statistic(counted, head, &self.statistics).into_iter().collect()
                });
                self.statistics(counted, &candidate.quote.exact, about)
            });
            let via = candidate.via.iter().map(|name| self.agents(name).into_iter().next());
            all.push(Likely {
                statistics: statistics.unwrap_or_default(),
                agents: candidate
                    .agent_text
                    .as_deref()
                    .map(|name| self.agents(name))
                    .unwrap_or_default(),
                via: via.collect(),
            });
        }
        all
    }

    /// What a figure may be of, by its sentence. Those that it fits about as well as the best are
    /// told apart by what narrows them and is not said, by how well the text's beginning fits them,
    /// and by how much is said of each.
    fn statistics(
        &self,
        counted: &str,
        sentence: &str,
        about: &HashMap<Uuid, f64>,
    ) -> Vec<Fit<statistic::Model>> {
        let found = match_statistic(counted, sentence, &self.statistics);
        let best = found.first().map_or(0.0, |(_, score)| *score);
        let (mut near, far): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(_, score)| score + ABOUT_AS_WELL >= best);
        // Steps, since "about as good" alone is no order.
        let by_head =
            |id: &Uuid| (about.get(id).copied().unwrap_or_default() / ABOUT_AS_WELL).round();
        let said = format!(" {} ", fold(&format!("{sentence} {counted}")));
        let narrow = |id: &Uuid| self.statistic_rows.get(id).map_or(0, |row| unsaid(row, &said));
        let claims = |id: &Uuid| self.claims.get(id).copied().unwrap_or_default();
        near.sort_by(|(a, _), (b, _)| {
            let narrow = narrow(a).cmp(&narrow(b));
            let head = by_head(b).total_cmp(&by_head(a));
            narrow.then(head).then_with(|| claims(b).cmp(&claims(a))).then_with(|| a.cmp(b))
        });
        let fit = |(id, score)| Some(Fit { row: self.statistic_rows.get(&id)?.clone(), score });
        near.into_iter().chain(far).filter_map(fit).take(SHOWN).collect()
    }

    /// Whom a name may mean.
    fn agents(&self, name: &str) -> Vec<Fit<agent::Model>> {
        let fit = |(id, score)| Some(Fit { row: self.agent_rows.get(&id)?.clone(), score });
        match_agent(name, &self.agents).into_iter().filter_map(fit).take(SHOWN).collect()
    }
}

/// How many parts of a statistic's key narrow it although the sentence does not say so.
fn unsaid(row: &statistic::Model, said: &str) -> u8 {
    let population = row.population.as_deref().map(fold);
    // "people or protesters" is said by either; words such as "or" and "of" say nothing.
    let named = |word: &str| word.len() > 3 && said.contains(&format!(" {word} "));
    let population = population.is_some_and(|population| !population.split(' ').any(named));
    let period = row.period_start.is_some() || row.period_end.is_some();
    u8::from(population) + u8::from(period)
}

/// A measure with all that it is called.
struct Measured {
    id: Uuid,
    names: Vec<String>,
    unit: String,
    /// Its id and those of the measures merged into it.
    read_as: Vec<Uuid>,
}

async fn measures(db: &impl Read) -> Result<Vec<Measured>> {
    let rows: Vec<measure::Model> = exchange::page(db, None, MEASURES).await?;
    let (kept, merged): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.canonical_id == row.id);
    let kept: Vec<measure::Model> =
        kept.into_iter().filter(|row| row.status == RecordStatus::Active).collect();
    let ids: Vec<Uuid> = kept.iter().map(|row| row.id).collect();
    let mut aliases = names::<measure::Model>(db, &ids).await?;
    let measured = |row: measure::Model| {
        let others = merged.iter().filter(|merged| merged.canonical_id == row.id);
        let read_as = std::iter::once(row.id).chain(others.map(|other| other.id)).collect();
        let more = aliases.remove(&row.id).unwrap_or_default();
        let names = [row.slug, row.name].into_iter().chain(more).collect();
        Measured { id: row.id, names, unit: row.unit, read_as }
    };
    Ok(kept.into_iter().map(measured).collect())
}

/// The measures that could count what some candidate counts.
fn fitting(measures: &[Measured], found: &[Candidate]) -> BTreeSet<Uuid> {
    let known: Vec<KnownStatistic<Uuid>> = measures
        .iter()
        .map(|measure| KnownStatistic {
            id: measure.id,
            measure: measure.names.clone(),
            unit: measure.unit.clone(),
            ..KnownStatistic::default()
        })
        .collect();
    let counted: BTreeSet<&str> =
        found.iter().filter_map(|candidate| candidate.counted.as_deref()).collect();
    let fits = counted.into_iter().flat_map(|counted| match_statistic(counted, "", &known));
    fits.map(|(id, _)| id).collect()
}

/// Words of the text that stand in names, those that stand there most often first.
fn names_in(document: &Document) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let title = document.title.as_deref().unwrap_or_default();
    let words = title.split_whitespace().chain(document.text.split_whitespace());
    for word in words {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() > 2 {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut counted: Vec<(&str, usize)> = counts.into_iter().collect();
    counted.sort_by(|(a, count_a), (b, count_b)| count_b.cmp(count_a).then_with(|| a.cmp(b)));
    let folded = counted.into_iter().flat_map(|(word, _)| tokens(word));
    let mut words: Vec<String> = Vec::new();
    for word in folded {
        if words.len() == WORDS {
            break;
        }
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

type Agents = (Vec<KnownAgent<Uuid>>, HashMap<Uuid, agent::Model>);

/// The agents whom the names in the candidates may mean.
async fn agents(db: &impl Read, found: &[Candidate]) -> Result<Agents> {
    let said = found.iter().flat_map(|candidate| candidate.agent_text.iter().chain(&candidate.via));
    let said: BTreeSet<&str> = said.map(String::as_str).collect();
    let words: Vec<Vec<String>> = said.into_iter().map(tokens).collect();
    let ids = stored::alike(db, RecordKind::Agent, &words, AGENTS).await?;
    let rows: HashMap<Uuid, agent::Model> = record::by_ids::<agent::Model>(db, &ids)
        .await?
        .into_iter()
        .map(|found| found.row)
        .filter(|row| row.status == RecordStatus::Active)
        .map(|row| (row.id, row))
        .collect();
    let ids: Vec<Uuid> = rows.keys().copied().collect();
    let mut aliases = names::<agent::Model>(db, &ids).await?;
    let mut known: Vec<KnownAgent<Uuid>> = rows
        .values()
        .map(|row| {
            let more = aliases.remove(&row.id).unwrap_or_default();
            let names = std::iter::once(row.name.clone()).chain(more).collect();
            KnownAgent { id: row.id, names }
        })
        .collect();
    known.sort_by_key(|agent| agent.id);
    Ok((known, rows))
}

/// The other names of each record.
async fn names<R: Record>(db: &impl Read, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>> {
    let mut all: HashMap<Uuid, Vec<String>> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    for found in linked::names::<R>(db, ids).await? {
        all.entry(found.parent_key).or_default().push(found.row.name);
    }
    Ok(all)
}

/// All names of the records that these ids lead to, under these ids.
async fn named<R: crate::app::reference::Slugged>(
    db: &impl Read,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<String>>> {
    let ids: BTreeSet<Uuid> = ids.collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let rows = record::by_ids::<R>(db, &ids).await?;
    let kept: BTreeSet<Uuid> = rows.iter().map(|found| found.row.id()).collect();
    let kept: Vec<Uuid> = kept.into_iter().collect();
    let others = names::<R>(db, &kept).await?;
    let all = rows.into_iter().map(|found| {
        let more = others.get(&found.row.id()).cloned().unwrap_or_default();
        let names = std::iter::once(found.row.name().to_owned()).chain(more).collect();
        (found.parent_key, names)
    });
    Ok(all.collect())
}
