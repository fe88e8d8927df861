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
    claims: Vec<Form>,
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
        claims: vec![form::record_claim(None), form::add_statistic()],
        sayers: vec![form::add_source(), form::add_agent()],
        counted: vec![form::add_event(), form::add_place(), form::add_measure()],
    };
    page.render().map_err(|error| Error::internal("writing a page", error))
}
