//! Closes on a client that goes on sending a body nobody wants.
//!
//! The framework closes soon after it has answered, unless the body is chunked and was dropped:
//! that it reads to its end, which may never come. So a chunked body is kept until after the
//! answer.

use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    HttpMessage as _,
    dev::{Payload, ServiceRequest},
    error::PayloadError,
    http::header::TRANSFER_ENCODING,
    web::Bytes,
};
use futures_util::Stream;

/// Time for the answer to be written.
const KEPT: Duration = Duration::from_secs(1);

/// Keeps the body of a request.
pub struct Unread(Rc<RefCell<Payload>>);

impl Unread {
    /// Of a request with a chunked body; `None` of any other.
    pub fn of(request: &mut ServiceRequest) -> Option<Self> {
        request.headers().contains_key(TRANSFER_ENCODING).then(|| {
            let shared = Rc::new(RefCell::new(request.take_payload()));
            let payload = Box::pin(Reader(Rc::clone(&shared)));
            request.set_payload(Payload::Stream { payload });
            Self(shared)
        })
    }

    /// Lets go of the body once the answer is out.
    pub fn release(self) {
        actix_web::rt::spawn(async move {
            tokio::time::sleep(KEPT).await;
            drop(self.0);
        });
    }
}

struct Reader(Rc<RefCell<Payload>>);

impl Stream for Reader {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}
