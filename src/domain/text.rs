//! Checks of text at the door, and the form in which two statements are the same.

use unicode_normalization::UnicodeNormalization;

use crate::{Error, Result};

/// How much of a refused value a message repeats.
const SHOWN: usize = 60;

/// A value between quotes for a message: cut when it is long, control characters made visible.
#[must_use]
pub fn shown(value: &str) -> String {
    let mut visible = String::with_capacity(SHOWN + 2);
    visible.push('\'');
    for (count, character) in value.chars().enumerate() {
        if count == SHOWN {
            visible.push('…');
            break;
        }
        if character.is_control() {
            visible.extend(character.escape_unicode());
        } else {
            visible.push(character);
        }
    }
    visible.push('\'');
    visible
}

/// Text of one line: a name, a title. Trimmed, not empty, at most `max` characters, no control
/// character.
pub fn line(field: &str, raw: &str, max: usize) -> Result<String> {
    check(field, raw, max, "one line of text", |_| false)
}

/// Text of several lines: a note, an article. As [`line`], but newlines and tabs may stand in it;
/// CR LF and CR are made LF.
pub fn body(field: &str, raw: &str, max: usize) -> Result<String> {
    let raw = raw.replace("\r\n", "\n").replace('\r', "\n");
    check(field, &raw, max, "text", |character| matches!(character, '\n' | '\t'))
}

fn check(
    field: &str,
    raw: &str,
    max: usize,
    what: &str,
    allowed: impl Fn(char) -> bool,
) -> Result<String> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(Error::invalid(
            field,
            format!("{field} is empty: write {what}, or leave it out if it is optional"),
        ));
    }
    if let Some((place, control)) = text
        .chars()
        .enumerate()
        .find(|&(_, character)| character.is_control() && !allowed(character))
    {
        let value = shown(text);
        let code = u32::from(control);
        let place = place + 1;
        return Err(Error::invalid(
            field,
            format!(
                "{field} {value} has the control character U+{code:04X} at character {place}: \
                 remove it"
            ),
        ));
    }
    let length = text.chars().count();
    if length > max {
        let value = shown(text);
        return Err(Error::invalid(
            field,
            format!("{field} {value} has {length} characters: shorten it to {max} at most"),
        ));
    }
    Ok(text.to_owned())
}

/// The form in which two statements are the same: compatibility forms made one, case folded,
/// white space collapsed, quotation marks around it and punctuation at its end dropped.
///
/// Accents and inner punctuation stay: "he resigned" and "he re-signed" are two statements.
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut text = settle(text);
    // Dropping a mark can uncover another one or a space, and lower-casing can leave NFKC.
    loop {
        let next = settle(strip(&text));
        if next == text {
            return next;
        }
        text = next;
    }
}

fn settle(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(super::fold::lower).nfkc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strip(text: &str) -> &str {
    let quote =
        |c: char| matches!(c, '"' | '\'' | '«' | '»' | '“' | '”' | '„' | '‘' | '’' | '‹' | '›');
    let end = |c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '؟' | '،' | '؛' | '。' | '۔')
    };
    text.trim_start_matches(|c: char| quote(c) || c.is_whitespace())
        .trim_end_matches(|c: char| quote(c) || end(c) || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(result: Result<String>) -> String {
        result.expect_err("refused").to_string()
    }

    #[test]
    fn a_line_is_trimmed() {
        assert_eq!(line("name", "  Mahmoud Sadeghi \n", 100).expect("a name"), "Mahmoud Sadeghi");
    }

    #[test]
    fn an_empty_line_is_refused() {
        assert_eq!(
            refusal(line("name", " \t", 10)),
            "name is empty: write one line of text, or leave it out if it is optional"
        );
    }

    #[test]
    fn control_characters_are_refused_with_their_place() {
        assert_eq!(
            refusal(line("name", "a\0b", 10)),
            "name 'a\\u{0}b' has the control character U+0000 at character 2: remove it"
        );
        assert!(line("name", "a\nb", 10).is_err());
        assert!(body("note", "a\u{1b}b", 10).is_err());
    }

    #[test]
    fn a_body_may_have_lines_and_tabs() {
        assert_eq!(body("note", "a\r\nb\tc\rd\n", 10).expect("a note"), "a\nb\tc\nd");
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(line("name", "تهران", 5).is_ok());
        assert_eq!(
            refusal(line("name", "تهران", 4)),
            "name 'تهران' has 5 characters: shorten it to 4 at most"
        );
    }

    #[test]
    fn long_values_are_cut_in_messages() {
        let message = refusal(line("name", &"x".repeat(1_000), 100));
        assert_eq!(
            message,
            format!("name '{}…' has 1000 characters: shorten it to 100 at most", "x".repeat(60))
        );
    }

    #[test]
    fn the_same_statement_in_other_dress_is_the_same() {
        let statement = normalise("The incidents were organised");
        for other in [
            "the incidents  were organised.",
            "\"The Incidents were organised!\"",
            "“The incidents\nwere organised”.",
            "The incidents were organised …",
        ] {
            assert_eq!(normalise(other), statement, "{other}");
        }
    }

    #[test]
    fn other_words_are_another_statement() {
        assert_ne!(normalise("he resigned"), normalise("he re-signed"));
        assert_ne!(normalise("He was there"), normalise("He was not there"));
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn a_taken_line_is_taken_again(text in "[ -~\\t\u{600}-\u{6ff}]{0,40}") {
            if let Ok(taken) = line("name", &text, 30) {
                prop_assert!(taken.chars().count() <= 30);
                prop_assert_eq!(line("name", &taken, 30).expect("taken before"), taken);
            }
        }
    }
}
