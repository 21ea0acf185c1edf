//! A page as a store keeps it: all that was given, compressed.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use headwater::{Body, ClaimedDate, Furniture, FurnitureKind, Hints, Page};
use serde::{Deserialize, Serialize};

/// The most bytes that a kept thing may have when unpacked: more is no page of ours but a bomb.
const MOST_BYTES: u64 = 1 << 30;

#[derive(Serialize, Deserialize)]
struct KeptPage {
    place: String,
    body: KeptBody,
    url: Option<String>,
    canonical: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    byline: Option<String>,
    language: Option<String>,
    dates: Vec<(String, String)>,
    notes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KeptBody {
    Dump(String),
    Exact(String),
    Extracted { text: String, rest: Vec<(String, KeptKind, String)> },
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KeptKind {
    Navigation,
    Teaser,
    Caption,
    Credit,
    Metadata,
    Title,
    Advert,
    Comment,
    Related,
}

/// The page as bytes.
pub fn pack(page: &Page) -> Vec<u8> {
    let body = match &page.body {
        Body::Dump(text) => KeptBody::Dump(text.clone()),
        Body::Exact(text) => KeptBody::Exact(text.clone()),
        Body::Extracted { text, rest } => {
            let piece = |piece: &Furniture| (piece.text.clone(), kept_kind(piece.kind), piece.rule.to_string());
            KeptBody::Extracted { text: text.clone(), rest: rest.iter().map(piece).collect() }
        }
    };
    let hints = page.hints.clone();
    let dates = hints.dates.into_iter().map(|date| (date.written, date.place)).collect();
    let Hints { url, canonical, outlet, title, byline, language, notes, .. } = hints;
    let place = page.place.clone();
    pack_json(&KeptPage { place, body, url, canonical, outlet, title, byline, language, dates, notes })
}

/// The page that [`pack`] made bytes of; `Err` says what is wrong with them.
pub fn unpack(bytes: &[u8]) -> Result<Page, String> {
    let kept: KeptPage = unpack_json(bytes)?;
    let body = match kept.body {
        KeptBody::Dump(text) => Body::Dump(text),
        KeptBody::Exact(text) => Body::Exact(text),
        KeptBody::Extracted { text, rest } => {
            let piece = |(text, kind, rule): (String, KeptKind, String)| Furniture {
                text,
                kind: kind_of(kind),
                rule: rule.into(),
            };
            Body::Extracted { text, rest: rest.into_iter().map(piece).collect() }
        }
    };
    let dates = kept.dates.into_iter().map(|(written, place)| ClaimedDate { written, place }).collect();
    let KeptPage { place, url, canonical, outlet, title, byline, language, notes, .. } = kept;
    Ok(Page { place, body, hints: Hints { url, canonical, outlet, title, byline, language, dates, notes } })
}

/// Anything as compressed JSON.
pub fn pack_json(value: &impl Serialize) -> Vec<u8> {
    let json = serde_json::to_vec(value).expect("records and pages have string keys and no numbers that JSON lacks");
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(4));
    packed.write_all(&json).and_then(|()| packed.finish()).expect("a vector takes all that is written to it")
}

/// What [`pack_json`] made bytes of.
pub fn unpack_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let mut json = Vec::new();
    let read = ZlibDecoder::new(bytes).take(MOST_BYTES).read_to_end(&mut json);
    read.map_err(|error| error.to_string())?;
    serde_json::from_slice(&json).map_err(|error| error.to_string())
}

fn kept_kind(kind: FurnitureKind) -> KeptKind {
    match kind {
        FurnitureKind::Navigation => KeptKind::Navigation,
        FurnitureKind::Teaser => KeptKind::Teaser,
        FurnitureKind::Caption => KeptKind::Caption,
        FurnitureKind::Credit => KeptKind::Credit,
        FurnitureKind::Metadata => KeptKind::Metadata,
        FurnitureKind::Title => KeptKind::Title,
        FurnitureKind::Advert => KeptKind::Advert,
        FurnitureKind::Comment => KeptKind::Comment,
        FurnitureKind::Related => KeptKind::Related,
    }
}

fn kind_of(kind: KeptKind) -> FurnitureKind {
    match kind {
        KeptKind::Navigation => FurnitureKind::Navigation,
        KeptKind::Teaser => FurnitureKind::Teaser,
        KeptKind::Caption => FurnitureKind::Caption,
        KeptKind::Credit => FurnitureKind::Credit,
        KeptKind::Metadata => FurnitureKind::Metadata,
        KeptKind::Title => FurnitureKind::Title,
        KeptKind::Advert => FurnitureKind::Advert,
        KeptKind::Comment => FurnitureKind::Comment,
        KeptKind::Related => FurnitureKind::Related,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: Body) {
        let some = |words: &str| Some(words.to_owned());
        let dates = vec![ClaimedDate { written: "2024-05-03".to_owned(), place: "input".to_owned() }];
        let hints = Hints {
            url: some("https://news.example/a"),
            canonical: some("https://news.example/b"),
            outlet: some("Brundel Courier"),
            title: some("Ferry aground"),
            byline: some("Ada Example"),
            language: some("en"),
            dates,
            notes: vec!["Guessed.".to_owned()],
        };
        let page = Page { place: "a.txt".to_owned(), body, hints };
        assert_eq!(unpack(&pack(&page)), Ok(page));
    }

    #[test]
    fn a_page_comes_back_as_it_was() {
        check(Body::Dump("“é”\n\n日本".to_owned()));
        check(Body::Exact(String::new()));
        let kinds = [
            FurnitureKind::Navigation,
            FurnitureKind::Teaser,
            FurnitureKind::Caption,
            FurnitureKind::Credit,
            FurnitureKind::Metadata,
            FurnitureKind::Title,
            FurnitureKind::Advert,
            FurnitureKind::Comment,
            FurnitureKind::Related,
        ];
        let rest = kinds.map(|kind| Furniture { text: format!("{kind:?}"), kind, rule: "left out".into() });
        check(Body::Extracted { text: "A ferry sank.".to_owned(), rest: rest.to_vec() });
    }

    #[test]
    fn other_bytes_are_said_to_be_so() {
        assert!(unpack(b"no page").is_err());
        let mut bytes = pack(&Page { place: String::new(), body: Body::Dump("words".into()), hints: Hints::default() });
        bytes.truncate(bytes.len() / 2);
        assert!(unpack(&bytes).is_err());
    }
}
