//! Words for people: dates, counts and the closed lists as they are read on a page.

use chrono::{DateTime, Utc};
use entity::vocab::{Hedge, Stance};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::{
    Error, Result,
    domain::{
        relation::{Relation, RelationCode, Verdict, number},
        text::shown,
    },
};

/// A date in EDTF as people write it: "9 Jan 2018", "about Jan 2018".
#[must_use]
pub fn date(edtf: &str) -> String {
    let plain = edtf.trim_end_matches(['~', '?', '%']);
    let mark = match &edtf[plain.len()..] {
        "~" => "about ",
        "?" => "perhaps ",
        "%" | "~?" | "?~" => "perhaps about ",
        _ => "",
    };
    let parts: Vec<&str> = plain.split('-').collect();
    let month = |number: &str| {
        let at = number.parse::<usize>().ok()?.checked_sub(1)?;
        MONTHS.get(at).copied()
    };
    let words = match parts[..] {
        [year, number] => month(number).map(|month| format!("{month} {year}")),
        [year, number, day] => {
            month(number).map(|month| format!("{} {month} {year}", day.trim_start_matches('0')))
        }
        _ => None,
    };
    format!("{mark}{}", words.unwrap_or_else(|| plain.to_owned()))
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment as people write it.
#[must_use]
pub fn moment(moment: DateTime<Utc>) -> String {
    let day = date(&moment.date_naive().to_string());
    format!("{day}, {} UTC", moment.format("%H:%M"))
}

/// "1 source", "2,000 sources".
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    let many = if count == 1 { "" } else { "s" };
    format!("{} {what}{many}", plain(count))
}

/// A count with a comma between its thousands.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "nothing is counted so far")]
pub fn plain(count: usize) -> String {
    number(count as f64)
}

/// The first letter in upper case.
#[must_use]
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let Some(first) = letters.next() else { return String::new() };
    first.to_uppercase().chain(letters).collect()
}

/// What a comparison comes to, parted into what is said and the verdict with which it ends.
#[must_use]
pub fn parted(summary: &str) -> (String, String) {
    match summary.rsplit_once("; ") {
        Some((said, verdict)) => (said.to_owned(), verdict.to_owned()),
        None => (String::new(), summary.to_owned()),
    }
}

/// How a figure stands to others, before their number: "conflicts with 4".
#[must_use]
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotComparable => "not comparable with",
        Verdict::Repeats => "repeats",
        Verdict::Revises => "revises",
        Verdict::Conflicts => "conflicts with",
        Verdict::Progresses => "at another stage than",
        Verdict::Agrees => "agrees with",
        Verdict::Compatible => "compatible with",
        Verdict::Near => "near",
    }
}

/// What matters most of several verdicts comes first.
#[must_use]
pub const fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Conflicts => 0,
        Verdict::Agrees => 1,
        Verdict::Near => 2,
        Verdict::Compatible => 3,
        Verdict::Repeats => 4,
        Verdict::Revises => 5,
        Verdict::Progresses => 6,
        Verdict::NotComparable => 7,
    }
}

/// Why two figures stand so to each other, and whether a person said so.
#[must_use]
pub fn because(relation: &Relation) -> String {
    match relation.overridden {
        Some((ruled, _)) => {
            format!("{} (by the rules: {})", decided(&relation.reason), spoken(&spelled(&ruled)))
        }
        None => sentence(&relation.reason),
    }
}

/// What a person said of two figures.
#[must_use]
pub fn decided(reason: &str) -> String {
    format!("A person decided: {}", sentence(reason))
}

/// Why a claim was left out.
#[must_use]
pub const fn left_out(code: RelationCode) -> &'static str {
    match code {
        RelationCode::OtherMeasure => "counts something else",
        RelationCode::OtherPlace => "counts in another place",
        RelationCode::OtherPeriod => "counts over another period",
        RelationCode::OtherPopulation => "counts other people or things",
        RelationCode::OtherEvent => "counts in another event",
        RelationCode::Relative => "names no number of its own",
        RelationCode::OtherMoment => "describes another moment than the newest",
        RelationCode::OrderUnknown => "has no date",
        _ => "is not compared",
    }
}

/// How an attribution stands to its claim.
#[must_use]
pub const fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "asserts",
        Stance::Disputes => "disputes",
        Stance::Denies => "denies",
        Stance::Questions => "questions",
        Stance::Retracts => "retracts",
        Stance::Mentions => "mentions",
    }
}

/// How it was hedged; nothing where it was not.
#[must_use]
pub const fn hedge(hedge: Hedge) -> &'static str {
    match hedge {
        Hedge::None => "",
        Hedge::Reportedly => "reportedly",
        Hedge::Allegedly => "allegedly",
        Hedge::Unverified => "unverified",
        Hedge::Estimated => "estimated",
    }
}

/// A word of a closed list as it is stored.
#[must_use]
pub fn spelled(word: &impl serde::Serialize) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

/// A word of a closed list as it was sent, in a field of this name.
pub fn word<T: Copy + serde::Serialize>(name: &str, value: &str, all: &[T]) -> Result<T> {
    all.iter().copied().find(|word| spelled(word) == value).ok_or_else(|| {
        let all: Vec<String> = all.iter().map(|word| spelled(word)).collect();
        let message = format!("{} is none of {}", shown(value), all.join(", "));
        Error::invalid(name, message)
    })
}

/// A count as the database gives it, as people write it.
#[must_use]
pub fn tally(count: i64) -> String {
    plain(usize::try_from(count).unwrap_or_default())
}

/// A count as people write it; empty for none.
#[must_use]
pub fn some(count: impl TryInto<usize>) -> String {
    match count.try_into() {
        Ok(0) | Err(_) => String::new(),
        Ok(count) => plain(count),
    }
}

/// A word of a closed list as a sentence has it: `LOW_ABOVE_HIGH` is "low above high".
#[must_use]
pub fn spoken(word: &str) -> String {
    word.to_lowercase().replace('_', " ")
}

/// At most so many characters, the last an ellipsis where some were cut off.
#[must_use]
pub fn shortened(words: &str, most: usize) -> String {
    if words.graphemes(true).nth(most).is_none() {
        return words.to_owned();
    }
    let kept: String = words.graphemes(true).take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_people_do() {
        for (edtf, words) in [
            ("2018-01-09", "9 Jan 2018"),
            ("2018-01", "Jan 2018"),
            ("2018", "2018"),
            ("2018-01~", "about Jan 2018"),
            ("2018?", "perhaps 2018"),
            ("2018-12-31%", "perhaps about 31 Dec 2018"),
        ] {
            assert_eq!(date(edtf), words);
        }
    }

    #[test]
    fn counts_have_their_noun() {
        assert_eq!(counted(1, "source"), "1 source");
        assert_eq!(counted(2_000, "source"), "2,000 sources");
        assert_eq!(sentence("nobody says"), "Nobody says");
        assert_eq!(
            (some(2_000_i64), some(0_usize), some(-1_i64)),
            ("2,000".to_owned(), String::new(), String::new())
        );
    }
}
