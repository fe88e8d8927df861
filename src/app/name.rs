//! The names of a record: its own, its other names, and those of what was merged into it.

use std::collections::HashMap;

use entity::vocab::RecordStatus;
use uuid::Uuid;

use super::reference::Slugged;
use crate::{
    Error, Result,
    domain::{
        fold::fold,
        likeness::name::Name,
        record_id::{Prefix, RecordId},
        text,
    },
    store::{Read, merge, name, part::Parts, record, search::SearchText},
};

/// The search text of a record that people call by names.
pub(super) async fn named_text<R: Slugged>(
    db: &impl Read,
    row: &R,
    parts: &Parts,
) -> Result<SearchText> {
    let merged = merge::others::<R>(db, row.id()).await?;
    let others = merged.rows.iter().map(R::name);
    let names = parts.aliases.iter().map(String::as_str).chain(others).chain(merged.aliases());
    Ok(text_of(row.name(), names))
}

/// The search text of what has this name and these others.
pub(super) fn text_of<'a>(name: &str, others: impl IntoIterator<Item = &'a str>) -> SearchText {
    let mut body = name.to_owned();
    let mut keys = Name::read(name).keys();
    for name in others {
        body.push_str(" · ");
        body.push_str(name);
        keys.extend(Name::read(name).keys());
    }
    SearchText { title: name.to_owned(), body, keys }
}

/// A record that is called by a name.
pub(super) struct Called<R> {
    /// The record that stands for it, after merges.
    pub(super) row: R,
    closeness: Closeness,
}

/// How a record is called by a name, the closest way first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    /// It is its name.
    Name,
    /// It is the name of a record that was merged into it.
    MergedName,
    /// It is another name.
    Alias,
    /// It was retracted.
    Retracted,
}

/// The records that are called by this name, the closest first, then the oldest.
pub(super) async fn called<R: Slugged>(db: &impl Read, name: &str) -> Result<Vec<Called<R>>> {
    let bearing: Vec<R> = name::bearing(db, name).await?;
    let ids: Vec<_> = bearing.iter().map(R::id).collect();
    let kept = record::by_ids::<R>(db, &ids).await?;
    let kept = kept.iter().map(|kept| (kept.parent_key, &kept.row)).collect();
    Ok(closest(name, &bearing.iter().collect::<Vec<_>>(), &kept))
}

/// Those that stand for the records that bear a name, the closest first, then the oldest.
pub(super) fn closest<R: Slugged>(
    name: &str,
    bearing: &[&R],
    kept: &HashMap<Uuid, &R>,
) -> Vec<Called<R>> {
    let folded = fold(name);
    let mut called: Vec<Called<R>> = Vec::new();
    for itself in bearing {
        let Some(row) = kept.get(&itself.id()).map(|kept| R::clone(kept)) else { continue };
        let closeness = match fold(itself.name()) == folded {
            _ if row.status() == RecordStatus::Retracted => Closeness::Retracted,
            true if itself.id() == row.id() => Closeness::Name,
            true => Closeness::MergedName,
            false => Closeness::Alias,
        };
        called.push(Called { row, closeness });
    }
    called.sort_by_key(|called| (called.closeness, called.row.id()));
    called
}

/// The one that a name means; `None` where it means none. Two that share it as another name cannot
/// be told apart by it.
pub(super) fn meant<R: Slugged>(
    called: Vec<Called<R>>,
    name: &str,
    same: impl Fn(&R) -> bool,
) -> Result<Option<R>> {
    let mut fitting = called.into_iter().filter(|called| same(&called.row));
    let Some(Called { row, closeness }) = fitting.next() else { return Ok(None) };
    let other = fitting
        .find(|other| other.closeness == closeness && other.row.id() != row.id())
        .filter(|_| closeness == Closeness::Alias);
    let Some(other) = other else { return Ok(Some(row)) };
    let kind = Prefix::from(R::KIND);
    let message = format!(
        "{} is another name of {} and of {}: name one of them by its id, or give a slug to add \
         another {kind}",
        text::shown(name),
        RecordId::new(R::KIND, row.id()),
        RecordId::new(R::KIND, other.row.id()),
    );
    Err(Error::conflict("name", message))
}

/// The one record that a name in a file means; `None` where none is called so. Where two are called
/// so alike, or what is called so was retracted, it is refused: nobody is there to choose.
pub(super) fn only<R: Slugged>(called: Vec<Called<R>>, name: &str) -> Result<Option<R>> {
    let mut called = called.into_iter();
    let Some(Called { row, closeness }) = called.next() else { return Ok(None) };
    let kind = Prefix::from(R::KIND);
    if closeness == Closeness::Retracted {
        let message = format!(
            "{} is the {kind} {}, which was retracted: restore it, or name another one",
            text::shown(name),
            RecordId::new(R::KIND, row.id()),
        );
        return Err(Error::conflict("", message));
    }
    let other = called.find(|other| other.row.id() != row.id());
    let Some(other) = other.filter(|other| other.closeness == closeness) else {
        return Ok(Some(row));
    };
    let message = format!(
        "{} can mean the {kind} \"{}\" and the {kind} \"{}\": write the slug of the one that is meant",
        text::shown(name),
        row.slug(),
        other.row.slug(),
    );
    Err(Error::conflict("", message))
}
