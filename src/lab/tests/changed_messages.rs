//! Messages that are changed on their way, and who notices.

use super::*;
use crate::hosts::Level;
use crate::wire::ntlm::NtlmMessage;
use crate::wire::{LayerValue, layers, ntlm_token};

fn changed(mut scenario: Scenario, splice: Splice) -> (Detection, Log) {
    let original = run(&scenario);
    scenario.edits.push(splice);
    let edited = run(&scenario);
    assert_eq!(missed(&edited, &scenario.edits), [None]);
    assert!(!edited.cut_off && outcome(&edited).is_some());
    (detection(&original, &edited), edited)
}

/// The number of the first message that carries an NTLM message of this kind, on a leg, and where in its layer a field is.
fn place(log: &Log, hop: Hop, kind: u8, field: &str) -> (u32, u8, std::ops::Range<usize>) {
    let messages = (0..).zip(log.messages());
    let mut found = messages.filter_map(|(number, (sent, event))| {
        let layers = layers(sent);
        let index = layers
            .iter()
            .position(|layer| matches!(layer.value, LayerValue::Ntlm(_)))?;
        let fits = log.hop(event) == Some(hop) && layers[index].bytes[8] == kind;
        let field = layers[index].layout.find(field)?;
        fits.then(|| (number, index as u8, field.range.clone()))
    });
    found.next().unwrap()
}

fn flip(log: &Log, hop: Hop, kind: u8, field: &str) -> Splice {
    let (message, layer, range) = place(log, hop, kind, field);
    let sent = log.message(message).unwrap().sides().unwrap()[0];
    let bytes = &layers(sent)[usize::from(layer)].bytes;
    Splice {
        message,
        layer,
        at: range.start as u32,
        remove: 1,
        insert: vec![bytes[range.start] ^ 1],
    }
}

fn by(noticed: Detection) -> (Role, DetectionMethod) {
    match noticed {
        Detection::By { role, how, .. } => (role, how),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_bit_of_the_proof_is_noticed_by_who_holds_the_hash() {
    for era in Era::ALL {
        let scenario = Scenario::of(era);
        let splice = flip(&run(&scenario), Hop::FIRST, 3, "NtChallengeResponse");
        let (found, log) = changed(scenario, splice);
        assert_eq!(
            by(found),
            (Role::DomainController, DetectionMethod::Proof),
            "{era:?}"
        );
        // The browser is asked again, and what it sends then nobody changes.
        assert_eq!(outcome(&log).unwrap().outcome, Outcome::Anonymous);
        assert_eq!(counts(&log).prompts, 2);
    }
}

#[test]
fn flags_of_the_negotiate_are_covered_by_the_mic_where_there_is_one() {
    for (era, with_mic) in [(Era::Y1998, false), (Era::Y2003, false), (Era::Today, true)] {
        let scenario = Scenario::of(era);
        let log = run(&scenario);
        let (message, layer, range) = place(&log, Hop::FIRST, 1, "NegotiateFlags");
        let mut splice = flip(&log, Hop::FIRST, 1, "NegotiateFlags");
        assert_eq!((splice.message, splice.layer), (message, layer));
        // A bit that neither side acts on.
        splice.at = range.start as u32 + 3;
        let sent = ntlm_token(log.message(message).unwrap().sides().unwrap()[0]).unwrap();
        splice.insert = vec![sent[range.start + 3] ^ 8];
        let (found, _) = changed(scenario, splice);
        if with_mic {
            assert_eq!(by(found), (Role::FrontEnd, DetectionMethod::Mic));
        } else {
            assert_eq!(found, Detection::Nobody { same: true }, "{era:?}");
        }
    }
}

#[test]
fn tricks_find_their_messages() {
    let today = Scenario::of(Era::Today);
    let old = Scenario::of(Era::Y1998);
    let mut middle = Scenario::of(Era::Today);
    middle.client_level = Level::clamped(2);
    let play = |scenario: &Scenario, attack: KnownAttack| {
        let splice = attack.splice(&run(scenario), None)?;
        Some(changed(scenario.clone(), splice))
    };
    let iis = |how| Some((Role::FrontEnd, how));
    let who = |scenario, attack| play(scenario, attack).map(|(found, _)| by(found));
    assert_eq!(
        who(&today, KnownAttack::StripSigning),
        iis(DetectionMethod::Mic)
    );
    assert_eq!(
        who(&today, KnownAttack::Downgrade),
        iis(DetectionMethod::Mic)
    );
    assert_eq!(
        who(&today, KnownAttack::TargetName),
        iis(DetectionMethod::Mic)
    );
    assert_eq!(who(&today, KnownAttack::DropMic), iis(DetectionMethod::Mic));
    for attack in [
        KnownAttack::StripSigning,
        KnownAttack::Downgrade,
        KnownAttack::DropMic,
    ] {
        assert!(play(&old, attack).is_none());
    }
    let nobody = Detection::Nobody { same: true };
    assert_eq!(play(&old, KnownAttack::TargetName).unwrap().0, nobody);
    // A client of level 2 answers with NTLMv1 then, and nobody can tell.
    let (found, log) = play(&middle, KnownAttack::Downgrade).unwrap();
    assert_eq!(found, nobody);
    let (message, _, _) = place(&log, Hop::FIRST, 3, "NtChallengeResponse");
    let token = ntlm_token(log.message(message).unwrap().sides().unwrap()[0]).unwrap();
    let Ok(NtlmMessage::Authenticate(answer)) = NtlmMessage::decode(&token).value else {
        panic!("no AUTHENTICATE");
    };
    assert_eq!(answer.responses().nt, crate::wire::ntlm::ResponseKind::Ntlm);
}

#[test]
fn a_length_that_lies_breaks_at_the_parser() {
    let scenario = Scenario::of(Era::Today);
    let log = run(&scenario);
    let (message, layer, range) = place(&log, Hop::FIRST, 3, "NtChallengeResponseFields");
    let splice = Splice {
        message,
        layer,
        at: range.start as u32,
        remove: 2,
        insert: vec![0xff, 0xff],
    };
    assert_eq!(
        by(changed(scenario, splice).0),
        (Role::FrontEnd, DetectionMethod::Parser)
    );
}

#[test]
fn a_request_that_never_ends_is_waited_for() {
    let scenario = Scenario::of(Era::Today);
    let log = run(&scenario);
    let length = log.message(0).unwrap().sides().unwrap()[0].len() as u32;
    let splice = Splice {
        message: 0,
        layer: 0,
        at: length - 4,
        remove: 4,
        insert: Vec::new(),
    };
    let (found, log) = changed(scenario, splice);
    assert!(matches!(found, Detection::Silence(_)), "{found:?}");
    assert_eq!(outcome(&log).unwrap().outcome, Outcome::FirstHop(None));
}

#[test]
fn what_is_inside_goes_back_into_its_carrier() {
    for (protocol, hop) in [
        (BackEndProtocol::Mapi, Hop::SECOND),
        (BackEndProtocol::Sql, Hop::SECOND),
        (BackEndProtocol::Http, Hop::SECOND),
        (BackEndProtocol::Http, Hop::FIRST),
    ] {
        let mut scenario = Scenario::of(Era::Y1998);
        scenario.back_end.protocol = protocol;
        for kind in 1..=3 {
            let log = run(&scenario);
            let (message, layer, _) = place(&log, hop, kind, "Signature");
            let sent = log.message(message).unwrap().sides().unwrap()[0];
            let token = &layers(sent)[usize::from(layer)].bytes;
            let longer = Splice {
                message,
                layer,
                at: token.len() as u32,
                remove: 0,
                insert: vec![7; 5],
            };
            let (whole, missed) = arrives(sent, &[&longer]);
            assert_eq!(missed, [None]);
            let outer = &layers(&whole)[0];
            assert_eq!(outer.error, None);
            assert_eq!(
                ntlm_token(&whole).unwrap(),
                [token.as_slice(), &[7; 5]].concat()
            );
            assert_eq!(outer.layout.len, whole.len());
            assert!(outer.layout.tiles().iter().all(|tile| tile.leaf.is_some()));
            // Taken out again, it is what it was.
            let back = Splice {
                remove: 5,
                insert: Vec::new(),
                ..longer
            };
            assert_eq!(arrives(&whole, &[&back]).0, sent.to_vec());
        }
    }
}

/// The database opens for alice, and what it answers is not readable: nobody sees it.
#[test]
fn what_is_opened_and_does_not_arrive_is_no_success() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.schemes = vec![Scheme::Basic];
    scenario.call_by(BackEndProtocol::Sql);
    let log = run(&scenario);
    assert!(outcome(&log).unwrap().outcome.succeeded());
    let messages = (0..).zip(log.messages());
    let of_database = messages.filter(|(_, (_, event))| log.role(event) == Some(Role::SqlServer));
    let (message, _) = of_database.last().unwrap();
    let splice = Splice {
        message,
        layer: 0,
        // The kind of its first token.
        at: 8,
        remove: 1,
        insert: vec![0xfc],
    };
    let (found, log) = changed(scenario, splice);
    assert_eq!(outcome(&log).unwrap().outcome, Outcome::NotAuthenticated);
    assert!(
        matches!(
            found,
            Detection::By {
                role: Role::FrontEnd,
                ..
            }
        ),
        "{found:?}"
    );
}

/// Every layer of every message, whatever stands between it and the outside.
#[test]
fn a_layer_goes_back_into_its_carrier_whatever_carries_it() {
    let mut seen = std::collections::BTreeSet::new();
    let mut digest = Scenario::of(Era::Today);
    digest.front_end.schemes = vec![Scheme::Digest];
    let presets = ["constrained", "transition", "unconstrained"]
        .map(|id| presets::Preset::named(id).unwrap().scenario());
    let mut scenarios = vec![digest];
    for preset in presets {
        for protocol in [BackEndProtocol::Http, BackEndProtocol::Sql] {
            let mut scenario = preset.clone();
            scenario.call_by(protocol);
            scenarios.push(scenario);
        }
    }
    for scenario in scenarios {
        let log = run(&scenario);
        for (message, (sent, _)) in (0..).zip(log.messages()) {
            let whole = layers(sent);
            for (number, layer) in whole.iter().enumerate().skip(1) {
                let middle = layer.bytes.len() / 2;
                let mut wanted = layer.bytes.clone();
                wanted[middle] ^= 1;
                let splice = Splice {
                    message,
                    layer: number as u8,
                    at: middle as u32,
                    remove: 1,
                    insert: vec![wanted[middle]],
                };
                let (arrived, missed) = arrives(sent, &[&splice]);
                assert_eq!(missed, [None], "{message} {:?}", layer.kind());
                let again = layers(&arrived);
                assert_eq!(again[number].bytes, wanted, "{message} {:?}", layer.kind());
                assert_eq!(arrived.len(), sent.len());
                seen.insert((
                    format!("{:?}", whole[0].kind()),
                    format!("{:?}", layer.kind()),
                ));
            }
        }
    }
    for (outer, inner) in [
        ("HttpResponse", "DigestChallenge"),
        ("HttpRequest", "DigestResponse"),
        ("HttpRequest", "NegTokenInit"),
        ("HttpRequest", "Kerberos"),
        ("Tds", "Kerberos"),
    ] {
        let mut seen = seen.iter();
        let found = seen.any(|(one, other)| one == outer && other.starts_with(inner));
        assert!(found, "{outer} {inner}");
    }
}

#[test]
fn a_password_in_basic_and_a_mailbox_in_a_call_are_changed_inside() {
    let mut scenario = Scenario::of(Era::Y1998);
    scenario.front_end.schemes = vec![Scheme::Basic];
    let log = run(&scenario);
    let inner = |wanted: fn(&LayerValue) -> bool| {
        let messages = (0..).zip(log.messages());
        let mut found = messages.filter_map(|(number, (sent, _))| {
            let layers = layers(sent);
            let layer = layers.iter().position(|layer| wanted(&layer.value))?;
            Some((number, layer as u8, layers[layer].bytes.clone()))
        });
        found.next().unwrap()
    };
    let (message, layer, bytes) = inner(|value| matches!(value, LayerValue::Basic(_)));
    let wrong = [&bytes[..], b"!"].concat();
    let splice = Splice::between(message, layer, &bytes, &wrong).unwrap();
    assert_eq!((splice.remove, splice.insert.as_slice()), (0, &b"!"[..]));
    let (found, _) = changed(scenario.clone(), splice);
    assert_eq!(
        by(found),
        (Role::DomainController, DetectionMethod::Password)
    );

    let (message, layer, bytes) = inner(|value| matches!(value, LayerValue::ConnectRequest(_)));
    let text = String::from_utf8(bytes.clone())
        .unwrap()
        .replace("alice", "bobby");
    let splice = Splice::between(message, layer, &bytes, text.as_bytes()).unwrap();
    let (found, log) = changed(scenario, splice);
    // The calls carry no signature: the mailbox of somebody else opens to alice, who is admitted to any.
    assert_eq!(found, Detection::Nobody { same: false });
    assert!(outcome(&log).unwrap().outcome.succeeded());
}

#[test]
fn what_does_not_fit_is_said_and_changes_nothing() {
    let scenario = Scenario::of(Era::Y1998);
    let original = run(&scenario);
    let splice = |message, layer, at, remove| Splice {
        message,
        layer,
        at,
        remove,
        insert: Vec::new(),
    };
    let mut edited = scenario.clone();
    edited.edits = vec![
        splice(u32::MAX, 0, 0, 1),
        splice(0, 9, 0, 1),
        splice(0, 0, u32::MAX, u32::MAX),
        splice(0, 255, 0, 0),
    ];
    let log = run(&edited);
    assert!(log == original);
    assert_eq!(
        missed(&log, &edited.edits),
        [
            Some(SpliceError::NoMessage),
            Some(SpliceError::NoLayer),
            Some(SpliceError::NoPlace),
            Some(SpliceError::NoLayer)
        ]
    );
    assert_eq!(detection(&original, &log), Detection::Untouched);
}

#[test]
fn thousands_of_changes_and_large_ones_are_harmless() {
    let mut scenario = Scenario::of(Era::Y1998);
    for number in 0..3000_u32 {
        scenario.edits.push(Splice {
            message: number % 7,
            layer: (number % 3) as u8,
            at: number % 90,
            remove: number % 5,
            insert: vec![b'A'; if number % 500 == 0 { 65_536 } else { 1 }],
        });
    }
    let log = run(&scenario);
    assert!(!log.cut_off && outcome(&log).is_some());
    assert_eq!(
        missed(&log, &scenario.edits)[2999],
        Some(SpliceError::TooMany)
    );
    assert!(log == run(&scenario));
}
