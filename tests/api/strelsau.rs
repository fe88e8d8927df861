//! A city, who speaks in it, and what is counted there, that tables name.

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

/// A measure, which can be gone on with: it ends within the record.
pub const ARRESTED: &str = r#"
[[measure]]
slug = "people-arrested"
name = "People arrested"
definition = "People taken by the authorities in the event."
unit = "person"
value_type = "COUNT"
integral = true
"#;
