//! How the format calls the fields of the verbs.

/// The verbs' way to a field in the spelling of the format: `["quote", "language"]` is
/// `quote_language`, `["key", "measure", "slug"]` is `measure`.
pub(super) fn field_of(path: &[String]) -> String {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let path = match path.as_slice() {
        ["key" | "period", rest @ ..] => rest,
        all => all,
    };
    let path = match path {
        [rest @ .., "slug" | "id" | "key"] if !rest.is_empty() => rest,
        all => all,
    };
    match path {
        ["quote", "exact"] => "quote".to_owned(),
        ["quantity", "text"] => "quantity".to_owned(),
        ["quote", part] => format!("quote_{}", snake(part)),
        ["parentAttribution"] => "derived_from.attribution".to_owned(),
        ["parentSource"] => "derived_from.source".to_owned(),
        path => path.iter().map(|part| snake(part)).collect::<Vec<_>>().join("."),
    }
}

fn snake(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
