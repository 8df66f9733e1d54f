//! Published messages: `[MS-NLMP]` 4.2.2 to 4.2.4, and the shapes that have misled other decoders.

mod any_message;

use super::*;
use crate::value_kind::ValueKind;
use crate::wire::Value;
use hex_literal::hex;

type Flags = NegotiateFlags;

const CHALLENGE_V1: [u8; 68] = hex!(
    "4e544c4d53535000020000000c000c0038000000338202e20123456789abcdef"
    "00000000000000000000000000000000060070170000000f530065007200760065007200"
);
const AUTHENTICATE_V1: [u8; 172] = hex!(
    "4e544c4d5353500003000000180018006c00000018001800840000000c000c00480000000800080054000000"
    "100010005c000000100010009c000000358280e20501280a0000000f"
    "44006f006d00610069006e00550073006500720043004f004d0050005500540045005200"
    "98def7b87f88aa5dafe2df779688a172def11c7d5ccdef13"
    "67c43011f30298a2ad35ece64f16331c44bdbed927841f94"
    "518822b1b3f350c8958682ecbb3e3cb7"
);
const CHALLENGE_ESS: [u8; 68] = hex!(
    "4e544c4d53535000020000000c000c003800000033820a820123456789abcdef"
    "00000000000000000000000000000000060070170000000f530065007200760065007200"
);
const AUTHENTICATE_ESS: [u8; 156] = hex!(
    "4e544c4d5353500003000000180018006c00000018001800840000000c000c00480000000800080054000000"
    "100010005c000000000000009c000000358208820501280a0000000f"
    "44006f006d00610069006e00550073006500720043004f004d0050005500540045005200"
    "aaaaaaaaaaaaaaaa00000000000000000000000000000000"
    "7537f803ae367128ca458204bde7caf81e97ed2683267232"
);
const CHALLENGE_V2: [u8; 104] = hex!(
    "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef"
    "00000000000000002400240044000000060070170000000f530065007200760065007200"
    "02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000"
);
const AUTHENTICATE_V2: [u8; 232] = hex!(
    "4e544c4d5353500003000000180018006c00000054005400840000000c000c00480000000800080054000000"
    "100010005c00000010001000d8000000358288e20501280a0000000f"
    "44006f006d00610069006e00550073006500720043004f004d0050005500540045005200"
    "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa"
    "68cd0ab851e51c96aabc927bebef6a1c"
    "01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000"
    "02000c0044006f006d00610069006e0001000c00530065007200760065007200"
    "0000000000000000c5dad2544fc9799094ce1ce90bc9d03e"
);
/// A MIC at 64 with no Version before it, though the VERSION flag is set, and no MsvAvFlags.
const MIC_WITHOUT_VERSION: [u8; 212] = hex!(
    "4e544c4d53535000030000001800180050000000540054006800000008000800bc00000008000800c4000000"
    "08000800cc00000000000000d400000031828ae2"
    "11111111111111111111111111111111"
    "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa"
    "68cd0ab851e51c96aabc927bebef6a1c01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000"
    "02000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000"
    "630061006600e900630061006600e900630061006600e900"
);

fn server_challenge() -> [u8; 8] {
    hex!("0123456789abcdef")
}

fn spec_challenge(flags: u32, target_info: Option<Vec<u8>>) -> Challenge {
    Challenge {
        flags: Flags::from_bits_retain(flags),
        target_name: utf16le("Server"),
        server_challenge: server_challenge(),
        target_info,
        version: Some(Version::windows(6, 0, 6000)),
        ..Challenge::default()
    }
}

fn spec_authenticate(flags: u32, lm: &[u8], nt: &[u8], key: &[u8]) -> Authenticate {
    Authenticate {
        lm_response: lm.to_vec(),
        nt_response: nt.to_vec(),
        domain: utf16le("Domain"),
        user: utf16le("User"),
        workstation: utf16le("COMPUTER"),
        session_key: key.to_vec(),
        flags: Flags::from_bits_retain(flags),
        version: Some(Version::windows(5, 1, 2600)),
        ..Authenticate::default()
    }
}

/// Decoding gives these values, encoding either gives these bytes.
fn both_ways(bytes: &[u8], built: NtlmMessage) {
    let decoded = NtlmMessage::decode(bytes).value.unwrap();
    assert_eq!(decoded.encode(), bytes, "as decoded");
    assert_eq!(decoded, built);
    assert_eq!(built.encode(), bytes, "as built");
}

#[test]
fn spec_4_2_2_ntlm_v1() {
    let challenge = spec_challenge(0xe202_8233, None);
    both_ways(&CHALLENGE_V1, NtlmMessage::Challenge(challenge));
    let lm = hex!("98def7b87f88aa5dafe2df779688a172def11c7d5ccdef13");
    let nt = hex!("67c43011f30298a2ad35ece64f16331c44bdbed927841f94");
    let key = hex!("518822b1b3f350c8958682ecbb3e3cb7");
    let message = spec_authenticate(0xe280_8235, &lm, &nt, &key);
    assert_eq!(message.responses().lm, ResponseKind::Lm);
    assert_eq!(message.responses().nt, ResponseKind::Ntlm);
    both_ways(&AUTHENTICATE_V1, NtlmMessage::Authenticate(message));
}

#[test]
fn spec_4_2_3_ntlm2_session_response() {
    let challenge = spec_challenge(0x820a_8233, None);
    both_ways(&CHALLENGE_ESS, NtlmMessage::Challenge(challenge));
    let lm = hex!("aaaaaaaaaaaaaaaa00000000000000000000000000000000");
    let nt = hex!("7537f803ae367128ca458204bde7caf81e97ed2683267232");
    let message = spec_authenticate(0x8208_8235, &lm, &nt, &[]);
    assert_eq!(message.responses().lm, ResponseKind::Ntlm2Session);
    assert_eq!(message.responses().nt, ResponseKind::Ntlm2Session);
    both_ways(&AUTHENTICATE_ESS, NtlmMessage::Authenticate(message));
}

#[test]
fn spec_4_2_4_ntlm_v2() {
    let info = TargetInfo::new()
        .with_text(AvId::NbDomainName, "Domain")
        .with_text(AvId::NbComputerName, "Server");
    let challenge = spec_challenge(0xe28a_8233, Some(info.encode()));
    both_ways(&CHALLENGE_V2, NtlmMessage::Challenge(challenge));
    let response = NtlmV2Response {
        nt_proof_str: hex!("68cd0ab851e51c96aabc927bebef6a1c"),
        blob: ClientBlob::new(0, [0xaa; 8], info),
    };
    let lm = hex!("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa");
    let key = hex!("c5dad2544fc9799094ce1ce90bc9d03e");
    let message = spec_authenticate(0xe288_8235, &lm, &response.encode(), &key);
    assert_eq!(message.responses().lm, ResponseKind::LmV2);
    assert_eq!(message.responses().nt, ResponseKind::NtlmV2);
    assert_eq!(message.ntlmv2(), Some(response));
    both_ways(&AUTHENTICATE_V2, NtlmMessage::Authenticate(message));
}

#[test]
fn mic_is_told_by_room_and_av_flags_never_by_the_version_flag() {
    // 4.2.4.3: the fixed part ends at 72, so what follows is "Domain", not a MIC.
    let spec = Authenticate::decode(&AUTHENTICATE_V2).value.unwrap();
    assert_eq!((spec.mic, spec.says_mic()), (None, false));
    assert_eq!(zero_mic(&AUTHENTICATE_V2), None);

    let odd = Authenticate::decode(&MIC_WITHOUT_VERSION).value.unwrap();
    assert!(odd.flags.contains(Flags::VERSION));
    assert_eq!((odd.version, odd.mic), (None, Some([0x11; 16])));
    assert_eq!((odd.mic_offset(), odd.says_mic()), (Some(64), false));
    assert_eq!(odd.user_text(), "café");
    assert_eq!(odd.encode(), MIC_WITHOUT_VERSION);
    let mut zeroed = MIC_WITHOUT_VERSION;
    zeroed[64..80].fill(0);
    assert_eq!(zero_mic(&MIC_WITHOUT_VERSION).unwrap(), zeroed);

    let mut today = spec;
    let mut response = today.ntlmv2().unwrap();
    response
        .blob
        .av_pairs
        .set(AvId::Flags, AV_FLAG_MIC.to_le_bytes());
    today.nt_response = response.encode();
    today.mic = Some([7; 16]);
    let bytes = today.encode();
    assert_eq!(
        (today.mic_offset(), &bytes[72..88]),
        (Some(72), &[7; 16][..])
    );
    let again = Authenticate::decode(&bytes).value.unwrap();
    assert!(again.says_mic());
    assert_eq!(again, today);
}

#[test]
fn z4_and_all_that_follows_the_list_is_kept_for_the_hash() {
    let message = Authenticate::decode(&AUTHENTICATE_V2).value.unwrap();
    let (_, hashed) = message.ntlmv2_parts().unwrap();
    assert!(hashed.ends_with(&[0; 8]));
    assert_eq!(message.ntlmv2().unwrap().blob.trailing, [0; 4]);

    let longer = [&message.nt_response[..], b"more"].concat();
    let response = NtlmV2Response::decode(&longer).value.unwrap();
    assert_eq!(response.blob.trailing, b"\0\0\0\0more");
    assert_eq!(response.encode(), longer);
}

#[test]
fn negotiate_is_oem_av_pairs_are_utf16_whatever_the_flags() {
    let bytes = hex!(
        "4e544c4d5353500001000000013000020400040028000000040004002c000000010101000000000f"
        "636166e9636166e9"
    );
    let message = Negotiate::decode(&bytes).value.unwrap();
    assert!(message.flags.contains(Flags::UNICODE));
    assert_eq!(message.domain_text(), "café");
    assert_eq!(message.workstation_text(), "café");
    let bytes = hex!(
        "4e544c4d5353500002000000000000003000000002008000111111111111111100000000000000001000100030"
        "00000003000800630061006600e90000000000"
    );
    let message = Challenge::decode(&bytes).value.unwrap();
    assert!(!message.flags.contains(Flags::UNICODE));
    assert_eq!(message.av_pairs().dns_computer().as_deref(), Some("café"));
    assert_eq!(message.version, None);
    assert_eq!(message.encode(), bytes);
}

#[test]
fn legacy_short_forms() {
    let shortest = hex!("4e544c4d535350000100000002020000");
    let message = Negotiate::decode(&shortest).value.unwrap();
    assert_eq!(message.encode(), shortest);
    let longer = Negotiate {
        domain: b"CONTOSO".to_vec(),
        ..message
    };
    assert_eq!(Negotiate::decode(&longer.encode()).value.unwrap(), longer);

    let shortest = hex!("4e544c4d53535000020000000000000000000000020200000123456789abcdef");
    let message = Challenge::decode(&shortest).value.unwrap();
    assert_eq!(message.server_challenge, server_challenge());
    assert_eq!((message.target_info.clone(), message.version), (None, None));
    assert_eq!(message.encode(), shortest);

    let mut fixed = header(3);
    for offset in [52, 76, 76, 76, 80] {
        let length = if offset == 52 {
            24
        } else {
            u16::from(offset == 76) * 4
        };
        fixed.u16(length).u16(length).u32(offset);
    }
    let shortest = [&fixed.finish()[..], &[9; 24], b"user"].concat();
    let message = Authenticate::decode(&shortest).value.unwrap();
    assert_eq!(message.user_text(), "user");
    assert_eq!((message.flags, message.version), (Flags::empty(), None));
    assert_eq!(message.encode(), shortest);
}

#[test]
fn anonymous_and_local_call() {
    let anonymous = hex!(
        "4e544c4d5353500003000000010001004c000000000000004d00000000000000400000000000000040000000"
        "0c000c0040000000100010004d000000358a88e04d0045004d0042004500520000c1442e6cca8c010e771384"
        "30aa35738e"
    );
    let built = Authenticate {
        lm_response: vec![0],
        workstation: utf16le("MEMBER"),
        session_key: hex!("c1442e6cca8c010e77138430aa35738e").to_vec(),
        flags: Flags::from_bits_retain(0xe088_8a35),
        ..Authenticate::default()
    };
    assert!(built.is_anonymous());
    both_ways(&anonymous, NtlmMessage::Authenticate(built));

    let local = hex!(
        "4e544c4d53535000030000000000000040000000000000004000000000000000400000000000000040000000"
        "0000000040000000000000004000000035c288e0"
    );
    let built = Authenticate {
        flags: Flags::from_bits_retain(0xe088_c235),
        ..Authenticate::default()
    };
    assert_eq!(built.responses().nt, ResponseKind::LocalCall);
    assert!(!built.is_anonymous());
    both_ways(&local, NtlmMessage::Authenticate(built));
}

#[test]
fn an_overrun_stays_inside_target_info() {
    let info = hex!("0200ff00 44004f00");
    let message = spec_challenge(0xe28a_8233, Some(info.to_vec()));
    let mut bytes = message.encode();
    bytes.extend([0; 512]);
    let decoded = Challenge::decode(&bytes);
    assert_eq!(decoded.value.unwrap().target_info.unwrap(), info);
    let undecoded = decoded.layout.find("Undecoded").unwrap();
    assert_eq!(undecoded.range, 72..76);
}

#[test]
fn out_of_bounds_says_which_field_and_keeps_the_rest() {
    let mut bytes = AUTHENTICATE_V1;
    bytes[40] = 0xff;
    let decoded = NtlmMessage::decode(&bytes);
    let error = decoded.value.unwrap_err();
    assert_eq!((&*error.field, error.offset), ("UserNameFields", 36));
    assert!(decoded.layout.find("DomainNameFields").is_some());
    let error = NtlmMessage::decode(b"NTLMSSP\0\x07\0\0\0")
        .value
        .unwrap_err();
    assert_eq!((&*error.field, error.offset), ("MessageType", 8));
}

#[test]
fn edits_keep_what_can_be_kept() {
    // MaxLen above Len, and bytes behind the end.
    let mut odd = AUTHENTICATE_V1.to_vec();
    odd[38] = 0x7f;
    odd.extend(*b"end");
    let mut message = Authenticate::decode(&odd).value.unwrap();
    assert_eq!(message.encode(), odd);

    message.user = utf16le("Usee");
    let same_places = message.encode();
    assert_eq!(same_places.len(), odd.len());
    assert_eq!(same_places[..84], odd[..84]);

    message.user = utf16le("Longer");
    let moved = message.encode();
    assert_eq!(moved.len(), odd.len() + 4);
    assert_eq!((moved[38], &moved[odd.len() + 1..]), (0x7f, &b"end"[..]));
    assert_eq!(Authenticate::decode(&moved).value.unwrap(), message);
}

#[test]
fn every_byte_has_an_owner_and_secrets_are_marked() {
    for bytes in [&AUTHENTICATE_V2[..], &AUTHENTICATE_ESS, &CHALLENGE_V2] {
        let layout = NtlmMessage::decode(bytes).layout;
        assert!(layout.tiles().iter().all(|tile| tile.leaf.is_some()));
        assert!(layout.overlaps().is_empty());
    }
    let layout = NtlmMessage::decode(&AUTHENTICATE_V2).layout;
    let kind = |name| layout.find(name).unwrap().value_kind;
    assert_eq!(kind("NTProofStr"), Some(ValueKind::Response));
    assert_eq!(kind("ChallengeFromClient"), Some(ValueKind::Challenge));
    assert_eq!(
        kind("EncryptedRandomSessionKey"),
        Some(ValueKind::SessionKey)
    );
    assert_eq!(
        layout.find("UserName").unwrap().value,
        Value::Text("User".into())
    );
    assert_eq!(layout.find("Z(4)").unwrap().range, 212..216);
    assert_eq!(layout.find("MsvAvNbComputerName").unwrap().range, 196..208);
}

#[test]
fn huge_payloads_are_cut_off_and_said_so() {
    let message = Negotiate {
        domain: vec![b'x'; 70_000],
        ..Negotiate::default()
    };
    assert_eq!(message.oversized(), Some("DomainName"));
    assert_eq!(message.encode().len(), 32 + 65_535);
}
