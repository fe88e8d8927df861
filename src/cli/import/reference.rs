//! `claimbase import csl-json`, `bibtex` and `ris`: references to documents.

use super::desk::Desk;
use crate::{
    cli::output::Outcome,
    config::Config,
    exchange::{
        claimreview::JsonLines,
        engine::{Items, Label, Rejects},
        reference::{
            self, Reference,
            bibtex::{BibEntries, BibRejects},
            csl::CslItems,
            ris::{RisItems, RisRejects},
        },
    },
};

#[derive(clap::Args)]
pub(super) struct References {
    #[command(flatten)]
    pub(super) desk: Desk,
}

impl References {
    pub(super) async fn csl_json(self, config: Config) -> Outcome {
        let items = CslItems::open(self.desk.open()?);
        self.take(config, "csl-json", items, JsonLines).await
    }

    pub(super) async fn bibtex(self, config: Config) -> Outcome {
        let items = BibEntries::open(self.desk.open()?);
        self.take(config, "bibtex", items, BibRejects).await
    }

    pub(super) async fn ris(self, config: Config) -> Outcome {
        let items = RisItems::open(self.desk.open()?);
        self.take(config, "ris", items, RisRejects).await
    }

    async fn take<I>(
        self,
        config: Config,
        format: &'static str,
        items: crate::Result<I>,
        rejects: impl Rejects<I::Raw> + Send,
    ) -> Outcome
    where
        I: Items<Item = Reference> + 'static,
    {
        let Self { desk } = self;
        let items = items.map_err(|error| desk.blame(error))?;
        let session = desk.session(&config).await?;
        let label = Label::new(format, desk.name());
        let taker = reference::References::default();
        let outcome = desk.take(&session, label, items, taker, rejects, "").await;
        session.db.close().await?;
        outcome
    }
}
