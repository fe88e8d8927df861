//! Pages as they are met, written for these tests.

use super::{is_html, read};

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en-GB"><head><title>Ferry sinks off Port Elm | Harbour Gazette</title>
<meta property="og:title" content="Ferry sinks off Port Elm">
<link rel="canonical" href="https://gazette.example/ferry">
<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2031-05-16T08:00:00Z"}]}</script>
<style>p { color: red }</style></head>
<body><nav><ul><li><a href="/">Home</a><li><a href="/sea">Sea</a></ul></nav>
<div class="sidebar"><p>Ten things to read this week, and why you should, now, today, at once, with us.</p></div>
<div id="story"><h1>Ferry sinks off Port Elm</h1>
<p>At least 12&nbsp;people were killed when a ferry capsized, <a href="/ministry">the ministry</a> said.
It was the second sinking this year.
<p>“We heard a bang,” said a sailor,<br>who swam ashore. <script>track("12 people")</script>The boat was old.</p>
<div class="related"><p>Read more: the 40 ships that were lost, and the people who looked for them.</p></div>
<ul><li>The ferry was built in 1974.</li><li>It carried 300 passengers &amp; crew.</li></ul>
<p style="display: none">Hidden words, many of them, that nobody should ever read at all.</p>
</div>
<footer><p>Copyright, the Harbour Gazette, all rights reserved, no part may be copied.</p></footer></body></html>"#;

#[test]
fn the_body_of_a_page_is_found() {
    let article = read(PAGE);
    assert_eq!(article.title.as_deref(), Some("Ferry sinks off Port Elm"));
    assert_eq!(article.published_on.map(|day| day.to_string()).as_deref(), Some("2031-05-16"));
    assert_eq!(article.url.as_deref(), Some("https://gazette.example/ferry"));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    assert_eq!(
        article.text,
        "Ferry sinks off Port Elm\n\n\
         At least 12 people were killed when a ferry capsized, the ministry said. It was the \
         second sinking this year.\n\n\
         “We heard a bang,” said a sailor, who swam ashore. The boat was old.\n\n\
         The ferry was built in 1974.\n\n\
         It carried 300 passengers & crew."
    );
}

#[test]
fn paragraphs_can_be_parted_by_line_breaks() {
    let html = "<div>One sentence, long enough to be read.<br><br>Another <b>bold</b> sentence, \
                long enough too.</div>";
    assert_eq!(
        read(html).text,
        "One sentence, long enough to be read.\n\nAnother bold sentence, long enough too."
    );
}

#[test]
fn broken_pages_are_read_as_far_as_they_go() {
    for (html, text) in [
        ("", ""),
        ("<p>Cut off in the mid", "Cut off in the mid"),
        ("</div></p><p>Closed too often.</p></p>", "Closed too often."),
        ("<b><p>Wrongly nested</b> but read.</p>", "Wrongly nested but read."),
        ("<p>A < b &unknown; &lt;c&gt;</p>", "A < b &unknown; <c>"),
        ("plain words", "plain words"),
    ] {
        assert_eq!(read(html).text, text, "{html}");
    }
    let deep = "<div>".repeat(20_000) + "<p>Deep down.</p>";
    assert_eq!(read(&deep).text, "Deep down.");
}

#[test]
fn pages_are_told_from_plain_text() {
    assert!(is_html(PAGE));
    assert!(is_html("\u{feff} <html>"));
    assert!(is_html("<!-- x --><p>text"));
    assert!(!is_html("At least 12 people <were> killed"));
    assert!(!is_html("<3 from all of us"));
}
