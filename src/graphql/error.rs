//! Where our errors become GraphQL errors. Nowhere else does.

use std::sync::Arc;

use async_graphql::ErrorExtensions as _;

use crate::Error;

/// `Result` for resolvers.
pub type Result<T> = std::result::Result<T, ApiError>;

/// An [`Error`] on its way out. Deliberately not `Display`: async-graphql turns any `Display` type
/// into an error that the client sees, so a database error behind a stray `?` would be published.
/// Here that does not compile.
#[derive(Clone, Debug)]
pub struct ApiError(Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

/// Loaders share one error among all that wait.
impl From<Arc<Error>> for ApiError {
    fn from(error: Arc<Error>) -> Self {
        Self(Error::clone(&error))
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(ApiError(error): ApiError) -> Self {
        if let Error::Internal { doing, source } = &error {
            tracing::error!(doing, error = %source, "internal error while {doing}");
        }
        let argument = match &error {
            Error::Input { path, .. } => path.join("."),
            _ => String::new(),
        };
        Self::new(naming(&argument, error.to_string())).extend_with(|_, extensions| {
            extensions.set("code", error.code().as_str());
            if !argument.is_empty() {
                extensions.set("argument", argument.as_str());
            }
        })
    }
}

/// A message that names the argument, for those who see no more of an error than its message.
fn naming(argument: &str, message: String) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '.';
    if argument.is_empty() || message.split(|c| !word(c)).any(|word| word == argument) {
        message
    } else {
        format!("{argument}: {message}")
    }
}
