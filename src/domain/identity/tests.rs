//! What makes two records one, and what does not.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

const A: Uuid = Uuid::from_u128(1);
const B: Uuid = Uuid::from_u128(2);

#[test]
fn a_hash_never_changes() {
    // Stored in databases: another value here makes every record new.
    assert_eq!(claim(A, "EXACT 142", None), "1d691ba80598e473a7df44e23c555bf3");
    assert_eq!(claim(A, "EXACT 142", None).len(), 32);
}

#[test]
fn absent_and_empty_differ() {
    assert_ne!(claim(A, "EXACT 142", None), claim(A, "EXACT 142", Some("")));
    assert_ne!(attribution(A, B, None, None), attribution(A, B, None, Some("")));
    assert_ne!(source(None, None, None, None), source(Some(""), None, None, None));
}

#[test]
fn another_qualifier_is_another_claim() {
    let claims = ["EXACT 3700", "ABOUT 3700", "AT_LEAST 3700"].map(|said| claim(A, said, None));
    assert!(claims[0] != claims[1] && claims[1] != claims[2] && claims[0] != claims[2]);
}

#[test]
fn a_statement_is_its_words_and_its_event() {
    let said = statement(Some(A), "The incidents were organised");
    assert_eq!(statement(Some(A), "“The  incidents were organised.”"), said);
    assert_ne!(statement(Some(B), "The incidents were organised"), said);
    assert_ne!(statement(None, "The incidents were organised"), said);
}

#[test]
fn each_part_of_the_key_makes_another_statistic() {
    let key = StatisticKey {
        measure: A,
        event: None,
        place: None,
        population: None,
        period_start: None,
        period_end: None,
    };
    let all = [
        key,
        StatisticKey { measure: B, ..key },
        StatisticKey { event: Some(B), ..key },
        StatisticKey { place: Some(B), ..key },
        StatisticKey { population: Some("protesters"), ..key },
        StatisticKey { period_start: Some("2018"), ..key },
        StatisticKey { period_end: Some("2018"), ..key },
    ];
    let hashes: std::collections::HashSet<_> = all.iter().map(statistic).collect();
    assert_eq!(hashes.len(), all.len());
    let same = StatisticKey { population: Some(" Protesters "), ..key };
    assert_eq!(statistic(&same), statistic(&all[4]));
}

#[test]
fn a_source_is_its_address_where_it_has_one() {
    let url = Some("https://example.org/a");
    let one = source(url, Some(A), Some("2018"), Some("Title"));
    assert_eq!(source(url, None, None, None), one);
    let two = source(None, Some(A), Some("2018"), Some("Title"));
    assert_ne!(one, two);
    assert_eq!(source(None, Some(A), Some("2018"), Some("title ")), two);
    assert_ne!(source(None, Some(B), Some("2018"), Some("Title")), two);
}

#[test]
fn a_quote_is_the_same_in_other_white_space() {
    let quote = |quote| attribution(A, B, None, Some(quote));
    assert_eq!(quote("at least\n 8,000"), quote("at least 8,000"));
    assert_ne!(quote("At least 8,000"), quote("at least 8,000"));
}

#[test]
fn only_symmetric_relations_are_the_same_from_either_side() {
    for (kind, same) in [
        (LinkKind::Supports, false),
        (LinkKind::Disputes, false),
        (LinkKind::Corrects, false),
        (LinkKind::Supersedes, false),
        (LinkKind::PartOfTotal, false),
        (LinkKind::SameAs, true),
    ] {
        assert_eq!(claim_link(A, B, kind) == claim_link(B, A, kind), same, "{kind:?}");
    }
    for (kind, same) in [
        (DerivationKind::Quotes, false),
        (DerivationKind::Relays, false),
        (DerivationKind::Derives, false),
        (DerivationKind::Translates, false),
        (DerivationKind::SameWire, true),
        (DerivationKind::SameUtterance, true),
    ] {
        let edge = |child, parent| derivation(child, Parent::Attribution(parent), kind);
        assert_eq!(edge(A, B) == edge(B, A), same, "{kind:?}");
        assert_ne!(edge(A, B), derivation(A, Parent::Source(B), kind));
    }
}

#[test]
fn each_rating_is_another_assessment() {
    let hash = |rating| assessment(A, B, rating, None, None);
    assert_eq!(hash("Half True"), hash("half true"));
    assert_ne!(hash("Half True"), hash("False"));
    assert_ne!(
        assessment(A, B, "False", Some("2018"), None),
        assessment(A, B, "False", None, Some("2018"))
    );
}

#[test]
fn a_finding_is_its_code_and_its_subject() {
    let one = finding(FindingCode::NotInQuote, Subject::Claim(A), None);
    assert_eq!(finding(FindingCode::NotInQuote, Subject::Claim(A), None), one);
    assert_ne!(finding(FindingCode::OtherUnit, Subject::Claim(A), None), one);
    assert_ne!(finding(FindingCode::NotInQuote, Subject::Claim(B), None), one);
    assert_ne!(finding(FindingCode::NotInQuote, Subject::Source(A), None), one);
    assert_ne!(finding(FindingCode::NotInQuote, Subject::Attribution(A), None), one);
    assert_ne!(finding(FindingCode::NotInQuote, Subject::Agent(A), None), one);
    assert_ne!(finding(FindingCode::NotInQuote, Subject::Claim(A), Some(B)), one);
}

fn hash_of(parts: &[Option<String>]) -> String {
    parts.iter().fold(Parts::of("test"), |hash, part| hash.text(part.as_deref())).hash()
}

proptest! {
    #[test]
    fn different_parts_have_different_hashes(
        lists in prop::collection::vec(
            prop::collection::vec(prop::option::of("[\\x00\\x01a]{0,3}"), 0..4), 2..12),
    ) {
        let mut seen = HashMap::new();
        for list in lists {
            if let Some(other) = seen.insert(hash_of(&list), list.clone()) {
                prop_assert_eq!(other, list);
            }
        }
    }

    #[test]
    fn order_matters(a in "[ab]{0,3}", b in "[ab]{0,3}") {
        let one = hash_of(&[Some(a.clone()), Some(b.clone())]);
        let two = hash_of(&[Some(b.clone()), Some(a.clone())]);
        prop_assert_eq!(one == two, a == b);
    }
}
