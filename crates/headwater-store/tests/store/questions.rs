//! What a store answers.

use headwater_store::{HitKind, Sort, Store, StoryQuery};

use crate::{demo, page, page_at, store_of};

const ALL: StoryQuery = StoryQuery {
    words: None,
    outlet: None,
    from: None,
    to: None,
    at_least: None,
    at_most: None,
    sort: Sort::Largest,
    offset: 0,
    limit: 100,
};

/// Three stories, by day and outlet: a ferry of two articles, a bank, a bridge without a day.
fn three() -> Store {
    let with = |mut page: headwater::Page, outlet: &str| {
        page.hints.outlet = Some(outlet.to_owned());
        page
    };
    let ferry = "A ferry with forty passengers ran aground off Tolmeza island on Monday, the coastguard said.";
    let again = "Coastguard boats took forty passengers off a ferry that ran aground near Tolmeza island.";
    let bank = "Brundel Bank will cut a third of its branches, chief executive Ada Brun told shareholders.";
    let bridge = "“The old bridge is unsafe,” said engineer Ola Venn in Querl.";
    store_of([
        with(page_at("https://a.example/1", "2024-05-06", ferry), "Tolmeza Post"),
        with(page_at("https://b.example/1", "2024-05-07", again), "Brundel Courier"),
        with(page_at("https://b.example/2", "2024-06-01", bank), "Brundel Courier"),
        page("bridge.txt", bridge),
    ])
}

/// Which of "ferry", "bank", "bridge" a query finds, in order.
fn check(query: StoryQuery, expected: &[&str]) {
    let page = three().stories(&query).expect("listed");
    let words = ["ferry", "bank", "bridge"];
    let named = |title: &str| words.into_iter().find(|word| title.to_lowercase().contains(word)).unwrap_or("?");
    let found: Vec<&str> = page.stories.iter().map(|story| named(&story.title)).collect();
    assert_eq!(found, expected, "{query:?}");
}

#[test]
fn stories_are_listed_sorted_and_a_page_at_a_time() {
    check(StoryQuery { sort: Sort::Newest, ..ALL }, &["bank", "ferry", "bridge"]);
    check(StoryQuery { sort: Sort::Oldest, ..ALL }, &["ferry", "bank", "bridge"]);
    check(StoryQuery { limit: 1, ..ALL }, &["ferry"]);
    check(StoryQuery { limit: 0, ..ALL }, &[]);
    check(StoryQuery { sort: Sort::Oldest, offset: 1, limit: usize::MAX, ..ALL }, &["bank", "bridge"]);
    check(StoryQuery { offset: usize::MAX, ..ALL }, &[]);
}

#[test]
fn stories_are_found_by_words_in_title_claims_and_articles() {
    let with = |words: &str| StoryQuery { words: Some(words.to_owned()), ..ALL };
    check(with("COASTGUARD boats"), &["ferry"]);
    check(with("\"ran aground\""), &["ferry"]);
    check(with("\"aground ran\""), &[]);
    check(with("forty shareholders"), &[]);
    check(with("engineer"), &["bridge"]);
    check(with("nobodyhasthis"), &[]);
    check(with("***"), &[]);
    check(StoryQuery { sort: Sort::Oldest, ..with("  ") }, &["ferry", "bank", "bridge"]);
}

#[test]
fn stories_are_found_by_outlet_day_and_origins() {
    check(StoryQuery { outlet: Some("Tolmeza Post".into()), ..ALL }, &["ferry"]);
    check(StoryQuery { outlet: Some("Brundel Courier".into()), sort: Sort::Oldest, ..ALL }, &["ferry", "bank"]);
    check(StoryQuery { outlet: Some("nobody".into()), ..ALL }, &[]);
    check(StoryQuery { from: Some("2024-05-07".into()), sort: Sort::Oldest, ..ALL }, &["ferry", "bank"]);
    check(StoryQuery { from: Some("2024-05-08".into()), ..ALL }, &["bank"]);
    check(StoryQuery { to: Some("2024-05".into()), ..ALL }, &["ferry"]);
    check(StoryQuery { to: Some("2024".into()), sort: Sort::Newest, ..ALL }, &["bank", "ferry"]);
    check(StoryQuery { at_least: Some(9), ..ALL }, &[]);
}

#[test]
fn facets_count_all_that_was_found() {
    let page = three().stories(&StoryQuery { limit: 1, ..ALL }).expect("listed");
    assert_eq!((page.total, page.stories.len(), page.stories[0].articles), (3, 1, 2));
    let outlets: Vec<(&str, usize)> =
        page.facets.outlets.iter().map(|outlet| (outlet.value.as_str(), outlet.stories)).collect();
    assert_eq!(outlets, [("Brundel Courier", 2), ("Tolmeza Post", 1)]);
    let months: Vec<(&str, usize)> =
        page.facets.months.iter().map(|month| (month.value.as_str(), month.stories)).collect();
    assert_eq!(months, [("2024-06", 1), ("2024-05", 1)]);
    let narrowed = three().stories(&StoryQuery { words: Some("bank".into()), ..ALL }).expect("listed");
    assert_eq!((narrowed.total, narrowed.facets.outlets.len()), (1, 1));
}

#[test]
fn what_is_typed_is_never_syntax() {
    let store = three();
    let nasty =
        ["\"", "a\"b", "AND", "NOT ferry", "ferry*", "(ferry", "title:ferry", "-ferry", "^", "\0", "'", "{a b}:x"];
    for typed in nasty {
        store.search(typed, 10).unwrap_or_else(|error| panic!("{typed}: {error}"));
        let query = StoryQuery { words: Some(typed.to_owned()), ..ALL };
        store.stories(&query).unwrap_or_else(|error| panic!("{typed}: {error}"));
    }
    assert!(store.search("ferry\"", 10).expect("searched").iter().any(|hit| hit.kind == HitKind::Article));
}

#[test]
fn hits_lead_to_what_they_name() {
    let store = store_of(demo());
    let hits = store.search("harbour", 50).expect("searched");
    for kind in [HitKind::Claim, HitKind::Article] {
        assert!(hits.iter().any(|hit| hit.kind == kind), "{kind:?}");
    }
    for hit in hits {
        assert!(store.story(&hit.story).expect("asked").is_some(), "{hit:?}");
        let there = match hit.kind {
            HitKind::Story => store.story(&hit.id).expect("asked").is_some(),
            HitKind::Claim => store.claim(&hit.id).expect("asked").is_some_and(|claim| claim.story == hit.story),
            HitKind::Article => {
                store.article(&hit.id).expect("asked").is_some_and(|found| found.stories == [hit.story])
            }
        };
        assert!(there, "{}", hit.id);
    }
}

#[test]
fn what_is_not_there_is_nothing() {
    let store = three();
    for id in ["", "s-0", "c-0", "a-0", "' OR 1=1 --", "1.1"] {
        assert!(store.story(id).expect("asked").is_none());
        assert!(store.claim(id).expect("asked").is_none());
        assert!(store.article(id).expect("asked").is_none());
    }
    assert_eq!(store.story_numbered(0).expect("asked"), None);
    assert_eq!(store.story_numbered(4).expect("asked"), None);
    let first = store.stories(&StoryQuery { limit: 1, ..ALL }).expect("listed").stories.remove(0).id;
    assert_eq!(store.story_numbered(1).expect("asked"), Some(first));
}

#[test]
fn a_story_shows_in_every_format_as_from_a_fresh_run() {
    let store = store_of(demo());
    let first = store.story_numbered(1).expect("asked").expect("a story");
    let found = store.story(&first).expect("asked").expect("a story");
    let records = found.records();
    let claim = &found.story.claims[0];
    assert!(headwater_output::why(&records, &claim.id, 100).expect("a claim").contains(&claim.id));
    let report = headwater_output::text(&records, 100, headwater_output::Extent::All, "");
    assert!(report.contains("STORY 1"));
}
