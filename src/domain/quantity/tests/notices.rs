//! What is refused, noticed, and found beside the number.

use super::{
    super::{LONGEST, Notice, parse},
    fields, read_whole,
};
use entity::vocab::Qualifier::Unknown;

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
        ("plus de 50 personnes", "the word \"plus\""),
        ("mais de 3.700 pessoas", "the word \"mais\""),
        ("3 mil pessoas", "the word \"mil\""),
        ("بیش از ۳٬۷۰۰ نفر", "the word \"بیش\""),
        ("۳ هزار", "the word \"هزار\""),
        ("hundreds (200-300)", "more than one figure"),
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
    let long = "9".repeat(LONGEST + 1);
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
        assert_eq!(Some(*found), Some(readings), "{text}");
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
        ("US$ 3 million", Some("$")),
        ("a crowd of 5,000", None),
        ("142", None),
        ("no deaths", Some("deaths")),
        ("15 to 20 per cent", Some("%")),
        ("a 30,000-strong crowd", Some("crowd")),
        ("about 90 of them", None),
        ("12 per 100,000", Some("per 100,000")),
    ] {
        assert_eq!(read_whole(text).noun.as_deref(), noun, "{text}");
    }
}
