//! The answer and the picture alone, to stand in a page of somebody else.

use askama::Template;

use crate::{
    Error, Result,
    store::Read,
    web::{
        chart::Place,
        record,
        sheet::{IN_PAGE, Sheet},
        shell::Shell,
        words,
    },
};

#[derive(Template)]
#[template(path = "embed.html")]
struct Page {
    shell: Shell,
    href: String,
    said: String,
    verdict: String,
    verdict_class: &'static str,
    picture: String,
}

/// Draws it up.
pub async fn embed(db: &impl Read, sheet: &Sheet) -> Result<String> {
    let chart = sheet.chart(db, IN_PAGE).await?;
    let (said, verdict) = words::parted(&chart.summary);
    let page = Page {
        shell: Shell {
            title: sheet.statistic.title.clone(),
            about: chart.summary.clone(),
            query: String::new(),
        },
        href: sheet.address(""),
        said,
        verdict,
        verdict_class: record::class(sheet.outcome.verdict),
        picture: chart.draw(sheet.ask.view, Place::Page),
    };
    page.render().map_err(|error| Error::internal("writing a page", error))
}
