//! Arguments of a list in, a Relay connection out. The only place that knows Relay.

mod window;

use std::sync::Arc;

use async_graphql::{Context, connection::PageInfo};
use uuid::Uuid;

use self::window::decode;
pub use self::window::{MAX_SIZE, encode, size, window};
use super::{
    context::ContextExt as _,
    error::Result,
    loader::{ChildCount, Children},
};
use crate::{
    Error, Within as _,
    store::{
        self,
        filter::Filter,
        list::{Cursor, Listing, Order, Page, Parent, Tally},
        record::Record,
    },
};

/// Records in a page of a root list, unless the caller says otherwise.
pub const ROOT_SIZE: u64 = 50;
/// Records in a page of a nested list, unless the caller says otherwise.
pub const NESTED_SIZE: u64 = 10;

/// A node that is listed.
pub trait Listed: Clone + From<Arc<Self::Row>> + AsRef<Self::Row> + Send + Sync {
    /// Its row.
    type Row: Record;
    /// What its lists can be narrowed by.
    type Filter: IntoFilter;
    /// What its lists can be ordered by.
    type Order: IntoOrder<Self::Row>;
}

/// An input that narrows a list.
pub trait IntoFilter {
    /// The condition it means.
    fn into_filter(self) -> crate::Result<Filter>;
}

/// An input that orders a list.
pub trait IntoOrder<R: Record> {
    /// The order it means; without one, the default order.
    fn into_order(order: Option<Self>) -> Order<R>
    where
        Self: Sized;
}

/// The arguments that every list takes.
pub struct Args<N: Listed> {
    /// What to narrow it by; boxed, because it would make the future of every field large.
    pub filter: Option<Box<N::Filter>>,
    /// What to order it by.
    pub order_by: Option<N::Order>,
    /// How many from the start.
    pub first: Option<i32>,
    /// Only those after this cursor.
    pub after: Option<String>,
    /// How many from the end.
    pub last: Option<i32>,
    /// Only those before this cursor.
    pub before: Option<String>,
    /// Whether retracted ones are in.
    pub include_retracted: bool,
}

/// A page of a list, and what it takes to count the whole of it.
pub struct Connected<N: Listed> {
    /// The nodes of the page.
    pub nodes: Vec<N>,
    has_next_page: bool,
    has_previous_page: bool,
    listing: Arc<Listing<N::Row>>,
    whole: Whole,
}

/// What the whole list is, for counting it.
enum Whole {
    /// All records of the kind.
    Kind,
    /// Those that hang on a record.
    Under(Parent, Uuid),
    /// A list of so many that is at hand.
    Known(usize),
}

/// What a whole list is.
pub enum Over<'a, R: Record> {
    /// All records of the kind that pass.
    All(&'a Listing<R>),
    /// Those that hang on a record and pass.
    Under(Parent, Uuid, &'a Listing<R>),
    /// One that is at hand.
    Known,
}

/// A page of a list of all records of a kind.
pub async fn roots<N: Listed>(ctx: &Context<'_>, args: Args<N>) -> Result<Connected<N>> {
    let listing = listing(args, ROOT_SIZE)?;
    hold(ctx, &listing).await?;
    let rows = if listing.page.limit == 0 {
        Vec::new()
    } else {
        store::list::list(ctx.db(), &listing).await?
    };
    let rows = rows.into_iter().map(Arc::new).collect();
    Ok(Connected::new(rows, Arc::new(listing), Whole::Kind))
}

/// A page of a list that hangs on a record; asked for many records at once, it is one statement.
pub async fn under<N: Listed>(
    ctx: &Context<'_>,
    parent: Parent,
    id: Uuid,
    args: Args<N>,
) -> Result<Connected<N>> {
    let listing = Arc::new(listing(args, NESTED_SIZE)?);
    hold(ctx, &listing).await?;
    let rows = if listing.page.limit == 0 {
        Vec::new()
    } else {
        let key = Children { id, parent, listing: Arc::clone(&listing) };
        ctx.rows().load_one(key).await?.unwrap_or_default()
    };
    Ok(Connected::new(rows, listing, Whole::Under(parent, id)))
}

/// Makes sure that what a list asks of comparisons holds. Boxed, because few lists ask, and the
/// future of every field of a record is as large as that of its largest.
async fn hold<R: Record>(ctx: &Context<'_>, listing: &Listing<R>) -> Result<()> {
    if listing.looks_into(&store::summary::TABLES) {
        Box::pin(ctx.summaries()).await
    } else {
        Ok(())
    }
}

/// A page of a list that is at hand: records as they were known at some moment. What they were
/// related to then is not at hand, so such a list cannot be filtered.
pub fn known<N: Listed>(mut rows: Vec<N::Row>, args: Args<N>) -> Result<Connected<N>> {
    if args.filter.is_some() {
        let message = "filter and knownAt exclude each other: give one of them";
        return Err(Error::invalid("filter", message).into());
    }
    let listing = listing(args, NESTED_SIZE)?;
    let whole = Whole::Known(rows.len());
    let Listing { order, page, .. } = &listing;
    rows.sort_by(|a, b| order.compare(a, b));
    let place = |cursor: &Cursor| {
        let reached = |row: &N::Row| row.id() == cursor.id;
        rows.iter().position(reached)
    };
    let start = page.after.as_ref().and_then(place).map_or(0, |place| place + 1);
    let end = page.before.as_ref().and_then(place).unwrap_or(rows.len());
    let mut rows: Vec<N::Row> = rows.drain(start.min(end)..end).collect();
    if page.backwards {
        rows.reverse();
    }
    rows.truncate(usize::try_from(page.limit + 1).unwrap_or(usize::MAX));
    let rows = rows.into_iter().map(Arc::new).collect();
    Ok(Connected::new(rows, Arc::new(listing), whole))
}

/// Everything that hangs on a record, for lists that are short by their nature; at most a full page.
pub async fn all_under<N: Listed>(ctx: &Context<'_>, parent: Parent, id: Uuid) -> Result<Vec<N>> {
    let order = N::Order::into_order(None);
    let page = Page { after: None, before: None, limit: MAX_SIZE, backwards: false };
    let filter = Filter::everything();
    let listing = Arc::new(Listing { filter, include_retracted: false, order, page });
    let rows = ctx.rows().load_one(Children { id, parent, listing }).await?.unwrap_or_default();
    Ok(rows.into_iter().map(N::from).collect())
}

impl<N: Listed> Connected<N> {
    fn new(mut rows: Vec<Arc<N::Row>>, listing: Arc<Listing<N::Row>>, whole: Whole) -> Self {
        let page = &listing.page;
        let more = rows.len() as u64 > page.limit;
        rows.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
        if page.backwards {
            rows.reverse();
        }
        let (has_next_page, has_previous_page) = if page.backwards {
            (page.before.is_some(), more)
        } else {
            (more, page.after.is_some())
        };
        let nodes = rows.into_iter().map(N::from).collect();
        Self { nodes, has_next_page, has_previous_page, listing, whole }
    }

    /// The cursor of one of the page's nodes.
    pub fn cursor(&self, node: &N) -> String {
        encode(&self.listing.order.cursor(node.as_ref()))
    }

    /// What the whole list is, for those who count it in other ways.
    pub fn over(&self) -> Over<'_, N::Row> {
        match self.whole {
            Whole::Kind => Over::All(&self.listing),
            Whole::Under(parent, id) => Over::Under(parent, id, &self.listing),
            Whole::Known(_) => Over::Known,
        }
    }

    /// Where the page stands in the list.
    pub fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: self.nodes.first().map(|node| self.cursor(node)),
            end_cursor: self.nodes.last().map(|node| self.cursor(node)),
        }
    }

    /// How many records the list shows, or hides, in all its pages.
    pub async fn tally(&self, ctx: &Context<'_>, tally: Tally) -> Result<i32> {
        let count = match self.whole {
            Whole::Known(count) => match tally {
                Tally::Shown => i64::try_from(count).unwrap_or(i64::MAX),
                Tally::Hidden => 0,
            },
            Whole::Kind => store::list::count(ctx.db(), &self.listing, tally).await?,
            Whole::Under(parent, id) => {
                // Pages of one list have one count.
                let listing = Arc::new(self.listing.whole());
                let key = ChildCount(Children { id, parent, listing }, tally);
                ctx.rows().load_one(key).await?.unwrap_or_default()
            }
        };
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

fn listing<N: Listed>(args: Args<N>, usual_size: u64) -> crate::Result<Listing<N::Row>> {
    let Args { filter, order_by, first, after, last, before, include_retracted } = args;
    let order = N::Order::into_order(order_by);
    let filter =
        filter.map_or(Ok(Filter::everything()), |filter| filter.into_filter()).within("filter")?;
    let page = page(&order, first, after, last, before, usual_size)?;
    Ok(Listing { filter, include_retracted, order, page })
}

fn page<R: Record>(
    order: &Order<R>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
    usual_size: u64,
) -> crate::Result<Page> {
    let (limit, backwards) = window(first, last, usual_size)?;
    let cursor =
        |field, text: Option<String>| text.map(|text| decode(field, &text, order.name)).transpose();
    Ok(Page { after: cursor("after", after)?, before: cursor("before", before)?, limit, backwards })
}

/// Declares the connection of a node: its type, its edge, and what its lists take.
macro_rules! connection {
    (
        $Connection:ident, $Edge:ident, $Node:ident, $row:ty, $Filter:ident, $Order:ident,
        $things:literal $(, { $($more:tt)* })?
    ) => {
        impl From<$row> for $Node {
            fn from(row: $row) -> Self {
                Self(std::sync::Arc::new(row))
            }
        }

        impl From<std::sync::Arc<$row>> for $Node {
            fn from(row: std::sync::Arc<$row>) -> Self {
                Self(row)
            }
        }

        impl AsRef<$row> for $Node {
            fn as_ref(&self) -> &$row {
                &self.0
            }
        }

        impl $Node {
            /// What the interface `Node` asks of it: the flattened field is no method of its own.
            pub async fn id(
                &self,
                _: &async_graphql::Context<'_>,
            ) -> async_graphql::Result<async_graphql::ID> {
                use $crate::store::record::Record;
                Ok($crate::graphql::common::id(<$row as Record>::KIND, self.0.id))
            }
        }

        impl $crate::graphql::page::Listed for $Node {
            type Row = $row;
            type Filter = $Filter;
            type Order = $Order;
        }

        #[doc = concat!("A page of a list of ", $things, ".")]
        #[derive(async_graphql::Description)]
        pub struct $Connection($crate::graphql::page::Connected<$Node>);

        impl From<$crate::graphql::page::Connected<$Node>> for $Connection {
            fn from(page: $crate::graphql::page::Connected<$Node>) -> Self {
                Self(page)
            }
        }

        #[async_graphql::Object(crate = "crate::graphql::lean", use_type_description)]
        impl $Connection {
            #[doc = concat!("The ", $things, " of this page.")]
            async fn nodes(&self) -> &[$Node] {
                &self.0.nodes
            }

            #[doc = concat!("The ", $things, " of this page, each with its cursor.")]
            async fn edges(&self) -> Vec<$Edge> {
                let edge = |node: &$Node| $Edge { cursor: self.0.cursor(node), node: node.clone() };
                self.0.nodes.iter().map(edge).collect()
            }

            /// Where this page stands in the list.
            async fn page_info(&self) -> async_graphql::connection::PageInfo {
                self.0.page_info()
            }

            #[doc = concat!("How many ", $things, " the list has in all its pages; counted only when asked for.")]
            async fn total_count(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> $crate::graphql::error::Result<i32> {
                self.0.tally(ctx, $crate::store::list::Tally::Shown).await
            }

            #[doc = concat!("How many ", $things, " the list leaves out because they are retracted; 0 with includeRetracted.")]
            async fn hidden_count(
                &self,
                ctx: &async_graphql::Context<'_>,
            ) -> $crate::graphql::error::Result<i32> {
                self.0.tally(ctx, $crate::store::list::Tally::Hidden).await
            }

            $($($more)*)?
        }

        #[doc = concat!("One of a list of ", $things, ".")]
        #[derive(async_graphql::SimpleObject)]
        #[graphql(crate = "crate::graphql::lean")]
        pub struct $Edge {
            /// Where it stands in the list: pass it on as after or before.
            cursor: String,
            /// The record itself.
            node: $Node,
        }
    };
}
pub(crate) use connection;
