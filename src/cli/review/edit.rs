//! Mending a candidate field by field.

use entity::vocab::{AgentKind, Hedge, Stance};
use serde::de::DeserializeOwned;

use super::{ask::Person, new_agent};
use crate::{
    app::{
        agent::AgentRef,
        candidate::{AcceptCandidate, Fit, Proposal},
        claim::QuantitySpec,
        reference::{Ref, Slugged},
        statistic::StatisticRef,
    },
    cli::{
        output::{Stop, say},
        sheet::{likely, word},
    },
    domain::{
        partial_date::PartialDate,
        record_id::{Prefix, RecordId},
    },
};

/// An answer to what a field is to be.
enum Answer<T> {
    /// As it is.
    Keep,
    /// Nothing.
    Empty,
    /// This.
    Set(T),
}

/// Asks for every field; `None` when the answers ended.
pub fn edit(
    person: &mut Person,
    proposal: &Proposal,
    mut draft: AcceptCandidate,
) -> Result<Option<AcceptCandidate>, Stop> {
    say("Enter keeps a field, - empties it");
    let asked = if draft.quantity.is_some() {
        figure(person, proposal, &mut draft)?
    } else {
        statement(person, &mut draft)?
    };
    if asked.is_none() || said(person, proposal, &mut draft)?.is_none() {
        return Ok(None);
    }
    Ok(Some(draft))
}

/// What a number is, and of what.
fn figure(
    person: &mut Person,
    proposal: &Proposal,
    draft: &mut AcceptCandidate,
) -> Result<Option<()>, Stop> {
    let words = draft.quantity.as_ref().map_or("", |quantity| &quantity.text).to_owned();
    let Some(answer) = field(person, "number", &words, |text| Ok(text.to_owned()))? else {
        return Ok(None);
    };
    if let Answer::Set(text) = answer {
        draft.quantity =
            Some(QuantitySpec { text, qualifier: None, value: None, low: None, high: None });
    }
    let fits = &proposal.statistics;
    let now = likely(fits, "none");
    let Some(answer) = field(person, "statistic, by slug or by its place 1 to 3", &now, |text| {
        let reference = match numbered(text, fits) {
            Some(id) => Ref::Id(id),
            None => named(text, Prefix::Statistic),
        };
        Ok(StatisticRef::Known(reference))
    })?
    else {
        return Ok(None);
    };
    match answer {
        Answer::Keep => {}
        Answer::Empty => draft.statistic = None,
        Answer::Set(statistic) => draft.statistic = Some(statistic),
    }
    let now = draft.as_of.as_ref().map(ToString::to_string).unwrap_or_default();
    let Some(answer) = field(person, "as of", &now, day)? else { return Ok(None) };
    set(&mut draft.as_of, answer);
    Ok(Some(()))
}

/// What is stated, and about what.
fn statement(person: &mut Person, draft: &mut AcceptCandidate) -> Result<Option<()>, Stop> {
    let now = draft.text.clone().unwrap_or_default();
    let Some(answer) = field(person, "statement", &now, |text| Ok(text.to_owned()))? else {
        return Ok(None);
    };
    if let Answer::Set(text) = answer {
        draft.text = Some(text);
    }
    let about = |text: &str| Ok(named(text, Prefix::Event));
    let Some(answer) = field(person, "event, by slug", "", about)? else { return Ok(None) };
    set(&mut draft.event, answer);
    Ok(Some(()))
}

/// Who says it, and how.
fn said(
    person: &mut Person,
    proposal: &Proposal,
    draft: &mut AcceptCandidate,
) -> Result<Option<()>, Stop> {
    let name = proposal.candidate.agent_text.as_deref().unwrap_or_default();
    let fits = &proposal.agents;
    let now = likely(fits, name);
    let question =
        "agent, by slug or by its place 1 to 3, or new KIND NAME (as new person Ada Berg)";
    let speaker = |text: &str| agent(text, fits, name);
    loop {
        let Some(answer) = field(person, question, &now, speaker)? else { return Ok(None) };
        if matches!(answer, Answer::Keep) && draft.agent.is_none() && !name.is_empty() {
            say(&format!(
                "nobody on record is likely to be {name}: name or add them, or write - \
                          where the text says it itself"
            ));
            continue;
        }
        set(&mut draft.agent, answer);
        break;
    }
    let now = draft.stance.map(word).unwrap_or_default();
    let Some(answer) = field(person, "stance", &now, listed::<Stance>)? else { return Ok(None) };
    set(&mut draft.stance, answer);
    let now = draft.verb.clone().unwrap_or_default();
    let Some(answer) = field(person, "verb", &now, |text| Ok(text.to_owned()))? else {
        return Ok(None);
    };
    set(&mut draft.verb, answer);
    let now = draft.hedge.map(word).unwrap_or_default();
    let Some(answer) = field(person, "hedge", &now, listed::<Hedge>)? else { return Ok(None) };
    set(&mut draft.hedge, answer);
    let now = draft.said_on.as_ref().map(ToString::to_string).unwrap_or_default();
    let Some(answer) = field(person, "said on", &now, day)? else { return Ok(None) };
    set(&mut draft.said_on, answer);
    Ok(Some(()))
}

fn set<T>(field: &mut Option<T>, answer: Answer<T>) {
    match answer {
        Answer::Keep => {}
        Answer::Empty => *field = None,
        Answer::Set(value) => *field = Some(value),
    }
}

/// Asks until the answer can be read; `None` when the answers ended.
fn field<T>(
    person: &mut Person,
    name: &str,
    now: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<Answer<T>>, Stop> {
    loop {
        let Some(answer) = person.line(&format!("  {name} [{now}]"))? else { return Ok(None) };
        match answer.as_str() {
            "" => return Ok(Some(Answer::Keep)),
            "-" => return Ok(Some(Answer::Empty)),
            answer => match read(answer) {
                Ok(value) => return Ok(Some(Answer::Set(value))),
                Err(wrong) => say(&wrong),
            },
        }
    }
}

fn day(text: &str) -> Result<PartialDate, String> {
    text.parse().map_err(|error: crate::Error| error.to_string())
}

/// A word of one of our lists.
fn listed<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let word = serde_json::Value::String(text.to_uppercase());
    serde_json::from_value(word).map_err(|error| error.to_string())
}

/// The one at this place of what may be meant.
fn numbered<R: Slugged>(text: &str, fits: &[Fit<R>]) -> Option<uuid::Uuid> {
    let place: usize = text.parse().ok()?;
    Some(fits.get(place.checked_sub(1)?)?.row.id())
}

/// A record by its id or slug.
fn named(text: &str, kind: Prefix) -> Ref {
    match text.parse::<RecordId>() {
        Ok(id) if id.kind == kind => Ref::Id(id.uuid),
        _ => Ref::Slug(text.to_owned()),
    }
}

/// Somebody on record, or new.
fn agent(text: &str, fits: &[Fit<entity::agent::Model>], name: &str) -> Result<AgentRef, String> {
    if let Some(id) = numbered(text, fits) {
        return Ok(AgentRef::Known(Ref::Id(id)));
    }
    let Some(new) = text.strip_prefix("new ") else {
        return Ok(AgentRef::Known(named(text, Prefix::Agent)));
    };
    let (kind, given) = new.trim().split_once(' ').unwrap_or((new.trim(), ""));
    let kind = listed::<AgentKind>(&kind.replace('-', "_"))
        .map_err(|_| format!("{kind} is no kind of agent: write {}", kinds()))?;
    let name = if given.trim().is_empty() { name } else { given.trim() };
    if name.is_empty() {
        return Err("write the name behind the kind".to_owned());
    }
    Ok(new_agent(name, kind))
}

fn kinds() -> String {
    let words: Vec<String> = AgentKind::ALL.iter().map(|kind| word(kind).to_lowercase()).collect();
    words.join(", ")
}
