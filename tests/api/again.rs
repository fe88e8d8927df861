//! What is on record already: under another name, retracted, or with other fields.

use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{agent, claim, done, measure, refused, statistic, text},
};

async fn change(app: &App, verb: &str, id: &str) {
    done(app, verb, json!({"ids": [id], "reason": "checked"}), "nodes { id }").await;
}

async fn merge(app: &App, keep: &str, merge: &str) {
    let input = json!({"keep": keep, "merge": merge, "reason": "the same"});
    done(app, "mergeRecords", input, "node { id }").await;
}

async fn part(app: &App, id: &str) {
    done(app, "undoMerge", json!({"id": id, "reason": "not the same"}), "node { id }").await;
}

async fn found(app: &App, query: &str) -> Vec<String> {
    let got = app.data(&format!(r#"{{ search(query: "{query}") {{ nodes {{ id }} }} }}"#)).await;
    got["search"]["nodes"].as_array().expect("nodes").iter().map(|node| text(&node["id"])).collect()
}

/// An organisation added once more: its id and whether it is new.
async fn added(app: &App, input: Value) -> (String, bool) {
    let got = done(app, "addAgent", input, "isNew agent { id }").await;
    (text(&got["agent"]["id"]), got["isNew"] == true)
}

fn said(claim: &str, more: &Value) -> Value {
    let mut attribution = json!({
        "source": {"new": {"url": "https://example.org/a", "title": "Arrests", "kind": "ARTICLE"}},
        "agent": {"new": {"name": "Mahmoud Sadeghi", "kind": "PERSON"}},
        "quote": {"exact": "3,700 were arrested"},
    });
    for (field, value) in more.as_object().expect("fields") {
        attribution[field] = value.clone();
    }
    json!({"claim": claim, "attribution": attribution})
}

both! {
    async fn an_attribution_that_came_back_is_found_by_who_said_it(app) {
        let arrested = statistic(&app, &measure(&app, "People arrested").await, "arrested").await;
        let number = claim(&app, &arrested, "3,700", "Fars").await;
        let id = text(&done(&app, "attributeClaim", said(&number, &json!({})), "attribution { id }").await["attribution"]["id"]);
        for query in ["Sadeghi 3,700", "sadeghi arrests"] {
            assert_eq!(found(&app, query).await, [id.as_str()]);
        }
        change(&app, "retract", &id).await;
        assert!(found(&app, "Sadeghi 3,700").await.is_empty());
        change(&app, "restore", &id).await;
        assert_eq!(found(&app, "Sadeghi 3,700").await, [id.as_str()]);
        done(&app, "updateAttribution", json!({"id": id, "verb": "said"}), "attribution { id }").await;
        assert_eq!(found(&app, "sadeghi arrests").await, [id]);
    }

    async fn what_was_merged_is_found_by_its_names_until_they_are_parted(app) {
        let keep = agent(&app, "Islamic Republic News Agency").await;
        let (gone, _) = added(&app, json!({"name": "Irna", "kind": "ORGANISATION", "aliases": ["Pars Agency"]})).await;
        merge(&app, &keep, &gone).await;
        for query in ["irna", "pars agency", "islamic republic"] {
            assert_eq!(found(&app, query).await, [keep.as_str()], "{query}");
        }
        // A change of the one kept keeps them.
        done(&app, "updateAgent", json!({"id": keep, "aliases": ["IR News"]}), "agent { id }").await;
        assert_eq!(found(&app, "pars agency").await, [keep.as_str()]);
        let top = agent(&app, "Top").await;
        merge(&app, &top, &keep).await;
        assert_eq!(found(&app, "irna").await, [top.as_str()]);
        part(&app, &keep).await;
        assert_eq!(found(&app, "irna").await, [keep.as_str()]);
        part(&app, &gone).await;
        for query in ["irna", "pars agency"] {
            assert_eq!(found(&app, query).await, [gone.as_str()], "{query}");
        }
    }

    async fn another_name_leads_to_the_record_that_has_it(app) {
        let (reuters, _) = added(&app, json!({"name": "Reuters", "kind": "NEWS_AGENCY", "slug": "tr", "aliases": ["Thomson-Reuters", "رويترز"]})).await;
        for name in ["reuters", "REÜTERS!", "thomson reuters", "رویترز"] {
            let got = added(&app, json!({"name": name, "kind": "NEWS_AGENCY"})).await;
            assert_eq!(got, (reuters.clone(), false), "{name}");
        }
        // Another kind is another agent, and so is what has a slug of its own.
        assert!(added(&app, json!({"name": "Reuters", "kind": "PERSON"})).await.1);
        assert!(added(&app, json!({"name": "reuters", "kind": "NEWS_AGENCY", "slug": "reuters-two"})).await.1);
    }

    async fn the_name_of_what_was_merged_leads_to_the_one_kept(app) {
        let keep = agent(&app, "Islamic Republic News Agency").await;
        let (gone, _) = added(&app, json!({"name": "Irna", "kind": "ORGANISATION", "slug": "old", "aliases": ["Pars"]})).await;
        merge(&app, &keep, &gone).await;
        for input in [
            json!({"name": "Irna", "kind": "ORGANISATION"}),
            json!({"name": "pars", "kind": "ORGANISATION"}),
            json!({"name": "Irna", "kind": "ORGANISATION", "slug": "old"}),
        ] {
            assert_eq!(added(&app, input.clone()).await, (keep.clone(), false), "{input}");
        }
    }

    async fn a_name_that_two_records_share_is_not_guessed(app) {
        let mut ids = Vec::new();
        for name in ["Alpha", "Bravo"] {
            ids.push(added(&app, json!({"name": name, "kind": "ORGANISATION", "aliases": ["The Front"]})).await.0);
        }
        let (code, path, message) = refused(&app, "addAgent", json!({"name": "the front", "kind": "ORGANISATION"})).await;
        assert_eq!((code.as_str(), path.as_str()), ("CONFLICT", "input.name"));
        assert!(ids.iter().all(|id| message.contains(id)), "{message}");
    }

    async fn adding_what_was_retracted_says_to_restore_it(app) {
        let killed = measure(&app, "Killed").await;
        let number = statistic(&app, &killed, "killed").await;
        let fars = agent(&app, "Fars").await;
        let source = json!({"url": "https://example.org/a", "title": "A", "kind": "ARTICLE"});
        let source_id = text(&done(&app, "addSource", source.clone(), "source { id }").await["source"]["id"]);
        for (id, verb, input, path) in [
            (&fars, "addAgent", json!({"name": "Fars", "kind": "ORGANISATION"}), "input"),
            (&source_id, "addSource", source, "input"),
            (&number, "addStatistic", json!({"measure": {"id": killed}}), "input"),
            (&number, "recordClaim", json!({
                "statistic": {"key": {"measure": {"id": killed}}}, "quantity": {"text": "21"},
                "attributions": [{"source": {"new": {"title": "T", "kind": "ARTICLE"}}}],
            }), "input.statistic.key"),
            (&number, "recordClaim", json!({
                "statistic": {"id": number}, "quantity": {"text": "21"},
                "attributions": [{"source": {"new": {"title": "T", "kind": "ARTICLE"}}}],
            }), "input.statistic"),
        ] {
            change(&app, "retract", id).await;
            let (code, at, message) = refused(&app, verb, input).await;
            assert_eq!((code.as_str(), at.as_str()), ("CONFLICT", path), "{verb}: {message}");
            assert!(message.contains(id.as_str()) && message.contains("restore"), "{message}");
            change(&app, "restore", id).await;
        }
    }

    async fn recording_a_retracted_claim_or_attribution_says_to_restore_it(app) {
        let number = statistic(&app, &measure(&app, "Killed").await, "killed").await;
        let said = json!({
            "statistic": {"id": number}, "quantity": {"text": "21"},
            "attributions": [{"source": {"new": {"title": "T", "kind": "ARTICLE"}}}],
        });
        let got = done(&app, "recordClaim", said.clone(), "claim { id } newAttributions { id }").await;
        for (id, path) in [(&got["claim"]["id"], "input"), (&got["newAttributions"][0]["id"], "input.attributions.0")] {
            let id = text(id);
            change(&app, "retract", &id).await;
            let (code, at, message) = refused(&app, "recordClaim", said.clone()).await;
            assert_eq!((code.as_str(), at.as_str()), ("CONFLICT", path), "{message}");
            assert!(message.contains(&id), "{message}");
            change(&app, "restore", &id).await;
        }
    }

    async fn a_statistic_that_counts_is_found_before_a_retracted_one(app) {
        let (killed, deaths) = (measure(&app, "Killed").await, measure(&app, "Deaths").await);
        let (older, younger) = (statistic(&app, &deaths, "deaths").await, statistic(&app, &killed, "killed").await);
        change(&app, "retract", &older).await;
        merge(&app, &killed, &deaths).await;
        let got = done(&app, "addStatistic", json!({"measure": {"id": deaths}}), "isNew statistic { id }").await;
        assert_eq!(got, json!({"isNew": false, "statistic": {"id": younger}}));
    }

    async fn parting_is_told_of_the_statistic_that_stays(app) {
        let (killed, deaths) = (measure(&app, "Killed").await, measure(&app, "Deaths").await);
        let (older, younger) = (statistic(&app, &deaths, "deaths").await, statistic(&app, &killed, "killed").await);
        merge(&app, &deaths, &killed).await;
        part(&app, &killed).await;
        for id in [&older, &younger] {
            let got = app.data(&format!(r#"{{ node(id: "{id}") {{ ... on Statistic {{ history {{ nodes {{ action }} }} }} }} }}"#)).await;
            let history = got["node"]["history"]["nodes"].as_array().expect("nodes").clone();
            assert_eq!(history.last().expect("a change")["action"], "UNMERGED", "{id}");
        }
    }

    async fn a_claim_that_is_set_back_has_the_findings_of_its_number(app) {
        let number = statistic(&app, &measure(&app, "Killed").await, "killed").await;
        let id = claim(&app, &number, "21 cities", "Fars").await;
        let look = format!(r#"{{ node(id: "{id}") {{ ... on Claim {{ findings {{ code }} history {{ nodes {{ id }} }} }} }} }}"#);
        let before = app.data(&look).await["node"]["findings"].take();
        assert_eq!(before, json!([{"code": "OTHER_UNIT"}]));
        done(&app, "updateClaim", json!({"id": id, "quantity": {"text": "21"}}), "claim { id }").await;
        let mut changed = app.data(&look).await["node"].take();
        assert_eq!(changed["findings"], json!([]));
        let revision = changed["history"]["nodes"][1]["id"].take();
        done(&app, "revert", json!({"revision": revision, "reason": "undone"}), "node { id }").await;
        assert_eq!(app.data(&look).await["node"]["findings"], before);
    }

    async fn other_fields_of_a_known_attribution_are_refused(app) {
        let number = statistic(&app, &measure(&app, "Arrested").await, "arrested").await;
        let number = claim(&app, &number, "3,700", "Fars").await;
        let full = json!({
            "stance": "DENIES", "verb": "said", "hedge": "REPORTEDLY", "hedgeText": "as it is heard",
            "saidOn": "2018-01-09", "originality": "OWN_REPORTING",
            "via": [{"new": {"name": "Ilna", "kind": "NEWS_AGENCY"}}],
            "quote": {"exact": "3,700 were arrested", "language": "fa", "translation": "3,700 in English"},
        });
        let got = done(&app, "attributeClaim", said(&number, &full), "attribution { id }").await;
        let id = text(&got["attribution"]["id"]);
        for same in [json!({}), full] {
            let got = done(&app, "attributeClaim", said(&number, &same), "isNew").await;
            assert_eq!(got["isNew"], false);
        }
        for (field, value, path) in [
            ("stance", json!("ASSERTS"), "stance"),
            ("verb", json!("admitted"), "verb"),
            ("hedge", json!("NONE"), "hedge"),
            ("hedgeText", json!("it is feared"), "hedgeText"),
            ("saidOn", json!("2018-01-10"), "saidOn"),
            ("originality", json!("UNKNOWN"), "originality"),
            ("quantityText", json!("some 3,700"), "quantityText"),
            ("via", json!([{"new": {"name": "Fars", "kind": "NEWS_AGENCY"}}]), "via"),
            ("quote", json!({"exact": "3,700 were arrested", "translation": "another"}), "quote.translation"),
        ] {
            let (code, at, message) = refused(&app, "attributeClaim", said(&number, &json!({field: value}))).await;
            assert_eq!((code, at), ("CONFLICT".to_owned(), format!("input.attribution.{path}")));
            assert!(message.contains(&id) && message.contains("updateAttribution"), "{message}");
        }
    }
}
