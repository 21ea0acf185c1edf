//! What articles say side by side. Indices point into the readings that were compared.

use super::{Entity, Evidence, Published, Source, Span, When};

/// The articles on one happening, and what they say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The readings that tell it, earliest published first.
    pub articles: Vec<usize>,
    /// When each of `articles` was published: as the page tells, or worked out from the others. Same order.
    pub published: Vec<Option<Published>>,
    /// For each of `articles`, the thing that each of its reading's entities is: one key for all names of one thing,
    /// in whichever of the articles.
    pub entities: Vec<Vec<Entity>>,
    /// What it is about: the words of its first claim or headline.
    pub title: String,
    /// What is claimed, most widely told first.
    pub claims: Vec<Claim>,
    /// Which article rests on which.
    pub derivations: Vec<Derivation>,
    /// Where the parties stand.
    pub positions: Vec<Position>,
    /// What happened when, earliest first.
    pub timeline: Vec<Moment>,
}

/// A place in one of the readings compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which reading.
    pub article: usize,
    /// Where in its text.
    pub span: Span,
}

/// A statement in one of the readings compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementRef {
    /// Which reading.
    pub article: usize,
    /// Which of its statements.
    pub statement: usize,
}

/// One thing that articles say, however often they say it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its plainest wording among the statements, to the letter.
    pub text: String,
    /// The statements that say it, in order of article and place.
    pub statements: Vec<StatementRef>,
    /// On whose word: the ends of the chains, each once.
    pub origins: Vec<Origin>,
    /// How many of the origins are independent.
    pub independent: Independent,
    /// Who of all had it first; `None` where it is not told, and for what one article says alone.
    pub first: Option<First>,
    /// Where the statements differ.
    pub differences: Vec<Difference>,
    /// When what it says happened or is to happen.
    pub dates: Vec<When>,
    /// Claims of the same story that bear on it, by index.
    pub linked: Vec<ClaimLink>,
}

/// Who had a claim first, and by what that is known. Anybody can put an early day on a page, so a day that nothing else
/// supports is told as no more than that.
#[derive(Clone, Debug, PartialEq)]
pub struct First {
    /// Which of the readings; `None` where its article is not among them.
    pub article: Option<usize>,
    /// The outlet, if told.
    pub outlet: Option<String>,
    /// Whether others say that they have it from there.
    pub credited: bool,
    /// Whether its own day is before those of all others.
    pub dated: bool,
    /// Others that rest on it but give an earlier day.
    pub earlier: Vec<usize>,
    /// The words that show it.
    pub because: Vec<Evidence>,
}

/// How one claim bears on another.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimLink {
    /// Which of the story's claims.
    pub claim: usize,
    /// How.
    pub how: Relation,
}

/// How one claim bears on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The other denies it, or is denied by it.
    Denies,
    /// The other is a later state of the same matter.
    Updates,
    /// The other says more.
    Narrows,
}

/// How many of a claim's origins are provably independent, and at most.
#[derive(Clone, Debug, PartialEq)]
pub struct Independent {
    /// Surely different: named people, bodies, papers. At least 1, or 0 where outlets only credit each other in a circle.
    pub at_least: usize,
    /// Counting every origin, and every statement whose lineage is not told, once. Never below `at_least`.
    pub at_most: usize,
    /// Why, in a sentence each.
    pub because: Vec<String>,
}

/// Where a claim enters the record: the end of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Who.
    pub source: Source,
    /// The outlet that had it, where the chain names one.
    pub outlet: Option<String>,
    /// The outlets that passed it on, nearest to the origin last.
    pub via: Vec<String>,
    /// Where it is credited.
    pub appearances: Vec<OriginAppearance>,
}

/// One place where an origin is credited, with the words that prove every link.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginAppearance {
    /// The statement.
    pub statement: StatementRef,
    /// The outlets between this article and the origin, nearest to the article first.
    pub via: Vec<String>,
    /// Which of the reading's attributions make the chain, nearest to the article first. Empty where another article
    /// supplies the origin (an uncredited copy); then `because` has the words.
    pub attributions: Vec<usize>,
    /// What else shows it.
    pub because: Vec<Evidence>,
}

/// A way in which statements of one claim differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// In what.
    pub kind: DifferenceKind,
    /// The words that differ, one or more places an account.
    pub places: Vec<Place>,
    /// In a sentence, what differs: "ten days ago (about 2025-04-13) · April 11".
    pub note: String,
    /// Whether both cannot be so.
    pub contradiction: bool,
}

/// In what statements differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// What one speaker said in several wordings, in quotation marks or not.
    Wording,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A place.
    Place,
    /// Who did it.
    Actor,
    /// On what condition.
    Condition,
    /// How much it covers.
    Scope,
    /// How sure it is: could, will, has.
    Modality,
    /// Whether it is so at all.
    Negation,
}

/// One article rests on another, or on an outlet that is not among the inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// Which of the readings.
    pub article: usize,
    /// What it rests on.
    pub from: Upstream,
    /// How.
    pub how: Derived,
    /// The words that show it.
    pub evidence: Vec<Evidence>,
}

/// What an article rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Upstream {
    /// Another of the readings.
    Article(usize),
    /// An outlet whose own article is not among the readings.
    Outlet(String),
}

/// How one article rests on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Derived {
    /// It says so.
    Credits,
    /// It has its words.
    Copies,
    /// It tells the same in other words, and adds nothing.
    Paraphrases,
}

/// Where a party stands on something.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The party, by name.
    pub actor: String,
    /// What it does.
    pub stance: Stance,
    /// What it is about, in the article's words.
    pub on: String,
    /// Toward whom, if told.
    pub toward: Option<String>,
    /// On what condition, if told.
    pub condition: Option<String>,
    /// Where it is told.
    pub places: Vec<Place>,
}

/// What a party does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// Offers or proposes.
    Offers,
    /// Accepts or agrees.
    Accepts,
    /// Rejects or rules out.
    Rejects,
    /// Demands or calls for.
    Demands,
    /// Would, if.
    Conditional,
    /// Says it is not so.
    Denies,
    /// Says it is so.
    Confirms,
    /// Will not say.
    Declines,
}

/// Something that happened, or is to happen, on a day or between days.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When.
    pub when: When,
    /// What, in the article's words.
    pub text: String,
    /// Where it is told.
    pub places: Vec<Place>,
}
