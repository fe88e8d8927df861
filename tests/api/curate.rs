//! What a curator finds on the pages: merges to undo, verdicts to give, keys to revoke.

use claimbase::{
    app::Actor,
    web::{
        ask::Ask,
        keys, record, search,
        sheet::{self, Found},
        statistic,
    },
};
use entity::vocab::Role;
use serde_json::json;

use crate::{
    support::{App, both, holder},
    tale::{self, done, text},
};

type Looked = claimbase::Result<Option<record::Found>>;

fn drawn(found: Looked) -> String {
    match found.expect("a look") {
        Some(record::Found::Page(text)) => text,
        Some(record::Found::Moved(to)) => panic!("it has moved to {to}"),
        None => panic!("there is no such page"),
    }
}

fn moved(found: Looked) -> String {
    match found.expect("a look") {
        Some(record::Found::Moved(to)) => to,
        Some(record::Found::Page(_)) | None => panic!("it has not moved"),
    }
}

async fn merge(app: &App, keep: &str, merge: &str, reason: &str) {
    let input = json!({"keep": keep, "merge": merge, "reason": reason});
    done(app, "mergeRecords", input, "node { id }").await;
}

async fn page_of(app: &App, slug: &str) -> String {
    let found = sheet::find(&app.session.db, slug, Ask::default()).await.expect("a look");
    let Some(Found::Here(sheet)) = found else { panic!("there is no {slug}") };
    statistic::page(&app.session.db, &sheet, "http://localhost").await.expect("a page")
}

both! {
    async fn what_was_merged_into_a_record_is_parted_from_it_on_its_page(app) {
        let db = &app.session.db;
        let [post, paper, sheet] = [
            tale::agent(&app, "Karsk Post").await,
            tale::agent(&app, "Evening Paper").await,
            tale::agent(&app, "Daily <i>Sheet").await,
        ];
        merge(&app, &paper, &sheet, "renamed in 1990").await;
        merge(&app, &post, &paper, "bought in 2001").await;
        let page = drawn(record::agent(db, "karsk-post", "").await);
        assert!(page.contains("<bdi>Evening Paper</bdi><br><small>Bought in 2001</small>"), "{page}");
        assert!(page.contains("<bdi>Daily &#60;i&#62;Sheet</bdi><br><small>With Evening Paper: renamed in 1990</small>"), "{page}");
        assert_eq!(page.matches("data-mutation=\"undoMerge\"").count(), 2);
        assert_eq!(moved(record::agent(db, "evening-paper", "").await), "/agents/karsk-post");
        let input = json!({"id": paper, "reason": "two papers"});
        done(&app, "undoMerge", input, "node { id }").await;
        let page = drawn(record::agent(db, "karsk-post", "").await);
        assert!(!page.contains("undoMerge") && !page.contains("Evening Paper"), "{page}");
        let page = drawn(record::agent(db, "evening-paper", "").await);
        assert!(page.contains("Undo the merge of Daily &#60;i&#62;Sheet"), "{page}");
    }

    async fn the_names_of_what_was_merged_are_not_offered_as_its_own(app) {
        let post = tale::agent(&app, "Karsk Post").await;
        let paper = tale::agent(&app, "Evening Paper").await;
        done(&app, "updateAgent", json!({"id": post, "aliases": ["K. Post"]}), "agent { id }").await;
        merge(&app, &post, &paper, "one paper").await;
        let page = drawn(record::agent(&app.session.db, "karsk-post", "").await);
        assert!(page.contains("<bdi>K. Post · Evening Paper</bdi>"), "{page}");
        assert!(page.contains("data-as=\"lines\">K. Post</textarea>"), "{page}");
    }

    async fn a_statistic_says_which_are_read_as_one_with_it_and_where_that_is_undone(app) {
        let measure = tale::measure(&app, "arrested").await;
        let other = tale::measure(&app, "held").await;
        tale::statistic(&app, &measure, "first").await;
        tale::statistic(&app, &other, "second").await;
        assert!(!page_of(&app, "first").await.contains("Read as one with it"));
        merge(&app, &measure, &other, "the same").await;
        let page = page_of(&app, "first").await;
        assert!(page.contains("<bdi>second</bdi>") && page.contains("href=\"/measures/arrested#merged\""), "{page}");
        let page = drawn(record::measure(&app.session.db, "arrested").await);
        assert!(page.contains("Undo the merge of held") && page.contains("href=\"/statistics/first\""), "{page}");
        let id = text(&app.data(r#"{ statistic(slug: "first") { id } }"#).await["statistic"]["id"]);
        let found = sheet::find(&app.session.db, &id, Ask::default()).await.expect("a look");
        assert!(matches!(found, Some(Found::Moved(slug)) if slug == "first"));
    }

    async fn a_statistic_is_retracted_and_restored_on_its_page(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let page = page_of(&app, "arrested").await;
        assert!(page.contains("Retract the statistic") && page.contains("recordClaim"), "{page}");
        done(&app, "retract", json!({"ids": [statistic], "reason": "never <counted>"}), "nodes { id }").await;
        let page = page_of(&app, "arrested").await;
        assert!(page.contains("Does not count: never &#60;counted&#62;") && page.contains("Restore the statistic"), "{page}");
        assert!(!page.contains("Retract the statistic") && !page.contains("recordClaim"), "{page}");
    }

    async fn a_person_decides_how_two_claims_stand_and_leaves_it_to_the_rules_again(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let [a, b] = [
            tale::claim(&app, &statistic, "99", "A report").await,
            tale::claim(&app, &statistic, "22", "Another").await,
        ];
        for claim in [&a, &b] {
            done(&app, "updateClaim", json!({"id": claim, "asOf": "2018-01-10"}), "claim { id }").await;
        }
        let look = async |query: &str| drawn(record::claim(&app.session.db, &a, query).await);
        let way = format!("href=\"/claims/{a}?other={b}#change\"");
        let page = look("").await;
        assert!(page.contains(&way) && !page.contains("overrideRelation"), "{page}");
        let page = look(&format!("other={b}")).await;
        assert!(page.contains("Decide how it stands to “22”") && page.contains("<option value=\"\" selected>choose"), "{page}");
        assert!(!page.contains("A person decided") && !page.contains("Leave it to the rules"), "{page}");
        let on_statistic = page_of(&app, "arrested").await;
        assert!(on_statistic.contains("id=\"conflicts\"") && on_statistic.contains("?other=claim_"), "{on_statistic}");
        // What cannot be compared is listed no longer, but for those of whom a person said so.
        let input = json!({"a": a, "b": b, "verdict": "NOT_COMPARABLE", "reason": "two prisons"});
        let said = done(&app, "overrideRelation", input, "override { id }").await;
        let page = look("").await;
        assert!(page.contains("Not comparable with 22") && page.contains("A person decided: Two prisons") && page.contains(&way), "{page}");
        assert!(!page_of(&app, "arrested").await.contains("id=\"conflicts\""));
        let page = look(&format!("other={b}")).await;
        assert!(page.contains("<option value=\"NOT_COMPARABLE\" selected>") && page.contains("value=\"two prisons\""), "{page}");
        assert!(page.contains("Leave it to the rules again how it stands to “22”"), "{page}");
        let input = json!({"ids": [said["override"]["id"]], "reason": "one prison"});
        done(&app, "retract", input, "nodes { id }").await;
        let page = look(&format!("other={b}")).await;
        assert!(!page.contains("A person decided") && page.contains("<option value=\"\" selected>choose"), "{page}");
        assert!(page.contains("name=\"expectedRevision\" data-as=\"number\" value=\"2\""), "what was retracted is given again: {page}");
    }

    async fn what_was_decided_across_statistics_stands_on_both_claims(app) {
        let measure = tale::measure(&app, "arrested").await;
        let other = tale::measure(&app, "cities").await;
        let one = tale::statistic(&app, &measure, "arrested").await;
        let two = tale::statistic(&app, &other, "cities").await;
        let a = tale::claim(&app, &one, "99", "A report").await;
        let b = tale::claim(&app, &two, "22", "Another").await;
        let input = json!({"a": a, "b": b, "verdict": "CONFLICTS", "reason": "no more than 4 in a city"});
        done(&app, "overrideRelation", input, "override { id }").await;
        for (claim, words) in [(&a, "Conflicts with 22"), (&b, "Conflicts with 99")] {
            let page = drawn(record::claim(&app.session.db, claim, "").await);
            assert!(page.contains(words) && page.contains("A person decided: No more than 4"), "{page}");
        }
    }

    async fn places_and_measures_have_pages_and_are_found(app) {
        let db = &app.session.db;
        let iran = json!({"name": "Iran", "kind": "COUNTRY", "isoCode": "IR"});
        let iran = text(&done(&app, "addPlace", iran, "place { id }").await["place"]["id"]);
        let tehran = json!({"name": "Tehran", "kind": "CITY", "parent": {"id": iran}, "latitude": 35.7, "longitude": 51.4, "aliases": ["Teheran"]});
        done(&app, "addPlace", tehran, "place { id }").await;
        let measure = tale::measure(&app, "arrested").await;
        let input = json!({"slug": "there", "title": "There", "measure": {"id": measure}, "place": {"slug": "tehran"}});
        done(&app, "addStatistic", input, "statistic { id }").await;
        let before = app.session.db.statements();
        let page = drawn(record::place(db, "tehran").await);
        let cost = app.session.db.statements() - before;
        assert!(cost <= 9, "{cost}");
        for words in ["href=\"/places/iran\"", "35.7, 51.4", "Teheran", "href=\"/statistics/there\"", "data-id=\"place_"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let page = drawn(record::measure(db, &measure).await);
        for words in ["Counts arrested.", "count, whole numbers only", "can only grow", "href=\"/statistics/there\"", "<option value=\"true\" selected>always"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(record::place(db, "nowhere").await.expect("a look").is_none());
        assert!(record::measure(db, &iran).await.expect("a look").is_none());
        let page = page_of(&app, "there").await;
        assert!(page.contains("href=\"/measures/arrested\"") && page.contains("href=\"/places/tehran\""), "{page}");
        for (query, href) in [("q=teheran&kind=places", "/places/tehran"), ("q=arrested&kind=measures", "/measures/arrested")] {
            let page = search::page(db, query).await.expect("a page");
            assert!(page.contains(&format!("href=\"{href}\"")), "{page}");
        }
    }

    async fn keys_are_shown_to_admins_alone(app) {
        let keys_of = async |actor: &Actor| keys::page(&app.session.db, actor, app.session.now()).await.expect("a page");
        let ends = (app.session.now() + chrono::TimeDelta::minutes(5)).to_rfc3339();
        let made = done(&app, "createKey", json!({"name": "News <desk>", "role": "CURATOR"}), "key { id prefix }").await;
        done(&app, "createKey", json!({"name": "Intern", "role": "READER", "expiresAt": ends}), "key { id }").await;
        for actor in [Actor::Anonymous, holder(Role::Curator)] {
            let page = keys_of(&actor).await;
            assert!(page.contains("Only an admin sees the keys") && page.contains("createKey"), "{page}");
            assert!(!page.contains("desk") && !page.contains("revokeKey"), "{page}");
        }
        let page = keys_of(&holder(Role::Admin)).await;
        let prefix = text(&made["key"]["prefix"]);
        assert!(page.contains("2 keys, the last made first.") && page.contains("News &#60;desk&#62;") && page.contains(&format!("begins with {prefix}; made ")), "{page}");
        assert_eq!(page.matches("data-mutation=\"revokeKey\"").count(), 2);
        done(&app, "revokeKey", json!({"id": made["key"]["id"]}), "key { id }").await;
        app.wait_minutes(6);
        let page = keys_of(&holder(Role::Admin)).await;
        assert!(page.contains("0 keys, the last made first.") && page.contains("2 keys, the last made first. The history"), "{page}");
        assert!(!page.contains("revokeKey") && page.contains("; revoked "), "{page}");
    }
}
