//! The page on which new records are entered.

use askama::Template;

use super::{
    form::{self, Form},
    shell::Shell,
};
use crate::{Error, Result};

#[derive(Template)]
#[template(path = "enter.html")]
struct Page {
    shell: Shell,
    said: Vec<Form>,
    sayers: Vec<Form>,
    counted: Vec<Form>,
}

/// Draws up the page: the same for everybody.
pub fn page() -> Result<String> {
    let page = Page {
        shell: Shell {
            title: "Enter new records".to_owned(),
            about: "Forms for claims, statistics, agents, sources, events, places and measures"
                .to_owned(),
            query: String::new(),
        },
        said: vec![form::record_claim(None)],
        sayers: vec![form::add_source(), form::add_agent()],
        counted: vec![
            form::add_statistic(),
            form::add_measure(),
            form::add_event(),
            form::add_place(),
        ],
    };
    page.render().map_err(|error| Error::internal("writing a page", error))
}
