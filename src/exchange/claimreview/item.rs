//! One ClaimReview as it is read, in whatever of its many spellings.

use std::collections::HashMap;

use entity::vocab::{AgentKind, Rating};
use serde_json::{Map, Value};

use crate::{
    domain::{address, partial_date::PartialDate, rating},
    exchange::{date, engine::Fault},
};

/// A reviewer's judgement of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Address of the review; `None` where what it gives is no web address.
    pub(super) url: Option<String>,
    /// Its title; `None` where it gives none.
    pub(super) title: Option<String>,
    pub(super) reviewer: Named,
    pub(super) reviewed_on: Option<PartialDate>,
    pub(super) language: Option<String>,
    pub(super) rationale: Option<String>,
    pub(super) rating_text: String,
    pub(super) rating: Option<Rating>,
    pub(super) claim: String,
    /// `None` where nobody is said to hold the claim.
    pub(super) claimant: Option<Named>,
    pub(super) said_on: Option<PartialDate>,
    pub(super) appearances: Vec<Appearance>,
}

/// A person or an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) kind: AgentKind,
}

/// Where the claim was made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Appearance {
    pub(super) url: String,
    pub(super) title: Option<String>,
    pub(super) published_on: Option<PartialDate>,
    pub(super) publisher: Option<Named>,
}

/// The objects of a text that have an id, by which others name them.
pub(super) type Known<'a> = HashMap<&'a str, &'a Map<String, Value>>;

type Read<T> = Result<T, Fault>;

/// Whether an object is of this type of schema.org, however that is spelt.
pub(super) fn is_a(fields: &Map<String, Value>, wanted: &str) -> bool {
    types(fields).any(|name| name == wanted)
}

/// The types of an object, without what stands before their names.
pub(super) fn types(fields: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let types: Vec<&str> = match fields.get("@type").or_else(|| fields.get("type")) {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    types.into_iter().map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
}

/// Reads the fields of an object.
struct Fields<'a> {
    fields: &'a Map<String, Value>,
    known: &'a Known<'a>,
}

impl Fields<'_> {
    fn object(&self, name: &str) -> Option<Self> {
        let value = first(self.fields.get(name)?);
        let fields = value.as_object()?;
        let named = fields.get("@id").and_then(Value::as_str).filter(|_| fields.len() == 1);
        let fields = named.and_then(|id| self.known.get(id).copied()).unwrap_or(fields);
        Some(Self { fields, known: self.known })
    }

    fn text(&self, name: &str) -> Option<String> {
        text(self.fields.get(name)?)
    }

    fn date(&self, name: &str) -> Read<Option<PartialDate>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let fault =
            |error: crate::Error| Fault { column: name.to_owned(), reason: error.to_string() };
        date::read(&text, None, None).map(Some).map_err(fault)
    }

    /// The address in a field: as a text, or as the id or address of an object.
    fn address(&self, name: &str) -> Option<String> {
        let value = first(self.fields.get(name)?);
        let inner = value.as_object().and_then(|fields| fields.get("@id").or(fields.get("url")));
        text(inner.unwrap_or(value))
    }

    /// Who is named in a field: as a text or an object.
    fn named(&self, name: &str) -> Option<Named> {
        let plain =
            || text(first(self.fields.get(name)?)).map(|name| (name, AgentKind::Organisation));
        let described = || {
            let object = self.object(name)?;
            let name = object.text("name").or_else(|| object.text("legalName"))?;
            Some((name, kind(object.fields)))
        };
        let (name, kind) = described().or_else(plain)?;
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Named { name, kind })
    }
}

/// The first of several values.
fn first(value: &Value) -> &Value {
    match value {
        Value::Array(several) => several.first().unwrap_or(&Value::Null),
        one => one,
    }
}

/// A text that is not blank: as it is, as a number, or as an object with a value.
fn text(value: &Value) -> Option<String> {
    let text = match first(value) {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(fields) => fields.get("@value")?.as_str()?.trim().to_owned(),
        Value::Null | Value::Bool(_) | Value::Array(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn kind(fields: &Map<String, Value>) -> AgentKind {
    for name in types(fields) {
        match name {
            "Person" => return AgentKind::Person,
            "NewsMediaOrganization" => return AgentKind::NewsOutlet,
            "GovernmentOrganization" => return AgentKind::GovernmentBody,
            _ => {}
        }
    }
    AgentKind::Organisation
}

fn missing<T>(field: &str, what: &str) -> Read<T> {
    let reason = format!("nothing says {what}: write {field}");
    Err(Fault { column: field.to_owned(), reason })
}

/// Reads a ClaimReview.
pub(super) fn read(fields: &Map<String, Value>, known: &Known<'_>) -> Read<Review> {
    let given = Fields { fields, known };
    let about = given.object("itemReviewed");
    let Some(reviewer) = given.named("author") else {
        return missing("author", "who reviewed the claim");
    };
    let of_item = |name: &str| about.as_ref().and_then(|item| item.text(name));
    let claim = given.text("claimReviewed").or_else(|| of_item("text")).or_else(|| of_item("name"));
    let Some(claim) = claim else { return missing("claimReviewed", "which claim is reviewed") };
    let (rating_text, rating) = rated(&given)?;
    let place = ["url", "mainEntityOfPage", "@id"].iter().find_map(|name| given.address(name));
    let url = place.as_deref().and_then(|place| address::parse(place).ok());
    // What is no address still tells one review from another.
    let place = place.filter(|_| url.is_none());
    let title = given.text("name").or_else(|| given.text("headline")).or(place);
    Ok(Review {
        url,
        title,
        reviewer,
        reviewed_on: given.date("datePublished")?,
        language: given.text("inLanguage"),
        rationale: given.text("reviewBody"),
        rating_text,
        rating,
        claim,
        claimant: about.as_ref().and_then(|item| item.named("author")),
        said_on: match &about {
            Some(item) => item.date("datePublished").map_err(within("itemReviewed"))?,
            None => None,
        },
        appearances: about.as_ref().map_or_else(|| Ok(Vec::new()), appearances)?,
    })
}

fn within(field: &'static str) -> impl Fn(Fault) -> Fault {
    move |fault| Fault { column: format!("{field}.{}", fault.column), ..fault }
}

/// The rating in words, or as a number where there are none, and normalised.
fn rated(review: &Fields<'_>) -> Read<(String, Option<Rating>)> {
    let Some(given) = review.object("reviewRating") else {
        return match review.text("reviewRating") {
            Some(words) => Ok((words.clone(), rating::of_words(&words))),
            None => missing("reviewRating", "how the claim is rated"),
        };
    };
    let number = |name: &str| given.text(name).and_then(|text| text.parse::<f64>().ok());
    let scale = (number("ratingValue"), number("worstRating"), number("bestRating"));
    let by_number = match scale {
        (Some(value), Some(worst), Some(best)) => rating::of_number(value, worst, best),
        _ => None,
    };
    let words = given.text("alternateName").or_else(|| given.text("name"));
    if let Some(words) = words {
        let rating = rating::of_words(&words).or(by_number);
        return Ok((words, rating));
    }
    match (given.text("ratingValue"), given.text("worstRating"), given.text("bestRating")) {
        (Some(value), Some(worst), Some(best)) => {
            Ok((format!("{value} ({worst} to {best})"), by_number))
        }
        (Some(value), _, _) => Ok((value, None)),
        (None, _, _) => missing("reviewRating.alternateName", "how the claim is rated"),
    }
}

/// Where the claim was made, each address once.
fn appearances(item: &Fields<'_>) -> Read<Vec<Appearance>> {
    let mut found: Vec<Appearance> = Vec::new();
    let itself = ["url"].into_iter().filter(|_| !is_a(item.fields, "Claim"));
    for name in ["firstAppearance", "appearance"].into_iter().chain(itself) {
        let values = match item.fields.get(name) {
            None => continue,
            Some(Value::Array(several)) => several.iter().collect(),
            Some(one) => vec![one],
        };
        for value in values {
            let appearance = appearance(value, item.known).map_err(within("itemReviewed"))?;
            let Some(appearance) = appearance else { continue };
            let same = |known: &Appearance| {
                address::normalise(&known.url) == address::normalise(&appearance.url)
            };
            if !found.iter().any(same) {
                found.push(appearance);
            }
        }
    }
    Ok(found)
}

fn appearance(value: &Value, known: &Known<'_>) -> Read<Option<Appearance>> {
    let plain = |url: &str| Appearance {
        url: url.to_owned(),
        title: None,
        published_on: None,
        publisher: None,
    };
    let given = match value {
        Value::String(url) => Some(plain(url)),
        Value::Object(fields) => {
            let work = Fields { fields, known };
            let url = work.address("url").or_else(|| work.text("@id"));
            match url {
                Some(url) => Some(Appearance {
                    url,
                    title: work.text("headline").or_else(|| work.text("name")),
                    published_on: work.date("datePublished")?,
                    publisher: work.named("publisher"),
                }),
                None => None,
            }
        }
        _ => None,
    };
    // An appearance without an address names no document.
    let Some(mut given) = given else { return Ok(None) };
    let Ok(url) = address::parse(&given.url) else { return Ok(None) };
    given.url = url;
    Ok(Some(given))
}
