//! What is only mentioned, denied, over, or advice is no cause.

use super::{first_causes, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

/// Texts, and what they do not say.
const MENTIONED: &[(&str, Cause)] = &[
    (
        "Scheduled task runs fine. The web page gets Login failed for NT AUTHORITY\\ANONYMOUS LOGON",
        Cause::Outside(Out::TaskLogon),
    ),
    (
        "Get-WinEvent via Invoke-Command shows 4624 with ANONYMOUS LOGON",
        Cause::Outside(Out::RemoteSession),
    ),
    (
        "Ansible deploys our app; the database says Login failed for NT AUTHORITY\\ANONYMOUS LOGON.",
        Cause::Outside(Out::RemoteSession),
    ),
    (
        "We do not use OPENQUERY any more. Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        Cause::Outside(Out::LinkedServer),
    ),
    (
        "klist purge on the client hasn't helped",
        Cause::Outside(Out::OldTicket),
    ),
    (
        "We tried klist purge and iisreset until late at night",
        Cause::Outside(Out::OldTicket),
    ),
    (
        "Run klist purge and wait until replication is through",
        Cause::Outside(Out::OldTicket),
    ),
    (
        "klist purge fixed it for the user who was added to a new group",
        Cause::Outside(Out::OldTicket),
    ),
    (
        "No error about the trust relationship between this workstation and the domain, but users get prompted",
        unusual(U::OldKey),
    ),
    (
        "Users from the other domain get in, ours too.",
        Cause::Outside(Out::SelectiveTrust),
    ),
    (
        "The site is reachable in the office and via VPN; nobody is prompted.",
        Cause::Outside(Out::NoController),
    ),
    (
        "The firewall removes nothing; www-authenticate is there.",
        unusual(U::NothingOffered),
    ),
    (
        "I logged in as other users to test it, anonymous logon at SQL",
        Cause::Outside(Out::SharedConnections),
    ),
    (
        "Through ARR it works again and again without prompt.",
        unusual(U::NoKeepAlive),
    ),
    (
        "We had KRB_AP_ERR_MODIFIED. That was fixed. Now the page is slow.",
        unusual(U::SpnElsewhere),
    ),
    (
        "If clocks differ by more than five minutes, Kerberos fails with KRB_AP_ERR_SKEW.",
        unusual(U::Clock),
    ),
    ("VM clock drifts a little, NTP is set up", unusual(U::Clock)),
    (
        "4769 Failure Code: 0x20 ticket expired, logged by computer accounts all day",
        Cause::Outside(Out::NoImpersonation),
    ),
    // What has nothing to do with a Windows logon.
    (
        "401 Unauthorized WWW-Authenticate: Bearer error=\"invalid_token\"",
        unusual(U::WrongPassword),
    ),
    (
        "Jenkins: 401 Unauthorized invalid API token",
        unusual(U::WrongPassword),
    ),
    (
        "Outlook keeps asking for password for Office 365 mailbox after MFA was enabled",
        unusual(U::WrongPassword),
    ),
    (
        "The web service isn't available, HTTP 503",
        Cause::MayNotDelegate,
    ),
    // Other numbers than those of events.
    (
        "Kerberos SSO page for user id 7 loads slowly",
        Cause::Outside(Out::NoController),
    ),
    (
        "kdc thread id 11 finished; kerberos ok",
        unusual(U::SpnTwice),
    ),
    (
        "Kerberos token was provided by process id 4",
        unusual(U::SpnElsewhere),
    ),
    // Other numbers than those of keys.
    (
        "Kerberos version 5, keytab kvno 2, ticket kvno 2",
        Cause::Outside(Out::OldTicket),
    ),
    (
        "client is Windows 10 version 2004, keytab kvno 3",
        Cause::Outside(Out::OldTicket),
    ),
    (
        "Chrome version 120 on the client; the keytab has kvno 4 and so has the account",
        Cause::Outside(Out::Keytab),
    ),
    (
        "The ticket was opened as ticket 4711 with kvno 2 of keytab.",
        Cause::Outside(Out::Keytab),
    ),
    (
        "keytab kvno 2, account kvno 2, krbtgt account is kvno 12",
        Cause::Outside(Out::Keytab),
    ),
    (
        "msDS-KeyVersionNumber : 4\nmsDS-KeyVersionNumber : 9\nKeytab name: FILE:web.keytab\nKVNO Principal\n---- ----\n   4 HTTP/web@CONTOSO.EXAMPLE",
        Cause::Outside(Out::Keytab),
    ),
    (
        "Keytab name: FILE:web.keytab\nKVNO Principal\n---- ----\n   2 HTTP/web@CONTOSO.EXAMPLE\n   3 HTTP/web@CONTOSO.EXAMPLE\nHTTP/web@CONTOSO.EXAMPLE: kvno = 2",
        Cause::Outside(Out::OldTicket),
    ),
];

#[test]
fn what_is_only_mentioned_is_no_cause() {
    let mut wrong = String::new();
    for (text, not) in MENTIONED {
        let (reading, causes) = first_causes(text);
        if causes.contains(not) {
            wrong += &format!("{text}\n  {:#?}\n  {causes:?}\n", reading.observations);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_number_of_the_ticket_that_the_keytab_is_for_counts() {
    let keytab =
        "Keytab name: FILE:web.keytab\nKVNO Principal\n---- ----\n   2 HTTP/web@CONTOSO.EXAMPLE";
    let tickets = [
        "HTTP/web@CONTOSO.EXAMPLE: kvno = 3",
        "MSSQLSvc/sql01@CONTOSO.EXAMPLE: kvno = 9",
    ];
    for [one, other] in [[0, 1], [1, 0]] {
        let text = format!("{}\n{}\n{keytab}", tickets[one], tickets[other]);
        let (_, causes) = first_causes(&text);
        assert!(
            causes.contains(&Cause::Outside(Out::Keytab)),
            "{text}\n{causes:?}"
        );
    }
}

#[test]
fn a_level_below_who_asked_is_of_who_came() {
    let text = "An account was successfully logged on.\nSubject:\n\tSecurity ID:\t\tNULL SID\nLogon Type:\t\t\t3\n\
                Impersonation Level:\t\tDelegation\nNew Logon:\n\tAccount Name:\t\tbob\n\tAccount Domain:\t\tCORP\n\
                Detailed Authentication Information:\n\tLogon Process:\t\tKerberos\n\tAuthentication Package:\tKerberos";
    let (_, causes) = first_causes(text);
    assert!(!causes.contains(&Cause::MayNotDelegate), "{causes:?}");
}

#[test]
fn a_login_in_one_string_says_nothing_of_a_database_that_is_called_as_the_caller() {
    let text = "Server=SQL01;User ID=app;Password=x\nData Source=SQL02;Integrated Security=SSPI\n\
                Login failed for user 'CONTOSO\\alice'.";
    let (_, causes) = first_causes(text);
    assert_eq!(causes, [unusual(U::NotAdmitted)]);
}

#[test]
fn a_backslash_in_a_query_is_no_user() {
    let line =
        "2026-03-02 10:14:05 10.0.0.80 GET /x path=C:\\inetpub 443 - 10.0.0.9 Mozilla 401 0 0 15";
    let (reading, _) = first_causes(line);
    let refused = double_hop::present::diagnose::Sign::Any(vec![
        double_hop::lab::Observable::FirstHopRefused,
    ]);
    assert!(
        reading
            .observations
            .iter()
            .any(|it| it.signs.contains(&refused)),
        "{reading:#?}"
    );
}
