//! What a KDC says of an account to Windows: the PAC without signatures, and when its password expires.

use super::issue::{realm, time};
use crate::hosts::{Account, Context, FileTime, KerberosAccount, Machine};
use crate::wire::kerberos::KerberosTime;
use crate::wire::pac::{
    ATTRIBUTES_INFO, LOGON_INFO, LogonInfo, NEVER, NO_UPN, Pac, PacAttributes, PacRequestor,
    REQUESTOR, SAM_NAME_AND_SID, SamAccount, Sid, UPN_DNS_INFO, UpnDnsInfo, account_control,
};

/// Who an account is to Windows: a PAC without signatures. `asserted` tells who proved their key from whom a service
/// vouches for (`[MS-SFU]` 3.2.5.1.2).
pub fn pac(client: &Account, asserted: Sid, context: &Context<'_>) -> Pac {
    const DOMAIN_USERS: u32 = 513;
    const DOMAIN_COMPUTERS: u32 = 515;
    const PROTECTED_USERS: u32 = 525;
    let machine = &*context.machine;
    let domain = domain_sid(machine);
    let rid = client.kerberos.rid;
    let mut groups = vec![match client.is_computer() {
        true => DOMAIN_COMPUTERS,
        false => DOMAIN_USERS,
    }];
    if client.kerberos.protected {
        groups.push(PROTECTED_USERS);
    }
    let mut info = LogonInfo::new(
        &machine.name,
        &machine.domain.netbios,
        domain.clone(),
        &client.name,
        rid,
        &groups,
    );
    info.logon_time = context.now.0;
    info.user_account_control = control(client);
    let set = client.kerberos.password_set;
    if set != FileTime::default() {
        info.password_last_set = set.0;
        info.password_can_change = set.plus_minutes(CHANGE_AFTER_DAYS * 24 * 60).0;
    }
    info.password_must_change = password_end(client).map_or(NEVER, |end| end.0);
    let recent = machine.era.is_recent();
    if recent {
        info.add_sid(asserted);
    }
    let mut pac = Pac::default();
    pac.set(LOGON_INFO, info.encode());
    // The others came after Windows Server 2003.
    if recent {
        let sid = domain.child(rid);
        pac.set(UPN_DNS_INFO, names(client, &sid, machine).encode());
        pac.set(ATTRIBUTES_INFO, PacAttributes::REQUESTED.encode());
        pac.set(REQUESTOR, PacRequestor { sid }.encode());
    }
    pac
}

/// key-expiration of the reply with a first ticket: of a password without an end Windows says the last day it has.
pub fn key_expiration(client: &Account) -> KerberosTime {
    const LAST_DAY: &str = "20370914024805Z";
    password_end(client).map_or_else(|| KerberosTime(LAST_DAY.to_owned()), time)
}

/// The SID of the domain: made of its name, so that it is the same in each run.
pub fn domain_sid(machine: &Machine) -> Sid {
    let hash = crate::crypto::md5(&[machine.domain.netbios.as_bytes()]);
    let part = |at: usize| {
        let bytes = hash.get(at..at + 4).and_then(|bytes| bytes.first_chunk());
        u32::from_le_bytes(bytes.copied().unwrap_or_default())
    };
    Sid {
        authority: 5,
        sub_authorities: vec![21, part(0), part(4), part(8)],
    }
}

/// The names that the account has beside its short one (`[MS-PAC]` 2.10).
fn names(client: &Account, sid: &Sid, machine: &Machine) -> UpnDnsInfo {
    let (upn, no_upn) = match &client.kerberos.upn {
        Some(upn) => (upn.clone(), 0),
        None => (format!("{}@{}", client.name, machine.domain.dns), NO_UPN),
    };
    UpnDnsInfo {
        upn,
        dns_domain: realm(machine),
        flags: no_upn | SAM_NAME_AND_SID,
        account: Some(SamAccount {
            sam_name: client.name.clone(),
            sid: Some(sid.clone()),
        }),
        ..UpnDnsInfo::default()
    }
}

/// When a password may be changed again and when it must be, by the default policy of a domain: minPwdAge and maxPwdAge.
const CHANGE_AFTER_DAYS: i64 = 1;
const EXPIRES_AFTER_DAYS: i64 = 42;

/// When the account's password expires; none where it does not, as a computer's (`[MS-SAMR]` 3.1.5.14.4), or where nobody
/// knows since when it is.
fn password_end(account: &Account) -> Option<FileTime> {
    let set = account.kerberos.password_set;
    let ends = set != FileTime::default() && !account.is_computer();
    ends.then(|| set.plus_minutes(EXPIRES_AFTER_DAYS * 24 * 60))
}

/// UserAccountControl: what kind of account it is, and what of its attributes (`[MS-KILE]` 3.3.5.6.4.1).
fn control(account: &Account) -> u32 {
    use account_control::{
        NORMAL, NOT_DELEGATED, TRUSTED_FOR_DELEGATION, TRUSTED_TO_AUTHENTICATE, WORKSTATION,
    };
    let KerberosAccount {
        sensitive,
        trusted_for_delegation,
        trusted_to_authenticate,
        ..
    } = account.kerberos;
    let kind = match account.is_computer() {
        true => WORKSTATION,
        false => NORMAL,
    };
    [
        (sensitive, NOT_DELEGATED),
        (trusted_for_delegation, TRUSTED_FOR_DELEGATION),
        (trusted_to_authenticate, TRUSTED_TO_AUTHENTICATE),
    ]
    .iter()
    .filter(|(is_set, _)| *is_set)
    .fold(kind, |bits, (_, bit)| bits | bit)
}
