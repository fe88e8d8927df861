//! A folder to run the program in, and a server that ends with its test.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// A folder that the program is run in, with nothing of ours in the environment.
pub struct Place(TempDir);

/// What a run left behind.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Place {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path().join(name), text).expect("a file");
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_claimbase"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CLAIMBASE_") {
                command.env_remove(name);
            }
        }
        command.args(words).current_dir(self.path()).stdin(Stdio::null());
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        Ran::new(self.command(words).output().expect("it runs"))
    }

    /// Runs what must be done, and returns what it printed.
    pub fn done(&self, words: &[&str]) -> String {
        let Ran { code, stdout, stderr } = self.run(words);
        assert_eq!(code, 0, "{words:?}: {stderr}");
        stdout
    }

    pub fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.done(words)).expect("JSON")
    }
}

impl Ran {
    pub fn new(output: Output) -> Self {
        Self {
            code: output.status.code().expect("an exit code"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// One sentence, no data, and this exit code.
    #[track_caller]
    pub fn refused(&self, code: i32, sentence: &str) {
        let told = &self.stderr;
        assert_eq!(self.code, code, "{told}");
        assert!(told.contains(sentence), "{told}");
        assert_eq!(told.trim_end().lines().count(), 1, "{told}");
        assert_eq!(self.stdout, "");
    }
}

/// A server that is up; it is ended with its test.
pub struct Server {
    pub child: Child,
    pub welcome: Vec<String>,
    pub address: String,
}

impl Server {
    pub fn start(place: &Place, words: &[&str]) -> Self {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(words);
        let mut command = place.command(&all);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut welcome = Vec::new();
        for line in lines {
            welcome.push(line.expect("UTF-8"));
            if welcome.last().is_some_and(|line| line.starts_with("Ctrl-C")) {
                break;
            }
        }
        let line = welcome.iter().find(|line| line.contains("GraphQL")).expect("an address");
        let address = line.split("http://").nth(1).expect("an address");
        let address = address.split('/').next().expect("host and port").to_owned();
        Self { child, welcome, address }
    }

    pub fn key(&self) -> Option<String> {
        let line = self.welcome.iter().find(|line| line.contains("Admin key"))?;
        line.split_whitespace().find(|word| word.starts_with("cb_")).map(str::to_owned)
    }

    /// Asks a question and returns the answer.
    pub fn ask(&self, query: &str, key: Option<&str>) -> Value {
        let body = serde_json::json!({ "query": query }).to_string();
        let bearer = |key| format!("Authorization: Bearer {key}\r\n");
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n{}",
            body.len(),
            key.map(bearer).unwrap_or_default()
        );
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a time limit");
        write!(stream, "{head}\r\n{body}").expect("it reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        let body = text.split("\r\n\r\n").nth(1).expect("a body");
        let json = &body[body.find('{').expect("JSON")..=body.rfind('}').expect("JSON")];
        serde_json::from_str(json).expect("JSON")
    }

    /// Ends it, and returns what it said on stderr.
    pub fn log(mut self) -> String {
        let mut stderr = self.child.stderr.take().expect("piped");
        self.terminate();
        let mut text = String::new();
        stderr.read_to_string(&mut text).expect("UTF-8");
        text
    }

    /// Ends it as a service manager does, and returns its exit code.
    pub fn terminate(mut self) -> i32 {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        assert!(sent.success());
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code().expect("an exit code, not a signal");
            }
            assert!(began.elapsed() < Duration::from_secs(20), "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
