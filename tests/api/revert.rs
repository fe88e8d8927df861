//! Setting records back to how they were.

use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{agent, claim, done, measure, refused, statistic, text},
};

/// The id of a change of a record.
async fn change(app: &App, id: &str, number: usize) -> String {
    let query = format!(
        r#"{{ node(id: "{id}") {{ ... on Agent {{ history {{ nodes {{ id }} }} }} ... on Statistic {{ history {{ nodes {{ id }} }} }} ... on Claim {{ history {{ nodes {{ id }} }} }} ... on Source {{ history {{ nodes {{ id }} }} }} }} }}"#
    );
    text(&app.data(&query).await["node"]["history"]["nodes"][number - 1]["id"])
}

async fn revert(app: &App, revision: &str, fields: &str) -> Value {
    let input = json!({"revision": revision, "reason": "undone"});
    done(app, "revert", input, &format!("node {{ id {fields} }}")).await["node"].take()
}

both! {
    async fn a_record_is_set_back_with_its_parts(app) {
        let reuters = agent(&app, "Reuters").await;
        let input = json!({"id": reuters, "name": "Thomson Reuters", "aliases": ["TR"]});
        done(&app, "updateAgent", input, "agent { id }").await;
        let second = change(&app, &reuters, 2).await;
        let got = revert(&app, &second, "... on Agent { name aliases revision }").await;
        assert_eq!(got, json!({"id": reuters, "name": "Reuters", "aliases": [], "revision": 3}));
        assert_eq!(app.data(r#"{ search(query: "thomson") { totalCount } }"#).await["search"]["totalCount"], 0);
        // That is a change like others: it can be undone too.
        let third = change(&app, &reuters, 3).await;
        let got = revert(&app, &third, "... on Agent { name aliases revision history { nodes { action reason } } }").await;
        assert_eq!((&got["name"], &got["aliases"]), (&json!("Thomson Reuters"), &json!(["TR"])));
        assert_eq!(got["history"]["nodes"][3], json!({"action": "REVERTED", "reason": "undone"}));
    }

    async fn the_making_of_a_record_is_undone_by_retracting_it(app) {
        let reuters = agent(&app, "Reuters").await;
        let first = change(&app, &reuters, 1).await;
        let got = revert(&app, &first, "... on Agent { status statusReason }").await;
        assert_eq!(got, json!({"id": reuters, "status": "RETRACTED", "statusReason": "undone"}));
        let second = change(&app, &reuters, 2).await;
        let got = revert(&app, &second, "... on Agent { status statusReason }").await;
        assert_eq!(got, json!({"id": reuters, "status": "ACTIVE", "statusReason": null}));
    }

    async fn a_slug_that_another_record_took_is_named(app) {
        let (killed, hurt) = (measure(&app, "Killed").await, measure(&app, "Hurt").await);
        let (first, second) = (statistic(&app, &killed, "first").await, statistic(&app, &hurt, "second").await);
        done(&app, "updateStatistic", json!({"id": first, "slug": "third"}), "statistic { id }").await;
        done(&app, "updateStatistic", json!({"id": second, "slug": "first"}), "statistic { id }").await;
        let input = json!({"revision": change(&app, &first, 2).await, "reason": "undone"});
        let (code, path, message) = refused(&app, "revert", input).await;
        assert_eq!((code.as_str(), path.as_str()), ("CONFLICT", "input.revision"));
        assert!(message.contains(&second) && message.contains("\"first\""), "{message}");
    }

    async fn a_figure_that_was_recorded_anew_is_named(app) {
        let killed = statistic(&app, &measure(&app, "Killed").await, "killed").await;
        let said = claim(&app, &killed, "21", "Fars").await;
        done(&app, "updateClaim", json!({"id": said, "quantity": {"text": "25"}}), "claim { id }").await;
        let anew = claim(&app, &killed, "21", "Mizan").await;
        assert_ne!(said, anew);
        let input = json!({"revision": change(&app, &said, 2).await, "reason": "undone"});
        let (code, path, message) = refused(&app, "revert", input).await;
        assert_eq!((code.as_str(), path.as_str()), ("CONFLICT", "input.revision"));
        assert!(message.contains(&anew), "{message}");
        done(&app, "updateClaim", json!({"id": anew, "quantity": {"text": "27"}}), "claim { id }").await;
        let second = change(&app, &said, 2).await;
        let got = revert(&app, &second, "... on Claim { quantity { text value } }").await;
        assert_eq!(got["quantity"], json!({"text": "21", "value": 21.0}));
    }

    async fn merges_are_not_undone_this_way(app) {
        let (keep, gone) = (agent(&app, "Keep").await, agent(&app, "Gone").await);
        done(&app, "updateAgent", json!({"id": gone, "name": "Went"}), "agent { id }").await;
        let renamed = change(&app, &gone, 2).await;
        done(&app, "mergeRecords", json!({"keep": keep, "merge": gone, "reason": "same"}), "node { id }").await;
        let (code, _, message) = refused(&app, "revert", json!({"revision": renamed, "reason": "x"})).await;
        assert_eq!(code, "CONFLICT", "{message}");
        done(&app, "undoMerge", json!({"id": gone, "reason": "not"}), "node { id }").await;
        let merged = change(&app, &gone, 3).await;
        let (code, path, message) = refused(&app, "revert", json!({"revision": merged, "reason": "x"})).await;
        assert_eq!((code.as_str(), path.as_str()), ("CONFLICT", "input.revision"));
        assert!(message.contains("undo the merge"), "{message}");
        assert_eq!(revert(&app, &renamed, "... on Agent { name }").await["name"], "Gone");
    }

    async fn a_parent_that_came_to_stand_below_is_not_set_above(app) {
        let (a, b) = (agent(&app, "Alpha").await, agent(&app, "Bravo").await);
        done(&app, "updateAgent", json!({"id": a, "parent": {"id": b}}), "agent { id }").await;
        done(&app, "updateAgent", json!({"id": a, "parent": null}), "agent { id }").await;
        done(&app, "updateAgent", json!({"id": b, "parent": {"id": a}}), "agent { id }").await;
        let input = json!({"revision": change(&app, &a, 3).await, "reason": "x"});
        let (code, path, _) = refused(&app, "revert", input).await;
        assert_eq!((code.as_str(), path.as_str()), ("CONFLICT", "input.revision"));
    }

    async fn unknown_changes_are_named(app) {
        let unknown = "revision_01h455vb4pex5vsknk084sn02q";
        let (code, path, _) = refused(&app, "revert", json!({"revision": unknown, "reason": "x"})).await;
        assert_eq!((code.as_str(), path.as_str()), ("NOT_FOUND", "input.revision"));
        let reuters = agent(&app, "Reuters").await;
        let (code, path, _) = refused(&app, "revert", json!({"revision": reuters, "reason": "x"})).await;
        assert_eq!((code.as_str(), path.as_str()), ("BAD_USER_INPUT", "input.revision"));
    }

    async fn attributions_follow_a_source_that_is_set_back(app) {
        let killed = statistic(&app, &measure(&app, "Killed").await, "killed").await;
        claim(&app, &killed, "21", "Fars").await;
        let look = "{ sources { nodes { id publishedOn } } attributions { nodes { revision } } }";
        let before = app.data(look).await;
        let source = text(&before["sources"]["nodes"][0]["id"]);
        done(&app, "updateSource", json!({"id": source, "publishedOn": "2018-01-22"}), "source { id }").await;
        let second = change(&app, &source, 2).await;
        let got = revert(&app, &second, "... on Source { publishedOn }").await;
        assert_eq!(got["publishedOn"], json!(null));
        assert_eq!(app.data(look).await["sources"], before["sources"]);
    }
}
