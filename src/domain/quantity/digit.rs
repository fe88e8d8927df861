//! Decimal digits of every script.

/// Where each script's ten digits begin, in ascending order (Unicode general category Nd).
const ZEROS: [u32; 73] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
    0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80,
    0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
    0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
    0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2,
    0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950,
];

/// The last set stands alone because it is a seven-segment copy of ASCII, not a script.
const SEGMENTED: u32 = 0x1_FBF0;

/// The ASCII digit that `c` stands for; `None` where it is no decimal digit.
pub(super) fn ascii(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let code = u32::from(c);
    let zero = match ZEROS.partition_point(|&zero| zero <= code) {
        _ if code >= SEGMENTED => SEGMENTED,
        0 => return None,
        after => ZEROS[after - 1],
    };
    char::from_digit(code - zero, 10).filter(|_| code - zero < 10)
}

#[cfg(test)]
mod tests {
    use super::{ZEROS, ascii};

    #[test]
    fn every_script_counts_from_nought_to_nine() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS.into_iter().chain([0x1_FBF0]) {
            for digit in 0..10 {
                let c = char::from_u32(zero + digit).expect("a digit is a character");
                assert_eq!(ascii(c), char::from_digit(digit, 10), "{c}");
            }
        }
        for other in ['a', '/', ':', '²', '½', '٪', '\u{10FFFF}', '\u{1FBFA}'] {
            assert_eq!(ascii(other), None, "{other}");
        }
    }
}
