//! Anchors: quotes with their surroundings, found again in a text, as in the W3C's
//! `TextQuoteSelector` and `TextPositionSelector`.

mod link;
#[cfg(test)]
mod tests;

use entity::vocab::AnchorStatus;

pub use self::link::text_fragment;
use super::fold::{Word, Words};

/// How many code points of its surroundings a new quote keeps on either side.
const CONTEXT: usize = 32;

/// How many code points of given surroundings are looked at: with a bound, the time is linear.
const LOOKED_AT: usize = 2 * CONTEXT;

/// How many code points more of its surroundings one place must share to be preferred to another.
const CLEAR_LEAD: usize = 8;

/// Verbatim words, where they stand, and what stands around them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub exact: String,
    /// What stands before them; `None` where nobody recorded it.
    pub prefix: Option<String>,
    /// What stands after them; `None` where nobody recorded it.
    pub suffix: Option<String>,
    /// The code point where they begin; `None` where nobody recorded it.
    pub start: Option<usize>,
    /// The code point after their last; `None` where nobody recorded it.
    pub end: Option<usize>,
}

/// Where a quote was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// How well.
    pub status: AnchorStatus,
    /// The code point where it begins, the likeliest one where that is not decided; `None` where
    /// it was not found.
    pub start: Option<usize>,
    /// The code point after its last; `None` where it was not found.
    pub end: Option<usize>,
}

/// A place where a quote can stand.
struct Place {
    /// Bytes of the text.
    start: usize,
    end: usize,
    /// How many code points of its surroundings are as recorded.
    shared: usize,
    /// Whether all of them are.
    whole: bool,
}

/// Cuts a quote from code point `start` up to `end` out of a text; `None` where the text has no
/// such part.
#[must_use]
pub fn select(text: &str, start: usize, end: usize) -> Option<Quote> {
    if start >= end {
        return None;
    }
    let from = byte_of(text, start)?;
    let to = from + byte_of(&text[from..], end - start)?;
    Some(Quote {
        exact: text[from..to].to_owned(),
        prefix: Some(last_chars(&text[..from], CONTEXT).to_owned()),
        suffix: Some(first_chars(&text[to..], CONTEXT).to_owned()),
        start: Some(start),
        end: Some(end),
    })
}

/// Finds a quote in the stored text of its source; `None` where the text is not kept.
///
/// Where it stands more than once, its surroundings decide, then its recorded position. Only where
/// it does not stand verbatim, case, accents, white space and punctuation are ignored.
#[must_use]
pub fn locate(text: Option<&str>, quote: &Quote) -> Located {
    let Some(text) = text else {
        return Located { status: AnchorStatus::NoText, start: None, end: None };
    };
    let mut found = AnchorStatus::Anchored;
    let mut places = verbatim(text, quote);
    if places.is_empty() {
        found = AnchorStatus::Fuzzy;
        places = folded(text, quote);
    }
    let recorded = quote.start.and_then(|start| byte_of(text, start));
    let Some((place, is_decided)) = decide(&places, recorded) else {
        return Located { status: AnchorStatus::Orphaned, start: None, end: None };
    };
    let start = text[..place.start].chars().count();
    let end = start + text[place.start..place.end].chars().count();
    let status = if is_decided { found } else { AnchorStatus::Ambiguous };
    Located { status, start: Some(start), end: Some(end) }
}

/// The likeliest place, and whether anything decides for it.
fn decide(places: &[Place], recorded: Option<usize>) -> Option<(&Place, bool)> {
    let rank = |place: &&Place| (place.whole, place.shared);
    let best = places.iter().max_by_key(rank)?;
    let is_rival = |place: &&Place| {
        let is_behind = best.whole && !place.whole || best.shared >= place.shared + CLEAR_LEAD;
        !is_behind
    };
    let mut rivals = places.iter().filter(is_rival).peekable();
    let first = rivals.next()?;
    if rivals.peek().is_none() {
        return Some((first, true));
    }
    let Some(recorded) = recorded else {
        // Of equals the first: `max_by_key` gives the last.
        let equal = |place: &&Place| rank(place) == rank(&best);
        return places.iter().find(equal).map(|place| (place, false));
    };
    let nearest =
        std::iter::once(first).chain(rivals).min_by_key(|place| place.start.abs_diff(recorded))?;
    Some((nearest, nearest.start == recorded))
}

/// Every place where the words stand verbatim.
fn verbatim(text: &str, quote: &Quote) -> Vec<Place> {
    let prefix = last_chars(quote.prefix.as_deref().unwrap_or_default(), LOOKED_AT);
    let suffix = first_chars(quote.suffix.as_deref().unwrap_or_default(), LOOKED_AT);
    let place = |start: usize| {
        let end = start + quote.exact.len();
        let before = text[..start].chars().rev();
        let after = text[end..].chars();
        Place {
            start,
            end,
            shared: shared(before, prefix.chars().rev()) + shared(after, suffix.chars()),
            whole: text[..start].ends_with(prefix) && text[end..].starts_with(suffix),
        }
    };
    occurrences(text.as_bytes(), quote.exact.as_bytes()).into_iter().map(place).collect()
}

fn shared(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// Every place where the same folded words stand.
fn folded(text: &str, quote: &Quote) -> Vec<Place> {
    let words: Vec<_> = Words::new(text).collect();
    let said: Vec<_> = Words::new(&quote.exact).map(|word| word.text).collect();
    let prefix = last_chars(quote.prefix.as_deref().unwrap_or_default(), LOOKED_AT);
    let suffix = first_chars(quote.suffix.as_deref().unwrap_or_default(), LOOKED_AT);
    let before: Vec<_> = Words::new(prefix).collect();
    let after: Vec<_> = Words::new(suffix).collect();
    let texts: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
    let said: Vec<_> = said.iter().map(String::as_str).collect();
    let place = |first: usize| {
        let next = first + said.len();
        // The outermost word of the surroundings can be cut.
        let left = shared_words(words[..first].iter().rev(), before.iter().rev(), str::ends_with);
        let right = shared_words(words[next..].iter(), after.iter(), str::starts_with);
        Place {
            start: words[first].range.start,
            end: words[next - 1].range.end,
            shared: left.1 + right.1,
            whole: left.0 == before.len() && right.0 == after.len(),
        }
    };
    occurrences(&texts, &said).into_iter().map(place).collect()
}

/// How many words of the surroundings are shared, and how many code points they have.
fn shared_words<'a>(
    words: impl Iterator<Item = &'a Word>,
    recorded: impl ExactSizeIterator<Item = &'a Word>,
    fits: impl Fn(&'a str, &'a str) -> bool,
) -> (usize, usize) {
    let last = recorded.len().saturating_sub(1);
    let (mut count, mut length) = (0, 0);
    for (at, (word, recorded)) in words.zip(recorded).enumerate() {
        let is_cut = at == last && fits(&word.text, &recorded.text);
        if word.text != recorded.text && !is_cut {
            break;
        }
        count += 1;
        length += recorded.text.chars().count();
    }
    (count, length)
}

/// Where `needle` begins in `text`, overlapping ones too, in linear time (Knuth, Morris, Pratt).
fn occurrences<T: PartialEq>(text: &[T], needle: &[T]) -> Vec<usize> {
    if needle.is_empty() {
        return Vec::new();
    }
    // How much of the needle is both before and at the end of its first n + 1 items.
    let mut border = vec![0; needle.len()];
    let mut length = 0;
    for at in 1..needle.len() {
        while length > 0 && needle[at] != needle[length] {
            length = border[length - 1];
        }
        if needle[at] == needle[length] {
            length += 1;
        }
        border[at] = length;
    }
    let mut found = Vec::new();
    length = 0;
    for (at, item) in text.iter().enumerate() {
        while length > 0 && *item != needle[length] {
            length = border[length - 1];
        }
        if *item == needle[length] {
            length += 1;
        }
        if length == needle.len() {
            found.push(at + 1 - length);
            length = border[length - 1];
        }
    }
    found
}

/// The byte where a code point begins; the text's length for the one after its last.
fn byte_of(text: &str, code_point: usize) -> Option<usize> {
    let ends = std::iter::once(text.len());
    text.char_indices().map(|(at, _)| at).chain(ends).nth(code_point)
}

fn first_chars(text: &str, count: usize) -> &str {
    &text[..byte_of(text, count).unwrap_or(text.len())]
}

fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last();
    start.map_or("", |(at, _)| &text[at..])
}
