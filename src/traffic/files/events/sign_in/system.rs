//! What Kerberos writes into the System log: at a client, at a service, and at a KDC.

use super::Told;
use crate::traffic::files::log_record::LogRecord;
use crate::traffic::leg::{LoggedStep, Method, Status};
use crate::wire::kerberos::{KdcKind, error_code, is_krbtgt};

/// What a client of Kerberos writes into the log of its system: an error of a KDC or a service, as far as it ends something
/// (3), and KRB_AP_ERR_MODIFIED in an event of its own (4).
pub(super) fn client<'a>(record: &'a LogRecord, told: &mut Told<'a>) -> Option<()> {
    let code = match record.id {
        4 => error_code::KRB_AP_ERR_MODIFIED,
        _ => record.number("ErrorCode")?.into(),
    };
    if matches!(
        code,
        error_code::KDC_ERR_PREAUTH_REQUIRED | error_code::KRB_ERR_RESPONSE_TOO_BIG
    ) {
        return None;
    }
    let named = ["ServerName", "Targetname", "TargetName"];
    let target = named.into_iter().find_map(|it| record.get(it))?;
    told.method = Method::Kerberos;
    told.status = Some(Status::Kerberos(code));
    told.target = Some(target);
    // Errors of a KDC come first in the list (RFC 4120 7.5.9).
    told.step = (code < LAST_OF_KDC).then(|| {
        // An AS exchange is about the KDC's own service, which it knows; another realm's is asked for with a TGT.
        let known = code != error_code::KDC_ERR_S_PRINCIPAL_UNKNOWN;
        LoggedStep::Kdc(match known && is_krbtgt(target) {
            true => KdcKind::As,
            false => KdcKind::Tgs,
        })
    });
    told.names = ["LogonSession", "ClientRealm"];
    told.goes_out = true;
    told.nameless = Some("");
    Some(())
}

/// The computer that answered KRB_AP_ERR_MODIFIED, where that is another than the one in the name that was asked for: the name
/// leads to it. Of a service with an account of its own the event does not tell the computer.
pub(super) fn answered<'a>(record: &'a LogRecord, target: &str) -> Option<&'a str> {
    let server = record.get("Server").filter(|_| record.id == 4)?;
    let computer = server.split('@').next()?.strip_suffix('$')?;
    let short = target.split(['.', ':', '@']).next().unwrap_or_default();
    (!short.eq_ignore_ascii_case(computer)).then_some(computer)
}

/// KRB_AP_ERR_BAD_INTEGRITY: from there on errors are about what a service is shown, too.
const LAST_OF_KDC: i64 = 31;

/// What a service writes whose authority could not judge the PAC in somebody's ticket (7), and that does not let them in then. It
/// names the client, and no code.
pub(super) fn service<'a>(record: &'a LogRecord, told: &mut Told<'a>) {
    told.method = Method::Kerberos;
    told.status = Some(Status::Failed);
    told.target = record.computer.as_deref();
    told.names = ["ClientName", "ClientRealm"];
}

/// Whether an event is of a KDC, which was called so up to Windows Server 2003.
pub(super) fn by_kdc(record: &LogRecord) -> bool {
    let source = record.source.as_deref();
    source.is_some_and(|it| it == "KDC" || it.contains("Kerberos-Key-Distribution-Center"))
}

/// What a KDC writes: that a name is not unique (11), where it does not say what it answers; and that it has no key of a type
/// that was asked for, for a TGT (14, 26) or another ticket (16, 27), which it answers with KDC_ERR_ETYPE_NOSUPP.
pub(super) fn kdc<'a>(record: &'a LogRecord, told: &mut Told<'a>) -> Option<()> {
    told.method = Method::Kerberos;
    if record.id == 11 {
        // Names of accounts that are no services' are looked up for other reasons too.
        let kind = record.get("Type")?;
        told.target = record.get("Name");
        told.step = kind
            .contains("SERVICE")
            .then_some(LoggedStep::Kdc(KdcKind::Tgs));
        told.nameless = Some("");
        return told.step.and(told.target).map(|_| ());
    }
    told.status = Some(Status::Kerberos(error_code::KDC_ERR_ETYPE_NOSUPP));
    told.target = record.get("Target");
    told.step = Some(LoggedStep::Kdc(match record.id {
        14 | 26 => KdcKind::As,
        _ => KdcKind::Tgs,
    }));
    told.names = ["Account", "AccountDomain"];
    Some(())
}

/// What such an event is called, with what it tells besides names and codes.
pub(super) fn title(record: &LogRecord) -> Option<String> {
    let id = record.id;
    if let Some((asked, there)) = record
        .get("RequestedEtypes")
        .zip(record.get("AvailableEtypes"))
    {
        return Some(format!(
            "event {id}, etypes {asked} requested and {there} available"
        ));
    }
    match id {
        7 => Some(format!("event {id}, the PAC could not be validated")),
        11 => Some(format!("event {id}, the name is not unique")),
        _ => None,
    }
}
