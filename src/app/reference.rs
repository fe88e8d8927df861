//! How an input points at a record: by id, or by the slug that people type.

use entity::{agent, event, measure, place, statistic};
use serde::Serialize;
use uuid::Uuid;

use super::{
    name::{called, meant, only},
    whole::{Recorded, Subject, Whole, create},
};
use crate::{
    Error, Result, Within as _,
    domain::{
        fold::fold,
        record_id::{Prefix, RecordId},
        slug,
    },
    store::{
        Read, Txn,
        record::{self, Record},
    },
};

/// A record that exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Ref {
    /// By its id.
    Id(Uuid),
    /// By its slug.
    Slug(String),
}

/// A record that people call by a slug.
pub trait Slugged: Subject {
    /// The slug.
    fn slug(&self) -> &str;
    /// The name it is made from.
    fn name(&self) -> &str;
}

macro_rules! slugged {
    ($($table:ident.$name:ident),*) => { $(
        impl Slugged for $table::Model {
            fn slug(&self) -> &str {
                &self.slug
            }
            fn name(&self) -> &str {
                &self.$name
            }
        }
    )* };
}

slugged!(agent.name, event.name, place.name, measure.name, statistic.title);

/// The record that a slug leads to, after merges.
pub async fn by_slug<R: Record>(db: &impl Read, slug: &str) -> Result<Option<R>> {
    match record::find_where::<R>(db, "slug", slug).await? {
        Some(row) if R::MERGES => record::find(db, row.id()).await,
        found => Ok(found),
    }
}

/// The record an input points at.
pub async fn resolve<R: Record>(db: &impl Read, reference: &Ref) -> Result<R> {
    let kind = Prefix::from(R::KIND);
    match reference {
        Ref::Id(id) => record::find(db, *id)
            .await?
            .ok_or_else(|| Error::not_found("id", kind.as_str(), RecordId::new(R::KIND, *id))),
        Ref::Slug(slug) => by_slug(db, slug).await?.ok_or_else(|| {
            Error::not_found("slug", kind.as_str(), format!("with the slug \"{slug}\""))
        }),
    }
}

/// The record that a file calls by its id, its name, another name of it or its slug; `None` where
/// there is none. A name that can mean two of them is refused.
pub async fn called_in_file<R: Slugged>(db: &impl Read, text: &str) -> Result<Option<R>> {
    if let Ok(id) = text.parse::<RecordId>()
        && id.kind == Prefix::from(R::KIND)
    {
        return record::find(db, id.uuid).await;
    }
    if let Some(row) = only(called::<R>(db, text).await?, text)? {
        return Ok(Some(row));
    }
    if slug::parse(text).is_ok() { by_slug(db, text).await } else { Ok(None) }
}

/// The id of the record an optional input points at.
pub async fn resolve_id<R: Record>(
    db: &impl Read,
    field: &str,
    reference: Option<&Ref>,
) -> Result<Option<Uuid>> {
    let Some(reference) = reference else { return Ok(None) };
    Ok(Some(resolve::<R>(db, reference).await.within(field)?.id()))
}

/// Creates a record of a name under a slug of its own. Where the slug was left to us and a record
/// that is called so is there, that one is meant; a slug that was asked for and names another record
/// is refused.
pub async fn create_named<R: Slugged>(
    txn: &Txn,
    wanted: Option<&str>,
    name: &str,
    same: impl Fn(&R) -> bool,
    build: impl FnOnce(String) -> Whole<R>,
) -> Result<Recorded<R>> {
    let called = called::<R>(txn, name).await?;
    let ids: Vec<Uuid> = called.iter().map(|called| called.row.id()).collect();
    if wanted.is_none()
        && let Some(row) = meant(called, name, &same)?
    {
        return Ok(Recorded::known(row));
    }
    let folded = fold(name);
    let is_it = |itself: &R, row: &R| {
        let named = ids.contains(&row.id())
            || itself.name() == name
            || (!folded.is_empty() && fold(itself.name()) == folded);
        named && same(row)
    };
    create_slugged(txn, wanted, name, is_it, build).await
}

/// Creates a record under a slug of its own, unless the record under that slug is the one that is
/// meant. It is asked about with the record that stands for it, after merges.
pub async fn create_slugged<R: Slugged>(
    txn: &Txn,
    wanted: Option<&str>,
    name: &str,
    is_it: impl Fn(&R, &R) -> bool,
    build: impl FnOnce(String) -> Whole<R>,
) -> Result<Recorded<R>> {
    let base = match wanted {
        Some(wanted) => slug::parse(wanted).within("slug")?,
        None => slug::from_name(name, Prefix::from(R::KIND).as_str()),
    };
    for number in 1.. {
        let slug = slug::numbered(&base, number);
        let Some(itself) = record::find_where::<R>(txn, "slug", slug.as_str()).await? else {
            return Ok(Recorded::new(create(txn, build(slug), None).await?));
        };
        let kept = if R::MERGES { record::find(txn, itself.id()).await? } else { None };
        let row = kept.unwrap_or_else(|| itself.clone());
        if is_it(&itself, &row) {
            return Ok(Recorded::known(row));
        }
        if wanted.is_some() {
            let message =
                format!("the slug \"{slug}\" is taken by \"{}\": choose another one", row.name());
            return Err(Error::conflict("slug", message));
        }
    }
    unreachable!("the numbers do not end before a slug is free")
}

/// Refuses a parent that would make a record an ancestor of itself.
pub async fn check_no_ring<R: Record>(
    db: &impl Read,
    field: &str,
    id: Uuid,
    parent: Option<Uuid>,
    parent_of: impl Fn(&R) -> Option<Uuid>,
) -> Result<()> {
    let mut next = parent;
    let mut seen = vec![id];
    while let Some(at) = next {
        if seen.contains(&at) {
            let kind = Prefix::from(R::KIND);
            let message = format!("this {kind} would stand above itself: choose another one");
            return Err(Error::invalid(field, message));
        }
        seen.push(at);
        next = record::find::<R>(db, at).await?.as_ref().and_then(&parent_of);
    }
    Ok(())
}
