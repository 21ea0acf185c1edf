//! A report in one HTML file: to read, to print, to send. It has no script and asks no other machine for anything, and a
//! content policy in it says so to the browser.

use std::fmt::Write;

use headwater_output::wire::{Appearance, Article, Claim, Derivation, Difference, Origin, Record, Story};
use headwater_output::{Book, articles_of, counted, cut, origin_words, range};

use crate::safe::{self, html as words};

const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h2 { margin-top: 3rem; border-top: 2px solid; padding-top: 1rem; }
h3 { margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { border-bottom: 1px solid #8888; padding: .4rem .5rem; text-align: left; vertical-align: top; }
td.count { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
blockquote { margin: .3rem 0 .3rem 1rem; padding-left: .7rem; border-left: 3px solid #8888; }
.where { font-size: .875rem; opacity: .8; }
section.claim { margin: 1.5rem 0; break-inside: avoid; }
@media print { body { max-width: none; font-size: 10pt; } h2 { break-before: page; } h2:first-of-type { break-before: auto; } a { color: inherit; } }
";

/// The report on records as one page of HTML.
pub(crate) fn html(records: &[Record]) -> String {
    let book = Book::new(records);
    let stories: Vec<&Story> = records
        .iter()
        .filter_map(|record| match record {
            Record::Story(story) => Some(story),
            _ => None,
        })
        .collect();
    let articles = records.iter().filter(|record| matches!(record, Record::Article(_))).count();
    let heading =
        format!("{} in {}", counted(articles, "article", "articles"), counted(stories.len(), "story", "stories"));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{heading}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{heading}</h1>\n"
    );
    contents(&mut out, &stories);
    for (index, story) in stories.iter().enumerate() {
        tell(&mut out, &book, story, index + 1);
    }
    unread(&mut out, records);
    out + "</main>\n<footer><p class=\"where\">Made by headwater. Counts origins, not articles; never says what is true.</p></footer>\n</body>\n</html>\n"
}

fn contents(out: &mut String, stories: &[&Story]) {
    if stories.len() < 2 {
        return;
    }
    out.push_str("<nav aria-label=\"Stories\"><ol>\n");
    for (index, story) in stories.iter().enumerate() {
        let said = counted(story.articles.len(), "article", "articles");
        let _ = writeln!(
            out,
            "<li><a href=\"#story-{}\">{}</a> <span class=\"where\">{said}</span></li>",
            index + 1,
            bidi(&story.title)
        );
    }
    out.push_str("</ol></nav>\n");
}

/// Words of a page, in their own direction.
fn bidi(text: &str) -> String {
    format!("<bdi>{}</bdi>", words(&safe::line(text)))
}

fn tell(out: &mut String, book: &Book, story: &Story, number: usize) {
    let _ = writeln!(out, "<article id=\"story-{number}\">\n<h2>{number}. {}</h2>", bidi(&story.title));
    out.push_str("<table><caption>Articles, earliest published first</caption><thead><tr><th scope=\"col\">outlet</th><th scope=\"col\">article</th><th scope=\"col\">published</th></tr></thead><tbody>\n");
    for id in &story.articles {
        if let Some(article) = book.article(id) {
            article_row(out, book, article);
        }
    }
    out.push_str("</tbody></table>\n");
    derivations(out, book, &story.derivations);
    claims(out, book, story, number);
    positions(out, story);
    timeline(out, story);
    out.push_str("</article>\n");
}

fn article_row(out: &mut String, book: &Book, article: &Article) {
    let title = bidi(article.title.as_deref().unwrap_or_else(|| book.name(&article.id)));
    let title = match safe::address(article.url.as_deref()) {
        Some(url) => format!("<a rel=\"noreferrer noopener nofollow\" href=\"{}\">{title}</a>", words(url)),
        None => title,
    };
    let outlet = article.outlet.as_deref().map_or_else(|| "not told".to_owned(), bidi);
    let published = article.published.as_ref().map(|published| format!("{} ({})", published.date, published.how));
    let published = words(&published.unwrap_or_else(|| "not told".to_owned()));
    let place = bidi(&article.place);
    let _ = writeln!(
        out,
        "<tr><td>{outlet}</td><td>{title}<div class=\"where\">{place}</div></td><td>{published}</td></tr>"
    );
}

fn derivations(out: &mut String, book: &Book, derivations: &[Derivation]) {
    if derivations.is_empty() {
        return;
    }
    out.push_str("<h3>Who has it from whom</h3>\n<ul>\n");
    for one in derivations {
        let from = if book.article(&one.from).is_some() { book.name(&one.from) } else { &one.from };
        let _ = write!(out, "<li>{} {} {}", bidi(book.name(&one.article)), words(&one.how), bidi(from));
        for evidence in one.evidence.iter().take(2) {
            let _ = write!(out, "<blockquote>{}</blockquote>", bidi(&evidence.words));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn claims(out: &mut String, book: &Book, story: &Story, number: usize) {
    if story.claims.is_empty() {
        return;
    }
    out.push_str("<h3>Claims</h3>\n<table><thead><tr><th scope=\"col\"></th><th scope=\"col\">claim</th><th scope=\"col\">articles</th><th scope=\"col\">origins</th><th scope=\"col\">rests on</th></tr></thead><tbody>\n");
    for (index, claim) in story.claims.iter().enumerate() {
        let id = format!("{number}.{}", index + 1);
        let count = articles_of(claim).len();
        let _ = writeln!(
            out,
            "<tr><td><a href=\"#claim-{id}\">{id}</a></td><td>{}</td><td class=\"count\">{count}</td><td class=\"count\">{}</td><td>{}</td></tr>",
            bidi(&claim.text),
            words(&range(claim)),
            resting(&claim.origins)
        );
    }
    out.push_str("</tbody></table>\n<h3>Where each claim is said</h3>\n");
    for (index, claim) in story.claims.iter().enumerate() {
        claim_section(out, book, claim, &format!("{number}.{}", index + 1));
    }
}

fn resting(origins: &[Origin]) -> String {
    let names: Vec<String> = origins.iter().map(|origin| bidi(&origin_words(origin))).collect();
    if names.is_empty() { "no source named".to_owned() } else { names.join("<br>") }
}

fn claim_section(out: &mut String, book: &Book, claim: &Claim, id: &str) {
    let _ = writeln!(out, "<section class=\"claim\" id=\"claim-{id}\">\n<h4>{id} {}</h4>", bidi(&claim.text));
    for reason in &claim.because {
        let _ = writeln!(out, "<p class=\"where\">{}</p>", words(&safe::line(reason)));
    }
    for at in &claim.appearances {
        passage(out, book, at);
    }
    for difference in &claim.differences {
        differs(out, book, difference);
    }
    for origin in &claim.origins {
        let evidence = origin.appearances.iter().flat_map(|at| &at.because).next();
        if let Some(evidence) = evidence {
            let _ = writeln!(out, "<p>{}: <q>{}</q></p>", bidi(&origin_words(origin)), bidi(&evidence.words));
        }
    }
    out.push_str("</section>\n");
}

/// A passage with the words around it, so that it can be judged without the article.
fn passage(out: &mut String, book: &Book, at: &Appearance) {
    const AROUND: usize = 90;
    let Some(article) = book.article(&at.article) else { return };
    let before = safe::line(cut(&article.text, at.start.saturating_sub(AROUND), at.start));
    let after = safe::line(cut(&article.text, at.end, at.end + AROUND));
    let name = article.outlet.as_deref().unwrap_or_else(|| book.name(&at.article));
    let _ = writeln!(
        out,
        "<blockquote><p dir=\"auto\">… {} <mark>{}</mark> {} …</p><p class=\"where\">{}</p></blockquote>",
        words(&before),
        words(&safe::line(book.words(at))),
        words(&after),
        bidi(name)
    );
}

fn differs(out: &mut String, book: &Book, difference: &Difference) {
    let _ = writeln!(out, "<p><strong>{}</strong>: {}</p>", words(&difference.kind), bidi(&difference.note));
    for at in &difference.appearances {
        let _ =
            writeln!(out, "<p class=\"where\">{}: <q>{}</q></p>", bidi(book.name(&at.article)), bidi(book.words(at)));
    }
}

fn positions(out: &mut String, story: &Story) {
    if story.positions.is_empty() {
        return;
    }
    out.push_str("<h3>Where the parties stand</h3>\n<ul>\n");
    for position in &story.positions {
        let condition = position.condition.as_deref().map(|condition| format!(", if: {}", bidi(condition)));
        let (actor, on) = (bidi(&position.actor), bidi(&position.on));
        let _ = writeln!(out, "<li>{actor} {}: {on}{}</li>", words(&position.stance), condition.unwrap_or_default());
    }
    out.push_str("</ul>\n");
}

fn timeline(out: &mut String, story: &Story) {
    if story.timeline.is_empty() {
        return;
    }
    out.push_str("<h3>Timeline</h3>\n<table><tbody>\n");
    for moment in &story.timeline {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
            words(&safe::line(&moment.date)),
            bidi(&moment.text)
        );
    }
    out.push_str("</tbody></table>\n");
}

fn unread(out: &mut String, records: &[Record]) {
    let mut heading = "<h2>Could not be read</h2>\n<ul>\n";
    for record in records {
        if let Record::Unread(unread) = record {
            out.push_str(std::mem::take(&mut heading));
            let _ = writeln!(out, "<li>{}: {}</li>", bidi(&unread.place), bidi(&unread.why));
        }
    }
    if heading.is_empty() {
        out.push_str("</ul>\n");
    }
}
