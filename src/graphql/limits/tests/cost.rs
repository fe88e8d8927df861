//! What requests cost, and which are too dear.

use async_graphql::Request;
use futures_util::FutureExt as _;
use serde_json::json;

use super::{Limits, answer, cost, error, refused, request, schema};
use crate::graphql::limits::grouped;

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
    assert_eq!(unnamed["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    let dear = "query A { claim(id: 1) { id } } query B { rows(first: 1000000) { rows { text } } }";
    refused(dear, "cost").await;
    assert_eq!(cost(Request::new(dear).operation_name("A")).await, 2);
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

#[tokio::test]
async fn a_large_request_waits_for_its_turn_and_a_small_one_does_not() {
    let schema = schema(Limits::default());
    let permits = schema.turns.available_permits();
    let turns = schema.turns.acquire_many(u32::try_from(permits).expect("few")).await;
    let large = "{ claims(first: 500) { nodes { similar(first: 10) { nodes { id } } } } }";
    assert!(schema.execute("{ __typename }").now_or_never().is_some());
    let mut waits = Box::pin(schema.execute(large));
    assert!(waits.as_mut().now_or_never().is_none());
    drop(turns);
    assert_eq!(waits.await.errors, []);
}
