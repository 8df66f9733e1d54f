//! Whether a sign-in proves what it claims: each proof right, wrong, absent, or what is missing to tell.

mod certificate;
mod digest;
mod finding;
mod keys;
mod mic;
mod pairs;
mod proofs;
mod unprotect;

pub use certificate::CertificateError;
pub use digest::{DigestKnown, DigestVerdict, digest};
pub use finding::{Remark, VerdictReason};
pub use keys::Keys;
pub use mic::{MicReason, NoKey};
pub use pairs::{BindingKind, BindingsReason, NameMatch, TargetReason, bound};
pub use proofs::{Missing, ProofReason, ResponseAccount, ResponseField};
pub use unprotect::{Side, UnprotectReason, Unprotected, unprotect};

use crate::crypto::{ComputationStep, DomainForm, Trace};
use crate::wire::DecodeError;
use crate::wire::ntlm::{Authenticate, Challenge, Name, ResponseKinds, TargetInfo};
use finding::Finding;
use proofs::{Judge, Proofs};

/// Whose sign-in it is said to be.
#[derive(Clone, Copy, Debug)]
pub struct KnownCredentials<'a> {
    /// The user, where it is another than the message says.
    pub user: Option<&'a str>,
    /// The domain, where it is another than the message says.
    pub domain: Option<&'a str>,
    /// What is known of the account.
    pub secret: KnownSecret<'a>,
}

/// What is known of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownSecret<'a> {
    /// The password, in clear.
    Password(&'a str),
    /// NTOWFv1. No LM response can be made of it.
    NtHash([u8; 16]),
    /// Both, as they were given. The hash counts, and the password for what a hash cannot make.
    Both(&'a str, [u8; 16]),
}

/// The messages of one sign-in, as received.
#[derive(Clone, Copy, Debug)]
pub struct SignInBytes<'a> {
    /// The NEGOTIATE; only the MIC needs it.
    pub negotiate: Option<&'a [u8]>,
    /// The CHALLENGE: without it no response can be checked.
    pub challenge: Option<&'a [u8]>,
    /// The AUTHENTICATE, with the responses and perhaps a MIC.
    pub authenticate: &'a [u8],
}

/// What to hold the channel bindings against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding<'a> {
    /// The certificate of the TLS server, as PEM or DER.
    Certificate(&'a [u8]),
    /// The value of MsvAvChannelBindings itself.
    Hash([u8; 16]),
}

/// What a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictSubject {
    /// NtChallengeResponse: what proves the password.
    NtProof,
    /// LmChallengeResponse: the older proof, or what stands in its place.
    LmProof,
    /// The MIC over the three messages.
    Mic,
    /// MsvAvChannelBindings: whether the client was in the same TLS channel.
    ChannelBindings,
    /// MsvAvTargetName: whether the client meant this server.
    TargetName,
}

impl VerdictSubject {
    /// Its name in JSON, such as `NT proof`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NtProof => "NT proof",
            Self::LmProof => "LM proof",
            Self::Mic => "MIC",
            Self::ChannelBindings => "channel bindings",
            Self::TargetName => "target name",
        }
    }
}

/// How a verdict falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It was checked, and it holds.
    Right,
    /// It was checked, and it does not hold.
    Wrong,
    /// There is nothing to check.
    Absent,
    /// Something is missing to check it with.
    Unknown,
}

impl Judgement {
    /// Its name in JSON: `right`, `wrong`, `absent` or `unknown`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
        }
    }
}

/// What was found of one proof or claim of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Which proof or claim was judged.
    pub about: VerdictSubject,
    /// Right, wrong, absent or unknown.
    pub result: Judgement,
    /// What decided, with the values to show.
    pub because: VerdictReason,
    /// What there is to say besides.
    pub remarks: Vec<Remark>,
}

/// All that can be said of a sign-in.
#[derive(Clone, Debug, PartialEq)]
pub struct SignInVerification {
    /// One verdict on each thing, always in the order of [`VerdictSubject`].
    pub verdicts: Vec<Verdict>,
    /// The computations, where there was something to compute with.
    pub steps: Vec<ComputationStep>,
    /// The session's keys: only where a proof is right and what
    /// was sent is a key, or for the anonymous user, whose key is no secret.
    pub keys: Option<Keys>,
    /// The spelling of the domain under which an NTLMv2 or LMv2 response is right.
    pub matched: Option<DomainForm>,
    /// What the two response fields hold; `None` where the AUTHENTICATE does not decode.
    pub responses: Option<ResponseKinds>,
}

impl SignInVerification {
    /// The same of responses without their messages: what the messages would say is not known.
    #[must_use]
    pub fn of_responses(mut self) -> Self {
        self.keys = None;
        if let Some(mic) = self
            .verdicts
            .iter_mut()
            .find(|it| it.about == VerdictSubject::Mic)
        {
            mic.result = Judgement::Absent;
            mic.because = VerdictReason::Mic(MicReason::NotKept);
        }
        self
    }

    /// The verdict on one thing.
    pub fn verdict(&self, about: VerdictSubject) -> Option<&Verdict> {
        self.verdicts.iter().find(|verdict| verdict.about == about)
    }
}

/// Checks everything in a sign-in that can be checked with what is given. Never panics, whatever the bytes are.
pub fn verify(
    set: &SignInBytes<'_>,
    credentials: Option<&KnownCredentials<'_>>,
    binding: Option<&Binding<'_>>,
    host: Option<&str>,
) -> SignInVerification {
    let mut message = match read(set.authenticate, Authenticate::value, Authenticate::lenient) {
        Ok(message) => message,
        Err(error) => return broken(&VerdictReason::Undecodable(error)),
    };
    let challenge = set
        .challenge
        .map(|bytes| read(bytes, Challenge::value, Challenge::lenient));
    let challenge = challenge.as_ref().map(Result::as_ref);
    let names = settle(&mut message, challenge.and_then(Result::ok));
    let mut trace = Trace::on();
    let judge = Judge::new(&message, challenge, credentials, names);
    let Proofs {
        mut nt,
        lm,
        session,
    } = judge.proofs(&mut trace);
    let proven = session.is_some();
    let keys = session.and_then(|session| Keys::derive(&message, &session, &mut trace));
    if proven && keys.is_none() {
        nt.remark(Remark::SessionKeyLength(message.session_key.len()));
    }
    let response = message.ntlmv2();
    let pairs = response.as_ref().map(|response| &response.blob.av_pairs);
    let asked = challenge.and_then(|it| it.ok()?.target_info.as_deref());
    if let (Judgement::Wrong, Some(pairs), Some(asked)) = (nt.result, pairs, asked)
        && pairs::contradict(pairs, &TargetInfo::lenient(asked))
    {
        nt.remark(Remark::OtherPairs);
    }
    // What is not in the first part of a response may be in the rest.
    let rest = proofs::rest(&message);
    let told = |found: Finding| match &rest {
        Some(rest) if found.result == Judgement::Absent => Finding::unknown(rest.clone()),
        _ => found,
    };
    let mic = told(mic::mic(
        set,
        &message,
        keys.as_ref(),
        nt.result,
        &mut trace,
    ));
    let bindings = told(pairs::channel_bindings(pairs, binding, &mut trace)).covered_by(&nt);
    let target = told(pairs::target_name(pairs, host)).covered_by(&nt);
    SignInVerification {
        matched: nt.matched.or(lm.matched),
        verdicts: vec![
            nt.verdict(VerdictSubject::NtProof),
            lm.verdict(VerdictSubject::LmProof),
            mic.verdict(VerdictSubject::Mic),
            bindings.verdict(VerdictSubject::ChannelBindings),
            target.verdict(VerdictSubject::TargetName),
        ],
        steps: without_repeats(trace.into_steps()),
        keys,
        responses: Some(message.responses()),
    }
}

/// Gives a message the flags that hold after its CHALLENGE; the names of the user and the domain, as the client hashed them.
fn settle(message: &mut Authenticate, challenge: Option<&Challenge>) -> (String, String) {
    // The shortest legacy form has no flags: what the CHALLENGE said holds.
    if let Some(challenge) = challenge.filter(|_| message.flags.is_empty()) {
        message.flags = challenge.flags;
    }
    let [user, domain] = [&message.user, &message.domain].map(|bytes| {
        // The client hashed the name, not how it wrote it.
        Name::read(message.flags, bytes).map(|name| name.text)
    });
    let user = user.unwrap_or_else(|| message.user_text());
    let domain = domain.unwrap_or_else(|| message.domain_text());
    if let Some(challenge) = challenge {
        // As a server does: a flag that was not granted chooses nothing.
        message.flags &= challenge.flags;
    }
    (user, domain)
}

/// The steps, each once: both responses begin with the same.
fn without_repeats(steps: Vec<ComputationStep>) -> Vec<ComputationStep> {
    let mut once: Vec<ComputationStep> = Vec::new();
    for step in steps {
        if !once.contains(&step) {
            once.push(step);
        }
    }
    once
}

/// What a message says, as far as it can be read; else why nothing can.
fn read<T>(
    bytes: &[u8],
    value: fn(&[u8]) -> Result<T, DecodeError>,
    lenient: fn(&[u8]) -> Option<T>,
) -> Result<T, DecodeError> {
    value(bytes).or_else(|error| lenient(bytes).ok_or(error))
}

fn broken(because: &VerdictReason) -> SignInVerification {
    let all = [
        VerdictSubject::NtProof,
        VerdictSubject::LmProof,
        VerdictSubject::Mic,
        VerdictSubject::ChannelBindings,
        VerdictSubject::TargetName,
    ];
    let verdict = |about| Verdict {
        about,
        result: Judgement::Unknown,
        because: because.clone(),
        remarks: Vec::new(),
    };
    SignInVerification {
        verdicts: all.into_iter().map(verdict).collect(),
        steps: Vec::new(),
        keys: None,
        matched: None,
        responses: None,
    }
}
