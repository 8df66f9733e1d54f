use super::*;
use crate::hosts::{AccountState, Decision};
use crate::lab::{BrowsingFrom, DelegationTrust, run};
use crate::present::traffic::of_run;
use crate::traffic::files::FileExtras;
use crate::traffic::leg::{
    Contents, FileLocation, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Status,
    Unit,
};
use crate::traffic::reader::TrafficReader;

#[test]
fn an_address_is_typed_into_the_bar_and_is_no_domain() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm];
    scenario.client.address = "10.0.1.101".to_owned();
    let mut collection = of_run(&run(&scenario));
    let first = &mut collection.attempts[0];
    assert_eq!(first.target.as_deref(), Some("10.0.1.101"));
    first.facts.domain = Some("10.0.1.101".to_owned());
    let Rebuilt { scenario, assumed } = rebuild(&collection, 0);
    assert_eq!(scenario.client.address, "10.0.1.101");
    let usual = Scenario::of(Era::Today);
    assert_eq!(scenario.directory.web_spn, usual.directory.web_spn);
    assert_eq!(scenario.names.dns_domain, usual.names.dns_domain);
    assert!(!assumed.contains(&Assumption::NoTicket));
    assert!(assumed.contains(&Assumption::Domain));
}

fn collected(name: &str, text: &str) -> Collection {
    let mut reader = TrafficReader::new(text.as_bytes());
    reader.push(text.as_bytes());
    let mut collection = Collection::default();
    collection.take(name, reader.finish().unwrap());
    collection
}

/// A logon in the Security log of a server.
fn logon(user: &str, domain: &str, package: &str) -> String {
    format!(
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4624</EventID>\
         <TimeCreated SystemTime='2026-07-16T09:58:41Z'/><Computer>sql07.corp.example</Computer></System><EventData>\
         <Data Name='TargetUserName'>{user}</Data><Data Name='TargetDomainName'>{domain}</Data>\
         <Data Name='LogonType'>3</Data><Data Name='AuthenticationPackageName'>{package}</Data>\
         <Data Name='WorkstationName'>APP01</Data></EventData></Event>"
    )
}

#[test]
fn nobody_at_a_server_is_a_second_hop() {
    let event = logon("ANONYMOUS LOGON", "NT AUTHORITY", "NTLM");
    let collection = collected("sql07.xml", &format!("<Events>{event}</Events>"));
    let Rebuilt { scenario, assumed } = rebuild(&collection, 0);
    assert!(fails_in_lab(&collection, 0));
    assert_eq!(scenario.names.back_end, "SQL07");
    assert_eq!(scenario.client.user, "alice");
    assert_eq!(scenario.names.domain, "CONTOSO");
    for all in [Assumption::Person, Assumption::SecondHop] {
        assert!(assumed.contains(&all), "{assumed:?}");
    }
}

#[test]
fn the_sign_in_that_was_chosen_is_the_first_hop() {
    let events = [
        logon("alice", "CONTOSO", "Kerberos"),
        logon("alice", "CONTOSO", "NTLM"),
    ]
    .concat();
    let collection = collected("web.xml", &format!("<Events>{events}</Events>"));
    for (number, scheme) in [(0, Scheme::Negotiate), (1, Scheme::Ntlm)] {
        let Rebuilt { scenario, .. } = rebuild(&collection, number);
        assert_eq!(scenario.front_end.schemes.first(), Some(&scheme));
        assert!(!fails_in_lab(&collection, number));
    }
}

#[test]
fn one_demand_in_a_log_is_of_negotiate_and_two_are_of_ntlm() {
    let line = |user: &str, status: &str| {
        format!("2026-03-02 10:14:22 10.0.0.80 GET /o - 80 {user} 10.0.0.7 UA {status} 0 3\n")
    };
    let fields = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus time-taken";
    for (demands, scheme) in [(0, Scheme::Ntlm), (1, Scheme::Negotiate), (2, Scheme::Ntlm)] {
        let refused = line("-", "401").repeat(demands);
        let log = format!("#Fields: {fields}\n{refused}{}", line("C\\alice", "200"));
        let collection = collected("u_ex260302.log", &log);
        assert_eq!(collection.attempts.len(), 1);
        let Rebuilt { scenario, .. } = rebuild(&collection, 0);
        assert_eq!(scenario.front_end.schemes, [scheme], "{demands}");
    }
}

#[test]
fn tickets_in_a_cache_tell_what_they_may_be_used_for() {
    let ticket = |server: &str, flags: &str, cache: &str| {
        format!(
            "#0>\tClient: bob @ CORP.EXAMPLE\n\tServer: {server} @ CORP.EXAMPLE\n\
             \tKerbTicket Encryption Type: AES-256-CTS-HMAC-SHA1-96\n\tTicket Flags {flags}\n\
             \tStart Time: 2/22/2026 11:05:03 (local)\n\tCache Flags: {cache}\n\tKdc Called: DC01\n\n"
        )
    };
    let text = format!(
        "Cached Tickets: (2)\n\n{}{}",
        ticket(
            "krbtgt/CORP.EXAMPLE",
            "0x60a10000 -> forwardable forwarded",
            "0x2 -> DELEGATION"
        ),
        ticket(
            "HTTP/app01.corp.example",
            "0x40a50000 -> forwardable ok_as_delegate",
            "0x0"
        ),
    );
    let controllers = format!(
        "Cached Tickets: (2)\n\n{}{}",
        ticket(
            "ldap/dc01.corp.example",
            "0x40a50000 -> forwardable ok_as_delegate",
            "0x0"
        ),
        ticket(
            "HTTP/app01.corp.example",
            "0x40a10000 -> forwardable",
            "0x0"
        ),
    );
    let Rebuilt { scenario, .. } = rebuild(&collected("klist.txt", &controllers), 1);
    assert_eq!(scenario.directory.delegation, DelegationTrust::No);
    let Rebuilt { scenario, .. } = rebuild(&collected("klist.txt", &text), 1);
    assert_eq!(scenario.client.user, "bob");
    assert_eq!(scenario.names.web_server, "APP01");
    assert_eq!(
        scenario.directory.delegation,
        DelegationTrust::Unconstrained
    );
    assert_eq!(scenario.front_end.schemes.first(), Some(&Scheme::Negotiate));
}

#[test]
fn a_refusal_of_a_kdc_is_taken_over_or_said_not_to_be() {
    for (status, assumes, state) in [
        ("0xe", true, AccountState::Enabled),
        ("0x0", false, AccountState::Enabled),
        ("0x6", false, AccountState::Enabled),
        ("0x12", false, AccountState::LockedOut),
        ("0x17", false, AccountState::PasswordExpired),
    ] {
        let event = format!(
            "<Events><Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4768</EventID>\
             <TimeCreated SystemTime='2026-07-16T09:58:41Z'/><Computer>dc</Computer></System><EventData>\
             <Data Name='TargetUserName'>alice</Data><Data Name='TargetDomainName'>CONTOSO</Data>\
             <Data Name='Status'>{status}</Data></EventData></Event></Events>"
        );
        let collection = collected("dc.xml", &event);
        assert_eq!(collection.attempts.len(), 1);
        let Rebuilt { scenario, assumed } = rebuild(&collection, 0);
        assert_eq!(assumed.contains(&Assumption::Tickets), assumes, "{status}");
        assert_eq!(scenario.directory.state, state, "{status}");
        let refused = |code: i64| {
            let log = run(&scenario);
            let mut decisions = log.events.iter().filter_map(|it| it.kind.decision());
            decisions.any(|it| matches!(it, Decision::RefusesTicket(it) if it.code == code))
        };
        let code = i64::from_str_radix(&status[2..], 16).unwrap();
        assert_eq!(refused(code), !assumes && code != 0, "{status}");
    }
}

#[test]
fn what_nothing_tells_the_reason_of_has_nothing_that_would_fix_it() {
    let event = |kind: &str| {
        let event = logon("alice", "CONTOSO", "Negotiate").replace(
            "<Data Name='LogonType'>3</Data>",
            &format!(
                "<Data Name='LogonType'>{kind}</Data><Data Name='SubStatus'>0xc000006a</Data>"
            ),
        );
        let event = event.replace("4624", "4625");
        collected("web.xml", &format!("<Events>{event}</Events>"))
    };
    assert!(fails_in_lab(&event("3"), 0));
    let interactive = event("10");
    assert!(!fails_in_lab(&interactive, 0));
    assert!(rebuild(&interactive, 0).assumed.contains(&Assumption::Site));
}

/// A visit without a proof, as a browser keeps it.
const NOTHING_SENT: &str = r#"{"log":{"entries":[{"startedDateTime":"2026-07-16T09:58:41Z",
    "request":{"method":"GET","url":"http://app01.corp.example/","httpVersion":"HTTP/1.1","headers":[]},
    "response":{"status":401,"httpVersion":"HTTP/1.1","headers":[
    {"name":"WWW-Authenticate","value":"Negotiate"}]}}]}}"#;

#[test]
fn a_run_that_ends_better_than_the_traffic_is_said_to() {
    // The browser sent nothing, and nothing in the file tells why: the lab's browser signs in.
    let collection = collected("visit.har", NOTHING_SENT);
    let rebuilt = rebuild(&collection, 0);
    assert_eq!(rebuilt.assumed.first(), Some(&Assumption::EndsWell));
    assert!(!fails_in_lab(&collection, 0));
}

#[test]
fn who_is_refused_on_the_server_itself_is_rebuilt_at_a_desk() {
    for (status, from) in [(401, BrowsingFrom::Desk), (200, BrowsingFrom::Server)] {
        let party = |port| Party {
            address: Some([127, 0, 0, 1].into()),
            port: Some(port),
            name: None,
        };
        let location = FileLocation {
            unit: Unit::Packet,
            first: 1,
            last: 1,
        };
        let mut proof = Leg::new(0, Sender::Client, None, location);
        let user = "CORP\\bob".to_owned();
        proof.credential = Some(SentCredential::Clear(Method::Basic, user, None));
        let mut answer = Leg::new(0, Sender::Server, None, location);
        answer.status = Some(Status::Http(status));
        let mut contents = Contents::default();
        let flow = Flow::new(party(49_152), party(80), Protocol::Http);
        contents.flows.push(flow);
        contents.legs.extend([proof, answer]);
        let mut collection = Collection::default();
        collection.add("file", contents, FileExtras::default());
        let Rebuilt { scenario, assumed } = rebuild(&collection, 0);
        assert_eq!(scenario.client.from, from);
        let at_desk = from == BrowsingFrom::Desk;
        assert_eq!(assumed.contains(&Assumption::Desk), at_desk);
        assert_eq!(fails_in_lab(&collection, 0), at_desk);
    }
}
