//! Each qualifier and the words for it.

use super::{super::parse, all_read, fields, reading};
use crate::domain::lexicon::Lexicon;
use entity::vocab::Qualifier::{
    self, About, AtLeast, AtMost, Between, Exact, JustOver, LessThan, MoreThan, Nearly, Relative,
    Unknown,
};

#[test]
fn exact() {
    for (texts, value) in [
        ("142 | 142 people | a total of 142 | exactly 142 | 142 were arrested", 142.0),
        ("twelve | a dozen | 12 | twelve people | dozen protesters", 12.0),
        ("a couple | two | a couple of people | a pair", 2.0),
        ("2.5 million | 2.5m | two and a half million | 2,500,000 | 2 500 000", 2_500_000.0),
        ("half a million | 500k | a half million", 500_000.0),
        ("8k | 8,000", 8_000.0),
        ("1.2bn | 1.2 billion", 1_200_000_000.0),
        ("Arrests: 4,972 | 4,972 arrests | protesters numbered 4,972", 4_972.0),
        ("fifty (50) | 50 (fifty) | 50", 50.0),
        ("rose to 50 | doubled to 50", 50.0),
    ] {
        all_read(texts, (Exact, Some(value), Some(value), Some(value)));
    }
}

#[test]
fn about() {
    let texts = "about 50 | around 50 | some 50 | roughly 50 | approximately 50 | an estimated 50 | \
        circa 50 | ~50 | ~ 50 | c. 50 | ca. 50 | ≈50 | closer to 50 | 50 or so | fifty-odd | \
        50-ish | 50ish | an estimated total of 50 | 50 or thereabouts | in the region of 50 | \
        on the order of 50 | some 50 protesters | about fifty people were killed | \
        50 people or so | more or less 50 | 50, more or less | perhaps 50 | approx. 50 | \
        50 approximately | estimated at 50 | around about 50";
    all_read(texts, (About, Some(50.0), None, None));
    all_read("closer to 8,000", (About, Some(8_000.0), None, None));
}

#[test]
fn nearly() {
    let texts = "nearly 50 | almost 50 | close to 50 | just under 50 | just below 50 | approaching 50 | \
        not quite 50 | a little under 50 | slightly fewer than 50 | slightly less than 50 | \
        just short of 50 | near 50 | nearing 50 | nearly 50 people";
    all_read(texts, (Nearly, Some(50.0), None, Some(50.0)));
}

#[test]
fn just_over() {
    let texts = "just over 50 | a little over 50 | slightly more than 50 | just above 50 | \
        a little more than 50 | slightly over 50 | a bit over 50 | just more than 50 people";
    all_read(texts, (JustOver, Some(50.0), Some(51.0), None));
}

#[test]
fn at_least() {
    let texts = "at least 8,000 | no fewer than 8,000 | no less than 8,000 | a minimum of 8,000 | \
        8,000 or more | 8,000+ | 8,000 + | >= 8,000 | >=8,000 | ≥ 8,000 | 8,000 people or more | \
        8,000 or over | at least 8k | at the very least 8,000 | not fewer than 8,000 | \
        minimum 8,000 | 8,000 at least | 8,000-plus | 8,000 plus | 8,000, if not more | \
        8,000 and more | at least some 8,000 | at least about 8,000 people | as few as 8,000 | \
        8,000 arrested, possibly more | 8,000 or more people | at least eight thousand | 8 000+";
    all_read(texts, (AtLeast, Some(8_000.0), Some(8_000.0), None));
}

#[test]
fn more_than() {
    let texts = "more than 80 | over 80 | upwards of 80 | upward of 80 | in excess of 80 | exceeding 80 | \
        > 80 | >80 | above 80 | well over 80 | greater than 80 | north of 80 | \
        more than 80 cities | more than eighty | more than an estimated 80";
    all_read(texts, (MoreThan, Some(80.0), Some(81.0), None));
    let fractions = parse("more than 12.5 %", false).expect("it is a quantity");
    assert_eq!(fields(&fractions), (MoreThan, Some(12.5), Some(12.5), None));
    assert_eq!(fractions.noun.as_deref(), Some("%"));
}

#[test]
fn at_most() {
    let texts = "at most 42,000 | up to 42,000 | no more than 42,000 | as many as 42,000 | \
        a maximum of 42,000 | <= 42,000 | ≤42,000 | not more than 42,000 | maximum 42,000 | \
        42,000 or fewer | 42,000 or less | 42,000 at most | up to about 42,000 people | \
        no greater than 42,000 | not exceeding 42,000 | 42,000 max";
    all_read(texts, (AtMost, Some(42_000.0), None, Some(42_000.0)));
}

#[test]
fn less_than() {
    let texts = "fewer than 300 | less than 300 | under 300 | below 300 | < 300 | <300 | well under 300 | \
        far fewer than 300 | fewer than three hundred people";
    all_read(texts, (LessThan, Some(300.0), None, Some(299.0)));
    let fractions = parse("less than 0.5", false).expect("it is a quantity");
    assert_eq!(fields(&fractions), (LessThan, Some(0.5), None, Some(0.5)));
}

#[test]
fn between() {
    let texts = "between 21 and 24 | more than 20 and up to 24 | 21 to 24 | 21-24 | 21–24 | 21 — 24 | from 21 to 24 | 21 or 24 | \
        between 21 to 24 | twenty-one to twenty-four | between twenty-one and twenty-four | \
        21 through 24 | at least 21 and at most 24 | at least 21 but no more than 24 | \
        more than 20 but fewer than 25 | between 21 and 24 people were killed | \
        ranging from 21 to 24 | no more than 24 but at least 21 | 21 up to 24";
    all_read(texts, (Between, None, Some(21.0), Some(24.0)));
    all_read(
        "4 or 5 | four or five | 4-5 people | four-five",
        (Between, None, Some(4.0), Some(5.0)),
    );
    let millions = (Between, None, Some(2_000_000.0), Some(3_000_000.0));
    all_read(
        "2 to 3 million | 2-3m | between 2 and 3 million | 2 million to 3 million | \
        two or three million",
        millions,
    );
    all_read(
        "five to six hundred | between five hundred and six hundred | 500-600",
        (Between, None, Some(500.0), Some(600.0)),
    );
    all_read(
        "between one hundred and twenty and two hundred | one hundred and twenty to two hundred",
        (Between, None, Some(120.0), Some(200.0)),
    );
    all_read("500 to 2 million", (Between, None, Some(500.0), Some(2_000_000.0)));
    let open = (Between, None, Some(1_000.0), None);
    all_read(
        "between 1000 to more than 1,800 | 1,000-1,800 or more | 1,000 to 1,800+ | \
        between 1,000 and more | at least 1,000-1,800",
        open,
    );
    all_read("up to 20 or 30 | at most 20-30 | 20-30 or fewer", (Between, None, None, Some(30.0)));
}

#[test]
fn between_with_a_best_estimate() {
    let texts = "3,000 (2,000-4,000) | 3,000 [2,000–4,000] | 2,000-4,000, most likely 3,000 | \
        between 2,000 and 4,000, with a best estimate of 3,000 | \
        2,000 to 4,000 (best estimate 3,000) | 3,000 (between 2,000 and 4,000) | \
        3,000 (95% CI 2,000-4,000) | 3,000 (95 % CI: 2,000, 4,000) | 3,000 ± 1,000 | \
        3,000 +/- 1,000 | 3,000 plus or minus 1,000 | 2,000-4,000 (3,000) | \
        2,000-4,000 people, probably 3,000 | 3,000 (range 2,000 to 4,000) | \
        an estimated 2,000-4,000, most likely 3,000";
    all_read(texts, (Between, Some(3_000.0), Some(2_000.0), Some(4_000.0)));
}

#[test]
fn none() {
    let texts = "no one | none | zero | nobody | no-one | nobody was killed | no deaths | 0 | 0 people | \
        none of the protesters | not a single person | No protesters were arrested | nil";
    all_read(texts, (Qualifier::None, Some(0.0), Some(0.0), Some(0.0)));
}

#[test]
fn unknown() {
    let texts = "a number of | an unknown number | many | crowds | a number of people | \
        an undisclosed number of protesters | some protesters | numerous | a large number | \
        a crowd | unknown | almost no one | few people | hardly anyone";
    all_read(texts, (Unknown, None, None, None));
    let read = reading("many", Lexicon::Claimbase1);
    assert_eq!((read.low, read.high, read.soft()), (Some(0.0), None, true));
}

#[test]
fn relative() {
    let texts = "doubled | a third of 90 | almost all | more than half | 30 % more | a third of | a third of the protesters | two-thirds | \
        two thirds of them | one-third | twice as many | twice as many as 50 | \
        three times as many | half of the protesters | 30% fewer | 30 percent increase | \
        rose by 30 % | up 30% | 30 % of the protesters | 50 more than last year | one in three | \
        3 out of 4 | most of them | a tenfold increase | 10-fold | another 50 | \
        rose from 50 to 60 | a majority | a quarter | three quarters of voters | \
        an increase of 50";
    all_read(texts, (Relative, None, None, None));
    let read = reading("doubled", Lexicon::Claimbase1);
    assert_eq!((read.low, read.high), (None, None));
}
