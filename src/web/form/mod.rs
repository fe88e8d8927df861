//! Forms for whoever has a key: what they send, field by field. The one script sends them as GraphQL.

mod enter;
mod judge;
mod record;

use entity::vocab::Role;
use include_dir::{Dir, include_dir};
use serde_json::{Map, Value};

pub use enter::{attribute, record_claim};
pub use judge::{accept, confirm_derivation, confirm_link, merge_twins, reject, resolve};
pub use record::{
    attribution, claim, edit_agent, edit_event, edit_source, edit_statistic, merge, standing,
};

use super::words;

static DOCUMENTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/assets/pages/mutations");

/// The GraphQL documents that forms send, by name: what the script needs in front of it.
#[must_use]
pub fn documents() -> Vec<(String, &'static str)> {
    let name = |file: &include_dir::File<'_>| Some(file.path().file_stem()?.to_str()?.to_owned());
    let files = DOCUMENTS.files().filter_map(|file| Some((name(file)?, file.contents_utf8()?)));
    let mut documents: Vec<(String, &'static str)> = files.collect();
    documents.sort();
    documents
}

/// The same as a constant of a script.
#[must_use]
pub fn script_constant() -> String {
    // As they are: whoever trusts documents by their hash can have these on the list.
    let texts: Map<String, Value> =
        documents().into_iter().map(|(name, text)| (name, Value::from(text))).collect();
    format!("const documents = {};\n", Value::Object(texts))
}

/// A form.
pub struct Form {
    /// What it is for, in a few words.
    pub title: String,
    /// The name of the document that it sends.
    pub mutation: &'static str,
    /// Whether it changes what is there, and so sends only what was changed.
    pub edits: bool,
    /// The role that it takes.
    pub role: String,
    /// What its button says.
    pub button: &'static str,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field of a form.
pub struct Field {
    /// Where its value belongs in the input: `attributions.0.quote.exact`.
    pub name: String,
    /// What it is called.
    pub label: &'static str,
    /// What is to be written there; empty where that is plain.
    pub hint: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// What stands in it.
    pub value: String,
    /// Whether something must stand in it.
    pub required: bool,
}

/// How a field is written.
pub enum Kind {
    /// Not at all: the page knows it.
    Hidden,
    /// Not at all, and it is a number.
    Number,
    /// On a line.
    Line,
    /// On several lines.
    Text,
    /// A line for each of several.
    Lines,
    /// One of a closed list: each word, and how people say it.
    Choice(Vec<(String, String)>),
    /// The name of a record.
    Record {
        /// Of which kind, as a search has it.
        kind: &'static str,
        /// The id of the one whose name stands there; empty for none.
        id: String,
        /// Whether the id alone is sent.
        plain: bool,
    },
}

impl Field {
    /// How it is written, for the template.
    #[must_use]
    pub const fn shape(&self) -> &'static str {
        match &self.kind {
            Kind::Hidden => "hidden",
            Kind::Number => "number",
            Kind::Line => "line",
            Kind::Text => "text",
            Kind::Lines => "lines",
            Kind::Choice(_) => "choice",
            Kind::Record { .. } => "record",
        }
    }

    /// What can be chosen.
    #[must_use]
    pub fn choices(&self) -> &[(String, String)] {
        if let Kind::Choice(choices) = &self.kind { choices } else { &[] }
    }

    /// Records of which kind it names; empty where it names none.
    #[must_use]
    pub const fn names(&self) -> &'static str {
        if let Kind::Record { kind, .. } = &self.kind { kind } else { "" }
    }

    /// The id of the record whose name stands in it; empty where there is none.
    #[must_use]
    pub fn id(&self) -> &str {
        if let Kind::Record { id, .. } = &self.kind { id } else { "" }
    }

    /// Whether the id alone is sent, and no reference that could be something else.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        matches!(&self.kind, Kind::Record { plain: true, .. })
    }
}

impl Form {
    fn new(
        title: impl Into<String>,
        mutation: &'static str,
        role: Role,
        button: &'static str,
    ) -> Self {
        Self {
            title: title.into(),
            mutation,
            edits: false,
            role: words::spoken(&words::spelled(&role)),
            button,
            fields: Vec::new(),
        }
    }

    const fn editing(mut self) -> Self {
        self.edits = true;
        self
    }

    fn with(mut self, name: impl Into<String>, label: &'static str, kind: Kind) -> Self {
        let field = Field {
            name: name.into(),
            label,
            hint: "",
            kind,
            value: String::new(),
            required: false,
        };
        self.fields.push(field);
        self
    }

    fn hidden(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(name, "", Kind::Hidden).value(value)
    }

    fn number(self, name: impl Into<String>, value: &impl ToString) -> Self {
        self.with(name, "", Kind::Number).value(value.to_string())
    }

    fn line(self, name: impl Into<String>, label: &'static str) -> Self {
        self.with(name, label, Kind::Line)
    }

    fn text(self, name: impl Into<String>, label: &'static str) -> Self {
        self.with(name, label, Kind::Text)
    }

    /// One of a closed list; an empty word stands for none where `none` says how that is called.
    fn choice<T: serde::Serialize>(
        self,
        name: impl Into<String>,
        label: &'static str,
        all: &[T],
        none: Option<&'static str>,
    ) -> Self {
        let word = |word: &T| {
            let word = words::spelled(word);
            let spoken = words::spoken(&word);
            (word, spoken)
        };
        let none = none.map(|none| (String::new(), none.to_owned()));
        self.with(name, label, Kind::Choice(none.into_iter().chain(all.iter().map(word)).collect()))
    }

    /// A record, by its name; `id` is that of the one whose name stands there.
    fn record(
        self,
        name: impl Into<String>,
        label: &'static str,
        kind: &'static str,
        id: impl Into<String>,
    ) -> Self {
        self.with(name, label, Kind::Record { kind, id: id.into(), plain: false })
    }

    fn change_last(mut self, change: impl FnOnce(&mut Field)) -> Self {
        if let Some(field) = self.fields.last_mut() {
            change(field);
        }
        self
    }

    fn value(self, value: impl Into<String>) -> Self {
        let value = value.into();
        self.change_last(|field| field.value = value)
    }

    fn hint(self, hint: &'static str) -> Self {
        self.change_last(|field| field.hint = hint)
    }

    fn required(self) -> Self {
        self.change_last(|field| field.required = true)
    }

    /// Why; it stands in the history.
    fn reason(self, needed: bool) -> Self {
        let form = self.line("reason", "Why").hint("for the history");
        if needed { form.required() } else { form }
    }
}

/// How dates are written.
const DATE: &str = "as 2018-01-22, 2018-01 or 2018~";
