//! What a response would be, and whether it is that.

use super::{Found, Judge, ProofReason, Ready, ResponseAccount, ResponseField, odd};
use crate::crypto::{
    self, CodePage, ComputationStep, KxKind, NULL_KEY, SessionFlags, Trace, UpperCaseRule, V2Check,
};
use crate::traffic::verify::finding::{Finding, Remark};
use crate::traffic::verify::{Judgement, KnownSecret};
use crate::value_kind::ValueKind;
use crate::wire::ntlm::ResponseKind;

/// Checks an NTLMv2 or an LMv2 response.
pub(super) type V2Checker =
    fn(UpperCaseRule, &[u8; 16], (&str, &str), &[u8; 8], &[u8], &mut Trace) -> Option<V2Check>;

impl Judge<'_> {
    pub(super) fn lm_v1(&self, response: &[u8], challenge: &[u8; 8], trace: &mut Trace) -> Found {
        let Some(KnownSecret::Password(password) | KnownSecret::Both(password, _)) = self.known
        else {
            return (Finding::unknown(ProofReason::LmNeedsPassword), None);
        };
        let (page, matches) = lm_page(password, challenge, response);
        let other = !password.is_ascii() && !matches && password.chars().count() <= 14;
        let Some(owf) = crypto::lm_owf_v1_in(page, password, trace) else {
            let null = crypto::lm_v1(&NULL_KEY, challenge, &mut Trace::off()) == response;
            let finding = if null {
                Finding::absent(ProofReason::LmOfNoHash)
            } else if other {
                Finding::unknown(ProofReason::LmNeedsCodePage)
            } else {
                Finding::new(Judgement::Wrong, ProofReason::LmOfLongPassword)
            };
            return (finding, None);
        };
        if other {
            return (Finding::unknown(ProofReason::LmNeedsCodePage), None);
        }
        let expected = crypto::lm_v1(&owf, challenge, trace);
        let key = crypto::session_base_key_lm(&owf);
        self.compare(
            ResponseKind::Lm,
            &expected,
            response,
            (KxKind::V1, key, owf),
        )
    }

    /// NTOWFv1 as a step, where there is a password to make it of.
    fn show_hash(&self, trace: &mut Trace) {
        if let Some(KnownSecret::Password(password)) = self.known {
            crypto::nt_owf_v1(password, trace);
        }
    }

    /// The NTLM and the NTLM2 session response ([MS-NLMP] 3.3.1).
    pub(super) fn v1(
        &self,
        kind: ResponseKind,
        response: &[u8],
        ready: &Ready,
        trace: &mut Trace,
    ) -> Found {
        self.show_hash(trace);
        let Ready { challenge, nt_hash } = ready;
        let nonce = self.message.lm_response.first_chunk::<8>();
        let expected = match nonce.filter(|_| kind == ResponseKind::Ntlm2Session) {
            Some(nonce) => crypto::ntlm2_session(nt_hash, challenge, nonce, trace).nt,
            None => crypto::ntlm_v1(nt_hash, challenge, trace),
        };
        let mut own = Trace::on();
        let key = crypto::session_base_key_v1(nt_hash, &mut own);
        let mut found = self.compare(kind, &expected, response, (KxKind::V1, key, NULL_KEY));
        let Some((_, _, lm_owf)) = &mut found.1 else {
            return found;
        };
        keep(own.into_steps(), trace);
        let flags = SessionFlags::from_bits(self.message.flags.bits());
        if flags.needs_lm_owf() {
            match self.known {
                Some(KnownSecret::Password(password)) => {
                    let sent = &self.message.lm_response;
                    let (page, matches) = lm_page(password, challenge, sent);
                    *lm_owf = crypto::lm_owf_v1_in(page, password, trace).unwrap_or_default();
                    if !matches && !password.is_ascii() {
                        found.1 = None;
                        found.0.remark(Remark::KeyNeedsCodePage);
                    }
                }
                _ => {
                    found.1 = None;
                    found.0.remark(Remark::KeyNeedsPassword);
                }
            }
        }
        found
    }

    fn compare(
        &self,
        kind: ResponseKind,
        expected: &[u8],
        received: &[u8],
        session: (KxKind, [u8; 16], [u8; 16]),
    ) -> Found {
        let secret = match kind {
            ResponseKind::Lm => ValueKind::Password,
            _ => self.secret(),
        };
        let account = None;
        if expected == received {
            let right = ProofReason::Right {
                kind,
                secret,
                account,
            };
            return (Finding::new(Judgement::Right, right), Some(session));
        }
        let wrong = ProofReason::Wrong {
            kind,
            secret,
            received: received.to_vec(),
            expected: expected.to_vec(),
            account,
        };
        (Finding::new(Judgement::Wrong, wrong), None)
    }

    /// The NTLMv2 and the LMv2 response ([MS-NLMP] 3.3.2), over the bytes received.
    pub(super) fn v2(
        &self,
        kind: ResponseKind,
        response: &[u8],
        ready: Ready,
        check: V2Checker,
        trace: &mut Trace,
    ) -> Found {
        self.show_hash(trace);
        let Ready { challenge, nt_hash } = ready;
        let (user, domain) = (&self.user, &self.domain);
        let [_, domain_as_sent] = self.as_sent;
        let mut own = Trace::on();
        let check = |rule, trace: &mut Trace| {
            check(rule, &nt_hash, (user, domain), &challenge, response, trace)
        };
        let rule = upper_case_rule(user, |rule| {
            check(rule, &mut Trace::off()).is_some_and(|found| found.matched.is_some())
        });
        let Some(found) = check(rule, &mut own) else {
            let field = match kind {
                ResponseKind::LmV2 => ResponseField::Lm,
                _ => ResponseField::Nt,
            };
            return (odd(field, response), None);
        };
        let mut steps = own.into_steps();
        // The key that would follow from the right proof is nobody's where the proof is wrong.
        let right = found.matched.is_some();
        steps.retain(|step| right || step.output.value_kind != Some(ValueKind::SessionKey));
        keep(steps, trace);
        let V2Check { matched, .. } = found;
        let secret = self.secret();
        let account = Some(ResponseAccount {
            user: user.clone(),
            domain: domain.clone(),
            spelling: matched,
            as_sent: domain_as_sent,
            rule,
        });
        if !right {
            let wrong = ProofReason::Wrong {
                kind,
                secret,
                received: found.received.to_vec(),
                expected: found.expected.to_vec(),
                account,
            };
            return (Finding::new(Judgement::Wrong, wrong), None);
        }
        let right = ProofReason::Right {
            kind,
            secret,
            account,
        };
        let mut finding = Finding::new(Judgement::Right, right);
        finding.matched = matched;
        (
            finding,
            Some((KxKind::V2, found.session_base_key, NULL_KEY)),
        )
    }

    fn secret(&self) -> ValueKind {
        match self.known {
            Some(KnownSecret::NtHash(_) | KnownSecret::Both(..)) => ValueKind::NtHash,
            _ => ValueKind::Password,
        }
    }
}

/// The rule of upper case that gives the right proof, else Windows' own. What no Windows domain controller computes is
/// tried only where it makes a difference.
fn upper_case_rule(user: &str, is_right: impl Fn(UpperCaseRule) -> bool) -> UpperCaseRule {
    if user.is_ascii() || is_right(UpperCaseRule::Windows) {
        return UpperCaseRule::Windows;
    }
    let mut others = UpperCaseRule::OTHERS.into_iter();
    let other = others.find(|rule| rule.apply(user) != crypto::upper(user) && is_right(*rule));
    other.unwrap_or_default()
}

/// The code page in which the password gives that LM response, and whether there is one; else Windows-1252.
fn lm_page(password: &str, challenge: &[u8; 8], response: &[u8]) -> (CodePage, bool) {
    let off = &mut Trace::off();
    for page in [CodePage::Windows1252, CodePage::Dos850] {
        if let Some(owf) = crypto::lm_owf_v1_in(page, password, off)
            && crypto::lm_v1(&owf, challenge, off) == response
        {
            return (page, true);
        }
    }
    (CodePage::Windows1252, false)
}

/// Adds steps that were not sure to count.
pub(super) fn keep(steps: Vec<ComputationStep>, trace: &mut Trace) {
    for step in steps {
        trace.record(|| step);
    }
}
