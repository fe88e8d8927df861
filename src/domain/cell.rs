//! A cell of a table, written so that a spreadsheet takes it for what it is.

use std::borrow::Cow;

/// A text. One that a spreadsheet would run as a formula gets an apostrophe in front, which makes it
/// a text there.
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A number. One that is whole has no fraction: 8000, not 8000.0.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a double holds whole numbers to 2^53 exactly")]
pub fn number(value: f64) -> serde_json::Value {
    if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 {
        serde_json::Value::from(value as i64)
    } else {
        serde_json::Value::from(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        for plain in ["at least 8,000", "", "'=1", "a=1"] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn numbers_are_exact_and_whole_ones_have_no_fraction() {
        let told = |value: f64| number(value).to_string();
        assert_eq!(
            (told(8_000.0), told(-5.0), told(2.5)),
            ("8000".into(), "-5".into(), "2.5".into())
        );
        assert_eq!(told(9_007_199_254_740_992.0), "9007199254740992");
        assert_eq!(told(1e300), "1e+300");
    }
}
