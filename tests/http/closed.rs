//! Servers that tell or run less than others: without introspection, with a list of documents, for
//! holders of keys alone.

use serde_json::json;

use crate::{
    socket::{Heard, Socket},
    support::{ADD_AGENT, Server, encoded},
};

#[test]
fn without_introspection_the_schema_is_not_told() {
    let server = Server::with(|settings| settings.introspection = false);
    for query in ["{ __schema { queryType { name } } }", "{ __type(name: \"Query\") { name } }"] {
        for reply in [server.post(&json!({ "query": query }), &[]), server.query(query, &[])] {
            let json = reply.json();
            assert!(!reply.text().contains("\"name\":\"Query\""), "{json}");
            assert!(!reply.text().contains("queryType\":{"), "{json}");
        }
    }
    assert_eq!(server.get("/schema.graphql", &[]).status, 404);
    let answer = server.query("{ __typename agents { totalCount } }", &[]);
    assert_eq!(
        answer.json()["data"],
        json!({ "__typename": "Query", "agents": { "totalCount": 0 } })
    );
    assert!(server.add_agent("Still Written"));
}

#[test]
fn a_list_of_documents_holds_on_every_way_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trusted.json");
    let list = json!({ "add": ADD_AGENT, "count": "{ agents { totalCount } }" });
    std::fs::write(&path, list.to_string()).expect("a file");
    let server = Server::with(|settings| settings.trusted_documents = Some(path));
    let bearer = server.bearer();
    let key = [("Authorization", bearer.as_str())];

    assert!(server.add_agent("By Its Text"));
    let body = json!({ "documentId": "add", "variables": { "name": "By Its Name" } });
    assert_eq!(server.post(&body, &key).json()["data"]["addAgent"]["isNew"], true);
    let counted = server.get("/graphql?documentId=count", &[]);
    assert_eq!(counted.json()["data"]["agents"]["totalCount"], 2);

    let other = "{ agents { nodes { name } } }";
    let refused = [
        server.post(&json!({ "query": other }), &key),
        server.get(&format!("/graphql?query={}", encoded(other)), &key),
        server.post(&json!({ "documentId": "nothing" }), &key),
    ];
    for reply in refused {
        assert_eq!((reply.status, reply.code().as_str()), (403, "FORBIDDEN"), "{}", reply.text());
    }
    let batch = server.post(&json!([{ "documentId": "count" }, { "query": other }]), &key).json();
    assert_eq!(batch[0]["data"]["agents"]["totalCount"], 2);
    assert_eq!(batch[1]["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let mut socket = Socket::open(server.address, &server.key);
    socket.subscribe(other, &json!({}));
    let error = socket.expect("error");
    assert_eq!(error["payload"][0]["extensions"]["code"], "FORBIDDEN", "{error}");
}

#[test]
fn a_private_server_lets_nobody_in_by_a_socket_either() {
    let server = Server::with(|settings| settings.private = true);
    let mut with_key = Socket::open(server.address, &server.key);
    with_key.expect("connection_ack");
    let mut wrong = Socket::open(server.address, "cb_nothing");
    assert_eq!(wrong.hear(), Heard::Close(4403));
    let mut none = Socket::without_key(server.address);
    assert_eq!(none.hear(), Heard::Close(4403));
}
