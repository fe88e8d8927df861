//! The noun phrases that name speakers, and what stands for an earlier one.

use std::ops::Range;

use super::{
    lexis, saying,
    speech::{Attribution, Speech},
    token::Kind,
};

/// Nobody looks back over more speakers than this.
const LONGEST_MEMORY: usize = 64;

/// Somebody who says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speaker {
    /// `None` where the words name nobody.
    pub(super) agent: Option<String>,
    /// Through whom, the nearest to the text first.
    pub(super) via: Vec<String>,
    /// Carried over from an earlier sentence.
    pub(super) guessed: bool,
}

/// Who was spoken of so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    person: Option<String>,
    group: Option<String>,
    last: Option<String>,
    /// Everybody who was heard, the last at the end.
    heard: Vec<String>,
}

impl Memory {
    /// Keeps a speaker in mind.
    pub(super) fn heard(&mut self, agent: &str) {
        if is_pronoun(&agent.to_lowercase()) {
            return;
        }
        self.seen(agent);
        self.last = Some(agent.to_owned());
        if self.heard.len() == LONGEST_MEMORY {
            self.heard.remove(0);
        }
        self.heard.push(agent.to_owned());
    }

    /// Keeps somebody in mind whom a sentence is about.
    pub(super) fn seen(&mut self, agent: &str) {
        if is_group(agent) {
            self.group = Some(agent.to_owned());
        } else {
            self.person = Some(agent.to_owned());
        }
    }

    fn resolve(&self, word: &str, definite: bool) -> Option<String> {
        if lexis::among("he she", word) {
            return self.person.clone();
        }
        if word == "it" {
            return self.group.clone();
        }
        if word == "they" {
            return self.last.clone();
        }
        if !definite {
            return None;
        }
        let known = |agent: &&String| {
            let lower = agent.to_lowercase();
            lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == word) && lower != word
        };
        if let Some(agent) = self.heard.iter().rev().find(known) {
            return Some(agent.clone());
        }
        let general = lexis::among(
            "group network organisation organization movement body agency outlet newspaper \
                paper watchdog monitor charity association",
            word,
        );
        if general { self.group.clone() } else { None }
    }
}

fn is_pronoun(word: &str) -> bool {
    lexis::among("he she it they we i who", word)
}

fn is_group(agent: &str) -> bool {
    let named = |word: &str| {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        let acronym = plain.chars().count() > 1 && plain.chars().all(char::is_uppercase);
        acronym || lexis::among(lexis::ORGANISATION_WORDS, &plain.to_lowercase())
    };
    let person =
        agent.split_whitespace().any(|word| lexis::among(lexis::OFFICES, &word.to_lowercase()));
    !person && agent.split_whitespace().any(named)
}

impl Speech<'_> {
    /// The subject of a verb whose group begins at `end`, and where its phrase begins.
    pub(super) fn subject(
        &self,
        floor: usize,
        end: usize,
        memory: &mut Memory,
        before: &[Attribution],
    ) -> Option<(Speaker, usize)> {
        if end <= floor {
            return None;
        }
        if self.is(end - 1, "and but") {
            // "…, and added that": the speaker before goes on.
            let last = before.last()?;
            return Some((last.speaker(), end - 1));
        }
        if self.mark(end - 1, ",") {
            return self.before_insertion(floor, end - 1, memory);
        }
        let start = self.phrase_start(floor, end);
        let trimmed = self.trim(start..end);
        let who = self.is(end - 1, "who which that");
        if who && end - 1 > floor {
            let inner = if self.mark(end - 2, ",") { end - 2 } else { end - 1 };
            let start = self.phrase_start(floor, inner);
            let speaker = self.speaker(self.trim(start..inner), memory)?;
            return Some((speaker, start));
        }
        let speaker = self.speaker(trimmed.clone(), memory)?;
        Some((speaker, trimmed.start))
    }

    /// "The network, the largest of them, reported", "Meridian, citing officials, reported".
    fn before_insertion(
        &self,
        floor: usize,
        comma: usize,
        memory: &mut Memory,
    ) -> Option<(Speaker, usize)> {
        let mut open = (floor..comma).rev().find(|&at| self.mark(at, ","))?;
        // An age or an office between further commas belongs to the same insertion.
        while let Some(earlier) = (floor..open).rev().find(|&at| self.mark(at, ",")) {
            let words = open - earlier - 1;
            let plain = !(earlier + 1..open)
                .any(|at| self.is(at, lexis::AUXILIARIES) || saying::is_plain(self.word(at)));
            if !plain
                || words > 8
                || !self.names_somebody(self.trim(self.phrase_start(floor, earlier)..earlier))
            {
                break;
            }
            open = earlier;
        }
        let start = self.phrase_start(floor, open);
        let range = self.trim(start..open);
        let mut speaker = self.speaker(range.clone(), memory)?;
        if self.is(open + 1, lexis::CITING) {
            let cited = open + 2..self.phrase_end(open + 2, false);
            if self.names_somebody(cited.clone()) {
                let outer = speaker.agent.replace(self.name(cited));
                speaker.via.splice(0..0, outer);
            }
        }
        Some((speaker, range.start))
    }

    /// Where the phrase that ends before `end` begins.
    fn phrase_start(&self, floor: usize, end: usize) -> usize {
        let mut start = end;
        while start > floor {
            let token = &self.tokens[start - 1];
            let at = start - 1;
            let marks = token.kind == Kind::Mark && !token.is_mark("-()/&'’");
            let stop = marks
                || token.among(lexis::AUXILIARIES)
                || token.among(
                    "that which when where while as because but if whether \
                    although though since after before until than so what whereas",
                )
                || token.among("he she they it we i who") && start < end
                || saying::is_plain(&token.lower)
                || token.among("and or") && !self.joins_names(floor, at)
                || self.dates.iter().any(|dated| dated.range.contains(&at));
            if stop {
                break;
            }
            start -= 1;
        }
        start
    }

    /// "Police and hospital officials said": what stands before the "and" has no verb.
    fn joins_names(&self, floor: usize, and: usize) -> bool {
        let mut at = and;
        while at > floor {
            let token = &self.tokens[at - 1];
            if token.kind == Kind::Mark && !token.is_mark("-()") {
                break;
            }
            let verb = token.among(lexis::AUXILIARIES)
                || token.kind == Kind::Number
                || token.among(lexis::ACTS)
                || token.among(lexis::UNITS)
                || !token.capital && token.lower.len() > 4 && token.lower.ends_with("ed");
            if verb {
                return false;
            }
            at -= 1;
        }
        let near = &self.tokens[and.saturating_sub(1)];
        at < and && !near.among(lexis::ADVERBS)
    }

    /// Without the words that open a sentence: "Meanwhile", "In Karsk", "On Tuesday".
    fn trim(&self, mut range: Range<usize>) -> Range<usize> {
        loop {
            let first = range.start;
            if first >= range.end {
                return range;
            }
            let opening = self.is(
                first,
                "but and meanwhile however later still yet then now \
                instead moreover earlier separately also nor or so",
            ) || self.is(first, lexis::VERB_ADVERBS);
            if opening || self.mark(first, "-)/'’") {
                range.start += 1;
            } else if self.is(first, lexis::PREPOSITIONS) {
                let names =
                    (first + 1..range.end).take_while(|&at| self.tokens[at].capital).count();
                if names == 0 || first + 1 + names >= range.end {
                    return range.end..range.end;
                }
                range.start += 1 + names;
            } else {
                return range;
            }
        }
    }

    /// The speaker whom a phrase names; `None` where it can name none.
    pub(super) fn speaker(&self, range: Range<usize>, memory: &mut Memory) -> Option<Speaker> {
        if range.is_empty() {
            return None;
        }
        let first = &self.tokens[range.start];
        let definite = first.among("the this that");
        let words = range.len() - usize::from(definite);
        let word = self.tokens[range.end - 1].lower.clone();
        if words == 1 {
            let small = !self.tokens[range.end - 1].capital || is_pronoun(&word);
            let found = memory.resolve(&word, definite).filter(|_| small);
            if let Some(agent) = found {
                return Some(Speaker { agent: Some(agent), via: Vec::new(), guessed: true });
            }
            if is_pronoun(&word) {
                let agent = Some(self.name(range));
                return Some(Speaker { agent, via: Vec::new(), guessed: true });
            }
        }
        if !self.names_somebody(range.clone()) {
            return None;
        }
        Some(Speaker { agent: Some(self.name(range)), via: Vec::new(), guessed: false })
    }

    /// Whether a phrase can name somebody who says something.
    pub(super) fn names_somebody(&self, range: Range<usize>) -> bool {
        if range.is_empty() || range.len() > 24 {
            return false;
        }
        let tokens = &self.tokens[range];
        let general = "many some others most few it this that these those there history everyone \
            everybody nobody somebody people";
        let articles = "the a an his her its their our my one two three several some";
        let name = tokens.iter().any(|token| {
            token.capital && token.is_word() && !token.among(general) && !token.among(articles)
        });
        // "the navy", "a neighbour": whoever has an article can speak, but for figures and times.
        let last = &tokens[tokens.len() - 1];
        let named = tokens.len() > 1
            && tokens[0].among(articles)
            && last.is_word()
            && !tokens.iter().any(|token| token.kind == Kind::Number)
            && !last.among(lexis::DURATIONS)
            && !last.among(lexis::UNCOUNTED)
            && (!last.among(lexis::TOLLS) || last.among("production population"));
        let known = |token: &super::token::Token| {
            let stem = token.lower.strip_suffix('s').unwrap_or(&token.lower);
            [
                lexis::GROUPS,
                lexis::OFFICES,
                lexis::BARE_SPEAKERS,
                lexis::ORGANISATION_WORDS,
                lexis::PERSONS,
            ]
            .iter()
            .any(|words| lexis::among(words, &token.lower) || lexis::among(words, stem))
                || token.among("sources source relatives neighbours neighbors prosecutors")
        };
        let verb = tokens.iter().any(|token| token.among(lexis::AUXILIARIES));
        (name || named || tokens.iter().any(known)) && !verb
    }

    /// The words of a phrase, without article and number.
    pub(super) fn name(&self, mut range: Range<usize>) -> String {
        while range.len() > 1
            && (self.is(range.start, "the a an some several many two three four five six")
                || self.tokens[range.start].kind == Kind::Number)
        {
            range.start += 1;
        }
        let (first, last) = (&self.tokens[range.start], &self.tokens[range.end - 1]);
        self.text[first.start..last.end].split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
