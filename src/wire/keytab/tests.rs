use super::*;
use crate::wire::ErrorKind;
use hex_literal::hex;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn of(version: KeytabVersion, records: Vec<KeytabRecord>) -> Keytab {
    Keytab {
        version,
        records,
        rest: None,
    }
}

#[test]
fn records_holes_and_version_numbers() {
    let entry = KeytabEntry {
        principal: PrincipalInRealm {
            realm: "R".to_owned(),
            name: Principal {
                name_type: 1,
                parts: vec!["u".to_owned()],
            },
        },
        timestamp: 1,
        kvno8: 2,
        etype: 18,
        key: hex!("deadbeef").to_vec(),
        kvno32: Some(0xFFFF),
        trailing: vec![0x99],
    };
    assert_eq!(
        (entry.kvno(), format!("{entry:?}").as_str()),
        (65535, "Entry(u@R, kvno 65535, etype 18)")
    );
    let old = KeytabEntry {
        kvno32: None,
        trailing: Vec::new(),
        ..entry.clone()
    };
    let zero = KeytabEntry {
        kvno32: Some(0),
        ..old.clone()
    };
    assert_eq!((old.kvno(), zero.kvno()), (2, 2));
    let keytab = of(
        KeytabVersion::Two,
        vec![
            KeytabRecord::Entry(entry),
            KeytabRecord::Hole(vec![1, 2, 3]),
            KeytabRecord::Entry(old),
        ],
    );
    let bytes = keytab.encode();
    let head = hex!(
        "0502 0000001e 0001 0001 52 0001 75 00000001 00000001 02 0012 0004 deadbeef 0000ffff 99 fffffffd 010203"
    );
    assert_eq!(bytes[..head.len()], head);
    let read = Keytab::decode(&bytes);
    assert!(read.layout.is_claimed());
    assert_eq!(
        read.layout.find("key").unwrap().children[1].value_kind,
        Some(ValueKind::NtHash)
    );
    assert_eq!(read.value, Ok(keytab.clone()));
    assert_eq!(keytab.entries().count(), 2);
}

#[test]
fn version_1_counts_the_realm_in_either_byte_order() {
    let little = hex!("0501 15000000 0200 0100 52 0100 75 01000000 02 0300 0400 deadbeef");
    let big = hex!("0501 00000015 0002 0001 52 0001 75 00000001 02 0003 0004 deadbeef");
    for (bytes, order) in [(little, ByteOrder::Little), (big, ByteOrder::Big)] {
        let read = Keytab::decode(&bytes);
        assert!(read.layout.is_claimed());
        let keytab = read.value.unwrap();
        assert_eq!(keytab.version, KeytabVersion::One(order));
        assert_eq!(
            keytab.entries().next().unwrap().principal.to_string(),
            "u@R"
        );
        assert_eq!(keytab.encode(), bytes);
    }
}

#[test]
fn lengths_that_lie_are_named() {
    let error = |bytes: &[u8]| Keytab::decode(bytes).value.unwrap_err();
    let cut = error(&hex!("0502 7fffffff 0001"));
    assert_eq!(cut.field, "length");
    assert!(matches!(
        cut.kind,
        ErrorKind::Cut {
            missing: 0x7FFF_FFFD,
            ..
        }
    ));
    assert_eq!(error(&hex!("0502 80000000 0001")).field, "hole");
    let realm = error(&hex!("0502 00000006 0001 ffff 5252"));
    assert_eq!(
        realm.kind,
        ErrorKind::Truncated {
            needed: 65535,
            available: 2
        }
    );
    assert_eq!((realm.field.as_ref(), realm.offset), ("text", 10));
    assert_eq!(error(&hex!("0502 00000002 ffff")).field, "length");
    assert_eq!(
        error(&hex!("0501 02000000 0000")).field,
        "number of components"
    );
    assert_eq!(error(&hex!("0503")).field, "version");
    assert_eq!(error(&hex!("0402")).field, "file format");
    assert_eq!(Keytab::decode(&hex!("0502")).value, Ok(Keytab::default()));
}

#[test]
fn a_record_of_no_length_ends_the_table() {
    let bytes = hex!("0502 fffffffe 0102 00000000 010203");
    let read = Keytab::decode(&bytes);
    assert!(read.layout.is_claimed());
    let keytab = read.value.unwrap();
    assert_eq!(
        (keytab.records.len(), keytab.rest.as_deref()),
        (1, Some(&[1, 2, 3][..]))
    );
    assert_eq!(keytab.encode(), bytes);
}

prop_compose! {
    fn entries()(
        realm: String,
        parts in vec(any::<String>(), 0..4),
        name_type: i32,
        (timestamp, kvno8, etype) in any::<(u32, u8, u16)>(),
        key in vec(any::<u8>(), 0..40),
        kvno32 in option::of(any::<u32>()),
        trailing in vec(any::<u8>(), 0..10),
    ) -> KeytabEntry {
        KeytabEntry {
            principal: PrincipalInRealm {
                realm,
                name: Principal { name_type: name_type.into(), parts },
            },
            timestamp,
            kvno8,
            etype,
            key,
            kvno32,
            // Fewer than four bytes are no version number.
            trailing: if kvno32.is_some() { trailing } else { trailing.into_iter().take(3).collect() },
        }
    }
}

fn keytabs() -> impl Strategy<Value = Keytab> {
    let record = prop_oneof![
        3 => entries().prop_map(KeytabRecord::Entry),
        1 => vec(any::<u8>(), 1..20).prop_map(KeytabRecord::Hole),
    ];
    vec(record, 0..5).prop_map(|records| of(KeytabVersion::Two, records))
}

proptest! {
    #[test]
    fn tables_round_trip(keytab in keytabs(), rest in option::of(vec(any::<u8>(), 0..9))) {
        let keytab = Keytab { rest, ..keytab };
        let bytes = keytab.encode();
        let read = Keytab::decode(&bytes);
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value, Ok(keytab));
    }

    #[test]
    fn damaged_tables_do_no_harm(
        keytab in keytabs(),
        version in select(vec![1_u8, 2]),
        damages in vec(any::<(Index, u8)>(), 0..5),
        cut in option::weighted(0.3, any::<Index>()),
    ) {
        let mut bytes = keytab.encode();
        bytes[1] = version;
        for (at, value) in damages {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate(cut.map_or(bytes.len(), |end| end.index(bytes.len())));
        let read = Keytab::decode(&bytes);
        prop_assert!(read.layout.overlaps().is_empty());
        prop_assert!(read.layout.leaves().len() <= bytes.len());
        if let Ok(keytab) = read.value {
            prop_assert_eq!(keytab.encode(), bytes);
        }
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(version in 0_u8..4, bytes: Vec<u8>) {
        let file = [&[5, version][..], &bytes].concat();
        if let Ok(keytab) = Keytab::decode(&file).value {
            prop_assert_eq!(keytab.encode(), file);
        }
    }
}
