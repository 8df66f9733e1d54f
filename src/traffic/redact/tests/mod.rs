mod headers;
mod pseudonyms;

use super::*;
use crate::lab::presets::PRESETS;
use crate::lab::run;
use crate::lab::table::{Column, ROWS, scenario};
use crate::traffic::leg::{FileLocation, Leg, Sender, Unit};
use crate::wire::ntlm::{self, Authenticate, ResponseKind};
use crate::wire::spnego::{NegToken, NegTokenResp};
use crate::wire::{Layer, LayerValue, from_base64, layers};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::mem::discriminant;

/// Names of the lab's people, computers and domain.
const OURS: [&str; 9] = [
    "alice", "contoso", "web-01", "mbx-02", "sql-02", "dc-01", "desk-07", "svc-", "inbox",
];

/// The messages of every preset and of every row.
fn messages() -> Vec<Vec<u8>> {
    let presets = PRESETS.iter().map(|preset| preset.scenario());
    let rows = ROWS
        .iter()
        .filter_map(|row| scenario(row, Column::RemoteHttp));
    let rpc = ROWS
        .iter()
        .filter_map(|row| scenario(row, Column::RemoteSql));
    let logs = presets
        .chain(rows)
        .chain(rpc)
        .map(|scenario| run(&scenario));
    logs.flat_map(|log| {
        log.messages()
            .map(|(message, _)| message.to_vec())
            .collect::<Vec<_>>()
    })
    .collect()
}

/// Whether a name is in bytes, as ASCII or as UTF-16, in any case.
fn holds(bytes: &[u8], name: &str) -> bool {
    let lower: Vec<u8> = bytes.to_ascii_lowercase();
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [name.as_bytes(), &wide]
        .iter()
        .any(|name| lower.windows(name.len()).any(|part| part == *name))
}

#[test]
fn no_name_of_the_lab_is_left_and_each_message_is_of_the_same_layers() {
    let mut names = Pseudonyms::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for message in messages() {
        let before = layers(&message);
        let redacted = redact(&message, &mut names);
        let after = layers(&redacted.bytes);
        for layer in &after {
            for name in OURS {
                assert!(
                    !holds(&layer.bytes, name),
                    "{name} in {}",
                    String::from_utf8_lossy(&layer.bytes)
                );
            }
        }
        let http = matches!(
            before[0].value,
            LayerValue::Request(_) | LayerValue::Response(_)
        );
        let kerberos = matches!(before[0].value, LayerValue::Kerberos(_));
        let framed = matches!(before[0].value, LayerValue::Rpc(_) | LayerValue::Tds(_));
        assert_eq!(
            redacted.understood,
            http || kerberos || framed,
            "{}",
            hex::encode(&message)
        );
        if redacted.understood {
            let kinds = |layers: &[Layer]| {
                layers
                    .iter()
                    .map(|layer| discriminant(&layer.value))
                    .collect::<Vec<_>>()
            };
            assert_eq!(kinds(&before), kinds(&after));
            assert!(after.iter().all(|layer| layer.error.is_none()));
            *seen.entry(format!("{} layers", after.len())).or_default() += 1;
        }
    }
    println!("{seen:?}");
    assert!(seen.values().sum::<usize>() > 500);
    for Replaced {
        what,
        name,
        pseudonym,
    } in names.replaced()
    {
        println!("{what:?}: {name} → {pseudonym}");
    }
}

#[test]
fn kinds_of_responses_stay_though_they_are_cut() {
    let mut names = Pseudonyms::new();
    let mut kinds = Vec::new();
    for message in messages() {
        for layer in layers(&message) {
            let LayerValue::Ntlm(Some(ntlm::NtlmMessage::Authenticate(before))) = layer.value
            else {
                continue;
            };
            let redacted = redact(&layer.bytes, &mut names).bytes;
            let after = Authenticate::decode(&redacted).value.unwrap();
            assert_eq!(before.responses(), after.responses());
            assert_eq!(before.says_mic(), after.says_mic());
            assert_eq!(before.session_key.len(), after.session_key.len());
            assert!(after.session_key.iter().all(|byte| *byte == 0));
            if let Some(response) = after.ntlmv2() {
                assert_eq!(response.nt_proof_str, [0; 16]);
            } else {
                assert!(after.nt_response.iter().filter(|byte| **byte != 0).count() <= 2);
            }
            kinds.push(before.responses().nt);
        }
    }
    for kind in [
        ResponseKind::Ntlm,
        ResponseKind::NtlmV2,
        ResponseKind::Anonymous,
    ] {
        assert!(kinds.contains(&kind), "no {kind:?} was seen");
    }
}

#[test]
fn of_a_signature_stays_that_it_is_one() {
    let ntlm: Vec<u8> = [&[1, 0, 0, 0][..], &[7; 12]].concat();
    let kerberos: Vec<u8> = [&[4, 4, 5, 255, 255, 255, 255, 255][..], &[7; 20]].concat();
    for (signature, head) in [(ntlm, 4), (kerberos, 8), (vec![7; 16], 0)] {
        let token = NegToken::Resp(NegTokenResp {
            mech_list_mic: Some(signature.clone()),
            ..NegTokenResp::default()
        });
        let redacted = redact(&token.encode(), &mut Pseudonyms::new());
        let Ok(NegToken::Resp(read)) = NegToken::decode(&redacted.bytes).value else {
            panic!("{redacted:?}");
        };
        let mut cut = vec![0; signature.len()];
        cut[..head].copy_from_slice(&signature[..head]);
        assert_eq!(read.mech_list_mic, Some(cut));
    }
}

#[test]
fn the_mechanism_of_a_bind_stays() {
    let location = FileLocation {
        unit: Unit::Packet,
        first: 1,
        last: 1,
    };
    for (request, redacted) in [
        ("bind SASL GSSAPI", "bind SASL GSSAPI"),
        ("bind SASL GEHEIM", "bind SASL redacted"),
        ("AUTH NTLM", "AUTH NTLM"),
        ("AUTH GEHEIM", "AUTH redacted"),
        ("event 4624, logon type 3", "event 4624, logon type 3"),
        ("ticket in the cache", "ticket in the cache"),
        ("GET /orders", "GET /path1"),
        ("GEHEIM /orders", "REDACTED /path1"),
    ] {
        let mut leg = Leg::new(0, Sender::Client, None, location);
        leg.request = Some(request.to_owned());
        redact_leg(&mut leg, &mut Pseudonyms::new());
        assert_eq!(leg.request.as_deref(), Some(redacted));
    }
}

proptest! {
    #[test]
    fn anything_keeps_its_length_or_is_understood(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let redacted = redact(&bytes, &mut Pseudonyms::new());
        prop_assert!(redacted.understood || redacted.bytes == vec![0; bytes.len()]);
    }

    #[test]
    fn cut_and_changed_messages_leave_no_name(which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        use std::sync::LazyLock;
        static MESSAGES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(messages);
        let mut message = which.get(&MESSAGES).clone();
        let length = message.len();
        message[at.index(length)] = byte;
        message.truncate(cut.index(length) + 1);
        let redacted = redact(&message, &mut Pseudonyms::new());
        for layer in layers(&redacted.bytes) {
            prop_assert!(!holds(&layer.bytes, "alic"), "{}", String::from_utf8_lossy(&layer.bytes));
        }
    }
}

#[test]
fn two_challenges_differ_in_their_first_bytes() {
    let mut names = Pseudonyms::new();
    let [one, other, again] = [[1; 8], [2; 8], [1; 8]].map(|it| names.value(it));
    assert_ne!(one[..4], other[..4]);
    assert_eq!(one, again);
    assert_eq!(names.value([0; 8]), [0; 8]);
}
