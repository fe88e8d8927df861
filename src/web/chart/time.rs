//! The view over time: what was said when, over a band from the lowest to the highest so far.

use super::{
    Chart, Point,
    axis::{Scale, tick_label},
    canvas::{Anchor, Canvas},
    count,
    dates::Calendar,
    mark::{Look, upright},
};
use crate::{domain::relation::number, web::words};

/// From where to where the days go, as shares of the width: the numbers stand to the left.
const SPAN: (f64, f64) = (0.14, 0.97);
const HEIGHT: i32 = 240;

pub(super) fn draw(canvas: &mut Canvas, chart: &Chart) {
    let points: Vec<&Point> = chart.points.iter().filter(|point| point.mark.is_drawn()).collect();
    let top = canvas.height + 18;
    let bottom = top + HEIGHT;
    let numbers = points.iter().flat_map(|point| point.mark.numbers());
    let scale = Scale::new(numbers, chart.integral, (f64::from(bottom), f64::from(top)));
    let days = points.iter().map(|point| (point.date.earliest(), point.date.latest()));
    match (scale, Calendar::new(days, SPAN)) {
        (Some(scale), Some(calendar)) => {
            grid(canvas, &scale, &calendar, (top, bottom));
            band(canvas, &scale, &calendar, &points);
            for point in &points {
                draw_point(canvas, &scale, &calendar, point);
            }
            canvas.height = bottom + 26;
            // A line each, so that a phone shows them whole.
            canvas.note(&format!("{}, by the day on which it was said", chart.unit));
            if let Some(manner) = scale.manner() {
                canvas.note(&words::sentence(manner));
            }
            canvas.note("The band: lowest to highest number named so far.");
        }
        _ => canvas.note("Nothing that was said has a date and a number."),
    }
    notes(canvas, chart, chart.points.len() - points.len());
}

fn grid(canvas: &mut Canvas, scale: &Scale, calendar: &Calendar, (top, bottom): (i32, i32)) {
    canvas.open_group("");
    for tick in &scale.ticks {
        let y = scale.pixel(*tick);
        canvas.line("grid", (0.0, 1.0), (y, y));
        canvas.text("quiet", 0.0, y - 4, Anchor::Start, &tick_label(*tick));
    }
    if scale.zero_apart {
        let y = scale.pixel(0.0);
        canvas.line("grid apart", (0.0, 1.0), (y, y));
        canvas.text("quiet", 0.0, y - 4, Anchor::Start, "0");
    }
    for (day, label) in calendar.ticks() {
        let x = calendar.place(day);
        canvas.line("axis", (x, x), (bottom, bottom + 5));
        canvas.text("quiet", x, bottom + 19, Anchor::Middle, &label);
    }
    canvas.close_group();
    debug_assert!(top < bottom, "a picture has a height");
}

/// One rectangle from each day on which something new was named to the next.
fn band(canvas: &mut Canvas, scale: &Scale, calendar: &Calendar, points: &[&Point]) {
    let mut steps: Vec<(f64, f64, f64)> = Vec::new();
    let (mut low, mut high): (Option<f64>, Option<f64>) = (None, None);
    for point in points {
        let (least, most) = point.named;
        low = low.into_iter().chain(least).reduce(f64::min);
        high = high.into_iter().chain(most).reduce(f64::max);
        if let (Some(low), Some(high)) = (low, high)
            && low <= high
        {
            let x = calendar.place(point.date.earliest());
            match steps.last_mut() {
                Some(step) if step.0.total_cmp(&x).is_eq() => *step = (x, low, high),
                Some(step) if (step.1, step.2) == (low, high) => {}
                Some(_) | None => steps.push((x, low, high)),
            }
        }
    }
    let ends = steps.iter().skip(1).map(|step| step.0).chain([SPAN.1]);
    let rects: Vec<_> = steps.iter().copied().zip(ends).collect();
    canvas.open_group("");
    for ((x, low, high), end) in rects {
        canvas.rect(
            "band",
            (x, end),
            (scale.pixel(high), scale.pixel(low).max(scale.pixel(high) + 1)),
        );
    }
    canvas.close_group();
}

fn draw_point(canvas: &mut Canvas, scale: &Scale, calendar: &Calendar, point: &Point) {
    let Point { date, name, known, figure, mark, named: _ } = point;
    let look = Look { known: *known, hollow: false };
    canvas.open_group(look.group());
    canvas.tip(&format!("{date}: {figure}, {name}"));
    let (first, last) = (calendar.place(date.earliest()), calendar.place(date.latest()));
    // A date that is a month or a year is as long as that.
    let numbers = [mark.dot, mark.numbers().next()];
    if let Some(number) = numbers.into_iter().flatten().next().filter(|_| last > first) {
        let y = scale.pixel(number);
        canvas.line("span", (first, last), (y, y));
    }
    upright(canvas, scale, first, mark, look);
    canvas.close_group();
}

fn notes(canvas: &mut Canvas, chart: &Chart, numberless: usize) {
    let hidden = [
        (chart.undated, "without a date"),
        (numberless, "without a number"),
        (chart.further_points, "later ones"),
    ];
    let hidden: Vec<String> = hidden
        .into_iter()
        .filter(|(hidden, _)| *hidden > 0)
        .map(|(hidden, what)| format!("{} {what}", number(count(hidden))))
        .collect();
    if !hidden.is_empty() {
        canvas.note(&format!("Not drawn: {}.", hidden.join(", ")));
    }
    for note in &chart.notes {
        canvas.note(note);
    }
}
