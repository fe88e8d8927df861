//! Where a claim comes from: its attributions, and what they take it from, down to the roots.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_graphql::{Context, Description, Object, SimpleObject};
use entity::claim;
use uuid::Uuid;

use super::{Origin, memo};
use crate::{
    app::comparison::{Edge, View, Ways},
    domain::origin::{self, Parent},
    graphql::{
        attribution::Attribution, context::ContextExt as _, derivation::Derivation, error::Result,
        source::Source,
    },
};

/// Where a claim comes from: the graph of confirmed derivations from its attributions down to the
/// roots. It is empty for a retracted claim.
#[derive(SimpleObject)]
pub struct Provenance {
    /// The claim's attributions, and all to which their derivations lead; the claim's own first.
    nodes: Vec<ProvenanceNode>,
    /// The derivations between them.
    edges: Vec<ProvenanceEdge>,
}

/// A place from which a claim is taken.
#[derive(Clone, Description)]
pub struct ProvenanceNode {
    place: Parent,
    root: bool,
    circular: bool,
    view: Arc<View>,
}

#[Object(use_type_description)]
impl ProvenanceNode {
    /// The place; null where only the document is known.
    async fn attribution(&self, ctx: &Context<'_>) -> Result<Option<Attribution>> {
        match self.place {
            Parent::Attribution(id) => Ok(Some(Attribution(ctx.record(id).await?))),
            Parent::Source(_) => Ok(None),
        }
    }

    /// The document.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        let id = match self.place {
            Parent::Attribution(id) => {
                ctx.record::<entity::attribution::Model>(id).await?.source_id
            }
            Parent::Source(id) => id,
        };
        Ok(Source(ctx.record(id).await?))
    }

    /// Whether the trail ends here: it takes the claim from nothing on record.
    async fn is_root(&self) -> bool {
        self.root
    }

    /// Whether it takes the claim from itself in the end: circular reporting.
    async fn is_circular(&self) -> bool {
        self.circular
    }

    /// The origins that it rests on; empty where it does not assert the claim, and where only the
    /// document is known.
    async fn origins(&self) -> Vec<Origin> {
        match self.place {
            Parent::Attribution(id) => {
                self.view.origins().of(id).iter().copied().map(Origin).collect()
            }
            Parent::Source(_) => Vec::new(),
        }
    }
}

/// One step of the trail.
#[derive(Clone, Copy, SimpleObject)]
#[graphql(complex)]
pub struct ProvenanceEdge {
    /// The place in nodes of what takes the claim.
    from: i32,
    /// The place in nodes of what it is taken from.
    to: i32,
    #[graphql(skip)]
    id: Uuid,
}

#[async_graphql::ComplexObject]
impl ProvenanceEdge {
    /// The record that says so: how it was taken, and who stands behind it.
    async fn derivation(&self, ctx: &Context<'_>) -> Result<Derivation> {
        Ok(Derivation(ctx.record(self.id).await?))
    }
}

/// Where a claim comes from.
pub async fn provenance(ctx: &Context<'_>, row: &claim::Model) -> Result<Provenance> {
    let subject = memo::group_of_claim(ctx, row).await?;
    let view = memo::view(ctx, subject, Ways::default()).await?;
    Ok(trail(&view, row.id))
}

fn trail(view: &Arc<View>, claim: Uuid) -> Provenance {
    let facts = view.facts();
    let mut up: BTreeMap<Uuid, Vec<Edge>> = BTreeMap::new();
    for edge in &facts.edges {
        up.entry(edge.derivation.child).or_default().push(*edge);
    }
    let mut places: Vec<Parent> =
        facts.of_claim(claim).iter().map(|it| Parent::Attribution(it.id)).collect();
    let mut number: BTreeMap<Parent, usize> =
        places.iter().copied().enumerate().map(|(at, place)| (place, at)).collect();
    let mut edges = Vec::new();
    let mut at = 0;
    while let Some(&place) = places.get(at) {
        let from = match place {
            Parent::Attribution(id) => up.get(&id).map_or(&[][..], Vec::as_slice),
            Parent::Source(_) => &[],
        };
        for edge in from {
            let origin::Derivation { parent, .. } = edge.derivation;
            // A parent that was retracted, or whose claim was, is as if it were not there.
            if matches!(parent, Parent::Attribution(id) if facts.attribution(id).is_none()) {
                continue;
            }
            let to = *number.entry(parent).or_insert_with(|| {
                places.push(parent);
                places.len() - 1
            });
            edges.push((at, to, edge.id));
        }
        at += 1;
    }
    let derived: BTreeSet<usize> = edges.iter().map(|&(from, _, _)| from).collect();
    let rings = &view.origins().rings;
    let circular: BTreeSet<Uuid> = rings.iter().flat_map(|ring| ring.members.clone()).collect();
    let nodes = places.into_iter().enumerate().map(|(at, place)| ProvenanceNode {
        place,
        root: !derived.contains(&at),
        circular: matches!(place, Parent::Attribution(id) if circular.contains(&id)),
        view: Arc::clone(view),
    });
    let number = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
    Provenance {
        nodes: nodes.collect(),
        edges: edges
            .into_iter()
            .map(|(from, to, id)| ProvenanceEdge { from: number(from), to: number(to), id })
            .collect(),
    }
}
