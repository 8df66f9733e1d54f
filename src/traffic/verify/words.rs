//! Pieces of sentences.

use super::{About, Outcome, Verdict};
use crate::crypto::DomainForm;
use crate::wire::ntlm::ResponseKind;

/// A verdict that does not say yet what it is about.
#[derive(Clone, Debug)]
pub struct Finding {
    pub result: Outcome,
    pub because: String,
    pub matched: Option<DomainForm>,
}

impl Finding {
    pub fn new(result: Outcome, because: &[&str]) -> Self {
        Self {
            result,
            because: because.concat(),
            matched: None,
        }
    }

    pub fn absent(because: &[&str]) -> Self {
        Self::new(Outcome::Absent, because)
    }

    pub fn unknown(because: &[&str]) -> Self {
        Self::new(Outcome::Unknown, because)
    }

    pub fn is_right(&self) -> bool {
        self.result == Outcome::Right
    }

    /// Goes on with the sentence.
    pub fn add(&mut self, more: &str) {
        if self.because.ends_with('.') {
            self.because.pop();
        }
        self.because.push_str(more);
    }

    /// What the NT proof covers is only as good as that.
    pub fn covered_by(mut self, proof: &Finding) -> Self {
        match proof.result {
            _ if !self.is_right() => {}
            Outcome::Right => {}
            Outcome::Wrong => {
                self.result = Outcome::Unknown;
                self.add(
                    "; but the NT proof, which covers it, is wrong: anybody may have put it there.",
                );
            }
            _ => self.add("; the NT proof, which covers it, was not checked."),
        }
        self
    }

    pub fn verdict(self, about: About) -> Verdict {
        Verdict {
            about,
            result: self.result,
            because: self.because,
        }
    }
}

/// What a kind of response is called.
pub fn kind_name(kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::Lm => "LM response",
        ResponseKind::Ntlm => "NTLM response",
        ResponseKind::Ntlm2Session => "NTLM2 session response",
        ResponseKind::LmV2 => "LMv2 response",
        ResponseKind::NtlmV2 => "NTLMv2 response",
        _ => "response",
    }
}

/// A name, at most 64 characters of it, and nothing in it that breaks a line.
pub fn name(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(64)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(64).is_some() {
        shown.push('…');
    }
    shown
}
