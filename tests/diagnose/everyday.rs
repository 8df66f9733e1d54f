//! What people type in a hurry: with mistakes, in the words of every day, in German.

use super::{diagnosed, leads, unusual};
use double_hop::hosts::BackEndProtocol;
use double_hop::lab::Observable as O;
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, Pick, Sign};

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
fn words_are_understood_in_which_a_letter_is_wrong() {
    let sql = any(O::BackEnd(BackEndProtocol::Sql));
    says(
        "kerbros doble hop isue with sqlserver and iis, annonymous logon",
        &[any(O::BackEndAnonymous), sql],
    );
    says("kerberos doubel hop problem", &[any(O::SecondHopFails)]);
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
