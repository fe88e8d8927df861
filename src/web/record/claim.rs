//! The page of a claim: who stands behind it, and how it stands to the others.

use std::fmt::Write as _;

use entity::{
    agent, attribution, claim, event, statistic,
    vocab::{RecordKind, RecordStatus},
};
use uuid::Uuid;

use super::{Asked, Found, Page, Pair, identified, places};
use crate::{
    Result,
    app::comparison::{Group, Needs, Subject, Ways, load},
    domain::{
        comparison::Corroboration,
        origin::{Lens, OriginCount},
        record_id::{Prefix, RecordId},
        relation::{Relation, Verdict, number},
    },
    store::{Read, record, said::Of},
    web::{
        form::{self, Form},
        line,
        query::{given, unknown},
        words,
    },
};

/// Other claims that are shown at most.
const OTHERS: usize = 30;

/// Draws up the page; `None` where there is no such claim.
pub async fn page(db: &impl Read, name: &str, query: &str) -> Result<Option<Found>> {
    let (shown, place) = asked(query)?;
    let Some(row) = identified::<claim::Model>(db, name).await? else { return Ok(None) };
    let address = format!("/claims/{}", RecordId::new(RecordKind::Claim, row.id));
    let title = row.quantity_text.clone().unwrap_or_else(|| row.text.clone());
    let mut page = Page::new("Claim", &title);
    page.reason = row.status_reason.clone().unwrap_or_default();
    let statistic = match row.statistic_id {
        Some(id) => record::find::<statistic::Model>(db, id).await?,
        None => None,
    };
    let group = statistic.as_ref().map_or(Group::Statement(row.id), |it| Group::Statistic(it.id));
    page.linked("Counts", statistic.map(|it| (it.title, format!("/statistics/{}", it.slug))));
    if let Some(id) = row.event_id {
        let event = record::find::<event::Model>(db, id).await?;
        page.linked("Event", event.map(|it| (it.name, format!("/events/{}", it.slug))));
    }
    page.fact("Describes", row.as_of.as_deref().map(words::date));
    page.fact("Reading", reading(&row));
    let subject = Subject { group, known_at: None };
    if let Some(facts) = load(db, &[subject]).await?.remove(&subject) {
        // What was retracted has no voice behind it; where it was said stands below.
        if row.status == RecordStatus::Active {
            page.answer = behind(&facts.corroboration(row.id, Lens::default()));
        }
        let view = facts.view(Ways::default());
        view.prepare(Needs::CrossReferences).await?;
        if let Some(all) = view.cross_references() {
            let mut others: Vec<(Uuid, &str, Relation)> = all
                .of(row.id, &SHOWN, None)
                .map(|(other, relation)| (other.id, other.quantity.text.as_str(), relation))
                .take(MOST)
                .collect();
            let total = all.count(row.id, &[]);
            others.sort_by_key(|(id, _, relation)| (words::weight(relation.verdict), *id));
            others.truncate(OTHERS);
            page.pairs_title = "How it stands to the others";
            let hidden = total.saturating_sub(others.len());
            page.pairs_hidden = match hidden {
                0 => String::new(),
                hidden => format!("{} more are not shown.", words::plain(hidden)),
            };
            page.pairs =
                others.into_iter().map(|(id, text, relation)| pair(id, text, &relation)).collect();
        }
    }
    page.forms = forms(db, &row, place).await?;
    page.places_title = "Where it is said";
    page.places = Some(places(db, Of::Claim(row.id), &address, shown, false).await?);
    page.draw().map(Some)
}

/// Which places are shown, and which one is to be changed.
fn asked(query: &str) -> Result<(Asked, Option<Uuid>)> {
    let (mut shown, mut place) = (Asked::default(), None);
    for (name, value) in given(query) {
        if name == "place" {
            place = Some(RecordId::of(Prefix::Attribution, &value)?);
        } else if !shown.take(&name, &value)? {
            return Err(unknown(&name, &format!("{}, place", Asked::NAMES)));
        }
    }
    Ok((shown, place))
}

/// What whoever has a key can do with a claim, and with one place where it is made.
async fn forms(db: &impl Read, row: &claim::Model, place: Option<Uuid>) -> Result<Vec<Form>> {
    let mut forms = Vec::new();
    let place = match place {
        Some(id) => record::find::<attribution::Model>(db, id).await?,
        None => None,
    };
    if let Some(place) = place.filter(|place| place.claim_id == row.id) {
        let agent = match place.agent_id {
            Some(id) => record::find::<agent::Model>(db, id).await?,
            None => None,
        };
        forms.push(form::attribution(&place, agent.as_ref()));
        forms.extend(form::standing(&place, "this place"));
    }
    let id = RecordId::new(RecordKind::Claim, row.id).to_string();
    forms.push(form::attribute(&id));
    forms.push(form::claim(row));
    forms.extend(form::standing(row, "the claim"));
    Ok(forms)
}

/// Pairs that are looked at, to show those that matter most.
const MOST: usize = 2_000;

/// What is worth showing of a pair.
const SHOWN: [Verdict; 7] = [
    Verdict::Conflicts,
    Verdict::Agrees,
    Verdict::Near,
    Verdict::Compatible,
    Verdict::Repeats,
    Verdict::Revises,
    Verdict::Progresses,
];

fn pair(id: Uuid, text: &str, relation: &Relation) -> Pair {
    Pair {
        title: format!("{} {text}", words::sentence(words::verdict(relation.verdict))),
        href: line::page("claims", RecordKind::Claim, id),
        reason: words::sentence(&relation.reason),
        class: match relation.verdict {
            Verdict::Conflicts => "conflict",
            Verdict::Agrees | Verdict::Repeats => "agree",
            _ => "other",
        },
    }
}

fn reading(row: &claim::Model) -> Option<String> {
    row.qualifier?;
    let soft = if row.reading_soft { ", by CLAIMBASE_1" } else { "" };
    Some(match (row.reading_low, row.reading_high) {
        (Some(low), Some(high)) if low < high => {
            format!("{} to {}{soft}", number(low), number(high))
        }
        (Some(only), Some(_)) => number(only),
        (Some(low), None) => format!("{} or more{soft}", number(low)),
        (None, Some(high)) => format!("{} or less{soft}", number(high)),
        (None, None) => "open on both sides".to_owned(),
    })
}

fn behind(corroboration: &Corroboration) -> String {
    let Corroboration { asserted, origins, denied, disputed } = corroboration;
    let OriginCount { min, max } = *origins;
    let origins = if min == max {
        words::counted(max, "independent origin")
    } else {
        format!("{} to {} independent origins", words::plain(min), words::plain(max))
    };
    let mut sentence = format!(
        "Said in {} in {}, from {origins}.",
        words::counted(asserted.attributions, "place"),
        words::counted(asserted.sources, "source"),
    );
    for (voices, done) in [(denied, "Denied"), (disputed, "Disputed")] {
        if voices.attributions > 0 {
            let places = words::counted(voices.attributions, "place");
            let _ = write!(sentence, " {done} in {places}.");
        }
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_in_an_address_is_named() {
        let error = asked("foo=1").expect_err("nobody knows it").to_string();
        assert!(
            error.contains("'foo' is not known here: there are before, includeRetracted, place"),
            "{error}"
        );
        let place = "attribution_01h455vb4pex5vsknk084sn02q";
        let both = asked(&format!("before={place}&place={place}")).expect("both are known");
        assert!(both.0.before.is_some() && both.0.before == both.1);
        assert!(asked("place=claim_01h455vb4pex5vsknk084sn02q").is_err());
    }
}
