//! The search over everything that has words.

use async_graphql::{Context, Description, Enum, Object, connection::PageInfo};
use entity::vocab;
use futures_util::future::try_join_all;

use super::{
    context::ContextExt as _,
    cursor,
    error::Result,
    node::{self, Node},
    page::{ROOT_SIZE, size},
};
use crate::{
    Error,
    domain::{highlight::highlight, record_id::RecordId},
    store::search::{self, Hit, Standing, Wanted},
};

/// What the cursors of a search belong to.
const LIST: &str = "search";

/// What can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SearchKind {
    /// Agents, by their names.
    Agent,
    /// Sources, by title and address, and by their text where it is public.
    Source,
    /// Events, by their names.
    Event,
    /// Places, by their names.
    Place,
    /// Measures, by their names and definitions.
    Measure,
    /// Statistics, by title.
    Statistic,
    /// Claims, by what they say.
    Claim,
    /// Attributions, by their quotes.
    Attribution,
    /// Assessments, by rating and reasons.
    Assessment,
}

impl From<SearchKind> for vocab::RecordKind {
    fn from(kind: SearchKind) -> Self {
        match kind {
            SearchKind::Agent => Self::Agent,
            SearchKind::Source => Self::Source,
            SearchKind::Event => Self::Event,
            SearchKind::Place => Self::Place,
            SearchKind::Measure => Self::Measure,
            SearchKind::Statistic => Self::Statistic,
            SearchKind::Claim => Self::Claim,
            SearchKind::Attribution => Self::Attribution,
            SearchKind::Assessment => Self::Assessment,
        }
    }
}

/// A page of what a search found.
#[derive(Description)]
pub struct SearchResultConnection {
    wanted: Wanted,
    hits: Vec<Hit>,
    has_previous_page: bool,
    has_next_page: bool,
}

#[Object(use_type_description)]
impl SearchResultConnection {
    /// The records found on this page.
    async fn nodes(&self, ctx: &Context<'_>) -> Result<Vec<Node>> {
        try_join_all(self.hits.iter().map(|hit| load(ctx, hit))).await
    }

    /// The records found on this page, each with its cursor and the passage that was found.
    async fn edges(&self) -> Vec<SearchResultEdge> {
        let edge =
            |hit: &Hit| SearchResultEdge { hit: hit.clone(), words: self.wanted.words.clone() };
        self.hits.iter().map(edge).collect()
    }

    /// Where this page stands among all that is found.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: self.hits.first().map(place),
            end_cursor: self.hits.last().map(place),
        }
    }

    /// How many records are found in all; counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(i32::try_from(search::count(ctx.db(), &self.wanted).await?).unwrap_or(i32::MAX))
    }
}

/// One of the records found.
#[derive(Description)]
pub struct SearchResultEdge {
    hit: Hit,
    words: Vec<String>,
}

#[Object(use_type_description)]
impl SearchResultEdge {
    /// Where it stands among all that is found: pass it on as after.
    async fn cursor(&self) -> String {
        place(&self.hit)
    }

    /// The passage that was found, as HTML: the words looked for stand in mark elements, everything
    /// else is escaped.
    async fn highlight(&self) -> String {
        highlight(&self.hit.body, &self.words)
    }

    /// The record found.
    async fn node(&self, ctx: &Context<'_>) -> Result<Node> {
        load(ctx, &self.hit).await
    }
}

fn place(hit: &Hit) -> String {
    cursor::encode(LIST, &hit.standing())
}

/// The record of a hit; asked for many hits at once, it is one statement for each kind.
async fn load(ctx: &Context<'_>, hit: &Hit) -> Result<Node> {
    let id = RecordId::new(hit.record_kind, hit.record_key);
    let found = node::by_key(ctx, id).await?;
    Ok(found.ok_or_else(|| Error::broken("searching", format!("{id} is found and missing")))?)
}

#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Records with all these words, in whatever script or case, with or without accents; the last
    /// word may be the beginning of one. No character has a special meaning. Records whose name or
    /// title is exactly what is looked for come first, then the best match by the database's own
    /// ranking. Retracted and merged records are not found. Pages meet without gap or overlap as
    /// long as nothing is recorded in between; what is recorded meanwhile can move others, by a
    /// place or so, across the end of a page.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The words.")] query: String,
        #[graphql(desc = "Only records of these kinds; of all kinds unless given.")] kinds: Option<
            Vec<SearchKind>,
        >,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor of the same search.")] after: Option<String>,
    ) -> Result<SearchResultConnection> {
        let kinds = kinds.unwrap_or_default().into_iter().map(Into::into).collect();
        let wanted = Wanted::read(&query, kinds)?;
        let limit = first.map_or(Ok(ROOT_SIZE), |first| size("first", first))?;
        let after: Option<Standing> = cursor::decode("after", LIST, after.as_deref())?;
        let mut hits = match limit {
            0 => Vec::new(),
            _ => search::find(ctx.db(), &wanted, after, limit + 1).await?,
        };
        let has_next_page = hits.len() as u64 > limit;
        hits.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(SearchResultConnection {
            wanted,
            hits,
            has_previous_page: after.is_some(),
            has_next_page,
        })
    }
}
