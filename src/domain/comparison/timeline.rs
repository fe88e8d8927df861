//! Every claim by date and origin, ready to plot.

use uuid::Uuid;

use super::{
    Input,
    entry::{Book, sayings},
};
use crate::domain::{
    origin::Origin,
    partial_date::PartialDate,
    relation::{Days, Figure, first_said},
};

/// Which of a claim's dates places it on the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeBasis {
    /// The moment that the number describes.
    #[default]
    AsOf,
    /// When it was said or, where that is not known, published.
    SaidOn,
    /// When it was first published.
    PublishedOn,
}

/// One claim of one origin.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelinePoint {
    /// When, by the basis that was asked for; `None` where nothing tells, after all others.
    pub date: Option<PartialDate>,
    /// Who gives it.
    pub origin: Origin,
    /// The claim.
    pub claim: Uuid,
    /// The figure.
    pub figure: Figure,
    /// How many attributions give it from this origin.
    pub attributions: usize,
}

/// Every claim of every origin, by date, then by origin, then by figure.
#[must_use]
pub fn timeline(input: &Input, basis: TimeBasis) -> Vec<TimelinePoint> {
    let book = Book::new(input);
    let mut points: Vec<TimelinePoint> = book
        .entries
        .iter()
        .map(|entry| {
            let said = || sayings(&entry.attributions);
            let date = match basis {
                TimeBasis::AsOf => entry.as_of,
                TimeBasis::SaidOn => first_said(said()),
                TimeBasis::PublishedOn => {
                    let published = said().filter_map(|saying| saying.published_on);
                    published.min_by_key(|date| (date.latest(), date.earliest()))
                }
            };
            TimelinePoint {
                date: date.cloned(),
                origin: entry.origin,
                claim: book.claims[entry.claim].id,
                figure: book.figure(entry.claim),
                attributions: entry.attributions.len(),
            }
        })
        .collect();
    points.sort_by_key(|point| {
        let days = point.date.as_ref().map(Days::from);
        (days.is_none(), days, point.origin, point.figure.key(), point.claim)
    });
    points
}
