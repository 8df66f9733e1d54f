//! Which protocol a pair of responses belongs to.

/// What a client answered with, told from the responses themselves ([MS-NLMP] 2.2.2.3 to 2.2.2.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResponseKind {
    /// Nothing to prove: both empty, or one zero byte for LM. A local call looks the same; the flag tells.
    Anonymous,
    /// Only an LM or LMv2 response; they cannot be told apart without the key.
    LmOnly,
    /// LM and NTLMv1 responses, or the NT response in both places.
    NtlmV1,
    /// NTLMv1 with extended session security, "NTLM2 session response".
    Ntlm2Session,
    /// NTLMv2.
    NtlmV2,
    /// Lengths that no protocol has.
    Unknown,
}

impl ResponseKind {
    /// Tells the kind. `ess` is whether extended session security was negotiated.
    pub fn of(lm: &[u8], nt: &[u8], ess: bool) -> Self {
        match (lm.len(), nt.len()) {
            (0, 0) => Self::Anonymous,
            (1, 0) if lm == [0] => Self::Anonymous,
            (24, 0) => Self::LmOnly,
            (_, 24) if ess => Self::Ntlm2Session,
            (_, 24) => Self::NtlmV1,
            (_, 25..) => Self::NtlmV2,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::ANONYMOUS_LM;

    #[test]
    fn trap_10_the_length_tells_ntlmv2_and_the_flag_tells_ntlm2_session() {
        assert_eq!(
            ResponseKind::of(&[0; 24], &[1; 24], false),
            ResponseKind::NtlmV1
        );
        assert_eq!(
            ResponseKind::of(&[0; 24], &[1; 24], true),
            ResponseKind::Ntlm2Session
        );
        assert_eq!(
            ResponseKind::of(&[0; 24], &[1; 25], true),
            ResponseKind::NtlmV2
        );
        assert_eq!(
            ResponseKind::of(&[], &[1; 300], false),
            ResponseKind::NtlmV2
        );
        assert_eq!(ResponseKind::of(&[1; 24], &[], true), ResponseKind::LmOnly);
        assert_eq!(
            ResponseKind::of(&[1; 24], &[1; 7], true),
            ResponseKind::Unknown
        );
    }

    #[test]
    fn trap_16_anonymous_is_one_zero_byte_or_nothing() {
        assert_eq!(
            ResponseKind::of(&ANONYMOUS_LM, &[], true),
            ResponseKind::Anonymous
        );
        assert_eq!(ResponseKind::of(&[], &[], false), ResponseKind::Anonymous);
        assert_eq!(ResponseKind::of(&[1], &[], false), ResponseKind::Unknown);
    }
}
