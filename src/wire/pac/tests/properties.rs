//! What holds for every PAC: what is written is read again, and damage does no harm.

use super::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

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
        prop_assert!(read.layout.is_claimed());
        let read = read.value.unwrap();
        prop_assert_eq!(read.encode(), bytes);
        prop_assert_eq!(read, info);
    }

    #[test]
    fn delegations_round_trip(target in texts(), transited in vec(texts(), 0..4)) {
        let info = DelegationInfo { target, transited, referents: Referents::default() };
        let bytes = info.encode();
        let read = DelegationInfo::decode(&bytes);
        prop_assert!(read.layout.is_claimed());
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
        prop_assert!(read.layout.is_claimed(), "{:?}", read.layout);
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
