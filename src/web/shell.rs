//! What stands around every page.

use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

use super::chart;

/// The style sheet of all pages.
pub static STYLE: LazyLock<String> = LazyLock::new(|| {
    let pages = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pages/pages.css"));
    format!("{pages}\n{}", chart::STYLE)
});

/// The address of the style sheet: another one for another sheet, so that it can be kept for ever.
pub static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(STYLE.as_bytes());
    let hash: Vec<String> = hash[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("/assets/pages-{}.css", hash.concat())
});

/// The picture in the tab of a browser.
pub const ICON: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pages/icon.svg"));

/// The content security policy of a page: its style sheet, its pictures and its own forms.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The policy of a page that may stand in pages of these origins.
#[must_use]
pub fn embedding_policy(origins: &[String]) -> String {
    let origins: Vec<&str> =
        std::iter::once("'self'").chain(origins.iter().map(String::as_str)).collect();
    POLICY.replace("frame-ancestors 'none'", &format!("frame-ancestors {}", origins.join(" ")))
}

/// What stands around a page.
pub struct Shell {
    /// Its title.
    pub title: String,
    /// What it says, in a sentence, for those who list pages.
    pub about: String,
    /// What is looked for, for the search box.
    pub query: String,
}

impl Shell {
    /// The address of the style sheet.
    #[must_use]
    pub fn style(&self) -> &'static str {
        &STYLE_ADDRESS
    }
}
