//! ClaimReview (schema.org): reviewers' judgements of claims, in and out.

mod export;
mod item;
mod read;
mod take;

pub use export::export;
pub use read::Reviews;
pub use take::Reviewer;

pub use super::json::JsonLines;

/// The feed that a file is a release of, by its name: what is left of it without digits.
#[must_use]
pub fn feed_of(file_name: &str) -> Option<String> {
    let stem = file_name.split_once('.').map_or(file_name, |(stem, _)| stem);
    let plain: String = stem.chars().filter(|c| !c.is_ascii_digit()).collect();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    (!plain.is_empty()).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::feed_of;

    #[test]
    fn releases_of_one_feed_differ_in_digits() {
        for (name, feed) in [
            ("fact_checks_20190605.txt", Some("fact_checks")),
            ("fact_checks_2019-04-15.txt.old", Some("fact_checks")),
            ("feed.json", Some("feed")),
            ("20190605.txt", None),
            ("-", None),
        ] {
            assert_eq!(feed_of(name).as_deref(), feed, "{name}");
        }
    }
}
