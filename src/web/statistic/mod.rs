//! The page of a statistic: the answer first, then the picture, then who says what and where.

mod beside;
mod embed;
mod history;
mod joined;
mod pairs;
mod table;

use askama::Template;
use entity::{
    statistic,
    vocab::{Accumulation, RecordKind, RecordStatus, Resolution},
};
use futures_util::try_join;

use super::{
    ask::{Ask, lens_name, stamp},
    chart::{Place, View},
    form::{self, Form},
    line::Line,
    record,
    sheet::{IN_PAGE, Sheet},
    shell::Shell,
    words,
};
use crate::{
    Error, Result,
    domain::{
        citation::Citation,
        comparison::Interval,
        lexicon::Lexicon,
        origin::{Lens, OriginCount},
        record_id::RecordId,
        relation::number,
    },
    store::{Read, finding, revision, said},
};
use beside::Beside;
pub use embed::embed;
use history::Change;
use joined::Joined;
use pairs::{Pair, Pairs, pairs};
use table::Table;

/// Pairs, findings and changes in their lists at most.
const LISTED: usize = 10;
/// Changes that are read for the history.
const CHANGES: u64 = 100;
/// Retracted rows that are shown.
const RETRACTED: u64 = 20;

/// Draws up the page.
pub async fn page(db: &impl Read, sheet: &Sheet, base: &str) -> Result<String> {
    let at = sheet.ask.known_at;
    let id = sheet.statistic.id;
    let past = at.is_some();
    let (chart, table, beside, mut joined, findings, retracted, retracted_count, history, newest) =
        try_join!(
            sheet.chart(db, IN_PAGE),
            table::load(db, sheet),
            beside::load(db, sheet),
            joined::load(db, sheet),
            async { if past { Ok(Vec::new()) } else { finding::bearing_on(db, &[id]).await } },
            async {
                if past {
                    return Ok(Vec::new());
                }
                said::retracted(db, &[id], None, RETRACTED).await
            },
            async { if past { Ok(0) } else { said::count_retracted(db, id).await } },
            revision::bearing_on(db, id, at, CHANGES),
            revision::newest_at(db),
        )?;
    let known_at = at.or(newest);
    let cited = known_at.unwrap_or(sheet.statistic.created_at);
    let cite_ask = Ask { known_at: Some(cited), ..sheet.ask.bare() };
    let address = format!("{base}{}", sheet.elsewhere(&cite_ask));
    let answer = words::sentence(&sheet.outcome.summary);
    let citation = Citation {
        title: &sheet.statistic.title,
        slug: &sheet.statistic.slug,
        answer: &answer,
        address: &address,
        known_at: cited,
        accessed_on: None,
    };
    let Pairs { conflicts, conflict_count, revisions } = pairs(db, sheet).await?;
    let open = findings.iter().filter(|found| found.row.resolution == Resolution::Open);
    let open: Vec<Noticed> = open.map(|found| Noticed::of(&found.row)).collect();
    // The verdict has a colour and a mark of its own.
    let (said, verdict) = words::parted(&answer);
    let (cite_text, cite_bibtex) = (citation.text(), citation.bibtex());
    let page = Page {
        shell: Shell {
            title: sheet.statistic.title.clone(),
            about: answer.clone(),
            query: String::new(),
        },
        reason: sheet.statistic.status_reason.clone().unwrap_or_default(),
        trail: trail(sheet),
        verdict,
        answer: said,
        verdict_class: record::class(sheet.outcome.verdict),
        facts: facts(sheet),
        notes: sheet.notes(),
        whole: sheet.elsewhere(&Ask::default()),
        form: Filters::of(sheet),
        origins: chart.draw(View::Origins, Place::Page),
        time: chart.draw(View::Time, Place::Page),
        table,
        conflicts,
        conflict_count: words::plain(conflict_count),
        conflicts_hidden: hidden(conflict_count, LISTED),
        revisions,
        revisions_hidden: hidden(sheet.outcome.revisions.len(), LISTED),
        beside,
        joined_hidden: hidden(joined.len(), LISTED),
        joined: {
            joined.truncate(LISTED);
            joined
        },
        findings_hidden: hidden(open.len(), LISTED),
        findings_settled: findings.len() - open.len(),
        findings_cut: findings.len() >= 500,
        findings: open.into_iter().take(LISTED).collect(),
        past,
        retracted: retracted.iter().map(|row| Line::of(row, &[])).collect(),
        retracted_hidden: hidden(
            usize::try_from(retracted_count).unwrap_or(usize::MAX),
            retracted.len(),
        ),
        history_cut: u64::try_from(history.len()).is_ok_and(|count| count >= CHANGES),
        history: history::changes(&history, LISTED),
        files: files(sheet),
        cite_text,
        cite_bibtex,
        cite_address: sheet.elsewhere(&cite_ask),
        cited: words::moment(cited),
        forms: if past { Vec::new() } else { forms(&sheet.statistic) },
    };
    page.render().map_err(|error| Error::internal("writing a page", error))
}

/// What whoever has a key can do with a statistic.
fn forms(row: &statistic::Model) -> Vec<Form> {
    let id = RecordId::new(RecordKind::Statistic, row.id).to_string();
    let record = form::record_claim(Some(&id));
    let record = (row.status == RecordStatus::Active).then_some(record);
    let standing = form::standing(row, "the statistic");
    record.into_iter().chain([form::edit_statistic(row)]).chain(standing).collect()
}

#[derive(Template)]
#[template(path = "statistic.html")]
struct Page {
    shell: Shell,
    /// Why it does not count; empty where it does.
    reason: String,
    trail: Vec<Part>,
    answer: String,
    verdict: String,
    verdict_class: &'static str,
    facts: Vec<Fact>,
    notes: Vec<String>,
    whole: String,
    form: Filters,
    origins: String,
    time: String,
    table: Table,
    conflicts: Vec<Pair>,
    conflict_count: String,
    conflicts_hidden: Option<String>,
    revisions: Vec<Pair>,
    revisions_hidden: Option<String>,
    beside: Beside,
    joined: Vec<Joined>,
    joined_hidden: Option<String>,
    findings: Vec<Noticed>,
    findings_hidden: Option<String>,
    findings_settled: usize,
    findings_cut: bool,
    past: bool,
    retracted: Vec<Line>,
    retracted_hidden: Option<String>,
    history: Vec<Change>,
    history_cut: bool,
    files: Vec<File>,
    cite_text: String,
    cite_bibtex: String,
    cite_address: String,
    cited: String,
    /// What whoever has a key can do; nothing where the past is looked at.
    forms: Vec<Form>,
}

/// A number of the answer.
struct Fact {
    name: &'static str,
    value: String,
    note: String,
}

/// What a rule noticed.
struct Noticed {
    severity: String,
    code: String,
    message: String,
}

impl Noticed {
    fn of(row: &entity::finding::Model) -> Self {
        let entity::finding::Model { severity, code, message, .. } = row;
        let word = |word: &str| words::spoken(word);
        Self {
            severity: word(&words::spelled(severity)),
            code: word(&words::spelled(code)),
            message: message.clone(),
        }
    }
}

/// A file of it.
struct File {
    href: String,
    name: &'static str,
    about: &'static str,
}

/// What the form of the filters holds.
struct Filters {
    action: String,
    as_of: String,
    known_at: String,
    lenses: Vec<Choice>,
    lexicons: Vec<Choice>,
}

struct Choice {
    value: &'static str,
    name: &'static str,
    chosen: bool,
}

impl Filters {
    fn of(sheet: &Sheet) -> Self {
        let Ask { as_of, known_at, lens, lexicon, .. } = &sheet.ask;
        let lenses = [
            (Lens::Agent, "each agent is one voice"),
            (Lens::Affiliation, "agents under one parent are one voice"),
        ];
        Self {
            action: format!("/statistics/{}", sheet.statistic.slug),
            as_of: as_of.map(|day| day.to_string()).unwrap_or_default(),
            known_at: known_at.map(stamp).unwrap_or_default(),
            lenses: lenses
                .map(|(it, name)| Choice { value: lens_name(it), name, chosen: it == *lens })
                .into(),
            lexicons: Lexicon::ALL
                .map(|it| Choice { value: it.as_str(), name: it.as_str(), chosen: it == *lexicon })
                .into(),
        }
    }
}

/// How many of so many are not shown; `None` where all are.
fn hidden(all: usize, shown: usize) -> Option<String> {
    let hidden = all.saturating_sub(shown);
    (hidden > 0).then(|| words::plain(hidden))
}

/// A part of what a statistic counts.
struct Part {
    name: &'static str,
    value: String,
    /// Its page; empty where it has none.
    href: String,
}

/// What the statistic counts, part by part.
fn trail(sheet: &Sheet) -> Vec<Part> {
    let named = |name: &'static str, value: Option<String>| {
        value.map(|value| Part { name, value, href: String::new() })
    };
    let event = sheet.event.as_ref().map(|row| Part {
        name: "Event",
        value: row.name.clone(),
        href: format!("/events/{}", row.slug),
    });
    let place = sheet.place.as_ref().map(|row| Part {
        name: "Place",
        value: row.name.clone(),
        href: format!("/places/{}", row.slug),
    });
    let row = &sheet.statistic;
    let period = match (row.period_start.as_deref(), row.period_end.as_deref()) {
        (None, None) => None,
        (Some(start), None) => Some(format!("from {}", words::date(start))),
        (None, Some(end)) => Some(format!("until {}", words::date(end))),
        (Some(start), Some(end)) if start == end => Some(words::date(start)),
        (Some(start), Some(end)) => Some(format!("{} to {}", words::date(start), words::date(end))),
    };
    let parts = [
        Some(Part {
            name: "Counts",
            value: sheet.measure.name.clone(),
            href: format!("/measures/{}", sheet.measure.slug),
        }),
        event,
        place,
        named("Of", row.population.clone()),
        named("Period", period),
    ];
    parts.into_iter().flatten().collect()
}

fn interval(interval: Interval) -> String {
    match (interval.low, interval.high) {
        (Some(low), Some(high)) if low < high => format!("{} to {}", number(low), number(high)),
        (Some(only), Some(_)) => number(only),
        (None, Some(high)) => format!("at least {}", number(high)),
        (Some(low), None) => format!("at most {}", number(low)),
        (None, None) => "–".to_owned(),
    }
}

/// The answer in numbers: the range and the voices before anything else.
fn facts(sheet: &Sheet) -> Vec<Fact> {
    let outcome = &sheet.outcome;
    let OriginCount { min, max } = outcome.origins;
    let mut facts = Vec::new();
    if let Some(range) = outcome.range {
        let counted = sheet.view.facts().counted.as_ref();
        let grows = counted.is_some_and(|it| it.accumulation == Accumulation::Cumulative);
        let outgrown = if grows { "; what later counts outgrew is left out" } else { "" };
        facts.push(Fact {
            name: "Range",
            value: interval(range),
            note: format!("smallest to largest number named{outgrown}"),
        });
    }
    let unknown = outcome.positions.iter().filter(|it| !it.said.origin.is_known()).count();
    facts.push(Fact {
        name: "Independent origins",
        value: if min == max { words::plain(max) } else { format!("{min} to {max}") },
        note: match unknown {
            0 => "all of them known".to_owned(),
            unknown => format!("{} of them unknown", words::plain(unknown)),
        },
    });
    facts.push(Fact {
        name: "Said in",
        value: words::counted(outcome.attributions, "place"),
        note: "whoever repeats it included".to_owned(),
    });
    if let [agreement] = outcome.agreement[..] {
        let bound = |bound: f64| bound.is_finite().then_some(bound);
        facts.push(Fact {
            name: "Widest agreement",
            value: interval(Interval { low: bound(agreement.low), high: bound(agreement.high) }),
            note: format!("{} of {} positions allow it", agreement.supporters, agreement.of),
        });
    }
    facts
}

fn files(sheet: &Sheet) -> Vec<File> {
    let file = |suffix: &str, name, about| File { href: sheet.address(suffix), name, about };
    vec![
        file(".csv", "CSV", "a row for each place where it is said"),
        file(".json", "JSON", "the same rows as one list"),
        file(".jsonl", "JSON Lines", "the same, a line each"),
        #[cfg(feature = "parquet")]
        file(".parquet", "Parquet", "the same, for data frames and DuckDB"),
        file(".metadata.json", "Metadata", "what each column means"),
        file(".svg", "Picture", "the chart as SVG"),
    ]
}
