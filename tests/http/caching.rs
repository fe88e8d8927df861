//! What a client may keep, and how small it comes.

use crate::support::{Server, encoded};

const QUERY: &str = "{ __typename }";

#[test]
fn an_answer_is_sent_again_only_when_something_changed() {
    let server = Server::start();
    let first = server.query(QUERY, &[]);
    let tag = first.header("etag");
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(first.header("cache-control"), "no-cache");
    let known = [("If-None-Match", tag)];
    let again = server.query(QUERY, &known);
    assert_eq!((again.status, again.header("etag"), again.text().as_str()), (304, tag, ""));
    assert_eq!(server.query("{ a: __typename }", &known).status, 200);
    assert_eq!(server.query(QUERY, &[("If-None-Match", "\"x\", W/\"y\"")]).status, 200);
    // Answers hold addresses.
    let elsewhere = [("If-None-Match", tag), ("Host", "127.0.0.1")];
    assert_eq!(server.query(QUERY, &elsewhere).status, 200);
    assert!(server.add_agent("Somebody New"));
    assert_eq!(server.query(QUERY, &known).status, 200);
}

#[test]
fn the_schema_is_sent_once() {
    let server = Server::start();
    let first = server.get("/schema.graphql", &[]);
    let tag = first.header("etag");
    assert!(tag.starts_with("W/\"") && first.text().contains("type Query"), "{tag}");
    let again = server.get("/schema.graphql", &[("If-None-Match", tag)]);
    assert_eq!((again.status, again.header("etag"), again.text().as_str()), (304, tag, ""));
}

#[test]
fn what_a_key_sees_is_kept_apart() {
    let server = Server::start();
    let anonymous = server.query(QUERY, &[]);
    let bearer = server.bearer();
    let known = [("Authorization", bearer.as_str()), ("If-None-Match", anonymous.header("etag"))];
    let keyed = server.query(QUERY, &known);
    assert_eq!((keyed.status, keyed.header("cache-control")), (200, "private, no-cache"));
    assert!(keyed.header("vary").contains("authorization"));
}

#[test]
fn errors_and_posts_are_not_kept() {
    let server = Server::start();
    let wrong = server.query("{ nothingLikeThis }", &[]);
    assert_eq!((wrong.header("etag"), wrong.header("cache-control")), ("", "no-store"));
    let posted = server.post(&serde_json::json!({ "query": QUERY }), &[]);
    assert_eq!((posted.header("etag"), posted.header("cache-control")), ("", "no-store"));
}

#[test]
fn an_answer_is_compressed_for_those_who_can_unpack_it() {
    let server = Server::start();
    let query = encoded("{ __schema { types { name description fields { name } } } }");
    let ask = |encoding: &str| {
        server.get(&format!("/graphql?query={query}"), &[("Accept-Encoding", encoding)])
    };
    let plain = ask("identity");
    assert_eq!(plain.header("content-encoding"), "");
    for encoding in ["gzip", "br"] {
        let packed = ask(encoding);
        assert_eq!(packed.header("content-encoding"), encoding);
        assert!(packed.text().len() < plain.text().len());
        assert!(packed.header("vary").contains("accept-encoding"));
    }
}

#[test]
fn a_question_asked_again_is_answered_as_the_database_is() {
    let server = Server::start();
    let agents = serde_json::json!({ "query": "{ agents { totalCount } }" });
    let count = || {
        let answer = server.post(&agents, &[]).json();
        answer["data"]["agents"]["totalCount"].as_u64().expect("a count")
    };
    let before = count();
    for _ in 0..3 {
        assert_eq!(count(), before);
    }
    assert!(server.add_agent("Somebody New"));
    for _ in 0..3 {
        assert_eq!(count(), before + 1);
    }
}

#[test]
fn a_question_asked_again_costs_one_statement() {
    let server = Server::read_only();
    let agents = serde_json::json!({ "query": "{ agents { totalCount nodes { id aliases } } }" });
    let cost = || {
        let before = server.statements();
        let answer = server.post(&agents, &[]);
        (server.statements() - before, answer.text())
    };
    let (first, told) = cost();
    let (second, _) = cost();
    assert_eq!(second, first + 1, "the version is read besides");
    for _ in 0..3 {
        assert_eq!(cost(), (1, told.clone()));
    }
}

#[test]
fn a_record_read_before_is_read_again_only_when_something_changed() {
    let server = Server::start();
    let change = |query: &str| {
        let body = serde_json::json!({ "query": query });
        let reply = server.post(&body, &[("Authorization", &server.bearer())]);
        let payload = reply.json()["data"]["a"].clone();
        assert_eq!(payload["userErrors"], serde_json::json!([]), "{}", reply.text());
        payload["agent"]["id"].as_str().expect("an id").to_owned()
    };
    let of = "{ agent { id } userErrors { message } }";
    let add =
        |fields: &str| change(&format!("mutation {{ a: addAgent(input: {{ {fields} }}) {of} }}"));
    let council = add("name: \"Council of Strelsau\", kind: GOVERNMENT_BODY");
    let press = add(&format!(
        "name: \"Press Office\", kind: GOVERNMENT_BODY, parent: {{ id: \"{council}\" }}"
    ));
    // Each question is new, so that no answer is given again.
    let parent = |alias: &str| {
        let query = format!("{{ agent(id: \"{press}\") {{ {alias}: parent {{ name }} }} }}");
        let before = server.statements();
        let answer = server.post(&serde_json::json!({ "query": query }), &[]).json();
        let name = answer["data"]["agent"][alias]["name"].as_str().map(str::to_owned);
        (server.statements() - before, name.expect("a name"))
    };
    let (first, name) = parent("a");
    assert_eq!(name, "Council of Strelsau");
    let (second, name) = parent("b");
    assert_eq!(name, "Council of Strelsau");
    assert!(second < first, "{second} statements after {first}");
    change(&format!(
        "mutation {{ a: updateAgent(input: {{ id: \"{council}\", name: \"City Council\" }}) {of} }}"
    ));
    assert_eq!(parent("c"), (first, "City Council".to_owned()));
    assert_eq!(parent("d"), (second, "City Council".to_owned()));
}
