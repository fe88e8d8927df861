//! Looking back: what was known at a moment.

use chrono::{DateTime, TimeDelta, Utc};
use claimbase::{domain::record_id::RecordId, store::revision};
use entity::{agent, attribution, claim, source, statistic};
use serde_json::json;
use uuid::Uuid;

use crate::{
    support::{App, both},
    tale::{self, done, measure, text},
};

/// Some minutes after the tests' clock began.
fn at(minutes: i64) -> DateTime<Utc> {
    "2026-01-01T12:00:00Z".parse::<DateTime<Utc>>().expect("a moment") + TimeDelta::minutes(minutes)
}

fn key(id: &str) -> Uuid {
    id.parse::<RecordId>().expect("an id").uuid
}

async fn claims(app: &App, statistic: &str, minutes: i64) -> Vec<String> {
    let rows = revision::claims_known_at(&app.session.db, key(statistic), at(minutes)).await;
    rows.expect("claims").into_iter().filter_map(|row: claim::Model| row.quantity_text).collect()
}

both! {
    async fn a_record_is_seen_as_it_was(app) {
        app.wait_minutes(1);
        let id = tale::agent(&app, "Reuters").await;
        app.wait_minutes(1);
        done(&app, "updateAgent", json!({"id": id, "name": "Thomson Reuters"}), "agent { id }").await;
        app.wait_minutes(1);
        done(&app, "retract", json!({"ids": [id], "reason": "wrong"}), "nodes { id }").await;
        for (minutes, expected) in [
            (0, None),
            (1, Some("Reuters Active")),
            (2, Some("Thomson Reuters Active")),
            (3, Some("Thomson Reuters Retracted")),
            (9, Some("Thomson Reuters Retracted")),
        ] {
            let row: Option<agent::Model> = revision::known_at(&app.session.db, key(&id), at(minutes)).await.expect("a look");
            let seen = row.map(|row| format!("{} {:?}", row.name, row.status));
            assert_eq!(seen.as_deref(), expected, "{minutes}");
        }
        let between: Option<agent::Model> = revision::known_at(&app.session.db, key(&id), at(2) - TimeDelta::microseconds(1)).await.expect("a look");
        assert_eq!(between.map(|row| row.name).as_deref(), Some("Reuters"));
    }

    async fn many_records_are_one_statement(app) {
        let ids = [tale::agent(&app, "Alpha").await, tale::agent(&app, "Bravo").await].map(|id| key(&id));
        let before = app.session.db.statements();
        let rows = revision::all_known_at::<agent::Model>(&app.session.db, &ids, at(0)).await.expect("rows");
        assert_eq!(rows.len(), 2);
        assert_eq!(app.session.db.statements() - before, 1);
    }

    async fn a_merge_is_known_from_its_moment_to_its_undoing(app) {
        let (keep, gone) = (tale::agent(&app, "Keep").await, tale::agent(&app, "Gone").await);
        app.wait_minutes(1);
        done(&app, "mergeRecords", json!({"keep": keep, "merge": gone, "reason": "same"}), "node { id }").await;
        app.wait_minutes(1);
        done(&app, "undoMerge", json!({"id": gone, "reason": "not"}), "node { id }").await;
        for (minutes, expected) in [(0, "Gone"), (1, "Keep"), (2, "Gone")] {
            let row: Option<agent::Model> = revision::known_at(&app.session.db, key(&gone), at(minutes)).await.expect("a look");
            assert_eq!(row.map(|row| row.name).as_deref(), Some(expected), "{minutes}");
        }
    }

    async fn claims_are_seen_as_they_were(app) {
        let killed = tale::statistic(&app, &measure(&app, "Killed").await, "killed").await;
        app.wait_minutes(1);
        let first = tale::claim(&app, &killed, "21", "Fars").await;
        app.wait_minutes(1);
        tale::claim(&app, &killed, "about 50", "Mizan").await;
        app.wait_minutes(1);
        done(&app, "updateClaim", json!({"id": first, "quantity": {"text": "22"}}), "claim { id }").await;
        app.wait_minutes(1);
        done(&app, "retract", json!({"ids": [first], "reason": "wrong"}), "nodes { id }").await;
        app.wait_minutes(1);
        done(&app, "restore", json!({"ids": [first], "reason": "right"}), "nodes { id }").await;
        for (minutes, expected) in [
            (0, vec![]), (1, vec!["21"]), (2, vec!["21", "about 50"]), (3, vec!["22", "about 50"]),
            (4, vec!["about 50"]), (5, vec!["22", "about 50"]),
        ] {
            assert_eq!(claims(&app, &killed, minutes).await, expected, "{minutes}");
        }
        let rows: Vec<attribution::Model> = revision::attributions_known_at(&app.session.db, &[key(&first)], at(1)).await.expect("rows");
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].claim_id, key(&first));
        assert!(revision::attributions_known_at(&app.session.db, &[key(&first)], at(0)).await.expect("rows").is_empty());
    }

    async fn statistics_are_read_as_one_only_while_they_were(app) {
        let (killed, deaths) = (measure(&app, "Killed").await, measure(&app, "Deaths").await);
        let older = tale::statistic(&app, &killed, "killed").await;
        let younger = tale::statistic(&app, &deaths, "deaths").await;
        tale::claim(&app, &older, "21", "Fars").await;
        tale::claim(&app, &younger, "50", "Mizan").await;
        app.wait_minutes(1);
        done(&app, "mergeRecords", json!({"keep": deaths, "merge": killed, "reason": "same"}), "node { id }").await;
        app.wait_minutes(1);
        done(&app, "undoMerge", json!({"id": killed, "reason": "not"}), "node { id }").await;
        for (minutes, of_older, of_younger) in [
            (0, vec!["21"], vec!["50"]), (1, vec!["21", "50"], vec!["21", "50"]), (2, vec!["21"], vec!["50"]),
        ] {
            assert_eq!(claims(&app, &older, minutes).await, of_older, "{minutes}");
            assert_eq!(claims(&app, &younger, minutes).await, of_younger, "{minutes}");
        }
        let row: Option<statistic::Model> = revision::known_at(&app.session.db, key(&younger), at(1)).await.expect("a look");
        assert_eq!(row.map(|row| row.slug).as_deref(), Some("killed"));
    }

    async fn a_text_is_public_in_the_past_only_if_it_is_today(app) {
        let input = json!({"title": "Report", "kind": "REPORT", "text": "words", "textIsPublic": true});
        let id = text(&done(&app, "addSource", input, "source { id }").await["source"]["id"]);
        app.wait_minutes(1);
        done(&app, "updateSource", json!({"id": id, "textIsPublic": false}), "source { id }").await;
        let row: Option<source::Model> = revision::known_at(&app.session.db, key(&id), at(0)).await.expect("a look");
        assert!(!row.expect("a source").body_public);
    }
}
