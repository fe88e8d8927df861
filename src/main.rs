//! The one binary.

use std::process::ExitCode;

/// Answers are built of many small pieces: a fifth less CPU than with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    claimbase::cli::main()
}
