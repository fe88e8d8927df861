//! Writes SVG: places across are shares of the width, so that a picture fits any, and places down
//! are pixels.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Place, STYLE, View};
use crate::web::words::shortened;

/// The width of a picture that stands alone.
const WIDTH: i32 = 720;
/// The margin around it.
const MARGIN: i32 = 24;
/// The height of a line of small text.
const LINE: i32 = 20;
/// The height of a further line of a name.
pub(super) const NAME_LINE: i32 = 17;
/// Characters of a name and of what is said of it.
const LABEL_CHARS: usize = 66;
/// Characters in a line of small text of a picture that stands alone.
const LINE_CHARS: usize = 92;

/// A picture in the making.
#[derive(Default)]
pub(super) struct Canvas {
    out: String,
    /// How far down it is drawn.
    pub(super) height: i32,
}

/// Where a text is held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Canvas {
    /// What the picture is about, above it.
    pub(super) fn heading(&mut self, title: &str, summary: &str) {
        self.height += 22;
        for line in lines(title, LINE_CHARS * 3 / 4) {
            self.text("title", 0.0, self.height, Anchor::Start, &line);
            self.height += 24;
        }
        for line in lines(summary, LINE_CHARS) {
            self.text("", 0.0, self.height, Anchor::Start, &line);
            self.height += LINE;
        }
        self.height += 4;
    }

    /// A line of small text below what was drawn.
    pub(super) fn note(&mut self, words: &str) {
        for line in lines(words, LINE_CHARS) {
            self.text("quiet", 0.0, self.height + 14, Anchor::Start, &line);
            self.height += LINE;
        }
    }

    pub(super) fn text(&mut self, class: &str, x: f64, y: i32, anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let x = share(x);
        let class = attribute("class", class);
        self.push(format_args!("<text{class} x=\"{x}\" y=\"{y}\"{anchor}>{}</text>", run(words)));
    }

    /// A name, on two lines where it is long, and what is said of it beside it, cut off where the
    /// figure begins.
    pub(super) fn label(&mut self, y: i32, name: &[String], detail: &str) {
        let length = |words: &str| words.graphemes(true).count();
        let last = name.last().map_or(0, |line| length(line));
        // Half of what is said of it would only be in the way.
        let fits = last + length(detail) <= LABEL_CHARS;
        let detail = if fits { run(detail) } else { String::new() };
        let lines = i32::try_from(name.len()).unwrap_or(1);
        let height = 20 + (lines - 1) * NAME_LINE;
        // No figure stands beside the second line.
        let width = if lines > 1 { "100%" } else { "62%" };
        self.push(format_args!(
            "<svg y=\"{y}\" width=\"{width}\" height=\"{height}\"><text y=\"15\">"
        ));
        for (at, line) in name.iter().enumerate() {
            let down = match at {
                0 => String::new(),
                _ => format!(" x=\"0\" dy=\"{NAME_LINE}\""),
            };
            let line = run(line);
            self.push(format_args!("<tspan class=\"name\"{down}>{line}</tspan>"));
        }
        self.push(format_args!(
            "<tspan class=\"quiet detail\" dx=\"8\">{detail}</tspan></text></svg>"
        ));
    }

    pub(super) fn line(&mut self, class: &str, (x1, x2): (f64, f64), (y1, y2): (i32, i32)) {
        let (x1, x2) = (share(x1), share(x2));
        self.push(format_args!(
            "<line class=\"{class}\" x1=\"{x1}\" x2=\"{x2}\" y1=\"{y1}\" y2=\"{y2}\"/>"
        ));
    }

    pub(super) fn circle(&mut self, class: &str, x: f64, y: i32, radius: &str) {
        let x = share(x);
        self.push(format_args!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
    }

    /// A shape in pixels around a place.
    pub(super) fn mark(&mut self, class: &str, x: f64, y: i32, path: &str) {
        let x = share(x);
        self.push(format_args!(
            "<svg x=\"{x}\" y=\"{y}\" overflow=\"visible\"><path class=\"{class}\" d=\"{path}\"/></svg>"
        ));
    }

    pub(super) fn rect(&mut self, class: &str, (x1, x2): (f64, f64), (y1, y2): (i32, i32)) {
        let (x, width, height) = (share(x1), share(x2 - x1), (y2 - y1).max(0));
        self.push(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y1}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    pub(super) fn open_group(&mut self, class: &str) {
        let class = attribute("class", class);
        self.push(format_args!("<g{class}>"));
    }

    /// What a pointer that rests on the group is told.
    pub(super) fn tip(&mut self, words: &str) {
        self.push(format_args!("<title>{}</title>", run(words)));
    }

    pub(super) fn close_group(&mut self) {
        self.push(format_args!("</g>\n"));
    }

    fn push(&mut self, words: std::fmt::Arguments) {
        let _ = self.out.write_fmt(words);
    }

    /// The whole picture.
    pub(super) fn finish(self, title: &str, about: &str, place: Place, view: View) -> String {
        let Self { out, height } = self;
        let id = match view {
            View::Origins => "origins",
            View::Time => "time",
        };
        let about = format!(
            "<title id=\"{id}-title\">{}</title><desc id=\"{id}-about\">{}</desc>",
            run(title),
            run(about)
        );
        let role = format!("role=\"img\" aria-labelledby=\"{id}-title {id}-about\"");
        if place == Place::Page {
            return format!(
                "<svg class=\"chart\" width=\"100%\" height=\"{height}\" {role}>{about}\n{out}</svg>"
            );
        }
        let (inner, all) = (WIDTH - 2 * MARGIN, height + 2 * MARGIN - 12);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"{WIDTH}\" \
             height=\"{all}\" viewBox=\"0 0 {WIDTH} {all}\" {role}>{about}\n<style>{STYLE}</style>\n\
             <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n<svg x=\"{MARGIN}\" y=\"{}\" \
             width=\"{inner}\" height=\"{height}\" overflow=\"visible\">\n{out}</svg>\n</svg>\n",
            MARGIN - 6
        )
    }
}

/// A share of the width, in percent.
fn share(x: f64) -> String {
    let percent = format!("{:.2}", x * 100.0);
    let percent = percent.trim_end_matches('0').trim_end_matches('.');
    if percent == "0" || percent == "-0" { "0".to_owned() } else { format!("{percent}%") }
}

fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" {name}=\"{value}\"") }
}

/// Words as character data. What is written from right to left is set apart, so that it does not
/// turn around what stands beside it.
fn run(words: &str) -> String {
    let escaped = escape(words);
    if words.chars().any(is_right_to_left) { format!("\u{2068}{escaped}\u{2069}") } else { escaped }
}

fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // XML has no way to write these.
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push('\u{fffd}');
            }
            // Marks that would reach beyond the text that holds them.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            other => out.push(other),
        }
    }
    out
}

const fn is_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'
    )
}

/// On one line or, where that is longer than `first` characters, on two; cut off where the second
/// is longer than `second`.
pub(super) fn in_two(words: &str, first: usize, second: usize) -> Vec<String> {
    let Some(line) = lines(words, first).into_iter().next() else { return Vec::new() };
    let taken = line.split_whitespace().count();
    let rest: Vec<&str> = words.split_whitespace().skip(taken).collect();
    if rest.is_empty() { vec![line] } else { vec![line, shortened(&rest.join(" "), second)] }
}

/// Broken into lines of at most so many characters, between words.
fn lines(words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let word = shortened(word, most);
        let length = |line: &str| line.graphemes(true).count();
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(&word) <= most => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(_) | None => lines.push(word),
        }
    }
    lines
}
