//! Language tags in the form of BCP 47 (RFC 5646): `en`, `fa`, `zh-Hant-TW`.

use super::text::shown;
use crate::{Error, Result};

/// The longest tag; RFC 5646 asks for room for 35 characters.
const MAX: usize = 35;

/// Reads a language tag, and writes its letters in the case that RFC 5646 recommends.
///
/// Only the form is checked: the registry of languages grows.
pub fn parse(field: &str, raw: &str) -> Result<String> {
    let tag = raw.trim();
    written(tag).ok_or_else(|| {
        let tag = shown(tag);
        let message =
            format!("{field} {tag} is not a language tag: write it as in en, fa or zh-Hant-TW");
        Error::invalid(field, message)
    })
}

fn written(tag: &str) -> Option<String> {
    if tag.len() > MAX {
        return None;
    }
    let mut rest = tag.split('-').peekable();
    let language = rest.next().filter(|part| letters(part, 2..=3))?;
    let mut parts = vec![language.to_ascii_lowercase()];
    for _ in 0..3 {
        parts.extend(rest.next_if(|part| letters(part, 3..=3)).map(str::to_ascii_lowercase));
    }
    parts.extend(rest.next_if(|part| letters(part, 4..=4)).map(title_case));
    parts.extend(rest.next_if(|part| is_region(part)).map(str::to_ascii_uppercase));
    while let Some(variant) = rest.next_if(|part| is_variant(part)) {
        parts.push(variant.to_ascii_lowercase());
    }
    while let Some(singleton) = rest.next() {
        let shortest = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        if !alphanumeric(singleton, 1..=1) {
            return None;
        }
        parts.push(singleton.to_ascii_lowercase());
        rest.peek().filter(|part| alphanumeric(part, shortest..=8))?;
        while let Some(part) = rest.next_if(|part| alphanumeric(part, shortest..=8)) {
            parts.push(part.to_ascii_lowercase());
        }
    }
    Some(parts.join("-"))
}

fn letters(part: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn alphanumeric(part: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_region(part: &str) -> bool {
    letters(part, 2..=2) || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_variant(part: &str) -> bool {
    alphanumeric(part, 5..=8)
        || alphanumeric(part, 4..=4) && part.starts_with(|first: char| first.is_ascii_digit())
}

fn title_case(part: &str) -> String {
    part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_are_written_as_the_rfc_recommends() {
        for (given, written) in [
            ("en", "en"),
            (" FA ", "fa"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("zh-cmn-Hans-CN", "zh-cmn-Hans-CN"),
            ("sl-rozaj-biske", "sl-rozaj-biske"),
            ("de-CH-1996", "de-CH-1996"),
            ("en-US-u-islamcal", "en-US-u-islamcal"),
            ("az-Arab-x-AZE-derbend", "az-Arab-x-aze-derbend"),
        ] {
            assert_eq!(parse("language", given).expect(given), written);
        }
    }

    #[test]
    fn what_is_no_tag_is_refused_and_named() {
        for given in ["", "e", "english", "en_US", "en-", "-en", "en--us", "en-u", "فا", "e1"] {
            assert!(parse("language", given).is_err(), "{given}");
        }
        assert_eq!(
            parse("language", "english").expect_err("a name").to_string(),
            "language 'english' is not a language tag: write it as in en, fa or zh-Hant-TW"
        );
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_as_the_same(tag in "[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8}){0,4}") {
            if let Ok(written) = parse("language", &tag) {
                prop_assert!(written.eq_ignore_ascii_case(&tag));
                prop_assert_eq!(parse("language", &written).expect("written by us"), written);
            }
        }
    }
}
