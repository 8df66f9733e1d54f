//! What a response would be, and whether it is that.

use super::{Found, Judge, Ready, odd};
use crate::crypto::{
    self, CodePage, DomainForm, KxKind, NULL_KEY, SessionFlags, Step, Trace, V2Check,
};
use crate::secret::Secret;
use crate::traffic::verify::words::{Finding, kind_name, name};
use crate::traffic::verify::{Known, Outcome};
use crate::wire::ntlm::ResponseKind;
use hex::encode as hex;

/// Checks an NTLMv2 or an LMv2 response.
pub(super) type V2Checker =
    fn(&[u8; 16], &str, &str, &[u8; 8], &[u8], &mut Trace) -> Option<V2Check>;

impl Judge<'_> {
    pub(super) fn lm_v1(&self, response: &[u8], challenge: &[u8; 8], trace: &mut Trace) -> Found {
        let Some(Known::Password(password) | Known::Both(password, _)) = self.known else {
            let because = "The LM response cannot be verified, the password is missing: an NT hash cannot make an LM response.";
            return (Finding::unknown(&[because]), None);
        };
        let (page, matches) = lm_page(password, challenge, response);
        let other = !password.is_ascii() && !matches && password.chars().count() <= 14;
        let Some(owf) = crypto::lm_owf_v1_in(page, password, trace) else {
            let null = crypto::lm_v1(&NULL_KEY, challenge, &mut Trace::off()) == response;
            let (result, because) = if null {
                let because = "The LM response is made of 16 zero bytes, as for a password that has no LM hash: it proves nothing.";
                (Outcome::Absent, because)
            } else if other {
                (Outcome::Unknown, NO_PAGE)
            } else {
                let because = "The LM response is not of this password, which has no LM hash: it is too long.";
                (Outcome::Wrong, because)
            };
            return (Finding::new(result, &[because]), None);
        };
        if other {
            return (Finding::unknown(&[NO_PAGE]), None);
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
        if let Some(Known::Password(password)) = self.known {
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
                Some(Known::Password(password)) => {
                    let sent = &self.message.lm_response;
                    let (page, matches) = lm_page(password, challenge, sent);
                    *lm_owf = crypto::lm_owf_v1_in(page, password, trace).unwrap_or_default();
                    if !matches && !password.is_ascii() {
                        found.1 = None;
                        found.0.add("; the session key is made of the LM hash, and the OEM code page is not known.");
                    }
                }
                _ => {
                    found.1 = None;
                    found.0.add(
                        "; the session key is made of the LM hash, which an NT hash does not give.",
                    );
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
            ResponseKind::Lm => "password",
            _ => self.secret(),
        };
        if expected == received {
            let because = ["The ", kind_name(kind), " is of this ", secret, "."];
            return (Finding::new(Outcome::Right, &because), Some(session));
        }
        let because = [
            "The ",
            kind_name(kind),
            " is not of this ",
            secret,
            ": it is ",
            &hex(received),
            ", and would be ",
            &hex(expected),
            ".",
        ];
        (Finding::new(Outcome::Wrong, &because), None)
    }

    /// The NTLMv2 and the LMv2 response ([MS-NLMP] 3.3.2), over the bytes received.
    pub(super) fn v2(
        &self,
        kind: ResponseKind,
        proof: &str,
        response: &[u8],
        ready: Ready,
        check: V2Checker,
        trace: &mut Trace,
    ) -> Found {
        self.show_hash(trace);
        let Ready { challenge, nt_hash } = ready;
        let (user, domain) = (&self.user, &self.domain);
        let mut own = Trace::on();
        let Some(found) = check(&nt_hash, user, domain, &challenge, response, &mut own) else {
            return (odd("The response", response), None);
        };
        let mut steps = own.into_steps();
        // The key that would follow from the right proof is nobody's where the proof is wrong.
        let right = found.matched.is_some();
        steps.retain(|step| right || step.output.secret != Some(Secret::SessionKey));
        keep(steps, trace);
        let V2Check { matched, .. } = found;
        let (user, domain) = (name(user), name(domain));
        let Some(form) = matched else {
            let because = [
                "The ",
                kind_name(kind),
                " is not of this ",
                self.secret(),
                ": ",
                proof,
                " is ",
                &hex(found.received),
                ", and would be ",
                &hex(found.expected),
                " for “",
                &user,
                "” in “",
                &domain,
                "” (tried as it is, in upper case and empty).",
            ];
            return (Finding::new(Outcome::Wrong, &because), None);
        };
        let form = match form {
            DomainForm::AsSent if self.as_sent => "with the domain as sent.",
            DomainForm::AsSent => "with the domain as given.",
            DomainForm::UpperCase => "with the domain in upper case.",
            DomainForm::Empty => "with an empty domain.",
        };
        let because = [
            "The ",
            kind_name(kind),
            " is of this ",
            self.secret(),
            " for “",
            &user,
            "” in “",
            &domain,
            "”, ",
            form,
        ];
        let mut finding = Finding::new(Outcome::Right, &because);
        finding.matched = matched;
        (
            finding,
            Some((KxKind::V2, found.session_base_key, NULL_KEY)),
        )
    }

    fn secret(&self) -> &'static str {
        match self.known {
            Some(Known::NtHash(_) | Known::Both(..)) => "NT hash",
            _ => "password",
        }
    }
}

const NO_PAGE: &str = "The LM response cannot be verified, the OEM code page is not known: the password has characters \
                       outside ASCII, and neither in Windows-1252 nor in code page 850 it gives this response.";

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
pub(super) fn keep(steps: Vec<Step>, trace: &mut Trace) {
    for step in steps {
        trace.record(|| step);
    }
}
