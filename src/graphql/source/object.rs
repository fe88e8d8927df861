//! `Source`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::{agent, source, vocab::Role};

use super::imprint::Imprint;
use crate::{
    domain::imprint,
    graphql::{
        agent::{Agent, AgentFilter},
        attribution::{AttributionConnection, AttributionFilter, AttributionOrder},
        common::{Common, ExternalId},
        context::ContextExt as _,
        error::Result,
        filter::{
            DateTimeFilter, IdFilter, PartialDateFilter, StringFilter, WordFilter, filter, order,
        },
        page::{Args, connection, under},
        scalar::{Date, PartialDate, Url, partial_date},
        vocab::{RecordStatus, SourceKind},
    },
    store::{
        filter::hop,
        linked::SOURCE_AUTHORS,
        list::{Key, Parent},
    },
};

filter! {
    /// Which sources. All that is given must hold.
    SourceFilter for Source {
        /// By id.
        id: IdFilter = ["id"],
        /// By address, as it was given; source(url:) finds it in any spelling.
        url: StringFilter = ["url"],
        /// By title.
        title: StringFilter = ["title"],
        /// By kind.
        kind: WordFilter<SourceKind> = ["kind"],
        /// By date of publication.
        published_on: PartialDateFilter = ["published_on", "published_on_earliest", "published_on_latest"],
        /// By language.
        language: StringFilter = ["language"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those published by such an agent.
        publisher: AgentFilter = [hop("publisher_id", "agent", "id"), hop("canonical_id", "agent", "id")],
        /// Those written by such an agent.
        authors: AgentFilter = [hop("id", "source_author", "source_id"), hop("agent_id", "agent", "id"), hop("canonical_id", "agent", "id")],
        /// Those with such an attribution.
        attributions: AttributionFilter = [hop("id", "attribution", "source_id")],
    }
}

order! {
    /// What sources can be ordered by.
    SourceOrder, SourceOrderField for source::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The first day it can have been published.
        PublishedOn = "PUBLISHED_ON", "sort_date" => |row| Key::Day(row.sort_date);
        /// The title.
        Title = "TITLE", "title" => |row| Key::Text(row.title.clone());
    }
}

connection!(
    SourceConnection,
    SourceEdge,
    Source,
    source::Model,
    SourceFilter,
    SourceOrder,
    "sources"
);

/// One document in which things are said: an article, a report, a speech, a post, a data set.
#[derive(Clone, Description)]
pub struct Source(pub Arc<source::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Source {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// Its address; null when it has none.
    async fn url(&self) -> Option<Url> {
        self.0.url.clone().map(Url)
    }

    /// Title as printed.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What sort of document it is.
    async fn kind(&self) -> SourceKind {
        self.0.kind.into()
    }

    /// Who published it; null when nobody is recorded.
    async fn publisher(&self, ctx: &Context<'_>) -> Result<Option<Agent>> {
        Ok(ctx.record_opt(self.0.publisher_id).await?.map(Agent))
    }

    /// Who wrote it.
    async fn authors(&self, ctx: &Context<'_>) -> Result<Vec<Agent>> {
        let rows = ctx.linked::<agent::Model>(SOURCE_AUTHORS, self.0.id).await?;
        Ok(rows.into_iter().map(Agent).collect())
    }

    /// When it was published; null when not recorded.
    async fn published_on(&self) -> Option<PartialDate> {
        partial_date(self.0.published_on.as_deref())
    }

    /// BCP 47 tag of its language; null when not recorded.
    async fn language(&self) -> Option<&str> {
        self.0.language.as_deref()
    }

    /// Address of an archived copy; null when there is none.
    async fn archive_url(&self) -> Option<Url> {
        self.0.archive_url.clone().map(Url)
    }

    /// When it was last read; null when not recorded.
    async fn accessed_on(&self) -> Option<Date> {
        self.0.accessed_on.map(Date)
    }

    /// SHA-256 of its stored text, in hexadecimal; null when the text is not kept.
    async fn content_hash(&self) -> Option<&str> {
        self.0.content_hash.as_deref()
    }

    /// Its text; null when it is not kept, or when it is not public and you are not a curator:
    /// quoting is citation, republishing is not.
    async fn text(&self, ctx: &Context<'_>) -> Option<&str> {
        let may_read = self.0.body_public || ctx.session().actor.may(Role::Curator);
        self.0.body.as_deref().filter(|_| may_read)
    }

    /// Whether everybody may read its text.
    async fn text_is_public(&self) -> bool {
        self.0.body_public
    }

    /// Its keys in other people's systems.
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalId>> {
        ctx.external_ids::<source::Model>(self.0.id).await
    }

    /// Volume, pages, editors and the like, as references have them; null when nothing of it is
    /// recorded.
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    async fn imprint(&self) -> Result<Option<Imprint>> {
        let imprint = imprint::Imprint::of_stored(self.0.imprint.as_deref())?;
        Ok((!imprint.is_empty()).then(|| Imprint::from(imprint)))
    }

    /// What is said in it.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn attributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<
            Box<AttributionFilter>,
        >,
        #[graphql(desc = "In which order.")] order_by: Option<AttributionOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<AttributionConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent = Parent { hops: &[], key: "source_id" };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }
}
