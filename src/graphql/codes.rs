//! Every error a client sees has a code, the framework's own included, and no inner text.

use std::fmt::Write as _;

use async_graphql::{Response, ServerError};

use crate::error::Code;

/// A document of a few kilobytes can break a rule thousands of times; more than this helps nobody.
const MOST_ERRORS: usize = 20;

/// Framework messages quote the value they refuse, which may be as long as the request.
const LONGEST_MESSAGE: usize = 1_000;

/// How the framework begins what it says of a value that it cannot read.
const UNREAD: &str = "Failed to parse \"";

/// How the framework begins what it says about a request after validation. Whatever else comes
/// without a code was not meant for a client.
const ABOUT_THE_REQUEST: [&str; 10] = [
    UNREAD,
    "Expected input type ",
    "Expected object, found ",
    "Enumeration type does not contain value ",
    "Invalid value for argument ",
    "Variable ",
    "Unknown fragment ",
    "Cannot query field ",
    "Subscriptions are not supported on this transport.",
    "Schema is not configured for ",
];

/// How the parser says that it has gone as deep as it goes: by its own count, by the space left on
/// the stack, or after following the fragments.
const TOO_NESTED: [&str; 3] =
    ["recursion limit exceeded", "stack limit reached", "The recursion depth of the query"];

/// The error of a document that does not parse, in one line: the parser's own message draws the
/// place under a copy of the line, which may be the whole request.
#[must_use]
pub fn parse_error(mut error: ServerError) -> ServerError {
    if has_code(&error) {
        return error;
    }
    if too_nested(&error) {
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

/// Gives a code to the errors of a request that ran.
#[must_use]
pub fn answered(mut response: Response) -> Response {
    response.errors = response.errors.into_iter().map(settle).collect();
    response
}

/// Gives a code to the errors of a request that validation refused.
#[must_use]
pub fn refused(mut response: Response) -> Response {
    let left = response.errors.len().saturating_sub(MOST_ERRORS);
    response.errors.truncate(MOST_ERRORS);
    response.errors = response.errors.into_iter().map(invalid).collect();
    if left > 0 {
        let message = format!("{left} more errors like these are left out");
        response.errors.push(invalid(ServerError::new(message, None)));
    }
    response
}

fn invalid(error: ServerError) -> ServerError {
    if too_nested(&error) {
        return parse_error(error);
    }
    coded(error, Code::GraphqlValidationFailed)
}

fn too_nested(error: &ServerError) -> bool {
    TOO_NESTED.iter().any(|text| error.message.contains(text))
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
        error.message = in_plain_words(&error.message);
        return coded(error, Code::BadUserInput);
    }
    tracing::error!(error = %error.message, path = ?error.path, "an error came without a code");
    "internal error while answering".clone_into(&mut error.message);
    coded(error, Code::InternalServerError)
}

/// What the framework says of a value that it cannot read, without the types around it.
fn in_plain_words(message: &str) -> String {
    let message = message.split(" (occurred while parsing ").next().unwrap_or_default();
    let parts = message.strip_prefix(UNREAD).and_then(|rest| rest.split_once("\": "));
    parts.map_or_else(
        || message.to_owned(),
        |(wanted, reason)| format!("this is no {wanted}: {reason}"),
    )
}

fn has_code(error: &ServerError) -> bool {
    error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_cannot_be_read_is_told_without_the_types_around_it() {
        let told = "Failed to parse \"URL\": 5 is not a web address (occurred while parsing \
                    \"AddSourceInput\") (occurred while parsing \"SourceRef\")";
        assert_eq!(in_plain_words(told), "this is no URL: 5 is not a web address");
        assert_eq!(in_plain_words("Unknown fragment \"x\"."), "Unknown fragment \"x\".");
    }
}
