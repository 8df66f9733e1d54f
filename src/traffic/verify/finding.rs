//! A verdict in the making, and why verdicts fall as they do.

use super::mic::MicReason;
use super::pairs::{BindingsReason, TargetReason};
use super::proofs::{Missing, ProofReason};
use super::{Judgement, Verdict, VerdictSubject};
use crate::crypto::DomainForm;
use crate::traffic::Place;
use crate::wire::DecodeError;

/// Why a verdict falls as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerdictReason {
    /// The AUTHENTICATE does not decode, so nothing is known of anything.
    Undecodable(DecodeError),
    /// What would tell is missing: the message is cut, or points outside.
    Untold(Missing),
    /// Of one of the two responses.
    Proof(ProofReason),
    /// Of the MIC, or its absence.
    Mic(MicReason),
    /// Of the channel bindings, or their absence.
    Bindings(BindingsReason),
    /// Of the name of the target, or its absence.
    Target(TargetReason),
}

/// Something that a verdict's reason does not say by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// EncryptedRandomSessionKey has so many bytes, not 16: the session's keys are not known.
    SessionKeyLength(usize),
    /// The response repeats other pairs than the CHALLENGE has: it seems to answer another one.
    OtherPairs,
    /// It answers the CHALLENGE that stands there, not the one beside it.
    OtherChallenge(Place),
    /// The password that was given has another NT hash than the one that was given.
    HashesDiffer,
    /// The LM response is right: the password differs in upper and lower case only.
    CaseOnly,
    /// The session key is made of the LM hash, and the code page of the password is not known.
    KeyNeedsCodePage,
    /// The session key is made of the LM hash, which an NT hash does not give.
    KeyNeedsPassword,
    /// It is covered by the NT proof, which is wrong: anybody may have put it there.
    CoveredByWrongProof,
    /// It is covered by the NT proof, which was not checked.
    CoveredByUncheckedProof,
}

/// A verdict that does not say yet what it is about.
#[derive(Clone, Debug)]
pub struct Finding {
    pub result: Judgement,
    pub because: VerdictReason,
    pub remarks: Vec<Remark>,
    pub matched: Option<DomainForm>,
}

impl Finding {
    pub fn new(result: Judgement, because: impl Into<VerdictReason>) -> Self {
        Self {
            result,
            because: because.into(),
            remarks: Vec::new(),
            matched: None,
        }
    }

    pub fn absent(because: impl Into<VerdictReason>) -> Self {
        Self::new(Judgement::Absent, because)
    }

    pub fn unknown(because: impl Into<VerdictReason>) -> Self {
        Self::new(Judgement::Unknown, because)
    }

    pub fn is_right(&self) -> bool {
        self.result == Judgement::Right
    }

    pub fn remark(&mut self, remark: Remark) {
        self.remarks.push(remark);
    }

    /// What the NT proof covers is only as good as that.
    pub fn covered_by(mut self, proof: &Finding) -> Self {
        match proof.result {
            _ if !self.is_right() => {}
            Judgement::Right => {}
            Judgement::Wrong => {
                self.result = Judgement::Unknown;
                self.remark(Remark::CoveredByWrongProof);
            }
            Judgement::Absent | Judgement::Unknown => self.remark(Remark::CoveredByUncheckedProof),
        }
        self
    }

    pub fn verdict(self, about: VerdictSubject) -> Verdict {
        Verdict {
            about,
            result: self.result,
            because: self.because,
            remarks: self.remarks,
        }
    }
}

impl From<Missing> for VerdictReason {
    fn from(missing: Missing) -> Self {
        Self::Untold(missing)
    }
}

impl From<ProofReason> for VerdictReason {
    fn from(reason: ProofReason) -> Self {
        Self::Proof(reason)
    }
}

impl From<MicReason> for VerdictReason {
    fn from(reason: MicReason) -> Self {
        Self::Mic(reason)
    }
}

impl From<BindingsReason> for VerdictReason {
    fn from(reason: BindingsReason) -> Self {
        Self::Bindings(reason)
    }
}

impl From<TargetReason> for VerdictReason {
    fn from(reason: TargetReason) -> Self {
        Self::Target(reason)
    }
}
