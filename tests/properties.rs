//! What holds for every scenario: runs are repeatable, come to rest, settle, and every byte of them is accounted for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use double_hop::crypto::upper;
use double_hop::hosts::{
    BackEndProtocol, Computation, ConnectionId, Era, FileTime, Input, Level, LogonType, Role,
    Scheme,
};
use double_hop::lab::{
    AccountDatabase, BackEndLocation, BrowsingFrom, EventKind, Hop, Log, Scenario, Splice, counts,
    detection, missed, network, outcome, run,
};
use double_hop::present::{DomainControllers, steps};
use double_hop::wire::{Layer, LayerValue, layers};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Names and passwords: plausible ones, so that runs get far, and hostile ones.
fn text() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 24] = [
        "",
        "alice",
        "ALICE",
        "bob",
        "CONTOSO",
        "contoso",
        "contoso.example",
        ".",
        "WEB-01",
        "Spring-98",
        "CONTOSO\\alice",
        "\\",
        "a\\b\\c",
        "alice@contoso.example",
        "a:b",
        "a, b,,",
        "😀",
        "𝔘𝔫𝔦",
        "Straße İı",
        "\u{202e}מלכת",
        "\0\r\n\t",
        "/cn=x&mailbox=y?#%",
        "é",
        "<script>",
    ];
    prop_oneof![
        12 => select(&KNOWN[..]).prop_map(str::to_owned),
        3 => any::<String>(),
        1 => select(vec!['x', 'é', '😀', ',', '\\', '\u{1}'])
            .prop_flat_map(|c| (Just(c), select(vec![14usize, 15, 300, 16_384, 65_536])))
            .prop_map(|(c, times)| c.to_string().repeat(times / c.len_utf8())),
    ]
}

/// The password that is typed is, as a rule, the one in the directory.
fn passwords() -> impl Strategy<Value = (String, String)> {
    prop_oneof![
        3 => text().prop_map(|password| (password.clone(), password)),
        1 => (text(), text()),
    ]
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    let person = (
        prop_oneof![Just("alice".to_owned()), text()],
        prop_oneof![Just("CONTOSO".to_owned()), text()],
        passwords(),
        prop_oneof![2 => Just(None), 1 => text().prop_map(Some)],
    );
    let front_end = (
        prop_oneof![
            Just(vec![Scheme::Ntlm]),
            Just(vec![Scheme::Basic, Scheme::Ntlm]),
            Just(vec![Scheme::Digest]),
            subsequence(Scheme::ALL.to_vec(), 0..=3),
        ],
        any::<bool>(),
        select(LogonType::METHODS.to_vec()),
        text(),
        select(vec![
            AccountDatabase::MemberServer,
            AccountDatabase::DomainController,
        ]),
        prop::bool::weighted(0.8),
        any::<bool>(),
        prop::bool::weighted(0.2),
    );
    let back_end = (
        select(vec![
            BackEndProtocol::Mapi,
            BackEndProtocol::Http,
            BackEndProtocol::Sql,
        ]),
        select(vec![
            BackEndLocation::SameHost,
            BackEndLocation::AnotherHost,
        ]),
        prop_oneof![
            Just("CONTOSO\\alice".to_owned()),
            Just("CONTOSO\\bob, NT AUTHORITY\\ANONYMOUS LOGON".to_owned()),
            text(),
        ],
        select(vec![
            BackEndLocation::SameHost,
            BackEndLocation::AnotherHost,
        ]),
    );
    let place = (
        prop_oneof![3 => Just(BrowsingFrom::Desk), 1 => Just(BrowsingFrom::Server)],
        prop_oneof![3 => Just(String::new()), 1 => text()],
        any::<bool>(),
        prop_oneof![3 => Just(None), 1 => prop::array::uniform4(text()).prop_map(Some)],
    );
    let rest = (
        select(Era::ALL.to_vec()),
        (0u8..=5, 0u8..=5),
        (any::<u8>(), any::<bool>()),
        any::<u64>(),
        prop_oneof![Just(None), any::<u64>().prop_map(Some)],
    );
    let parts = (person, front_end, back_end, place, rest);
    parts.prop_map(|(person, front_end, back_end, place, rest)| {
        let (era, levels, visits, seed, start) = rest;
        let mut scenario = Scenario::of(era);
        let (user, domain, (typed, real), account) = person;
        scenario.directory.accounts = account.unwrap_or_else(|| format!("{user}, alice"));
        scenario.directory.password = real;
        scenario.client.user = user;
        scenario.client.domain = domain;
        scenario.client.password = typed;
        let to = &mut scenario.front_end;
        (
            to.schemes,
            to.anonymous,
            to.basic_logon,
            to.default_domain,
            to.accounts,
            to.keep_alive,
            to.single_request,
            to.replay,
        ) = front_end;
        let to = &mut scenario.back_end;
        (to.protocol, to.placement, to.admits, to.folders) = back_end;
        let names;
        (
            scenario.client.from,
            scenario.client.address,
            scenario.front_end.loopback_check,
            names,
        ) = place;
        if let Some([domain, web_server, back_end, folder_server]) = names {
            scenario.names.domain = domain;
            scenario.names.web_server = web_server;
            scenario.names.back_end = back_end;
            scenario.names.folder_server = folder_server;
        }
        scenario.client_level = Level::clamped(levels.0);
        scenario.dc_level = Level::clamped(levels.1);
        (scenario.visits, scenario.new_connection) = visits;
        scenario.seed = seed;
        scenario.start = start.map_or(scenario.start, FileTime);
        scenario
    })
}

/// Changes that have a place as a rule, and some that have none.
fn edit() -> impl Strategy<Value = Splice> {
    let byte = prop::collection::vec(any::<u8>(), 0..4);
    let bytes = prop_oneof![9 => byte, 1 => Just(vec![b'A'; 70_000])];
    let at = prop_oneof![9 => 0u32..400, 1 => any::<u32>()];
    let remove = prop_oneof![9 => 0u32..4, 1 => any::<u32>()];
    (0u32..20, 0u8..4, at, remove, bytes).prop_map(|(message, layer, at, remove, insert)| Splice {
        message,
        layer,
        at,
        remove,
        insert,
    })
}

/// Every byte of a layer has an owner, and the layer encodes to the same bytes.
fn check_layer(layer: &Layer) {
    assert_eq!(layer.error, None, "{:?}", layer.value);
    let tiles = layer.layout.tiles();
    let mut at = 0;
    for tile in &tiles {
        assert_eq!(tile.range.start, at);
        at = tile.range.end;
        assert!(
            tile.leaf.is_some(),
            "unclaimed {:?} in {layer:?}",
            tile.range
        );
    }
    assert_eq!(at, layer.bytes.len());
    assert!(layer.layout.overlaps().is_empty());
    let again = match &layer.value {
        LayerValue::Request(value) => value.as_ref().unwrap().encode(),
        LayerValue::Response(value) => value.as_ref().unwrap().encode(),
        LayerValue::Rpc(value) => value.as_ref().unwrap().encode().unwrap(),
        LayerValue::Tds(value) => value.as_ref().unwrap().encode().unwrap(),
        LayerValue::Ntlm(value) => value.as_ref().unwrap().encode(),
        LayerValue::Spnego(value) => value.as_ref().unwrap().encode(),
        LayerValue::Kerberos(value) => {
            // Bare: the length that TCP puts before it, or the frame of GSS-API, is not part of the message.
            let message = value.as_ref().unwrap().encode();
            assert!(layer.bytes.ends_with(&message), "{value:?}");
            layer.bytes.clone()
        }
        LayerValue::Basic(value) => value.as_ref().unwrap().encode().unwrap(),
        LayerValue::DigestChallenge(value) => {
            format!("Digest {}", value.as_ref().unwrap().to_challenge()).into_bytes()
        }
        LayerValue::DigestResponse(value) => {
            format!("Digest {}", value.as_ref().unwrap().to_response()).into_bytes()
        }
        LayerValue::ConnectRequest(value) => value.as_ref().unwrap().encode(),
        LayerValue::ConnectResponse(value) => value.as_ref().unwrap().encode(),
        LayerValue::LogonRequest(value) => value.as_ref().unwrap().encode(),
        LayerValue::LogonResponse(value) => value.as_ref().unwrap().encode(),
        other => panic!("no host sends this: {other:?}"),
    };
    assert!(
        again == layer.bytes,
        "{:?} is not itself again",
        layer.value
    );
}

fn check_run(scenario: &Scenario) {
    let log = run(scenario);
    assert!(!log.cut_off, "it does not come to rest");
    let settled = outcome(&log).expect("no outcome");
    let _ = counts(&log);
    if settled.outcome.succeeded() {
        let typed = &scenario.client;
        // The domain may be typed in the field for the user.
        let names = [
            typed.user.as_str(),
            typed.user.split_once('\\').map_or("", |(_, user)| user),
        ];
        let known = scenario.account_names();
        assert_eq!(typed.password, scenario.directory.password);
        assert!(
            known
                .iter()
                .any(|name| names.iter().any(|user| upper(name) == upper(user)))
        );
    }
    for event in &log.events {
        if let EventKind::Message { sent, .. } = &event.kind {
            layers(sent).iter().for_each(check_layer);
        }
    }
}

/// The questions that servers asked on a hop.
fn questions(log: &Log, hop: Hop) -> Vec<[u8; 8]> {
    let of_hop = log
        .events
        .iter()
        .filter(|event| log.hop(event) == Some(hop));
    of_hop
        .filter_map(|event| match &event.kind {
            EventKind::Computation {
                computation: Computation::Challenge { challenge },
                ..
            } => Some(*challenge),
            _ => None,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_run_comes_to_rest_settles_and_is_accounted_for_to_the_byte(scenario in scenarios()) {
        check_run(&scenario);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn equal_scenarios_give_equal_logs(scenario in scenarios()) {
        prop_assert!(run(&scenario) == run(&scenario.clone()));
    }

    #[test]
    fn changes_on_the_way_are_harmless_whatever_they_are(
        mut scenario in scenarios(), edits in prop::collection::vec(edit(), 1..6),
    ) {
        let original = run(&scenario);
        scenario.edits = edits;
        let edited = run(&scenario);
        prop_assert!(edited == run(&scenario));
        prop_assert!(!edited.cut_off);
        prop_assert!(outcome(&edited).is_some());
        let _ = detection(&original, &edited);
        prop_assert_eq!(missed(&edited, &scenario.edits).len(), scenario.edits.len());
        // Until the first change, nothing is different.
        let changed = edited.events.iter().position(|event| event.changed());
        let same = changed.unwrap_or(edited.events.len());
        prop_assert!(edited.events[..same] == original.events[..same]);
        for step in steps(&edited, DomainControllers::Shown) {
            let _ = double_hop::present::labels::label(&edited, &step);
            let _ = double_hop::present::explain::explain(&edited, &step);
            prop_assert!(!double_hop::present::narration::verdict(&edited, step.end()).why.is_empty());
        }
        let mut plain = Scenario::of(scenario.era);
        plain.edits = scenario.edits;
        let link = double_hop::present::link::LinkTo {
 without: None,
 ..double_hop::present::link::LinkTo::settings(&plain)
 }
 .encode();
        if link.len() < 400_000 {
            prop_assert_eq!(double_hop::present::link::decode(&link).scenario, Some(plain));
        }
    }

    #[test]
    fn one_setting_leaves_the_random_values_of_others_alone(
        seed: u64, era in select(Era::ALL.to_vec()), other in text(),
    ) {
        let mut scenario = Scenario::of(era);
        scenario.seed = seed;
        let before = run(&scenario);
        let ask = |log: &Log| (questions(log, Hop::FIRST), questions(log, Hop::SECOND));
        prop_assert_eq!(ask(&before).0.len(), 1);
        prop_assert_eq!(ask(&before).1.len(), 1);

        let mut admits = scenario.clone();
        admits.back_end.admits = other.clone();
        prop_assert_eq!(ask(&run(&admits)), ask(&before));

        let mut placement = scenario.clone();
        placement.back_end.placement = BackEndLocation::SameHost;
        prop_assert_eq!(ask(&run(&placement)), ask(&before));

        let mut both = scenario.clone();
        both.client.password = other.clone();
        both.directory.password = other.clone();
        prop_assert_eq!(ask(&run(&both)), ask(&before));

        // With a wrong password hop 2 is not reached, and the first question is the same.
        let mut wrong = scenario.clone();
        wrong.directory.password = other;
        let (wrong, right) = (run(&wrong), ask(&before).0);
        prop_assert_eq!(questions(&wrong, Hop::FIRST)[0], right[0]);

        let mut seeded = scenario;
        seeded.seed = seed.wrapping_add(1);
        prop_assert_ne!(ask(&run(&seeded)).0, ask(&before).0);
    }

    #[test]
    fn hosts_survive_anything_in_any_order(
        scenario in scenarios(),
        inputs in prop::collection::vec(
            (0usize..4, 0u32..4, prop_oneof![
                Just(Some(None)),
                Just(None),
                prop::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| Some(Some(bytes))),
                (0usize..64, any::<prop::sample::Index>(), any::<u8>())
                    .prop_map(|(message, at, byte)| Some(Some(bent(message, at, byte)))),
            ], any::<bool>()),
            0..40,
        ),
    ) {
        let (browser, mut network) = network(&scenario);
        let roles = [Role::Browser, Role::FrontEnd, Role::Mailbox, Role::DomainController];
        let log = run(&Scenario::of(scenario.era));
        let ids = roles.map(|role| log.host_of(role).unwrap().id);
        for (host, connection, what, start) in inputs {
            let id = ConnectionId(connection);
            if start {
                network.start(browser);
                network.open_from_outside(ids[1]);
            }
            network.arrive(ids[host], match what {
                None => Input::Closed(id),
                Some(None) => Input::Opened(id),
                Some(Some(bytes)) => Input::Received(id, bytes),
            });
            network.run();
        }
        prop_assert!(!network.take_log().cut_off);
    }
}

/// A message of some good run, with one byte changed.
fn bent(message: usize, at: prop::sample::Index, byte: u8) -> Vec<u8> {
    let era = Era::ALL[message % 3];
    let log = run(&Scenario::of(era));
    let sent: Vec<_> = log
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Message { sent, .. } => Some(sent.to_vec()),
            _ => None,
        })
        .collect();
    let mut bytes = sent[message % sent.len()].clone();
    if byte != 0 {
        let at = at.index(bytes.len());
        bytes[at] ^= byte;
    }
    bytes
}
