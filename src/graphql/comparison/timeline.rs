//! Every claim by date and origin, ready to plot.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};

use super::{Origin, TimeBasis, position::count, relation::claim_of};
use crate::{
    app::comparison::View,
    domain::comparison,
    graphql::{
        claim::Claim, error::Result, quantity::Reading, scalar::PartialDate, vocab::Qualifier,
    },
};

/// One claim of one origin, at its date.
#[derive(Description)]
pub struct TimelinePoint {
    point: comparison::TimelinePoint,
    view: Arc<View>,
}

#[Object(use_type_description)]
impl TimelinePoint {
    /// When, by the basis that was asked for; null where nothing tells: such points come last.
    async fn date(&self) -> Option<PartialDate> {
        self.point.date.clone().map(PartialDate)
    }

    /// Who gives it.
    async fn origin(&self) -> Origin {
        Origin(self.point.origin)
    }

    /// The claim.
    async fn claim(&self, ctx: &Context<'_>) -> Result<Claim> {
        claim_of(ctx, Some(&self.view), self.point.claim).await
    }

    /// How the number was qualified.
    async fn qualifier(&self) -> Qualifier {
        self.point.figure.qualifier.into()
    }

    /// The number named; null where none was.
    async fn value(&self) -> Option<f64> {
        self.point.figure.value
    }

    /// The interval as which `CLAIMBASE_1` reads it.
    async fn reading(&self) -> Reading {
        Reading::from(&self.point.figure)
    }

    /// In how many places this origin gives it.
    async fn attribution_count(&self) -> i32 {
        count(self.point.attributions)
    }
}

/// The timeline of a statistic.
pub fn timeline(view: &Arc<View>, basis: TimeBasis) -> Result<Vec<TimelinePoint>> {
    let points = view.timeline(basis.into())?;
    let point = |point| TimelinePoint { point, view: Arc::clone(view) };
    Ok(points.into_iter().map(point).collect())
}
