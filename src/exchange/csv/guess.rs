//! Guesses a map from the heading of a file.

use std::collections::btree_map::Entry;

use entity::measure;

use super::{
    map::{Field, From, Map, Parts},
    rows::Rows,
};
use crate::{
    Error, Result,
    app::{Session, reference::called_in_file},
    domain::fold::{fold, tokens},
};

/// Headings that a part of a claim goes by, the plainest first.
const HEADINGS: &[(Field, &str)] = &[
    (Field::Statistic, "statistic | statistic id | statistic slug"),
    (Field::Measure, "measure | indicator | metric | what | counted | variable"),
    (Field::Event, "event | event name | incident | protest | conflict"),
    (
        Field::Place,
        "place | location | city | town | municipality | village | site | district | county | \
         province | region | country | where",
    ),
    (Field::Population, "population | group | among | victims | whom"),
    (Field::PeriodStart, "period start | from | start | start date | since"),
    (Field::PeriodEnd, "period end | to | end | end date | until"),
    (Field::AsOf, "as of | as at | reference date"),
    (
        Field::Agent,
        "agent | who | claimant | organisation | organization | speaker | said by | attributed to \
         | according to | claimed by | reporter | author of claim",
    ),
    (Field::Via, "via | relayed by | relayed via | through"),
    (Field::Quote, "quote | quotation | verbatim | excerpt | words"),
    (Field::Text, "claim | claim text | statement | proposition"),
    (Field::Verb, "verb | reporting verb"),
    (Field::Stance, "stance"),
    (Field::Hedge, "hedge"),
    (Field::SaidOn, "said on | date said | said"),
    (Field::SourceTitle, "source title | title | headline | article"),
    (Field::SourceKind, "source kind | source type"),
    (Field::Publisher, "publisher | outlet | newspaper | media | published by | medium"),
    (Field::Authors, "authors | author | byline"),
    (
        Field::PublishedOn,
        "published on | published | publication date | date published | pub date | article date",
    ),
    (Field::Language, "language | lang"),
    (Field::ArchiveUrl, "archive url | archive | archived"),
    (Field::AccessedOn, "accessed on | accessed | retrieved"),
    (Field::SourceUrl, "source url | url | link | source link | web address | href"),
    (Field::Sources, "sources | source | references | reports"),
];

/// Words for a number, beside those for its bounds, that say nothing of what is counted.
const PLAIN: &str = "number numbers value count counts figure figures quantity size estimate \
                     estimates estimated total amount crowd people reported claimed n";

const LOW: &str = "low lower min minimum least";
const BEST: &str = "best likely central mid";
const HIGH: &str = "high higher upper max maximum most";

/// Guesses a map. A column that is called as a measure on record gives a claim of its own.
pub async fn guess(session: &Session, rows: &Rows) -> Result<Map> {
    let mut guess = Guess {
        map: Map { delimiter: Some(rows.delimiter()), ..Map::default() },
        free: rows.columns().map(|index| rows.headings()[index].clone()).collect(),
    };
    guess.free.retain(|heading| !heading.is_empty());
    guess.by_heading();
    guess.numbers(session).await?;
    guess.dates();
    Ok(guess.map)
}

struct Guess {
    map: Map,
    /// Headings that have no part yet.
    free: Vec<String>,
}

fn among(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

/// A heading as a line of plain words.
fn plain(heading: &str) -> String {
    let spaced = heading.replace(['_', '-', '.', '/', '(', ')'], " ");
    fold(&spaced).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Guess {
    fn by_heading(&mut self) {
        for (field, names) in HEADINGS {
            for name in names.split('|').map(str::trim) {
                let place = self.free.iter().position(|heading| plain(heading) == name);
                if let Some(place) = place
                    && !self.map.shared.contains_key(field)
                {
                    let heading = self.free.remove(place);
                    self.map.shared.insert(*field, From::Column(heading));
                }
            }
        }
        // "source" alone is an address, a title or several; what a cell holds decides, and "sources"
        // reads addresses and names alike.
        if let Some(From::Column(heading)) = self.map.shared.get(&Field::Sources).cloned()
            && self.map.shared.contains_key(&Field::SourceUrl)
            && plain(&heading) == "source"
            && !self.map.shared.contains_key(&Field::Publisher)
        {
            self.map.shared.remove(&Field::Sources);
            self.map.shared.insert(Field::Publisher, From::Column(heading));
        }
    }

    /// Columns of numbers: of the one number of a row, or one for each measure.
    async fn numbers(&mut self, session: &Session) -> Result<()> {
        let mut claims: Vec<(String, Parts)> = Vec::new();
        let mut used = Vec::new();
        for heading in self.free.clone() {
            let words = tokens(&plain(&heading));
            let bound = words.iter().find_map(|word| bound(word));
            let rest: Vec<&str> = words
                .iter()
                .map(String::as_str)
                .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()))
                .filter(|word| !word.is_empty() && self::bound(word).is_none())
                .collect();
            let field = bound.unwrap_or(Field::Quantity);
            let is_plain = rest.iter().all(|word| among(PLAIN, word));
            if is_plain && (bound.is_some() || !rest.is_empty()) {
                if let Entry::Vacant(free) = self.map.shared.entry(field) {
                    free.insert(From::Column(heading.clone()));
                    used.push(heading);
                }
                continue;
            }
            let Some(slug) = measure_called(session, &heading, &rest).await? else { continue };
            let place = claims.iter().position(|(measure, _)| *measure == slug);
            let place = place.unwrap_or_else(|| {
                let measure = From::Fixed(slug.clone());
                claims.push((slug.clone(), Parts::from([(Field::Measure, measure)])));
                claims.len() - 1
            });
            let parts = &mut claims[place].1;
            if let Entry::Vacant(free) = parts.entry(field) {
                free.insert(From::Column(heading.clone()));
                used.push(heading);
            }
        }
        let numbers = [Field::Quantity, Field::Low, Field::High];
        let has_plain = numbers.iter().any(|field| self.map.shared.contains_key(field));
        if !claims.is_empty() {
            if has_plain {
                // Of a number in a column of its own it is not known what it counts.
                for field in numbers {
                    self.map.shared.remove(&field);
                }
            }
            self.map.shared.remove(&Field::Measure);
            self.map.claims = claims.into_iter().map(|(_, parts)| parts).collect();
        }
        self.free.retain(|heading| !used.contains(heading));
        Ok(())
    }

    /// A bare date is when the source was published where there are sources, else what the number
    /// describes.
    fn dates(&mut self) {
        let has = |field| self.map.shared.contains_key(&field);
        let has_source = has(Field::SourceUrl)
            || has(Field::SourceTitle)
            || has(Field::Publisher)
            || has(Field::Sources);
        let field = match has_source {
            true if !has(Field::PublishedOn) => Field::PublishedOn,
            _ if !has(Field::AsOf) => Field::AsOf,
            _ => return,
        };
        let place = self.free.iter().position(|heading| {
            matches!(plain(heading).as_str(), "date" | "day" | "when" | "report date")
        });
        if let Some(place) = place {
            let heading = self.free.remove(place);
            self.map.shared.insert(field, From::Column(heading));
        }
    }
}

fn bound(word: &str) -> Option<Field> {
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if among(LOW, word) {
        Some(Field::Low)
    } else if among(HIGH, word) {
        Some(Field::High)
    } else if among(BEST, word) {
        Some(Field::Quantity)
    } else {
        None
    }
}

/// The slug of the one measure that a heading names, whole or without the words for a bound.
async fn measure_called(session: &Session, heading: &str, rest: &[&str]) -> Result<Option<String>> {
    let rest = rest.join(" ");
    for name in [heading, plain(heading).as_str(), rest.as_str(), rest.replace(' ', "-").as_str()] {
        if name.is_empty() {
            continue;
        }
        match called_in_file::<measure::Model>(&session.db, name).await {
            Ok(Some(row)) => return Ok(Some(row.slug)),
            // A name that can mean two of them is none to guess from.
            Ok(None) | Err(Error::Input { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
