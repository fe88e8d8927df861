//! The chart of a statistic: who says how many, as one picture, drawn as SVG.
//!
//! A picture is the same bytes for the same data, and needs nothing but itself: its style follows
//! the reader's choice of light or dark and is plain on paper. Shape carries the meaning, and
//! colour repeats it.

mod axis;
mod canvas;
mod dates;
mod legend;
mod mark;
mod rows;
#[cfg(test)]
mod tests;
mod time;

use std::{fmt::Write as _, sync::LazyLock};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

pub use mark::{End, Mark};

use crate::domain::{lexicon::Lexicon, partial_date::PartialDate};

/// The style of a picture that stands alone; the sheet of the pages has the same.
pub const STYLE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pages/chart.css"));

/// The content security policy of a picture: its own style, and nothing else.
pub static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; frame-ancestors 'none'; base-uri 'none'; \
         form-action 'none'"
    )
});

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What is counted.
    pub title: String,
    /// The answer in one sentence.
    pub summary: String,
    /// What one is of.
    pub unit: String,
    /// Whether only whole numbers make sense.
    pub integral: bool,
    /// By which words were read as numbers.
    pub lexicon: Lexicon,
    /// One per origin, in the order in which they are drawn.
    pub rows: Vec<Row>,
    /// How many further positions there are that `rows` leaves out.
    pub further: usize,
    /// What was said when, by date; those without a date are not among them.
    pub points: Vec<Point>,
    /// How many points `points` leaves out, because nothing dates them.
    pub undated: usize,
    /// How many points `points` leaves out, because there are too many.
    pub further_points: usize,
    /// What the picture is narrowed to, a sentence each.
    pub notes: Vec<String>,
}

/// Where one origin stands.
#[derive(Clone, Debug)]
pub struct Row {
    /// Whose it is.
    pub name: String,
    /// Whether that is known.
    pub known: bool,
    /// The figure in words.
    pub figure: String,
    /// How often and when it was said, in words.
    pub detail: String,
    /// The figure.
    pub mark: Mark,
    /// Whether it only repeats what another origin says.
    pub repeats: bool,
    /// What else this origin said: other numbers.
    pub others: Vec<Mark>,
}

/// What one origin said on one day.
#[derive(Clone, Debug)]
pub struct Point {
    /// When.
    pub date: PartialDate,
    /// Who said it.
    pub name: String,
    /// Whether that is known.
    pub known: bool,
    /// The figure as it was worded.
    pub figure: String,
    /// The figure.
    pub mark: Mark,
    /// The smallest and the largest number that it names, where it is more than a limit.
    pub named: (Option<f64>, Option<f64>),
}

/// Which of the two views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// One row per origin.
    #[default]
    Origins,
    /// Over time.
    Time,
}

/// Where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a file of its own: it says what it is about.
    Alone,
    /// In a page, which says so around it, has its style and gives it its width.
    Page,
}

impl Chart {
    /// Draws a view.
    #[must_use]
    pub fn draw(&self, view: View, place: Place) -> String {
        let mut canvas = canvas::Canvas::default();
        if place == Place::Alone {
            canvas.heading(&self.title, &self.summary);
        }
        match view {
            View::Origins => rows::draw(&mut canvas, self),
            View::Time => time::draw(&mut canvas, self),
        }
        let about = self.about(view);
        canvas.finish(&self.title, &about, place, view)
    }

    /// The picture in words, for those who do not see it.
    fn about(&self, view: View) -> String {
        let what = match view {
            View::Origins => "A row for each origin, with its latest figure",
            View::Time => "What was said by whom and when, with the lowest and the highest so far",
        };
        let mut about = format!("{}. {what}.", self.summary);
        if view == View::Origins {
            for row in self.rows.iter().take(DESCRIBED) {
                let _ = write!(about, " {}: {}.", row.name, row.figure);
            }
            let untold = self.rows.len().saturating_sub(DESCRIBED) + self.further;
            if untold > 0 {
                let _ = write!(about, " {untold} more.");
            }
        }
        about
    }
}

/// Rows that are told in words.
const DESCRIBED: usize = 20;

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "no picture has so many rows")]
const fn count(count: usize) -> f64 {
    count as f64
}
