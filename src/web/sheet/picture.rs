//! What of a statistic is drawn.

use std::collections::{BTreeSet, HashMap};

use super::{Names, Sheet};
use crate::{
    Result,
    domain::{
        comparison::{self, Position, TimeBasis, TimelinePoint},
        origin::Origin,
        relation::{Verdict, figure_words},
    },
    store::Read,
    web::{
        chart::{Chart, Mark, Point, Row},
        words,
    },
};

/// How much is drawn at most.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// Rows, one for each origin.
    pub rows: usize,
    /// Points of the view over time.
    pub points: usize,
}

/// What is drawn in a page, which has other things to show.
pub const IN_PAGE: Most = Most { rows: 40, points: 120 };
/// What is drawn in a file of its own.
pub const ALONE: Most = Most { rows: 200, points: 1_000 };

/// Earlier figures of one origin at most, the newest.
const OTHERS: usize = 24;
/// Positions that repeat each other at most, before who said it first is left open.
const REPEATING: usize = 100;

impl Sheet {
    /// What is drawn of it.
    pub async fn chart(&self, db: &impl Read, most: Most) -> Result<Chart> {
        let at = self.ask.known_at;
        let shown: Vec<usize> = self.order.iter().copied().take(most.rows).collect();
        let mut points = self.view.timeline(TimeBasis::SaidOn)?;
        let undated = points.iter().filter(|point| point.date.is_none()).count();
        let others = others(&points);
        points.truncate(points.len() - undated);
        let mut drawn = BTreeSet::new();
        // What looks the same on the same day is drawn once.
        points.retain(|point| {
            let day = point.date.as_ref().map(|date| (date.earliest(), date.latest()));
            drawn.insert((day, point.origin.is_known(), point.figure.key()))
        });
        let further_points = points.len().saturating_sub(most.points);
        points.truncate(most.points);
        let positions = &self.outcome.positions;
        let origins = shown.iter().map(|&place| positions[place].said.origin);
        let names = Names::load(db, origins.chain(points.iter().map(|it| it.origin)), at).await?;
        let texts = self.texts();
        let repeats = self.repeats()?;
        let row = |&place: &usize| {
            let position = &positions[place];
            let said = &position.said;
            let mark = Mark::of(&said.figure);
            let mut others = others.get(&said.origin).cloned().unwrap_or_default();
            // Other words for the same number are no other number.
            others.retain(|other| *other != mark && (other.dot.is_none() || other.dot != mark.dot));
            Row {
                name: names.short(said.origin),
                known: said.origin.is_known(),
                figure: figure_words(
                    &said.figure,
                    texts.get(&said.claim_id).map_or("", |text| text),
                ),
                detail: detail(position),
                mark,
                repeats: repeats.contains(&place),
                others,
            }
        };
        let point = |point: TimelinePoint| {
            Some(Point {
                date: point.date?,
                name: names.of(point.origin),
                known: point.origin.is_known(),
                figure: texts.get(&point.claim).map_or("", |text| text).to_owned(),
                mark: Mark::of(&point.figure),
                named: comparison::named(&point.figure),
            })
        };
        Ok(Chart {
            title: self.statistic.title.clone(),
            summary: words::sentence(&self.outcome.summary),
            unit: self.measure.unit.clone(),
            integral: self.measure.integral,
            lexicon: self.ask.lexicon,
            rows: shown.iter().map(row).collect(),
            further: positions.len() - shown.len(),
            points: points.into_iter().filter_map(point).collect(),
            undated,
            further_points,
            notes: self.notes(),
        })
    }

    /// The quantity of each claim as it was worded.
    fn texts(&self) -> HashMap<uuid::Uuid, &str> {
        self.view.claims().iter().map(|claim| (claim.id, claim.quantity.text.as_str())).collect()
    }

    /// The positions that only repeat one that was said before.
    fn repeats(&self) -> Result<Vec<usize>> {
        let outcome = &self.outcome;
        let repeating = (0..outcome.positions.len())
            .filter(|&place| outcome.tallies[place].of(Verdict::Repeats) > 0);
        let mut repeating: Vec<usize> = repeating.take(REPEATING).collect();
        if repeating.is_empty() {
            return Ok(repeating);
        }
        let comparison = self.view.comparison()?;
        let said = |place: usize| &outcome.positions[place].said;
        repeating.sort_by_key(|&place| {
            let when = said(place).when;
            let day = when.said.or(when.as_of).map(|days| days.last);
            (day.is_none(), day, place)
        });
        let repeats = |earlier: usize, later: usize| {
            let relation = comparison.relation(said(earlier), said(later));
            relation.verdict == Verdict::Repeats
        };
        let again = repeating
            .iter()
            .enumerate()
            .filter(|&(at, &later)| repeating[..at].iter().any(|&earlier| repeats(earlier, later)));
        Ok(again.map(|(_, &place)| place).collect())
    }
}

/// What each origin said, each mark once, the newest last.
fn others(points: &[TimelinePoint]) -> HashMap<Origin, Vec<Mark>> {
    let mut others: HashMap<Origin, Vec<Mark>> = HashMap::new();
    for point in points.iter().rev().filter(|point| point.figure.comparable()) {
        let mark = Mark::of(&point.figure);
        let known = others.entry(point.origin).or_default();
        if known.len() < OTHERS && !known.contains(&mark) {
            known.push(mark);
        }
    }
    for known in others.values_mut() {
        known.reverse();
    }
    others
}

fn detail(position: &Position) -> String {
    let Position { as_of, attributions, sources, .. } = position;
    let said = match (*attributions, *sources) {
        (1, _) => "said once".to_owned(),
        (many, 1) => format!("said {} times in 1 source", words::plain(many)),
        (many, sources) if many == sources => format!("in {}", words::counted(sources, "source")),
        (many, sources) => {
            format!("said {} times in {}", words::plain(many), words::counted(sources, "source"))
        }
    };
    match as_of {
        Some(date) => format!("{said}, {}", words::date(date.as_str())),
        None => format!("{said}, undated"),
    }
}
