//! `claimbase import claimreview`: reviews of claims.

use super::desk::Desk;
use crate::{
    cli::output::Outcome,
    config::Config,
    exchange::{
        claimreview::{JsonLines, Reviewer, Reviews, feed_of},
        engine::Label,
    },
};

#[derive(clap::Args)]
pub(super) struct Claimreview {
    #[command(flatten)]
    pub(super) desk: Desk,
    /// What the file is a release of: what the last import of the same feed had and this file has not
    /// is told as gone. Without it, the name of the file without digits.
    #[arg(long, value_name = "NAME")]
    feed: Option<String>,
}

impl Claimreview {
    pub(super) async fn run(self, config: Config) -> Outcome {
        let Self { desk, feed } = self;
        let reviews = Reviews::open(desk.open()?).map_err(|error| desk.blame(error))?;
        let session = desk.session(&config).await?;
        let name = desk.name();
        let label =
            Label { feed: feed.or_else(|| feed_of(&name)), ..Label::new("claimreview", name) };
        let outcome = desk.take(&session, label, reviews, Reviewer, JsonLines, "").await;
        session.db.close().await?;
        outcome
    }
}
