//! What was found of a proof.

use crate::traffic::verify::Judgement;

/// What was found of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedProof {
    /// The field or part that was judged, such as `NT proof`.
    pub about: &'static str,
    /// Right, wrong, absent or unknown.
    pub result: Judgement,
    /// Why, as a sentence.
    pub because: String,
    /// Who the person is, where only this tells.
    pub who: Option<(String, String)>,
}
