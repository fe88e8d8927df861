//! Who is asking: the key in `Authorization`, and what comes of a wrong one.

use std::net::IpAddr;

use actix_web::{
    HttpRequest,
    http::header::{AUTHORIZATION, HeaderMap},
};

use super::{State, rate::Caller, refusal::Refusal};
use crate::{
    app::{Actor, key},
    error::Code,
};

/// A key as it was sent. Not printable, so that it cannot end in a log or a message.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Reads `Bearer KEY`.
    pub fn parse(header: &str) -> Result<Self, Refusal> {
        let key = match header.trim().split_once(' ') {
            Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer") => key.trim(),
            _ => "",
        };
        if key.is_empty() || key.len() > 512 || key.contains(|c: char| !c.is_ascii_graphic()) {
            return Err(Refusal::new(
                Code::Unauthenticated,
                "the Authorization is not a key: send Authorization: Bearer KEY",
            ));
        }
        Ok(Self(key.to_owned()))
    }

    /// The key of a request; `None` when it has none.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, Refusal> {
        let mut values = headers.get_all(AUTHORIZATION);
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => Self::parse(value.to_str().unwrap_or_default()).map(Some),
            (Some(_), Some(_)) => Self::parse("").map(Some),
        }
    }
}

impl State {
    /// Lets a request in, or says why not: its key, whether it needs one, and its rate.
    pub async fn enter(&self, request: &HttpRequest) -> Result<Actor, Refusal> {
        let address = self.address(request);
        match Secret::of(request.headers()) {
            Ok(secret) => self.identify(secret.as_ref(), address).await,
            Err(refusal) => {
                self.rate.count(Caller::address(address))?;
                Err(refusal)
            }
        }
    }

    /// Who has this key. A wrong key counts for the address that tries it.
    pub async fn identify(
        &self,
        secret: Option<&Secret>,
        address: IpAddr,
    ) -> Result<Actor, Refusal> {
        let actor = self.look_up(secret).await;
        self.count(actor.as_ref().unwrap_or(&Actor::Anonymous), address)?;
        actor
    }

    /// Who has this key now, uncounted: it may have been revoked a moment ago.
    pub async fn look_up(&self, secret: Option<&Secret>) -> Result<Actor, Refusal> {
        match secret {
            Some(Secret(secret)) => {
                let (secret, now) = (secret.clone(), self.session.now());
                let found = self.ask(async move |db| key::authenticate(&db, &secret, now).await);
                Ok(Actor::Key(found.await?))
            }
            None if self.settings.private => Err(Refusal::new(
                Code::Unauthenticated,
                "this server is private: send a key as Authorization: Bearer KEY",
            )),
            None => Ok(Actor::Anonymous),
        }
    }

    /// Whether this key has been revoked or has ended since it was let in.
    pub async fn is_shut_out(&self, secret: Option<&Secret>) -> bool {
        let known = self.look_up(secret).await;
        known.is_err_and(|refusal| refusal.code == Code::Unauthenticated)
    }

    /// Counts one more request of somebody who is in.
    pub fn count(&self, actor: &Actor, address: IpAddr) -> Result<(), Refusal> {
        self.rate.count(match actor.viewer() {
            Some(viewer) => Caller::Key(viewer.key_id),
            None => Caller::address(address),
        })
    }

    /// Where a request comes from.
    pub fn address(&self, request: &HttpRequest) -> IpAddr {
        let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
        if !self.settings.behind_proxy {
            return peer;
        }
        // Only the last entry was written by the proxy; those before it are the client's word.
        let forwarded = request.headers().get_all("x-forwarded-for").last();
        forwarded
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.rsplit(',').next())
            .and_then(|value| value.trim().parse().ok())
            .unwrap_or(peer)
    }
}
