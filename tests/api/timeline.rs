//! Every claim by date and origin; the same as flat rows.

use serde_json::{Value, json};

use crate::{corpus, support::both};

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

both! {
    async fn points_stand_in_the_order_of_their_dates_and_undated_ones_last(app) {
        corpus::import(&app).await;
        for basis in ["AS_OF", "SAID_ON", "PUBLISHED_ON"] {
            let query = format!(r#"{{ statistic(slug: "iran-2018-killed") {{ timeline(basis: {basis}) {{
                date qualifier value reading {{ low high }} attributionCount origin {{ label }} claim {{ id }} }} }} }}"#);
            let data = app.data(&query).await;
            let points = list(&data["statistic"]["timeline"]);
            assert!(points.len() > 10);
            let dates: Vec<Option<&str>> = points.iter().map(|it| it["date"].as_str()).collect();
            let undated = dates.iter().position(Option::is_none).unwrap_or(dates.len());
            assert!(dates[undated..].iter().all(Option::is_none));
            assert!(dates[..undated].is_sorted_by_key(|date| date.map(|date| &date[..4])), "{dates:?}");
        }
    }

    async fn rows_are_flat_sorted_and_say_when_they_are_cut(app) {
        corpus::import(&app).await;
        let fields = "total cut undated rows { time date low value high qualifier text origin originKnown source sourceUrl publisher claimId attributionId }";
        let all = app.data(&format!(r#"{{ statisticRows(slug: "iran-2018-arrested") {{ {fields} }} }}"#)).await;
        let all = &all["statisticRows"];
        let rows = list(&all["rows"]);
        assert_eq!((&all["total"], &all["cut"], rows.len()), (&json!(29), &json!(false), 29));
        let times: Vec<Option<&str>> = rows.iter().map(|it| it["time"].as_str()).collect();
        let undated = times.iter().position(Option::is_none).unwrap_or(times.len());
        assert!(times[..undated].is_sorted() && times[undated..].iter().all(Option::is_none));
        assert_eq!(all["undated"], json!(29 - undated));
        let prisons = rows.iter().find(|it| it["text"] == "4,972").expect("4,972");
        assert_eq!((&prisons["low"], &prisons["origin"], &prisons["originKnown"]), (&json!(4972.0), &json!("Prisons Organization of Iran"), &json!(true)));
        let some = app.data(&format!(r#"{{ statisticRows(slug: "iran-2018-arrested", first: 5) {{ {fields} }} }}"#)).await;
        assert_eq!(some["statisticRows"]["rows"], json!(rows[..5]));
        assert_eq!(some["statisticRows"]["cut"], true);
        let within = app.data(r#"{ statisticRows(slug: "iran-2018-arrested", from: "2018-01-09T00:00:00Z", to: "2018-01-09T23:59:59Z") { undated rows { date } } }"#).await;
        assert_eq!(within["statisticRows"]["undated"], all["undated"]);
        let within = list(&within["statisticRows"]["rows"]);
        assert!(!within.is_empty() && within.iter().all(|it| it["date"] == "2018-01-09"));
    }

    async fn rows_of_a_statistic_that_is_not_there_are_an_error(app) {
        let got = app.run(r#"{ statisticRows(slug: "nothing") { total } }"#).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "NOT_FOUND");
        let got = app.run(r#"{ statisticRows(slug: "nothing", first: 10001) { total } }"#).await;
        assert_eq!(got["errors"][0]["extensions"]["argument"], "first");
    }

    async fn rows_cost_the_same_however_many_there_are(app) {
        corpus::import(&app).await;
        let query = |first: u32| format!(r#"{{ statisticRows(slug: "iran-2018-arrested", first: {first}) {{ rows {{ origin source publisher }} }} }}"#);
        assert_eq!(app.anew(&query(2)).await.1, app.anew(&query(29)).await.1);
    }
}
