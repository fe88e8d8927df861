//! What is drawn of a figure: its number, and what lies on either side of it.

use entity::vocab::Qualifier;

use super::{axis::Scale, canvas::Canvas};
use crate::domain::relation::Figure;

/// One side of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// It does not reach beyond its number.
    Closed,
    /// It reaches to a number that was said.
    Said(f64),
    /// It reaches to a number that the lexicon gives.
    Read(f64),
    /// It is open: nobody said how far.
    Open,
}

/// A figure as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The number named; `None` where none is.
    pub dot: Option<f64>,
    /// Towards smaller numbers.
    pub low: End,
    /// Towards larger numbers.
    pub high: End,
}

impl Mark {
    /// Of a figure.
    #[must_use]
    pub fn of(figure: &Figure) -> Self {
        let read = |bound: f64| if bound.is_finite() { End::Read(bound) } else { End::Open };
        let said = |bound: Option<f64>, soft: bool, read_as: f64| match bound {
            None => End::Open,
            Some(_) if soft => read(read_as),
            Some(bound) => End::Said(bound),
        };
        let (low, high) = match figure.qualifier {
            Qualifier::Exact | Qualifier::None | Qualifier::Relative => (End::Closed, End::Closed),
            Qualifier::Nearly => (read(figure.low), End::Closed),
            Qualifier::JustOver => (End::Closed, read(figure.high)),
            Qualifier::AtLeast | Qualifier::MoreThan => (End::Closed, End::Open),
            Qualifier::AtMost | Qualifier::LessThan => (End::Open, End::Closed),
            Qualifier::Between => (
                said(figure.said_low, figure.soft_low, figure.low),
                said(figure.said_high, figure.soft_high, figure.high),
            ),
            // No vague word reaches down to 0: there 0 stands for "open below".
            Qualifier::Vague if figure.low <= 0.0 => (End::Open, read(figure.high)),
            Qualifier::About | Qualifier::Vague => (read(figure.low), read(figure.high)),
            Qualifier::Unknown => (End::Open, End::Open),
        };
        Self { dot: figure.value, low, high }
    }

    /// The numbers on which it stands.
    pub(super) fn numbers(&self) -> impl Iterator<Item = f64> {
        [self.dot, self.low.number(), self.high.number()].into_iter().flatten()
    }

    /// Whether the lexicon gave one of its ends.
    pub(super) const fn is_soft(&self) -> bool {
        matches!(self.low, End::Read(_)) || matches!(self.high, End::Read(_))
    }

    /// Whether one of its ends is open.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self.low, End::Open) || matches!(self.high, End::Open)
    }

    /// Whether there is anything to draw.
    pub(super) fn is_drawn(&self) -> bool {
        self.numbers().next().is_some()
    }
}

impl End {
    const fn number(self) -> Option<f64> {
        match self {
            Self::Closed | Self::Open => None,
            Self::Said(number) | Self::Read(number) => Some(number),
        }
    }
}

/// How a mark looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Whose it is: a circle where known, a diamond where not.
    pub(super) known: bool,
    /// It adds no voice.
    pub(super) hollow: bool,
}

impl Look {
    const fn class(self) -> &'static str {
        match (self.known, self.hollow) {
            (true, false) => "known",
            (true, true) => "known hollow",
            (false, false) => "unknown",
            (false, true) => "unknown hollow",
        }
    }
}

/// How far an arrow reaches: so many pixels, whatever the scale, since it ends at no number.
const ARROW: i32 = 22;

/// Draws a mark lying on a line: smaller numbers to the left.
pub(super) fn across(canvas: &mut Canvas, scale: &Scale, y: i32, mark: &Mark, look: Look) {
    let at = |number: f64| scale.place(number);
    let ends = [(mark.low, -1), (mark.high, 1)];
    let from = mark.low.number().or(mark.dot).or_else(|| mark.high.number());
    let to = mark.high.number().or(mark.dot).or_else(|| mark.low.number());
    let (Some(from), Some(to)) = (from, to) else { return };
    canvas.open_group(look.class());
    // Where a number is named, each side of it is drawn as it was given.
    let middle = mark.dot.unwrap_or(from);
    let soft = |end: End| matches!(end, End::Read(_));
    if mark.dot.is_some() {
        side(canvas, (at(from), at(middle)), y, soft(mark.low));
        side(canvas, (at(middle), at(to)), y, soft(mark.high));
    } else {
        side(canvas, (at(from), at(to)), y, soft(mark.low) || soft(mark.high));
    }
    for (end, way) in ends {
        match end {
            End::Closed => {}
            End::Said(number) => canvas.mark("tick", at(number), y, "M0-6V6"),
            End::Read(number) if way < 0 => canvas.mark("tick", at(number), y, "M3-6Q-3 0 3 6"),
            End::Read(number) => canvas.mark("tick", at(number), y, "M-3-6Q3 0-3 6"),
            End::Open => {
                let start = at(if way < 0 { from } else { to });
                let (tip, head) = (way * ARROW, way * (ARROW - 6));
                canvas.mark("arrow", start, y, &format!("M0 0H{tip}M{head}-5L{tip} 0L{head} 5"));
            }
        }
    }
    if let Some(dot) = mark.dot {
        point(canvas, at(dot), y, look);
    }
    canvas.close_group();
}

fn side(canvas: &mut Canvas, (from, to): (f64, f64), y: i32, soft: bool) {
    if to > from {
        canvas.line(if soft { "bar soft" } else { "bar" }, (from, to), (y, y));
    }
}

/// Draws a mark standing upright: smaller numbers below.
pub(super) fn upright(canvas: &mut Canvas, scale: &Scale, x: f64, mark: &Mark, look: Look) {
    let at = |number: f64| scale.pixel(number);
    let from = mark.low.number().or(mark.dot).or_else(|| mark.high.number());
    let to = mark.high.number().or(mark.dot).or_else(|| mark.low.number());
    let (Some(from), Some(to)) = (from, to) else { return };
    let soft = |end: End| matches!(end, End::Read(_));
    let middle = mark.dot.unwrap_or(from);
    for (a, b, soft) in [(from, middle, soft(mark.low)), (middle, to, soft(mark.high))] {
        if b > a {
            canvas.line(if soft { "bar soft" } else { "bar" }, (x, x), (at(a), at(b)));
        }
    }
    for (end, way) in [(mark.low, 1), (mark.high, -1)] {
        match end {
            End::Closed => {}
            End::Said(number) => canvas.mark("tick", x, at(number), "M-5 0H5"),
            End::Read(number) if way > 0 => canvas.mark("tick", x, at(number), "M-5-2Q0 3 5-2"),
            End::Read(number) => canvas.mark("tick", x, at(number), "M-5 2Q0-3 5 2"),
            End::Open => {
                let start = at(if way > 0 { from } else { to });
                let (tip, head) = (way * 16, way * 11);
                canvas.mark("arrow", x, start, &format!("M0 0V{tip}M-4 {head}L0 {tip}L4 {head}"));
            }
        }
    }
    if let Some(dot) = mark.dot {
        point(canvas, x, at(dot), look);
    }
}

/// A dot: a circle for a known origin, a diamond for an unknown one.
fn point(canvas: &mut Canvas, x: f64, y: i32, look: Look) {
    match (look.known, look.hollow) {
        (true, false) => canvas.circle("dot", x, y, "5.5"),
        (true, true) => canvas.circle("dot", x, y, "4"),
        (false, false) => canvas.mark("dot", x, y, "M0-7L7 0L0 7L-7 0Z"),
        (false, true) => canvas.mark("dot", x, y, "M0-5.5L5.5 0L0 5.5L-5.5 0Z"),
    }
}

impl Look {
    /// Its class, for a mark that the caller groups.
    pub(super) const fn group(self) -> &'static str {
        self.class()
    }
}
