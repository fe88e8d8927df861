//! What one operation costs: a field 1, a list its page size times what is asked of each item.
//!
//! The cost is what the answer can hold at most: `@skip` and `@include` change nothing, and the
//! cases of an interface or a union are added up, although each item is only one of them, so that
//! the cost also bounds the work of validating the document.

use std::{cell::RefCell, collections::HashMap, convert::Infallible};

use async_graphql::{
    Name, Pos, Positioned, Value, Variables,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};

use super::price::{Price, Prices, Size};

/// The cost of a selection set.
#[derive(Clone, Copy, Default)]
struct Cost {
    /// What is answered once.
    once: u64,
    /// In a page: what is answered for each item.
    each: u64,
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.once = self.once.saturating_add(other.once);
        self.each = self.each.saturating_add(other.each);
    }
}

/// The list that an operation pays most for.
pub(super) struct Dearest<'a> {
    /// The way to it in the answer.
    pub path: Vec<&'a str>,
    /// The sizes of the lists on that way, outermost first.
    pub sizes: Vec<u64>,
    /// Where it is asked for.
    pub pos: Pos,
}

/// One operation's cost, and how it comes about.
pub(super) struct Bill<'a> {
    walk: Walk<'a>,
    operation: &'a Positioned<OperationDefinition>,
    total: u64,
}

impl<'a> Bill<'a> {
    /// Adds up an operation. Its document must have passed the limits of form, because a cycle of
    /// fragments would have no end here.
    pub(super) fn of(
        prices: &'a Prices,
        document: &'a ExecutableDocument,
        operation: &'a Positioned<OperationDefinition>,
        variables: &'a Variables,
    ) -> Self {
        let walk = Walk {
            prices,
            document,
            operation: &operation.node,
            variables,
            cap: u64::MAX,
            fragments: RefCell::default(),
        };
        let total = walk.total();
        Self { walk, operation, total }
    }

    /// The cost.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Where the operation begins.
    pub(super) fn pos(&self) -> Pos {
        self.operation.pos
    }

    /// The list at the end of the dearest way through the lists; `None` without any list.
    pub(super) fn dearest(&self) -> Option<Dearest<'a>> {
        let root = self.walk.prices.root(self.operation.node.ty);
        let (mut way, mut sizes, mut found) = (Vec::new(), Vec::new(), None);
        let mut at = self.walk.dearest_field(&self.operation.node.selection_set.node, root);
        while let Some((field, ty)) = at {
            way.push(field.node.response_key().node.as_str());
            let price = self.walk.prices.field(ty, &field.node.name.node);
            if let Some(size) = price.and_then(|price| self.walk.list_size(price, &field.node)) {
                sizes.push(size);
                found = Some((way.len(), field.pos));
            }
            let returns = price.and_then(|price| price.returns.as_deref()).unwrap_or_default();
            at = self.walk.dearest_field(&field.node.selection_set.node, returns);
        }
        let (length, pos) = found?;
        way.truncate(length);
        Some(Dearest { path: way, sizes, pos })
    }

    /// The largest page that every paged list may have for the whole to fit, and what it costs
    /// then; `None` if smaller pages are no mend.
    pub(super) fn page_that_fits(&self, limit: u64) -> Option<(u64, u64)> {
        let with = |cap| Walk { cap, fragments: RefCell::default(), ..self.walk }.total();
        let (mut fits, mut over) = (0, u64::from(u32::MAX));
        while over - fits > 1 {
            let middle = u64::midpoint(fits, over);
            if with(middle) <= limit {
                fits = middle;
            } else {
                over = middle;
            }
        }
        (fits > 0).then(|| (fits, with(fits)))
    }
}

struct Walk<'a> {
    prices: &'a Prices,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    /// No page is counted larger than this.
    cap: u64,
    /// Each fragment is added up once, or nested fragments would take exponential time.
    fragments: RefCell<HashMap<&'a str, Cost>>,
}

impl<'a> Walk<'a> {
    fn total(&self) -> u64 {
        let root = self.prices.root(self.operation.ty);
        let cost = self.set(&self.operation.selection_set.node, root);
        cost.once.saturating_add(cost.each)
    }

    fn set(&self, set: &'a SelectionSet, ty: &'a str) -> Cost {
        let mut cost = Cost::default();
        for selection in &set.items {
            cost.add(self.selection(&selection.node, ty));
        }
        cost
    }

    fn selection(&self, selection: &'a Selection, ty: &'a str) -> Cost {
        match selection {
            Selection::Field(field) => self.field(&field.node, ty),
            Selection::InlineFragment(fragment) => {
                let on = fragment.node.type_condition.as_ref();
                let ty = on.map_or(ty, |on| on.node.on.node.as_str());
                self.set(&fragment.node.selection_set.node, ty)
            }
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
        }
    }

    fn fragment(&self, name: &'a str) -> Cost {
        if let Some(&cost) = self.fragments.borrow().get(name) {
            return cost;
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Cost::default();
        };
        let ty = fragment.node.type_condition.node.on.node.as_str();
        let cost = self.set(&fragment.node.selection_set.node, ty);
        self.fragments.borrow_mut().insert(name, cost);
        cost
    }

    fn field(&self, field: &'a Field, ty: &str) -> Cost {
        let Some(price) = self.prices.field(ty, &field.name.node) else {
            let inner = self.set(&field.selection_set.node, "");
            return Cost { once: inner.once.saturating_add(inner.each).saturating_add(1), each: 0 };
        };
        let returns = price.returns.as_deref().unwrap_or_default();
        let inner = self.set(&field.selection_set.node, returns);
        let times = self.list_size(price, field).unwrap_or(1);
        let below = if self.prices.is_page(returns) {
            inner.once.saturating_add(inner.each.saturating_mul(times))
        } else {
            inner.once.saturating_add(inner.each).saturating_mul(times)
        };
        let cost = below.saturating_add(1);
        match price.size {
            Size::Item => Cost { once: 0, each: cost },
            Size::One | Size::List(_) | Size::Ids | Size::Page { .. } => {
                Cost { once: cost, each: 0 }
            }
        }
    }

    /// How many items a field answers; `None` if it is no list of its own.
    fn list_size(&self, price: &Price, field: &Field) -> Option<u64> {
        match price.size {
            Size::One | Size::Item => None,
            Size::List(length) => Some(length),
            Size::Ids => Some(self.argument(field, "ids").map_or(0, |ids| match ids {
                Value::List(ids) => ids.len() as u64,
                _ => 1,
            })),
            Size::Page { default, most } => Some(self.page(field, default, most).min(self.cap)),
        }
    }

    /// The page asked for. What is no page size, such as -1, counts as the largest page: whatever
    /// the resolver makes of it, it cannot be more.
    fn page(&self, field: &Field, default: u64, most: u64) -> u64 {
        let asked = ["first", "last"].into_iter().filter_map(|name| self.argument(field, name));
        asked
            .map(|value| whole(&value).map_or(most, |page| page.min(most)))
            .max()
            .unwrap_or(default)
    }

    /// The value of an argument, variables looked up; `None` when it is not given or null.
    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        let Ok(value) = field.get_argument(name)?.node.clone().into_const_with(|name| {
            Ok::<_, Infallible>(self.variable(&name).cloned().unwrap_or_default())
        });
        (value != Value::Null).then_some(value)
    }

    fn variable(&self, name: &Name) -> Option<&'a Value> {
        self.variables.get(name).or_else(|| {
            let mut definitions = self.operation.variable_definitions.iter();
            let definition = definitions.find(|definition| definition.node.name.node == *name)?;
            definition.node.default_value()
        })
    }

    /// The field of a selection set that costs most, and the type it is a field of.
    fn dearest_field(
        &self,
        set: &'a SelectionSet,
        ty: &'a str,
    ) -> Option<(&'a Positioned<Field>, &'a str)> {
        let dearest = set.items.iter().max_by_key(|selection| {
            let cost = self.selection(&selection.node, ty);
            cost.each.max(cost.once)
        })?;
        match &dearest.node {
            Selection::Field(field) => Some((field, ty)),
            Selection::InlineFragment(fragment) => {
                let on = fragment.node.type_condition.as_ref();
                let ty = on.map_or(ty, |on| on.node.on.node.as_str());
                self.dearest_field(&fragment.node.selection_set.node, ty)
            }
            Selection::FragmentSpread(spread) => {
                let fragment = self.document.fragments.get(&spread.node.fragment_name.node)?;
                let ty = fragment.node.type_condition.node.on.node.as_str();
                self.dearest_field(&fragment.node.selection_set.node, ty)
            }
        }
    }
}

/// A number that can be a page size.
fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}
