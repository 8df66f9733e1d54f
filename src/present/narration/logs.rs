//! What is said of the lines of logs: what each log is called, where a line can be looked up, what to know of it.

use super::source::{CitedWork, MS_ERREF, SQL_ERROR_18456, Source, kb};
use crate::present::log_source::{Confidence, LogSource};

/// The region of the logs.
pub const REGION: &str = "In your logs";
/// How its values are to be read.
pub const LEGEND: &str = "Times are UTC, by each computer’s own clock. <NAME> stands for that computer’s address, … for a value that each computer makes for itself, ? where no source says what stands there.";
/// What the marks of confidence mean, below the lines.
pub const MARKS: &str = "How sure: ●●● Microsoft’s text, or a captured event; ●●○ one secondary source, or two facts joined; ●○○ inferred. A mark opens all that is known of its line.";
/// A run of which nothing is known to be written.
pub const EMPTY: &str = "Nothing yet that a log would hold.";
/// No source says what is written.
pub const NO_SOURCE: &str = "No source says what is logged here.";
/// The button that copies lines as text.
pub const COPY_TEXT: &str = "Copy as text";
/// The same, for a table.
pub const COPY_CSV: &str = "Copy as CSV";
/// A copy is on the clipboard.
pub const COPIED: &str = "Copied";

/// What a log is called.
pub fn source_name(source: LogSource) -> &'static str {
    match source {
        LogSource::Iis => "IIS log",
        LogSource::Security => "Security",
        LogSource::System => "System",
        LogSource::Application => "Application",
        LogSource::KerberosOperational => "Security-Kerberos/Operational",
        LogSource::NtlmOperational => "NTLM/Operational",
        LogSource::ProtectedUsers => "Protected Users",
        LogSource::SqlErrorlog => "SQL errorlog",
        LogSource::ApplicationSees => "The application sees",
        LogSource::BrowserShows => "The browser shows",
    }
}

/// How sure a line is, in a word.
pub fn confidence_name(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// How sure a line is, in a mark.
pub fn confidence_mark(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "●●●",
        Confidence::Medium => "●●○",
        Confidence::Low => "●○○",
    }
}

/// The name of what there is to know of a line.
pub fn confidence_summary(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "Confidence: high",
        Confidence::Medium => "Confidence: medium",
        Confidence::Low => "Confidence: low",
    }
}

macro_rules! sources {
    ($($(#[$doc:meta])* $id:ident = $work:expr;)*) => {
        $($(#[$doc])* pub static $id: Source = { static WORK: CitedWork = $work; WORK.whole() };)*
    };
}

macro_rules! event_page {
    ($number:literal) => {
        CitedWork::new(
            concat!("Event ", $number, " (Windows security auditing)"),
            concat!(
                "https://learn.microsoft.com/en-us/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/event-",
                $number
            ),
        )
    };
}

sources! {
    /// Microsoft's page of event 4624, a logon.
    EVENT_4624 = event_page!("4624");
    /// Event 4625, a failed logon.
    EVENT_4625 = event_page!("4625");
    /// Microsoft's page of event 4634, a logoff.
    EVENT_4634 = event_page!("4634");
    /// Event 4648, a logon with credentials that were given.
    EVENT_4648 = event_page!("4648");
    /// Microsoft's page of event 4768, a TGT that was asked for.
    EVENT_4768 = event_page!("4768");
    /// Event 4769, a service ticket.
    EVENT_4769 = event_page!("4769");
    /// Event 4771, a failed proof of the key.
    EVENT_4771 = event_page!("4771");
    /// Event 4776, a judged response.
    EVENT_4776 = event_page!("4776");
    /// Captured events.
    EVTX = CitedWork::new("EVTX-ATTACK-SAMPLES (captured events)", "https://github.com/sbousseaden/EVTX-ATTACK-SAMPLES");
    /// A captured Exchange log.
    KRINGLECON = CitedWork::named("KringleCon 2018 (captured log of Exchange 2016)");
    /// The events that each provider can write.
    MANIFESTS = CitedWork::named("Provider manifests (detection-wiki)");
    /// Who wrote the auditing of Windows.
    FITZGERALD = CitedWork::named("E. Fitzgerald, Events 528 and 540");
    /// An encyclopedia of events.
    UWS = CitedWork::named("Ultimate Windows Security, event encyclopedia");
    /// Microsoft's support articles on IIS.
    IIS_SUPPORT = CitedWork::new("Microsoft support articles on IIS, authentication", "https://github.com/MicrosoftDocs/SupportArticles-docs");
    /// ASP.NET's documentation: IIS's lines for Basic that was refused.
    ASPNET_DOCS = CitedWork::named("ASP.NET documentation, Basic authentication");
    /// An IIS 6 log in an article.
    KB_907273 = CitedWork::named("KB907273");
    /// An IIS 7 log in an article.
    KB_2749007 = CitedWork::named("KB2749007");
    /// Of S4U in the events of 2003.
    KB_824905 = CitedWork::named("KB824905");
    /// Of LogonUser that fails under IIS.
    KB_922730 = CitedWork::named("KB922730");
    /// Of anonymous logons by NTLMv1.
    KB_4090105 = CitedWork::named("KB4090105");
    /// A log with a skewed clock.
    ASIATECH = CitedWork::named("AsiaTech (Microsoft), a log of IIS 6 with a skewed clock");
    /// Logs of failed NTLM.
    SPLUNK = CitedWork::named("Logs in Splunk’s community");
    /// What people copy out of their logs.
    FORUMS = CitedWork::named("Logs in forums");
    /// SQL Server's protocol team.
    SQL_PROTOCOLS = CitedWork::named("SQL Protocols (Microsoft)");
    /// Of clients that SQL Server has another key for.
    SSPI_CONTEXT = CitedWork::named("Microsoft Learn, “Cannot generate SSPI context”");
    /// .NET's text for a 401.
    DOTNET = CitedWork::named(".NET, System.Net.WebException");
    /// What the lab itself joins.
    INFERRED = CitedWork::named("inferred in this lab");
}

/// [MS-ERREF], which has the codes of errors and statuses.
pub static ERROR_CODES: Source = MS_ERREF.whole();
/// SQL Server's page of 18456.
pub static SQL_18456: Source = SQL_ERROR_18456.whole();
/// Of the logon events of NT 4.
pub static NT4_LOGON: Source = kb("174074");
/// Of a network logon, which was 528 in NT 4.
pub static NT4_NETWORK: Source = kb("260835");
/// Of NT 4's domain controllers.
pub static NT4_CONTROLLER: Source = kb("182918");
/// Of IIS 5's logons with Basic and Kerberos.
pub static IIS5_LOGON: Source = kb("287537");
/// Which fields the log of IIS 4 has.
pub static IIS4_FIELDS: Source = kb("284716");
/// The loopback check: how NTLM to a name of the same computer is refused.
pub static LOOPBACK: Source = kb("896861");
/// Of Exchange 5.5's logon events.
pub static EXCHANGE_LOGON: Source = kb("274317");
/// The same, of others than the primary account.
pub static EXCHANGE_OTHER: Source = kb("173692");
/// What Outlook Web Access 5.5 said when the mailbox could not be opened.
pub static OWA_ERROR: Source = kb("174352");

/// IIS 4 and 5 log no sub-status and no Win32 status.
pub const IIS4_LINE: &str =
    "The default fields of IIS 4 have no sub-status, no Win32 status and no user.";
/// Two samples differ.
pub const OTHER_SAMPLE_2: &str = "Another sample has 401 2 5.";
/// Two samples differ.
pub const OTHER_SAMPLE_1: &str = "Another sample has 401 1 2148074254.";
/// Of a 401 that the page itself sets.
pub const SCRIPT_401: &str = "The page’s own script sets the 401, so IIS finds no fault. Where anonymous access is off, IIS sends it, and its sub-status is 2.";
/// Two samples differ.
pub const MODIFIED_SAMPLE: &str =
    "Win32 2148074245 is a sample, not a constant; another log has only 401 2 5.";
/// Seen on IIS 6 only.
pub const SKEW_SAMPLE: &str = "The sample is of IIS 6; none of IIS 7 or later was found.";
/// Of a page with an error of the application, which IIS only passes on.
pub const APPLICATION_ERROR: &str = "The status is what was sent; sub-status and Win32 status of an application’s error are inferred.";
/// Not told apart in any sample.
pub const LINE_UNSOURCED: &str = "No source says which sub-status and Win32 status stand here.";
/// The lines of an HTTP back end.
pub const BACK_END_LINE: &str =
    "The back end is an IIS too: the line is inferred from those of the front end.";
/// An anonymous caller at an HTTP back end.
pub const BACK_END_ANONYMOUS: &str =
    "No source says which lines IIS of the back end writes for an anonymous caller.";

/// Of tickets in the time of NT 4, which the lab has and NT 4 had not.
pub const NT4_NO_KERBEROS: &str =
    "Windows NT 4 has no Kerberos, so no source says what it would write of a ticket.";
/// NT 4's domain controller.
pub const NT4_PASS_THROUGH: &str =
    "A domain controller of NT 4 writes nothing of logons that it judges for other computers.";
/// Of a logon of type 8 in the time of NT 4.
pub const NO_CLEARTEXT: &str = "Logon type 8 came with IIS 6: no log of NT 4 has it.";
/// An interactive call of one computer to itself.
pub const LOCAL_CALL: &str =
    "No source says which logon Security records for NTLM between two programs of one computer.";
/// Of the desk at which the person sits.
pub const DESK: &str = "The desk’s Security log has nothing after the person’s own logon there.";
/// Where the desk logs on to an IIS it sits at.
pub const S4U_SELF: &str =
    "No source says whether S4U2self leaves a logon in the Security log of IIS.";
/// Of a response of Digest that the domain controller judges.
pub const DIGEST_CONTROLLER: &str = "No source says what the domain controller writes of Digest.";
/// Of a logon with Digest before Windows Vista.
pub const DIGEST_LOGON: &str = "No source has a logon of Digest of that time.";
/// Of a ticket that IIS cannot open: KRB_AP_ERR_MODIFIED.
pub const TICKET_REFUSED: &str =
    "No source says whether IIS records a failed logon for a ticket that it cannot open.";
/// Of a refusal for which no source has an event.
pub const FAILURE_UNSOURCED: &str = "No source says which event this refusal leaves.";
/// The loopback check was not there.
pub const LOOPBACK_NT4: &str =
    "The loopback check came with Windows Server 2003 SP1: NT 4 has no such line.";
/// Sources differ.
pub const CLEARTEXT_2003: &str = "Sources differ on the number: 540 or 528.";
/// A session of nobody.
pub const ANONYMOUS_V1: &str = "NTLM V1 stands here at any level: there is no key that NTLMv2 could have been computed with. It is a success; no 4625 and no 4776 belong to it.";
/// Of a null session, in the events before Windows Vista.
pub const ANONYMOUS_BLANK: &str = "User Name and Domain are blank; the logon is a success.";
/// The number of the session, which 4624 and 4634 share.
pub const LOGOFF: &str = "The session of nobody ends with its connection.";
/// The level of the token.
pub const DELEGATED: &str = "%%1840 is Delegation: a forwarded TGT came with the ticket.";
/// The address of a network logon.
pub const ADDRESS_MAY_LACK: &str = "The address may be - instead.";
/// Off unless switched on.
pub const FAILURE_AUDIT: &str = "By default domain controllers record successes only: failures of Account Logon need switching on.";
/// LogonUser asks a KDC.
pub const LOGON_USER: &str = "Windows takes a TGT and a ticket for the computer with the password; the lab asks by Netlogon.";
/// Of 4769 by S4U2proxy.
pub const PROXY: &str = "TransmittedServices names who acts for the user.";
/// Of 4769 by S4U2proxy where nothing is set up for it.
pub const PERHAPS_UNASKED: &str = "No source says whether Windows asks at all where no delegation is set up; the lab’s IIS asks, and is refused.";
/// Of 4769 that refers the client to another realm.
pub const REFERRAL: &str = "The ticket is for the KDC of the other realm.";
/// Of 4769 for a service: which name was asked for is not in it.
pub const NO_SPN: &str = "The event names the account, not the service principal name.";
/// Of NTLM by a member of Protected Users, which is refused.
pub const PROTECTED_USER: &str = "Newer systems also write 4822 in Security.";
/// NTLM is audited where policy says so.
pub const NTLM_AUDIT: &str = "Only where policy audits NTLM in the domain (“Network security: Restrict NTLM”). Clients have 8001 and servers 8002 and 8003, each by a policy of its own.";
/// The log level of Kerberos.
pub const LOG_LEVEL: &str = "Only with LogLevel=1 under Lsa\\Kerberos\\Parameters.";
/// An operational log.
pub const CHANNEL_OFF: &str = "This log is off by default.";
/// The ticket's key.
pub const MODIFIED: &str = "KRB_AP_ERR_MODIFIED: the server could not open the ticket.";
/// Of Exchange 5.5's event for a logon to a mailbox.
pub const LOGON_DIAGNOSTICS: &str = "Only with diagnostics logging at maximum.";
/// Exchange 5.5, another account.
pub const NOT_PRIMARY: &str =
    "Somebody other than the mailbox’s primary account: always written, even where it is refused.";
/// Of a login that SQL Server refuses, in the errorlog.
pub const SQL_STATE: &str = "Only the errorlog has the true state; callers are told 1. The Application log has the same text.";
/// Of a login that SQL Server takes, which leaves no line.
pub const SQL_SUCCESS: &str = "SQL Server writes only failed logins unless it is told otherwise.";
/// Of a ticket that SQL Server cannot open.
pub const SQL_NO_LINE: &str = "The client is told, and hangs up: nothing is written here.";
/// The code of the handshake.
pub const LINE_CODE: &str = "No source has the code of this failure.";
/// Of MAPI without HTTP in the time of today.
pub const EXCHANGE_TODAY: &str =
    "No source says what Exchange of today would write of MAPI without HTTP.";
/// SQL Server 2000's states.
pub const SQL_2000: &str = "SQL Server 2000 writes no state.";
/// 80070005 on a page of ASP.
pub const OWA_DETAIL: &str = "With Debug=1 it adds [MAPI_E_LOGON_FAILED(80040111)] for some causes; no source has 0x80070005.";
/// What an application is told.
pub const SEEN_UNSOURCED: &str = "No source says how the application words this.";
