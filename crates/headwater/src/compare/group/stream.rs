//! Stories of articles that come one at a time.

use std::collections::BTreeSet;

use super::Signature;
use super::heap::Heap;
use super::link::{ALIKE, linked};
use super::near::{Index, Near, Pair, pair};
use super::terms::{Terms, likeness};
use super::time::{Stretch, timely};
use crate::Knowledge;

/// How many articles stand for a story when another is compared with it.
const SAMPLE: usize = 12;
/// How many stories an article may belong to are looked at.
const CHOICE: usize = 4;

/// Articles by story, told anew with each that is added.
///
/// What it says at once comes near to what all articles together show: an article joins the story that it is most
/// like, two stories become one when an article shows that they are, and one is split when it has grown and no longer
/// holds together. [`Stream::settle`] makes it what a [`Heap`] of the same articles says. An article takes under two
/// kilobytes.
pub struct Stream<'k> {
    heap: Heap<'k>,
    near: Near,
    index: Index,
    /// By article, its story.
    story_of: Vec<u32>,
    stories: Vec<Story>,
}

/// The articles of a story; none if they are in another now.
struct Story {
    articles: Vec<u32>,
    stretch: Stretch,
    /// How many they were when it was last looked at whole.
    looked_at: usize,
}

impl<'k> Stream<'k> {
    /// No articles yet.
    pub fn new(knowledge: &'k Knowledge) -> Stream<'k> {
        let (near, index) = (Near::default(), Index::default());
        Stream { heap: Heap::new(knowledge), near, index, story_of: Vec::new(), stories: Vec::new() }
    }

    /// Adds an article. Articles are numbered in the order in which they were added, from 0.
    pub fn add(&mut self, signature: &Signature) {
        let article = self.story_of.len() as u32;
        self.heap.add(signature);
        self.near.more();
        self.found(vec![article]);
        self.near.meet(&mut self.index, article, |at| &self.heap.terms()[at as usize]);
        let mut grew = false;
        for neighbour in self.likely(article) {
            let (one, other) = (self.story_of[article as usize], self.story_of[neighbour as usize]);
            if one != other && ALIKE <= self.alike(one, other) {
                self.join(one, other);
                grew = true;
            }
        }
        if grew {
            self.look_at(self.story_of[article as usize]);
        }
    }

    /// The articles by story as far as is known now: each in one, in order of number.
    pub fn stories(&self) -> Vec<Vec<usize>> {
        let articles = self.stories.iter().map(|story| story.articles.iter().map(|at| *at as usize).collect());
        let mut stories: Vec<Vec<usize>> = articles.filter(|articles: &Vec<usize>| !articles.is_empty()).collect();
        stories.iter_mut().for_each(|articles| articles.sort_unstable());
        stories.sort_unstable();
        stories
    }

    /// Looks at all articles side by side, and returns them by story: what [`Heap::stories`] says of them.
    pub fn settle(&mut self) -> Vec<Vec<usize>> {
        let stories = self.heap.stories();
        self.stories.clear();
        for story in &stories {
            self.found(story.iter().map(|article| *article as u32).collect());
        }
        stories
    }

    /// Makes a story of these articles.
    fn found(&mut self, articles: Vec<u32>) {
        let number = self.stories.len() as u32;
        let dated = articles.iter().map(|at| Stretch::from(self.terms(*at).dated));
        let Some(stretch) = dated.reduce(Stretch::cover) else { return };
        for article in &articles {
            match self.story_of.get_mut(*article as usize) {
                Some(story) => *story = number,
                None => self.story_of.push(number),
            }
        }
        self.stories.push(Story { looked_at: articles.len(), articles, stretch });
    }

    fn terms(&self, article: u32) -> &Terms {
        &self.heap.terms()[article as usize]
    }

    /// The nearest article of each story that this one may belong to, nearest first.
    fn likely(&self, article: u32) -> Vec<u32> {
        let factor = self.near.factor(article);
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let near = self.near.of(article).iter();
        let alike = near.filter(|(other, alike)| ALIKE <= alike * factor * self.near.factor(*other));
        let first = alike.map(|(other, _)| *other).filter(|other| seen.insert(self.story_of[*other as usize]));
        first.take(CHOICE).collect()
    }

    /// How alike two stories are on average, by some articles of each.
    fn alike(&self, one: u32, other: u32) -> f32 {
        let (one, other) = (&self.stories[one as usize], &self.stories[other as usize]);
        let (some, others) = (self.sample(one), self.sample(other));
        let mut sum = 0.0;
        for (a, first) in &some {
            for (b, second) in &others {
                sum += likeness(&self.terms(*a).weights, &self.terms(*b).weights) * first * second;
            }
        }
        sum / (some.len() * others.len()) as f32 * timely(one.stretch, other.stretch)
    }

    /// Some articles from all over a story, each with its factor.
    fn sample(&self, story: &Story) -> Vec<(u32, f32)> {
        let step = story.articles.len().div_ceil(SAMPLE).max(1);
        story.articles.iter().rev().step_by(step).map(|at| (*at, self.near.factor(*at))).collect()
    }

    /// Joins two stories to the larger of them.
    fn join(&mut self, one: u32, other: u32) {
        let size = |story: u32| self.stories[story as usize].articles.len();
        let (into, from) = if size(one) <= size(other) { (other, one) } else { (one, other) };
        let articles = std::mem::take(&mut self.stories[from as usize].articles);
        let stretch = self.stories[from as usize].stretch;
        articles.iter().for_each(|article| self.story_of[*article as usize] = into);
        let into = &mut self.stories[into as usize];
        into.articles.extend(articles);
        into.stretch = into.stretch.cover(stretch);
    }

    /// Looks at a story whole if it has grown by a quarter since, and splits it where it does not hold together.
    fn look_at(&mut self, number: u32) {
        let story = &mut self.stories[number as usize];
        if story.articles.len() < story.looked_at + story.looked_at / 4 + 1 {
            return;
        }
        story.looked_at = story.articles.len();
        let parts = linked(&self.pairs(number), |at| (self.terms(at), self.near.factor(at)));
        if parts.first().is_some_and(|part| part.len() == self.stories[number as usize].articles.len()) {
            return;
        }
        let mut rest: BTreeSet<u32> = std::mem::take(&mut self.stories[number as usize].articles).into_iter().collect();
        for part in parts {
            rest.retain(|article| part.binary_search(article).is_err());
            self.found(part);
        }
        rest.into_iter().for_each(|article| self.found(vec![article]));
    }

    /// The pairs of a story's articles that are alike enough for one story, each once.
    fn pairs(&self, number: u32) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for article in &self.stories[number as usize].articles {
            let factor = |of: u32| (of, self.near.factor(of));
            let here = self.near.of(*article).iter().filter(|(other, _)| self.story_of[*other as usize] == number);
            pairs.extend(here.filter_map(|(other, alike)| pair(factor(*article), factor(*other), *alike)));
        }
        pairs.sort_unstable_by_key(|pair| (pair.first, pair.second));
        pairs.dedup_by_key(|pair| (pair.first, pair.second));
        pairs
    }
}
