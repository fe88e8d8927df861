//! Citing a state of a statistic.

use serde_json::{Value, json};

use crate::{corpus, support::both};

both! {
    async fn a_statistic_is_cited_with_the_address_of_the_state_it_is_in(app) {
        corpus::import(&app).await;
        let data = app.data(r#"{ statistic(slug: "iran-2018-arrested") { title comparison { summary }
            text: citation(style: TEXT) bibtex: citation(style: BIBTEX, accessedOn: "2026-03-01")
            csl: citation(style: CSL_JSON, accessedOn: "2026-03-01") } }"#).await;
        let found = &data["statistic"];
        let told = |name: &str| found[name].as_str().expect("text").to_owned();
        let (title, summary) = (told("title"), found["comparison"]["summary"].as_str().expect("text"));
        let csl: Value = serde_json::from_str(&told("csl")).expect("JSON");
        let address = csl["URL"].as_str().expect("an address");
        // Nobody serves these tests, so there is no host.
        let stamp = address.strip_prefix("/statistics/iran-2018-arrested?knownAt=").expect("its page");
        let moment = stamp.replace("%3A", ":");
        assert!(told("text").starts_with(&format!("{title}. {summary}. claimbase, as known at {moment}. {address}")));
        assert!(told("bibtex").contains("@misc{iran-2018-arrested,"), "{}", told("bibtex"));
        assert!(told("bibtex").contains("urldate = {2026-03-01}"), "{}", told("bibtex"));
        assert_eq!(csl["accessed"], json!({"date-parts": [[2026, 3, 1]]}));
        assert_eq!(csl["title"], found["title"]);
        // The state that the address names is the one that was cited.
        let query = format!(r#"{{ statistic(slug: "iran-2018-arrested") {{ comparison(knownAt: "{moment}") {{ summary }} }} }}"#);
        let data = app.data(&query).await;
        assert_eq!(data["statistic"]["comparison"]["summary"], *summary);
    }
}
