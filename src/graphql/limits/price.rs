//! What each field of the schema costs, read once from the schema's SDL.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Value,
    parser::{
        self, parse_schema,
        types::{
            BaseType, FieldDefinition, InputValueDefinition, OperationType, SchemaDefinition, Type,
            TypeDefinition, TypeKind, TypeSystemDefinition,
        },
    },
};

/// Items of a connection at the root when the request does not say.
const ROOT_PAGE: u64 = 50;
/// Items of a connection inside something else when the request does not say.
const NESTED_PAGE: u64 = 10;
/// Items we expect of a list that has no pages: aliases, authors, positions.
const PLAIN_LIST: u64 = 10;
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
    roots: Roots,
}

impl Prices {
    /// Reads the prices out of a schema; `page` is the largest page of a connection.
    ///
    /// # Errors
    ///
    /// The SDL does not parse.
    pub(super) fn read(sdl: &str, page: u64) -> Result<Self, parser::Error> {
        let document = parse_schema(sdl)?;
        let mut roots = Roots::default();
        let mut fields = Fields::new();
        for definition in &document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => roots.read(&schema.node),
                TypeSystemDefinition::Type(ty) => read_type(&ty.node, &mut fields),
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        let pages = pages(&fields);
        let schema = Schema { fields: &fields, pages: &pages, page };
        let mut types = HashMap::new();
        for (&name, definitions) in &fields {
            let of = definitions
                .iter()
                .map(|field| (field.name.node.to_string(), schema.price(field, name, &roots)));
            types.insert(name.to_owned(), of.collect());
        }
        let mut prices = Self { types, pages, roots };
        prices.add_introspection();
        Ok(prices)
    }

    /// The root type of an operation.
    pub(super) fn root(&self, operation: OperationType) -> &str {
        match operation {
            OperationType::Query => &self.roots.query,
            OperationType::Mutation => &self.roots.mutation,
            OperationType::Subscription => &self.roots.subscription,
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
        let query = self.types.entry(self.roots.query.clone()).or_default();
        for (field, returns) in [("__schema", "__Schema"), ("__type", "__Type")] {
            let price = Price { returns: Some(returns.to_owned()), size: Size::One };
            query.insert(field.to_owned(), price);
        }
    }
}

/// The names of the root types.
#[derive(Debug)]
struct Roots {
    query: String,
    mutation: String,
    subscription: String,
}

impl Default for Roots {
    fn default() -> Self {
        Self {
            query: "Query".to_owned(),
            mutation: "Mutation".to_owned(),
            subscription: "Subscription".to_owned(),
        }
    }
}

impl Roots {
    fn read(&mut self, schema: &SchemaDefinition) {
        let names = [
            (&mut self.query, &schema.query),
            (&mut self.mutation, &schema.mutation),
            (&mut self.subscription, &schema.subscription),
        ];
        for (root, name) in names {
            if let Some(name) = name {
                *root = name.node.to_string();
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        [&self.query, &self.mutation, &self.subscription].iter().any(|root| root.as_str() == name)
    }
}

/// The fields of every type that has some; of a union, none.
type Fields<'a> = HashMap<&'a str, Vec<&'a FieldDefinition>>;

fn read_type<'a>(ty: &'a TypeDefinition, fields: &mut Fields<'a>) {
    let definitions = match &ty.kind {
        TypeKind::Object(object) => object.fields.as_slice(),
        TypeKind::Interface(interface) => interface.fields.as_slice(),
        TypeKind::Union(_) => &[],
        TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => return,
    };
    let known = fields.entry(ty.name.node.as_str()).or_default();
    known.extend(definitions.iter().map(|field| &field.node));
}

/// Types that hold one page of a list: connections by name, and whatever a field with `first`
/// answers that is neither a list nor a thing with an id.
fn pages(fields: &Fields<'_>) -> HashSet<String> {
    let by_name = fields.keys().filter(|name| name.ends_with(CONNECTION)).copied();
    let by_argument = fields.values().flatten().filter_map(|field| {
        let (name, list) = named(&field.ty.node);
        let thing = fields.get(name)?.iter().any(|field| field.name.node == "id");
        (is_paged(field) && !list && !thing).then_some(name)
    });
    by_name.chain(by_argument).map(str::to_owned).collect()
}

/// What the price of a field depends on besides the field.
struct Schema<'a> {
    fields: &'a Fields<'a>,
    pages: &'a HashSet<String>,
    page: u64,
}

impl Schema<'_> {
    fn price(&self, field: &FieldDefinition, ty: &str, roots: &Roots) -> Price {
        let (name, list) = named(&field.ty.node);
        let returns = self.fields.contains_key(name).then(|| name.to_owned());
        let most = if name.ends_with(CONNECTION) { self.page } else { UNKNOWN_MOST };
        let usual = if roots.has(ty) { ROOT_PAGE } else { NESTED_PAGE };
        let size = if self.pages.contains(ty) && list {
            Size::Item
        } else if returns.is_none() {
            Size::One
        } else if self.pages.contains(name) || (list && is_paged(field)) {
            Size::Page { default: default_page(field).unwrap_or(usual), most }
        } else if list && argument(field, "ids").is_some() {
            Size::Ids
        } else if list {
            Size::List(PLAIN_LIST)
        } else {
            Size::One
        };
        Price { returns, size }
    }
}

fn is_paged(field: &FieldDefinition) -> bool {
    argument(field, "first").or_else(|| argument(field, "last")).is_some()
}

/// The default that the schema gives `first`, if it does.
fn default_page(field: &FieldDefinition) -> Option<u64> {
    whole(&argument(field, "first")?.default_value.as_ref()?.node)
}

fn argument<'a>(field: &'a FieldDefinition, name: &str) -> Option<&'a InputValueDefinition> {
    field.arguments.iter().map(|argument| &argument.node).find(|it| it.name.node == name)
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
