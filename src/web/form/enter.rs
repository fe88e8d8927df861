//! Forms that record: a claim, and where else it is made.

use entity::vocab::{AgentKind, Hedge, Role, SourceKind, Stance};

use super::{DATE, Form};

/// Records a claim on a statistic, where it is known which; else it asks for that.
#[must_use]
pub fn record_claim(statistic: Option<&str>) -> Form {
    let form = Form::new("Record a claim", "recordClaim", Role::Contributor, "Record");
    let form = match statistic {
        Some(id) => form.hidden("statistic.id", id),
        None => form.record("statistic", "What is counted", "STATISTIC", "").required(),
    };
    let form = form
        .line("quantity.text", "How many")
        .hint("in its words: at least 8,000")
        .required()
        .line("asOf", "As of")
        .hint("the moment that it describes");
    place(form, "attributions.0")
}

/// Says where a claim is made once more.
#[must_use]
pub fn attribute(claim: &str) -> Form {
    let form =
        Form::new("Say where else it is made", "attributeClaim", Role::Contributor, "Record")
            .hidden("claim", claim);
    place(form, "attribution")
}

/// Where a claim is made.
fn place(form: Form, at: &str) -> Form {
    let name = |field: &str| format!("{at}.{field}");
    let form = form
        .line(name("source.new.title"), "Title of the source")
        .required()
        .line(name("source.new.url"), "Its address")
        .hint("one on record is taken")
        .choice(name("source.new.kind"), "What it is", SourceKind::ALL, None)
        .line(name("source.new.publishedOn"), "Published on")
        .hint(DATE);
    let form = agent(form, name("source.new.publisher"), PUBLISHER, Stands::default());
    let form = form.text(name("quote.exact"), "The words").hint("as they stand in the source");
    let form = agent(form, name("agent"), SPEAKER, Stands::default())
        .line(name("saidOn"), "Said on")
        .hint(DATE);
    form.choice(name("stance"), "How they stand to it", Stance::ALL, None).choice(
        name("hedge"),
        "How sure the wording is",
        Hedge::ALL,
        None,
    )
}

/// How an agent is asked for who may be new.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// What they are to it.
    pub label: &'static str,
    /// What stands there for nobody.
    pub hint: &'static str,
    /// How it is asked what they are where they are new.
    pub new: &'static str,
}

pub(super) const SPEAKER: Asked = Asked {
    label: "Who says so",
    hint: "empty for the source's own voice",
    new: "If they are not on record",
};
pub(super) const PUBLISHER: Asked = Asked {
    label: "Published by",
    hint: "empty where nobody is known",
    new: "If the publisher is not on record",
};

/// Who stands in a field.
#[derive(Default)]
pub(super) struct Stands {
    /// The id; empty where it is not known who that is.
    pub id: String,
    /// The name; empty for nobody.
    pub name: String,
}

/// An agent by name, and what sort they are where they are new.
pub(super) fn agent(form: Form, name: String, asked: Asked, stands: Stands) -> Form {
    let Asked { label, hint, new } = asked;
    let kind = format!("{name}.new.kind");
    form.record(name, label, "AGENT", stands.id).value(stands.name).hint(hint).choice(
        kind,
        new,
        AgentKind::ALL,
        Some("add nobody"),
    )
}
