//! Tables with all sorts of cells, and what they are imported on top of.

use std::fmt::Write as _;

use crate::{
    march::{KILLED, MARCH},
    strelsau::{ARRESTED, STRELSAU},
};

/// What the tables name, as a file of a corpus.
pub fn corpus() -> String {
    format!(
        "{KILLED}aliases = ['killed', 'both']\n{MARCH}aliases = ['the march']\n{STRELSAU}{ARRESTED}accumulation = 'INSTANT'\naliases = ['both']\n{REST}"
    )
}

const REST: &str = r#"
[[agent]]
slug = "ghost"
name = "Ghost"
kind = "PERSON"

[[agent]]
slug = "associated-press"
name = "Associated Press"
kind = "NEWS_AGENCY"
"#;

pub const MAP: &str = r#"
new_agents = "ORGANISATION"
new_publishers = "NEWS_OUTLET"
new_places = "CITY"
measure = { column = "measure" }
event = { column = "event" }
place = { column = "place" }
population = { column = "population" }
period_start = { column = "from" }
agent = { column = "who" }
via = { column = "via" }
source_url = { column = "link" }
source_title = { column = "title" }
publisher = { column = "outlet" }
authors = { column = "authors" }
published_on = { column = "date" }
sources = { column = "sources" }
as_of = { column = "as of" }
quote = { column = "quote" }
stance = { column = "stance" }

[[claim]]
quantity = { column = "number" }

[[claim]]
measure = "people-arrested"
low = { column = "low" }
high = { column = "high" }
"#;

/// Columns, and what stands in them: nothing, what is plain, what is not, and what is wrong.
pub const COLUMNS: &[(&str, &[&str])] = &[
    (
        "measure",
        &["people-killed", "killed", "People killed", "killed", "killed", "killed", "both", "none"],
    ),
    ("event", &["", "march", "the march", "March on Strelsau", "the march", "ball"]),
    (
        "place",
        &["", "Strelsau", "the capital", "Zenda", "zenda", "Hentzau", "東京", "京都", "strelsau"],
    ),
    ("population", &["", "", "", "students", "Students", "women"]),
    ("from", &["", "", "", "2018-01-02", "2018", "2018-13"]),
    (
        "who",
        &[
            "",
            "the police",
            "Police of Ruritania",
            "Rupert",
            "RUPERT",
            "Black Michael",
            "Black Michel",
            "AP",
            "Ghost",
            "ghost",
            "...",
            "A.P.",
        ],
    ),
    ("via", &["", "", "AP", "Rupert; AP", "Sapt;Fritz"]),
    (
        "link",
        &[
            "https://times.example/#",
            "https://times.example/#",
            "https://m.times.example/#",
            "https://times.example/amp/#",
            "https://times.example/fixed",
            "",
            "",
            "times",
        ],
    ),
    ("title", &["", "", "Report # of the council of state", "Report of the council of state", "R"]),
    ("outlet", &["", "Strelsau Times", "Strelsau Times", "AP", "Post", "Associated Press"]),
    ("authors", &["", "", "Rupert", "Sapt; Fritz; Sapt"]),
    ("date", &["2018-01-01", "2018-01-03", "2018-01-04", "4 Jan 2018", "", "03/04/2018"]),
    ("sources", &["", "", "", "AP 3 Jan; Post 4 Jan", "https://other.example/#", "Nobody 33 Jan"]),
    ("as of", &["", "", "2018-01-03", "2018-01", "soon"]),
    (
        "quote",
        &["", "", "12 were killed", "no number here", "twelve", "\"12, they said,\nwere killed\""],
    ),
    ("stance", &["", "", "", "DENIES", "asserts", "SHOUTS"]),
    (
        "number",
        &["#", "#", "12", "at least 12", "about twelve", "12 families", "1.500", "", "soon", "-3"],
    ),
    ("low", &["", "", "5", "dozens"]),
    ("high", &["", "", "9", "3"]),
];

/// Numbers that look random and are the same for the same seed.
pub struct Dice(pub u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn one_of<'a>(&mut self, all: &[&'a str], wild: u64) -> &'a str {
        // What is plain stands first, and is what most cells hold.
        let end = if self.below(100) < wild { all.len() } else { all.len().min(3) };
        all[usize::try_from(self.below(end as u64)).expect("small")]
    }
}

pub fn table(dice: &mut Dice, rows: u64, wild: u64) -> String {
    let headings: Vec<&str> = COLUMNS.iter().map(|(heading, _)| *heading).collect();
    let mut table = headings.join("\t") + "\n";
    for _ in 0..rows {
        let number = dice.below(40).to_string();
        let cells: Vec<String> =
            COLUMNS.iter().map(|(_, all)| dice.one_of(all, wild).replace('#', &number)).collect();
        let _ = writeln!(table, "{}", cells.join("\t"));
    }
    table
}
