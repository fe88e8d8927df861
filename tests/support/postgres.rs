//! A PostgreSQL cluster of the tests' own, in a temporary folder, gone when the tests end.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// A running cluster; its address ends where a database's name goes.
pub struct Cluster {
    address: String,
    /// The shell that watches the server ends it when the pipe to it closes, which the system does
    /// however the tests end.
    _shell: Child,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of the cluster, up to the database's name; starts it at the first call.
pub fn address() -> &'static str {
    &CLUSTER.get_or_init(start).address
}

/// A name that no other test of this run uses.
pub fn fresh_name() -> String {
    format!("t{}", DATABASES.fetch_add(1, Ordering::Relaxed))
}

const SCRIPT: &str = r#"
set -eu
bin=$1 dir=$2 port=$3
run() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root.
    chown nobody "$dir"
    run() { setpriv --reuid nobody --clear-groups "$@"; }
fi
run "$bin/initdb" -D "$dir/data" -A trust -U app --no-sync -E UTF8 --locale=C.UTF-8 >"$dir/log" 2>&1
run "$bin/postgres" -D "$dir/data" -p "$port" -h 127.0.0.1 -k '' -c max_connections=400 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off >>"$dir/log" 2>&1 </dev/null &
trap 'run "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
for _ in $(seq 100); do
    "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && break
    sleep 0.1
done
"$bin/pg_isready" -q -h 127.0.0.1 -p "$port"
echo ready
exec >/dev/null
cat >/dev/null
"#;

fn start() -> Cluster {
    let bin = binaries();
    let dir = tempfile::Builder::new()
        .prefix("claimbase-postgres-")
        .tempdir()
        .expect("a temporary folder")
        .keep();
    let port = free_port();
    let mut shell = Command::new("bash")
        .args(["-c", SCRIPT, "bash"])
        .args([bin.as_os_str(), dir.as_os_str(), port.to_string().as_ref()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("bash runs");
    let mut line = String::new();
    let stdout = shell.stdout.take().expect("piped");
    BufReader::new(stdout).read_line(&mut line).expect("the script's output");
    if line.trim() != "ready" {
        let log = fs::read_to_string(dir.join("log")).unwrap_or_default();
        panic!("PostgreSQL did not start:\n{log}");
    }
    Cluster { address: format!("postgres://app@127.0.0.1:{port}/"), _shell: shell }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// The folder of the newest PostgreSQL of Debian's packages, or of the one on the path.
fn binaries() -> PathBuf {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|bin| bin.join("initdb").exists())
    };
    found.pop().or_else(on_path).unwrap_or_else(|| {
        panic!(
            "the tests need PostgreSQL and found no {}: run scripts/test, which installs it, or \
             apt-get install postgresql",
            Path::new("initdb").display()
        )
    })
}
