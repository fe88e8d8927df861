//! Looks at a document or a JSON text before its parser does: the parsers recurse, so that a few
//! thousand open brackets overflow the stack.

use std::{
    num::NonZero,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::parser::{parse_query, types::ExecutableDocument};
use lru::LruCache;
use serde_json::Value;

use super::{refusal::Refusal, settings::Limits};
use crate::error::Code;

/// Parsed documents that are kept.
const KEPT: NonZero<usize> = NonZero::new(200).expect("it is not 0");

/// The longest that is kept, in bytes: parsed it takes twenty times as much.
const KEPT_BYTES: usize = 4_096;

/// Documents that were asked lately, parsed: a program asks the same ones again and again, and
/// parsing is a tenth of what a page costs.
pub struct Parsed(Mutex<LruCache<Arc<str>, Arc<ExecutableDocument>>>);

impl Default for Parsed {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl Parsed {
    /// The document in parts, if it is within the limits.
    pub fn parse(&self, text: &Arc<str>, limits: &Limits) -> Result<ExecutableDocument, Refusal> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        if let Some(document) = kept {
            return Ok(document.as_ref().clone());
        }
        check(text, limits)?;
        let document = parse_query(&**text).map_err(Refusal::parse)?;
        if text.len() <= KEPT_BYTES {
            let kept = Arc::new(document.clone());
            self.0.lock().unwrap_or_else(PoisonError::into_inner).put(Arc::clone(text), kept);
        }
        Ok(document)
    }
}

/// Refuses a GraphQL document that is too long, too deep or too many tokens.
pub fn check(document: &str, limits: &Limits) -> Result<(), Refusal> {
    let size = document.len();
    if size > limits.document_bytes {
        let limit = limits.document_bytes;
        return Err(Refusal::limit(
            "document",
            Some(size),
            limit,
            format!(
                "the document has {size} bytes and the limit is {limit}: put values into variables or ask in several requests"
            ),
        ));
    }
    let mut scan = Scan { text: document.as_bytes(), at: 0 };
    let (mut depth, mut tokens, mut directives) = (0_usize, 0_usize, 0_usize);
    while let Some(token) = scan.next()? {
        tokens += 1;
        if tokens > limits.tokens {
            let limit = limits.tokens;
            return Err(Refusal::limit(
                "tokens",
                None,
                limit,
                format!(
                    "the document has more than {limit} tokens, which is the limit: ask in several requests"
                ),
            ));
        }
        // Parsing and validating one costs more than any other few bytes do.
        directives += usize::from(token == b'@');
        if directives > limits.directives {
            let limit = limits.directives;
            return Err(Refusal::limit(
                "directives",
                None,
                limit,
                format!(
                    "the document has more than {limit} directives, which is the limit: ask in several requests"
                ),
            ));
        }
        depth = nest(depth, token, limits)?;
    }
    Ok(())
}

/// Refuses a value with U+0000 in any of its texts.
pub fn check_value(value: &Value, what: &str) -> Result<(), Refusal> {
    match value {
        Value::String(text) if text.contains('\0') => Err(nul(what)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        Value::Array(items) => items.iter().try_for_each(|item| check_value(item, what)),
        Value::Object(map) => map.iter().try_for_each(|(name, value)| {
            if name.contains('\0') { Err(nul(what)) } else { check_value(value, what) }
        }),
    }
}

/// Refuses a JSON text that is too deep or has too many values: a value takes up to a hundred
/// times its text in memory. Its size is the reader's affair.
pub fn check_json(text: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let (mut depth, mut values, mut quoted, mut escaped) = (0, 1, false, false);
    for &byte in text {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if byte == b'"' {
            quoted = true;
        } else {
            depth = nest(depth, byte, limits)?;
            values += usize::from(matches!(byte, b',' | b'[' | b'{'));
            if values > limits.values {
                let limit = limits.values;
                let message = format!(
                    "the JSON has more than {limit} values, which is the limit: send several requests"
                );
                return Err(Refusal::limit("values", None, limit, message));
            }
        }
    }
    Ok(())
}

fn nest(depth: usize, token: u8, limits: &Limits) -> Result<usize, Refusal> {
    match token {
        b'(' | b'[' | b'{' if depth == limits.nesting => Err(Refusal::limit(
            "nesting",
            None,
            limits.nesting,
            format!(
                "brackets are nested deeper than {}, which is the limit: ask for less at once",
                limits.nesting
            ),
        )),
        b'(' | b'[' | b'{' => Ok(depth + 1),
        b')' | b']' | b'}' => Ok(depth.saturating_sub(1)),
        _ => Ok(depth),
    }
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    /// The first byte of the next token; `None` at the end.
    fn next(&mut self) -> Result<Option<u8>, Refusal> {
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' => {}
                b'#' => self.skip_while(|byte| byte != b'\n' && byte != b'\r'),
                b'"' if self.text[self.at..].starts_with(b"\"\"") => {
                    self.at += 2;
                    self.skip_block()?;
                    return Ok(Some(byte));
                }
                b'"' => {
                    self.skip_string()?;
                    return Ok(Some(byte));
                }
                0 => return Err(nul("document")),
                _ if is_word(byte) => {
                    self.skip_while(is_word);
                    return Ok(Some(byte));
                }
                _ => return Ok(Some(byte)),
            }
        }
        Ok(None)
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.text.get(self.at).is_some_and(|&byte| wanted(byte)) {
            self.at += 1;
        }
    }

    /// To the closing quote, or to the end of the line, where the parser gives up too.
    fn skip_string(&mut self) -> Result<(), Refusal> {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\n' | b'\r' => break,
                b'"' => {
                    self.at += 1;
                    break;
                }
                0 => return Err(nul("document")),
                b'\\' if self.text[self.at..].starts_with(b"\\u0000") => {
                    return Err(nul("document"));
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    /// To the closing three quotes. A block that has none is refused here: the parser would read
    /// the opening as an empty string and go on with what we took for text.
    fn skip_block(&mut self) -> Result<(), Refusal> {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if rest.starts_with(b"\\\"\"\"") {
                self.at += 4;
            } else if rest.starts_with(b"\"\"\"") {
                self.at += 3;
                return Ok(());
            } else if rest[0] == 0 {
                return Err(nul("document"));
            } else {
                self.at += 1;
            }
        }
        let message = "the document ends inside a block string: close it with \"\"\"";
        Err(Refusal::new(Code::GraphqlParseFailed, message))
    }
}

/// One database stores U+0000 and the other does not.
fn nul(what: &str) -> Refusal {
    Refusal::bad(format!("the {what} contains the character U+0000: leave it out"))
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'+') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits { document_bytes: 1000, nesting: 3, tokens: 20, ..Limits::default() }
    }

    fn refused(document: &str) -> Option<Code> {
        check(document, &limits()).err().map(|refusal| refusal.code)
    }

    #[test]
    fn brackets_count_only_where_they_are_code() {
        assert_eq!(refused("{a(b:[1])}"), None);
        assert_eq!(refused("{a(b:[[1]])}"), Some(Code::LimitExceeded));
        assert_eq!(refused(r#"{a(b:"[[[[[[")}"#), None);
        assert_eq!(refused(r#"{a(b:"\"[[[[[[")}"#), None);
        assert_eq!(refused(r#"{a(b:"\\" c:[[1]])}"#), Some(Code::LimitExceeded));
        assert_eq!(refused("{a # [[[[[[\n b}"), None);
        assert_eq!(refused("{a # x\r c(b:[[1]])}"), Some(Code::LimitExceeded));
        assert_eq!(refused(r#"{a(b:""" [[[[ \""" [[[ """)}"#), None);
        assert_eq!(refused(r#"{a(b:"""""" c:[[1]])}"#), Some(Code::LimitExceeded));
        assert_eq!(refused(r#"{a(b:"" c:[[1]])}"#), Some(Code::LimitExceeded));
        assert_eq!(refused("{a(b:\"\n[[1]])}"), Some(Code::LimitExceeded));
    }

    #[test]
    fn an_open_block_string_is_refused_before_the_parser() {
        assert_eq!(refused(r#"{a(b:""" [[[[)}"#), Some(Code::GraphqlParseFailed));
        assert_eq!(refused(r#"{a(b:""" [[[[ \""" )}"#), Some(Code::GraphqlParseFailed));
    }

    #[test]
    fn the_character_that_one_database_cannot_store_is_refused() {
        assert_eq!(refused("{a(b:\"\0\")}"), Some(Code::BadUserInput));
        assert_eq!(refused("{a\0}"), Some(Code::BadUserInput));
        assert_eq!(refused(r#"{a(b:"x\u0000")}"#), Some(Code::BadUserInput));
        assert_eq!(refused(r#"{a(b:"x\\u0000")}"#), None);
        assert_eq!(refused(r#"{a(b:"""x\u0000""")}"#), None);
        assert!(check_value(&serde_json::json!({ "a": [{ "b": "x\0" }] }), "variables").is_err());
        assert!(check_value(&serde_json::json!({ "a": [{ "b": "x" }] }), "variables").is_ok());
    }

    #[test]
    fn directives_are_counted_where_they_are_code() {
        let limits = Limits { directives: 3, ..Limits::default() };
        let refused = |document: &str| check(document, &limits).is_err();
        assert!(!refused("{a @b @b @b}"));
        assert!(refused("{a @b @b @b @b}"));
        assert!(!refused(
            r#"{a(b: "@@@@@") # @@@@
            @b}"#
        ));
    }

    #[test]
    fn tokens_and_bytes_are_counted() {
        assert_eq!(refused(&format!("{{{}}}", "a ".repeat(18))), None);
        assert_eq!(refused(&format!("{{{}}}", "a ".repeat(19))), Some(Code::LimitExceeded));
        assert_eq!(refused(&format!("{{a{}}}", " ".repeat(1000))), Some(Code::LimitExceeded));
        assert_eq!(refused(&format!("{{a{}}}", " ".repeat(900))), None);
    }

    #[test]
    fn json_is_counted_outside_of_its_strings() {
        let refused = |text: &str| check_json(text.as_bytes(), &limits()).is_err();
        assert!(!refused(r#"{"a":[[1]]}"#));
        assert!(refused(r#"{"a":[[[1]]]}"#));
        assert!(!refused(r#"{"a":"[[[[\"[[["}"#));
        assert!(refused(r#"{"a\\":[[[1]]]}"#));
        assert!(!refused("[[1],[1],[1],[1],[1]]"));
    }
}
