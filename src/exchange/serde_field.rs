//! Which field of a record serde's complaint is about: its messages do not always say.

/// The field that a message names.
pub(super) fn named(message: &str) -> Option<&str> {
    for start in ["missing field `", "unknown field `", "duplicate field `"] {
        if let Some(rest) = message.strip_prefix(start) {
            return rest.split('`').next();
        }
    }
    None
}

/// The field without which the complaint is another one.
pub(super) fn culprit<'a>(
    message: &str,
    fields: impl Iterator<Item = &'a str>,
    complaint_without: impl Fn(&str) -> Option<String>,
) -> String {
    if let Some(field) = named(message) {
        return field.to_owned();
    }
    let mut fields = fields;
    fields
        .find(|field| complaint_without(field).as_deref() != Some(message))
        .unwrap_or_default()
        .to_owned()
}
