use super::*;
use crate::value_kind::ValueKind;
use hex_literal::hex;

mod properties;

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

#[test]
fn every_byte_of_a_pac_has_a_field() {
    let bytes = pac().encode();
    let read = Pac::decode(&bytes);
    assert!(read.layout.is_claimed(), "{:#?}", read.layout.tiles());
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
    assert!(read.layout.is_claimed());
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
    assert!(read.layout.is_claimed(), "{:#?}", read.layout);
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
fn a_buffer_of_sambas_ends_with_its_last_payload() {
    // Samba, source4/librpc/tests/krb5pac-PAC_DATA.dat, the buffer of type 12.
    let bytes = hex!(
        "4a0010002e0060000100000000000000410064006d0069006e006900730074007200610074006f007200400061006400
         64006f006d002e00730061006d00620061002e006500780061006d0070006c0065002e0063006f006d00000000000000
         4100440044004f004d002e00530041004d00420041002e004500580041004d0050004c0045002e0043004f004d00"
    );
    let info = UpnDnsInfo::decode(&bytes).value.unwrap();
    assert_eq!(info.upn, "Administrator@addom.samba.example.com");
    assert_eq!(info.encode(), bytes);
    let other = UpnDnsInfo {
        upn: "alice".to_owned(),
        ..info
    };
    assert!(other.encode().len().is_multiple_of(8));
}

#[test]
fn credentials_are_read_once_they_are_open() {
    // Samba, source4/torture/ndr/krb5pac.c: PAC_CREDENTIAL_DATA of a logon with a certificate.
    let bytes = hex!(
        "01100800cccccccc60000000000000000000020001000000010000000800080004000200280000000800020004000000
         00000000040000004e0054004c004d0028000000000000000200000000000000000000000000000000000000123e9563
         888b12029f6e2b8df69a6eb300000000"
    );
    let read = PacCredentialData::decode(&bytes);
    assert!(read.layout.is_claimed(), "{:#?}", read.layout);
    let hash = read.layout.find("NtPassword").unwrap();
    assert_eq!(
        bytes[hash.range.clone()],
        hex!("123e9563888b12029f6e2b8df69a6eb3")
    );
    for name in ["LmPassword", "NtPassword"] {
        let kind = read.layout.find(name).unwrap().value_kind;
        assert_eq!(kind, Some(ValueKind::NtHash), "{name}");
    }
    let mut data = read.value.unwrap();
    assert_eq!(data.credentials[0].package.text, "NTLM");
    assert_eq!(data.encode(), bytes);
    data.credentials[0].package = "another".into();
    let read = PacCredentialData::decode(&data.encode());
    assert!(read.layout.find("NtPassword").is_none());
    assert_eq!(read.value, Ok(data));
    // Four bytes of padding end it.
    for length in 0..bytes.len() - 4 {
        assert!(PacCredentialData::decode(&bytes[..length]).value.is_err());
    }
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
