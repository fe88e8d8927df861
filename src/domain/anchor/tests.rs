//! Tests of anchors.

use proptest::prelude::*;

use super::*;

const TEXT: &str = "The network said at least 8,000 people were arrested. An MP said 3,700. \
                    Later the network said at least 8,000 again – “without naming them”.";

fn words(exact: &str) -> Quote {
    Quote { exact: exact.to_owned(), ..Quote::default() }
}

fn located(text: &str, quote: &Quote) -> (AnchorStatus, Option<usize>) {
    let Located { status, start, .. } = locate(Some(text), quote);
    (status, start)
}

#[test]
fn words_that_stand_once_are_anchored() {
    let found = locate(Some(TEXT), &words("An MP said 3,700"));
    assert_eq!(found, Located { status: AnchorStatus::Anchored, start: Some(54), end: Some(70) });
}

#[test]
fn without_a_text_nobody_can_look() {
    let found = locate(None, &words("An MP"));
    assert_eq!(found, Located { status: AnchorStatus::NoText, start: None, end: None });
}

#[test]
fn words_that_are_gone_are_orphaned() {
    for exact in ["A minister said", "", " ", "…", "3,701"] {
        let quote = words(exact);
        if exact == " " {
            assert_eq!(located(TEXT, &quote).0, AnchorStatus::Ambiguous);
        } else {
            assert_eq!(located(TEXT, &quote), (AnchorStatus::Orphaned, None), "{exact}");
        }
    }
    assert_eq!(located("", &words("a")), (AnchorStatus::Orphaned, None));
}

#[test]
fn words_that_stand_twice_are_ambiguous() {
    let (status, start) = located(TEXT, &words("at least 8,000"));
    assert_eq!((status, start), (AnchorStatus::Ambiguous, Some(17)));
}

#[test]
fn surroundings_decide() {
    let after = Quote { suffix: Some(" again".to_owned()), ..words("at least 8,000") };
    assert_eq!(located(TEXT, &after), (AnchorStatus::Anchored, Some(95)));
    let before =
        Quote { prefix: Some("Later the network said ".to_owned()), ..words("at least 8,000") };
    assert_eq!(located(TEXT, &before), (AnchorStatus::Anchored, Some(95)));
    let part = Quote { suffix: Some(" people were killed".to_owned()), ..words("at least 8,000") };
    assert_eq!(located(TEXT, &part), (AnchorStatus::Anchored, Some(17)));
}

#[test]
fn then_the_position_decides() {
    let at = |start| Quote { start: Some(start), ..words("at least 8,000") };
    assert_eq!(located(TEXT, &at(95)), (AnchorStatus::Anchored, Some(95)));
    assert_eq!(located(TEXT, &at(17)), (AnchorStatus::Anchored, Some(17)));
    assert_eq!(located(TEXT, &at(90)), (AnchorStatus::Ambiguous, Some(95)));
    assert_eq!(located(TEXT, &at(9_000)).0, AnchorStatus::Ambiguous);
}

#[test]
fn surroundings_weigh_more_than_the_position() {
    let quote =
        Quote { suffix: Some(" again".to_owned()), start: Some(17), ..words("at least 8,000") };
    assert_eq!(located(TEXT, &quote), (AnchorStatus::Anchored, Some(95)));
}

#[test]
fn other_case_spaces_and_punctuation_are_fuzzy() {
    for exact in [
        "AT LEAST 8,000 again - \"without naming them\"",
        "at least 8000 again,\nwithout naming thém",
    ] {
        let found = locate(Some(TEXT), &words(exact));
        assert_eq!(
            found,
            Located { status: AnchorStatus::Fuzzy, start: Some(95), end: Some(138) },
            "{exact}"
        );
    }
    let persian = locate(Some("حدود ۳۷۰۰ نفر بازداشت شدند"), &words("حدود 3,700 نفر"));
    assert_eq!(persian, Located { status: AnchorStatus::Fuzzy, start: Some(0), end: Some(13) });
}

#[test]
fn fuzzy_words_that_stand_twice_need_their_surroundings() {
    let (status, _) = located(TEXT, &words("AT LEAST 8,000"));
    assert_eq!(status, AnchorStatus::Ambiguous);
    let quote = Quote { suffix: Some(" AGAIN - with".to_owned()), ..words("AT LEAST 8,000") };
    assert_eq!(located(TEXT, &quote), (AnchorStatus::Fuzzy, Some(95)));
}

#[test]
fn a_number_is_not_found_within_another() {
    assert_eq!(located("18 Arrested", &words("8 arrested")).0, AnchorStatus::Orphaned);
}

#[test]
fn a_selection_has_its_surroundings() {
    let quote = select("سلام دنیا", 5, 9).expect("within the text");
    assert_eq!(quote.exact, "دنیا");
    assert_eq!(quote.prefix.as_deref(), Some("سلام "));
    assert_eq!(quote.suffix.as_deref(), Some(""));
    let quote = select(TEXT, 54, 70).expect("within the text");
    assert_eq!(quote.prefix.map(|prefix| prefix.chars().count()), Some(32));
    for (start, end) in [(0, 0), (2, 1), (0, 10), (10, 11), (9, 10)] {
        assert_eq!(select("سلام دنیا", start, end), None);
    }
}

#[test]
fn repetition_takes_linear_time() {
    let text = "a".repeat(200_000);
    let quote = Quote {
        prefix: Some("a".repeat(10_000)),
        suffix: Some("a".repeat(10_000)),
        ..words(&"a".repeat(50_000))
    };
    assert_eq!(located(&text, &quote).0, AnchorStatus::Ambiguous);
    assert_eq!(
        located(&"a ".repeat(50_000), &words(&"A ".repeat(20_000))).0,
        AnchorStatus::Ambiguous
    );
}

proptest! {
    #[test]
    fn what_was_selected_is_found_there(
        text in "[ab é]{1,30}|.{1,60}", start in 0_usize..60, length in 1_usize..20,
    ) {
        let count = text.chars().count();
        let start = start % count;
        let end = (start + length).min(count);
        let quote = select(&text, start, end).expect("within the text");
        let found = locate(Some(&text), &quote);
        prop_assert_eq!(found.status, AnchorStatus::Anchored);
        prop_assert_eq!((found.start, found.end), (Some(start), Some(end)));
    }

    #[test]
    fn what_was_selected_is_found_again_when_text_is_put_before(
        before in "[xyz ]{1,20}", text in "[a-f ]{20,60}", start in 0_usize..40,
    ) {
        let count = text.chars().count();
        let start = start % (count - 5);
        let quote = select(&text, start, start + 5).expect("within the text");
        let moved = format!("{before}{text}");
        let found = locate(Some(&moved), &quote);
        let shift = before.chars().count();
        if found.status == AnchorStatus::Anchored {
            prop_assert_eq!(found.start, Some(start + shift));
        } else {
            prop_assert_eq!(found.status, AnchorStatus::Ambiguous);
        }
    }

    #[test]
    fn nothing_breaks_it(
        text in "[ab,“ ]{0,30}|.{0,30}", exact in "[abA ]{0,3}|.{0,6}",
        prefix in prop::option::of("[ab ]{0,3}|.{0,5}"), suffix in prop::option::of(".{0,5}"),
        start: Option<usize>, end: Option<usize>,
    ) {
        let quote = Quote { exact, prefix, suffix, start, end };
        let found = locate(Some(&text), &quote);
        let is_found = !matches!(found.status, AnchorStatus::Orphaned | AnchorStatus::NoText);
        prop_assert_eq!(found.start.is_some(), is_found);
        if let (Some(start), Some(end)) = (found.start, found.end) {
            prop_assert!(start < end && end <= text.chars().count());
        }
        let link = text_fragment("https://example.org/", &quote);
        prop_assert!(link.is_ascii() && !link.contains(char::is_whitespace));
    }

    #[test]
    fn every_occurrence_is_found(text in "[ab]{0,20}", needle in "[ab]{1,4}") {
        let slow: Vec<_> =
            (0..text.len()).filter(|&at| text[at..].starts_with(&needle)).collect();
        prop_assert_eq!(occurrences(text.as_bytes(), needle.as_bytes()), slow);
    }
}
