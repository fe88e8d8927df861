//! Codes of countries and their divisions in the form of ISO 3166: `IR`, `IR-23`.

use super::text::shown;
use crate::{Error, Result};

/// Reads a code, and writes it in capitals. Only the form is checked: the lists change.
pub fn parse(field: &str, raw: &str) -> Result<String> {
    let code = raw.trim().to_ascii_uppercase();
    if is_code(&code) {
        return Ok(code);
    }
    let code = shown(raw.trim());
    let message = format!(
        "{field} {code} is not an ISO 3166 code: write two letters for a country, as in IR, and a \
         hyphen with up to three letters or digits for a part of it, as in IR-23"
    );
    Err(Error::invalid(field, message))
}

fn is_code(code: &str) -> bool {
    let (country, part) = code.split_once('-').unzip();
    let country = country.unwrap_or(code);
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && part.is_none_or(|part| {
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_in_capitals() {
        for (given, written) in [("IR", "IR"), (" ir-23 ", "IR-23"), ("gb-eng", "GB-ENG")] {
            assert_eq!(parse("isoCode", given).expect(given), written);
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for given in ["", "I", "IRN", "IR-", "IR-1234", "IR-2-3", "1R", "-23", "ایران"] {
            assert!(parse("isoCode", given).is_err(), "{given}");
        }
    }
}
