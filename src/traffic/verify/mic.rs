//! The MIC: whether somebody changed the messages on their way.

use super::words::Finding;
use super::{Keys, Outcome, Set};
use crate::crypto::{self, Trace};
use crate::wire::ntlm::{Authenticate, zero_mic};
use crate::wire::token_length;
use hex::encode as hex;

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
        Outcome::Right => "the session key is not known, though the NT proof is right",
        _ => "the session key is not known, because the NT proof could not be verified",
    };
    let missing: &[&str] = match (set.negotiate, set.challenge, keys) {
        (Some(negotiate), Some(challenge), Some(keys)) => {
            let zeroed = zero_mic(set.authenticate).unwrap_or_default();
            let key = &keys.exported_session_key;
            return judge([negotiate, challenge, &zeroed], key, &received, trace);
        }
        (None, _, Some(_)) => &["the NEGOTIATE is missing"],
        (None, _, None) => &["the NEGOTIATE is missing, and ", key],
        (Some(_), None, _) => &["the CHALLENGE is missing"],
        (Some(_), Some(_), None) => &[key],
    };
    Finding::unknown(&[&["The MIC cannot be checked: "], missing, &["."]].concat())
}

/// Holds the MIC against the messages as they are, and against each cut where it ends by its own account: what was
/// copied may be more than the message.
fn judge(messages: [&[u8]; 3], key: &[u8; 16], received: &[u8; 16], trace: &mut Trace) -> Finding {
    let [first, second, third] = messages.map(|bytes| [bytes, own(bytes)]);
    let mut all = first.into_iter().flat_map(|negotiate| {
        let both = move |challenge| third.map(|zeroed| [negotiate, challenge, zeroed]);
        second.into_iter().flat_map(both)
    });
    let right = all.find(|[negotiate, challenge, zeroed]| {
        crypto::mic(key, negotiate, challenge, zeroed, &mut Trace::off()) == *received
    });
    let [negotiate, challenge, zeroed] = right.unwrap_or(messages);
    let expected = crypto::mic(key, negotiate, challenge, zeroed, trace);
    let received_hex = hex(received);
    if let Some(right) = right {
        let because = [
            "The MIC is valid, ",
            &received_hex,
            ": nobody changed the three messages on their way",
        ];
        let mut finding = Finding::new(Outcome::Right, &because);
        let names = ["NEGOTIATE", "CHALLENGE", "AUTHENTICATE"];
        for ((name, whole), own) in names.into_iter().zip(messages).zip(right) {
            let more = whole.len() - own.len();
            if more > 0 {
                let more = more.to_string();
                finding.add(
                    &[
                        "; bytes behind the ",
                        name,
                        " that do not belong to it: ",
                        &more,
                    ]
                    .concat(),
                );
            }
        }
        finding.add(".");
        return finding;
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

/// The message itself, without what stands behind it.
fn own(bytes: &[u8]) -> &[u8] {
    let length = token_length(bytes).unwrap_or(bytes.len());
    bytes.get(..length).unwrap_or(bytes)
}
