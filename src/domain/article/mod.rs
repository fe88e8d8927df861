//! An article out of a web page: its title, day, address, language, and the text of its body.
//!
//! The kept readability crates bring cssparser and selectors, whose licence (MPL-2.0) our binary
//! does not take in; so the body is found here, by the density of text as they do, on the tokens of
//! html5ever.

mod body;
mod head;
#[cfg(test)]
mod tests;
mod tree;

use crate::domain::partial_date::PartialDate;
use tree::Tree;

/// What a page says about itself, and its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// `None` where the page has no title.
    pub title: Option<String>,
    /// The day of publication; `None` where the page does not name one.
    pub published_on: Option<PartialDate>,
    /// The address that the page gives for itself, as it is written; `None` where it gives none.
    pub url: Option<String>,
    /// The language as marked on the page; `None` where it is not.
    pub language: Option<String>,
    /// The paragraphs of the body, with an empty line between them; empty where there are none.
    pub text: String,
}

/// Whether a text is a web page rather than plain text.
#[must_use]
pub fn is_html(text: &str) -> bool {
    let start: String =
        text.trim_start_matches('\u{feff}').trim_start().chars().take(400).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with('<')
        && [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<article",
            "<div",
            "<p>",
            "<p ",
            "<main",
            "<!--",
        ]
        .iter()
        .any(|sign| start.contains(sign))
}

/// Reads a web page.
#[must_use]
pub fn read(html: &str) -> Article {
    let tree = Tree::parse(html);
    let head = head::read(&tree);
    Article { text: body::text(&tree), ..head }
}
