//! Names of a set of rows, looked up together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use entity::vocab::RecordStatus;
use uuid::Uuid;

use super::ledger::Ledger;
use crate::{
    Result,
    app::{
        name::{closest, only},
        reference::Slugged,
    },
    domain::{
        fold::fold,
        record_id::{Prefix, RecordId},
        slug,
    },
    store::{
        Txn,
        exchange::{rows_by, rows_with},
        name::bearers,
        record::by_ids,
    },
};

/// Names of one kind that are to be looked up, and whether each may be added.
#[derive(Debug, Default)]
pub(super) struct Asked<'a>(BTreeMap<&'a str, bool>);

impl<'a> Asked<'a> {
    pub(super) fn ask(&mut self, name: &'a str, may_be_new: bool) {
        *self.0.entry(name).or_default() |= may_be_new;
    }
}

/// Looks up what these names mean, as [`called_in_file`](crate::app::reference::called_in_file) does
/// one. Returns those that mean nothing and can be added. What is left is neither.
pub(super) async fn learn<R: Slugged>(
    txn: &Txn,
    ledger: &mut Ledger,
    asked: Asked<'_>,
) -> Result<HashSet<String>> {
    let kind = Prefix::from(R::KIND);
    let is_name = |name: &str| {
        let is_id = name.parse::<RecordId>().is_ok_and(|id| id.kind == kind);
        !is_id && ledger.meant(kind, name).is_none()
    };
    let asked: Vec<(&str, String, bool)> = asked
        .0
        .into_iter()
        .filter(|(name, _)| is_name(name))
        .map(|(name, may_be_new)| (name, fold(name), may_be_new))
        .filter(|(_, folded, _)| !folded.is_empty())
        .collect();
    if asked.is_empty() {
        return Ok(HashSet::new());
    }
    let names: Vec<String> = asked.iter().map(|(name, _, _)| (*name).to_owned()).collect();
    let folded: BTreeSet<&str> = asked.iter().map(|(_, folded, _)| folded.as_str()).collect();
    let folded: Vec<String> = folded.into_iter().map(str::to_owned).collect();
    let (by_name, by_fold) = bearers::<R>(txn, &names, &folded).await?;
    let ids: BTreeSet<Uuid> = by_name.iter().chain(&by_fold).map(|borne| borne.key).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let rows: Vec<R> = rows_by(txn, "id", &ids, "id").await?;
    let rows: HashMap<Uuid, R> = rows.into_iter().map(|row| (row.id(), row)).collect();
    let kept = by_ids::<R>(txn, &ids).await?;
    let kept: HashMap<Uuid, &R> = kept.iter().map(|kept| (kept.parent_key, &kept.row)).collect();
    let mut bearing: HashMap<&str, BTreeSet<Uuid>> = HashMap::new();
    for borne in &by_fold {
        bearing.entry(&borne.name).or_default().insert(borne.key);
    }
    let mut itself: HashMap<&str, BTreeSet<Uuid>> = HashMap::new();
    for borne in &by_name {
        itself.entry(&borne.name).or_default().insert(borne.key);
    }
    let mut free = Vec::new();
    for (name, folded, may_be_new) in &asked {
        let mut ids = bearing.get(folded.as_str()).cloned().unwrap_or_default();
        ids.extend(itself.get(name).into_iter().flatten());
        let bearing: Vec<&R> = ids.iter().filter_map(|id| rows.get(id)).collect();
        match only(closest(name, &bearing, &kept), name) {
            Ok(Some(row)) if row.status() == RecordStatus::Active => {
                ledger.remember(kind, (*name).to_owned(), row.id());
            }
            Ok(None) if *may_be_new => free.push(*name),
            Ok(_) | Err(_) => {}
        }
    }
    without_slug::<R>(txn, free).await
}

/// Those of these names that lead to no record as a slug, neither as they are nor as one that would be
/// made from them.
async fn without_slug<R: Slugged>(txn: &Txn, names: Vec<&str>) -> Result<HashSet<String>> {
    let kind = Prefix::from(R::KIND);
    let slugs = |name: &str| [Some(slug::from_name(name, kind.as_str())), slug::parse(name).ok()];
    let mut all: Vec<String> = names.iter().flat_map(|name| slugs(name)).flatten().collect();
    all.sort_unstable();
    all.dedup();
    let taken: Vec<R> = rows_with(txn, "slug", &all).await?;
    let taken: HashSet<&str> = taken.iter().map(R::slug).collect();
    let is_free =
        |name: &&str| !slugs(name).iter().flatten().any(|slug| taken.contains(slug.as_str()));
    Ok(names.into_iter().filter(is_free).map(str::to_owned).collect())
}
