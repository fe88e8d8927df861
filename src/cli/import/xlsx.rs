//! `claimbase import xlsx`: a sheet of a workbook, read as a table.

use super::{csv::Columns, desk::Desk};
use crate::{
    cli::output::Outcome,
    config::Config,
    exchange::{engine::Label, xlsx},
};

#[derive(clap::Args)]
pub(super) struct Xlsx {
    #[command(flatten)]
    pub(super) desk: Desk,
    /// Which sheet; the first unless given.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[command(flatten)]
    columns: Columns,
}

impl Xlsx {
    pub(super) async fn run(self, config: Config) -> Outcome {
        let Self { desk, sheet, columns } = self;
        let given = columns.given()?;
        let read = xlsx::rows(desk.open()?, sheet.as_deref());
        let (name, rows) = read.map_err(|error| desk.blame(error))?;
        let session = desk.session(&config).await?;
        // Two sheets of one workbook are two imports.
        let label = Label { map: format!("# sheet {name:?}\n"), ..Label::new("xlsx", desk.name()) };
        let outcome = columns.read(&desk, &session, label, given, rows).await;
        session.db.close().await?;
        outcome
    }
}
