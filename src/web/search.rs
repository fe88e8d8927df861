//! What a search finds, page by page.

use askama::Template;
use entity::{agent, event, statistic, vocab::RecordKind};
use url::form_urlencoded;
use uuid::Uuid;

use super::{line, sheet::records, shell::Shell, words};
use crate::{
    Error, Result,
    domain::{highlight::highlight, text::shown},
    store::{
        Read,
        search::{Hit, Standing, Wanted, count, find},
    },
};

/// Records on a page.
const FOUND: usize = 30;
/// The kinds of records that have a page.
const KINDS: [(RecordKind, &str); 5] = [
    (RecordKind::Statistic, "statistics"),
    (RecordKind::Claim, "claims"),
    (RecordKind::Source, "sources"),
    (RecordKind::Agent, "agents"),
    (RecordKind::Event, "events"),
];

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    shell: Shell,
    kinds: Vec<Kind>,
    found: Vec<Found>,
    count: String,
    problem: String,
    next: String,
}

/// A kind of records, and how many of it are found.
struct Kind {
    name: String,
    href: String,
    chosen: bool,
}

/// What was found.
struct Found {
    kind: String,
    href: String,
    /// HTML: the words looked for are marked, everything else is escaped.
    passage: String,
}

/// What stands in the query string.
#[derive(Default)]
struct Asked {
    words: String,
    kind: Option<RecordKind>,
    after: Option<Standing>,
}

impl Asked {
    fn parse(query: &str) -> Result<Self> {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "q" => value.trim().clone_into(&mut asked.words),
                "kind" if value.is_empty() => {}
                "kind" => {
                    let kind = KINDS.iter().find(|(_, name)| *name == value);
                    let Some((kind, _)) = kind else {
                        let names = KINDS.map(|(_, name)| name).join(", ");
                        let message = format!("{} is none of {names}", shown(&value));
                        return Err(Error::invalid("kind", message));
                    };
                    asked.kind = Some(*kind);
                }
                "after" => asked.after = Some(place(&value)?),
                other => {
                    let message =
                        format!("{} is not known here: there are q, kind, after", shown(other));
                    return Err(Error::invalid("query", message));
                }
            }
        }
        Ok(asked)
    }

    fn address(&self, kind: Option<RecordKind>, after: Option<Standing>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &self.words);
        let name = KINDS.iter().find(|(it, _)| Some(*it) == kind);
        if let Some((_, name)) = name {
            query.append_pair("kind", name);
        }
        if let Some(Standing { tier, rank, key }) = after {
            query.append_pair("after", &format!("{tier}~{:x}~{key}", rank.to_bits()));
        }
        format!("/search?{}", query.finish())
    }
}

/// Where a page begins, as its address has it.
fn place(value: &str) -> Result<Standing> {
    let mut parts = value.split('~');
    let mut next = || parts.next();
    let place = (|| {
        let tier = next()?.parse().ok()?;
        let rank = f64::from_bits(u64::from_str_radix(next()?, 16).ok()?);
        let key: Uuid = next()?.parse().ok()?;
        rank.is_finite().then_some(Standing { tier, rank, key })
    })();
    place.ok_or_else(|| {
        Error::invalid("after", format!("{} is no place: start at the first page", shown(value)))
    })
}

/// Draws up the page.
pub async fn page(db: &impl Read, query: &str) -> Result<String> {
    let asked = Asked::parse(query)?;
    let title =
        if asked.words.is_empty() { "Search".to_owned() } else { format!("“{}”", asked.words) };
    let kinds = KINDS.map(|(kind, name)| Kind {
        name: words::sentence(name),
        href: asked.address(Some(kind), None),
        chosen: asked.kind == Some(kind),
    });
    let all = Kind {
        name: "Everything".to_owned(),
        href: asked.address(None, None),
        chosen: asked.kind.is_none(),
    };
    let mut page = Page {
        shell: Shell {
            about: format!("What is found for {title}"),
            title,
            query: asked.words.clone(),
        },
        kinds: std::iter::once(all).chain(kinds).collect(),
        found: Vec::new(),
        count: String::new(),
        problem: String::new(),
        next: String::new(),
    };
    if !asked.words.is_empty() {
        let wanted = match asked.kind {
            Some(kind) => vec![kind],
            None => KINDS.map(|(kind, _)| kind).into(),
        };
        match Wanted::read(&asked.words, wanted) {
            Err(problem) => page.problem = format!("{}.", words::sentence(&problem.to_string())),
            Ok(wanted) => fill(db, &mut page, &asked, &wanted).await?,
        }
    }
    page.render().map_err(|error| Error::internal("writing a page", error))
}

async fn fill(db: &impl Read, page: &mut Page, asked: &Asked, wanted: &Wanted) -> Result<()> {
    let limit = u64::try_from(FOUND + 1).unwrap_or(u64::MAX);
    let mut hits = find(db, wanted, asked.after, limit).await?;
    let more = hits.len() > FOUND;
    hits.truncate(FOUND);
    let all = usize::try_from(count(db, wanted).await?).unwrap_or(usize::MAX);
    page.count = match all {
        0 => "Nothing is found.".to_owned(),
        all => format!("{} found.", words::plain(all)),
    };
    if let Some(last) = hits.last().filter(|_| more) {
        page.next = asked.address(asked.kind, Some(last.standing()));
    }
    let of =
        |kind| hits.iter().filter(move |hit| hit.record_kind == kind).map(|hit| hit.record_key);
    let statistics = records::<statistic::Model>(db, of(RecordKind::Statistic), None).await?;
    let slug = |id: &Uuid| statistics.get(id).map(|row| format!("/statistics/{}", row.slug));
    let agents = records::<agent::Model>(db, of(RecordKind::Agent), None).await?;
    let events = records::<event::Model>(db, of(RecordKind::Event), None).await?;
    let href = |hit: &Hit| {
        let id = &hit.record_key;
        match hit.record_kind {
            RecordKind::Statistic => slug(id),
            RecordKind::Agent => agents.get(id).map(|row| format!("/agents/{}", row.slug)),
            RecordKind::Event => events.get(id).map(|row| format!("/events/{}", row.slug)),
            RecordKind::Source => Some(line::page("sources", RecordKind::Source, *id)),
            RecordKind::Claim => Some(line::page("claims", RecordKind::Claim, *id)),
            _ => None,
        }
    };
    page.found = hits
        .iter()
        .filter_map(|hit| {
            Some(Found {
                kind: words::spoken(&words::spelled(&hit.record_kind)),
                href: href(hit)?,
                passage: highlight(&hit.body, &wanted.words),
            })
        })
        .collect();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let standing = Standing { tier: 1, rank: -1.25, key: Uuid::from_u128(7) };
        let asked = Asked { words: "a b".to_owned(), ..Asked::default() };
        let address = asked.address(Some(RecordKind::Claim), Some(standing));
        let (_, query) = address.split_once('?').expect("a query string");
        let again = Asked::parse(query).expect("it was just written");
        assert_eq!((again.after, again.kind), (Some(standing), Some(RecordKind::Claim)));
        for wrong in ["", "1", "1~x~y", "1~7ff0000000000000~00000000-0000-0000-0000-000000000007"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
