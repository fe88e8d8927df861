//! Decimal digits of every script.

/// Zero in every script that has decimal digits (Unicode category Nd), in order.
#[rustfmt::skip]
const ZEROS: [char; 76] = [
    '\u{30}', '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}',
    '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{de6}',
    '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}',
    '\u{1946}', '\u{19d0}', '\u{1a80}', '\u{1a90}', '\u{1b50}', '\u{1bb0}', '\u{1c40}',
    '\u{1c50}', '\u{a620}', '\u{a8d0}', '\u{a900}', '\u{a9d0}', '\u{a9f0}', '\u{aa50}',
    '\u{abf0}', '\u{ff10}', '\u{104a0}', '\u{10d30}', '\u{10d40}', '\u{11066}', '\u{110f0}',
    '\u{11136}', '\u{111d0}', '\u{112f0}', '\u{11450}', '\u{114d0}', '\u{11650}', '\u{116c0}',
    '\u{116d0}', '\u{116da}', '\u{11730}', '\u{118e0}', '\u{11950}', '\u{11bf0}', '\u{11c50}',
    '\u{11d50}', '\u{11da0}', '\u{11f50}', '\u{16130}', '\u{16a60}', '\u{16ac0}', '\u{16b50}',
    '\u{16d70}', '\u{1ccf0}', '\u{1d7ce}', '\u{1d7d8}', '\u{1d7e2}', '\u{1d7ec}', '\u{1d7f6}',
    '\u{1e140}', '\u{1e2f0}', '\u{1e4f0}', '\u{1e5f1}', '\u{1e950}', '\u{1fbf0}',
];

/// The value of a decimal digit of any script.
#[must_use]
pub fn value(character: char) -> Option<u8> {
    let after = ZEROS.partition_point(|&zero| zero <= character);
    let zero = ZEROS[after.checked_sub(1)?];
    u8::try_from(u32::from(character) - u32::from(zero)).ok().filter(|&value| value < 10)
}

/// The number that these ASCII digits write; `None` where one is no digit, or it is too large.
#[must_use]
pub fn plain(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_have_their_values() {
        assert!(ZEROS.is_sorted());
        assert!(ZEROS.iter().all(|&zero| zero.is_numeric()));
        for (number, character) in (0..10).zip('0'..='9') {
            assert_eq!(value(character), Some(number));
        }
        assert_eq!((value('۷'), value('x'), value('/'), value('²')), (Some(7), None, None, None));
    }
}
