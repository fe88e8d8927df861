//! Ratings in reviewers' own words, brought to the scale common to all by a named, versioned mapping.

use entity::vocab::Rating;

use super::fold::fold;

/// The name and version of the mapping. Words that are mapped otherwise make another version.
pub const MAPPING: &str = "CLAIMREVIEW_1";

/// What reviewers write, folded; each on one line with others of its kind.
const WORDS: &[(Rating, &str)] = &[
    (
        Rating::True,
        "true | correct | accurate | right | this is true | yes | fact | confirmed | legit | \
         geppetto checkmark | the geppetto checkmark | verdadero | verdadeiro | vrai | wahr | \
         richtig | vero",
    ),
    (
        Rating::MostlyTrue,
        "mostly true | mostly correct | mostly accurate | largely true | largely correct | \
         largely accurate | mainly true | one pinocchio | true but | almost true | \
         mayormente verdadero | plutot vrai | grosstenteils richtig",
    ),
    (
        Rating::Mixed,
        "half true | mixed | mixture | mixed messages | partly true | partially true | \
         partly false | partially false | partly correct | partially correct | some truth | \
         two pinocchios | misleading | misleads | exaggerates | exagerates | exaggerated | \
         exagerated | exaggeration | cherry picks | cherry picked data | cherry picking | \
         spins the facts | spinning the facts | spins the numbers | spin | twists the facts | \
         distorts the facts | distorts facts | distorts the truth | not the whole story | \
         not the full story | not full story | leaves out key facts | claim omits key facts | \
         takes too much credit | not quite right | not exactly right | fuzzy math | enganoso | \
         trompeur | teilweise falsch | teilweise richtig | irrefuhrend",
    ),
    (
        Rating::MostlyFalse,
        "mostly false | mostly incorrect | mostly inaccurate | largely false | mainly false | \
         three pinocchios | mayormente falso | plutot faux | grosstenteils falsch",
    ),
    (
        Rating::False,
        "false | pants on fire | incorrect | wrong | very wrong | untrue | \
         not true | inaccurate | not accurate | fake | hoax | fabricated | debunked | baseless | \
         bogus | no | four pinocchios | bottomless pinocchio | fiction | falso | faux | falsch",
    ),
    (
        Rating::Unproven,
        "unproven | unproven claim | unsupported | unsubstantiated | unverified | unconfirmed | \
         no evidence | lacks evidence | no proof | no evidence for that | no evidence to date | \
         not able to verify | cannot be verified | can not be verified | hard to verify | \
         hard to confirm | no way to know | disputed | disputed claim | disputed data | \
         in dispute | under dispute | unclear | not clear | far from clear | \
         research in progress | verdict pending | too soon to tell | too soon to say | \
         sin pruebas | non prouve | unbelegt",
    ),
    (
        Rating::Other,
        "satire | labeled satire | written as satire | parody | opinion | out of context | \
         claim out of context | quoted out of context | needs context | needs more context | \
         needs full context | lacks context | missing context | more context needed | \
         outdated | out of date | full flop | half flip | no flip | flip flop | half flop | \
         misattributed | correct attribution | scam | altered | miscaptioned",
    ),
];

/// The rating that a reviewer's words mean; `None` where the mapping does not know them. What stands
/// before a colon goes for the whole: "False: distorts facts".
#[must_use]
pub fn of_words(words: &str) -> Option<Rating> {
    known(words).or_else(|| known(words.split_once(':')?.0))
}

fn known(words: &str) -> Option<Rating> {
    let folded = fold(words);
    let is_it = |entry: &str| fold(entry) == folded;
    let found = WORDS.iter().find(|(_, entries)| entries.split('|').any(is_it));
    found.map(|(rating, _)| *rating)
}

/// The rating that a number on a scale means, its best end true and its worst false; `None` where the
/// number is not on the scale, or the scale has no length.
#[must_use]
pub fn of_number(value: f64, worst: f64, best: f64) -> Option<Rating> {
    let share = (value - worst) / (best - worst);
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    Some(match share {
        ..0.125 => Rating::False,
        ..0.375 => Rating::MostlyFalse,
        ..=0.625 => Rating::Mixed,
        ..=0.875 => Rating::MostlyTrue,
        _ => Rating::True,
    })
}

/// A rating as a number from 1, false, to 5, true; `None` for what is not on that scale.
#[must_use]
pub const fn number(rating: Rating) -> Option<u8> {
    match rating {
        Rating::True => Some(5),
        Rating::MostlyTrue => Some(4),
        Rating::Mixed => Some(3),
        Rating::MostlyFalse => Some(2),
        Rating::False => Some(1),
        Rating::Unproven | Rating::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_of_many_reviewers_are_known() {
        for (words, rating) in [
            ("True", Rating::True),
            ("Geppetto Checkmark", Rating::True),
            ("MOSTLY TRUE", Rating::MostlyTrue),
            ("Half-True", Rating::Mixed),
            ("Flip- Flop", Rating::Other),
            ("Three Pinocchios", Rating::MostlyFalse),
            ("Pants on Fire!", Rating::False),
            ("FALSE: Distorts facts", Rating::False),
            ("No Evidence", Rating::Unproven),
            ("Needs context", Rating::Other),
        ] {
            assert_eq!(of_words(words), Some(rating), "{words}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for words in ["", "not false", "Mostly entered before Obama", "true story?", "7/10"] {
            assert_eq!(of_words(words), None, "{words}");
        }
    }

    #[test]
    fn no_words_have_two_ratings() {
        let mut seen = std::collections::HashSet::new();
        for entry in WORDS.iter().flat_map(|(_, entries)| entries.split('|')) {
            let folded = fold(entry);
            assert!(!folded.is_empty(), "{entry}");
            assert!(seen.insert(folded), "{entry}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_its_own_rating(number in 1_u8..=5) {
            let rating = of_number(f64::from(number), 1.0, 5.0).expect("on the scale");
            prop_assert_eq!(super::number(rating), Some(number));
        }

        #[test]
        fn better_is_not_less_true(a in 0.0..=100.0_f64, b in 0.0..=100.0_f64) {
            let of = |value| of_number(value, 0.0, 100.0).and_then(super::number);
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(of(low) <= of(high));
        }

        #[test]
        fn a_scale_turned_round_means_the_same(value in 1.0..=5.0_f64) {
            prop_assert_eq!(of_number(value, 1.0, 5.0), of_number(6.0 - value, 5.0, 1.0));
        }
    }

    #[test]
    fn a_number_off_its_scale_means_nothing() {
        for (value, worst, best) in [(6.0, 1.0, 5.0), (1.0, 1.0, 1.0), (f64::NAN, 1.0, 5.0)] {
            assert_eq!(of_number(value, worst, best), None);
        }
    }
}
