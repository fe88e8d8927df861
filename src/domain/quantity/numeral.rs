//! Numbers written in digits: separators, attached scales, and what cannot be told apart.

use super::{decimal::Decimal, digit};

/// A number as it stands in digits.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numeral {
    /// The characters read, in ASCII digits.
    pub(super) written: String,
    /// What they say; `None` where the groups of digits make no number ("1.2.3").
    pub(super) value: Option<Decimal>,
    /// What they say as well, where that cannot be told: "1.500".
    pub(super) other: Option<Decimal>,
    /// The scale attached to the digits, as a power of ten: the k in 8k.
    pub(super) scale: Option<i32>,
    /// It ends in an s: "300s".
    pub(super) plural: bool,
    /// The numbers it falls into where its spaces only part them.
    pub(super) pieces: Vec<Decimal>,
}

impl Numeral {
    /// Whether the digits stand alone, without separators and scale.
    pub(super) fn is_bare(&self) -> bool {
        self.scale.is_none() && self.written.bytes().all(|byte| byte.is_ascii_digit())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Comma,
    Point,
    Space,
    Apostrophe,
    ArabicThousands,
    ArabicDecimal,
}

impl Separator {
    const fn of(c: char) -> Option<Self> {
        Some(match c {
            ',' | '،' | '，' => Self::Comma,
            '.' | '．' => Self::Point,
            ' ' | '\u{A0}' | '\u{2007}'..='\u{200A}' | '\u{202F}' => Self::Space,
            '\'' | '’' => Self::Apostrophe,
            '٬' => Self::ArabicThousands,
            '٫' => Self::ArabicDecimal,
            _ => return None,
        })
    }

    const fn ascii(self) -> char {
        match self {
            Self::Comma | Self::ArabicThousands => ',',
            Self::Point | Self::ArabicDecimal => '.',
            Self::Space => ' ',
            Self::Apostrophe => '\'',
        }
    }
}

/// Reads the number that begins at the digit `chars[at]`; also where it ends.
pub(super) fn read(chars: &[char], at: usize) -> (Numeral, usize) {
    let (first, mut end) = run(chars, at);
    let mut groups = vec![first];
    let mut separators = Vec::new();
    while let Some(separator) = chars.get(end).copied().and_then(Separator::of) {
        if chars.get(end + 1).is_none_or(|&c| digit::ascii(c).is_none()) {
            break;
        }
        if separator == Separator::Space && !space_joins(chars, end, &groups, &separators) {
            break;
        }
        let (group, after) = run(chars, end + 1);
        groups.push(group);
        separators.push(separator);
        end = after;
    }
    let mut written = groups[0].clone();
    for (separator, group) in separators.iter().zip(&groups[1..]) {
        written.push(separator.ascii());
        written.push_str(group);
    }
    let (value, other) = classify(&groups, &separators);
    let pieces = if separators.contains(&Separator::Space) || value.is_none() {
        groups.iter().map(|group| Decimal::from_digits(group, "")).collect()
    } else {
        Vec::new()
    };
    (Numeral { written, value, other, scale: None, plural: false, pieces }, end)
}

fn run(chars: &[char], at: usize) -> (String, usize) {
    let group: String = chars[at..].iter().map_while(|&c| digit::ascii(c)).collect();
    let end = at + group.len();
    (group, end)
}

/// A space belongs to the number only between groups of three: "12 500", not "in 2018 50".
fn space_joins(chars: &[char], at: usize, groups: &[String], separators: &[Separator]) -> bool {
    let three = chars[at + 1..].iter().take(4).take_while(|&&c| digit::ascii(c).is_some()).count();
    let first = &groups[0];
    let alike = separators.iter().all(|&separator| separator == Separator::Space);
    three == 3 && alike && first.len() <= 3 && !first.starts_with('0')
}

/// The number that groups of digits make, and the second one where they make two.
fn classify(groups: &[String], separators: &[Separator]) -> (Option<Decimal>, Option<Decimal>) {
    let whole = |groups: &[String]| Decimal::from_digits(&groups.concat(), "");
    let Some((&last, before)) = separators.split_last() else {
        return (Some(whole(groups)), None);
    };
    let fraction = groups.last().map_or("", String::as_str);
    let parted = |groups: &[String]| Decimal::from_digits(&groups.concat(), fraction);
    let integral = &groups[..groups.len() - 1];
    if before.is_empty() {
        return single(&groups[0], last, fraction);
    }
    if before.iter().all(|&separator| separator == last) {
        let number = (is_grouped(groups, last)).then(|| whole(groups));
        return (number, None);
    }
    let decimal = matches!(last, Separator::Comma | Separator::Point | Separator::ArabicDecimal);
    let alike = before.iter().all(|&separator| separator == before[0] && separator != last);
    let number = (decimal && alike && is_grouped(integral, before[0])).then(|| parted(integral));
    (number, None)
}

/// One separator: the only place where two readings are possible.
fn single(first: &str, separator: Separator, last: &str) -> (Option<Decimal>, Option<Decimal>) {
    let decimal = Decimal::from_digits(first, last);
    let whole = Decimal::from_digits(&format!("{first}{last}"), "");
    let grouped = last.len() == 3 && first.len() <= 3 && !first.starts_with('0');
    match separator {
        Separator::Point if grouped => (Some(whole), Some(decimal)),
        Separator::Comma if grouped => (Some(whole), None),
        Separator::ArabicDecimal | Separator::Comma | Separator::Point => (Some(decimal), None),
        Separator::Space | Separator::Apostrophe | Separator::ArabicThousands => {
            (grouped.then_some(whole), None)
        }
    }
}

/// Groups of three, or with commas the Indian twos before a last three.
fn is_grouped(groups: &[String], separator: Separator) -> bool {
    let Some((last, rest)) = groups.split_last() else { return false };
    let Some((first, middle)) = rest.split_first() else { return false };
    let all = |size: usize| middle.iter().all(|group| group.len() == size);
    let western = first.len() <= 3 && all(3);
    let indian = separator == Separator::Comma && first.len() <= 2 && all(2);
    separator != Separator::ArabicDecimal
        && !first.starts_with('0')
        && last.len() == 3
        && (western || indian)
}

#[cfg(test)]
mod tests {
    use super::{Decimal, read};

    #[test]
    fn separators_are_read_where_they_can_be_told_apart() {
        for (written, value, other) in [
            ("142", Some(142.0), None),
            ("8,000", Some(8_000.0), None),
            ("1,00,000", Some(100_000.0), None),
            ("12,34,567", Some(1_234_567.0), None),
            ("1'234'567", Some(1_234_567.0), None),
            ("1’234", Some(1_234.0), None),
            ("12 500", Some(12_500.0), None),
            ("12\u{A0}500", Some(12_500.0), None),
            ("12\u{2009}500\u{202F}000", Some(12_500_000.0), None),
            ("1.234.567", Some(1_234_567.0), None),
            ("1.234,5", Some(1_234.5), None),
            ("1,234.567", Some(1_234.567), None),
            ("1 234,5", Some(1_234.5), None),
            ("2,5", Some(2.5), None),
            ("2.5", Some(2.5), None),
            ("0.125", Some(0.125), None),
            ("1234.567", Some(1_234.567), None),
            ("1.500", Some(1_500.0), Some(1.5)),
            ("123.456", Some(123_456.0), Some(123.456)),
            ("۳٬۷۰۰", Some(3_700.0), None),
            ("٢٫٥", Some(2.5), None),
            ("१,००,०००", Some(100_000.0), None),
            ("1.2.3", None, None),
            ("1,2,3", None, None),
            ("1,234,56", None, None),
        ] {
            let chars: Vec<char> = written.chars().collect();
            let (numeral, end) = read(&chars, 0);
            assert_eq!(end, chars.len(), "{written}");
            assert_eq!(numeral.value.and_then(Decimal::to_f64), value, "{written}");
            assert_eq!(numeral.other.and_then(Decimal::to_f64), other, "{written}");
        }
    }

    #[test]
    fn a_space_joins_groups_of_three_only() {
        for (written, end) in [("2018 50", 4), ("12 5000", 2), ("1 234 56", 5), ("012 345", 3)] {
            let chars: Vec<char> = written.chars().collect();
            assert_eq!(read(&chars, 0).1, end, "{written}");
        }
    }
}
