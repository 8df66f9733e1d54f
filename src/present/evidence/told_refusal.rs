//! What a refusal tells of the person: whoever writes a log, and a KDC, says why.

use crate::hosts::AccountState;
use crate::traffic::attempts::{Attempt, AttemptOutcome, RefusalReason};
use crate::traffic::leg::Status;
use crate::wire::kerberos::error_code;
use crate::wire::ntstatus;

/// What a refusal tells of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldRefusal {
    /// That stands against the account.
    State(AccountState),
    /// Something stands against the account: a KDC's error 18, which does not say what.
    Revoked,
    /// The password is wrong.
    WrongPassword,
    /// There is no such account.
    NoSuchUser,
}

/// What the refusal of a sign-in tells; nothing where it is not refused, or no reason is told.
pub fn told_refusal(attempt: &Attempt) -> Option<ToldRefusal> {
    let AttemptOutcome::Refused(status) = &attempt.outcome else {
        return None;
    };
    // What stands beside an answer says more than the answer.
    let beside = attempt.facts.reason.and_then(|reason| match reason {
        RefusalReason::Windows(code) => of_status(code).or_else(|| of_win32(code)),
        RefusalReason::Kerberos(code) => of_kdc(code),
    });
    beside.or_else(|| match status {
        Some(Status::Kerberos(code)) => of_kdc(*code),
        Some(Status::Nt(status)) => of_status(*status),
        _ => None,
    })
}

fn of_status(status: u32) -> Option<ToldRefusal> {
    match status {
        ntstatus::STATUS_WRONG_PASSWORD => Some(ToldRefusal::WrongPassword),
        ntstatus::STATUS_NO_SUCH_USER => Some(ToldRefusal::NoSuchUser),
        _ => state(|it| it.status() == Some(status)),
    }
}

fn of_win32(code: u32) -> Option<ToldRefusal> {
    /// ERROR_NO_SUCH_USER ([MS-ERREF] 2.2), as Active Directory puts it beside a bind.
    const NO_SUCH_USER: u32 = 1317;
    match code {
        NO_SUCH_USER => Some(ToldRefusal::NoSuchUser),
        _ => state(|it| it.win32() == Some(code)),
    }
}

fn of_kdc(code: i64) -> Option<ToldRefusal> {
    Some(match code {
        error_code::KDC_ERR_CLIENT_REVOKED => ToldRefusal::Revoked,
        error_code::KDC_ERR_KEY_EXPIRED => ToldRefusal::State(AccountState::PasswordExpired),
        error_code::KDC_ERR_PREAUTH_FAILED => ToldRefusal::WrongPassword,
        error_code::KDC_ERR_C_PRINCIPAL_UNKNOWN => ToldRefusal::NoSuchUser,
        _ => return None,
    })
}

fn state(is: impl Fn(&AccountState) -> bool) -> Option<ToldRefusal> {
    AccountState::AGAINST
        .into_iter()
        .find(is)
        .map(ToldRefusal::State)
}
