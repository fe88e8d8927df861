//! How much of what news prose claims the extraction rules find, and how fast.
//!
//! `cargo bench --bench extract` prints precision and recall on each set of passages in
//! `tests/extract` and on all, whatever was missed or proposed in excess, and the time for a
//! long text. What counts as a hit is said in `tests/extract/golden.rs`.

use std::{hint::black_box, time::Instant};

use claimbase::domain::extract::extract;

#[path = "../tests/extract/golden.rs"]
mod golden;

use golden::{Score, line, score, set};

const SETS: [(&str, &str); 5] = [
    ("first", include_str!("../tests/extract/first.toml")),
    ("second", include_str!("../tests/extract/second.toml")),
    ("third", include_str!("../tests/extract/third.toml")),
    ("fourth", include_str!("../tests/extract/fourth.toml")),
    ("fifth", include_str!("../tests/extract/fifth.toml")),
];

fn main() {
    // `cargo test --benches` only asks whether it builds.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    if let Some(path) = arguments.first() {
        show(path, arguments.get(1).map(String::as_str));
        return;
    }
    let mut report = Vec::new();
    let mut total = Score::default();
    let mut prose = String::new();
    for (name, toml) in SETS {
        let set = set(toml);
        let found = score(&set, &mut report);
        print_score(name, set.passage.len(), found);
        total = total.and(found);
        for passage in &set.passage {
            prose.push_str(&passage.text);
            prose.push_str("\n\n");
        }
    }
    print_score("all", prose.matches("\n\n").count(), total);
    for line in report {
        println!("  {line}");
    }
    let long = prose.repeat(1_000_000 / prose.len());
    let start = Instant::now();
    let found = black_box(extract(black_box(&long), None)).len();
    let took = start.elapsed().as_secs_f64();
    println!("{found} candidates from {} characters in {:.2} s", long.chars().count(), took);
}

fn print_score(name: &str, passages: usize, score: Score) {
    println!(
        "{name}: {passages} passages, {} expected, {} proposed, {} hits: precision {:.3}, recall \
         {:.3}, further fields {:.3}",
        score.expected,
        score.proposed,
        score.hits,
        score.precision(),
        score.recall(),
        score.detail()
    );
}

/// The candidates of a text in a file, with the day of its publication: `cargo bench --bench
/// extract -- article.txt 2018-01-22`.
fn show(path: &str, published: Option<&str>) {
    let text = std::fs::read_to_string(path).expect("a text file");
    let published = published.map(|day| day.parse().expect("a date"));
    for candidate in extract(&text, published.as_ref()) {
        println!("{}", line(&candidate));
    }
}
