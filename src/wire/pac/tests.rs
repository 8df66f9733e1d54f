use super::*;
use hex_literal::hex;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn sid(text: &str) -> Sid {
    text.parse().unwrap()
}

fn alice() -> LogonInfo {
    let mut info = LogonInfo::new(
        "DC-01",
        "CONTOSO",
        sid("S-1-5-21-1-2-3"),
        "alice",
        1105,
        &[513, 1110],
    );
    info.full_name = "Alice A.".into();
    info.add_sid(Sid::authority_asserted());
    info
}

/// Every kind that is known, and one that is not.
fn pac() -> Pac {
    let buffer = |kind, data| PacBuffer { kind, data };
    let signature = |kind| PacSignature::blank(kind).unwrap().encode();
    let rodc = PacSignature {
        rodc: Some(7),
        ..PacSignature::blank(16).unwrap()
    };
    let mut delegated = alice();
    delegated.resource_group_domain = Some(sid("S-1-5-21-4-5-6"));
    delegated.resource_groups = vec![GroupMembership {
        rid: 1200,
        attributes: RESOURCE_GROUP,
    }];
    delegated.user_flags |= RESOURCE_GROUPS;
    let buffers = vec![
        buffer(FULL_CHECKSUM, signature(20)),
        buffer(TICKET_CHECKSUM, rodc.encode()),
        buffer(KDC_CHECKSUM, signature(16)),
        buffer(SERVER_CHECKSUM, signature(-138)),
        buffer(
            REQUESTOR,
            PacRequestor {
                sid: sid("S-1-5-21-1-2-3-1105"),
            }
            .encode(),
        ),
        buffer(ATTRIBUTES_INFO, PacAttributes::REQUESTED.encode()),
        buffer(
            CLIENT_INFO,
            ClientInfo {
                auth_time: 1,
                name: "alice".to_owned(),
            }
            .encode(),
        ),
        buffer(
            UPN_DNS_INFO,
            UpnDnsInfo::new(
                "alice@contoso.example",
                "CONTOSO.EXAMPLE",
                "alice",
                sid("S-1-5-21-1-2-3-1105"),
            )
            .encode(),
        ),
        buffer(
            DELEGATION_INFO,
            DelegationInfo::new("http/mail", &["web@CONTOSO.EXAMPLE", "x"]).encode(),
        ),
        buffer(
            CREDENTIALS_INFO,
            PacCredentials {
                version: 0,
                etype: 18,
                data: vec![1, 2, 3],
            }
            .encode(),
        ),
        buffer(0x99, vec![1, 2, 3]),
        buffer(
            CLIENT_CLAIMS,
            ndr::write(&Referents::default(), "", &mut |_| ()),
        ),
        buffer(LOGON_INFO, delegated.encode()),
    ];
    Pac::arranged(buffers, &WINDOWS_2022)
}

fn whole(layout: &crate::wire::Layout) -> bool {
    layout.tiles().iter().all(|tile| tile.leaf.is_some()) && layout.overlaps().is_empty()
}

#[test]
fn every_byte_of_a_pac_has_a_field() {
    let bytes = pac().encode();
    let read = Pac::decode(&bytes);
    assert!(whole(&read.layout), "{:#?}", read.layout.tiles());
    assert_eq!(read.value, Ok(pac()));
    for name in [
        "EffectiveName",
        "S4UTransitedServices",
        "SamName",
        "RODCIdentifier",
        "UserSid",
        "data",
    ] {
        assert!(read.layout.find(name).is_some(), "{name}");
    }
    let kinds: Vec<_> = pac().buffers.iter().map(|buffer| buffer.kind).collect();
    assert_eq!(kinds, [1, 6, 7, 2, 11, 10, 12, 13, 16, 17, 18, 19, 0x99]);
}

#[test]
fn a_description_reads_what_it_writes() {
    let info = alice();
    let read = LogonInfo::decode(&info.encode());
    assert!(whole(&read.layout));
    let read = read.value.unwrap();
    assert_eq!(read.user_flags, EXTRA_SIDS);
    assert_eq!(read.full_name.text, "Alice A.");
    assert!(read.has_sid(&sid("S-1-5-21-1-2-3-1110")) && read.has_sid(&sid("S-1-5-21-1-2-3-1105")));
    assert!(read.has_sid(&sid("S-1-18-1")) && !read.has_sid(&sid("S-1-18-2")));
    assert_eq!(read, info);
}

#[test]
fn windows_numbers_pointers_depth_first() {
    let mut info = alice();
    info.add_sid(Sid::service_asserted());
    info.resource_group_domain = Some(sid("S-1-5-21-4-5-6"));
    let bytes = info.encode();
    let id = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    // ExtraSids, ResourceGroupDomainSid, ResourceGroupIds in the fixed part, which ends at 16 + 4 + 216.
    assert_eq!(
        [id(220), id(224), id(228), id(232)],
        [0x2002C, 0x20038, 0, 0]
    );
    let at = bytes
        .windows(4)
        .position(|four| four == 0x20030_u32.to_le_bytes());
    assert_eq!(id(at.unwrap() + 8), 0x20034);
}

#[test]
fn referents_and_nulls_of_others_survive_until_the_pointers_change() {
    let mut bytes = alice().encode();
    let place = |bytes: &[u8], id: u32| {
        bytes
            .windows(4)
            .position(|four| four == id.to_le_bytes())
            .unwrap()
    };
    // ProfilePath becomes null, so its counts go.
    let at = place(&bytes, 0x20010);
    bytes[at..at + 4].fill(0);
    let at = place(&bytes, 0x20004);
    bytes[at..at + 4].copy_from_slice(&[9, 8, 7, 6]);
    let text = bytes
        .windows(4)
        .position(|four| four == [0x41, 0, 0x6C, 0])
        .unwrap();
    let empty = text + 16 + 12;
    assert_eq!(bytes[empty..empty + 12], [0; 12]);
    bytes.drain(empty..empty + 12);
    let length = (bytes.len() - 16).next_multiple_of(8);
    bytes.resize(16 + length, 0);
    bytes[8..12].copy_from_slice(&(length as u32).to_le_bytes());
    let mut read = LogonInfo::decode(&bytes).value.unwrap();
    assert_eq!(read, alice());
    assert_eq!(read.encode(), bytes);
    read.add_sid(Sid::service_asserted());
    let mut built = alice();
    built.add_sid(Sid::service_asserted());
    assert_eq!(read.encode(), built.encode());
}

#[test]
fn signatures_are_zeroed_behind_their_types() {
    let mut pac = pac();
    for (kind, value) in [(6, 0xA6), (7, 0xA7), (16, 0xB0), (19, 0xB3)] {
        let length = pac.get(kind).unwrap().len() - 4;
        let data = [&[1, 2, 3, 4][..], &vec![value; length]].concat();
        pac.set(kind, data);
    }
    let bytes = pac.encode();
    let zeroed = |bytes: Vec<u8>| {
        let pac = Pac::decode(&bytes).value.unwrap();
        [6, 7, 16, 19].map(|kind| {
            let data = pac.get(kind).unwrap().to_vec();
            assert_eq!(data[..4], [1, 2, 3, 4]);
            data[4..].iter().all(|byte| *byte == 0)
        })
    };
    assert_eq!(
        zeroed(server_signature_input(&bytes).unwrap()),
        [true, true, false, false]
    );
    assert_eq!(
        zeroed(full_signature_input(&bytes).unwrap()),
        [true, true, false, true]
    );
    assert_eq!(server_signature_input(&bytes).unwrap().len(), bytes.len());
    assert_eq!(server_signature_input(b"\x01\0\0\0"), None);
}

#[test]
fn an_unflagged_account_of_2021_keeps_its_places() {
    let bytes = hex!(
        "0200 1800 0200 2000 01000000 0200 2800 0c00 2a00 00000000"
        "6100 000000000000 6200 000000000000 6300 010100000000001201000000 0000"
    );
    let read = UpnDnsInfo::decode(&bytes);
    assert!(whole(&read.layout), "{:#?}", read.layout);
    let mut info = read.value.unwrap();
    let account = info.account.clone().unwrap();
    assert_eq!(
        (
            account.sam_name.as_str(),
            account.sid.unwrap().to_string().as_str()
        ),
        ("c", "S-1-18-1")
    );
    assert_eq!(info.encode(), bytes);
    info.upn = "longer".to_owned();
    assert_eq!(UpnDnsInfo::decode(&info.encode()).value, Ok(info));
}

#[test]
fn errors_name_the_field() {
    let error = |bytes: &[u8]| Pac::decode(bytes).value.unwrap_err();
    assert_eq!(error(&hex!("01000000 01000000")).field, "Version");
    let outside = error(&hex!(
        "01000000 00000000 01000000 09000000 1800000000000000"
    ));
    assert_eq!((outside.field.as_ref(), outside.offset), ("Offset", 16));
    // Two buffers claim the same 40 bytes of 40.
    let twice = hex!(
        "02000000 00000000 01000000 28000000 0000000000000000 01000000 28000000 0000000000000000"
    );
    assert_eq!(error(&twice).field, "cbBufferSize");
    assert!(matches!(
        error(&hex!("ffffffff 00000000")).kind,
        ErrorKind::Cut { .. }
    ));
    let mut bytes = alice().encode();
    bytes[1] = 0;
    assert_eq!(
        LogonInfo::decode(&bytes).value.unwrap_err().field,
        "Endianness"
    );
    // GroupCount claims four billion groups.
    let mut bytes = alice().encode();
    bytes[128..132].fill(0xFF);
    assert_eq!(
        LogonInfo::decode(&bytes).value.unwrap_err().field,
        "MaximumCount"
    );
}

#[test]
fn many_buffers_over_the_same_bytes_cost_little() {
    let mut writer = Writer::new();
    let count = 60_000_u32;
    writer.u32(count).u32(0);
    for _ in 0..count {
        writer.u32(0x99).u32(900_000).u64(8);
    }
    let read = Pac::decode(&writer.finish());
    assert_eq!(read.value.unwrap_err().field, "cbBufferSize");
}

fn sids() -> impl Strategy<Value = Sid> {
    let parts = (0..1_u64 << 48, vec(any::<u32>(), 0..=15));
    parts.prop_map(|(authority, sub_authorities)| Sid {
        authority,
        sub_authorities,
    })
}

fn texts() -> impl Strategy<Value = RpcUnicodeString> {
    let room = select(vec![0_u16, 2, 10]);
    (any::<String>(), room).prop_map(|(text, room)| RpcUnicodeString { text, room })
}

fn groups() -> impl Strategy<Value = Vec<GroupMembership>> {
    let group = any::<(u32, u32)>();
    vec(
        group.prop_map(|(rid, attributes)| GroupMembership { rid, attributes }),
        0..4,
    )
}

prop_compose! {
    fn infos()(
        names in proptest::array::uniform8(texts()),
        (groups, resource_groups) in (groups(), groups()),
        extra in vec((sids(), any::<u32>()), 0..4),
        domains in (option::of(sids()), option::of(sids())),
        times in any::<[u64; 8]>(),
        numbers in any::<[u32; 9]>(),
        user_session_key in any::<[u8; 16]>(),
    ) -> LogonInfo {
        let [effective_name, full_name, logon_script, profile_path, home_directory, home_directory_drive,
            logon_server, logon_domain_name] = names;
        LogonInfo {
            logon_time: times[0],
            logoff_time: times[1],
            kick_off_time: times[2],
            password_last_set: times[3],
            password_can_change: times[4],
            password_must_change: times[5],
            effective_name,
            full_name,
            logon_script,
            profile_path,
            home_directory,
            home_directory_drive,
            logon_count: numbers[0] as u16,
            bad_password_count: (numbers[0] >> 16) as u16,
            user_id: numbers[1],
            primary_group_id: numbers[2],
            groups,
            user_flags: numbers[3],
            user_session_key,
            logon_server,
            logon_domain_name,
            logon_domain_id: domains.0,
            reserved1: [numbers[4], numbers[5]],
            user_account_control: numbers[6],
            sub_auth_status: numbers[7],
            last_successful_logon: times[6],
            last_failed_logon: times[7],
            failed_logon_count: numbers[8],
            reserved3: numbers[0],
            extra_sids: extra.into_iter().map(|(sid, attributes)| SidAndAttributes { sid, attributes }).collect(),
            resource_group_domain: domains.1,
            resource_groups,
            referents: Referents::default(),
        }
    }
}

/// A whole PAC with some bytes changed, or cut.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let small = prop_oneof![0_u8..9, any::<u8>()];
    (
        vec((any::<Index>(), small), 0..6),
        option::weighted(0.3, any::<Index>()),
    )
        .prop_map(|(damages, cut)| {
            let mut bytes = pac().encode();
            for (at, value) in damages {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
            bytes.truncate(cut.map_or(bytes.len(), |end| end.index(bytes.len())));
            bytes
        })
}

/// A buffer of that kind says the same after it is written again, and then stays as it is.
fn again<T: PartialEq + std::fmt::Debug>(
    bytes: &[u8],
    decode: fn(&[u8]) -> Decoded<T>,
    encode: fn(&T) -> Vec<u8>,
) {
    if let Ok(value) = decode(bytes).value {
        let written = encode(&value);
        let read = decode(&written).value.unwrap();
        assert_eq!(encode(&read), written);
        assert_eq!(read, value);
    }
}

fn check(bytes: &[u8]) {
    let read = Pac::decode(bytes);
    let fields = read.layout.leaves().len();
    assert!(fields <= 2 * bytes.len() + 8, "{fields} of {}", bytes.len());
    let tiled: usize = read
        .layout
        .tiles()
        .iter()
        .map(|tile| tile.range.len())
        .sum();
    assert_eq!(tiled, bytes.len());
    let value = Decoded::value(bytes, super::read);
    assert_eq!(value, read.value);
    let Ok(pac) = read.value else { return };
    let held: usize = pac.buffers.iter().map(|buffer| buffer.data.len()).sum();
    assert!(held <= bytes.len());
    assert_eq!(Pac::decode(&pac.encode()).value, Ok(pac.clone()));
    for PacBuffer { kind, data } in &pac.buffers {
        match *kind {
            LOGON_INFO => again(data, LogonInfo::decode, LogonInfo::encode),
            CREDENTIALS_INFO => again(data, PacCredentials::decode, PacCredentials::encode),
            SERVER_CHECKSUM | KDC_CHECKSUM | TICKET_CHECKSUM | FULL_CHECKSUM => {
                again(data, PacSignature::decode, PacSignature::encode);
            }
            CLIENT_INFO => again(data, ClientInfo::decode, ClientInfo::encode),
            DELEGATION_INFO => again(data, DelegationInfo::decode, DelegationInfo::encode),
            UPN_DNS_INFO => again(data, UpnDnsInfo::decode, UpnDnsInfo::encode),
            ATTRIBUTES_INFO => again(data, PacAttributes::decode, PacAttributes::encode),
            REQUESTOR => again(data, PacRequestor::decode, PacRequestor::encode),
            _ => (),
        }
    }
}

proptest! {
    #[test]
    fn logon_infos_round_trip(info in infos()) {
        let bytes = info.encode();
        let read = LogonInfo::decode(&bytes);
        prop_assert!(whole(&read.layout));
        let read = read.value.unwrap();
        prop_assert_eq!(read.encode(), bytes);
        prop_assert_eq!(read, info);
    }

    #[test]
    fn delegations_round_trip(target in texts(), transited in vec(texts(), 0..4)) {
        let info = DelegationInfo { target, transited, referents: Referents::default() };
        let bytes = info.encode();
        let read = DelegationInfo::decode(&bytes);
        prop_assert!(whole(&read.layout));
        prop_assert_eq!(read.value.unwrap().encode(), bytes);
        prop_assert_eq!(DelegationInfo::decode(&info.encode()).value, Ok(info));
    }

    #[test]
    fn names_round_trip(
        names in any::<[String; 3]>(),
        flags: u32,
        sid in option::of(sids()),
        more: bool,
    ) {
        let [upn, dns_domain, sam_name] = names;
        let account = more.then_some(SamAccount { sam_name, sid });
        let flags = if more { flags | SAM_NAME_AND_SID } else { flags & !SAM_NAME_AND_SID };
        let info = UpnDnsInfo { upn, dns_domain, flags, account, places: FieldOffsets::default() };
        let bytes = info.encode();
        let read = UpnDnsInfo::decode(&bytes);
        prop_assert!(whole(&read.layout), "{:?}", read.layout);
        let read = read.value.unwrap();
        prop_assert_eq!(read.encode(), bytes);
        prop_assert_eq!(read, info);
    }

    #[test]
    fn damaged_pacs_do_no_harm(bytes in damaged()) {
        check(&bytes);
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes: Vec<u8>, kind in 0..20_u8) {
        check(&bytes);
        let table = [[1, 0, 0, 0, 0, 0, 0, 0], [kind, 0, 0, 0, bytes.len() as u8, 0, 0, 0], [24, 0, 0, 0, 0, 0, 0, 0]];
        check(&[table.as_flattened(), &bytes].concat());
    }
}
