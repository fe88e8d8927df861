//! The columns of a file of rows: their names, which never change, and what each means.

use serde_json::{Value, json};

/// A column.
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds, in the words of XML Schema as CSVW has them.
    pub datatype: &'static str,
    /// What it means, and what an empty cell means.
    pub about: &'static str,
}

const fn column(name: &'static str, datatype: &'static str, about: &'static str) -> Column {
    Column { name, datatype, about }
}

/// Every column, in its order.
pub const COLUMNS: [Column; 21] = [
    column("statistic", "string", "Name of the statistic in addresses; empty for a statement."),
    column("claim_id", "string", "Id of the claim: the same in every row that makes it."),
    column("text", "string", "The quantity as the claim words it; of a statement, the statement."),
    column(
        "qualifier",
        "string",
        "How the number is qualified: EXACT, ABOUT, AT_LEAST and so on; empty for a statement.",
    ),
    column("value", "number", "The number named; empty where none is."),
    column("low", "number", "The lower bound that the words give; empty where they leave it open."),
    column(
        "high",
        "number",
        "The upper bound that the words give; empty where they leave it open.",
    ),
    column(
        "reading_low",
        "number",
        "The lower bound as the lexicon reads the words; empty where it is open.",
    ),
    column(
        "reading_high",
        "number",
        "The upper bound as the lexicon reads the words; empty where it is open.",
    ),
    column("unit", "string", "What one of it is; empty for a statement."),
    column(
        "as_of",
        "string",
        "The moment that the number describes, in EDTF; empty where nobody stated one.",
    ),
    column(
        "agent",
        "string",
        "Who is said to hold the claim; empty where the source speaks in its own voice.",
    ),
    column(
        "via",
        "string",
        "Through whom it came, joined by \"; \"; empty where it came directly.",
    ),
    column("source_title", "string", "Title of the document."),
    column("source_url", "string", "Address of the document; empty where it has none."),
    column("publisher", "string", "Who published it; empty where nobody is recorded."),
    column(
        "published_on",
        "string",
        "When it was published, in EDTF; empty where that is not known.",
    ),
    column("stance", "string", "How the document stands to the claim: ASSERTS, DENIES and so on."),
    column("quote", "string", "The words themselves; empty where none are quoted."),
    column(
        "origin",
        "string",
        "Whose voice it is in the end: several are joined by \"; \", and \"unknown\" is one that \
         nobody knows; empty where the claim is not asserted.",
    ),
    column(
        "status",
        "string",
        "ACTIVE, or RETRACTED where the claim, its place or the source was.",
    ),
];

/// The columns as CSVW describes a table.
#[must_use]
pub fn schema() -> Value {
    let columns = COLUMNS.iter().map(|column| {
        json!({
            "name": column.name,
            "titles": column.name,
            "datatype": column.datatype,
            "dc:description": column.about,
        })
    });
    json!({ "columns": columns.collect::<Vec<_>>() })
}
