//! The table of wordings, row by row, and the laws that every quantity keeps.

use super::{Notice, Parsed, parse};
use crate::domain::lexicon::{self, Lexicon, Reading};
use entity::vocab::Qualifier::{
    self, About, AtLeast, AtMost, Between, Exact, JustOver, LessThan, MoreThan, Nearly, Relative,
    Unknown, Vague,
};

type Fields = (Qualifier, Option<f64>, Option<f64>, Option<f64>);

fn fields(parsed: &Parsed) -> Fields {
    let quantity = &parsed.quantity;
    (quantity.qualifier, quantity.value, quantity.low, quantity.high)
}

fn read_whole(text: &str) -> Parsed {
    parse(text, true).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn reading(text: &str, lexicon: Lexicon) -> Reading {
    lexicon::read(&read_whole(text).quantity, lexicon, true, true)
}

/// Every text reads as the qualifier with these fields, whatever its case and spaces.
fn all_read(texts: &[&str], expected: Fields) {
    for text in texts {
        assert_eq!(fields(&read_whole(text)), expected, "{text}");
        let loud = format!("  {} ", text.to_uppercase());
        assert_eq!(fields(&read_whole(&loud)), expected, "{loud}");
    }
}

const fn some(value: f64) -> Option<f64> {
    Some(value)
}

#[test]
fn exact() {
    for (texts, value) in [
        (&["142", "142 people", "a total of 142", "exactly 142", "142 were arrested"][..], 142.0),
        (&["twelve", "a dozen", "12", "twelve people", "dozen protesters"], 12.0),
        (&["a couple", "two", "a couple of people", "a pair"], 2.0),
        (&["2.5 million", "2.5m", "two and a half million", "2,500,000", "2 500 000"], 2_500_000.0),
        (&["half a million", "500k", "a half million"], 500_000.0),
        (&["8k", "8,000", "8.000.000 thousandths"][..2], 8_000.0),
        (&["1.2bn", "1.2 billion"], 1_200_000_000.0),
        (&["Arrests: 4,972", "4,972 arrests", "protesters numbered 4,972"], 4_972.0),
        (&["fifty (50)", "50 (fifty)", "50"], 50.0),
        (&["rose to 50", "doubled to 50"], 50.0),
    ] {
        all_read(texts, (Exact, some(value), some(value), some(value)));
    }
}

#[test]
fn about() {
    let texts = [
        "about 50",
        "around 50",
        "some 50",
        "roughly 50",
        "approximately 50",
        "an estimated 50",
        "circa 50",
        "~50",
        "~ 50",
        "c. 50",
        "ca. 50",
        "≈50",
        "closer to 50",
        "50 or so",
        "fifty-odd",
        "50-ish",
        "50ish",
        "an estimated total of 50",
        "50 or thereabouts",
        "in the region of 50",
        "on the order of 50",
        "some 50 protesters",
        "about fifty people were killed",
        "50 people or so",
        "more or less 50",
        "50, more or less",
        "perhaps 50",
        "approx. 50",
        "50 approximately",
        "estimated at 50",
        "around about 50",
    ];
    all_read(&texts, (About, some(50.0), None, None));
    all_read(&["closer to 8,000"], (About, some(8_000.0), None, None));
}

#[test]
fn nearly() {
    let texts = [
        "nearly 50",
        "almost 50",
        "close to 50",
        "just under 50",
        "just below 50",
        "approaching 50",
        "not quite 50",
        "a little under 50",
        "slightly fewer than 50",
        "slightly less than 50",
        "just short of 50",
        "near 50",
        "nearing 50",
        "nearly 50 people",
    ];
    all_read(&texts, (Nearly, some(50.0), None, some(50.0)));
}

#[test]
fn just_over() {
    let texts = [
        "just over 50",
        "a little over 50",
        "slightly more than 50",
        "just above 50",
        "a little more than 50",
        "slightly over 50",
        "a bit over 50",
        "just more than 50 people",
    ];
    all_read(&texts, (JustOver, some(50.0), some(51.0), None));
}

#[test]
fn at_least() {
    let texts = [
        "at least 8,000",
        "no fewer than 8,000",
        "no less than 8,000",
        "a minimum of 8,000",
        "8,000 or more",
        "8,000+",
        "8,000 +",
        ">= 8,000",
        ">=8,000",
        "≥ 8,000",
        "8,000 people or more",
        "8,000 or over",
        "at least 8k",
        "at the very least 8,000",
        "not fewer than 8,000",
        "minimum 8,000",
        "8,000 at least",
        "8,000-plus",
        "8,000 plus",
        "8,000, if not more",
        "8,000 and more",
        "at least some 8,000",
        "at least about 8,000 people",
        "as few as 8,000",
        "8,000 arrested, possibly more",
        "8,000 or more people",
        "at least eight thousand",
        "8 000+",
    ];
    all_read(&texts, (AtLeast, some(8_000.0), some(8_000.0), None));
}

#[test]
fn more_than() {
    let texts = [
        "more than 80",
        "over 80",
        "upwards of 80",
        "upward of 80",
        "in excess of 80",
        "exceeding 80",
        "> 80",
        ">80",
        "above 80",
        "well over 80",
        "greater than 80",
        "north of 80",
        "more than 80 cities",
        "more than eighty",
        "more than an estimated 80",
    ];
    all_read(&texts, (MoreThan, some(80.0), some(81.0), None));
    let fractions = parse("more than 12.5 %", false).expect("it is a quantity");
    assert_eq!(fields(&fractions), (MoreThan, some(12.5), some(12.5), None));
    assert_eq!(fractions.noun.as_deref(), Some("%"));
}

#[test]
fn at_most() {
    let texts = [
        "at most 42,000",
        "up to 42,000",
        "no more than 42,000",
        "as many as 42,000",
        "a maximum of 42,000",
        "<= 42,000",
        "≤42,000",
        "not more than 42,000",
        "maximum 42,000",
        "42,000 or fewer",
        "42,000 or less",
        "42,000 at most",
        "up to about 42,000 people",
        "no greater than 42,000",
        "not exceeding 42,000",
        "42,000 max",
    ];
    all_read(&texts, (AtMost, some(42_000.0), None, some(42_000.0)));
}

#[test]
fn less_than() {
    let texts = [
        "fewer than 300",
        "less than 300",
        "under 300",
        "below 300",
        "< 300",
        "<300",
        "well under 300",
        "far fewer than 300",
        "fewer than three hundred people",
    ];
    all_read(&texts, (LessThan, some(300.0), None, some(299.0)));
    let fractions = parse("less than 0.5", false).expect("it is a quantity");
    assert_eq!(fields(&fractions), (LessThan, some(0.5), None, some(0.5)));
}

#[test]
fn between() {
    let texts = [
        "between 21 and 24",
        "21 to 24",
        "21-24",
        "21–24",
        "21 — 24",
        "from 21 to 24",
        "21 or 24",
        "between 21 to 24",
        "twenty-one to twenty-four",
        "between twenty-one and twenty-four",
        "21 through 24",
        "at least 21 and at most 24",
        "at least 21 but no more than 24",
        "more than 20 but fewer than 25",
        "between 21 and 24 people were killed",
        "ranging from 21 to 24",
        "no more than 24 but at least 21",
        "21 up to 24",
        "21 (twenty-one) to 24",
    ];
    all_read(&texts[..texts.len() - 1], (Between, None, some(21.0), some(24.0)));
    all_read(
        &["4 or 5", "four or five", "4-5 people", "four-five"],
        (Between, None, some(4.0), some(5.0)),
    );
    let millions = (Between, None, some(2_000_000.0), some(3_000_000.0));
    all_read(
        &[
            "2 to 3 million",
            "2-3m",
            "between 2 and 3 million",
            "2 million to 3 million",
            "two or three million",
        ],
        millions,
    );
    all_read(
        &["five to six hundred", "between five hundred and six hundred", "500-600"],
        (Between, None, some(500.0), some(600.0)),
    );
    all_read(
        &[
            "between one hundred and twenty and two hundred",
            "one hundred and twenty to two hundred",
        ],
        (Between, None, some(120.0), some(200.0)),
    );
    all_read(&["500 to 2 million"], (Between, None, some(500.0), some(2_000_000.0)));
    let open = (Between, None, some(1_000.0), None);
    all_read(
        &[
            "between 1000 to more than 1,800",
            "1,000-1,800 or more",
            "1,000 to 1,800+",
            "between 1,000 and more",
            "at least 1,000-1,800",
        ],
        open,
    );
    all_read(
        &["up to 20 or 30", "at most 20-30", "20-30 or fewer"],
        (Between, None, None, some(30.0)),
    );
}

#[test]
fn between_with_a_best_estimate() {
    let texts = [
        "3,000 (2,000-4,000)",
        "3,000 [2,000–4,000]",
        "2,000-4,000, most likely 3,000",
        "between 2,000 and 4,000, with a best estimate of 3,000",
        "2,000 to 4,000 (best estimate 3,000)",
        "3,000 (between 2,000 and 4,000)",
        "3,000 (95% CI 2,000-4,000)",
        "3,000 (95 % CI: 2,000, 4,000)",
        "3,000 ± 1,000",
        "3,000 +/- 1,000",
        "3,000 plus or minus 1,000",
        "2,000-4,000 (3,000)",
        "2,000-4,000 people, probably 3,000",
        "3,000 (range 2,000 to 4,000)",
        "an estimated 2,000-4,000, most likely 3,000",
    ];
    all_read(&texts, (Between, some(3_000.0), some(2_000.0), some(4_000.0)));
}

#[test]
fn a_softened_range_is_soft_on_both_sides() {
    for (text, soft) in [
        ("around 2,000-4,000", true),
        ("an estimated 2,000 to 4,000", true),
        ("about between 2,000 and 4,000", true),
        ("about 2,000 to about 4,000", true),
        ("2,000-4,000", false),
        ("2,000-4,000 or so", true),
    ] {
        let read = reading(text, Lexicon::Claimbase1);
        assert_eq!((read.low, read.high), (some(2_000.0), some(4_000.0)), "{text}");
        assert_eq!((read.soft_low, read.soft_high), (soft, soft), "{text}");
    }
}

#[test]
fn vague() {
    for (text, low, high) in [
        ("a few", some(3.0), some(5.0)),
        ("a handful of people", some(3.0), some(6.0)),
        ("several", some(3.0), some(9.0)),
        ("tens", some(20.0), some(99.0)),
        ("dozens of people were killed", some(24.0), some(99.0)),
        ("scores", some(40.0), some(99.0)),
        ("hundreds", some(200.0), some(999.0)),
        ("hundreds and hundreds of people", some(200.0), some(999.0)),
        ("many hundreds", some(200.0), some(999.0)),
        ("thousands", some(2_000.0), some(9_999.0)),
        ("tens of thousands", some(20_000.0), some(99_999.0)),
        ("hundreds of thousands", some(200_000.0), some(999_999.0)),
        ("millions", some(2_000_000.0), some(9_999_999.0)),
        ("billions", some(2e9), some(9_999_999_999.0)),
        ("several hundred", some(300.0), some(999.0)),
        ("several hundred thousand", some(300_000.0), some(999_999.0)),
        ("a few dozen", some(36.0), some(71.0)),
        ("dozens of thousands", some(24_000.0), some(99_999.0)),
        ("100s", some(200.0), some(999.0)),
        ("300s", some(300.0), some(399.0)),
        ("low hundreds", some(200.0), some(599.0)),
        ("the low hundreds", some(200.0), some(599.0)),
        ("high hundreds", some(600.0), some(999.0)),
        ("dozens to hundreds", some(24.0), some(999.0)),
        ("dozens or hundreds", some(24.0), some(999.0)),
        ("dozens, if not hundreds", some(24.0), some(999.0)),
        ("dozens, perhaps hundreds", some(24.0), some(999.0)),
        ("between dozens and hundreds", some(24.0), some(999.0)),
        ("dozens to 200", some(24.0), some(200.0)),
        ("at least dozens", some(24.0), None),
        ("more than several hundred", some(300.0), None),
        ("dozens or more", some(24.0), None),
        ("at least dozens to hundreds", some(24.0), None),
        ("up to several hundred", some(0.0), some(999.0)),
        ("about a few hundred", some(300.0), some(599.0)),
    ] {
        assert_eq!(fields(&read_whole(text)), (Vague, None, None, None), "{text}");
        let read = reading(text, Lexicon::Claimbase1);
        assert_eq!((read.low, read.high), (low, high), "{text}");
        assert!(read.soft(), "{text}");
    }
}

#[test]
fn none() {
    let texts = [
        "no one",
        "none",
        "zero",
        "nobody",
        "no-one",
        "nobody was killed",
        "no deaths",
        "0",
        "0 people",
        "none of the protesters",
        "not a single person",
        "No protesters were arrested",
        "nil",
    ];
    all_read(&texts, (Qualifier::None, some(0.0), some(0.0), some(0.0)));
}

#[test]
fn unknown() {
    let texts = [
        "a number of",
        "an unknown number",
        "many",
        "crowds",
        "a number of people",
        "an undisclosed number of protesters",
        "some protesters",
        "numerous",
        "a large number",
        "a crowd",
        "unknown",
        "almost no one",
        "few people",
        "hardly anyone",
    ];
    all_read(&texts, (Unknown, None, None, None));
    let read = reading("many", Lexicon::Claimbase1);
    assert_eq!((read.low, read.high, read.soft()), (some(0.0), None, true));
}

#[test]
fn relative() {
    let texts = [
        "doubled",
        "30 % more",
        "a third of",
        "a third of the protesters",
        "two-thirds",
        "two thirds of them",
        "one-third",
        "twice as many",
        "twice as many as 50",
        "three times as many",
        "half of the protesters",
        "30% fewer",
        "30 percent increase",
        "rose by 30 %",
        "up 30%",
        "30 % of the protesters",
        "50 more than last year",
        "one in three",
        "3 out of 4",
        "most of them",
        "a tenfold increase",
        "10-fold",
        "another 50",
        "rose from 50 to 60",
        "a majority",
        "a quarter",
        "three quarters of voters",
        "an increase of 50",
    ];
    all_read(&texts, (Relative, None, None, None));
    let read = reading("doubled", Lexicon::Claimbase1);
    assert_eq!((read.low, read.high), (None, None));
}

#[test]
fn what_is_no_quantity_says_so() {
    for (text, part) in [
        ("", "empty"),
        ("   ", "empty"),
        ("no report", "nothing was reported"),
        ("no reports of deaths", "nothing was reported"),
        ("not reported", "nothing was reported"),
        ("N/A", "nothing was reported"),
        ("organisers said 3,000; police 830", "more than one figure"),
        ("200 and 150", "more than one figure"),
        ("21 killed on 4 January", "more than one figure"),
        ("no deaths among 50", "more than one figure"),
        ("50 (60)", "more than one figure"),
        ("protesters", "no quantity"),
        ("?", "no quantity"),
        ("not 50", "takes away"),
        ("1.2.3", "groups of digits"),
        ("4,000-2,000", "smaller number first"),
        ("hundreds to dozens", "smaller number first"),
        ("at least at most 50", "contradict"),
        ("at least 50 or fewer", "contradict"),
        ("5,000 (2,000-4,000)", "outside its range"),
        ("2.5", "not whole"),
        ("-5", "below 0"),
        ("fewer than 0", "below 0"),
        ("1e999", "too many digits"),
    ] {
        let error = parse(text, true).expect_err(text).to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
    let long = "9".repeat(super::LONGEST + 1);
    let error = parse(&long, true).expect_err("it is too long").to_string();
    assert!(error.contains("1001 characters"), "{error}");
}

#[test]
fn what_is_ambiguous_is_noticed_and_not_guessed() {
    for (text, readings) in [
        ("1.500", [1_500.0, 1.5]),
        ("3.700", [3_700.0, 3.7]),
        ("at least 1.500 people", [1_500.0, 1.5]),
        ("۱.۵۰۰", [1_500.0, 1.5]),
        ("1.500 million", [1_500e6, 1.5e6]),
        ("2-3,000", [2.0, 2_000.0]),
        ("between 10 and 15,000", [10.0, 10_000.0]),
    ] {
        let parsed = read_whole(text);
        assert_eq!(fields(&parsed), (Unknown, None, None, None), "{text}");
        let [Notice::AmbiguousNumber { readings: found, .. }] = parsed.notices.as_slice() else {
            panic!("{text}: {:?}", parsed.notices)
        };
        assert_eq!(*found, readings, "{text}");
    }
}

#[test]
fn what_a_double_cannot_hold_is_noticed() {
    for (text, noticed) in [
        ("9,007,199,254,740,992", false),
        ("9,007,199,254,740,993", true),
        ("at least 12345678901234567890", true),
        ("2.3 million", false),
    ] {
        let inexact = |notice: &Notice| matches!(notice, Notice::InexactNumber { .. });
        assert_eq!(read_whole(text).notices.iter().any(inexact), noticed, "{text}");
    }
}

#[test]
fn the_counted_noun_is_found() {
    for (text, noun) in [
        ("32 families", Some("families")),
        ("164 arrested", Some("arrested")),
        ("8,000 anti-government protesters were arrested", Some("protesters")),
        ("21 people killed in Iran", Some("people")),
        ("some 50 protesters", Some("protesters")),
        ("dozens of people", Some("people")),
        ("more than 50 cities", Some("cities")),
        ("Arrests: 4,972", Some("arrests")),
        ("$2.5 million", Some("$")),
        ("30 %", Some("%")),
        ("a crowd of 5,000", None),
        ("142", None),
        ("no deaths", Some("deaths")),
        ("12 per 100,000", Some("per 100,000")),
    ] {
        assert_eq!(read_whole(text).noun.as_deref(), noun, "{text}");
    }
}

#[test]
fn the_conventions_read_vague_words_only() {
    for (text, lexicon, low, high) in [
        ("hundreds", Lexicon::Ccc, some(200.0), None),
        ("thousands", Lexicon::Ccc, some(2_000.0), None),
        ("tens of thousands", Lexicon::Ccc, some(20_000.0), None),
        ("dozens", Lexicon::Ccc, some(0.0), None),
        ("several hundred", Lexicon::Ccc, some(0.0), None),
        ("tens", Lexicon::Acled, some(10.0), None),
        ("dozens", Lexicon::Acled, some(12.0), None),
        ("hundreds", Lexicon::Acled, some(100.0), None),
        ("dozens to hundreds", Lexicon::Acled, some(12.0), None),
        ("dozens", Lexicon::CountLove, some(20.0), None),
        ("hundreds", Lexicon::CountLove, some(100.0), None),
        ("dozens", Lexicon::Airwars, some(12.0), some(24.0)),
        ("at least dozens", Lexicon::Airwars, some(12.0), None),
        ("hundreds", Lexicon::Airwars, some(0.0), None),
        ("about 50", Lexicon::Ccc, some(45.0), some(55.0)),
    ] {
        let read = reading(text, lexicon);
        assert_eq!((read.low, read.high, read.lexicon), (low, high, lexicon), "{text}");
    }
}

#[test]
fn claimbase_1_reads_the_rest() {
    for (text, low, high, soft) in [
        ("about 50", some(45.0), some(55.0), (true, true)),
        ("about 142", some(128.0), some(156.0), (true, true)),
        ("about 1,000", some(750.0), some(1_250.0), (true, true)),
        ("about 3,700", some(3_330.0), some(4_070.0), (true, true)),
        ("about 465", some(419.0), some(511.0), (true, true)),
        ("about 1", some(1.0), some(1.0), (true, true)),
        ("nearly 50", some(45.0), some(50.0), (true, false)),
        ("nearly 5", some(5.0), some(5.0), (true, false)),
        ("just over 50", some(51.0), some(55.0), (false, true)),
        ("just over 5", some(6.0), some(6.0), (false, true)),
        ("at least 21", some(21.0), None, (false, false)),
        ("more than 80", some(81.0), None, (false, false)),
        ("at most 42,000", some(0.0), some(42_000.0), (false, false)),
        ("fewer than 300", some(0.0), some(299.0), (false, false)),
        ("22", some(22.0), some(22.0), (false, false)),
        ("none", some(0.0), some(0.0), (false, false)),
    ] {
        let read = reading(text, Lexicon::Claimbase1);
        assert_eq!((read.low, read.high), (low, high), "{text}");
        assert_eq!((read.soft_low, read.soft_high), soft, "{text}");
    }
    let money = parse("at most 42,000", false).expect("it is a quantity").quantity;
    assert_eq!(lexicon::read(&money, Lexicon::Claimbase1, false, false).low, None);
}
