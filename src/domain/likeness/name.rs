//! Names that are likely one name: in another spelling, script or order of words.

use std::collections::BTreeSet;

use super::sound::Sound;
use crate::domain::fold::fold;

/// Words that a name has or lacks without being another name.
const SMALL: [&str; 17] = [
    "the", "of", "and", "for", "al", "el", "ul", "ol", "mr", "mrs", "ms", "dr", "prof", "sir", "و",
    "der", "die",
];

/// Names that are longer say no more about whom they mean.
const WORDS_MAX: usize = 16;

/// With fewer consonants than these, two words sound alike by chance.
const WEIGHT_MIN: usize = 3;

/// A name, taken apart.
#[derive(Clone, Debug)]
pub struct Name {
    folded: String,
    words: Vec<Sound>,
    /// The name written in one word.
    joined: Sound,
}

impl Name {
    /// Reads a name.
    #[must_use]
    pub fn read(name: &str) -> Self {
        let folded = fold(&spoken(name));
        let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let carries = |place: usize, word: &str| {
            // The ezafe and the like stand between two words alone: Mojahedin-e Khalq.
            let between = place > 0 && place + 1 < all.len();
            let joins = between && matches!(word, "e" | "ye" | "i" | "o");
            !joins && !SMALL.contains(&word)
        };
        let mut kept: Vec<&str> = all
            .iter()
            .enumerate()
            .filter(|(place, word)| carries(*place, word))
            .map(|(_, word)| *word)
            .take(WORDS_MAX)
            .collect();
        if kept.is_empty() {
            kept.clone_from(&all);
        }
        let joined: String = all.iter().filter(|word| **word != "the").copied().collect();
        let mut words: Vec<Sound> = Vec::with_capacity(kept.len());
        for word in kept.into_iter().map(Sound::of) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words.sort_by_cached_key(|word| (word.skeleton(), word.word.clone()));
        Self { joined: Sound::of(&joined), words, folded }
    }

    /// What it shares with every name that [is like](Self::is_like) it.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        if self.folded.is_empty() {
            return keys;
        }
        if self.weight() < WEIGHT_MIN {
            keys.insert(format!("exact:{}", self.exact()));
            return keys;
        }
        let sounds: Vec<String> = self.words.iter().map(Sound::skeleton).collect();
        keys.insert(format!("words:{}", sounds.join(" ")));
        keys.insert(format!("joined:{}", self.joined.skeleton()));
        keys
    }

    /// Whether both are likely one name.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        if self.folded.is_empty() || other.folded.is_empty() {
            return false;
        }
        if self.exact() == other.exact() {
            return true;
        }
        if self.weight() < WEIGHT_MIN || other.weight() < WEIGHT_MIN {
            return false;
        }
        let words = self.words.len() == other.words.len()
            && self.words.iter().zip(&other.words).all(|(one, two)| one.is_like(two));
        words || self.joined.word == other.joined.word
    }

    /// Whether it has more than one word that carries it.
    #[must_use]
    pub const fn is_compound(&self) -> bool {
        self.words.len() > 1
    }

    fn weight(&self) -> usize {
        self.words.iter().map(Sound::weight).sum()
    }

    /// Its words in one order.
    fn exact(&self) -> String {
        let words: BTreeSet<&str> = self.words.iter().map(|word| word.word.as_str()).collect();
        Vec::from_iter(words).join(" ")
    }
}

/// The name without what is written and not spoken: apostrophes, and the h and the joiner between a
/// Persian word and its ending (خامنه‌ای, Khamenei).
fn spoken(name: &str) -> String {
    let plain = name.replace("ه\u{200c}ا", "").replace("ه\u{200c}", "");
    plain.chars().filter(|letter| !matches!(letter, '\'' | '’' | '‘' | '`' | 'ʿ' | 'ʾ')).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alike(a: &str, b: &str) -> bool {
        let [one, two] = [a, b].map(Name::read);
        let like = one.is_like(&two);
        assert_eq!(like, two.is_like(&one), "{a} {b}: from either side");
        if like {
            assert!(
                !one.keys().is_disjoint(&two.keys()),
                "{a} {b}: {:?} {:?}",
                one.keys(),
                two.keys()
            );
        }
        like
    }

    #[test]
    fn one_name_in_two_spellings_is_found() {
        for (a, b) in [
            ("Mahmoud Sadeghi", "Mahmud Sadeqi"),
            ("Mahmoud Sadeghi", "محمود صادقی"),
            ("Sadeghi, Mahmoud", "Mahmoud Sadeghi"),
            ("Dr. Mahmoud Sadeghi", "Mahmoud Sadeghi"),
            ("Mojahedin-e Khalq", "Mujahideen-e-Khalq"),
            ("The New York Times", "New York Times"),
            ("Al-Jazeera", "Al Jazeera"),
            ("Al-Jazeera", "Aljazeera"),
            ("Radio Farda", "RadioFarda"),
            ("Ali Khamenei", "علی خامنه‌ای"),
            ("Ba'ath Party", "Baath Party"),
            ("AP", "ap"),
            ("The AP", "AP"),
            ("Teheran", "Tehran"),
            ("Iran protests 2017–18", "Iran Protests 2017-18"),
        ] {
            assert!(alike(a, b), "{a} {b}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for (a, b) in [
            ("Ali Karimi", "Ali Karami"),
            ("A. Karimi", "E. Karimi"),
            ("A. Karimi", "Karimi"),
            ("Iran Daily", "Iran"),
            ("Fars", "Fars News Agency"),
            ("AP", "APA"),
            ("AP", "UPI"),
            ("BBC", "BBC Persian"),
            ("Bild", "Build"),
            ("VOA", "VOA Persian"),
            ("Ali", "Leila"),
            ("Iran protests 2017-18", "Iran protests 2018-19"),
            ("Sun", "Son"),
            ("", ""),
            ("!", "?"),
        ] {
            assert!(!alike(a, b), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn what_is_alike_shares_a_key(a in "[A-Za-z' -]{0,14}", b in "[A-Za-z' -]{0,14}") {
            alike(&a, &b);
        }

        #[test]
        fn a_name_is_like_itself(name in "\\PC{0,20}") {
            let read = Name::read(&name);
            prop_assert_eq!(read.is_like(&read), !read.folded.is_empty());
        }
    }
}
