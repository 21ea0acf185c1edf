//! The records: the only serializable types, and a promise. See `docs/RECORDS.md`.
//!
//! Fields may be added; these keep their names and meaning within one [`SCHEMA`]. Offsets are Unicode code points into
//! the article's `text`, end exclusive. Dates are EDTF. Unknown is `null`.

use serde::{Deserialize, Serialize};

/// The version of the records. It grows when a field changes its meaning or goes.
pub const SCHEMA: u32 = 1;

/// One line of a records file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "lowercase")]
#[allow(clippy::large_enum_variant, reason = "nearly all records are articles and stories, the large ones")]
pub enum Record {
    /// What made the records. The first line.
    Run(Run),
    /// One document as read.
    Article(Article),
    /// Articles on one happening.
    Story(Story),
    /// Something that could not be read. The rest was.
    Unread(Unread),
}

/// What made the records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Run {
    /// The version of the records.
    pub schema: u32,
    /// The version of the program.
    pub headwater: String,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unread {
    /// The file, and the line or record in it.
    #[serde(rename = "ref")]
    pub place: String,
    /// What was wrong with it.
    pub why: String,
}

/// Code points, end exclusive.
pub type Span = [usize; 2];

/// One document as read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Article {
    /// Same content at the same address, same id.
    pub id: String,
    /// What the caller named it by.
    #[serde(rename = "ref")]
    pub place: String,
    /// Where it was found.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Where and by whom it was filed.
    pub dateline: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// BCP 47.
    pub language: String,
    /// The body.
    pub text: String,
    /// What was taken out, in page order.
    pub furniture: Vec<Furniture>,
    /// The sentences.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Vec<usize>>))]
    pub sentences: Vec<Span>,
    /// The names.
    pub mentions: Vec<Mention>,
    /// The time expressions.
    pub times: Vec<Time>,
    /// Who is credited with what.
    pub attributions: Vec<Attribution>,
    /// What a reader should know of the reading.
    pub notes: Vec<String>,
}

/// When an article was published, and how that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Published {
    /// EDTF.
    pub date: String,
    /// `stated`, `metadata` or `inferred`.
    pub how: String,
    /// The words that show it.
    pub because: Vec<Evidence>,
}

/// Words that show something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// The article's id.
    pub article: String,
    /// Where in its text; `null` for furniture and metadata.
    pub start: Option<usize>,
    /// Where it ends.
    pub end: Option<usize>,
    /// The words.
    pub words: String,
}

/// What was taken out, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Furniture {
    /// The words.
    pub text: String,
    /// `navigation`, `teaser`, `caption`, `credit`, `metadata`, `title`, `advert`, `comment`, `related`.
    pub kind: String,
    /// What found it.
    pub rule: String,
}

/// A name where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mention {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// `person`, `organization`, `place`, `outlet`, `other`.
    pub kind: String,
    /// Shared by all names of one thing, across articles of a story.
    pub entity: String,
    /// What found it.
    pub rule: String,
}

/// A time expression where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Time {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// TIMEX3 type: `DATE`, `TIME`, `DURATION`, `SET`.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 value; `null` where it needs the article's day and there is none.
    pub value: Option<String>,
    /// The days it means, EDTF; `null` for what is no calendar date.
    pub date: Option<String>,
    /// What found it.
    pub rule: String,
}

/// Who is credited with what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attribution {
    /// Who is credited, as written.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<usize>>))]
    pub source: Option<Span>,
    /// The words that credit.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Vec<usize>>))]
    pub cue: Vec<Span>,
    /// What is credited.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Vec<usize>>))]
    pub content: Vec<Span>,
    /// `direct`, `indirect` or `mixed`.
    pub mode: String,
    /// `said`, `denied`, `confirmed`, `warned`, `offered`, `accepted`, `rejected`, `demanded`, `declined`.
    pub polarity: String,
    /// `person`, `organization`, `outlet`, `document`, `anonymous`; `null` if it could not be told.
    pub source_kind: Option<String>,
    /// Who the source is, resolved.
    pub name: Option<String>,
    /// How many unnamed people, if told.
    pub count: Option<u32>,
    /// The mention entity it is, if it is one.
    pub entity: Option<String>,
    /// The attributions this one rests on, by index.
    pub via: Vec<usize>,
    /// What found it.
    pub rule: String,
    /// What resolved its source.
    pub resolved_by: String,
}

/// Articles on one happening.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Story {
    /// From the ids of its articles.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Article ids, earliest published first.
    pub articles: Vec<String>,
    /// The first day of publication, EDTF.
    pub first: Option<String>,
    /// The last day of publication, EDTF.
    pub last: Option<String>,
    /// What is claimed, weightiest first.
    pub claims: Vec<Claim>,
    /// Which article rests on which.
    pub derivations: Vec<Derivation>,
    /// Where the parties stand.
    pub positions: Vec<Position>,
    /// What happened when.
    pub timeline: Vec<Moment>,
}

/// One thing that articles say.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    /// From its appearances.
    pub id: String,
    /// Its plainest wording, to the letter.
    pub text: String,
    /// Where it is said.
    pub appearances: Vec<Appearance>,
    /// On whose word.
    pub origins: Vec<Origin>,
    /// How many origins are independent: at least, at most.
    pub independent: [usize; 2],
    /// Why so many.
    pub because: Vec<String>,
    /// Who had it first, if it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<First>,
    /// Where the accounts differ.
    pub differences: Vec<Difference>,
    /// The days it is about, EDTF.
    pub dates: Vec<String>,
    /// Claims of the same story that bear on it.
    pub linked: Vec<ClaimLink>,
}

/// Who had a claim first, among the articles and those they credit.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct First {
    /// The article's id; `null` where it is not among the inputs.
    pub article: Option<String>,
    /// The outlet, if told.
    pub outlet: Option<String>,
    /// Whether others say that they have it from there.
    pub credited: bool,
    /// Whether its own day is before those of all others.
    pub dated: bool,
    /// The ids of articles that rest on it but give an earlier day.
    pub earlier: Vec<String>,
    /// What is known of it, in a sentence or two.
    pub note: String,
    /// The words that show it.
    pub because: Vec<Evidence>,
}

/// A statement of a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appearance {
    /// The article's id.
    pub article: String,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// How a claim bears on another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimLink {
    /// The other claim's id.
    pub claim: String,
    /// `denies`, `updates`, `narrows`.
    pub how: String,
}

/// Where a claim enters the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Origin {
    /// From its name and outlet, within the claim.
    pub id: String,
    /// Who, or how they are described.
    pub name: String,
    /// `person`, `organization`, `outlet`, `document`, `anonymous`; `unresolved` if it could not be told.
    pub kind: String,
    /// Whether they are not named.
    pub anonymous: bool,
    /// How many unnamed people, if told.
    pub count: Option<u32>,
    /// The outlet that had it.
    pub outlet: Option<String>,
    /// The outlets that passed it on.
    pub via: Vec<String>,
    /// Where it is credited.
    pub appearances: Vec<OriginAppearance>,
}

/// One place where an origin is credited.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OriginAppearance {
    /// The article's id.
    pub article: String,
    /// Where the statement starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The outlets between this article and the origin, nearest to the article first.
    pub via: Vec<String>,
    /// Which of the article's attributions make the chain, nearest to the article first.
    pub attributions: Vec<usize>,
    /// What else shows it.
    pub because: Vec<Evidence>,
}

/// A way in which statements of one claim differ.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// `wording`, `number`, `date`, `place`, `actor`, `condition`, `scope`, `modality`, `negation`.
    pub kind: String,
    /// The words that differ.
    pub appearances: Vec<Appearance>,
    /// What differs, in a sentence.
    pub note: String,
    /// Whether both cannot be so.
    pub contradiction: bool,
}

/// One article rests on another, or on an outlet that is not among the inputs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Derivation {
    /// The article's id.
    pub article: String,
    /// An article's id, or an outlet's name.
    pub from: String,
    /// `credits`, `copies`, `paraphrases`.
    pub how: String,
    /// The words that show it.
    pub evidence: Vec<Evidence>,
}

/// Where a party stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// The party.
    pub actor: String,
    /// `offers`, `accepts`, `rejects`, `demands`, `conditional`, `denies`, `confirms`, `declines`.
    pub stance: String,
    /// What it is about.
    pub on: String,
    /// Toward whom.
    pub toward: Option<String>,
    /// On what condition.
    pub condition: Option<String>,
    /// Where it is told.
    pub appearances: Vec<Appearance>,
}

/// Something that happened on a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moment {
    /// EDTF.
    pub date: String,
    /// What, in an article's words.
    pub text: String,
    /// Where it is told.
    pub appearances: Vec<Appearance>,
}
