//! A group looked at in one way: under a lens, by a lexicon, as of a day.

use std::sync::{Arc, OnceLock, PoisonError};

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Facts, VIEWS, aside};
use crate::{
    Error, Result,
    domain::{
        comparison::{
            Claim, Comparison, CrossReferences, Input, Outcome, Sheet, TimeBasis, TimelinePoint,
            Voiced, compare, cross_references, roll, timeline,
        },
        lexicon::Lexicon,
        origin::{Lens, Origins, one_origin},
        relation::{
            self, Context, Exceptions, PairRule, Relation, RelationCode, Verdict, relate_statements,
        },
    },
};

/// How a group is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ways {
    /// Under which agents are one voice.
    pub lens: Lens,
    /// By which the claims are read.
    pub lexicon: Lexicon,
    /// Only what was said or stated by this day; `None` for all.
    pub as_of: Option<NaiveDate>,
}

/// A group looked at in one way.
#[derive(Debug)]
pub struct View {
    facts: Arc<Facts>,
    kept: Arc<Kept>,
}

/// What a view stands on, without the facts: they keep it, and would keep themselves. What it takes
/// is computed once, and when it is first asked for.
#[derive(Debug)]
pub(super) struct Kept {
    claims: Arc<Vec<Claim>>,
    origins: Arc<Origins>,
    ways: Ways,
    outcome: OnceLock<Arc<Outcome>>,
    sheet: OnceLock<Arc<Sheet>>,
}

/// What a view is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The comparison of the positions.
    Comparison,
    /// The claims against each other.
    CrossReferences,
}

impl Facts {
    /// The group looked at in one way; the same way computes nothing twice.
    pub fn view(self: &Arc<Self>, ways: Ways) -> Arc<View> {
        let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        let make = || {
            Arc::new(Kept {
                claims: self.read_by(ways.lexicon),
                origins: self.origins(ways.lens),
                ways,
                outcome: OnceLock::new(),
                sheet: OnceLock::new(),
            })
        };
        // Facts may be kept for long, and there are as many ways as days.
        if views.len() >= VIEWS && !views.contains_key(&ways) {
            views.clear();
        }
        let kept = Arc::clone(views.entry(ways).or_insert_with(make));
        Arc::new(View { facts: Arc::clone(self), kept })
    }
}

impl View {
    /// What the rules are asked about; `None` where nothing is counted.
    fn input(&self) -> Option<Input<'_>> {
        let counted = self.facts.counted.as_ref()?;
        Some(Input {
            key: &counted.key,
            accumulation: counted.accumulation,
            end: counted.end.as_ref(),
            lexicon: self.kept.ways.lexicon,
            claims: &self.kept.claims,
            attributions: self.facts.own(),
            origins: &self.kept.origins,
            exceptions: &self.facts.exceptions,
            as_of: self.kept.ways.as_of,
        })
    }

    fn required(&self) -> Result<Input<'_>> {
        let missing = || Error::broken("comparing claims", "nothing is counted");
        self.input().ok_or_else(missing)
    }

    /// The claims with a number, in the order of their ids.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.kept.claims
    }

    /// What was looked at.
    #[must_use]
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// How it was looked at.
    #[must_use]
    pub fn ways(&self) -> Ways {
        self.kept.ways
    }

    /// From whom each attribution has its claim.
    #[must_use]
    pub fn origins(&self) -> &Origins {
        &self.kept.origins
    }

    /// Computes what the comparison and the cross-references stand on, away from the threads that
    /// answer requests where it is much.
    pub async fn prepare(self: &Arc<Self>, needs: Needs) -> Result<()> {
        let view = Arc::clone(self);
        let ready = match needs {
            Needs::Comparison => self.kept.outcome.get().is_some(),
            Needs::CrossReferences => self.kept.sheet.get().is_some(),
        };
        if ready {
            return Ok(());
        }
        aside(self.facts.attributions.len(), move || {
            match needs {
                Needs::Comparison => drop(view.comparison()?),
                Needs::CrossReferences => drop(view.cross_references()),
            }
            Ok(())
        })
        .await
    }

    /// The answer for a statistic.
    pub fn comparison(&self) -> Result<Comparison<'_>> {
        let input = self.required()?;
        let outcome = self.kept.outcome.get_or_init(|| compare(&input).outcome());
        Ok(Comparison::of(Arc::clone(outcome), input))
    }

    /// Its claims against each other; `None` for a statement, which is compared with nothing.
    #[must_use]
    pub fn cross_references(&self) -> Option<CrossReferences<'_>> {
        let input = self.input()?;
        let sheet = self.kept.sheet.get_or_init(|| cross_references(&input).sheet());
        Some(CrossReferences::on(Arc::clone(sheet), input))
    }

    /// The verdicts in which each claim takes part with the others, in the order of their ids; those
    /// without any are left out. Pairs are not looked at.
    pub async fn verdicts(self: &Arc<Self>) -> Result<Vec<(Uuid, Vec<Verdict>)>> {
        let view = Arc::clone(self);
        aside(self.facts.attributions.len(), move || {
            let tallies = view.cross_references().map_or_else(Vec::new, |all| all.tallies());
            let verdicts =
                tallies.into_iter().map(|(claim, tally)| (claim, tally.verdicts().collect()));
            Ok(verdicts
                .filter(|(_, verdicts): &(Uuid, Vec<Verdict>)| !verdicts.is_empty())
                .collect())
        })
        .await
    }

    /// Who says what, and where; nothing where nothing is counted.
    pub fn roll(&self) -> Vec<Voiced> {
        self.input().map_or_else(Vec::new, |input| roll(&input))
    }

    /// Every claim by date and origin.
    pub fn timeline(&self, basis: TimeBasis) -> Result<Vec<TimelinePoint>> {
        Ok(timeline(&self.required()?, basis))
    }
}

/// How two claims relate, each in the group under which it stands.
#[must_use]
pub fn relate((one, a): (&View, Uuid), (other, b): (&View, Uuid)) -> Relation {
    // What was decided is known where its first claim is.
    let rules = [one, other].into_iter().filter_map(|view| view.facts.exceptions.between(a, b));
    let rules: Vec<&PairRule> = rules.collect();
    let exceptions = Exceptions::new(
        rules.iter().filter_map(|rule| rule.linked),
        rules.iter().filter_map(|rule| rule.overriding.clone()),
    );
    let all = [one.cross_references(), other.cross_references()];
    let sides = [(&all[0], a), (&all[1], b)].map(|(all, id)| all.as_ref()?.side(id));
    if let ([Some(a), Some(b)], Some(counted)) = (&sides, &one.facts.counted) {
        let context = Context { accumulation: counted.accumulation, exceptions: &exceptions };
        return relation::relate(a, b, &context);
    }
    let (judged, reason) = relate_statements(a, b, &exceptions);
    let origins = |view: &View, id| {
        view.origins().of_all(view.facts.of_claim(id).into_iter().map(|it| it.id))
    };
    let overridden = exceptions.between(a, b).is_some_and(|rule| rule.overriding.is_some());
    Relation {
        verdict: judged.verdict,
        code: judged.code,
        reason,
        gap: None,
        ratio: None,
        later: judged.later,
        same_origin: one_origin(&origins(one, a), &origins(other, b)),
        overridden: overridden.then_some((Verdict::NotComparable, RelationCode::NoNumber)),
        lexicon: one.kept.ways.lexicon,
    }
}
