//! Queries without a server.

use std::{io::Write as _, process::Stdio};

use crate::support::{Place, Ran};

const ADD: &str = "mutation($name: String!) { addAgent(input: { name: $name, kind: PERSON }) \
                   { isNew userErrors { message } } }";
const AGENTS: &str =
    "query($first: Int) { agents(first: $first) { nodes { name kind parent { name } } } }";

#[test]
fn a_query_runs_without_a_server() {
    let place = Place::new();
    place.done(&["migrate", "up"]);
    place.write("add.graphql", ADD);
    place.write("agents.graphql", AGENTS);
    for name in ["name=Ada, \"Countess\"", "name=Bob"] {
        let added = place.json(&["query", "add.graphql", "--var", name]);
        assert_eq!(added["data"]["addAgent"]["isNew"], true, "{added}");
    }
    let answer = place.json(&["query", "agents.graphql", "--var", "first=1"]);
    assert_eq!(answer["data"]["agents"]["nodes"].as_array().map(Vec::len), Some(1), "{answer}");

    let csv = place.done(&["query", "agents.graphql", "--format", "csv"]);
    assert_eq!(csv, "name,kind,parent.name\n\"Ada, \"\"Countess\"\"\",PERSON,\nBob,PERSON,\n");

    let mut command = place.command(&["query", "-", "--var", "id=12"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(b"query($id: String!) { agent(slug: $id) { name } }").expect("it reads");
    drop(stdin);
    let ran = Ran::new(child.wait_with_output().expect("it ends"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn a_query_that_fails_says_why_and_is_1() {
    let place = Place::new();
    place.done(&["migrate", "up"]);
    place.write("add.graphql", ADD);
    place.write("wrong.graphql", "{ nonsense }");
    place.write("broken.graphql", "{ agents {");
    let wrong = place.run(&["query", "wrong.graphql"]);
    assert!(wrong.code == 1 && wrong.stderr.contains("nonsense"), "{}", wrong.stderr);
    assert!(wrong.stdout.contains("GRAPHQL_VALIDATION_FAILED"), "{}", wrong.stdout);
    assert_eq!(place.run(&["query", "broken.graphql"]).code, 1);
    let empty = place.run(&["query", "add.graphql", "--var", "name="]);
    assert!(empty.code == 1 && empty.stderr.contains("name"), "{}", empty.stderr);
    place.run(&["query", "missing.graphql"]).refused(1, "missing.graphql");
    place.run(&["query", "add.graphql", "--var", "nam=x"]).refused(2, "the query has no $nam");
    place.run(&["query", "add.graphql"]).refused(2, "give it with --var name=VALUE");
}
