//! Lines of JSON that hold a whole database: every record with its parts, and every revision.

mod batch;
mod check;
mod export;
mod import;
mod insert;
mod portable;
mod revision;

pub use export::{Counts, export};
pub use import::import;

/// Version of the format; a reader refuses another one.
pub const FORMAT: u32 = 1;

/// Does the same for each kind of record, in an order in which a record comes after the kinds that
/// it refers to.
macro_rules! each_kind {
    ($row:ident => $do:block) => {{
        macro_rules! of_kind {
            ($kind:ident) => {{
                type $row = entity::$kind::Model;
                $do
            }};
        }
        of_kind!(place);
        of_kind!(measure);
        of_kind!(agent);
        of_kind!(event);
        of_kind!(statistic);
        of_kind!(source);
        of_kind!(claim);
        of_kind!(attribution);
        of_kind!(derivation);
        of_kind!(claim_link);
        of_kind!(relation_override);
        of_kind!(assessment);
        of_kind!(finding);
        of_kind!(candidate_rejection);
    }};
}
pub(in crate::exchange) use each_kind;
