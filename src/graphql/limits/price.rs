//! What each field of the schema costs, read once from the schema's SDL.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Value,
    parser::{
        self, parse_schema,
        types::{BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition},
    },
};

/// Items of a connection at the root when the request does not say.
const ROOT_PAGE: u64 = 50;
/// Items of a connection inside something else when the request does not say.
const NESTED_PAGE: u64 = 10;
/// Items we expect of a list that has no pages: aliases, authors, positions.
const PLAIN_LIST: u64 = 10;
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
    mutation: String,
    subscription: String,
}

impl Prices {
    /// Reads the prices out of a schema; `page` is the largest page of a connection.
    ///
    /// # Errors
    ///
    /// The SDL does not parse.
    pub(super) fn read(sdl: &str, page: u64) -> Result<Self, parser::Error> {
        let document = parse_schema(sdl)?;
        let mut prices = Self {
            types: HashMap::new(),
            pages: HashSet::new(),
            query: "Query".to_owned(),
            mutation: "Mutation".to_owned(),
            subscription: "Subscription".to_owned(),
        };
        let mut fields: HashMap<&str, Vec<&FieldDefinition>> = HashMap::new();
        for definition in &document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let roots = [
                        (&mut prices.query, &schema.node.query),
                        (&mut prices.mutation, &schema.node.mutation),
                        (&mut prices.subscription, &schema.node.subscription),
                    ];
                    for (root, name) in roots {
                        if let Some(name) = name {
                            *root = name.node.to_string();
                        }
                    }
                }
                TypeSystemDefinition::Type(ty) => {
                    let definitions = match &ty.node.kind {
                        TypeKind::Object(object) => object.fields.as_slice(),
                        TypeKind::Interface(interface) => interface.fields.as_slice(),
                        TypeKind::Union(_) => &[],
                        TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => continue,
                    };
                    let known = fields.entry(ty.node.name.node.as_str()).or_default();
                    known.extend(definitions.iter().map(|field| &field.node));
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        prices.pages = pages(&fields);
        for (&name, definitions) in &fields {
            let root = [&prices.query, &prices.mutation, &prices.subscription]
                .iter()
                .any(|root| root.as_str() == name);
            let priced = definitions.iter().map(|field| {
                (
                    field.name.node.to_string(),
                    price(field, name, root, &prices.pages, &fields, page),
                )
            });
            prices.types.insert(name.to_owned(), priced.collect());
        }
        prices.add_introspection();
        Ok(prices)
    }

    /// The root type of an operation.
    pub(super) fn root(&self, operation: OperationType) -> &str {
        match operation {
            OperationType::Query => &self.query,
            OperationType::Mutation => &self.mutation,
            OperationType::Subscription => &self.subscription,
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

    /// Introspection is not in the SDL. Its lists multiply like any others: unpriced,
    /// `types { fields { type { fields ...` would answer more than memory holds.
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
fn pages(fields: &HashMap<&str, Vec<&FieldDefinition>>) -> HashSet<String> {
    let by_name = fields.keys().filter(|name| name.ends_with("Connection")).copied();
    let by_argument = fields.values().flatten().filter_map(|field| {
        let (name, list) = named(&field.ty.node);
        let thing = fields.get(name)?.iter().any(|field| field.name.node == "id");
        (pages_by(field).is_some() && !list && !thing).then_some(name)
    });
    by_name.chain(by_argument).map(str::to_owned).collect()
}

fn price(
    field: &FieldDefinition,
    ty: &str,
    root: bool,
    pages: &HashSet<String>,
    fields: &HashMap<&str, Vec<&FieldDefinition>>,
    page: u64,
) -> Price {
    let (name, list) = named(&field.ty.node);
    let returns = fields.contains_key(name).then(|| name.to_owned());
    let most = if name.ends_with("Connection") { page } else { UNKNOWN_MOST };
    let default = match pages_by(field) {
        Some(Some(default)) => default,
        _ if root => ROOT_PAGE,
        _ => NESTED_PAGE,
    };
    let size = if pages.contains(ty) && list {
        Size::Item
    } else if returns.is_none() {
        Size::One
    } else if pages.contains(name) || (list && pages_by(field).is_some()) {
        Size::Page { default, most }
    } else if list && field.arguments.iter().any(|argument| argument.node.name.node == "ids") {
        Size::Ids
    } else if list {
        Size::List(PLAIN_LIST)
    } else {
        Size::One
    };
    Price { returns, size }
}

/// `Some` if the field takes `first` or `last`; inside, the default of `first`, if it has one.
fn pages_by(field: &FieldDefinition) -> Option<Option<u64>> {
    let argument = |name: &str| {
        field.arguments.iter().map(|argument| &argument.node).find(|it| it.name.node == name)
    };
    let first = argument("first");
    first.or_else(|| argument("last"))?;
    let default = first.and_then(|first| first.default_value.as_ref());
    Some(default.and_then(|default| whole(&default.node)))
}

/// A number that can be a page size.
pub(super) fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

/// The name at the heart of a type, and whether a list is around it.
fn named(ty: &Type) -> (&str, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.as_str(), false),
        BaseType::List(inner) => (named(inner).0, true),
    }
}
