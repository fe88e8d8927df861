//! The page that says what is wrong.

use askama::Template;

use super::{shell::Shell, words};
use crate::{Error, Result};

#[derive(Template)]
#[template(path = "problem.html")]
struct Page {
    shell: Shell,
}

/// Draws up the page: what happened, and the sentence that says how to mend it.
pub fn page(title: &str, message: &str) -> Result<String> {
    let about = format!("{}.", words::sentence(message));
    let shell = Shell { title: title.to_owned(), about, query: String::new() };
    Page { shell }.render().map_err(|error| Error::internal("writing a page", error))
}
