//! The feed of changes.

use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{agent, claim, done, measure, place, statistic},
};

async fn page(app: &App, arguments: &str) -> Value {
    let query = format!(
        "{{ changes{arguments} {{ nodes {{ sequence position kind action record {{ id }} }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    app.data(&query).await["changes"].take()
}

both! {
    async fn changes_come_in_the_order_of_the_commits(app) {
        let (a, b) = (agent(&app, "Alpha").await, place(&app, "Bravo").await);
        done(&app, "retract", json!({"ids": [b, a], "reason": "wrong"}), "nodes { id }").await;
        let got = page(&app, "").await;
        assert_eq!(got["nodes"], json!([
            {"sequence": 1.0, "position": 0, "kind": "AGENT", "action": "CREATED", "record": {"id": a}},
            {"sequence": 2.0, "position": 0, "kind": "PLACE", "action": "CREATED", "record": {"id": b}},
            {"sequence": 3.0, "position": 0, "kind": "PLACE", "action": "RETRACTED", "record": {"id": b}},
            {"sequence": 3.0, "position": 1, "kind": "AGENT", "action": "RETRACTED", "record": {"id": a}},
        ]));
    }

    async fn what_came_since_is_asked_for_with_the_end_cursor(app) {
        let empty = page(&app, "").await;
        assert_eq!(empty["pageInfo"]["endCursor"], json!(null));
        agent(&app, "Alpha").await;
        let first = page(&app, "(first: 10)").await;
        let mut cursor = first["pageInfo"]["endCursor"].to_string();
        for _ in 0..2 {
            let nothing = page(&app, &format!("(after: {cursor})")).await;
            assert_eq!(nothing["nodes"], json!([]));
            assert_eq!(nothing["pageInfo"]["hasNextPage"], false);
            cursor = nothing["pageInfo"]["endCursor"].to_string();
        }
        let bravo = agent(&app, "Bravo").await;
        let news = page(&app, &format!("(after: {cursor})")).await;
        assert_eq!(news["nodes"], json!([
            {"sequence": 2.0, "position": 0, "kind": "AGENT", "action": "CREATED", "record": {"id": bravo}},
        ]));
    }

    async fn pages_meet_in_both_directions(app) {
        for name in ["Alpha", "Bravo", "Charlie", "Delta", "Echo"] {
            agent(&app, name).await;
        }
        let ids: Vec<Value> = page(&app, "").await["nodes"].as_array().expect("nodes").clone();
        let (mut forwards, mut after) = (Vec::new(), "null".to_owned());
        loop {
            let got = page(&app, &format!("(first: 2, after: {after})")).await;
            forwards.extend(got["nodes"].as_array().expect("nodes").clone());
            if got["pageInfo"]["hasNextPage"] == false { break; }
            after = got["pageInfo"]["endCursor"].to_string();
        }
        assert_eq!(forwards, ids);
        let (mut backwards, mut before) = (Vec::new(), "null".to_owned());
        loop {
            let got = page(&app, &format!("(last: 2, before: {before})")).await;
            let mut nodes = got["nodes"].as_array().expect("nodes").clone();
            nodes.append(&mut backwards);
            backwards = nodes;
            if got["pageInfo"]["hasPreviousPage"] == false { break; }
            before = got["pageInfo"]["startCursor"].to_string();
        }
        assert_eq!(backwards, ids);
        for arguments in ["(first: 501)", "(first: -1)", "(first: 1, last: 1)", r#"(after: "x")"#] {
            let got = app.run(&format!("{{ changes{arguments} {{ nodes {{ at }} }} }}")).await;
            assert_eq!(got["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{arguments}");
        }
    }

    async fn records_of_one_kind_are_one_statement(app) {
        let killed = statistic(&app, &measure(&app, "Killed").await, "killed").await;
        for quantity in ["21", "25", "50"] {
            claim(&app, &killed, quantity, "Fars").await;
        }
        let query = "{ changes { nodes { record { id __typename } statistic { slug } } } }";
        let got = app.data(query).await;
        let claims: Vec<&Value> = got["changes"]["nodes"].as_array().expect("nodes").iter()
            .filter(|change| change["record"]["__typename"] == "Claim").collect();
        assert_eq!(claims.len(), 3);
        assert!(claims.iter().all(|change| change["statistic"]["slug"] == "killed"));
        // The feed; measures, statistics, sources, claims, attributions; the statistics they bear on.
        let cost = app.cost(query).await;
        assert!(cost <= 8, "{cost}");
    }
}
