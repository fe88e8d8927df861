//! Imports through the API: what was read, which record came from which line, taking one back.

use std::{fmt::Write as _, io::Cursor, sync::Arc};

use claimbase::{
    Result,
    exchange::{
        corpus,
        csv::{Map, Plan, Rows},
        engine::{self, Label, Outcome, Progress, Refused, Watch},
    },
};
use entity::vocab::Role;
use serde_json::{Value, json};

use crate::{
    march::KILLED,
    support::{App, both, holder},
};

struct Silent;

impl<W> Watch<W> for Silent {
    fn refused(&mut self, _: &Refused<W>) -> Result<()> {
        Ok(())
    }

    fn progress(&mut self, _: Progress) {}
}

async fn import(app: &App, name: &str, table: &str) -> Outcome {
    let rows = Rows::open(Box::new(Cursor::new(table.as_bytes().to_vec())), None);
    let map = Map::parse(
        "measure = 'people-killed'\nquantity = { column = 'number' }\n\
         source_url = { column = 'link' }",
    );
    let (mut rows, map) = (rows.expect("a table"), map.expect("a map"));
    let plan = Arc::new(Plan::bind(&map, &rows).expect("a plan"));
    let label = Label { map: map.to_toml(), ..Label::new("csv", name) };
    engine::import(&app.session, label, &mut rows, &plan, &mut Silent).await.expect("an import")
}

async fn seeded(app: &App, lines: u32) {
    let files = vec![("seed.toml".to_owned(), KILLED.to_owned())];
    corpus::import(&app.session, files).await.expect("a corpus");
    let mut table = "number,link\n".to_owned();
    for number in 1..=lines {
        let _ = writeln!(table, "{number},https://a.example/{number}");
    }
    table.push_str("soon,https://a.example/x\n");
    import(app, "first.csv", &table).await;
    import(app, "second.csv", "number,link\n2,https://a.example/2\n700,https://a.example/b\n")
        .await;
}

both! {
    async fn imports_are_listed_the_newest_first_with_what_they_did(app) {
        seeded(&app, 3).await;
        let data = app
            .data(
                "{ imports { totalCount nodes { id fileName fileHash format map feed status actor startedAt \
                 endedAt rowCount refusedCount goneCount undoneAt \
                 records { kind new updated unchanged } lines(first: 3) { totalCount nodes { line isNew \
                 isChanged record { __typename } } } } } }",
            )
            .await;
        let imports = &data["imports"];
        assert_eq!(imports["totalCount"], 2);
        let (second, first) = (&imports["nodes"][0], &imports["nodes"][1]);
        assert_eq!((&second["fileName"], &first["fileName"]), (&json!("second.csv"), &json!("first.csv")));
        assert!(first["id"].as_str().is_some_and(|id| id.starts_with("import_")), "{first}");
        assert_eq!(first["fileHash"].as_str().map(str::len), Some(64));
        assert!(first["map"].as_str().is_some_and(|map| map.contains("people-killed")), "{first}");
        for (field, value) in [
            ("format", json!("csv")), ("feed", Value::Null), ("status", json!("COMPLETE")),
            ("actor", json!("admin")), ("rowCount", json!(4)), ("refusedCount", json!(1)),
            ("goneCount", Value::Null), ("undoneAt", Value::Null),
        ] {
            assert_eq!(first[field], value, "{field}");
        }
        let tally = |kind: &str, new: u32, unchanged: u32| {
            json!({ "kind": kind, "new": new, "updated": 0, "unchanged": unchanged })
        };
        assert_eq!(second["records"], json!([
            tally("ATTRIBUTION", 1, 1), tally("CLAIM", 1, 1), tally("SOURCE", 1, 0),
        ]));
        // A statistic, three claims, attributions and sources.
        assert_eq!(first["lines"]["totalCount"], 10);
        assert_eq!(first["lines"]["nodes"][0]["line"], 2);
        assert_eq!(first["lines"]["nodes"][0]["record"]["__typename"], "Attribution");

        // By pages, from either end.
        let page = app.data("{ imports(first: 1) { nodes { fileName } pageInfo { hasNextPage endCursor } } }").await;
        assert_eq!(page["imports"]["nodes"][0]["fileName"], "second.csv");
        assert_eq!(page["imports"]["pageInfo"]["hasNextPage"], true);
        let cursor = page["imports"]["pageInfo"]["endCursor"].as_str().expect("a cursor");
        let page = app.data(&format!("{{ imports(after: \"{cursor}\") {{ nodes {{ fileName }} pageInfo {{ hasNextPage hasPreviousPage }} }} }}")).await;
        assert_eq!(page["imports"], json!({ "nodes": [{ "fileName": "first.csv" }],
            "pageInfo": { "hasNextPage": false, "hasPreviousPage": true } }));
        let page = app.data("{ imports(last: 1) { nodes { fileName } pageInfo { hasPreviousPage } } }").await;
        assert_eq!(page["imports"], json!({ "nodes": [{ "fileName": "first.csv" }], "pageInfo": { "hasPreviousPage": true } }));
        let wrong = app.run("{ imports(after: \"x\") { totalCount } }").await;
        assert_eq!(wrong["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{wrong}");
        assert_eq!(app.data("{ import(id: \"claim_01h455vb4pex5vsknk084sn02q\") { id } }").await["import"], Value::Null);
    }

    async fn a_record_says_which_lines_of_which_files_it_came_from(app) {
        seeded(&app, 3).await;
        let asked = "{ claims(filter: {value: {eq: 2}}) { nodes { imports { totalCount nodes { line isNew revision import { fileName fileHash } } } } } }";
        let data = app.data(asked).await;
        let lines = &data["claims"]["nodes"][0]["imports"];
        assert_eq!(lines["totalCount"], 2);
        let told = |at: usize| {
            let node = &lines["nodes"][at];
            (node["line"].clone(), node["isNew"].clone(), node["import"]["fileName"].clone())
        };
        assert_eq!(told(0), (json!(3), json!(true), json!("first.csv")));
        assert_eq!(told(1), (json!(2), json!(false), json!("second.csv")));
        assert_eq!(lines["nodes"][0]["import"]["fileHash"].as_str().map(str::len), Some(64));

        // One line at a time.
        let page = "{ claims(filter: {value: {eq: 2}}) { nodes { imports(first: 1) { nodes { line } pageInfo { hasNextPage endCursor } } } } }";
        let data = app.data(page).await;
        let info = &data["claims"]["nodes"][0]["imports"]["pageInfo"];
        assert_eq!(info["hasNextPage"], true);
        let rest = page.replace("first: 1", &format!("after: {}", info["endCursor"]));
        let data = app.data(&rest).await;
        let page = &data["claims"]["nodes"][0]["imports"];
        assert_eq!((&page["nodes"], &page["pageInfo"]["hasNextPage"]), (&json!([{ "line": 2 }]), &json!(false)));

        // What was entered by hand came from no file.
        let measures = app.data("{ measures { nodes { imports { totalCount nodes { line } } } } }").await;
        assert_eq!(measures["measures"]["nodes"][0]["imports"], json!({ "totalCount": 0, "nodes": [] }));
    }

    async fn each_level_of_imports_is_one_statement(app) {
        seeded(&app, 30).await;
        let mut costs = Vec::new();
        for first in [2, 30] {
            let claims = format!("claims(first: {first}) {{ nodes");
            let cost = async |rest: &str| app.cost(&format!("{{ {claims} {{ {rest} }} }} }}")).await;
            costs.push([
                cost("imports { nodes { line } }").await,
                cost("imports { nodes { line import { fileName } } }").await,
                cost("imports { totalCount nodes { import { fileName records { new } } record { id } } }").await,
            ]);
        }
        // The claims, their lines, their imports; then counts, tallies and the claims again.
        assert_eq!(costs[1], [2, 3, 6]);
        assert_eq!(costs[0], costs[1]);
        assert_eq!(app.cost("{ imports { nodes { fileName lines { nodes { line } } } } }").await, 2);
    }

    async fn an_import_is_taken_back_by_an_admin(app) {
        seeded(&app, 3).await;
        let data = app.data("{ imports(last: 1) { nodes { id } } }").await;
        let id = data["imports"]["nodes"][0]["id"].as_str().expect("an id").to_owned();
        let undo = "mutation ($id: ID!, $reason: String!) { undoImport(input: {id: $id, reason: $reason}) \
                    { retracted reverted kept import { status undoneReason } userErrors { code path } } }";
        let with = |id: &str, reason: &str| json!({ "id": id, "reason": reason });
        let curator = app.run_as(holder(Role::Curator), undo, with(&id, "wrong file")).await;
        assert_eq!(curator["errors"][0]["extensions"]["code"], "FORBIDDEN", "{curator}");
        let refused = async |id: &str, reason: &str| {
            let done = app.run_with(undo, with(id, reason)).await;
            let done = &done["data"]["undoImport"];
            assert_eq!(done["import"], Value::Null, "{done}");
            (done["userErrors"][0]["code"].clone(), done["userErrors"][0]["path"].clone())
        };
        let at = |field: &str| json!(["input", field]);
        assert_eq!(refused(&id, " ").await, (json!("BAD_USER_INPUT"), at("reason")));
        assert_eq!(refused("claim_1", "x").await, (json!("BAD_USER_INPUT"), at("id")));
        let none = "import_01h455vb4pex5vsknk084sn02q";
        assert_eq!(refused(none, "x").await, (json!("NOT_FOUND"), at("id")));

        let done = app.run_with(undo, with(&id, "wrong file")).await;
        // Two claims with their attributions and sources; the third claim and its attribution are
        // named by another file, and its source and statistic stay with it.
        assert_eq!(done["data"]["undoImport"], json!({
            "retracted": 6, "reverted": 0, "kept": 4,
            "import": { "status": "UNDONE", "undoneReason": "wrong file" }, "userErrors": [],
        }));
        assert_eq!(refused(&id, "again").await, (json!("CONFLICT"), at("id")));
        assert_eq!(app.data("{ claims { totalCount } }").await["claims"]["totalCount"], 2);
    }
}
