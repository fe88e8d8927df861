//! Likely copies that nobody marked: a rare number in nearly the same words, published later.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use crate::domain::{
    fold::fold,
    origin::Origin,
    partial_date::{DateOrder, PartialDate, order},
    relation::{Bits, number},
};

/// Words of a shingle.
const RUN: usize = 4;

/// The fewest words of a quote that is compared: fewer are said by chance alike.
const WORDS_MIN: usize = 8;

/// Of the shorter quote's shingles, so many tenths must be in the other.
const SHARED_TENTHS: usize = 6;

/// The most quotes that are kept for one shingle, the earliest: what is in more is a set phrase.
const BUCKET: usize = 32;

/// The most words of a quote that are looked at.
const WORDS_MAX: usize = 200;

/// An attribution that asserts a claim, as it is looked at for copies.
#[derive(Clone, Copy, Debug)]
pub struct Printed<'a> {
    /// Its id.
    pub id: Uuid,
    /// The document in which it stands.
    pub source: Uuid,
    /// The number that its claim names.
    pub value: f64,
    /// The words in which it is printed.
    pub quote: &'a str,
    /// When the document was published.
    pub published_on: &'a PartialDate,
    /// From whom it has its claim.
    pub origins: &'a [Origin],
    /// Whether it says itself whom it has the claim from, or a person said so.
    pub marked: bool,
}

/// A copy that a person may confirm or reject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The attribution that is likely a copy.
    pub child: Uuid,
    /// The one that it is likely copied from: the earliest.
    pub parent: Uuid,
    /// Why.
    pub note: String,
}

/// Likely copies, each with the earliest of those that it can be copied from; in the order of the
/// copies' ids.
#[must_use]
pub fn suggested(printed: &[Printed<'_>]) -> Vec<Suggestion> {
    let mut by_number: BTreeMap<Bits, Vec<&Printed>> = BTreeMap::new();
    for one in printed.iter().filter(|one| is_rare(one.value)) {
        by_number.entry(Bits::of(one.value)).or_default().push(one);
    }
    let mut found = Vec::new();
    for mut group in by_number.into_values().filter(|group| group.len() > 1) {
        group.sort_by_key(|one| (one.published_on.earliest(), one.published_on.latest(), one.id));
        found.extend(within(&group));
    }
    found.sort_by_key(|suggestion| suggestion.child);
    found
}

/// Whether a number is one that two people do not come to by themselves: 50 is not, 4,972 is.
fn is_rare(value: f64) -> bool {
    let digits = value.abs().to_string();
    let digits = digits.replace('.', "");
    digits.trim_matches('0').len() > 1
}

/// The copies among those that name one number, the earliest first.
fn within(group: &[&Printed]) -> Vec<Suggestion> {
    let texts: Vec<String> = group.iter().map(|one| fold(one.quote)).collect();
    let shingles: Vec<BTreeSet<Vec<&str>>> = texts.iter().map(|text| shingled(text)).collect();
    let mut buckets: HashMap<&[&str], Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (place, own) in shingles.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for shingle in own {
            for &earlier in buckets.get(shingle.as_slice()).map_or(&[][..], Vec::as_slice) {
                *shared.entry(earlier).or_default() += 1;
            }
        }
        let copied = |(earlier, shared): (usize, usize)| {
            let shorter = own.len().min(shingles[earlier].len());
            let near = shared * 10 >= shorter * SHARED_TENTHS;
            (near && can_be_copied(group[place], group[earlier]))
                .then_some((earlier, shared, shorter))
        };
        if let Some((earlier, shared, shorter)) = shared.into_iter().find_map(copied) {
            found.push(Suggestion {
                child: group[place].id,
                parent: group[earlier].id,
                note: format!(
                    "both name {} in nearly the same words ({shared} of {shorter} runs of {RUN} \
                     words), and this was published later: {} after {}",
                    number(group[place].value),
                    group[place].published_on,
                    group[earlier].published_on,
                ),
            });
        }
        for shingle in own {
            let bucket = buckets.entry(shingle.as_slice()).or_default();
            if bucket.len() < BUCKET {
                bucket.push(place);
            }
        }
    }
    found
}

fn can_be_copied(child: &Printed, parent: &Printed) -> bool {
    !child.marked
        && child.source != parent.source
        && child.origins != parent.origins
        && order(Some(parent.published_on), Some(child.published_on)) == DateOrder::Before
}

/// Every run of words in a folded quote; none where it is too short to tell.
fn shingled(text: &str) -> BTreeSet<Vec<&str>> {
    let words: Vec<&str> = text.split(' ').take(WORDS_MAX).collect();
    if words.len() < WORDS_MIN {
        return BTreeSet::new();
    }
    words.windows(RUN).map(<[&str]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::relation::tests::support::{date, id};

    const QUOTE: &str = "Some 3,700 people were arrested in the days of protests in Iran";

    struct Page {
        number: u128,
        value: f64,
        quote: &'static str,
        day: PartialDate,
        origins: Vec<Origin>,
        marked: bool,
    }

    fn page(number: u128, day: &str) -> Page {
        Page {
            number,
            value: 3_700.0,
            quote: QUOTE,
            day: date(day),
            origins: vec![Origin::Unknown(id(number))],
            marked: false,
        }
    }

    fn pairs(pages: &[Page]) -> Vec<(Uuid, Uuid)> {
        let printed: Vec<Printed> = pages
            .iter()
            .map(|page| Printed {
                id: id(page.number),
                source: id(100 + page.number),
                value: page.value,
                quote: page.quote,
                published_on: &page.day,
                origins: &page.origins,
                marked: page.marked,
            })
            .collect();
        let found = suggested(&printed);
        let mut turned = printed.clone();
        turned.reverse();
        assert_eq!(suggested(&turned), found, "whatever the order");
        found.into_iter().map(|it| (it.child, it.parent)).collect()
    }

    #[test]
    fn a_later_page_in_the_same_words_is_likely_a_copy_of_the_earliest() {
        let pages = [page(1, "2018-01-09"), page(2, "2018-01-10"), page(3, "2018-01-12")];
        assert_eq!(pairs(&pages), [(id(2), id(1)), (id(3), id(1))]);
        let quote = "Iran: some 3700 people were arrested in the days of protests, an MP says";
        let pages = [page(1, "2018-01-09"), Page { quote, ..page(2, "2018-01-10") }];
        assert_eq!(pairs(&pages), [(id(2), id(1))]);
    }

    #[test]
    fn nothing_else_is() {
        let first = || page(1, "2018-01-09");
        let own_words = "At least 3,700 demonstrators are in jail, says the member of parliament";
        for (why, other) in [
            ("the same day", page(2, "2018-01-09")),
            ("perhaps the same day", page(2, "2018-01")),
            ("other words", Page { quote: own_words, ..page(2, "2018-01-10") }),
            ("few words", Page { quote: "3,700 people were arrested", ..page(2, "2018-01-10") }),
            ("another number", Page { value: 3_800.0, ..page(2, "2018-01-10") }),
            ("it says so itself", Page { marked: true, ..page(2, "2018-01-10") }),
            ("one origin already", Page { origins: first().origins, ..page(2, "2018-01-10") }),
        ] {
            assert_eq!(pairs(&[first(), other]), [], "{why}");
        }
        let round = |number, day| Page { value: 50.0, ..page(number, day) };
        assert_eq!(pairs(&[round(1, "2018-01-09"), round(2, "2018-01-10")]), []);
    }

    #[test]
    fn rare_numbers_are_those_with_two_digits_that_count() {
        for rare in [21.0, 465.0, 3_700.0, 4_972.0, 1.5] {
            assert!(is_rare(rare), "{rare}");
        }
        for common in [0.0, 5.0, 50.0, 8_000.0, 100_000.0, 0.5] {
            assert!(!is_rare(common), "{common}");
        }
    }
}
