//! Which places of a statistic are looked at, and through whom what is said there came.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::{
    agent,
    vocab::{RecordKind, Stance},
};
use uuid::Uuid;

use super::records;
use crate::{
    Result,
    app::comparison::View,
    domain::origin::Attribution,
    store::{Read, linked, revision},
};

/// The attributions that a view takes in, asserting or not, by claim, each in the order of
/// recording.
#[must_use]
pub fn taken_in(view: &View) -> Vec<Uuid> {
    let asserted = view.roll().into_iter().flat_map(|voiced| {
        let claim = voiced.claim;
        voiced.attributions.into_iter().map(move |id| (claim, id))
    });
    let facts = view.facts();
    let claim = |id: Uuid| facts.attribution(id).map(|it| it.claim);
    let others = not_asserted(view).into_iter().filter_map(|id| Some((claim(id)?, id)));
    let mut all: Vec<(Uuid, Uuid)> = asserted.chain(others).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|(_, id)| id).collect()
}

/// Where a claim is made and not asserted: denied, disputed, mentioned.
#[must_use]
pub fn not_asserted(view: &View) -> Vec<Uuid> {
    let claims: HashSet<Uuid> = view.claims().iter().map(|claim| claim.id).collect();
    let day = view.ways().as_of;
    let by_then = |it: &&Attribution| {
        let date = it.said_on.as_ref().or(it.published_on.as_ref());
        day.is_none_or(|day| date.is_none_or(|date| date.earliest() <= day))
    };
    let own = view.facts().own().iter();
    let others = own.filter(|it| it.stance != Stance::Asserts && claims.contains(&it.claim));
    others.filter(by_then).map(|it| it.id).collect()
}

/// Through whom each attribution came, in order; as known at a moment, where one is given.
pub async fn relays(
    db: &impl Read,
    ids: &[Uuid],
    at: Option<DateTime<Utc>>,
) -> Result<HashMap<Uuid, Vec<String>>> {
    let mut via: HashMap<Uuid, Vec<String>> = HashMap::new();
    if ids.is_empty() {
        return Ok(via);
    }
    let Some(at) = at else {
        for found in linked::linked::<agent::Model>(db, linked::ATTRIBUTION_VIA, ids).await? {
            via.entry(found.parent_key).or_default().push(found.row.name);
        }
        return Ok(via);
    };
    let lists = revision::lists_known_at(db, RecordKind::Attribution, ids, "via", at).await?;
    let named = lists.iter().flat_map(|(_, keys)| keys.iter().copied());
    let agents: HashMap<Uuid, agent::Model> = records(db, named, Some(at)).await?;
    for (attribution, keys) in lists {
        let through = keys.iter().filter_map(|key| Some(agents.get(key)?.name.clone()));
        via.insert(attribution, through.collect());
    }
    Ok(via)
}
