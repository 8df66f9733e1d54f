//! The MIC: whether somebody changed the messages on their way.

use super::words::{Finding, hex};
use super::{Keys, Outcome, Set};
use crate::crypto::{self, Trace};
use crate::wire::ntlm::{Authenticate, zero_mic};

/// The MIC over the messages as received ([MS-NLMP] 3.2.5.1.2). It is there where MsvAvFlags announces it and the
/// message has room for it; bytes that nobody announced are none.
pub fn mic(
    set: &Set<'_>,
    message: &Authenticate,
    keys: Option<&Keys>,
    proof: Outcome,
    trace: &mut Trace,
) -> Finding {
    let offset = message.mic_offset().unwrap_or_default().to_string();
    let received = match (message.says_mic(), message.mic) {
        (false, None) => return Finding::absent(&["There is no MIC, and none is announced."]),
        (false, Some(_)) => {
            let end =
                ", where a MIC would stand, count for nothing: MsvAvFlags does not announce one.";
            return Finding::absent(&["The 16 bytes at offset ", &offset, end]);
        }
        (true, None) => {
            let because = "MsvAvFlags announces a MIC (0x2), but there is none: it was left out or taken away.";
            return Finding::absent(&[because]);
        }
        (true, Some(received)) => received,
    };
    let key = match proof {
        Outcome::Wrong => "the NT proof is wrong, so the session key is not known",
        _ => "the session key is not known, because the NT proof could not be verified",
    };
    let missing: &[&str] = match (set.negotiate, set.challenge, keys) {
        (Some(negotiate), Some(challenge), Some(keys)) => {
            let zeroed = zero_mic(set.authenticate).unwrap_or_default();
            let key = &keys.exported_session_key;
            let expected = crypto::mic(key, negotiate, challenge, &zeroed, trace);
            return judge(&received, &expected);
        }
        (None, _, Some(_)) => &["the NEGOTIATE is missing"],
        (None, _, None) => &["the NEGOTIATE is missing, and ", key],
        (Some(_), None, _) => &["the CHALLENGE is missing"],
        (Some(_), Some(_), None) => &[key],
    };
    Finding::unknown(&[&["The MIC cannot be checked: "], missing, &["."]].concat())
}

fn judge(received: &[u8; 16], expected: &[u8; 16]) -> Finding {
    let received_hex = hex(received);
    if received == expected {
        let end = ": nobody changed the three messages on their way.";
        return Finding::new(Outcome::Right, &["The MIC is valid, ", &received_hex, end]);
    }
    let because = [
        "The MIC is invalid: it is ",
        &received_hex,
        ", and would be ",
        &hex(expected),
        " over these three messages; one was changed, or they do not belong together.",
    ];
    Finding::new(Outcome::Wrong, &because)
}
