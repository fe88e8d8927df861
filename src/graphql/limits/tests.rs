use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use async_graphql::{
    ComplexObject, Context, EmptySubscription, ID, Interface, Object, Request, Response, Result,
    Schema, SimpleObject, Union, Value, Variables,
    connection::{Connection, EmptyFields},
};
use serde_json::{Value as Json, json};

use super::{Limiter, Limits, grouped};
use crate::graphql::codes::Codes;

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

type Claims = Connection<String, Claim, EmptyFields, EmptyFields>;

fn claims() -> Claims {
    Connection::new(false, false)
}

#[expect(clippy::unused_async, reason = "resolvers are async")]
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

#[expect(clippy::unused_async, reason = "resolvers are async")]
#[Object]
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

    async fn missing(&self, ctx: &Context<'_>) -> Result<i32> {
        ctx.data::<Duration>().map(|_| 1)
    }

    async fn foreign(&self) -> Result<i32> {
        Ok("secret of the store".parse::<i32>()?)
    }
}

#[expect(clippy::unused_async, reason = "resolvers are async")]
#[Object]
impl Mutation {
    async fn record(&self) -> Claim {
        Claim { id: "c1".into(), text: String::new() }
    }
}

fn schema(limits: Limits) -> Schema<Query, Mutation, EmptySubscription> {
    Schema::build(Query, Mutation, EmptySubscription)
        .register_output_type::<Node>()
        .extension(Codes)
        .extension(Limiter::new(limits))
        .finish()
}

async fn answer(request: impl Into<Request>) -> Response {
    schema(Limits::default()).execute(request).await
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

#[tokio::test]
async fn a_successful_answer_tells_its_cost() {
    let response = answer("{ claim(id: \"c1\") { id text } }").await;
    let told = serde_json::to_value(&response.extensions["cost"]).expect("JSON");
    assert_eq!(told, json!({"requested": 3, "limit": 1_000_000, "remaining": 999_997}));
}

#[tokio::test]
async fn default_pages_count() {
    assert_eq!(cost("{ claims { nodes { id } } }").await, 1 + 50 * 2);
    assert_eq!(cost("{ claim(id: 1) { similar { nodes { id } } } }").await, 2 + 10 * 2);
    assert_eq!(cost("{ claim(id: 1) { references { nodes { id } } } }").await, 2 + 20 * 2);
    assert_eq!(cost("mutation { record { similar { nodes { id } } } }").await, 2 + 10 * 2);
    assert_eq!(cost("{ claims(first: null) { nodes { id } } }").await, 1 + 50 * 2);
}

#[tokio::test]
async fn a_page_multiplies_its_items_once_and_nothing_else() {
    assert_eq!(cost("{ claims(first: 7) { nodes { id text } } }").await, 1 + 7 * 3);
    assert_eq!(cost("{ claims(first: 7) { edges { cursor node { id } } } }").await, 1 + 7 * 4);
    assert_eq!(
        cost("{ claims(first: 7) { __typename pageInfo { endCursor hasNextPage } } }").await,
        1 + 1 + 3
    );
    let through_fragment = "{ claims(first: 7) { ...p } } fragment p on ClaimConnection { nodes { id } pageInfo { endCursor } }";
    assert_eq!(cost(through_fragment).await, 1 + 7 * 2 + 2);
}

#[tokio::test]
async fn rows_of_a_capped_list_count_as_a_page() {
    assert_eq!(cost("{ rows { cut rows { text } } }").await, 1 + 1 + 1000 * 2);
    assert_eq!(cost("{ rows(first: 5) { cut rows { text } } }").await, 1 + 1 + 5 * 2);
}

#[tokio::test]
async fn plain_lists_count_ten_and_lists_by_id_their_ids() {
    let parties =
        "{ claim(id: 1) { parties { ... on Agent { id aliases } ... on Claim { id } } } }";
    assert_eq!(cost(parties).await, 2 + 10 * 3);
    assert_eq!(cost("{ nodes(ids: [1, 2, 3]) { id } }").await, 1 + 3);
    let asked = request("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({"ids": [1, 2]}));
    assert_eq!(cost(asked).await, 1 + 2);
}

#[tokio::test]
async fn pages_by_variable_count_as_what_they_hold() {
    let query = "query($n: Int = 3) { claims(first: $n) { nodes { id } } }";
    assert_eq!(cost(query).await, 1 + 3 * 2);
    assert_eq!(cost(request(query, json!({"n": 9}))).await, 1 + 9 * 2);
    assert_eq!(cost(request(query, json!({"n": null}))).await, 1 + 50 * 2);
    let open = "query($n: Int) { claims(first: $n) { ...p } } \
                fragment p on ClaimConnection { nodes { similar(last: $n) { nodes { id } } } }";
    assert_eq!(cost(request(open, json!({"n": 2}))).await, 1 + 2 * (1 + 1 + 2 * 2));
    assert_eq!(cost(open).await, 1 + 50 * (1 + 1 + 10 * 2));
}

#[tokio::test]
async fn pages_that_no_list_gives_count_as_the_largest() {
    assert_eq!(cost("{ claims(first: -1) { nodes { id } } }").await, 1 + 500 * 2);
    assert_eq!(cost("{ claims(first: 2147483647) { nodes { id } } }").await, 1 + 500 * 2);
    let query = "query($n: Int!) { rows(first: $n) { rows { text } } }";
    let message = refused(request(query, json!({"n": 2_147_483_647})), "cost").await;
    assert!(
        message.starts_with("the request costs 4,294,967,295; the limit is 1,000,000"),
        "{message}"
    );
    assert!(
        message.contains("at most first: 499999 of each list, which costs 999,999"),
        "{message}"
    );
}

#[tokio::test]
async fn a_request_over_the_cost_is_told_what_fits() {
    let query = "query($n: Int) { some: claims(first: $n) { nodes { ...c } totals: __typename } cheap: claims { nodes { id } } } \
                 fragment c on Claim { id similar(first: $n) { edges { node { similar(first: $n) { nodes { id } } } } } }";
    let message = refused(request(query, json!({"n": 500})), "cost").await;
    assert_eq!(
        message,
        "the request costs 250,751,603; the limit is 1,000,000; its dearest list is \
         some.nodes.similar.edges.node.similar (500 x 500 x 500 items): ask for at most \
         first: 78 of each list, which costs 967,693, and page through the rest"
    );
    assert!(cost(request(query, json!({"n": 78}))).await <= 1_000_000);
    refused(request(query, json!({"n": 79})), "cost").await;
}

#[tokio::test]
async fn a_cost_beyond_every_number_saturates() {
    let deep = format!(
        "{{ claims(first: 500) {{ nodes {{ {} id {} }} }} }}",
        "similar(first: 500) { nodes { ".repeat(8),
        "} }".repeat(8)
    );
    let limits = Limits { depth: 30, ..Limits::default() };
    let response = schema(limits).execute(&deep).await;
    let message = &response.errors[0].message;
    assert!(message.starts_with("the request costs at least 9,007,199,254,740,991"), "{message}");
    assert!(message.contains("at most first: 4 of each list"), "{message}");
}

#[tokio::test]
async fn the_operation_that_runs_is_the_one_that_counts() {
    let query = "query A { claim(id: 1) { id } } query B { claims(first: 500) { nodes { id } } }";
    assert_eq!(cost(Request::new(query).operation_name("A")).await, 2);
    assert_eq!(cost(Request::new(query).operation_name("B")).await, 1 + 500 * 2);
    let unnamed = error(query).await;
    assert_eq!(unnamed["message"], "Operation name required in request.");
    assert_eq!(unnamed["extensions"]["code"], "BAD_USER_INPUT");
    let dear = "query A { claim(id: 1) { id } } query B { rows(first: 1000000) { rows { text } } }";
    refused(dear, "cost").await;
    assert_eq!(cost(Request::new(dear).operation_name("A")).await, 2);
}

#[tokio::test]
async fn a_deep_request_is_refused() {
    assert_eq!(cost(nested(20).as_str()).await, 20);
    let message = refused(nested(21).as_str(), "depth").await;
    assert_eq!(
        message,
        "the request is 21 fields deep; the limit is 20: ask for the inner part in a request of \
         its own, by `node(id)`"
    );
    refused(nested(60).as_str(), "depth").await;
    let error = error(nested(1_000).as_str()).await;
    assert_eq!(error["extensions"]["code"], "LIMIT_EXCEEDED", "{error}");
}

#[tokio::test]
async fn fragments_do_not_hide_depth() {
    let mut query = "{ claim(id: 1) { ...f0 } }".to_owned();
    for level in 0..2_000 {
        let _ = write!(query, " fragment f{level} on Claim {{ other {{ ...f{} }} }}", level + 1);
    }
    query += " fragment f2000 on Claim { id }";
    refused(query.as_str(), "depth").await;
}

#[tokio::test]
async fn ten_thousand_aliases_are_refused_fast() {
    let mut query = "{ claim(id: 1) {".to_owned();
    for alias in 0..10_000 {
        let _ = write!(query, " a{alias}: id");
    }
    query += " } }";
    let schema = schema(Limits::default());
    schema.execute("{ __typename }").await;
    let begun = Instant::now();
    let response = schema.execute(&query).await;
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!(
        response.errors[0].message,
        "the document has 10,000 aliases; the limit is 100: ask for many things by `nodes(ids)` \
         or a filter, or send several requests"
    );
    refused(query.as_str(), "aliases").await;
}

#[tokio::test]
async fn many_root_fields_are_refused_through_fragments_too() {
    assert_eq!(cost(format!("{{ {} }}", "__typename ".repeat(50))).await, 50);
    let message = refused(format!("{{ {} }}", "__typename ".repeat(51)), "rootFields").await;
    assert_eq!(message, "the operation has 51 root fields; the limit is 50: send several requests");
    let spread =
        format!("{{ {} }} fragment f on Query {{ __typename __typename }}", "...f ".repeat(26));
    refused(spread, "rootFields").await;
}

#[tokio::test]
async fn many_directives_are_refused() {
    let query = format!("{{ claim(id: 1) {{ id {} }} }}", "@skip(if: false) ".repeat(51));
    let message = refused(query, "directives").await;
    assert!(message.starts_with("the document has 51 directives; the limit is 50: "), "{message}");
}

#[tokio::test]
async fn a_fragment_bomb_is_refused_in_linear_time() {
    let schema = schema(Limits::default());
    schema.execute("{ __typename }").await;
    let begun = Instant::now();
    let response = schema.execute(&fragment_bomb(29, "id")).await;
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    let message = &response.errors[0].message;
    assert!(
        message.starts_with("the request has 1,610,612,737 fields once its fragments"),
        "{message}"
    );
    refused(fragment_bomb(2_000, "id").as_str(), "depth").await;
    refused(
        fragment_bomb(28, "id").replace("{ claims { nodes { ...f0 } } }", "{ __typename }"),
        "fields",
    )
    .await;
}

#[tokio::test]
async fn a_fragment_bomb_costs_linear_time_without_the_limit_of_fields() {
    let limits = Limits { fields: u64::MAX, ..Limits::default() };
    let schema = schema(limits);
    let begun = Instant::now();
    let response = schema.execute(&fragment_bomb(26, "similar(first: 500) { nodes { id } }")).await;
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    let extensions = response.errors[0].extensions.as_ref().expect("extensions");
    assert_eq!(extensions.get("limit"), Some(&Value::from("cost")));
}

#[tokio::test]
async fn a_cycle_of_fragments_is_named() {
    let error = error(
        "{ claims { nodes { ...a } } } fragment a on Claim { ...b ...b } fragment b on Claim { other { ...a } }",
    )
    .await;
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(
        error["message"],
        "fragment \"a\" spreads itself by way of \"b\": take one of the spreads out"
    );
    let own = super::tests::error("{ ...a } fragment a on Query { ...a }").await;
    assert_eq!(own["message"], "fragment \"a\" spreads itself: take one of the spreads out");
}

#[tokio::test]
async fn graphiql_can_introspect() {
    let cost = cost(INTROSPECTION).await;
    assert!(cost < 200_000, "{cost}");
}

#[tokio::test]
async fn introspection_that_multiplies_is_refused() {
    let query = format!(
        "{{ __schema {{ types {} name {} }} }}",
        "{ fields { type ".repeat(6) + "{ ",
        "} }".repeat(6) + " }"
    );
    refused(query, "cost").await;
}

#[tokio::test]
async fn unknown_fields_keep_their_suggestion() {
    let error = error("{ claimz { nodes { id } } }").await;
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    let message = error["message"].as_str().expect("text");
    assert!(message.contains("Did you mean \"claims\""), "{message}");
}

#[tokio::test]
async fn a_syntax_error_is_one_line() {
    let error = error("{ claims {").await;
    assert_eq!(error["extensions"]["code"], "GRAPHQL_PARSE_FAILED");
    assert_eq!(error["message"], "syntax error at line 1, column 11: expected selection");
    let ends = super::tests::error("{ id } }").await;
    let message = ends["message"].as_str().expect("text");
    assert!(!message.contains('\n') && !message.contains("_definition"), "{message}");
}

#[tokio::test]
async fn bad_arguments_are_the_callers_and_the_rest_is_ours() {
    for query in ["{ count(of: 10) }", "query A { claim(id: 1) { id } } query B { count(of: 1) }"] {
        assert_eq!(error(query).await["extensions"]["code"], "BAD_USER_INPUT");
    }
    let unknown = Request::new("query A { __typename }").operation_name("B");
    assert_eq!(error(unknown).await["extensions"]["code"], "BAD_USER_INPUT");
    for query in ["{ missing }", "{ foreign }"] {
        let error = error(query).await;
        assert_eq!(error["extensions"]["code"], "INTERNAL_SERVER_ERROR");
        assert_eq!(error["message"], "internal error while answering");
    }
}

#[tokio::test]
async fn a_thousand_validation_errors_are_twenty() {
    let fields: String = (0..1_000).fold(String::new(), |mut fields, at| {
        let _ = write!(fields, " nothing{at}");
        fields
    });
    let response = answer(format!("{{ claim(id: 1) {{ {fields} }} }}")).await;
    assert_eq!(response.errors.len(), 21);
    assert_eq!(response.errors[20].message, "980 more errors like these are left out");
}

#[test]
fn numbers_are_grouped_for_people() {
    let grouped = [0, 999, 1_000, 1_234_567, u64::MAX].map(grouped);
    assert_eq!(grouped, ["0", "999", "1,000", "1,234,567", "9,007,199,254,740,991"]);
}

/// What `GraphiQL` 5 sends when it opens.
const INTROSPECTION: &str = "
    query IntrospectionQuery {
      __schema {
        queryType { name kind }
        mutationType { name kind }
        subscriptionType { name kind }
        types { ...FullType }
        directives { name description locations args(includeDeprecated: true) { ...InputValue } }
      }
    }
    fragment FullType on __Type {
      kind name description
      fields(includeDeprecated: true) {
        name description
        args(includeDeprecated: true) { ...InputValue }
        type { ...TypeRef }
        isDeprecated deprecationReason
      }
      inputFields(includeDeprecated: true) { ...InputValue }
      interfaces { ...TypeRef }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
      possibleTypes { ...TypeRef }
    }
    fragment InputValue on __InputValue {
      name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
    }
    fragment TypeRef on __Type {
      kind name
      ofType { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name ofType { kind name
          ofType { kind name } } } } } } } } }
    }";
