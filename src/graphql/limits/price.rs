//! What each field of the schema costs, read once from the schema itself.
//!
//! Not from its SDL: async-graphql writes a quote in a deprecation, or three in a description, as
//! they are, and then cannot read it.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    indexmap::IndexMap,
    parser::types::OperationType,
    registry::{MetaField, MetaType, MetaTypeName, Registry},
};

use crate::app::candidate::CANDIDATES_MAX;

/// Items of a connection at the root when the request does not say.
const ROOT_PAGE: u64 = 50;
/// Items of a connection inside something else when the request does not say.
const NESTED_PAGE: u64 = 10;
/// Items we expect of a list that has no pages: aliases, authors, positions.
const PLAIN_LIST: u64 = 10;
/// Lists that have no pages and can be longer than usual, with the longest they can be.
const LONG_LISTS: [(&str, u64); 1] = [("extract", CANDIDATES_MAX as u64)];
/// How the names of connections end.
const CONNECTION: &str = "Connection";
/// The largest `Int`, for lists whose largest page we do not know.
const UNKNOWN_MOST: u64 = i32::MAX as u64;

/// How often what is asked inside a field is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Once.
    One,
    /// As often as a list without pages is usually long.
    List(u64),
    /// As often as the argument `ids` has entries.
    Ids,
    /// As often as `first` or `last` says.
    Page {
        /// The page when neither argument is given.
        default: u64,
        /// A larger page is refused by the resolver, so it costs no more than this.
        most: u64,
    },
    /// As often as the page says that it is part of: `nodes`, `edges`, `rows`.
    Item,
}

/// One field of the schema.
#[derive(Clone, Debug)]
pub(super) struct Price {
    /// The type of what it answers, when that has fields.
    pub returns: Option<String>,
    /// How many of them.
    pub size: Size,
}

/// Every field of the schema.
#[derive(Debug)]
pub(super) struct Prices {
    types: HashMap<String, HashMap<String, Price>>,
    /// Connections and their like: types whose lists are the items of one page.
    pages: HashSet<String>,
    query: String,
    /// `None` in a schema without mutations.
    mutation: Option<String>,
    /// `None` in a schema without subscriptions.
    subscription: Option<String>,
}

impl Prices {
    /// Reads the prices out of a schema; `page` is the largest page of a connection.
    pub(super) fn read(registry: &Registry, page: u64) -> Self {
        let schema = Schema { registry, pages: pages(registry), page };
        let composites = registry.types.iter().filter(|(_, ty)| ty.is_composite());
        let types = composites.map(|(name, ty)| {
            let fields = ty.fields().into_iter().flatten();
            let priced = fields.map(|(field, meta)| (field.clone(), schema.price(meta, name)));
            (name.clone(), priced.collect())
        });
        let mut all = Self {
            types: types.collect(),
            pages: schema.pages.clone(),
            query: registry.query_type.clone(),
            mutation: registry.mutation_type.clone(),
            subscription: registry.subscription_type.clone(),
        };
        all.add_introspection();
        all
    }

    /// The root type of an operation; empty if the schema has none, as validation will say.
    pub(super) fn root(&self, operation: OperationType) -> &str {
        match operation {
            OperationType::Query => &self.query,
            OperationType::Mutation => self.mutation.as_deref().unwrap_or_default(),
            OperationType::Subscription => self.subscription.as_deref().unwrap_or_default(),
        }
    }

    /// The price of a field; `None` for one that does not exist, as validation will say.
    pub(super) fn field(&self, ty: &str, field: &str) -> Option<&Price> {
        self.types.get(ty)?.get(field)
    }

    /// Whether a type is a page: a connection or its like.
    pub(super) fn is_page(&self, ty: &str) -> bool {
        self.pages.contains(ty)
    }

    /// The lists of introspection by their usual lengths. They multiply like any others: at a fixed
    /// price, `types { fields { type { fields ...` would answer more than memory holds.
    fn add_introspection(&mut self) {
        const FIELDS: [(&str, &str, &str, Size); 15] = [
            ("__Schema", "types", "__Type", Size::List(100)),
            ("__Schema", "queryType", "__Type", Size::One),
            ("__Schema", "mutationType", "__Type", Size::One),
            ("__Schema", "subscriptionType", "__Type", Size::One),
            ("__Schema", "directives", "__Directive", Size::List(5)),
            ("__Type", "fields", "__Field", Size::List(10)),
            ("__Type", "inputFields", "__InputValue", Size::List(10)),
            ("__Type", "possibleTypes", "__Type", Size::List(10)),
            ("__Type", "interfaces", "__Type", Size::List(2)),
            ("__Type", "enumValues", "__EnumValue", Size::List(5)),
            ("__Type", "ofType", "__Type", Size::One),
            ("__Field", "args", "__InputValue", Size::List(2)),
            ("__Field", "type", "__Type", Size::One),
            ("__InputValue", "type", "__Type", Size::One),
            ("__Directive", "args", "__InputValue", Size::List(2)),
        ];
        for (ty, field, returns, size) in FIELDS {
            let fields = self.types.entry(ty.to_owned()).or_default();
            fields.insert(field.to_owned(), Price { returns: Some(returns.to_owned()), size });
        }
        let query = self.types.entry(self.query.clone()).or_default();
        for (field, returns) in [("__schema", "__Schema"), ("__type", "__Type")] {
            let price = Price { returns: Some(returns.to_owned()), size: Size::One };
            query.insert(field.to_owned(), price);
        }
    }
}

/// Types that hold one page of a list: connections by name, and whatever a field with `first`
/// answers that is neither a list nor a thing with an id.
fn pages(registry: &Registry) -> HashSet<String> {
    let by_name = registry.types.keys().filter(|name| name.ends_with(CONNECTION)).cloned();
    let fields = registry.types.values().filter_map(MetaType::fields).flat_map(IndexMap::values);
    let by_argument = fields.filter_map(|field| {
        let (name, list) = named(&field.ty);
        let thing = registry.types.get(name)?.fields()?.contains_key("id");
        (is_paged(field) && !list && !thing).then(|| name.to_owned())
    });
    by_name.chain(by_argument).collect()
}

/// What the price of a field depends on besides the field.
struct Schema<'a> {
    registry: &'a Registry,
    pages: HashSet<String>,
    page: u64,
}

impl Schema<'_> {
    fn price(&self, field: &MetaField, ty: &str) -> Price {
        let (name, list) = named(&field.ty);
        let composite = self.registry.types.get(name).is_some_and(MetaType::is_composite);
        let most = if name.ends_with(CONNECTION) { self.page } else { UNKNOWN_MOST };
        let usual = if self.is_root(ty) { ROOT_PAGE } else { NESTED_PAGE };
        let size = if self.pages.contains(ty) && list {
            Size::Item
        } else if !composite {
            Size::One
        } else if self.pages.contains(name) || (list && is_paged(field)) {
            Size::Page { default: default_page(field).unwrap_or(usual), most }
        } else if list && field.args.contains_key("ids") {
            Size::Ids
        } else if list {
            let long = LONG_LISTS.iter().find(|(name, _)| self.is_root(ty) && *name == field.name);
            Size::List(long.map_or(PLAIN_LIST, |(_, most)| *most))
        } else {
            Size::One
        };
        Price { returns: composite.then(|| name.to_owned()), size }
    }

    fn is_root(&self, ty: &str) -> bool {
        let Registry { query_type, mutation_type, subscription_type, .. } = self.registry;
        query_type == ty
            || mutation_type.as_deref() == Some(ty)
            || subscription_type.as_deref() == Some(ty)
    }
}

fn is_paged(field: &MetaField) -> bool {
    field.args.contains_key("first") || field.args.contains_key("last")
}

/// The default that the schema gives `first`, if it does.
fn default_page(field: &MetaField) -> Option<u64> {
    field.args.get("first")?.default_value.as_ref()?.parse().ok()
}

/// The name at the heart of a type, and whether a list is around it.
fn named(ty: &str) -> (&str, bool) {
    (MetaTypeName::concrete_typename(ty), MetaTypeName::create(ty).is_list())
}
