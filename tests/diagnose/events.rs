//! Events as people paste them, from files and in other languages: each is read, and what stands around them is not counted.

use super::{SPACE, diagnosed};
use double_hop::hosts::{BackEndProtocol, Era};
use double_hop::lab::space::Unusual;
use double_hop::lab::{Observable as O, Scenario, Setting};
use double_hop::present::diagnose::{Cause, Check, Sign, read};

/// An event of the Security log as `wevtutil` and the converters of `.evtx` indent it.
fn indented(id: u32, fields: &[(&str, &str)]) -> String {
    let field =
        |(name, value): &(&str, &str)| format!("    <Data Name=\"{name}\">{value}</Data>\n");
    let fields: String = fields.iter().map(field).collect();
    format!(
        "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n  <System>\n    <Provider \
         Name=\"Microsoft-Windows-Security-Auditing\">\n    </Provider>\n    <EventID>{id}</EventID>\n    \
         <Channel>Security</Channel>\n    <Computer>temporal</Computer>\n  </System>\n  <EventData>\n{fields}  \
         </EventData>\n</Event>"
    )
}

#[test]
fn an_event_may_begin_in_the_line_in_which_another_ends() {
    let validated = indented(
        4776,
        &[("TargetUserName", "maria"), ("Status", "0xc000006a")],
    );
    let failed = indented(
        4625,
        &[
            ("TargetUserName", "mario"),
            ("Status", "0xc000006d"),
            ("SubStatus", "0xc0000064"),
        ],
    );
    let around = |events: &str| {
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Events>{events}</Events>\n")
    };
    let together = around(&[&*validated, &failed].concat());
    for text in [together.replace('\n', ""), together.clone()] {
        let reading = read(&text, SPACE.names());
        let labels: Vec<&str> = reading.observations.iter().map(|it| &*it.label).collect();
        assert_eq!(labels, ["event 4776: maria", "event 4625: mario"]);
        assert_eq!(reading.not_read, []);
    }
    let lines: Vec<_> = read(&together, SPACE.names()).observations;
    let lines: Vec<_> = lines.iter().filter_map(|it| it.line).collect();
    assert_eq!(lines, [2, 2 + validated.matches('\n').count()]);
    // Of one that is cut, what is there counts, and what people say behind it.
    let cut = failed.split("</EventData>").next().unwrap();
    let cut = around(&[&*validated, cut, "\nit fails on the server too"].concat());
    let reading = read(cut.trim_end_matches("</Events>\n"), SPACE.names());
    assert_eq!((reading.observations.len(), reading.not_read), (3, vec![]));
}

#[test]
fn of_an_event_of_another_kind_its_words_count() {
    let login = indented(
        18456,
        &[
            ("", "NT AUTHORITY\\ANONYMOUS LOGON"),
            ("", " [CLIENT: 10.0.0.9]"),
        ],
    );
    let login = login.replace("Microsoft-Windows-Security-Auditing", "MSSQLSERVER");
    let (reading, diagnosis) = diagnosed(&login);
    assert_eq!(reading.not_read, []);
    assert_eq!(diagnosis.causes[0].cause, Cause::MayNotDelegate);
    let other = read(
        &indented(4688, &[("CommandLine", "notepad")]),
        SPACE.names(),
    );
    assert_eq!(other.not_read, [(1, "event 4688".to_owned())]);
}

/// As the German Event Viewer copies it.
const GERMAN: &str = "Ein Konto wurde erfolgreich angemeldet.\n\nAntragsteller:\n\tSicherheits-ID:\t\tNULL SID\n\t\
    Kontoname:\t\t-\n\tKontodomäne:\t\t-\n\nAnmeldeinformationen:\n\tAnmeldetyp:\t\t3\n\nIdentitätswechselebene:\t\t\
    Identitätswechsel\n\nNeue Anmeldung:\n\tSicherheits-ID:\t\tANONYMOUS-ANMELDUNG\n\tKontoname:\t\tANONYMOUS LOGON\n\t\
    Kontodomäne:\t\tNT-AUTORITÄT\n\nNetzwerkinformationen:\n\tArbeitsstationsname:\tAPP01\n\tQuellnetzwerkadresse:\t\
    10.1.1.20\n\nDetaillierte Authentifizierungsinformationen:\n\tAnmeldeprozess:\t\tNtLmSsp\n\tAuthentifizierungspaket:\tNTLM";

#[test]
fn an_event_in_german_is_read_as_one_in_english() {
    let reading = read(GERMAN, SPACE.names());
    let [only] = reading.observations.as_slice() else {
        panic!("{reading:#?}");
    };
    assert_eq!(only.signs, [Sign::Any(vec![O::BackEndAnonymous])]);
    assert_eq!(reading.not_read, []);
    let named = GERMAN
        .replace("ANONYMOUS LOGON", "maria")
        .replace("ANONYMOUS-ANMELDUNG", "CORP\\maria");
    let reading = read(&named, SPACE.names());
    assert_eq!(reading.observations[0].label, "event 4624: maria");
}

#[test]
fn an_event_in_one_line_says_as_much_as_in_several() {
    for (line, lines) in [
        (
            "An account failed to log on. Logon Type: 3 Status: 0xC000006D Sub Status: 0x0 Authentication Package: NTLM",
            "An account failed to log on.\nLogon Type: 3\nStatus: 0xC000006D\nSub Status: 0x0\nAuthentication Package: NTLM",
        ),
        (
            "An account failed to log on. Sub Status: 0xC000006A Status: 0xC000006D",
            "An account failed to log on.\nStatus: 0xC000006D\nSub Status: 0xC000006A",
        ),
        (
            "A Kerberos authentication ticket (TGT) was requested. Account Name: bobb Result Code: 0x6",
            "A Kerberos authentication ticket (TGT) was requested.\nAccount Name: bobb\nResult Code: 0x6",
        ),
        (
            "TargetUserName=bobb ServiceName=krbtgt/CORP EventID=4768 Status=0x6",
            "Event ID: 4768\nTargetUserName: bobb\nServiceName: krbtgt/CORP\nStatus: 0x6",
        ),
    ] {
        let signs = |text| {
            let seen = diagnosed(text).0.observations.into_iter();
            seen.map(|it| it.signs).collect::<Vec<_>>()
        };
        assert_eq!(signs(line), signs(lines), "{line}");
        assert!(!signs(line).concat().is_empty(), "{line}");
    }
}

#[test]
fn the_names_in_events_are_known_for_what_they_are() {
    let refused = indented(
        4769,
        &[
            ("TargetUserName", "APP01$@CORP.EXAMPLE.COM"),
            ("ServiceName", "MSSQLSvc/sql07.corp.example.com:1433"),
            ("Status", "0xd"),
        ],
    );
    let (reading, diagnosis) = diagnosed(&refused);
    let sql = Sign::Any(vec![O::BackEnd(BackEndProtocol::Sql)]);
    assert!(reading.observations[0].signs.contains(&sql));
    let names = |text: &str, names: &Scenario| {
        let read = read(text, names).names.into_iter();
        read.map(|(setting, name)| format!("{}={name}", setting.key()))
            .collect::<Vec<_>>()
    };
    let known = Scenario::of(Era::Today);
    assert_eq!(
        names(&refused, &known),
        [
            "backendname=SQL07",
            "webserver=APP01",
            "dns=corp.example.com"
        ]
    );
    // What was told is not asked.
    assert!(
        diagnosis
            .checks
            .iter()
            .all(|it| it.check != Check::Kdc && it.check != Check::BackEnd)
    );

    let nobody = GERMAN.replace(
        "Ein Konto",
        "Protokollname: Security\nEreignis-ID: 4624\nComputer: SQL07.corp.example.com\nEin Konto",
    );
    assert_eq!(
        names(&nobody, &known),
        ["backendname=SQL07", "webserver=APP01"]
    );
    let person = indented(
        4768,
        &[
            ("TargetUserName", "maria"),
            ("TargetDomainName", "CORP"),
            ("Status", "0x12"),
        ],
    );
    assert_eq!(names(&person, &known), ["user=maria", "netbios=CORP"]);
    let mut own = known.clone();
    Setting::User.change(&mut own, "Maria").unwrap();
    Setting::NetbiosDomain.change(&mut own, "corp").unwrap();
    assert_eq!(names(&person, &own), [""; 0]);
    // Nobody is called so.
    let system = indented(
        4624,
        &[
            ("TargetUserName", "SYSTEM"),
            ("TargetDomainName", "NT AUTHORITY"),
        ],
    );
    assert_eq!(names(&system, &known), [""; 0]);
}

#[test]
fn for_an_address_that_is_a_number_no_kdc_has_refused_anything() {
    let (_, diagnosis) = diagnosed("4769 0x7");
    let by_number = Cause::Unusual(Unusual::IpAddress);
    assert!(!diagnosis.causes.is_empty());
    assert!(diagnosis.causes.iter().all(|it| it.cause != by_number));
}
