//! Web addresses: read at the door, and the form in which two of them are the same.

use url::{Host, Url};

use super::text::shown;
use crate::{Error, Result};

/// The longest address. Browsers and proxies cut longer ones.
const MAX: usize = 2_000;

/// Query parameters that tell who sent the reader and never change the page.
const TRACKING: [&str; 34] = [
    "_branch_match_id",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "at_campaign",
    "at_medium",
    "cmpid",
    "dclid",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_source",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "igsh",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ref_src",
    "ref_url",
    "s_cid",
    "smid",
    "ttclid",
    "twclid",
    "wbraid",
    "yclid",
];

/// Reads a web address that somebody gave, and writes it as browsers do.
pub fn parse(raw: &str) -> Result<String> {
    let text = raw.trim();
    let invalid =
        |why: &str| Err(Error::invalid("", format!("{} is not a web address: {why}", shown(text))));
    let length = text.chars().count();
    if length > MAX {
        return invalid(&format!("it has {length} characters, shorten it to {MAX} at most"));
    }
    if text.contains(|c: char| c.is_control()) {
        return invalid("it has a control character or line break, remove it");
    }
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            return invalid("write it in full, as in https://example.org/page");
        }
        Err(error) => return invalid(&error.to_string()),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return invalid("it must begin with https:// or http://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::invalid(
            "",
            "the web address has a user name or password in it: remove what stands before the @",
        ));
    }
    let written = String::from(url);
    if written.len() > MAX {
        return invalid(&format!(
            "written out it has {} characters, shorten it to {MAX} at most",
            written.len()
        ));
    }
    Ok(written)
}

/// The form in which two addresses are the same document.
///
/// Made one: http and https, `www.` and none, the host's case and final dot, the default port, a
/// slash at the end of the path, percent-encodings of plain characters, the order of the query's
/// parameters. Dropped: the fragment and parameters known to be for tracking. Kept: the rest of the
/// query, for it often names the document, and the path's case. What is not a web address is only
/// trimmed.
#[must_use]
pub fn normalise(address: &str) -> String {
    let address = address.trim();
    let Ok(url) = Url::parse(address) else { return address.to_owned() };
    let Some(host) = url.host().filter(|_| matches!(url.scheme(), "http" | "https")) else {
        return address.to_owned();
    };
    let mut same = format!("https://{}", bare(&host));
    // url keeps a port only where it is not the scheme's own; the other scheme's is dropped too.
    if let Some(port) = url.port().filter(|port| !matches!(port, 80 | 443)) {
        same.push(':');
        same.push_str(&port.to_string());
    }
    let path = plain(url.path());
    let path = path.trim_end_matches('/');
    same.push_str(if path.is_empty() { "/" } else { path });
    let query = url.query().map(query).unwrap_or_default();
    if !query.is_empty() {
        same.push('?');
        same.push_str(&query);
    }
    same
}

fn bare(host: &Host<&str>) -> String {
    let Host::Domain(domain) = host else { return host.to_string() };
    let domain = domain.trim_end_matches('.');
    let bare = domain.strip_prefix("www.").unwrap_or(domain);
    // www.com is a host of its own.
    if bare.contains('.') { bare.to_owned() } else { domain.to_owned() }
}

fn query(query: &str) -> String {
    let mut parts: Vec<_> = query.split('&').map(plain).collect();
    parts.retain(|part| !part.is_empty() && !is_tracking(part));
    parts.sort_unstable();
    parts.dedup();
    parts.join("&")
}

fn is_tracking(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or(part).to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.binary_search(&name.as_str()).is_ok()
}

/// Percent-encodings in capitals, those of what needs none undone, and a stray % encoded (RFC 3986,
/// 6.2.2).
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.get(1..3).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let byte = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let (Some(code), Some(byte)) = (code, byte) else {
            out.push_str("%25");
            rest = &rest[1..];
            continue;
        };
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&code.to_ascii_uppercase());
        }
        rest = &rest[3..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(address: &str) -> String {
        parse(address).expect_err(address).to_string()
    }

    #[test]
    fn addresses_are_read() {
        assert_eq!(
            parse(" HTTPS://Example.ORG/a b ").expect("an address"),
            "https://example.org/a%20b"
        );
        assert_eq!(parse("http://example.org").expect("an address"), "http://example.org/");
        assert_eq!(
            parse("https://bücher.example/").expect("an address"),
            "https://xn--bcher-kva.example/"
        );
    }

    #[test]
    fn what_is_refused_is_named_with_the_mend() {
        for (address, why) in [
            ("example.org/page", "write it in full, as in https://example.org/page"),
            ("", "write it in full, as in https://example.org/page"),
            ("ftp://example.org/", "it must begin with https:// or http://"),
            ("javascript:alert(1)", "it must begin with https:// or http://"),
            ("https://", "empty host"),
        ] {
            assert_eq!(refusal(address), format!("'{address}' is not a web address: {why}"));
        }
        let long = format!("https://example.org/{}", "a".repeat(2_000));
        assert!(refusal(&long).ends_with("it has 2020 characters, shorten it to 2000 at most"));
        assert!(refusal("https://example.org/\na").contains("control character"));
    }

    #[test]
    fn a_password_is_refused_and_not_repeated() {
        let error = refusal("https://me:secret@example.org/");
        assert!(error.contains("before the @") && !error.contains("secret"));
        assert!(parse("https://me@example.org/").is_err());
    }

    #[test]
    fn the_same_document_has_one_form() {
        for address in [
            "https://example.org/a/B?x=1&y=2",
            "http://example.org/a/B?x=1&y=2",
            "https://www.Example.org:443/a/B/?y=2&x=1#top",
            "http://example.org:80/a/B?x=1&utm_source=x&y=2&fbclid=z&UTM_Medium=m",
            "https://example.org./a/%42?x=1&y=2#:~:text=some",
            "  https://example.org/c/../a/B?x=1&&y=2&mc_cid=1&gclid=2 ",
        ] {
            assert_eq!(normalise(address), "https://example.org/a/B?x=1&y=2", "{address}");
        }
        assert_eq!(normalise("https://a.org/?%a%31&%75tm_id=1"), "https://a.org/?%25a1");
        assert_eq!(normalise("http://www.example.org"), "https://example.org/");
        assert_eq!(normalise("https://example.org/?utm_source=x"), "https://example.org/");
        assert_eq!(normalise("https://example.org/%d8%aa"), normalise("https://example.org/ت"));
    }

    #[test]
    fn other_documents_stay_apart() {
        let one = normalise("https://example.org/a?id=1");
        for other in [
            "https://example.org/a?id=2",
            "https://example.org/A?id=1",
            "https://example.org:8080/a?id=1",
            "https://news.example.org/a?id=1",
            "https://example.org/a",
            "https://example.org/a%3Fid=1",
        ] {
            assert_ne!(normalise(other), one, "{other}");
        }
        assert_eq!(normalise("https://www.com/"), "https://www.com/");
        assert_eq!(normalise("not an address "), "not an address");
        assert_eq!(normalise("https://[::1]:8080/"), "https://[::1]:8080/");
    }

    #[test]
    fn the_tracking_parameters_are_sorted() {
        assert!(TRACKING.is_sorted());
    }

    proptest! {
        #[test]
        fn the_form_is_its_own_form(
            address in "https?://(www\\.)?[a-z]{1,5}\\.org(:[0-9]{2,4})?(/[/a-zA-Z%0-9.؀-ۿ]{0,20})?\
                        (\\?([a-f=&%1-9_]|utm_|%75){0,20})?(#.{0,5})?"
        ) {
            let once = normalise(&address);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn what_was_read_is_read_again(address in "https?://[a-z.]{1,9}/.{0,20}") {
            if let Ok(read) = parse(&address) {
                prop_assert_eq!(&parse(&read).expect("read before"), &read);
                prop_assert_eq!(normalise(&read), normalise(&address));
            }
        }
    }
}
