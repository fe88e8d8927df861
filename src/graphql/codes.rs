//! Every error a client sees has a code, the framework's own included, and no inner text.

use std::{fmt::Write as _, sync::Arc};

use async_graphql::{
    Response, ServerError, ServerResult, ValidationResult, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextParseQuery, NextRequest, NextSubscribe,
        NextValidation,
    },
    parser::types::ExecutableDocument,
};
use futures_util::{StreamExt as _, stream::BoxStream};

use crate::error::Code;

/// A document of a few kilobytes can break a rule thousands of times; more than this helps nobody.
const MOST_ERRORS: usize = 20;

/// Framework messages quote the value they refuse, which may be as long as the request.
const LONGEST_MESSAGE: usize = 1_000;

/// How the framework begins what it says about a request after validation. Whatever else comes
/// without a code was not meant for a client.
const ABOUT_THE_REQUEST: [&str; 12] = [
    "Failed to parse \"",
    "Expected input type ",
    "Expected object, found ",
    "Enumeration type does not contain value ",
    "Invalid value for argument ",
    "Variable ",
    "Unknown operation named ",
    "Unknown fragment ",
    "Cannot query field ",
    "Operation name required in request.",
    "Subscriptions are not supported on this transport.",
    "Schema is not configured for ",
];

/// How the parser says that it has gone as deep as it goes: by its own count, by the space left on
/// the stack, or after following the fragments.
const TOO_NESTED: [&str; 3] =
    ["recursion limit exceeded", "stack limit reached", "The recursion depth of the query"];

/// Gives a code to errors that came without one. Register it first, so that it sees what the
/// others answer.
pub struct Codes;

impl ExtensionFactory for Codes {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Codes {
    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        next.run(ctx, stream).map(settled).boxed()
    }

    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        settled(next.run(ctx).await)
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        next.run(ctx, query, variables).await.map_err(parse_error)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await.map_err(|errors| {
            let left = errors.len().saturating_sub(MOST_ERRORS);
            let mut errors: Vec<_> = errors
                .into_iter()
                .take(MOST_ERRORS)
                .map(|error| coded(error, Code::GraphqlValidationFailed))
                .collect();
            if left > 0 {
                let message = format!("{left} more errors like these are left out");
                errors.push(coded(ServerError::new(message, None), Code::GraphqlValidationFailed));
            }
            errors
        })
    }
}

/// The error of a document that does not parse, in one line: the parser's own message draws the
/// place under a copy of the line, which may be the whole request.
#[must_use]
pub fn parse_error(mut error: ServerError) -> ServerError {
    if has_code(&error) {
        return error;
    }
    if TOO_NESTED.iter().any(|text| error.message.contains(text)) {
        "the document is nested too deep to be read; the limit is 64 levels of brackets: ask for \
         the inner part in a request of its own"
            .clone_into(&mut error.message);
        let extensions = error.extensions.get_or_insert_default();
        extensions.set("limit", "depth");
        extensions.set("maximum", 64);
        return coded(error, Code::LimitExceeded);
    }
    let drawn = error.message.contains("-->");
    if let Some((_, expected)) = error.message.rsplit_once(" = ").filter(|_| drawn) {
        let mut message = "syntax error".to_owned();
        if let Some(pos) = error.locations.first() {
            let _ = write!(message, " at line {}, column {}", pos.line, pos.column);
        }
        let expected = expected.trim().replace("EOI", "the end of the document").replace('_', " ");
        let _ = write!(message, ": {expected}");
        error.message = message;
    }
    coded(error, Code::GraphqlParseFailed)
}

/// The same error with a code, unless it has one.
#[must_use]
pub fn coded(mut error: ServerError, code: Code) -> ServerError {
    if !has_code(&error) {
        error.extensions.get_or_insert_default().set("code", code.as_str());
    }
    if error.message.len() > LONGEST_MESSAGE {
        error.message.truncate(error.message.floor_char_boundary(LONGEST_MESSAGE));
        error.message.push_str(" ...");
    }
    error
}

fn settled(mut response: Response) -> Response {
    response.errors = response.errors.into_iter().map(settle).collect();
    response
}

/// Our resolvers code their own errors. Of the rest, what the framework says about the request is
/// the caller's to mend; anything else is a fault of ours, whose text is for the log alone.
fn settle(mut error: ServerError) -> ServerError {
    if has_code(&error) {
        return error;
    }
    let about_the_request = error.source.is_none()
        && ABOUT_THE_REQUEST.iter().any(|start| error.message.starts_with(start));
    if about_the_request {
        return coded(error, Code::BadUserInput);
    }
    tracing::error!(error = %error.message, path = ?error.path, "an error came without a code");
    "internal error while answering".clone_into(&mut error.message);
    coded(error, Code::InternalServerError)
}

fn has_code(error: &ServerError) -> bool {
    error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some())
}
