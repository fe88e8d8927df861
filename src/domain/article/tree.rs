//! The elements and texts of a page, as a tree.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
};

/// Elements are not nested deeper: what is, stands beside the deepest.
const DEEPEST: usize = 400;

/// Elements that have no content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements whose start ends an open paragraph.
const ENDS_PARAGRAPH: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "dd",
    "dt",
];

/// Elements within a line.
const INLINE: [&str; 13] =
    ["a", "b", "i", "em", "strong", "span", "font", "u", "s", "small", "big", "code", "tt"];

/// One element or text.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Empty for a text.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// Empty for an element.
    pub(super) text: String,
    /// The root is its own.
    pub(super) parent: usize,
    pub(super) children: Vec<usize>,
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A page; the first node is its root.
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn parse(html: &str) -> Self {
        let sink = Sink(RefCell::new(Builder { nodes: vec![Node::default()], open: vec![0] }));
        let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        // It only stops before the end for a sink that runs scripts.
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        Self { nodes: tokenizer.sink.0.into_inner().nodes }
    }

    /// The nodes of this name, in the order of the page.
    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        (0..self.nodes.len()).filter(move |&at| self.nodes[at].name == name)
    }

    /// All text within a node, on one line.
    pub(super) fn text_of(&self, at: usize) -> String {
        let mut text = String::new();
        self.push_text(at, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn push_text(&self, at: usize, text: &mut String) {
        let node = &self.nodes[at];
        text.push_str(&node.text);
        if node.name == "br" {
            text.push(' ');
        }
        for &child in &node.children {
            self.push_text(child, text);
        }
    }
}

struct Sink(RefCell<Builder>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut builder = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => builder.text(&text),
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::EndTag {
                    builder.close(&name);
                    return TokenSinkResult::Continue;
                }
                let attributes = tag.attrs.iter().map(|attribute| {
                    (attribute.name.local.to_string(), attribute.value.to_string())
                });
                builder.open(&name, attributes.collect());
                return match name.as_str() {
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "style" | "noscript" | "iframe" | "noembed" | "noframes" | "xmp" => {
                        TokenSinkResult::RawData(RawKind::Rawtext)
                    }
                    "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

struct Builder {
    nodes: Vec<Node>,
    /// The elements that are open, the root first.
    open: Vec<usize>,
}

impl Builder {
    fn push(&mut self, node: Node) -> usize {
        let at = self.nodes.len();
        let parent = self.open.last().copied().unwrap_or_default();
        self.nodes.push(Node { parent, ..node });
        self.nodes[parent].children.push(at);
        at
    }

    fn text(&mut self, text: &str) {
        self.push(Node { text: text.to_owned(), ..Node::default() });
    }

    fn open(&mut self, name: &str, attributes: Vec<(String, String)>) {
        if ENDS_PARAGRAPH.contains(&name) {
            self.close_within("p", &["div", "td", "li", "article", "section", "blockquote"]);
        }
        if matches!(name, "li" | "dd" | "dt" | "tr" | "td" | "th" | "option") {
            self.close_within(name, &["ul", "ol", "dl", "table"]);
        }
        let at = self.push(Node { name: name.to_owned(), attributes, ..Node::default() });
        if !VOID.contains(&name) && self.open.len() < DEEPEST {
            self.open.push(at);
        }
    }

    fn close(&mut self, name: &str) {
        // An end tag that nothing opened closes nothing.
        let found = self.open.iter().skip(1).rposition(|&at| self.nodes[at].name == name);
        let Some(at) = found else { return };
        // A misnested "</b>" does not end the paragraph that was opened in it.
        let inside = &self.open[at + 2..];
        let block = |&at: &usize| ENDS_PARAGRAPH.contains(&self.nodes[at].name.as_str());
        if !INLINE.contains(&name) || !inside.iter().any(block) {
            self.open.truncate(at + 1);
        }
    }

    /// Closes the last open element of a name, unless one of the others was opened in it.
    fn close_within(&mut self, name: &str, others: &[&str]) {
        for at in (1..self.open.len()).rev() {
            let known = self.nodes[self.open[at]].name.as_str();
            if known == name {
                self.open.truncate(at);
                return;
            }
            if others.contains(&known) {
                return;
            }
        }
    }
}
