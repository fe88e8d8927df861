//! Links that lead to a quoted sentence: the URL fragment text directives of the WICG.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Quote;

/// What need not be encoded in a text directive. The hyphen, comma and ampersand are its syntax.
const DIRECTIVE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// The longest quote that a link carries in full: browsers look for its two ends as well.
const WHOLE: usize = 200;

/// How many words stand for an end of a longer one.
const END_WORDS: usize = 5;

/// A quote with fewer words is linked with the words around it, since it can stand anywhere.
const FEW_WORDS: usize = 4;

/// How many words around it.
const AROUND: usize = 3;

/// The address of a source that leads to the quoted sentence: a text fragment, as
/// `https://example.org/a#:~:text=at%20least%208%2C000`.
#[must_use]
pub fn text_fragment(url: &str, quote: &Quote) -> String {
    let page = url.split_once(":~:").map_or(url, |(page, _)| page);
    let lines: Vec<Vec<&str>> = quote
        .exact
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|words| !words.is_empty())
        .collect();
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return page.to_owned() };
    let encode = |words: &[&str]| utf8_percent_encode(&words.join(" "), DIRECTIVE).to_string();
    let is_long = quote.exact.chars().count() > WHOLE && first.len() >= 2 * END_WORDS;
    let mut directive = if lines.len() > 1 || is_long {
        let start = &first[..first.len().min(END_WORDS)];
        let end = &last[last.len().saturating_sub(END_WORDS)..];
        format!("{},{}", encode(start), encode(end))
    } else {
        encode(first)
    };
    if lines.len() == 1 && first.len() < FEW_WORDS {
        let before = words_before(quote.prefix.as_deref().unwrap_or_default());
        let after = words_after(quote.suffix.as_deref().unwrap_or_default());
        if !before.is_empty() {
            directive = format!("{}-,{directive}", encode(&before));
        }
        if !after.is_empty() {
            directive = format!("{directive},-{}", encode(&after));
        }
    }
    let hash = if page.contains('#') { "" } else { "#" };
    format!("{page}{hash}:~:text={directive}")
}

/// The last whole words before a quote in its line. Browsers do not find halves of words, nor
/// surroundings over the end of a paragraph.
fn words_before(prefix: &str) -> Vec<&str> {
    let line = prefix.rsplit('\n').next().unwrap_or_default();
    let mut words: Vec<_> = line.split_whitespace().collect();
    if line.len() == prefix.len() && !words.is_empty() {
        words.remove(0);
    }
    // A word that goes on in the quote cannot be told apart from it.
    if !line.ends_with(char::is_whitespace) {
        words.clear();
    }
    words.split_off(words.len().saturating_sub(AROUND))
}

fn words_after(suffix: &str) -> Vec<&str> {
    let line = suffix.split('\n').next().unwrap_or_default();
    let mut words: Vec<_> = line.split_whitespace().collect();
    if line.len() == suffix.len() {
        words.pop();
    }
    if !line.starts_with(char::is_whitespace) {
        words.clear();
    }
    words.truncate(AROUND);
    words
}

#[cfg(test)]
mod tests {
    use super::{super::select, *};

    const TEXT: &str = "The network said at least 8,000 people were arrested. An MP said 3,700. \
                        Later the network said at least 8,000 again.";

    fn words(exact: &str) -> Quote {
        Quote { exact: exact.to_owned(), ..Quote::default() }
    }

    #[test]
    fn links_lead_to_the_sentence() {
        let link = |url: &str, exact: &str| text_fragment(url, &words(exact));
        assert_eq!(
            link("https://example.org/a", "said at least 8,000 & more – well-known"),
            "https://example.org/a#:~:text=said%20at%20least%208%2C000%20%26%20more%20\
             %E2%80%93%20well%2Dknown"
        );
        assert_eq!(
            link("https://example.org/a#part", "one two three four"),
            "https://example.org/a#part:~:text=one%20two%20three%20four"
        );
        assert_eq!(
            link("https://example.org/a#:~:text=old", "one two three four"),
            "https://example.org/a#:~:text=one%20two%20three%20four"
        );
        assert_eq!(link("https://example.org/a", " \n"), "https://example.org/a");
    }

    #[test]
    fn long_quotes_are_linked_by_their_ends() {
        assert_eq!(
            text_fragment("u", &words(&format!("a b c d e {}v w x y z", "word ".repeat(50)))),
            "u#:~:text=a%20b%20c%20d%20e,v%20w%20x%20y%20z"
        );
        assert_eq!(text_fragment("u", &words("a b\n\nc d")), "u#:~:text=a%20b,c%20d");
    }

    #[test]
    fn short_quotes_are_linked_with_whole_words_around_them() {
        let quote = select(TEXT, 65, 70).expect("within the text");
        assert_eq!(text_fragment("u", &quote), "u#:~:text=An%20MP%20said-,3%2C700");
        let quote =
            select("one two\nthree 42 four five six seven", 14, 16).expect("within the text");
        assert_eq!(text_fragment("u", &quote), "u#:~:text=three-,42,-four%20five%20six");
    }
}
