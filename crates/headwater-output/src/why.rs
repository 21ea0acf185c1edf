//! How one claim was counted: every appearance with its words, every link with the words and the rule that found it,
//! why the count is what it is, and what would change it.

use crate::book::{Book, ClaimError, articles_of, counted, cut, in_circle, origin_words, range};
use crate::page::{FAINT, STRONG, Sheet, shorten};
use crate::wire::{Appearance, Article, Attribution, Claim, Derivation, Origin, OriginAppearance, Record, Story};

/// How the claim `asked` ("1.2", or an id) was counted, `width` columns wide, with ANSI styles.
pub fn why(records: &[Record], asked: &str, width: usize) -> Result<String, ClaimError> {
    why_in(&Book::new(records), asked, width)
}

/// The same for records that are part of more, such as a story of a store.
pub fn why_in(book: &Book, asked: &str, width: usize) -> Result<String, ClaimError> {
    let (story, index) = book.claim(asked)?;
    let number = book.number(story);
    let told = book.stories[story];
    let claim = &told.claims[index];
    let mut sheet = Sheet::new(width);
    head(&mut sheet, claim, number, index + 1);
    said(&mut sheet, book, claim);
    counting(&mut sheet, claim);
    resting(&mut sheet, book, told, claim);
    differing(&mut sheet, book, claim);
    linked(&mut sheet, told, claim, number);
    Ok(sheet.finish())
}

fn head(sheet: &mut Sheet, claim: &Claim, story: usize, number: usize) {
    sheet.wrap(&format!("CLAIM {story}.{number}  "), &claim.text, STRONG);
    let articles = counted(articles_of(claim).len(), "article", "articles");
    let origins = match claim.origins.len() {
        0 if in_circle(claim) => "no origin: a circle".to_owned(),
        0 => "no source named".to_owned(),
        count => format!("{}, independent: {}", counted(count, "origin", "origins"), range(claim)),
    };
    sheet.wrap("           ", &format!("{articles} · {origins} · {}", claim.id), FAINT);
}

/// Every appearance with its words and the chain behind it.
fn said(sheet: &mut Sheet, book: &Book, claim: &Claim) {
    sheet.heading("WHERE IT IS SAID");
    for at in &claim.appearances {
        let Some(article) = book.article(&at.article) else { continue };
        let place = format!("{}, line {}", book.name(&at.article), line_of(article, at.start));
        sheet.wrap("   ", &place, STRONG);
        sheet.wrap("     ", &format!("“{}”", book.words(at)), anstyle::Style::new());
        let mut silent = true;
        for origin in &claim.origins {
            for link in origin.appearances.iter().filter(|link| same(link, at)) {
                silent = false;
                chain(sheet, book, article, origin, link);
            }
        }
        if silent {
            sheet.wrap("     ", silence(claim), FAINT);
        }
    }
}

/// What is to be said of an article that has no origin for a claim.
fn silence(claim: &Claim) -> &'static str {
    match in_circle(claim) {
        true => "credited to an outlet that credits it in turn, or another one in the circle",
        false => "said by the article itself; it names nobody for it here",
    }
}

fn same(link: &OriginAppearance, at: &Appearance) -> bool {
    link.article == at.article && link.start == at.start && link.end == at.end
}

/// "this article ← Financial Times ← three people", and under it the words and the rule of every link.
fn chain(sheet: &mut Sheet, book: &Book, article: &Article, origin: &Origin, link: &OriginAppearance) {
    sheet.wrap("     ", &hops(article, origin, link).join(" ← "), anstyle::Style::new());
    for attribution in link.attributions.iter().filter_map(|index| article.attributions.get(*index)) {
        let words = shorten(crediting(article, attribution), 160);
        let name = attribution.name.as_deref().unwrap_or("nobody that could be told");
        let rules = format!("{}, {}", attribution.rule, attribution.resolved_by);
        sheet.wrap("       · ", &format!("{name}: “{words}” (rules: {rules})"), FAINT);
    }
    for evidence in &link.because {
        let words = format!("“{}” in {}", shorten(&evidence.words, 160), book.name(&evidence.article));
        sheet.wrap("       · ", &words, FAINT);
    }
}

/// From the article to the origin, by name: who has it from whom.
pub fn hops(article: &Article, origin: &Origin, link: &OriginAppearance) -> Vec<String> {
    let mut hops = vec![article.outlet.clone().unwrap_or_else(|| "this article".to_owned())];
    hops.extend(link.via.iter().cloned());
    hops.extend(origin.outlet.clone().filter(|outlet| !link.via.contains(outlet) && *outlet != origin.name));
    hops.push(if origin.anonymous { format!("{} (unnamed)", origin.name) } else { origin.name.clone() });
    hops.dedup();
    hops
}

/// The words of an attribution that credit: from the source to the cue, whichever comes first.
pub fn crediting<'a>(article: &'a Article, attribution: &Attribution) -> &'a str {
    let spans = attribution.source.iter().chain(&attribution.cue);
    let from = spans.clone().map(|span| span[0]).min().unwrap_or_default();
    let to = spans.map(|span| span[1]).max().unwrap_or_default();
    cut(&article.text, from, to)
}

/// The line of the text that a code point stands in, counted from 1; blank lines between paragraphs are not counted.
pub fn line_of(article: &Article, at: usize) -> usize {
    let before = cut(&article.text, 0, at);
    1 + before.lines().filter(|line| !line.trim().is_empty()).count() - usize::from(!before.ends_with('\n') && at != 0)
}

fn counting(sheet: &mut Sheet, claim: &Claim) {
    sheet.heading("HOW IT WAS COUNTED");
    for origin in &claim.origins {
        let articles =
            origin.appearances.iter().map(|at| at.article.as_str()).collect::<std::collections::BTreeSet<_>>();
        let words = format!("{}: {}", origin_words(origin), counted(articles.len(), "article", "articles"));
        sheet.wrap("   ", &words, anstyle::Style::new());
    }
    for reason in claim.because.iter().chain(claim.first.iter().map(|first| &first.note)) {
        sheet.wrap("   ", reason, FAINT);
    }
    sheet.wrap("   ", change(claim), FAINT);
}

/// What would change the count.
fn change(claim: &Claim) -> &'static str {
    let [least, most] = claim.independent;
    match claim.origins.len() {
        0 if in_circle(claim) => "This would have an origin if one of them named somebody outside the circle.",
        0 => "This would have an origin if an article said on whose word it rests.",
        1 => "This would become two if an article had it from somebody else who is surely not the same.",
        _ if least < most => "The range would narrow if an article told who the unnamed people are.",
        _ => "This would become fewer if two of these turned out to speak for one, or to have it from each other.",
    }
}

/// What the articles of this claim rest on as a whole.
fn resting(sheet: &mut Sheet, book: &Book, story: &Story, claim: &Claim) {
    let mine = articles_of(claim);
    let about = |derivation: &&Derivation| mine.contains(&derivation.article.as_str());
    let derivations: Vec<&Derivation> = story.derivations.iter().filter(about).collect();
    if derivations.is_empty() {
        return;
    }
    sheet.heading("HOW THESE ARTICLES REST ON OTHERS");
    for derivation in derivations {
        let from = book.article(&derivation.from).map_or(derivation.from.as_str(), |article| book.name(&article.id));
        let words = derivation.evidence.first().map(|evidence| format!(": “{}”", shorten(&evidence.words, 160)));
        let line = format!("{} {} {from}{}", book.name(&derivation.article), derivation.how, words.unwrap_or_default());
        sheet.wrap("   ", &line, anstyle::Style::new());
    }
}

fn differing(sheet: &mut Sheet, book: &Book, claim: &Claim) {
    if claim.differences.is_empty() {
        return;
    }
    sheet.heading("WHERE THE ACCOUNTS DIFFER");
    for difference in &claim.differences {
        let mark = if difference.contradiction { " (both cannot be so)" } else { "" };
        sheet.wrap("   ", &format!("{}{mark}: {}", difference.kind, difference.note), STRONG);
        for at in &difference.appearances {
            let words = format!("{}: “{}”", book.name(&at.article), shorten(book.words(at), 240));
            sheet.wrap("     ", &words, anstyle::Style::new());
        }
    }
}

fn linked(sheet: &mut Sheet, story: &Story, claim: &Claim, number: usize) {
    for link in &claim.linked {
        let Some(at) = story.claims.iter().position(|other| other.id == link.claim) else { continue };
        let words = format!("{} {number}.{}: {}", link.how, at + 1, shorten(&story.claims[at].text, 160));
        sheet.blank();
        sheet.wrap("   ", &words, anstyle::Style::new());
    }
}
