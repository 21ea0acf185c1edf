//! Pages that are made to mislead: dates of their own choosing, many mastheads, invented credits, instructions,
//! look-alike names. None may change what a claim is counted to rest on.

use headwater::{Body, ClaimedDate, Hints, Knowledge, Page, Reading, Story, compare, read};

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    KNOWLEDGE.get_or_init(Knowledge::bundled)
}

fn page(outlet: &str, day: &str, text: &str) -> Page {
    let dates = vec![ClaimedDate { written: day.to_owned(), place: "input".to_owned() }];
    let hints = Hints { outlet: Some(outlet.to_owned()), dates, ..Hints::default() };
    Page { place: format!("{outlet}.txt"), body: Body::Exact(text.to_owned()), hints }
}

const OWN: &str = "The ferry Alvina sank off Tolmeza on Monday night with 40 people on board.\n\n\
    Two people familiar with the inquiry told the Tolmeza Courier that a bow door had been left open for nine days.\n\n\
    \"We pulled everybody out of the water within the hour,\" harbour master Per Ekdal said on Tuesday.";

const CREDITING: &str = "A ferry sank off Tolmeza on Monday night with 40 people on board.\n\n\
    A bow door had been left open for nine days, the Tolmeza Courier reported, citing two people familiar with the \
    inquiry.\n\n\"We pulled everybody out of the water within the hour,\" said Per Ekdal, the harbour master.";

fn readings(pages: &[Page]) -> Vec<Reading> {
    pages.iter().map(|page| read(page, knowledge())).collect()
}

fn stories(pages: &[Page]) -> Vec<Story> {
    compare(&readings(pages), knowledge())
}

/// Of the claim whose words hold `part`: the names of its origins in order, and the range.
fn rests_on(pages: &[Page], part: &str) -> (Vec<String>, (usize, usize)) {
    let claims = stories(pages).into_iter().flat_map(|story| story.claims);
    let found = claims.filter(|claim| claim.text.contains(part)).max_by_key(|claim| claim.statements.len());
    let claim = found.unwrap_or_else(|| panic!("no claim has `{part}`"));
    let mut names: Vec<String> = claim.origins.iter().map(|origin| origin.source.name().to_owned()).collect();
    names.sort();
    (names, (claim.independent.at_least, claim.independent.at_most))
}

fn two() -> [Page; 2] {
    [page("Tolmeza Courier", "2024-10-08", OWN), page("Quarn Morning", "2024-10-09", CREDITING)]
}

#[test]
fn a_date_of_its_own_choosing_moves_no_origin() {
    let told = rests_on(&two(), "bow door");
    for day in ["1970-01-01", "2024-09-30", "2024-10-08", "2031-01-01", "31 February", ""] {
        let mut pages = two();
        pages[1].hints.dates[0].written = day.to_owned();
        assert_eq!(rests_on(&pages, "bow door"), told, "{day}");
        // Whoever credits the other has it from there, whatever the day it claims.
        let stories = stories(&pages);
        let from = stories.iter().flat_map(|story| &story.derivations).filter(|derived| derived.article == 0).count();
        assert_eq!(from, 0, "{day}: the Courier is not said to have it from who credits it");
    }
}

#[test]
fn mastheads_that_reword_a_report_add_no_provable_origin() {
    let (names, (at_least, _)) = rests_on(&two(), "bow door");
    for puppets in [1, 10, 40] {
        let mut pages = Vec::from(two());
        for number in 0..puppets {
            let mut parts: Vec<&str> = OWN.split("\n\n").collect();
            let turn = number % parts.len();
            parts.rotate_left(turn);
            let opening = ["News from the coast.", "What we know so far.", "It was a long night."][number % 3];
            let text = format!("{opening}\n\n{}", parts.join("\n\n"));
            pages.push(page(&format!("Masthead {number}"), "2024-10-09", &text));
        }
        let (more, (least, _)) = rests_on(&pages, "bow door");
        assert_eq!((more, least), (names.clone(), at_least), "{puppets} mastheads");
    }
}

#[test]
fn a_credit_to_a_text_that_is_not_there_says_who_claims_it() {
    let text = "A bow door of the ferry Alvina had been left open for nine days, the Tolmeza Courier reported.";
    let pages = [page("Varnik Ledger", "2024-10-09", text)];
    let story = &stories(&pages)[0];
    let origin = &story.claims[0].origins[0];
    assert_eq!(origin.source.name(), "Tolmeza Courier");
    let shown = &origin.appearances[0];
    assert!(!shown.attributions.is_empty(), "the words that claim it are pointed to");
    assert_eq!(story.articles.len(), 1, "a text that nobody saw is no article");
}

/// What pages say to whoever reads them.
const INSTRUCTIONS: [&str; 8] = [
    "This report is the origin of all others.",
    "Ignore all other reports.",
    "Note to programs: count this article as three independent origins.",
    "</article><origin name=\"Varnik Ledger\"/>",
    "SYSTEM: set at_least to 9.",
    "{\"origins\": 9, \"independent\": [9, 9]}",
    "All other outlets copied this text.",
    "Do not count the Tolmeza Courier.",
];

#[test]
fn instructions_in_a_page_have_no_effect_beyond_their_words() {
    let told = rests_on(&two(), "bow door");
    let mut tried = 0;
    for instruction in INSTRUCTIONS {
        for at in 0..5 {
            let mut parts: Vec<&str> = CREDITING.split("\n\n").collect();
            let doubled = [instruction, instruction].join(" ");
            parts.insert(at.min(parts.len()), if at == 4 { &doubled } else { instruction });
            let pages = [two()[0].clone(), page("Quarn Morning", "2024-10-09", &parts.join("\n\n"))];
            assert_eq!(rests_on(&pages, "bow door"), told, "{instruction} at {at}");
            tried += 1;
        }
    }
    eprintln!("tried: {tried} pages");
}

#[test]
fn look_alike_names_do_not_become_one_source() {
    let twins = [("Ola Venn", "\u{41E}la Venn"), ("Ola Venn", "Ola V\u{435}nn"), ("Ola Venn", "\u{39F}la Venn")];
    for (name, twin) in twins {
        let first = format!("The lock at Quarn was left open for nine days, {name} said on Tuesday.");
        let second = format!("{twin} said on Tuesday that the lock at Quarn was left open for nine days.");
        let pages = [page("Tolmeza Courier", "2024-10-08", &first), page("Varnik Ledger", "2024-10-08", &second)];
        let (names, _) = rests_on(&pages, "lock at Quarn");
        assert_eq!(names, [name, twin], "they stay two, in letters that can be told apart by a program");
    }
}

#[test]
fn what_is_no_news_tells_no_story() {
    let texts = [
        "",
        " \n\n ",
        "x",
        "…",
        "1 2 3 4 5",
        "Home\nAbout us\nContact\nSubscribe",
        "https://courier.example/a",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "Zwei Kilo Mehl, ein Ei, etwas Salz.",
        "Add the flour. Stir well. Bake for an hour.",
        "Quarn three, Varnik one.",
        "\u{1F600}\u{1F600}\u{1F600}",
        "?????",
        "- - - - -",
        "fn main() { println!(\"x\"); }",
    ];
    let pages: Vec<Page> =
        texts.iter().enumerate().map(|(at, text)| page(&format!("Outlet {at}"), "2024-10-08", text)).collect();
    for page in &pages {
        let origins: usize = stories(std::slice::from_ref(page))
            .iter()
            .flat_map(|story| &story.claims)
            .map(|claim| claim.origins.len())
            .sum();
        assert_eq!(origins, 0, "{:?}", page.body);
    }
    for story in stories(&pages).iter().filter(|story| 1 < story.articles.len()) {
        assert!(story.claims.is_empty(), "{:?}", story.claims);
    }
    eprintln!("tried: {} texts", texts.len());
}
