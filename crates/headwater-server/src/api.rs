//! The same questions for programs, as JSON.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use headwater::{ClaimedDate, Hints};
use headwater_input::{Cleaning, page_of_text};
use headwater_output::wire::{self, Record};
use utoipa::OpenApi;

use crate::pages::{Pairs, Told, asked, json, value, wanted};
use crate::problem::{Problem, ProblemBody};
use crate::questions::{self, Facet, Hit, Line, Listing, Placed, Remark};
use crate::routes::Held;
use crate::upload::busy;

/// How errors are told (RFC 9457).
const PROBLEM: &str = "application/problem+json";

/// The interface as OpenAPI 3.1.
#[derive(OpenApi)]
#[openapi(
    info(title = "headwater", description = "Stories, claims and the origins they rest on. Count origins, not articles."),
    paths(stories, story, claim, article, search, read),
    components(schemas(Listing, Line, Facet, StoryTold, Placed, Remark, Hit, Text, ReadTold, ProblemBody, wire::Story, wire::Article)),
    modifiers(&Key)
)]
struct Document;

/// Every path wants the key.
struct Key;

impl utoipa::Modify for Key {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        document.components.get_or_insert_default().add_security_scheme("key", scheme);
        document.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
    }
}

/// The interface as a document: OpenAPI 3.1, as JSON with a line for each value.
pub fn openapi() -> String {
    Document::openapi().to_pretty_json().unwrap_or_default() + "\n"
}

/// A story and its articles.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "the schema of what `Told` is written as, which borrows")]
pub(crate) struct StoryTold {
    /// The story.
    story: wire::Story,
    /// Its articles, earliest published first.
    articles: Vec<wire::Article>,
    /// What the desk's owner wrote beside it and its claims.
    notes: Vec<Remark>,
}

/// `/api/v1/openapi.json`.
pub(crate) async fn document() -> Response {
    json(&Document::openapi())
}

/// Lists stories.
#[utoipa::path(get, path = "/api/v1/stories", params(
    ("words" = Option<String>, Query, description = "Words that all stand in its title, a claim or an article; never syntax"),
    ("outlet" = Option<String>, Query, description = "An outlet that tells it"),
    ("month" = Option<String>, Query, description = "Month of its first publication, `2024-10`"),
    ("origins" = Option<usize>, Query, description = "Its fewest origins"),
    ("sort" = Option<String>, Query, description = "`largest`, `newest`, `oldest` or `fewest-origins`"),
    ("from" = Option<usize>, Query, description = "The first to show, counted from 1"),
    ("limit" = Option<usize>, Query, description = "How many to show, 1,000 at most"),
), responses(
    (status = 200, description = "What was asked for", body = Listing),
    (status = 400, description = "Something in the request is not as it must be", body = ProblemBody, content_type = PROBLEM),
    (status = 401, description = "The key is missing or wrong", body = ProblemBody, content_type = PROBLEM)))]
pub(crate) async fn stories(State(held): State<Held>, Query(pairs): Pairs) -> Result<Response, Problem> {
    let wanted = wanted(&pairs)?;
    asked(move || Ok(json(&held.desk.shelf.stories(&wanted)?))).await
}

/// One story with its articles.
#[utoipa::path(get, path = "/api/v1/stories/{id}", params(("id" = String, Path)),
    responses(
    (status = 200, description = "What was asked for", body = StoryTold),
    (status = 400, description = "Something in the request is not as it must be", body = ProblemBody, content_type = PROBLEM),
    (status = 401, description = "The key is missing or wrong", body = ProblemBody, content_type = PROBLEM),
    (status = 404, description = "There is none", body = ProblemBody, content_type = PROBLEM)))]
pub(crate) async fn story(State(held): State<Held>, Path(id): Path<String>) -> Result<Response, Problem> {
    asked(move || {
        let whole = held.desk.shelf.story(&id)?.ok_or_else(|| Problem::missing("story"))?;
        Ok(json(&Told { story: &whole.story, articles: &whole.articles, notes: &whole.notes }))
    })
    .await
}

/// One claim, and where it belongs.
#[utoipa::path(get, path = "/api/v1/claims/{id}", params(("id" = String, Path)),
    responses(
    (status = 200, description = "What was asked for", body = Placed),
    (status = 400, description = "Something in the request is not as it must be", body = ProblemBody, content_type = PROBLEM),
    (status = 401, description = "The key is missing or wrong", body = ProblemBody, content_type = PROBLEM),
    (status = 404, description = "There is none", body = ProblemBody, content_type = PROBLEM)))]
pub(crate) async fn claim(State(held): State<Held>, Path(id): Path<String>) -> Result<Response, Problem> {
    asked(move || Ok(json(&held.desk.shelf.claim(&id)?.ok_or_else(|| Problem::missing("claim"))?))).await
}

/// One article as read.
#[utoipa::path(get, path = "/api/v1/articles/{id}", params(("id" = String, Path)),
    responses(
    (status = 200, description = "What was asked for", body = wire::Article),
    (status = 400, description = "Something in the request is not as it must be", body = ProblemBody, content_type = PROBLEM),
    (status = 401, description = "The key is missing or wrong", body = ProblemBody, content_type = PROBLEM),
    (status = 404, description = "There is none", body = ProblemBody, content_type = PROBLEM)))]
pub(crate) async fn article(State(held): State<Held>, Path(id): Path<String>) -> Result<Response, Problem> {
    asked(move || Ok(json(&held.desk.shelf.article(&id)?.ok_or_else(|| Problem::missing("article"))?.article))).await
}

/// Stories, claims and articles that hold all of these words.
#[utoipa::path(get, path = "/api/v1/search", params(
    ("words" = String, Query, description = "What to look for; never syntax"),
    ("limit" = Option<usize>, Query, description = "How many to show, 1,000 at most"),
), responses(
    (status = 200, description = "What was asked for", body = Vec<Hit>),
    (status = 400, description = "Something in the request is not as it must be", body = ProblemBody, content_type = PROBLEM),
    (status = 401, description = "The key is missing or wrong", body = ProblemBody, content_type = PROBLEM)))]
pub(crate) async fn search(State(held): State<Held>, Query(pairs): Pairs) -> Result<Response, Problem> {
    let asked_for = wanted(&pairs)?;
    if value(&pairs, "words").trim().is_empty() {
        return Err(Problem::wrong("`words` must say what to look for."));
    }
    asked(move || Ok(json(&held.desk.shelf.search(&asked_for.words, asked_for.limit)?))).await
}

/// A text to be read. Nothing is stored.
#[derive(serde::Deserialize, utoipa::ToSchema)]
pub(crate) struct Text {
    /// The page as text; menus and teasers may be glued on.
    text: String,
    /// Where it was found.
    url: Option<String>,
    /// Who published it.
    outlet: Option<String>,
    /// Its headline.
    title: Option<String>,
    /// When it was published.
    published: Option<String>,
    /// Take the text to the letter: nothing is set aside.
    #[serde(default)]
    exact: bool,
}

/// What was read of a text.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct ReadTold {
    /// The article in it.
    articles: Vec<wire::Article>,
    /// What it tells.
    stories: Vec<wire::Story>,
}

/// Reads one text and tells what it rests on, without keeping anything.
#[utoipa::path(post, path = "/api/v1/read", request_body = Text, responses(
    (status = 200, description = "What was asked for", body = ReadTold),
    (status = 400, description = "Something in the request is not as it must be", body = ProblemBody, content_type = PROBLEM),
    (status = 401, description = "The key is missing or wrong", body = ProblemBody, content_type = PROBLEM),
    (status = 413, description = "Too large", body = ProblemBody, content_type = PROBLEM),
    (status = 415, description = "Neither JSON nor plain text", body = ProblemBody, content_type = PROBLEM),
    (status = 503, description = "Too much to read at this time; ask again", body = ProblemBody, content_type = PROBLEM)))]
pub(crate) async fn read(
    State(held): State<Held>,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Problem> {
    let text = text(&headers, body)?;
    let desk = held.desk.clone();
    let room = held.desk.readers.clone().try_acquire_owned().map_err(|_| busy())?;
    asked(move || {
        let _room = room;
        let some = |words: Option<String>| words.filter(|words| !words.trim().is_empty());
        let dates = some(text.published).map(|written| ClaimedDate { written, place: "input".to_owned() });
        let hints = Hints {
            url: some(text.url),
            outlet: some(text.outlet),
            title: some(text.title),
            dates: dates.into_iter().collect(),
            ..Hints::default()
        };
        let cleaning = if text.exact { Cleaning::ToTheLetter } else { Cleaning::Clean };
        let page = page_of_text(text.text, "text".to_owned(), hints, cleaning);
        let mut told = ReadTold { articles: Vec::new(), stories: Vec::new() };
        for record in questions::read(&[page], desk.knowledge()) {
            match record {
                Record::Article(article) => told.articles.push(article),
                Record::Story(story) => told.stories.push(story),
                Record::Run(_) | Record::Unread(_) => {}
            }
        }
        Ok(json(&told))
    })
    .await
}

/// The text in a request, as JSON or as plain text.
fn text(headers: &HeaderMap, body: Result<Bytes, axum::extract::rejection::BytesRejection>) -> Result<Text, Problem> {
    let body = body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "One text may have 2 MiB."),
        status => Problem::new(status, "The text did not arrive."),
    })?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let text = match kind.as_str() {
        "application/json" => serde_json::from_slice(&body)
            .map_err(|error| Problem::wrong(format!("The body is not what `text` needs: {error}.")))?,
        "text/plain" => {
            let text = std::str::from_utf8(&body).map_err(|_| Problem::wrong("The text is not UTF-8."))?.to_owned();
            Text { text, url: None, outlet: None, title: None, published: None, exact: false }
        }
        _ => {
            let detail = "Send `application/json` or `text/plain`.";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    };
    if text.text.trim().is_empty() {
        return Err(Problem::wrong("There is nothing in the text."));
    }
    Ok(text)
}
