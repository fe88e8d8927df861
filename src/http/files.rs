//! Files of rows, sent a part at a time: one that is never cut, and takes little memory.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName},
    web::{self, Bytes},
};
use futures_util::{Stream, stream};

use super::{
    State,
    etag::{Tag, keep},
    limit::Share,
    refusal::Refusal,
};
use crate::{Error, Result, app::Actor, store::Db, web::rows::Format};

/// A file in parts.
pub trait Parts: Send + Sized + 'static {
    /// The next part; `None` after the last.
    fn next(&mut self, db: &Db) -> impl Future<Output = Result<Option<Vec<u8>>>> + Send;
}

impl Parts for crate::web::rows::Statistic {
    async fn next(&mut self, db: &Db) -> Result<Option<Vec<u8>>> {
        Self::next(self, db).await
    }
}

impl Parts for crate::web::rows::All {
    async fn next(&mut self, db: &Db) -> Result<Option<Vec<u8>>> {
        Self::next(self, db).await
    }
}

/// A file on its way.
struct Sending<P> {
    state: Arc<State>,
    parts: P,
    /// One of the places for streams, given back at the end.
    place: Share,
}

/// Answers with a file. What goes wrong on the way breaks the connection off, so that nobody takes
/// a part for the whole.
pub fn send<P: Parts>(
    state: &web::Data<State>,
    request: &HttpRequest,
    (name, format): (&str, Format),
    (tag, actor): (Option<Tag>, &Actor),
    parts: P,
) -> std::result::Result<HttpResponse, Refusal> {
    let place = state.take_place(state.address(request))?;
    let sending = Sending { state: Arc::clone(state), parts, place };
    let mut response = keep(tag.as_ref(), HttpResponse::Ok(), actor);
    response.insert_header((CONTENT_TYPE, format.content_type()));
    if let Some(ending) = format.saved_as() {
        response.insert_header(attachment(name, ending));
    }
    Ok(response.streaming(stream(sending)))
}

/// The header of a file that is saved rather than shown.
pub fn attachment(name: &str, ending: &str) -> (HeaderName, String) {
    (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{ending}\""))
}

fn stream<P: Parts>(sending: Sending<P>) -> impl Stream<Item = Result<Bytes>> {
    stream::unfold(Some(sending), async |sending| {
        let Sending { state, parts, place } = sending?;
        if state.is_stopping() {
            let error = Error::Unavailable("the server is stopping");
            return Some((Err(error), None));
        }
        let next = state.ask(async move |db| {
            let mut parts = parts;
            // An empty chunk would end the answer.
            let mut part = parts.next(&db).await?;
            while part.as_ref().is_some_and(Vec::is_empty) {
                part = parts.next(&db).await?;
            }
            Ok((part, parts))
        });
        match next.await {
            Ok((Some(part), parts)) => {
                Some((Ok(Bytes::from(part)), Some(Sending { state, parts, place })))
            }
            Ok((None, _)) => None,
            Err(error) => {
                tracing::error!(%error, "a file was broken off");
                Some((Err(error), None))
            }
        }
    })
}
