//! Events: adding, changing.

use serde_json::json;

use crate::{
    outcome::{refused, rows},
    support::{both, holder},
};

const ADD: &str = r#"mutation { addEvent(input: {
    name: "Iran protests 2017-18", kind: PROTEST, start: "2017-12-28", end: "2018-01-07",
    places: [{slug: "iran"}, {slug: "tehran"}, {slug: "iran"}], aliases: ["Dey protests", "Dey protests"],
    externalIds: [{scheme: "wikidata", value: "Q47011606"}]
}) { isNew event { id slug start end places { slug } aliases externalIds { scheme value } revision } userErrors { message } } }"#;

const PLACES: &str = r#"mutation {
    a: addPlace(input: {name: "Iran", kind: COUNTRY}) { isNew }
    b: addPlace(input: {name: "Tehran", kind: CITY}) { isNew }
}"#;

both! {
    async fn an_event_is_recorded_once_with_its_parts(app) {
        app.data(PLACES).await;
        let first = app.data(ADD).await["addEvent"].take();
        assert_eq!(first["isNew"], true);
        let event = &first["event"];
        assert_eq!(event["slug"], "iran-protests-2017-18");
        assert_eq!((&event["start"], &event["end"]), (&json!("2017-12-28"), &json!("2018-01-07")));
        assert_eq!(event["places"], json!([{"slug": "iran"}, {"slug": "tehran"}]));
        assert_eq!(event["aliases"], json!(["Dey protests"]));
        assert_eq!(event["externalIds"], json!([{"scheme": "wikidata", "value": "Q47011606"}]));
        let revisions = rows(&app, "revision").await;
        let second = app.data(ADD).await["addEvent"].take();
        assert_eq!(second["isNew"], false);
        assert_eq!(second["event"], first["event"]);
        assert_eq!(rows(&app, "revision").await, revisions);
    }

    async fn events_of_one_name_are_told_apart_by_their_dates(app) {
        let mut slugs = Vec::new();
        for dates in [r#"start: "2003-12-26""#, r#"start: "2012-08-11""#, r#"start: "2012""#, ""] {
            let add = format!(r#"mutation {{ addEvent(input: {{name: "Earthquake", kind: DISASTER, {dates}}}) {{ isNew event {{ slug }} }} }}"#);
            let got = app.data(&add).await["addEvent"].take();
            slugs.push((got["isNew"] == true, got["event"]["slug"].as_str().expect("slug").to_owned()));
        }
        let expected = [(true, "earthquake"), (true, "earthquake-2"), (false, "earthquake-2"), (false, "earthquake")];
        assert_eq!(slugs, expected.map(|(new, slug)| (new, slug.to_owned())));
    }

    async fn an_event_that_breaks_a_rule_is_refused(app) {
        app.data(PLACES).await;
        let add = async |input: &str| {
            refused(&app, &format!("mutation {{ addEvent(input: {{{input}}}) {{ userErrors {{ code message path }} }} }}")).await
        };
        assert_eq!(
            add(r#"name: "War", kind: CONFLICT, start: "2018-02", end: "2018-01-30""#).await,
            "BAD_USER_INPUT input.end: end 2018-01-30 is before start 2018-02: change one of the two"
        );
        assert_eq!(
            add(r#"name: "War", kind: CONFLICT, places: [{slug: "iran"}, {slug: "shiraz"}]"#).await,
            "NOT_FOUND input.places.1.slug: there is no place with the slug \"shiraz\""
        );
        assert!(add(r#"name: " ", kind: CONFLICT"#).await.starts_with("BAD_USER_INPUT input.name: "));
        assert!(add(r#"name: "War", kind: CONFLICT, slug: "A War""#).await.starts_with("BAD_USER_INPUT input.slug: "));
        assert!(add(r#"name: "War", kind: CONFLICT, aliases: ["ok", ""]"#).await.starts_with("BAD_USER_INPUT input.aliases.1: "));
        assert!(add(r#"name: "War", kind: CONFLICT, parent: {id: "place_01h455vb4pex5vsknk084sn02q"}"#).await.starts_with("BAD_USER_INPUT input.parent.id: "));
    }

    async fn an_event_changes_in_part(app) {
        app.data(PLACES).await;
        let id = app.data(ADD).await["addEvent"]["event"]["id"].take();
        let update = async |change: &str| {
            let query = format!("mutation {{ updateEvent(input: {{id: {id}, {change}}}) {{ event {{ start end places {{ slug }} aliases revision }} userErrors {{ message }} }} }}");
            app.data(&query).await["updateEvent"]["event"].take()
        };
        let got = update(r#"expectedRevision: 1, end: null, places: [{slug: "tehran"}]"#).await;
        assert_eq!(got, json!({"start": "2017-12-28", "end": null, "places": [{"slug": "tehran"}], "aliases": ["Dey protests"], "revision": 2}));
        // What changes nothing is no revision.
        assert_eq!(update(r#"end: null, start: "2017-12-28""#).await["revision"], 2);
        let stale = refused(&app, &format!(r#"mutation {{ updateEvent(input: {{id: {id}, expectedRevision: 1, name: "X"}}) {{ userErrors {{ code message path }} }} }}"#)).await;
        assert!(stale.starts_with("STALE_REVISION input.expectedRevision: "), "{stale}");
        // The start on record and the new end are checked together.
        let before = refused(&app, &format!(r#"mutation {{ updateEvent(input: {{id: {id}, end: "2017-11"}}) {{ userErrors {{ code message path }} }} }}"#)).await;
        assert_eq!(before, "BAD_USER_INPUT input.end: end 2017-11 is before start 2017-12-28: change one of the two");
    }

    async fn an_event_is_no_part_of_itself(app) {
        let got = app.data(r#"mutation {
            a: addEvent(input: {name: "Wave", kind: PROTEST}) { event { id } }
            b: addEvent(input: {name: "March", kind: PROTEST, parent: {slug: "wave"}}) { event { id parent { slug } } }
        }"#).await;
        assert_eq!(got["b"]["event"]["parent"]["slug"], "wave");
        let id = &got["a"]["event"]["id"];
        let ring = refused(&app, &format!(r#"mutation {{ updateEvent(input: {{id: {id}, parent: {{slug: "march"}}}}) {{ userErrors {{ code message path }} }} }}"#)).await;
        assert_eq!(ring, "BAD_USER_INPUT input.parent: this event would stand above itself: choose another one");
    }

    async fn changing_an_event_takes_a_curator(app) {
        let id = app.data(r#"mutation { addEvent(input: {name: "Wave", kind: PROTEST}) { event { id } } }"#).await["addEvent"]["event"]["id"].take();
        let update = format!(r#"mutation {{ updateEvent(input: {{id: {id}, name: "X"}}) {{ event {{ name }} }} }}"#);
        let got = app.run_as(holder(entity::vocab::Role::Contributor), &update, json!(null)).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let add = r#"mutation { addEvent(input: {name: "March", kind: PROTEST}) { isNew } }"#;
        let got = app.run_as(holder(entity::vocab::Role::Contributor), add, json!(null)).await;
        assert_eq!(got["data"]["addEvent"]["isNew"], true);
    }
}
