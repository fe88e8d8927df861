//! Forms that change a record, take it back, or merge it.

use entity::{
    agent, attribution, claim, event, measure, place, source, statistic,
    vocab::{
        AgentKind, EventKind, Hedge, Originality, PlaceKind, RecordStatus, Role, SourceKind, Stance,
    },
};

use super::{
    DATE, Form, Kind,
    add::{ISO, UNIT, accumulations, counting},
};
use crate::{
    app::reference::Slugged, domain::record_id::RecordId, store::record::Record,
    web::words::spelled,
};

/// A form that changes a record.
fn edit<R: Record>(title: &'static str, mutation: &'static str, row: &R) -> Form {
    Form::new(title, mutation, Role::Curator, "Change")
        .editing()
        .hidden("id", RecordId::new(R::KIND, row.id()).to_string())
        .number("expectedRevision", &row.revision())
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// Changes a claim: its words, the moment, and for a number what is named.
#[must_use]
pub fn claim(row: &claim::Model) -> Form {
    let mut form = edit("Change the claim", "updateClaim", row);
    if row.quantity_text.is_some() {
        form = form
            .line("quantity.text", "How many")
            .hint("in the words of the source: it is read again")
            .value(text(row.quantity_text.as_deref()));
    }
    form.line("asOf", "As of")
        .hint(DATE)
        .value(text(row.as_of.as_deref()))
        .text("text", "In a sentence")
        .value(row.text.clone())
        .reason(false)
}

/// Changes a place where a claim is made.
#[must_use]
pub fn attribution(row: &attribution::Model, agent: Option<&agent::Model>) -> Form {
    let id = agent.map(|row| RecordId::new(agent::Model::KIND, row.id).to_string());
    edit("Change this place", "updateAttribution", row)
        .opened()
        .text("quote.exact", "The words")
        .value(text(row.quote_exact.as_deref()))
        .line("quote.prefix", "Words before them")
        .value(text(row.quote_prefix.as_deref()))
        .line("quote.suffix", "Words after them")
        .value(text(row.quote_suffix.as_deref()))
        .line("quote.language", "Their language")
        .hint("as in fa, where it is not that of the source")
        .value(text(row.quote_language.as_deref()))
        .line("quote.translation", "In English")
        .value(text(row.quote_translation.as_deref()))
        .line("quantityText", "The number as worded here")
        .hint("empty where it is worded as in the claim")
        .value(text(row.quantity_text.as_deref()))
        .record("agent", "Who says so", "AGENT", id.unwrap_or_default())
        .hint("empty for the source's own voice")
        .value(agent.map(|row| row.name.clone()).unwrap_or_default())
        .line("saidOn", "Said on")
        .hint(DATE)
        .value(text(row.said_on.as_deref()))
        .choice("stance", "How they stand to it", Stance::ALL, None)
        .value(spelled(&row.stance))
        .choice("hedge", "How sure the wording is", Hedge::ALL, None)
        .value(spelled(&row.hedge))
        .choice("originality", "Where the source has it from", Originality::ALL, None)
        .value(spelled(&row.originality))
        .reason(false)
}

/// What a record is called.
fn names(form: Form, name: &str, aliases: &[String]) -> Form {
    form.line("name", "Name").value(name).required().aliases().value(aliases.join("\n"))
}

/// Changes an agent.
#[must_use]
pub fn edit_agent(
    row: &agent::Model,
    speaks_for: Option<&agent::Model>,
    parent: Option<&agent::Model>,
    aliases: &[String],
) -> Form {
    let form = names(edit("Change the agent", "updateAgent", row), &row.name, aliases)
        .choice("kind", "What they are", AgentKind::ALL, None)
        .value(spelled(&row.kind));
    let form = standing_in(form, ("speaksFor", "Whose spokesman they are", "AGENT"), speaks_for);
    standing_in(form, ("parent", "Part of", "AGENT"), parent)
        .hint("who controls them")
        .reason(false)
}

/// A record by its name, and the one that stands there.
fn standing_in<R: Slugged>(
    form: Form,
    (name, label, kind): (&str, &'static str, &'static str),
    row: Option<&R>,
) -> Form {
    let id = row.map(|row| RecordId::new(R::KIND, row.id()).to_string());
    form.record(name, label, kind, id.unwrap_or_default())
        .value(row.map(|row| row.name().to_owned()).unwrap_or_default())
}

/// Where something happened: what is named already, and room for two more.
pub(super) fn places(form: Form, rows: &[place::Model]) -> Form {
    (0..rows.len() + 2).fold(form, |form, at| {
        let label = if at == 0 { "Where" } else { "Also in" };
        standing_in(form, (&format!("places.{at}"), label, "PLACE"), rows.get(at))
    })
}

/// Changes an event.
#[must_use]
pub fn edit_event(
    row: &event::Model,
    places: &[place::Model],
    parent: Option<&event::Model>,
    aliases: &[String],
) -> Form {
    let form = names(edit("Change the event", "updateEvent", row), &row.name, aliases)
        .choice("kind", "What it is", EventKind::ALL, None)
        .value(spelled(&row.kind))
        .line("start", "Began")
        .hint(DATE)
        .value(text(row.start.as_deref()))
        .line("end", "Ended")
        .value(text(row.end.as_deref()));
    let form = self::places(form, places);
    standing_in(form, ("parent", "Part of", "EVENT"), parent).reason(false)
}

/// Changes a place.
#[must_use]
pub fn edit_place(row: &place::Model, parent: Option<&place::Model>, aliases: &[String]) -> Form {
    let degrees = |degrees: Option<f64>| degrees.map(|it| it.to_string()).unwrap_or_default();
    let form = names(edit("Change the place", "updatePlace", row), &row.name, aliases)
        .choice("kind", "What it is", PlaceKind::ALL, None)
        .value(spelled(&row.kind));
    standing_in(form, ("parent", "Lies in", "PLACE"), parent)
        .line("isoCode", "ISO 3166 code")
        .hint(ISO)
        .value(text(row.iso_code.as_deref()))
        .with("latitude", "Degrees north", Kind::Decimal)
        .value(degrees(row.latitude))
        .with("longitude", "Degrees east", Kind::Decimal)
        .value(degrees(row.longitude))
        .reason(false)
}

/// Changes a measure.
#[must_use]
pub fn edit_measure(row: &measure::Model, aliases: &[String]) -> Form {
    let form = names(edit("Change the measure", "updateMeasure", row), &row.name, aliases)
        .text("definition", "What counts, and what does not")
        .value(row.definition.clone())
        .required()
        .with("accumulation", "What time does to it", Kind::Choice(accumulations()))
        .value(spelled(&row.accumulation))
        .line("unit", "Unit")
        .hint(UNIT)
        .value(row.unit.clone())
        .required();
    counting(form, None)
        .set("valueType", spelled(&row.value_type))
        .set("integral", row.integral.to_string())
        .reason(false)
}

/// Changes a source.
#[must_use]
pub fn edit_source(row: &source::Model, publisher: Option<&agent::Model>) -> Form {
    let id = publisher.map(|row| RecordId::new(agent::Model::KIND, row.id).to_string());
    edit("Change the source", "updateSource", row)
        .line("title", "Title")
        .value(row.title.clone())
        .required()
        .line("url", "Address")
        .value(text(row.url.as_deref()))
        .line("archiveUrl", "Archived copy")
        .value(text(row.archive_url.as_deref()))
        .line("publishedOn", "Published on")
        .hint(DATE)
        .value(text(row.published_on.as_deref()))
        .record("publisher", "Published by", "AGENT", id.unwrap_or_default())
        .value(publisher.map(|row| row.name.clone()).unwrap_or_default())
        .choice("kind", "What it is", SourceKind::ALL, None)
        .value(spelled(&row.kind))
        .line("language", "Language")
        .hint("as in en or fa")
        .value(text(row.language.as_deref()))
        .reason(false)
}

/// Changes how a statistic is called.
#[must_use]
pub fn edit_statistic(row: &statistic::Model) -> Form {
    edit("Change how it is called", "updateStatistic", row)
        .line("title", "Title")
        .value(row.title.clone())
        .required()
        .line("slug", "Name in addresses")
        .value(row.slug.clone())
        .required()
        .reason(false)
}

/// Takes a record back or, where that was done, brings it back; `None` for a merged one.
#[must_use]
pub fn standing<R: Record>(row: &R, what: &'static str) -> Option<Form> {
    let form = match row.status() {
        RecordStatus::Active => {
            Form::new(format!("Retract {what}"), "retract", Role::Curator, "Retract")
        }
        RecordStatus::Retracted => {
            Form::new(format!("Restore {what}"), "restore", Role::Curator, "Restore")
        }
        RecordStatus::Merged => return None,
    };
    Some(form.hidden("ids.0", RecordId::new(R::KIND, row.id()).to_string()).reason(true))
}

/// Parts a record from the one that it was merged into.
#[must_use]
pub fn undo_merge<R: Slugged>(row: &R) -> Form {
    Form::new(format!("Undo the merge of {}", row.name()), "undoMerge", Role::Curator, "Undo")
        .hidden("id", RecordId::new(R::KIND, row.id()).to_string())
        .reason(true)
}

/// Merges a record into another that is the same thing.
#[must_use]
pub fn merge<R: Record>(row: &R, what: &'static str, kind: &'static str) -> Form {
    Form::new(format!("Merge {what} into another"), "mergeRecords", Role::Curator, "Merge")
        .hidden("merge", RecordId::new(R::KIND, row.id()).to_string())
        .with("keep", "The one to keep", Kind::Record { kind, id: String::new(), plain: true })
        .hint("its name; this one leads there from then on")
        .required()
        .reason(true)
}
