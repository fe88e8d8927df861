//! Attributions.

use entity::{attribution, claim};
use uuid::Uuid;

use super::whole::Subject;
use crate::{
    Result,
    store::{Read, part::Parts, record, search::SearchText},
};

impl Subject for attribution::Model {
    fn search_text(&self, _: &Parts) -> Option<SearchText> {
        None
    }

    async fn statistic(&self, db: &impl Read) -> Result<Option<Uuid>> {
        let claim = record::find::<claim::Model>(db, self.claim_id).await?;
        Ok(claim.and_then(|claim| claim.statistic_id))
    }
}
