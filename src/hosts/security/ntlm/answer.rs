//! What a level makes of a credential and a question (`[MS-NLMP]` 3.3).

use crate::crypto::{self, Trace};
use crate::hosts::entropy::draw;
use crate::hosts::{Context, Purpose};
use crate::wire::DecodeError;
use crate::wire::ntlm::{AV_FLAG_MIC, AvId, Challenge, NegotiateFlags, ResponseKind, TargetInfo};

/// The two responses, and what follows from them.
pub struct Responses {
    /// How they were made.
    pub kind: ResponseKind,
    /// NtChallengeResponse: the response of NTLM or NTLMv2, with its blob.
    pub nt: Vec<u8>,
    /// LmChallengeResponse: what accompanies it, which may prove nothing.
    pub lm: Vec<u8>,
    /// The part that proves something.
    pub proof: Vec<u8>,
    /// SessionBaseKey: what the key exchange key is made from.
    pub session_base_key: [u8; 16],
    /// Whether the response promises a MIC.
    pub mic: bool,
}

/// Whom a response is for, and the hash it is made from.
pub struct AnsweringAccount<'a> {
    /// The domain to say in the AUTHENTICATE, which NTOWFv2 covers too.
    pub domain: &'a str,
    /// The user to say in the AUTHENTICATE, which NTOWFv2 covers too.
    pub user: &'a str,
    /// NTOWFv1, or sixteen bytes in its place.
    pub nt_hash: [u8; 16],
    /// The password, where it is known: the LM hash takes it.
    pub password: Option<&'a str>,
}

/// A question, and what was agreed about the answer.
pub struct Question<'a> {
    /// The flags both sides set.
    pub flags: NegotiateFlags,
    /// The CHALLENGE as the server sent it.
    pub challenge: &'a Challenge,
    /// The service principal name of the server.
    pub target: &'a str,
}

impl Question<'_> {
    /// `[MS-NLMP]` 3.3.1, and the NTLM2 session response where extended session security is agreed.
    pub fn v1(
        &self,
        account: &AnsweringAccount<'_>,
        context: &mut Context<'_>,
        trace: &mut Trace,
    ) -> Responses {
        let nt_hash = &account.nt_hash;
        let question = &self.challenge.server_challenge;
        let session = NegotiateFlags::EXTENDED_SESSION_SECURITY;
        let (kind, nt, lm) = if self.flags.contains(session) {
            let nonce = draw(context.entropy, Purpose::ClientChallenge);
            let session = crypto::ntlm2_session(nt_hash, question, &nonce, trace);
            (ResponseKind::Ntlm2Session, session.nt, session.lm)
        } else {
            let nt = crypto::ntlm_v1(nt_hash, question, trace);
            let lm = match account.password {
                Some(password) if context.machine.level.sends_lm() => {
                    // A password that has no LM hash gets the null one.
                    let owf = crypto::lm_owf_v1(password, trace).unwrap_or_default();
                    crypto::lm_v1(&owf, question, trace)
                }
                _ => nt,
            };
            (ResponseKind::Ntlm, nt, lm)
        };
        Responses {
            kind,
            nt: nt.to_vec(),
            lm: lm.to_vec(),
            proof: nt.to_vec(),
            session_base_key: crypto::session_base_key_v1(nt_hash, trace),
            mic: false,
        }
    }

    /// `[MS-NLMP]` 3.3.2. With a timestamp from the server: its time is used, LM stays empty, a MIC follows.
    pub fn v2(
        &self,
        account: &AnsweringAccount<'_>,
        context: &mut Context<'_>,
        trace: &mut Trace,
    ) -> Result<Responses, DecodeError> {
        let question = &self.challenge.server_challenge;
        let mut info = match self.challenge.target_info.as_deref() {
            None | Some([]) => TargetInfo::new(),
            Some(bytes) => TargetInfo::decode(bytes).value?,
        };
        let key = crypto::nt_owf_v2(&account.nt_hash, account.user, account.domain, trace);
        let nonce = draw(context.entropy, Purpose::ClientChallenge);
        let timestamp = info.timestamp();
        let mic = timestamp.is_some() && context.machine.era.timestamps();
        if mic {
            let flags = info.flags().unwrap_or_default() | AV_FLAG_MIC;
            info.set(AvId::Flags, flags.to_le_bytes());
            info.set(AvId::SingleHost, single_host(context));
            // There is no TLS whose channel the answer could be bound to.
            info.set(AvId::ChannelBindings, [0; 16]);
            info.set(AvId::TargetName, crate::wire::text::utf16le(self.target));
        }
        let time = timestamp.unwrap_or(context.now.0);
        let temp = crypto::temp(time, &nonce, &info.encode());
        let response = crypto::ntlm_v2(&key, question, &temp, trace);
        let lm = match timestamp {
            Some(_) => crypto::NULL_LM,
            None => crypto::lm_v2(&key, question, &nonce, trace),
        };
        Ok(Responses {
            kind: ResponseKind::NtlmV2,
            nt: response.response,
            lm: lm.to_vec(),
            proof: response.proof.to_vec(),
            session_base_key: response.session_base_key,
            mic,
        })
    }
}

/// Single_Host_Data (`[MS-NLMP]` 2.2.2.2): its own length, and for a server on the same computer what process asks.
fn single_host(context: &mut Context<'_>) -> Vec<u8> {
    const LENGTH: u32 = 48;
    let info = context.machine.lsa.token_info(context.entropy);
    [&LENGTH.to_le_bytes()[..], &[0; 4], &info].concat()
}
