//! Pictures as they are expected, each a file beside this one: `UPDATE_CHARTS=1 cargo test chart`
//! writes them anew, to be looked at.

use std::{fs, path::Path};

use entity::vocab::Qualifier;

use super::{Chart, End, Mark, Place, Point, Row, View};
use crate::domain::{
    lexicon::{self, Lexicon},
    quantity::{self, Quantity},
    relation::Figure,
};

fn said(words: &str) -> Quantity {
    quantity::parse(words, true).expect("a quantity").quantity
}

fn figure(words: &str, lexicon: Lexicon) -> Figure {
    let quantity = said(words);
    Figure::new(&quantity, &lexicon::read(&quantity, lexicon, true, true))
}

fn row(name: &str, words: &str) -> Row {
    Row {
        name: name.to_owned(),
        known: true,
        figure: words.to_owned(),
        detail: "said once, 9 Jan 2018".to_owned(),
        mark: Mark::of(&figure(words, Lexicon::default())),
        repeats: false,
        others: Vec::new(),
    }
}

fn unknown(name: &str, words: &str) -> Row {
    Row { known: false, ..row(name, words) }
}

fn point(date: &str, words: &str, known: bool) -> Point {
    let figure = figure(words, Lexicon::default());
    Point {
        date: date.parse().expect("a date"),
        name: "Somebody".to_owned(),
        known,
        figure: words.to_owned(),
        mark: Mark::of(&figure),
        named: crate::domain::comparison::named(&figure),
    }
}

fn chart(rows: Vec<Row>) -> Chart {
    Chart {
        title: "People arrested, Iran protests 2017-18".to_owned(),
        summary: "1,000 to 8,000 said; 29 attributions, 5 to 13 independent origins; contested"
            .to_owned(),
        unit: "person".to_owned(),
        integral: true,
        lexicon: Lexicon::default(),
        rows,
        further: 0,
        points: Vec::new(),
        undated: 0,
        further_points: 0,
        notes: Vec::new(),
    }
}

/// Compares a picture with the one that is expected.
fn assert_drawn(name: &str, chart: &Chart, view: View) {
    let drawn = chart.draw(view, Place::Alone);
    assert_eq!(drawn, chart.draw(view, Place::Alone), "the same data is the same picture");
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/web/chart/tests/{name}.svg"));
    if std::env::var_os("UPDATE_CHARTS").is_some() {
        fs::write(&path, &drawn).expect("it can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        drawn == expected,
        "{name}.svg is not what is drawn: run UPDATE_CHARTS=1 cargo test chart and look at it"
    );
}

#[test]
fn exact_figures_are_dots() {
    let rows = vec![row("Prisons Organization", "4,972"), row("MP Mahmoud Sadeghi", "3,700")];
    assert_drawn("exact", &chart(rows), View::Origins);
}

#[test]
fn ranges_are_bars_between_ticks() {
    let mut best = row("A survey", "90 to 130");
    best.mark.dot = Some(110.0);
    let rows = vec![best, row("Organisers", "between 80 and 120"), row("Police", "around 60-75")];
    assert_drawn("range", &chart(rows), View::Origins);
}

#[test]
fn an_open_bound_is_an_arrow_that_ends_at_no_number() {
    let rows = vec![
        row("The MEK network", "at least 8,000"),
        row("A monitor", "more than 3,700"),
        row("The ministry", "up to 5,000"),
        row("A reporter", "4,000 to 6,000 or more"),
    ];
    let chart = chart(rows);
    assert_drawn("open", &chart, View::Origins);
    let drawn = chart.draw(View::Origins, Place::Page);
    assert!(!drawn.contains("class=\"bar\" x1=\"81"), "no bar reaches beyond 8,000");
}

#[test]
fn what_the_lexicon_reads_is_marked_as_its_reading() {
    let rows = vec![
        row("Witnesses", "dozens"),
        row("A doctor", "several hundred"),
        row("A neighbour", "about 50"),
        row("An agency", "at least dozens"),
        row("A passer-by", "many"),
    ];
    let mut drawn = chart(rows);
    assert_drawn("vague", &drawn, View::Origins);
    drawn.lexicon = Lexicon::Acled;
    for (row, words) in drawn.rows.iter_mut().zip(["dozens", "several hundred", "about 50"]) {
        row.mark = Mark::of(&figure(words, Lexicon::Acled));
    }
    assert_drawn("vague-acled", &drawn, View::Origins);
}

#[test]
fn one_row_stands_alone() {
    assert_drawn("one", &chart(vec![row("Red Crescent", "22")]), View::Origins);
}

#[test]
fn two_hundred_rows_are_drawn() {
    let rows = (0..200).map(|at| row(&format!("Origin {at}"), &format!("{}", 100 + 7 * at)));
    let drawn = Chart { further: 9_800, ..chart(rows.collect()) };
    assert_drawn("many", &drawn, View::Origins);
}

#[test]
fn nothing_is_a_number_too() {
    assert_drawn(
        "zero",
        &chart(vec![row("The governor", "none"), row("A monitor", "3")]),
        View::Origins,
    );
    assert_drawn("all-zero", &chart(vec![row("The governor", "none")]), View::Origins);
}

#[test]
fn numbers_of_many_sizes_stand_on_a_logarithmic_scale() {
    let rows = vec![row("A", "at least 42,000"), row("B", "900"), row("C", "15"), row("D", "none")];
    let drawn = chart(rows);
    assert_drawn("log", &drawn, View::Origins);
    assert!(drawn.draw(View::Origins, Place::Page).contains("logarithmic scale, 0 set apart"));
    let near = chart(vec![row("A", "20"), row("B", "1")]).draw(View::Origins, Place::Page);
    assert!(!near.contains("logarithmic"), "20 times is not yet many sizes");
}

#[test]
fn no_data_says_so() {
    let drawn = Chart {
        summary: "nobody gives a figure that can be compared".to_owned(),
        ..chart(Vec::new())
    };
    assert_drawn("none", &drawn, View::Origins);
    assert_drawn("none-time", &drawn, View::Time);
}

#[test]
fn shape_tells_unknown_origins_and_repeated_figures() {
    let mut mp = row("MP Mahmoud Sadeghi", "about 3,700");
    mp.others = vec![Mark { dot: Some(3_000.0), low: End::Closed, high: End::Closed }];
    let mut again = row("His office", "about 3,700");
    again.repeats = true;
    let rows = vec![
        row("سازمان زندان‌ها (Prisons Organization)", "4,972"),
        mp,
        again,
        unknown("unknown, in \"A <report> & more\"", "more than 1,000"),
        unknown("unknown, in \"Another\"", "450"),
    ];
    let drawn = Chart { notes: vec!["As of 2018-01-10.".to_owned()], ..chart(rows) };
    assert_drawn("origins", &drawn, View::Origins);
}

#[test]
fn the_view_over_time_has_a_band_from_the_lowest_to_the_highest_so_far() {
    let points = vec![
        point("2018-01-02", "450", true),
        point("2018-01-05", "more than 1,000", false),
        point("2018-01-09", "3,700", true),
        point("2018-01-09", "about 3,700", false),
        point("2018-01-17", "at least 8,000", true),
        point("2018-01-30", "4,972", true),
        point("2018-02", "4,000 to 5,000", true),
    ];
    let drawn = Chart { points, undated: 2, ..chart(vec![row("A", "450")]) };
    assert_drawn("time", &drawn, View::Time);
    let one = Chart { points: vec![point("2018", "12", true)], ..chart(vec![row("A", "12")]) };
    assert_drawn("time-one", &one, View::Time);
}

#[test]
fn every_picture_is_well_formed_and_within_itself() {
    let hostile = "a]]><script>alert(1)</script>\u{0}\u{8}\u{202e}&amp;'\"";
    let mut drawn = chart(vec![row(hostile, "3"), unknown(hostile, "1")]);
    drawn.title = hostile.to_owned();
    drawn.rows[0].mark.dot = Some(f64::MAX);
    drawn.rows[1].mark.dot = Some(f64::MIN_POSITIVE);
    for place in [Place::Alone, Place::Page] {
        for view in [View::Origins, View::Time] {
            let svg = drawn.draw(view, place);
            assert!(!svg.contains("<script"), "{svg}");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
            assert!(!svg.contains(['\u{0}', '\u{8}', '\u{202e}']), "{svg}");
        }
    }
    for extremes in [[f64::MIN, f64::MAX], [0.0, 5e-324], [-3.0, -2.0], [1e300, 1e300]] {
        let mut drawn = chart(vec![row("A", "1"), row("B", "2")]);
        for (row, value) in drawn.rows.iter_mut().zip(extremes) {
            row.mark.dot = Some(value);
        }
        let svg = drawn.draw(View::Origins, Place::Page);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{extremes:?}: {svg}");
    }
}

#[test]
fn a_qualifier_decides_what_is_drawn() {
    let mark = |words: &str| Mark::of(&figure(words, Lexicon::default()));
    let closed = Mark { dot: Some(142.0), low: End::Closed, high: End::Closed };
    assert_eq!(mark("142"), closed);
    assert_eq!(mark("more than 142"), Mark { high: End::Open, ..closed });
    assert_eq!(mark("at most 142"), Mark { low: End::Open, ..closed });
    assert_eq!(
        mark("nearly 100"),
        Mark { dot: Some(100.0), low: End::Read(90.0), high: End::Closed }
    );
    assert_eq!(mark("20 to 30"), Mark { dot: None, low: End::Said(20.0), high: End::Said(30.0) });
    assert_eq!(mark("dozens"), Mark { dot: None, low: End::Read(24.0), high: End::Read(99.0) });
    let acled = figure("dozens", Lexicon::Acled);
    assert_eq!((acled.qualifier, Mark::of(&acled).high), (Qualifier::Vague, End::Open));
}
