//! Attributions: where a claim is made, its quotes, and changing them.

use serde_json::{Value, json};

use crate::{
    record::{arrested, article, recorded, refused, traces, world},
    support::{App, both},
};

const FIELDS: &str = "id revision stance verb hedge hedgeText quantityText saidOn originality
    agent { slug } via { slug } quote { exact prefix suffix start end status language translation }
    findings { code severity message }";

async fn run(app: &App, name: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let is_new = if name.starts_with("attribute") { "isNew" } else { "" };
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ {is_new} attribution {{ {FIELDS} }} userErrors {{ code message path }} }} }}"
    );
    let mut response = app.run_with(&query, json!({"input": input})).await;
    assert!(response.get("errors").is_none(), "{response:#}");
    response["data"][name].take()
}

const TEXT: &str = "Officials said that 25 people died. At least 8,000 were arrested, said the group. At least 8,000 were arrested, it repeated.";

/// The attribution of "at least 8,000" in a source whose text is kept.
fn quoted(public: bool, quote: Value) -> Value {
    let mut input = arrested("at least 8,000");
    input["attributions"][0]["source"]["new"]["text"] = json!(TEXT);
    input["attributions"][0]["source"]["new"]["textIsPublic"] = json!(public);
    input["attributions"][0]["quote"] = quote;
    input
}

async fn first(app: &App, input: Value) -> Value {
    recorded(app, input).await["newAttributions"][0].take()
}

both! {
    async fn a_claim_is_attributed_once_more_and_once_only(app) {
        world(&app).await;
        let claim = recorded(&app, arrested("3,700")).await["claim"]["id"].clone();
        let input = json!({"claim": claim, "attribution": {
            "source": {"new": {"url": "https://example.org/b", "title": "B", "kind": "REPORT"}},
            "agent": {"new": {"name": "Mahmoud Sadeghi", "kind": "PERSON"}}, "quantityText": "some 3,700", "stance": "DENIES",
        }});
        let got = run(&app, "attributeClaim", input.clone()).await;
        assert_eq!(got["isNew"], true, "{got:#}");
        assert_eq!(got["attribution"]["stance"], "DENIES");
        assert_eq!(got["attribution"]["quantityText"], "some 3,700");
        let before = traces(&app).await;
        let again = run(&app, "attributeClaim", input).await;
        assert_eq!(again["isNew"], false);
        assert_eq!(again["attribution"], got["attribution"]);
        assert_eq!(traces(&app).await, before);
    }

    async fn another_agent_or_quote_is_another_attribution(app) {
        world(&app).await;
        let claim = recorded(&app, arrested("3,700")).await["claim"]["id"].clone();
        let source = json!({"url": "https://example.org/a"});
        for attribution in [
            json!({"source": source, "agent": {"new": {"name": "A", "kind": "PERSON"}}}),
            json!({"source": source, "quote": {"exact": "3,700 arrested"}}),
            json!({"source": source, "quote": {"exact": "arrested 3,700"}}),
        ] {
            let got = run(&app, "attributeClaim", json!({"claim": claim, "attribution": attribution})).await;
            assert_eq!(got["isNew"], true, "{got:#}");
        }
        let got = run(&app, "attributeClaim", json!({"claim": claim, "attribution": {"source": source, "quote": {"exact": " 3,700\n arrested"}}})).await;
        assert_eq!(got["isNew"], false);
    }

    async fn an_unknown_claim_is_named(app) {
        let id = "claim_01h455vb4pex5vsknk084sn02q";
        let got = run(&app, "attributeClaim", json!({"claim": id, "attribution": article("https://example.org/a", "A")})).await;
        assert_eq!(got["userErrors"][0], json!({"code": "NOT_FOUND", "message": format!("there is no claim {id}"), "path": ["input", "claim"]}));
        let got = run(&app, "attributeClaim", json!({"claim": "agent_01h455vb4pex5vsknk084sn02q", "attribution": article("https://example.org/a", "A")})).await;
        assert_eq!(got["userErrors"][0]["path"], json!(["input", "claim"]));
    }

    async fn a_quote_is_found_in_the_text_of_its_source(app) {
        world(&app).await;
        let said = first(&app, quoted(true, json!({"exact": "said that 25 people died"}))).await;
        assert_eq!(said["quote"]["status"], "ANCHORED");
        assert_eq!((said["quote"]["start"].as_i64(), said["quote"]["end"].as_i64()), (Some(10), Some(34)));
        assert_eq!(said["quote"]["prefix"], "Officials ");
        assert_eq!(said["findings"][0]["code"], "NOT_IN_QUOTE");
        assert_eq!(said["findings"][0]["severity"], "WARNING");

        let said = first(&app, quoted(true, json!({"exact": "At least 8,000 were arrested"}))).await;
        assert_eq!(said["quote"]["status"], "AMBIGUOUS");
        assert_eq!(said["quote"]["start"], Value::Null);
        assert_eq!(said["findings"][0]["code"], "QUOTE_AMBIGUOUS");

        let said = first(&app, quoted(true, json!({"exact": "8,000 were arrested", "suffix": ", it repeated."}))).await;
        assert_eq!(said["quote"]["status"], "ANCHORED");
        assert_eq!(said["findings"], json!([]));

        let said = first(&app, quoted(true, json!({"exact": "8,000 are in prison"}))).await;
        assert_eq!(said["quote"]["status"], "ORPHANED");
        assert_eq!(said["findings"][0]["code"], "QUOTE_NOT_FOUND");
    }

    async fn a_text_that_is_not_public_is_not_given_away_by_quotes(app) {
        world(&app).await;
        let said = first(&app, quoted(false, json!({"exact": "said that 25 people died"}))).await;
        assert_eq!(said["quote"]["status"], "ANCHORED");
        assert_eq!(said["quote"]["prefix"], Value::Null);
        assert_eq!(said["quote"]["suffix"], Value::Null);
    }

    async fn the_figure_may_stand_in_the_translation(app) {
        world(&app).await;
        let mut input = arrested("3,700");
        input["attributions"] = json!([
            {"source": {"new": {"url": "https://example.org/fa", "title": "F", "kind": "ARTICLE"}}, "quote": {"exact": "۳۷۰۰ نفر بازداشت شدند", "language": "fa"}},
            {"source": {"url": "https://example.org/fa"}, "quote": {"exact": "le 9 janvier, trois mille sept cents arrestations", "language": "fr", "translation": "on 9 January, 3,700 arrests"}},
            {"source": {"url": "https://example.org/fa"}, "quote": {"exact": "many were arrested"}, "stance": "DENIES"},
        ]);
        let got = recorded(&app, input).await;
        let codes: Vec<&Value> = got["newAttributions"].as_array().expect("a list").iter().map(|said| &said["findings"]).collect();
        assert_eq!(codes[0], &json!([]));
        assert_eq!(codes[1], &json!([]));
        assert_eq!(codes[2][0]["code"], "NOT_IN_QUOTE");
        assert_eq!(codes[2][0]["severity"], "INFO");
    }

    async fn words_of_another_unit_are_noticed_where_they_stand(app) {
        world(&app).await;
        let mut input = arrested("32");
        input["attributions"][0]["quantityText"] = json!("32 cities");
        let got = recorded(&app, input).await;
        assert_eq!(got["claim"]["findings"], json!([]));
        assert_eq!(got["newAttributions"][0]["findings"][0]["code"], "OTHER_UNIT");
    }

    async fn a_quote_that_cannot_be_is_refused(app) {
        world(&app).await;
        for (quote, field) in [
            (json!({"exact": " "}), "exact"),
            (json!({"exact": "x".repeat(10_001)}), "exact"),
            (json!({"exact": "abc", "start": -1}), "start"),
            (json!({"exact": "abc", "start": 4, "end": 9}), "end"),
            (json!({"exact": "abc", "end": 2}), "end"),
            (json!({"exact": "abc", "start": i32::MAX}), "end"),
            (json!({"exact": "abc", "language": "in English"}), "language"),
        ] {
            let mut input = arrested("3,700");
            input["attributions"][0]["quote"] = quote.clone();
            let error = refused(&app, input).await;
            assert_eq!(error["path"], json!(["input", "attributions", "0", "quote", field]), "{quote}: {error}");
        }
        let mut input = json!({"text": "It was organised", "attributions": [article("https://example.org/a", "A")]});
        input["attributions"][0]["quantityText"] = json!("3");
        let error = refused(&app, input).await;
        assert_eq!(error["path"], json!(["input", "attributions", "0", "quantityText"]));
    }

    async fn positions_count_code_points_without_the_space_around_a_quote(app) {
        world(&app).await;
        let mut input = arrested("3,700");
        input["attributions"][0]["quote"] = json!({"exact": " ۳۷۰۰ نفر\n", "start": 10, "end": 20, "prefix": "p".repeat(40) + " ", "suffix": " ".to_owned() + &"s".repeat(40)});
        let quote = first(&app, input).await["quote"].take();
        assert_eq!((quote["start"].as_i64(), quote["end"].as_i64()), (Some(11), Some(19)));
        assert_eq!(quote["prefix"], "p".repeat(31) + " ");
        assert_eq!(quote["suffix"], " ".to_owned() + &"s".repeat(31));
    }

    async fn attributions_are_sorted_by_saying_then_by_publishing(app) {
        use sea_orm::{EntityTrait as _, QueryOrder as _};
        world(&app).await;
        let mut input = arrested("3,700");
        input["attributions"] = json!([
            {"source": {"new": {"url": "https://example.org/undated", "title": "U", "kind": "POST"}}},
            article("https://example.org/a", "A"),
            {"source": {"new": {"url": "https://example.org/said", "title": "S", "kind": "POST", "publishedOn": "2019"}}, "saidOn": "2018-01-09"},
        ]);
        recorded(&app, input).await;
        let rows = entity::attribution::Entity::find().order_by_asc(entity::attribution::Column::SortDate).all(app.session.db.writer()).await.expect("rows");
        let dates: Vec<String> = rows.iter().map(|row| row.sort_date.to_string()).collect();
        assert_eq!(dates, ["2018-01-09", "2018-01-22", "9999-12-31"]);
    }

    async fn an_attribution_is_changed_and_emptied(app) {
        world(&app).await;
        let said = first(&app, quoted(true, json!({"exact": "said that 25 people died"}))).await;
        let got = run(&app, "updateAttribution", json!({
            "id": said["id"], "expectedRevision": 1, "reason": "the wrong sentence",
            "agent": {"new": {"name": "The group", "kind": "ORGANISATION"}}, "via": [{"new": {"name": "Reuters", "kind": "NEWS_AGENCY"}}],
            "quote": {"exact": "At least 8,000 were arrested, said the group"}, "quantityText": "At least 8,000", "stance": "QUESTIONS",
            "verb": "said", "hedge": "ALLEGEDLY", "hedgeText": "allegedly", "saidOn": "2018-01-17", "originality": "RELAYED",
        })).await;
        let changed = &got["attribution"];
        assert_eq!(got["userErrors"], json!([]));
        assert_eq!(changed["revision"], 2);
        assert_eq!(changed["agent"]["slug"], "the-group");
        assert_eq!(changed["via"], json!([{"slug": "reuters"}]));
        assert_eq!(changed["quote"]["status"], "ANCHORED");
        assert_eq!(changed["findings"], json!([]));
        assert_eq!(changed["saidOn"], "2018-01-17");
        let got = run(&app, "updateAttribution", json!({"id": said["id"], "agent": null, "via": [], "quote": null, "quantityText": null, "verb": null, "hedge": "NONE", "hedgeText": null, "saidOn": null})).await;
        let emptied = &got["attribution"];
        assert_eq!(emptied["revision"], 3, "{got:#}");
        for field in ["agent", "quote", "quantityText", "verb", "hedgeText", "saidOn"] {
            assert_eq!(emptied[field], Value::Null, "{field}");
        }
        assert_eq!(emptied["stance"], "QUESTIONS");
        let before = traces(&app).await;
        run(&app, "updateAttribution", json!({"id": said["id"], "verb": null, "stance": "QUESTIONS"})).await;
        assert_eq!(traces(&app).await, before);
    }

    async fn a_change_into_another_attribution_names_that_one(app) {
        world(&app).await;
        let mut input = arrested("3,700");
        input["attributions"] = json!([article("https://example.org/a", "A"), {"source": {"url": "https://example.org/a"}, "agent": {"new": {"name": "A", "kind": "PERSON"}}}]);
        let got = recorded(&app, input).await;
        let (one, two) = (&got["newAttributions"][0]["id"], &got["newAttributions"][1]["id"]);
        let got = run(&app, "updateAttribution", json!({"id": two, "agent": null})).await;
        assert_eq!(got["userErrors"][0]["code"], "CONFLICT");
        assert!(got["userErrors"][0]["message"].as_str().expect("a text").contains(one.as_str().expect("an id")));
        let got = run(&app, "updateAttribution", json!({"id": two, "expectedRevision": 4, "verb": "said"})).await;
        assert_eq!(got["userErrors"][0]["code"], "STALE_REVISION");
    }

    async fn an_attribution_to_a_merged_agent_is_still_the_same(app) {
        use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};
        world(&app).await;
        let to = |name: &str, quote: &str| {
            let mut input = arrested("3,700");
            input["attributions"][0]["agent"] = json!({"new": {"name": name, "kind": "ORGANISATION"}});
            input["attributions"][0]["quote"] = json!({"exact": quote});
            input
        };
        let said = first(&app, to("MKO", "3,700 of them")).await;
        first(&app, to("MEK", "about 3,700 of them")).await;
        // As a merge leaves it.
        let writer = app.session.db.writer();
        let all = entity::agent::Entity::find().all(writer).await.expect("rows");
        let of = |slug: &str| all.iter().find(|row| row.slug == slug).expect("a row").clone();
        let (kept, mut merged) = (of("mek"), of("mko").into_active_model());
        merged.canonical_id = Set(kept.id);
        merged.update(writer).await.expect("an update");
        assert_eq!(recorded(&app, to("MEK", "3,700 of them")).await["newAttributions"], json!([]));
        let got = run(&app, "updateAttribution", json!({"id": said["id"], "quote": {"exact": "about 3,700 of them"}})).await;
        assert_eq!(got["userErrors"][0]["code"], "CONFLICT");
        let got = run(&app, "updateAttribution", json!({"id": said["id"], "quote": {"exact": "some 3,700 of them"}})).await;
        assert_eq!(got["userErrors"], json!([]));
        assert_eq!(recorded(&app, to("MEK", "some 3,700 of them")).await["newAttributions"], json!([]));
    }

    async fn quotes_follow_the_text_of_their_source(app) {
        world(&app).await;
        let said = first(&app, quoted(true, json!({"exact": "8,000 are in prison"}))).await;
        assert_eq!(said["findings"][0]["code"], "QUOTE_NOT_FOUND");
        let got = app.data(r#"{ source(url: "https://example.org/a") { id } }"#).await;
        let id = got["source"]["id"].as_str().expect("an id");
        app.data(&format!(r#"mutation {{ updateSource(input: {{id: "{id}", text: "Of them, 8,000 are in prison."}}) {{ userErrors {{ message }} }} }}"#)).await;
        let id = said["id"].as_str().expect("an id");
        let got = app.data(&format!(r#"{{ attribution(id: "{id}") {{ {FIELDS} }} }}"#)).await;
        assert_eq!(got["attribution"]["quote"]["status"], "ANCHORED");
        assert_eq!(got["attribution"]["quote"]["prefix"], "Of them, ");
        assert_eq!(got["attribution"]["findings"], json!([]));
        assert_eq!(got["attribution"]["revision"], 2);
    }

    async fn an_attribution_is_found_by_who_said_what_where(app) {
        use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
        world(&app).await;
        let mut input = arrested("3,700");
        input["attributions"][0]["agent"] = json!({"new": {"name": "Mahmoud Sadeghi", "kind": "PERSON"}});
        recorded(&app, input).await;
        let kind = entity::vocab::RecordKind::Attribution;
        let entry = entity::search_entry::Entity::find().filter(entity::search_entry::Column::RecordKind.eq(kind)).one(app.session.db.writer()).await.expect("a query").expect("an entry");
        for word in ["Sadeghi", "3,700", "Arrests in Iran"] {
            assert!(entry.body.contains(word), "{}", entry.body);
        }
    }

    async fn changes_bear_on_the_statistic_of_the_claim(app) {
        use sea_orm::EntityTrait as _;
        world(&app).await;
        recorded(&app, arrested("3,700")).await;
        let rows = entity::revision::Entity::find().all(app.session.db.writer()).await.expect("rows");
        for kind in [entity::vocab::RecordKind::Claim, entity::vocab::RecordKind::Attribution] {
            let row = rows.iter().find(|row| row.record_kind == kind).expect("a revision");
            assert!(row.statistic_id.is_some(), "{kind:?}");
        }
    }
}
