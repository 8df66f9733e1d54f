//! Codes of Windows, RPC, MAPI and SQL Server by name and number, and what a client makes of them.

use super::names::LONG;
use super::text::Text;
use crate::hosts::security::InitiateError;
use crate::hosts::{BackEndAnswer, CallError};
use crate::present::foreign::cut;
use crate::prose;
use crate::wire::ntstatus::status_name;
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

/// An error of Windows by name and number, with what it means: in decimal as logs of IIS have it, and in hexadecimal as Active
/// Directory writes it behind `data`.
pub fn win32(code: u32) -> String {
    match win32_name(code) {
        Some((name, "")) => format!("{name} ({code}, {code:#X})"),
        Some((name, meaning)) => format!("{name} ({code}, {code:#X}), {meaning}"),
        None => format!("error {code} of Windows ({code:#X})"),
    }
}

/// Errors that a sign-in ends with, and what they mean ([MS-ERREF] 2.1 and 2.2).
fn win32_name(code: u32) -> Option<(&'static str, &'static str)> {
    Some(match code {
        5 => ("ERROR_ACCESS_DENIED", ""),
        1311 => ("ERROR_NO_LOGON_SERVERS", "no domain controller answers"),
        1317 => ("ERROR_NO_SUCH_USER", "no such user"),
        1326 => ("ERROR_LOGON_FAILURE", "a wrong name or password"),
        1327 => ("ERROR_ACCOUNT_RESTRICTION", "the account is restricted"),
        1328 => ("ERROR_INVALID_LOGON_HOURS", "not at this time of day"),
        1329 => ("ERROR_INVALID_WORKSTATION", "not from this computer"),
        1330 => ("ERROR_PASSWORD_EXPIRED", "the password has expired"),
        1331 => ("ERROR_ACCOUNT_DISABLED", "the account is disabled"),
        1385 => (
            "ERROR_LOGON_TYPE_NOT_GRANTED",
            "the account lacks the right to this type of logon",
        ),
        1396 => (
            "ERROR_WRONG_TARGET_NAME",
            "the ticket is for another account",
        ),
        1398 => ("ERROR_TIME_SKEW", "the clocks are too far apart"),
        1793 => ("ERROR_ACCOUNT_EXPIRED", "the account has expired"),
        1907 => (
            "ERROR_PASSWORD_MUST_CHANGE",
            "the password must be changed first",
        ),
        1909 => ("ERROR_ACCOUNT_LOCKED_OUT", "the account is locked"),
        0x8009_0302 => ("SEC_E_UNSUPPORTED_FUNCTION", ""),
        0x8009_0308 => ("SEC_E_INVALID_TOKEN", "the token is not understood"),
        0x8009_030C => ("SEC_E_LOGON_DENIED", "the sign-in is refused"),
        0x8009_030D => ("SEC_E_UNKNOWN_CREDENTIALS", ""),
        0x8009_030E => ("SEC_E_NO_CREDENTIALS", ""),
        0x8009_030F => (
            "SEC_E_MESSAGE_ALTERED",
            "the messages were changed on the way",
        ),
        0x8009_0311 => (
            "SEC_E_NO_AUTHENTICATING_AUTHORITY",
            "no domain controller answers",
        ),
        0x8009_0322 => ("SEC_E_WRONG_PRINCIPAL", "the ticket is for another account"),
        0x8009_0324 => ("SEC_E_TIME_SKEW", "the clocks are too far apart"),
        0x8009_0346 => ("SEC_E_BAD_BINDINGS", "the channel binding does not fit"),
        _ => return None,
    })
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
        BackEndAnswer::Broken(CallError::NoAnswer(InitiateError::Service(41))) => prose! {
            "The client’s own library refuses to go on: SEC_E_WRONG_PRINCIPAL (0x80090322), of which SqlClient makes “The target \
            principal name is incorrect. Cannot generate SSPI context”."
        },
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
