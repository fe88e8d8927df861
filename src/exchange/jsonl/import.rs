//! Reads lines and puts what they hold on record, a batch at a time.

use std::{
    io::{BufRead, Read as _},
    sync::Arc,
};

use entity::vocab::{RecordKind, Role};
use serde_json::{Map, Value};

use super::{
    FORMAT,
    batch::{Batch, Done, Known, Line},
    check::Fault,
};
use crate::{
    Error, Result,
    app::Session,
    domain::record_id::Prefix,
    exchange::report::{Reject, Report},
    store::{Txn, exchange as stored},
};

/// Lines of one transaction.
const LINES: usize = 500;

/// Bytes of one transaction, after which it takes no more lines.
const BYTES: usize = 8 << 20;

/// The longest line, in bytes.
const LINE_MAX: u64 = 32 << 20;

/// Puts what an export holds on record. Each line is taken for itself: one that is refused does
/// not keep the others out. Doing it again changes nothing.
pub async fn import(session: &Session, reader: impl BufRead + Send) -> Result<Report> {
    session.require(Role::Admin)?;
    let before = stored::version(&session.db).await?;
    let mut lines = Lines { reader, number: 0 };
    check_header(&mut lines)?;
    let mut import = Import {
        session,
        known: Arc::default(),
        report: Report::default(),
        waiting: Vec::new(),
        offset: 0,
        commit: None,
        fresh: 0,
    };
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while let Some((number, text)) = lines.next()? {
        match text.and_then(|text| Ok((text.len(), parse(&text)?))) {
            Ok((length, (kind, fields))) => {
                bytes += length;
                batch.push(Line { number, kind, fields });
            }
            Err(fault) => import.refuse(number, fault),
        }
        if batch.len() >= LINES || bytes >= BYTES {
            import.take(std::mem::take(&mut batch), false).await?;
            bytes = 0;
        }
    }
    import.take(batch, true).await?;
    let mut report = import.report;
    if report.total().new > 0 {
        session.write(Role::Admin, move |txn| Box::pin(pass(txn, before))).await?;
    }
    report.rejects.sort_by_key(|reject| reject.line);
    Ok(report)
}

/// Moves the version on from this one: what was answered before must not pass for the answer of
/// now.
async fn pass(txn: &Txn, version: i64) -> Result<()> {
    if stored::version(txn).await? == version {
        stored::set_version(txn, version + 1).await?;
    }
    Ok(())
}

/// A file, line by line.
struct Lines<R> {
    reader: R,
    number: u64,
}

type Text = Result<String, Fault>;

impl<R: BufRead> Lines<R> {
    /// The next line that is not blank, and its number.
    fn next(&mut self) -> Result<Option<(u64, Text)>> {
        let unread = |error| Error::internal("reading an import", error);
        loop {
            let mut line = Vec::new();
            let taken = (&mut self.reader).take(LINE_MAX).read_until(b'\n', &mut line);
            if taken.map_err(unread)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if line.len() as u64 == LINE_MAX && line.last() != Some(&b'\n') {
                self.skip_line().map_err(unread)?;
                let reason = format!("it is longer than {LINE_MAX} bytes");
                return Ok(Some((self.number, Err(Fault::new("", reason)))));
            }
            let text = String::from_utf8(line)
                .map_err(|_| Fault::new("", "it is not UTF-8: save the file in that encoding"));
            if !text.as_ref().is_ok_and(|text| text.trim().is_empty()) {
                return Ok(Some((self.number, text)));
            }
        }
    }

    fn skip_line(&mut self) -> std::io::Result<()> {
        loop {
            let part = self.reader.fill_buf()?;
            let end = part.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(part.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() || used == 0 {
                return Ok(());
            }
        }
    }
}

fn check_header(lines: &mut Lines<impl BufRead>) -> Result<()> {
    let first = lines.next()?.and_then(|(_, text)| text.ok()).unwrap_or_default();
    let header: Value =
        serde_json::from_str(first.trim_start_matches('\u{feff}')).unwrap_or_default();
    if header["type"] != "claimbase" {
        let message = "the first line is not {\"type\":\"claimbase\",\"format\":1}: this is no \
                       export of claimbase";
        return Err(Error::invalid("file", message));
    }
    if header["format"] != FORMAT {
        let message = format!(
            "the file has the format {} and this program reads {FORMAT}: read it with the program \
             that wrote it, or export it anew",
            header["format"]
        );
        return Err(Error::invalid("file", message));
    }
    Ok(())
}

fn parse(text: &str) -> Result<(Prefix, Map<String, Value>), Fault> {
    let line: Value = serde_json::from_str(text.trim_end()).map_err(|error| {
        let why = error.to_string().replace(" at line 1 column ", " at column ");
        Fault::new("", format!("this is not JSON: {why}"))
    })?;
    let Value::Object(mut fields) = line else {
        return Err(Fault::new("", "write one object in braces on a line"));
    };
    let named = fields.remove("type");
    let name = named.as_ref().and_then(Value::as_str).unwrap_or_default();
    let is_none = |prefix: &Prefix| matches!(prefix, Prefix::Key | Prefix::Import);
    let kinds = Prefix::ALL.into_iter().filter(|prefix| !is_none(prefix));
    if let Some(kind) = kinds.clone().find(|prefix| prefix.as_str() == name) {
        return Ok((kind, fields));
    }
    let all: Vec<&str> = kinds.map(Prefix::as_str).collect();
    Err(Fault::new("type", format!("\"{name}\" is not one of {}", all.join(", "))))
}

struct Import<'a> {
    session: &'a Session,
    known: Arc<Known>,
    report: Report,
    /// Lines that refer to something that has not come yet.
    waiting: Vec<Line>,
    offset: i64,
    commit: Option<(i64, i64)>,
    /// Lines taken since those that wait were last tried.
    fresh: usize,
}

impl Import<'_> {
    fn refuse(&mut self, number: u64, fault: Fault) {
        let Fault { field, reason } = fault;
        let line = Some(number);
        let (file, key) = (String::new(), String::new());
        self.report.reject(Reject { file, line, kind: None, key, field, reason });
    }

    /// Takes lines, and before them those that wait. Of these many are tried seldom, so that the
    /// time that a file takes grows with its length alone, whatever its order.
    async fn take(&mut self, batch: Vec<Line>, is_last: bool) -> Result<()> {
        self.fresh += batch.len();
        let mut lines = Vec::new();
        if is_last || self.waiting.len() <= self.fresh {
            self.fresh = 0;
            lines = std::mem::take(&mut self.waiting);
        }
        lines.extend(batch);
        let mut left = vec![lines];
        while let Some(lines) = left.pop() {
            if lines.is_empty() {
                continue;
            }
            match self.write(lines.clone(), is_last).await {
                Ok(done) => self.add(done),
                // The database refused something that was not foreseen: it is looked for.
                Err(Error::Input { message, .. }) => {
                    let [line] = lines.as_slice() else {
                        let (first, second) = lines.split_at(lines.len() / 2);
                        left.extend([second.to_vec(), first.to_vec()]);
                        continue;
                    };
                    let kind = Some(line.kind);
                    self.report.reject(Reject {
                        file: String::new(),
                        line: Some(line.number),
                        kind,
                        key: String::new(),
                        field: String::new(),
                        reason: message,
                    });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn add(&mut self, done: Done) {
        let Done { report, learnt, waiting, offset, commit } = done;
        self.report.add(report);
        let known = Arc::make_mut(&mut self.known);
        known.mapped.extend(learnt.mapped);
        known.refused.extend(learnt.refused);
        self.waiting.extend(waiting);
        (self.offset, self.commit) = (offset, commit);
    }

    async fn write(&self, lines: Vec<Line>, is_last: bool) -> Result<Done> {
        let (lines, known) = (Arc::new(lines), Arc::clone(&self.known));
        let (offset, commit) = (self.offset, self.commit);
        self.session
            .write(Role::Admin, move |txn| {
                let (lines, known) = (Arc::clone(&lines), Arc::clone(&known));
                Box::pin(async move {
                    let done = Done { offset, commit, ..Done::default() };
                    let mut batch = Batch { txn, known: &known, is_last, done };
                    let of = |kind: Prefix| -> Vec<Line> {
                        lines.iter().filter(|line| line.kind == kind).cloned().collect()
                    };
                    super::each_kind!(R => {
                        let kind: RecordKind = <R as crate::store::record::Record>::KIND;
                        batch.take::<R>(of(Prefix::from(kind))).await?;
                    });
                    batch.take_revisions(of(Prefix::Revision)).await?;
                    Ok(batch.done)
                })
            })
            .await
    }
}
