//! `/graphql?format=csv`: an answer as a file, and what is told where there is none.

use serde_json::{Value, json};

use crate::support::{Reply, Server, encoded};

const AGENTS: &str = "query Agents($first: Int) { agents(first: $first) { \
    nodes { name kind createdAt parent { name } } pageInfo { hasNextPage endCursor } } }";

fn post(server: &Server, target: &str, body: &Value, headers: &[(&str, &str)]) -> Reply {
    let mut all = vec![("Content-Type", "application/json")];
    all.extend_from_slice(headers);
    server.send("POST", target, &all, body.to_string().as_bytes())
}

fn csv(server: &Server, query: &str) -> Reply {
    post(server, "/graphql?format=csv", &json!({ "query": query }), &[])
}

#[test]
fn the_list_of_an_answer_is_a_file() {
    let server = Server::start();
    assert!(server.add_agent("Ada, \"Countess\""));
    assert!(server.add_agent("=HYPERLINK(\"x\")"));
    let body = json!({ "query": AGENTS, "variables": { "first": 50 } });
    let reply = post(&server, "/graphql?format=csv", &body, &[("Accept", "text/csv")]);
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"Agents.csv\"");
    assert_eq!((reply.header("cache-control"), reply.header("etag")), ("no-store", ""));
    assert_eq!(
        (reply.header("x-has-next-page"), reply.header("x-end-cursor").is_empty()),
        ("false", false)
    );
    let text = reply.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "name,kind,created_at,parent.name");
    assert_eq!(lines.len(), 3);
    assert!(lines[1].starts_with("\"Ada, \"\"Countess\"\"\",PERSON,20"), "{text}");
    assert!(lines[2].starts_with("\"'=HYPERLINK(\"\"x\"\")\",PERSON,20"), "{text}");

    let marked = post(&server, "/graphql?format=csv&bom=1", &body, &[]);
    assert_eq!(marked.text(), format!("\u{feff}{text}"));
    let body = json!({ "query": AGENTS, "variables": { "first": 1 } });
    let page = post(&server, "/graphql?format=csv", &body, &[]);
    assert_eq!((page.header("x-has-next-page"), page.text().lines().count()), ("true", 2));
    // Without the word it is JSON as ever.
    let json = post(&server, "/graphql?format=json", &body, &[]).json();
    assert_eq!(json["data"]["agents"]["nodes"].as_array().map(Vec::len), Some(1), "{json}");
}

#[test]
fn a_list_that_is_empty_has_the_names_of_its_columns() {
    let server = Server::start();
    let reply = csv(
        &server,
        "{ agent(slug: \"nobody\") { attributions { nodes { saidOn source { title } } } } }",
    );
    assert_eq!((reply.status, reply.text().as_str()), (200, "said_on,source.title\n"));
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"rows.csv\"");
}

#[test]
fn by_get_it_is_kept_until_something_changes() {
    let server = Server::start();
    let target = format!("/graphql?format=csv&query={}", encoded("{ agents { nodes { name } } }"));
    let first = server.get(&target, &[("Accept", "text/csv")]);
    assert_eq!((first.status, first.text().as_str()), (200, "name\n"));
    assert_eq!(first.header("cache-control"), "no-cache");
    let known = [("If-None-Match", first.header("etag"))];
    assert_eq!(server.get(&target, &known).status, 304);
    let json = format!("/graphql?query={}", encoded("{ agents { nodes { name } } }"));
    assert_eq!(server.get(&json, &known).status, 200);
    assert!(server.add_agent("Somebody New"));
    let changed = server.get(&target, &known);
    assert_eq!((changed.status, changed.text().as_str()), (200, "name\nSomebody New\n"));
}

#[test]
fn what_is_no_table_is_told_as_json() {
    let server = Server::start();
    let told = |reply: &Reply, status: u16, code: &str, words: &str| {
        let json = reply.json();
        let error = &json["errors"][0];
        assert_eq!((reply.status, &error["extensions"]["code"]), (status, &json!(code)), "{json}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(words), "{message}");
        assert_eq!(
            reply.header("content-type"),
            "application/graphql-response+json; charset=utf-8"
        );
        assert_eq!(reply.header("cache-control"), "no-store");
    };
    let bad = "BAD_USER_INPUT";
    told(&csv(&server, "{ viewer { name } }"), 400, bad, "this one has none: ask for one");
    let two = "{ agents { nodes { id } edges { cursor } } }";
    told(&csv(&server, two), 400, bad, "has 2: agents.nodes, agents.edges; ask for each");
    let twice = "{ agents { nodes { name a: id A: kind } } }";
    told(&csv(&server, twice), 400, bad, "two columns would be called a");
    told(&csv(&server, "{ agents { nodes { nam } } }"), 400, "GRAPHQL_VALIDATION_FAILED", "nam");
    told(&csv(&server, "{ agents {"), 400, "GRAPHQL_PARSE_FAILED", "");
    let unknown = "{ statisticRows(slug: \"nothing\") { rows { text } } }";
    told(&csv(&server, unknown), 404, "NOT_FOUND", "nothing");
    let large = "{ agents(first: 501) { nodes { name } } }";
    told(&csv(&server, large), 400, bad, "501");

    let bearer = server.bearer();
    let key = [("Authorization", bearer.as_str())];
    let add =
        "mutation { addAgent(input: { name: \"A\", kind: PERSON }) { userErrors { message } } }";
    let body = json!({ "query": add });
    told(
        &post(&server, "/graphql?format=csv", &body, &key),
        400,
        bad,
        "a mutation answers is no table",
    );
    let agents = server.query("{ agents { nodes { name } } }", &[]).json();
    assert_eq!(agents["data"]["agents"]["nodes"], json!([]), "nothing was written");
    let get = format!("/graphql?format=csv&query={}", encoded(add));
    told(&server.get(&get, &key), 405, "METHOD_NOT_ALLOWED", "by GET");
    let batch = json!([{ "query": "{ agents { nodes { id } } }" }]);
    told(&post(&server, "/graphql?format=csv", &batch, &[]), 400, bad, "a batch is no table");

    let body = json!({ "query": "{ agents { nodes { id } } }" });
    told(&post(&server, "/graphql?format=xml", &body, &[]), 400, bad, "there are csv and json");
    told(
        &post(&server, "/graphql?format=csv&bom=x", &body, &[]),
        400,
        bad,
        "bom is 'x': give 1 or 0",
    );
    let wrong = [("Authorization", "Bearer cb_wrong")];
    told(&post(&server, "/graphql?format=csv", &body, &wrong), 401, "UNAUTHENTICATED", "");
    let plain =
        server.send("POST", "/graphql?format=csv", &[("Content-Type", "text/plain")], b"{}");
    told(&plain, 415, bad, "Content-Type: application/json");
}
