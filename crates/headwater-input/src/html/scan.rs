//! One linear pass over HTML, by a tokenizer that builds no tree: visible words by block, and what the head declares.

use std::cell::RefCell;

use headwater::FurnitureKind;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Elements that begin and end a block of text.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
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
    "html",
    "label",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
    "video",
];

/// Elements whose content nobody sees.
const UNSEEN: &[&str] = &["head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template"];

/// Elements that have no end tag.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that tell what their words are there for.
const KINDS: &[(&str, FurnitureKind)] = &[
    ("aside", FurnitureKind::Related),
    ("button", FurnitureKind::Navigation),
    ("figcaption", FurnitureKind::Caption),
    ("footer", FurnitureKind::Navigation),
    ("form", FurnitureKind::Navigation),
    ("h1", FurnitureKind::Title),
    ("nav", FurnitureKind::Navigation),
    ("time", FurnitureKind::Metadata),
];

/// Words in an element's class or id that tell what its words are there for.
const CLASSES: &[(&str, FurnitureKind)] = &[
    ("comment", FurnitureKind::Comment),
    ("caption", FurnitureKind::Caption),
    ("byline", FurnitureKind::Credit),
    ("related", FurnitureKind::Related),
    ("advert", FurnitureKind::Advert),
];

/// What one pass over a page finds.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The visible words, block by block.
    pub(crate) blocks: Vec<Block>,
    /// `(name, property or itemprop; content)` of every `meta`, in page order.
    pub(crate) metas: Vec<(String, String)>,
    /// `datetime` of every `time`.
    pub(crate) times: Vec<String>,
    /// The words of `title`.
    pub(crate) title: String,
    /// `href` of `link rel=canonical`.
    pub(crate) canonical: Option<String>,
    /// `lang` of `html`.
    pub(crate) language: Option<String>,
    /// The content of every `script` of type `application/ld+json`.
    pub(crate) linked_data: Vec<String>,
    /// How deep elements are nested.
    pub(crate) depth: usize,
    /// How many elements there are.
    pub(crate) elements: usize,
}

/// The words between two block elements, white space joined.
#[derive(Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) text: String,
    /// What the elements around it say it is there for.
    pub(crate) kind: Option<FurnitureKind>,
}

/// Scans a page. Linear in its length, whatever is in it.
pub(crate) fn scan(html: &str) -> Scan {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    // A script end tag stops the tokenizer for a browser to run the script; we go on.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let mut state = tokenizer.sink.0.take();
    state.end_block();
    state.found
}

#[derive(Default)]
struct Sink(RefCell<State>);

#[derive(Default)]
struct State {
    found: Scan,
    text: String,
    /// Names of the open elements that hide, mark or collect; ordinary ones are only counted.
    open: Vec<Open>,
    depth: usize,
    script: Option<String>,
}

struct Open {
    name: String,
    hides: bool,
    kind: Option<FurnitureKind>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(words) => state.words(&words),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.start(&tag),
            Token::TagToken(tag) => state.end(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn words(&mut self, words: &str) {
        if let Some(script) = &mut self.script {
            script.push_str(words);
        } else if self.open.iter().any(|open| open.name == "title") {
            self.found.title.push_str(words);
        } else if !self.open.iter().any(|open| open.hides) {
            self.text.push_str(words);
        }
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        self.found.elements += 1;
        self.note(name, tag);
        if BLOCKS.contains(&name) {
            self.end_block();
        }
        if VOID.contains(&name) || tag.self_closing {
            return TokenSinkResult::Continue;
        }
        self.depth += 1;
        self.found.depth = self.found.depth.max(self.depth);
        let kind = kind(name, tag);
        let hides = UNSEEN.contains(&name) || hidden(tag);
        // The words of the body end a head that was never closed.
        if name == "body" {
            self.open.clear();
        }
        if (hides || kind.is_some() || name == "title") && self.open.len() < super::DEEPEST {
            self.open.push(Open { name: name.to_owned(), hides, kind });
        }
        match name {
            "script" => {
                self.script = attribute(tag, "type").filter(|kind| kind.contains("ld+json")).map(|_| String::new());
                TokenSinkResult::RawData(RawKind::ScriptData)
            }
            "style" | "iframe" | "noscript" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn end(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.end_block();
        }
        if name == "script" {
            self.found.linked_data.extend(self.script.take());
        }
        if !VOID.contains(&name) {
            self.depth = self.depth.saturating_sub(1);
        }
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.open.truncate(at);
        }
    }

    fn end_block(&mut self) {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        if !text.is_empty() {
            let kind = self.open.iter().rev().find_map(|open| open.kind);
            self.found.blocks.push(Block { text, kind });
        }
    }

    /// Keeps what the tag declares about the page.
    fn note(&mut self, name: &str, tag: &Tag) {
        match name {
            "meta" => {
                let key = ["property", "name", "itemprop"].iter().find_map(|key| attribute(tag, key));
                self.found.metas.extend(key.zip(attribute(tag, "content")));
            }
            "time" => self.found.times.extend(attribute(tag, "datetime")),
            "html" => self.found.language = attribute(tag, "lang"),
            "link" if attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.found.canonical = attribute(tag, "href");
            }
            _ => {}
        }
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(found.value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn hidden(tag: &Tag) -> bool {
    tag.attrs.iter().any(|attribute| &*attribute.name.local == "hidden")
}

fn kind(name: &str, tag: &Tag) -> Option<FurnitureKind> {
    let of_element = KINDS.iter().find(|(element, _)| *element == name).map(|(_, kind)| *kind);
    let of_class = || {
        let class = attribute(tag, "class").unwrap_or_default() + &attribute(tag, "id").unwrap_or_default();
        let class = class.to_ascii_lowercase();
        CLASSES.iter().find(|(word, _)| class.contains(word)).map(|(_, kind)| *kind)
    };
    let marks = matches!(name, "div" | "section" | "p" | "span" | "ul" | "li" | "article");
    of_element.or_else(|| if marks { of_class() } else { None })
}

#[cfg(test)]
mod tests {
    use super::scan;

    fn check(html: &str, blocks: &[&str]) {
        let found = scan(html);
        let words: Vec<&str> = found.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(words, blocks, "{html}");
    }

    #[test]
    fn blocks_are_cut_at_block_elements_and_entities_are_undone() {
        check("<p>Talks &amp; more<p>on <b>Tues</b>day<br>next", &["Talks & more", "on Tuesday", "next"]);
    }

    #[test]
    fn scripts_styles_and_the_head_are_not_seen() {
        check("<head><title>T</title><style>p{}</style></head><body><script>if (a < b) {}</script>seen", &["seen"]);
    }

    #[test]
    fn the_head_tells_title_and_metas() {
        let found = scan("<title>A &amp; B</title><meta property=og:title content='C'><time datetime=2024-10-08>");
        assert_eq!(found.title, "A & B");
        assert_eq!(found.metas, [("og:title".to_owned(), "C".to_owned())]);
        assert_eq!(found.times, ["2024-10-08"]);
    }

    #[test]
    fn depth_is_counted() {
        assert_eq!(scan(&"<div>".repeat(700)).depth, 700);
        assert_eq!(scan("<p><b>x</b></p><br><p>").depth, 2);
    }
}
