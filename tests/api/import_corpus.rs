//! Importing a corpus: the whole example, twice, and what is refused.

use claimbase::{
    app::{Actor, Session},
    domain::record_id::Prefix,
    exchange::{corpus, report::Report},
};
use entity::vocab::Role;
use serde_json::json;

use crate::support::{App, both, holder};

const RURITANIA: &str = r#"
[[place]]
slug = "strelsau"
name = "Strelsau"
kind = "CITY"
parent = "ruritania"

[[place]]
slug = "ruritania"
name = "Ruritania"
kind = "COUNTRY"

[[measure]]
slug = "people-arrested"
name = "People arrested"
definition = "People taken by the authorities in the event."
unit = "person"
value_type = "COUNT"
integral = true
accumulation = "CUMULATIVE"

[[statistic]]
slug = "ruritania-arrested"
title = "People arrested, Ruritania"
measure = "people-arrested"
place = "ruritania"

[[agent]]
slug = "police-spokeswoman"
name = "Flavia Black"
kind = "PERSON"
speaks_for = "ruritania-police"

[[agent]]
slug = "ruritania-police"
name = "Police of Ruritania"
kind = "GOVERNMENT_BODY"

[[source]]
key = "post"
url = "https://post.example/march"
title = "Dozens held after march"
kind = "ARTICLE"

[[source]]
key = "times"
url = "https://times.example/march"
title = "March ends in arrests"
kind = "ARTICLE"

[[claim]]
key = "at-least-40"
statistic = "ruritania-arrested"
text = "At least 40 people were arrested."
quantity = "at least 40"

  [[claim.attribution]]
  key = "p1"
  source = "post"
  agent = "police-spokeswoman"

  [[claim.attribution]]
  key = "t1.1"
  source = "times"
  derived_from = [{ attribution = "p1", kind = "RELAYS" }]

[[claim]]
key = "no-more-than-60"
statistic = "ruritania-arrested"
text = "No more than sixty people were arrested."
quantity = { text = "höchstens sechzig", qualifier = "AT_MOST", value = 60, high = 60 }

  [[claim.attribution]]
  key = "t2"
  source = "times"

[[link]]
from = "at-least-40"
to = "no-more-than-60"
kind = "SUPPORTS"
"#;

fn files(text: &str) -> Vec<(String, String)> {
    vec![("ruritania.toml".to_owned(), text.to_owned())]
}

async fn import(session: &Session, text: &str) -> Report {
    corpus::import(session, files(text)).await.expect("a report")
}

fn rejects(report: &Report) -> Vec<String> {
    report.rejects.iter().map(ToString::to_string).collect()
}

async fn totals(app: &App) -> serde_json::Value {
    app.data(
        "{ places { totalCount } measures { totalCount } agents { totalCount }
           events { totalCount } statistics { totalCount } sources { totalCount }
           claims { totalCount } attributions { totalCount } derivations { totalCount }
           claimLinks { totalCount } }",
    )
    .await
}

both! {
    async fn the_whole_example_is_imported_once(app) {
        let report = corpus::import(&app.session, corpus::embedded()).await.expect("a report");
        assert_eq!(rejects(&report), Vec::<String>::new());
        let new = |kind| report.tallies.get(&kind).map_or(0, |tally| tally.new);
        assert_eq!((new(Prefix::Agent), new(Prefix::Source)), (124, 69));
        assert_eq!((new(Prefix::Claim), new(Prefix::Attribution)), (148, 187));
        assert_eq!(new(Prefix::Statistic), 36);
        let there = totals(&app).await;
        assert_eq!(there["claims"]["totalCount"], 148);
        assert_eq!(there["attributions"]["totalCount"], 187);

        let version = app.session.db.version().await.expect("a version");
        app.wait_minutes(1);
        let again = corpus::import(&app.session, corpus::embedded()).await.expect("a report");
        assert_eq!(rejects(&again), Vec::<String>::new());
        assert_eq!((again.total().new, again.total().updated), (0, 0));
        assert_eq!(again.total().unchanged, report.total().new + report.total().unchanged);
        assert_eq!(app.session.db.version().await.expect("a version"), version);
    }

    async fn records_stand_in_any_order(app) {
        let report = import(&app.session, RURITANIA).await;
        assert_eq!(rejects(&report), Vec::<String>::new());
        assert_eq!(report.total().new, 15);
        let got = app.data(
            r#"{ place(slug: "strelsau") { parent { slug } }
                 agent(slug: "police-spokeswoman") { speaksFor { slug } } }"#
        ).await;
        assert_eq!(got, json!({
            "place": { "parent": { "slug": "ruritania" } },
            "agent": { "speaksFor": { "slug": "ruritania-police" } },
        }));
    }

    async fn a_preview_writes_nothing(app) {
        let report = corpus::preview(&app.session, files(RURITANIA)).await.expect("a report");
        assert_eq!((report.total().new, report.rejects.len()), (15, 0));
        assert_eq!(app.session.db.version().await.expect("a version"), 0);
        assert_eq!(totals(&app).await["places"]["totalCount"], 0);
    }

    async fn one_refused_row_refuses_all_and_every_refused_row_is_told(app) {
        let text = RURITANIA
            .replace("kind = \"COUNTRY\"", "kind = \"KINGDOM\"")
            .replace("unit = \"person\"", "unite = \"person\"")
            .replace("agent = \"police-spokeswoman\"", "agent = \"the-king\"")
            .replace("key = \"t2\"\n  source = \"times\"", "key = \"t2\"\n  source = \"times\"\n  said_on = \"2018-02-30\"")
            .replace("https://times.example/march", "not an address");
        let report = import(&app.session, &text).await;
        insta::allow_duplicates! { insta::assert_json_snapshot!(rejects(&report), @r#"
    [
      "ruritania.toml: measure people-arrested: unite: unknown field `unite`, expected one of `slug`, `name`, `definition`, `unit`, `value_type`, `integral`, `accumulation`, `aliases`",
      "ruritania.toml: place ruritania: kind: unknown variant `KINGDOM`, expected one of `WORLD`, `REGION`, `COUNTRY`, `PROVINCE`, `DISTRICT`, `CITY`, `SITE`, `OTHER`",
      "ruritania.toml: source times: url: 'not an address' is not a web address: write it in full, as in https://example.org/page",
      "ruritania.toml: attribution p1: agent: there is no agent with the slug \"the-king\" in the corpus or on record",
      "ruritania.toml: attribution t2: said_on: '2018-02-30' is not a date: February 2018 has 28 days"
    ]
    "#); }
        assert_eq!((report.total().new, report.total().updated), (0, 0));
        assert_eq!(app.session.db.version().await.expect("a version"), 0);
        assert_eq!(totals(&app).await["agents"]["totalCount"], 0);
    }

    async fn what_is_not_the_format_is_told_with_its_place(app) {
        let cases = [
            "[[place]\nslug = 1",
            "[[place]]\nslug = \"a\"\nname = \"A\"\nkind = 5",
            "[[place]]\nname = \"A\"\nkind = \"CITY\"",
            "[[place]]\nslug = \"A b\"\nname = \"A\"\nkind = \"CITY\"",
            "[[person]]\nslug = \"a\"",
            "place = \"a\"",
            "[[place]]\nslug = \"a\"\nname = \"A\"\nkind = \"CITY\"\n[[place]]\nslug = \"a\"\nname = \"B\"\nkind = \"CITY\"",
            "[[place]]\nslug = \"a\"\nname = \"A\"\nkind = \"CITY\"\nparent = \"b\"\n[[place]]\nslug = \"b\"\nname = \"B\"\nkind = \"CITY\"\nparent = \"a\"",
            "[[claim]]\nkey = \"c\"\ntext = \"It is so.\"",
            "[[claim]]\nkey = \"c\"\ntext = \"It is so.\"\n[[claim.attribution]]\nkey = \"a\"\nsource = \"nowhere\"",
            "[[link]]\nfrom = \"a\"\nto = \"b\"\nkind = \"SUPPORTS\"",
            "[[event]]\nslug = \"e\"\nname = \"E\"\nkind = \"PROTEST\"\nstart = \"2018-13\"",
            "[[source]]\nkey = \"s\"\ntitle = \"S\"\nkind = \"ARTICLE\"\naccessed_on = \"yesterday\"",
        ];
        let mut told = Vec::new();
        for case in cases {
            let report = import(&app.session, case).await;
            assert!(!report.rejects.is_empty(), "{case}");
            told.extend(rejects(&report));
        }
        insta::allow_duplicates! { insta::assert_json_snapshot!(told, @r#"
    [
      "ruritania.toml: line 1: this is not TOML: unclosed array table, expected `]`",
      "ruritania.toml: place a: kind: write one of its words, in quotation marks",
      "ruritania.toml: place: slug: missing field `slug`",
      "ruritania.toml: place A b: slug: 'A b' is not a slug: use lower-case letters from a to z, digits and single hyphens",
      "ruritania.toml: person: [[person]] is not known: write [[place]], [[measure]], [[event]], [[statistic]], [[agent]], [[source]], [[claim]] or [[link]]",
      "ruritania.toml: place: records are written under a heading in [[two brackets]], not place = …",
      "ruritania.toml: place a: slug: another place in ruritania.toml has the same slug",
      "ruritania.toml: place a: this place stands above itself, or below one that does: change what one of them names",
      "ruritania.toml: place b: this place stands above itself, or below one that does: change what one of them names",
      "ruritania.toml: claim c: attribution: there is no [[claim.attribution]]: say at least once where it is made",
      "ruritania.toml: attribution a: source: there is no source with the key \"nowhere\" in the corpus",
      "ruritania.toml: link a to b: from: there is no claim with the key \"a\" in the corpus",
      "ruritania.toml: event e: start: '2018-13' is not a date: month 13 does not exist; months go from 01 to 12, seasons from 21 to 24",
      "ruritania.toml: source s: accessed_on: \"yesterday\" is not a day: write it as \"2018-01-22\""
    ]
    "#); }
        assert_eq!(app.session.db.version().await.expect("a version"), 0);
    }

    async fn a_quantity_that_is_wrong_names_its_claim(app) {
        let text = RURITANIA.replace("quantity = \"at least 40\"", "quantity = \"forty or so dozen of\"");
        let report = import(&app.session, &text).await;
        assert_eq!(report.rejects.len(), 1, "{:?}", rejects(&report));
        let reject = &report.rejects[0];
        assert_eq!((reject.key.as_str(), reject.field.as_str()), ("at-least-40", "quantity"));
    }

    async fn what_people_changed_since_stays_when_the_corpus_comes_again(app) {
        import(&app.session, RURITANIA).await;
        let got = app.data("{ attributions { nodes { id source { url } } } agent(slug: \"police-spokeswoman\") { id } }").await;
        let ids: Vec<&serde_json::Value> = got["attributions"]["nodes"].as_array().expect("nodes").iter().map(|node| &node["id"]).collect();
        app.data(&format!("mutation {{
            retract(input: {{ids: [{}, {}], reason: \"wrong\"}}) {{ userErrors {{ message }} }}
            updateAttribution(input: {{id: {}, stance: DENIES, verb: \"denied\"}}) {{ userErrors {{ message }} }}
        }}", ids[0], got["agent"]["id"], ids[1])).await;
        let version = app.session.db.version().await.expect("a version");
        app.wait_minutes(1);
        let again = import(&app.session, RURITANIA).await;
        assert_eq!(rejects(&again), Vec::<String>::new());
        assert_eq!(again.total().unchanged, 15);
        assert_eq!(app.session.db.version().await.expect("a version"), version);
    }

    async fn a_contributor_cannot_import(app) {
        let session = app.session.acting_as(holder(Role::Contributor));
        let refused = corpus::import(&session, files(RURITANIA)).await.expect_err("refused");
        assert_eq!(refused.code(), claimbase::Code::Forbidden);
        let program = app.session.acting_as(Actor::Program);
        assert!(import(&program, RURITANIA).await.rejects.is_empty());
    }
}
