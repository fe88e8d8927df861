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

use std::sync::{Arc, OnceLock};

use async_graphql::{
    Name, Pos, Positioned, Request, Response, ServerError, ServerResult, ValidationResult, Value,
    Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextPrepareRequest,
        NextValidation,
    },
    parser::types::{ExecutableDocument, OperationDefinition},
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

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 20,
            cost: 1_000_000,
            aliases: 100,
            root_fields: 50,
            directives: 50,
            fields: 10_000,
            page: 500,
        }
    }
}

/// Refuses requests over the limits, and tells the others their cost in `extensions.cost`.
pub struct Limiter {
    limits: Limits,
    prices: Arc<OnceLock<Prices>>,
}

impl Limiter {
    /// A limiter that prices the schema it is registered with, at that schema's first request.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, prices: Arc::default() }
    }
}

impl ExtensionFactory for Limiter {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Meter {
            limits: self.limits,
            prices: Arc::clone(&self.prices),
            cost: OnceLock::new(),
            missing: OnceLock::new(),
        })
    }
}

/// One request's limiter.
struct Meter {
    limits: Limits,
    prices: Arc<OnceLock<Prices>>,
    cost: OnceLock<u64>,
    /// Told after validation, whose errors come first.
    missing: OnceLock<ServerError>,
}

#[async_trait::async_trait]
impl Extension for Meter {
    /// Here, because it is the last hook before async-graphql walks the document.
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let mut request = next.run(ctx, request).await?;
        request.parsed_query().map_err(codes::parse_error)?;
        let registry = &ctx.schema_env.registry;
        let prices = self.prices.get_or_init(|| Prices::read(registry, self.limits.page));
        let name = request.operation_name.clone();
        let variables = std::mem::take(&mut request.variables);
        let checked = request
            .parsed_query()
            .and_then(|document| self.check(prices, document, name.as_deref(), &variables));
        request.variables = variables;
        let cost = checked?;
        self.cost.get_or_init(|| cost);
        Ok(request)
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        match self.missing.get() {
            Some(error) => Err(vec![error.clone()]),
            None => Ok(result),
        }
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let response = next.run(ctx, operation_name).await;
        match self.cost.get() {
            Some(&cost) => response.extension("cost", self.told(cost)),
            None => response,
        }
    }
}

impl Meter {
    fn check(
        &self,
        prices: &Prices,
        document: &ExecutableDocument,
        name: Option<&str>,
        variables: &Variables,
    ) -> ServerResult<u64> {
        shape::check(document, &self.limits)?;
        let operations = chosen(document, name);
        if let [operation] = operations[..]
            && let Some(error) = variables::missing(operation, variables)
        {
            self.missing.get_or_init(|| error);
        }
        let bill = operations
            .into_iter()
            .map(|operation| Bill::of(prices, document, operation, variables))
            .max_by_key(Bill::total);
        match bill {
            Some(bill) if bill.total() > self.limits.cost => Err(self.too_dear(&bill)),
            Some(bill) => Ok(bill.total()),
            None => Ok(0),
        }
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

    fn told(&self, cost: u64) -> Value {
        value!({
            "requested": cost.min(MOST_SHOWN),
            "limit": self.limits.cost.min(MOST_SHOWN),
            "remaining": self.limits.cost.saturating_sub(cost).min(MOST_SHOWN),
        })
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
