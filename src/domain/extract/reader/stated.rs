//! The statements of a sentence.

use std::ops::Range;

use entity::vocab::Stance;

use super::{
    super::{Candidate, Span, speech::Attribution, statement, token::Kind},
    Read, Reader,
};

impl Reader<'_> {
    /// The statements of a sentence that no figure of it already holds.
    pub(super) fn statements(&self, read: &Read, figures: &[Candidate]) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        for one in &read.attributions {
            if !one.proposes || one.agent.is_none() {
                continue;
            }
            let scope = one.scope.start..one.scope.end.min(read.sentence.range.end);
            let scope = if one.trailing && one.scope.end > one.group.start {
                scope.start..one.group.start
            } else {
                scope
            };
            let Some(range) = statement::trimmed(&self.tokens, scope) else { continue };
            let quoted = self.layout.quote_at(range.start).is_some();
            if quoted || statement::says_something(&self.tokens, range.clone()) {
                found.extend(self.statement(range, one, figures));
            }
        }
        let Some(one) = &read.speaker else { return found };
        for range in self.quoted_parts(read) {
            found.extend(self.statement(range, one, figures));
        }
        found
    }

    /// The parts of a sentence that stand in quotation marks.
    pub(super) fn quoted_parts(&self, read: &Read) -> Vec<Range<usize>> {
        let range = read.sentence.range.clone();
        let opens = self.tokens[range.start].is_mark("“\"‘");
        if self.layout.quote_at(range.start + usize::from(opens)).is_none() {
            return Vec::new();
        }
        let within = |quote: &Range<usize>| quote.start.max(range.start)..quote.end.min(range.end);
        let parts = self.layout.quotes.iter().map(within).filter(|part| part.start < part.end);
        let enough = |part: &Range<usize>| {
            let words =
                self.tokens[part.clone()].iter().filter(|token| token.kind != Kind::Mark).count();
            words >= statement::FEWEST_QUOTED
                || part.start <= range.start + 1 && part.end + 2 >= range.end
        };
        parts.filter(enough).filter_map(|part| statement::trimmed(&self.tokens, part)).collect()
    }

    pub(super) fn statement(
        &self,
        range: Range<usize>,
        one: &Attribution,
        figures: &[Candidate],
    ) -> Option<Candidate> {
        let span = self.span(range.clone());
        let counted = figures.iter().any(|figure| Self::is_within(figure, &span));
        if counted {
            return None;
        }
        let mut candidate = Self::candidate(span, Some(one));
        candidate.statement = Some(statement::reading(self.slice(range.clone())));
        if self.tokens.get(range.end).is_some_and(|next| next.is_mark("?"))
            && candidate.stance == Stance::Asserts
        {
            candidate.stance = Stance::Questions;
        }
        self.soften(&mut candidate, range);
        Some(candidate)
    }

    /// Whether the words of a figure stand in a span.
    pub(super) fn is_within(figure: &Candidate, span: &Span) -> bool {
        let Some(quantity) = &figure.quantity else { return false };
        let overlaps = figure.quote.start < span.end && span.start < figure.quote.end;
        overlaps && span.exact.contains(&quantity.text)
    }
}
