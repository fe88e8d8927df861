//! What a client may keep, and how small it comes.

use std::cell::Cell;

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

/// A group within a council of a crown, and questions for the names of both.
struct Groups<'a> {
    server: &'a Server,
    council: String,
    group: String,
    asked: Cell<usize>,
}

impl<'a> Groups<'a> {
    fn on(server: &'a Server) -> Self {
        let add = |fields: &str| changed(server, &format!("addAgent(input: {{ {fields} }})"));
        let within = |name: &str, parent: &str| {
            let parent = format!("parent: {{ id: \"{parent}\" }}");
            add(&format!("name: \"{name}\", kind: GOVERNMENT_BODY, {parent}"))
        };
        let crown = add("name: \"Crown of Ruritania\", kind: GOVERNMENT_BODY");
        let council = within("Council of Strelsau", &crown);
        let group = within("Press Office", &council);
        Self { server, council, group, asked: Cell::new(0) }
    }

    /// Each question is a new one, so that no answer is given again.
    fn parent(&self) -> String {
        let alias = format!("a{}", self.asked.replace(self.asked.get() + 1));
        let query = format!(
            "{{ agent(id: \"{}\") {{ {alias}: parent {{ name parent {{ name }} }} }} }}",
            self.group
        );
        let answer = self.server.post(&serde_json::json!({ "query": query }), &[]).json();
        answer["data"]["agent"][alias]["name"].as_str().expect("a name").to_owned()
    }

    /// The statements that one takes: what the server does besides can only add to them.
    fn cost(&self) -> u64 {
        let cost = |_| {
            let before = self.server.statements();
            self.parent();
            self.server.statements() - before
        };
        (0..30).map(cost).min().expect("there are some")
    }
}

/// Runs a mutation, and returns the id of the agent that it changed.
fn changed(server: &Server, mutation: &str) -> String {
    let query =
        format!("mutation {{ a: {mutation} {{ agent {{ id }} userErrors {{ message }} }} }}");
    let body = serde_json::json!({ "query": query });
    let reply = server.post(&body, &[("Authorization", &server.bearer())]);
    let payload = reply.json()["data"]["a"].clone();
    assert_eq!(payload["userErrors"], serde_json::json!([]), "{}", reply.text());
    payload["agent"]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_record_read_before_is_read_again_only_when_something_changed() {
    let (server, without) = (Server::start(), Server::with(|settings| settings.cache = false));
    let groups = Groups::on(&server);
    assert_eq!(groups.parent(), "Council of Strelsau");
    assert!(groups.cost() < Groups::on(&without).cost());
    let rename =
        format!("updateAgent(input: {{ id: \"{}\", name: \"City Council\" }})", groups.council);
    changed(&server, &rename);
    for _ in 0..3 {
        assert_eq!(groups.parent(), "City Council");
    }
}
