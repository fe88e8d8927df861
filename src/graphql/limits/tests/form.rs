//! Documents whose form alone is over a limit. What takes more than linear time here takes hours.

use std::fmt::Write as _;

use async_graphql::Value;

use super::{Limits, cost, error, fragment_bomb, nested, refused, schema};

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
async fn ten_thousand_aliases_are_refused() {
    let mut query = "{ claim(id: 1) {".to_owned();
    for alias in 0..10_000 {
        let _ = write!(query, " a{alias}: id");
    }
    query += " } }";
    let schema = schema(Limits::default());
    let response = schema.execute(&query).await;
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
async fn a_fragment_bomb_is_refused() {
    let schema = schema(Limits::default());
    let response = schema.execute(&fragment_bomb(29, "id")).await;
    let message = &response.errors[0].message;
    assert!(
        message.starts_with("the document has 4,831,838,146 fields once its fragments"),
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
    let response = schema.execute(&fragment_bomb(26, "similar(first: 500) { nodes { id } }")).await;
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
    let own = super::error("{ ...a } fragment a on Query { ...a }").await;
    assert_eq!(own["message"], "fragment \"a\" spreads itself: take one of the spreads out");
}

#[tokio::test]
async fn documents_just_under_the_limits_are_answered() {
    let schema = schema(Limits::default());
    let list =
        |count: usize, each: &dyn Fn(usize) -> String| (0..count).map(each).collect::<String>();
    let documents = [
        format!("{{ claim(id: 1) {{ {} }} }}", "id ".repeat(9_900)),
        format!("{{ claim(id: 1) {{ {} }} }}", list(9_900, &|at| format!("nothing{at} "))),
        list(5_000, &|at| format!("query Q{at} {{ __typename }} ")),
        format!("query({}) {{ __typename }}", list(5_000, &|at| format!("$v{at}: Int "))),
        format!("{{ claim({}) {{ id }} }}", list(5_000, &|at| format!("a{at}: 1 "))),
        format!("{{ nodes(ids: [{}]) {{ id }} }}", "1 ".repeat(50_000)),
        format!(
            "{{ __typename }} {}",
            list(4_000, &|at| format!("fragment f{at} on Claim {{ id }} "))
        ),
        format!(
            "{{ claims {{ nodes {{ {} }} }} }} fragment f on Claim {{ {} }}",
            "...f ".repeat(90),
            "id ".repeat(90)
        ),
    ];
    for document in documents {
        let response = schema.execute(&document).await;
        assert!(response.errors.len() < 25);
    }
}
