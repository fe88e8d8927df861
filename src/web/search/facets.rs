//! By what a search can be narrowed, and how much is left.

use std::collections::HashMap;

use entity::{agent, measure, vocab::RecordKind};
use uuid::Uuid;

use super::asked::{Asked, GROUPS, KINDS};
use crate::{
    Error, Result,
    store::{
        Read,
        search::{Common, Group, Kind, Narrow, Wanted, common},
    },
    web::{
        facet::{Choice, Facet},
        rows::id,
        sheet::records,
        words,
    },
};

/// Choices that are shown of each thing.
const CHOICES: u64 = 8;
/// Claims that are parted at most: more take longer than a reader waits.
pub const PARTED: i64 = 20_000;

/// What claims are narrowed by, by the keys that its names lead to.
pub async fn resolve(db: &impl Read, asked: &Asked) -> Result<Vec<Narrow>> {
    let mut narrow = Vec::with_capacity(asked.narrow.len());
    for (group, value) in &asked.narrow {
        let found = match group {
            Group::Measure => id::<measure::Model>(db, "measure", Some(value)).await?,
            Group::Agent => id::<agent::Model>(db, "agent", Some(value)).await?,
            Group::Publisher => id::<agent::Model>(db, "publisher", Some(value)).await?,
            Group::Event | Group::Place | Group::Qualifier | Group::Month | Group::Verdict => None,
        };
        narrow.push(match found {
            Some(id) => Narrow::Record(*group, id),
            None => Narrow::Word(*group, value.clone()),
        });
    }
    Ok(narrow)
}

/// The kinds of records, with how many of each are found.
pub fn kinds(asked: &Asked, counts: &[Kind]) -> Facet {
    let choices = KINDS.iter().filter_map(|&(kind, name)| {
        let count = counts.iter().find(|found| found.record_kind == kind).map(|found| found.count);
        let chosen = asked.kind == Some(kind);
        if count.is_none() && !chosen {
            return None;
        }
        Some(Choice {
            name: words::sentence(name),
            count: words::tally(count.unwrap_or_default()),
            href: asked.of_kind(if chosen { None } else { Some(kind) }).address(),
            chosen,
        })
    });
    Facet { name: "Kind", choices: choices.collect(), more: String::new() }
}

/// What the claims among what is found have in common, in one statement for each thing by which they
/// are not narrowed and one for each kind of record that they share. `total` is how many are found.
pub async fn claims(
    db: &impl Read,
    asked: &Asked,
    wanted: &Wanted,
    narrow: &[Narrow],
    total: i64,
) -> Result<Vec<Facet>> {
    let mut found: Vec<(Group, &'static str, Vec<Common>)> = Vec::with_capacity(GROUPS.len());
    for (group, name) in GROUPS {
        // Claims have several of some things: beside the chosen one the others say nothing.
        let shared = match chosen(narrow, group, total) {
            Some(chosen) => vec![chosen],
            None => common(db, wanted, group, CHOICES).await?,
        };
        found.push((group, name, shared));
    }
    let keys = |of: &[Group]| -> Vec<Uuid> {
        let of = found.iter().filter(|(group, ..)| of.contains(group));
        of.flat_map(|(.., groups)| groups.iter().filter_map(|shared| shared.id)).collect()
    };
    let measures: HashMap<Uuid, measure::Model> =
        records(db, keys(&[Group::Measure]), None).await?;
    let agents: HashMap<Uuid, agent::Model> =
        records(db, keys(&[Group::Agent, Group::Publisher]), None).await?;
    let called = |group: Group, shared: &Common| -> Option<(String, String)> {
        match (group, shared.id, &shared.word) {
            (Group::Measure, Some(id), _) => {
                measures.get(&id).map(|row| (row.slug.clone(), row.name.clone()))
            }
            (Group::Agent | Group::Publisher, Some(id), _) => {
                agents.get(&id).map(|row| (row.slug.clone(), row.name.clone()))
            }
            (Group::Month, _, Some(month)) => Some((month.clone(), words::date(month))),
            (Group::Verdict, _, Some(verdict)) => {
                Some((verdict.clone(), words::sentence(&words::spoken(verdict))))
            }
            _ => None,
        }
    };
    let facet = |(group, name, shared): &(Group, &'static str, Vec<Common>)| {
        let chosen = asked.narrow.iter().any(|(known, _)| known == group);
        let all = shared.first().map_or(0, |first| first.groups);
        let choices = shared.iter().filter_map(|shared| {
            let (value, name) = called(*group, shared)?;
            let to = if chosen { None } else { Some(value) };
            Some(Choice {
                name,
                count: words::tally(shared.claims),
                href: asked.sharing(*group, to).address(),
                chosen,
            })
        });
        let choices: Vec<Choice> = choices.collect();
        let more = all - i64::try_from(choices.len()).unwrap_or(all);
        Facet { name: title(*group, name), choices, more: words::some(more) }
    };
    Ok(found.iter().map(facet).collect())
}

/// By what claims are narrowed, where they are by this: all that are found share it.
fn chosen(narrow: &[Narrow], group: Group, total: i64) -> Option<Common> {
    let shared = |id, word| Some(Common { id, word, claims: total, groups: 1 });
    narrow.iter().find_map(|narrow| match narrow {
        Narrow::Record(by, id) if *by == group => shared(Some(*id), None),
        Narrow::Word(by, word) if *by == group => shared(None, Some(word.clone())),
        Narrow::Record(..) | Narrow::Word(..) => None,
    })
}

/// What a thing that claims share is called on a page.
const fn title(group: Group, name: &'static str) -> &'static str {
    match group {
        Group::Measure => "What is counted",
        Group::Agent => "Said by",
        Group::Publisher => "Published by",
        Group::Verdict => "To the others",
        Group::Month => "Month",
        Group::Event | Group::Place | Group::Qualifier => name,
    }
}

/// Whether claims are found, and few enough to be parted.
pub fn parts(asked: &Asked, counts: &[Kind]) -> Result<bool> {
    let claims = counts.iter().find(|found| found.record_kind == RecordKind::Claim);
    let claims = claims.map_or(0, |found| found.count);
    if claims > PARTED && !asked.narrow.is_empty() {
        let message = format!(
            "{} claims have these words, too many to be narrowed: look for one word more",
            words::tally(claims)
        );
        return Err(Error::invalid("q", message));
    }
    let wants = asked.kind.is_none_or(|kind| kind == RecordKind::Claim);
    Ok(wants && claims > 0 && claims <= PARTED)
}
