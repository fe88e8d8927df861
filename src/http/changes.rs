//! `/changes`: what was committed, as server-sent events.

use std::{collections::VecDeque, fmt::Write, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Bytes},
};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{State, keys::Secret, limit::Place, refusal::Refusal};
use crate::store::ChangeNotice;

/// How many changes are read at once for a client that comes back.
const PAGE: usize = 500;

/// Answers `GET /changes`. With `Last-Event-ID` it begins after that change, else with the next.
pub async fn stream(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    match open(state, &request).await {
        Ok(response) => response,
        Err(refusal) => refusal.respond(super::negotiate::Media::Json),
    }
}

async fn open(state: web::Data<State>, request: &HttpRequest) -> Result<HttpResponse, Refusal> {
    state.enter(request).await?;
    let after = match request.headers().get("last-event-id").map(|id| id.to_str()) {
        None => None,
        Some(id) => Some(id.ok().and_then(|id| id.parse().ok()).ok_or_else(|| {
            Refusal::bad("the Last-Event-ID is not the number of a change: leave it out")
        })?),
    };
    let place = state.open.take(state.address(request), &state.settings.limits)?;
    let follower = Follower {
        news: state.db.changes(),
        secret: Secret::of(request.headers())?,
        last: after,
        behind: after.is_some(),
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

/// One client that follows the changes.
struct Follower {
    state: Arc<State>,
    news: Receiver<Arc<Vec<ChangeNotice>>>,
    secret: Option<Secret>,
    /// The last change it was told; `None` before the first, when it did not say.
    last: Option<i64>,
    /// It missed some: they are read from the database.
    behind: bool,
    waiting: VecDeque<ChangeNotice>,
    opened: bool,
    _place: Place,
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
                return Some(Bytes::from_static(b": still here\n\n"));
            }
        }
        // Before each lot of events, so that a revoked key ends the stream at once.
        self.state.look_up(self.secret.as_ref()).await.ok()?;
        let mut text = String::new();
        for notice in self.waiting.drain(..) {
            let ChangeNotice { sequence, kind, id, action } = notice;
            let data = serde_json::json!({
                "sequence": sequence, "kind": kind, "id": id, "action": action,
            });
            let _ = write!(text, "id: {sequence}\nevent: change\ndata: {data}\n\n");
            self.last = Some(sequence);
        }
        Some(text.into())
    }

    async fn catch_up(&mut self) -> Option<()> {
        let after = self.last.unwrap_or_default();
        let missed = self.state.db.changes_since(after, PAGE).await;
        let missed = missed.inspect_err(|error| tracing::warn!(%error, "changes")).ok()?;
        self.behind = missed.len() == PAGE;
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
            Ok(notices) => {
                let last = self.last.unwrap_or(i64::MIN);
                let new = notices.iter().filter(|notice| notice.sequence > last);
                self.waiting.extend(new.cloned());
                Some(true)
            }
            // Without a last change there is none to begin after: what it missed starts with the
            // oldest that is still told.
            Err(RecvError::Lagged(_)) => {
                self.behind = self.last.is_some();
                Some(true)
            }
            Err(RecvError::Closed) => None,
        }
    }
}
