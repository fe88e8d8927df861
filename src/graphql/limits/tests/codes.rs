//! Every error has its code and no inner text.

use std::fmt::Write as _;

use async_graphql::{Request, Value};
use futures_util::StreamExt as _;
use serde_json::{Value as Json, json};

use super::{Limits, answer, error, nested, request, schema};

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
    let ends = super::error("{ id } }").await;
    let message = ends["message"].as_str().expect("text");
    assert!(!message.contains('\n') && !message.contains("_definition"), "{message}");
}

#[tokio::test]
async fn bad_arguments_are_the_callers_and_the_rest_is_ours() {
    assert_eq!(error("{ count(of: 10) }").await["extensions"]["code"], "BAD_USER_INPUT");
    let unnamed = Request::new("query A { claim(id: 1) { id } } query B { count(of: 1) }");
    assert_eq!(error(unnamed).await["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
    let unknown = Request::new("query A { __typename }").operation_name("B");
    assert_eq!(error(unknown).await["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
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

#[tokio::test]
async fn streams_are_limited_and_coded_like_requests() {
    let schema = schema(Limits::default());
    let first = async |query: &str| {
        let answer = schema.subscribe(query.into()).next().await.expect("an answer");
        serde_json::to_value(answer).expect("an answer is JSON")
    };
    assert_eq!(first("{ __typename }").await["extensions"]["cost"]["requested"], 1);
    let code = |answer: Json| answer["errors"][0]["extensions"]["code"].clone();
    assert_eq!(code(first("{ claims {").await), "GRAPHQL_PARSE_FAILED");
    assert_eq!(code(first("{ claimz }").await), "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(code(first("{ count(of: 10) }").await), "BAD_USER_INPUT");
    assert_eq!(code(first(&nested(21)).await), "LIMIT_EXCEEDED");
}

#[test]
fn mistaken_documents_are_the_callers_and_hold_no_inner_text() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for (query, variables, code) in MISTAKES {
        let variables = serde_json::from_str(variables).expect("variables are JSON");
        let response = runtime.block_on(answer(request(query, variables)));
        assert!(!response.errors.is_empty(), "{query}");
        for error in response.errors {
            let got = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
            assert_eq!(got, Some(&Value::from(*code)), "{query}: {error:?}");
            for inner in ["\n", "::", "_definition", "EOI", "internal", "src/"] {
                assert!(!error.message.contains(inner), "{query}: {error:?}");
            }
        }
    }
}

const MISTAKES: &[(&str, &str, &str)] = &[
    ("", "{}", "GRAPHQL_PARSE_FAILED"),
    ("\0", "{}", "GRAPHQL_PARSE_FAILED"),
    ("{ a } { b }", "{}", "GRAPHQL_PARSE_FAILED"),
    ("query A { id } query A { id }", "{}", "GRAPHQL_PARSE_FAILED"),
    ("fragment a on Query { __typename }", "{}", "GRAPHQL_PARSE_FAILED"),
    ("{ claim(id: \"abc", "{}", "GRAPHQL_PARSE_FAILED"),
    ("type X { a: Int }", "{}", "GRAPHQL_PARSE_FAILED"),
    ("{ claim(id: 1) }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("{ claim(id: 1) { id { x } } }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("{ count }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("{ count(off: 1, of: 1) }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("{ count(of: \"x\") }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("{ ...x }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("{ claim(id: 1) @nope { id } }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("query($n: Nope) { __typename }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("subscription { x }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    ("query($n: Int!) { count(of: $n) }", r#"{"n": "x"}"#, "GRAPHQL_VALIDATION_FAILED"),
    ("query($n: Int!) { count(of: $n) }", r#"{"n": 3000000000}"#, "BAD_USER_INPUT"),
    ("query($n: Int!) { count(of: $n) }", "{}", "BAD_USER_INPUT"),
    ("query($n: Int!) { count(of: $n) nothing }", "{}", "GRAPHQL_VALIDATION_FAILED"),
    (
        "query($n: [ID!]!) { nodes(ids: $n) { id } }",
        r#"{"n": [null]}"#,
        "GRAPHQL_VALIDATION_FAILED",
    ),
];

#[tokio::test]
async fn a_required_variable_that_is_not_sent_stops_the_request_before_it_runs() {
    let query = "query($n: Int!) { __typename count(of: $n) }";
    let response = answer(query).await;
    assert_eq!(response.data, Value::Null);
    assert_eq!(
        response.errors[0].message,
        "variable $n is missing, but it is Int!: send a value in `variables`"
    );
    assert_eq!(
        error(request("query($n: Int! = 3) { count(of: $n) }", json!({"n": 10}))).await["path"],
        json!(["count"])
    );
    assert_eq!(answer("query($n: Int! = 3) { count(of: $n) }").await.errors, []);
    assert_eq!(answer("query($n: Int) { claims(first: $n) { __typename } }").await.errors, []);
}
