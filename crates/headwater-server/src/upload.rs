//! Articles that are pasted or uploaded: read here, and led to.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use headwater::{Body, ClaimedDate, Page};
use headwater_input::Cleaning;

use crate::link;
use crate::pages::{asked, html};
use crate::problem::Problem;
use crate::routes::Held;

/// Pages read from one upload; more are for the command line.
const MOST_PAGES: usize = 500;

#[derive(Template)]
#[template(path = "upload.html")]
struct UploadPage {
    notes: Vec<String>,
}

/// `/upload`: the form.
pub(crate) async fn form() -> Result<Response, Problem> {
    html(UploadPage { notes: Vec::new() }.render())
}

/// The most bytes of text read from one upload: a zipped file may hold far more than was sent.
const MOST_TEXT: usize = 64 << 20;

/// What a form held.
#[derive(Default)]
struct Sent {
    text: String,
    title: String,
    outlet: String,
    published: String,
    url: String,
    files: Vec<(String, Vec<u8>)>,
}

/// Reads what was sent and leads to the story it belongs to.
pub(crate) async fn send(State(held): State<Held>, form: Multipart) -> Result<Response, Problem> {
    let sent = sent(form).await?;
    let room = held.desk.readers.clone().try_acquire_owned().map_err(|_| busy())?;
    let desk = held.desk.clone();
    asked(move || {
        let _room = room;
        let (pages, problems) = pages(sent);
        if pages.is_empty() {
            let notes = if problems.is_empty() {
                vec!["There was nothing to read: paste text or choose a file.".into()]
            } else {
                problems
            };
            let mut page = html(UploadPage { notes }.render())?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(page);
        }
        let articles = desk.shelf.add(pages, desk.knowledge())?;
        let mut stories = std::collections::BTreeSet::new();
        for article in &articles {
            stories.extend(desk.shelf.stories_of(article)?);
        }
        let target = match (stories.first(), articles.first()) {
            (Some(story), _) if stories.len() == 1 => format!("/s/{}", link::slug(story)),
            (None, Some(article)) => format!("/a/{}", link::slug(article)),
            _ => "/?sort=newest".to_owned(),
        };
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response())
    })
    .await
}

pub(crate) fn busy() -> Problem {
    let detail = "Other pages are being read just now. Try again in a moment.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail)
}

async fn sent(mut form: Multipart) -> Result<Sent, Problem> {
    let broken = |error: axum::extract::multipart::MultipartError| {
        let too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
        let detail =
            if too_large { "The files are larger than 32 MiB together." } else { "The form was not complete." };
        Problem::new(error.status(), detail)
    };
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        let words = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "text" => sent.text = words(),
            "title" => sent.title = words(),
            "outlet" => sent.outlet = words(),
            "published" => sent.published = words(),
            "url" => sent.url = words(),
            "files" if !bytes.is_empty() => {
                sent.files.push((file.unwrap_or_else(|| "upload".to_owned()), bytes.to_vec()));
            }
            _ => {}
        }
    }
    Ok(sent)
}

/// The pages in what was sent, and what could not be read of it.
fn pages(sent: Sent) -> (Vec<Page>, Vec<String>) {
    let mut pages = Vec::new();
    let mut problems = Vec::new();
    let mut held = 0;
    let pasted = (!sent.text.trim().is_empty()).then(|| ("pasted text".to_owned(), sent.text.clone().into_bytes()));
    let single = pasted.is_some() || sent.files.len() == 1;
    for (name, bytes) in pasted.into_iter().chain(sent.files.clone()) {
        for page in headwater_input::from_bytes(&name, bytes, Cleaning::Clean) {
            if MOST_PAGES <= pages.len() || MOST_TEXT < held {
                problems
                    .push(format!("the rest of `{name}` is too much for one upload; `headwater serve PATH` reads it"));
                break;
            }
            match page {
                Ok(page) => {
                    held += size(&page);
                    pages.push(page);
                }
                Err(problem) => problems.push(problem.to_string()),
            }
        }
    }
    if single && let [page, ..] = pages.as_mut_slice() {
        told(page, &sent);
    }
    (pages, problems)
}

fn size(page: &Page) -> usize {
    match &page.body {
        Body::Dump(text) | Body::Exact(text) => text.len(),
        Body::Extracted { text, rest } => text.len() + rest.iter().map(|piece| piece.text.len()).sum::<usize>(),
    }
}

/// What the sender knows of a page goes before what it says of itself.
fn told(page: &mut Page, sent: &Sent) {
    let some = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    let hints = &mut page.hints;
    hints.title = some(&sent.title).or(hints.title.take());
    hints.outlet = some(&sent.outlet).or(hints.outlet.take());
    hints.url = some(&sent.url).or(hints.url.take());
    if let Some(written) = some(&sent.published) {
        hints.dates.insert(0, ClaimedDate { written, place: "input".to_owned() });
    }
}
