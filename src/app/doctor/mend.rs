//! Computing anew what is computed: nothing that a person said is touched.

use entity::{
    agent, assessment, attribution, claim, claim_link, derivation, event, finding, measure, place,
    relation_override, source, statistic,
    vocab::{Action, Role},
};
use uuid::Uuid;

use super::{computed, each_kind};
use crate::{
    Error, Result,
    app::{
        Session,
        attribution::follow_source_in,
        identity::Identified,
        lifecycle::regroup,
        summary,
        whole::{Subject, Whole, index, save},
    },
    store::{
        Body, Txn, doctor as stored, part,
        record::{Record, find_itself},
        search,
    },
};

/// Records of one transaction.
const TOGETHER: usize = 200;

/// Why the history says that a record changed.
const REASON: &str = "computed anew by claimbase doctor";

/// Computes anew what an examination finds wrong of what is computed. Whoever writes meanwhile
/// waits for a few hundred records at most.
pub async fn mend(session: &Session) -> Result<()> {
    // Before any text is written: whoever writes one takes the old one out of the index.
    if !stored::index_is_sound(&session.db).await? {
        session.write(Role::Admin, |txn| Box::pin(stored::rebuild_index(txn))).await?;
    }
    let db = &session.db.snapshot().await?;
    each_kind! {
        R in [statistic, source, claim, attribution, derivation, claim_link, relation_override,
            assessment, finding]
            => each(session, computed::identities::<R>(db).await?, identity::<R>).await?;
    }
    each(session, computed::statistic_keys(db).await?.first, keys).await?;
    let astray = stored::astray::<statistic::Model>(db, computed::MOST).await?;
    each(session, astray.first, keys).await?;
    each_kind! {
        R in [place, measure, agent, event, statistic, source, claim, attribution, assessment] => {
            each(session, computed::unsearched::<R>(db).await?, searched::<R>).await?;
            let ghosts = stored::ghosts::<R>(db, computed::MOST).await?;
            each(session, ghosts.first, hidden::<R>).await?;
        };
        R in [place, measure, agent, event, source]
            => each(session, computed::keyless::<R>(db).await?, searched::<R>).await?;
    }
    each(session, computed::misplaced(db).await?, quotes).await?;
    summary::refresh(session).await
}

/// What is done with one record.
type Work = for<'a> fn(&'a Txn, Uuid) -> Body<'a, ()>;

/// Does it with each of these records. What cannot be done, since the same is on record twice, is
/// left as it is, and found again.
async fn each(session: &Session, ids: Vec<Uuid>, work: Work) -> Result<()> {
    for ids in ids.chunks(TOGETHER) {
        let ids = ids.to_vec();
        session
            .write(Role::Admin, move |txn| {
                let ids = ids.clone();
                Box::pin(async move {
                    for id in ids {
                        match txn.part(work(txn, id)).await {
                            Ok(()) | Err(Error::Input { .. }) => {}
                            Err(error) => return Err(error),
                        }
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}

async fn whole<R: Record>(txn: &Txn, id: Uuid) -> Result<Option<Whole<R>>> {
    let Some(row) = find_itself::<R>(txn, id).await? else { return Ok(None) };
    let parts = part::load(txn, R::KIND, id).await?;
    Ok(Some(Whole { row, parts }))
}

fn identity<R: Identified + Subject>(txn: &Txn, id: Uuid) -> Body<'_, ()> {
    Box::pin(async move {
        let Some(before) = whole::<R>(txn, id).await? else { return Ok(()) };
        let mut after = before.clone();
        if let Some(identity) = after.row.computed() {
            *after.row.stored() = identity;
        }
        save(txn, &before, after, Action::Updated, Some(REASON.to_owned())).await.map(drop)
    })
}

fn keys(txn: &Txn, id: Uuid) -> Body<'_, ()> {
    Box::pin(async move { regroup(txn, &[id], Action::Updated, REASON).await })
}

fn searched<R: Subject>(txn: &Txn, id: Uuid) -> Body<'_, ()> {
    Box::pin(async move {
        match whole::<R>(txn, id).await? {
            Some(whole) => index(txn, &whole).await,
            None => Ok(()),
        }
    })
}

fn hidden<R: Subject>(txn: &Txn, id: Uuid) -> Body<'_, ()> {
    Box::pin(search::remove(txn, R::KIND, id))
}

fn quotes(txn: &Txn, id: Uuid) -> Body<'_, ()> {
    Box::pin(async move {
        match find_itself::<source::Model>(txn, id).await? {
            Some(source) => follow_source_in(txn, &source).await,
            None => Ok(()),
        }
    })
}
