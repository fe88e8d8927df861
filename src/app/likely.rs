//! Records that are likely the same thing as another one: for whoever enters it, and for findings.

use std::collections::{BTreeSet, HashMap};

use entity::{agent, claim, event, place, source, vocab::RecordStatus};
use uuid::Uuid;

use super::{claim::read_as, date::may_be_same, reference::Slugged, source::document};
use crate::{
    Result,
    domain::{
        finding::duplicate::{Called, agents_are_like, names_are_like},
        likeness::name::Name,
        partial_date::stored,
    },
    store::{Read, claim::naming, likely::sharing, linked::names, record::by_ids},
};

/// How many likely duplicates are told.
const MOST: usize = 10;

/// The agents that are likely the same as this one; the oldest first, 10 at most.
pub async fn agents(db: &impl Read, row: &agent::Model) -> Result<Vec<agent::Model>> {
    let Some((own, others)) = called_alike(db, row).await? else { return Ok(Vec::new()) };
    let called = |row: &agent::Model, names: Vec<Name>| Called {
        id: row.id,
        kind: row.kind,
        above: [row.parent_id, row.speaks_for_id],
        names,
    };
    let own = called(row, own);
    let alike = others.into_iter().filter_map(|(other, names)| {
        agents_are_like(&own, &called(&other, names)).then_some(other)
    });
    Ok(alike.take(MOST).collect())
}

/// The events that are likely the same as this one: of its kind, called alike, at no other dates.
pub async fn events(db: &impl Read, row: &event::Model) -> Result<Vec<event::Model>> {
    let Some((own, others)) = called_alike(db, row).await? else { return Ok(Vec::new()) };
    let mut alike = Vec::new();
    for (other, names) in others {
        let dates = |row: &event::Model| -> Result<_> {
            Ok((stored(row.start.as_deref())?, stored(row.end.as_deref())?))
        };
        let ((start, end), (began, ended)) = (dates(row)?, dates(&other)?);
        let same_time = may_be_same(start.as_ref(), began.as_ref())
            && may_be_same(end.as_ref(), ended.as_ref());
        if row.kind == other.kind && same_time && names_are_like(&own, &names) {
            alike.push(other);
        }
    }
    alike.truncate(MOST);
    Ok(alike)
}

/// The places that are likely the same as this one: called alike, in no other place, of no other
/// code.
pub async fn places(db: &impl Read, row: &place::Model) -> Result<Vec<place::Model>> {
    let Some((own, others)) = called_alike(db, row).await? else { return Ok(Vec::new()) };
    let alike = others.into_iter().filter_map(|(other, names)| {
        let parents = row.parent_id.zip(other.parent_id).is_none_or(|(one, two)| one == two);
        let codes =
            row.iso_code.as_ref().zip(other.iso_code.as_ref()).is_none_or(|(one, two)| one == two);
        let nested = row.parent_id == Some(other.id) || other.parent_id == Some(row.id);
        (row.kind == other.kind && parents && codes && !nested && names_are_like(&own, &names))
            .then_some(other)
    });
    Ok(alike.take(MOST).collect())
}

/// A record's names, and the records that share a key of one of these with theirs.
type Alike<R> = (Vec<Name>, Vec<(R, Vec<Name>)>);

/// The records that share a key of a name with this one, each with all its names; `None` where this
/// one does not count.
async fn called_alike<R: Slugged>(db: &impl Read, row: &R) -> Result<Option<Alike<R>>> {
    if row.status() != RecordStatus::Active {
        return Ok(None);
    }
    let own = names_of(db, std::slice::from_ref(row)).await?.remove(&row.id()).unwrap_or_default();
    let keys: BTreeSet<String> = own.iter().flat_map(Name::keys).collect();
    let others: Vec<R> = sharing(db, &keys, row.id()).await?;
    let mut called = names_of(db, &others).await?;
    let others = others
        .into_iter()
        .map(|other| {
            let names = called.remove(&other.id()).unwrap_or_default();
            (other, names)
        })
        .collect();
    Ok(Some((own, others)))
}

/// Every name of each record, its own first.
async fn names_of<R: Slugged>(db: &impl Read, rows: &[R]) -> Result<HashMap<Uuid, Vec<Name>>> {
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let mut called: HashMap<Uuid, Vec<Name>> =
        rows.iter().map(|row| (row.id(), vec![Name::read(row.name())])).collect();
    let ids: Vec<Uuid> = rows.iter().map(R::id).collect();
    for found in names::<R>(db, &ids).await? {
        if let Some(names) = called.get_mut(&found.parent_key) {
            names.push(Name::read(&found.row.name));
        }
    }
    Ok(called)
}

/// The sources that are likely the same document as this one; the oldest first, 10 at most.
pub async fn sources(db: &impl Read, row: &source::Model) -> Result<Vec<source::Model>> {
    if row.status != RecordStatus::Active {
        return Ok(Vec::new());
    }
    let published_on = stored(row.published_on.as_deref())?;
    // A source keeps the key of its publisher from before a merge.
    let publishers: Vec<Option<Uuid>> = match row.publisher_id {
        Some(publisher) => {
            let kept = by_ids::<agent::Model>(db, &[publisher]).await?;
            let kept = kept.first().map_or(publisher, |found| found.row.id);
            read_as::<agent::Model>(db, kept).await?.into_iter().map(Some).collect()
        }
        None => vec![None],
    };
    let own = document(row, publishers[0], published_on.as_ref());
    let keys: BTreeSet<String> = publishers
        .iter()
        .flat_map(|publisher| document(row, *publisher, published_on.as_ref()).keys())
        .collect();
    let others: Vec<source::Model> = sharing(db, &keys, row.id).await?;
    let ids: Vec<Uuid> = others.iter().filter_map(|other| other.publisher_id).collect();
    let kept = by_ids::<agent::Model>(db, &ids).await?;
    let mut alike = Vec::new();
    for other in others {
        let published_on = stored(other.published_on.as_deref())?;
        let publisher = other.publisher_id.map(|id| {
            kept.iter().find(|found| found.parent_key == id).map_or(id, |found| found.row.id)
        });
        if own.is_like(&document(&other, publisher, published_on.as_ref())) {
            alike.push(other);
        }
    }
    alike.truncate(MOST);
    Ok(alike)
}

/// Other claims on the same statistic that name the same number: in other words, or of another
/// moment. Whoever records may have meant one of them.
pub async fn claims(db: &impl Read, row: &claim::Model) -> Result<Vec<claim::Model>> {
    match (row.statistic_id, row.value) {
        (Some(statistic), Some(value)) => naming(db, statistic, value, row.id, MOST as u64).await,
        _ => Ok(Vec::new()),
    }
}
