//! Codes of Windows, RPC, MAPI and SQL Server by name and number, and what a client makes of them.

use super::foreign::cut;
use super::names::LONG;
use super::text::Text;
use crate::hosts::BackEndAnswer;
use crate::prose;
use crate::wire::netlogon::status_name;
use crate::wire::rpc::{emsmdb, status as fault_status};
use crate::wire::tds::{LOGIN_FAILED, UNTRUSTED_LOGIN};

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

/// What a client makes of a back end's answer.
pub fn answered(answer: &BackEndAnswer) -> Text {
    match answer {
        BackEndAnswer::Opened(name) => {
            prose! { "The client has the mailbox “", cut(name, LONG), "” open." }
        }
        BackEndAnswer::Error(value) => prose! {
            "In codes: the store returned ", return_value(*value), ", of which a MAPI client makes a code of its own. \
            MAPI_E_LOGON_FAILED (0x80040111) is what KB918710 names for this arrangement, MAPI_E_FAILONEPROVIDER \
            (0x8004011D) is also seen. Such a code has several causes and does not prove a failed second hop."
        },
        BackEndAnswer::Fault(status) => prose! {
            "In codes: the call ended in an RPC fault, ", fault(*status), ", of which a MAPI client makes a code of its own, such as \
            MAPI_E_LOGON_FAILED (0x80040111), which has several causes."
        },
        BackEndAnswer::Queried(login) => prose! {
            "The client has the database open; for SQL Server the caller is ", cut(login, LONG), "."
        },
        BackEndAnswer::Sql { number, message } => prose! {
            "The client has error ", *number, " and throws it at the page: “", cut(message.trim_end_matches('.'), 120), "”.",
            sql_cause(*number)
        },
        BackEndAnswer::Http(status) => {
            prose! { "The call came back with HTTP status ", *status, " in place of the mailbox." }
        }
        BackEndAnswer::Broken(error) => {
            prose! { "The client has no answer it can use: ", cut(error, 120), "." }
        }
    }
}

/// What an error of a sign-in tells beyond its text.
fn sql_cause(number: u32) -> &'static str {
    match number {
        LOGIN_FAILED => {
            " It names whom SQL Server took the caller for. ANONYMOUS LOGON there is the mark of a failed second hop; any \
             other name lacks a right."
        }
        UNTRUSTED_LOGIN => " It names nobody: the sign-in itself failed.",
        _ => "",
    }
}
