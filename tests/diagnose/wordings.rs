//! What administrators type and paste besides, what they deny, and what is something else.

use super::{REFUSED, SPACE, diagnosed, leads, unusual};
use double_hop::lab::space::Unusual;
use double_hop::present::diagnose::{Cause, OutsideCause};
use double_hop::present::export;

/// What else an administrator types or pastes, and one of the causes that it must lead to.
const WORDINGS: &[(&str, &[Cause])] = &[
    // As tables of failures have them, in a few words.
    (
        "41 for some users only",
        &[Cause::Outside(OutsideCause::EtypePolicy)],
    ),
    ("41 after password change", &[unusual(Unusual::OldKey)]),
    (
        "0xD for one user",
        &[unusual(Unusual::Sensitive), unusual(Unusual::Protected)],
    ),
    (
        "0xD\nC000006E, NTLM first hop",
        &[unusual(Unusual::NtlmOnly)],
    ),
    (
        "all KCD 8009030E, 13019/12027",
        &[Cause::Outside(OutsideCause::KrbtgtSensitive)],
    ),
    ("code 18 / 23 / 24", &[LOCKED]),
    ("IIS app ok, 2nd hop anonymous", &[Cause::MayNotDelegate]),
    ("impersonation isn't delegation", &[Cause::MayNotDelegate]),
    (
        "the service account has RC4 only\nKDC_ERR_ETYPE_NOSUPP",
        &[Cause::Outside(OutsideCause::NoAesKey)],
    ),
    // Texts of events and logs.
    (
        "The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server svc-old$.",
        &[unusual(Unusual::SpnElsewhere)],
    ),
    (
        "Event Type:\tFailure Audit\nEvent Source:\tSecurity\nEvent ID:\t530\nComputer:\tWEB-01\nDescription:\nLogon Failure:\n\
         \tReason:\t\tAccount logon time restriction violation\n\tUser Name:\talice\n\tLogon Type:\t3",
        &[LOCKED],
    ),
    (
        "Event ID: 533\nLogon Failure:\n\tUser Name:\talice",
        &[LOCKED],
    ),
    (
        "Event ID: 534\nLogon Failure:\n\tUser Name:\talice",
        &[Cause::Outside(OutsideCause::LogonRight)],
    ),
    (
        "Event ID: 535\nLogon Failure:\n\tUser Name:\talice",
        &[Cause::Outside(OutsideCause::PasswordExpired)],
    ),
    (
        "Logon Failure:\n\tReason:\t\tAccount locked out\n\tUser Name:\talice",
        &[LOCKED],
    ),
    (
        "Event ID: 4625\nStatus: 0xC000006E\nSub Status: 0xC000006F",
        &[LOCKED],
    ),
    (
        "Event ID: 4625\nStatus: 0xC000015B\nSub Status: 0x0",
        &[Cause::Outside(OutsideCause::LogonRight)],
    ),
    (
        "Event ID: 4625\nStatus: 0x80090302\nSub Status: 0xC0000418",
        &[NTLM_BLOCKED],
    ),
    (
        "Log Name: Microsoft-Windows-NTLM/Operational\nSource: Microsoft-Windows-NTLM\nEvent ID: 8003",
        &[Cause::ComesByNtlm],
    ),
    (
        "Microsoft-Windows-NTLM/Operational event 4001",
        &[NTLM_BLOCKED],
    ),
    (
        "Log Name: Microsoft-Windows-Authentication/ProtectedUserFailures-DomainController\nEvent ID: 100",
        &[unusual(Unusual::Protected)],
    ),
    ("event 4822", &[unusual(Unusual::Protected)]),
    ("LSASRV 6037", &[unusual(Unusual::LoopbackByOtherName)]),
    ("NETLOGON 5719", &[NO_CONTROLLER]),
    (
        "While processing a TGS request for the target server HTTP/web-01, the account svc-web did not have a suitable key \
         for generating a Kerberos ticket (the missing key has an ID of 8). The requested etypes : 18. The accounts available \
         etypes : 23.",
        &[Cause::Outside(OutsideCause::NoAesKey)],
    ),
    // Lines of IIS's log.
    ("GET / 401 1 2148074274", &[unusual(Unusual::SpnElsewhere)]),
    ("GET / 401 1 2148074276", &[unusual(Unusual::Clock)]),
    ("GET / 401 1 2148074257", &[NO_CONTROLLER]),
    ("GET / 401 1 2148074252", &[unusual(Unusual::UnknownUser)]),
    ("GET / 401 1 1326", &[unusual(Unusual::BasicWithoutDomain)]),
    ("GET / 401 1 1327", &[unusual(Unusual::Protected)]),
    ("GET / 401 1 1328", &[LOCKED]),
    ("GET / 401 1 1331", &[LOCKED]),
    (
        "GET / 401 1 1385",
        &[Cause::Outside(OutsideCause::LogonRight)],
    ),
    ("GET / 401 1 1909", &[LOCKED]),
    (
        "GET / 401 1 1935",
        &[Cause::Outside(OutsideCause::SelectiveTrust)],
    ),
    ("GET / 401 3 5", &[Cause::Outside(OutsideCause::FileAcl)]),
    // SQL Server's messages.
    (
        "Error: 17806, Severity: 20, State: 14.\nSSPI handshake failed with error code 0x8009030c, state 14 while \
         establishing a connection with integrated security; the connection has been closed.\nLogin failed. The login is \
         from an untrusted domain and cannot be used with Integrated authentication.",
        &[Cause::MayNotDelegate],
    ),
    (
        "Login failed for user 'CORP\\svc-web'.",
        &[Cause::Outside(OutsideCause::NoImpersonation)],
    ),
    (
        "Login failed for user 'CORP\\alice'.",
        &[unusual(Unusual::NotAdmitted)],
    ),
    // Tokens: NTLM in a negotiation, and a ticket that is cut.
    (
        "Authorization: Negotiate YHYGBisGAQUFAqBsMGqgMDAuBgorBgEEAYI3AgIKBgkqhkiC9xIBAgIGCSqGSIb3EgECAgYKKwYBBAGCNwICHqI2\
         BDROVExNU1NQAAEAAACXsgji",
        &[unusual(Unusual::SpnMissing)],
    ),
    (
        "Authorization: Negotiate YIIHLwYGKwYBBQUC",
        &[Cause::MayNotDelegate],
    ),
    // What setspn and PowerShell print.
    (
        "C:\\> setspn -L CONTOSO\\svc-web\nRegistered ServicePrincipalNames for CN=svc-web,DC=contoso,DC=example:\n\
         \tHTTP/web-01\n\tHTTP/web-01.contoso.example",
        &[unusual(Unusual::SpnOnPoolInKernelMode)],
    ),
    (
        "Processing entry 0\nHTTP/web-01 is registered on these accounts:\n\tCN=svc-web,DC=contoso\n\tCN=WEB-01,DC=contoso\n\n\
         found 1 group of duplicate SPNs.",
        &[unusual(Unusual::SpnTwice)],
    ),
    (
        "setspn -Q MSSQLSvc/sql-02:1433\nNo such SPN found.",
        &[Cause::Outside(OutsideCause::BackEndSpn)],
    ),
    (
        "MemberOf : {CN=Protected Users,CN=Users,DC=contoso}",
        &[unusual(Unusual::Protected)],
    ),
    ("name : Protected Users", &[unusual(Unusual::Protected)]),
    (
        "ImpersonationLevel: Impersonation",
        &[Cause::MayNotDelegate],
    ),
    (
        "ImpersonationLevel : Delegation",
        &[Cause::MapiTakesNoTicket],
    ),
    (
        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: NTLM",
        &[Cause::ComesByNtlm],
    ),
    (
        "GivenName : Alice\nName : Alice\nEnabled : False\nPasswordExpired : False",
        &[LOCKED],
    ),
    (
        "NTP: +412.3121312s offset from DC-01.contoso.example",
        &[unusual(Unusual::Clock)],
    ),
    // What people say.
    (
        "works in IE, not in Chrome",
        &[unusual(Unusual::BrowserDoesNotDelegate)],
    ),
    (
        "works on the app server itself, fails from other machines",
        &[Cause::MayNotDelegate],
    ),
    (
        "ok_as_delegate is missing in klist",
        &[Cause::MayNotDelegate],
    ),
    (
        "Credential Guard is on",
        &[Cause::Outside(OutsideCause::CredentialGuard)],
    ),
    (
        "it is a user of the trusted forest",
        &[unusual(Unusual::OtherForest)],
    ),
    ("the clock is 6 minutes off", &[unusual(Unusual::Clock)]),
    (
        "KDC has no support for encryption type",
        &[unusual(Unusual::AesOnly)],
    ),
    ("account locked out", &[LOCKED]),
    (
        "400 Bad Request – request headers too long",
        &[Cause::Outside(OutsideCause::TokenSize)],
    ),
    (
        "by IP address it is always NTLM, never Kerberos",
        &[unusual(Unusual::IpAddress)],
    ),
    ("SPN with port", &[unusual(Unusual::PortInName)]),
    ("the address is a CNAME", &[unusual(Unusual::Alias)]),
    (
        "only the CEO's account fails",
        &[unusual(Unusual::Sensitive), unusual(Unusual::Protected)],
    ),
    (
        "short name works, FQDN prompts",
        &[unusual(Unusual::InternetZone)],
    ),
    (
        "they see another user's mailbox",
        &[Cause::Outside(OutsideCause::SharedConnections)],
    ),
    (
        "AuthNegotiateDelegateAllowlist is empty\nTrustedForDelegation : True",
        &[unusual(Unusual::BrowserDoesNotDelegate)],
    ),
    (
        "it works in Firefox, but not from Edge",
        &[unusual(Unusual::BrowserDoesNotDelegate)],
    ),
    (
        "klist shows no ticket for HTTP/web-01",
        &[unusual(Unusual::SpnMissing)],
    ),
    (
        "Kerberos is not used, the SPN is missing",
        &[unusual(Unusual::SpnMissing)],
    ),
    (
        "it works for everyone else, the password of alice is wrong",
        &[unusual(Unusual::WrongPassword)],
    ),
    ("4768 failed with 0x6", &[unusual(Unusual::UnknownUser)]),
    (
        "since we have a CNAME: KRB_AP_ERR_MODIFIED, works by another name",
        &[
            unusual(Unusual::Alias),
            Cause::Outside(OutsideCause::AliasSpn),
        ],
    ),
    (
        "krbtgt is sensitive",
        &[Cause::Outside(OutsideCause::KrbtgtSensitive)],
    ),
    (
        "the SPN for MSSQLSvc is missing",
        &[Cause::Outside(OutsideCause::BackEndSpn)],
    ),
    (
        "WWW-Authenticate: Negotiate oRQwEqADCgEBoQsGCSqGSIL3EgECAg==\nlevel is Impersonation",
        &[Cause::MayNotDelegate],
    ),
    (
        "works in Edge but not Chrome\nthe page opens, its data does not",
        &[unusual(Unusual::BrowserDoesNotDelegate)],
    ),
    (
        "PowerShell Enter-PSSession, then access is denied on the file share",
        &[Cause::Outside(OutsideCause::RemoteSession)],
    ),
    (
        "18456 ANONYMOUS LOGON\nklist get shows forwardable, no ok_as_delegate",
        &[Cause::MayNotDelegate],
    ),
    (
        "login prompt 3 times with the FQDN, NetBIOS works",
        &[
            unusual(Unusual::InternetZone),
            unusual(Unusual::UnregisteredName),
        ],
    ),
    ("setspn -X found duplicates", &[unusual(Unusual::SpnTwice)]),
    ("error 18452", &[Cause::MayNotDelegate]),
    (
        "the web part shows Access denied to \\\\nas01\\data",
        &[Cause::MayNotDelegate],
    ),
    (
        "the back end sees the app pool identity",
        &[Cause::Outside(OutsideCause::NoImpersonation)],
    ),
    (
        "after the password was changed: KRB_AP_ERR_MODIFIED",
        &[unusual(Unusual::OldKey)],
    ),
];

const LOCKED: Cause = Cause::Outside(OutsideCause::Locked);
const NTLM_BLOCKED: Cause = Cause::Outside(OutsideCause::NtlmBlocked);
const NO_CONTROLLER: Cause = Cause::Outside(OutsideCause::NoController);

#[test]
fn other_wordings_lead_to_their_cause() {
    for (text, to) in WORDINGS {
        leads(text, to);
    }
}

/// What an old event is called stands once: its heading is no event of its own.
#[test]
fn an_event_is_one_observation() {
    for (text, label) in [
        (
            "Event ID: 531\nLogon Failure:\n\tUser Name:\talice",
            "event 531: alice",
        ),
        (
            "Event ID: 529\nLogon Failure:\n\tUser Name:\talice",
            "event 529: alice",
        ),
    ] {
        let (reading, _) = diagnosed(text);
        let labels: Vec<&str> = reading.observations.iter().map(|it| &*it.label).collect();
        assert_eq!(labels, [label]);
    }
}

#[test]
fn what_is_denied_is_no_evidence_for_it() {
    for (denied, besides) in [
        ("no duplicate SPN", unusual(Unusual::SpnTwice)),
        ("not KRB_AP_ERR_MODIFIED", unusual(Unusual::SpnElsewhere)),
        ("there is no 4625", unusual(Unusual::WrongPassword)),
        (
            "0x80090322 is not in the log",
            unusual(Unusual::SpnElsewhere),
        ),
        (
            "Credential Guard is not used",
            Cause::Outside(OutsideCause::CredentialGuard),
        ),
        (
            "found 0 groups of duplicate SPNs.",
            unusual(Unusual::SpnTwice),
        ),
        ("the clock is 2 minutes off", unusual(Unusual::Clock)),
    ] {
        assert_eq!(diagnosed(denied).1.causes, [], "{denied}");
        let (_, diagnosis) = diagnosed(&format!("{denied}\nall users"));
        let found = diagnosis.causes.iter().find(|it| it.cause == besides);
        assert_eq!(found.map(|it| it.cause), None, "{denied}");
    }
    let (reading, _) = diagnosed("no Credential Guard");
    assert_eq!(reading.not_read, [(1, "no Credential Guard".to_owned())]);
}

#[test]
fn a_ticket_that_was_given_on_behalf_speaks_against_a_missing_right() {
    let given = REFUSED.replace(">0xd<", ">0x0<");
    let (_, diagnosis) = diagnosed(&given);
    let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
    assert!(
        causes.contains(&unusual(Unusual::NotAdmitted)),
        "{causes:?}"
    );
    assert!(!causes.contains(&Cause::MayNotDelegate), "{causes:?}");
    assert!(!causes.contains(&unusual(Unusual::NotListed)), "{causes:?}");
}

#[test]
fn words_and_numbers_of_something_else_are_not_read() {
    for line in [
        "the event had 100 guests",
        "error code 41 on our printer",
        "error 13 on our printer",
        "Handled request 4625 in 125 ms",
        "we have a problem with Kerberos",
        "YIELDING nothing today",
        "Negotiate YIGeBgYrBgEFBQKggZMwgZCgGjAYBgorBgEEAYI3AgIeBgorBgEEAYI3AgIKonIEcE5FR09FWFRT",
        "4769 0x2F",
        "0x80090999",
        "HTTP/1.1 418 I'm a teapot",
    ] {
        let (reading, diagnosis) = diagnosed(line);
        assert_eq!(reading.observations, [], "{line}");
        assert_eq!(reading.not_read.len(), 1, "{line}");
        assert_eq!(diagnosis.causes, [], "{line}");
    }
    // A code that is not known is said, though the rest of its line or event is.
    for (text, unread) in [
        ("0x80090999, KRB_AP_ERR_MODIFIED", "0x80090999"),
        (
            "Event ID: 4625\nSub Status: 0xC00002EE",
            "event 4625, 0xC00002EE",
        ),
        (
            "Event ID: 4769\nFailure Code: 0x2F",
            "event 4769, 0x0000002F",
        ),
    ] {
        let left = diagnosed(text).0.not_read;
        assert_eq!(left, [(1, unread.to_owned())]);
    }
    for ordinary in [
        "Existing SPN found!",
        "HTTP/1.1 401",
        "4769 0x20",
        "4768 0x19",
        "4769 0x0",
    ] {
        let (reading, _) = diagnosed(ordinary);
        assert_eq!(reading.not_read, [], "{ordinary}");
        assert!(reading.observations.iter().all(|it| it.says_nothing()));
    }
}

#[test]
fn what_contradicts_each_other_is_told() {
    let (reading, diagnosis) = diagnosed("came by NTLM\nall users\ncame by Kerberos");
    assert_eq!(diagnosis.contradictions, [(0, 2)]);
    let told = export::diagnosis(&reading, &diagnosis, SPACE.names());
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        told["contradictions"],
        serde_json::json!([["came by NTLM", "came by Kerberos"]])
    );
    let (_, diagnosis) = diagnosed("all users\nsome users only");
    assert_eq!(diagnosis.contradictions, [(0, 1)]);
    let (_, diagnosis) = diagnosed("KRB_AP_ERR_MODIFIED\nsome users only\nprompted three times");
    assert_eq!(diagnosis.contradictions, []);
}

/// A key of RC4 alone goes together with a KDC that finds no common type: where RC4 is no longer the default.
#[test]
fn an_rc4_key_and_no_common_type_do_not_contradict_each_other() {
    let (_, diagnosis) = diagnosed("the service account has RC4 only\nKDC_ERR_ETYPE_NOSUPP");
    assert_eq!(diagnosis.contradictions, []);
}
