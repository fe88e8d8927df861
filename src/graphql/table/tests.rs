//! Documents and answers as tables.

use async_graphql::parser::parse_query;
use serde_json::json;

use super::*;

fn plan(document: &str) -> std::result::Result<Table, String> {
    Table::of(&parse_query(document).expect("a document"), None)
}

fn csv(document: &str, data: serde_json::Value) -> String {
    let data = Value::from_json(data).expect("a value");
    plan(document).expect("a table").write(&data).expect("it is written")
}

#[test]
fn an_item_is_a_line_and_a_field_of_an_object_a_column() {
    let document = "{ attributions { totalCount nodes { quantityText saidOn source { title url } \
                    claim { quantity { high } } via { name } } } }";
    let data = json!({ "attributions": { "totalCount": 2, "nodes": [
        { "quantityText": "a, \"b\"", "saidOn": null, "source": { "title": "=1+1", "url": null },
          "claim": { "quantity": { "high": 8000.0 } }, "via": [{ "name": "AP" }] },
        { "quantityText": null, "saidOn": "2018-01", "source": { "title": "c", "url": "https://d" },
          "claim": { "quantity": null }, "via": [] },
    ] } });
    let wanted = "quantity_text,said_on,source.title,source.url,claim.quantity.high,via\n\
                  \"a, \"\"b\"\"\",,'=1+1,,8000,\"[{\"\"name\"\":\"\"AP\"\"}]\"\n\
                  ,2018-01,c,https://d,,[]\n";
    assert_eq!(csv(document, data), wanted);
}

#[test]
fn columns_are_those_of_the_document_however_much_is_found() {
    let document = "query($slug: String!) { statistic(slug: $slug) { title claims { nodes { \
                    ...C asOf: text quantity { value } } } } } \
                    fragment C on Claim { id quantity { low } ... on Claim { quantity { high } } }";
    let names = "id,quantity.low,quantity.high,quantity.value,as_of\n";
    assert_eq!(csv(document, json!({ "statistic": null })), names);
    let empty = json!({ "statistic": { "title": "a", "claims": { "nodes": [] } } });
    assert_eq!(csv(document, empty), names);
    let one = json!({ "statistic": { "title": "a", "claims": { "nodes": [{ "id": "b", "quantity": null, "asOf": "c" }] } } });
    assert_eq!(csv(document, one), format!("{names}b,,,,c\n"));
}

#[test]
fn what_has_several_types_has_the_columns_of_all() {
    let document = "{ search(query: \"a\") { edges { node { __typename id ... on Agent { name slug } \
                    ... on Source { title } } } } }";
    let data = json!({ "search": { "edges": [
        { "node": { "__typename": "Source", "id": "a", "title": "b" } },
        { "node": { "__typename": "Agent", "id": "c", "name": "d", "slug": null } },
    ] } });
    let wanted =
        "node.__typename,node.id,node.name,node.slug,node.title\nSource,a,,,b\nAgent,c,d,,\n";
    assert_eq!(csv(document, data), wanted);
}

#[test]
fn a_list_of_words_is_a_column() {
    let data = json!({ "agent": { "aliases": ["+1", "b"] } });
    assert_eq!(csv("{ agent(slug: \"a\") { aliases } }", data), "aliases\n'+1\nb\n");
}

#[test]
fn a_document_without_a_list_is_one_line_and_one_with_two_is_refused() {
    let document = "{ claim(id: \"a\") { text revision } viewer { name } }";
    let data = json!({ "claim": { "text": "a", "revision": 1 }, "viewer": null });
    assert_eq!(csv(document, data), "claim.text,claim.revision,viewer.name\na,1,\n");
    assert!(!plan(document).expect("a table").has_list());
    let told = plan("{ claims { nodes { id } edges { cursor } } statistics { nodes { id } } }");
    assert_eq!(
        told.expect_err("two"),
        "csv takes a query with one list, and this one has 3: claims.nodes, claims.edges, \
         statistics.nodes; ask for each of them in a request of its own"
    );
    let told = plan("{ claims { nodes { asOf as_of: text } } }").expect_err("the same name");
    assert_eq!(told, "two columns would be called as_of: give one of the fields another alias");
}

#[test]
fn what_stands_beside_the_list_tells_whether_it_was_cut() {
    let document = "{ claims { nodes { id } pageInfo { hasNextPage endCursor } } }";
    let data =
        json!({ "claims": { "nodes": [], "pageInfo": { "hasNextPage": true, "endCursor": "x" } } });
    let page = plan(document).expect("a table").page(&Value::from_json(data).expect("a value"));
    assert_eq!(page, Some(Page { more: true, end: Some("x".to_owned()) }));
    let document = "{ statisticRows(slug: \"a\") { cut rows { time } } }";
    let data = json!({ "statisticRows": { "cut": false, "rows": [] } });
    let page = plan(document).expect("a table").page(&Value::from_json(data).expect("a value"));
    assert_eq!(page, Some(Page { more: false, end: None }));
    let data = Value::from_json(json!({ "claims": { "nodes": [] } })).expect("a value");
    assert_eq!(plan("{ claims { nodes { id } } }").expect("a table").page(&data), None);
}
