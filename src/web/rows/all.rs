//! The rows of all claims: statistic by statistic, then the statements.

use std::{collections::VecDeque, sync::Arc};

use entity::statistic;
use uuid::Uuid;

use super::{
    Format, PART,
    narrow::Resolved,
    queue::Queue,
    statistic::dressed,
    write::{Row, Writer},
};
use crate::{
    Result,
    app::comparison::{Facts, Group, Subject, Ways, load},
    store::{
        InPassing, Read,
        list::{Cursor, Listing, Order, Page, list},
        said::{self, Kept, SaidRow},
    },
};

/// Statistics that are looked for at once.
const STATISTICS: u64 = 200;
/// Places of several statistics that are loaded at once; one that has more is loaded alone.
const LOADED: i64 = 2_000;

/// The rows of all claims, part by part. Each part is as it stood when it was read.
pub struct All {
    narrow: Resolved,
    writer: Writer,
    after: Option<Cursor>,
    /// Statistics that were found and not yet told, with in how many places something is said.
    waiting: VecDeque<(Uuid, i64)>,
    /// Whether all statistics were found.
    found: bool,
    told: Option<Telling>,
    statements: Option<(Uuid, Uuid)>,
    stage: Stage,
}

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Begin,
    Statistics,
    Statements,
    Done,
}

/// A few statistics on their way.
struct Telling {
    facts: Vec<(Uuid, Arc<Facts>)>,
    queue: Queue,
}

impl All {
    /// The rows that are asked for.
    #[must_use]
    pub const fn new(narrow: Resolved, format: Format) -> Self {
        Self {
            writer: Writer::new(format, narrow.asked.bom),
            narrow,
            after: None,
            waiting: VecDeque::new(),
            found: false,
            told: None,
            statements: None,
            stage: Stage::Begin,
        }
    }

    /// The next part of the file; `None` after the last.
    pub async fn next(&mut self, db: &impl Read) -> Result<Option<Vec<u8>>> {
        let rows = match self.stage {
            Stage::Done => return Ok(None),
            Stage::Begin => {
                self.stage = Stage::Statistics;
                return self.writer.begin().map(Some);
            }
            Stage::Statistics => self.of_statistics(db).await?,
            Stage::Statements => self.of_statements(db).await?,
        };
        let Some(rows) = rows else {
            let statistics = self.stage == Stage::Statistics;
            self.stage = if statistics { Stage::Statements } else { Stage::Done };
            return if statistics { Ok(Some(Vec::new())) } else { self.writer.end().map(Some) };
        };
        self.writer.rows(rows).map(Some)
    }

    /// How many rows there were so far.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.writer.count()
    }

    const fn kept(&self) -> Kept {
        if self.narrow.asked.retracted { Kept::All } else { Kept::Counting }
    }

    async fn of_statistics(&mut self, db: &impl Read) -> Result<Option<Vec<Row>>> {
        if self.told.is_none() {
            self.told = self.begin_some(db).await?;
        }
        let Some(telling) = &mut self.told else { return Ok(None) };
        let rows = telling.queue.next(db, None).await?;
        if rows.is_empty() {
            self.told = None;
            return Ok(Some(Vec::new()));
        }
        let rows: Vec<SaidRow> = rows.into_iter().filter(|row| self.narrow.has(row)).collect();
        let view = |row: &SaidRow| {
            let facts = telling.facts.iter().find(|(id, _)| row.statistic == Some(*id))?;
            Some(facts.1.view(Ways::default()))
        };
        dressed(db, rows, view, None).await.map(Some)
    }

    /// Takes the next few statistics, as many as are loaded at once.
    async fn begin_some(&mut self, db: &impl Read) -> Result<Option<Telling>> {
        while self.waiting.is_empty() && !self.found {
            self.find_more(db).await?;
        }
        let mut ids = Vec::new();
        let mut size = 0;
        while let Some(&(id, places)) = self.waiting.front() {
            if !ids.is_empty() && size + places > LOADED {
                break;
            }
            size += places;
            ids.push(id);
            self.waiting.pop_front();
        }
        if ids.is_empty() {
            return Ok(None);
        }
        let subject = |&id: &Uuid| Subject { group: Group::Statistic(id), known_at: None };
        let subjects: Vec<Subject> = ids.iter().map(subject).collect();
        let mut loaded = load(&InPassing(db), &subjects).await?;
        let facts = ids.iter().filter_map(|id| Some((*id, loaded.remove(&subject(id))?)));
        let facts: Vec<(Uuid, Arc<Facts>)> = facts.collect();
        let counting = facts.iter().flat_map(|(_, facts)| in_order(facts)).collect();
        let queue = Queue::new(counting, ids, self.narrow.asked.retracted);
        Ok(Some(Telling { facts, queue }))
    }

    async fn find_more(&mut self, db: &impl Read) -> Result<()> {
        let listing: Listing<statistic::Model> = Listing {
            filter: self.narrow.statistics(),
            include_retracted: self.narrow.asked.retracted,
            order: Order { name: "RECORDED", column: None, descending: false },
            page: Page {
                after: self.after.take(),
                before: None,
                limit: STATISTICS,
                backwards: false,
            },
        };
        let mut rows = list(db, &listing).await?;
        let most = usize::try_from(STATISTICS).unwrap_or(usize::MAX);
        self.found = rows.len() <= most;
        rows.truncate(most);
        self.after = rows.last().map(|row| listing.order.cursor(row));
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut sizes = said::sizes(db, &ids).await?;
        // Rows come in the order of the keys, and so do their statistics.
        sizes.sort_unstable_by_key(|size| size.parent_key);
        self.waiting.extend(sizes.into_iter().map(|size| (size.parent_key, size.row.count)));
        Ok(())
    }

    async fn of_statements(&mut self, db: &impl Read) -> Result<Option<Vec<Row>>> {
        if !self.narrow.statements() {
            return Ok(None);
        }
        let most = u64::try_from(PART).unwrap_or(u64::MAX);
        let rows = said::on_no_statistic(db, self.kept(), self.statements, most).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.statements = Some((last.claim, last.id));
        let rows: Vec<SaidRow> = rows.into_iter().filter(|row| self.narrow.has(row)).collect();
        let mut claims: Vec<Uuid> = rows.iter().map(|row| row.claim).collect();
        claims.dedup();
        let subject = |id: Uuid| Subject { group: Group::Statement(id), known_at: None };
        let subjects: Vec<Subject> = claims.into_iter().map(subject).collect();
        let loaded = load(db, &subjects).await?;
        let view = |row: &SaidRow| Some(loaded.get(&subject(row.claim))?.view(Ways::default()));
        let out = dressed(db, rows, view, None).await?;
        Ok(Some(out))
    }
}

/// The attributions of a statistic by claim, each in the order of recording.
fn in_order(facts: &Facts) -> Vec<Uuid> {
    let mut places: Vec<(Uuid, Uuid)> = facts.own().iter().map(|it| (it.claim, it.id)).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, id)| id).collect()
}
