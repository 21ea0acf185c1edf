//! How somebody is credited: the words of speech and report, and the small words around them.

use foldhash::HashMap;
use serde::Deserialize;

use crate::Polarity;

/// How somebody is credited.
pub struct Cues {
    words: HashMap<String, CueWord>,
    phrases: Vec<Phrase>,
    endings: Vec<(String, Class)>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the examples are for the tests"))]
    pub(crate) rules: Vec<CueRule>,
}

/// A rule of the data file: why it is there, what it finds and what it must skip.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "the examples are for the tests"))]
pub(crate) struct CueRule {
    /// The name that findings carry.
    pub(crate) name: String,
    /// Why the rule is there.
    pub(crate) why: String,
    /// Texts it finds something in, each with "=> source | content".
    pub(crate) finds: Vec<String>,
    /// Texts it finds nothing in.
    pub(crate) skips: Vec<String>,
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CueWord {
    classes: u64,
    /// Set for a form of a verb of speech.
    pub(crate) verb: Option<Verb>,
}

impl CueWord {
    /// Whether the word is in a class.
    pub(crate) fn is(self, class: Class) -> bool {
        self.classes & (1 << class as u64) != 0
    }

    /// Whether the word is in any of some classes.
    pub(crate) fn is_any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.is(*class))
    }
}

/// A form of a verb of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verb {
    /// Which form.
    pub(crate) form: Form,
    /// What may stand for its content.
    pub(crate) takes: Takes,
    /// What its source does with the content.
    pub(crate) polarity: Polarity,
}

/// A form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// "say"
    Base,
    /// "says"
    Third,
    /// "said", "written"
    Past,
    /// "saying"
    Progressive,
}

/// What may stand for the content of a verb of speech; the data file tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Takes {
    /// A clause, even where none of its verbs is known.
    Any,
    /// A clause, with or without "that".
    Clause,
    /// Who is told, then a clause.
    Recipient,
    /// A clause behind "that" or before the verb.
    That,
    /// Words in quotation marks.
    Quote,
    /// Also a bare noun.
    Noun,
    /// A noun that "as" gives another name: "the driver as Jana Holt".
    As,
    /// No content.
    Nothing,
}

/// What a phrase does that credits without a verb of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PhraseKind {
    /// "according to": the source follows, the rest of the sentence is the content.
    According,
    /// "citing": the source follows; whoever cites passes it on.
    Citing,
    /// "reported by": the source follows a passive.
    By,
}

/// Words that credit without a verb of speech.
pub(crate) struct Phrase {
    /// What it does.
    pub(crate) kind: PhraseKind,
    /// Its words, lower case.
    pub(crate) words: Vec<String>,
}

macro_rules! classes {
    ($($class:ident $name:literal $doc:literal)*) => {
        /// Classes of words, each a list of the data file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Class { $(#[doc = $doc] $class,)* }
        const CLASSES: &[(&str, Class)] = &[$(($name, Class::$class),)*];
    };
}

classes! {
    Determiner "determiner" "Opens a noun phrase."
    Article "article" "a, an, the"
    Possessive "possessive" "his, her, their"
    Pronoun "pronoun" "he, she, they, who"
    SelfPronoun "self_pronoun" "I, we, you: whoever speaks."
    Auxiliary "auxiliary" "Stands between a source and its verb."
    Be "be" "Makes a past form passive."
    Modal "modal" "would, could, to"
    Negation "negation" "not, never"
    Finite "finite" "Shows that words are a clause."
    Preposition "preposition" "of, in, at"
    NounPreposition "noun_preposition" "Joins two nouns to one phrase."
    Conjunction "conjunction" "and, or, but"
    But "but" "Sets a clause against the one before."
    And "and" "and"
    Subordinator "subordinator" "Opens a subordinate clause."
    Relative "relative" "who, which"
    That "that" "that"
    Of "of" "of"
    As "as" "as"
    To "to" "to"
    With "with" "with"
    Question "question" "Opens an indirect question."
    Adverb "adverb" "Stands freely beside a verb."
    Opener "opener" "Opens a sentence before its subject."
    Time "time" "Weekdays and the like."
    TimeLead "time_lead" "Opens an expression of time."
    Month "month" "Months."
    Label "label" "Before a colon, but nobody's name."
    Talk "talk" "interview, conversation"
    Crowd "crowd" "Is told things and passes nothing on."
    OutletNoun "outlet_noun" "What an outlet goes by."
    OutletEnding "outlet_ending" "How an outlet's name ends."
    By "by" "by"
    Plural "plural" "A plural without an s: people, police."
    Informant "informant" "Who or what can be cited: sources, documents."
    Place "place" "Opens words that tell where, when or how something was said."
    Cite "cite" "citing, quoting"
    Role "role" "What a person is: spokesman, minister."
    WithOrOn "with_or_on" "Leads from a conversation to who had it."
    NounToo "noun_too" "A form of a verb that is a noun as well."
    WithParticle "with_particle" "A verb of speech only with its particle."
    Particle "particle" "out"
    Indefinite "indefinite" "a, an"
    Naming "naming" "What a thing is called by stands behind it."
    Hearsay "hearsay" "reports, rumours: that somebody said it."
    SpeechNoun "speech_noun" "A noun for an act of speech: a warning, a claim."
    SourceNoun "source_noun" "source, sources"
    Topic "topic" "about: leads to what was talked of."
    Participle "participle" "Describes the noun before it: held, found."
    Per "per" "Credits only before a name or an article: per share."
    OnAir "on_air" "Leads to a programme: on."
    Contacted "contacted" "Says that an outlet asked: contacted by."
    Speaking "speaking" "Opens words that tell to whom somebody spoke."
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: Vec<VerbGroup>,
    words: HashMap<String, Vec<String>>,
    phrases: Vec<PhraseGroup>,
    #[serde(default)]
    rule: Vec<CueRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbGroup {
    takes: Takes,
    polarity: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseGroup {
    kind: PhraseKind,
    words: Vec<String>,
}

impl Cues {
    /// The table that comes with headwater.
    pub fn bundled() -> Cues {
        let file: File = toml::from_str(include_str!("../../data/en/cues.toml")).expect("the bundled table is tested");
        let mut cues = Cues { words: HashMap::default(), phrases: Vec::new(), endings: Vec::new(), rules: file.rule };
        file.verbs.iter().for_each(|group| cues.add_verbs(group));
        for (name, class) in CLASSES {
            for word in file.words.get(*name).into_iter().flatten() {
                cues.words.entry(word.clone()).or_default().classes |= 1 << *class as u64;
            }
        }
        for (list, class) in [("adverb_endings", Class::Adverb), ("finite_endings", Class::Finite)] {
            cues.endings.extend(file.words.get(list).into_iter().flatten().map(|ending| (ending.clone(), class)));
        }
        cues.endings.extend(
            file.words.get("domain_ending").into_iter().flatten().map(|ending| (ending.clone(), Class::OutletEnding)),
        );
        for word in file.words.get("not_adverb").into_iter().flatten() {
            cues.words.entry(word.clone()).or_default();
        }
        for group in file.phrases {
            let split = |words: &String| words.split(' ').map(str::to_owned).collect();
            cues.phrases.extend(group.words.iter().map(|words| Phrase { kind: group.kind, words: split(words) }));
        }
        cues
    }

    fn add_verbs(&mut self, group: &VerbGroup) {
        let polarity = polarity(&group.polarity);
        for line in &group.words {
            let forms: Vec<&str> = line.split(' ').collect();
            for (place, form) in forms.iter().enumerate() {
                let form_kind = match place {
                    0 => Form::Base,
                    1 => Form::Third,
                    _ if place + 1 == forms.len() => Form::Progressive,
                    _ => Form::Past,
                };
                let word = self.words.entry((*form).to_owned()).or_default();
                word.verb = word.verb.or(Some(Verb { form: form_kind, takes: group.takes, polarity }));
            }
        }
    }

    /// What is known of a word, given in lower case.
    pub(crate) fn word(&self, lower: &str) -> CueWord {
        if let Some(word) = self.words.get(lower) {
            let past = word.verb.is_some_and(|verb| matches!(verb.form, Form::Past | Form::Third));
            let finite = if past { 1 << Class::Finite as u64 } else { 0 };
            return CueWord { classes: word.classes | finite, verb: word.verb };
        }
        let classes = self
            .endings
            .iter()
            .filter(|(ending, _)| ending.len() + 2 < lower.len() && lower.ends_with(ending.as_str()))
            .fold(0, |classes, (_, class)| classes | 1 << *class as u64);
        CueWord { classes, verb: None }
    }

    /// The phrases that credit without a verb of speech.
    pub(crate) fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }
}

/// The polarity that the data file names; what it does not name is plain speech.
fn polarity(name: &str) -> Polarity {
    match name {
        "denied" => Polarity::Denied,
        "confirmed" => Polarity::Confirmed,
        "warned" => Polarity::Warned,
        "offered" => Polarity::Offered,
        "accepted" => Polarity::Accepted,
        "rejected" => Polarity::Rejected,
        "demanded" => Polarity::Demanded,
        "declined" => Polarity::Declined,
        _ => Polarity::Said,
    }
}
