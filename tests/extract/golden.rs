//! Passages of news prose with the candidates that a careful reader would propose, and how many
//! of them the rules find.
//!
//! A hit is a candidate that agrees with an expected one in all of: the quantity (qualifier, value
//! and bounds, as read from the expected words) or the words of the statement; what is counted;
//! and the agent. Words are compared folded, without case and punctuation. Precision is hits by
//! candidates proposed, recall hits by candidates expected.

use claimbase::domain::{
    extract::{Candidate, extract},
    fold::fold,
    partial_date::PartialDate,
    quantity::parse,
};
use serde::Deserialize;

/// A set of passages.
#[derive(Deserialize)]
pub struct Set {
    /// The passages, in the order of the file.
    pub passage: Vec<Passage>,
}

/// A passage and what it claims.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// What it tests.
    pub name: String,
    /// The day of publication.
    pub published: Option<String>,
    /// The prose.
    pub text: String,
    /// What should be proposed, in any order.
    pub expect: Vec<Expected>,
}

/// An expected candidate. Fields left out are not compared, but `agent`, which is then nobody.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expected {
    /// The words of the figure.
    pub q: Option<String>,
    /// The words of the statement.
    pub s: Option<String>,
    /// What is counted.
    pub counted: Option<String>,
    /// Who says it.
    pub agent: Option<String>,
    /// Through whom.
    pub via: Option<Vec<String>>,
    /// The reporting word.
    pub verb: Option<String>,
    /// ASSERTS where left out.
    pub stance: Option<String>,
    /// NONE where left out.
    pub hedge: Option<String>,
    /// The day of saying.
    pub said_on: Option<String>,
    /// The day described.
    pub as_of: Option<String>,
    /// The fields that are guesses.
    pub guessed: Option<Vec<String>>,
}

/// How many were found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Candidates that agree with an expected one.
    pub hits: usize,
    /// Candidates proposed.
    pub proposed: usize,
    /// Candidates expected.
    pub expected: usize,
    /// Further fields of the hits that agree: verb, via, stance, hedge, dates, guesses.
    pub fields_right: usize,
    /// Further fields that were compared.
    pub fields: usize,
}

impl Score {
    /// The share of the proposed that are hits.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.proposed)
    }

    /// The share of the expected that are hits.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.expected)
    }

    /// The share of further fields that agree.
    pub fn detail(&self) -> f64 {
        share(self.fields_right, self.fields)
    }

    /// The counts of both.
    pub fn and(self, other: Self) -> Self {
        Self {
            hits: self.hits + other.hits,
            proposed: self.proposed + other.proposed,
            expected: self.expected + other.expected,
            fields_right: self.fields_right + other.fields_right,
            fields: self.fields + other.fields,
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).expect("few passages"));
    if whole == 0 { 1.0 } else { count(part) / count(whole) }
}

/// Reads a set of passages.
pub fn set(toml: &str) -> Set {
    toml::from_str(toml).expect("a set of passages")
}

/// Scores a set and writes what was missed into `report`.
pub fn score(set: &Set, report: &mut Vec<String>) -> Score {
    set.passage
        .iter()
        .map(|passage| score_passage(passage, report))
        .fold(Score::default(), Score::and)
}

fn score_passage(passage: &Passage, report: &mut Vec<String>) -> Score {
    let published: Option<PartialDate> =
        passage.published.as_deref().map(|day| day.parse().expect("a date"));
    let mut left = extract(&passage.text, published.as_ref());
    let mut score =
        Score { proposed: left.len(), expected: passage.expect.len(), ..Score::default() };
    for expected in &passage.expect {
        let Some(at) = left.iter().position(|candidate| is_hit(candidate, expected)) else {
            report.push(format!("{}: missed {}", passage.name, wanted(expected)));
            continue;
        };
        let candidate = left.remove(at);
        score.hits += 1;
        for (field, right) in fields(&candidate, expected) {
            score.fields += 1;
            score.fields_right += usize::from(right);
            if !right {
                report.push(format!("{}: {field} of {}", passage.name, line(&candidate)));
            }
        }
    }
    report.extend(left.iter().map(|one| format!("{}: not expected {}", passage.name, line(one))));
    score
}

fn is_hit(candidate: &Candidate, expected: &Expected) -> bool {
    let agent =
        |name: Option<&str>| name.map(|name| fold(name).trim_start_matches("the ").to_owned());
    let said = match (&expected.q, &expected.s, &candidate.quantity, &candidate.statement) {
        (Some(words), None, Some(found), None) => {
            let whole = parse(words, true).or_else(|_| parse(words, false)).expect("a quantity");
            let wanted = &whole.quantity;
            (wanted.qualifier, wanted.value, wanted.low, wanted.high)
                == (found.qualifier, found.value, found.low, found.high)
        }
        (None, Some(words), None, Some(found)) => fold(words) == fold(found),
        _ => false,
    };
    let counted = expected.counted.as_deref().map(fold) == candidate.counted.as_deref().map(fold);
    said && counted && agent(expected.agent.as_deref()) == agent(candidate.agent_text.as_deref())
}

/// The further fields, each with whether it agrees.
fn fields(candidate: &Candidate, expected: &Expected) -> Vec<(&'static str, bool)> {
    let text = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let json = serde_json::to_value(candidate).expect("serialises");
    let mut found = vec![
        ("stance", expected.stance.as_deref().unwrap_or("ASSERTS") == text(json["stance"].clone())),
        ("hedge", expected.hedge.as_deref().unwrap_or("NONE") == text(json["hedge"].clone())),
        ("via", expected.via.clone().unwrap_or_default() == candidate.via),
    ];
    if let Some(verb) = &expected.verb {
        found.push(("verb", Some(verb) == candidate.verb.as_ref()));
    }
    if let Some(day) = &expected.said_on {
        found.push(("said_on", *day == text(json["saidOn"].clone())));
    }
    if let Some(day) = &expected.as_of {
        found.push(("as_of", *day == text(json["asOf"].clone())));
    }
    if let Some(guessed) = &expected.guessed {
        let fields: Vec<_> = candidate.guessed.iter().map(|guess| guess.field()).collect();
        found.push(("guessed", *guessed == fields));
    }
    found
}

fn wanted(expected: &Expected) -> String {
    let Expected { q, s, counted, agent, .. } = expected;
    format!("q={q:?} s={s:?} counted={counted:?} agent={agent:?}")
}

/// A candidate on one line.
pub fn line(candidate: &Candidate) -> String {
    let Candidate { quantity, counted, statement, agent_text, via, verb, stance, hedge, .. } =
        candidate;
    let quantity = quantity.as_ref().map(|quantity| quantity.text.as_str());
    let (said_on, as_of) = (candidate.said_on.as_ref(), candidate.as_of.as_ref());
    let guessed: Vec<_> = candidate.guessed.iter().map(|guess| guess.field()).collect();
    format!(
        "q={quantity:?} counted={counted:?} s={statement:?} agent={agent_text:?} via={via:?} \
         verb={verb:?} {stance:?} {hedge:?} said_on={said_on:?} as_of={as_of:?} guessed={guessed:?}"
    )
}
