//! One operation on a socket: a query, a mutation, or a subscription until it ends.

use std::{sync::Arc, time::Duration};

use async_graphql::{Response, parser::types::OperationType};
use futures_util::StreamExt;
use tokio::sync::{mpsc::Sender, watch};

use super::protocol::{self, Close};
use crate::{
    graphql::subscribe,
    http::{
        State,
        graphql::{Admitted, Answer},
        keys::Secret,
    },
};

/// After the client has left, the event in hand may still be read from the database; dropping
/// that read half way would leave its connection in an unknown state.
const GRACE: Duration = Duration::from_secs(5);

/// What an operation wants of its socket.
pub enum Outgoing {
    /// Write this.
    Text { serial: u64, id: Arc<str>, text: String },
    /// Write this; the operation is over.
    Last { serial: u64, id: Arc<str>, text: String },
    /// Close the socket.
    Close(Close),
}

/// What one operation runs with.
pub struct Operation {
    /// The state of the door.
    pub state: Arc<State>,
    /// Its id on the socket.
    pub id: Arc<str>,
    /// Tells it from an earlier operation with the same id.
    pub serial: u64,
    /// The key it runs under.
    pub secret: Option<Secret>,
    /// To the socket.
    pub out: Sender<Outgoing>,
    /// The client wants no more, once its sender is gone.
    pub wanted: watch::Receiver<()>,
}

impl Operation {
    /// Runs to the end.
    pub async fn run(self, admitted: Admitted) {
        match admitted.operation {
            OperationType::Query | OperationType::Mutation => {
                let answer = Answer::from(self.state.execute(admitted.request).await);
                self.answer(answer, true).await;
            }
            OperationType::Subscription => self.follow(admitted.request).await,
        }
    }

    async fn follow(&self, request: async_graphql::Request) {
        let mut events = subscribe(&self.state.schema, request);
        let mut wanted = self.wanted.clone();
        loop {
            let event = tokio::select! {
                event = events.next() => event,
                _ = wanted.changed() => {
                    let _ = tokio::time::timeout(GRACE, events.next()).await;
                    return;
                }
            };
            let Some(event) = event else { return self.last(protocol::complete(&self.id)).await };
            // Before each event, so that a revoked key ends its subscriptions at once.
            if self.secret.is_some() && self.state.is_shut_out(self.secret.as_ref()).await {
                let _ = self.out.send(Outgoing::Close(Close::Forbidden)).await;
                return;
            }
            if !self.event(event).await {
                return;
            }
        }
    }

    /// Whether more may follow.
    async fn event(&self, event: Response) -> bool {
        let answer = Answer::from(event);
        let more = !answer.is_refused();
        self.answer(answer, false).await;
        more
    }

    async fn answer(&self, answer: Answer, only: bool) {
        if answer.is_refused() {
            return self.last(protocol::error(&self.id, &answer.into_errors())).await;
        }
        let text = protocol::next(&self.id, &answer);
        self.send(|serial, id| Outgoing::Text { serial, id, text }).await;
        if only {
            self.last(protocol::complete(&self.id)).await;
        }
    }

    async fn last(&self, text: String) {
        self.send(|serial, id| Outgoing::Last { serial, id, text }).await;
    }

    async fn send(&self, outgoing: impl FnOnce(u64, Arc<str>) -> Outgoing) {
        // Without a socket there is nobody left to tell.
        let _ = self.out.send(outgoing(self.serial, self.id.clone())).await;
    }
}
