//! Numbers that are no claims: labels, ages, times, scores, addresses, durations, distances.

use super::{
    lexis,
    number::{Mention, Sort},
    token::{Kind, Token},
};

/// Whether the number counts nothing that anybody could claim.
pub(super) fn is_trap(tokens: &[Token], mention: &Mention) -> bool {
    let trap = Trap { tokens, mention };
    match mention.sort {
        Sort::Count => {
            trap.is_hyphened()
                || trap.is_label()
                || trap.is_age()
                || trap.is_time()
                || trap.is_written_against()
                || trap.is_score()
                || trap.is_address()
                || trap.is_uncounted()
                || trap.is_one()
                || trap.is_ranked()
                || trap.is_list_number()
                || trap.is_definite()
                || trap.is_whole()
                || trap.is_year()
                || trap.is_compared()
        }
        Sort::Vague => trap.is_hyphened() || trap.is_uncounted() || trap.is_known(),
        Sort::Percent => trap.is_wholehearted() || trap.is_compared(),
        Sort::Money if trap.is_hyphened() => true,
        Sort::Money | Sort::Nobody | Sort::Unknown | Sort::Relative => trap.is_uncounted(),
    }
}

struct Trap<'a> {
    tokens: &'a [Token],
    mention: &'a Mention,
}

impl Trap<'_> {
    fn before(&self, back: usize) -> Option<&Token> {
        self.mention.core.start.checked_sub(back).map(|at| &self.tokens[at])
    }

    fn after(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.mention.range.end + ahead)
    }

    fn before_is(&self, back: usize, words: &str) -> bool {
        self.before(back).is_some_and(|token| token.among(words))
    }

    fn after_is(&self, ahead: usize, words: &str) -> bool {
        self.after(ahead).is_some_and(|token| token.among(words))
    }

    fn after_mark(&self, ahead: usize, marks: &str) -> bool {
        self.after(ahead).is_some_and(|token| token.is_mark(marks))
    }

    fn before_mark(&self, back: usize, marks: &str) -> bool {
        self.before(back).is_some_and(|token| token.is_mark(marks))
    }

    fn is_qualified(&self) -> bool {
        self.mention.range.start < self.mention.core.start
    }

    fn value(&self) -> Option<u64> {
        let token = &self.tokens[self.mention.core.start];
        if token.kind == Kind::Number { token.lower.replace(',', "").parse().ok() } else { None }
    }

    /// "24-hour", "three-day"; not "3,000-strong".
    fn is_hyphened(&self) -> bool {
        let behind = self.after_mark(0, "-") && self.after(1).is_some_and(|next| next.glued);
        behind && !self.after_is(1, "strong odd plus")
    }

    /// "Article 5", "Flight 370", "Boeing 737": no noun follows a number that is a name.
    fn is_label(&self) -> bool {
        if self.is_qualified() {
            return false;
        }
        let Some(label) = self.before(1).filter(|token| token.is_word()) else { return false };
        let noun = self.after(0).is_some_and(|next| next.is_word() && !next.capital)
            && !self.after_is(0, lexis::PREPOSITIONS)
            && !self.after_is(0, lexis::AUXILIARIES)
            && !self.after_is(0, "and or but that which who");
        if lexis::among(lexis::LABELS, &label.lower) {
            // "In the house 50 people sat", but "Section 8 housing".
            let plural = (0..2).any(|ahead| {
                self.after(ahead).is_some_and(|next| {
                    next.lower.ends_with('s') || next.among("people men women children")
                })
            });
            return !(noun && plural);
        }
        let first = self.mention.core.start < 2
            || self.tokens[self.mention.core.start - 2].is_mark(".!?”\"");
        label.capital && !first && !noun && !self.after_is(0, "were was have had")
    }

    /// "aged 22", "22 years old", "Rell, 45,", "under 18".
    fn is_age(&self) -> bool {
        let Some(first) = self.before(1) else { return false };
        let said = first.among("aged age ages") || first.is("of") && self.before_is(2, "age ages");
        let old = self.after_is(0, "years year months month weeks")
            && (self.after_is(1, "old") || self.after_is(1, "of") && self.after_is(2, "age"));
        let enclosed = first.is_mark(",(")
            && self.before(2).is_some_and(Token::is_word)
            && (self.after_mark(0, ",.);"));
        let grown = self.is_qualified()
            && self.before_small()
            && self.ends()
            && self.range_starts_with("under over");
        let turned = first.among("turned turns turning turn");
        let person = enclosed && self.before_small();
        said || old || person || grown || turned && self.before_small() && self.ends()
    }

    fn before_small(&self) -> bool {
        self.value().is_some_and(|value| value < 120)
    }

    fn range_starts_with(&self, words: &str) -> bool {
        self.tokens[self.mention.range.start].among(words)
    }

    fn ends(&self) -> bool {
        self.after(0).is_none_or(|next| {
            next.kind == Kind::Mark
                || next.among(
                    "in by at on \
        and or",
                )
        })
    }

    /// "10:30", "5 p.m.", "0900 GMT".
    fn is_time(&self) -> bool {
        let colon = |token: Option<&Token>, glued: bool| {
            token.is_some_and(|token| token.is_mark(":") && (token.glued || glued))
        };
        let clock = colon(self.after(0), false)
            && self.after(1).is_some_and(|next| next.glued && next.kind != Kind::Mark)
            || self.before_mark(1, ":") && self.tokens[self.mention.core.start].glued;
        clock
            || self.after_is(
                0,
                "am pm a.m p.m b.c a.d bc bce ad o'clock gmt utc est edt \
                local noon midnight cet bst",
            )
    }

    /// "COVID-19", "9/11", "555-0134", "#4", "1. First".
    fn is_written_against(&self) -> bool {
        let core = &self.tokens[self.mention.core.start];
        let glued = core.glued
            && self.before(1).is_some_and(|before| !before.is_mark("([“\"‘'—$€£¥₹₽﷼~<>≥≤"));
        let slash = self.after_mark(0, "/") && self.after(1).is_some_and(|next| next.glued);
        let sign = self.before_mark(1, "#@+§°") || self.after_mark(0, "°");
        let phone = self.before_is(1, "call dial phone tel telephone fax hotline text")
            || self.mention.core.len() == 3 && self.is_phone();
        glued || slash || sign || phone
    }

    /// 555-0134: the second part has a leading nought or the first is no smaller number.
    fn is_phone(&self) -> bool {
        let core = &self.tokens[self.mention.core.clone()];
        core[1].is_mark("-—")
            && core[2].kind == Kind::Number
            && core[2].lower.starts_with('0')
            && core[2].lower.len() > 1
    }

    /// "3-1", "a 5-4 vote".
    fn is_score(&self) -> bool {
        let core = &self.tokens[self.mention.core.clone()];
        if core.len() != 3 || !core[1].is_mark("-—") {
            return false;
        }
        let part = |token: &Token| token.lower.replace(',', "").parse::<f64>().ok();
        let (Some(first), Some(second)) = (part(&core[0]), part(&core[2])) else { return false };
        let sport = self.before_is(
            1,
            "won win lost beat beaten drew score led leads defeated by victory defeat",
        );
        first >= second
            || sport && self.ends()
            || self.after_is(0, "win loss victory defeat vote draw ruling decision majority")
    }

    /// "12 Baker Street".
    fn is_address(&self) -> bool {
        const STREETS: &str = "street road avenue lane square boulevard drive way st ave rd \
            terrace place crescent court row quay";
        let named = self.after(0).is_some_and(|next| next.capital);
        named
            && (1..4).any(|ahead| {
                self.after(ahead).is_some_and(|next| next.capital && next.among(STREETS))
            })
    }

    /// Reasons, times, games; durations and distances.
    fn is_uncounted(&self) -> bool {
        let at = |ahead: usize| {
            self.after_is(ahead, lexis::UNCOUNTED)
                || self.after_is(ahead, lexis::DURATIONS)
                || self.after_is(ahead, lexis::DISTANCES)
        };
        let of = usize::from(self.after_is(0, "of"));
        let lasted = self.mention.range.start > 0
            && self.tokens[self.mention.range.start - 1].among("lasted lasting last lasts");
        let modified = self.after(of).is_some_and(|next| {
            next.is_word()
                && !next.among(lexis::PREPOSITIONS)
                && !next.among(lexis::CLAUSE_WORDS)
                && !next.among(lexis::AUXILIARIES)
        });
        let duration = self.after_is(of, lexis::DURATIONS);
        if duration && lasted {
            return false;
        }
        at(of)
            || modified
                && at(of + 1)
                && !self.after_is(
                    of + 1,
                    "second m c f foot eye letter line side hand block story floors blocks",
                )
    }

    /// "one of the", "one day", "that one"; not "one person was killed".
    fn is_one(&self) -> bool {
        let core = &self.tokens[self.mention.core.clone()];
        if core.len() != 1 || !core[0].among("one 1") || self.is_qualified() {
            return false;
        }
        let person = self.after_is(0, lexis::PERSONS)
            || self.after_is(1, lexis::PERSONS) && !self.after_is(0, "of");
        let deed = self.after_is(0, "killed dead injured wounded missing arrested detained");
        !(person || deed)
    }

    /// "top 10", "the first 100", "the next 20".
    fn is_ranked(&self) -> bool {
        self.before_is(
            1,
            "top first last next every each other per no number nos group gang \
            magnitude past previous",
        )
    }

    /// The 400 of "50 of the 400 seats": what another figure is a part of.
    fn is_whole(&self) -> bool {
        let start = self.mention.range.start;
        let of = start.saturating_sub(
            if start > 0 && self.tokens[start - 1].among("the its their his her our") {
                2
            } else {
                1
            },
        );
        let part = of > 0
            && self.tokens[of].is("of")
            && (self.tokens[of - 1].kind == Kind::Number
                || self.tokens[of - 1].among(lexis::UNITS)
                || self.tokens[of - 1].among("none half some most all many any"));
        part && of < start
    }

    /// The number of an item in a list, a note or a bracket.
    fn is_list_number(&self) -> bool {
        let bracket = self.before_mark(1, "([") && self.after_mark(0, ")]");
        let start = self.mention.core.start == 0
            || self.tokens[self.mention.core.start].lines > 0
            || self.before_mark(1, "(");
        bracket
            || start && self.after_mark(0, ".)") && self.after(1).is_some_and(|next| !next.glued)
    }

    /// "the two men", "his three children", "these four": persons and things already known.
    fn is_definite(&self) -> bool {
        let core = &self.tokens[self.mention.core.clone()];
        let small = core.len() == 1 && core[0].among(lexis::UNITS)
            || self.value().is_some_and(|value| value <= 10);
        let pointed = self.mention.range.start > 0
            && self.tokens[self.mention.range.start - 1].among(
                "the these those his her its their our my your both all between whose other",
            );
        let owned = self.mention.range.start > 0
            && self.tokens[self.mention.range.start - 1].lower.ends_with("'s");
        let deed = self.after_is(0, lexis::DEEDS_OF_PERSONS);
        small && (pointed || owned) && !deed
    }

    /// "the 2009 protests", "a 1991 interview": a plain number of four digits before no plural.
    fn is_year(&self) -> bool {
        let core = &self.tokens[self.mention.core.start];
        let bare =
            self.mention.core.len() == 1 && core.lower.len() == 4 && self.mention.range.len() == 1;
        let year = self.value().is_some_and(|value| (1800..=2100).contains(&value));
        let plural = |ahead: usize| {
            self.after(ahead).is_some_and(|next| {
                next.is_word()
                    && (next.lower.ends_with('s') && !next.lower.ends_with("ss")
                        || next.among("people men women children"))
            })
        };
        let pointed = self.before_is(1, "the a an in since during of by this that")
            || self.before(1).is_some_and(|before| before.lower.ends_with("'s"));
        let deed =
            self.after_is(0, lexis::DEEDS_OF_PERSONS) || self.after_is(0, lexis::AUXILIARIES);
        bare && year && (pointed || !(plural(0) || plural(1) || deed))
    }

    /// "75 percent more likely", "24 million fewer", "cut by 61 percent", "did not exceed 15,000".
    fn is_compared(&self) -> bool {
        let than = self.after_is(
            0,
            "more less fewer higher lower greater better worse larger smaller cheaper faster",
        ) && !self
            .after_is(1, "were was have had arrested killed injured wounded people in on at");
        let by = self.mention.sort == Sort::Percent
            && self.mention.range.start > 0
            && self.tokens[self.mention.range.start - 1].among("by");
        let not = self.mention.range.start > 0
            && self.tokens[self.mention.range.start - 1].is("not")
            && self.range_starts_with("exceed");
        let plain = self.after(0).is_none_or(|next| next.kind == Kind::Mark);
        (than
            && !plain
            && (self.mention.sort == Sort::Percent
                || self.after_is(2, "than")
                || self.after_is(1, "than")))
            || by
            || not
    }

    /// "the billions", "those hundreds": what was spoken of before.
    fn is_known(&self) -> bool {
        let start = self.mention.range.start;
        start > 0 && self.tokens[start - 1].among("the those these his her its their our my your")
    }

    /// "100 percent sure".
    fn is_wholehearted(&self) -> bool {
        self.after_is(0, "sure certain behind committed convinced right wrong ready chance")
            || self.after_mark(0, "-") && self.after(1).is_some_and(|next| next.glued)
    }
}
