//! What happened to the counted, or what they did.

use super::{
    super::{lexis, number::Mention, speech, token::Kind},
    Clause,
};

/// How far behind the noun its verb is looked for, in tokens.
const REACH: usize = 14;

impl Clause<'_> {
    /// What happened to the counted.
    pub(super) fn deed(&self, mention: &Mention, named: bool, next: usize) -> Option<String> {
        if let Some(deed) = self.deed_before(mention.range.start) {
            return Some(deed);
        }
        let dependent =
            mention.range.start > self.range.start && self.is_object(mention.range.start - 1);
        self.deed_after(next, named, dependent)
    }

    /// Whether what follows a word is its object, and no subject of a later verb.
    fn is_object(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is(at, lexis::PREPOSITIONS)
            || word.len() > 5 && word.ends_with("ing") && !lexis::among("saying adding", word)
    }

    /// "killing at least 12", "arrested 450".
    pub(super) fn deed_before(&self, start: usize) -> Option<String> {
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
    pub(super) fn done(&self, at: usize) -> Option<String> {
        const OTHERS: &str = "reached needed totalled totaled numbered exceeded passed topped \
        included \
            involved remained averaged estimated expected reported counted claimed marked \
            turned aged \
            wanted followed announced confirmed alleged denied disputed rejected dismissed \
            contested \
            contained covered spanned represented recorded registered documented marched \
            attended \
            protested gathered died participated joined voted";
        let word = self.word(at);
        if let Some(form) = irregular(word) {
            return Some(form.to_owned());
        }
        let plain = word.len() > 4 && word.ends_with("ed") && !self.tokens[at].capital;
        let other = lexis::among(OTHERS, word) || speech::is_plain_saying(word);
        let modified =
            at > self.range.start && self.is(at - 1, "the a an its their his her these those");
        (plain && !other && !modified).then(|| word.to_owned())
    }

    pub(super) fn deed_after(&self, mut at: usize, named: bool, dependent: bool) -> Option<String> {
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
                let transitive = bare && self.has_object(at);
                let active = !aside && (!bare && dependent || transitive);
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

    /// Whether a verb has an object behind it: "protests killed 22 people".
    fn has_object(&self, at: usize) -> bool {
        let number = self.within(at + 1) && self.tokens[at + 1].kind == Kind::Number;
        let pointed = self.is(at + 1, "the a an its his her their them him about more some")
            && !self.is(at + 2, lexis::DURATIONS);
        let bounded = self.is(at + 1, "at") && self.is(at + 2, "least most");
        participle(self.word(at)).is_some() && (number || pointed || bounded)
    }

    /// Whether the token can stand in a phrase between the noun and its verb.
    pub(super) fn passes(&self, at: usize) -> bool {
        let number = self.within(at) && self.tokens[at].kind == Kind::Number;
        let word = !self.word(at).is_empty() && !speech::is_plain_saying(self.word(at));
        let clause = self.is(
            at,
            "and or but that which who when where while because although \
            if as after before whether since until so he she it they we than",
        );
        (number || word || self.mark(at, "-")) && !clause
    }

    /// "50 people, most of them women, were killed".
    pub(super) fn behind_insertion(&self, at: usize, end: usize) -> Option<usize> {
        let comma = (at + 1..end).find(|&at| self.mark(at, ",") || self.mark(at, ".;:“”\""))?;
        let whole = self.mark(comma, ",")
            && (self.is(comma + 1, "was were are is have has had")
                || self.is(comma + 1, lexis::ACTS));
        whole.then_some(comma + 1)
    }

    /// The participle after forms of be and have.
    pub(super) fn passive(&self, mut at: usize) -> Option<String> {
        const OPINIONS: &str = "reported believed feared thought confirmed known presumed \
        estimated \
            expected said understood also to have be been being due set likely still now not \
            so far thus";
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
    pub(super) fn state(&self, at: usize) -> Option<String> {
        const STATES: &str = "custody prison jail detention hospital bars power water \
        electricity food shelter \
            large strike arrest siege threat quarantine hiding exile intensive";
        if self.is(at, "among") && self.is(at + 1, "the those") && self.is_verb(at + 2) {
            return Some(format!("among the {}", self.word(at + 2)));
        }
        let found = self.is(at, "in behind without at on under") && self.is(at + 1, STATES);
        found.then(|| format!("{} {}", self.word(at), self.word(at + 1)))
    }

    pub(super) fn is_participle(&self, at: usize) -> bool {
        self.is_verb(at)
            || self.is(at, "vote attend march strike gather join take travel flee return")
    }

    pub(super) fn with_particle(&self, at: usize) -> String {
        let deed = self.word(at).to_owned();
        if self.is(at + 1, "away out off down up part") && !self.is(at + 2, "to of") {
            return format!("{deed} {}", self.word(at + 1));
        }
        deed
    }
}

/// The participle of an irregular verb in the past.
fn irregular(past: &str) -> Option<&'static str> {
    Some(match past {
        "drew" => "drawn",
        "took" => "taken",
        "stole" => "stolen",
        "won" => "won",
        "bought" => "bought",
        "caught" => "caught",
        "sent" => "sent",
        "laid" => "laid",
        "threw" => "thrown",
        "froze" => "frozen",
        "found" => "found",
        _ => return None,
    })
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
            "counted confirmed reported recorded registered documented questioned rejected \
                approved died",
            word,
        );
        (persons || things) && !reporting
    };
    let special = match word {
        "shooting" => Some("shot"),
        "sinking" => Some("sunk"),
        "freeing" | "frees" => Some("freed"),
        "carrying" => Some("carried"),
        "holding" => Some("held"),
        "forcing" => Some("forced"),
        "affecting" => Some("affected"),
        "employing" => Some("employed"),
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
