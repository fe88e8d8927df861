//! The pages of agents, events, places, measures, sources and claims.

mod agent;
mod claim;
mod counted;
mod event;
mod measure;
mod merged;
mod place;
mod source;

use askama::Template;
use entity::{
    claim_verdict, statistic, statistic_summary,
    vocab::{ComparisonVerdict, RecordKind, RecordStatus, Verdict},
};
use uuid::Uuid;

pub use agent::page as agent;
pub(super) use claim::decide;
pub use claim::page as claim;
pub use event::page as event;
pub use measure::page as measure;
pub use place::page as place;
pub use source::page as source;

use merged::Merged;

use super::{
    form::Form,
    line::Line,
    query::{given, switch, unknown},
    sheet::relays,
    shell::Shell,
    words,
};
use crate::{
    Error, Result,
    app::reference::Slugged,
    domain::record_id::{Prefix, RecordId},
    store::{
        Read,
        record::{self, Record},
        said::{self, Kept, Of, SaidRow},
    },
};

/// Rows on a page.
const ROWS: usize = 40;

/// What an address of a record leads to.
pub enum Found {
    /// This page.
    Page(String),
    /// It is at this address.
    Moved(String),
}

/// A page of a record.
#[derive(Template)]
#[template(path = "record.html")]
struct Page {
    shell: Shell,
    /// What it is, above its name.
    kind: String,
    /// Why it does not count; empty where it does.
    reason: String,
    facts: Vec<Fact>,
    /// What it comes to, in a sentence; empty where there is none.
    answer: String,
    statistics_title: &'static str,
    statistics: Vec<Item>,
    pairs_title: &'static str,
    pairs: Vec<Pair>,
    pairs_hidden: String,
    places_title: &'static str,
    places: Option<Places>,
    /// What it published.
    published: Vec<Published>,
    published_count: String,
    merged: Vec<Merged>,
    merged_hidden: String,
    /// What whoever has a key can change.
    forms: Vec<Form>,
}

impl Page {
    /// A page of this record with nothing on it yet but why it does not count, where it does not.
    fn new(kind: &str, title: &str, row: &impl Record) -> Self {
        Self {
            shell: Shell {
                title: title.to_owned(),
                about: format!("{kind}: {title}"),
                query: String::new(),
            },
            kind: kind.to_owned(),
            reason: row.status_reason().unwrap_or_default().to_owned(),
            facts: Vec::new(),
            answer: String::new(),
            statistics_title: "",
            statistics: Vec::new(),
            pairs_title: "",
            pairs: Vec::new(),
            pairs_hidden: String::new(),
            places_title: "",
            places: None,
            published: Vec::new(),
            published_count: String::new(),
            merged: Vec::new(),
            merged_hidden: String::new(),
            forms: Vec::new(),
        }
    }

    fn fact(&mut self, name: &'static str, value: Option<String>) {
        self.linked(name, value.map(|value| (value, String::new())));
    }

    /// What is known of it, with a page for each part.
    fn linked(&mut self, name: &'static str, parts: impl IntoIterator<Item = (String, String)>) {
        let parts: Vec<Part> =
            parts.into_iter().map(|(value, href)| Part { value, href }).collect();
        if !parts.is_empty() {
            self.facts.push(Fact { name, parts });
        }
    }

    fn draw(&self) -> Result<Found> {
        let text = self.render().map_err(|error| Error::internal("writing a page", error))?;
        Ok(Found::Page(text))
    }
}

/// A source that an agent published.
struct Published {
    title: String,
    href: String,
    /// When; empty where that is not known.
    date: String,
}

/// What is known of a record.
struct Fact {
    name: &'static str,
    parts: Vec<Part>,
}

/// A part of that.
struct Part {
    value: String,
    /// Its page; empty where it has none.
    href: String,
}

/// A statistic in a list.
pub(super) struct Item {
    /// What it is called.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What it comes to, without the verdict; empty where that is not known.
    pub summary: String,
    /// What its positions are to each other; empty where that is not known.
    pub verdict: String,
    /// The class of that in the style sheet.
    pub class: &'static str,
}

impl Item {
    fn of(row: &statistic::Model, summary: Option<&statistic_summary::Model>) -> Self {
        let verdict = summary.and_then(|summary| summary.verdict);
        let sentence = summary.and_then(|summary| summary.summary.as_deref()).unwrap_or_default();
        let (said, word) = words::parted(&words::sentence(sentence));
        Self {
            title: row.title.clone(),
            href: format!("/statistics/{}", row.slug),
            summary: said,
            verdict: word,
            class: verdict.map_or("none", class),
        }
    }
}

/// The class of a verdict in the style sheet.
pub(super) const fn class(verdict: ComparisonVerdict) -> &'static str {
    match verdict {
        ComparisonVerdict::NoData => "none",
        ComparisonVerdict::SingleOrigin => "single",
        ComparisonVerdict::Unanimous | ComparisonVerdict::Compatible => "calm",
        ComparisonVerdict::Contested => "contested",
    }
}

/// Statistics with what they come to, in the order in which they are given.
pub(super) async fn items(db: &impl Read, rows: &[statistic::Model]) -> Result<Vec<Item>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let summaries: Vec<statistic_summary::Model> =
        record::rows_where(db, "statistic_id", &ids, "statistic_id").await?;
    let summary = |id| summaries.iter().find(|summary| summary.statistic_id == id);
    Ok(rows.iter().map(|row| Item::of(row, summary(row.id))).collect())
}

/// Two claims and what they are to each other.
struct Pair {
    title: String,
    href: String,
    reason: String,
    class: &'static str,
    /// Where a person can decide it; empty where nobody can.
    decide: String,
}

/// A page of the places where something is said.
struct Places {
    rows: Vec<Line>,
    /// How many there are, and which of them count; empty where there are none.
    count: String,
    /// How many more were retracted and are not shown; empty where there are none.
    hidden: String,
    /// The page that shows them.
    hidden_href: String,
    /// The next page; empty on the last.
    next: String,
    /// Whether the statistic stands in each row.
    with_statistic: bool,
    /// Whether the source does: its own page need not say it.
    with_source: bool,
}

/// Which places a page shows.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    /// The one before which the page ends; `None` for the first page.
    before: Option<Uuid>,
    /// Whether those that were retracted are shown too.
    retracted: bool,
}

impl Asked {
    /// The names that it takes.
    const NAMES: &str = "before, includeRetracted";

    /// Takes a name of a query string; false where it means nothing here.
    fn take(&mut self, name: &str, value: &str) -> Result<bool> {
        match name {
            "before" => self.before = Some(RecordId::of(Prefix::Attribution, value)?),
            "includeRetracted" => self.retracted = switch(name, value)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn parse(query: &str) -> Result<Self> {
        let mut asked = Self::default();
        for (name, value) in given(query) {
            if !asked.take(&name, &value)? {
                return Err(unknown(&name, Self::NAMES));
            }
        }
        Ok(asked)
    }
}

/// Loads a page of places: those recorded last, or those recorded before one. Where none counts,
/// those that were retracted.
async fn places(
    db: &impl Read,
    of: Of,
    address: &str,
    asked: Asked,
    with_statistic: bool,
) -> Result<Places> {
    let limit = u64::try_from(ROWS + 1).unwrap_or(u64::MAX);
    let counting = said::count_of(db, of, Kept::Counting).await?;
    let retracted = said::count_of(db, of, Kept::Retracted).await?;
    let (kept, count) = match (counting, retracted) {
        (0, 0) => (Kept::Counting, String::new()),
        (0, 1..) => (Kept::Retracted, String::new()),
        (_, 1..) if asked.retracted => {
            let (all, gone) = (places_counted(counting + retracted), words::some(retracted));
            (Kept::All, format!("{all}, {gone} of them retracted; the last recorded first"))
        }
        _ => (Kept::Counting, format!("{}, the last recorded first", places_counted(counting))),
    };
    let mut rows = said::listed(db, of, kept, asked.before, limit).await?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let via = relays(db, &ids, None).await?;
    let mut claims: Vec<Uuid> = rows.iter().map(|row| row.claim).collect();
    claims.sort_unstable();
    claims.dedup();
    let verdicts: Vec<claim_verdict::Model> = if with_statistic {
        record::rows_where(db, "claim_id", &claims, "claim_id").await?
    } else {
        Vec::new()
    };
    let with_source = !matches!(of, Of::Source(_));
    let line = |row: &SaidRow| {
        let relays = via.get(&row.id).map_or(&[][..], Vec::as_slice);
        let own = verdicts.iter().filter(|kept| kept.claim_id == row.claim);
        let own = own.map(|kept| kept.verdict).filter(|it| *it != Verdict::NotComparable);
        let mut own: Vec<Verdict> = own.collect();
        own.sort_by_key(|verdict| words::weight(*verdict));
        let own: Vec<String> =
            own.iter().map(|verdict| words::spoken(&words::spelled(verdict))).collect();
        let id = RecordId::new(RecordKind::Attribution, row.id).to_string();
        let change = match of {
            Of::Claim(_) => format!("{address}?place={id}#change"),
            Of::Agent(_) | Of::Source(_) => String::new(),
        };
        let mut line = Line { id, change, verdicts: own.join(", "), ..Line::of(row, relays) };
        if !with_source {
            line.title.clear();
        }
        line
    };
    let mut lines: Vec<Line> = rows.iter().map(line).collect();
    // Among claims on statistics, those on none stand under a heading too.
    if lines.iter().any(|line| !line.statistic.is_empty()) {
        let on_none = lines.iter_mut().filter(|line| line.statistic.is_empty());
        on_none.for_each(|line| "Statements".clone_into(&mut line.statistic));
    }
    // What is said of one statistic in a row stands under its name once.
    for at in (1..lines.len()).rev() {
        if lines[at].statistic_page == lines[at - 1].statistic_page {
            lines[at].statistic.clear();
        }
    }
    let also = if asked.retracted { "&includeRetracted=1" } else { "" };
    let next = rows.last().filter(|_| more).map(|row| {
        let id = RecordId::new(RecordKind::Attribution, row.id);
        format!("{address}?before={id}{also}")
    });
    let hides = kept == Kept::Counting;
    Ok(Places {
        rows: lines,
        count: if kept == Kept::Retracted {
            not_counting(of, rows.first(), retracted)
        } else {
            count
        },
        hidden: if hides { words::some(retracted) } else { String::new() },
        hidden_href: format!("{address}?includeRetracted=1"),
        next: next.unwrap_or_default(),
        with_statistic,
        with_source,
    })
}

/// How many places there are where none counts, and why none does, as far as one of them tells.
fn not_counting(of: Of, one: Option<&SaidRow>, retracted: i64) -> String {
    let is_gone = |status: fn(&SaidRow) -> RecordStatus| {
        one.is_some_and(|row| status(row) == RecordStatus::Retracted)
    };
    let (verb, each) = if retracted == 1 { ("does", "it") } else { ("do", "each") };
    let why = match of {
        Of::Claim(_) if is_gone(|row| row.claim_status) => "the claim".to_owned(),
        Of::Source(_) if is_gone(|row| row.source_status) => "the source".to_owned(),
        Of::Agent(_) | Of::Claim(_) | Of::Source(_) => format!("{each}, its claim or its source"),
    };
    let places = places_counted(retracted);
    format!("{places} {verb} not count, since {why} was retracted; the last recorded first")
}

fn places_counted(count: i64) -> String {
    words::counted(usize::try_from(count).unwrap_or(usize::MAX), "place")
}

/// The record that the last part of an address names, by its id or by its slug.
pub(super) async fn named<R: Slugged>(db: &impl Read, name: &str) -> Result<Option<R>> {
    match RecordId::of(Prefix::from(R::KIND), name) {
        Ok(id) => record::find(db, id).await,
        Err(_) => crate::app::reference::by_slug(db, name).await,
    }
}

/// The record whose page stands at an address; else what that leads to: the page of the record kept
/// after a merge, or nothing.
async fn at<R: Slugged>(
    db: &impl Read,
    folder: &str,
    name: &str,
) -> Result<Result<R, Option<Found>>> {
    let Some(row) = named::<R>(db, name).await? else { return Ok(Err(None)) };
    if name == row.slug() || name == RecordId::new(R::KIND, row.id()).to_string() {
        return Ok(Ok(row));
    }
    Ok(Err(Some(Found::Moved(format!("/{folder}/{}", row.slug())))))
}

/// The record that the last part of an address names by its id.
async fn identified<R: Record>(db: &impl Read, name: &str) -> Result<Option<R>> {
    match RecordId::of(Prefix::from(R::KIND), name) {
        Ok(id) => record::find(db, id).await,
        Err(_) => Ok(None),
    }
}
