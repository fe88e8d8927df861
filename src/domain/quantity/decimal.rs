//! Exact decimal numbers, so that "2.3 million" is 2300000 and not the nearest binary miss.

/// Digits kept of a number: more than a double can tell apart.
const KEPT: usize = 30;

/// `mantissa` times ten to the `exponent`, with no zero at the mantissa's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: u128,
    exponent: i32,
    negative: bool,
    /// Digits were dropped that no double could hold anyway.
    cut: bool,
}

impl Decimal {
    pub(super) const ZERO: Self = Self::whole(0);

    pub(super) const fn whole(value: u32) -> Self {
        Self::new(value as u128, 0)
    }

    /// Ten to the `exponent`.
    pub(super) const fn power(exponent: i32) -> Self {
        Self::new(1, exponent)
    }

    /// One half, one quarter and their like.
    pub(super) const fn hundredths(value: u32) -> Self {
        Self::new(value as u128, -2)
    }

    const fn new(mut mantissa: u128, mut exponent: i32) -> Self {
        if mantissa == 0 {
            exponent = 0;
        }
        while mantissa != 0 && mantissa.is_multiple_of(10) {
            mantissa /= 10;
            exponent += 1;
        }
        Self { mantissa, exponent, negative: false, cut: false }
    }

    /// From the ASCII digits before and after the decimal mark.
    pub(super) fn from_digits(whole: &str, fraction: &str) -> Self {
        let digits = whole.bytes().chain(fraction.bytes()).skip_while(|&digit| digit == b'0');
        let (mut mantissa, mut seen, mut cut) = (0_u128, 0_usize, false);
        for digit in digits {
            if seen < KEPT {
                mantissa = mantissa * 10 + u128::from(digit - b'0');
            } else {
                cut |= digit != b'0';
            }
            seen += 1;
        }
        let dropped = size(seen.saturating_sub(KEPT));
        Self { cut, ..Self::new(mantissa, dropped - size(fraction.len())) }
    }

    pub(super) const fn negated(self) -> Self {
        Self { negative: self.mantissa != 0 && !self.negative, ..self }
    }

    pub(super) const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// `None` where the product has more digits than fit.
    pub(super) fn times(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.checked_add(other.exponent)?;
        let product = Self::new(self.mantissa.checked_mul(other.mantissa)?, exponent);
        let negative = product.mantissa != 0 && self.negative != other.negative;
        Some(Self { negative, cut: self.cut || other.cut, ..product })
    }

    /// Adds a number of the same sign; `None` where the sum has more digits than fit.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return Some(self);
        }
        if self.is_zero() {
            return Some(other);
        }
        let exponent = self.exponent.min(other.exponent);
        let raised = |part: Self| {
            let power = 10_u128.checked_pow(u32::try_from(part.exponent - exponent).ok()?)?;
            part.mantissa.checked_mul(power)
        };
        let sum = Self::new(raised(self)?.checked_add(raised(other)?)?, exponent);
        Some(Self { negative: self.negative, cut: self.cut || other.cut, ..sum })
    }

    /// The nearest double; `None` where it is beyond all doubles.
    pub(super) fn to_f64(self) -> Option<f64> {
        let sign = if self.negative { "-" } else { "" };
        let value: f64 = format!("{sign}{}e{}", self.mantissa, self.exponent).parse().ok()?;
        value.is_finite().then_some(value)
    }

    /// Whether a client that prints `value` prints these very digits.
    pub(super) fn is_held_by(self, value: f64) -> bool {
        let (mantissa, exponent) = digits(value);
        !self.cut && self.mantissa == u128::from(mantissa) && self.exponent == exponent
    }
}

/// The shortest digits that name `value`, and the power of ten of the last of them.
pub(super) fn digits(value: f64) -> (u64, i32) {
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (first, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    (format!("{first}{rest}").parse().unwrap_or(0), exponent - size(rest.len()))
}

fn size(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::{Decimal, digits};

    #[test]
    fn scaling_is_exact() {
        let scaled = Decimal::from_digits("2", "3").times(Decimal::power(6));
        assert_eq!(scaled.and_then(Decimal::to_f64), Some(2_300_000.0));
    }

    #[test]
    fn a_double_holds_what_it_prints() {
        for (whole, fraction, held) in [
            ("9007199254740992", "", true),
            ("9007199254740993", "", false),
            ("0", "1", true),
            ("0", "10000000000000000001", false),
            ("10000000000000000000000000000000000000001", "", false),
            ("00042", "00", true),
        ] {
            let number = Decimal::from_digits(whole, fraction);
            let value = number.to_f64().expect("it is finite");
            assert_eq!(number.is_held_by(value), held, "{whole}.{fraction}");
        }
    }

    #[test]
    fn the_last_digit_has_a_place() {
        assert_eq!(digits(3_700.0), (37, 2));
        assert_eq!(digits(142.0), (142, 0));
        assert_eq!(digits(-0.25), (25, -2));
        assert_eq!(digits(0.0), (0, 0));
    }
}
