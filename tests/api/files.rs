//! Importing files in tests.

use std::{io::Cursor, sync::Arc};

use claimbase::{
    Result,
    app::Session,
    exchange::{
        engine::{self, Items, Label, Outcome, Progress, Refused, Taker, Watch},
        file::Rewindable,
    },
};

/// Takes what is told, in order.
pub struct Seen<W>(pub Vec<Refused<W>>);

impl<W: Clone> Watch<W> for Seen<W> {
    fn refused(&mut self, item: &Refused<W>) -> Result<()> {
        self.0.push(item.clone());
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}
}

/// A file with this content.
pub fn file(content: &[u8]) -> Box<dyn Rewindable> {
    Box::new(Cursor::new(content.to_vec()))
}

/// Imports a file that is good enough to be read.
pub async fn import<I, T>(
    session: &Session,
    label: Label,
    mut items: I,
    taker: T,
) -> (Outcome, Vec<Refused<I::Raw>>)
where
    I: Items,
    T: Taker<Item = I::Item>,
{
    let mut seen = Seen(Vec::new());
    let done = engine::import(session, label, &mut items, &Arc::new(taker), &mut seen).await;
    (done.expect("an import"), seen.0)
}
