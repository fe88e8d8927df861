//! What a reference says of a document besides who wrote it, when, and where it stands: the volume,
//! the pages, the edition, the editors.

use serde::{Deserialize, Serialize};

use super::text;
use crate::{Error, Result, Within as _};

/// Longest field, in characters.
const FIELD_MAX: usize = 1_000;

/// The most editors.
const EDITORS_MAX: usize = 100;

/// Bibliographic details; a field that is `None` was not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Imprint {
    /// The type in the words of CSL, where the kind of source does not tell it: book, thesis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// What it is contained in, where the publisher is the house: the book of a chapter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_title: Option<String>,
    /// The house, where the publisher is what it is contained in: that of a journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub house: Option<String>,
    /// Where it was published: a town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher_place: Option<String>,
    /// The volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// The issue of a journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// The number of a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The pages on which it stands: 12-15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// The edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The series of which it is a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// The ISSN of what it is contained in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issn: Option<String>,
    /// Who edited it, in the order given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub editors: Vec<Editor>,
}

/// An editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editor {
    /// The family name of a person, or the whole name of anything else.
    pub family: String,
    /// The given names; `None` where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
}

impl Imprint {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same with its texts trimmed, or what is wrong with one of them.
    pub fn checked(mut self) -> Result<Self> {
        for (name, field) in self.fields() {
            if let Some(written) = field {
                *written = text::line(name, written, FIELD_MAX)?;
            }
        }
        if self.editors.len() > EDITORS_MAX {
            let message = format!("there are {}: name {EDITORS_MAX} at most", self.editors.len());
            return Err(Error::invalid("editors", message));
        }
        for (at, Editor { family, given }) in self.editors.iter_mut().enumerate() {
            let line = |name: &str, written: &str| {
                text::line(name, written, FIELD_MAX).within(at).within("editors")
            };
            *family = line("family", family)?;
            if let Some(written) = given {
                *written = line("given", written)?;
            }
        }
        Ok(self)
    }

    /// What is said now, with what was said before where nothing is said now.
    #[must_use]
    pub fn or(mut self, mut before: Self) -> Self {
        for ((_, now), (_, before)) in self.fields().into_iter().zip(before.fields()) {
            if now.is_none() {
                *now = before.take();
            }
        }
        if self.editors.is_empty() {
            self.editors = before.editors;
        }
        self
    }

    /// As it is stored; `None` where nothing was said.
    pub fn stored(&self) -> Result<Option<String>> {
        if self.is_empty() {
            return Ok(None);
        }
        let stored = serde_json::to_string(self);
        stored.map(Some).map_err(|error| Error::internal("writing an imprint", error))
    }

    /// As it was stored.
    pub fn of_stored(stored: Option<&str>) -> Result<Self> {
        let read = stored.map_or_else(|| Ok(Self::default()), serde_json::from_str);
        read.map_err(|error| Error::internal("reading an imprint", error))
    }

    fn fields(&mut self) -> [(&'static str, &mut Option<String>); 11] {
        [
            ("form", &mut self.form),
            ("containerTitle", &mut self.container_title),
            ("house", &mut self.house),
            ("publisherPlace", &mut self.publisher_place),
            ("volume", &mut self.volume),
            ("issue", &mut self.issue),
            ("number", &mut self.number),
            ("pages", &mut self.pages),
            ("edition", &mut self.edition),
            ("series", &mut self.series),
            ("issn", &mut self.issn),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_again_and_nothing_is_stored_of_nothing() {
        let some = Imprint {
            volume: Some("3".to_owned()),
            editors: vec![Editor { family: "Tarlenheim".to_owned(), given: None }],
            ..Imprint::default()
        };
        let stored = some.stored().expect("stored");
        assert_eq!(
            stored.as_deref(),
            Some(r#"{"volume":"3","editors":[{"family":"Tarlenheim"}]}"#)
        );
        assert_eq!(Imprint::of_stored(stored.as_deref()).expect("read"), some);
        assert_eq!(Imprint::default().stored().expect("nothing"), None);
        assert!(Imprint::of_stored(None).expect("nothing").is_empty());
    }

    #[test]
    fn what_is_left_out_stays_and_what_is_wrong_is_named() {
        let before = Imprint { volume: Some("3".to_owned()), ..Imprint::default() };
        let now = Imprint { issue: Some(" 2 ".to_owned()), ..Imprint::default() };
        let both = now.or(before).checked().expect("checked");
        assert_eq!((both.volume.as_deref(), both.issue.as_deref()), (Some("3"), Some("2")));
        let wrong = Editor { family: " ".to_owned(), given: None };
        let wrong = Imprint { editors: vec![wrong], ..Imprint::default() };
        let error = wrong.checked().expect_err("no name");
        assert!(matches!(error, Error::Input { path, .. } if path == ["editors", "0", "family"]));
    }
}
