//! What the fields of the schema lead to.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
};

/// The type of a field, without what concerns a table less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leads {
    /// The name of its type, or of that of its items.
    pub to: String,
    /// Whether it is a list.
    pub list: bool,
}

/// Fields by the names of their types.
type Types = HashMap<String, HashMap<String, Leads>>;

static TYPES: LazyLock<Types> = LazyLock::new(|| read(&crate::graphql::sdl()));

/// Where a field of a type leads; `None` where there is no such field in the text of the schema, as
/// `__typename`.
pub fn field(parent: &str, name: &str) -> Option<&'static Leads> {
    TYPES.get(parent)?.get(name)
}

fn read(sdl: &str) -> Types {
    let document = parse_schema(sdl).expect("the schema that this program prints can be read");
    let types = document.definitions.into_iter().filter_map(|definition| {
        let TypeSystemDefinition::Type(definition) = definition else { return None };
        let fields = match definition.node.kind {
            TypeKind::Object(object) => object.fields,
            TypeKind::Interface(interface) => interface.fields,
            TypeKind::Scalar
            | TypeKind::Union(_)
            | TypeKind::Enum(_)
            | TypeKind::InputObject(_) => return None,
        };
        let fields = fields.into_iter().map(|field| leads(field.node)).collect();
        Some((definition.node.name.node.to_string(), fields))
    });
    types.collect()
}

fn leads(field: FieldDefinition) -> (String, Leads) {
    fn base(ty: Type, list: bool) -> Leads {
        match ty.base {
            BaseType::Named(name) => Leads { to: name.to_string(), list },
            BaseType::List(items) => base(*items, true),
        }
    }
    (field.name.node.to_string(), base(field.ty.node, false))
}
