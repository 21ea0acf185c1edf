//! What went wrong, for people as a page and for programs as RFC 9457 has it. Never a path, never a trace.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// An answer that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// What is wrong, in words for the one who asked; what to try.
    pub(crate) detail: String,
}

/// The problem as programs get it, `application/problem+json`.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(crate) struct ProblemBody {
    /// Always `about:blank`: the status says what kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What is wrong, and what to try.
    detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem { status, detail: detail.into() }
    }

    /// There is no such thing.
    pub(crate) fn missing(what: &str) -> Problem {
        let detail =
            format!("There is no such {what} here. It may have been read again under another id, or forgotten.");
        Problem::new(StatusCode::NOT_FOUND, detail)
    }

    /// The question is not one.
    pub(crate) fn wrong(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(crate) fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Problem")
    }
}

impl From<crate::questions::Unanswered> for Problem {
    fn from(unanswered: crate::questions::Unanswered) -> Problem {
        if let crate::questions::Unanswered::Closed = unanswered {
            return Problem::new(
                StatusCode::CONFLICT,
                "Nothing was added: a saved run can be read, not added to. A store can.",
            );
        }
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("The store could not be asked: {unanswered}. Try again."))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            kind: "about:blank",
            title: self.title().to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
        };
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        response.extensions_mut().insert(self);
        response
    }
}
