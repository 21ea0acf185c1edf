//! A story with its articles, looked up by id, cut by code point, each under the name a reader knows it by.

use std::collections::BTreeMap;

use headwater_output::wire::{Appearance, Article, Span, Story};

use crate::days;

/// Every so many code points the byte where one starts is kept.
const STEP: usize = 64;

/// An article whose words can be cut by code point.
pub(crate) struct Told<'a> {
    pub(crate) article: &'a Article,
    /// What to call it: its outlet, or the end of its path; no two of a story have one name.
    pub(crate) name: String,
    starts: Vec<usize>,
}

impl<'a> Told<'a> {
    fn new(article: &'a Article) -> Told<'a> {
        let starts = article.text.char_indices().step_by(STEP).map(|(at, _)| at).collect();
        Told { article, name: plain_name(article), starts }
    }

    /// An article by itself.
    pub(crate) fn alone(article: &'a Article) -> Told<'a> {
        Told::new(article)
    }

    /// The byte at which a code point starts; the end of the text for one beyond it.
    pub(crate) fn byte(&self, point: usize) -> usize {
        let text = &self.article.text;
        let Some(from) = self.starts.get(point / STEP) else { return text.len() };
        text[*from..].char_indices().nth(point % STEP).map_or(text.len(), |(at, _)| from + at)
    }

    /// The words between two code points.
    pub(crate) fn cut(&self, start: usize, end: usize) -> &'a str {
        let from = self.byte(start);
        &self.article.text[from..self.byte(end).max(from)]
    }

    /// The line that a code point stands in, counted from 1, blank ones left out.
    pub(crate) fn line(&self, point: usize) -> usize {
        let before = &self.article.text[..self.byte(point)];
        let finished = before.rfind('\n').map_or(0, |end| end + 1);
        1 + before[..finished].lines().filter(|line| !line.trim().is_empty()).count()
    }

    /// The sentence that a code point stands in, by number.
    pub(crate) fn sentence(&self, point: usize) -> Option<(usize, Span)> {
        let after = self.article.sentences.partition_point(|sentence| sentence[0] <= point);
        let index = after.checked_sub(1)?;
        let sentence = self.article.sentences[index];
        (point < sentence[1]).then_some((index, sentence))
    }

    pub(crate) fn published(&self) -> Option<&'a str> {
        self.article.published.as_ref().map(|published| published.date.as_str())
    }

    pub(crate) fn day(&self) -> String {
        self.published().map_or_else(|| "no date".to_owned(), days::in_words)
    }

    pub(crate) fn headline(&self) -> &'a str {
        self.article.title.as_deref().unwrap_or_default()
    }
}

/// A story and its articles.
pub(crate) struct Tale<'a> {
    pub(crate) story: &'a Story,
    /// The articles that are there, earliest published first.
    pub(crate) articles: Vec<Told<'a>>,
    by_id: BTreeMap<&'a str, usize>,
    /// The first article of each outlet.
    by_outlet: BTreeMap<&'a str, usize>,
    claims: BTreeMap<&'a str, usize>,
}

impl<'a> Tale<'a> {
    pub(crate) fn new(story: &'a Story, articles: &'a [Article]) -> Tale<'a> {
        let there: BTreeMap<&str, &Article> = articles.iter().map(|article| (article.id.as_str(), article)).collect();
        let mut articles: Vec<Told> =
            story.articles.iter().filter_map(|id| there.get(id.as_str())).map(|article| Told::new(article)).collect();
        tell_apart(&mut articles);
        let by_id = articles.iter().enumerate().map(|(index, told)| (told.article.id.as_str(), index)).collect();
        let outlets = articles.iter().enumerate().rev();
        let by_outlet = outlets.filter_map(|(index, told)| Some((told.article.outlet.as_deref()?, index))).collect();
        let claims = story.claims.iter().enumerate().map(|(index, claim)| (claim.id.as_str(), index)).collect();
        Tale { story, articles, by_id, by_outlet, claims }
    }

    /// Which of the articles an id means.
    pub(crate) fn index(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn article(&self, id: &str) -> Option<&Told<'a>> {
        self.index(id).map(|index| &self.articles[index])
    }

    /// The first article of an outlet.
    pub(crate) fn of_outlet(&self, outlet: &str) -> Option<usize> {
        self.by_outlet.get(outlet).copied()
    }

    /// What to call an article.
    pub(crate) fn name(&self, id: &str) -> &str {
        self.article(id).map_or("an article that is not there", |told| told.name.as_str())
    }

    pub(crate) fn words(&self, at: &Appearance) -> &'a str {
        self.article(&at.article).map_or("", |told| told.cut(at.start, at.end))
    }

    /// Which of the story's claims an id means.
    pub(crate) fn claim(&self, id: &str) -> Option<usize> {
        self.claims.get(id).copied()
    }

    /// The names of the articles of these appearances, each once, in their order.
    pub(crate) fn tellers(&self, appearances: &[Appearance]) -> Vec<&str> {
        let ids = articles_of(appearances);
        ids.into_iter().map(|id| self.name(id)).collect()
    }
}

/// The articles of appearances, each once, in their order.
pub(crate) fn articles_of(appearances: &[Appearance]) -> Vec<&str> {
    let mut seen = std::collections::BTreeSet::new();
    appearances.iter().map(|at| at.article.as_str()).filter(|id| seen.insert(*id)).collect()
}

/// Its outlet; without one, the end of its path.
pub(crate) fn plain_name(article: &Article) -> String {
    let name = article.outlet.as_deref().unwrap_or_else(|| {
        let place = article.place.trim_end_matches('/');
        place.rsplit(['/', '\\']).next().unwrap_or(place)
    });
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() { "outlet not told".to_owned() } else { shorten(&name, 48) }
}

/// Gives articles of one name their day beside it, and those of one day a number.
fn tell_apart(articles: &mut [Told]) {
    let dated = |told: &Told| match told.published() {
        Some(date) => format!("{}, {}", told.name, days::short(date)),
        None => told.name.clone(),
    };
    rename_doubles(articles, |told, _| dated(told));
    rename_doubles(articles, |told, turn| format!("{} ({turn})", told.name));
}

fn rename_doubles(articles: &mut [Told], renamed: impl Fn(&Told, usize) -> String) {
    let mut having: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, told) in articles.iter().enumerate() {
        having.entry(told.name.clone()).or_default().push(index);
    }
    for doubles in having.into_values().filter(|doubles| 1 < doubles.len()) {
        for (turn, index) in doubles.into_iter().enumerate() {
            articles[index].name = renamed(&articles[index], turn + 1);
        }
    }
}

/// The words, cut after so many characters between words, with "…".
pub(crate) fn shorten(words: &str, most: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= most {
        return words;
    }
    let cut: String = words.chars().take(most.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|end| most / 2 < *end).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([' ', ',', ';', ':', '.', '-', '–']))
}

/// "1 story", "2,000 stories".
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// A number with its thousands apart.
pub(crate) fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Told, number, shorten};
    use headwater_output::wire::Article;

    fn article(text: &str) -> Article {
        let value = serde_json::json!({
            "id": "a-1", "ref": "x/a.txt", "url": null, "outlet": null, "title": null, "byline": null,
            "dateline": null, "published": null, "language": "en", "text": text, "furniture": [],
            "sentences": [[0, 3]], "mentions": [], "times": [], "attributions": [], "notes": []
        });
        serde_json::from_value(value).expect("an article")
    }

    #[test]
    fn words_are_cut_by_code_point() {
        let text = "“é” ok. ".repeat(40);
        let article = article(&text);
        let told = Told::alone(&article);
        assert_eq!(told.cut(1, 2), "é");
        assert_eq!(told.cut(8 * 17 + 4, 8 * 17 + 6), "ok");
        assert_eq!(told.cut(9_000, 9_001), "");
        assert_eq!(told.cut(5, 2), "");
        assert_eq!(told.name, "a.txt");
    }

    #[test]
    fn lines_that_are_blank_are_not_counted() {
        let article = article("one\n\ntwo two\nthree");
        let told = Told::alone(&article);
        assert_eq!((told.line(0), told.line(5), told.line(9), told.line(14)), (1, 2, 2, 3));
        assert_eq!(told.sentence(2).map(|(index, _)| index), Some(0));
        assert_eq!(told.sentence(4), None);
    }

    #[test]
    fn long_words_end_between_words() {
        assert_eq!(shorten("Talks  on the\nharbour", 40), "Talks on the harbour");
        assert_eq!(shorten("Talks on the harbour wall", 16), "Talks on the…");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(number(12), "12");
    }
}
