//! The page of a claim: who stands behind it, and how it stands to the others.

use std::fmt::Write as _;

use entity::{
    agent, attribution, claim, event, relation_override, statistic,
    vocab::{RecordKind, RecordStatus},
};
use uuid::Uuid;

use super::{Asked, Found, Page, Pair, identified, places};
use crate::{
    Result,
    app::comparison::{Group, Needs, Subject, Ways, load},
    domain::{
        comparison::Corroboration,
        identity,
        origin::{Lens, OriginCount},
        record_id::{Prefix, RecordId},
        relation::{Relation, Verdict, number},
    },
    store::{
        Read,
        filter::{Filter, Test},
        list::list,
        record,
        said::Of,
    },
    web::{
        form::{self, Form},
        line,
        newest::oldest,
        query::{given, unknown},
        sheet::records,
        words,
    },
};

/// Other claims that are shown at most.
const OTHERS: usize = 30;

/// Draws up the page; `None` where there is no such claim.
pub async fn page(db: &impl Read, name: &str, query: &str) -> Result<Option<Found>> {
    let asked = Sought::parse(query)?;
    let Some(row) = identified::<claim::Model>(db, name).await? else { return Ok(None) };
    let address = format!("/claims/{}", RecordId::new(RecordKind::Claim, row.id));
    let title = row.quantity_text.clone().unwrap_or_else(|| row.text.clone());
    let mut page = Page::new("Claim", &title, &row);
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
    let decided = decided(db, &row).await?;
    let subject = Subject { group, known_at: None };
    let mut shown: Vec<Uuid> = Vec::new();
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
            page.pairs_title = TO_OTHERS;
            let hidden = total.saturating_sub(others.len());
            page.pairs_hidden = match hidden {
                0 => String::new(),
                hidden => format!("{} more are not shown.", words::plain(hidden)),
            };
            page.pairs = others
                .iter()
                .map(|(id, text, relation)| {
                    pair(&row, (*id, text), relation.verdict, words::because(relation))
                })
                .collect();
            shown = others.iter().map(|(id, ..)| *id).collect();
        }
    }
    for (other, said) in decided.iter().filter(|(other, _)| !shown.contains(&other.id)) {
        page.pairs_title = TO_OTHERS;
        let text = other.quantity_text.as_ref().unwrap_or(&other.text);
        let reason = words::decided(&said.reason);
        page.pairs.push(pair(&row, (other.id, text), said.verdict, reason));
    }
    page.forms = forms(db, &row, &asked).await?;
    page.places_title = "Where it is said";
    page.places = Some(places(db, Of::Claim(row.id), &address, asked.shown, false).await?);
    page.draw().map(Some)
}

const TO_OTHERS: &str = "How it stands to the others";

/// What stands in the query string.
#[derive(Debug, Default)]
struct Sought {
    /// Which places are shown.
    shown: Asked,
    /// Which place is to be changed.
    place: Option<Uuid>,
    /// How it stands to which claim is to be decided.
    other: Option<Uuid>,
}

impl Sought {
    fn parse(query: &str) -> Result<Self> {
        let mut all = Self::default();
        for (name, value) in given(query) {
            match &*name {
                "place" => all.place = Some(RecordId::of(Prefix::Attribution, &value)?),
                "other" => all.other = Some(RecordId::of(Prefix::Claim, &value)?),
                _ if all.shown.take(&name, &value)? => {}
                _ => return Err(unknown(&name, &format!("{}, place, other", Asked::NAMES))),
            }
        }
        Ok(all)
    }
}

/// What people decided about a claim and others, with these others.
async fn decided(
    db: &impl Read,
    row: &claim::Model,
) -> Result<Vec<(claim::Model, relation_override::Model)>> {
    let own = |column| Filter::Column(column, Test::Eq(row.id.into()));
    let about = Filter::Any(vec![own("claim_id"), own("other_claim_id")]);
    let rows = list(db, &oldest::<relation_override::Model>(about, OTHERS)).await?;
    let other = |said: &relation_override::Model| {
        if said.claim_id == row.id { said.other_claim_id } else { said.claim_id }
    };
    let claims = records::<claim::Model>(db, rows.iter().map(other), None).await?;
    let both = rows.into_iter().filter_map(|said| {
        let claim = claims.get(&other(&said))?.clone();
        (claim.status == RecordStatus::Active).then_some((claim, said))
    });
    Ok(both.collect())
}

/// What whoever has a key can do with a claim, with one place where it is made, and with how it
/// stands to another.
async fn forms(db: &impl Read, row: &claim::Model, asked: &Sought) -> Result<Vec<Form>> {
    let mut forms = Vec::new();
    let other = match asked.other.filter(|id| *id != row.id) {
        Some(id) => record::find::<claim::Model>(db, id).await?,
        None => None,
    };
    if let Some(other) = other {
        let pair = identity::relation_override(row.id, other.id);
        let said = record::find_where(db, "identity", pair.as_str()).await?;
        forms.extend(form::decide(row, &other, said.as_ref()));
    }
    let place = match asked.place {
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

fn pair(row: &claim::Model, other: (Uuid, &str), verdict: Verdict, reason: String) -> Pair {
    let (id, text) = other;
    Pair {
        title: format!("{} {text}", words::sentence(words::verdict(verdict))),
        href: line::page("claims", RecordKind::Claim, id),
        reason,
        class: match verdict {
            Verdict::Conflicts => "conflict",
            Verdict::Agrees | Verdict::Repeats => "agree",
            _ => "other",
        },
        decide: decide(row.id, id),
    }
}

/// Where it can be decided how a claim stands to another.
pub(in crate::web) fn decide(row: Uuid, other: Uuid) -> String {
    let page = line::page("claims", RecordKind::Claim, row);
    format!("{page}?other={}#change", RecordId::new(RecordKind::Claim, other))
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
        let error = Sought::parse("foo=1").expect_err("nobody knows it").to_string();
        let words = "'foo' is not known here: there are before, includeRetracted, place, other";
        assert!(error.contains(words), "{error}");
        let (place, claim) = ["attribution", "claim"]
            .map(|kind| format!("{kind}_01h455vb4pex5vsknk084sn02q"))
            .into();
        let query = format!("before={place}&place={place}&other={claim}");
        let asked = Sought::parse(&query).expect("all are known");
        let before = asked.shown.before;
        assert!(before.is_some() && before == asked.place && asked.other.is_some());
        assert!(Sought::parse(&format!("place={claim}")).is_err());
        assert!(Sought::parse(&format!("other={place}")).is_err());
    }
}
