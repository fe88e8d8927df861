//! The addresses we listen on.

use std::{
    io,
    net::{SocketAddr, TcpListener, ToSocketAddrs},
};

use super::Settings;
use crate::{Error, Result};

/// Files that are no connections: the database's, the log's.
const FILES_OF_OURS: usize = 128;

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
                    system::prepare(&listener, settings.limits.write_time);
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

/// How many connections this process can have open; `None` where nobody says.
pub(super) fn most_connections() -> Option<usize> {
    system::most_files().map(|files| files.saturating_sub(FILES_OF_OURS).max(FILES_OF_OURS))
}

#[cfg(target_os = "linux")]
mod system {
    use std::{net::TcpListener, time::Duration};

    use rustix::{
        net::{listen, sockopt::set_tcp_user_timeout},
        process::{Resource, getrlimit, setrlimit},
    };

    /// Connections that wait to be accepted; the default is soon full when many come at once.
    const WAITING: i32 = 4096;

    /// Connections inherit the patience: one whose client takes nothing for so long is closed by
    /// the system, which alone can do so while a write is stuck.
    pub fn prepare(listener: &TcpListener, patience: Duration) {
        let millis = u32::try_from(patience.as_millis()).unwrap_or(u32::MAX);
        let set = listen(listener, WAITING).and(set_tcp_user_timeout(listener, millis));
        if let Err(error) = set {
            tracing::warn!(%error, "the listener has the system's defaults");
        }
    }

    /// Asks for as many open files as the process may have, and says how many it got.
    pub fn most_files() -> Option<usize> {
        let mut limit = getrlimit(Resource::Nofile);
        if limit.current != limit.maximum {
            let wanted = rustix::process::Rlimit { current: limit.maximum, ..limit };
            // Where it may not be raised, what there is must do.
            let _ = setrlimit(Resource::Nofile, wanted);
            limit = getrlimit(Resource::Nofile);
        }
        limit.current.and_then(|files| usize::try_from(files).ok())
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::{net::TcpListener, time::Duration};

    pub fn prepare(_: &TcpListener, _: Duration) {}

    pub fn most_files() -> Option<usize> {
        None
    }
}
