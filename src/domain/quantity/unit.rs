//! What is counted: the noun beside a number, and whether it is the statistic's unit.

use super::{
    Notice,
    token::{Kind, Token},
};

/// Nouns of one sort; within a sort they count the same thing.
const SORTS: [(&str, &str); 14] = [
    (
        "person",
        "person persons people individual individuals human humans man men woman women child \
         children boy boys girl girls civilian civilians protester protesters protestor \
         protestors demonstrator demonstrators rioter rioters detainee detainees prisoner \
         prisoners victim victims participant participants student students worker workers \
         soldier soldiers citizen citizens resident residents member members activist activists \
         journalist journalists migrant migrants refugee refugees officer officers policeman \
         policemen marcher marchers supporter supporters fighter fighters",
    ),
    ("family", "family families household households"),
    (
        "city",
        "city cities town towns village villages location locations place places municipality \
         municipalities",
    ),
    (
        "province",
        "province provinces region regions state states district districts county counties",
    ),
    ("country", "country countries nation nations"),
    (
        "building",
        "building buildings house houses home homes school schools shop shops bank banks mosque \
         mosques hospital hospitals",
    ),
    ("vehicle", "vehicle vehicles car cars bus buses truck trucks motorcycle motorcycles"),
    (
        "event",
        "event events protest protests demonstration demonstrations rally rallies incident \
         incidents attack attacks strike strikes riot riots",
    ),
    (
        "money",
        "$ € £ ¥ ₹ ₽ ﷼ dollar dollars euro euros pound pounds rial rials toman tomans rupee \
         rupees yen yuan",
    ),
    ("%", "% percent percentage"),
    ("day", "day days"),
    ("hour", "hour hours minute minutes"),
    ("year", "year years month months week weeks"),
    ("group", "group groups organisation organisations organization organizations party parties"),
];

/// What happened to the persons counted, in the words that stand beside numbers.
const DEEDS: [&str; 5] = [
    "killed dead died deaths death fatalities fatality slain martyred",
    "arrested arrests arrest detained detentions jailed imprisoned apprehended",
    "injured wounded hurt injuries injury",
    "missing disappeared",
    "participants participated attended attendees crowd marched gathered protesters protested \
     demonstrated demonstrators",
];

/// The sort of thing that a noun counts, as "person" or "city"; `None` for a noun that is not known.
pub(in crate::domain) fn sort(noun: &str) -> Option<&'static str> {
    SORTS.iter().find(|(_, nouns)| holds(nouns, noun)).map(|(sort, _)| *sort)
}

/// Whether the word is a noun or deed that only says what is counted.
pub(super) fn is_known(word: &str) -> bool {
    sort(word).is_some() || is_deed(word)
}

fn holds(nouns: &str, noun: &str) -> bool {
    nouns.split(' ').any(|known| known == noun)
}

/// Which of the things that happen to persons a word names; words for the same give the same
/// number. `None` for a word that is not known.
pub(in crate::domain) fn deed(word: &str) -> Option<usize> {
    DEEDS.iter().position(|deed| holds(deed, word))
}

fn is_deed(noun: &str) -> bool {
    DEEDS.iter().any(|deed| holds(deed, noun))
}

/// The notice that a counted noun is not what the statistic counts.
///
/// `unit` is the measure's unit ("person") and `measure` its code or name ("people-arrested").
/// Only nouns that are known to differ are noticed: an unknown noun says nothing.
#[must_use]
pub fn other_unit(noun: &str, unit: &str, measure: &str) -> Option<Notice> {
    let (noun, unit) = (noun.to_lowercase(), unit.to_lowercase());
    let other_sort = match (sort(&noun), sort(&unit)) {
        (Some(found), Some(wanted)) => found != wanted,
        _ => false,
    };
    let measure = measure.to_lowercase();
    let counted: Vec<&str> = measure.split(|c: char| !c.is_alphanumeric()).collect();
    let deeds_of = |word: &&str| DEEDS.iter().position(|deed| holds(deed, word));
    let wanted = counted.iter().find_map(deeds_of);
    let found = Some(noun.as_str()).filter(|noun| sort(noun).is_none());
    let other_deed = match (found.as_ref().and_then(deeds_of), wanted) {
        (Some(found), Some(wanted)) => found != wanted,
        _ => false,
    };
    (other_sort || other_deed).then_some(Notice::OtherUnit { noun })
}

/// The counted noun in the words after a number: "people" in "people were killed".
pub(super) fn after(tokens: &[Token]) -> Option<String> {
    let run = run(tokens);
    let known = run.iter().find(|word| sort(word).is_some());
    let deed = run.iter().position(|word| is_deed(word));
    let noun = known.copied().or_else(|| match deed {
        Some(0) => Some(run[0]),
        Some(at) => Some(run[at - 1]),
        None => run.last().copied(),
    });
    noun.map(str::to_owned)
}

/// The counted noun in the words before a number: "arrests" in "arrests: 4,972".
pub(super) fn before(words: &[&str]) -> Option<String> {
    let known = words.iter().rev().find(|word| sort(word).is_some() || is_deed(word));
    known.or(words.last()).map(|word| (*word).to_owned())
}

/// The words up to the first that belongs to no noun phrase.
fn run(tokens: &[Token]) -> Vec<&str> {
    const STOPS: &str = "were was are is have has had in on at by from who which that during \
        across since after before with for and or to as when while been per \
        including into so than \
        them us they we he she it others";
    let mut words = Vec::new();
    for token in tokens {
        match &token.kind {
            Kind::Word(word) if matches!(word.as_str(), "of" | "the" | "these" | "those") => {
                if words.is_empty() {
                    continue;
                }
                break;
            }
            Kind::Word(word) if holds(STOPS, word) => break,
            Kind::Word(word) if matches!(word.as_str(), "strong" | "odd" | "ish" | "plus") => {}
            Kind::Word(word) => words.push(word.as_str()),
            Kind::Mark('-') => {}
            Kind::Mark(_) | Kind::Number(_) => break,
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Notice, other_unit};

    #[test]
    fn nouns_of_another_sort_are_noticed() {
        for (noun, unit, measure, noticed) in [
            ("families", "person", "people-displaced", true),
            ("cities", "person", "participants", true),
            ("arrested", "person", "participants", true),
            ("arrested", "person", "people-killed", true),
            ("arrested", "person", "people-arrested", false),
            ("detained", "person", "people-arrested", false),
            ("protesters", "person", "people-killed", false),
            ("people", "person", "people-killed", false),
            ("%", "person", "people-killed", true),
            ("sparrows", "person", "people-killed", false),
            ("towns", "city", "cities-with-protests", false),
        ] {
            let expected = noticed.then(|| Notice::OtherUnit { noun: noun.to_owned() });
            assert_eq!(other_unit(noun, unit, measure), expected, "{noun} for {unit}");
        }
    }
}
