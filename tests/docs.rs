//! What the documents name exists, and what exists is documented.

use std::{fs, process::Command};

use claimbase::{Code, config::SETTINGS};

fn read(file: &str) -> String {
    fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).expect(file)
}

#[test]
fn every_error_code_has_a_heading() {
    let page = read("docs/api.md");
    for code in Code::ALL {
        assert!(
            page.contains(&format!("### {}\n", code.as_str())),
            "docs/api.md lacks {}",
            code.as_str()
        );
    }
}

#[test]
fn every_setting_is_documented() {
    let page = read("docs/operations.md");
    for setting in SETTINGS {
        assert!(
            page.contains(&setting.variable()),
            "docs/operations.md lacks {}",
            setting.variable()
        );
    }
}

#[test]
fn every_column_of_a_file_is_documented() {
    let page = read("docs/pages.md");
    for column in claimbase::web::rows::COLUMNS {
        assert!(
            page.contains(&format!("`{}`", column.name)),
            "docs/pages.md lacks {}",
            column.name
        );
    }
}

#[test]
fn every_command_the_readme_types_exists() {
    let help = Command::new(env!("CARGO_BIN_EXE_claimbase")).arg("--help").output().expect("help");
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    for line in read("README.md").lines().filter(|line| line.starts_with("claimbase ")) {
        let command = line.split_whitespace().nth(1).expect("a command");
        assert!(help.contains(&format!("  {command}")), "{command} is not in --help:\n{help}");
    }
}

#[test]
fn every_page_that_is_linked_to_is_there() {
    for page in [
        "README.md",
        "docs/api.md",
        "docs/pages.md",
        "docs/architecture.md",
        "docs/operations.md",
        "docs/security.md",
        "docs/domain.md",
        "docs/corpus.md",
        "docs/csv.md",
        "docs/claimreview.md",
        "docs/references.md",
        "docs/jsonl.md",
        "docs/extraction.md",
        "examples/duckdb/README.md",
        "examples/grafana-infinity/README.md",
        "examples/graphql-codegen/README.md",
        "examples/observable-plot/README.md",
        "examples/pandas/README.md",
    ] {
        let folder =
            page.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for link in read(page).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let link = link.split('#').next().unwrap_or_default();
            if link.is_empty() || link.contains("://") {
                continue;
            }
            let target = format!("{}/{folder}{link}", env!("CARGO_MANIFEST_DIR"));
            assert!(
                fs::exists(&target).expect("a path"),
                "{page} links to {link}, which is not there"
            );
        }
    }
}
