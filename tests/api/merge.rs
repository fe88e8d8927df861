//! Merging records that are the same thing, and parting them again.

use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{agent, claim, done, measure, place, refused, statistic, text},
};

async fn merge(app: &App, keep: &str, merge: &str) -> Value {
    let input = json!({"keep": keep, "merge": merge, "reason": "the same"});
    done(app, "mergeRecords", input, "node { id }").await["node"]["id"].take()
}

async fn part(app: &App, id: &str) {
    let input = json!({"id": id, "reason": "not the same"});
    assert_eq!(done(app, "undoMerge", input, "node { id }").await["node"]["id"], id);
}

async fn leads_to(app: &App, id: &str) -> String {
    text(&app.data(&format!(r#"{{ node(id: "{id}") {{ id }} }}"#)).await["node"]["id"])
}

both! {
    async fn a_merged_record_leads_to_the_one_kept_until_they_are_parted(app) {
        let (keep, gone) = (agent(&app, "Islamic Republic News Agency").await, agent(&app, "Irna").await);
        let look = r#"{ agents { nodes { id slug status statusReason } totalCount hiddenCount }
            search(query: "irna") { nodes { id } } agent(slug: "irna") { id name } }"#;
        let before = app.data(look).await;
        assert_eq!(merge(&app, &keep, &gone).await, keep.as_str());
        assert_eq!(leads_to(&app, &gone).await, keep);
        let merged = app.data(look).await;
        assert_eq!(merged["agents"]["totalCount"], 1);
        assert_eq!(merged["agents"]["hiddenCount"], 0);
        assert_eq!(merged["search"]["nodes"], json!([{"id": keep}]));
        assert_eq!(merged["agent"]["id"], keep.as_str());
        part(&app, &gone).await;
        assert_eq!(app.data(look).await, before);
    }

    async fn statistics_whose_keys_become_equal_are_read_as_one(app) {
        let (killed, deaths, hurt) = (measure(&app, "People killed").await, measure(&app, "Deaths").await, measure(&app, "People hurt").await);
        let older = statistic(&app, &deaths, "iran-deaths").await;
        let younger = statistic(&app, &killed, "iran-killed").await;
        statistic(&app, &hurt, "iran-hurt").await;
        claim(&app, &older, "at least 21", "Fars").await;
        claim(&app, &younger, "about 50", "Mizan").await;
        let look = r#"{ statistics { totalCount nodes { id slug title status measure { name } claims { totalCount nodes { text } } } }
            a: statistic(slug: "iran-deaths") { id slug } b: statistic(slug: "iran-killed") { id slug }
            search(query: "iran", kinds: [STATISTIC]) { totalCount } }"#;
        let before = app.data(look).await;
        assert_eq!(before["statistics"]["totalCount"], 3);

        merge(&app, &killed, &deaths).await;
        let merged = app.data(look).await;
        assert_eq!(merged["statistics"]["totalCount"], 2);
        assert_eq!(merged["a"], json!({"id": older, "slug": "iran-deaths"}));
        assert_eq!(merged["b"], merged["a"]);
        assert_eq!(merged["search"]["totalCount"], 2);
        let one = &merged["statistics"]["nodes"][0];
        assert_eq!(one["measure"]["name"], "People killed");
        assert_eq!(one["claims"]["totalCount"], 2);

        // The key leads to the one statistic, whichever of the measures it names.
        for measure in [&killed, &deaths] {
            let input = json!({"measure": {"id": measure}});
            let got = done(&app, "addStatistic", input, "isNew statistic { id }").await;
            assert_eq!(got, json!({"isNew": false, "statistic": {"id": older}}));
        }

        part(&app, &deaths).await;
        assert_eq!(app.data(look).await, before);
        for (measure, expected) in [(&killed, &younger), (&deaths, &older)] {
            let input = json!({"measure": {"id": measure}});
            let got = done(&app, "addStatistic", input, "isNew statistic { id }").await;
            assert_eq!(got, json!({"isNew": false, "statistic": {"id": expected}}));
        }
    }

    async fn merges_of_merges_come_apart_one_by_one(app) {
        let (a, b, c) = (place(&app, "Teheran").await, place(&app, "Tehran").await, place(&app, "Tehran city").await);
        let look = "{ places(orderBy: {field: NAME}) { nodes { id name status } } }";
        let before = app.data(look).await;
        merge(&app, &b, &a).await;
        assert_eq!(merge(&app, &c, &b).await, c.as_str());
        assert_eq!(leads_to(&app, &a).await, c);
        part(&app, &b).await;
        assert_eq!(leads_to(&app, &a).await, b);
        assert_eq!(leads_to(&app, &b).await, b);
        // Merging into a merged record leads to what that leads to.
        merge(&app, &c, &b).await;
        part(&app, &a).await;
        assert_eq!(merge(&app, &b, &a).await, c.as_str());
        part(&app, &a).await;
        part(&app, &b).await;
        assert_eq!(app.data(look).await, before);
    }

    async fn a_statistic_of_three_measures_comes_apart_one_by_one(app) {
        let measures = [measure(&app, "Alpha").await, measure(&app, "Bravo").await, measure(&app, "Charlie").await];
        let mut statistics = Vec::new();
        for (measure, slug) in measures.iter().zip(["alpha", "bravo", "charlie"]) {
            statistics.push(statistic(&app, measure, slug).await);
        }
        merge(&app, &measures[2], &measures[0]).await;
        assert_eq!(leads_to(&app, &statistics[2]).await, statistics[0]);
        merge(&app, &measures[1], &measures[2]).await;
        for statistic in &statistics {
            assert_eq!(leads_to(&app, statistic).await, statistics[0]);
        }
        part(&app, &measures[0]).await;
        assert_eq!(leads_to(&app, &statistics[0]).await, statistics[0]);
        assert_eq!(leads_to(&app, &statistics[2]).await, statistics[1]);
        part(&app, &measures[2]).await;
        for statistic in &statistics {
            assert_eq!(leads_to(&app, statistic).await, *statistic);
        }
    }

    async fn what_counts_is_not_hidden_behind_a_retracted_statistic(app) {
        let (killed, deaths) = (measure(&app, "People killed").await, measure(&app, "Deaths").await);
        let (older, younger) = (statistic(&app, &deaths, "deaths").await, statistic(&app, &killed, "killed").await);
        done(&app, "retract", json!({"ids": [older], "reason": "empty"}), "nodes { id }").await;
        merge(&app, &killed, &deaths).await;
        assert_eq!(leads_to(&app, &younger).await, younger);
        done(&app, "restore", json!({"ids": [older], "reason": "needed"}), "nodes { id }").await;
        assert_eq!(leads_to(&app, &younger).await, older);
        part(&app, &deaths).await;
        assert_eq!(leads_to(&app, &younger).await, younger);
    }

    async fn what_cannot_be_merged_is_named(app) {
        let (a, b, c) = (agent(&app, "Alpha").await, agent(&app, "Bravo").await, agent(&app, "Charlie").await);
        let (here, killed) = (place(&app, "Here").await, measure(&app, "People killed").await);
        let killed = statistic(&app, &killed, "killed").await;
        let said = claim(&app, &killed, "21", "Fars").await;
        let other = claim(&app, &killed, "22", "Mizan").await;
        merge(&app, &b, &a).await;
        done(&app, "retract", json!({"ids": [c], "reason": "wrong"}), "nodes { id }").await;
        let unknown = "agent_01h455vb4pex5vsknk084sn02q";
        for (keep, gone, code, path, words) in [
            (b.as_str(), b.as_str(), "BAD_USER_INPUT", "input.merge", "same record"),
            (&b, &here, "BAD_USER_INPUT", "input.merge", "of one kind"),
            (&said, &other, "BAD_USER_INPUT", "input.keep", "a claim cannot be merged"),
            (&killed, &killed, "BAD_USER_INPUT", "input.keep", "statistics follow"),
            (&b, &a, "CONFLICT", "input.merge", "was merged into another record"),
            (&a, &b, "CONFLICT", "input.keep", "undo that merge first"),
            (&b, &c, "CONFLICT", "input.merge", "retracted"),
            (&c, &b, "CONFLICT", "input.keep", "retracted"),
            (&b, unknown, "NOT_FOUND", "input.merge", unknown),
            (unknown, &b, "NOT_FOUND", "input.keep", unknown),
            ("nonsense", &b, "BAD_USER_INPUT", "input.keep", "not an id"),
        ] {
            let input = json!({"keep": keep, "merge": gone, "reason": "the same"});
            let (got, at, message) = refused(&app, "mergeRecords", input).await;
            assert_eq!((got.as_str(), at.as_str()), (code, path), "{message}");
            assert!(message.contains(words), "{message}");
        }
        let (code, path, _) = refused(&app, "undoMerge", json!({"id": b, "reason": "x"})).await;
        assert_eq!((code.as_str(), path.as_str()), ("CONFLICT", "input.id"));
        let (code, _, _) = refused(&app, "retract", json!({"ids": [a], "reason": "x"})).await;
        assert_eq!(code, "CONFLICT");
    }

    async fn nothing_comes_to_stand_above_itself(app) {
        let (top, middle, low) = (agent(&app, "Top").await, agent(&app, "Middle").await, agent(&app, "Low").await);
        for (child, parent) in [(&middle, &top), (&low, &middle)] {
            done(&app, "updateAgent", json!({"id": child, "parent": {"id": parent}}), "agent { id }").await;
        }
        let input = json!({"keep": low, "merge": top, "reason": "the same"});
        let (code, path, message) = refused(&app, "mergeRecords", input).await;
        assert_eq!((code.as_str(), path.as_str()), ("CONFLICT", "input.keep"));
        assert!(message.contains("parent"), "{message}");
        // Low stands under Middle and Below under Low. While Low is read as Top, Middle may come
        // under Below; then Low can no longer come apart.
        let below = agent(&app, "Below").await;
        done(&app, "updateAgent", json!({"id": below, "parent": {"id": low}}), "agent { id }").await;
        merge(&app, &top, &low).await;
        done(&app, "updateAgent", json!({"id": middle, "parent": {"id": below}}), "agent { id }").await;
        let (code, path, message) = refused(&app, "undoMerge", json!({"id": low, "reason": "x"})).await;
        assert_eq!((code.as_str(), path.as_str()), ("CONFLICT", "input.id"));
        assert!(message.contains("parent"), "{message}");
        done(&app, "updateAgent", json!({"id": middle, "parent": null}), "agent { id }").await;
        part(&app, &low).await;
    }

    async fn the_history_tells_of_merges(app) {
        let (keep, gone) = (agent(&app, "Keep").await, agent(&app, "Gone").await);
        merge(&app, &keep, &gone).await;
        part(&app, &gone).await;
        let got = app.data(&format!(r#"{{ node(id: "{gone}") {{ ... on Agent {{ status revision history {{ nodes {{ number action reason }} }} }} }} }}"#)).await;
        assert_eq!(got["node"], json!({"status": "ACTIVE", "revision": 3, "history": {"nodes": [
            {"number": 1, "action": "CREATED", "reason": null},
            {"number": 2, "action": "MERGED", "reason": "the same"},
            {"number": 3, "action": "UNMERGED", "reason": "not the same"},
        ]}}));
    }
}
