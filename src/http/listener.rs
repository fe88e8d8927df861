//! The addresses we listen on.

use std::{
    io,
    net::{SocketAddr, TcpListener, ToSocketAddrs},
    time::Duration,
};

use super::Settings;
use crate::{Error, Result};

/// An address that is ours, before anything is served on it.
#[derive(Debug)]
pub struct Listener(Vec<TcpListener>);

impl Listener {
    /// Takes the address, or says in a sentence why not.
    pub fn bind(settings: &Settings) -> Result<Self> {
        let listen = &settings.listen;
        let bad = |message: String| Error::invalid("listen", message);
        let addresses: Vec<SocketAddr> = listen
            .to_socket_addrs()
            .map_err(|_| bad(format!("{listen} is not an address: give host:port")))?
            .collect();
        let mut bound = Vec::new();
        let mut failed = None;
        for address in addresses {
            match TcpListener::bind(address) {
                Ok(listener) => {
                    limit_patience(&listener, settings.limits.write_time);
                    bound.push(listener);
                }
                Err(error) => failed = Some(error),
            }
        }
        // A name may stand for an address this machine does not have, but a busy one is in the way.
        match failed {
            Some(error) if bound.is_empty() || error.kind() == io::ErrorKind::AddrInUse => {
                Err(bad(match error.kind() {
                    io::ErrorKind::AddrInUse => {
                        format!(
                            "{listen} is in use by another program: choose another with --listen"
                        )
                    }
                    _ => format!("cannot listen on {listen}: {error}"),
                }))
            }
            _ => Ok(Self(bound)),
        }
    }

    /// The addresses, with the port that was given if 0 was asked for.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.0.iter().filter_map(|listener| listener.local_addr().ok()).collect()
    }

    pub(super) fn into_sockets(self) -> Vec<TcpListener> {
        self.0
    }
}

/// Connections inherit it: one whose client takes nothing for so long is closed by the system,
/// which alone can do so while a write is stuck.
#[cfg(target_os = "linux")]
fn limit_patience(listener: &TcpListener, patience: Duration) {
    let millis = u32::try_from(patience.as_millis()).unwrap_or(u32::MAX);
    if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(listener, millis) {
        tracing::warn!(%error, "slow readers are not closed");
    }
}

#[cfg(not(target_os = "linux"))]
fn limit_patience(_: &TcpListener, _: Duration) {}
