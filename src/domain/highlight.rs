//! Highlights: the passage of a text that a search found, with the found words marked.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::{Word, Words};

/// How many characters a passage has, about.
const PASSAGE: usize = 160;

/// How many of them stand before the first match.
const LEAD: usize = 40;

/// About 160 characters of the original around the first match, safe to put into HTML.
///
/// Words equal to a token, or that begin with the last token, stand between `<mark>` and
/// `</mark>`. An end that was cut off is shown by `…`. Without a match it is the beginning.
#[must_use]
pub fn highlight(original: &str, tokens: &[String]) -> String {
    let first = Words::new(original).find(|word| matches(word, tokens));
    let passage = passage(original, first.map_or(0..0, |word| word.range));
    let mut html = String::with_capacity(2 * PASSAGE);
    if passage.start > 0 {
        html.push('…');
    }
    let mut at = passage.start;
    for word in Words::new(original) {
        if word.range.start >= passage.end {
            break;
        }
        // One character can give several words: ½ is 1 and 2.
        let range = word.range.start.max(at)..word.range.end.min(passage.end);
        if range.is_empty() || !matches(&word, tokens) {
            continue;
        }
        escape(&original[at..range.start], &mut html);
        html.push_str("<mark>");
        escape(&original[range.clone()], &mut html);
        html.push_str("</mark>");
        at = range.end;
    }
    escape(&original[at..passage.end], &mut html);
    if passage.end < original.len() {
        html.push('…');
    }
    html
}

fn matches(word: &Word, tokens: &[String]) -> bool {
    let Some((last, whole)) = tokens.split_last() else { return false };
    whole.contains(&word.text) || (!last.is_empty() && word.text.starts_with(last.as_str()))
}

/// The bytes to show so that `found` is among them, cut between words where the words allow it.
fn passage(original: &str, found: Range<usize>) -> Range<usize> {
    let room = PASSAGE.saturating_sub(original[found.clone()].chars().count());
    let lead = room.min(LEAD);
    let before = original[..found.start].char_indices().rev();
    let start = before.take(lead).last().map_or(found.start, |(at, _)| at);
    let lead = original[start..found.start].chars().count();
    let length = original[found.start..].chars().count().min(PASSAGE - lead);
    let end = original[found.start..]
        .char_indices()
        .nth(length)
        .map_or(original.len(), |(at, _)| found.start + at);
    // A long word that was found is cut too, but only at its end.
    word_start(original, start, found.start)
        ..word_end(original, end, found.end.min(end).max(found.start))
}

/// The first place at or after `cut` where a word begins, not after `limit`.
fn word_start(original: &str, cut: usize, limit: usize) -> usize {
    if original[..cut].chars().next_back().is_none_or(char::is_whitespace) {
        return cut;
    }
    let inside = &original[cut..limit];
    let space = inside.find(char::is_whitespace);
    let after = space.map_or("", |at| inside[at..].trim_start());
    limit - after.len()
}

/// The last place at or before `cut` where a word ends, not before `limit`.
fn word_end(original: &str, cut: usize, limit: usize) -> usize {
    if original[cut..].chars().next().is_none_or(char::is_whitespace) {
        return cut;
    }
    let inside = &original[limit..cut];
    if let Some(at) = inside.rfind(char::is_whitespace) {
        return limit + inside[..at].trim_end().len();
    }
    // Nowhere to break: at least no letter loses its accent.
    let rest = &original[cut..];
    cut + rest.find(|c| !is_combining_mark(c)).unwrap_or(rest.len())
}

fn escape(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::fold::tokens;

    fn found(original: &str, query: &str) -> String {
        highlight(original, &tokens(query))
    }

    /// The passage as plain text, and whether each end was cut.
    fn plain(html: &str) -> (String, bool, bool) {
        let text = html.replace("<mark>", "").replace("</mark>", "");
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        let start = text.strip_prefix('…');
        let text = start.unwrap_or(&text);
        let end = text.strip_suffix('…');
        (end.unwrap_or(text).to_owned(), start.is_some(), end.is_some())
    }

    #[test]
    fn whole_words_are_marked_and_the_last_token_begins_one() {
        assert_eq!(
            found("Arrested protesters, many arrests; unarrested", "protesters arrest"),
            "<mark>Arrested</mark> <mark>protesters</mark>, many <mark>arrests</mark>; unarrested"
        );
        assert_eq!(found("arrested, arrest", "arrest many"), "arrested, <mark>arrest</mark>");
    }

    #[test]
    fn everything_is_escaped() {
        assert_eq!(
            found("<b>8,000</b> & \"more\"", "8000"),
            "&lt;b&gt;<mark>8,000</mark>&lt;/b&gt; &amp; &quot;more&quot;"
        );
    }

    #[test]
    fn persian_and_accents_are_found_in_the_original() {
        assert_eq!(
            found("او كتاب\u{200c}ها را خواند", "کتابها"),
            "او <mark>كتاب\u{200c}ها</mark> را خواند"
        );
        assert_eq!(found("حدود ۸٬۰۰۰ نفر", "8000"), "حدود <mark>۸٬۰۰۰</mark> نفر");
        assert_eq!(found("a Malmo\u{308} b", "malmo"), "a <mark>Malmo\u{308}</mark> b");
    }

    #[test]
    fn a_long_text_is_cut_at_words_around_the_first_match() {
        let text = format!("{}needle {}", "word ".repeat(100), "other ".repeat(100));
        let html = found(&text, "needle");
        assert!(html.starts_with("…word word "), "{html}");
        assert!(html.ends_with(" other…"), "{html}");
        assert!((120..=162).contains(&plain(&html).0.chars().count()));
    }

    #[test]
    fn without_a_match_it_is_the_beginning() {
        let text = "word ".repeat(100);
        let html = found(&text, "needle");
        assert!(html.starts_with("word word") && html.ends_with("word…"));
        assert_eq!(highlight("short", &[]), "short");
        assert_eq!(highlight("", &tokens("x")), "");
    }

    #[test]
    fn text_without_spaces_is_cut_too() {
        let (text, start, end) = plain(&found(&"字".repeat(1_000), "x"));
        assert_eq!((text.chars().count(), start, end), (PASSAGE, false, true));
        let (text, start, end) = plain(&found(&"字".repeat(1_000), "字"));
        assert_eq!((text.chars().count(), start, end), (PASSAGE, false, true));
    }

    proptest! {
        #[test]
        fn a_highlight_is_a_passage_of_the_original(
            text in "(?s)([a-c<&'\"é½\u{300}ك\u{64e}۳,\n ]|<mark>|.){0,400}",
            query in "[a-c3½ک ]{0,6}",
        ) {
            prop_assume!(!text.contains('…'));
            let tokens = tokens(&query);
            let html = highlight(&text, &tokens);
            let (passage, start, end) = plain(&html);
            prop_assert!(text.contains(&passage), "{}", html);
            prop_assert!(start || text.starts_with(&passage));
            prop_assert!(end || text.ends_with(&passage));
            let found = Words::new(&text).any(|word| matches(&word, &tokens));
            prop_assert_eq!(html.contains("<mark>"), found);
            let bare = html.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!bare.contains(['<', '>', '"']));
        }
    }
}
