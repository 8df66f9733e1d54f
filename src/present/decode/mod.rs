//! Pasted tokens → what a page or a program shows of them.

mod compare;
mod examples;
mod how;
mod mask;
mod observations;
mod offers;
mod opened;
mod summary;
mod transcript;

pub use compare::{ComparedRow, TokenComparison, compare};
pub use examples::Example;
pub use how::{AnswerOutcome, HandsOver, MissingBytes, SignInMethod};
pub(in crate::present) use mask::{held, hidden, masked};
pub use mask::{holds_secrets, mask};
pub use observations::Observation;
pub use offers::offers;
pub use opened::{FindingAbout, FindingReason, OpenedFinding, OpenedTokens};
pub use summary::{Summary, missing};
pub use transcript::traffic;

use crate::traffic::verify::{self, Judgement, Remark, SignInVerification, VerdictSubject};
use crate::traffic::{self, FoundToken, FoundTokens, SignIn, Warning, find, sign_ins};
use crate::wire::Layer;
use crate::wire::ntlm::MessageType;

/// What was found in a paste, and what belongs together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The tokens in the order of the text, and what of it was no token.
    pub found: FoundTokens,
    /// The sign-ins that the tokens were put together to.
    pub sets: Vec<SignIn>,
}

impl Report {
    /// Reads a paste.
    pub fn of(input: &[u8]) -> Self {
        find(input).into()
    }

    /// A token by its place in the text, from 0.
    pub fn token(&self, number: usize) -> Option<&FoundToken> {
        self.found.tokens.get(number)
    }

    /// The sign-in that a token belongs to.
    pub fn set_of(&self, number: usize) -> Option<&SignIn> {
        let number = Some(number);
        let mut sets = self.sets.iter();
        sets.find(|set| [set.negotiate, set.challenge, set.authenticate].contains(&number))
    }

    /// What an expert would say of a token.
    pub fn warnings(&self, number: usize, layer: &Layer) -> Vec<Warning> {
        let set = self
            .set_of(number)
            .filter(|set| set.authenticate == Some(number));
        let question = set.and_then(|set| self.token(set.challenge?));
        traffic::warnings(layer, question)
    }

    /// The messages of a sign-in that has an AUTHENTICATE, and that one's number.
    pub fn messages(&self, set: &SignIn) -> Option<(usize, verify::SignInBytes<'_>)> {
        let number = set.authenticate?;
        let token = self.token(number)?;
        // A line of responses is a sign-in without its messages.
        if let Some([challenge, authenticate]) = token.made.as_deref() {
            let messages = verify::SignInBytes {
                negotiate: None,
                challenge: Some(challenge),
                authenticate,
            };
            return Some((number, messages));
        }
        let bytes = |number: Option<usize>| Some(&*self.token(number?)?.bytes);
        let messages = verify::SignInBytes {
            negotiate: bytes(set.negotiate),
            challenge: bytes(set.challenge),
            authenticate: &token.bytes,
        };
        Some((number, messages))
    }

    /// Checks a sign-in that has an AUTHENTICATE. Where its proof is wrong, it may answer another CHALLENGE than the one
    /// it stands with: if it is right for one of those, that one is its own. What was found, and the sign-in as it is.
    pub fn judge(
        &self,
        set: &SignIn,
        check: &dyn Fn(&verify::SignInBytes<'_>) -> SignInVerification,
    ) -> Option<(SignIn, SignInVerification)> {
        // An LM response counts where it is all there is.
        let proven = |found: &SignInVerification| {
            let result = |about| found.verdict(about).map(|it| it.result);
            match result(VerdictSubject::NtProof) {
                Some(Judgement::Absent) => result(VerdictSubject::LmProof),
                nt => nt,
            }
        };
        let found = check(&self.messages(set)?.1);
        let token = set.authenticate.and_then(|number| self.token(number));
        if token.is_some_and(|token| token.made.is_some()) {
            return Some((*set, found.of_responses()));
        }
        if proven(&found) != Some(Judgement::Wrong) {
            return Some((*set, found));
        }
        let others = self.found.tokens.iter().enumerate();
        let others = others.filter(|(number, token)| {
            let near = set
                .authenticate
                .is_some_and(|own| own.abs_diff(*number) <= NEAR);
            near && token.message == Some(MessageType::Challenge) && set.challenge != Some(*number)
        });
        for (number, token) in others {
            let mut other = *set;
            other.challenge = Some(number);
            let mut again = check(&self.messages(&other)?.1);
            if proven(&again) == Some(Judgement::Right) {
                let mut verdicts = again.verdicts.iter_mut();
                if let Some(proof) = verdicts.find(|it| it.result == Judgement::Right) {
                    proof
                        .remarks
                        .push(Remark::OtherChallenge(token.place.clone()));
                }
                return Some((other, again));
            }
        }
        Some((*set, found))
    }
}

impl From<FoundTokens> for Report {
    fn from(found: FoundTokens) -> Self {
        let sets = sign_ins(&found.tokens);
        Self { found, sets }
    }
}

/// Questions so many tokens away are tried for an answer that does not fit its own.
const NEAR: usize = 64;

/// Sixteen bytes as a person writes them: 32 digits, perhaps with space, colons or dashes between.
pub fn hash(text: &str) -> Option<[u8; 16]> {
    let between = |byte: &u8| matches!(byte, b' ' | b':' | b'-' | b'\t' | b'\n' | b'\r');
    let digits: Vec<u8> = text.bytes().filter(|byte| !between(byte)).collect();
    let whole = digits.len() == 32 && digits.iter().all(u8::is_ascii_hexdigit);
    whole
        .then(|| traffic::from_digits(&digits))
        .and_then(|bytes| bytes.try_into().ok())
}
