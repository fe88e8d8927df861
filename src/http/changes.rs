//! `/changes`: what was committed, as server-sent events.

use std::{collections::VecDeque, fmt::Write, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Bytes},
};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{State, keys::Secret, limit::Share, refusal::Refusal};
use crate::{
    domain::record_id::RecordId,
    store::{self, ChangeNotice, news::Heard},
};

/// How many changes are read at once for a client that comes back.
const PAGE: u64 = 500;

/// Answers `GET /changes`. With `Last-Event-ID` it begins after that change, else with the next.
pub async fn stream(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    match open(state, &request).await {
        Ok(response) => response,
        Err(refusal) => refusal.respond(super::negotiate::Media::Json),
    }
}

async fn open(state: web::Data<State>, request: &HttpRequest) -> Result<HttpResponse, Refusal> {
    state.enter(request).await?;
    let place = state.take_place(state.address(request))?;
    // Before the version is read, so that nothing falls between the two.
    let news = state.ask(async |db| db.news().await).await?;
    let seen = last_event_id(request)?;
    let last = match seen {
        Some(seen) => seen,
        None => state.ask(async |db| db.version().await).await?,
    };
    let follower = Follower {
        news,
        secret: Secret::of(request.headers())?,
        last,
        behind: seen.is_some(),
        waiting: VecDeque::new(),
        opened: false,
        _place: place,
        state: state.into_inner(),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // A compressor would hold the events back until it has a block of them.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(follower.into_stream()))
}

fn last_event_id(request: &HttpRequest) -> Result<Option<i64>, Refusal> {
    let Some(id) = request.headers().get("last-event-id") else { return Ok(None) };
    let id = id.to_str().ok().and_then(|id| id.parse().ok());
    let wrong = "the Last-Event-ID is not the number of a commit: leave it out";
    id.map(Some).ok_or_else(|| Refusal::bad(wrong))
}

/// One client that follows the changes.
struct Follower {
    state: Arc<State>,
    news: Receiver<Heard>,
    secret: Option<Secret>,
    /// The last commit it was told of, or the newest when it came.
    last: i64,
    /// It missed some: they are read from the database.
    behind: bool,
    waiting: VecDeque<ChangeNotice>,
    opened: bool,
    _place: Share,
}

impl Follower {
    fn into_stream(self) -> impl Stream<Item = Result<Bytes, actix_web::Error>> {
        stream::unfold(self, |mut follower| async {
            let bytes = follower.next().await?;
            Some((Ok(bytes), follower))
        })
    }

    /// The next bytes to write; `None` ends the stream.
    async fn next(&mut self) -> Option<Bytes> {
        if !std::mem::replace(&mut self.opened, true) {
            return Some(Bytes::from_static(b"retry: 2000\n: open\n\n"));
        }
        while self.waiting.is_empty() {
            if self.behind {
                self.catch_up().await?;
            } else if !self.listen().await? {
                if self.state.is_shut_out(self.secret.as_ref()).await {
                    return None;
                }
                return Some(Bytes::from_static(b": still here\n\n"));
            }
        }
        // Before each lot of events, so that a revoked key ends the stream at once.
        if self.state.is_shut_out(self.secret.as_ref()).await {
            return None;
        }
        let mut text = String::new();
        while let Some(notice) = self.waiting.pop_front() {
            let ChangeNotice { sequence, kind, key, action, .. } = notice;
            let id = RecordId::new(kind, key).to_string();
            let data = serde_json::json!({
                "sequence": sequence, "kind": kind, "id": id, "action": action,
            });
            // A client that comes back begins after a whole commit: its last change has the number.
            if self.waiting.front().is_none_or(|next| next.sequence != sequence) {
                let _ = writeln!(text, "id: {sequence}");
                self.last = sequence;
            }
            let _ = write!(text, "event: change\ndata: {data}\n\n");
        }
        Some(text.into())
    }

    async fn catch_up(&mut self) -> Option<()> {
        let last = self.last;
        let missed = self.state.ask(async move |db| store::changes::since(&db, last, PAGE).await);
        let missed = missed.await;
        let missed = missed.inspect_err(|error| tracing::warn!(%error, "changes")).ok()?;
        self.behind = missed.len() as u64 >= PAGE;
        self.waiting.extend(missed);
        Some(())
    }

    /// Waits for news; `false` when there were none for a while, `None` at the end.
    async fn listen(&mut self) -> Option<bool> {
        let mut stopping = self.state.stopping();
        let news = tokio::select! {
            news = self.news.recv() => news,
            () = tokio::time::sleep(self.state.settings.limits.ping_time) => return Some(false),
            _ = stopping.wait_for(|stopping| *stopping) => return None,
        };
        match news {
            Ok(heard) => {
                let new = heard.changes.iter().filter(|notice| notice.sequence > self.last);
                self.waiting.extend(new.cloned());
                Some(true)
            }
            Err(RecvError::Lagged(_)) => {
                self.behind = true;
                Some(true)
            }
            Err(RecvError::Closed) => None,
        }
    }
}
