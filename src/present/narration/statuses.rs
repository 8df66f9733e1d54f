//! Codes of Windows, RPC and MAPI by name and number, and what a client makes of them.

use super::foreign::cut;
use super::names::LONG;
use super::text::Text;
use crate::hosts::BackEndAnswer;
use crate::prose;
use crate::wire::netlogon::status_name;
use crate::wire::rpc::{emsmdb, status as fault_status};

/// A number as Windows writes its codes: `0x` and eight digits.
pub fn hex32(number: u32) -> String {
    format!("0x{number:08X}")
}

fn named(name: Option<&str>, number: u32) -> String {
    let number = hex32(number);
    match name {
        Some(name) => format!("{name} ({number})"),
        None => format!("status {number}"),
    }
}

/// An NTSTATUS by name and number.
pub fn status(status: u32) -> String {
    named(status_name(status), status)
}

/// An NTSTATUS in few characters: its name, or its number.
pub fn brief_status(status: u32) -> String {
    status_name(status).map_or_else(|| hex32(status), str::to_owned)
}

/// The status of an RPC fault by name and number.
pub fn fault(status: u32) -> String {
    named(fault_status::name(status), status)
}

/// The return value of the connect call by name and number.
pub fn return_value(value: u32) -> String {
    let name = emsmdb::error_name(value).unwrap_or("error");
    format!("{name} {}", hex32(value))
}

/// What a client of the mailbox host makes of its answer.
pub fn mapi_translation(answer: &BackEndAnswer) -> Text {
    match answer {
        BackEndAnswer::Opened(name) => {
            prose! { "The client has the mailbox “", cut(name, LONG), "” open." }
        }
        BackEndAnswer::Error(value) => prose! {
            "The store returned ", return_value(*value), ". A MAPI client reports a code of its own: \
            MAPI_E_LOGON_FAILED (0x80040111) is what KB918710 names for this arrangement, MAPI_E_FAILONEPROVIDER \
            (0x8004011D) is also seen. Such a code has several causes and does not prove a failed second hop."
        },
        BackEndAnswer::Fault(status) => prose! {
            "The call ended in an RPC fault, ", fault(*status), ". A MAPI client reports a code of its own, such as \
            MAPI_E_LOGON_FAILED (0x80040111), which has several causes."
        },
        BackEndAnswer::Http(status) => {
            prose! { "The call came back with HTTP status ", *status, " in place of the mailbox." }
        }
        BackEndAnswer::Broken(error) => {
            prose! { "The client has no answer it can use: ", cut(error, 120), "." }
        }
    }
}
