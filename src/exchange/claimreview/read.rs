//! Reads the reviews of a file: of items, a feed, a graph or the scripts of a page.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use super::item::{self, Known, Review, is_a, types};
use crate::{
    Error, Result,
    exchange::{
        engine::{Entry, Fault, Items},
        file::Rewindable,
        json::Pieces,
    },
};

/// Fields whose lists hold items.
const HOLDERS: &[&str] = &["dataFeedElement", "itemListElement"];

/// How deep reviews are looked for in an item: what stands around them is one or two deep.
const DEEP: usize = 8;

/// A file of reviews.
pub struct Reviews {
    pieces: Pieces,
    /// Reviews of an item that holds several.
    ready: VecDeque<Entry<Review, Vec<u8>>>,
    skipped: u64,
}

impl Reviews {
    /// Opens a file, whose form is found out. One that holds no review is refused.
    pub fn open(file: Box<dyn Rewindable>) -> Result<Self> {
        let pieces = Pieces::open(file, HOLDERS)?;
        let mut reviews = Self { pieces, ready: VecDeque::new(), skipped: 0 };
        if reviews.next()?.is_none() {
            let message = "there is no ClaimReview in it: give an item, a feed or a page that has \
                           \"@type\": \"ClaimReview\"";
            return Err(Error::invalid("file", message));
        }
        reviews.rewind()?;
        Ok(reviews)
    }
}

impl Items for Reviews {
    type Item = Review;
    type Raw = Vec<u8>;

    fn next(&mut self) -> Result<Option<Entry<Review, Vec<u8>>>> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Ok(Some(ready));
            }
            let Some(piece) = self.pieces.next()? else { return Ok(None) };
            let (line, size) = (piece.line, piece.bytes.len());
            let value = match piece.value() {
                Ok(value) => value,
                Err(fault) => {
                    return Ok(Some(Entry { line, size, raw: piece.bytes, item: Err(fault) }));
                }
            };
            let found = reviews(&value);
            if found.is_empty() {
                if let Some(fault) = no_review(&value) {
                    return Ok(Some(Entry { line, size, raw: piece.bytes, item: Err(fault) }));
                }
                self.skipped += 1;
            }
            let is_one = value.as_object().is_some_and(|fields| is_a(fields, REVIEW));
            for (fields, item) in found {
                let raw = if is_one {
                    piece.bytes.clone()
                } else {
                    serde_json::to_vec(fields).unwrap_or_default()
                };
                self.ready.push_back(Entry { line, size: raw.len(), raw, item });
            }
        }
    }

    fn rewind(&mut self) -> Result<()> {
        (self.ready, self.skipped) = (VecDeque::new(), 0);
        self.pieces.rewind()
    }

    fn hash(&self) -> &str {
        self.pieces.hash()
    }

    fn progress(&self) -> (u64, u64) {
        self.pieces.progress()
    }

    fn skipped(&self) -> u64 {
        self.skipped
    }
}

const REVIEW: &str = "ClaimReview";

type Found<'a> = (&'a Map<String, Value>, std::result::Result<Review, Fault>);

/// The reviews in an item: itself, or what stands in it.
fn reviews(value: &Value) -> Vec<Found<'_>> {
    let mut known = Known::new();
    collect(value, DEEP, &mut |fields| {
        if let Some(id) = fields.get("@id").and_then(Value::as_str).filter(|_| fields.len() > 1) {
            known.insert(id, fields);
        }
        true
    });
    let mut found = Vec::new();
    collect(value, DEEP, &mut |fields| {
        let is_review = is_a(fields, REVIEW);
        if is_review {
            found.push((fields, item::read(fields, &known)));
        }
        !is_review
    });
    found
}

/// Shows every object; goes into those for which `visit` says so.
fn collect<'a>(
    value: &'a Value,
    deep: usize,
    visit: &mut dyn FnMut(&'a Map<String, Value>) -> bool,
) {
    if deep == 0 {
        return;
    }
    match value {
        Value::Array(values) => {
            for value in values {
                collect(value, deep - 1, visit);
            }
        }
        Value::Object(fields) if visit(fields) => {
            for value in fields.values() {
                collect(value, deep - 1, visit);
            }
        }
        _ => {}
    }
}

/// Why an item without a review is at fault; `None` for one that is something else and says so.
fn no_review(value: &Value) -> Option<Fault> {
    let fields = value.as_object()?;
    if types(fields).next().is_some() || fields.contains_key("@graph") {
        return None;
    }
    let reason = "this is no ClaimReview: write \"@type\": \"ClaimReview\"".to_owned();
    Some(Fault { column: "@type".to_owned(), reason })
}
