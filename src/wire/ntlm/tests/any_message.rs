//! What must hold for any bytes and any values.

use super::*;
use hex_literal::hex;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Valid messages of several shapes, to be damaged.
const SEEDS: [&[u8]; 5] = [
    &hex!(
        "4e544c4d53535000010000000732000006000600330000000b000b0028000000050093080000000f574f524b53544154494f4e444f4d41494e"
    ),
    &hex!(
        "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000"
    ),
    &hex!(
        "4e544c4d5353500003000000180018006c00000054005400840000000c000c00480000000800080054000000100010005c00000010001000d8000000358288e20501280a0000000f44006f006d00610069006e00550073006500720043004f004d005000550054004500520086c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa68cd0ab851e51c96aabc927bebef6a1c01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000c5dad2544fc9799094ce1ce90bc9d03e"
    ),
    &hex!(
        "4e544c4d5353500003000000010001004c000000000000004d000000000000004000000000000000400000000c000c0040000000100010004d000000358a88e04d0045004d0042004500520000c1442e6cca8c010e77138430aa35738e"
    ),
    &hex!("4e544c4d53535000020000000000000000000000020200000123456789abcdef"),
];

/// Bytes that are often a message: a damaged one, or a right start with anything behind.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let damage = (any::<Index>(), any::<u8>());
    let pointer = (0..6usize, 0..12u8, any::<Index>());
    let damaged = (
        select(SEEDS.to_vec()),
        vec(damage, 0..3),
        vec(pointer, 0..3),
        raw(),
        option::weighted(0.2, any::<Index>()),
    );
    let damaged = damaged.prop_map(|(seed, damages, pointers, more, cut)| {
        let mut bytes = [seed, &more].concat();
        for (at, value) in damages {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        for (slot, length, offset) in pointers {
            let offset = offset.index(bytes.len()) as u8;
            if let Some(place) = bytes.get_mut(12 + 8 * slot..20 + 8 * slot) {
                place.copy_from_slice(&[length, 0, length, 0, offset, 0, 0, 0]);
            }
        }
        bytes.truncate(cut.map_or(bytes.len(), |end| end.index(bytes.len())));
        bytes
    });
    let started = (
        1..4u8,
        vec(prop_oneof![Just(0), 0..100u8, any::<u8>()], 0..200),
    );
    let started = started.prop_map(|(kind, rest)| {
        let mut bytes = header(kind.into()).finish();
        bytes.extend(rest);
        bytes
    });
    prop_oneof![6 => damaged, 2 => started, 1 => vec(any::<u8>(), 0..100)]
}

fn raw() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![Just(Vec::new()), vec(any::<u8>(), 1..40)]
}

fn flags() -> impl Strategy<Value = NegotiateFlags> {
    any::<u32>().prop_map(NegotiateFlags::from_bits_retain)
}

fn version() -> impl Strategy<Value = Option<Version>> {
    let parts = (
        any::<u8>(),
        any::<u8>(),
        any::<u16>(),
        any::<[u8; 3]>(),
        any::<u8>(),
    );
    option::of(
        parts.prop_map(|(major, minor, build, reserved, revision)| Version {
            major,
            minor,
            build,
            reserved,
            revision,
        }),
    )
}

fn target_info() -> impl Strategy<Value = TargetInfo> {
    let pair = (1..20u16, raw()).prop_map(|(id, value)| AvPair {
        id: AvId::from(id),
        value,
    });
    (vec(pair, 0..6), raw()).prop_map(|(pairs, trailing)| TargetInfo {
        pairs,
        terminated: true,
        trailing,
    })
}

fn authenticate() -> impl Strategy<Value = Authenticate> {
    let payloads = (raw(), raw(), raw(), raw(), raw(), raw());
    let mic = option::of(any::<[u8; 16]>());
    (payloads, flags(), version(), mic).prop_map(|(payloads, flags, version, mic)| {
        let (lm_response, nt_response, domain, user, workstation, session_key) = payloads;
        Authenticate {
            lm_response,
            nt_response,
            domain,
            user,
            workstation,
            session_key,
            flags,
            version,
            mic,
            placement: PayloadPlacement::default(),
        }
    })
}

fn challenge() -> impl Strategy<Value = Challenge> {
    let info = option::of(target_info().prop_map(|info| info.encode()));
    let nonces = any::<([u8; 8], [u8; 8])>();
    (flags(), raw(), nonces, info, version()).prop_map(
        |(flags, target_name, (server_challenge, reserved), target_info, version)| Challenge {
            flags,
            target_name,
            server_challenge,
            reserved,
            target_info,
            version,
            placement: PayloadPlacement::default(),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_decode_without_panic_and_tile(bytes in bytes()) {
        let decoded = NtlmMessage::decode(&bytes);
        prop_assert_eq!(NtlmMessage::value(&bytes), decoded.value);
        prop_assert_eq!(decoded.layout.len, bytes.len());
        let mut at = 0;
        for tile in decoded.layout.tiles() {
            prop_assert_eq!(tile.range.start, at);
            at = tile.range.end;
        }
        prop_assert_eq!(at, bytes.len());
        prop_assert!(decoded.layout.leaves().iter().all(|leaf| leaf.range.end <= bytes.len()));
    }

    #[test]
    fn accepted_bytes_encode_to_themselves(bytes in bytes()) {
        if let Ok(message) = NtlmMessage::decode(&bytes).value {
            prop_assert_eq!(message.encode(), bytes);
        }
    }

    #[test]
    fn edited_messages_say_what_they_say(bytes in bytes(), flags in flags(), text in raw()) {
        if let Ok(NtlmMessage::Authenticate(message)) = NtlmMessage::decode(&bytes).value {
            let edited = Authenticate { user: text, flags, ..message };
            let again = Authenticate::decode(&edited.encode()).value.unwrap();
            prop_assert_eq!(&again.user, &edited.user);
            prop_assert_eq!(&again.domain, &edited.domain);
            prop_assert_eq!(&again.lm_response, &edited.lm_response);
            prop_assert_eq!(&again.nt_response, &edited.nt_response);
        }
    }

    #[test]
    fn negotiates_survive(flags in flags(), domain in raw(), workstation in raw(), version in version()) {
        let message = Negotiate { flags, domain, workstation, version, ..Negotiate::default() };
        prop_assert_eq!(Negotiate::decode(&message.encode()).value.unwrap(), message);
    }

    #[test]
    fn challenges_survive(message in challenge()) {
        prop_assert_eq!(Challenge::decode(&message.encode()).value.unwrap(), message);
    }

    #[test]
    fn authenticates_survive(message in authenticate()) {
        prop_assert_eq!(Authenticate::decode(&message.encode()).value.unwrap(), message);
    }

    #[test]
    fn target_infos_survive(info in target_info(), bytes in raw()) {
        prop_assert_eq!(TargetInfo::decode(&info.encode()).value.unwrap(), info);
        prop_assert_eq!(TargetInfo::lenient(&bytes).encode(), bytes);
    }

    #[test]
    fn client_blobs_survive(time in any::<u64>(), nonce in any::<[u8; 8]>(), info in target_info()) {
        let mut info = info;
        let trailing = std::mem::take(&mut info.trailing);
        let blob = ClientBlob { trailing, ..ClientBlob::new(time, nonce, info) };
        let response = NtlmV2Response { nt_proof_str: [3; 16], blob };
        prop_assert_eq!(NtlmV2Response::decode(&response.encode()).value.unwrap(), response);
    }
}
