//! SQL Server's errorlog.

use super::copy::date_and_time;
use super::draft::EntryDraft;
use super::reading::Reading;
use crate::hosts::{Decision, DenialReason, Era, Identity, Role};
use crate::lab::Event;
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::logs as say;
use crate::wire::kerberos::error_code;
use Confidence::{High, Low, Medium};

/// Writes what a login leaves in the errorlog.
pub fn read(reading: &mut Reading<'_>, event: &Event) {
    if reading.log.role(event) != Some(Role::SqlServer) {
        return;
    }
    let era = reading.era(event.host);
    let caller = reading.caller(event).unwrap_or(event.host);
    let client = format!("[CLIENT: {}]", reading.address(caller));
    let (date, time) = date_and_time(event.at);
    let line = |said: &str| format!("{date} {time} Logon {said}");
    let write = |reading: &mut Reading<'_>, text: String, sure, cited, note| {
        let draft = EntryDraft::text(LogSource::SqlErrorlog, text)
            .cited(sure, cited)
            .noting(note);
        reading.write(event.host, event, draft);
    };
    match event.kind.decision() {
        Some(Decision::Authorizes { granted: true, .. }) => {
            let draft = EntryDraft::silence(LogSource::SqlErrorlog, say::SQL_SUCCESS);
            reading.write_once(event.host, event, draft.cited(Medium, say::SQL_18456));
        }
        Some(Decision::Authorizes { identity, .. }) if era == Era::Today => {
            let anonymous = *identity == Identity::Anonymous;
            let state = if anonymous { "11" } else { "5, 11 or 12" };
            let error = line(&format!("Error: 18456, Severity: 14, State: {state}."));
            let said = line(&format!(
                "Login failed for user '{identity}'. Reason: … {client}"
            ));
            write(reading, error, Medium, say::SQL_18456, say::SQL_STATE);
            write(reading, said, High, say::SQL_18456, "");
        }
        Some(Decision::Authorizes { identity, .. }) => {
            let said = match identity {
                Identity::Anonymous => {
                    "Login failed for user '(null)'. Reason: Not associated with a trusted SQL Server connection.".to_owned()
                }
                identity => format!("Login failed for user '{identity}'."),
            };
            let sure = if *identity == Identity::Anonymous && era == Era::Y2003 {
                High
            } else {
                Low
            };
            write(
                reading,
                line(&said),
                sure,
                say::SQL_PROTOCOLS,
                say::SQL_2000,
            );
        }
        // The client is told by a token, and hangs up itself.
        Some(Decision::AuthenticationFails {
            because: DenialReason::Kerberos(code),
        }) if era == Era::Today && *code != error_code::KRB_AP_ERR_MSG_TYPE => {
            let (sure, cited) = match *code {
                error_code::KRB_AP_ERR_MODIFIED => (Medium, say::SSPI_CONTEXT),
                _ => (Low, say::INFERRED),
            };
            let draft = EntryDraft::silence(LogSource::SqlErrorlog, say::SQL_NO_LINE);
            reading.write(event.host, event, draft.cited(sure, cited));
        }
        Some(Decision::AuthenticationFails { because }) if era == Era::Today => {
            let lines = [
                line("Error: 17806, Severity: 20, State: 14."),
                line(&format!(
                    "SSPI handshake failed with error code {}, state 14 while establishing a connection with integrated security; the connection has been closed. {client}",
                    code(because)
                )),
                line("Error: 18452, Severity: 14, State: 1."),
                line(&format!(
                    "Login failed. The login is from an untrusted domain and cannot be used with Windows authentication. {client}"
                )),
            ];
            let note = if matches!(because, DenialReason::LogonFailed(_)) {
                ""
            } else {
                say::LINE_CODE
            };
            for text in lines {
                write(reading, text, Medium, say::FORUMS, note);
            }
        }
        Some(Decision::AuthenticationFails { .. }) => {
            let draft = EntryDraft::unsourced(LogSource::SqlErrorlog, "");
            reading.write(event.host, event, draft);
        }
        _ => {}
    }
}

/// The SSPI error that the handshake fails with, where it is known.
fn code(because: &DenialReason) -> &'static str {
    match because {
        DenialReason::LogonFailed(_) | DenialReason::Loopback => "0x8009030c",
        _ => super::UNKNOWN,
    }
}
