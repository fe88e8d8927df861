//! The view by origin: a row for each, its latest figure on a common scale.

use super::{
    Chart, Row,
    axis::{Scale, tick_label},
    canvas::{Anchor, Canvas, NAME_LINE, in_two},
    legend,
    mark::{Look, across},
};
use crate::web::words::shortened;

/// From where to where the scale goes, as shares of the width: there is room for an arrow beyond.
const SPAN: (f64, f64) = (0.07, 0.92);
const ROW: i32 = 44;
const HEADING: i32 = 32;
/// Rows from which on the scale stands above them too.
const MANY: usize = 12;
/// Characters of a name in its first line and in its second: as many as a telephone has room for.
const NAME_CHARS: (usize, usize) = (24, 36);
const FIGURE_CHARS: usize = 26;

pub(super) fn draw(canvas: &mut Canvas, chart: &Chart) {
    let marks = chart.rows.iter().flat_map(|row| row.others.iter().chain([&row.mark]));
    let scale = Scale::new(marks.flat_map(super::Mark::numbers), chart.integral, SPAN);
    if chart.rows.is_empty() {
        canvas.note("Nobody gives a figure that can be compared.");
    } else {
        let many = chart.rows.len() > MANY;
        if let Some(scale) = scale.as_ref().filter(|_| many) {
            labels(canvas, scale);
        }
        let top = canvas.height;
        let any = |known: bool| chart.rows.iter().any(|row| row.known == known);
        let apart = any(false);
        let headings = i32::from(apart) * HEADING * (1 + i32::from(any(true)));
        let rows: i32 = chart.rows.iter().map(|row| ROW + further_lines(&named(row))).sum();
        if let Some(scale) = &scale {
            grid(canvas, scale, (top, top + rows + headings + 6));
        }
        let mut known = None;
        for row in &chart.rows {
            if apart && known != Some(row.known) {
                heading(canvas, chart, row.known);
            }
            known = Some(row.known);
            draw_row(canvas, scale.as_ref(), row);
        }
        canvas.height += 6;
        if let Some(scale) = &scale {
            labels(canvas, scale);
            unit(canvas, chart, scale);
        }
    }
    legend::draw(canvas, chart);
}

fn heading(canvas: &mut Canvas, chart: &Chart, known: bool) {
    let count = chart.rows.iter().filter(|row| row.known == known).count();
    let words = match (known, count) {
        (true, _) => "Known origins",
        (false, 1) if chart.further == 0 => "Unknown: it may be one of the others",
        (false, _) => "Unknown: each may be one of the others",
    };
    canvas.text("heading", 0.0, canvas.height + 21, Anchor::Start, words);
    canvas.height += HEADING;
}

fn named(row: &Row) -> Vec<String> {
    in_two(&row.name, NAME_CHARS.0, NAME_CHARS.1)
}

/// What the lines of a name behind the first take.
fn further_lines(name: &[String]) -> i32 {
    i32::try_from(name.len().saturating_sub(1)).map_or(0, |lines| lines * NAME_LINE)
}

fn draw_row(canvas: &mut Canvas, scale: Option<&Scale>, row: &Row) {
    let Row { name, known, figure, detail, mark, repeats, others } = row;
    let lines = named(row);
    let further = further_lines(&lines);
    let (top, middle) = (canvas.height, canvas.height + 31 + further);
    canvas.open_group("row");
    canvas.tip(&format!("{name}: {figure}. {detail}"));
    canvas.label(top, &lines, detail);
    canvas.text("figure", 1.0, top + 15, Anchor::End, &shortened(figure, FIGURE_CHARS));
    canvas.line("track", SPAN, (middle, middle));
    if let Some(scale) = scale.filter(|_| mark.is_drawn()) {
        for other in others {
            across(canvas, scale, middle, other, Look { known: *known, hollow: true });
        }
        across(canvas, scale, middle, mark, Look { known: *known, hollow: *repeats });
    } else {
        canvas.text("quiet", SPAN.0, middle + 4, Anchor::Start, "names no number");
    }
    canvas.close_group();
    canvas.height += ROW + further;
}

fn grid(canvas: &mut Canvas, scale: &Scale, (top, bottom): (i32, i32)) {
    canvas.open_group("");
    for tick in &scale.ticks {
        let x = scale.place(*tick);
        canvas.line("grid", (x, x), (top, bottom));
    }
    if scale.zero_apart {
        let x = scale.place(0.0);
        canvas.line("grid apart", (x, x), (top, bottom));
    }
    canvas.close_group();
}

fn labels(canvas: &mut Canvas, scale: &Scale) {
    canvas.open_group("");
    for tick in &scale.ticks {
        canvas.text(
            "quiet",
            scale.place(*tick),
            canvas.height + 14,
            Anchor::Middle,
            &tick_label(*tick),
        );
    }
    if scale.zero_apart {
        canvas.text("quiet", scale.place(0.0), canvas.height + 14, Anchor::Middle, "0");
    }
    canvas.close_group();
    canvas.height += 22;
}

fn unit(canvas: &mut Canvas, chart: &Chart, scale: &Scale) {
    let unit = &chart.unit;
    let words = match scale.manner() {
        Some(manner) => format!("{unit} · {manner}"),
        None => unit.clone(),
    };
    canvas.text("quiet", SPAN.1, canvas.height + 14, Anchor::End, &words);
    canvas.height += 26;
}
