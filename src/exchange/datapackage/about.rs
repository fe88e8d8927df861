//! What a package says of itself: to programs in `datapackage.json`, to people in `README.md`.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::{Label, archive::Member, table::Table};

/// What it is called where nobody named it.
const TITLE: &str = "Claims and statistics: who says how many, and where";

/// A table that was written.
pub struct Written {
    pub table: &'static Table,
    pub rows: u64,
}

/// Everything that there is to say.
pub struct About {
    pub label: Label,
    /// The number of the last commit.
    pub state: i64,
    /// When that was; `None` where nothing is on record.
    pub changed_at: Option<DateTime<Utc>>,
    pub written: Vec<Written>,
    /// Sources that are listed as references.
    pub references: u64,
}

impl About {
    /// How many rows all tables have.
    pub fn rows(&self) -> u64 {
        self.written.iter().map(|written| written.rows).sum()
    }

    fn title(&self) -> &str {
        self.label.title.as_deref().unwrap_or(TITLE)
    }

    fn citation(&self) -> String {
        let Label { creators, .. } = &self.label;
        let by =
            if creators.is_empty() { String::new() } else { format!("{}. ", creators.join("; ")) };
        let year = self.changed_at.map_or(String::new(), |at| format!(" ({})", at.format("%Y")));
        let day =
            self.changed_at.map_or(String::new(), |at| format!(" of {}", at.format("%Y-%m-%d")));
        format!("{by}{}{year}. Data set, state {}{day}.", self.title(), self.state)
    }

    /// `README.md`.
    pub fn page(&self) -> String {
        let mut page = format!(
            "# {}\n\nA data package made by claimbase {}: every record of a database of claims, as \
             tables. State {} of it{}.\n\n## Cite as\n\n> {}\n",
            self.title(),
            env!("CARGO_PKG_VERSION"),
            self.state,
            self.changed_at.map_or(String::new(), |at| format!(
                ", last changed on {} UTC",
                at.format("%Y-%m-%d at %H:%M")
            )),
            self.citation()
        );
        let license = match &self.label.license {
            Some(license) => format!("Given away under {license}."),
            None => "No licence is named: ask whoever gave it to you.".to_owned(),
        };
        let _ = write!(
            page,
            "\n{license} Quotations belong to those who are quoted. The texts of the sources are not \
             in it.\n\n## What is in it\n\n| file | rows | what |\n|---|---|---|\n"
        );
        for Written { table, rows } in &self.written {
            let _ = writeln!(page, "| `{}` | {rows} | {} |", table.path(), table.about);
        }
        let _ = write!(
            page,
            "| `sources.csl.json` | {} | the sources that count, as references in CSL-JSON |\n\
             | `datapackage.json` | | every column: type, meaning, what it points at (Frictionless \
             Data Package) |\n\n{READING}",
            self.references
        );
        page
    }

    /// `datapackage.json`.
    pub fn package(&self, members: &[Member]) -> Value {
        let tables = self.written.iter().map(|Written { table, .. }| {
            let mut resource = json!({
                "name": table.name,
                "path": table.path(),
                "profile": "tabular-data-resource",
                "title": table.about,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table.schema(),
            });
            measure(&mut resource, members, &table.path());
            resource
        });
        let mut resources: Vec<Value> = tables.collect();
        let mut references = json!({
            "name": "references",
            "path": "sources.csl.json",
            "title": "The sources that count, as references in CSL-JSON.",
            "format": "json",
            "mediatype": "application/vnd.citationstyles.csl+json",
            "encoding": "utf-8",
        });
        measure(&mut references, members, "sources.csl.json");
        resources.push(references);
        let mut package = json!({
            "profile": "data-package",
            "name": "claimbase",
            "title": self.title(),
            "description": format!("{} Made by claimbase.", self.citation()),
            "version": self.state.to_string(),
            "resources": resources,
        });
        if let Some(at) = self.changed_at {
            package["created"] = at.to_rfc3339_opts(SecondsFormat::Secs, true).into();
        }
        if let Some(license) = &self.label.license {
            package["licenses"] = json!([{ "name": license }]);
        }
        if !self.label.creators.is_empty() {
            let creators = self.label.creators.iter();
            let creators = creators.map(|name| json!({ "title": name, "role": "author" }));
            package["contributors"] = creators.collect::<Vec<_>>().into();
        }
        package
    }
}

/// Says how long a file is, and its hash.
fn measure(resource: &mut Value, members: &[Member], path: &str) {
    if let Some(member) = members.iter().find(|member| member.path == path) {
        resource["bytes"] = member.bytes.into();
        resource["hash"] = format!("sha256:{}", member.hash).into();
    }
}

const READING: &str = "\
## How to read it

The tables are CSV in UTF-8 with a line of names. An empty cell means that there is nothing: what that says is told of each column in
`datapackage.json`, where the keys are named too, so that the tables can be loaded into a database and joined.

- Records that were retracted or merged are in it, marked in `status`; leave them out unless you want the history.
- A quantity is kept as it was said: `quantity_text` has the words, `low` and `high` the bounds that the words give. An open bound is an
  empty cell, and no number stands for it. `reading_low` and `reading_high` are how a named lexicon, CLAIMBASE_1, reads the words.
- Dates are in EDTF: `2018`, `2018-01`, `2018-01-22`, with `~` for about and `?` for perhaps.
- The same claim made in several places is one row of `claims` and several of `attributions`. Several attributions are not several
  voices: `derivations` and `attribution_via` say who has it from whom.
- Texts are as they are. A spreadsheet may run one that begins with `=`, `+`, `-` or `@`: open the tables there as text.
";
