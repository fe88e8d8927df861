//! Where requests run: threads of their own, apart from those that read and write sockets.
//!
//! Each thread runs its requests one step at a time. So the loaders of a request wait until all its
//! resolvers of a level have asked; on a runtime that hands tasks from thread to thread a loader
//! starts while they still ask, and one statement becomes many.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::{
    runtime::{Builder, Handle},
    task::JoinHandle,
};

use crate::{Error, Result};

/// The threads, which live as long as the process.
pub struct Runtime {
    threads: Vec<Handle>,
    next: AtomicUsize,
}

impl Runtime {
    /// So many threads.
    pub fn start(threads: usize) -> Result<Self> {
        let threads = (0..threads.max(1)).map(start).collect::<Result<_>>()?;
        Ok(Self { threads, next: AtomicUsize::new(0) })
    }

    /// Runs a task to its end on the thread whose turn it is, whoever waits for it.
    pub fn spawn<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> JoinHandle<T> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.threads.len();
        self.threads[turn].spawn(task)
    }
}

fn start(number: usize) -> Result<Handle> {
    let failed = |error| Error::internal("starting the threads of requests", error);
    let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name(format!("requests-{number}"))
        .spawn(move || runtime.block_on(std::future::pending::<()>()))
        .map_err(failed)?;
    Ok(handle)
}
