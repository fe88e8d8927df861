//! Finds the body of an article by the density of its text, as readability tools do.

use super::tree::{Node, Tree};

/// Elements that hold no prose of the article.
const SKIPPED: [&str; 22] = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "select",
    "svg",
    "figure",
    "figcaption",
    "video",
    "audio",
    "canvas",
    "head",
    "textarea",
    "dialog",
    "menu",
    "object",
];

/// Elements that are a paragraph of their own.
const BLOCKS: [&str; 14] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "pre",
    "td",
    "dd",
    "dt",
    "address",
];

/// Words in a class or id that speak against an element.
const AGAINST: [&str; 30] = [
    "comment",
    "share",
    "social",
    "related",
    "promo",
    "advert",
    "sidebar",
    "newsletter",
    "cookie",
    "footer",
    "navigation",
    "nav-",
    "menu",
    "breadcrumb",
    "subscribe",
    "popup",
    "banner",
    "sponsor",
    "recommend",
    "trending",
    "most-read",
    "widget",
    "masthead",
    "byline",
    "caption",
    "disqus",
    "modal",
    "outbrain",
    "taboola",
    "toolbar",
];

/// Words in a class or id that speak for an element.
const FOR: [&str; 9] =
    ["article", "body", "content", "entry", "main", "post", "story", "text", "column"];

/// A paragraph with fewer characters tells nothing about where the body is.
const TELLING: usize = 25;

/// An element of which more of the text is in links is a list of links.
const MOST_LINKED: f64 = 0.5;

/// The paragraphs of the body, with an empty line between them.
pub(super) fn text(tree: &Tree) -> String {
    let skipped = skipped(tree);
    let lengths = lengths(tree, &skipped);
    let reader = Reader { tree, skipped, holders: holders(tree), lengths };
    let root = reader.best().unwrap_or(0);
    let mut paragraphs = Vec::new();
    reader.collect(root, &mut paragraphs);
    paragraphs.join("\n\n")
}

struct Reader<'a> {
    tree: &'a Tree,
    /// Which nodes stand in an element that holds no prose.
    skipped: Vec<bool>,
    /// Which nodes are a block or have one in them.
    holders: Vec<bool>,
    /// How many letters each node has, and how many of them stand in links.
    lengths: Vec<(usize, usize)>,
}

/// Parents come before their children, so one pass is enough.
fn skipped(tree: &Tree) -> Vec<bool> {
    let mut found = vec![false; tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate().skip(1) {
        let name = SKIPPED.contains(&node.name.as_str());
        found[at] = found[node.parent] || name || is_against(node) || is_hidden(node);
    }
    found
}

fn holders(tree: &Tree) -> Vec<bool> {
    let mut found = vec![false; tree.nodes.len()];
    for at in (1..tree.nodes.len()).rev() {
        found[at] |= is_block(&tree.nodes[at].name);
        let holds = found[at];
        found[tree.nodes[at].parent] |= holds;
    }
    found
}

fn lengths(tree: &Tree, skipped: &[bool]) -> Vec<(usize, usize)> {
    let mut linked = vec![false; tree.nodes.len()];
    let mut found = vec![(0, 0); tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate().skip(1) {
        linked[at] = linked[node.parent] || node.name == "a";
        if !skipped[at] {
            let own = node.text.chars().filter(|c| !c.is_whitespace()).count();
            found[at] = (own, if linked[at] { own } else { 0 });
        }
    }
    for at in (1..tree.nodes.len()).rev() {
        let (all, in_links) = found[at];
        let parent = &mut found[tree.nodes[at].parent];
        *parent = (parent.0 + all, parent.1 + in_links);
    }
    found
}

fn is_block(name: &str) -> bool {
    const OTHERS: [&str; 16] = [
        "div", "section", "article", "main", "header", "ul", "ol", "dl", "table", "tr", "tbody",
        "thead", "body", "html", "center", "hr",
    ];
    BLOCKS.contains(&name) || OTHERS.contains(&name)
}

fn is_hidden(node: &Node) -> bool {
    let style = node.attribute("style").unwrap_or_default().replace(' ', "");
    node.attribute("hidden").is_some()
        || node.attribute("aria-hidden").is_some_and(|value| value == "true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

fn signs(node: &Node) -> String {
    let of = |name| node.attribute(name).unwrap_or_default().to_ascii_lowercase();
    format!("{} {}", of("class"), of("id"))
}

fn is_against(node: &Node) -> bool {
    if node.name.is_empty()
        || matches!(node.name.as_str(), "html" | "body" | "article" | "main" | "p")
    {
        return false;
    }
    let signs = signs(node);
    let good = ["article", "content", "main", "story", "post-body"];
    AGAINST.iter().any(|word| signs.contains(word)) && !good.iter().any(|word| signs.contains(word))
}

impl Reader<'_> {
    /// The element with the densest prose; `None` where there is no telling paragraph.
    fn best(&self) -> Option<usize> {
        let mut scores = vec![0.0; self.tree.nodes.len()];
        for at in 0..self.tree.nodes.len() {
            let node = &self.tree.nodes[at];
            if self.skipped[at]
                || !matches!(node.name.as_str(), "p" | "pre" | "td" | "blockquote" | "div")
            {
                continue;
            }
            let text = self.direct_text(at);
            let length = text.chars().count();
            if length < TELLING {
                continue;
            }
            let score =
                1.0 + count(text.matches([',', '،']).count()) + (count(length) / 100.0).min(3.0);
            let holder = if node.name == "div" { at } else { node.parent };
            scores[holder] += score;
            if holder != 0 {
                scores[self.tree.nodes[holder].parent] += score / 2.0;
            }
        }
        let weighed = scores.iter().enumerate().filter(|(_, score)| **score > 0.0);
        let weighed =
            weighed.map(|(at, score)| (at, (score + self.weight(at)) * (1.0 - self.linked(at))));
        weighed.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(at, _)| at)
    }

    fn weight(&self, at: usize) -> f64 {
        let node = &self.tree.nodes[at];
        let signs = signs(node);
        let named = if FOR.iter().any(|word| signs.contains(word)) { 10.0 } else { 0.0 };
        let marked = node.attribute("itemprop").is_some_and(|name| name == "articleBody");
        let element = if marked {
            25.0
        } else if matches!(node.name.as_str(), "article" | "main") {
            5.0
        } else {
            0.0
        };
        named + element
    }

    /// The share of an element's text that stands in links.
    fn linked(&self, at: usize) -> f64 {
        let (all, linked) = self.lengths[at];
        if all == 0 { 0.0 } else { count(linked) / count(all) }
    }

    /// The text of an element without that of the blocks in it.
    fn direct_text(&self, at: usize) -> String {
        let mut text = String::new();
        self.push_inline(at, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn push_inline(&self, at: usize, text: &mut String) {
        for &child in &self.tree.nodes[at].children {
            let node = &self.tree.nodes[child];
            if self.skipped[child] || self.holders[child] {
                continue;
            }
            text.push_str(&node.text);
            if node.name == "br" {
                text.push('\n');
            }
            self.push_inline(child, text);
        }
    }

    /// Every paragraph within an element, in the order of the page.
    fn collect(&self, at: usize, paragraphs: &mut Vec<String>) {
        if self.skipped[at] || self.is_list_of_links(at) {
            return;
        }
        let mut run = String::new();
        for &child in &self.tree.nodes[at].children {
            let node = &self.tree.nodes[child];
            if self.skipped[child] {
                continue;
            }
            if self.holders[child] {
                push_paragraph(&mut run, paragraphs);
                self.collect(child, paragraphs);
                continue;
            }
            run.push_str(&node.text);
            if node.name == "br" {
                run.push('\n');
            }
            self.push_inline(child, &mut run);
        }
        push_paragraph(&mut run, paragraphs);
    }

    fn is_list_of_links(&self, at: usize) -> bool {
        matches!(self.tree.nodes[at].name.as_str(), "ul" | "ol" | "table" | "div" | "section" | "p")
            && self.linked(at) > MOST_LINKED
    }
}

/// Ends a run of text; two line breaks in it part paragraphs.
fn push_paragraph(run: &mut String, paragraphs: &mut Vec<String>) {
    let mut lines: Vec<Vec<&str>> = vec![Vec::new()];
    for line in run.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            lines.push(Vec::new());
        } else if let Some(last) = lines.last_mut() {
            last.extend(words);
        }
    }
    paragraphs
        .extend(lines.into_iter().filter(|words| !words.is_empty()).map(|words| words.join(" ")));
    run.clear();
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
