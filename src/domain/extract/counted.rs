//! What a number counts: the noun phrase, and what happened to the counted.

use std::ops::Range;

use super::{
    lexis,
    number::{self, Mention, Sort},
    speech,
    token::{Kind, Token},
};

/// The longest noun phrase in words.
const LONGEST: usize = 6;

/// How far behind the noun its verb is looked for, in tokens.
const REACH: usize = 14;

/// Nouns that say little without the "of" that follows them.
const OF_HEADS: &str = "members cases copies tonnes tons hectares acres pieces incidents acts counts \
    violations reports units barrels litres liters bags pairs instances kilograms kilos kg sets \
    truckloads boxes doses acts rounds kinds victims survivors supporters employees workers \
    officials residents opponents square group groups";

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// The noun phrase: "armed men", "people".
    pub(super) noun: String,
    /// What happened to them, or what they did: "killed"; `None` where nothing is said.
    pub(super) deed: Option<String>,
    /// The noun or the deed was carried over from an earlier figure.
    pub(super) carried: bool,
}

impl Counted {
    pub(super) fn text(&self) -> String {
        match &self.deed {
            Some(deed) => format!("{} {deed}", self.noun),
            None => self.noun.clone(),
        }
    }
}

/// A sentence in which a figure stands.
pub(super) struct Clause<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) range: Range<usize>,
    /// What the figure before counts; `None` where there is none.
    pub(super) before: Option<&'a Counted>,
}

impl Clause<'_> {
    fn is(&self, at: usize, words: &str) -> bool {
        self.within(at) && self.tokens[at].among(words)
    }

    fn mark(&self, at: usize, marks: &str) -> bool {
        self.within(at) && self.tokens[at].is_mark(marks)
    }

    fn within(&self, at: usize) -> bool {
        self.range.contains(&at)
    }

    fn word(&self, at: usize) -> &str {
        if self.within(at) && self.tokens[at].is_word() { &self.tokens[at].lower } else { "" }
    }

    /// What the figure counts; `None` where it counts nothing that is named.
    pub(super) fn counted(&self, mention: &Mention) -> Option<Counted> {
        if mention.sort == Sort::Money
            || mention.sort == Sort::Percent
            || mention.sort == Sort::Relative
        {
            return self.amount(mention);
        }
        let (noun, next) = self.noun(mention.range.end);
        let found = self.deed(mention, noun.is_some(), next);
        if let Some(noun) = noun {
            return Some(self.named(noun, found, mention));
        }
        if let Some(deed) = found {
            let first = deed.split(' ').next().unwrap_or_default();
            let persons = !lexis::among(lexis::DEEDS_OF_THINGS, first)
                && !lexis::among("remain remains remained", first)
                || lexis::among(lexis::DEEDS_OF_PERSONS, first);
            let carried = self.before.filter(|_| !persons);
            let noun = carried.map_or("people", |before| &before.noun).to_owned();
            return Some(Counted { noun, deed: Some(deed), carried: carried.is_some() });
        }
        if mention.sort == Sort::Nobody {
            let noun = self.tokens[mention.range.end - 1].lower.clone();
            let named =
                lexis::among(lexis::TOLLS, &noun) || lexis::among("victims survivors", &noun);
            return named.then_some(Counted { noun, deed: None, carried: false });
        }
        self.toll(mention.range.start).or_else(|| self.carried(mention))
    }

    fn named(&self, noun: Range<usize>, deed: Option<String>, mention: &Mention) -> Counted {
        let others = noun.len() == 1 && self.is(noun.start, "others more");
        let crowd = self.toll(mention.range.start).filter(|_| noun.is_empty());
        if others
            && deed.is_none()
            && self.is(noun.start, "more")
            && let Some(before) = self.before
        {
            return Counted { carried: true, ..before.clone() };
        }
        if others {
            let noun = self.before.map_or("people", |before| {
                if before.deed.is_some() { "people" } else { &before.noun }
            });
            return Counted { noun: noun.to_owned(), deed, carried: false };
        }
        if deed.is_some() && self.is(noun.start, "those") {
            let noun = format!("{} people", self.word(noun.start + 1));
            return Counted { noun, deed, carried: false };
        }
        crowd.unwrap_or_else(|| Counted { noun: self.slice(noun), deed, carried: false })
    }

    fn slice(&self, range: Range<usize>) -> String {
        if self.is(range.start, "those") {
            // "those detained": the participle stands for a noun.
            return format!("people {}", self.word(range.start + 1));
        }
        let (first, last) = (&self.tokens[range.start], &self.tokens[range.end - 1]);
        self.text[first.start..last.end].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a noun phrase cannot go on with the word.
    fn stops(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at).filter(|_| self.within(at)) else { return true };
        if !token.is_word() {
            return !(token.kind == Kind::Mark
                && token.is("-")
                && token.glued
                && self.tokens.get(at + 1).is_some_and(|next| next.glued && next.is_word()));
        }
        let word = token.lower.as_str();
        let adverb = word.ends_with("ly")
            && !lexis::among("family assembly supply ally rally monopoly fly early elderly", word);
        let contracted = word
            .strip_suffix("'s")
            .is_some_and(|stem| lexis::among("it that he she there what who here", stem));
        adverb
            || contracted
            || lexis::among(lexis::PREPOSITIONS, word)
            || lexis::among(lexis::AUXILIARIES, word)
            || lexis::among(lexis::CLAUSE_WORDS, word)
            || lexis::among(lexis::ADVERBS, word)
            || lexis::among(lexis::VERB_ADVERBS, word)
            || speech::is_plain_saying(word)
            || token.capital && lexis::among(lexis::WEEKDAYS, word)
            || token.capital && lexis::among(lexis::MONTHS, word)
    }

    fn is_verb(&self, at: usize) -> bool {
        let word = self.word(at);
        lexis::among(lexis::DEEDS_OF_PERSONS, word)
            || lexis::among(lexis::DEEDS_OF_THINGS, word)
            || lexis::among(lexis::ACTS, word)
            || word.len() > 4
                && word.ends_with("ed")
                && !lexis::among("hundred kindred sacred naked", word)
            || lexis::among(lexis::IRREGULAR, word)
    }

    /// Whether the word that could be a verb stands before the noun: "armed men", "dead fish".
    fn modifies(&self, at: usize) -> bool {
        let next = at + 1;
        let noun = !self.stops(next) && !self.is_verb(next) && self.tokens[next].is_word();
        let verbal =
            lexis::among("work works need needed live lives stay took turned left", self.word(at));
        noun && !verbal
    }

    /// The noun phrase that begins at `at`, and the token after it.
    fn noun(&self, mut at: usize) -> (Option<Range<usize>>, usize) {
        if self.is(at, "of") {
            at += 1;
        }
        let those = self.is(at, "those") && self.is_verb(at + 1);
        if those {
            return (Some(at..at + 2), at + 2);
        }
        while self.tokens.get(at).is_some_and(|token| token.kind == Kind::Number) && self.within(at)
            || self.is(
                at,
                "the those these its their his her our all other more additional further new such",
            ) && !(self.is(at, "more other") && self.stops(at + 1))
        {
            at += 1;
        }
        if self.is(at, "more") {
            return (Some(at..at + 1), at + 1);
        }
        let start = at;
        while at < start + LONGEST && !self.stops(at) {
            if self.is_verb(at) && !(at == start && self.modifies(at)) {
                break;
            }
            at += 1;
        }
        if at == start {
            return (None, at);
        }
        let head = at - 1;
        if self.is(head, OF_HEADS) && self.is(at, "of") {
            let inner = at + 1 + usize::from(self.is(at + 1, "the a an its their his her"));
            let mut end = inner;
            while end < inner + LONGEST && !self.stops(end) && !self.is_verb(end) {
                end += 1;
            }
            if end > inner {
                return (Some(start..end), end);
            }
        }
        if self.is(at, "and or") && self.joins_noun(at + 1) {
            return (Some(start..at + 2), at + 2);
        }
        (Some(start..at), at)
    }

    /// "men and women were", and not "men and women's clubs".
    fn joins_noun(&self, at: usize) -> bool {
        let word = self.word(at);
        let plural = word.ends_with('s') || lexis::among("women men children people", word);
        let free = !self.stops(at) && !self.is_verb(at);
        plural && free && (self.stops(at + 1) || self.is_verb(at + 1)) && !self.mark(at + 1, ",")
    }

    /// What happened to the counted.
    fn deed(&self, mention: &Mention, named: bool, next: usize) -> Option<String> {
        if let Some(deed) = self.deed_before(mention.range.start) {
            return Some(deed);
        }
        let dependent = mention.range.start > self.range.start
            && self.is(mention.range.start - 1, lexis::PREPOSITIONS);
        self.deed_after(next, named, dependent)
    }

    /// "killing at least 12", "arrested 450".
    fn deed_before(&self, start: usize) -> Option<String> {
        let mut at = start.checked_sub(1)?;
        if self.is(at, "also another a") {
            at = at.checked_sub(1)?;
        }
        if !self.within(at) {
            return None;
        }
        if self.is(at, "of") && at > self.range.start {
            return deed_of_noun(self.word(at - 1)).map(str::to_owned);
        }
        if self.is(at, "away out down up off") && at > self.range.start && self.is_verb(at - 1) {
            return Some(format!("{} {}", self.word(at - 1), self.word(at)));
        }
        let deed = participle(self.word(at)).or_else(|| self.done(at))?;
        // "were killed 12 days": the passive has its subject before it.
        let passive = at > self.range.start && self.is(at - 1, "was were been be being is are");
        (!passive).then_some(deed)
    }

    /// Any other verb in the past before a figure: "smuggled 300 people".
    fn done(&self, at: usize) -> Option<String> {
        const OTHERS: &str = "reached needed totalled totaled numbered exceeded passed topped included \
            involved remained averaged estimated expected reported counted claimed marked turned aged \
            wanted followed announced confirmed alleged denied disputed rejected dismissed contested \
            contained covered spanned represented recorded registered documented marched attended \
            protested gathered died participated joined voted";
        let word = self.word(at);
        let plain = word.len() > 4 && word.ends_with("ed") && !self.tokens[at].capital;
        let other = lexis::among(OTHERS, word) || speech::is_plain_saying(word);
        let modified =
            at > self.range.start && self.is(at - 1, "the a an its their his her these those");
        (plain && !other && !modified).then(|| word.to_owned())
    }

    fn deed_after(&self, mut at: usize, named: bool, dependent: bool) -> Option<String> {
        let end = self.range.end.min(at + REACH);
        let mut skipped = false;
        let mut aside = false;
        while at < end {
            let lingering = self.is(at, "remain remains remained went go lay")
                && self.is(at + 1, lexis::DEEDS_OF_PERSONS);
            let state = self.is(at, "remain remains remained stayed") && !dependent;
            if let Some(state) = self.state(at + 1).filter(|_| state) {
                return Some(state);
            }
            if self.is(at, lexis::VERB_ADVERBS) || self.word(at).ends_with("ly") || lingering {
                at += 1;
            } else if self.is(at, "who that which") && !skipped {
                at += 1;
                aside = true;
            } else if self.is(at, lexis::AUXILIARIES) {
                return if dependent && !aside { None } else { self.passive(at) };
            } else if self.is_verb(at) && !(dependent && skipped) {
                let bare = lexis::among(lexis::DEEDS_OF_PERSONS, self.word(at))
                    || lexis::among(lexis::DEEDS_OF_THINGS, self.word(at));
                let object = self.within(at + 1)
                    && (self.tokens[at + 1].kind == Kind::Number
                        || self
                            .is(at + 1, "the a an its his her their them him at about more some")
                            && !self.is(at + 2, "the"));
                let transitive =
                    bare && participle(self.word(at)).is_some() && object && !self.is(at + 1, "at")
                        || object && self.is(at + 1, "at") && self.is(at + 2, "least most");
                let active = !bare && dependent && !aside || transitive && bare && !aside;
                return (!active).then(|| self.with_particle(at));
            } else if (named || skipped) && !dependent && self.passes(at) {
                skipped = true;
                at += 1;
            } else if self.mark(at, ",") && !dependent && !aside {
                at = self.behind_insertion(at, end)?;
            } else {
                return None;
            }
        }
        None
    }

    /// Whether the token can stand in a phrase between the noun and its verb.
    fn passes(&self, at: usize) -> bool {
        let number = self.within(at) && self.tokens[at].kind == Kind::Number;
        let word = !self.word(at).is_empty() && !speech::is_plain_saying(self.word(at));
        let clause = self.is(at, "and or but that which who when where while because although if as after before whether since until so he she it they we than");
        (number || word || self.mark(at, "-")) && !clause
    }

    /// "50 people, most of them women, were killed".
    fn behind_insertion(&self, at: usize, end: usize) -> Option<usize> {
        let comma = (at + 1..end).find(|&at| self.mark(at, ",") || self.mark(at, ".;:“”\""))?;
        let whole = self.mark(comma, ",")
            && (self.is(comma + 1, "was were are is have has had")
                || self.is(comma + 1, lexis::ACTS));
        whole.then_some(comma + 1)
    }

    /// The participle after forms of be and have.
    fn passive(&self, mut at: usize) -> Option<String> {
        const OPINIONS: &str = "reported believed feared thought confirmed known presumed estimated \
            expected said understood also to have be been being due set likely still now not so far thus";
        let negated = self.is(at, "did didn't not");
        let end = self.range.end.min(at + 10);
        while at < end
            && (self.is(at, lexis::AUXILIARIES)
                || self.is(at, lexis::VERB_ADVERBS)
                || self.is(at, OPINIONS)
                || self.word(at).ends_with("ly"))
        {
            at += 1;
        }
        if let Some(state) = self.state(at) {
            return Some(state);
        }
        // "were reported": nothing but the opinion is said.
        if at > 0 && !self.is_participle(at) {
            let last = at - 1;
            let opinion = self.is(last, "confirmed reported") && !negated;
            return opinion.then(|| self.word(last).to_owned());
        }
        Some(self.with_particle(at))
    }

    /// "in custody", "behind bars": a state that says what happened.
    fn state(&self, at: usize) -> Option<String> {
        const STATES: &str = "custody prison jail detention hospital bars power water electricity food shelter \
            large strike arrest siege threat quarantine hiding exile intensive";
        let found = self.is(at, "in behind without at on under") && self.is(at + 1, STATES);
        found.then(|| format!("{} {}", self.word(at), self.word(at + 1)))
    }

    fn is_participle(&self, at: usize) -> bool {
        self.is_verb(at)
            || self.is(at, "vote attend march strike gather join take travel flee return")
    }

    fn with_particle(&self, at: usize) -> String {
        let deed = self.word(at).to_owned();
        if self.is(at + 1, "away out off down up part") && !self.is(at + 2, "to of") {
            return format!("{deed} {}", self.word(at + 1));
        }
        deed
    }

    /// "the death toll rose to 45", "put the crowd at 830", "a turnout of 61 percent".
    fn toll(&self, start: usize) -> Option<Counted> {
        const REACHED: &str = "reached hit totalled totaled numbered exceeded passed topped stood \
            stands risen rose rises climbed grew increased jumped soared fell dropped declined \
            fallen sank is was at to of near nears reaching totalling totaling surpassed reach exceed \
            hits surged plunged averaged remained put raising bringing taking brought raised hovered \
            now currently already also since had has have been were are estimated about officially up down slightly sharply steadily by over above more than almost";
        let mut at = start.checked_sub(1).filter(|&at| self.within(at))?;
        if !self.is(at, REACHED) {
            return None;
        }
        while at > self.range.start && self.is(at, REACHED) {
            at -= 1;
        }
        let end = at + 1;
        let mut first = end;
        // Back over "from the earthquake" to the noun that is counted.
        while first > self.range.start && self.is_of_noun(first - 1) && end - first < 12 {
            first -= 1;
        }
        let phrase = first..end;
        let mut head = phrase.clone().find(|&at| self.is(at, lexis::TOLLS))?;
        while head + 1 < end
            && self.is(head + 1, lexis::TOLLS)
            && !self.is(head + 1, lexis::DEEDS_OF_PERSONS)
        {
            head += 1;
        }
        if head + 1 < end && self.is(head, "number total") && self.is_verb(head + 1) {
            let noun = format!("people {}", self.word(head + 1));
            return Some(Counted { noun, deed: None, carried: false });
        }
        if head + 1 < end && self.is(head, "number total") && self.is(head + 1, "held") {
            return Some(Counted { noun: "people held".to_owned(), deed: None, carried: false });
        }
        if self.is(head, "number total count sum proportion share percentage")
            && self.is(head + 1, "of")
        {
            let those = self.is(head + 2, "those") && self.is_verb(head + 3);
            if those && head + 3 < end {
                let noun = self.slice(head + 2..head + 4);
                return Some(Counted { noun, deed: None, carried: false });
            }
            let inner = head + 2 + usize::from(self.is(head + 2, "the those its their"));
            if inner < end {
                return Some(Counted {
                    noun: self.slice(inner..self.cut(inner, end)),
                    deed: None,
                    carried: false,
                });
            }
        }
        if head + 1 == end
            && self.is(head, "figure number total count")
            && let Some(before) = self.before
        {
            return Some(Counted { carried: true, ..before.clone() });
        }
        let mut from = head;
        while from > phrase.start
            && !self.stops(from - 1)
            && !self.is_verb(from - 1)
            && self.tokens[from - 1].is_word()
            && !self.is(from - 1, REACHED)
            && !self.is(
                from - 1,
                "bring brings raise raises put puts overall official current latest total final",
            )
        {
            from -= 1;
        }
        Some(Counted { noun: self.slice(from..head + 1), deed: None, carried: false })
    }

    /// The end of the noun phrase before its own phrases of place and time.
    fn cut(&self, start: usize, end: usize) -> usize {
        (start + 1..end)
            .find(|&at| self.is(at, lexis::PREPOSITIONS) && !self.is(at, "of"))
            .unwrap_or(end)
    }

    fn is_of_noun(&self, at: usize) -> bool {
        let word = !self.word(at).is_empty();
        word && !self.is(at, lexis::AUXILIARIES)
            && !speech::is_plain_saying(self.word(at))
            && !self.is(at, "that which who and but while when where")
            || self.mark(at, "-")
    }

    /// A share of something, or an amount of money.
    fn amount(&self, mention: &Mention) -> Option<Counted> {
        let end = mention.range.end;
        if mention.sort == Sort::Relative && self.is(end - 1, number::CHANGE_NOUNS) {
            let (noun, _) = self.noun(end + usize::from(self.is(end, "in of")));
            return noun.map(|noun| Counted { noun: self.slice(noun), deed: None, carried: false });
        }
        let part =
            self.is(end, "of") || mention.sort == Sort::Relative && self.is(end, "the its their");
        if part {
            let (noun, next) = self.noun(end);
            let noun = noun?;
            let deed = self.deed_after(next, true, false);
            return Some(Counted { noun: self.slice(noun), deed, carried: false });
        }
        if let Some(toll) = self.toll(mention.range.start) {
            return Some(toll);
        }
        if mention.sort == Sort::Money {
            if self.is(end, "in worth for") {
                let (noun, _) = self.noun(end + 1);
                return noun.map(|noun| Counted {
                    noun: self.slice(noun),
                    deed: None,
                    carried: false,
                });
            }
            return Some(Counted { noun: "money".to_owned(), deed: None, carried: false });
        }
        self.subject(mention.range.start).or_else(|| {
            let (noun, next) = self.noun(end);
            let noun = noun?;
            let deed = self.deed_after(next, true, false);
            Some(Counted { noun: self.slice(noun), deed, carried: false })
        })
    }

    /// The noun phrase before the verb that leads to a share or a change: "Prices rose by 3 percent".
    fn subject(&self, start: usize) -> Option<Counted> {
        let mut at = start;
        while at > self.range.start && (self.is(at - 1, "to at by of had has have been was were is are that reached hit won lost took about") || self.is_verb(at - 1) || self.is(at - 1, "rose grew fell risen fallen shrank up down")) {
            at -= 1;
        }
        let end = at;
        while at > self.range.start && !self.stops(at - 1) && !self.is_verb(at - 1) {
            at -= 1;
        }
        if at == end
            || at > self.range.start && self.is(at - 1, "a an")
            || at > self.range.start && self.is(at - 1, lexis::PREPOSITIONS)
        {
            return None;
        }
        (at < end && end < start + 1).then(|| Counted {
            noun: self.slice(at..end),
            deed: None,
            carried: false,
        })
    }

    /// A figure without a noun counts what the one before counts, where it is plainly a figure of
    /// somebody: "police put it at 830", "; police 830".
    fn carried(&self, mention: &Mention) -> Option<Counted> {
        let before = self.before?;
        let start = mention.range.start;
        let last = start.checked_sub(1)?;
        let after_speaker = self.is(last, lexis::BARE_SPEAKERS)
            || self.is(last, lexis::GROUPS)
            || self.is(last, "at said say says reported counted just only that")
            || self.is(last, "it them figure");
        let ends = mention.range.end >= self.range.end || self.mark(mention.range.end, ".,;)”\"");
        (after_speaker && ends).then(|| Counted { carried: true, ..before.clone() })
    }
}

/// What happened, in "the deaths of" and "the arrest of".
fn deed_of_noun(noun: &str) -> Option<&'static str> {
    Some(match noun {
        "death" | "deaths" => "died",
        "killing" | "killings" => "killed",
        "murder" | "murders" => "murdered",
        "arrest" | "arrests" => "arrested",
        "detention" | "detentions" => "detained",
        "injury" | "injuries" => "injured",
        "execution" | "executions" => "executed",
        "abduction" | "abductions" => "abducted",
        "kidnapping" | "kidnappings" => "kidnapped",
        "displacement" => "displaced",
        "evacuation" => "evacuated",
        "rescue" => "rescued",
        "release" => "released",
        "destruction" => "destroyed",
        "loss" => "lost",
        _ => return None,
    })
}

/// The participle of a verb that stands before the figure; `None` where it is none of the known.
fn participle(word: &str) -> Option<String> {
    let known = |word: &str| {
        let persons = lexis::among(lexis::DEEDS_OF_PERSONS, word);
        let things = lexis::among(lexis::DEEDS_OF_THINGS, word);
        let reporting = lexis::among(
            "counted confirmed reported recorded registered documented questioned rejected approved died",
            word,
        );
        (persons || things) && !reporting
    };
    let special = match word {
        "shooting" => Some("shot"),
        "sinking" => Some("sunk"),
        "freeing" | "frees" => Some("freed"),
        "losing" | "lose" | "loses" => Some("lost"),
        "burying" => Some("buried"),
        "claiming" | "dead" | "missing" | "homeless" => None,
        _ => Some(""),
    };
    match special {
        Some("") => {}
        special => return special.map(str::to_owned),
    }
    if known(word) {
        return Some(word.to_owned());
    }
    let base = [word.to_owned() + "d", word.to_owned() + "ed"].into_iter().find(|form| known(form));
    if base.is_some() || lexis::among("cut shut", word) {
        return base.or_else(|| Some(word.to_owned()));
    }
    let stem = word
        .strip_suffix("ing")
        .or_else(|| word.strip_suffix("es"))
        .or_else(|| word.strip_suffix('s'))?;
    let long = stem.to_owned() + "ed";
    let short = stem.to_owned() + "d";
    [long, short].into_iter().find(|form| known(form))
}
