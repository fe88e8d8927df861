//! What a list can be narrowed by, with how many are left: links, so that each narrowing has an address.

/// One thing by which a list can be narrowed.
pub struct Facet {
    /// What it is.
    pub name: &'static str,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// How many more can be chosen and are not shown; empty where all are.
    pub more: String,
}

/// One choice.
pub struct Choice {
    /// What it is called.
    pub name: String,
    /// How many are left by it; empty where nobody counted.
    pub count: String,
    /// The list so narrowed; of what is chosen, the list without it.
    pub href: String,
    /// Whether it is chosen.
    pub chosen: bool,
}
