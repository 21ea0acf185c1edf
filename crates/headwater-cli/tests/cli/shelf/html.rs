//! HTML.

use super::{Item, SAID, item, large};

fn page(body: &str) -> Vec<u8> {
    format!("<!doctype html><html><head><title>Toll</title></head><body><p>{SAID}</p>{body}").into_bytes()
}

pub(super) fn items() -> Vec<Item> {
    let mut items = deep();
    items.extend(long());
    items.extend(odd());
    items
}

fn deep() -> Vec<Item> {
    vec![
        item("31-div.html", || page(&"<div>".repeat(64_000)), "ok: nested 64"),
        item("32-lists.html", || page(&"<ul><li>".repeat(64_000)), "ok: nested 128"),
        item("33-tables.html", || page(&"<table><tr><td>".repeat(4_000)), "ok: nested 12"),
        item(
            "34-links.html",
            || page(&("<a>".repeat(40_000) + &"<i>".repeat(40_000) + &"</a>".repeat(40_000))),
            "ok: nested",
        ),
        item("34-shallow-links.html", || page(&"<a><b><i></a>".repeat(large(40_000))), "ok"),
        item("39-templates.html", || page(&"<template>".repeat(large(50_000))), "ok: nested"),
        item(
            "40-integration-points.html",
            || page(&"<svg><foreignObject><math><mi><mglyph><annotation-xml encoding=text/html>".repeat(80)),
            "ok",
        ),
        item("31-just-shallow-enough.html", || page(&"<div>".repeat(500)), "ok"),
        item("32-just-shallow-enough.html", || page(&"<ul><li>".repeat(250)), "ok"),
        item("33-just-shallow-enough.html", || page(&"<table><tr><td>".repeat(160)), "ok"),
        item(
            "33-many-shallow-tables.html",
            || page(&"<table><tr><td>a".repeat(80).repeat(50).replace("a<table>", "a</table><table>")),
            "ok",
        ),
    ]
}

fn long() -> Vec<Item> {
    vec![
        item(
            "35-attributes.html",
            || {
                let attributes: String = (0..80_000).map(|number| format!(" a{number}=1")).collect();
                page(&format!("<div{attributes}>x</div>"))
            },
            "ok",
        ),
        item("36-long-attribute.html", || page(&format!("<div title='{}'>x</div>", "a".repeat(20 << 20))), "ok"),
        item("37-open-comment.html", || page(&format!("<!-- {}", "a".repeat(20 << 20))), "ok"),
        item("41-flat.html", || page(&"word <b>x</b> ".repeat(400_000)), "refused: over 2 MiB of text"),
        item("41-flat-and-shorter.html", || page(&"word <b>x</b> ".repeat(large(200_000))), "ok"),
        item("41-many-paragraphs.html", || page(&format!("<p>{SAID}</p>").repeat(large(30_000))), "ok"),
        item("42-entities.html", || page(&"&amp;".repeat(1_000_000)), "ok"),
        item(
            "44-linked-data.html",
            || {
                let list = "\"2024-10-08\",".repeat(800_000);
                page(&format!(
                    "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"datePublished\": [{list}null]}}</script>"
                ))
            },
            "ok",
        ),
        item("45-articles.html", || page(&format!("<article><h2>Toll</h2><p>{SAID}</p></article>").repeat(500)), "ok"),
        item("60-too-long.html", || page(&"<p>word ".repeat(10 << 20)), "refused: over 64 MiB"),
    ]
}

fn odd() -> Vec<Item> {
    vec![
        item("38-open-script.html", || page("<script>let a = '<p>no"), "ok"),
        item("38-open-plaintext.html", || page("<plaintext><p>Ferries stop."), "ok"),
        item("38-open-title.html", || format!("<html><head><title><p>{SAID}").into_bytes(), "ok"),
        item(
            "43-charset.html",
            || [&b"\xEF\xBB\xBF<!doctype html><meta charset=shift_jis><p>caf\xC3\xA9 "[..], SAID.as_bytes()].concat(),
            "ok",
        ),
        item(
            "43-no-such-charset.html",
            || [&b"<!doctype html><meta charset=x-none><p>caf\xE9 "[..], SAID.as_bytes()].concat(),
            "ok: read as",
        ),
        item(
            "44-nested-linked-data.html",
            || page(&format!("<script type='application/ld+json'>{}</script>", "[".repeat(100_000))),
            "ok",
        ),
        item(
            "44-circle.html",
            || {
                page(
                    "<script type='application/ld+json'>{\"@graph\": [{\"@id\": \"a\", \"isPartOf\": {\"@id\": \"a\"}, \"datePublished\": [[\"x\"], {}]}]}</script>",
                )
            },
            "ok",
        ),
        item(
            "46-hidden.html",
            || {
                page(
                    "<p hidden>Nobody sees this.</p><p style='display:none'>Nor this.</p><p aria-hidden=true>Nor that.</p>",
                )
            },
            "ok",
        ),
        item("47-frames.html", || format!("<html><frameset><frame src=x><noframes><p>{SAID}").into_bytes(), "ok"),
        item("48-base.html", || page("<base href='javascript:alert(1)'><a href='//x'>x</a>"), "ok"),
    ]
}
