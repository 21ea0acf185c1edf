//! All routes.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::error_handling::HandleErrorLayer;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower::ServiceBuilder;

use crate::guard::{Guard, door};
use crate::problem::Problem;
use crate::serve::Desk;
use crate::{api, notes, pages, upload};

/// The most bytes a program may send.
const API_BODY: usize = 2 << 20;

/// The most bytes of files uploaded at once.
const UPLOAD_BODY: usize = 32 << 20;

/// The most bytes of a note, as a form sends it.
const NOTE_BODY: usize = 256 << 10;

/// The longest a question may take. Reading and huge stories have their own, longer.
const ANSWER_TIME: Duration = Duration::from_secs(10);
const READ_TIME: Duration = Duration::from_secs(120);

/// What every handler gets.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) desk: Arc<Desk>,
    pub(crate) guard: Arc<Guard>,
}

/// All routes behind one door.
pub(crate) fn routes(desk: Arc<Desk>, guard: Arc<Guard>) -> Router {
    let held = Held { desk, guard: guard.clone() };
    let asking = Router::new()
        .route("/", get(pages::list))
        .route("/stories.json", get(pages::list_json))
        .route("/stories.csv", get(pages::list_csv))
        .route("/stories.md", get(pages::list_markdown))
        .route("/s/{id}", get(pages::story))
        .route("/a/{id}", get(pages::article))
        .route("/c/{id}", get(pages::claim))
        .route("/upload", get(upload::form))
        .route("/api", get(pages::for_programs))
        .route("/static/{name}", get(pages::asset))
        .route("/api/v1/stories", get(api::stories))
        .route("/api/v1/stories/{id}", get(api::story))
        .route("/api/v1/claims/{id}", get(api::claim))
        .route("/api/v1/articles/{id}", get(api::article))
        .route("/api/v1/search", get(api::search))
        .route("/api/v1/openapi.json", get(api::document))
        .layer(within(ANSWER_TIME));
    let reading = Router::new()
        .route("/upload", post(upload::send).layer(DefaultBodyLimit::max(UPLOAD_BODY)))
        .route("/notes", post(notes::write).layer(DefaultBodyLimit::max(NOTE_BODY)))
        .route("/api/v1/read", post(api::read).layer(DefaultBodyLimit::max(API_BODY)))
        .layer(within(READ_TIME));
    asking
        .merge(reading)
        .fallback(async || Problem::missing("page"))
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This address is not asked that way.")
        })
        .layer(axum::middleware::from_fn_with_state(guard, door))
        .with_state(held)
}

type Within = ServiceBuilder<
    tower::layer::util::Stack<
        tower::timeout::TimeoutLayer,
        tower::layer::util::Stack<
            HandleErrorLayer<fn(tower::BoxError) -> std::future::Ready<Response>, ()>,
            tower::layer::util::Identity,
        >,
    >,
>;

/// Answers 503 where an answer takes too long.
fn within(time: Duration) -> Within {
    let late: fn(tower::BoxError) -> std::future::Ready<Response> = |_| {
        let detail = "This took too long and was given up. Ask for less at once.";
        std::future::ready(Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).into_response())
    };
    ServiceBuilder::new().layer(HandleErrorLayer::new(late)).timeout(time)
}
