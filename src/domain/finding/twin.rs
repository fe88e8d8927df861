//! Claims on one statistic that are likely one claim, recorded twice.

use std::collections::BTreeMap;

use entity::vocab::{FindingCode, RecordKind, Severity, Stance};
use uuid::Uuid;

use super::{MOST, Noticed, Subject};
use crate::domain::{
    comparison::Claim,
    fold::fold,
    origin::Attribution,
    partial_date::{DateOrder, PartialDate, order},
    record_id::RecordId,
    relation::Exceptions,
};

/// More claims than these that one source makes under one agent are a table, in which each row is
/// meant.
const ROWS_MAX: usize = 40;

/// Quotes of fewer words are no evidence: "3,700 arrested".
const WORDS_MIN: usize = 4;

/// What makes two claims look like one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// The same figure, recorded on statistics that were merged since.
    Merged,
    /// The same figure, of dates that can be one, in one source.
    Dates,
    /// The same number, from the same words of one source.
    Words,
}

/// The pairs of claims that are likely one. `quotes` gives the words of an attribution. A pair on
/// which a person has decided is left alone.
#[must_use]
pub fn noticed<'a>(
    claims: &'a [Claim],
    attributions: &'a [Attribution],
    quotes: impl Fn(Uuid) -> Option<&'a str>,
    exceptions: &Exceptions,
) -> Vec<Noticed> {
    let mut found: BTreeMap<(Uuid, Uuid), Why> = BTreeMap::new();
    let mut same: BTreeMap<(String, Option<&str>), Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        let as_of = claim.as_of.as_ref().map(PartialDate::as_str);
        same.entry((claim.quantity.canonical(), as_of)).or_default().push(claim);
    }
    for twins in same.values() {
        found.extend(twins.windows(2).map(|pair| (key(pair[0], pair[1]), Why::Merged)));
    }
    let by_id: BTreeMap<Uuid, &Claim> = claims.iter().map(|claim| (claim.id, claim)).collect();
    for said in by_voice(attributions).into_values() {
        if said.len() > ROWS_MAX {
            continue;
        }
        for (place, one) in said.iter().enumerate() {
            for two in &said[place + 1..] {
                let claims = by_id.get(&one.claim).zip(by_id.get(&two.claim));
                let Some((a, b)) = claims.filter(|(a, b)| a.id != b.id) else { continue };
                let words = [quotes(one.id), quotes(two.id)];
                if let Some(why) = why(a, b, words) {
                    found.entry(key(a, b)).or_insert(why);
                }
            }
        }
    }
    found.retain(|(a, b), _| exceptions.between(*a, *b).is_none());
    found.into_iter().map(|((a, b), why)| of_pair(by_id[&a], by_id[&b], why)).take(MOST).collect()
}

fn key(a: &Claim, b: &Claim) -> (Uuid, Uuid) {
    (a.id.min(b.id), a.id.max(b.id))
}

/// What each source says under each agent.
fn by_voice(attributions: &[Attribution]) -> BTreeMap<(Uuid, Option<Uuid>), Vec<&Attribution>> {
    let mut voices: BTreeMap<_, Vec<&Attribution>> = BTreeMap::new();
    for said in attributions.iter().filter(|it| it.stance == Stance::Asserts) {
        voices.entry((said.source, said.agent)).or_default().push(said);
    }
    voices
}

fn why(a: &Claim, b: &Claim, quotes: [Option<&str>; 2]) -> Option<Why> {
    let [one, two] = quotes.map(|quote| quote.map(fold));
    let same_words = one.is_some() && one == two && one.is_some_and(|it| is_telling(&it));
    if a.quantity.canonical() == b.quantity.canonical() {
        // Dates that exclude each other are two moments; what nobody dated may be either.
        let one_moment = match order(a.as_of.as_ref(), b.as_of.as_ref()) {
            DateOrder::Unknown | DateOrder::Same => true,
            DateOrder::Before | DateOrder::After => false,
        };
        let other_words = quotes[0].is_some() && quotes[1].is_some() && !same_words;
        return (one_moment && !other_words).then_some(Why::Dates);
    }
    let one_number = a.quantity.value.is_some() && a.quantity.value == b.quantity.value;
    (one_number && same_words).then_some(Why::Words)
}

fn is_telling(quote: &str) -> bool {
    quote.split(' ').count() >= WORDS_MIN
}

fn of_pair(earlier: &Claim, later: &Claim, why: Why) -> Noticed {
    let keep = RecordId::new(RecordKind::Claim, earlier.id);
    let [text, other] = [later, earlier].map(|claim| claim.quantity.text.as_str());
    let dated = |claim: &Claim| match &claim.as_of {
        Some(date) => format!("as of {date}"),
        None => "without a date".to_owned(),
    };
    let seen = match why {
        Why::Merged => "they say the same, and their statistics were merged".to_owned(),
        Why::Dates => format!(
            "one source says it under one name, {} here and {} there",
            dated(later),
            dated(earlier)
        ),
        Why::Words => "both were read from the same words of one source".to_owned(),
    };
    Noticed {
        code: FindingCode::LikelyDuplicate,
        severity: Severity::Info,
        message: format!(
            "\"{text}\" is likely the same claim as \"{other}\" ({keep}): {seen}; if so, attribute \
             it there and retract this one, or link them as SAME_AS"
        ),
        subject: Subject::Claim(later.id),
        other: Some(earlier.id),
    }
}

#[cfg(test)]
mod tests {
    use entity::vocab::{Accumulation, LinkKind};

    use super::*;
    use crate::domain::{
        comparison::tests::Record,
        relation::{
            Link,
            tests::support::{Words, about, date, exact, id},
        },
    };

    /// Two claims of one source and agent, with the dates and quotes given.
    struct Pair {
        record: Record,
        quotes: [Option<&'static str>; 2],
    }

    impl Pair {
        fn new(words: &[Words; 2], as_of: [&str; 2], quotes: [Option<&'static str>; 2]) -> Self {
            let mut record = Record::new(Accumulation::Cumulative, None);
            for (place, words) in words.iter().enumerate() {
                let number = place as u128;
                record.claims.push(Claim {
                    id: id(10_000 + number),
                    quantity: words.quantity.clone(),
                    reading: words.reading,
                    as_of: (!as_of[place].is_empty()).then(|| date(as_of[place])),
                });
                record.says(101, &exact(1.0), "2018-01-04");
                let said = record.attributions.last_mut().expect("just said");
                (said.claim, said.source) = (id(10_000 + number), id(30_000));
            }
            record.claims.retain(|claim| claim.id < id(10_002));
            Self { record, quotes }
        }

        fn found(&self) -> Vec<Noticed> {
            let Self { record, quotes } = self;
            let quote = |said| quotes[usize::from(said != record.attributions[0].id)];
            noticed(&record.claims, &record.attributions, quote, &record.exceptions)
        }
    }

    const LONG: Option<&str> = Some("about 3,700 people were arrested in the protests");

    #[test]
    fn one_figure_of_one_source_with_and_without_a_date_is_likely_one_claim() {
        for as_of in [["", "2018-01-04"], ["2018-01", "2018-01-04"], ["", ""]] {
            for quotes in [[None, None], [LONG, None], [LONG, LONG]] {
                let found = Pair::new(&[exact(21.0), exact(21.0)], as_of, quotes).found();
                assert_eq!(found.len(), 1, "{as_of:?} {quotes:?}");
                assert_eq!(
                    (found[0].subject, found[0].other),
                    (Subject::Claim(id(10_001)), Some(id(10_000)))
                );
            }
        }
    }

    #[test]
    fn the_same_words_read_in_two_ways_are_likely_one_claim() {
        let found = Pair::new(&[exact(3_700.0), about(3_700.0)], ["", ""], [LONG, LONG]).found();
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("from the same words of one source"));
    }

    #[test]
    fn other_claims_are_left_alone() {
        let other = Some("some 3,700 had been held by then, he said");
        for (words, as_of, quotes) in [
            ([exact(21.0), exact(22.0)], ["", ""], [LONG, LONG]),
            ([exact(21.0), exact(21.0)], ["2018-01-04", "2018-01-05"], [None, None]),
            ([exact(21.0), exact(21.0)], ["", "2018-01-05"], [LONG, other]),
            ([exact(3_700.0), about(3_700.0)], ["", ""], [LONG, other]),
            ([exact(3_700.0), about(3_700.0)], ["", ""], [None, None]),
            (
                [exact(3_700.0), about(3_700.0)],
                ["", ""],
                [Some("3,700 arrested"), Some("3,700 arrested")],
            ),
        ] {
            let pair = Pair::new(&words, as_of, quotes);
            assert_eq!(pair.found(), [], "{as_of:?} {quotes:?}");
        }
        let mut pair = Pair::new(&[exact(21.0), exact(21.0)], ["", "2018-01-04"], [None, None]);
        pair.record.attributions[1].source = id(30_001);
        assert_eq!(pair.found(), [], "another source");
        pair.record.attributions[1].source = id(30_000);
        pair.record.attributions[1].agent = Some(id(102));
        assert_eq!(pair.found(), [], "another agent");
        pair.record.attributions[1].agent = Some(id(101));
        assert_eq!(pair.found().len(), 1);
        let link = Link { from: id(10_000), to: id(10_001), kind: LinkKind::SameAs };
        pair.record.exceptions = Exceptions::new([link], []);
        assert_eq!(pair.found(), [], "a person decided");
    }
}
