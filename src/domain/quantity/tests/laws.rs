//! The laws that every quantity keeps, whatever the text.

use super::super::{Quantity, digit, parse, stands_in};
use crate::domain::lexicon::{self, Lexicon};
use entity::vocab::Qualifier;
use proptest::{prelude::*, sample::select};

const QUALIFIERS: [Qualifier; 8] = [
    Qualifier::Exact,
    Qualifier::About,
    Qualifier::Nearly,
    Qualifier::JustOver,
    Qualifier::AtLeast,
    Qualifier::MoreThan,
    Qualifier::AtMost,
    Qualifier::LessThan,
];

const WORDLESS: [(Qualifier, &str); 14] = [
    (Qualifier::Vague, "dozens"),
    (Qualifier::Vague, "several hundred"),
    (Qualifier::Vague, "at least tens of thousands"),
    (Qualifier::Vague, "Dozens to hundreds"),
    (Qualifier::Vague, "300s"),
    (Qualifier::Vague, "up to a few dozen"),
    (Qualifier::Vague, "dozens to 1,234"),
    (Qualifier::Vague, "upper thousands"),
    (Qualifier::Unknown, "an unknown number"),
    (Qualifier::Unknown, "Many  people"),
    (Qualifier::Unknown, "1.500"),
    (Qualifier::Relative, "doubled"),
    (Qualifier::Relative, "30 % more"),
    (Qualifier::None, "nobody"),
];

/// Numbers as they are said: small and round, large, exact.
fn numbers(integral: bool) -> BoxedStrategy<f64> {
    if integral {
        let round =
            (1..100_u32, 0..12).prop_map(|(n, exponent)| f64::from(n) * 10_f64.powi(exponent));
        prop_oneof![(1..2_000_u32).prop_map(f64::from), any::<u32>().prop_map(f64::from), round]
            .boxed()
    } else {
        let wild = any::<f64>().prop_filter("finite", |value| value.is_finite());
        let cents = any::<i32>().prop_map(|cents| f64::from(cents) / 1e3);
        prop_oneof![wild, cents, (-1e6..1e6)].boxed()
    }
}

fn ranges(integral: bool) -> impl Strategy<Value = Quantity> {
    let part = || proptest::option::of(numbers(integral));
    (part(), part(), part(), any::<bool>()).prop_filter_map(
        "in order",
        move |(low, value, high, soft)| {
            let text = if soft { "around 1-2" } else { "range" };
            Quantity::given(text, Qualifier::Between, value, low, high, integral).ok()
        },
    )
}

fn quantities(integral: bool) -> BoxedStrategy<Quantity> {
    let single = (select(&QUALIFIERS[..]), numbers(integral)).prop_filter_map(
        "it fits its qualifier",
        move |(qualifier, value)| {
            Quantity::given("one", qualifier, Some(value), None, None, integral).ok()
        },
    );
    let wordless = select(&WORDLESS[..])
        .prop_map(move |(_, text)| parse(text, integral).expect("it is a quantity").quantity);
    prop_oneof![3 => single, 2 => ranges(integral), 1 => wordless].boxed()
}

fn any_quantities() -> impl Strategy<Value = (Quantity, bool)> {
    any::<bool>().prop_flat_map(|integral| (quantities(integral), Just(integral)))
}

/// Words of the trade in any order, which reach further into the parser than random letters.
fn wordings() -> impl Strategy<Value = String> {
    const WORDS: [&str; 72] = [
        "at least",
        "about",
        "between",
        "and",
        "to",
        "-",
        "or",
        "more",
        "fewer",
        "than",
        "more than",
        "no",
        "one",
        "two",
        "hundred",
        "thousand",
        "million",
        "dozen",
        "dozens",
        "hundreds",
        "of",
        "a",
        "few",
        "half",
        "quarter",
        "several",
        "8,000",
        "1.500",
        "50",
        "2-3,000",
        "8k",
        "1e6",
        "%",
        "per",
        "(",
        ")",
        "±",
        "+",
        "~",
        ">",
        "=",
        "<",
        "people",
        "killed",
        "most likely",
        "best",
        "or so",
        "up to",
        "as many as",
        "nearly",
        "just over",
        "under",
        "no one",
        "none",
        "many",
        "doubled",
        "times",
        "third",
        "in",
        "from",
        ",",
        ";",
        "۱۲",
        "½",
        "point",
        "five",
        "couple",
        "low",
        "300s",
        "$",
        "-5",
        "é",
    ];
    proptest::collection::vec(select(&WORDS[..]), 0..14).prop_map(|words| words.join(" "))
}

fn fields(quantity: &Quantity) -> (Qualifier, Option<f64>, Option<f64>, Option<f64>) {
    (quantity.qualifier, quantity.value, quantity.low, quantity.high)
}

fn in_order(quantity: &Quantity) -> bool {
    // "More than 80" names 80 and allows no less than 81.
    let open = matches!(
        quantity.qualifier,
        Qualifier::MoreThan | Qualifier::LessThan | Qualifier::JustOver
    );
    let value = quantity.value.filter(|_| !open);
    [quantity.low, value, quantity.high].into_iter().flatten().is_sorted()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_printed_reads_as_the_same((quantity, integral) in any_quantities()) {
        let printed = quantity.print();
        let again = parse(&printed, integral);
        prop_assert!(again.is_ok(), "{printed}: {again:?}");
        let again = again.expect("it was checked").quantity;
        prop_assert_eq!(fields(&again), fields(&quantity), "{}", &printed);
        prop_assert_eq!(again.canonical(), quantity.canonical());
        prop_assert_eq!(again.print(), printed);
        for lexicon in Lexicon::ALL {
            let read = |quantity| lexicon::read(quantity, lexicon, integral, integral);
            prop_assert_eq!(read(&again), read(&quantity));
        }
    }

    #[test]
    fn a_reading_holds_the_number_named((quantity, integral) in any_quantities()) {
        let named = quantity.value.filter(|_| !matches!(
            quantity.qualifier,
            Qualifier::MoreThan | Qualifier::LessThan | Qualifier::JustOver
        ));
        for lexicon in Lexicon::ALL {
            for count in [false, integral] {
                let read = lexicon::read(&quantity, lexicon, integral, count);
                prop_assert!(named.is_none_or(|value| read.contains(value)), "{:?}", read);
                if let (Some(low), Some(high)) = (read.low, read.high) {
                    prop_assert!(low <= high, "{:?}", read);
                }
                prop_assert_eq!(read.lexicon, lexicon);
            }
        }
    }

    #[test]
    fn a_whole_measure_has_whole_bounds(quantity in quantities(true)) {
        for lexicon in Lexicon::ALL {
            let read = lexicon::read(&quantity, lexicon, true, true);
            for bound in [read.low, read.high].into_iter().flatten() {
                prop_assert!(bound.fract().abs() < f64::EPSILON);
                prop_assert!(bound >= 0.0);
            }
        }
    }

    #[test]
    fn what_was_said_is_in_order((quantity, _) in any_quantities()) {
        prop_assert!(in_order(&quantity), "{:?}", quantity);
    }

    #[test]
    fn nothing_makes_it_panic(text in "\\PC*", quote in "\\PC*", integral in any::<bool>()) {
        if let Ok(parsed) = parse(&text, integral) {
            prop_assert!(in_order(&parsed.quantity), "{:?}", parsed);
            let _ = parsed.quantity.canonical();
            let _ = stands_in(&parsed.quantity, &quote);
        }
    }

    #[test]
    fn no_words_make_it_panic(text in wordings(), quote in wordings(), integral in any::<bool>()) {
        let Ok(parsed) = parse(&text, integral) else { return Ok(()) };
        prop_assert!(in_order(&parsed.quantity), "{:?}", parsed);
        let _ = stands_in(&parsed.quantity, &quote);
        for lexicon in Lexicon::ALL {
            let read = lexicon::read(&parsed.quantity, lexicon, integral, integral);
            if let (Some(low), Some(high)) = (read.low, read.high) {
                prop_assert!(low <= high, "{text}: {:?}", read);
            }
        }
        if parsed.quantity.qualifier != Qualifier::Unknown {
            let printed = parsed.quantity.print();
            let again = parse(&printed, integral).map(|again| fields(&again.quantity));
            prop_assert_eq!(again.ok(), Some(fields(&parsed.quantity)), "{} as {}", text, printed);
        }
    }

    #[test]
    fn case_and_spaces_change_nothing(text in wordings()) {
        let loud = format!("\t {}\u{A0}\n", text.to_uppercase());
        let read = |text: &str| parse(text, true).ok().map(|parsed| fields(&parsed.quantity));
        prop_assert_eq!(read(&loud), read(&text));
    }

    #[test]
    fn digits_of_every_script_are_digits(text in wordings(), zero in select(vec!['٠', '۰', '०', '০', '๐', '０', '𝟎'])) {
        let digit = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(u32::from(zero) + digit));
        // Only ASCII digits take part in the notation "1e6".
        let text = text.replace("1e6", "6");
        let other: String = text.chars().map(|c| digit(c).unwrap_or(c)).collect();
        prop_assert!(other.chars().all(|c| !c.is_ascii_digit() && (c != zero || digit::ascii(c) == Some('0'))));
        let read = |text: &str| parse(text, true).ok().map(|parsed| fields(&parsed.quantity));
        prop_assert_eq!(read(&other), read(&text));
    }

    #[test]
    fn a_printed_number_stands_in_its_quote((quantity, _) in any_quantities()) {
        let quote = format!("The report said {} people", quantity.print());
        prop_assert_ne!(stands_in(&quantity, &quote), Some(false), "{}", quote);
    }
}

#[test]
fn the_longest_texts_are_read_in_time() {
    for word in [
        "between ",
        "from one ",
        "a ",
        "thousand ",
        "one hundred and ",
        "1 ",
        "(",
        "about ",
        "9",
        "-",
        "or more ",
    ] {
        let text: String = word.chars().cycle().take(super::super::LONGEST).collect();
        let _ = parse(&text, true);
        let quote = word.repeat(20_000);
        let fifty = parse("50", true).expect("it is a quantity").quantity;
        let _ = stands_in(&fifty, &quote);
    }
}
