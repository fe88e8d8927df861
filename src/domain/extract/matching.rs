//! Which known statistic a candidate may be about, and which known agent may have said it.
//!
//! A score runs from 0 to 1 and only ranks proposals: it is no probability. What scores less than
//! [`LEAST`] is not proposed.

use std::cmp::Ordering;

use crate::domain::{
    fold::fold,
    quantity::{deed, sort},
};

/// What scores less is not proposed.
pub const LEAST: f64 = 0.3;

/// What happened to the counted is what the measure counts.
const SAME_DEED: f64 = 0.55;

/// The noun is of the measure's unit, where neither names what happened.
const SAME_UNIT: f64 = 0.4;

/// All words of the measure's name stand in the sentence.
const MEASURE_WORDS: f64 = 0.1;

/// The event is named in the sentence.
const EVENT: f64 = 0.15;

/// The place is named in the sentence.
const PLACE: f64 = 0.15;

/// The statistic has no place, or one that the sentence does not name: it may still be meant.
const PLACE_UNSAID: f64 = 0.05;

/// The population is the noun that is counted.
const POPULATION: f64 = 0.05;

/// Words that say nothing about which agent is meant.
const GENERAL: &str = "the a an of for and in at s group network organisation organization \
    movement party agency committee office ministry department mr mrs ms dr former";

/// Words for somebody who speaks in another's place, or stands near them.
const STANDS_IN: &str = "spokesman spokeswoman spokesperson representative lawyer lawyers attorney \
    aide adviser advisor ally deputy assistant supporter supporters relative relatives son \
    daughter wife husband widow brother sister envoy critic critics rival member members";

/// A statistic that a figure may be about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownStatistic<Id> {
    /// What is given back.
    pub id: Id,
    /// The code and name of its measure: "people-arrested", "People arrested".
    pub measure: Vec<String>,
    /// The unit of its measure: "person".
    pub unit: String,
    /// The names of its event; none where it has no event.
    pub event: Vec<String>,
    /// The names of its place; none where it has no place.
    pub place: Vec<String>,
    /// Who is counted, as "protesters"; `None` where anybody is.
    pub population: Option<String>,
}

/// An agent who may have said something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownAgent<Id> {
    /// What is given back.
    pub id: Id,
    /// Its name and aliases.
    pub names: Vec<String>,
}

/// The statistics that a figure may be about, the likeliest first, equals in the order of their
/// ids.
///
/// The score is 0.55 where what happened to the counted is what the measure counts ("killed" and
/// `deaths`), or 0.4 where neither says what happened and the noun is of the measure's unit; 0 where
/// they differ. To that come up to 0.1 for the words of the measure's name in the sentence, up to
/// 0.15 for those of the event's, 0.15 for the place, or 0.05 where the sentence does not name it,
/// and 0.05 for the population.
#[must_use]
pub fn match_statistic<Id: Clone + Ord>(
    counted: &str,
    context: &str,
    known: &[KnownStatistic<Id>],
) -> Vec<(Id, f64)> {
    let counted = words(counted);
    let mut sentence = words(context);
    sentence.extend(counted.iter().cloned());
    let scored =
        known.iter().map(|known| (known.id.clone(), score_statistic(&counted, &sentence, known)));
    ranked(scored)
}

fn score_statistic<Id>(counted: &[String], sentence: &[String], known: &KnownStatistic<Id>) -> f64 {
    let measure: Vec<Vec<String>> = known.measure.iter().map(|name| words(name)).collect();
    let base = base_score(counted, &measure, &known.unit);
    if base == 0.0 {
        return 0.0;
    }
    let best =
        |names: &[Vec<String>]| names.iter().map(|name| share(name, sentence)).fold(0.0, f64::max);
    let event: Vec<Vec<String>> = known.event.iter().map(|name| words(name)).collect();
    let place = known.place.iter().any(|name| stands(&words(name), sentence));
    let population = known.population.as_deref().map(words);
    let same_population = population.is_some_and(|population| stands(&population, counted));
    let parts = [
        base,
        MEASURE_WORDS * best(&measure),
        EVENT * best(&event),
        if place { PLACE } else { PLACE_UNSAID },
        if same_population { POPULATION } else { 0.0 },
    ];
    parts.iter().sum::<f64>().min(1.0)
}

/// How well what is counted fits what the measure counts.
fn base_score(counted: &[String], measure: &[Vec<String>], unit: &str) -> f64 {
    let wanted = measure.iter().find_map(|name| happened(name));
    match (happened(counted), wanted) {
        (Some(found), Some(wanted)) if found == wanted => return SAME_DEED,
        (Some(_) | None, Some(_)) => return 0.0,
        (Some(_) | None, None) => {}
    }
    let known = counted.iter().rev().find_map(|noun| sort(noun));
    let unit = fold(unit);
    let same_sort = known.is_some() && known == sort(&unit);
    let same_word =
        counted.iter().any(|noun| *noun == unit || noun.strip_suffix('s') == Some(&unit));
    // Persons are counted by too many measures for the unit alone to say anything.
    let telling = known != Some("person") || measure.iter().any(|name| share(name, counted) >= 1.0);
    if (same_sort || same_word) && telling { SAME_UNIT } else { 0.0 }
}

/// What happened to the counted, by the last word that says so; a word such as "protesters" does
/// only where no other does.
fn happened(words: &[String]) -> Option<usize> {
    let plain = words.iter().rev().filter(|word| sort(word).is_none()).find_map(|word| deed(word));
    plain.or_else(|| deed(words.last()?))
}

/// The share of a name's words that stand in a sentence; years and general words do not count.
fn share(name: &[String], sentence: &[String]) -> f64 {
    let telling = |word: &&String| {
        !is_general(word) && !word.chars().all(|c| c.is_ascii_digit()) && *word != "with"
    };
    let wanted: Vec<&String> = name.iter().filter(telling).collect();
    let found = wanted.iter().filter(|word| sentence.iter().any(|other| alike(word, other)));
    ratio(found.count(), wanted.len())
}

/// Singular and plural are alike, and so is "Veldrian" to "Veldria".
fn alike(a: &str, b: &str) -> bool {
    let stem = |word: &str| {
        let short = ["s", "n", "ns"].iter().find_map(|end| word.strip_suffix(end));
        short.filter(|short| short.len() > 3).unwrap_or(word).to_owned()
    };
    a == b || stem(a) == stem(b)
}

/// The agents whom a name in a text may mean, the likeliest first, equals in the order of their
/// ids.
///
/// The best of an agent's names counts. The same words score 1; the same but for general words
/// ("the MEK network", "MEK") 0.95; a name at the end of the text's, behind titles, or its first
/// letters ("NCRI") 0.9; a person's last word alone 0.7; a name that the text only contains, as in
/// "a spokesman for the MEK", 0.4; else up to 0.6 by the share of telling words that both have.
#[must_use]
pub fn match_agent<Id: Clone + Ord>(text: &str, known: &[KnownAgent<Id>]) -> Vec<(Id, f64)> {
    let said: Vec<Vec<String>> = spellings(text).iter().map(|name| words(name)).collect();
    let scored = known.iter().map(|known| {
        let names = known.names.iter().flat_map(|name| spellings(name));
        let scores = names.flat_map(|name| {
            let name = words(&name);
            said.iter().map(|said| score_agent(said, &name)).collect::<Vec<_>>()
        });
        (known.id.clone(), scores.fold(0.0, f64::max))
    });
    ranked(scored)
}

/// A name as it stands, and its parts outside and inside of brackets: "Red Lantern Society (RLS)".
fn spellings(name: &str) -> Vec<String> {
    let mut found = vec![name.to_owned()];
    if let Some((before, rest)) = name.split_once('(')
        && let Some((inside, after)) = rest.split_once(')')
    {
        found.push(format!("{before}{after}"));
        found.push(inside.to_owned());
    }
    found
}

fn score_agent(said: &[String], name: &[String]) -> f64 {
    if said.is_empty() || name.is_empty() {
        return 0.0;
    }
    let telling = |words: &[String]| -> Vec<String> {
        words.iter().filter(|word| !is_general(word)).cloned().collect()
    };
    let (said_telling, name_telling) = (telling(said), telling(name));
    if said == name {
        return 1.0;
    }
    if !said_telling.is_empty() && said_telling == name_telling {
        return 0.95;
    }
    if said.len() > name.len() && !name_telling.is_empty() && stands(name, said) {
        return if said.ends_with(name) && !speaks_for(said, name) { 0.9 } else { 0.4 };
    }
    if is_initials(&said_telling, name) || is_initials(&name_telling, said) {
        return 0.9;
    }
    if said.len() == 1 && name.len() > 1 && name.last() == said.last() {
        return 0.7;
    }
    let shared = said_telling.iter().filter(|word| name_telling.contains(word)).count();
    0.6 * ratio(shared, said_telling.len().max(name_telling.len()))
}

/// Whether the words before a name say that somebody else speaks: "a spokesman for the MEK", and not
/// "House of Representatives Speaker Newt Gingrich".
fn speaks_for(said: &[String], name: &[String]) -> bool {
    let before = &said[..said.len() - name.len()];
    let links = |word: &String| matches!(word.as_str(), "of" | "for" | "from" | "by" | "to");
    let end = before.iter().rposition(|word| word != "the").map(|at| &before[at]);
    let stands_in = |word: &String| STANDS_IN.split_ascii_whitespace().any(|one| one == word);
    end.is_some_and(links) || before.iter().any(links) && before.iter().any(stands_in)
}

/// Whether one word is the first letters of a name, with or without its small words.
fn is_initials(short: &[String], name: &[String]) -> bool {
    let [short] = short else { return false };
    let first = |words: &mut dyn Iterator<Item = &String>| -> String {
        words.filter_map(|word| word.chars().next()).collect()
    };
    let small = |word: &&String| !matches!(word.as_str(), "the" | "of" | "for" | "and" | "in");
    short.chars().count() > 1
        && (first(&mut name.iter()) == *short || first(&mut name.iter().filter(small)) == *short)
}

fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_general(word: &str) -> bool {
    GENERAL.split_ascii_whitespace().any(|general| general == word)
}

/// Whether the words stand in a text, one after another.
fn stands(wanted: &[String], text: &[String]) -> bool {
    !wanted.is_empty() && text.windows(wanted.len()).any(|window| window == wanted)
}

fn ratio(part: usize, whole: usize) -> f64 {
    let count = |number: usize| u32::try_from(number).map_or(f64::MAX, f64::from);
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}

fn ranked<Id: Ord>(scored: impl Iterator<Item = (Id, f64)>) -> Vec<(Id, f64)> {
    let mut found: Vec<_> = scored.filter(|(_, score)| *score >= LEAST).collect();
    let order = |a: &(Id, f64), b: &(Id, f64)| -> Ordering {
        b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0))
    };
    found.sort_by(order);
    found
}

#[cfg(test)]
mod tests {
    use super::{KnownAgent, KnownStatistic, match_agent, match_statistic};

    fn statistic(id: u32, measure: &str, unit: &str, place: &str) -> KnownStatistic<u32> {
        KnownStatistic {
            id,
            measure: vec![measure.to_owned()],
            unit: unit.to_owned(),
            event: vec!["Karsk marches 2031".to_owned()],
            place: vec![place.to_owned()],
            population: None,
        }
    }

    fn known() -> Vec<KnownStatistic<u32>> {
        vec![
            statistic(1, "people-arrested", "person", "Veldria"),
            statistic(2, "people-killed", "person", "Veldria"),
            statistic(3, "cities-with-protests", "city", "Veldria"),
            statistic(4, "people-arrested", "person", "Karsk"),
            statistic(5, "participants", "person", "Veldria"),
            statistic(6, "school-enrolment", "person", "Veldria"),
        ]
    }

    fn ids(counted: &str, context: &str) -> Vec<u32> {
        match_statistic(counted, context, &known()).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn what_happened_decides_and_the_place_ranks() {
        assert_eq!(ids("people arrested", "8,000 arrested across Veldria"), [1, 4]);
        assert_eq!(ids("protesters detained", "The police in Karsk detained them"), [4, 1]);
        assert_eq!(ids("protesters killed", "about 50 protesters were killed"), [2]);
        assert_eq!(ids("deaths", "at least 30 deaths"), [2]);
        assert_eq!(ids("cities", "protests in 142 cities"), [3]);
        assert_eq!(ids("people marched", "3,000 people marched"), [5]);
        assert!(ids("houses destroyed", "20 houses were destroyed").is_empty());
        assert!(ids("people", "6 million people").is_empty());
    }

    fn agents() -> Vec<KnownAgent<u32>> {
        let agent = |id, names: &[&str]| KnownAgent {
            id,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        vec![
            agent(1, &["People's Mountain Guard", "PMG"]),
            agent(2, &["National Council of Free Veldria"]),
            agent(3, &["Pavel Orsin"]),
            agent(4, &["Mira Orsin"]),
            agent(5, &["Red Lantern Society (RLS)"]),
        ]
    }

    #[test]
    fn agents_are_known_by_names_titles_and_initials() {
        let scores = |text: &str| match_agent(text, &agents());
        assert_eq!(scores("Pavel Orsin")[0], (3, 1.0));
        assert_eq!(scores("the PMG network"), [(1, 0.95)]);
        assert_eq!(scores("Opposition leader Pavel Orsin")[0], (3, 0.9));
        assert_eq!(scores("NCFV"), [(2, 0.9)]);
        assert_eq!(scores("RLS"), [(5, 1.0)]);
        assert_eq!(scores("Orsin"), [(3, 0.7), (4, 0.7)]);
        assert_eq!(scores("a spokesman for the PMG"), [(1, 0.4)]);
        assert_eq!(scores("former House of Deputies Speaker Pavel Orsin")[0], (3, 0.9));
        assert_eq!(scores("a lawyer for President Pavel Orsin")[0], (3, 0.4));
        assert!(scores("the ministry").is_empty());
    }
}
