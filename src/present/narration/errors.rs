//! What is wrong with bytes, for people.

use super::names::LONG;
use super::text::Text;
use crate::present::foreign::cut;
use crate::present::summary::Unreadable;
use crate::prose;
use crate::wire::DecodeError;

/// Why a message says nothing, as a clause.
pub fn unreadable(why: &Unreadable) -> String {
    match why {
        Unreadable::Empty => "no bytes".to_owned(),
        Unreadable::Unknown => "an unknown message".to_owned(),
        Unreadable::PduType(number) => format!("an RPC PDU of type {number}"),
        Unreadable::Broken(error) => broken(error).to_string(),
    }
}

/// What is wrong, in which field and where, as a clause. The name of a field may come from the bytes.
pub fn broken(error: &DecodeError) -> Text {
    let field = cut(&error.field, LONG);
    prose! { field, " at byte ", error.offset, ": ", error.kind.to_string() }
}

/// Where decoding ended, as a clause.
pub fn ends_here(error: &DecodeError) -> Text {
    prose! { "it does not decode further: ", broken(error) }
}
