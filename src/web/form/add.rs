//! Forms that add what claims point at, without a claim.

use entity::vocab::{Accumulation, AgentKind, EventKind, PlaceKind, Role, SourceKind, ValueType};

use super::{
    DATE, Form, Kind,
    enter::{Asked, PUBLISHER, Stands, agent},
    record::places,
    words_of,
};
use crate::{
    domain::record_id::{Prefix, RecordId},
    store::record::Record,
    web::words::spelled,
};

fn add(title: impl Into<String>, mutation: &'static str) -> Form {
    Form::new(title, mutation, Role::Contributor, "Add")
}

/// Adds an agent.
#[must_use]
pub fn add_agent() -> Form {
    add("Add an agent", "addAgent")
        .line("name", "Name")
        .required()
        .choose("kind", "What they are", words_of(AgentKind::ALL))
        .aliases()
        .record("speaksFor", "Whose spokesman they are", "AGENT", "")
        .record("parent", "Part of", "AGENT", "")
        .hint("who controls them")
}

/// Adds a source.
#[must_use]
pub fn add_source() -> Form {
    let form = add("Add a source", "addSource")
        .line("title", "Title")
        .required()
        .line("url", "Its address")
        .hint("one on record is taken")
        .choose("kind", "What it is", words_of(SourceKind::ALL))
        .line("publishedOn", "Published on")
        .hint(DATE);
    let form = agent(form, "publisher".to_owned(), PUBLISHER, Stands::default());
    agent(form, "authors.0".to_owned(), AUTHOR, Stands::default())
        .line("language", "Language")
        .hint("as in en or fa")
        .line("archiveUrl", "Archived copy")
        .with("accessedOn", "Read on", Kind::Date)
        .text("text", "Its text")
        .hint("where you may keep it: then quotes are found in it, and candidates")
        .truth(
            "textIsPublic",
            "Who may read the text",
            &[("false", "curators and admins"), ("true", "everybody")],
        )
}

const AUTHOR: Asked =
    Asked { label: "Written by", hint: "the first of them", new: "If the author is not on record" };

/// Adds an event.
#[must_use]
pub fn add_event() -> Form {
    let form = add("Add an event", "addEvent")
        .line("name", "Name")
        .required()
        .choose("kind", "What it is", words_of(EventKind::ALL))
        .line("start", "Began")
        .hint(DATE)
        .line("end", "Ended")
        .hint("empty where that is not known");
    places(form, &[]).record("parent", "Part of", "EVENT", "").aliases()
}

/// Adds a place.
#[must_use]
pub fn add_place() -> Form {
    add("Add a place", "addPlace")
        .line("name", "Name")
        .required()
        .choose("kind", "What it is", words_of(PlaceKind::ALL))
        .record("parent", "Lies in", "PLACE", "")
        .line("isoCode", "ISO 3166 code")
        .hint(ISO)
        .with("latitude", "Degrees north", Kind::Decimal)
        .with("longitude", "Degrees east", Kind::Decimal)
        .aliases()
}

/// How codes of places are written.
pub(super) const ISO: &str = "as in IR or IR-23";

/// Adds a measure.
#[must_use]
pub fn add_measure() -> Form {
    let form = add("Add a measure", "addMeasure")
        .line("name", "Name")
        .hint("as in People arrested")
        .required()
        .line("unit", "Unit")
        .hint(UNIT)
        .required()
        .text("definition", "What counts, and what does not")
        .required()
        .choose("accumulation", "What time does to it", accumulations());
    counting(form, Some(("", "where they are counts"))).aliases()
}

/// How units are written.
pub(super) const UNIT: &str = "what one of it is: person, city, USD";

/// What the numbers of a measure are.
pub(super) fn counting(form: Form, unsaid: Option<(&'static str, &'static str)>) -> Form {
    let told = [("true", "always"), ("false", "no")];
    let words: Vec<_> = unsaid.into_iter().chain(told).collect();
    form.choice("valueType", "What its numbers are", ValueType::ALL, None).truth(
        "integral",
        "Whole numbers only",
        &words,
    )
}

/// What a difference in time can mean for a measure.
pub(super) fn accumulations() -> Vec<(String, String)> {
    let words = |it: Accumulation| match it {
        Accumulation::Cumulative => "it can only grow, as killed or arrested",
        Accumulation::Instant => "it is so at one moment, as still detained",
        Accumulation::Period => "it is of a period, as arrested in the first week",
    };
    Accumulation::ALL.iter().map(|it| (spelled(it), words(*it).to_owned())).collect()
}

/// Adds a statistic.
#[must_use]
pub fn add_statistic() -> Form {
    statistic(add("Add a statistic", "addStatistic"), "")
}

/// Adds a statistic on what a page is about: its measure, its event or its place.
#[must_use]
pub fn add_statistic_on<R: Record>(row: &R) -> Form {
    let name = Prefix::from(R::KIND).as_str();
    let id = RecordId::new(R::KIND, row.id()).to_string();
    let form = add(format!("Add a statistic for this {name}"), "addStatistic");
    statistic(form.hidden(format!("{name}.id"), id), name)
}

/// What a statistic counts; which part is known need not be said.
fn statistic(mut form: Form, known: &str) -> Form {
    let parts = [
        ("measure", "What is counted", "MEASURE", ""),
        ("event", "In which event", "EVENT", "empty where it is about none"),
        ("place", "Where", "PLACE", "empty for everywhere"),
    ];
    for (name, label, kind, hint) in parts.into_iter().filter(|(name, ..)| *name != known) {
        form = form.record(name, label, kind, "").hint(hint);
        if hint.is_empty() {
            form = form.required();
        }
    }
    form.line("population", "Of whom")
        .hint("as in protesters; empty for everybody")
        .line("period.start", "From")
        .hint(DATE)
        .line("period.end", "Until")
        .hint("empty for the dates of the event")
        .line("title", "Title")
        .hint("made from the rest where empty")
}
