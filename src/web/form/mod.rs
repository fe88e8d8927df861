//! Forms for whoever has a key: what they send, field by field. The one script sends them as GraphQL.

mod add;
mod enter;
mod judge;
mod key;
mod record;

use entity::vocab::Role;
use include_dir::{Dir, include_dir};
use serde_json::{Map, Value};

pub use add::{
    add_agent, add_event, add_measure, add_place, add_source, add_statistic, add_statistic_on,
};
pub use enter::{attribute, record_claim};
pub use judge::{accept, confirm_derivation, confirm_link, decide, merge_twins, reject, resolve};
pub use key::{create_key, revoke_key};
pub use record::{
    attribution, claim, edit_agent, edit_event, edit_measure, edit_place, edit_source,
    edit_statistic, merge, standing, undo_merge,
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
    /// Whether it is what the page was asked for.
    pub open: bool,
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
    /// A number that need not be whole.
    Decimal,
    /// A day of the calendar.
    Date,
    /// The same for the end of that day.
    EndOfDay,
    /// Whether something is so: `true` or `false`, and how people say it.
    Truth(Vec<(String, String)>),
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
            Kind::Decimal => "decimal",
            Kind::Date => "date",
            Kind::EndOfDay => "end",
            Kind::Truth(_) => "truth",
            Kind::Choice(_) => "choice",
            Kind::Record { .. } => "record",
        }
    }

    /// What can be chosen.
    #[must_use]
    pub fn choices(&self) -> &[(String, String)] {
        if let Kind::Choice(choices) | Kind::Truth(choices) = &self.kind { choices } else { &[] }
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
            open: false,
            role: words::spoken(&words::spelled(&role)),
            button,
            fields: Vec::new(),
        }
    }

    const fn opened(mut self) -> Self {
        self.open = true;
        self
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

    /// What else it is called.
    fn aliases(self) -> Self {
        self.with("aliases", "Also called", Kind::Lines).hint("a line each")
    }

    /// Whether something is so.
    fn truth(
        self,
        name: &str,
        label: &'static str,
        words: &[(&'static str, &'static str)],
    ) -> Self {
        self.with(name, label, Kind::Truth(spoken(words)))
    }

    /// One of a closed list in the words of a sentence, which has to be chosen.
    fn choose(self, name: &str, label: &'static str, words: Vec<(String, String)>) -> Self {
        let first = (String::new(), "choose".to_owned());
        let words = std::iter::once(first).chain(words).collect();
        self.with(name, label, Kind::Choice(words)).required()
    }

    /// One of a closed list; an empty word stands for none where `none` says how that is called.
    fn choice<T: serde::Serialize>(
        self,
        name: impl Into<String>,
        label: &'static str,
        list: &[T],
        none: Option<&'static str>,
    ) -> Self {
        let none = none.map(|none| (String::new(), none.to_owned()));
        let words = none.into_iter().chain(words_of(list)).collect();
        self.with(name, label, Kind::Choice(words))
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

    /// Sets what stands in the field of this name.
    fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.value = value;
        }
        self
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

/// Words of a closed list, and how people say them.
fn spoken(words: &[(&str, &str)]) -> Vec<(String, String)> {
    words.iter().map(|(word, spoken)| ((*word).to_owned(), (*spoken).to_owned())).collect()
}

/// The words of a closed list as people say them.
fn words_of<T: serde::Serialize>(list: &[T]) -> Vec<(String, String)> {
    let word = |word: &T| {
        let word = words::spelled(word);
        let spoken = words::spoken(&word);
        (word, spoken)
    };
    list.iter().map(word).collect()
}

/// How dates are written.
const DATE: &str = "as 2018-01-22, 2018-01 or 2018~";
