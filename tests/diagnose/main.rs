//! What people report leads to its cause: the failures of Kerberos that are known, and the questions that people ask.
//!
//! Each is typed as an administrator would paste or say it, read by the page's own reader, and held against the runs of the
//! whole space. Its cause must be among the first three.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[cfg(not(target_arch = "wasm32"))]
mod door;
mod events;
mod everyday;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../support/example.rs"]
mod example;
mod forum;
mod keytabs;
mod mentioned;
mod misread;
mod near_words;
mod next_checks;
mod ordinary_words;
mod other_services;
mod other_words;
mod outputs;
mod own_errors;
mod posted;
mod posts;
#[cfg(not(target_arch = "wasm32"))]
#[path = "../support/program.rs"]
mod program;
mod programs;
mod reports;
mod settings;
mod sign_in_alone;
mod standard_texts;
mod stated;
mod stories;
mod supposed;
mod told;
mod wordings;
mod wrapped;

use double_hop::hosts::Era;
use double_hop::lab::Scenario;
use double_hop::lab::space::{Space, Unusual};
use double_hop::present::diagnose::{
    Cause, Check, Diagnosis, OutsideCause, Pick, PickGroup, Understood, diagnose, read,
};
use double_hop::present::export;
use double_hop::present::narration::diagnose::{EXAMPLES, meaning};
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, prop_oneof, proptest};
use proptest::sample::select;
use proptest::strategy::Strategy as _;
use std::sync::LazyLock;

static SPACE: LazyLock<Space> =
    LazyLock::new(|| Space::new(&Scenario::of(Era::Today)).explored_whole());

fn diagnosed(text: &str) -> (Understood, Diagnosis) {
    let reading = read(text, SPACE.names());
    let diagnosis = diagnose(&SPACE, &reading.observations);
    (reading, diagnosis)
}

/// One of these is among the first three causes, and all of the text was understood.
#[track_caller]
fn leads(text: &str, to: &[Cause]) {
    assert_eq!(leads_to_one_of(text, to).not_read, [], "{text}");
}

/// One of these is among the first three causes; how the text was understood.
#[track_caller]
fn leads_to_one_of(text: &str, to: &[Cause]) -> Understood {
    let (reading, first) = first_causes(text);
    assert!(
        first.iter().any(|cause| to.contains(cause)),
        "{text}\n{:#?}\n{first:?}",
        reading.observations
    );
    reading
}

/// The first three causes, and how the text was understood.
fn first_causes(text: &str) -> (Understood, Vec<Cause>) {
    let (reading, diagnosis) = diagnosed(text);
    let first = diagnosis.causes.iter().take(3).map(|it| it.cause);
    (reading, first.collect())
}

/// Each text leads to one of its causes among the first three, and all of it was understood.
#[track_caller]
fn all_lead(told: &[(&str, &[Cause])]) {
    let mut wrong = Vec::new();
    for (text, to) in told {
        let (reading, diagnosis) = diagnosed(text);
        let first: Vec<Cause> = diagnosis.causes.iter().take(3).map(|it| it.cause).collect();
        if !first.iter().any(|cause| to.contains(cause)) || !reading.not_read.is_empty() {
            let (seen, left) = (reading.observations, reading.not_read);
            wrong.push(format!("{text}\n{seen:#?}\n{left:?}\n{first:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

const fn unusual(what: Unusual) -> Cause {
    Cause::Unusual(what)
}

/// The failures of Kerberos and delegation, in the order in which they are catalogued.
const FAILURES: [(&str, &[Cause]); 28] = [
    (
        "prompted three times\n401.1\n\
         The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server svc-old.",
        &[unusual(Unusual::SpnElsewhere)],
    ),
    (
        "prompted three times\n\
         10.0.0.7 GET /app - 80 - 10.0.0.9 Mozilla/5.0 - 401 1 2148074245 15\n\
         the SPN is on the pool account",
        &[unusual(Unusual::SpnOnPoolInKernelMode)],
    ),
    (
        "KRB_AP_ERR_MODIFIED for some users only",
        &[Cause::Outside(OutsideCause::EtypePolicy)],
    ),
    ("KDC event 11\n4769 0x8", &[unusual(Unusual::SpnTwice)]),
    (
        "Authorization: Negotiate TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKALpHAAAADw==",
        &[unusual(Unusual::SpnMissing), unusual(Unusual::IpAddress)],
    ),
    (
        "the ticket is asked for the wrong host",
        &[
            unusual(Unusual::Alias),
            Cause::Outside(OutsideCause::AliasSpn),
        ],
    ),
    (
        "WinRM fails with 0x80090322 since I added an HTTP SPN",
        &[Cause::Outside(OutsideCause::SpnOfWinRm)],
    ),
    (
        "2026-11-03 09:12:44 10.0.0.7 GET / - 80 - 10.0.0.9 Mozilla/5.0 - 401 1 2148074241 31",
        &[unusual(Unusual::Clock)],
    ),
    (
        "Bad Request - Request Too Long",
        &[Cause::Outside(OutsideCause::TokenSize)],
    ),
    (
        "the page opens, its data does not\n\
         Event ID: 4624\nComputer: MBX-02.contoso.example\nLogon Type: 3\nNew Logon:\n  \
         Account Name: ANONYMOUS LOGON\n  Account Domain: NT AUTHORITY\n\
         Authentication Package: NTLM",
        &[Cause::MayNotDelegate],
    ),
    (
        "it worked in IE, not in Edge",
        &[unusual(Unusual::BrowserDoesNotDelegate)],
    ),
    (
        "#1>     Client: alice @ CONTOSO.EXAMPLE\n        Server: HTTP/web-01.contoso.example @ CONTOSO.EXAMPLE\n        \
         KerbTicket Encryption Type: AES-256-CTS-HMAC-SHA1-96\n        \
         Ticket Flags 0x40a10000 -> forwardable renewable pre_authent name_canonicalize\n\
         Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        &[Cause::MayNotDelegate],
    ),
    ("4769 0xD\nC00000BB", &[unusual(Unusual::NotListed)]),
    (
        "4769 0xD\nC000006E\nNTLM first hop",
        &[unusual(Unusual::NtlmOnly)],
    ),
    (
        "4769 0xD, for one user",
        &[unusual(Unusual::Sensitive), unusual(Unusual::Protected)],
    ),
    (
        "0x8009030E for all users\nevents 13019 and 12027",
        &[Cause::Outside(OutsideCause::KrbtgtSensitive)],
    ),
    (
        "the KDC answers S4U2self with 6",
        &[Cause::Outside(OutsideCause::TokenGroups)],
    ),
    (
        "RBCD is set now, it still fails\n4769 0xD",
        &[Cause::Outside(OutsideCause::NegativeCache)],
    ),
    (
        "RBCD: 4769 0xD despite the ACE",
        &[Cause::Outside(OutsideCause::AccessMask)],
    ),
    (
        "Log Name: Microsoft-Windows-Kerberos/Operational\nSource: Microsoft-Windows-Security-Kerberos\nEvent ID: 201",
        &[Cause::Outside(OutsideCause::CredentialGuard)],
    ),
    (
        "cross-forest users only, since the updates of 2019\nthe page opens",
        &[unusual(Unusual::OtherForest)],
    ),
    (
        "KDC event 16\nKDC_ERR_ETYPE_NOSUPP",
        &[unusual(Unusual::AesOnly), unusual(Unusual::Protected)],
    ),
    (
        "KDCSVC event 203, since April 2026",
        &[Cause::Outside(OutsideCause::Rc4Default)],
    ),
    (
        "An account failed to log on.\nAccount For Which Logon Failed:\n  Account Name: alice\n\
         Failure Information:\n  Failure Reason: %%2313\n  Status: 0xC000006D\n  Sub Status: 0xC000006A\n\
         some users only",
        &[unusual(Unusual::WrongPassword)],
    ),
    (
        "endless prompts\n0x80090346",
        &[Cause::Outside(OutsideCause::ExtendedProtection)],
    ),
    (
        "our .NET client asks for HTTP/web-01:8080, with the port",
        &[
            Cause::Outside(OutsideCause::DotNetPort),
            unusual(Unusual::PortInName),
        ],
    ),
    (
        "0x80090322 after a password change",
        &[unusual(Unusual::OldKey)],
    ),
    (
        "the short name works, the FQDN does not\nthe page opens",
        &[unusual(Unusual::InternetZone)],
    ),
];

/// What people ask, in the order in which it was collected.
const QUESTIONS: [(&str, &[Cause]); 15] = [
    (
        "works on the app box, fails elsewhere",
        &[Cause::MayNotDelegate, Cause::ComesByNtlm],
    ),
    (
        "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        &[Cause::MayNotDelegate, Cause::ComesByNtlm],
    ),
    (
        "4624 at the web server says Impersonation, not Delegation",
        &[Cause::MayNotDelegate],
    ),
    (
        "the client library stopped requesting delegation\nlevel is Impersonation, not Delegation\n\
         Server: HTTP/web-01.contoso.example @ CONTOSO.EXAMPLE\n\
         Ticket Flags 0x40a50000 -> forwardable renewable pre_authent ok_as_delegate",
        &[unusual(Unusual::BrowserDoesNotDelegate)],
    ),
    (
        "works in IIS Express, fails on IIS",
        &[Cause::Outside(OutsideCause::DevelopmentServer)],
    ),
    (
        "Login failed for user 'CONTOSO\\WEB-01$'.",
        &[Cause::Outside(OutsideCause::NoImpersonation)],
    ),
    (
        "TrustedForDelegation : False\nTrustedToAuthForDelegation : False\nmsDS-AllowedToDelegateTo : {}\n\
         The remote server returned an error: (401) Unauthorized.",
        &[Cause::MayNotDelegate],
    ),
    (
        "worked in IE, not in Edge\nLogin failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        &[unusual(Unusual::BrowserDoesNotDelegate)],
    ),
    (
        "works in IE, not in our WebView2 application",
        &[unusual(Unusual::BrowserDoesNotDelegate)],
    ),
    (
        "error 13, STATUS_ACCOUNT_RESTRICTION\nNTLM client",
        &[unusual(Unusual::NtlmOnly)],
    ),
    (
        "the farm’s SPN is on one pool account\nKRB_AP_ERR_MODIFIED",
        &[unusual(Unusual::SpnOnPoolInKernelMode)],
    ),
    (
        "Negotiate TlRMTVNTUAABAAAA",
        &[unusual(Unusual::SpnMissing), unusual(Unusual::IpAddress)],
    ),
    (
        "behind the proxy people see the wrong user",
        &[Cause::Outside(OutsideCause::SharedConnections)],
    ),
    (
        "The Autodiscover service couldn’t be located.",
        &[Cause::MayNotDelegate, Cause::ComesByNtlm],
    ),
    (
        "endless prompts since the antivirus opens TLS, Windows Extended Protection",
        &[Cause::Outside(OutsideCause::ExtendedProtection)],
    ),
];

#[test]
fn the_catalogued_failures_lead_to_their_cause() {
    for (text, to) in FAILURES {
        leads(text, to);
    }
}

#[test]
fn the_questions_people_ask_lead_to_their_cause() {
    for (text, to) in QUESTIONS {
        leads(text, to);
    }
}

/// As Event Viewer shows it as XML.
const REFUSED: &str = "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n<System>\n\
    <Provider Name=\"Microsoft-Windows-Security-Auditing\" Guid=\"{54849625-5478-4994-a5ba-3e3b0328c30d}\"/>\n\
    <EventID>4769</EventID>\n<Computer>DC-01.contoso.example</Computer>\n</System>\n<EventData>\n\
    <Data Name=\"TargetUserName\">WEB-01$@CONTOSO.EXAMPLE</Data>\n<Data Name=\"ServiceName\">MBX-02$</Data>\n\
    <Data Name=\"TicketOptions\">0x40830000</Data>\n<Data Name=\"TicketEncryptionType\">0xffffffff</Data>\n\
    <Data Name=\"Status\">0xd</Data>\n</EventData>\n</Event>";

#[test]
fn what_is_pasted_says_the_same_in_every_form() {
    let signs = |text: &str| {
        let reading = read(text, SPACE.names());
        assert_eq!(reading.not_read, [], "{text}");
        reading
            .observations
            .into_iter()
            .map(|it| it.signs)
            .collect::<Vec<_>>()
    };
    let text = "A Kerberos service ticket was requested.\n\nAccount Information:\n\tAccount Name:\t\tWEB-01$@CONTOSO.EXAMPLE\n\
        Service Information:\n\tService Name:\t\tMBX-02$\nAdditional Information:\n\tTicket Options:\t\t0x40830000\n\
        \tFailure Code:\t\t0xD";
    assert_eq!(signs(REFUSED), signs(text));
    assert_eq!(signs(REFUSED), signs("4769 0xD"));
    let json = r#"[{"Event": {"System": {"Provider": {"Name": "Microsoft-Windows-Security-Auditing"}, "EventID": 4769},
        "EventData": {"TargetUserName": "WEB-01$@CONTOSO.EXAMPLE", "ServiceName": "MBX-02$", "Status": "0xd"}}}]"#;
    assert_eq!(signs(REFUSED), signs(json));
    assert_eq!(signs("SEC_E_WRONG_PRINCIPAL"), signs("KRB_AP_ERR_MODIFIED"));
    assert_eq!(signs("0x80090322"), signs("2148074274"));
    assert_eq!(signs("0x80090322"), signs("SSPI says 80090322"));
    assert_ne!(signs("0x80090322"), signs("0x80090324"));
    // Exported: all in one line.
    let line = REFUSED.replace('\n', "");
    let other = line.replace("0xd", "0x7");
    let export = ["<Events>", &line, &other, "</Events>"].concat();
    let both: Vec<_> = signs("4769 0xD")
        .into_iter()
        .chain(signs("4769 0x7"))
        .collect();
    assert_eq!(read(&export, SPACE.names()).observations.len(), 2);
    assert!(
        read(&export, SPACE.names())
            .observations
            .iter()
            .all(|it| both.contains(&it.signs))
    );
}

#[test]
fn ordinary_steps_say_nothing_and_what_is_not_understood_is_said() {
    let (reading, diagnosis) = diagnosed(
        "2026-11-03 09:12:44 10.0.0.7 GET / - 80 - 10.0.0.9 Mozilla/5.0 - 401 2 5 0\n\
         2026-11-03 09:12:44 10.0.0.7 GET / - 80 CONTOSO\\alice 10.0.0.9 Mozilla/5.0 - 200 0 0 2\n\
         the moon is full",
    );
    assert!(reading.observations.iter().all(|it| it.says_nothing()));
    assert_eq!(reading.not_read, [(3, "the moon is full".to_owned())]);
    assert!(diagnosis.causes.is_empty() && diagnosis.considered > 1000);
}

/// The 401 with the CHALLENGE is NTLM's alone, and so is the process that a failed logon names.
#[test]
fn ntlm_is_told_by_what_it_leaves_in_logs() {
    let (_, diagnosis) = diagnosed(
        "2026-11-03 09:12:44 10.0.0.7 GET / - 80 - 10.0.0.9 Mozilla/5.0 - 401 1 2148074254 2\n\
         2026-11-03 09:12:45 10.0.0.7 GET / - 80 CONTOSO\\alice 10.0.0.9 Mozilla/5.0 - 500 0 0 9",
    );
    let first = diagnosis.causes.first().map(|it| it.cause);
    assert_eq!(first, Some(Cause::ComesByNtlm));
    let (_, diagnosis) = diagnosed(
        "An account failed to log on.\nAccount For Which Logon Failed:\n\tAccount Name:\t\talise\n\
         \tAccount Domain:\t\tCONTOSO\nFailure Information:\n\tStatus:\t\t0xC000006D\n\tSub Status:\t\t0xC0000064\n\
         Detailed Authentication Information:\n\tLogon Process:\t\tNtLmSsp \n\tAuthentication Package:\tNTLM",
    );
    let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
    assert_eq!(causes.first(), Some(&unusual(Unusual::UnknownUser)));
    assert!(!causes.contains(&unusual(Unusual::BasicWithoutDomain)));
}

#[test]
fn of_a_long_text_each_line_is_counted_and_what_is_not_read_is_said() {
    let many = read(&"the moon is full\n".repeat(1_000), SPACE.names());
    assert_eq!(many.not_read.len(), 1_000);
    let text = "#\n".repeat(20_000) + "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.\n\n";
    let cut = read(&text, SPACE.names());
    assert_eq!(cut.observations, []);
    let [(20_001, left)] = cut.not_read.as_slice() else {
        panic!("{:?}", cut.not_read);
    };
    assert!(left.contains("the 2 behind the first 20000"), "{left}");
}

/// What begins something, and what stands between.
const PIECES: [&str; 24] = [
    "<Event ",
    "<Event>",
    "</Event>",
    "<EventID>4624</EventID>",
    "<Data Name=\"Status\">0xd</Data>",
    "<Data ",
    "Event ID: 4624",
    "Log Name: Security",
    "Account Name:",
    "ANONYMOUS LOGON",
    "\n",
    "\n\n",
    " ",
    "401 1 2148074254",
    "Server: HTTP/web-01",
    "Ticket Flags 0x40a10000",
    "CN=WEB-01",
    "Existing SPN found!",
    "TlRM",
    "YII",
    "0x80090322",
    "4769 0xD",
    "login failed for user '",
    "\u{202e}ß\0",
];

proptest! {
    #[test]
    fn whatever_is_pasted_is_read_to_its_end(
        pieces in vec(prop_oneof![select(&PIECES).prop_map(str::to_owned), any::<String>()], 0..60),
    ) {
        let text = pieces.concat();
        let names = Scenario::of(Era::Today);
        let reading = read(&text, &names);
        let lines = text.lines().count();
        for it in &reading.observations {
            prop_assert!((1..=lines + 1).contains(&it.line.unwrap()));
        }
        for (line, kept) in &reading.not_read {
            prop_assert!((1..=lines).contains(line) && kept.chars().count() <= 80);
        }
    }
}

#[test]
fn every_answer_of_the_next_check_narrows_and_none_contradicts_what_fits() {
    let (mut reading, first) = diagnosed("Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.");
    let next = first.checks.first().unwrap();
    let all: usize = next.answers.iter().map(|(_, count)| count).sum();
    assert_eq!(all, first.fitting);
    assert!(next.answers.iter().filter(|(_, count)| *count > 0).count() > 1);
    for (answer, count) in &next.answers {
        let mut told = reading.observations.clone();
        told.push(next.check.observation(*answer));
        let narrowed = diagnose(&SPACE, &told);
        if *count > 0 {
            assert!(narrowed.fitting >= *count, "{answer:?}");
            assert!(narrowed.causes[0].missed.is_empty());
            assert!(narrowed.checks.iter().all(|it| it.check != next.check));
        }
    }
    // Until nothing is left to ask, each answer is that of the simplest cause.
    for _ in 0..Check::ALL.len() {
        let diagnosis = diagnose(&SPACE, &reading.observations);
        let Some(next) = diagnosis.checks.first() else {
            assert!(diagnosis.causes.len() < first.causes.len());
            return;
        };
        let configuration = diagnosis.causes[0].configuration.as_ref().unwrap();
        let shows = &SPACE.find(configuration).unwrap().shows;
        let told = next.check.observation(next.check.answer(shows));
        reading.observations.push(told);
    }
    panic!("it comes to an end");
}

#[test]
fn something_can_be_picked_that_no_cause_shows_only_if_it_is_not_in_the_lab() {
    for pick in PickGroup::ALL.iter().flat_map(|group| group.picks()) {
        let diagnosis = diagnose(&SPACE, &[pick.observation(None)]);
        let computed = diagnosis.causes.iter().any(|it| it.configuration.is_some());
        assert_eq!(computed, *pick != Pick::RequestTooLong, "{pick:?}");
    }
}

#[test]
fn the_json_has_its_shape_and_nothing_that_was_pasted_is_in_a_link() {
    let (reading, diagnosis) = diagnosed("4769 0xD for CONTOSO\\zelda\nNTLM first hop");
    let json = export::diagnosis(&reading, &diagnosis, SPACE.names());
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let causes = value["causes"].as_array().unwrap();
    assert!(!causes.is_empty());
    for cause in causes {
        let link = cause["link"].as_str().unwrap();
        assert!(link.starts_with("#v=1&page=lab&era="), "{link}");
        assert!(!link.contains("zelda"), "{link}");
        assert!(cause["unusual"].as_u64().unwrap() <= 2);
        assert!(!cause["matched"].as_array().unwrap().is_empty());
    }
    let next = &value["next"];
    assert!(next["check"].is_string() && next["command"].is_string());
    assert!(next["splits"].as_array().unwrap().len() > 1);
}

#[test]
fn a_link_of_a_cause_ends_as_it_says() {
    use double_hop::lab::{Observable, observe, run};
    let (_, diagnosis) = diagnosed("4769 0x7\nAuthorization: Negotiate TlRMTVNTUAABAAAA");
    for found in &diagnosis.causes {
        let configuration = found.configuration.as_ref().unwrap();
        let scenario = configuration.scenario(SPACE.names());
        let link = double_hop::present::link::LinkTo {
            controller: true,
            ..double_hop::present::link::LinkTo::settings(&scenario)
        }
        .encode();
        let opened = double_hop::present::link::decode(&link).scenario.unwrap();
        let shows = observe(&opened, &run(&opened));
        let refused = [7, 8].map(Observable::TicketRefused);
        assert!(refused.iter().any(|it| shows.contains(it)), "{link}");
    }
    assert!(diagnosis.causes.len() > 1);
}

/// What was understood is said in words, so that a person sees what was made of it.
#[test]
fn what_was_understood_is_said_in_words() {
    let says = |text: &str| -> Vec<String> {
        let reading = read(text, SPACE.names());
        let seen = reading.observations.iter();
        seen.map(|it| meaning(it, SPACE.names())).collect()
    };
    assert_eq!(
        says("Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'."),
        ["the back end takes the caller for ANONYMOUS LOGON; the back end is SQL Server"]
    );
    assert_eq!(
        says("10.0.0.7 GET / - 80 - 10.0.0.9 Mozilla/5.0 - 401 2 5 0"),
        ["an ordinary step, which tells nothing"]
    );
    assert_eq!(says("KDC event 11"), ["SPN: two accounts"]);
    assert_eq!(
        says("Bad Request - Request Too Long"),
        ["perhaps: The ticket is longer than http.sys takes"]
    );
    let reports = FAILURES.iter().map(|(text, _)| *text);
    for text in reports.chain(EXAMPLES.map(|(_, text)| text)) {
        let said = says(text);
        assert!(!said.is_empty(), "{text}");
        for said in said {
            assert!(
                said.len() > 5 && !said.ends_with([' ', ':']),
                "{text}: {said}"
            );
        }
    }
}

/// The examples of the page are understood, and each leads to causes.
#[test]
fn the_examples_lead_somewhere() {
    for (name, text) in EXAMPLES {
        let (reading, diagnosis) = diagnosed(text);
        assert_eq!(reading.not_read, [], "{name}");
        assert!(
            diagnosis.causes.iter().any(|it| it.missed.is_empty()),
            "{name}"
        );
    }
}
