//! What is known of a record, small enough to stand beside a row of a table.

use askama::Template;

use super::shell::Shell;
use crate::{
    Error, Result,
    app::reconcile::{Card, Cell, PROPERTIES, Sort},
};

#[derive(Template)]
#[template(path = "card.html")]
struct Page {
    shell: Shell,
    href: String,
    sort: &'static str,
    known: Vec<Known>,
}

struct Known {
    title: &'static str,
    values: String,
}

/// Draws up the card.
pub fn page(card: &Card) -> Result<String> {
    let told = PROPERTIES.iter().filter(|property| property.id != "slug");
    let known = told.filter_map(|property| {
        let values: Vec<String> = card.values(property.id).iter().map(shown).collect();
        (!values.is_empty()).then(|| Known { title: property.title, values: values.join(", ") })
    });
    let shell = Shell { title: card.name.clone(), about: card.about.clone(), query: String::new() };
    let page = Page { shell, href: page_of(card), sort: card.sort.title(), known: known.collect() };
    page.render().map_err(|error| Error::internal("writing a page", error))
}

/// The page of the record.
#[must_use]
pub fn page_of(card: &Card) -> String {
    let folder = match card.sort {
        Sort::Agent => "agents",
        Sort::Event => "events",
        Sort::Place => "places",
        Sort::Statistic => "statistics",
    };
    format!("/{folder}/{}", card.slug())
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Record(_, text) => text.clone(),
        Cell::Number(number) => number.to_string(),
    }
}
