//! Sources that are likely one document: at variants of one address, with one text, or of one
//! publisher, day and title.

use std::collections::BTreeSet;

use url::Url;
use uuid::Uuid;

use crate::domain::{address, fold::fold, partial_date::PartialDate};

/// Hosts and paths under which a page is served once more for telephones.
const HANDHELD: [&str; 6] = ["amp.", "m.", "mobi.", "mobile.", "touch.", "wap."];

/// Parameters that choose how a page looks, not which one it is.
const LOOKS: [&str; 9] =
    ["amp", "app", "mobile", "mode", "output", "outputtype", "platform", "print", "view"];

/// Titles with fewer words than these are alike by chance: "Iran protests".
const WORDS_MIN: usize = 4;

/// Of the words of two titles, so many tenths must be common to both.
const COMMON_TENTHS: usize = 8;

/// What is known of a document.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Its address; `None` where it has none.
    pub url: Option<&'a str>,
    /// Its title.
    pub title: &'a str,
    /// Who published it, after merges; `None` where that is not known.
    pub publisher: Option<Uuid>,
    /// When; `None` where that is not known.
    pub published_on: Option<&'a PartialDate>,
    /// The hash of its text; `None` where the text is not kept.
    pub content: Option<&'a str>,
}

impl Document<'_> {
    /// What it shares with every document that [is like](Self::is_like) it, and with some that are
    /// not.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<String> {
        let dated = self.publisher.zip(self.published_on).and_then(|(publisher, day)| {
            let title = fold(self.title);
            let words = words(&title);
            // Shorter titles are like no other, and those with other numbers neither.
            (words.len() >= WORDS_MIN).then(|| {
                let numbers = numbers(&words).join(" ");
                format!("day:{publisher}:{}:{}:{numbers}", day.earliest(), day.latest())
            })
        });
        let at = self.url.map(|url| format!("url:{}", bare_address(url)));
        let text = self.content.map(|hash| format!("text:{hash}"));
        [at, text, dated].into_iter().flatten().collect()
    }

    /// Whether both are likely one document.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        // One text of two publishers is a wire item that both printed.
        let publishers = self.publisher.zip(other.publisher).is_none_or(|(one, two)| one == two);
        let same_text = publishers && self.content.is_some() && self.content == other.content;
        let same_place = match (self.url, other.url) {
            (Some(one), Some(two)) => bare_address(one) == bare_address(two),
            _ => false,
        };
        let days = |document: &Self| document.published_on.map(|it| (it.earliest(), it.latest()));
        let same_day = self.publisher.is_some()
            && self.publisher == other.publisher
            && days(self).is_some()
            && days(self) == days(other);
        same_text || same_place || (same_day && titles_are_like(self.title, other.title))
    }
}

/// The address without what makes variants of one page: the telephone's host or path, the archive's
/// or cache's in front of it, the choice of looks.
fn bare_address(address: &str) -> String {
    let normal = address::normalise(&original(address));
    let Ok(mut url) = Url::parse(&normal) else { return normal };
    let host = url.host_str().unwrap_or_default();
    let bare = HANDHELD.iter().find_map(|prefix| host.strip_prefix(prefix));
    if let Some(bare) = bare.filter(|rest| rest.contains('.')).map(str::to_owned)
        && url.set_host(Some(&bare)).is_err()
    {
        return normal;
    }
    let path = url.path();
    let bare = path
        .trim_end_matches('/')
        .trim_end_matches("/index.html")
        .trim_end_matches("/amp")
        .trim_end_matches("/amp.html")
        .trim_end_matches(".amp");
    let bare =
        bare.strip_prefix("/amp/").map_or_else(|| bare.to_owned(), |rest| format!("/{rest}"));
    url.set_path(&bare);
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !LOOKS.contains(&name.to_ascii_lowercase().as_str()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        url.set_query(None);
    } else {
        url.query_pairs_mut().clear().extend_pairs(kept);
    }
    address::normalise(url.as_str())
}

/// The address of the page itself, where this is that of a copy in an archive or a cache.
fn original(address: &str) -> String {
    let bare = address.trim();
    let bare = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
    let Some(bare) = bare else { return address.to_owned() };
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    if let Some(kept) = bare.strip_prefix("web.archive.org/web/")
        && let Some((_, page)) = kept.split_once('/')
        && page.starts_with("http")
    {
        return page.to_owned();
    }
    if let Some(page) = bare.strip_prefix("google.com/amp/") {
        let page = page.strip_prefix("s/").unwrap_or(page);
        return format!("https://{page}");
    }
    if let Some((host, path)) = bare.split_once(".cdn.ampproject.org/")
        && !host.contains('/')
    {
        let page = path.trim_start_matches("c/").trim_start_matches("v/").trim_start_matches("s/");
        return format!("https://{page}");
    }
    address.to_owned()
}

/// Whether two titles are nearly the same words, with the same numbers: update 12 is not update 13.
fn titles_are_like(one: &str, two: &str) -> bool {
    let [one, two] = [fold(one), fold(two)];
    let [a, b] = [words(&one), words(&two)];
    if a.len().min(b.len()) < WORDS_MIN {
        return false;
    }
    if one == two {
        return true;
    }
    let (common, all) = (a.intersection(&b).count(), a.union(&b).count());
    numbers(&a) == numbers(&b) && common * 10 >= all * COMMON_TENTHS
}

fn words(folded: &str) -> BTreeSet<&str> {
    folded.split(' ').collect()
}

fn numbers<'a>(words: &BTreeSet<&'a str>) -> Vec<&'a str> {
    words.iter().copied().filter(|word| word.chars().any(char::is_numeric)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Document<'_> {
        Document { url: Some(url), title: "", publisher: None, published_on: None, content: None }
    }

    fn alike(one: &Document<'_>, two: &Document<'_>) -> bool {
        let like = one.is_like(two);
        assert_eq!(like, two.is_like(one), "from either side");
        if like {
            assert!(!one.keys().is_disjoint(&two.keys()), "{:?} {:?}", one.keys(), two.keys());
        }
        like
    }

    #[test]
    fn variants_of_one_address_are_one_document() {
        let page = "https://www.example.org/news/2018/iran?id=7";
        for other in [
            "http://example.org/news/2018/iran/?id=7",
            "https://m.example.org/news/2018/iran?id=7",
            "https://mobile.example.org/news/2018/iran?id=7&utm_source=x",
            "https://amp.example.org/news/2018/iran?id=7",
            "https://example.org/amp/news/2018/iran?id=7",
            "https://example.org/news/2018/iran/amp?id=7",
            "https://example.org/news/2018/iran/amp/?id=7",
            "https://example.org/news/2018/iran?id=7&outputType=amp",
            "https://example.org/news/2018/iran?amp&id=7#top",
            "https://web.archive.org/web/20180122101010/https://example.org/news/2018/iran?id=7",
            "https://www.google.com/amp/s/example.org/news/2018/iran?id=7",
            "https://example-org.cdn.ampproject.org/c/s/example.org/news/2018/iran?id=7",
        ] {
            assert!(alike(&at(page), &at(other)), "{other}");
        }
    }

    #[test]
    fn other_addresses_are_other_documents() {
        let page = "https://www.example.org/news/2018/iran?id=7";
        for other in [
            "https://example.org/news/2018/iran?id=8",
            "https://example.org/news/2018/iraq?id=7",
            "https://example.com/news/2018/iran?id=7",
            "https://en.example.org/news/2018/iran?id=7",
            "https://example.org/news/2018/iran/camp?id=7",
            "https://example.org/",
        ] {
            assert!(!alike(&at(page), &at(other)), "{other}");
        }
        assert!(!alike(&at("https://m.org/a"), &at("https://org/a")));
    }

    #[test]
    fn one_publisher_day_and_title_are_one_document() {
        let publisher = Some(Uuid::from_u128(1));
        let day: PartialDate = "2018-01-09".parse().expect("a date");
        let next: PartialDate = "2018-01-10".parse().expect("a date");
        let one = Document {
            url: None,
            title: "Iran: 3,700 arrested in the protests, says MP",
            publisher,
            published_on: Some(&day),
            content: None,
        };
        let titled = |title| Document { title, ..one };
        assert!(alike(&one, &titled("Iran - 3700 arrested in protests, says MP")));
        assert!(alike(&one, &Document { url: Some("https://example.org/1"), ..one }));
        for title in [
            "Iran: 3,800 arrested in the protests, says MP",
            "Iran: 3,700 arrested",
            "Iran's parliament speaks about 3,700 people arrested in the protests",
        ] {
            assert!(!alike(&one, &titled(title)), "{title}");
        }
        assert!(!alike(&one, &Document { published_on: Some(&next), ..one }));
        assert!(!alike(&one, &Document { publisher: Some(Uuid::from_u128(2)), ..one }));
        assert!(!alike(&Document { publisher: None, ..one }, &Document { publisher: None, ..one }));
        let [first, second] = ["Flash update 12 on the floods", "Flash update 13 on the floods"];
        assert!(!alike(&titled(first), &titled(second)));
        assert!(!alike(&titled("Iran protests"), &titled("Iran protests")));
    }

    #[test]
    fn one_text_is_one_document() {
        let hashed = |url, content| Document { content: Some(content), ..at(url) };
        let one = hashed("https://a.org/1", "aa");
        assert!(alike(&one, &hashed("https://b.org/2", "aa")));
        assert!(!alike(&one, &hashed("https://b.org/2", "bb")));
        let published =
            |document, by| Document { publisher: Some(Uuid::from_u128(by)), ..document };
        assert!(!alike(&published(one, 1), &published(hashed("https://b.org/2", "aa"), 2)));
    }
}
