//! What was said: claims with their attributions, where these come from, links between claims.

use entity::vocab::Confirmation;

use super::{Loader, Step, Stop, date};
use crate::{
    Error, Result,
    app::{
        attribution::{NewAttribution, NewQuote, Wording},
        claim::{self, QuantitySpec, RecordClaim, RecordedClaim},
        derivation::{self, NewDerivation, Parent},
        link::{self, NewLink},
        source::SourceRef,
        statistic::StatisticRef,
        whole::Recorded,
    },
    domain::record_id::Prefix,
    exchange::corpus::row::{Attribution, Claim, Entry, Fields, Link, Origin, Quantity},
};

impl Loader<'_> {
    pub(super) async fn claims(&mut self) -> Result<()> {
        for entry in &self.corpus.claims {
            self.claim(entry).await?;
        }
        Ok(())
    }

    /// Records a claim with its attributions. One that is refused is left out, so that those after
    /// it are looked at too.
    async fn claim(&mut self, entry: &Entry<Claim>) -> Result<()> {
        let mut attributed: Vec<&Entry<Attribution>> = Vec::new();
        let mut news = Vec::new();
        for attribution in &entry.row.attributions {
            match self.attribution(&attribution.row) {
                Ok(new) => {
                    attributed.push(attribution);
                    news.push(new);
                }
                Err(Stop::Silent) => {}
                Err(Stop::Because(error)) => {
                    let (file, key) = (&attribution.file, &attribution.key);
                    self.refuse(Prefix::Attribution, file, key, error)?;
                }
            }
        }
        while !news.is_empty() {
            let done = self.record(&entry.row, news.clone()).await;
            let refused = match &done {
                Err(Stop::Because(Error::Input { path, .. })) => attribution_at(path),
                _ => None,
            };
            match (done, refused) {
                (Err(Stop::Because(error)), Some(index)) if index < news.len() => {
                    let Entry { file, key, .. } = attributed.remove(index);
                    news.remove(index);
                    self.refuse(Prefix::Attribution, file, key, without_attribution(error))?;
                }
                (Ok(RecordedClaim { claim, attributions }), _) => {
                    for (attribution, recorded) in attributed.iter().zip(&attributions) {
                        let key = (Prefix::Attribution, attribution.key.clone());
                        self.known.insert(key, recorded.row.id);
                        self.count(Prefix::Attribution, recorded);
                    }
                    return self.settle(Prefix::Claim, entry, Ok(claim));
                }
                (Err(stop), _) => {
                    let done: Step<Recorded<entity::claim::Model>> = Err(stop);
                    return self.settle(Prefix::Claim, entry, done);
                }
            }
        }
        Ok(())
    }

    async fn record(&self, row: &Claim, attributions: Vec<NewAttribution>) -> Step<RecordedClaim> {
        let statistic = self.refer_maybe("statistic", Prefix::Statistic, row.statistic.as_ref())?;
        let new = RecordClaim {
            statistic: statistic.map(StatisticRef::Known),
            event: self.refer_maybe("event", Prefix::Event, row.event.as_ref())?,
            text: Some(row.text.clone()),
            quantity: row.quantity.as_ref().map(spec),
            as_of: date("asOf", row.as_of.as_ref())?,
            attributions,
            idempotency_key: None,
        };
        Ok(claim::import_in(self.txn, new).await?)
    }

    fn attribution(&self, row: &Attribution) -> Step<NewAttribution> {
        let quote = row.quote.as_ref().map(|exact| NewQuote {
            exact: exact.clone(),
            prefix: None,
            suffix: None,
            start: None,
            end: None,
            language: row.quote_language.clone(),
            translation: row.quote_translation.clone(),
        });
        let orphan = [
            ("quoteLanguage", row.quote_language.is_some()),
            ("quoteTranslation", row.quote_translation.is_some()),
        ];
        if let Some((field, _)) = orphan.into_iter().find(|(_, given)| *given && quote.is_none()) {
            let message = "there is no quote that this could be of: add quote, or leave it out";
            return Err(Error::invalid(field, message).into());
        }
        // The source last: when it is refused, nothing else is told.
        let said_on = date("saidOn", row.said_on.as_ref())?;
        let agent = self.agent("agent", row.agent.as_ref())?;
        let via = self.agents_of("via", &row.via)?;
        Ok(NewAttribution {
            source: SourceRef::Known(self.keyed("source", Prefix::Source, &row.source)?),
            agent,
            via,
            wording: Wording {
                quantity_text: row.quantity_text.clone(),
                quote,
                stance: row.stance,
                verb: row.verb.clone(),
                hedge: row.hedge,
                hedge_text: row.hedge_text.clone(),
                said_on,
                originality: row.originality,
                proposed: None,
            },
        })
    }

    pub(super) async fn derivations(&mut self) -> Result<()> {
        for entry in self.corpus.claims.iter().flat_map(|claim| &claim.row.attributions) {
            for (index, origin) in entry.row.derived_from.iter().enumerate() {
                match self.derivation(&entry.key, origin).await {
                    Ok(recorded) => self.count(Prefix::Derivation, &recorded),
                    Err(Stop::Silent) => {}
                    Err(Stop::Because(error)) => {
                        let error = error.within(index).within("derivedFrom");
                        self.refuse(Prefix::Attribution, &entry.file, &entry.key, error)?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn derivation(
        &self,
        key: &str,
        origin: &Origin,
    ) -> Step<Recorded<entity::derivation::Model>> {
        let parent = match (&origin.attribution, &origin.source) {
            (Some(key), None) => {
                Parent::Attribution(self.keyed("attribution", Prefix::Attribution, key)?)
            }
            (None, Some(key)) => Parent::Source(self.keyed("source", Prefix::Source, key)?),
            (Some(_), Some(_)) | (None, None) => {
                let message = "name the attribution or the source that it is derived from, one of \
                               the two";
                return Err(Error::invalid("", message).into());
            }
        };
        let new = NewDerivation {
            attribution: self.keyed("", Prefix::Attribution, key)?,
            parent,
            kind: origin.kind,
            confirmation: Confirmation::Confirmed,
            note: None,
        };
        Ok(derivation::derive_in(self.txn, new).await?)
    }

    pub(super) async fn links(&mut self) -> Result<()> {
        for entry in &self.corpus.links {
            let done = self.link(&entry.row).await;
            self.settle(Prefix::Link, entry, done)?;
        }
        Ok(())
    }

    async fn link(&self, row: &Link) -> Step<Recorded<entity::claim_link::Model>> {
        let new = NewLink {
            claim: self.keyed("from", Prefix::Claim, &row.from)?,
            other: self.keyed("to", Prefix::Claim, &row.to)?,
            kind: row.kind,
            confirmation: row.confirmation.unwrap_or(Confirmation::Confirmed),
            note: None,
        };
        Ok(link::link_in(self.txn, new).await?)
    }
}

fn spec(quantity: &Quantity) -> QuantitySpec {
    match quantity {
        Quantity::Words(text) => {
            QuantitySpec { text: text.clone(), qualifier: None, value: None, low: None, high: None }
        }
        Quantity::Fields(Fields { text, qualifier, value, low, high }) => QuantitySpec {
            text: text.clone(),
            qualifier: Some(*qualifier),
            value: *value,
            low: *low,
            high: *high,
        },
    }
}

/// The attribution that an error of the verb is about.
fn attribution_at(path: &[String]) -> Option<usize> {
    match path {
        [first, index, ..] if first == "attributions" => index.parse().ok(),
        _ => None,
    }
}

fn without_attribution(error: Error) -> Error {
    match error {
        Error::Input { problem, mut path, message } => {
            path.drain(..path.len().min(2));
            Error::Input { problem, path, message }
        }
        other => other,
    }
}
