//! Counts that are named before the figure: tolls, crowds, shares, amounts.

use super::{
    super::{
        lexis,
        number::{self, Mention, Sort},
        speech,
    },
    Clause, Counted,
};

impl Clause<'_> {
    /// "the death toll rose to 45", "put the crowd at 830", "a turnout of 61 percent".
    pub(super) fn toll(&self, start: usize) -> Option<Counted> {
        const REACHED: &str = "reached hit totalled totaled numbered exceeded passed topped stood \
            stands risen rose rises climbed grew increased jumped soared fell dropped declined \
            fallen sank is was at to of near nears reaching totalling totaling surpassed reach \
            exceed hits surged plunged averaged remained put raising bringing taking brought raised \
            hovered now currently already also since had has have been were are estimated about \
            officially up down slightly sharply steadily by over above more than almost";
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
    pub(super) fn cut(&self, start: usize, end: usize) -> usize {
        (start + 1..end)
            .find(|&at| self.is(at, lexis::PREPOSITIONS) && !self.is(at, "of"))
            .unwrap_or(end)
    }

    pub(super) fn is_of_noun(&self, at: usize) -> bool {
        let word = !self.word(at).is_empty();
        word && !self.is(at, lexis::AUXILIARIES)
            && !speech::is_plain_saying(self.word(at))
            && !self.is(at, "that which who and but while when where")
            || self.mark(at, "-")
    }

    /// A share of something, or an amount of money.
    pub(super) fn amount(&self, mention: &Mention) -> Option<Counted> {
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
        let full = self.is(end, "full complete contained effective");
        let subject = self
            .subject(mention.range.start)
            .map(|counted| Counted { deed: full.then(|| self.word(end).to_owned()), ..counted });
        subject.or_else(|| {
            let (noun, next) = self.noun(end);
            let noun = noun?;
            let deed = self.deed_after(next, true, false);
            Some(Counted { noun: self.slice(noun), deed, carried: false })
        })
    }

    /// The noun phrase before the verb that leads to a share or a change: "Prices rose by 3 percent".
    pub(super) fn subject(&self, start: usize) -> Option<Counted> {
        const LEADING: &str = "to at by of had has have been was were is are that reached hit won \
            lost took about rose grew fell risen fallen shrank up down";
        let mut at = start;
        while at > self.range.start && (self.is(at - 1, LEADING) || self.is_verb(at - 1)) {
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
    pub(super) fn carried(&self, mention: &Mention) -> Option<Counted> {
        let before = self.before?;
        let start = mention.range.start;
        let mut last = start.checked_sub(1)?;
        if self.mark(last, "“\"‘") && last > self.range.start {
            last -= 1;
        }
        let spoken = self.is(last, "of") && last > 0 && self.is(last - 1, "spoke speaks");
        let after_speaker = self.is(last, lexis::BARE_SPEAKERS)
            || self.is(last, lexis::GROUPS)
            || self.is(last, "at said say says reported counted just only that")
            || self.is(last, "it them figure acknowledged admitted confirmed estimated")
            || spoken;
        let ends = mention.range.end >= self.range.end || self.mark(mention.range.end, ".,;)”\"");
        (after_speaker && ends).then(|| Counted { carried: true, ..before.clone() })
    }
}
