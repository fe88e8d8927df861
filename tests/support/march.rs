//! What tables of people who were killed in a march are imported on top of, as files of a corpus have
//! it. Each can be gone on with: it ends within the record.

/// A measure.
pub const KILLED: &str = r#"
[[measure]]
slug = "people-killed"
name = "People killed"
definition = "People whose death in the event is reported."
unit = "person"
value_type = "COUNT"
integral = true
accumulation = "CUMULATIVE"
"#;

/// An event.
pub const MARCH: &str = r#"
[[event]]
slug = "march"
name = "March on Strelsau"
kind = "PROTEST"
start = "2018-01-02"
"#;
