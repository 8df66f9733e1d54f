use super::*;
use crate::value_kind::ValueKind;
use crate::wire::{Field, Layout, Value};
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

/// What is said of a claim.
fn claims_of(buffer: &[u8]) -> (Layout, Vec<Value>) {
    let mut pac = Pac::default();
    pac.set(CLIENT_CLAIMS, buffer.to_vec());
    let read = Pac::decode(&pac.encode());
    assert!(read.layout.is_claimed(), "{:#?}", read.layout.tiles());
    assert!(read.value.is_ok());
    let leaves = read.layout.leaves();
    let told = |it: &&&Field| ["text", "Value"].contains(&&*it.name);
    let values = leaves
        .iter()
        .filter(told)
        .map(|it| it.value.clone())
        .collect();
    (read.layout, values)
}

#[test]
fn claims_are_read_with_their_values() {
    // gokrb5, test/testdata/test_vectors.go: MarshaledPAC_ClientClaimsInfoMulti and -MultiStr.
    let both = hex!(
        "01100800cccccccc78010000000000000000020050010000040002000000000050010000000000000000000000000000
         5001000001100800cccccccc400100000000000000000200010000000400020000000000000000000000000001000000
         010000000200000008000200020000000c00020001000100010000001000020014000200030003000100000018000200
         2a000000000000002a000000610064003a002f002f006500780074002f006d007300440053002d005300750070007000
         6f00720074006500640045003a0038003800640035006400650061003800660031006100660035006600310039000000
         010000001c00000000000000290000000000000029000000610064003a002f002f006500780074002f00730041004d00
         4100630063006f0075006e0074004e0061006d0065003a00380038006400350064003900300038003500650061003500
         630030006300300000000000010000001c0002000a000000000000000a00000074006500730074007500730065007200
         3100000000000000"
    );
    let text = |text: &str| Value::Text(text.to_owned());
    let (layout, values) = claims_of(&both);
    let told = [
        text("ad://ext/msDS-SupportedE:88d5dea8f1af5f19"),
        Value::Number(28),
        text("ad://ext/sAMAccountName:88d5d9085ea5c0c0"),
        text("testuser1"),
    ];
    let pointer = |value: &Value| matches!(value, Value::Number(it) if *it >= 0x20000);
    let values: Vec<_> = values.into_iter().filter(|it| !pointer(it)).collect();
    assert_eq!(values, told);
    let kind = &layout.find("Type").unwrap().value;
    assert_eq!(*kind, Value::Named(1, "CLAIM_TYPE_INT64".into()));
    let texts = hex!(
        "01100800cccccccc48010000000000000000020020010000040002000000000020010000000000000000000000000000
         2001000001100800cccccccc100100000000000000000200010000000400020000000000000000000000000001000000
         010000000100000008000200010000000c00020003000300040000001000020027000000000000002700000061006400
         3a002f002f006500780074002f006f00740068006500720049007000500068006f006e0065003a003800380064003500
         640065003900660036006200340061006600390038003500000000000400000014000200180002001c00020020000200
         050000000000000005000000730074007200310000000000050000000000000005000000730074007200320000000000
         050000000000000005000000730074007200330000000000050000000000000005000000730074007200340000000000
         0000000000000000"
    );
    let (_, values) = claims_of(&texts);
    let texts = values.iter().filter(|it| matches!(it, Value::Text(_)));
    assert!(texts.count() > 2, "{values:?}");
    for length in 0..both.len() {
        let mut pac = Pac::default();
        pac.set(CLIENT_CLAIMS, both[..length].to_vec());
        assert!(Pac::decode(&pac.encode()).layout.overlaps().is_empty());
    }
}

#[test]
fn compressed_claims_say_how_and_stay_closed() {
    let bytes = hex!(
        "01100800cccccccc 3000000000000000 00000200 08000000 04000200 0400 0000 d8000000 0000 0000"
        "00000000 00000000 08000000 0102030405060708 00000000"
    );
    let (layout, values) = claims_of(&bytes);
    assert_eq!(values, []);
    let format = &layout.find("usCompressionFormat").unwrap().value;
    let name = "COMPRESSION_FORMAT_XPRESS_HUFF".into();
    assert_eq!(*format, Value::Named(4, name));
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
