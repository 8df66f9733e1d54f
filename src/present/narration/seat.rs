//! IIS's seat: what is at hand there, what is made of it, and the ways to answer.

use super::foreign::cut;
use super::text::join;
use crate::lab::Hop;
use crate::present::seat::{AnswerMethod, Value};
use crate::prose;
use crate::wire::ntlm::MessageType;

/// The text that a person types.
pub const TYPED_TEXT: &str = "the typed text";
/// The bytes that a person types.
pub const TYPED_BYTES: &str = "the typed bytes";
/// A function is given a value of another length than it takes.
pub const NOT_SUCH_A_VALUE: &str =
    "This function does not take such a value. Choose another, of the length it names.";
/// Too few bytes are given as the NT hash.
pub const NO_NT_HASH: &str =
    "The NT hash has 16 bytes, and this value has fewer. Choose another, or make one.";

/// A way to answer.
pub fn answer_method(method: AnswerMethod) -> &'static str {
    match method {
        AnswerMethod::Replay => "The AUTHENTICATE of hop 1, as it is",
        AnswerMethod::Nothing => "No name and no response",
        AnswerMethod::Password => "An answer from a password",
        AnswerMethod::NtHash => "An answer from 16 bytes used as the NT hash",
        AnswerMethod::Raw => "Bytes of your own as the AUTHENTICATE",
    }
}

/// What is answered, and with which value.
pub fn answer(method: AnswerMethod, value: &Value) -> String {
    let cut_off = method == AnswerMethod::NtHash && value.bytes.len() > 16;
    let with = method.takes_value().then(|| {
        let cut_off = cut_off.then_some(", its first 16 bytes");
        prose! { ": ", &value.name, cut_off }
    });
    prose! { answer_method(method), with }.to_string()
}

/// A message that IIS sent or received.
pub fn message(kind: MessageType, hop: Hop) -> String {
    of_hop(kind.name(), hop)
}

/// The challenge of a hop.
pub fn challenge(hop: Hop) -> String {
    of_hop("challenge", hop)
}

/// The response of a hop.
pub fn response(hop: Hop) -> String {
    of_hop("NtChallengeResponse", hop)
}

fn of_hop(name: &'static str, hop: Hop) -> String {
    match hop {
        Hop::Number(number) => prose! { name, " of hop ", usize::from(number) }.to_string(),
        Hop::Directory => prose! { name, " of pass-through" }.to_string(),
    }
}

/// What a function makes of values.
pub fn made(function: &'static str, inputs: &[&Value]) -> String {
    let names = inputs.iter().map(|value| value.name.clone());
    let names = join(names, ", ", ", ").to_string();
    prose! { function, "(", cut(&names, 60), ")" }.to_string()
}
