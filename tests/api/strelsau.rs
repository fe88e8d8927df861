//! A city, and who speaks in it, that tables name.

/// As a part of a corpus.
pub const STRELSAU: &str = r#"
[[place]]
slug = "strelsau"
name = "Strelsau"
kind = "CITY"
aliases = ["the capital"]

[[agent]]
slug = "police"
name = "Police of Ruritania"
kind = "GOVERNMENT_BODY"
aliases = ["the police"]

[[agent]]
slug = "ap"
name = "AP"
kind = "NEWS_AGENCY"

[[agent]]
slug = "strelsau-times"
name = "Strelsau Times"
kind = "NEWS_OUTLET"
"#;
