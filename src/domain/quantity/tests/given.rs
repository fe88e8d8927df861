//! Quantities given by fields, and the texts made of fields.

use super::super::{Notice, Quantity, parse, qualifier_of};
use crate::domain::lexicon::{self, Lexicon};
use entity::vocab::Qualifier::{
    self, About, AtLeast, AtMost, Between, Exact, LessThan, MoreThan, None as Nobody, Unknown,
    Vague,
};

type Given = (Qualifier, Option<f64>, Option<f64>, Option<f64>);

fn given((qualifier, value, low, high): Given) -> crate::Result<Quantity> {
    Quantity::given("as said", qualifier, value, low, high, true)
}

#[test]
fn what_a_qualifier_fixes_is_filled_in() {
    for (fields, expected) in [
        ((Exact, Some(5.0), None, None), (Exact, Some(5.0), Some(5.0), Some(5.0))),
        ((Exact, Some(0.0), None, None), (Nobody, Some(0.0), Some(0.0), Some(0.0))),
        ((Nobody, None, None, None), (Nobody, Some(0.0), Some(0.0), Some(0.0))),
        ((About, Some(5.0), None, None), (About, Some(5.0), None, None)),
        ((AtLeast, None, Some(5.0), None), (AtLeast, Some(5.0), Some(5.0), None)),
        ((AtMost, None, None, Some(5.0)), (AtMost, Some(5.0), None, Some(5.0))),
        ((MoreThan, Some(5.0), None, None), (MoreThan, Some(5.0), Some(6.0), None)),
        ((Between, None, Some(2.0), Some(4.0)), (Between, None, Some(2.0), Some(4.0))),
        ((Vague, None, None, None), (Vague, None, None, None)),
    ] {
        let Quantity { qualifier, value, low, high, .. } = given(fields).expect("the fields fit");
        assert_eq!((qualifier, value, low, high), expected);
    }
}

#[test]
fn fields_that_do_not_fit_are_named() {
    for (fields, field, part) in [
        ((Exact, None, None, None), "value", "needs a value"),
        ((Exact, Some(5.0), Some(4.0), None), "low", "low is 4"),
        ((About, Some(50.0), Some(45.0), Some(55.0)), "low", "BETWEEN"),
        ((Between, Some(5.0), None, None), "low", "needs low or high"),
        ((Between, None, Some(5.0), Some(4.0)), "low", "out of order"),
        ((Between, Some(9.0), Some(4.0), Some(5.0)), "low", "low <= value <= high"),
        ((Vague, Some(5.0), None, None), "value", "VAGUE names no number"),
        ((Unknown, None, Some(5.0), None), "low", "UNKNOWN names no number"),
        ((Exact, Some(f64::NAN), None, None), "value", "finite"),
        ((AtLeast, Some(f64::INFINITY), None, None), "value", "finite"),
        ((Exact, Some(1.5), None, None), "value", "not whole"),
        ((Exact, Some(-5.0), None, None), "value", "below 0"),
        ((LessThan, Some(0.0), None, None), "value", "less than 0"),
    ] {
        let error = given(fields).expect_err(part);
        assert!(error.to_string().contains(part), "{part}: {error}");
        let crate::Error::Input { path, .. } = error else { panic!("{error:?}") };
        assert_eq!(path, [field]);
    }
    assert!(Quantity::given(" ", Exact, Some(5.0), None, None, true).is_err());
}

#[test]
fn published_bounds_out_of_order_are_taken_and_noticed() {
    let (quantity, notices) =
        Quantity::imported("5 to 4", Between, None, Some(5.0), Some(4.0), true)
            .expect("it is taken");
    assert_eq!((quantity.low, quantity.high), (Some(5.0), Some(4.0)));
    assert_eq!(notices, [Notice::LowAboveHigh { low: 5.0, high: 4.0 }]);
    let read = lexicon::read(&quantity, Lexicon::Claimbase1, true, true);
    assert_eq!((read.low, read.high), (Some(4.0), Some(5.0)));
    assert!(read.soft_low && read.soft_high);
}

#[test]
fn numbers_without_a_qualifier_have_one() {
    for (fields, expected) in [
        ((Some(5.0), None, None), Some(Exact)),
        ((Some(5.0), Some(5.0), Some(5.0)), Some(Exact)),
        ((None, Some(2.0), Some(4.0)), Some(Between)),
        ((Some(3.0), Some(2.0), Some(4.0)), Some(Between)),
        ((None, Some(2.0), None), Some(AtLeast)),
        ((None, None, Some(2.0)), Some(AtMost)),
        ((None, None, None), None),
    ] {
        let (value, low, high) = fields;
        assert_eq!(qualifier_of(value, low, high), expected);
    }
}

#[test]
fn quantities_are_printed_in_english() {
    for (text, printed) in [
        ("8k", "8,000"),
        ("upwards of 80", "more than 80"),
        ("8,000+", "at least 8,000"),
        ("under 300", "less than 300"),
        ("some 50 protesters", "about 50"),
        ("between 21 and 24", "21 to 24"),
        ("an estimated 2,000-4,000", "around 2,000 to 4,000"),
        ("2,000-4,000, most likely 3,000", "3,000 (2,000 to 4,000)"),
        ("between 1000 to more than 1,800", "between 1,000 and an unknown number"),
        ("at least 2 and at most 3,000", "at least 2 and at most 3,000"),
        ("Several hundreds of people", "several hundred"),
        ("at least dozens", "at least dozens"),
        ("nobody was killed", "none"),
        ("An unknown  number", "an unknown number"),
    ] {
        assert_eq!(parse(text, true).expect(text).quantity.print(), printed, "{text}");
    }
    let fraction = Quantity::given("x", Exact, Some(1.234), None, None, false);
    assert_eq!(fraction.expect("it is a quantity").print(), "1.2340");
}

#[test]
fn one_proposition_has_one_canonical_text() {
    let canonical = |text| parse(text, true).expect(text).quantity.canonical();
    for (one, other) in [
        ("about 3,700", "some 3700 people"),
        ("over 3,700", "more than 3.7k"),
        ("several hundreds", "several hundred people"),
        ("0", "nobody"),
        ("21-24", "between 21 and 24"),
    ] {
        assert_eq!(canonical(one), canonical(other));
    }
    let all =
        ["3,700", "about 3,700", "at least 3,700", "over 3,700", "hundreds", "dozens", "many"];
    for (place, one) in all.iter().enumerate() {
        assert!(all[place + 1..].iter().all(|other| canonical(one) != canonical(other)), "{one}");
    }
    assert_ne!(canonical("around 21-24"), canonical("21-24"));
}
