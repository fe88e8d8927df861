//! What came of an import, told in a table or as JSON.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;

use crate::{
    app::import as imports,
    cli::output::{Exit, Outcome, print, print_json, say},
    domain::record_id::{Prefix, RecordId},
    exchange::{
        engine,
        report::{Reject, Report, Tally},
    },
};

#[derive(Serialize)]
struct Told<'a> {
    kinds: BTreeMap<String, Counts>,
    rejects: Vec<Refused<'a>>,
    unlisted: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<File<'a>>,
}

/// What is told of an import of one file besides.
#[derive(Serialize)]
struct File<'a> {
    import: Option<String>,
    rows: u64,
    refused: u64,
    items: Counts,
    skipped: u64,
    held: u64,
    gone: Option<Gone<'a>>,
}

#[derive(Serialize)]
struct Gone<'a> {
    count: u64,
    since: &'a str,
    records: Vec<GoneRecord<'a>>,
}

#[derive(Serialize)]
struct GoneRecord<'a> {
    id: String,
    url: Option<&'a str>,
}

impl<'a> From<&'a engine::Outcome> for File<'a> {
    fn from(done: &'a engine::Outcome) -> Self {
        let engine::Outcome {
            import,
            report: _,
            rows,
            refused,
            items,
            skipped,
            held,
            gone,
            shown: _,
        } = done;
        let record = |(id, url): &'a (RecordId, Option<String>)| GoneRecord {
            id: id.to_string(),
            url: url.as_deref(),
        };
        let gone = gone.as_ref().map(|gone| Gone {
            count: gone.count,
            since: &gone.file_name,
            records: gone.records.iter().map(record).collect(),
        });
        let import = import.map(|id| RecordId::new(Prefix::Import, id).to_string());
        Self {
            import,
            rows: *rows,
            refused: *refused,
            items: counts(items),
            skipped: *skipped,
            held: *held,
            gone,
        }
    }
}

#[derive(Clone, Copy, Serialize)]
struct Counts {
    new: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
}

#[derive(Serialize)]
struct Refused<'a> {
    file: &'a str,
    line: Option<u64>,
    kind: Option<String>,
    key: &'a str,
    field: &'a str,
    reason: &'a str,
}

impl<'a> From<&'a Reject> for Refused<'a> {
    fn from(reject: &'a Reject) -> Self {
        let Reject { file, line, kind, key, field, reason } = reject;
        Self { file, line: *line, kind: kind.map(|kind| kind.to_string()), key, field, reason }
    }
}

/// Where the refused rows are that are not told one by one.
#[derive(Clone, Copy)]
pub(super) enum Rest<'a> {
    /// Nowhere: there is no file of them.
    Unsaid,
    /// Nowhere, and nothing was written.
    Nothing,
    /// In a file.
    File(&'a Path),
}

/// Refused rows that are told one by one where all of them stand in a file.
const TOLD: usize = 20;

pub(super) fn tell(report: &Report, rest: Rest<'_>, json: bool) -> Outcome {
    tell_with(report, None, rest, json)
}

/// Tells what came of one file.
pub(super) fn tell_of(done: &engine::Outcome, rest: Rest<'_>, json: bool) -> Outcome {
    let outcome = tell_with(&done.report, Some(done.into()), rest, json)?;
    if json {
        return Ok(outcome);
    }
    if done.skipped > 0 {
        say(&format!(
            "{} things in the file are of other kinds and were passed over",
            done.skipped
        ));
    }
    if done.held > 0 {
        say(&format!(
            "{} records are otherwise in the file and were changed here since they were imported: \
             they stay as they are",
            done.held
        ));
    }
    if let Some(gone) = &done.gone {
        let imports::Gone { count, records, file_name } = gone;
        say(&format!("gone: {count} that were in {file_name}; they stay on record"));
        for (id, url) in records.iter().take(TOLD) {
            say(&format!("gone: {}", url.clone().unwrap_or_else(|| id.to_string())));
        }
        if *count > TOLD as u64 {
            say(&format!("gone: {} more; --json lists them", count - TOLD as u64));
        }
    }
    Ok(outcome)
}

fn tell_with(report: &Report, file: Option<File<'_>>, rest: Rest<'_>, json: bool) -> Outcome {
    let Report { tallies, rejects, unlisted } = report;
    if json {
        let kinds = tallies.iter().map(|(kind, tally)| (kind.to_string(), counts(tally)));
        print_json(&Told {
            kinds: kinds.collect(),
            rejects: rejects.iter().map(Refused::from).collect(),
            unlisted: *unlisted,
            file,
        })?;
    } else {
        print(&summary(report, file.as_ref()))?;
    }
    if rejects.is_empty() && *unlisted == 0 {
        return Ok(Exit::Done);
    }
    let told = if matches!(rest, Rest::File(_)) { TOLD } else { usize::MAX };
    if !json {
        for reject in rejects.iter().take(told) {
            say(&format!("rejected: {reject}"));
        }
        let more = rejects.len().saturating_sub(told) as u64 + unlisted;
        if more > 0 {
            say(&format!("rejected: {more} more"));
        }
    }
    match rest {
        Rest::Unsaid => {}
        Rest::Nothing => {
            say("nothing was written: a corpus is taken as a whole; mend it and import it again");
        }
        Rest::File(file) => {
            let file = file.display();
            say(&format!("the rejected rows are in {file}: mend them there and import that file"));
        }
    }
    Ok(Exit::Rejected)
}

const fn counts(tally: &Tally) -> Counts {
    let Tally { new, updated, unchanged, rejected } = *tally;
    Counts { new, updated, unchanged, rejected }
}

/// A line for each kind of record, and one for all.
fn summary(report: &Report, file: Option<&File<'_>>) -> String {
    let told = |name: &str, tally: Counts| {
        let Counts { new, updated, unchanged, rejected } = tally;
        format!(
            "{name:<12} {new:>7} new {updated:>7} updated {unchanged:>7} unchanged {rejected:>7} rejected\n"
        )
    };
    let kinds = report.tallies.iter().map(|(kind, tally)| told(kind.as_str(), counts(tally)));
    let items = file.map_or_else(String::new, |file| told("items", file.items));
    items + &kinds.collect::<String>() + &told("all", counts(&report.total()))
}
