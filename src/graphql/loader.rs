//! What is read in batches, so that each level of a query costs one statement. No SQL here.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    marker::PhantomData,
    sync::Arc,
};

use async_graphql::dataloader::Loader;
use futures_util::join;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::kept::Records;

use crate::{
    Error, store,
    store::{
        Db,
        linked::Link,
        list::{Listing, Parent, Tally},
        record::Record,
        row::ExternalKey,
    },
};

/// Loads rows of every kind; made anew for each request.
pub struct Rows {
    /// The database.
    pub db: Db,
    /// Records at hand; `None` where none may be given again.
    kept: Option<Arc<Records>>,
    /// What they are asked for at, read with the first record.
    version: OnceCell<i64>,
}

impl Rows {
    /// Loads from this database, and takes from what is kept of it.
    pub fn new(db: Db, kept: Option<Arc<Records>>) -> Self {
        Self { db, kept, version: OnceCell::new() }
    }

    /// A record at hand; `None` too as long as nobody knows at which version.
    pub fn at_hand<R: Record>(&self, id: Uuid) -> Option<Arc<R>> {
        self.kept.as_ref()?.find(*self.version.get()?, id)
    }

    /// Looks at the version, where records are kept. Without it none are given again.
    async fn look(&self) {
        if self.kept.is_some() {
            let _ = self.version.get_or_try_init(|| self.db.version()).await;
        }
    }

    fn keep<R: Record>(&self, found: &[(Uuid, Arc<R>)]) {
        if let (Some(kept), Some(version)) = (&self.kept, self.version.get()) {
            kept.keep(*version, found);
        }
    }
}

/// A record by its key.
pub struct ById<R>(Uuid, PhantomData<fn() -> R>);

impl<R> ById<R> {
    /// The record with this key.
    pub const fn new(id: Uuid) -> Self {
        Self(id, PhantomData)
    }

    /// The key.
    pub const fn id(&self) -> Uuid {
        self.0
    }
}

// Derived impls would ask the same of `R`, which is never stored.
impl<R> Clone for ById<R> {
    fn clone(&self) -> Self {
        Self::new(self.0)
    }
}

impl<R> PartialEq for ById<R> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<R> Eq for ById<R> {}

impl<R> Hash for ById<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<R: Record> Loader<ById<R>> for Rows {
    type Value = Arc<R>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ById<R>]) -> Result<HashMap<ById<R>, Arc<R>>, Arc<Error>> {
        self.look().await;
        let mut at_hand = Vec::new();
        let mut ids = Vec::with_capacity(keys.len());
        for &ById(id, _) in keys {
            match self.at_hand(id) {
                Some(row) => at_hand.push((id, row)),
                None => ids.push(id),
            }
        }
        // One order of the same keys, so that the same question is the same statement.
        ids.sort_unstable();
        let found = store::record::by_ids::<R>(&self.db, &ids).await?;
        let found: Vec<(Uuid, Arc<R>)> =
            found.into_iter().map(|found| (found.parent_key, Arc::new(found.row))).collect();
        self.keep(&found);
        Ok(found.into_iter().chain(at_hand).map(|(id, row)| (ById::new(id), row)).collect())
    }
}

/// A list that hangs on a record.
pub struct Children<R: Record> {
    /// The record.
    pub id: Uuid,
    /// How the children point at it.
    pub parent: Parent,
    /// Which of them.
    pub listing: Arc<Listing<R>>,
}

impl<R: Record> Clone for Children<R> {
    fn clone(&self) -> Self {
        Self { id: self.id, parent: self.parent, listing: Arc::clone(&self.listing) }
    }
}

impl<R: Record> Children<R> {
    fn same_list(&self, other: &Self) -> bool {
        self.parent == other.parent && self.listing == other.listing
    }
}

impl<R: Record> PartialEq for Children<R> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.same_list(other)
    }
}

// A filter may hold a double, but never NaN: GraphQL has no way to write it.
impl<R: Record> Eq for Children<R> {}

impl<R: Record> Hash for Children<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// The keys that ask for the same list of different records: one statement each.
pub fn groups<R: Record, K: AsRef<Children<R>>>(keys: &[K]) -> Vec<Vec<&K>> {
    let mut groups: Vec<Vec<&K>> = Vec::new();
    for key in keys {
        let same = |group: &&mut Vec<&K>| group[0].as_ref().same_list(key.as_ref());
        match groups.iter_mut().find(same) {
            Some(group) => group.push(key),
            None => groups.push(vec![key]),
        }
    }
    groups
}

impl<R: Record> AsRef<Self> for Children<R> {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl<R: Record> Loader<Children<R>> for Rows {
    type Value = Vec<Arc<R>>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[Children<R>],
    ) -> Result<HashMap<Children<R>, Vec<Arc<R>>>, Arc<Error>> {
        let mut lists: HashMap<Children<R>, Vec<Arc<R>>> = HashMap::with_capacity(keys.len());
        for group in groups(keys) {
            let ids: Vec<Uuid> = group.iter().map(|key| key.id).collect();
            let first = group[0];
            // What these rows refer to can be taken from what is kept when the version is known.
            let list = store::list::list_under(&self.db, first.parent, &ids, &first.listing);
            let (rows, ()) = join!(list, self.look());
            let rows = rows?;
            for found in rows {
                let key = Children { id: found.parent_key, ..first.clone() };
                lists.entry(key).or_default().push(Arc::new(found.row));
            }
        }
        Ok(lists)
    }
}

/// How many children a list has in all its pages.
#[derive(Clone)]
pub struct ChildCount<R: Record>(pub Children<R>, pub Tally);

impl<R: Record> AsRef<Children<R>> for ChildCount<R> {
    fn as_ref(&self) -> &Children<R> {
        &self.0
    }
}

impl<R: Record> PartialEq for ChildCount<R> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && self.1 == other.1
    }
}

impl<R: Record> Eq for ChildCount<R> {}

impl<R: Record> Hash for ChildCount<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<R: Record> Loader<ChildCount<R>> for Rows {
    type Value = i64;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[ChildCount<R>],
    ) -> Result<HashMap<ChildCount<R>, i64>, Arc<Error>> {
        let mut counts = HashMap::with_capacity(keys.len());
        for tally in [Tally::Shown, Tally::Hidden] {
            let keys: Vec<ChildCount<R>> =
                keys.iter().filter(|key| key.1 == tally).cloned().collect();
            for group in groups::<R, _>(&keys) {
                let ids: Vec<Uuid> = group.iter().map(|key| key.0.id).collect();
                let Children { parent, listing, .. } = &group[0].0;
                let rows =
                    store::list::count_under(&self.db, *parent, &ids, listing, tally).await?;
                for found in rows {
                    let children = Children { id: found.parent_key, ..group[0].0.clone() };
                    counts.insert(ChildCount(children, tally), found.row.count);
                }
            }
        }
        Ok(counts)
    }
}

/// The records that a list of an owner names.
pub struct Linked<R> {
    /// The owner.
    pub owner: Uuid,
    /// The table of the list.
    pub link: Link,
    kind: PhantomData<fn() -> R>,
}

impl<R> Linked<R> {
    /// The list of this owner.
    pub const fn new(link: Link, owner: Uuid) -> Self {
        Self { owner, link, kind: PhantomData }
    }
}

impl<R> Clone for Linked<R> {
    fn clone(&self) -> Self {
        Self::new(self.link, self.owner)
    }
}

impl<R> PartialEq for Linked<R> {
    fn eq(&self, other: &Self) -> bool {
        (self.owner, self.link) == (other.owner, other.link)
    }
}

impl<R> Eq for Linked<R> {}

impl<R> Hash for Linked<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.owner.hash(state);
    }
}

impl<R: Record> Loader<Linked<R>> for Rows {
    type Value = Vec<Arc<R>>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[Linked<R>],
    ) -> Result<HashMap<Linked<R>, Vec<Arc<R>>>, Arc<Error>> {
        let mut links: Vec<Link> = keys.iter().map(|key| key.link).collect();
        links.dedup();
        let mut lists: HashMap<Linked<R>, Vec<Arc<R>>> = HashMap::with_capacity(keys.len());
        for link in links {
            let of_link = keys.iter().filter(|key| key.link == link);
            let owners: Vec<Uuid> = of_link.map(|key| key.owner).collect();
            for found in store::linked::linked::<R>(&self.db, link, &owners).await? {
                lists
                    .entry(Linked::new(link, found.parent_key))
                    .or_default()
                    .push(Arc::new(found.row));
            }
        }
        Ok(lists)
    }
}

/// A satellite of a record, by the record's key.
macro_rules! satellite {
    ($(#[$meta:meta])* $Key:ident => $value:ty, $load:path, $row:ident => $read:expr) => {
        $(#[$meta])*
        pub struct $Key<R>(Uuid, PhantomData<fn() -> R>);

        impl<R> $Key<R> {
            /// Of the record with this key.
            pub const fn new(id: Uuid) -> Self {
                Self(id, PhantomData)
            }
        }

        impl<R> Clone for $Key<R> {
            fn clone(&self) -> Self {
                Self::new(self.0)
            }
        }

        impl<R> PartialEq for $Key<R> {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl<R> Eq for $Key<R> {}

        impl<R> Hash for $Key<R> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl<R: Record> Loader<$Key<R>> for Rows {
            type Value = Vec<$value>;
            type Error = Arc<Error>;

            async fn load(
                &self,
                keys: &[$Key<R>],
            ) -> Result<HashMap<$Key<R>, Vec<$value>>, Arc<Error>> {
                let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
                let mut lists: HashMap<$Key<R>, Vec<$value>> = HashMap::new();
                for found in $load(&self.db, &ids).await? {
                    let $row = found.row;
                    lists.entry($Key::new(found.parent_key)).or_default().push($read);
                }
                Ok(lists)
            }
        }
    };
}

satellite! {
    /// The other names of a record.
    NamesOf => String, store::linked::names::<R>, row => row.name
}

satellite! {
    /// The external ids of a record.
    ExternalKeysOf => ExternalKey, store::linked::external_keys::<R>, row => row
}
