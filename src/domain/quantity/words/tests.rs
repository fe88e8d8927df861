//! Number words and what they say.

use super::{super::token::cut, Decimal, number};

#[test]
fn number_words_are_read() {
    for (text, value) in [
        ("zero", 0.0),
        ("twelve", 12.0),
        ("twenty-three", 23.0),
        ("twenty three", 23.0),
        ("ninety", 90.0),
        ("a hundred", 100.0),
        ("hundred", 100.0),
        ("one hundred and twenty-three", 123.0),
        ("a hundred and fifty", 150.0),
        ("twelve hundred", 1_200.0),
        ("nineteen hundred and five", 1_905.0),
        ("a thousand", 1_000.0),
        ("two thousand and five", 2_005.0),
        ("two thousand three hundred", 2_300.0),
        ("one hundred and twenty-three thousand four hundred and fifty-six", 123_456.0),
        ("three million two hundred thousand", 3_200_000.0),
        ("a hundred thousand", 100_000.0),
        ("a hundred thousand million", 1e11),
        ("half a million", 500_000.0),
        ("a half million", 500_000.0),
        ("half a dozen", 6.0),
        ("half-a-dozen", 6.0),
        ("half a billion", 5e8),
        ("a quarter of a million", 250_000.0),
        ("three quarters of a million", 750_000.0),
        ("two and a half million", 2_500_000.0),
        ("one and a half", 1.5),
        ("a million and a half", 1_500_000.0),
        ("two point five million", 2_500_000.0),
        ("a dozen", 12.0),
        ("two dozen", 24.0),
        ("a couple", 2.0),
        ("a couple of hundred", 200.0),
        ("a couple dozen", 24.0),
        ("a score", 20.0),
        ("2.5 million", 2_500_000.0),
        ("2.3 million", 2_300_000.0),
        ("25 hundred", 2_500.0),
        ("3 million 200 thousand", 3_200_000.0),
        ("8k", 8_000.0),
        ("2.5m", 2_500_000.0),
        ("1.2bn", 1.2e9),
        ("1.2 bn", 1.2e9),
        ("2½ million", 2_500_000.0),
        ("½ million", 500_000.0),
        ("2 lakh 50 thousand", 250_000.0),
        ("1.5 crore", 15_000_000.0),
        ("3 millions", 3_000_000.0),
        ("three billion", 3e9),
        ("1e6", 1e6),
    ] {
        let tokens = cut(text);
        let found = number(&tokens, 0).expect(text);
        assert_eq!(found.value.to_f64(), Some(value), "{text}");
        assert_eq!(found.next, tokens.len(), "{text}");
    }
}

#[test]
fn a_range_in_words_is_two_numbers() {
    for text in ["five-six", "twenty-thirty", "one hundred-two hundred"] {
        let tokens = cut(text);
        let found = number(&tokens, 0).expect(text);
        assert!(tokens[found.next].is('-'), "{text}");
    }
}

#[test]
fn a_coefficient_is_told_from_its_scale() {
    for (text, coefficient, scale) in [
        ("3 million", Some(3.0), 1e6),
        ("three hundred thousand", Some(3.0), 1e5),
        ("120 thousand", Some(120.0), 1e3),
        ("3k", Some(3.0), 1e3),
        ("3", None, 1.0),
        ("two thousand three hundred", None, 100.0),
    ] {
        let found = number(&cut(text), 0).expect(text);
        assert_eq!(found.coefficient.and_then(Decimal::to_f64), coefficient, "{text}");
        assert_eq!(found.scale.to_f64(), Some(scale), "{text}");
    }
}
