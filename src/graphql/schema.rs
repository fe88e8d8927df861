//! The executable schema: limits before the framework runs a request, order and codes after it.
//!
//! None of it is an extension of the framework. With a single one registered, it makes a future of
//! each field and of each item of a list, which is a third of what a page of claims costs.

use std::{sync::Arc, thread::available_parallelism};

use async_graphql::{
    ObjectType, OutputType, Request, Response, ServerResult, SubscriptionType, registry::Registry,
};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use tokio::sync::Semaphore;

use super::{
    Mutation, Query, Subscription, codes,
    limits::{Limiter, Limits, Weighed},
    order::Keys,
};

/// A request that costs more waits for its turn, so that however many large ones are asked for, a
/// small one beside them is answered at once. A page of 20 claims with their attributions is small.
const LARGE: u64 = 2_000;

/// Large requests that run at the same time, for each processor: more than one, because each waits
/// for the database now and then.
const LARGE_AT_ONCE: usize = 2;

/// What the framework says of a subscription that passed validation and is not streamed.
const TAKES_STREAM: &str = "Subscriptions are not supported on this transport.";

/// The executable schema.
pub struct Schema<Q = Query, M = Mutation, S = Subscription> {
    inner: async_graphql::Schema<Q, M, S>,
    limiter: Arc<Limiter>,
    pub(super) turns: Arc<Semaphore>,
}

impl<Q, M, S> Clone for Schema<Q, M, S> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            limiter: Arc::clone(&self.limiter),
            turns: Arc::clone(&self.turns),
        }
    }
}

impl<Q, M, S> Schema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    /// A schema with limits. A part of `Q` and one of `M` have private cache control, and so has
    /// the whole: what passes validation is answered as private, by which an answer that was
    /// refused before it ran is known.
    #[must_use]
    pub fn new(inner: async_graphql::Schema<Q, M, S>, limits: Limits) -> Self {
        let processors = available_parallelism().map_or(1, Into::into);
        Self {
            inner,
            limiter: Arc::new(Limiter::new(limits, &registry::<Q, M, S>())),
            turns: Arc::new(Semaphore::new(LARGE_AT_ONCE * processors)),
        }
    }

    /// Answers a query or a mutation.
    pub async fn execute(&self, request: impl Into<Request>) -> Response {
        let mut request = request.into();
        let (mut weighed, keys) = match self.weigh(&mut request) {
            Ok(weighed) => weighed,
            Err(error) => return codes::refused(Response::from_errors(vec![error])),
        };
        if let Some(missing) = weighed.missing.take() {
            let refusal = self.refusal(request).await;
            return refusal.unwrap_or_else(|| Response::from_errors(vec![missing]));
        }
        let _turn = match weighed.cost {
            LARGE.. => self.turns.acquire().await.ok(),
            _ => None,
        };
        let response = self.inner.execute(request).await;
        if was_refused(&response) {
            return codes::refused(response);
        }
        self.answered(response, &weighed, &keys)
    }

    /// Runs a subscription, or answers a query or a mutation once.
    #[must_use]
    pub fn subscribe(&self, mut request: Request) -> BoxStream<'static, Response> {
        let schema = self.clone();
        let answers = async move {
            let (mut weighed, keys) = match schema.weigh(&mut request) {
                Ok(weighed) => weighed,
                Err(error) => return one(codes::refused(Response::from_errors(vec![error]))),
            };
            if let Some(refusal) = schema.refusal(copy(&mut request)).await {
                return one(refusal);
            }
            if let Some(missing) = weighed.missing.take() {
                return one(Response::from_errors(vec![missing]));
            }
            let answers = schema.inner.execute_stream(request);
            answers.map(move |answer| schema.answered(answer, &weighed, &keys)).boxed()
        };
        stream::once(answers).flatten().boxed()
    }

    fn weigh(&self, request: &mut Request) -> ServerResult<(Weighed, Keys)> {
        let variables = std::mem::take(&mut request.variables);
        let name = request.operation_name.take();
        let weighed = request.parsed_query().map_err(codes::parse_error).and_then(|document| {
            let weighed = self.limiter.weigh(document, name.as_deref(), &variables)?;
            Ok((weighed, Keys::of(document, name.as_deref())))
        });
        request.variables = variables;
        request.operation_name = name;
        weighed
    }

    fn answered(&self, mut response: Response, weighed: &Weighed, keys: &Keys) -> Response {
        keys.sort(&mut response.data);
        codes::answered(response).extension("cost", self.limiter.told(weighed.cost))
    }

    /// What validation says against a request; `None` if nothing. Runs no resolver of ours.
    async fn refusal(&self, request: Request) -> Option<Response> {
        let response = self.inner.execute(request.only_introspection()).await;
        // Nothing is said against a subscription but that it takes a stream.
        let takes_stream = response.errors.iter().any(|error| error.message == TAKES_STREAM);
        (was_refused(&response) && !takes_stream).then(|| codes::refused(response))
    }
}

fn was_refused(response: &Response) -> bool {
    response.cache_control.public
}

fn one(response: Response) -> BoxStream<'static, Response> {
    stream::once(std::future::ready(response)).boxed()
}

/// The same request without its surroundings.
fn copy(request: &mut Request) -> Request {
    let mut copy = Request::new(request.query.clone()).variables(request.variables.clone());
    copy.operation_name.clone_from(&request.operation_name);
    if let Ok(document) = request.parsed_query() {
        copy.set_parsed_query(document.clone());
    }
    copy
}

/// The types of a schema; the framework keeps those of a finished one to itself.
fn registry<Q: ObjectType, M: ObjectType, S: SubscriptionType>() -> Registry {
    let mut registry = Registry {
        query_type: Q::type_name().into_owned(),
        mutation_type: (!M::is_empty()).then(|| M::type_name().into_owned()),
        subscription_type: (!S::is_empty()).then(|| S::type_name().into_owned()),
        ..Registry::default()
    };
    <Q as OutputType>::create_type_info(&mut registry);
    if !M::is_empty() {
        <M as OutputType>::create_type_info(&mut registry);
    }
    if !S::is_empty() {
        S::create_type_info(&mut registry);
    }
    registry
}
