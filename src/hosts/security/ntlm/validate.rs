//! The authority's part: whether a response proves the account's password (`[MS-NLMP]` 3.3, `[MS-APDS]` 3.1.5).

use crate::crypto;
use crate::hosts::{Account, Evidence, Level, Mechanism, Proven, Refusal};
use crate::value_kind::ValueKind;
use crate::wire::netlogon::{LogonRequest, NetworkLogon};
use crate::wire::ntlm::ResponseKind;

/// Judges a response of whatever version, by the level of the authority.
///
/// # Errors
/// Where the response is not of the account's password, or the level does not take its kind.
pub fn validate(
    account: &Account,
    request: &LogonRequest,
    sent: &NetworkLogon,
    level: Level,
    evidence: &mut Evidence,
) -> Result<Proven, Refusal> {
    let mut judge = Judge {
        account,
        request,
        sent,
        level,
        evidence,
    };
    match sent.nt_response.len() {
        25.. => judge.ntlm_v2(),
        24 => judge.ntlm_v1(),
        _ => judge.lm_only(),
    }
}

struct Judge<'a> {
    account: &'a Account,
    request: &'a LogonRequest,
    sent: &'a NetworkLogon,
    level: Level,
    evidence: &'a mut Evidence,
}

impl Judge<'_> {
    /// `[MS-NLMP]` 3.3.2. The domain is tried as sent, in upper case, and empty: clients differ.
    fn ntlm_v2(&mut self) -> Result<Proven, Refusal> {
        let check = crypto::check_v2(
            crypto::UpperCaseRule::Windows,
            &self.account.nt_owf,
            (&self.request.user, &self.request.domain),
            &self.sent.challenge,
            &self.sent.nt_response,
            &mut self.evidence.trace,
        );
        let check = check.ok_or(Refusal::WrongPassword)?;
        self.compare("NTProofStr", &check.expected, &check.received)?;
        Ok(proven(ResponseKind::NtlmV2, check.session_base_key))
    }

    /// `[MS-NLMP]` 3.3.1. The NTLM2 session response comes here too: the server has mixed the challenge already.
    fn ntlm_v1(&mut self) -> Result<Proven, Refusal> {
        self.permit(self.level.takes_v1(), ResponseKind::Ntlm)?;
        let nt_hash = &self.account.nt_owf;
        let trace = &mut self.evidence.trace;
        let right = crypto::ntlm_v1(nt_hash, &self.sent.challenge, trace);
        let key = crypto::session_base_key_v1(nt_hash, trace);
        self.compare("NTLM response", &right, &self.sent.nt_response)?;
        Ok(proven(ResponseKind::Ntlm, key))
    }

    /// A client that sends an LM field alone: LMv2 or LM.
    fn lm_only(&mut self) -> Result<Proven, Refusal> {
        let v2 = crypto::check_lm_v2(
            crypto::UpperCaseRule::Windows,
            &self.account.nt_owf,
            (&self.request.user, &self.request.domain),
            &self.sent.challenge,
            &self.sent.lm_response,
            &mut self.evidence.trace,
        );
        if let Some(check) = v2.filter(|check| check.matched.is_some()) {
            self.compare("LMv2 response", &check.expected, &check.received)?;
            return Ok(proven(ResponseKind::LmV2, check.session_base_key));
        }
        self.permit(self.level.takes_lm(), ResponseKind::Lm)?;
        let owf = self.account.lm_owf.unwrap_or_default();
        let right = crypto::lm_v1(&owf, &self.sent.challenge, &mut self.evidence.trace);
        self.compare("LM response", &right, &self.sent.lm_response)?;
        // Where the account has no LM hash, an answer from the null hash proves nothing.
        self.account.lm_owf.ok_or(Refusal::WrongPassword)?;
        Ok(proven(ResponseKind::Lm, crypto::session_base_key_lm(&owf)))
    }

    fn permit(&self, takes: bool, kind: ResponseKind) -> Result<(), Refusal> {
        let level = self.level;
        takes
            .then_some(())
            .ok_or(Refusal::LevelForbids { level, kind })
    }

    fn compare(
        &mut self,
        name: &'static str,
        expected: &[u8],
        received: &[u8],
    ) -> Result<(), Refusal> {
        self.evidence
            .compare(name, ValueKind::Response, expected, received)
    }
}

fn proven(kind: ResponseKind, session_key: [u8; 16]) -> Proven {
    Proven {
        mechanism: Mechanism::Response(kind),
        session_key,
    }
}
