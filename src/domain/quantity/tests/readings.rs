//! What the lexicons make of quantities.

use super::{super::parse, fields, read_whole, reading};
use crate::domain::lexicon::{self, Lexicon};
use entity::vocab::Qualifier::Vague;

#[test]
fn a_softened_range_is_soft_on_both_sides() {
    for (text, soft) in [
        ("around 2,000-4,000", true),
        ("an estimated 2,000 to 4,000", true),
        ("about between 2,000 and 4,000", true),
        ("about 2,000 to about 4,000", true),
        ("2,000-4,000", false),
        ("2,000-4,000 or so", true),
    ] {
        let read = reading(text, Lexicon::Claimbase1);
        assert_eq!((read.low, read.high), (Some(2_000.0), Some(4_000.0)), "{text}");
        assert_eq!((read.soft_low, read.soft_high), (soft, soft), "{text}");
    }
}

#[test]
fn vague() {
    for (text, low, high) in [
        ("a few", Some(3.0), Some(5.0)),
        ("a handful of people", Some(3.0), Some(6.0)),
        ("several", Some(3.0), Some(9.0)),
        ("tens", Some(20.0), Some(99.0)),
        ("dozens of people were killed", Some(24.0), Some(99.0)),
        ("scores", Some(40.0), Some(99.0)),
        ("hundreds", Some(200.0), Some(999.0)),
        ("hundreds and hundreds of people", Some(200.0), Some(999.0)),
        ("untold hundreds", Some(200.0), Some(999.0)),
        ("many hundreds", Some(200.0), Some(999.0)),
        ("thousands", Some(2_000.0), Some(9_999.0)),
        ("tens of thousands", Some(20_000.0), Some(99_999.0)),
        ("hundreds of thousands", Some(200_000.0), Some(999_999.0)),
        ("millions", Some(2_000_000.0), Some(9_999_999.0)),
        ("billions", Some(2e9), Some(9_999_999_999.0)),
        ("several hundred", Some(300.0), Some(999.0)),
        ("several hundred thousand", Some(300_000.0), Some(999_999.0)),
        ("a few dozen", Some(36.0), Some(71.0)),
        ("dozens of thousands", Some(24_000.0), Some(99_999.0)),
        ("100s", Some(200.0), Some(999.0)),
        ("300s", Some(300.0), Some(399.0)),
        ("low hundreds", Some(200.0), Some(599.0)),
        ("the low hundreds", Some(200.0), Some(599.0)),
        ("high hundreds", Some(600.0), Some(999.0)),
        ("dozens to hundreds", Some(24.0), Some(999.0)),
        ("dozens or hundreds", Some(24.0), Some(999.0)),
        ("dozens, if not hundreds", Some(24.0), Some(999.0)),
        ("dozens, perhaps hundreds", Some(24.0), Some(999.0)),
        ("between dozens and hundreds", Some(24.0), Some(999.0)),
        ("dozens to 200", Some(24.0), Some(200.0)),
        ("at least dozens", Some(24.0), None),
        ("more than several hundred", Some(300.0), None),
        ("dozens or more", Some(24.0), None),
        ("at least dozens to hundreds", Some(24.0), None),
        ("up to several hundred", Some(0.0), Some(999.0)),
        ("about a few hundred", Some(300.0), Some(599.0)),
    ] {
        assert_eq!(fields(&read_whole(text)), (Vague, None, None, None), "{text}");
        let read = reading(text, Lexicon::Claimbase1);
        assert_eq!((read.low, read.high), (low, high), "{text}");
        assert!(read.soft(), "{text}");
    }
}

#[test]
fn the_conventions_read_vague_words_only() {
    for (text, lexicon, low, high) in [
        ("hundreds", Lexicon::Ccc, Some(200.0), None),
        ("thousands", Lexicon::Ccc, Some(2_000.0), None),
        ("tens of thousands", Lexicon::Ccc, Some(20_000.0), None),
        ("dozens", Lexicon::Ccc, Some(0.0), None),
        ("several hundred", Lexicon::Ccc, Some(0.0), None),
        ("tens", Lexicon::Acled, Some(10.0), None),
        ("dozens", Lexicon::Acled, Some(12.0), None),
        ("hundreds", Lexicon::Acled, Some(100.0), None),
        ("dozens to hundreds", Lexicon::Acled, Some(12.0), None),
        ("dozens", Lexicon::CountLove, Some(20.0), None),
        ("hundreds", Lexicon::CountLove, Some(100.0), None),
        ("dozens", Lexicon::Airwars, Some(12.0), Some(24.0)),
        ("at least dozens", Lexicon::Airwars, Some(12.0), None),
        ("hundreds", Lexicon::Airwars, Some(0.0), None),
        ("50 to dozens", Lexicon::Airwars, Some(50.0), None),
        ("about 50", Lexicon::Ccc, Some(45.0), Some(55.0)),
    ] {
        let read = reading(text, lexicon);
        assert_eq!((read.low, read.high, read.lexicon), (low, high, lexicon), "{text}");
    }
}

#[test]
fn claimbase_1_reads_the_rest() {
    for (text, low, high, soft) in [
        ("about 50", Some(45.0), Some(55.0), (true, true)),
        ("about 142", Some(128.0), Some(156.0), (true, true)),
        ("about 1,000", Some(750.0), Some(1_250.0), (true, true)),
        ("about 3,700", Some(3_330.0), Some(4_070.0), (true, true)),
        ("about 465", Some(419.0), Some(511.0), (true, true)),
        ("about 1", Some(1.0), Some(1.0), (true, true)),
        ("nearly 50", Some(45.0), Some(50.0), (true, false)),
        ("nearly 5", Some(5.0), Some(5.0), (true, false)),
        ("just over 50", Some(51.0), Some(55.0), (false, true)),
        ("just over 5", Some(6.0), Some(6.0), (false, true)),
        ("at least 21", Some(21.0), None, (false, false)),
        ("more than 80", Some(81.0), None, (false, false)),
        ("at most 42,000", Some(0.0), Some(42_000.0), (false, false)),
        ("fewer than 300", Some(0.0), Some(299.0), (false, false)),
        ("22", Some(22.0), Some(22.0), (false, false)),
        ("none", Some(0.0), Some(0.0), (false, false)),
    ] {
        let read = reading(text, Lexicon::Claimbase1);
        assert_eq!((read.low, read.high), (low, high), "{text}");
        assert_eq!((read.soft_low, read.soft_high), soft, "{text}");
    }
    let money = parse("at most 42,000", false).expect("it is a quantity").quantity;
    assert_eq!(lexicon::read(&money, Lexicon::Claimbase1, false, false).low, None);
}
