//! Recording: one transaction, each thing once, and nothing of what is refused.

use serde_json::{Value, json};

use crate::support::{App, both, holder};

/// A request that records a claim, and answers with everything that a test may ask about it.
pub const RECORD: &str = "mutation($input: RecordClaimInput!) { recordClaim(input: $input) {
    isNew
    claim {
        id kind text revision asOf status
        quantity { text qualifier value low high reading { low high soft } }
        statistic { slug title } event { slug }
        findings { code severity message }
    }
    newAttributions {
        id revision stance verb hedge hedgeText quantityText saidOn originality status
        agent { slug name } via { slug } source { title url }
        quote { exact prefix suffix start end language translation status }
        findings { code severity message }
    }
    similar { id }
    userErrors { code message path }
} }";

/// Two measures, an event and a place, under the slugs people-arrested, cities-with-protests, iran-protests
/// and iran.
pub async fn world(app: &App) {
    app.data(
        r#"mutation {
            a: addMeasure(input: {name: "People arrested", slug: "people-arrested", definition: "Taken into custody, released or not.", unit: "person", accumulation: CUMULATIVE}) { userErrors { message } }
            b: addMeasure(input: {name: "Damage", slug: "damage", definition: "What was destroyed.", unit: "USD", valueType: MONEY, accumulation: CUMULATIVE}) { userErrors { message } }
            c: addEvent(input: {name: "Iran protests", slug: "iran-protests", kind: PROTEST, start: "2017-12-28", end: "2018-01-07"}) { userErrors { message } }
            d: addPlace(input: {name: "Iran", slug: "iran", kind: COUNTRY}) { userErrors { message } }
        }"#,
    )
    .await;
}

/// The input of a claim about how many were arrested, made in one article.
pub fn arrested(words: &str) -> Value {
    json!({
        "statistic": {"key": {"measure": {"slug": "people-arrested"}, "event": {"slug": "iran-protests"}}},
        "quantity": {"text": words},
        "attributions": [article("https://example.org/a", "Arrests in Iran")],
    })
}

/// An attribution in the voice of an article.
pub fn article(url: &str, title: &str) -> Value {
    json!({"source": {"new": {"url": url, "title": title, "kind": "ARTICLE", "publishedOn": "2018-01-22"}}})
}

/// Records a claim that must be taken.
pub async fn recorded(app: &App, input: Value) -> Value {
    let got = record(app, input).await;
    assert_eq!(got["userErrors"], json!([]), "{got:#}");
    got
}

/// Records a claim that must be refused, and checks that this left no trace.
pub async fn refused(app: &App, input: Value) -> Value {
    let before = traces(app).await;
    let mut got = record(app, input).await;
    assert_eq!(got["claim"], Value::Null, "{got:#}");
    assert_eq!(traces(app).await, before);
    got["userErrors"][0].take()
}

async fn record(app: &App, input: Value) -> Value {
    let mut response = app.run_with(RECORD, json!({"input": input})).await;
    assert!(response.get("errors").is_none(), "{response:#}");
    response["data"]["recordClaim"].take()
}

/// How many records there are of each kind, and how many revisions.
pub async fn traces(app: &App) -> Value {
    let mut got = app
        .data(
            "{ statistics { totalCount } claims { totalCount } attributions { totalCount }
               sources { totalCount } agents { totalCount } findings { totalCount } }",
        )
        .await;
    got["revisions"] = revisions(app).await.into();
    got
}

async fn revisions(app: &App) -> usize {
    use sea_orm::{EntityTrait as _, PaginatorTrait as _};
    let count = entity::revision::Entity::find().count(app.session.db.writer()).await;
    usize::try_from(count.expect("a count")).expect("few")
}

both! {
    async fn a_claim_is_recorded_with_all_that_it_names(app) {
        world(&app).await;
        let got = recorded(&app, json!({
            "statistic": {"key": {"measure": {"slug": "people-arrested"}, "event": {"slug": "iran-protests"}, "place": {"slug": "iran"}, "population": "protesters"}},
            "quantity": {"text": "at least 8,000"},
            "asOf": "2018-01-17",
            "attributions": [{
                "source": {"new": {"title": "Eight thousand", "kind": "ARTICLE", "publisher": {"new": {"name": "The Post", "kind": "NEWS_OUTLET"}}}},
                "agent": {"new": {"name": "The MEK network", "kind": "ORGANISATION"}},
                "via": [{"new": {"name": "Reuters", "kind": "NEWS_AGENCY"}}, {"slug": "reuters"}],
                "quote": {"exact": "at least 8,000 were arrested"},
                "verb": "said", "hedge": "REPORTEDLY", "hedgeText": "reportedly", "saidOn": "2018-01-17", "originality": "RELAYED",
            }],
        })).await;
        assert_eq!(got["isNew"], true);
        let claim = &got["claim"];
        assert_eq!(claim["kind"], "STATISTICAL");
        assert_eq!(claim["revision"], 1);
        assert_eq!(claim["asOf"], "2018-01-17");
        let title = claim["statistic"]["title"].as_str().expect("a title");
        assert_eq!(claim["text"], format!("{title}: at least 8,000"));
        assert_eq!(claim["quantity"], json!({
            "text": "at least 8,000", "qualifier": "AT_LEAST", "value": 8000.0, "low": 8000.0, "high": null,
            "reading": {"low": 8000.0, "high": null, "soft": false},
        }));
        assert_eq!(claim["findings"], json!([]));
        let said = &got["newAttributions"][0];
        assert_eq!(said["agent"]["slug"], "the-mek-network");
        assert_eq!(said["via"], json!([{"slug": "reuters"}]));
        assert_eq!(said["stance"], "ASSERTS");
        assert_eq!(said["hedge"], "REPORTEDLY");
        assert_eq!(said["quantityText"], Value::Null);
        assert_eq!(said["quote"]["status"], "NO_TEXT");
        assert_eq!(said["findings"], json!([]));
    }

    async fn recording_twice_changes_nothing_and_says_so(app) {
        world(&app).await;
        let first = recorded(&app, arrested("about 3,700")).await;
        let before = traces(&app).await;
        app.wait_minutes(1);
        let second = recorded(&app, arrested("about 3,700")).await;
        assert_eq!(first["isNew"], true);
        assert_eq!(second["isNew"], false);
        assert_eq!(second["claim"], first["claim"]);
        assert_eq!(second["newAttributions"], json!([]));
        assert_eq!(traces(&app).await, before);
    }

    async fn the_same_figure_elsewhere_is_another_attribution_in_its_own_words(app) {
        world(&app).await;
        let first = recorded(&app, arrested("at least 8,000")).await;
        let mut elsewhere = arrested("no fewer than 8,000");
        elsewhere["attributions"] = json!([article("https://example.org/b", "More arrests"), article("https://example.org/a", "Arrests in Iran")]);
        let second = recorded(&app, elsewhere).await;
        assert_eq!(second["isNew"], false);
        assert_eq!(second["claim"], first["claim"]);
        let new = second["newAttributions"].as_array().expect("a list");
        assert_eq!(new.len(), 1);
        assert_eq!(new[0]["source"]["url"], "https://example.org/b");
        assert_eq!(new[0]["quantityText"], "no fewer than 8,000");
    }

    async fn another_qualifier_or_moment_is_another_claim_and_is_shown_as_similar(app) {
        world(&app).await;
        let exact = recorded(&app, arrested("3,700")).await;
        let about = recorded(&app, arrested("about 3,700")).await;
        assert_eq!(about["isNew"], true);
        assert_eq!(about["similar"], json!([{"id": exact["claim"]["id"]}]));
        let mut dated = arrested("3,700");
        dated["asOf"] = json!("2018-01-09");
        let dated = recorded(&app, dated).await;
        assert_eq!(dated["isNew"], true);
        assert_eq!(dated["similar"].as_array().expect("a list").len(), 2);
        assert_eq!(recorded(&app, arrested("3,701")).await["similar"], json!([]));
    }

    async fn a_statement_is_its_words_and_its_event(app) {
        world(&app).await;
        let statement = |text: &str| json!({"event": {"slug": "iran-protests"}, "text": text, "attributions": [article("https://example.org/a", "A")]});
        let first = recorded(&app, statement("The incidents were organised")).await;
        assert_eq!(first["claim"]["kind"], "STATEMENT");
        assert_eq!(first["claim"]["quantity"], Value::Null);
        assert_eq!(first["claim"]["event"]["slug"], "iran-protests");
        let second = recorded(&app, statement("“The incidents  were organised.”")).await;
        assert_eq!(second["isNew"], false);
        assert_eq!(second["claim"], first["claim"]);
    }

    async fn a_number_has_a_statistic_and_a_statement_has_none(app) {
        world(&app).await;
        let said = json!([article("https://example.org/a", "A")]);
        for (input, path) in [
            (json!({"quantity": {"text": "3"}, "attributions": said}), "statistic"),
            (json!({"attributions": said}), "text"),
            (json!({"statistic": {"key": {"measure": {"slug": "people-arrested"}}}, "text": "Some", "attributions": said}), "quantity"),
            (json!({"statistic": {"key": {"measure": {"slug": "people-arrested"}}}, "event": {"slug": "iran-protests"}, "quantity": {"text": "3"}, "attributions": said}), "event"),
            (json!({"text": "The incidents were organised", "attributions": []}), "attributions"),
            (json!({"text": " ", "attributions": said}), "text"),
        ] {
            let error = refused(&app, input.clone()).await;
            assert_eq!(error["code"], "BAD_USER_INPUT", "{input}");
            assert_eq!(error["path"], json!(["input", path]), "{input}");
        }
    }

    async fn what_is_refused_leaves_nothing_behind_and_names_the_field(app) {
        world(&app).await;
        let mut input = arrested("3,700");
        input["attributions"] = json!([
            article("https://example.org/new", "New"),
            {"source": {"new": {"url": "ftp://example.org", "title": "X", "kind": "ARTICLE"}}, "agent": {"new": {"name": "Somebody", "kind": "PERSON"}}},
        ]);
        let error = refused(&app, input).await;
        assert_eq!(error["path"], json!(["input", "attributions", "1", "source", "new", "url"]));

        let mut input = arrested("3,700");
        input["attributions"] = json!([{"source": {"url": "https://example.org/unknown"}}]);
        let error = refused(&app, input).await;
        assert_eq!(error["code"], "NOT_FOUND");
        assert_eq!(error["path"], json!(["input", "attributions", "0", "source", "url"]));

        let mut input = arrested("3,700");
        input["attributions"][0]["via"] = json!([{"slug": "nobody"}]);
        let error = refused(&app, input).await;
        assert_eq!(error["path"], json!(["input", "attributions", "0", "via", "0", "slug"]));

        for (quantity, path) in [
            (json!({"text": "hello"}), "text"),
            (json!({"text": "between 9 and 4", "qualifier": "BETWEEN", "low": 9, "high": 4}), "low"),
            (json!({"text": "2.5"}), "text"),
            (json!({"text": "x", "qualifier": "AT_LEAST"}), "value"),
            (json!({"text": "about 3,700", "value": 5000}), "qualifier"),
            (json!({"text": "-5", "qualifier": "EXACT", "value": -5}), "value"),
        ] {
            let mut input = arrested("");
            input["quantity"] = quantity.clone();
            let error = refused(&app, input).await;
            let at = &error["path"].as_array().expect("a path")[1..];
            assert_eq!(at[0], "quantity", "{quantity}: {error}");
            assert_eq!(at.last(), Some(&json!(path)), "{quantity}: {error}");
        }
    }

    async fn an_unknown_statistic_is_named(app) {
        world(&app).await;
        let mut input = arrested("3");
        input["statistic"] = json!({"slug": "nothing"});
        let error = refused(&app, input).await;
        assert_eq!(error["code"], "NOT_FOUND");
        assert_eq!(error["path"], json!(["input", "statistic", "slug"]));
    }

    async fn fields_are_taken_as_they_are_given(app) {
        world(&app).await;
        let mut input = arrested("");
        input["quantity"] = json!({"text": "nach Angaben mehr als 80", "qualifier": "MORE_THAN", "value": 80});
        let got = recorded(&app, input).await;
        assert_eq!(got["claim"]["quantity"]["low"], 81.0);
        assert_eq!(recorded(&app, arrested("more than 80")).await["claim"]["id"], got["claim"]["id"]);
        // The numbers agree with the words, whose qualifier is then taken.
        let mut input = arrested("");
        input["quantity"] = json!({"text": "about 3,700", "value": 3700});
        assert_eq!(recorded(&app, input).await["claim"]["quantity"]["qualifier"], "ABOUT");
    }

    async fn amounts_of_money_may_have_fractions(app) {
        world(&app).await;
        let mut input = arrested("2.5");
        input["statistic"] = json!({"key": {"measure": {"slug": "damage"}}});
        assert_eq!(recorded(&app, input).await["claim"]["quantity"]["value"], 2.5);
    }

    async fn what_is_not_guessed_is_a_finding(app) {
        world(&app).await;
        for (words, code) in [("1.500", "AMBIGUOUS_NUMBER"), ("9007199254740993", "INEXACT_NUMBER"), ("32 cities", "OTHER_UNIT")] {
            let got = recorded(&app, arrested(words)).await;
            assert_eq!(got["claim"]["findings"][0]["code"], code, "{got:#}");
            assert_eq!(got["claim"]["findings"].as_array().expect("a list").len(), 1, "{got:#}");
        }
        assert_eq!(recorded(&app, arrested("33 people")).await["claim"]["findings"], json!([]));
        // The same figure of something else, elsewhere: it is noticed there.
        let mut elsewhere = arrested("33 cities");
        elsewhere["attributions"] = json!([article("https://example.org/b", "B")]);
        let got = recorded(&app, elsewhere).await;
        assert_eq!(got["claim"]["findings"], json!([]));
        assert_eq!(got["newAttributions"][0]["findings"][0]["code"], "OTHER_UNIT");
        // What is noticed once is not noticed again.
        let before = traces(&app).await;
        recorded(&app, arrested("1.500")).await;
        assert_eq!(traces(&app).await, before);
    }

    async fn a_key_makes_a_repeated_request_safe(app) {
        world(&app).await;
        let mut input = arrested("3,700");
        input["idempotencyKey"] = json!("k-1");
        let first = recorded(&app, input.clone()).await;
        let before = traces(&app).await;
        app.wait_minutes(1);
        let second = recorded(&app, input.clone()).await;
        assert_eq!(second, first);
        assert_eq!(traces(&app).await, before);

        let mut other = arrested("3,701");
        other["idempotencyKey"] = json!("k-1");
        let error = refused(&app, other.clone()).await;
        assert_eq!(error["code"], "CONFLICT");
        assert_eq!(error["path"], json!(["input", "idempotencyKey"]));
        assert!(error["message"].as_str().expect("a text").contains("k-1"));

        // Another holder's key of the same name is another key.
        let mut somebody = holder(entity::vocab::Role::Contributor);
        if let claimbase::app::Actor::Key(viewer) = &mut somebody {
            viewer.key_id = uuid::Uuid::from_u128(2);
        }
        let got = app.run_as(somebody, RECORD, json!({"input": other})).await;
        assert_eq!(got["data"]["recordClaim"]["isNew"], true, "{got:#}");
    }

    async fn a_key_repeats_the_answer_even_after_the_claim_was_changed(app) {
        world(&app).await;
        let mut input = arrested("3,700");
        input["idempotencyKey"] = json!("k-1");
        let first = recorded(&app, input.clone()).await;
        app.wait_minutes(1);
        let id = first["claim"]["id"].as_str().expect("an id");
        app.data(&format!(r#"mutation {{ updateClaim(input: {{id: "{id}", quantity: {{text: "3,800"}}}}) {{ userErrors {{ message }} }} }}"#)).await;
        let second = recorded(&app, input).await;
        assert_eq!(second["isNew"], true);
        assert_eq!(second["claim"]["id"], first["claim"]["id"]);
        assert_eq!(second["claim"]["quantity"]["value"], 3800.0);
    }

    async fn a_reader_may_not_record(app) {
        world(&app).await;
        let reader = holder(entity::vocab::Role::Reader);
        let got = app.run_as(reader, RECORD, json!({"input": arrested("3")})).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }
}
