//! What tables of people who were killed in a march are imported on top of.

/// A measure and an event, as a file of a corpus.
pub const CORPUS: &str = r#"
[[measure]]
slug = "people-killed"
name = "People killed"
definition = "People whose death in the event is reported."
unit = "person"
value_type = "COUNT"
integral = true
accumulation = "CUMULATIVE"

[[event]]
slug = "march"
name = "March on Strelsau"
kind = "PROTEST"
start = "2018-01-02"
"#;
