//! The model as records: indices become ids, bytes become code points, days become EDTF.

use std::collections::BTreeMap;

use headwater as model;

use crate::points::Points;
use crate::wire;

/// The records of a run: articles by `ref`, then stories, the largest first.
pub fn records(readings: &[model::Reading], stories: &[model::Story], unread: Vec<wire::Unread>) -> Vec<wire::Record> {
    let run = wire::Run { schema: wire::SCHEMA, headwater: env!("CARGO_PKG_VERSION").to_owned() };
    let pages = Pages::new(readings, stories);
    let mut articles: Vec<wire::Article> = (0..readings.len()).map(|index| pages.article(index)).collect();
    articles.sort_by(|a, b| (&a.place, &a.id).cmp(&(&b.place, &b.id)));
    let mut told: Vec<wire::Story> = stories.iter().map(|story| pages.story(story)).collect();
    told.sort_by(|a, b| (b.articles.len(), &a.first, &a.id).cmp(&(a.articles.len(), &b.first, &b.id)));

    let mut records = vec![wire::Record::Run(run)];
    records.extend(articles.into_iter().map(wire::Record::Article));
    records.extend(told.into_iter().map(wire::Record::Story));
    records.extend(unread.into_iter().map(wire::Record::Unread));
    records
}

/// The readings with what conversion needs of each: its code points, its publication date.
struct Pages<'a> {
    readings: &'a [model::Reading],
    points: Vec<Points<'a>>,
    published: BTreeMap<usize, &'a model::Published>,
    /// The things that an article's entities are; its reading's own where no story tells the article.
    entities: Vec<&'a [model::Entity]>,
}

impl<'a> Pages<'a> {
    fn new(readings: &'a [model::Reading], stories: &'a [model::Story]) -> Pages<'a> {
        let placed = stories.iter().flat_map(|story| story.articles.iter().copied().zip(&story.published));
        let published = placed.filter_map(|(article, published)| Some((article, published.as_ref()?))).collect();
        let points = readings.iter().map(|reading| Points::new(&reading.article.text)).collect();
        let mut entities: Vec<&[model::Entity]> = readings.iter().map(|reading| reading.entities.as_slice()).collect();
        for (article, things) in stories.iter().flat_map(|story| story.articles.iter().zip(&story.entities)) {
            entities[*article] = things;
        }
        Pages { readings, points, published, entities }
    }

    fn id(&self, article: usize) -> String {
        self.readings[article].article.id.0.clone()
    }

    fn article(&self, index: usize) -> wire::Article {
        let reading = &self.readings[index];
        let article = &reading.article;
        let points = &self.points[index];
        let entities = self.entities[index];
        let published = self.published.get(&index).copied().or(article.published.as_ref());
        wire::Article {
            id: article.id.0.clone(),
            place: article.place.clone(),
            url: article.url.clone(),
            outlet: article.outlet.clone(),
            title: article.title.clone(),
            byline: article.byline.clone(),
            dateline: article.dateline.clone(),
            published: published.map(|published| self.published(published)),
            language: article.language.clone(),
            text: article.text.clone(),
            furniture: article.furniture.iter().map(furniture).collect(),
            sentences: reading.sentences.iter().map(|sentence| points.span(sentence.span)).collect(),
            mentions: reading.mentions.iter().map(|mention| wire_mention(entities, points, mention)).collect(),
            times: reading.times.iter().map(|time| wire_time(points, time, published)).collect(),
            attributions: (0..reading.attributions.len())
                .map(|at| wire_attribution(reading, entities, points, at))
                .collect(),
            notes: article.notes.clone(),
        }
    }

    fn published(&self, published: &model::Published) -> wire::Published {
        let how = match published.how {
            model::How::Stated => "stated",
            model::How::Metadata => "metadata",
            model::How::Inferred => "inferred",
        };
        let because = published.because.iter().map(|evidence| self.evidence(evidence)).collect();
        wire::Published { date: published.when.edtf(), how: how.to_owned(), because }
    }

    fn evidence(&self, evidence: &model::Evidence) -> wire::Evidence {
        let index = self.readings.iter().position(|reading| reading.article.id == evidence.article);
        let span = evidence.span.zip(index).map(|(span, index)| self.points[index].span(span));
        wire::Evidence {
            article: evidence.article.0.clone(),
            start: span.map(|span| span[0]),
            end: span.map(|span| span[1]),
            words: evidence.words.clone(),
        }
    }

    fn story(&self, story: &model::Story) -> wire::Story {
        let articles: Vec<String> = story.articles.iter().map(|article| self.id(*article)).collect();
        let days = || story.published.iter().flatten().map(|published| published.when);
        let claims: Vec<wire::Claim> = story.claims.iter().map(|claim| self.claim(claim)).collect();
        wire::Story {
            id: identify("s", articles.iter().collect::<std::collections::BTreeSet<_>>()),
            title: story.title.clone(),
            articles,
            first: days().min_by_key(|when| (when.from, when.to)).map(|when| when.edtf()),
            last: days().max_by_key(|when| (when.to, when.from)).map(|when| when.edtf()),
            claims: story.claims.iter().zip(&claims).map(|(claim, told)| link(claim, told, &claims)).collect(),
            derivations: story.derivations.iter().map(|derivation| self.derivation(derivation)).collect(),
            positions: story.positions.iter().map(|position| self.position(position)).collect(),
            timeline: story.timeline.iter().map(|moment| self.moment(moment)).collect(),
        }
    }

    fn claim(&self, claim: &model::Claim) -> wire::Claim {
        let appearances: Vec<wire::Appearance> = claim.statements.iter().map(|at| self.statement(*at)).collect();
        let key = appearances.iter().map(|at| format!("{} {} {}", at.article, at.start, at.end));
        wire::Claim {
            id: identify("c", key),
            text: claim.text.clone(),
            appearances,
            origins: claim.origins.iter().map(|origin| self.origin(origin)).collect(),
            independent: [claim.independent.at_least, claim.independent.at_most],
            because: claim.independent.because.clone(),
            first: claim.first.as_ref().map(|first| self.first(first)),
            differences: claim.differences.iter().map(|difference| self.difference(difference)).collect(),
            dates: claim.dates.iter().map(model::When::edtf).collect(),
            linked: Vec::new(),
        }
    }

    fn first(&self, first: &model::First) -> wire::First {
        wire::First {
            article: first.article.map(|article| self.id(article)),
            outlet: first.outlet.clone(),
            credited: first.credited,
            dated: first.dated,
            earlier: first.earlier.iter().map(|article| self.id(*article)).collect(),
            note: self.first_note(first),
            because: first.because.iter().map(|evidence| self.evidence(evidence)).collect(),
        }
    }

    /// Who had it first, in words that promise no more than is known.
    fn first_note(&self, first: &model::First) -> String {
        let outlet = first.outlet.as_deref().unwrap_or("One article");
        match (first.article, first.credited, first.dated) {
            (None, ..) => {
                format!("{outlet} had it first, as the articles here say; its own article is not among them.")
            }
            (_, true, true) => format!("{outlet} had it first: others credit it, and its day is the earliest."),
            (_, true, false) if !first.earlier.is_empty() => {
                format!(
                    "{outlet} had it first, as others say. An earlier day on one of those is supported by nothing else."
                )
            }
            (_, true, false) => format!("{outlet} had it first, as others say."),
            _ => format!("{outlet} claims an earlier day than the other articles here; nothing else supports it."),
        }
    }

    fn statement(&self, at: model::StatementRef) -> wire::Appearance {
        self.place(model::Place { article: at.article, span: self.readings[at.article].statements[at.statement].span })
    }

    fn place(&self, place: model::Place) -> wire::Appearance {
        let [start, end] = self.points[place.article].span(place.span);
        wire::Appearance { article: self.id(place.article), start, end }
    }

    fn places(&self, places: &[model::Place]) -> Vec<wire::Appearance> {
        places.iter().map(|place| self.place(*place)).collect()
    }

    fn origin(&self, origin: &model::Origin) -> wire::Origin {
        let (kind, count) = source_kind(&origin.source);
        wire::Origin {
            id: identify("o", [origin.source.name(), origin.outlet.as_deref().unwrap_or("")]),
            name: origin.source.name().to_owned(),
            kind: kind.unwrap_or("unresolved").to_owned(),
            anonymous: matches!(origin.source, model::Source::Unnamed { .. }),
            count,
            outlet: origin.outlet.clone(),
            via: origin.via.clone(),
            appearances: origin.appearances.iter().map(|at| self.origin_appearance(at)).collect(),
        }
    }

    fn origin_appearance(&self, at: &model::OriginAppearance) -> wire::OriginAppearance {
        let wire::Appearance { article, start, end } = self.statement(at.statement);
        wire::OriginAppearance {
            article,
            start,
            end,
            via: at.via.clone(),
            attributions: at.attributions.clone(),
            because: at.because.iter().map(|evidence| self.evidence(evidence)).collect(),
        }
    }

    fn difference(&self, difference: &model::Difference) -> wire::Difference {
        use model::DifferenceKind as Kind;
        let kind = match difference.kind {
            Kind::Wording => "wording",
            Kind::Number => "number",
            Kind::Date => "date",
            Kind::Place => "place",
            Kind::Actor => "actor",
            Kind::Condition => "condition",
            Kind::Scope => "scope",
            Kind::Modality => "modality",
            Kind::Negation => "negation",
        };
        wire::Difference {
            kind: kind.to_owned(),
            appearances: self.places(&difference.places),
            note: difference.note.clone(),
            contradiction: difference.contradiction,
        }
    }

    fn derivation(&self, derivation: &model::Derivation) -> wire::Derivation {
        let how = match derivation.how {
            model::Derived::Credits => "credits",
            model::Derived::Copies => "copies",
            model::Derived::Paraphrases => "paraphrases",
        };
        let from = match &derivation.from {
            model::Upstream::Article(article) => self.id(*article),
            model::Upstream::Outlet(outlet) => outlet.clone(),
        };
        let evidence = derivation.evidence.iter().map(|evidence| self.evidence(evidence)).collect();
        wire::Derivation { article: self.id(derivation.article), from, how: how.to_owned(), evidence }
    }

    fn position(&self, position: &model::Position) -> wire::Position {
        use model::Stance;
        let stance = match position.stance {
            Stance::Offers => "offers",
            Stance::Accepts => "accepts",
            Stance::Rejects => "rejects",
            Stance::Demands => "demands",
            Stance::Conditional => "conditional",
            Stance::Denies => "denies",
            Stance::Confirms => "confirms",
            Stance::Declines => "declines",
        };
        wire::Position {
            actor: position.actor.clone(),
            stance: stance.to_owned(),
            on: position.on.clone(),
            toward: position.toward.clone(),
            condition: position.condition.clone(),
            appearances: self.places(&position.places),
        }
    }

    fn moment(&self, moment: &model::Moment) -> wire::Moment {
        let appearances = self.places(&moment.places);
        wire::Moment { date: moment.when.edtf(), text: moment.text.clone(), appearances }
    }
}

/// The claim with its links, which need the ids of all claims.
fn link(claim: &model::Claim, told: &wire::Claim, claims: &[wire::Claim]) -> wire::Claim {
    let how = |relation| match relation {
        model::Relation::Denies => "denies",
        model::Relation::Updates => "updates",
        model::Relation::Narrows => "narrows",
    };
    let other = |link: &model::ClaimLink| wire::ClaimLink {
        claim: claims[link.claim].id.clone(),
        how: how(link.how).to_owned(),
    };
    wire::Claim { linked: claim.linked.iter().map(other).collect(), ..told.clone() }
}

/// A short id from words: the same words, the same id.
fn identify(kind: &str, words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut hasher = blake3::Hasher::new();
    for word in words {
        hasher.update(word.as_ref().as_bytes());
        hasher.update(&[0]);
    }
    format!("{kind}-{}", &hasher.finalize().to_hex()[..16])
}

fn furniture(furniture: &model::Furniture) -> wire::Furniture {
    use model::FurnitureKind as Kind;
    let kind = match furniture.kind {
        Kind::Navigation => "navigation",
        Kind::Teaser => "teaser",
        Kind::Caption => "caption",
        Kind::Credit => "credit",
        Kind::Metadata => "metadata",
        Kind::Title => "title",
        Kind::Advert => "advert",
        Kind::Comment => "comment",
        Kind::Related => "related",
    };
    wire::Furniture { text: furniture.text.clone(), kind: kind.to_owned(), rule: furniture.rule.to_string() }
}

fn wire_mention(entities: &[model::Entity], points: &Points, mention: &model::Mention) -> wire::Mention {
    let entity = &entities[mention.entity];
    let kind = match entity.kind {
        model::EntityKind::Person => "person",
        model::EntityKind::Organization => "organization",
        model::EntityKind::Place => "place",
        model::EntityKind::Outlet => "outlet",
        model::EntityKind::Other => "other",
    };
    let [start, end] = points.span(mention.span);
    wire::Mention { start, end, kind: kind.to_owned(), entity: entity_key(entity), rule: mention.rule.to_string() }
}

fn entity_key(entity: &model::Entity) -> String {
    entity.key.clone().unwrap_or_else(|| entity.name.clone())
}

fn wire_time(points: &Points, time: &model::Time, published: Option<&model::Published>) -> wire::Time {
    let kind = match time.kind {
        model::TimeKind::Date => "DATE",
        model::TimeKind::Time => "TIME",
        model::TimeKind::Duration => "DURATION",
        model::TimeKind::Set => "SET",
    };
    let anchor = published.map(|published| published.when);
    let value = time.meaning.value(anchor.filter(model::When::is_day).map(|when| when.from));
    let date = time.meaning.when(anchor).map(|when| when.edtf());
    let [start, end] = points.span(time.span);
    wire::Time { start, end, kind: kind.to_owned(), value, date, rule: time.rule.to_string() }
}

fn wire_attribution(
    reading: &model::Reading,
    entities: &[model::Entity],
    points: &Points,
    at: usize,
) -> wire::Attribution {
    let attribution = &reading.attributions[at];
    let credit = &reading.credits[at];
    let spans = |spans: &[model::Span]| spans.iter().map(|span| points.span(*span)).collect();
    let mode = match attribution.mode {
        model::Mode::Direct => "direct",
        model::Mode::Indirect => "indirect",
        model::Mode::Mixed => "mixed",
    };
    let (kind, count) = source_kind(&credit.source);
    wire::Attribution {
        source: attribution.source.map(|span| points.span(span)),
        cue: spans(&attribution.cue),
        content: spans(&attribution.content),
        mode: mode.to_owned(),
        polarity: polarity(attribution.polarity).to_owned(),
        source_kind: kind.map(str::to_owned),
        name: Some(credit.source.name().to_owned()).filter(|name| !name.is_empty()),
        count,
        entity: credit.entity.and_then(|entity| entities.get(entity)).map(entity_key),
        via: credit.via.clone(),
        rule: attribution.rule.to_string(),
        resolved_by: credit.rule.to_string(),
    }
}

fn polarity(polarity: model::Polarity) -> &'static str {
    use model::Polarity;
    match polarity {
        Polarity::Said => "said",
        Polarity::Denied => "denied",
        Polarity::Confirmed => "confirmed",
        Polarity::Warned => "warned",
        Polarity::Offered => "offered",
        Polarity::Accepted => "accepted",
        Polarity::Rejected => "rejected",
        Polarity::Demanded => "demanded",
        Polarity::Declined => "declined",
    }
}

/// The record's word for what a source is, and how many unnamed people it stands for.
fn source_kind(source: &model::Source) -> (Option<&'static str>, Option<u32>) {
    match source {
        model::Source::Person(_) => (Some("person"), None),
        model::Source::Organization(_) => (Some("organization"), None),
        model::Source::Outlet(_) => (Some("outlet"), None),
        model::Source::Document(_) => (Some("document"), None),
        model::Source::Unnamed { count, .. } => (Some("anonymous"), *count),
        model::Source::Unresolved(_) => (None, None),
    }
}
