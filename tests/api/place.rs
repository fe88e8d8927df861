//! Places: adding, changing.

use serde_json::json;

use crate::{
    outcome::{refused, rows},
    support::both,
};

both! {
    async fn a_place_is_recorded_once(app) {
        let add = r#"mutation { addPlace(input: {name: "Iran", kind: COUNTRY, aliases: ["ایران"], isoCode: "ir", latitude: 32.4, longitude: 53.7}) {
            isNew place { id slug kind isoCode latitude longitude aliases parent { slug } revision } userErrors { message } } }"#;
        let first = app.data(add).await["addPlace"].take();
        assert_eq!(first["isNew"], true);
        assert_eq!(first["place"]["isoCode"], "IR");
        assert_eq!(first["place"]["latitude"], 32.4);
        assert_eq!(first["place"]["aliases"], json!(["ایران"]));
        let revisions = rows(&app, "revision").await;
        let second = app.data(add).await["addPlace"].take();
        assert_eq!(second["isNew"], false);
        assert_eq!(second["place"], first["place"]);
        assert_eq!(rows(&app, "revision").await, revisions);
    }

    async fn places_of_one_name_are_told_apart_by_where_they_lie(app) {
        app.data(r#"mutation {
            a: addPlace(input: {name: "Illinois", kind: PROVINCE}) { isNew }
            b: addPlace(input: {name: "Ohio", kind: PROVINCE}) { isNew }
        }"#).await;
        let mut seen = Vec::new();
        for parent in [r#"parent: {slug: "illinois"}"#, r#"parent: {slug: "ohio"}"#, r#"parent: {slug: "illinois"}"#, ""] {
            let add = format!(r#"mutation {{ addPlace(input: {{name: "Springfield", kind: CITY, {parent}}}) {{ isNew place {{ slug }} }} }}"#);
            let got = app.data(&add).await["addPlace"].take();
            seen.push((got["isNew"] == true, got["place"]["slug"].as_str().expect("slug").to_owned()));
        }
        let expected = [(true, "springfield"), (true, "springfield-2"), (false, "springfield"), (false, "springfield")];
        assert_eq!(seen, expected.map(|(new, slug)| (new, slug.to_owned())));
    }

    async fn a_place_that_breaks_a_rule_is_refused(app) {
        app.data(r#"mutation { addPlace(input: {name: "Iran", kind: COUNTRY}) { isNew } }"#).await;
        let add = async |input: &str| {
            refused(&app, &format!(r#"mutation {{ addPlace(input: {{name: "Qom", kind: CITY, {input}}}) {{ userErrors {{ code message path }} }} }}"#)).await
        };
        assert_eq!(
            add("latitude: 91, longitude: 50.9").await,
            "BAD_USER_INPUT input.latitude: latitude 91 is out of range: write degrees from -90 to 90"
        );
        assert_eq!(
            add("latitude: 34.6, longitude: -180.5").await,
            "BAD_USER_INPUT input.longitude: longitude -180.5 is out of range: write degrees from -180 to 180"
        );
        assert_eq!(
            add("latitude: 34.6").await,
            "BAD_USER_INPUT input.longitude: longitude is missing: give both coordinates, or neither"
        );
        assert!(add(r#"isoCode: "IRN""#).await.starts_with("BAD_USER_INPUT input.isoCode: isoCode 'IRN' is not an ISO 3166 code: "));
        assert_eq!(
            add(r#"slug: "iran""#).await,
            "CONFLICT input.slug: the slug \"iran\" is taken by \"Iran\": choose another one"
        );
    }

    async fn a_place_changes_in_part(app) {
        let got = app.data(r#"mutation {
            a: addPlace(input: {name: "Iran", kind: COUNTRY, latitude: 32.4, longitude: 53.7}) { place { id } }
            b: addPlace(input: {name: "Tehran", kind: CITY, parent: {slug: "iran"}}) { place { id } }
        }"#).await;
        let (iran, tehran) = (&got["a"]["place"]["id"], &got["b"]["place"]["id"]);
        let change = format!(r#"mutation {{ updatePlace(input: {{id: {iran}, isoCode: "IR", latitude: null, longitude: null, reason: "wrong place"}}) {{ place {{ name isoCode latitude longitude revision }} }} }}"#);
        let got = app.data(&change).await["updatePlace"]["place"].take();
        assert_eq!(got, json!({"name": "Iran", "isoCode": "IR", "latitude": null, "longitude": null, "revision": 2}));
        let half = refused(&app, &format!("mutation {{ updatePlace(input: {{id: {iran}, latitude: 1}}) {{ userErrors {{ code message path }} }} }}")).await;
        assert!(half.starts_with("BAD_USER_INPUT input.longitude: "), "{half}");
        for parent in [tehran, iran] {
            let ring = refused(&app, &format!("mutation {{ updatePlace(input: {{id: {iran}, parent: {{id: {parent}}}}}) {{ userErrors {{ code message path }} }} }}")).await;
            assert_eq!(ring, "BAD_USER_INPUT input.parent: this place would stand above itself: choose another one");
        }
    }
}
