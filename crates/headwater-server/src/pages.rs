//! Pages for people, and their twins for programs and spreadsheets: one question, four dresses.

use std::fmt::Write;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use headwater_output::wire::Story;

use crate::days;
use crate::problem::Problem;
use crate::questions::{Facet, Hit, Line, Listing, Order, Remark, Wanted, Whole, Wording};
use crate::routes::Held;
use crate::told::{counted, number};
use crate::view::article::Shown;
use crate::view::story::STYLE;
use crate::view::{self, Extent};
use crate::{csv, link};

/// Stories on a page of the list.
const PAGE: usize = 25;

/// Values shown of one facet, and how many more may be opened.
const FACETS: usize = 12;
const MORE_FACETS: usize = 200;

/// Claims and articles shown beside the stories that a search finds.
const HITS: usize = 12;

const SCRIPT: &str = include_str!("../assets/desk.js");
const MARK: &str = include_str!("../assets/mark.svg");

/// A query as it came: every pair, in order.
pub(crate) type Pairs = Query<Vec<(String, String)>>;

/// The last value of a name in a query.
pub(crate) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// What a page shows of stories.
#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    wanted: Wanted,
    listing: Listing,
    rows: Vec<Row>,
    hits: Vec<HitRow>,
    facets: Vec<FacetGroup>,
    chosen: Vec<Chosen>,
    orders: Vec<Choice>,
    from: usize,
    to: usize,
    total: String,
    before: Option<String>,
    after: Option<String>,
    query: String,
    empty: bool,
}

struct Row {
    line: Line,
    slug: String,
    title: String,
    published: String,
}

struct HitRow {
    kind: &'static str,
    href: String,
    title: String,
    snippet: String,
}

struct FacetGroup {
    name: &'static str,
    choices: Vec<Choice>,
    more: Vec<Choice>,
}

struct Choice {
    words: String,
    count: String,
    href: String,
    current: bool,
}

struct Chosen {
    words: String,
    href: String,
}

/// `/`: the stories.
pub(crate) async fn list(State(held): State<Held>, Query(pairs): Pairs) -> Result<Response, Problem> {
    let wanted = wanted(&pairs)?;
    asked(move || {
        let listing = held.desk.shelf.stories(&wanted)?;
        let hits =
            if wanted.words.trim().is_empty() { Vec::new() } else { held.desk.shelf.search(&wanted.words, 40)? };
        let nothing = Wanted { limit: 1, ..Wanted::default() };
        let empty = listing.total == 0 && held.desk.shelf.stories(&nothing)?.total == 0;
        html(list_page(wanted, listing, hits, empty).render())
    })
    .await
}

fn list_page(wanted: Wanted, listing: Listing, hits: Vec<Hit>, empty: bool) -> ListPage {
    let rows = listing.stories.iter().map(|line| Row {
        slug: link::slug(&line.id),
        title: view::head::title(&line.title),
        published: published(line),
        line: line.clone(),
    });
    let page = |offset: usize| address(&Wanted { offset, ..wanted.clone() });
    let orders = Order::ALL.into_iter().map(|sort| Choice {
        words: sort.words().to_owned(),
        count: String::new(),
        href: address(&Wanted { sort, offset: 0, ..wanted.clone() }),
        current: sort == wanted.sort,
    });
    ListPage {
        rows: rows.collect(),
        hits: hits.iter().filter(|hit| hit.kind != "story").take(HITS).map(hit_row).collect(),
        facets: facets(&wanted, &listing),
        chosen: chosen(&wanted),
        orders: orders.collect(),
        from: wanted.offset + 1,
        to: wanted.offset + listing.stories.len(),
        total: counted(listing.total, "story", "stories"),
        before: (0 < wanted.offset).then(|| page(wanted.offset.saturating_sub(PAGE))),
        after: (wanted.offset + listing.stories.len() < listing.total).then(|| page(wanted.offset + PAGE)),
        query: address(&wanted).trim_start_matches('/').to_owned(),
        empty,
        wanted,
        listing,
    }
}

fn published(line: &Line) -> String {
    match (&line.first, &line.last) {
        (Some(first), Some(last)) => days::from_to(first, last),
        _ => "no date known".to_owned(),
    }
}

fn hit_row(hit: &Hit) -> HitRow {
    let id = link::slug(&hit.id);
    let (title, snippet) = (hit.title.clone(), hit.snippet.clone());
    match hit.kind.as_str() {
        "claim" => HitRow { kind: "claim", href: format!("/c/{id}"), title: snippet, snippet: format!("in {title}") },
        _ => HitRow { kind: "article", href: format!("/a/{id}"), title, snippet },
    }
}

fn facets(wanted: &Wanted, listing: &Listing) -> Vec<FacetGroup> {
    let group = |name, facets: &[Facet], words: fn(&str) -> String, with: fn(&mut Wanted, &str)| {
        let choices = facets.iter().take(FACETS + MORE_FACETS).map(|facet| {
            let mut narrowed = Wanted { offset: 0, ..wanted.clone() };
            with(&mut narrowed, &facet.value);
            let current = narrowed == Wanted { offset: 0, ..wanted.clone() };
            Choice { words: words(&facet.value), count: number(facet.stories), href: address(&narrowed), current }
        });
        let mut choices: Vec<Choice> = choices.collect();
        let more = choices.split_off(choices.len().min(FACETS));
        FacetGroup { name, choices, more }
    };
    let origins = |value: &str| if value == "1" { "1 origin".to_owned() } else { format!("{value} origins") };
    let groups = [
        group("Fewest origins", &listing.origins, origins, |wanted, value| wanted.origins = value.parse().ok()),
        group("Outlet", &listing.outlets, str::to_owned, |wanted, value| wanted.outlet = value.to_owned()),
        group("Month", &listing.months, days::month_in_words, |wanted, value| wanted.month = value.to_owned()),
    ];
    groups.into_iter().filter(|group| !group.choices.is_empty()).collect()
}

/// What the list was narrowed down by, each with the way back.
fn chosen(wanted: &Wanted) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    let mut add = |words: String, without: Wanted| {
        chosen.push(Chosen { words, href: address(&Wanted { offset: 0, ..without }) });
    };
    if !wanted.words.trim().is_empty() {
        add(format!("“{}”", wanted.words), Wanted { words: String::new(), ..wanted.clone() });
    }
    if let Some(count) = wanted.origins {
        add(format!("fewest origins {count}"), Wanted { origins: None, ..wanted.clone() });
    }
    if !wanted.outlet.is_empty() {
        add(wanted.outlet.clone(), Wanted { outlet: String::new(), ..wanted.clone() });
    }
    if !wanted.month.is_empty() {
        add(days::month_in_words(&wanted.month), Wanted { month: String::new(), ..wanted.clone() });
    }
    chosen
}

/// The list as an address: what is asked stands in it, so that it can be kept and sent.
fn address(wanted: &Wanted) -> String {
    let mut out = String::from("/");
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            let joint = if out.len() == 1 { '?' } else { '&' };
            let _ = write!(out, "{joint}{name}={}", link::encode(value));
        }
    };
    add("words", wanted.words.trim());
    add("outlet", &wanted.outlet);
    add("month", &wanted.month);
    add("origins", &wanted.origins.map_or_else(String::new, |count| count.to_string()));
    add("sort", if wanted.sort == Order::default() { "" } else { wanted.sort.key() });
    add("from", &if 0 < wanted.offset { (wanted.offset + 1).to_string() } else { String::new() });
    out
}

/// Reads an address's query. What has no meaning is said so, never guessed.
pub(crate) fn wanted(pairs: &[(String, String)]) -> Result<Wanted, Problem> {
    let count = |name: &str| match value(pairs, name) {
        "" => Ok(None),
        given => given.parse::<usize>().map(Some).map_err(|_| Problem::wrong(format!("`{name}` must be a number."))),
    };
    let sort = match value(pairs, "sort") {
        "" => Order::default(),
        given => Order::of(given).ok_or_else(|| {
            let all = Order::ALL.map(Order::key).join(", ");
            Problem::wrong(format!("`sort` is one of: {all}."))
        })?,
    };
    let text = |name: &str| value(pairs, name).chars().take(300).collect::<String>();
    Ok(Wanted {
        words: text("words"),
        outlet: text("outlet"),
        month: text("month"),
        origins: count("origins")?,
        sort,
        offset: count("from")?.unwrap_or(1).clamp(1, 10_000_000) - 1,
        limit: count("limit")?.unwrap_or(PAGE).clamp(1, 1_000),
    })
}

/// The list as JSON.
pub(crate) async fn list_json(State(held): State<Held>, Query(pairs): Pairs) -> Result<Response, Problem> {
    let wanted = wanted(&pairs)?;
    asked(move || Ok(json(&held.desk.shelf.stories(&wanted)?))).await
}

/// The list as a table for spreadsheets.
pub(crate) async fn list_csv(State(held): State<Held>, Query(pairs): Pairs) -> Result<Response, Problem> {
    let wanted = wanted(&pairs)?;
    asked(move || Ok(file("stories.csv", "text/csv", csv::stories(&held.desk.shelf.stories(&wanted)?.stories)))).await
}

/// The list as Markdown.
pub(crate) async fn list_markdown(State(held): State<Held>, Query(pairs): Pairs) -> Result<Response, Problem> {
    let wanted = wanted(&pairs)?;
    asked(move || {
        let listing = held.desk.shelf.stories(&wanted)?;
        let mut out = format!("# {}\n\n", counted(listing.total, "story", "stories"));
        for line in &listing.stories {
            let title = headwater_output::plain(&line.title);
            let articles = counted(line.articles, "article", "articles");
            let _ = writeln!(out, "- {title} ({articles}, {}; `{}`)", published(line), line.id);
        }
        Ok(text("text/markdown", out))
    })
    .await
}

/// `/s/ID`, and the same as `.json`, `.md`, `.csv` and, to share, `.html`.
pub(crate) async fn story(
    State(held): State<Held>,
    Path(name): Path<String>,
    Query(pairs): Pairs,
) -> Result<Response, Problem> {
    let extent = extent(&pairs);
    asked(move || {
        let (id, kind) = twin(&name);
        let whole = held.desk.shelf.story(id)?.ok_or_else(|| Problem::missing("story"))?;
        Ok(match kind {
            "json" => json(&Told { story: &whole.story, articles: &whole.articles, notes: &whole.notes }),
            "md" => text("text/markdown", headwater_output::markdown(&whole.records()) + &markdown_of_notes(&whole)),
            "csv" => file(&format!("{id}.csv"), "text/csv", csv::story(&whole.story, &whole.articles, &whole.notes)),
            "html" => shared(&whole),
            _ => page(view::story::page(&whole, extent)),
        })
    })
    .await
}

/// A story and its articles, as JSON.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct Told<'a> {
    /// The story.
    pub(crate) story: &'a Story,
    /// Its articles, earliest published first.
    pub(crate) articles: &'a [headwater_output::wire::Article],
    /// What the desk's owner wrote beside it and its claims.
    pub(crate) notes: &'a [Remark],
}

/// The notes beside a story and its claims, to set under it.
fn markdown_of_notes(whole: &Whole) -> String {
    let mut out = String::new();
    if !whole.notes.is_empty() {
        out.push_str("\n## Notes\n\n");
    }
    for note in &whole.notes {
        let claim = whole.story.claims.iter().position(|claim| note.about.as_ref() == Some(&claim.id));
        let about = match (claim, &note.words) {
            (Some(index), _) => format!("claim {}", index + 1),
            (None, Some(words)) => format!("“{}”", headwater_output::plain(words)),
            (None, None) => "the story".to_owned(),
        };
        let _ = writeln!(out, "- On {about}: {} ({})", headwater_output::plain(&note.text), note.written);
    }
    out
}

fn shared(whole: &Whole) -> Response {
    let name = format!("headwater-{}.html", whole.story.id);
    file(&name, "text/html", view::story::share(&whole.story, &whole.articles))
}

fn extent(pairs: &[(String, String)]) -> Extent {
    if value(pairs, "show") == "all" { Extent::All } else { Extent::First }
}

/// An id and the kind of twin asked for.
fn twin(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((id, kind @ ("json" | "md" | "csv" | "html"))) => (id, kind),
        _ => (name, ""),
    }
}

/// An article's page.
#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    shown: Shown,
    notes: Vec<Remark>,
    wordings: Vec<Wording>,
}

/// `/a/ID` and its twins.
pub(crate) async fn article(
    State(held): State<Held>,
    Path(name): Path<String>,
    Query(pairs): Pairs,
) -> Result<Response, Problem> {
    let extent = extent(&pairs);
    asked(move || {
        let (id, kind) = twin(&name);
        let piece = held.desk.shelf.article(id)?.ok_or_else(|| Problem::missing("article"))?;
        let article = &piece.article;
        let record = || vec![headwater_output::wire::Record::Article(article.clone())];
        let stories: Vec<&Story> = piece.stories.iter().collect();
        match kind {
            "json" => Ok(json(article)),
            "md" => Ok(text("text/markdown", markdown_of(article) + &headwater_output::markdown(&record()))),
            "csv" => Ok(file(&format!("{id}.csv"), "text/csv", csv::article(article))),
            _ => {
                let shown = view::article::article(article, &stories, extent);
                html(ArticlePage { shown, notes: piece.notes, wordings: piece.wordings }.render())
            }
        }
    })
    .await
}

fn markdown_of(article: &headwater_output::wire::Article) -> String {
    let title = article.title.as_deref().unwrap_or("Article");
    let paragraphs = article.text.lines().filter(|line| !line.trim().is_empty());
    let body: Vec<String> = paragraphs.map(headwater_output::plain).collect();
    format!("# {}\n\n{}\n\n", headwater_output::plain(title), body.join("\n\n"))
}

/// `/c/ID`: leads to the claim on its story's page.
pub(crate) async fn claim(State(held): State<Held>, Path(id): Path<String>) -> Result<Response, Problem> {
    asked(move || {
        let placed = held.desk.shelf.claim(&id)?.ok_or_else(|| Problem::missing("claim"))?;
        let (story, claim) = (link::slug(&placed.story), link::slug(&placed.claim.id));
        let all = if 100 < placed.number { "?show=all" } else { "" };
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("/s/{story}{all}#{claim}"))]).into_response())
    })
    .await
}

/// How programs ask.
#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    bearer: String,
    host: String,
}

/// `/api`: how programs ask.
pub(crate) async fn for_programs(
    State(held): State<Held>,
    headers: axum::http::HeaderMap,
) -> Result<Response, Problem> {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    html(ApiPage { bearer: held.guard.bearer().to_owned(), host }.render())
}

/// `/static/NAME`.
pub(crate) async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    match name.as_str() {
        "desk.css" => Ok(text("text/css", STYLE.to_owned())),
        "desk.js" => Ok(text("text/javascript", SCRIPT.to_owned())),
        "mark.svg" => Ok(text("image/svg+xml", MARK.to_owned())),
        _ => Err(Problem::missing("file")),
    }
}

/// A problem, for people.
#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    status: u16,
    title: &'a str,
    detail: &'a str,
    inside: bool,
}

/// A problem as a page.
pub(crate) fn problem(problem: &Problem) -> Response {
    let inside = !matches!(problem.status, StatusCode::FORBIDDEN | StatusCode::MISDIRECTED_REQUEST);
    let status = problem.status.as_u16();
    let page = ProblemPage { status, title: problem.title(), detail: &problem.detail, inside }.render();
    let mut response = page_of(page.unwrap_or_default());
    *response.status_mut() = problem.status;
    response
}

/// Answers off the threads that listen: questions may take a core for a while.
pub(crate) async fn asked(
    answer: impl FnOnce() -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let failed = |_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The answer could not be made.");
    tokio::task::spawn_blocking(answer).await.map_err(failed)?
}

pub(crate) fn html(rendered: askama::Result<String>) -> Result<Response, Problem> {
    let failed = |_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The page could not be drawn.");
    rendered.map(page).map_err(failed)
}

fn page(words: String) -> Response {
    page_of(words)
}

fn page_of(words: String) -> Response {
    text("text/html", words)
}

fn text(kind: &str, words: String) -> Response {
    ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], words).into_response()
}

pub(crate) fn json(value: &impl serde::Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// An answer to be kept as a file. The name is made of an id; all else in it is left out.
fn file(name: &str, kind: &str, words: String) -> Response {
    let name: String =
        name.chars().filter(|letter| letter.is_ascii_alphanumeric() || ".-_".contains(*letter)).collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, format!("{kind}; charset=utf-8")), (header::CONTENT_DISPOSITION, disposition)];
    (headers, words).into_response()
}
