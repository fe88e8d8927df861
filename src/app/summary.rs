//! What is kept of comparisons, brought up to date: after a commit that bears on them, and before
//! whoever asks for it.

use std::{collections::HashMap, sync::Arc, time::Duration};

use entity::statistic_summary;
use tokio::{
    sync::{broadcast::error::RecvError, watch},
    time::{Instant, sleep},
};
use uuid::Uuid;

use super::{
    Session,
    comparison::{Facts, Group, Needs, Subject, Ways, load},
    finding,
};
use crate::{
    Error, Result,
    store::{
        self, Call, Read, Txn, said,
        summary::{self, Computed, stale_among},
    },
};

/// Statistics that are loaded at once.
const TOGETHER: usize = 32;

/// Places where something is said that are loaded at once, unless one statistic has more.
const LOADED: i64 = 10_000;

/// What a server that may not write waits for the one that does.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often it looks meanwhile.
const LOOK: Duration = Duration::from_millis(50);

/// After a commit of another server its own is left this long to do the work.
const OTHERS: Duration = Duration::from_millis(400);

/// Commits that follow each other so closely are summed up at once.
const GATHER: Duration = Duration::from_millis(50);

/// Brings up to date every summary that does not hold at this moment.
///
/// A server that may not write waits for the one that does, and says so rather than give an answer
/// that was right once.
pub async fn refresh(session: &Session) -> Result<()> {
    let stale = summary::stale(&session.db).await?;
    if stale.is_empty() {
        return Ok(());
    }
    if session.read_only {
        return wait(session).await;
    }
    let _turn = session.db.turn().await;
    for statistics in stale.chunks(TOGETHER) {
        for statistics in parts(&session.db, statistics).await? {
            refresh_these(session, &statistics).await?;
        }
    }
    Ok(())
}

/// These statistics in parts, each with as much as is loaded at once.
async fn parts(db: &impl Read, statistics: &[Uuid]) -> Result<Vec<Vec<Uuid>>> {
    let sizes = said::sizes(db, statistics).await?;
    let sizes: HashMap<Uuid, i64> =
        sizes.into_iter().map(|found| (found.parent_key, found.row.count)).collect();
    let (mut parts, mut loaded): (Vec<Vec<Uuid>>, i64) = (Vec::new(), 0);
    for id in statistics {
        let size = sizes.get(id).copied().unwrap_or_default();
        loaded += size;
        match parts.last_mut() {
            Some(part) if loaded <= LOADED => part.push(*id),
            _ => {
                parts.push(vec![*id]);
                loaded = size;
            }
        }
    }
    Ok(parts)
}

async fn wait(session: &Session) -> Result<()> {
    let until = Instant::now() + PATIENCE;
    while !summary::stale(&session.db).await?.is_empty() {
        if Instant::now() > until {
            return Err(Error::Unavailable("the server that writes sums up what has changed"));
        }
        sleep(LOOK).await;
    }
    Ok(())
}

async fn refresh_these(session: &Session, statistics: &[Uuid]) -> Result<()> {
    // What takes long is done before the transaction, in which nobody else can write.
    let computed = compute(&session.db, statistics).await?;
    let asked: Vec<Uuid> = computed.iter().map(|(it, _)| it.row.statistic_id).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let call = Call { now: session.now(), actor: None, ids: Arc::clone(&session.ids) };
    store::write(&session.db, call, move |txn| {
        let (computed, asked) = (computed.clone(), asked.clone());
        Box::pin(async move {
            let kept = store_in(txn, computed).await?;
            // Something was committed meanwhile that bears on the others; now nobody else writes.
            let missed: Vec<Uuid> = asked.into_iter().filter(|id| !kept.contains(id)).collect();
            let computed = compute(txn, &missed).await?;
            store_in(txn, computed).await.map(drop)
        })
    })
    .await
}

/// Keeps what was computed and still holds, with what the rules notice in the same facts.
async fn store_in(txn: &Txn, computed: Vec<(Computed, Arc<Facts>)>) -> Result<Vec<Uuid>> {
    let (computed, facts): (Vec<Computed>, Vec<Arc<Facts>>) = computed.into_iter().unzip();
    let asked: Vec<Uuid> = computed.iter().map(|it| it.row.statistic_id).collect();
    let kept = summary::put(txn, computed).await?;
    for (statistic, facts) in asked.into_iter().zip(facts) {
        if kept.contains(&statistic) {
            finding::of_statistic_in(txn, statistic, &facts).await?;
        }
    }
    Ok(kept)
}

/// Compares those of these statistics whose summary does not hold.
async fn compute(db: &impl Read, statistics: &[Uuid]) -> Result<Vec<(Computed, Arc<Facts>)>> {
    let stale = stale_among(db, statistics).await?;
    let subject = |id| Subject { group: Group::Statistic(id), known_at: None };
    let subjects: Vec<Subject> = stale.iter().map(|row| subject(row.statistic_id)).collect();
    let mut facts = load(db, &subjects).await?;
    let mut computed = Vec::with_capacity(stale.len());
    for row in stale {
        let Some(facts) = facts.remove(&subject(row.statistic_id)) else { continue };
        computed.push((sum_up(row, &facts).await?, facts));
    }
    Ok(computed)
}

async fn sum_up(row: statistic_summary::Model, facts: &Arc<Facts>) -> Result<Computed> {
    let view = facts.view(Ways::default());
    view.prepare(Needs::Comparison).await?;
    let outcome = view.comparison()?.outcome();
    let verdicts = view.verdicts().await?;
    let number = |count: usize| Some(i32::try_from(count).unwrap_or(i32::MAX));
    let row = statistic_summary::Model {
        verdict: Some(outcome.verdict),
        summary: Some(outcome.summary.clone()),
        range_low: outcome.range.and_then(|range| range.low),
        range_high: outcome.range.and_then(|range| range.high),
        spread: outcome.spread,
        median: outcome.median,
        origins_min: number(outcome.origins.min),
        origins_max: number(outcome.origins.max),
        position_count: number(outcome.positions.len()),
        claim_count: number(view.claims().len()),
        attribution_count: number(outcome.attributions),
        conflict_count: number(outcome.conflict_count()),
        ..row
    };
    Ok(Computed { row, verdicts })
}

/// Brings summaries up to date after every commit until it is told to stop: at once after a commit
/// of this server, and after those of others where they leave it undone. What is being written when
/// it is told is written to its end.
pub async fn keep(session: Session, mut stopping: watch::Receiver<bool>) {
    loop {
        let kept = keep_once(&session, &mut stopping).await;
        let Err(error) = kept else { return };
        tracing::warn!(%error, "comparisons could not be summed up: it is tried again");
        if !pause(OTHERS, &mut stopping).await {
            return;
        }
    }
}

/// Ends well only when it is told to stop, or there is no more news to come.
async fn keep_once(session: &Session, stopping: &mut watch::Receiver<bool>) -> Result<()> {
    let mut news = session.db.news().await?;
    // What was left undone before.
    refresh(session).await?;
    loop {
        let heard = tokio::select! {
            heard = news.recv() => heard,
            _ = stopping.wait_for(|stopping| *stopping) => return Ok(()),
        };
        let wait = match heard {
            Ok(heard) if !heard.is_own => OTHERS,
            Ok(_) | Err(RecvError::Lagged(_)) => GATHER,
            Err(RecvError::Closed) => return Ok(()),
        };
        if !pause(wait, stopping).await {
            return Ok(());
        }
        // What was committed meanwhile is summed up now.
        news = news.resubscribe();
        refresh(session).await?;
    }
}

/// Waits so long; `false` when it is told to stop.
async fn pause(time: Duration, stopping: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = sleep(time) => true,
        _ = stopping.wait_for(|stopping| *stopping) => false,
    }
}
