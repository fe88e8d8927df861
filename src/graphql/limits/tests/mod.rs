//! The limits and codes, on a small schema that has every kind of list.

mod codes;
mod cost;
mod form;

use std::fmt::Write as _;

use async_graphql::{
    ComplexObject, Context, EmptySubscription, ID, Interface, Object, OneofObject, Request,
    Response, Result, SimpleObject, Union, Value, Variables,
    connection::{Connection, EmptyFields},
};
use serde_json::Value as Json;

use super::Limits;
use crate::graphql::Schema;

struct Query;
struct Mutation;

#[derive(SimpleObject)]
#[graphql(complex)]
struct Claim {
    id: ID,
    text: String,
}

#[derive(SimpleObject)]
struct Agent {
    id: ID,
    aliases: Vec<String>,
}

#[derive(Interface)]
#[graphql(field(name = "id", ty = "&ID"))]
enum Node {
    Claim(Claim),
    Agent(Agent),
}

#[derive(Union)]
enum Party {
    Agent(Agent),
    Claim(Claim),
}

#[derive(SimpleObject)]
struct Rows {
    rows: Vec<Row>,
    cut: bool,
}

#[derive(SimpleObject)]
struct Row {
    text: String,
}

/// One way to say which: the "id" or the slug, not """both""".
#[derive(OneofObject)]
enum Reference {
    Id(ID),
    Slug(String),
}

type Claims = Connection<String, Claim, EmptyFields, EmptyFields>;

fn claims() -> Claims {
    Connection::new(false, false)
}

#[ComplexObject]
impl Claim {
    async fn similar(&self, first: Option<i32>, last: Option<i32>) -> Claims {
        let _ = (first, last);
        claims()
    }

    async fn references(&self, #[graphql(default = 20)] first: i32) -> Claims {
        let _ = first;
        claims()
    }

    async fn parties(&self) -> Vec<Party> {
        Vec::new()
    }

    async fn other(&self) -> Option<Claim> {
        None
    }
}

#[expect(clippy::unused_async, reason = "async-graphql wants async resolvers")]
#[Object(cache_control(private))]
impl Query {
    async fn claims(&self, first: Option<i32>, after: Option<String>) -> Claims {
        let _ = (first, after);
        claims()
    }

    async fn claim(&self, id: ID) -> Option<Claim> {
        (id == "c1").then(|| Claim { id, text: "many".to_owned() })
    }

    async fn nodes(&self, ids: Vec<ID>) -> Vec<Option<Node>> {
        ids.iter().map(|_| None).collect()
    }

    async fn rows(&self, #[graphql(default = 1000)] first: i32) -> Rows {
        let _ = first;
        Rows { rows: Vec::new(), cut: false }
    }

    async fn count(&self, #[graphql(validator(maximum = 9))] of: i32) -> i32 {
        of
    }

    /// The claim that "this" names.
    #[graphql(deprecation = "say \"claim\"")]
    async fn find(&self, by: Reference) -> Option<Claim> {
        match by {
            Reference::Id(id) => Some(Claim { id, text: String::new() }),
            Reference::Slug(_) => None,
        }
    }

    async fn missing(&self, ctx: &Context<'_>) -> Result<i32> {
        ctx.data::<Claims>().map(|_| 1)
    }

    async fn foreign(&self) -> Result<i32> {
        Ok("secret of the store".parse::<i32>()?)
    }
}

#[Object(cache_control(private))]
impl Mutation {
    async fn record(&self) -> Claim {
        Claim { id: "c1".into(), text: String::new() }
    }
}

fn schema(limits: Limits) -> Schema<Query, Mutation, EmptySubscription> {
    let schema = async_graphql::Schema::build(Query, Mutation, EmptySubscription)
        .register_output_type::<Node>()
        .finish();
    Schema::new(schema, limits)
}

async fn answer(request: impl Into<Request>) -> Response {
    schema(Limits::default()).execute(request.into()).await
}

async fn cost(request: impl Into<Request>) -> u64 {
    let response = answer(request).await;
    assert_eq!(response.errors, []);
    let Some(Value::Object(cost)) = response.extensions.get("cost") else {
        panic!("no cost in {:?}", response.extensions)
    };
    let Value::Number(requested) = &cost["requested"] else { panic!("no number in {cost:?}") };
    requested.as_u64().expect("a cost is not negative")
}

async fn error(request: impl Into<Request>) -> Json {
    let response = answer(request).await;
    assert_eq!(response.errors.len(), 1, "{:?}", response.errors);
    serde_json::to_value(&response.errors[0]).expect("an error is JSON")
}

/// Asserts that a request is refused for a limit, and gives the message.
async fn refused(request: impl Into<Request>, limit: &str) -> String {
    let error = error(request).await;
    assert_eq!(error["extensions"]["code"], "LIMIT_EXCEEDED", "{error}");
    assert_eq!(error["extensions"]["limit"], limit, "{error}");
    error["message"].as_str().expect("a message is text").to_owned()
}

fn request(query: &str, variables: Json) -> Request {
    Request::new(query).variables(Variables::from_json(variables))
}

fn nested(depth: usize) -> String {
    format!(
        "{{ claim(id: 1) {}id{} }}",
        "{ other ".repeat(depth - 2) + "{ ",
        " }".repeat(depth - 1)
    )
}

fn fragment_bomb(levels: usize, leaf: &str) -> String {
    let mut query = "{ claims { nodes { ...f0 } } }".to_owned();
    for level in 0..levels {
        let next = level + 1;
        let _ = write!(query, " fragment f{level} on Claim {{ ...f{next} ...f{next} }}");
    }
    let _ = write!(query, " fragment f{levels} on Claim {{ {leaf} }}");
    query
}
