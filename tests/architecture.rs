//! Imports point one way. See "Who may import whom" in README.md.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A room, and the words that its files may not contain.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "src/domain",
        &[
            "sea_orm",
            "async_graphql",
            "actix_web",
            "crate::store",
            "crate::app",
            "crate::graphql",
            "crate::http",
            "crate::web",
            "crate::exchange",
            "crate::cli",
            "Utc::now",
            "async fn",
        ],
    ),
    (
        "src/store",
        &[
            "async_graphql",
            "actix_web",
            "crate::app",
            "crate::graphql",
            "crate::http",
            "crate::web",
            "crate::exchange",
            "crate::cli",
            "Utc::now",
        ],
    ),
    (
        "src/app",
        &[
            "async_graphql",
            "actix_web",
            "crate::graphql",
            "crate::http",
            "crate::web",
            "crate::exchange",
            "crate::cli",
            "Utc::now",
            "Entity::find",
        ],
    ),
    (
        "src/graphql",
        &[
            "actix_web",
            "crate::http",
            "crate::web",
            "crate::exchange",
            "crate::cli",
            "Utc::now",
            "Entity::find",
            "sea_orm::sea_query",
        ],
    ),
    (
        "src/exchange",
        &[
            "actix_web",
            "async_graphql",
            "crate::graphql",
            "crate::http",
            "crate::web",
            "crate::cli",
            "sea_orm",
            "Utc::now",
        ],
    ),
    (
        "src/web",
        &[
            "actix_web",
            "async_graphql",
            "crate::graphql",
            "crate::http",
            "crate::exchange",
            "crate::cli",
            "sea_orm",
            "Utc::now",
            "Entity::find",
        ],
    ),
    ("src/http", &["crate::cli", "sea_orm", "Utc::now", "Entity::find"]),
    ("entity/src", &["async_graphql", "claimbase", "actix_web"]),
    ("migration/src", &["entity::", "async_graphql", "claimbase::"]),
];

#[test]
fn imports_point_one_way() {
    let mut found = Vec::new();
    for (room, words) in FORBIDDEN {
        for path in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(room)) {
            let text = fs::read_to_string(&path).expect("a file");
            for (number, line) in text.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                for word in words.iter().filter(|word| code.contains(**word)) {
                    found.push(format!("{}:{}: {word}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(found.is_empty(), "forbidden imports:\n{}", found.join("\n"));
}

#[test]
fn the_domain_knows_only_the_vocabularies_of_the_entities() {
    let mut found = Vec::new();
    for path in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain")) {
        let text = fs::read_to_string(&path).expect("a file");
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default().replace("identity::", "");
            if code.contains("entity::") && !code.contains("entity::vocab") {
                found.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "rows in the domain:\n{}", found.join("\n"));
}

/// Every file of a room, however deep.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
