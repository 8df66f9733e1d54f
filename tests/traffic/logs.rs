//! Logs as people drop them: what they tell of sign-ins, and what is said of what they do not tell.

use double_hop::present::evidence::shortages;
use double_hop::present::narration::traffic::{because, how, shortage};
use double_hop::present::traffic::{Export, Exported};
use double_hop::traffic::attempts::AttemptOutcome;
use double_hop::traffic::collection::Collection;
use double_hop::traffic::leg::{SkipReason, Status};
use double_hop::traffic::reader::TrafficReader;

fn read(log: &str) -> Collection {
    let mut reader = TrafficReader::new(log.as_bytes());
    reader.push(log.as_bytes());
    let mut collection = Collection::default();
    collection.take("u_ex260302.log", reader.finish().unwrap());
    collection
}

/// A log of IIS with these requests: user, status, substatus and error.
fn iis(requests: &[(&str, &str)]) -> String {
    let head = "#Software: Microsoft Internet Information Services 10.0\n\
        #Fields: date time s-ip cs-method cs-uri-stem s-port cs-username c-ip sc-status sc-substatus sc-win32-status\n";
    let requests = requests.iter().enumerate().map(|(second, (user, status))| {
        format!("2026-03-02 10:14:{second:02} 10.0.0.80 GET /orders 80 {user} 10.0.0.7 {status}\n")
    });
    head.to_owned() + &requests.collect::<String>()
}

/// SEC_E_NO_CREDENTIALS is how IIS writes of the CHALLENGE of NTLM, which the next request answers.
#[test]
fn a_sign_in_that_a_log_has_the_beginning_of_is_said_not_to_be_finished() {
    let asked = ("-", "401 2 5");
    for begun in ["401 1 2148074254", "401 1 0"] {
        let log = read(&iis(&[asked, ("-", begun)]));
        assert_eq!(log.attempts.len(), 1, "{begun}");
        let attempt = &log.attempts[0];
        assert_eq!(attempt.outcome, AttemptOutcome::Incomplete);
        let said = because(attempt);
        assert!(said.contains("begun"), "{said}");
        let places: Vec<u32> = attempt
            .legs
            .iter()
            .map(|it| log.legs[it.1].location.last)
            .collect();
        assert_eq!(places, [3, 4]);
        let lacks = shortages(&log);
        let said: Vec<String> = lacks.iter().map(shortage).collect();
        assert!(
            said.len() == 1 && said[0].contains("10.0.0.80") && said[0].contains("begun"),
            "{said:?}"
        );
        // What comes after it ends it, refused or not.
        for (end, outcome) in [("CONTOSO\\alice", "200 0 0"), ("-", "401 1 2148074252")]
            .into_iter()
            .enumerate()
            .map(|(n, it)| (it, n == 0))
        {
            let log = read(&iis(&[asked, ("-", begun), end]));
            assert_eq!(
                (log.attempts.len(), log.attempts[0].is_refused()),
                (1, !outcome)
            );
            assert_eq!(shortages(&log), []);
        }
        // A second one is begun by the same computer, where the first is over.
        let again = read(&iis(&[
            asked,
            ("-", begun),
            ("CONTOSO\\alice", "200 0 0"),
            asked,
            ("-", begun),
        ]));
        assert_eq!(again.attempts.len(), 2);
        assert_eq!(again.attempts[1].outcome, AttemptOutcome::Incomplete);
    }
}

#[test]
fn a_demand_of_a_log_that_nobody_answers_is_told() {
    let asked = ("-", "401 2 5");
    let log = read(&iis(&[asked, asked]));
    assert_eq!(log.attempts.len(), 1);
    assert_eq!(log.attempts[0].outcome, AttemptOutcome::NotTried);
    assert_eq!(shortages(&log).len(), 1);
    // Each new connection of whoever got in is asked anew.
    let log = read(&iis(&[asked, ("CONTOSO\\alice", "200 0 0"), asked]));
    assert_eq!(log.attempts.len(), 1);
    assert_eq!(shortages(&log), []);
}

/// Many demands before it do not hide that a sign-in was begun.
#[test]
fn the_last_refusals_of_a_log_tell() {
    let mut requests = vec![("-", "401 2 5"); 9];
    requests.push(("-", "401 1 2148074254"));
    let log = read(&iis(&requests));
    assert_eq!(log.attempts[0].outcome, AttemptOutcome::Incomplete);
    let last = log.attempts[0]
        .legs
        .last()
        .map(|it| log.legs[it.1].location.last);
    assert_eq!(last, Some(12));
}

/// Who mistypes a password by Basic and then gets it right is named by each line.
#[test]
fn who_is_refused_first_and_gets_in_then_gets_in() {
    let wrong = ("alice", "401 1 1326");
    let right = ("alice", "200 0 0");
    let log = read(&iis(&[wrong, wrong, right, right, wrong]));
    let ends: Vec<bool> = log.attempts.iter().map(|it| it.is_refused()).collect();
    assert_eq!(ends, [true, false, true]);
    let lines: Vec<usize> = log.attempts.iter().map(|it| it.legs.len()).collect();
    assert_eq!(lines, [2, 2, 1]);
}

#[test]
fn a_log_of_which_the_head_alone_is_written_is_one_of_iis() {
    let log = read(&iis(&[]));
    assert_eq!((log.files[0].count, log.attempts.len()), (0, 0));
    let said: Vec<String> = shortages(&log).iter().map(shortage).collect();
    assert!(
        said.len() == 1 && said[0].starts_with("There are no requests in "),
        "{said:?}"
    );
}

/// The channel binding does not fit, as IIS writes of it: an NTSTATUS among the errors of Windows.
#[test]
fn a_channel_binding_that_does_not_fit_is_named() {
    let log = read(&iis(&[("-", "401 1 3221226331")]));
    let said = because(&log.attempts[0]);
    assert!(said.contains("STATUS_BAD_BINDINGS"), "{said}");
}

/// An event as Event Viewer copies it.
fn copied(source: &str, id: u32, said: &str) -> String {
    format!(
        "Log Name:      System\r\nSource:        {source}\r\nDate:          3/2/2026 10:14:05 AM\r\nEvent ID:      {id}\r\n\
         Level:         Error\r\nComputer:      DC-01.contoso.example\r\nDescription:\r\n{said}\r\n"
    )
}

/// The user, the target, what is asked, and the code of the one sign-in in a log.
fn told(log: &str) -> (String, String, String, Option<i64>) {
    let log = read(log);
    assert_eq!(log.attempts.len(), 1, "{:?}", log.files);
    let attempt = &log.attempts[0];
    let code = match attempt.outcome {
        AttemptOutcome::Refused(Some(Status::Kerberos(code))) => Some(code),
        _ => None,
    };
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    (
        text(&attempt.facts.user),
        text(&attempt.target),
        text(&attempt.request),
        code,
    )
}

const NO_KEY: &str =
    "did not have a suitable key for generating a Kerberos ticket (the missing key has an ID of";

/// As Microsoft's pages have them: https://learn.microsoft.com/troubleshoot/windows-server (KB 977321, 2002141), cc734142, cc733974.
#[test]
fn a_kdc_without_a_key_that_fits_says_whose_and_of_which_types() {
    let source = "Microsoft-Windows-Kerberos-Key-Distribution-Center";
    let first = format!(
        "While processing an AS request for target service krbtgt, the account Administrator {NO_KEY} 1). The requested etypes : 18  17  3. The accounts available etypes : 23  -133  -128. Changing or resetting the password of Administrator will generate a proper key."
    );
    let second = format!(
        "While processing a TGS request for the target server HTTP/web-01.contoso.example, the account alice@CONTOSO.EXAMPLE {NO_KEY} 9). The requested etypes were 23  3  1. The accounts available etypes were 23  18  17."
    );
    let to = |id: u32, etypes: &str| format!("event {id}, etypes {etypes} available");
    let expected = |id| {
        (
            "Administrator".to_owned(),
            "krbtgt".to_owned(),
            to(id, "18 17 3 requested and 23 -133 -128"),
            Some(14),
        )
    };
    assert_eq!(told(&copied(source, 14, &first)), expected(14));
    assert_eq!(told(&first), expected(14));
    assert_eq!(told(&copied("KDC", 26, &first)), expected(26));
    let expected = |id| {
        (
            "alice".to_owned(),
            "HTTP/web-01.contoso.example".to_owned(),
            to(id, "23 3 1 requested and 23 18 17"),
            Some(14),
        )
    };
    for id in [16, 27] {
        assert_eq!(told(&copied(source, id, &second)), expected(id));
    }
    assert_eq!(told(&second), expected(27));
    // As `Format-List` breaks it.
    let broken = second
        .replace(". The", ". \r\n               The")
        .replace("the account", "\r\n               the account");
    let listed = format!(
        "TimeCreated  : 3/2/2026 10:14:05 AM\r\nProviderName : {source}\r\nId           : 16\r\nMessage      : {broken}\r\n\r\n"
    );
    assert_eq!(told(&listed), expected(16));
    // The fields as the manifest names them.
    let data = [
        ("Target", "HTTP/web-01.contoso.example"),
        ("Account", "alice@CONTOSO.EXAMPLE"),
        ("ID", "9"),
        ("RequestedEtypes", "23 3 1"),
        ("AvailableEtypes", "23 18 17"),
    ];
    let data: String = data
        .iter()
        .map(|(name, value)| format!("<Data Name='{name}'>{value}</Data>"))
        .collect();
    let xml = |source: &str| {
        format!(
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='{source}'/><EventID>27</EventID><Computer>DC-01</Computer></System><EventData>{data}</EventData></Event>"
        )
    };
    assert_eq!(told(&xml(source)), expected(27));
    // An event of that number of another source is another.
    assert_eq!(read(&xml("Disk")).attempts.len(), 0);
}

#[test]
fn a_name_that_is_not_unique_and_a_pac_that_is_not_valid_are_told_without_a_code() {
    let kdc = "Microsoft-Windows-Kerberos-Key-Distribution-Center";
    let name = "HTTP/web-01.contoso.example";
    let said = |kind: &str| {
        format!(
            "The KDC encountered duplicate names while processing a Kerberos authentication request. The duplicate name is {name} (of type {kind}). This may result in authentication failures or downgrades to NTLM. In order to prevent this from occuring remove the duplicate entries for {name} in Active Directory."
        )
    };
    let duplicate = (
        String::new(),
        name.to_owned(),
        "event 11, the name is not unique".to_owned(),
        None,
    );
    assert_eq!(
        told(&copied(kdc, 11, &said("DS_SERVICE_PRINCIPAL_NAME"))),
        duplicate
    );
    let old =
        format!("There are multiple accounts with name {name} of type DS_SERVICE_PRINCIPAL_NAME.");
    assert_eq!(told(&copied("KDC", 11, &old)), duplicate);
    assert_eq!(told(&old), duplicate);
    assert_eq!(
        read(&copied(kdc, 11, &said("DS_USER_PRINCIPAL_NAME")))
            .attempts
            .len(),
        0
    );
    let pac = "The digitally signed Privilege Attribute Certificate (PAC) that contains the authorization information for client alice in realm CONTOSO.EXAMPLE could not be validated.\r\n\r\nThis error is usually caused by domain trust failures; please contact your system administrator.";
    let pac = told(&copied("Microsoft-Windows-Security-Kerberos", 7, pac));
    assert_eq!(
        pac,
        (
            "alice".to_owned(),
            "DC-01.contoso.example".to_owned(),
            "event 7, the PAC could not be validated".to_owned(),
            None
        )
    );
}

/// What `Get-WinEvent` prints by itself.
#[test]
fn a_table_of_events_has_only_their_beginnings() {
    let table = "   ProviderName: Microsoft-Windows-Security-Auditing\r\n\r\n\
        TimeCreated                     Id LevelDisplayName Message\r\n\
        -----------                     -- ---------------- -------\r\n\
        3/2/2026 10:14:05 AM          4625 Information      An account failed to log on....\r\n";
    let log = read(table);
    assert_eq!(log.files[0].skipped[0].reason, SkipReason::Shortened);
    let said = shortage(&shortages(&log)[0]);
    assert!(said.contains("only the beginning"), "{said}");
}

/// The computer that was signed in to and its domain controller write of one logon; of several at once it is not told which.
#[test]
fn an_event_of_the_authority_is_the_logon_that_the_server_tells_of() {
    let event = |id: u32, computer: &str, second: u32, user: &str, fields: &str| {
        format!(
            "<Event><System><Provider Name=\"Microsoft-Windows-Security-Auditing\"/><EventID>{id}</EventID>\
             <TimeCreated SystemTime=\"2026-03-03T10:00:{second:02}.000Z\"/><Computer>{computer}</Computer></System>\
             <EventData><Data Name=\"TargetUserName\">{user}</Data>{fields}</EventData></Event>"
        )
    };
    let failed = |second, user: &str| {
        let fields = "<Data Name=\"AuthenticationPackageName\">NTLM</Data><Data Name=\"WorkstationName\">DESK-07</Data>\
             <Data Name=\"Status\">0xc000006d</Data><Data Name=\"SubStatus\">0xc000006a</Data>";
        event(4625, "WEB-01", second, user, fields)
    };
    let judged = |second, user: &str, status: &str| {
        let fields = format!(
            "<Data Name=\"Workstation\">DESK-07</Data><Data Name=\"Status\">{status}</Data>"
        );
        event(4776, "DC-01", second, user, &fields)
    };
    let doubles = |events: &[String]| {
        let text = format!("<Events>{}</Events>", events.concat());
        let mut reader = TrafficReader::new(text.as_bytes());
        reader.push(text.as_bytes());
        let mut collection = Collection::default();
        collection.take("events.xml", reader.finish().unwrap());
        collection.doubles
    };
    let wrong = "0xc000006a";
    assert_eq!(
        doubles(&[judged(1, "Alice", wrong), failed(2, "alice")]),
        [Some(1), None]
    );
    // Where NTLM was chosen within Negotiate, the server names the latter.
    let negotiated = failed(2, "alice").replace(">NTLM<", ">Negotiate<");
    assert_eq!(
        doubles(&[judged(1, "Alice", wrong), negotiated]),
        [Some(1), None]
    );
    for others in [
        vec![judged(1, "bob", wrong), failed(2, "alice")],
        vec![judged(1, "alice", wrong), failed(9, "alice")],
        vec![judged(1, "alice", "0xc0000072"), failed(2, "alice")],
    ] {
        assert_eq!(doubles(&others), [None, None]);
    }
    let twice = [
        judged(1, "alice", wrong),
        failed(1, "alice"),
        failed(2, "alice"),
    ];
    assert_eq!(doubles(&twice), [None, None, None]);
}

/// The export of a file as JSON, as it is and redacted.
fn exported(log: &str) -> [String; 2] {
    let collection = read(log);
    [false, true].map(|redacted| {
        let bytes = Export::Json.make(&Exported {
            collection: &collection,
            proofs: &[],
            members: &[],
            redacted,
        });
        String::from_utf8(bytes).unwrap()
    })
}

/// A service that gets tickets by S4U is named beside whom it acts for, and redacted as they are.
#[test]
fn who_acts_for_somebody_is_told_by_events_and_lists_of_tickets() {
    let event = |id: u32| {
        format!(
            "<Event><System><EventID>{id}</EventID></System><EventData><Data Name='TargetUserName'>bob@C.TEST</Data>\
            <Data Name='TicketOptions'>0x40830000</Data><Data Name='ServiceName'>SQL01$</Data><Data Name='Status'>0x0</Data>\
            <Data Name='TransmittedServices'>HTTP/geheim01.c.test</Data></EventData></Event>"
        )
    };
    let list = "Ticket cache: FILE:/tmp/x\nDefault principal: geheim01@C.TEST\n\n\
        Valid starting       Expires              Service principal\n\
        11/26/2026 17:01:36  11/27/2026 03:01:35  cifs/fs@C.TEST\n\tfor client bob@C.TEST\n";
    for (log, how) in [
        (event(4769), "S4U2proxy"),
        (event(4624), "S4U2proxy"),
        (list.to_owned(), "Kerberos, S4U"),
    ] {
        let [plain, redacted] = exported(&log);
        for told in ["\"user\":\"bob\"", "geheim01", how] {
            assert!(plain.contains(told), "{told} in {plain}");
        }
        assert!(
            redacted.contains(how) && redacted.contains("\"by\""),
            "{redacted}"
        );
        assert!(
            !redacted.contains("geheim") && !redacted.contains("bob"),
            "{redacted}"
        );
    }
}

/// 401.3 is for whom the file's access list shuts out, 401.0 and 401.5 for whom the application does, and so on: who it is was
/// known then, as it is with a 403.
#[test]
fn who_is_shut_out_behind_the_sign_in_has_got_in() {
    let asked = ("-", "401 2 5");
    for (status, means) in [
        ("401 3 5", "HTTP 401.3 (the access list of the file"),
        ("401 0 0", "HTTP 401.0 (the application sends it"),
        ("401 4 0", "HTTP 401.4 (a filter"),
        ("401 5 0", "HTTP 401.5 (the application, ISAPI or CGI,"),
        ("401 7 0", "HTTP 401.7 (a rule"),
    ] {
        let log = read(&iis(&[asked, ("CONTOSO\\alice", status)]));
        assert_eq!(log.attempts.len(), 1);
        let accepted = AttemptOutcome::Accepted(Some(Status::Http(401)));
        assert_eq!(log.attempts[0].outcome, accepted, "{status}");
        let said = because(&log.attempts[0]);
        assert!(said.contains(means), "{said}");
    }
    let refused = read(&iis(&[asked, ("-", "401 1 2148074252")]));
    let said = because(&refused.attempts[0]);
    assert!(said.contains("HTTP 401.1 (the logon failed)."), "{said}");
}

/// 401.501 to 401.504 are for a client's address, its name or how often it asks: whoever it is does not get in.
#[test]
fn who_is_turned_away_for_the_address_is_refused_without_a_name() {
    for (status, means) in [
        ("401 501 0", "too many requests at once"),
        ("401 503 5", "HTTP 401.503 (the client"),
    ] {
        let log = read(&iis(&[("-", status)]));
        let attempt = &log.attempts[0];
        assert!(attempt.is_refused(), "{status}: {:?}", attempt.outcome);
        assert_eq!(attempt.facts.user, None, "{status}");
        let said = because(attempt);
        assert!(said.contains(means), "{said}");
    }
}

/// Of who is refused IIS has a name with Basic alone.
#[test]
fn a_name_beside_a_refusal_is_of_basic() {
    let wrong = read(&iis(&[("alice", "401 1 1326")]));
    assert!(wrong.attempts[0].is_refused());
    assert_eq!(how(&wrong.attempts[0]), "Basic");
    let nobody = read(&iis(&[("-", "401 1 2148074252")]));
    assert_ne!(how(&nobody.attempts[0]), "Basic");
}

/// SharePoint's claims hold the name, and Exchange's back end calls who did not sign in to it Anonymous.
#[test]
fn names_are_taken_out_of_claims_and_nobody_is_no_name() {
    for claim in ["0#.w|contoso\\alice", "i:0%23.w|contoso\\alice"] {
        let log = read(&iis(&[(claim, "200 0 0")]));
        assert_eq!(log.attempts[0].facts.domain.as_deref(), Some("contoso"));
        assert_eq!(log.attempts[0].facts.user.as_deref(), Some("alice"));
    }
    let log = read(&iis(&[("i:05.t|adfs|alice@contoso.com", "200 0 0")]));
    assert_eq!(log.attempts[0].facts.user.as_deref(), Some("alice"));
    let log = read(&iis(&[("Anonymous", "200 0 0")]));
    assert_eq!(log.attempts.len(), 0);
}

/// What a load balancer says of whose request it hands on, in a column that somebody added.
#[test]
fn who_comes_through_a_load_balancer_is_told_by_the_column_for_it() {
    for (column, first, second) in [
        ("X-Forwarded-For", "192.0.2.1", "192.0.2.2"),
        (
            "cs(X-Forwarded-For)",
            "192.0.2.1,+10.9.9.8",
            "192.0.2.2:50123",
        ),
        ("x-forwarded-for", "[2001:db8::1]:443", "2001:db8::2"),
    ] {
        let head = "#Fields: date time s-ip cs-method cs-uri-stem cs-username c-ip c-port sc-status sc-substatus sc-win32-status";
        let line = |user: &str, status: &str, client: &str| {
            format!("2026-03-02 10:14:00 10.0.0.80 GET /a {user} 10.9.9.9 5000 {status} {client}\n")
        };
        let lines = [
            line("-", "401 2 5", first),
            line("-", "401 2 5", second),
            line("CONTOSO\\alice", "200 0 0", first),
            line("CONTOSO\\bob", "200 0 0", second),
            line("CONTOSO\\eve", "200 0 0", "-"),
        ];
        let log = read(&format!("{head} {column}\n{}", lines.concat()));
        let legs: Vec<usize> = log.attempts.iter().map(|it| it.legs.len()).collect();
        assert_eq!(legs, [2, 2, 1], "{column}");
        let address = |attempt: usize| log.flow(&log.attempts[attempt]).unwrap().client.address;
        assert_ne!(address(0), address(1));
        assert!(
            [first, second]
                .iter()
                .zip(0..)
                .all(|(told, attempt)| { told.contains(&address(attempt).unwrap().to_string()) })
        );
        assert_eq!(address(2), "10.9.9.9".parse().ok());
    }
}

/// An event tells how as a capture does.
#[test]
fn an_event_says_which_version_of_ntlm_and_how_a_ticket_is_encrypted() {
    let event = |id: u32, field: &str, value: &str| {
        read(&format!(
            "<Event><System><EventID>{id}</EventID></System><EventData><Data Name='TargetUserName'>bob</Data>\
            <Data Name='AuthenticationPackageName'>NTLM</Data><Data Name='{field}'>{value}</Data></EventData></Event>"
        ))
    };
    for (id, field, value, told) in [
        (4624, "LmPackageName", "NTLM V1", "NTLMv1"),
        (4624, "LmPackageName", "NTLM V2", "NTLMv2"),
        (4624, "LmPackageName", "-", "NTLM"),
        (
            4769,
            "TicketEncryptionType",
            "0x17",
            "TGS exchange, rc4-hmac",
        ),
        (4769, "TicketEncryptionType", "0xffffffff", "TGS exchange"),
    ] {
        let log = event(id, field, value);
        assert_eq!(how(&log.attempts[0]), told);
    }
}

#[test]
fn times_without_a_zone_are_told_to_be_of_one() {
    let klist = "Current LogonId is 0:0x3e7a1\n\nCached Tickets: (1)\n\n#0>\tClient: bob @ CORP.EXAMPLE\n\
        \tServer: HTTP/app01 @ CORP.EXAMPLE\n\tKerbTicket Encryption Type: AES-256-CTS-HMAC-SHA1-96\n\
        \tTicket Flags 0x40a10000 -> forwardable\n\tStart Time: 7/24/2026 11:22:54 (local)\n";
    assert!(!read(klist).tells_zone());
    let iis = "#Fields: date time s-ip cs-method cs-uri-stem s-port cs-username c-ip sc-status sc-substatus\n\
        2026-03-02 10:14:22 10.0.0.80 GET /o 80 C\\alice 10.0.0.7 200 0\n";
    assert!(read(iis).tells_zone());
}

#[test]
fn requests_of_one_client_at_the_same_time_are_told_apart() {
    let line = |time: &str, path: &str, user: &str, status: &str| {
        format!("2024-03-22 {time} 10.0.0.80 GET {path} - 80 {user} 10.0.0.5 UA {status}\n")
    };
    let log = |lines: &[(&str, &str, &str, &str)]| {
        let fields = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status\n";
        let lines = lines.iter();
        let lines = lines.map(|(time, path, user, status)| line(time, path, user, status));
        let collection = read(&[fields.to_owned(), lines.collect()].concat());
        let attempts = collection.attempts.iter();
        let told = attempts.map(|it| {
            let user = it.facts.user.clone().unwrap_or_default();
            (user, it.request.clone().unwrap_or_default(), it.challenged)
        });
        told.collect::<Vec<_>>()
    };
    let (asks, challenges, lets_in) = ("401 2 5", "401 1 2148074254", "200 0 0");
    let (bob, carl) = ("CONTOSO\\bob", "CONTOSO\\carl");
    let expected = |user: &str, path: &str, challenged: bool| {
        (user.to_owned(), format!("GET {path}"), challenged)
    };
    let (one, five) = ("00:00:01", "05:00:00");
    assert_eq!(
        log(&[
            (one, "/a", "-", asks),
            (one, "/z", "-", asks),
            (one, "/a", bob, lets_in),
            (one, "/z", bob, lets_in),
        ]),
        [expected("bob", "/a", false), expected("bob", "/z", false)]
    );
    assert_eq!(
        log(&[
            (one, "/a", "-", asks),
            (one, "/z", "-", asks),
            (one, "/z", "-", challenges),
            (one, "/a", bob, lets_in),
            (one, "/z", carl, lets_in),
        ]),
        [expected("bob", "/a", false), expected("carl", "/z", true)]
    );
    // Nobody types a password for five hours.
    let lines = [
        (one, "/a", "-", asks),
        (five, "/z", "-", asks),
        (five, "/z", bob, lets_in),
    ];
    assert_eq!(log(&lines), [expected("bob", "/z", false)]);
}
