//! The work that waits for a person: candidates in the texts of sources, and what is suggested.

mod asked;
mod candidate;
pub(super) mod suggested;

use std::slice;

use askama::Template;
use entity::{claim_link, derivation, source, vocab::RecordKind};
use futures_util::try_join;
use uuid::Uuid;

use super::{
    facet::{Choice, Facet},
    line,
    newest::{cut, newest_before},
    shell::Shell,
    words,
};
use crate::{
    Error, Result,
    app::candidate::{Seen, State, look, propose, see},
    store::{
        Read,
        candidate::{Texts, texts},
        filter::{Filter, Test},
        list::list,
        record,
    },
};
use asked::{Asked, What};
use candidate::{Shown, Waiting};
use suggested::{Derived, Linked, Suggested, derivations, links};

/// Sources on a page of all of them.
const SOURCES: usize = 8;
/// Bytes of their texts that are looked through for one page: it is to take no second.
const BYTES: usize = 400_000;
/// Candidates that are shown of each of these.
const GLIMPSE: usize = 4;
/// Candidates on a page of one source.
const CANDIDATES: usize = 20;
/// Suggestions that are shown beside others.
const FEW: usize = 5;
/// Suggestions on a page of their own.
const ROWS: usize = 20;

#[derive(Template)]
#[template(path = "review.html")]
struct Page {
    shell: Shell,
    facets: Vec<Facet>,
    /// `None` where other work is asked for.
    candidates: Option<Texted>,
    derivations: Option<Suggestions<Derived>>,
    links: Option<Suggestions<Linked>>,
}

/// The texts with candidates.
struct Texted {
    /// How many texts are looked through.
    count: String,
    /// How many are hidden from whoever asks; empty where none are.
    hidden: String,
    texts: Vec<Text>,
    next: String,
}

/// The text of one source.
struct Text {
    title: String,
    href: String,
    /// The page with all its candidates.
    all: String,
    /// How many wait.
    waiting: usize,
    /// What became of the others; empty where there are none.
    settled: String,
    /// Why it cannot be looked through; empty where it can.
    problem: &'static str,
    /// Its language, where the rules do not know it; empty where they do.
    language: String,
    candidates: Vec<Shown>,
    /// How many more wait; empty where all are shown.
    more: String,
}

/// A part of the suggestions.
struct Suggestions<T> {
    rows: Vec<T>,
    count: String,
    next: String,
}

/// Draws up the page; `may_read` says whether whoever asks may read texts that are not public.
/// `None` where there is no such source.
pub async fn page(db: &impl Read, query: &str, may_read: bool) -> Result<Option<String>> {
    let asked = Asked::parse(query)?;
    if let Some(id) = asked.source {
        return of_source(db, id, &asked, may_read).await;
    }
    let wants = |what| asked.what.is_none_or(|wanted| wanted == what);
    let most = if asked.what.is_some() { ROWS } else { FEW };
    let before = |what| asked.before.filter(|_| asked.what == Some(what));
    let (kept, derived, linked) = try_join!(
        texts(db),
        suggested::count::<derivation::Model>(db),
        suggested::count::<claim_link::Model>(db),
    )?;
    let candidates = if wants(What::Candidates) {
        Some(texted(db, before(What::Candidates), kept, may_read).await?)
    } else {
        None
    };
    let derivations = if wants(What::Derivations) {
        let found = derivations(db, before(What::Derivations), most).await?;
        Some(part(What::Derivations, found, derived))
    } else {
        None
    };
    let links = if wants(What::Links) {
        Some(part(What::Links, links(db, before(What::Links), most).await?, linked))
    } else {
        None
    };
    let choice = |what: What, count: i64| Choice {
        name: words::sentence(match what {
            What::Candidates => "texts with candidates",
            What::Derivations => "suggested derivations",
            What::Links => "suggested links",
        }),
        count: words::tally(count),
        href: if asked.what == Some(what) { Asked::default() } else { only(what) }.address(),
        chosen: asked.what == Some(what),
    };
    let readable = if may_read { kept.kept } else { kept.public };
    let choices = vec![
        choice(What::Candidates, readable),
        choice(What::Derivations, derived),
        choice(What::Links, linked),
    ];
    let page = Page {
        shell: Shell {
            title: "Review".to_owned(),
            about: "What waits for a person: candidate claims, derivations and links".to_owned(),
            query: String::new(),
        },
        facets: vec![Facet { name: "What waits", choices, more: String::new() }],
        candidates,
        derivations,
        links,
    };
    let text = page.render().map_err(|error| Error::internal("writing a page", error))?;
    Ok(Some(text))
}

fn only(what: What) -> Asked {
    Asked { what: Some(what), ..Asked::default() }
}

fn part<T>(what: What, found: Suggested<T>, count: i64) -> Suggestions<T> {
    let next = found.last.map(|id| Asked { before: Some(id), ..only(what) }.address());
    Suggestions { rows: found.rows, count: words::tally(count), next: next.unwrap_or_default() }
}

/// The newest texts, or those before one, with the first candidates of each.
async fn texted(
    db: &impl Read,
    before: Option<Uuid>,
    kept: Texts,
    may_read: bool,
) -> Result<Texted> {
    let readable = if may_read { kept.kept } else { kept.public };
    let mut rows = if readable > 0 { sources(db, before, may_read).await? } else { Vec::new() };
    let fitting = fitting(&rows).min(SOURCES);
    let last = cut(&mut rows, fitting);
    let seen = see(db, &rows).await?;
    let texts = rows.iter().zip(seen).map(|(row, seen)| text(row, seen));
    let next = last.map(|id| Asked { before: Some(id), ..only(What::Candidates) }.address());
    Ok(Texted {
        count: words::tally(readable),
        hidden: words::some(kept.kept - readable),
        texts: texts.collect(),
        next: next.unwrap_or_default(),
    })
}

/// How many of these texts are looked through for one page: the first one at least.
fn fitting(rows: &[source::Model]) -> usize {
    let mut bytes = 0;
    let fits = rows.iter().take_while(|row| {
        let first = bytes == 0;
        bytes += row.body.as_ref().map_or(0, String::len);
        first || bytes <= BYTES
    });
    fits.count()
}

async fn sources(
    db: &impl Read,
    before: Option<Uuid>,
    may_read: bool,
) -> Result<Vec<source::Model>> {
    let mut parts = vec![Filter::Column("content_hash", Test::IsNull(false))];
    if !may_read {
        parts.push(Filter::Column("body_public", Test::Eq(true.into())));
    }
    list(db, &newest_before(Filter::All(parts), SOURCES, before)).await
}

fn text(row: &source::Model, seen: Option<Vec<Seen>>) -> Text {
    let problem = if seen.is_some() { "" } else { TOO_LONG };
    let seen = seen.unwrap_or_default();
    let of = |state| seen.iter().filter(move |one| one.state == state);
    let waiting = of(State::Waiting).count();
    Text {
        title: row.title.clone(),
        href: line::page("sources", RecordKind::Source, row.id),
        all: Asked { source: Some(row.id), ..Asked::default() }.address(),
        waiting,
        settled: settled(of(State::Recorded).count(), of(State::Rejected).count()),
        problem,
        language: unknown_language(row),
        candidates: of(State::Waiting).take(GLIMPSE).map(|one| Shown::of(&one.candidate)).collect(),
        more: words::some(waiting.saturating_sub(GLIMPSE)),
    }
}

const TOO_LONG: &str = "Its text is too long, or holds too many candidates, to be looked through \
    here: send it to extract in parts.";

/// What became of candidates that do not wait.
fn settled(recorded: usize, rejected: usize) -> String {
    let parts = [(recorded, "on record"), (rejected, "rejected")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> =
        parts.map(|(count, what)| format!("{} {what}", words::plain(*count))).collect();
    parts.join(", ")
}

/// The language of a text that the rules cannot read.
fn unknown_language(row: &source::Model) -> String {
    let language = row.language.as_deref().unwrap_or_default();
    let is_english = language.is_empty() || language == "en" || language.starts_with("en-");
    if is_english { String::new() } else { language.to_owned() }
}

#[derive(Template)]
#[template(path = "review-source.html")]
struct OfSource {
    shell: Shell,
    href: String,
    back: String,
    count: String,
    settled: String,
    problem: &'static str,
    language: String,
    /// Whether whoever asks may not read the text: then what waits is counted alone.
    is_hidden: bool,
    waiting: Vec<Waiting>,
    previous: String,
    next: String,
}

impl OfSource {
    /// Of a source, before its text is looked through.
    fn of(row: &source::Model) -> Self {
        Self {
            shell: Shell {
                title: row.title.clone(),
                about: format!("What the text of “{}” seems to claim", row.title),
                query: String::new(),
            },
            href: line::page("sources", RecordKind::Source, row.id),
            back: only(What::Candidates).address(),
            count: String::new(),
            settled: String::new(),
            problem: "",
            language: unknown_language(row),
            is_hidden: false,
            waiting: Vec::new(),
            previous: String::new(),
            next: String::new(),
        }
    }

    /// Of a source with a text that whoever asks may not read: how much waits in it.
    async fn hidden(db: &impl Read, row: &source::Model) -> Result<Self> {
        let seen = see(db, slice::from_ref(row)).await?.pop().flatten();
        let problem = if seen.is_some() { "" } else { TOO_LONG };
        let seen = seen.unwrap_or_default();
        let of = |state: State| seen.iter().filter(|one| one.state == state).count();
        let waiting = of(State::Waiting);
        let wait = if waiting == 1 { "waits" } else { "wait" };
        Ok(Self {
            count: format!("{} {wait} in its text", words::counted(waiting, "candidate")),
            settled: settled(of(State::Recorded), of(State::Rejected)),
            problem,
            is_hidden: true,
            ..Self::of(row)
        })
    }

    fn draw(&self) -> Result<Option<String>> {
        let text = self.render().map_err(|error| Error::internal("writing a page", error))?;
        Ok(Some(text))
    }
}

/// The candidates in the text of one source.
async fn of_source(
    db: &impl Read,
    id: Uuid,
    asked: &Asked,
    may_read: bool,
) -> Result<Option<String>> {
    let Some(row) = record::find::<source::Model>(db, id).await? else { return Ok(None) };
    if !row.body_public && !may_read && row.body.is_some() {
        return OfSource::hidden(db, &row).await?.draw();
    }
    let mut problem = "";
    let mut proposals = Vec::new();
    match look(&row).await? {
        Some((document, found)) => proposals = propose(db, &document, Some(&row), found).await?,
        None if row.body.is_none() => problem = "Its text is not kept, so nothing is looked for.",
        None => problem = TOO_LONG,
    }
    let all = proposals.len();
    let recorded = proposals.iter().filter(|one| one.attribution.is_some()).count();
    proposals.retain(|one| one.attribution.is_none() && one.rejection.is_none());
    let rejected = all - recorded - proposals.len();
    let pages = proposals.len().div_ceil(CANDIDATES).max(1);
    let page = asked.page.clamp(1, pages);
    let link = |page: usize| Asked { page, ..*asked }.address();
    let shown = proposals.iter().skip((page - 1) * CANDIDATES).take(CANDIDATES);
    let page = OfSource {
        count: words::counted(proposals.len(), "candidate"),
        settled: settled(recorded, rejected),
        problem,
        waiting: shown.map(|one| Waiting::of(one, &row)).collect(),
        previous: if page > 1 { link(page - 1) } else { String::new() },
        next: if page < pages { link(page + 1) } else { String::new() },
        ..OfSource::of(&row)
    };
    page.draw()
}
