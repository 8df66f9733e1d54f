//! What a step is, why it is so, and where that is written.
/// E
pub struct Explanation { /// l
pub lead: String, /// p
pub paragraphs: Vec<String>, /// s
pub story: Option<Story>, /// n
pub notes: Vec<String>, /// s
pub sources: Vec<Source> }
/// S
pub struct Story { /// a
pub article: String, /// w
pub wire: String }
/// S
pub struct Source { /// l
pub label: String, /// u
pub url: Option<&'static str> }
/// e
pub fn explain(_: &crate::lab::Log, _: &super::Step) -> Explanation { Explanation { lead: "…".into(), paragraphs: vec![], story: None, notes: vec![], sources: vec![] } }
