//! Which media type a client sends and which it wants back, as GraphQL over HTTP has it.

use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};

/// The two media types of a GraphQL response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/json`: 200 for whatever is a GraphQL request.
    Json,
    /// `application/graphql-response+json`: the status says whether it was run.
    GraphqlResponse,
}

impl Media {
    /// As a header.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    const fn essence(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GraphqlResponse => "application/graphql-response+json",
        }
    }
}

/// The media type to answer in; `None` if the client takes neither.
pub fn accepted(headers: &HeaderMap) -> Option<Media> {
    let mut ranges = Vec::new();
    for value in headers.get_all(ACCEPT) {
        ranges.extend(value.to_str().ok()?.split(',').filter_map(range));
    }
    if ranges.is_empty() {
        return Some(Media::Json);
    }
    let json = quality(&ranges, Media::Json);
    let graphql = quality(&ranges, Media::GraphqlResponse);
    let named = ranges.iter().any(|(range, _)| range == Media::GraphqlResponse.essence());
    match (json > 0, graphql > 0) {
        // A wildcard comes from a client that knows of neither.
        (_, true) if named && graphql >= json => Some(Media::GraphqlResponse),
        (true, _) => Some(Media::Json),
        (false, true) => Some(Media::GraphqlResponse),
        (false, false) => None,
    }
}

/// A media range and its quality in thousandths, 0 if it cannot match us; `None` if it is empty.
fn range(text: &str) -> Option<(String, u32)> {
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next().filter(|essence| !essence.is_empty())?.to_ascii_lowercase();
    let mut quality = 1000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("q") {
            quality = thousandths(value.trim()).unwrap_or(0);
        } else if name.trim().eq_ignore_ascii_case("charset") && !is_utf8(value) {
            return Some((essence, 0));
        }
    }
    Some((essence, quality))
}

fn thousandths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part: u32 = format!("{part:0<3}").parse().ok()?;
    match whole {
        "0" => Some(part),
        "1" if part == 0 => Some(1000),
        _ => None,
    }
}

fn quality(ranges: &[(String, u32)], media: Media) -> u32 {
    [media.essence(), "application/*", "*/*"]
        .into_iter()
        .find_map(|wanted| ranges.iter().find(|(range, _)| range == wanted))
        .map_or(0, |(_, quality)| *quality)
}

/// Whether the body is said to be JSON in UTF-8. Anything else could be sent by a foreign page
/// without asking first.
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(value)) = headers.get(CONTENT_TYPE).map(|value| value.to_str()) else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let json =
        parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(Media::Json.essence()));
    json && parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) => !name.trim().eq_ignore_ascii_case("charset") || is_utf8(value),
        None => true,
    })
}

fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn answer(accept: &'static str) -> Option<Media> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        accepted(&headers)
    }

    #[test]
    fn the_client_says_what_it_gets() {
        use Media::{GraphqlResponse, Json};
        assert_eq!(accepted(&HeaderMap::new()), Some(Json));
        assert_eq!(answer(""), Some(Json));
        assert_eq!(answer("*/*"), Some(Json));
        assert_eq!(answer("application/*"), Some(Json));
        assert_eq!(answer("application/json"), Some(Json));
        assert_eq!(answer("Application/GraphQL-Response+JSON"), Some(GraphqlResponse));
        assert_eq!(
            answer("application/graphql-response+json, application/json;q=0.9"),
            Some(GraphqlResponse)
        );
        assert_eq!(
            answer("application/graphql-response+json;q=0.1, application/json;q=0.9"),
            Some(Json)
        );
        assert_eq!(answer("application/graphql-response+json, */*;q=0.1"), Some(GraphqlResponse));
        assert_eq!(answer("application/json;q=0, */*"), Some(GraphqlResponse));
        assert_eq!(answer("text/html, application/json; charset=utf-8"), Some(Json));
        assert_eq!(answer("application/json; charset=utf-16"), None);
        assert_eq!(answer("text/html"), None);
        assert_eq!(answer("application/json;q=0"), None);
    }

    #[test]
    fn only_json_in_utf8_is_json() {
        let json = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(value));
            is_json(&headers)
        };
        assert!(json("application/json"));
        assert!(json("application/json; charset=UTF-8"));
        assert!(json("application/json;charset=\"utf-8\""));
        assert!(!json("application/json; charset=latin1"));
        assert!(!json("text/plain"));
        assert!(!json("application/jsonp"));
        assert!(!json("application/x-www-form-urlencoded"));
        assert!(!is_json(&HeaderMap::new()));
    }
}
