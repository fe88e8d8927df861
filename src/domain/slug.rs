//! Slugs: names for web addresses, in lower-case ASCII letters, digits and single hyphens.

use super::{fold::fold, text::shown};
use crate::{Error, Result};

/// The longest slug.
const MAX: usize = 100;

/// The longest slug made from a name: longer ones are not typed, and a number must still fit.
const MADE: usize = 80;

/// A slug for a name; made from `fallback` where no letter of the name can be written in ASCII.
#[must_use]
pub fn from_name(name: &str, fallback: &str) -> String {
    let slug = transliterate(name);
    if slug.is_empty() { transliterate(fallback) } else { slug }
}

/// Reads a slug that somebody gave.
pub fn parse(slug: &str) -> Result<String> {
    let invalid =
        |why: &str| Err(Error::invalid("", format!("{} is not a slug: {why}", shown(slug))));
    if slug.is_empty() {
        return invalid("write at least one letter or digit");
    }
    let length = slug.chars().count();
    if length > MAX {
        return invalid(&format!("it has {length} characters, shorten it to {MAX} at most"));
    }
    if let Some(bad) = slug.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-')) {
        let bad = shown(&bad.to_string());
        return invalid(&format!(
            "use lower-case letters from a to z, digits and hyphens instead of {bad}"
        ));
    }
    if slug.starts_with('-') || slug.ends_with('-') || slug.contains("--") {
        return invalid("hyphens stand alone and between letters or digits");
    }
    Ok(slug.to_owned())
}

/// The slug for the nth record of one name: the name alone for the first, `name-2` for the second.
#[must_use]
pub fn numbered(base: &str, n: u32) -> String {
    if n < 2 {
        return base.to_owned();
    }
    let number = format!("-{n}");
    format!("{}{number}", cut(base, MAX - number.len()))
}

fn transliterate(name: &str) -> String {
    // "people's" is one word.
    let folded = fold(&name.replace(['\'', '’', 'ʼ'], ""));
    let words = folded.split(' ').map(|word| word.chars().filter_map(ascii).collect::<String>());
    let slug = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    cut(&slug, MADE).to_owned()
}

/// The slug within the limit, without a piece of a word at its end where it has several words.
fn cut(slug: &str, max: usize) -> &str {
    if slug.len() <= max {
        return slug;
    }
    let head = &slug[..max];
    let whole = if slug.as_bytes()[max] == b'-' { Some(max) } else { head.rfind('-') };
    head[..whole.unwrap_or(max)].trim_end_matches('-')
}

/// A folded letter in ASCII; `None` where it is not known or not written.
fn ascii(letter: char) -> Option<&'static str> {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    if let Some(at) = PLAIN.find(letter) {
        return Some(&PLAIN[at..=at]);
    }
    Some(match letter {
        'ا' | 'ع' | 'α' | 'а' => "a",
        'ب' | 'б' => "b",
        'پ' | 'π' | 'п' => "p",
        'ت' | 'ط' | 'τ' | 'т' => "t",
        'ث' | 'س' | 'ص' | 'σ' | 'с' => "s",
        'ج' | 'ј' => "j",
        'چ' | 'ч' | 'χ' => "ch",
        'ح' | 'ه' => "h",
        'خ' | 'х' => "kh",
        'د' | 'δ' | 'д' => "d",
        'ذ' | 'ز' | 'ض' | 'ظ' | 'ζ' | 'з' => "z",
        'ر' | 'ρ' | 'р' => "r",
        'ژ' | 'ж' => "zh",
        'ش' | 'ш' => "sh",
        'غ' => "gh",
        'ف' | 'φ' | 'ф' => "f",
        'ق' => "q",
        'ک' | 'κ' | 'к' => "k",
        'گ' | 'γ' | 'г' | 'ґ' => "g",
        'ل' | 'λ' | 'л' => "l",
        'م' | 'μ' | 'м' => "m",
        'ن' | 'ν' | 'н' => "n",
        'و' | 'β' | 'в' => "v",
        'ی' | 'ι' | 'η' | 'и' | 'і' => "i",
        'υ' | 'ы' | 'ў' => "y",
        'ο' | 'ω' | 'о' => "o",
        'ε' | 'е' | 'э' => "e",
        'є' => "ye",
        'θ' => "th",
        'ξ' => "x",
        'ψ' => "ps",
        'у' => "u",
        'ц' => "ts",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'љ' => "lj",
        'њ' => "nj",
        'ђ' => "dj",
        'џ' => "dz",
        'ћ' => "c",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_slugs() {
        for (name, slug) in [
            ("People arrested, Iran protests 2017–18", "people-arrested-iran-protests-2017-18"),
            ("  Ødegård & Søn (AS) ", "odegard-son-as"),
            ("The People's Mojahedin", "the-peoples-mojahedin"),
            ("3,700 arrested", "3700-arrested"),
            ("تهران", "thran"),
            ("اعتراضات ۱۳۹۶", "aatrazat-1396"),
            ("Москва", "moskva"),
            ("Αθήνα", "athina"),
            ("東京", "place"),
            ("東京 2020", "2020"),
            ("!", "place"),
        ] {
            assert_eq!(from_name(name, "place"), slug);
        }
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let slug = from_name(&"word ".repeat(50), "x");
        assert!(slug.len() <= MADE && slug.ends_with("-word"), "{slug}");
        assert_eq!(from_name(&"w".repeat(500), "x").len(), MADE);
    }

    #[test]
    fn what_is_no_slug_is_refused_with_the_mend() {
        let refusal = |slug: &str| parse(slug).expect_err(slug).to_string();
        assert_eq!(refusal(""), "'' is not a slug: write at least one letter or digit");
        assert_eq!(
            refusal("Iran"),
            "'Iran' is not a slug: use lower-case letters from a to z, digits and hyphens \
             instead of 'I'"
        );
        for slug in ["-iran", "iran-", "iran--protests"] {
            assert_eq!(
                refusal(slug),
                format!(
                    "'{slug}' is not a slug: hyphens stand alone and between letters or digits"
                )
            );
        }
        assert!(
            refusal(&"a".repeat(101)).ends_with("it has 101 characters, shorten it to 100 at most")
        );
        assert_eq!(parse("iran-2017").expect("a slug"), "iran-2017");
    }

    #[test]
    fn the_second_gets_a_number() {
        assert_eq!(numbered("iran", 1), "iran");
        assert_eq!(numbered("iran", 2), "iran-2");
        let long = "a".repeat(100);
        assert_eq!(numbered(&long, 12), format!("{}-12", "a".repeat(97)));
    }

    proptest! {
        #[test]
        fn what_is_made_is_a_slug(name in ".{0,200}", n: u32) {
            let slug = from_name(&name, "record");
            prop_assert_eq!(&parse(&slug).expect("made by us"), &slug);
            prop_assert!(parse(&numbered(&slug, n)).is_ok());
        }

        #[test]
        fn a_slug_is_its_own_slug(slug in "[a-z0-9]{1,8}(-[a-z][a-z0-9]{0,7}){0,5}") {
            prop_assert_eq!(from_name(&slug, "x"), slug);
        }
    }
}
