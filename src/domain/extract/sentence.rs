//! Paragraphs, sentences and quotations of a text.

use std::ops::Range;

use super::{lexis, speech, token::Token};

/// A line of this many bytes or fewer that ends without a full stop is a heading.
const SHORT_LINE: usize = 60;

/// A longer sentence is cut, in tokens: the rules look over a whole sentence again and again.
const LONGEST: usize = 400;

/// How far behind a quoted question its speaker is looked for, in tokens.
const SPEAKER_REACH: usize = 8;

/// A sentence, as tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) range: Range<usize>,
    /// Which paragraph it stands in.
    pub(super) paragraph: usize,
}

/// How the tokens of a text hang together.
pub(super) struct Layout {
    pub(super) sentences: Vec<Sentence>,
    /// The tokens within quotation marks, without the marks.
    pub(super) quotes: Vec<Range<usize>>,
}

impl Layout {
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut layout = Self { sentences: Vec::new(), quotes: Vec::new() };
        for (paragraph, range) in paragraphs(tokens).into_iter().enumerate() {
            layout.quotes.extend(quotes(tokens, range.clone()));
            let sentences = sentences(tokens, range);
            layout
                .sentences
                .extend(sentences.into_iter().map(|range| Sentence { range, paragraph }));
        }
        layout
    }

    /// The quotation that a token stands in.
    pub(super) fn quote_at(&self, at: usize) -> Option<usize> {
        let next = self.quotes.partition_point(|quote| quote.start <= at);
        let last = next.checked_sub(1)?;
        (self.quotes[last].end > at).then_some(last)
    }
}

fn paragraphs(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut line) = (0, 0);
    for at in 1..tokens.len() {
        if tokens[at].lines == 0 {
            continue;
        }
        let before = &tokens[at - 1];
        let ended = before.is_mark(".!?…”\"’:");
        let short = before.end - tokens[line].start <= SHORT_LINE;
        if tokens[at].lines > 1 || ended || short {
            found.push(start..at);
            start = at;
        }
        line = at;
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

/// Whether the mark opens a quotation, and which mark closes it.
fn opening(tokens: &[Token], at: usize) -> Option<&'static str> {
    let token = &tokens[at];
    let free = !token.glued || at > 0 && tokens[at - 1].is_mark("([—");
    let before = tokens.get(at + 1).is_some_and(|next| next.glued);
    if token.is_mark("“") {
        Some("”")
    } else if token.is_mark("\"") && free {
        Some("\"")
    } else if token.is_mark("‘'") && free && before {
        Some("’'")
    } else {
        None
    }
}

/// The quotations of a paragraph; one that is not closed runs to its end.
fn quotes(tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let Some(closing) = opening(tokens, at) else {
            at += 1;
            continue;
        };
        let closes = |&end: &usize| {
            let single = closing == "’'";
            let last = tokens
                .get(end + 1)
                .is_none_or(|next| !next.glued || next.kind == super::token::Kind::Mark);
            tokens[end].is_mark(closing) && (!single || last)
        };
        match (at + 1..range.end).find(closes) {
            Some(end) => {
                found.push(at + 1..end);
                at = end + 1;
            }
            // A single mark that nothing closes is an apostrophe.
            None if closing == "’'" => at += 1,
            None => {
                found.push(at + 1..range.end);
                at = range.end;
            }
        }
    }
    found
}

fn sentences(tokens: &[Token], range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    let mut at = range.start;
    while at < range.end {
        let ended = end_of_sentence(tokens, at, range.end);
        let Some(next) = ended.or((at + 1 - start == LONGEST).then_some(at + 1)) else {
            at += 1;
            continue;
        };
        found.push(start..next);
        (start, at) = (next, next);
    }
    if start < range.end {
        found.push(start..range.end);
    }
    found
}

/// The token after a sentence that ends with the mark or abbreviation at `at`.
fn end_of_sentence(tokens: &[Token], at: usize, end: usize) -> Option<usize> {
    let token = &tokens[at];
    let mark = token.is_mark(".!?…");
    let cut_short = token.is_word() && at + 1 < end && ends_with_stop(tokens, at);
    if !mark && !cut_short {
        return None;
    }
    let mut next = at + 1;
    while next < end && tokens[next].glued && tokens[next].is_mark(".!?…”\"’')]") {
        next += 1;
    }
    if next >= end {
        return Some(next);
    }
    let following = &tokens[next];
    if following.glued && !following.is_mark("“") {
        return None;
    }
    let opens = following.is_mark("“\"‘'([") || following.kind == super::token::Kind::Number;
    if !(following.capital || opens) {
        return None;
    }
    if cut_short
        && !lexis::among(
            "the a an it he she they we in on at but and this that these those",
            &following.lower,
        )
    {
        return None;
    }
    let quoted = tokens[next - 1].is_mark("”\"’'");
    // “Where are they?” Varn asked: the sentence goes on behind the quotation.
    if quoted && tokens[at].is_mark("!?…") && speaks_soon(&tokens[next..end]) {
        return None;
    }
    Some(next)
}

/// "U.S." and "p.m." can end a sentence, "Dr." cannot.
fn ends_with_stop(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let long = token.end - token.start > token.lower.len();
    long && (token.lower.contains('.') || lexis::among("inc ltd corp etc", &token.lower))
}

fn speaks_soon(tokens: &[Token]) -> bool {
    let near = tokens.iter().take(SPEAKER_REACH).take_while(|token| !token.is_mark(".!?“”\","));
    { near }.any(|token| speech::is_plain_saying(&token.lower))
}
