//! What a request may ask for at most, checked before anything expensive is done for it.
//!
//! async-graphql's own checks follow every fragment spread anew, so that a kilobyte of nested
//! fragments keeps them busy for hours. Ours run before them, in time linear in the document.

mod cost;
mod price;
mod shape;
#[cfg(test)]
mod tests;
mod variables;

use async_graphql::{
    Name, Pos, Positioned, ServerError, ServerResult, Value, Variables,
    parser::types::{ExecutableDocument, OperationDefinition},
    registry::Registry,
    value,
};

use self::{cost::Bill, price::Prices};
use super::codes;
use crate::error::Code;

/// Fields and fragments nested in each other. async-graphql refuses more than 32 itself, without a
/// word on what to do; the walks here rely on it too, because they are recursive.
const NESTING: usize = 32;

/// The largest integer that every JSON reader keeps exactly; a cost above it is shown as this.
const MOST_SHOWN: u64 = (1 << 53) - 1;

/// What a request may ask for at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Fields inside fields. `GraphiQL`'s introspection needs 15.
    pub depth: u64,
    /// The cost of one operation: a field is 1, a list its page size times what is asked of each.
    pub cost: u64,
    /// Aliases in the document as written.
    pub aliases: u64,
    /// Fields of the root type in one operation.
    pub root_fields: u64,
    /// Directives in the document as written.
    pub directives: u64,
    /// Fields and spreads of the document once fragments are spread: what validation walks.
    pub fields: u64,
    /// The largest page a connection gives; a larger `first` is refused by the connection itself.
    pub page: u64,
}

/// Directives in a document: it is looked at before the parser, and after it once more where none
/// looked before.
pub const DIRECTIVES: u16 = 50;

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 20,
            cost: 1_000_000,
            aliases: 100,
            root_fields: 50,
            directives: DIRECTIVES.into(),
            fields: 10_000,
            page: 500,
        }
    }
}

/// Refuses requests over the limits, and says what the others cost.
pub(super) struct Limiter {
    limits: Limits,
    prices: Prices,
}

/// What is known of a request within the limits before it is validated.
pub(super) struct Weighed {
    /// What it costs.
    pub cost: u64,
    /// A required variable that was not sent; told after validation, whose errors come first.
    pub missing: Option<ServerError>,
}

impl Limiter {
    /// A limiter with the prices of a schema.
    pub(super) fn new(limits: Limits, registry: &Registry) -> Self {
        Self { limits, prices: Prices::read(registry, limits.page) }
    }

    /// Weighs the operation `name` of a document.
    pub(super) fn weigh(
        &self,
        document: &ExecutableDocument,
        name: Option<&str>,
        variables: &Variables,
    ) -> ServerResult<Weighed> {
        shape::check(document, &self.limits)?;
        let operations = chosen(document, name);
        let missing = match operations[..] {
            [operation] => variables::missing(operation, variables),
            _ => None,
        };
        let bill = operations
            .into_iter()
            .map(|operation| Bill::of(&self.prices, document, operation, variables))
            .max_by_key(Bill::total);
        match bill {
            Some(bill) if bill.total() > self.limits.cost => Err(self.too_dear(&bill)),
            bill => Ok(Weighed { cost: bill.map_or(0, |bill| bill.total()), missing }),
        }
    }

    /// What the answer says of a cost.
    pub(super) fn told(&self, cost: u64) -> Value {
        value!({
            "requested": cost.min(MOST_SHOWN),
            "limit": self.limits.cost.min(MOST_SHOWN),
            "remaining": self.limits.cost.saturating_sub(cost).min(MOST_SHOWN),
        })
    }

    fn too_dear(&self, bill: &Bill<'_>) -> ServerError {
        let (cost, limit) = (bill.total(), self.limits.cost);
        let least = if cost > MOST_SHOWN { "at least " } else { "" };
        let dearest = bill.dearest();
        let list = dearest.as_ref().map_or_else(String::new, |dearest| {
            let sizes: Vec<_> = dearest.sizes.iter().map(|&size| grouped(size)).collect();
            let (path, sizes) = (dearest.path.join("."), sizes.join(" x "));
            format!("; its dearest list is {path} ({sizes} items)")
        });
        let mend = match bill.page_that_fits(limit) {
            Some((page, cost)) => format!(
                "ask for at most first: {page} of each list, which costs {}, and page through the \
                 rest",
                grouped(cost)
            ),
            None => "ask for fewer fields or fewer lists in one request".to_owned(),
        };
        let message = format!(
            "the request costs {least}{}; the limit is {}{list}: {mend}",
            grouped(cost),
            grouped(limit)
        );
        let pos = dearest.map_or(bill.pos(), |dearest| dearest.pos);
        refusal("cost", cost, limit, message, Some(pos))
    }
}

/// The operation that will run; all of them when the request does not say which, because then the
/// dearest counts.
fn chosen<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Vec<&'a Positioned<OperationDefinition>> {
    let named = document
        .operations
        .iter()
        .find(|(operation, _)| name.is_some() && operation.map(Name::as_str) == name);
    match named {
        Some((_, operation)) => vec![operation],
        None => document.operations.iter().map(|(_, operation)| operation).collect(),
    }
}

/// An error that names the limit and the value for programs; the message does it for people.
fn refusal(
    limit: &str,
    asked: u64,
    most: u64,
    message: impl Into<String>,
    pos: Option<Pos>,
) -> ServerError {
    let mut error = ServerError::new(message, pos);
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("limit", limit);
    extensions.set("requested", asked.min(MOST_SHOWN));
    extensions.set("maximum", most.min(MOST_SHOWN));
    codes::coded(error, Code::LimitExceeded)
}

/// A number as people read it: `1,000,000`.
fn grouped(number: u64) -> String {
    let digits = number.min(MOST_SHOWN).to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
