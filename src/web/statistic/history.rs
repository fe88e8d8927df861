//! What changed of a statistic, as a page shows it: what was done at once is one line.

use entity::revision;

use crate::web::words::{self, spelled};

/// What somebody did at once.
pub struct Change {
    /// When.
    pub at: String,
    /// What was done.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// Why; empty where nobody said.
    pub reason: String,
}

/// The newest changes, so many lines at most.
pub fn changes(history: &[revision::Model], most: usize) -> Vec<Change> {
    let at_once = history.chunk_by(|a, b| {
        let minute = |row: &revision::Model| row.recorded_at.timestamp() / 60;
        (minute(a), &a.actor, &a.reason) == (minute(b), &b.actor, &b.reason)
    });
    at_once.take(most).map(change).collect()
}

fn change(rows: &[revision::Model]) -> Change {
    let mut kinds: Vec<(String, usize)> = Vec::new();
    for row in rows {
        let kind = words::spoken(&spelled(&row.record_kind));
        let done = format!("{kind} {}", words::spoken(&spelled(&row.action)));
        match kinds.iter_mut().find(|(known, _)| *known == done) {
            Some((_, count)) => *count += 1,
            None => kinds.push((done, 1)),
        }
    }
    let what: Vec<String> = kinds
        .into_iter()
        .map(|(done, count)| match count {
            1 => done,
            many => format!("{done} ({} times)", words::plain(many)),
        })
        .collect();
    let mut what = words::sentence(&what.join(", "));
    if let [only] = rows
        && let Some(name) = named(only)
    {
        what = format!("{what}: {name}");
    }
    let last = &rows[0];
    Change {
        at: words::moment(last.recorded_at),
        what,
        who: last.actor.clone().unwrap_or_else(|| "the program".to_owned()),
        reason: last.reason.clone().unwrap_or_default(),
    }
}

/// What the record of a change is called.
fn named(row: &revision::Model) -> Option<String> {
    let text = row.after.as_deref().or(row.before.as_deref())?;
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    let names = ["quantity_text", "title", "text"].into_iter();
    names.filter_map(|name| json[name].as_str()).map(str::to_owned).next()
}
