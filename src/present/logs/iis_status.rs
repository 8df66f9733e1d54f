//! Sub-status and Win32 status of the lines of IIS's log: samples and articles, for each way a sign-in can go.

use super::reading::Reading;
use crate::hosts::{Computation, Decision, DenialReason, Era};
use crate::lab::{Event, EventKind};
use crate::present::log_source::Confidence;
use crate::present::narration::Source;
use crate::present::narration::logs as say;
use crate::wire::ntstatus;

/// Sub-status and Win32 status of a response, and how that is known; none where no source says.
pub struct IisStatus {
    pub sub_status: Option<u32>,
    pub win32: Option<u32>,
    pub confidence: Confidence,
    pub cited: Source,
    pub note: &'static str,
}

impl IisStatus {
    fn new(sub_status: u32, win32: u32, confidence: Confidence, cited: Source) -> Self {
        Self {
            sub_status: Some(sub_status),
            win32: Some(win32),
            confidence,
            cited,
            note: "",
        }
    }

    fn noting(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    /// The sub-status, where the refusal itself has one, and no more.
    fn unsourced(because: Option<&DenialReason>) -> Self {
        let sub_status = because.and_then(DenialReason::sub_status);
        Self {
            sub_status: sub_status.map(u32::from),
            win32: None,
            confidence: Confidence::Low,
            cited: say::INFERRED,
            note: say::LINE_UNSOURCED,
        }
    }
}

/// SEC_E codes, as the log writes them: without a sign.
mod sec {
    pub const INVALID_HANDLE: u32 = 0x8009_0301;
    pub const SECPKG_NOT_FOUND: u32 = 0x8009_0305;
    pub const INVALID_TOKEN: u32 = 0x8009_0308;
    pub const LOGON_DENIED: u32 = 0x8009_030C;
    pub const NO_CREDENTIALS: u32 = 0x8009_030E;
    pub const MESSAGE_ALTERED: u32 = 0x8009_030F;
}

/// The verdict on a response with that status to a request with credentials of that scheme.
pub fn verdict(
    reading: &Reading<'_>,
    event: &Event,
    era: Era,
    status: u16,
    scheme: &str,
) -> IisStatus {
    use Confidence::{High, Low, Medium};
    if era == Era::Y1998 {
        return IisStatus::new(0, 0, Medium, say::IIS4_FIELDS).noting(say::IIS4_LINE);
    }
    let six = era == Era::Y2003;
    if status != 401 {
        let fine = IisStatus::new(0, 0, High, samples(six));
        return if status < 400 {
            fine
        } else {
            IisStatus::new(0, 0, Low, say::INFERRED).noting(say::APPLICATION_ERROR)
        };
    }
    let because = match cause(reading, event) {
        Cause::Nothing => &DenialReason::AnonymousOff,
        Cause::Question if six => {
            return IisStatus::new(1, 0, High, say::KB_907273).noting(say::OTHER_SAMPLE_1);
        }
        Cause::Question => return IisStatus::new(1, sec::NO_CREDENTIALS, High, say::KB_2749007),
        Cause::Refused(because) => because,
    };
    match because {
        DenialReason::PageAsks => IisStatus::new(0, 0, Low, say::INFERRED).noting(say::SCRIPT_401),
        DenialReason::AnonymousOff if six => {
            IisStatus::new(2, sec::NO_CREDENTIALS, High, say::KB_907273).noting(say::OTHER_SAMPLE_2)
        }
        DenialReason::AnonymousOff => IisStatus::new(2, 5, High, say::IIS_SUPPORT),
        DenialReason::LogonFailed(status) if scheme.eq_ignore_ascii_case("Basic") => {
            match ntstatus::win32_error(*status) {
                1326 if six => IisStatus::new(1, 1326, Medium, say::ASPNET_DOCS),
                1326 => IisStatus::new(1, 1326, High, say::ASPNET_DOCS),
                code => IisStatus::new(1, code, Low, say::ERROR_CODES),
            }
        }
        DenialReason::LogonFailed(0xC000_006E) if answers(scheme) => {
            IisStatus::new(1, sec::LOGON_DENIED, Low, say::SPLUNK)
        }
        DenialReason::LogonFailed(_) if answers(scheme) => {
            IisStatus::new(1, sec::LOGON_DENIED, Medium, say::SPLUNK)
        }
        DenialReason::Loopback => IisStatus::new(1, sec::LOGON_DENIED, Low, say::LOOPBACK),
        DenialReason::Kerberos(41) if !six => {
            IisStatus::new(1, sec::SECPKG_NOT_FOUND, High, say::IIS_SUPPORT)
                .noting(say::MODIFIED_SAMPLE)
        }
        DenialReason::Kerberos(37) if six => {
            IisStatus::new(1, sec::INVALID_HANDLE, High, say::ASIATECH)
        }
        DenialReason::Kerberos(37) => {
            IisStatus::new(1, sec::INVALID_HANDLE, Low, say::ASIATECH).noting(say::SKEW_SAMPLE)
        }
        DenialReason::MicMismatch if !six => {
            IisStatus::new(1, sec::MESSAGE_ALTERED, Low, say::ERROR_CODES)
        }
        DenialReason::Malformed(_) if !six => {
            IisStatus::new(1, sec::INVALID_TOKEN, Medium, say::ERROR_CODES)
        }
        because => IisStatus::unsourced(Some(because)),
    }
}

fn samples(six: bool) -> Source {
    if six {
        say::KB_907273
    } else {
        say::IIS_SUPPORT
    }
}

/// Whether the scheme is one that answers a challenge of NTLM.
fn answers(scheme: &str) -> bool {
    ["NTLM", "Negotiate"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(scheme))
}

/// Why a 401 was sent.
enum Cause<'a> {
    /// Nothing came that could be judged.
    Nothing,
    /// It carries a token of the server, to be answered.
    Question,
    /// What came was judged, and refused for that.
    Refused(&'a DenialReason),
}

fn cause<'a>(reading: &Reading<'a>, event: &Event) -> Cause<'a> {
    let Some(connection) = event.kind.connection() else {
        return Cause::Nothing;
    };
    let asked = reading.request(event, connection, event.host);
    let asked = asked.map(|asked| asked.id);
    let since = reading
        .before(event)
        .take_while(|earlier| Some(earlier.id) > asked);
    for earlier in since {
        let own = earlier.host == event.host && earlier.kind.connection() == Some(connection);
        match &earlier.kind {
            _ if !own => {}
            EventKind::Computation {
                computation: Computation::Challenge { .. },
                ..
            } => return Cause::Question,
            EventKind::Decision {
                decision:
                    Decision::RefusesRequest { because } | Decision::AuthenticationFails { because },
                ..
            } => return Cause::Refused(because),
            _ => {}
        }
    }
    Cause::Nothing
}
