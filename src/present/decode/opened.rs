//! What is encrypted in the tokens of a paste, opened with what is known: a token of Kerberos has further layers then.

use super::Report;
use crate::traffic::decryption::{
    ClosedPart, Decryption, Delegation, KeySource, KnownSecrets, OpenedPart, SignatureVerdict,
    Signed, decrypt, delegation,
};
use crate::traffic::verify::{DigestKnown, DigestVerdict, Judgement, digest};
use crate::wire::kerberos::DecryptedPart;
use crate::wire::{Layer, LayerKind, LayerValue};
use std::rc::Rc;

/// So many tokens are opened together.
const MOST: usize = 400;

/// The tokens that keys can open, and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenedTokens {
    /// The numbers of the tokens, in the order of the messages.
    numbers: Vec<usize>,
    /// What is open.
    decryption: Decryption,
    /// Responses of Digest, by the numbers of their tokens, and how they fall.
    digests: Vec<(usize, DigestVerdict)>,
}

/// What came of one thing that a key decides.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedFinding<'a> {
    /// The part or signature that is judged.
    pub about: FindingAbout,
    /// Right, wrong, absent or unknown.
    pub result: Judgement,
    /// The reason for it.
    pub because: Because<'a>,
}

/// What a key decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingAbout {
    /// Whether a part opens.
    Part(DecryptedPart),
    /// Whether a signature holds.
    Signature(Signed),
    /// What is handed over.
    Delegation,
    /// Whether a response of Digest is of the password.
    Digest,
}

/// Why it falls so.
#[derive(Clone, Debug, PartialEq)]
pub enum Because<'a> {
    /// It opens with that key; what it says.
    Opens(&'a KeySource, &'a Layer),
    /// No key opens it.
    Closed(&'a ClosedPart),
    /// The signature falls so.
    Signature(&'a SignatureVerdict),
    /// That is handed over.
    Delegation(Delegation),
    /// The response of Digest falls so.
    Digest(&'a DigestVerdict),
}

impl Report {
    /// Opens what the keys open. Files of keys that were pasted count as keys too.
    pub fn open(&self, known: &KnownSecrets<'_>) -> OpenedTokens {
        let tokens = self.finds.tokens.iter().enumerate();
        let keyed = tokens.filter(|(_, token)| token.kind.is_keyed());
        let mut numbers = Vec::new();
        let mut layers = Vec::new();
        for (number, token) in keyed.take(MOST) {
            if let Some(layer) = token.layer() {
                numbers.push(number);
                layers.push(Rc::new(layer));
            }
        }
        let decryption = match numbers.is_empty() {
            true => Decryption::default(),
            false => decrypt(&layers, known.ring(&layers)),
        };
        OpenedTokens {
            decryption,
            numbers,
            digests: self.digests(known),
        }
    }

    /// How the responses of Digest fall.
    fn digests(&self, known: &KnownSecrets<'_>) -> Vec<(usize, DigestVerdict)> {
        let tokens = self.finds.tokens.iter().enumerate();
        let answers = tokens.filter(|(_, token)| token.kind == LayerKind::DigestResponse);
        let judged = answers.take(MOST).filter_map(|(number, token)| {
            let request = token.exchange.request.as_deref();
            let known = DigestKnown {
                password: known.password,
                user: known.user,
                domain: known.domain,
                method: request.and_then(|it| it.split(' ').next()),
            };
            match token.layer()?.value {
                LayerValue::DigestResponse(Some(sent)) => Some((number, digest(&sent, &known))),
                _ => None,
            }
        });
        judged.collect()
    }
}

impl OpenedTokens {
    /// Whether the token is one that keys decide about.
    pub fn concerns(&self, token: usize) -> bool {
        let answers = self.digests.iter().any(|(number, _)| *number == token);
        answers
            || self.message(token).is_some_and(|message| {
                let mut closed = self.decryption.closed_of(message);
                closed.next().is_some() || self.decryption.of_message(message).next().is_some()
            })
    }

    /// Whether a key has opened anything.
    pub fn any(&self) -> bool {
        self.decryption.parts.iter().any(|part| part.key.is_some())
    }

    /// What is open of a token.
    pub fn parts(&self, token: usize) -> Vec<&OpenedPart> {
        let parts = self.message(token).into_iter();
        let parts = parts.flat_map(|message| self.decryption.of_message(message));
        parts.map(|(_, part)| part).collect()
    }

    /// The layer of the part of that number among those of a token.
    pub fn layer(&self, token: usize, part: usize) -> Option<&Rc<Layer>> {
        Some(&self.parts(token).get(part)?.layer)
    }

    /// Whether there was more than could be tried.
    pub fn cut_short(&self) -> bool {
        self.decryption.cut_short
    }

    /// What the keys decide about a token: each part, its signatures, and what it hands over.
    pub fn findings(&self, token: usize) -> Vec<OpenedFinding<'_>> {
        let digests = self.digests.iter().filter(|(number, _)| *number == token);
        let digests = digests.map(|(_, found)| OpenedFinding {
            about: FindingAbout::Digest,
            result: match found {
                DigestVerdict::Right(..) => Judgement::Right,
                DigestVerdict::Wrong(_) => Judgement::Wrong,
                _ => Judgement::Unknown,
            },
            because: Because::Digest(found),
        });
        let mut findings: Vec<_> = digests.collect();
        let Some(message) = self.message(token) else {
            return findings;
        };
        for (number, part) in self.decryption.of_message(message) {
            if let Some(key) = &part.key {
                findings.push(OpenedFinding {
                    about: FindingAbout::Part(part.kind),
                    result: Judgement::Right,
                    because: Because::Opens(&key.source, &part.layer),
                });
            }
            for signature in &part.signatures {
                findings.push(OpenedFinding {
                    about: FindingAbout::Signature(signature.of),
                    result: match signature.judged {
                        SignatureVerdict::Valid(_) => Judgement::Right,
                        SignatureVerdict::Wrong => Judgement::Wrong,
                        SignatureVerdict::NoKey => Judgement::Unknown,
                    },
                    because: Because::Signature(&signature.judged),
                });
            }
            if let Some(handed) = delegation(&self.decryption, number) {
                findings.push(OpenedFinding {
                    about: FindingAbout::Delegation,
                    result: match handed {
                        Delegation::Nothing => Judgement::Absent,
                        Delegation::Closed => Judgement::Unknown,
                        Delegation::Tickets(_) => Judgement::Right,
                    },
                    because: Because::Delegation(handed),
                });
            }
        }
        let mut parts = self.decryption.of_message(message);
        let any = parts.any(|(_, part)| part.key.is_some());
        for closed in self.decryption.closed_of(message) {
            findings.push(OpenedFinding {
                about: FindingAbout::Part(closed.kind),
                // Where other parts are open the keys are right, and this one is for somebody else to open.
                result: match closed.tried {
                    1.. if !any => Judgement::Wrong,
                    _ => Judgement::Unknown,
                },
                because: Because::Closed(closed),
            });
        }
        findings
    }

    fn message(&self, token: usize) -> Option<usize> {
        self.numbers.iter().position(|number| *number == token)
    }
}
