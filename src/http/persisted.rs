//! Documents the server knows by name: those that clients left here, and those it trusts.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sha2::{Digest, Sha256};

use super::{message::Message, refusal::Refusal, settings::Settings};
use crate::{Error, Result, error::Code, weighed::Weighed};

/// All kept documents together; one document has a limit of its own.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Finds the document of a request.
#[derive(Debug)]
pub struct Documents {
    /// The only documents that are run; `None` runs any.
    trusted: Option<Trusted>,
    kept: Mutex<Weighed<String, Arc<str>>>,
    most: usize,
}

#[derive(Debug)]
struct Trusted {
    by_name: HashMap<String, Arc<str>>,
    by_hash: HashMap<String, Arc<str>>,
}

impl Documents {
    /// Reads the list of trusted documents if there is one.
    pub fn open(settings: &Settings) -> Result<Self> {
        let trusted = settings.trusted_documents.as_deref().map(Trusted::read).transpose()?;
        let most = settings.limits.persisted_documents;
        Ok(Self { trusted, kept: Mutex::new(Weighed::new(most, MOST_BYTES)), most })
    }

    /// The document a request asks for.
    pub fn find(&self, message: &Message) -> Result<Arc<str>, Refusal> {
        if let Some(trusted) = &self.trusted {
            return trusted.find(message);
        }
        match (&message.persisted, &message.query) {
            (None, Some(query)) => Ok(query.as_str().into()),
            (None, None) => Err(Refusal::bad("the request has no query: send one as a string")),
            (Some(_), _) if self.most == 0 => {
                Err(Refusal::new(Code::PersistedQueryNotSupported, "PersistedQueryNotSupported"))
            }
            (Some(hash), None) => self.lock().get(hash).cloned().ok_or_else(not_found),
            (Some(hash), Some(query)) if *hash == sha256(query) => Ok(query.as_str().into()),
            (Some(_), Some(_)) => Err(Refusal::bad(
                "extensions.persistedQuery.sha256Hash is not the SHA-256 of the query: send the hash of the very text",
            )),
        }
    }

    /// Keeps a document that was sent with its hash and was found good.
    pub fn keep(&self, message: &Message, document: &Arc<str>) {
        if let (None, Some(hash), Some(_)) = (&self.trusted, &message.persisted, &message.query) {
            self.lock().put(hash.clone(), Arc::clone(document), document.len());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Weighed<String, Arc<str>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Trusted {
    fn read(path: &Path) -> Result<Self> {
        let name = path.display();
        let bad = |message: String| Error::invalid("trusted-documents", message);
        let text = std::fs::read_to_string(path)
            .map_err(|error| bad(format!("{name} cannot be read: {error}")))?;
        let listed: HashMap<String, Arc<str>> = serde_json::from_str(&text).map_err(|error| {
            bad(format!("{name} is not a JSON object of names and documents: {error}"))
        })?;
        let mut by_hash = HashMap::new();
        for (id, document) in &listed {
            let hash = sha256(document);
            if looks_like_sha256(id) && !id.eq_ignore_ascii_case(&hash) {
                return Err(bad(format!(
                    "{name}: {id} is not the SHA-256 of its document, {hash}"
                )));
            }
            by_hash.insert(hash, document.clone());
        }
        Ok(Self { by_name: listed, by_hash })
    }

    fn find(&self, message: &Message) -> Result<Arc<str>, Refusal> {
        let found = match (&message.persisted, &message.query) {
            (_, Some(query)) => self.by_hash.get(&sha256(query)),
            (Some(name), None) => self.by_name.get(name).or_else(|| self.by_hash.get(name)),
            (None, None) => None,
        };
        found.cloned().ok_or_else(|| {
            let message =
                "this server runs only the documents on its list, and this is none of them";
            Refusal::new(Code::Forbidden, message)
        })
    }
}

fn not_found() -> Refusal {
    // Clients of the protocol look for this very text.
    Refusal::new(Code::PersistedQueryNotFound, "PersistedQueryNotFound").graphql()
}

fn looks_like_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(most: usize) -> Documents {
        Documents { trusted: None, kept: Mutex::new(Weighed::new(most, MOST_BYTES)), most }
    }

    fn message(hash: Option<&str>, query: Option<&str>) -> Message {
        Message {
            query: query.map(str::to_owned),
            persisted: hash.map(str::to_owned),
            ..Message::default()
        }
    }

    fn leave(documents: &Documents, query: &str) {
        let message = message(Some(&sha256(query)), Some(query));
        let document = documents.find(&message).expect("the hash is right");
        documents.keep(&message, &document);
    }

    fn asked(documents: &Documents, query: &str) -> Result<Arc<str>, Code> {
        documents.find(&message(Some(&sha256(query)), None)).map_err(|refusal| refusal.code)
    }

    #[test]
    fn the_least_used_document_goes_first() {
        let documents = documents(2);
        leave(&documents, "{a}");
        leave(&documents, "{b}");
        assert!(asked(&documents, "{a}").is_ok());
        leave(&documents, "{c}");
        assert!(asked(&documents, "{a}").is_ok());
        assert_eq!(asked(&documents, "{b}"), Err(Code::PersistedQueryNotFound));
    }

    #[test]
    fn a_wrong_hash_is_refused() {
        let refusal = documents(2).find(&message(Some(&sha256("{a}")), Some("{b}")));
        assert_eq!(refusal.map_err(|refusal| refusal.code), Err(Code::BadUserInput));
    }

    #[test]
    fn without_room_nothing_is_persisted() {
        assert_eq!(asked(&documents(0), "{a}"), Err(Code::PersistedQueryNotSupported));
    }

    #[test]
    fn only_trusted_documents_are_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("documents.json");
        let list = serde_json::json!({ sha256("{a}"): "{a}", "second": "{b}" });
        std::fs::write(&path, list.to_string()).expect("a file");
        let settings = Settings { trusted_documents: Some(path.clone()), ..Settings::default() };
        let documents = Documents::open(&settings).expect("a good list");
        assert!(asked(&documents, "{a}").is_ok());
        assert!(documents.find(&message(Some("second"), None)).is_ok());
        assert!(documents.find(&message(None, Some("{b}"))).is_ok());
        let refused = documents.find(&message(None, Some("{c}")));
        assert_eq!(refused.map_err(|refusal| refusal.code), Err(Code::Forbidden));

        std::fs::write(&path, format!("{{\"{}\":\"{{b}}\"}}", sha256("{a}"))).expect("a file");
        assert!(Documents::open(&settings).is_err());
    }
}
