//! Tables for spreadsheets. A cell that a spreadsheet would take for a formula begins with an apostrophe.

use headwater_output::wire::{Article, Story};

use crate::questions::{Line, Remark};
use crate::told::Tale;
use crate::view::claims::{Row, claims};
use crate::view::{Extent, Home};

/// A table that grows row by row.
#[derive(Default)]
struct Sheet(String);

impl Sheet {
    fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if 0 < index {
                self.0.push(',');
            }
            self.0.push_str(&safe(cell));
        }
        self.0.push_str("\r\n");
    }
}

/// A cell: quoted where it must be, and never a formula.
fn safe(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    let plain = !cell.contains([',', '"', '\n', '\r', '\t']);
    if plain { cell } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

/// A story's claims: one row for each passage, so that nothing of the evidence is lost.
pub(crate) fn story(story: &Story, articles: &[Article], notes: &[Remark]) -> String {
    let tale = Tale::new(story, articles);
    let mut table = claims(&tale, Extent::All, Home::Desk);
    table.set_notes(notes);
    let mut sheet = Sheet::default();
    let head = ["claim", "claim_id", "text", "articles", "origins_min", "origins_max", "resting_on", "told_alike"];
    sheet.row(head.into_iter().chain(["article", "line", "published", "passage", "url", "notes"]));
    let mut rows: Vec<&Row> = table.shared.iter().chain(&table.single).collect();
    rows.sort_by_key(|row| row.number);
    for row in rows {
        passages(&mut sheet, &tale, row);
    }
    sheet.0
}

fn passages(sheet: &mut Sheet, tale: &Tale, row: &Row) {
    let [least, most] = tale.story.claims[row.number - 1].independent;
    let resting: Vec<&str> = row.origins.iter().map(|origin| origin.words.as_str()).collect();
    let [number, articles, least, most] = [row.number, row.articles, least, most].map(|number| number.to_string());
    let resting = resting.join("; ");
    let notes = row.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n");
    for said in &row.passages {
        let passage = &said.passage;
        let line = passage.line.to_string();
        let url = passage.there.as_ref().map_or("", |there| there.url.as_str());
        let claim = [
            &number,
            &tale.story.claims[row.number - 1].id,
            &row.text,
            &articles,
            &least,
            &most,
            &resting,
            row.agreement.word(),
        ];
        sheet.row(claim.into_iter().chain([&passage.name, &line, &passage.day, &passage.words, url, &notes]));
    }
}

/// An article's credits.
pub(crate) fn article(article: &Article) -> String {
    let told = crate::told::Told::alone(article);
    let mut sheet = Sheet::default();
    sheet.row(["line", "credited", "kind", "as_written", "cue", "content", "mode", "polarity", "rule"]);
    for one in &article.attributions {
        let words =
            |spans: &[[usize; 2]]| spans.iter().map(|span| told.cut(span[0], span[1])).collect::<Vec<_>>().join(" … ");
        let source = words(one.source.as_slice());
        let at = one.cue.first().or(one.source.as_ref()).map_or(0, |span| span[0]);
        let line = told.line(at).to_string();
        let name = one.name.as_deref().unwrap_or_default();
        let kind = one.source_kind.as_deref().unwrap_or_default();
        let (cue, content) = (words(&one.cue), words(&one.content));
        sheet.row([line.as_str(), name, kind, &source, &cue, &content, &one.mode, &one.polarity, &one.rule]);
    }
    sheet.0
}

/// A list of stories.
pub(crate) fn stories(lines: &[Line]) -> String {
    let mut sheet = Sheet::default();
    sheet.row(["id", "title", "articles", "claims", "fewest_origins", "first", "last"]);
    for line in lines {
        let fewest = line.fewest_origins.map_or_else(String::new, |count| count.to_string());
        let (articles, claims) = (line.articles.to_string(), line.claims.to_string());
        let (first, last) = (line.first.as_deref().unwrap_or_default(), line.last.as_deref().unwrap_or_default());
        sheet.row([line.id.as_str(), &line.title, &articles, &claims, &fewest, first, last]);
    }
    sheet.0
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(safe("-2, =x"), "\"'-2, =x\"");
        assert_eq!(safe("\t=1"), "\"'\t=1\"");
        assert_eq!(safe("said \"no\""), "\"said \"\"no\"\"\"");
        assert_eq!(safe("plain = fine"), "plain = fine");
    }
}
