//! What people type in a hurry: with mistakes, in the words of every day, in German.

use super::{diagnosed, first_causes, leads, leads_to_one_of, unusual};
use double_hop::hosts::{BackEndProtocol, Package};
use double_hop::lab::Observable as O;
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Pick, Sign};

/// All that a text says, and that all of it is understood.
#[track_caller]
fn says(text: &str, all: &[Sign]) {
    let (reading, diagnosis) = diagnosed(text);
    let said: Vec<&Sign> = reading
        .observations
        .iter()
        .flat_map(|it| &it.signs)
        .collect();
    assert!(all.iter().all(|it| said.contains(&it)), "{text}\n{said:?}");
    assert_eq!(reading.not_read, [], "{text}");
    assert!(!diagnosis.causes.is_empty(), "{text}");
}

fn any(shows: O) -> Sign {
    Sign::Any(vec![shows])
}

#[test]
fn what_is_said_in_fewer_words_leads_there_too() {
    let twice: &[Cause] = &[unusual(U::SpnTwice)];
    let list: &[Cause] = &[unusual(U::BrowserDoesNotDelegate)];
    let proxy: &[Cause] = &[unusual(U::NoKeepAlive)];
    for (text, to) in [
        ("setspn -X shows HTTP/portal on two accounts.", twice),
        ("HTTP/portal is registered on two accounts.", twice),
        (
            "Chrome gets ANONYMOUS LOGON at the database until AuthNegotiateDelegateAllowlist is set.",
            list,
        ),
        (
            "With AuthServerWhitelist alone it didn't work for the SQL Server behind the site, with AuthNegotiateDelegateWhitelist it worked.",
            list,
        ),
        (
            "SSO with Keycloak does not work: users see the login form instead of being signed in automatically",
            &[Cause::Outside(Out::NoAutomaticLogon)],
        ),
        (
            "Chrome update renamed AuthNegotiateDelegateWhitelist and our SSRS reports show ANONYMOUS LOGON since",
            list,
        ),
        (
            "Caddy as a reverse proxy in front of CRM: never ending sequence of requests asking to enter my credentials.",
            proxy,
        ),
        (
            "Through the nginx people get asked for the password again and again, directly it works.",
            proxy,
        ),
    ] {
        leads_to_one_of(text, to);
    }
}

#[test]
fn what_is_well_is_no_cause() {
    for (text, not) in [
        (
            "Kerberos is used for the site (klist shows HTTP/web01), not NTLM. The database still gets ANONYMOUS LOGON.",
            Cause::ComesByNtlm,
        ),
        (
            "It does not use NTLM, klist shows the HTTP ticket. Still ANONYMOUS LOGON on SQL02.",
            Cause::ComesByNtlm,
        ),
        (
            "The SPN registration was configured correct, but the event log says KRB_AP_ERR_MODIFIED.",
            unusual(U::SpnElsewhere),
        ),
    ] {
        let (_, diagnosis) = diagnosed(text);
        assert!(!diagnosis.causes.is_empty(), "{text}");
        assert!(diagnosis.causes.iter().all(|it| it.cause != not), "{text}");
    }
    leads_to_one_of(
        "The site prompts only when I browse it on the server itself.",
        &[unusual(U::LoopbackByOtherName)],
    );
}

#[test]
fn what_goes_together_is_heard_together() {
    let (_, diagnosis) = diagnosed(
        "Some users are not let in, others are.\nThe Kerberos client received a KRB_AP_ERR_MODIFIED error from the server \
         svc_web. The target name used was HTTP/portal.corp.local.",
    );
    let policy = Cause::Outside(Out::EtypePolicy);
    assert!(diagnosis.causes.iter().any(|it| it.cause == policy));
    leads_to_one_of(
        "MAPI connectivity is failing since the new patches with IIS Extended Protection enabled /mapi/emsmdb 401 1 2148074248",
        &[Cause::Outside(Out::ExtendedProtection)],
    );
    let (_, diagnosis) = diagnosed(
        "KRB_AP_ERR_MODIFIED\nhttp/portal is registered on these accounts:\nCN=a,DC=corp\nCN=b,DC=corp\nfound 1 group of duplicate SPNs.",
    );
    assert_eq!(diagnosis.contradictions, []);
}

#[test]
fn who_calls_from_another_computer_meets_no_loopback_check() {
    let line = |client: &str| {
        format!(
            "2026-01-10 10:00:01 10.0.0.5 GET /whoami.aspx - 80 - {client} Mozilla/4.0 - 401 1 2148074252 8"
        )
    };
    let loopback = unusual(U::LoopbackByOtherName);
    let leads = |client| first_causes(&line(client)).1.contains(&loopback);
    assert!(!leads("10.0.0.9"));
    assert!(leads("10.0.0.5"));
    assert!(leads("127.0.0.1"));
}

#[test]
fn words_are_understood_in_which_a_letter_is_wrong() {
    let sql = any(O::BackEnd(BackEndProtocol::Sql));
    says(
        "kerbros doble hop isue with sqlserver and iis, annonymous logon",
        &[any(O::BackEndAnonymous), sql],
    );
    says("kerberos doubel hop problem", &[any(O::SecondHopFails)]);
    says(
        "login faild for user NT AUTHORTIY\\ANONYMUS LOGON",
        &[any(O::BackEndAnonymous)],
    );
    says("krb ap err modified", &[any(O::TicketRejected(41))]);
    says(
        "kerberos clock scew to great",
        &[any(O::TicketRejected(37))],
    );
    says(
        "my page dosnt work from my pc only on the server, keeps asking pasword",
        &[any(O::WorksOnServer), any(O::AskedAgain)],
    );
}

#[test]
fn a_pool_that_runs_as_another_account_leads_to_spns_and_delegation() {
    let moved = [any(O::SincePoolChange)];
    for text in [
        "it used to work until we moved the app pool to a service account",
        "since the application pool runs as a gMSA the page is broken",
        "we changed the app pool identity, after that nothing works",
    ] {
        says(text, &moved);
    }
    let (_, diagnosis) =
        diagnosed("it used to work until we moved the app pool to a service account");
    let causes: Vec<Cause> = diagnosis.causes.iter().map(|it| it.cause).collect();
    for cause in [
        Cause::MayNotDelegate,
        unusual(U::SpnElsewhere),
        unusual(U::SpnTwice),
        unusual(U::SpnOnPoolInKernelMode),
        unusual(U::PoolKeyWithoutSpn),
    ] {
        assert!(causes.contains(&cause), "{cause:?}: {causes:?}");
    }
    assert_eq!(Pick::SincePoolChange.signs(), moved);
}

#[test]
fn what_is_said_in_german_is_understood() {
    let sql = any(O::BackEnd(BackEndProtocol::Sql));
    for text in [
        "Fehler bei der Anmeldung für den Benutzer 'NT-AUTORITÄT\\ANONYMOUS-ANMELDUNG'. Auf dem Server geht es, vom Arbeitsplatz aus nicht.",
        "Fehler bei der Anmeldung für den Benutzer \"NT-AUTORITÄT\\ANONYMOUS-ANMELDUNG\".\nAuf dem Server geht es, vom Arbeitsplatz aus nicht",
    ] {
        says(
            text,
            &[any(O::BackEndAnonymous), sql.clone(), any(O::WorksOnServer)],
        );
    }
    leads(
        "Échec de l'ouverture de session de l'utilisateur 'AUTORITE NT\\ANONYMOUS LOGON'.",
        &[Cause::MayNotDelegate, Cause::ComesByNtlm],
    );
}

#[test]
fn what_works_beside_what_fails_is_heard_whatever_the_server_is_called() {
    says(
        "SSRS report works when I run it on the report server, but from my PC: Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        &[any(O::BackEndAnonymous), any(O::WorksOnServer)],
    );
    says(
        "Kerberos works for one hop but the second hop to the file share is denied",
        &[any(O::FrontEndKnowsBy(Package::Kerberos))],
    );
    leads(
        "IIS with ARR in front, asks 3 times for credentials, direct works",
        &[
            unusual(U::NoKeepAlive),
            Cause::Outside(Out::SharedConnections),
        ],
    );
}
