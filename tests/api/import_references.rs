//! References in and out: each format, their keys, releases, what is refused.

use claimbase::{
    Result,
    exchange::{
        claimreview::JsonLines,
        engine::{Items, Label, Outcome, Refused, Rejects},
        file::Rewindable,
        reference::{
            self, Reference, References, Writer,
            bibtex::{BibEntries, BibRejects, Bibtex},
            csl::{Csl, CslItems},
            ris::{RisItems, RisRejects},
        },
        report::Tally,
    },
};
use serde_json::{Value, json};

use crate::{
    files::{file, import},
    support::{App, Backend, both},
};

const CSL: &str = r#"[
  {"id": "hentzau2018", "type": "article-newspaper", "title": "The bridge & its price: 50 % more",
   "container-title": "Strelsau Times", "URL": "https://times.example/bridge?utm_source=x",
   "author": [{"family": "Hentzau", "given": "Rupert", "non-dropping-particle": "of"}, {"literal": "City Desk"}],
   "issued": {"date-parts": [[2018, 1, 22]]}, "accessed": {"date-parts": [["2019", "2", "3"]]}, "language": "en-GB",
   "volume": 3},
  {"id": "ministry", "type": "report", "title": "Bridges of Ruritania", "publisher": "Ministry of Works",
   "issued": {"date-parts": [[2017]], "circa": true}, "ISBN": "978-3-16-148410-0"},
  {"id": "items of Z", "type": "article-journal", "title": "On bridges", "DOI": "https://doi.org/10.1000/xyz(1)",
   "container-title": "Journal of Bridges", "issued": {"raw": "2016-05"}}
]"#;

const BIBTEX: &str = r#"
Bridges, collected by me@example.org
@string{times = "Strelsau Times"}
@comment{no entry}
@article{hentzau2018,
  author = {of Hentzau, Rupert and {City Desk}},
  title = {The {B}ridge \& its Price: 50 \% more},
  journal = times, year = 2018, month = jan,
  url = {https://times.example/bridge}, urldate = {2019-02-03}, langid = {british},
}
@techreport{ministry, title = "Bridges of Ruritania", institution = {Ministry of Works}, date = {2017~}}
"#;

const RIS: &str = "TY  - NEWS\r\nID  - hentzau2018\r\nTI  - The bridge\r\n and its price\r\nAU  - Hentzau, Rupert of\r\nAU  - City Desk\r\n\
    JF  - Strelsau Times\r\nDA  - 2018/01/22/\r\nUR  - https://times.example/bridge\r\nLA  - en\r\nER  - \r\n\r\n\
    TY  - RPRT\r\nTI  - Bridges of Ruritania\r\nPB  - Ministry of Works\r\nPY  - 2017\r\nER  -\r\n";

const fn tally(new: u64, updated: u64, unchanged: u64, rejected: u64) -> Tally {
    Tally { new, updated, unchanged, rejected }
}

async fn put<I: Items<Item = Reference>>(
    app: &App,
    items: Result<I>,
) -> (Outcome, Vec<Refused<I::Raw>>) {
    let items = items.expect("a file");
    import(&app.session, Label::new("references", "a"), items, References::default()).await
}

fn text(text: &str) -> Box<dyn Rewindable> {
    file(text.as_bytes())
}

async fn sources(app: &App) -> Value {
    let query = "{ sources(orderBy: {field: RECORDED}) { nodes { title kind url publisher { name kind } authors { name kind }
        publishedOn accessedOn language externalIds { scheme value } revision } } }";
    app.data(query).await["sources"]["nodes"].take()
}

async fn exported(app: &App, writer: &(dyn Writer + Sync)) -> String {
    let mut out = Vec::new();
    reference::export(&app.session.db, writer, &mut out).await.expect("an export");
    String::from_utf8(out).expect("UTF-8")
}

fn ids(list: &[(&str, &str)]) -> Value {
    list.iter().map(|(scheme, value)| json!({ "scheme": scheme, "value": value })).collect()
}

const BOOKS: &str = r#"[
  {"id": "flavia", "type": "chapter", "title": "The tower", "container-title": "Ruritania and its bridges",
   "publisher": "Zenda Press", "publisher-place": "Strelsau", "volume": "2", "page": "12–15", "edition": "3",
   "collection-title": "Bridges of the world", "issued": {"date-parts": [[2016]]},
   "author": [{"family": "Elphberg", "given": "Flavia"}], "editor": [{"family": "Tarlenheim", "given": "Fritz"}, {"literal": "The Guild"}]},
  {"id": "sapt", "type": "article-journal", "title": "On pillars", "container-title": "Journal of Bridges", "publisher": "Guild Press",
   "volume": 7, "issue": 2, "page": "1-9", "ISSN": "1234-5678", "issued": {"date-parts": [[2015, 3]]}},
  {"id": "works", "type": "report", "title": "Works", "publisher": "Ministry of Works", "number": "42", "issued": {"date-parts": [[2014]]}},
  {"id": "rudolf", "type": "book", "title": "Of bridges", "publisher": "Zenda Press", "issued": {"date-parts": [[2013]]}}
]"#;

both! {
    async fn details_go_in_and_out_unchanged_through_either_format(app) {
        put(&app, CslItems::open(text(BOOKS))).await;
        let query = "{ sources(filter: {title: {eq: \"The tower\"}}) { nodes { publisher { name } imprint {
            form containerTitle house publisherPlace volume issue pages edition series issn editors { given family } } } } }";
        let told = app.data(query).await["sources"]["nodes"][0].take();
        assert_eq!(told, json!({"publisher": {"name": "Zenda Press"}, "imprint": {
            "form": "chapter", "containerTitle": "Ruritania and its bridges", "house": null,
            "publisherPlace": "Strelsau", "volume": "2", "issue": null, "pages": "12-15", "edition": "3",
            "series": "Bridges of the world", "issn": null,
            "editors": [{"given": "Fritz", "family": "Tarlenheim"}, {"given": null, "family": "The Guild"}]}}));
        let csl = exported(&app, &Csl).await;
        let written: Value = serde_json::from_str(&csl).expect("JSON");
        let given: Value = serde_json::from_str(BOOKS).expect("JSON");
        for (item, was) in written.as_array().expect("a list").iter().zip(given.as_array().expect("a list")) {
            for (name, value) in was.as_object().expect("an item") {
                let is = item[name].to_string().replace('"', "");
                assert_eq!(is, value.to_string().replace('"', "").replace('–', "-"), "{name} of {item}");
            }
        }
        let bibtex = exported(&app, &Bibtex).await;
        for line in [
            "@incollection{flavia,\n  author = {Elphberg, Flavia},\n  editor = {Tarlenheim, Fritz and {The Guild}},",
            "  booktitle = {Ruritania and its bridges},", "  pages = {12--15},", "  number = {2},", "@book{rudolf,",
        ] {
            assert!(bibtex.contains(line), "{line}\n{bibtex}");
        }
        let (again, refused) = put(&app, CslItems::open(text(&csl))).await;
        assert_eq!((again.items, refused.len()), (tally(0, 0, 4, 0), 0));
        let (again, refused) = put(&app, BibEntries::open(text(&bibtex))).await;
        assert_eq!((again.items, refused.len()), (tally(0, 0, 4, 0), 0));
        assert_eq!(exported(&app, &Csl).await, csl);
        let other = App::new(Backend::Sqlite).await;
        put(&other, BibEntries::open(text(&bibtex))).await;
        assert_eq!(exported(&other, &Bibtex).await, bibtex);
    }

    async fn an_entry_inherits_wherever_the_other_one_stands(app) {
        let file = "@incollection{a, title = {The tower}, crossref = {b}, pages = {1--2}}\n\
            @book{b, title = {Ruritania}, editor = {Tarlenheim, Fritz}, publisher = {Zenda Press}, year = 2016, xdata = {c}}\n\
            @xdata{c, location = {Strelsau}}\n@misc{d, title = {D}, crossref = {d}}\n";
        let (done, refused) = put(&app, BibEntries::open(text(file))).await;
        assert_eq!(done.items, tally(2, 0, 0, 1));
        assert!(refused[0].reason.contains("d inherits from itself"), "{}", refused[0].reason);
        let query = "{ sources(filter: {title: {eq: \"The tower\"}}) { nodes { publishedOn publisher { name } imprint {
            containerTitle publisherPlace pages editors { family } } } } }";
        let told = app.data(query).await["sources"]["nodes"][0].take();
        assert_eq!(told, json!({"publishedOn": "2016", "publisher": {"name": "Zenda Press"}, "imprint": {
            "containerTitle": "Ruritania", "publisherPlace": "Strelsau", "pages": "1-2",
            "editors": [{"family": "Tarlenheim"}]}}));
    }

    async fn csl_json_gives_sources_with_their_keys(app) {
        let (done, refused) = put(&app, CslItems::open(text(CSL))).await;
        assert_eq!((done.items, refused.len()), (tally(3, 0, 0, 0), 0), "{refused:?}");
        let rows = sources(&app).await;
        assert_eq!(rows[0], json!({
            "title": "The bridge & its price: 50 % more", "kind": "ARTICLE",
            "url": "https://times.example/bridge?utm_source=x",
            "publisher": { "name": "Strelsau Times", "kind": "NEWS_OUTLET" },
            "authors": [{ "name": "Rupert of Hentzau", "kind": "PERSON" }, { "name": "City Desk", "kind": "ORGANISATION" }],
            "publishedOn": "2018-01-22", "accessedOn": "2019-02-03", "language": "en-GB",
            "externalIds": ids(&[("citation-key", "hentzau2018")]), "revision": 1,
        }));
        assert_eq!(rows[1]["publishedOn"], "2017~");
        assert_eq!(rows[1]["externalIds"], ids(&[("citation-key", "ministry"), ("isbn", "978-3-16-148410-0")]));
        assert_eq!(rows[2]["url"], "https://doi.org/10.1000/xyz(1)");
        assert_eq!(rows[2]["externalIds"], ids(&[("citation-key", "items of Z"), ("doi", "10.1000/xyz(1)")]));

        let (again, _) = put(&app, CslItems::open(text(CSL))).await;
        assert_eq!(again.items, tally(0, 0, 3, 0));
        // What the file says otherwise now.
        let changed = CSL.replace("On bridges", "On old bridges").replace("[2018, 1, 22]", "[2018, 1, 23]");
        let (done, _) = put(&app, CslItems::open(text(&changed))).await;
        assert_eq!(done.items, tally(0, 2, 1, 0));
        let rows = sources(&app).await;
        assert_eq!((&rows[0]["publishedOn"], &rows[2]["title"]), (&json!("2018-01-23"), &json!("On old bridges")));
    }

    async fn bibtex_and_ris_give_the_same_sources(app) {
        let (done, refused) = put(&app, BibEntries::open(text(BIBTEX))).await;
        assert_eq!((done.items, refused.len()), (tally(2, 0, 0, 0), 0), "{refused:?}");
        let rows = sources(&app).await;
        assert_eq!(rows[0], json!({
            "title": "The Bridge & its Price: 50 % more", "kind": "ARTICLE", "url": "https://times.example/bridge",
            "publisher": { "name": "Strelsau Times", "kind": "ORGANISATION" },
            "authors": [{ "name": "Rupert of Hentzau", "kind": "PERSON" }, { "name": "City Desk", "kind": "ORGANISATION" }],
            "publishedOn": "2018-01", "accessedOn": "2019-02-03", "language": "en-GB",
            "externalIds": ids(&[("citation-key", "hentzau2018")]), "revision": 1,
        }));
        assert_eq!((&rows[1]["kind"], &rows[1]["publishedOn"]), (&json!("REPORT"), &json!("2017~")));
        let (done, refused) = put(&app, RisItems::open(text(RIS))).await;
        assert_eq!(refused.len(), 0, "{refused:?}");
        // The article is the same, dated and titled otherwise; the report of 2017 is another one than
        // that of about 2017.
        assert_eq!(done.items, tally(1, 1, 0, 0));
        let rows = sources(&app).await;
        assert_eq!((&rows[0]["title"], &rows[0]["publishedOn"], &rows[0]["language"]), (&json!("The bridge and its price"), &json!("2018-01-22"), &json!("en")));
    }

    async fn what_is_exported_is_imported_as_the_same(app) {
        put(&app, CslItems::open(text(CSL))).await;
        let add = "mutation { addSource(input: {title: \"Odd {title} \\\\ with $ # _ ^ ~ & %\", kind: WIRE_ITEM, url: \"https://wire.example/a_b%20c~d\",
            publisher: {new: {name: \"Wire & Sons\", kind: NEWS_AGENCY}}, authors: [{new: {name: \"Jones and Jones, Ltd\", kind: ORGANISATION}}, {new: {name: \"Plato\", kind: PERSON}}],
            publishedOn: \"2018?\"}) { source { id } userErrors { message } } }";
        let added = app.data(add).await;
        let id = added["addSource"]["source"]["id"].as_str().expect("an id").to_owned();
        let before = sources(&app).await;
        let csl = exported(&app, &Csl).await;
        let bibtex = exported(&app, &Bibtex).await;
        assert!(csl.contains("\"id\":\"hentzau2018\"") && csl.contains(&id), "{csl}");
        assert!(bibtex.contains("@article{hentzau2018,") && bibtex.contains(&id), "{bibtex}");
        assert!(!bibtex.contains("{items of"), "no key of BibTeX: {bibtex}");
        let (done, refused) = put(&app, CslItems::open(text(&csl))).await;
        assert_eq!((done.items, refused.len()), (tally(0, 0, 4, 0), 0), "{csl}");
        let (done, refused) = put(&app, BibEntries::open(text(&bibtex))).await;
        assert_eq!((done.items, refused.len()), (tally(0, 0, 4, 0), 0), "{refused:?}\n{bibtex}");
        assert_eq!(sources(&app).await, before);

        // Elsewhere they are the same sources again, and written alike.
        let other = App::new(Backend::Sqlite).await;
        put(&other, CslItems::open(text(&csl))).await;
        assert_eq!(exported(&other, &Csl).await, csl);
        let other = App::new(Backend::Sqlite).await;
        put(&other, BibEntries::open(text(&bibtex))).await;
        let (done, _) = put(&other, CslItems::open(text(&exported(&other, &Csl).await))).await;
        assert_eq!(done.items, tally(0, 0, 4, 0));
    }

    async fn what_people_changed_stays_and_keys_are_added(app) {
        put(&app, CslItems::open(text(CSL))).await;
        let id = app.data("{ sources(filter: {title: {eq: \"On bridges\"}}) { nodes { id } } }").await["sources"]["nodes"][0]["id"].clone();
        let update = "mutation ($id: ID!) { updateSource(input: {id: $id, title: \"On Bridges\"}) { userErrors { message } } }";
        app.run_with(update, json!({ "id": id })).await;
        let changed = CSL.replace("On bridges", "On old bridges").replace("items of Z", "onbridges");
        let (done, _) = put(&app, CslItems::open(text(&changed))).await;
        assert_eq!((done.items, done.held), (tally(0, 1, 2, 0), 1));
        let row = sources(&app).await[2].clone();
        assert_eq!(row["title"], "On Bridges");
        assert_eq!(row["externalIds"], ids(&[("citation-key", "items of Z"), ("doi", "10.1000/xyz(1)"), ("citation-key", "onbridges")]));
        // Each key is written.
        let csl = exported(&app, &Csl).await;
        assert!(csl.contains("\"id\":\"onbridges\"") && csl.contains("items of Z\""), "{csl}");
    }

    async fn bad_references_are_refused_with_line_and_reason_and_mended(app) {
        let csl = "{\"id\":\"a\",\"title\":\"A\"}\n{\"id\":\"b\"}\n{\"id\":\"a\",\"title\":\"C\"}\n\
                   {\"id\":\"d\",\"title\":\"D\",\"author\":\"me\"}\n{\"id\":\"e\",\"title\":\"E\",\"issued\":{\"raw\":\"soon\"}}\n\
                   {\"id\":\"f\",\"title\":\"F\",\"URL\":\"nowhere\"}\n{\"id\":\"g\",\"title\":\"G\",}\n{\"id\":\"h\",\"title\":\"H\"}\n";
        let (done, refused) = put(&app, CslItems::open(text(csl))).await;
        assert_eq!(done.items, tally(2, 0, 0, 6));
        let told: Vec<_> = refused.iter().map(|row| (row.line, row.column.as_str())).collect();
        assert_eq!(told, [(2, "title"), (3, "key"), (4, "author"), (5, "issued"), (6, "url"), (7, "")]);
        assert!(refused[1].reason.contains("stands on line 1 already"), "{refused:?}");
        let written = JsonLines.item(&refused[4]).expect("a line");
        let mended = String::from_utf8(written).expect("UTF-8").replace("nowhere", "https://f.example/");
        let (done, _) = put(&app, CslItems::open(text(&mended))).await;
        assert_eq!(done.items, tally(1, 0, 0, 0));

        let bib = "@misc{k, title = {K}}\n@misc{l, title = {L}, month = foo}\n@misc{m, title = {M\n@misc{k, title = {N}}\n@misc{o, year = 2018}\n@misc{p, title = {P}, date = {soon}}\n@misc{q, title = {Q}}\n";
        let (done, refused) = put(&app, BibEntries::open(text(bib))).await;
        let told: Vec<_> = refused.iter().map(|row| (row.line, row.column.as_str())).collect();
        assert_eq!(told, [(2, ""), (3, ""), (4, "key"), (5, "title"), (6, "date")], "{refused:?}");
        assert_eq!(done.items.new, 2);
        let mended = |written: Vec<u8>, from: &str, to: &str| String::from_utf8(written).expect("UTF-8").replace(from, to);
        let mended = mended(BibRejects.item(&refused[4]).expect("an entry"), "{soon}", "{2018}");
        assert!(mended.starts_with("% claimbase: line 6: date: "), "{mended}");
        let (done, _) = put(&app, BibEntries::open(text(&mended))).await;
        assert_eq!(done.items, tally(1, 0, 0, 0));

        let ris = "TY  - NEWS\nTI  - R\nTY  - NEWS\nTI  - S\nER  - \nTY  - NEWS\nDA  - 2018/13/01\nTI  - T\nER  - \nTY  - NEWS\nTI  - U\n";
        let (done, refused) = put(&app, RisItems::open(text(ris))).await;
        let told: Vec<_> = refused.iter().map(|row| (row.line, row.column.as_str())).collect();
        assert_eq!(told, [(1, ""), (6, "DA"), (10, "")], "{refused:?}");
        assert_eq!(done.items, tally(1, 0, 0, 3));
        let written = RisRejects.item(&refused[1]).expect("a reference");
        let mended = String::from_utf8(written).expect("UTF-8").replace("/13/", "/12/");
        let (done, _) = put(&app, RisItems::open(text(&mended))).await;
        assert_eq!(done.items, tally(1, 0, 0, 0));
        let (_, refused) = put(&app, BibEntries::open(file(b"@misc{z, title = {caf\xe9}}"))).await;
        assert!(refused[0].reason.contains("not UTF-8"), "{refused:?}");
    }
}
