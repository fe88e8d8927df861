//! What waits for a person: each with the mutation that settles it.

use entity::{
    agent, attribution, finding, import, source,
    vocab::{FindingCode, RecordKind},
};
use uuid::Uuid;

use super::{Ailment, many};
use crate::{
    Result,
    domain::record_id::{Prefix, RecordId},
    store::{
        Read, doctor as stored,
        exchange::rows_by,
        import as imports,
        record::{Record, find_itself},
    },
};

/// Imports that were begun and did not come to their end.
pub async fn imports(db: &impl Read, all: &mut Vec<Ailment>) -> Result<()> {
    let found = stored::half_imports(db, 1).await?;
    let Some(&id) = found.first.first() else { return Ok(()) };
    let row: Option<import::Model> = imports::find(db, id).await?;
    let id = RecordId::new(Prefix::Import, id);
    let (format, file) = row.map(|row| (row.format, row.file_name)).unwrap_or_default();
    all.push(Ailment {
        check: "imports",
        count: found.count,
        what: format!("{} begun and not done", many(found.count, "import")),
        example: Some(format!("{id}: {file}")),
        mend: format!(
            "unless it runs now: claimbase import {format} {file} goes on with it, claimbase import \
             undo {id} --reason \"it was broken off\" takes it back"
        ),
    });
    Ok(())
}

/// Quotes that do not stand in the stored text of their source.
pub async fn quotes(db: &impl Read, all: &mut Vec<Ailment>) -> Result<()> {
    let found = stored::open_findings(db, FindingCode::QuoteNotFound, 1).await?;
    let Some(first) = found.first.first() else { return Ok(()) };
    let Some(row) = find_itself::<finding::Model>(db, *first).await? else { return Ok(()) };
    let Some(id) = row.attribution_id else { return Ok(()) };
    let quoted: Option<attribution::Model> = find_itself(db, id).await?;
    let id = RecordId::new(RecordKind::Attribution, id);
    let words = quoted.and_then(|row| row.quote_exact).unwrap_or_default();
    all.push(Ailment {
        check: "quotes",
        count: found.count,
        what: format!("{} not found in their stored text", many(found.count, "quote")),
        example: Some(format!("{id}: \u{201c}{}\u{201d}", cut(&words))),
        mend: format!(
            "mutation {{ updateAttribution(input: {{ id: \"{id}\", quote: {{ exact: \"THE WORDS AS \
             PRINTED\" }} }}) {{ userErrors {{ message }} }} }}, or where it is right as it is: {}",
            dismiss(&row)
        ),
    });
    Ok(())
}

/// Records that look like the same thing twice.
pub async fn duplicates(db: &impl Read, all: &mut Vec<Ailment>) -> Result<()> {
    let found =
        stored::open_findings(db, FindingCode::LikelyDuplicate, super::computed::MOST).await?;
    let (mut agents, mut sources) = (Vec::new(), Vec::new());
    for row in rows_by::<finding::Model>(db, "id", &found.first, "id").await? {
        match (row.agent_id, row.source_id) {
            (Some(_), _) => agents.push(row),
            (None, Some(_)) => sources.push(row),
            (None, None) => {}
        }
    }
    if let Some(row) = agents.first() {
        let pair =
            pair::<agent::Model>(db, row.agent_id, row.other_agent_id, |row| row.name.clone());
        let (older, younger, example) = pair.await?;
        all.push(Ailment {
            check: "duplicates",
            count: count(&agents),
            what: alike(count(&agents), "agent"),
            example: Some(example),
            mend: format!(
                "mutation {{ mergeRecords(input: {{ keep: \"{older}\", merge: \"{younger}\", reason: \
                 \"the same\" }}) {{ userErrors {{ message }} }} }}, or where they are two: {}",
                dismiss(row)
            ),
        });
    }
    if let Some(row) = sources.first() {
        let pair =
            pair::<source::Model>(db, row.source_id, row.other_source_id, |row| row.title.clone());
        let (older, younger, example) = pair.await?;
        all.push(Ailment {
            check: "duplicates",
            count: count(&sources),
            what: alike(count(&sources), "source"),
            example: Some(example),
            mend: format!(
                "mutation {{ retract(input: {{ ids: [\"{younger}\"], reason: \"the same as {older}\" \
                 }}) {{ userErrors {{ message }} }} }}, or where they are two: {}",
                dismiss(row)
            ),
        });
    }
    Ok(())
}

fn count(rows: &[finding::Model]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(i64::MAX)
}

fn alike(count: i64, what: &str) -> String {
    let verb = if count == 1 { "looks" } else { "look" };
    format!("{} of {what}s {verb} alike", many(count, "pair"))
}

/// The ids of two records, the older one first, and how both are called.
async fn pair<R: Record>(
    db: &impl Read,
    one: Option<Uuid>,
    two: Option<Uuid>,
    name: fn(&R) -> String,
) -> Result<(RecordId, RecordId, String)> {
    let mut ids: Vec<Uuid> = one.into_iter().chain(two).collect();
    ids.sort_unstable();
    let mut told = Vec::new();
    for id in &ids {
        let row: Option<R> = find_itself(db, *id).await?;
        let name = row.map(|row| name(&row)).unwrap_or_default();
        told.push(format!("{} \"{}\"", RecordId::new(R::KIND, *id), cut(&name)));
    }
    let id = |at: usize| RecordId::new(R::KIND, ids.get(at).copied().unwrap_or_default());
    Ok((id(0), id(1), told.join(" and ")))
}

/// The mutation by which a person says that a finding is no problem.
fn dismiss(row: &finding::Model) -> String {
    format!(
        "mutation {{ resolveFinding(input: {{ id: \"{}\", resolution: DISMISSED, reason: \"WHY\" }}) \
         {{ userErrors {{ message }} }} }}",
        RecordId::new(RecordKind::Finding, row.id)
    )
}

/// The beginning of a text.
fn cut(text: &str) -> String {
    const MOST: usize = 100;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}
