//! What a page says about itself: in its meta elements, its linked data, its first heading.

use super::{Article, tree::Tree};
use crate::domain::partial_date::PartialDate;

/// Meta elements that name the title, the best first.
const TITLES: [&str; 3] = ["og:title", "twitter:title", "dc.title"];

/// Meta elements that name the day of publication, the best first.
const DAYS: [&str; 9] = [
    "article:published_time",
    "datepublished",
    "og:published_time",
    "publishdate",
    "pubdate",
    "dc.date.issued",
    "dc.date",
    "date",
    "parsely-pub-date",
];

pub(super) fn read(tree: &Tree) -> Article {
    Article {
        title: title(tree),
        published_on: published(tree),
        url: address(tree),
        language: language(tree),
        text: String::new(),
    }
}

fn meta(tree: &Tree, wanted: &str) -> Option<String> {
    let content = tree.named("meta").find_map(|at| {
        let node = &tree.nodes[at];
        let names = ["property", "name", "itemprop"].map(|name| node.attribute(name));
        let is_wanted = names.iter().flatten().any(|name| name.eq_ignore_ascii_case(wanted));
        if is_wanted { node.attribute("content") } else { None }
    });
    content
        .map(|content| content.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
}

fn title(tree: &Tree) -> Option<String> {
    let heading = |name| {
        let all: Vec<String> =
            tree.named(name).map(|at| tree.text_of(at)).filter(|text| !text.is_empty()).collect();
        if let [one] = all.as_slice() { Some(one.clone()) } else { None }
    };
    let first = tree.named("title").map(|at| tree.text_of(at)).find(|text| !text.is_empty());
    TITLES.iter().find_map(|name| meta(tree, name)).or_else(|| heading("h1")).or(first)
}

fn published(tree: &Tree) -> Option<PartialDate> {
    let named = DAYS.iter().find_map(|name| day(&meta(tree, name)?));
    named.or_else(|| linked_data(tree)).or_else(|| {
        tree.named("time").find_map(|at| {
            let node = &tree.nodes[at];
            let published = node.attribute("itemprop").is_some_and(|name| name == "datePublished")
                || node.attribute("pubdate").is_some();
            day(node.attribute("datetime").filter(|_| published)?)
        })
    })
}

/// The day of a date with or without its time: 2018-01-22T10:00:00+03:00.
fn day(text: &str) -> Option<PartialDate> {
    text.get(..10)?.parse().ok()
}

/// The day in a page's JSON-LD.
fn linked_data(tree: &Tree) -> Option<PartialDate> {
    let scripts = tree.named("script").filter(|&at| {
        tree.nodes[at]
            .attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
    });
    scripts.into_iter().find_map(|at| {
        let data = serde_json::from_str(&tree.text_of(at)).ok()?;
        find_day(&data)
    })
}

fn find_day(data: &serde_json::Value) -> Option<PartialDate> {
    match data {
        serde_json::Value::Array(items) => items.iter().find_map(find_day),
        serde_json::Value::Object(fields) => {
            let here =
                fields.get("datePublished").and_then(serde_json::Value::as_str).and_then(day);
            here.or_else(|| find_day(fields.get("@graph")?))
        }
        _ => None,
    }
}

fn address(tree: &Tree) -> Option<String> {
    let canonical = tree.named("link").find_map(|at| {
        let node = &tree.nodes[at];
        let is = node.attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
        node.attribute("href").filter(|_| is)
    });
    canonical.map(str::to_owned).or_else(|| meta(tree, "og:url"))
}

fn language(tree: &Tree) -> Option<String> {
    let html = tree.named("html").next()?;
    tree.nodes[html].attribute("lang").filter(|lang| !lang.is_empty()).map(str::to_owned)
}
