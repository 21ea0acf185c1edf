//! Notes that the desk's owner writes beside what was found.

use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use headwater_store::StoreError;

use crate::link::slug;
use crate::pages::{asked, value};
use crate::problem::Problem;
use crate::questions::Unanswered;
use crate::routes::Held;

/// Writes a note beside what `about` names, and leads back to it.
pub(crate) async fn write(
    State(held): State<Held>,
    form: Result<Form<Vec<(String, String)>>, axum::extract::rejection::FormRejection>,
) -> Result<Response, Problem> {
    let Form(pairs) = form.map_err(|error| Problem::new(error.status(), "The form did not arrive whole."))?;
    asked(move || {
        let about = value(&pairs, "about");
        held.desk.shelf.note(about, value(&pairs, "text")).map_err(refused)?;
        let target = match held.desk.shelf.claim(about)? {
            Some(placed) => format!("/s/{}#{}", slug(&placed.story), slug(about)),
            None if about.starts_with("a-") => format!("/a/{}", slug(about)),
            None => format!("/s/{}", slug(about)),
        };
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response())
    })
    .await
}

fn refused(unanswered: Unanswered) -> Problem {
    match unanswered {
        Unanswered::Store(StoreError::Unknown(_)) => Problem::missing("story, claim or article"),
        Unanswered::Store(error @ StoreError::NoNote { .. }) => {
            Problem::wrong(format!("Nothing was written: {error}."))
        }
        Unanswered::Closed => Problem::wrong("A saved run keeps no notes; a store does."),
        other => other.into(),
    }
}
