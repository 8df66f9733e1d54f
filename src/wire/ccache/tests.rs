use super::*;
use crate::wire::ErrorKind;
use hex_literal::hex;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

#[test]
fn a_principal_alone_in_every_version() {
    let one = hex!("0501 02000000 01000000 52 01000000 75");
    let two = hex!("0502 01000000 01000000 01000000 52 01000000 75");
    let big = hex!("0502 00000001 00000001 00000001 52 00000001 75");
    let three = hex!("0503 00000001 00000001 00000001 52 00000001 75");
    let four =
        hex!("0504 000c 0001 0008 0000000000000000 00000001 00000001 00000001 52 00000001 75");
    for (bytes, order) in [
        (&one[..], ByteOrder::Little),
        (&two, ByteOrder::Little),
        (&big, ByteOrder::Big),
        (&three, ByteOrder::Big),
        (&four, ByteOrder::Big),
    ] {
        let read = Ccache::decode(bytes);
        assert!(read.layout.is_claimed());
        let cache = read.value.unwrap();
        assert_eq!(cache.principal.to_string(), "u@R");
        assert_eq!(cache.order, order);
        assert_eq!(cache.encode(), bytes);
    }
    assert_eq!(Ccache::decode(&four).value.unwrap().header[0].tag, 1);
}

#[test]
fn times_are_dates_and_numbers_have_their_names() {
    let cache = Ccache {
        version: 4,
        credentials: vec![CachedCredential {
            etype: 18,
            auth_time: 1_596_142_699,
            flags: TicketFlags::from_bits_retain(0x40a0_0000),
            ..CachedCredential::default()
        }],
        ..Ccache::default()
    };
    let layout = Ccache::decode(&cache.encode()).layout;
    let told = |name: &str| layout.find(name).unwrap().value.clone();
    let named = |number, name: &'static str| Value::Named(number, name.into());
    assert_eq!(told("name type"), named(0, "NT-UNKNOWN"));
    assert_eq!(told("etype"), named(18, "aes256-cts-hmac-sha1-96"));
    assert_eq!(
        told("authtime"),
        named(1_596_142_699, "2020-07-30 20:58:19 UTC")
    );
    assert_eq!(told("starttime"), Value::Number(0));
    let flags = "forwardable, renewable, pre-authent".into();
    assert_eq!(told("ticket_flags"), Value::Flags(0x40a0_0000, flags));
}

#[test]
fn lengths_that_lie_are_named() {
    let error = |bytes: &[u8]| Ccache::decode(bytes).value.unwrap_err();
    assert_eq!(error(&hex!("0505")).field, "version");
    assert_eq!(error(&hex!("0404")).field, "file format");
    let header = error(&hex!("0504 00ff 0001 0000"));
    assert!(matches!(header.kind, ErrorKind::Cut { .. }));
    let field = error(&hex!(
        "0504 0006 0001 0008 0000 00000001 00000001 00000001 52 00000001 75"
    ));
    assert_eq!(
        field.kind,
        ErrorKind::Truncated {
            needed: 8,
            available: 2
        }
    );
    let realm = error(&hex!("0503 00000001 00000001 ffffffff 52"));
    assert_eq!((realm.field.as_ref(), realm.offset), ("text", 14));
    assert!(matches!(
        realm.kind,
        ErrorKind::Cut {
            missing: 0xFFFF_FFFE,
            ..
        }
    ));
    assert_eq!(
        error(&hex!("0503 00000001 ffffffff 00000001 52")).field,
        "length"
    );
    assert_eq!(
        error(&hex!("0503 00000001 00000001 00000001 ff 00000001 75")).kind,
        ErrorKind::Encoding { expected: "UTF-8" }
    );
}

fn principals() -> impl Strategy<Value = PrincipalInRealm> {
    let parts = (any::<String>(), any::<i32>(), vec(any::<String>(), 0..4));
    parts.prop_map(|(realm, name_type, parts)| PrincipalInRealm {
        realm,
        name: Principal {
            name_type: name_type.into(),
            parts,
        },
    })
}

fn lists() -> impl Strategy<Value = Vec<(u16, Vec<u8>)>> {
    vec((any::<u16>(), vec(any::<u8>(), 0..9)), 0..3)
}

prop_compose! {
    fn credentials()(
        (client, server) in (principals(), principals()),
        (etype, etype_again, is_skey, flags) in any::<(u16, u16, u8, u32)>(),
        times in any::<[u32; 4]>(),
        [key, ticket, second_ticket] in proptest::array::uniform3(vec(any::<u8>(), 0..40)),
        (addresses, authorization) in (lists(), lists()),
    ) -> CachedCredential {
        let [auth_time, start_time, end_time, renew_till] = times;
        CachedCredential {
            client, server, etype, etype_again, key, auth_time, start_time, end_time, renew_till, is_skey, flags: TicketFlags::from_bits_retain(flags),
            addresses, authorization, ticket, second_ticket,
        }
    }
}

prop_compose! {
    fn caches()(
        version in select(vec![1_u8, 2, 3, 4]),
        header in lists(),
        principal in principals(),
        credentials in vec(credentials(), 0..3),
    ) -> Ccache {
        let mut cache = Ccache {
            version,
            order: if version < 3 { ByteOrder::Little } else { ByteOrder::Big },
            header: Vec::new(),
            principal,
            credentials,
        };
        if version == 4 {
            cache.header = header.into_iter().map(|(tag, data)| HeaderField { tag, data }).collect();
        }
        let of_credentials = cache.credentials.iter_mut();
        for credential in of_credentials {
            if version != 3 {
                credential.etype_again = 0;
            }
            if version == 1 {
                credential.client.name.name_type = 0;
                credential.server.name.name_type = 0;
            }
        }
        if version == 1 {
            cache.principal.name.name_type = 0;
        }
        cache
    }
}

#[test]
fn the_oldest_caches_are_told_from_keytabs() {
    let principal = PrincipalInRealm {
        realm: "X.TEST".to_owned(),
        name: Principal::new(1, &["alice"]),
    };
    for (version, order) in [1, 2]
        .into_iter()
        .flat_map(|it| [ByteOrder::Little, ByteOrder::Big].map(|order| (it, order)))
    {
        let cache = Ccache {
            version,
            order,
            principal: principal.clone(),
            credentials: vec![CachedCredential {
                client: principal.clone(),
                server: principal.clone(),
                ..CachedCredential::default()
            }],
            ..Ccache::default()
        };
        let found = crate::wire::token(&cache.encode());
        let kind = found.first().map(|it| it.kind().name());
        assert_eq!(kind, Some("credential cache"), "{version} {order:?}");
        assert_eq!(found[0].error, None);
    }
}

proptest! {
    #[test]
    fn caches_round_trip(cache in caches()) {
        let bytes = cache.encode();
        let read = Ccache::decode(&bytes);
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value, Ok(cache));
    }

    #[test]
    fn damaged_caches_do_no_harm(
        cache in caches(),
        damages in vec(any::<(Index, u8)>(), 0..5),
        cut in option::weighted(0.3, any::<Index>()),
    ) {
        let mut bytes = cache.encode();
        for (at, value) in damages {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate(cut.map_or(bytes.len(), |end| end.index(bytes.len())));
        let read = Ccache::decode(&bytes);
        prop_assert!(read.layout.overlaps().is_empty());
        prop_assert!(read.layout.leaves().len() <= bytes.len());
        if let Ok(cache) = read.value {
            prop_assert_eq!(cache.encode(), bytes);
        }
    }

    #[test]
    fn arbitrary_bytes_do_no_harm(version in 0_u8..6, bytes: Vec<u8>) {
        let file = [&[5, version][..], &bytes].concat();
        if let Ok(cache) = Ccache::decode(&file).value {
            prop_assert_eq!(cache.encode(), file);
        }
    }
}
