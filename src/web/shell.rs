//! What stands around every page.

use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

use super::{chart, form};

/// The style sheet of all pages.
pub static STYLE: LazyLock<String> = LazyLock::new(|| {
    let pages = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pages/pages.css"));
    format!("{pages}\n{}", chart::STYLE)
});

/// The script of all pages, with the documents that its forms send.
pub static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let script = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pages/pages.js"));
    format!("{}{script}", form::script_constant())
});

/// The address of the script: another one for another script, so that it can be kept for ever.
pub static SCRIPT_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/assets/pages-{}.js", short(&SCRIPT)));

/// The address of the style sheet: another one for another sheet, so that it can be kept for ever.
pub static STYLE_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/assets/pages-{}.css", short(&STYLE)));

/// What tells a text from all others, short enough for an address.
fn short(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))[..12].to_owned()
}

/// The picture in the tab of a browser.
pub const ICON: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pages/icon.svg"));

/// The content security policy of a page: its style sheet, its script, its pictures and its own
/// forms, which ask this host alone.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; \
    base-uri 'none'";

/// The same for what stands in pages of others, and has neither script nor forms.
const EMBEDDED: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The policy of a page that may stand in pages of these origins.
#[must_use]
pub fn embedding_policy(origins: &[String]) -> String {
    let origins: Vec<&str> =
        std::iter::once("'self'").chain(origins.iter().map(String::as_str)).collect();
    EMBEDDED.replace("frame-ancestors 'none'", &format!("frame-ancestors {}", origins.join(" ")))
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
    /// The address of the script.
    #[must_use]
    pub fn script(&self) -> &'static str {
        &SCRIPT_ADDRESS
    }

    /// The address of the style sheet.
    #[must_use]
    pub fn style(&self) -> &'static str {
        &STYLE_ADDRESS
    }
}
