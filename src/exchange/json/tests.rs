//! Files of items in every form, and files that are broken or hostile.

use std::io::{Cursor, Read, Seek};

use super::*;
use crate::exchange::file::ITEM_MAX;

const HOLDERS: &[&str] = &["dataFeedElement"];

fn pieces(text: &[u8]) -> Vec<(u64, String)> {
    told(Pieces::open(Box::new(Cursor::new(text.to_vec())), HOLDERS).expect("a file"))
}

fn told(mut file: Pieces) -> Vec<(u64, String)> {
    let mut told = Vec::new();
    while let Some(piece) = file.next().expect("a piece") {
        let value = piece.value();
        told.push((
            piece.line,
            value.map_or_else(|fault| format!("! {}", fault.reason), |value| value.to_string()),
        ));
    }
    told
}

fn items(text: &str) -> Vec<(u64, String)> {
    pieces(text.as_bytes())
}

fn two(first: u64, second: u64) -> Vec<(u64, String)> {
    vec![(first, r#"{"a":1}"#.to_owned()), (second, r#"{"a":[{"b":"]}"}]}"#.to_owned())]
}

#[test]
fn every_form_gives_the_same_items() {
    let (one, other) = (r#"{"a":1}"#, r#"{"a":[{"b":"]}"}]}"#);
    assert_eq!(items(one), two(1, 1)[..1]);
    assert_eq!(items(&format!("{one}\n\n{other}\n")), two(1, 3));
    assert_eq!(items(&format!("[{one},{other}]")), two(1, 2), "by place, where there are no lines");
    assert_eq!(items(&format!("\u{feff}[\n{one},\n\n{other}\n]\n")), two(2, 4));
    assert_eq!(
        items(&format!(
            "{{\"x\": {{\"y\": [1]}},\n\"dataFeedElement\": [\n{one}\n,{other}], \"z\": \"]}}\"}}"
        )),
        two(3, 4)
    );
    assert_eq!(items(&format!("[[{one}], [[{other}]]]")), two(1, 2));
    let script = |item: &str| format!("<script type=\"application/ld+json\">{item}</script>\n");
    assert_eq!(items(&format!("{}{}", script(one), script(other))), two(1, 2));
    let page = format!(
        "<!doctype html>\n<title>{{}}</title><script>var a = [{{}}];</script>\n\
         <SCRIPT id=x TYPE='application/ld+json'>\n[{one},\n{other}]\n</SCRIPT>\n<p>{{}}</p>"
    );
    assert_eq!(items(&page), two(4, 5));
}

#[test]
fn a_file_is_read_again_from_its_beginning() {
    for text in ["{\"a\":1}\n{\"a\":2}\n", "[{\"a\":1}]", "<script type=ld+json>{\"a\":1}</script>"]
    {
        let mut file = Pieces::open(Box::new(Cursor::new(text.as_bytes().to_vec())), HOLDERS);
        let file = file.as_mut().expect("a file");
        assert_eq!(file.next().expect("a piece").map(|piece| piece.line), Some(1));
        file.rewind().expect("a beginning");
        assert_eq!(file.next().expect("a piece").map(|piece| piece.line), Some(1));
    }
}

#[test]
fn what_is_broken_keeps_nothing_else_out() {
    let good = (3, r#"{"a":1}"#.to_owned());
    for (broken, why) in [
        ("{\"a\": }", "not JSON"),
        ("{\"a\": [1}", "brackets do not match"),
        ("{\"a\": \"}", "does not end"),
        ("{\"a\": \"\u{0}\"}", "not JSON"),
        ("hello", "no item"),
        ("12", "no item"),
        ("\"{}\"", "no item"),
    ] {
        let got = items(&format!("{{\"b\":1}}\n{broken}\n{{\"a\":1}}\n"));
        assert!(got[1].0 == 2 && got[1].1.contains(why), "{broken}: {got:?}");
        assert_eq!(got.last(), Some(&good), "{broken}");
    }
    let got = pieces(b"{\"b\":1}\n{\"a\":\"caf\xe9\"}\n{\"a\":1}\n");
    assert!(got[1].1.contains("not UTF-8") && got[2] == good, "{got:?}");
    let script = "<script type=\"application/ld+json\">";
    let got =
        items(&format!("{script}{{}}</script>\n{script}{{\"x\"\n{script}{{\"a\":1}}</script>\n"));
    assert!(got[1].1.contains("not closed") && got[2] == good, "{got:?}");
    let got = items(&format!("{script}{{}}</script>\nhello\n{script}{{\"a\":1}}</script>\n"));
    assert!(
        got[1] == (2, format!("! {}", "this stands in no script: write each item in one"))
            && got[2] == good,
        "{got:?}"
    );
    let got = items("[{\"a\":1},\n{\"b\": 2");
    assert!(got[1].1.contains("does not end"), "{got:?}");
}

#[test]
fn what_is_no_file_of_items_is_told() {
    for (bytes, why) in [
        (&b""[..], "empty"),
        (b"  \n", "empty"),
        (b"\xff\xfe{\0}\0", "UTF-16"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"a,b\n1,2\n", "neither JSON nor a web page"),
    ] {
        let opened = Pieces::open(Box::new(Cursor::new(bytes.to_vec())), HOLDERS);
        let error = opened.err().expect("an error").to_string();
        assert!(error.contains(why), "{error}");
    }
}

/// Gives the same bytes again and again, and counts how many were asked for.
struct Endless {
    head: &'static [u8],
    filler: u8,
    length: u64,
    tail: &'static [u8],
    at: u64,
}

impl Endless {
    fn whole(&self) -> u64 {
        self.head.len() as u64 + self.length + self.tail.len() as u64
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (head, whole) = (self.head.len() as u64, self.whole());
        let mut count = 0;
        for place in buffer.iter_mut() {
            if self.at == whole {
                break;
            }
            *place = if self.at < head {
                self.head[usize::try_from(self.at).expect("small")]
            } else if self.at < head + self.length {
                self.filler
            } else {
                self.tail[usize::try_from(self.at - head - self.length).expect("small")]
            };
            self.at += 1;
            count += 1;
        }
        Ok(count)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.at = match to {
            std::io::SeekFrom::Start(at) => at,
            std::io::SeekFrom::End(_) => self.whole(),
            std::io::SeekFrom::Current(_) => self.at,
        };
        Ok(self.at)
    }
}

#[test]
fn what_is_too_long_or_too_deep_is_refused_and_the_rest_is_read() {
    let long = 2 * ITEM_MAX as u64;
    for (head, filler, tail, why) in [
        (&b"{\"b\":1}\n{\"a\":\""[..], b'x', &b"\"}\n{\"a\":1}\n"[..], "longer than"),
        (b"[{\"b\":1},\n{\"a\":\"", b'x', b"\"},\n{\"a\":1}]", "longer than"),
        (b"{\"b\":1}\n{\"a\":", b'[', b"\n{\"a\":1}\n", ""),
        (
            b"<script type=ld+json>{}</script>\n<script type=ld+json>{\"a\":\"",
            b'x',
            b"\"}</script>\n<script type=ld+json>{\"a\":1}</script>\n",
            "longer than",
        ),
    ] {
        let file = Endless { head, filler, length: long, tail, at: 0 };
        let got = told(Pieces::open(Box::new(file), HOLDERS).expect("a file"));
        assert!(got[1].1.starts_with('!') && got[1].1.contains(why), "{:?}", &got[1]);
        assert_eq!(got.last().map(|(_, told)| told.as_str()), Some(r#"{"a":1}"#), "{why}");
        assert!(got.len() < 10, "{}", got.len());
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let good = r#"{"a":1}"#;
    for (text, first, last) in [
        (format!("{{\"b\":1}}\n{deep}\n{good}\n"), 2, 3),
        (format!("{{\"b\":1}}\n{}\n{good}\n", "{\"a\":".repeat(5_000)), 2, 3),
        (format!("[\n{{\"b\":1}},\n{deep},\n{good}]"), 3, 4),
    ] {
        let got = items(&text);
        assert_eq!(got.len(), 3, "one for each item");
        assert!(got[1].0 == first && got[1].1.contains("deeper than"), "{:?}", got[1]);
        assert_eq!(got[2], (last, good.to_owned()));
    }
    // Lists around items are bounded too.
    assert!(items(&"[".repeat(100_000)).len() <= 1);
}
