//! Speech through others: "quoted as saying", "adding that", "citing officials".

use entity::vocab::Hedge;

use super::{
    super::{
        lexis, saying,
        speaker::{Memory, Speaker},
    },
    Attribution, Speech,
};

impl Speech<'_> {
    /// "Meridian quoted the minister as saying", "the minister was quoted by Meridian as saying".
    pub(super) fn quoted_as_saying(&self, at: usize, memory: &mut Memory) -> Option<Attribution> {
        if !self.is(at, "quoted cited") {
            return None;
        }
        let segment = self.segment(at);
        let saying = (at + 1..segment.end.min(at + 16))
            .find(|&next| self.is(next, "saying") && self.is(next - 1, "as"))?;
        let group = self.group_start(at, segment.start);
        let (outer, start) = self.subject(segment.start, group, memory, &[])?;
        let other = if self.is(at + 1, "by") { at + 2 } else { at + 1 };
        let inner = (other + 1 < saying).then(|| self.speaker(other..saying - 1, memory)).flatten();
        let passive = self.is_passive(group, at);
        let (mut speaker, relay) = if passive { (outer, inner) } else { (inner?, Some(outer)) };
        speaker.via = relay.and_then(|relay| relay.agent).into_iter().collect();
        let next = saying + 1;
        let trailing = self.is_trailing(start, next, &segment, segment.start);
        let scope = if trailing {
            self.reach_back(segment.start, start, self.behind_insertion(next), segment.end)
        } else {
            self.content(next)..segment.end
        };
        Some(Self::attribution(
            speaker,
            "quoted",
            saying::saying("said")?,
            start..next,
            scope,
            trailing,
        ))
    }

    /// "…, adding that": the speaker before goes on.
    pub(super) fn participle(
        &self,
        at: usize,
        memory: &mut Memory,
        before: &[Attribution],
    ) -> Option<Attribution> {
        if !self.is(
            at,
            "adding saying noting warning claiming insisting stressing alleging \
            announcing confirming",
        ) || self.is(at.wrapping_sub(1), "as")
        {
            return None;
        }
        let direct =
            self.is(at + 1, "that") || self.mark(at + 1, ":“\"") || self.is(at, "saying adding");
        if !direct {
            return None;
        }
        let segment = self.segment(at);
        let speaker = if let Some(last) = before.last() {
            last.speaker()
        } else {
            let verb = (segment.start..at).find(|&at| {
                self.is(at, lexis::AUXILIARIES)
                    || self.word(at).ends_with("ed") && !self.tokens[at].capital
            })?;
            let (speaker, _) = self.subject(segment.start, verb, memory, &[])?;
            Speaker { guessed: true, ..speaker }
        };
        let verb = self.word(at);
        let mut kind = saying::saying("said")?;
        if lexis::among("claiming alleging", verb) {
            kind.hedge = Hedge::Allegedly;
        }
        let scope = self.content(at + 1)..segment.end;
        Some(Self::attribution(speaker, verb, kind, at..at + 1, scope, false))
    }

    /// "…, citing hospital officials": the speaker is the one cited.
    pub(super) fn cite(&self, found: &mut [Attribution]) {
        for at in self.range.clone() {
            if !self.is(at, lexis::CITING) || self.quoted(at) {
                continue;
            }
            let Some(one) = found.iter_mut().rev().find(|one| one.group.end <= at) else {
                continue;
            };
            let end = self.phrase_end(at + 1, false);
            let range = at + 1..end;
            if one.group.contains(&at) || !self.names_somebody(range.clone()) {
                continue;
            }
            let outer = one.agent.replace(self.name(range));
            one.via.splice(0..0, outer);
            if one.scope.end > at && one.trailing {
                one.scope.end = one.scope.end.min(at);
            }
            one.group.end = one.group.end.max(if one.trailing { end } else { one.group.end });
        }
    }
}
