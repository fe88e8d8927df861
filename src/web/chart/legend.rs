//! What the marks mean, as far as they occur, and what is not drawn.

use super::{
    Chart, Mark,
    axis::Scale,
    canvas::{Anchor, Canvas},
    mark::{End, Look, across},
};

/// A part of the width for the sample of a mark.
const SAMPLE: (f64, f64) = (0.0, 0.13);
const LINE: i32 = 22;

pub(super) fn draw(canvas: &mut Canvas, chart: &Chart) {
    let rows = &chart.rows;
    let any = |test: &dyn Fn(&Mark) -> bool| {
        rows.iter().any(|row| test(&row.mark) || row.others.iter().any(test))
    };
    let Some(scale) = Scale::new([0.0, 10.0], false, SAMPLE) else { return };
    let dot = Mark { dot: Some(5.0), low: End::Closed, high: End::Closed };
    let known = Look { known: true, hollow: false };
    let plain =
        |mark: &Mark| mark.dot.is_some() && mark.low == End::Closed && mark.high == End::Closed;
    let said = |mark: &Mark| matches!(mark.low, End::Said(_)) || matches!(mark.high, End::Said(_));
    let hollow = rows.iter().any(|row| row.repeats || !row.others.is_empty());
    let lexicon = chart.lexicon.as_str();
    let samples = [
        (any(&plain), dot, known, "this number".to_owned()),
        (
            any(&Mark::is_open),
            Mark { high: End::Open, ..dot },
            known,
            "this number or more (left: or less)\nnobody said how far".to_owned(),
        ),
        (
            any(&said),
            Mark { dot: None, low: End::Said(2.0), high: End::Said(8.0) },
            known,
            "from this number to that".to_owned(),
        ),
        (
            any(&Mark::is_soft),
            Mark { dot: Some(5.0), low: End::Read(2.0), high: End::Read(8.0) },
            known,
            format!("as far as {lexicon} reads the words\nthe speaker gave no bound"),
        ),
        (
            rows.iter().any(|row| !row.known),
            dot,
            Look { known: false, hollow: false },
            "of an origin that is not known".to_owned(),
        ),
        (
            hollow,
            dot,
            Look { known: true, hollow: true },
            "no further voice\nwhat the same origin said before".to_owned(),
        ),
    ];
    if samples.iter().any(|(shown, ..)| *shown) {
        canvas.height += 10;
    }
    for (_, mark, look, words) in samples.iter().filter(|(shown, ..)| *shown) {
        across(canvas, &scale, canvas.height + 10, mark, *look);
        // A line each, so that a telephone has room for them.
        for words in words.split('\n') {
            canvas.text("quiet", SAMPLE.1 + 0.01, canvas.height + 14, Anchor::Start, words);
            canvas.height += LINE;
        }
    }
    notes(canvas, chart);
}

fn notes(canvas: &mut Canvas, chart: &Chart) {
    if !chart.notes.is_empty() || chart.further > 0 {
        canvas.height += 6;
    }
    if chart.further > 0 {
        let further = crate::domain::relation::number(super::count(chart.further));
        canvas.note(&format!("Not drawn: {further} further origins. They are in the table."));
    }
    for note in &chart.notes {
        canvas.note(note);
    }
}
