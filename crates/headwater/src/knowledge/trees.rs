//! Boosted decision trees: many small questions, their answers added up.

/// Trees as `training/lines/train.py` writes them: for each tree its questions and the answers at its leaves.
pub(crate) struct Trees {
    trees: Vec<Tree>,
}

struct Tree {
    questions: Vec<Question>,
    answers: Vec<f32>,
}

/// "Is this feature at most the threshold?" A branch that is negative leads to the answer `!branch`.
struct Question {
    feature: usize,
    threshold: f32,
    yes: i16,
    no: i16,
}

impl Trees {
    /// Reads trees from their bytes, little endian; `None` if they are cut off or lead nowhere.
    pub(crate) fn read(bytes: &[u8]) -> Option<Trees> {
        let mut rest = bytes;
        let count = u16::from_le_bytes(take(&mut rest)?);
        let trees = (0..count).map(|_| Tree::read(&mut rest)).collect::<Option<Vec<Tree>>>()?;
        rest.is_empty().then_some(Trees { trees })
    }

    /// How likely the answer is yes: 0 to 1.
    pub(crate) fn likelihood(&self, features: &[f32]) -> f32 {
        let sum: f32 = self.trees.iter().map(|tree| tree.answer(features)).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Tree {
    fn read(rest: &mut &[u8]) -> Option<Tree> {
        let count = u16::from_le_bytes(take(rest)?) as usize;
        let questions = (0..count).map(|at| Question::read(rest, at, count)).collect::<Option<_>>()?;
        let answers = (0..=count).map(|_| take(rest).map(f32::from_le_bytes)).collect::<Option<_>>()?;
        Some(Tree { questions, answers })
    }

    fn answer(&self, features: &[f32]) -> f32 {
        let mut at = if self.questions.is_empty() { -1 } else { 0 };
        while let Some(question) = usize::try_from(at).ok().and_then(|at| self.questions.get(at)) {
            let feature = features.get(question.feature).copied().unwrap_or(0.0);
            at = if feature <= question.threshold { question.yes } else { question.no };
        }
        usize::try_from(!at).ok().and_then(|leaf| self.answers.get(leaf)).copied().unwrap_or(0.0)
    }
}

impl Question {
    /// A branch leads to a later question or to an answer, so that no walk goes round.
    fn read(rest: &mut &[u8], at: usize, count: usize) -> Option<Question> {
        let [feature] = take(rest)?;
        let threshold = f32::from_le_bytes(take(rest)?);
        let yes = i16::from_le_bytes(take(rest)?);
        let no = i16::from_le_bytes(take(rest)?);
        let leads_on = |branch: i16| match usize::try_from(branch) {
            Ok(next) => at < next && next < count,
            Err(_) => usize::try_from(!branch).is_ok_and(|leaf| leaf <= count),
        };
        (leads_on(yes) && leads_on(no)).then_some(Question { feature: feature.into(), threshold, yes, no })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (front, back) = rest.split_first_chunk::<N>()?;
    *rest = back;
    Some(*front)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_answers_by_its_threshold() {
        let mut bytes = vec![1, 0, 1, 0, 0];
        bytes.extend(0.5_f32.to_le_bytes());
        bytes.extend((-1_i16).to_le_bytes());
        bytes.extend((-2_i16).to_le_bytes());
        bytes.extend((-3.0_f32).to_le_bytes());
        bytes.extend(3.0_f32.to_le_bytes());
        let trees = Trees::read(&bytes).expect("whole");
        assert!(trees.likelihood(&[0.5]) < 0.1 && 0.9 < trees.likelihood(&[0.6]));
        assert!(Trees::read(&bytes[..bytes.len() - 1]).is_none());
    }
}
