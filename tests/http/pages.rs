//! Pages and pictures at the door: what may be kept, what is not there, who may look.

use serde_json::json;

use crate::support::{Reply, Server};

const ADD: &str = "mutation { addMeasure(input: { name: \"Killed\", definition: \"Counts.\", \
    unit: \"person\", accumulation: CUMULATIVE }) { measure { id } userErrors { message } } }";

fn add_statistic(server: &Server) {
    let bearer = server.bearer();
    let key = [("Authorization", bearer.as_str())];
    let added = server.post(&json!({ "query": ADD }), &key).json();
    let measure = &added["data"]["addMeasure"]["measure"]["id"];
    let query = format!(
        "mutation {{ recordClaim(input: {{ statistic: {{ key: {{ measure: {{ id: {measure} }} }} }}, \
         quantity: {{ text: \"at least 22\" }}, attributions: [{{ source: {{ new: {{ title: \"News\", \
         kind: ARTICLE, url: \"https://example.org/news\" }} }}, quote: {{ exact: \"at least 22 were \
         killed on that day\" }} }}] }}) {{ userErrors {{ message }} }} }}"
    );
    let recorded = server.post(&json!({ "query": query }), &key);
    assert_eq!(
        recorded.json()["data"]["recordClaim"]["userErrors"],
        json!([]),
        "{}",
        recorded.text()
    );
}

fn address(server: &Server) -> String {
    let got = server.query("{ statistics { nodes { slug } } }", &[]).json();
    format!("/statistics/{}", got["data"]["statistics"]["nodes"][0]["slug"].as_str().expect("one"))
}

/// An answer that is the same when it is asked for again. What rules notice is written a moment
/// after a claim, and changes what a tag stands for once more.
fn settled(server: &Server, target: &str) -> Reply {
    loop {
        let reply = server.get(target, &[]);
        let known = [("If-None-Match", reply.header("etag"))];
        assert_eq!(reply.status, 200, "{target}");
        if server.get(target, &known).status == 304 {
            return reply;
        }
    }
}

#[test]
fn a_page_is_kept_until_something_changes() {
    let server = Server::start();
    add_statistic(&server);
    let address = address(&server);
    let first = settled(&server, &address);
    assert_eq!((first.status, first.header("content-type")), (200, "text/html; charset=utf-8"));
    let policy = first.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
    assert!(policy.contains("script-src 'self'; connect-src 'self';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let text = first.text();
    assert!(text.contains("at least 22"), "{text}");
    for outside in ["<style", " style=", "onclick", "src=\"http"] {
        assert!(!text.contains(outside), "{outside}");
    }
    let (_, script) = text.split_once("<script").expect("the one script");
    assert!(script.starts_with(" type=\"module\" src=\"/assets/pages-"), "{script}");
    assert!(!script.contains("<script"), "there is one alone");
    let known = [("If-None-Match", first.header("etag"))];
    assert_eq!(server.get(&format!("{address}?asOf=2018-01-10"), &known).status, 200);
    assert!(server.add_agent("Somebody New"));
    assert_eq!(server.get(&address, &known).status, 200);
    assert_eq!(server.send("HEAD", &address, &[], b"").status, 200);
}

#[test]
fn a_picture_has_its_own_style_and_no_other() {
    let server = Server::start();
    add_statistic(&server);
    let picture = server.get(&format!("{}.svg", address(&server)), &[]);
    assert_eq!(
        (picture.status, picture.header("content-type")),
        (200, "image/svg+xml; charset=utf-8")
    );
    let policy = picture.header("content-security-policy");
    assert!(policy.contains("style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    assert!(picture.text().starts_with("<svg xmlns="), "{}", picture.text());
    let over_time = server.get(&format!("{}.svg?view=TIME", address(&server)), &[]);
    assert_ne!(picture.text(), over_time.text());
}

#[test]
fn the_style_sheet_and_the_script_may_be_kept_for_ever() {
    let server = Server::start();
    add_statistic(&server);
    let page = server.get(&address(&server), &[]).text();
    let (_, after) = page.split_once("<link rel=\"stylesheet\" href=\"").expect("a sheet");
    let sheet = server.get(after.split_once('"').expect("an address").0, &[]);
    assert_eq!((sheet.status, sheet.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(sheet.header("cache-control").contains("immutable"));
    assert!(sheet.text().contains(".chart .dot"), "pages draw pictures in their own style");
    let (_, after) = page.split_once("<script type=\"module\" src=\"").expect("a script");
    let script = server.get(after.split_once('"').expect("an address").0, &[]);
    assert_eq!(
        (script.status, script.header("content-type")),
        (200, "text/javascript; charset=utf-8")
    );
    assert!(script.header("cache-control").contains("immutable"));
    assert!(script.text().starts_with("const documents = {"), "the documents stand in front");
    assert_eq!(server.get("/assets/icon.svg", &[]).status, 200);
    assert_eq!(server.get("/assets/pages-0.css", &[]).status, 404);
}

#[test]
fn what_is_not_there_or_cannot_be_read_is_said_on_a_page() {
    let server = Server::start();
    add_statistic(&server);
    let missing = server.get("/statistics/no-such-thing", &[]);
    assert_eq!((missing.status, missing.header("cache-control")), (404, "no-store"));
    assert!(missing.text().contains("<h1>Not found</h1>"));
    let wrong = server.get(&format!("{}?asOf=%3Cscript%3E", address(&server)), &[]);
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("is not a day") && !wrong.text().contains("<script>"));
}

#[test]
fn what_was_not_on_record_yet_is_not_found_in_any_form() {
    let server = Server::start();
    add_statistic(&server);
    let address = address(&server);
    let parts = ["", "/embed", ".svg", ".csv", ".json", ".jsonl", ".parquet", ".metadata.json"];
    for part in parts {
        let reply = server.get(&format!("{address}{part}?knownAt=2018-01-01"), &[]);
        assert_eq!(reply.status, 404, "{part}");
        let text = reply.text();
        let words = "was not on record on 1 Jan 2018, 23:59 UTC; it has been since";
        assert!(text.contains(words), "{part}: {text}");
    }
}

#[test]
fn a_text_that_is_not_public_is_counted_for_whoever_asks() {
    let server = Server::start();
    let bearer = server.bearer();
    let add = "mutation { addSource(input: { title: \"Norder\", kind: ARTICLE, url: \
        \"https://example.org/norder\", language: \"en\", text: \"At least 8,000 people were \
        arrested, the National Relief Council said.\" }) { source { id } userErrors { message } \
        } }";
    let key = [("Authorization", bearer.as_str())];
    let added = server.post(&json!({ "query": add }), &key).json();
    let id = added["data"]["addSource"]["source"]["id"].as_str().expect("a source");
    let target = format!("/review?source={id}");
    let anyone = server.get(&target, &[]);
    assert_eq!(anyone.status, 200, "{}", anyone.text());
    assert!(anyone.text().contains("The text is not public"), "{}", anyone.text());
    assert!(!anyone.text().contains("8,000"), "{}", anyone.text());
    assert!(server.get(&target, &key).text().contains("8,000"));
}

#[test]
fn a_private_server_shows_nothing_without_a_key() {
    let server = Server::with(|settings| settings.private = true);
    let refused = server.get("/statistics/anything", &[]);
    assert_eq!(
        (refused.status, refused.header("www-authenticate")),
        (401, "Bearer realm=\"claimbase\"")
    );
    assert!(refused.text().contains("A key is needed"));
    let bearer = server.bearer();
    let keyed = server.get("/statistics/anything", &[("Authorization", &bearer)]);
    assert_eq!(keyed.status, 404);
}

#[test]
fn another_host_is_not_answered() {
    let server = Server::start();
    let reply = server.get("/statistics/anything", &[("Host", "evil.example")]);
    assert_eq!(reply.status, 421);
}

#[test]
fn rows_are_files_that_are_sent_whole() {
    let server = Server::start();
    add_statistic(&server);
    let address = address(&server);
    let csv = server.get(&format!("{address}.csv"), &[("Accept-Encoding", "identity")]);
    assert_eq!(
        (csv.status, csv.header("content-type")),
        (200, "text/csv; charset=utf-8; header=present")
    );
    assert!(csv.header("content-disposition").starts_with("attachment; filename="));
    settled(&server, &format!("{address}.csv"));
    for (target, words) in [
        (format!("{address}.csv"), "at least 22"),
        (format!("{address}.json"), "\"value\":22"),
        (format!("{address}.jsonl"), "\"value\":22"),
        ("/claims.csv".to_owned(), "at least 22"),
        ("/claims.jsonl?qualifier=AT_LEAST".to_owned(), "\"value\":22"),
        (format!("{address}.metadata.json"), "\"tableSchema\""),
    ] {
        let reply = server.get(&target, &[]);
        assert_eq!(reply.status, 200, "{target}");
        assert!(reply.text().contains(words), "{target}: {}", reply.text());
    }
    // A part without rows must not end the answer.
    let none = server.get("/claims.json?stance=DENIES", &[]);
    assert!(none.text().contains("\n]\n"), "{}", none.text());
    assert_eq!(server.get(&format!("{address}.xls"), &[]).status, 404);
    assert_eq!(server.get("/claims.csv?stance=x", &[]).status, 400);
}

#[test]
fn every_page_is_there_and_leads_on() {
    let server = Server::start();
    add_statistic(&server);
    assert!(server.add_agent("Somebody New"));
    let home = server.get("/", &[]);
    assert_eq!((home.status, home.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(home.text().contains("/statistics/"), "{}", home.text());
    let got = server
        .query(
            "{ claims { nodes { id } } sources { nodes { id } } agents { nodes { slug } } }",
            &[],
        )
        .json();
    let id = |list: &str, field: &str| {
        got["data"][list]["nodes"][0][field].as_str().expect("one").to_owned()
    };
    for target in [
        format!("/claims/{}", id("claims", "id")),
        format!("/sources/{}", id("sources", "id")),
        format!("/agents/{}", id("agents", "slug")),
        "/search?q=killed".to_owned(),
        "/findings".to_owned(),
        "/review".to_owned(),
        "/enter".to_owned(),
        "/keys".to_owned(),
        "/measures/killed".to_owned(),
    ] {
        let reply = server.get(&target, &[]);
        assert_eq!(reply.status, 200, "{target}: {}", reply.text());
    }
    for target in
        ["/agents/nobody", "/events/none", "/claims/x", "/places/iran", "/measures/x", "/nothing"]
    {
        assert_eq!(server.get(target, &[]).status, 404, "{target}");
    }
    for target in [
        "/search?q=killed&after=x",
        "/search?q=killed&month=2018-99",
        "/findings?code=x",
        "/review?what=x",
        "/enter?what=x",
        "/keys?what=x",
    ] {
        assert_eq!(server.get(target, &[]).status, 400, "{target}");
    }
    let none = "/review?source=source_01h455vb4pex5vsknk084sn02q";
    assert_eq!(server.get(none, &[]).status, 404);
}

#[test]
fn a_picture_stands_in_pages_of_those_who_may_read() {
    let server =
        Server::with(|settings| settings.cors = vec!["https://dash.example.org".to_owned()]);
    add_statistic(&server);
    let address = address(&server);
    let embedded = server.get(&format!("{address}/embed?view=TIME"), &[]);
    assert_eq!(embedded.status, 200);
    let policy = embedded.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'self' https://dash.example.org;"), "{policy}");
    assert!(
        embedded.text().contains("<svg class=\"chart\"") && !embedded.text().contains("<script")
    );
    assert!(!policy.contains("script-src"), "{policy}");
    let page = server.get(&address, &[]);
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(server.get(&format!("{address}.svg/embed"), &[]).status, 404);
}

#[test]
fn the_page_of_the_keys_is_kept_by_nobody_and_shows_them_to_admins() {
    let server = Server::start();
    let nobody = server.get("/keys", &[]);
    assert!(nobody.text().contains("Only an admin sees the keys"), "{}", nobody.text());
    let bearer = server.bearer();
    let key = [("Authorization", bearer.as_str())];
    let page = server.get("/keys", &key);
    assert_eq!((page.header("cache-control"), page.header("etag")), ("no-store", ""));
    assert!(page.text().contains("the one you use"), "{}", page.text());
    let query = "mutation { createKey(input: { name: \"desk\", role: READER }) { secret } }";
    let made = server.post(&json!({ "query": query }), &key).json();
    let secret = made["data"]["createKey"]["secret"].as_str().expect("a secret").to_owned();
    let page = server.get("/keys", &key).text();
    assert!(page.contains("<bdi>desk</bdi>") && !page.contains(&secret), "{page}");
    let desk = format!("Bearer {secret}");
    let reader = server.get("/keys", &[("Authorization", desk.as_str())]).text();
    assert!(!reader.contains("<bdi>desk</bdi>"), "{reader}");
}
