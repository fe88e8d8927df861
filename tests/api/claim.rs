//! Claims: changing them.

use serde_json::{Value, json};

use crate::{
    record::{arrested, recorded, refused, traces, world},
    support::{App, both},
};

const UPDATE: &str = "mutation($input: UpdateClaimInput!) { updateClaim(input: $input) {
    claim {
        id text revision asOf
        quantity { text qualifier value reading { low high soft } }
        findings { code }
        attributions { nodes { findings { code } } }
    }
    userErrors { code message path }
} }";

async fn update(app: &App, input: Value) -> Value {
    let mut response = app.run_with(UPDATE, json!({"input": input})).await;
    assert!(response.get("errors").is_none(), "{response:#}");
    response["data"]["updateClaim"].take()
}

both! {
    async fn a_changed_number_is_read_again(app) {
        world(&app).await;
        let claim = recorded(&app, arrested("3,700")).await["claim"].take();
        let got = update(&app, json!({"id": claim["id"], "expectedRevision": 1, "reason": "misread", "quantity": {"text": "about 3,700"}})).await;
        let changed = &got["claim"];
        assert_eq!(changed["revision"], 2, "{got:#}");
        assert_eq!(changed["quantity"]["qualifier"], "ABOUT");
        assert_eq!(changed["quantity"]["reading"], json!({"low": 3330.0, "high": 4070.0, "soft": true}));
        assert!(changed["text"].as_str().expect("a text").ends_with(": about 3,700"));
        // It is found under what it says now, and no longer under what it said.
        assert_eq!(recorded(&app, arrested("about 3,700")).await["isNew"], false);
        assert_eq!(recorded(&app, arrested("3,700")).await["isNew"], true);
    }

    async fn a_change_into_another_claim_names_that_one(app) {
        world(&app).await;
        let one = recorded(&app, arrested("3,700")).await["claim"].take();
        let other = recorded(&app, arrested("about 3,700")).await["claim"].take();
        let before = traces(&app).await;
        let got = update(&app, json!({"id": other["id"], "quantity": {"text": "3,700"}})).await;
        let error = &got["userErrors"][0];
        assert_eq!(error["code"], "CONFLICT");
        assert_eq!(error["path"], json!(["input", "quantity"]));
        assert!(error["message"].as_str().expect("a text").contains(one["id"].as_str().expect("an id")));
        assert_eq!(traces(&app).await, before);
    }

    async fn text_and_moment_are_set_and_emptied(app) {
        world(&app).await;
        let claim = recorded(&app, arrested("3,700")).await["claim"].take();
        let got = update(&app, json!({"id": claim["id"], "text": "3,700 were arrested", "asOf": "2018-01"})).await;
        assert_eq!(got["claim"]["text"], "3,700 were arrested");
        assert_eq!(got["claim"]["asOf"], "2018-01");
        let got = update(&app, json!({"id": claim["id"], "asOf": null})).await;
        assert_eq!(got["claim"]["asOf"], Value::Null);
        assert_eq!(got["claim"]["revision"], 3);
        // Text that somebody wrote stays when the number changes.
        let got = update(&app, json!({"id": claim["id"], "quantity": {"text": "3,701"}})).await;
        assert_eq!(got["claim"]["text"], "3,700 were arrested");
    }

    async fn a_change_to_what_is_there_is_none(app) {
        world(&app).await;
        let claim = recorded(&app, arrested("1.500")).await["claim"].take();
        let before = traces(&app).await;
        let got = update(&app, json!({"id": claim["id"], "quantity": {"text": "1.500"}, "text": claim["text"]})).await;
        assert_eq!(got["claim"]["revision"], 1);
        assert_eq!(traces(&app).await, before);
    }

    async fn a_change_from_an_older_revision_is_refused(app) {
        world(&app).await;
        let claim = recorded(&app, arrested("3,700")).await["claim"].take();
        let got = update(&app, json!({"id": claim["id"], "expectedRevision": 7, "text": "X"})).await;
        assert_eq!(got["userErrors"][0]["code"], "STALE_REVISION");
        assert_eq!(got["userErrors"][0]["path"], json!(["input", "expectedRevision"]));
    }

    async fn findings_follow_the_number(app) {
        world(&app).await;
        let mut input = arrested("1.500");
        input["attributions"][0]["quote"] = json!({"exact": "1500 people were arrested"});
        let claim = recorded(&app, input).await["claim"].take();
        assert_eq!(claim["findings"][0]["code"], "AMBIGUOUS_NUMBER");
        let got = update(&app, json!({"id": claim["id"], "quantity": {"text": "1,600"}})).await;
        assert_eq!(got["claim"]["findings"], json!([]));
        assert_eq!(got["claim"]["attributions"]["nodes"], json!([{"findings": [{"code": "NOT_IN_QUOTE"}]}]));
        let got = update(&app, json!({"id": claim["id"], "quantity": {"text": "1,500"}})).await;
        assert_eq!(got["claim"]["attributions"]["nodes"], json!([{"findings": []}]));
    }

    async fn a_statement_takes_no_number(app) {
        world(&app).await;
        let said = arrested("1")["attributions"].clone();
        let one = recorded(&app, json!({"text": "It was organised", "attributions": said})).await["claim"].take();
        let got = update(&app, json!({"id": one["id"], "quantity": {"text": "3"}})).await;
        assert_eq!(got["userErrors"][0]["path"], json!(["input", "quantity"]));
        let two = recorded(&app, json!({"text": "It was not organised", "attributions": said})).await["claim"].take();
        let got = update(&app, json!({"id": two["id"], "text": "It was organised!"})).await;
        assert_eq!(got["userErrors"][0]["code"], "CONFLICT");
        assert_eq!(got["userErrors"][0]["path"], json!(["input", "text"]));
    }

    async fn a_claim_on_a_merged_statistic_is_still_the_same_claim(app) {
        use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};
        world(&app).await;
        let first = recorded(&app, arrested("3,700")).await;
        let mut input = arrested("3,701");
        input["statistic"]["key"]["population"] = json!("protesters");
        let kept = recorded(&app, input.clone()).await;
        // As a merge leaves it.
        let writer = app.session.db.writer();
        let all = entity::statistic::Entity::find().all(writer).await.expect("rows");
        let slug = |got: &Value| got["claim"]["statistic"]["slug"].as_str().expect("a slug").to_owned();
        let of = |slug: String| all.iter().find(|row| row.slug == slug).expect("a row").clone();
        let (old, new) = (of(slug(&first)), of(slug(&kept)));
        let mut old = old.into_active_model();
        old.canonical_id = Set(new.id);
        old.update(writer).await.expect("an update");
        input["quantity"]["text"] = json!("3,700");
        let again = recorded(&app, input).await;
        assert_eq!(again["isNew"], false);
        assert_eq!(again["claim"]["id"], first["claim"]["id"]);
    }

    async fn a_retracted_claim_takes_no_new_attribution(app) {
        use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};
        world(&app).await;
        recorded(&app, arrested("3,700")).await;
        let writer = app.session.db.writer();
        let row = entity::claim::Entity::find().one(writer).await.expect("a query").expect("a row");
        let mut row = row.into_active_model();
        row.status = Set(entity::vocab::RecordStatus::Retracted);
        row.update(writer).await.expect("an update");
        assert_eq!(refused(&app, arrested("3,700")).await["code"], "CONFLICT");
        let mut input = arrested("3,700");
        input["attributions"][0]["source"]["new"]["url"] = json!("https://example.org/other");
        let error = refused(&app, input).await;
        assert_eq!(error["code"], "CONFLICT");
    }
}
