//! Puts the claims of rows on record: as a set where that does, else one by one.

mod one;
mod reading;

use self::{
    one::One,
    reading::{Cells, Reading},
};
use super::{plan::Plan, rows::Row};
use crate::{
    Error, Result,
    app::bulk::{Done, Ledger, Put, Said, Told, record_all},
    domain::record_id::Prefix,
    exchange::{
        engine::{At, Faults, Made, Noted, Shown, Taker},
        report::Fate,
    },
    store::Txn,
};

impl Taker for Plan {
    type Item = Row;
    const KIND: Prefix = Prefix::Claim;

    async fn take<'a>(&'a self, at: &'a At<'a>, row: &'a Row, made: &'a mut Made) -> Result<()> {
        let all = self.claims.iter().map(|spec| Cells { plan: self, row, spec }).enumerate();
        let (said, unsaid): (Vec<_>, Vec<_>) = all.partition(|(_, cells)| cells.is_said());
        // A row that says nothing is read as if it said the first, to tell what is missing.
        let first = unsaid.into_iter().take(usize::from(said.is_empty()));
        for (index, cells) in said.into_iter().chain(first) {
            made.faults.part = index;
            let reading = cells.read(&mut made.faults)?;
            let mut one = One { at, made: &mut *made };
            Box::pin(one.take(reading)).await?;
        }
        made.faults.settle()
    }

    async fn take_set<'a>(
        &'a self,
        txn: &'a Txn,
        ledger: &'a mut Ledger,
        items: &'a [(u64, &'a Row)],
        tell: usize,
    ) -> Result<Vec<Made>> {
        let rows: Vec<Vec<Said>> = items.iter().map_while(|(_, row)| self.said(row)).collect();
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let speakers = |row: &Vec<Said>| {
            row.iter().map(|said| said.agent.as_ref().map(|agent| agent.name.clone())).collect()
        };
        let speakers: Vec<Vec<Option<String>>> = rows.iter().take(tell).map(speakers).collect();
        let done = match txn.part(Box::pin(record_all(txn, ledger, rows, tell))).await {
            // What a set runs into, one of its rows is refused for: it is taken by itself.
            Err(Error::Input { .. }) => return Ok(Vec::new()),
            done => done?,
        };
        let mut speakers = speakers.into_iter();
        let made = |(done, (line, _)): (Done, &(u64, &Row))| {
            made(*line, done, speakers.next().unwrap_or_default())
        };
        Ok(done.into_iter().zip(items).map(made).collect())
    }

    fn column(&self, part: usize, path: &[String]) -> String {
        self.claims.get(part).map_or_else(String::new, |spec| spec.culprit(path))
    }
}

impl Plan {
    /// The numbers of a row; `None` where it holds anything else, or cannot be read.
    fn said(&self, row: &Row) -> Option<Vec<Said>> {
        let mut all = Vec::with_capacity(self.claims.len());
        let mut faults = Faults::default();
        for spec in &self.claims {
            let cells = Cells { plan: self, row, spec };
            if !cells.is_said() {
                continue;
            }
            let reading = cells.read(&mut faults).ok().filter(|_| faults.is_empty())?;
            let Reading { as_of, quantity, counted, event: _, text, agent, via, sources, wording } =
                reading;
            let (quantity, counted) = (quantity?, counted?);
            let sources = sources.into_iter().map(|source| source.document).collect();
            all.push(Said { counted, quantity, text, as_of, agent, via, sources, wording });
        }
        (!all.is_empty()).then_some(all)
    }
}

/// What became of a row that was taken in a set.
fn made(line: u64, done: Done, speakers: Vec<Option<String>>) -> Made {
    let Done { puts, told } = done;
    let noted = puts.into_iter().map(|Put { kind, key, is_new, revision }| {
        let fate = if is_new { Fate::New } else { Fate::Unchanged };
        Noted { kind, key, fate, revision }
    });
    let shown = told.into_iter().zip(speakers).map(|(told, agent)| {
        let Told { text, quantity, as_of, sources, is_new } = told;
        Shown { line, text, quantity, as_of, agent, sources, is_new }
    });
    Made { noted: noted.collect(), shown: shown.collect(), ..Made::default() }
}
