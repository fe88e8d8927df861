//! What rules noticed and nobody has settled yet: the work list of a curator.

mod asked;

use askama::Template;
use entity::{
    finding,
    vocab::{FindingCode, RecordStatus, Resolution, Severity},
};

use super::{
    facet::{Choice, Facet},
    form::{self, Form},
    mention::{Mention, Mentions, Named},
    newest::{cut, newest_before},
    shell::Shell,
    words,
};
use crate::{
    Error, Result,
    domain::{
        finding::{Subject, mend::mend},
        record_id::{Prefix, RecordId},
    },
    store::{
        Read,
        finding::{Alike, counted, subject_of},
        list::{Listing, list},
    },
};
use asked::Asked;

/// Findings on a page.
const ROWS: usize = 30;

#[derive(Template)]
#[template(path = "findings.html")]
struct Page {
    shell: Shell,
    facets: Vec<Facet>,
    count: String,
    /// How many no longer hold and are not shown; empty where none.
    hidden: String,
    hidden_href: String,
    rows: Vec<Row>,
    /// The next page; empty on the last.
    next: String,
}

/// A finding.
struct Row {
    id: String,
    code: String,
    severity: String,
    /// Its class in the style sheet.
    class: &'static str,
    message: String,
    subject: Option<Mention>,
    other: Option<Mention>,
    mend: &'static str,
    /// A person's verdict and why; empty while there is none.
    verdict: String,
    /// Why it no longer counts; empty where it does.
    gone: String,
    at: String,
    /// What whoever has a key can do.
    forms: Vec<Form>,
}

/// Draws up the page. What rules notice must be up to date.
pub async fn page(db: &impl Read, query: &str) -> Result<String> {
    let asked = Asked::parse(query)?;
    let counts = counted(db).await?;
    let listing: Listing<finding::Model> = Listing {
        include_retracted: asked.retracted,
        ..newest_before(asked.filter(), ROWS, asked.before)
    };
    let mut found = list(db, &listing).await?;
    let last = cut(&mut found, ROWS);
    let next = last.map(|id| Asked { before: Some(id), ..asked }.address());
    let first = Asked { before: None, ..asked };
    let hidden = of(&counts, &Asked { retracted: true, ..first }) - of(&counts, &first);
    let page = Page {
        shell: Shell {
            title: "Findings".to_owned(),
            about: "What rules noticed about the records, and what mends it".to_owned(),
            query: String::new(),
        },
        facets: facets(&counts, &first),
        count: words::tally(of(&counts, &first)),
        hidden: words::some(hidden),
        hidden_href: Asked { retracted: true, ..first }.address(),
        rows: rows(db, &found).await?,
        next: next.unwrap_or_default(),
    };
    page.render().map_err(|error| Error::internal("writing a page", error))
}

/// How many findings a page and those after it show.
fn of(counts: &[Alike], asked: &Asked) -> i64 {
    counts.iter().filter(|alike| asked.takes(alike)).map(|alike| alike.count).sum()
}

fn facets(counts: &[Alike], asked: &Asked) -> Vec<Facet> {
    let choice = |name: String, asked: Asked, other: Asked, chosen: bool| Choice {
        name: words::sentence(&name),
        count: words::tally(of(counts, &asked)),
        href: if chosen { other } else { asked }.address(),
        chosen,
    };
    let word = |word: &str| words::spoken(word);
    let status = Resolution::ALL.iter().map(|&it| {
        let narrowed = Asked { resolution: Some(it), ..*asked };
        let chosen = asked.resolution == Some(it);
        choice(word(&words::spelled(&it)), narrowed, Asked { resolution: None, ..*asked }, chosen)
    });
    let severity = Severity::ALL.iter().rev().map(|&it| {
        let narrowed = Asked { severity: Some(it), ..*asked };
        let chosen = asked.severity == Some(it);
        choice(word(&words::spelled(&it)), narrowed, Asked { severity: None, ..*asked }, chosen)
    });
    let code = FindingCode::ALL.iter().map(|&it| {
        let narrowed = Asked { code: Some(it), ..*asked };
        let chosen = asked.code == Some(it);
        choice(word(&words::spelled(&it)), narrowed, Asked { code: None, ..*asked }, chosen)
    });
    let facet = |name, choices: Vec<Choice>| {
        let kept = choices.into_iter().filter(|choice| choice.chosen || choice.count != "0");
        Facet { name, choices: kept.collect(), more: String::new() }
    };
    vec![
        facet("Status", status.collect()),
        facet("Severity", severity.collect()),
        facet("What was noticed", code.collect()),
    ]
}

async fn rows(db: &impl Read, found: &[finding::Model]) -> Result<Vec<Row>> {
    let mut named = Named::default();
    for row in found {
        named.claims.extend(row.claim_id.into_iter().chain(row.other_claim_id));
        named.attributions.extend(row.attribution_id);
        named.sources.extend(row.source_id.into_iter().chain(row.other_source_id));
        named.agents.extend(row.agent_id.into_iter().chain(row.other_agent_id));
    }
    let mentions = Mentions::load(db, named).await?;
    Ok(found.iter().filter_map(|row| Some(row_of(row, subject_of(row)?, &mentions))).collect())
}

fn row_of(row: &finding::Model, subject: Subject, mentions: &Mentions) -> Row {
    let other = row.other_claim_id.and_then(|id| mentions.claim(id));
    let other = other.or_else(|| row.other_source_id.and_then(|id| mentions.source(id)));
    let other = other.or_else(|| row.other_agent_id.and_then(|id| mentions.agent(id)));
    let verdict = match (row.resolution, &row.resolution_reason) {
        (Resolution::Open, _) => String::new(),
        (given, None) => words::spoken(&words::spelled(&given)),
        (given, Some(reason)) => format!("{}: {reason}", words::spoken(&words::spelled(&given))),
    };
    let gone = match row.status {
        RecordStatus::Active => String::new(),
        RecordStatus::Retracted | RecordStatus::Merged => {
            row.status_reason.clone().unwrap_or_else(|| "retracted".to_owned())
        }
    };
    Row {
        id: RecordId::new(Prefix::Finding, row.id).to_string(),
        code: words::sentence(&words::spoken(&words::spelled(&row.code))),
        severity: words::spoken(&words::spelled(&row.severity)),
        class: match row.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        message: words::sentence(&row.message),
        subject: match subject {
            Subject::Claim(id) => mentions.claim(id),
            Subject::Attribution(id) => mentions.attribution(id),
            Subject::Source(id) => mentions.source(id),
            Subject::Agent(id) => mentions.agent(id),
        },
        other,
        mend: mend(row.code, subject),
        verdict: words::sentence(&verdict),
        gone,
        at: words::date(&row.created_at.date_naive().to_string()),
        forms: forms(row),
    }
}

fn forms(row: &finding::Model) -> Vec<Form> {
    if row.status != RecordStatus::Active {
        return Vec::new();
    }
    let is_open = row.resolution == Resolution::Open;
    let merge = if is_open { form::merge_twins(row) } else { None };
    merge.into_iter().chain([form::resolve(row)]).collect()
}
