//! Runs of the lab as captures, rebuilt as settings of the lab: they end as the traffic did.

use crate::common::sample;
use crate::lab_capture::{add, collection, segments};
use double_hop::hosts::{BackEndProtocol, Scheme};
use double_hop::lab::presets::{PRESETS, Preset};
use double_hop::lab::{outcome, run};
use double_hop::present::evidence::{Assumption, fails_in_lab, rebuild};
use double_hop::traffic::collection::Collection;

#[test]
fn what_is_rebuilt_ends_as_the_traffic_did() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for preset in &PRESETS {
        let scenario = preset.scenario();
        // A call of MAPI is not rebuilt: the back end becomes a web service.
        if scenario.back_end.protocol == BackEndProtocol::Mapi {
            continue;
        }
        compared += 1;
        let log = run(&scenario);
        let collection = collection(&segments(std::slice::from_ref(&log)));
        let rebuilt = rebuild(&collection, 0);
        let found = outcome(&run(&rebuilt.scenario)).map(|it| it.outcome);
        let expected = outcome(&log).map(|it| it.outcome);
        if found != expected {
            wrong.push(format!("{}: {found:?}, not {expected:?}", preset.id));
        }
        // Whatever sign-in of the visit is chosen.
        for chosen in 1..collection.attempts.len() {
            let other = rebuild(&collection, chosen);
            assert!(!other.assumed.is_empty());
        }
    }
    assert!(compared > 20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a sample shows; nothing where there are no samples.
fn of_sample(name: &str) -> Option<Collection> {
    let mut collection = Collection::default();
    add(&mut collection, name, &sample(name)?);
    Some(collection)
}

#[test]
fn where_the_file_does_not_tell_why_nothing_is_said_to_fix_it() {
    let Some(collection) = of_sample("lab_chrome_kerb-fail.sensitive.har") else {
        return;
    };
    let numbers = 0..collection.attempts.len();
    assert!(numbers.clone().any(|it| collection.attempts[it].fails()));
    for number in numbers {
        assert!(!fails_in_lab(&collection, number), "{number}");
    }
}

#[test]
fn a_kdc_alone_tells_the_person_the_realm_and_the_scheme() {
    let Some(collection) = of_sample("krb_zeek_krb-kinit.pcap") else {
        return;
    };
    let rebuilt = rebuild(&collection, 35);
    assert_eq!(rebuilt.scenario.client.user, "valid_client_principal");
    assert_eq!(rebuilt.scenario.names.dns_domain, "vladg.net");
    assert_eq!(
        rebuilt.scenario.front_end.schemes.first(),
        Some(&Scheme::Negotiate)
    );
    assert!(rebuilt.assumed.contains(&Assumption::FrontEnd));
    assert!(!rebuilt.assumed.contains(&Assumption::Person));
}

#[test]
fn a_scheme_that_is_not_told_is_said_to_be_assumed() {
    let Some(collection) = of_sample("iis_hcsc2024_u_ex240322.log") else {
        return;
    };
    let rebuilt = rebuild(&collection, 0);
    assert!(rebuilt.assumed.contains(&Assumption::Scheme));
}

#[test]
fn ntlm_within_negotiate_is_ntlm_again_and_it_is_said_what_that_takes() {
    let scenario = Preset::named("spn-missing").unwrap().scenario();
    let log = run(&scenario);
    let collection = collection(&segments(std::slice::from_ref(&log)));
    let rebuilt = rebuild(&collection, 0);
    assert!(rebuilt.assumed.contains(&Assumption::NoTicket));
    let again = run(&rebuilt.scenario);
    let kdc = double_hop::lab::counts(&again).kdc;
    assert_eq!(kdc, double_hop::lab::counts(&log).kdc);
}
