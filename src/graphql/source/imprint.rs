//! The bibliographic details of a source.

use async_graphql::{InputObject, SimpleObject};

use crate::domain::imprint;

/// What a reference says of a document besides who wrote it, when, and where it stands. A field
/// that is null was not said.
#[derive(SimpleObject)]
pub struct Imprint {
    /// The type in the words of CSL, as book, thesis, chapter; null where the kind of source tells it.
    form: Option<String>,
    /// What it is contained in, where its publisher is the house: the book of a chapter; else null.
    container_title: Option<String>,
    /// The house, where its publisher is what it is contained in: that of a journal; else null.
    house: Option<String>,
    /// The town in which it was published; null when not recorded.
    publisher_place: Option<String>,
    /// The volume; null when not recorded.
    volume: Option<String>,
    /// The issue of a journal; null when not recorded.
    issue: Option<String>,
    /// The number of a report; null when not recorded.
    number: Option<String>,
    /// The pages on which it stands, as 12-15; null when not recorded.
    pages: Option<String>,
    /// The edition; null when not recorded.
    edition: Option<String>,
    /// The series of which it is a part; null when not recorded.
    series: Option<String>,
    /// The ISSN of what it is contained in; null when not recorded.
    issn: Option<String>,
    /// Who edited it, in order; empty when nobody is recorded.
    editors: Vec<Editor>,
}

/// Who edited a document.
#[derive(Clone, SimpleObject, InputObject)]
#[graphql(input_name = "EditorInput")]
pub struct Editor {
    /// The family name of a person, or the whole name of anything else.
    family: String,
    /// The given names; null where there are none.
    given: Option<String>,
}

/// Bibliographic details.
#[derive(Clone, InputObject)]
pub struct ImprintInput {
    /// The type in the words of CSL, where the kind of source does not tell it.
    form: Option<String>,
    /// What it is contained in, where its publisher is the house.
    container_title: Option<String>,
    /// The house, where its publisher is what it is contained in.
    house: Option<String>,
    /// The town in which it was published.
    publisher_place: Option<String>,
    /// The volume.
    volume: Option<String>,
    /// The issue of a journal.
    issue: Option<String>,
    /// The number of a report.
    number: Option<String>,
    /// The pages on which it stands.
    pages: Option<String>,
    /// The edition.
    edition: Option<String>,
    /// The series of which it is a part.
    series: Option<String>,
    /// The ISSN of what it is contained in.
    issn: Option<String>,
    /// Who edited it, in order; 100 at most.
    editors: Option<Vec<Editor>>,
}

impl From<imprint::Imprint> for Imprint {
    fn from(imprint: imprint::Imprint) -> Self {
        let imprint::Imprint {
            form,
            container_title,
            house,
            publisher_place,
            volume,
            issue,
            number,
            pages,
            edition,
            series,
            issn,
            editors,
        } = imprint;
        let editor = |imprint::Editor { family, given }| Editor { family, given };
        let editors = editors.into_iter().map(editor).collect();
        Self {
            form,
            container_title,
            house,
            publisher_place,
            volume,
            issue,
            number,
            pages,
            edition,
            series,
            issn,
            editors,
        }
    }
}

impl ImprintInput {
    /// The details it means.
    pub fn read(self) -> imprint::Imprint {
        let Self {
            form,
            container_title,
            house,
            publisher_place,
            volume,
            issue,
            number,
            pages,
            edition,
            series,
            issn,
            editors,
        } = self;
        let editor = |Editor { family, given }| imprint::Editor { family, given };
        let editors = editors.unwrap_or_default().into_iter().map(editor).collect();
        imprint::Imprint {
            form,
            container_title,
            house,
            publisher_place,
            volume,
            issue,
            number,
            pages,
            edition,
            series,
            issn,
            editors,
        }
    }
}
