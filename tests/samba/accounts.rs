//! The accounts of the rows: once as our directory has them, and written from there as LDIF for Samba's.

use double_hop::crypto::kerberos::Etype;
use double_hop::hosts::{Account, AccountState, FileTime, KerberosAccount};
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

pub const REALM: &str = "CONTOSO.EXAMPLE";
pub const SQL: &str = "MSSQLSvc/sql01.contoso.example:1433";
pub const API: &str = "HTTP/api01.contoso.example";
/// A service that lies on lists and is not the one that is asked for.
pub const FILES: &str = "HTTP/files01.contoso.example";

/// An account's password: each has one of its own, so that their RC4 keys differ too.
pub fn password(name: &str) -> String {
    format!("Spring-98-{name}")
}

/// What Samba gives to accounts.
pub const ETYPES: [Etype; 3] = [Etype::Aes256Sha1, Etype::Aes128Sha1, Etype::Rc4];

/// The same as msDS-SupportedEncryptionTypes has it (`[MS-KILE]` 2.2.7): without it Samba's tickets are of RC4, as those of
/// updated Windows were from November 2022 on.
const SUPPORTED: u32 = 0x1c;

/// All accounts but krbtgt: people, front ends named by how they are trusted, back ends.
pub fn accounts() -> Vec<Account> {
    let none = |_: &mut KerberosAccount| {};
    vec![
        user("alice", none),
        user("carol", |it| it.sensitive = true),
        user("pat", |it| it.protected = true),
        user("dora", none).with_state(AccountState::Disabled),
        user("luke", none).with_state(AccountState::LockedOut),
        user("egon", none).with_state(AccountState::Expired),
        user("hanna", none).with_state(AccountState::OutsideLogonHours),
        user("olga", none).with_state(AccountState::PasswordExpired),
        user("mia", none).with_state(AccountState::PasswordMustChange),
        // No forwarding, nothing further.
        computer("web-plain", none),
        computer("web-free", |it| it.trusted_for_delegation = true),
        user("svc-list", |it| {
            it.spns = vec!["HTTP/list.contoso.example".to_owned()];
            it.may_delegate_to = vec![SQL.to_owned()];
        }),
        computer("web-other", |it| {
            it.may_delegate_to = vec![FILES.to_owned()]
        }),
        user("svc-any", |it| {
            it.spns = vec!["HTTP/any.contoso.example".to_owned()];
            it.trusted_to_authenticate = true;
            it.may_delegate_to = vec![SQL.to_owned()];
        }),
        computer("web-rbcd", none),
        user("svc-rbcd", |it| {
            it.spns = vec!["HTTP/rbcd.contoso.example".to_owned()];
            it.may_delegate_to = vec![FILES.to_owned()];
        }),
        user("svc-once", |it| {
            it.spns = vec!["HTTP/twice.contoso.example".to_owned()]
        }),
        user("svc-again", |it| {
            it.spns = vec!["HTTP/twice.contoso.example".to_owned()]
        }),
        computer("sql-01", |it| it.spns.push(SQL.to_owned())),
        user("svc-api", |it| {
            it.spns = vec![API.to_owned()];
            it.lets_act = vec!["web-rbcd$".to_owned(), "svc-rbcd".to_owned()];
        }),
        user("svc-files", |it| it.spns = vec![FILES.to_owned()]),
    ]
}

fn user(name: &str, set: impl FnOnce(&mut KerberosAccount)) -> Account {
    let kerberos = KerberosAccount::user(REALM, name, &password(name), &ETYPES);
    account(name, kerberos, set)
}

fn computer(name: &str, set: impl FnOnce(&mut KerberosAccount)) -> Account {
    let mut kerberos =
        KerberosAccount::computer(REALM, name, &password(&format!("{name}$")), &ETYPES);
    kerberos.spns = vec![format!("HOST/{name}.contoso.example")];
    account(&format!("{name}$"), kerberos, set)
}

fn account(
    name: &str,
    mut kerberos: KerberosAccount,
    set: impl FnOnce(&mut KerberosAccount),
) -> Account {
    set(&mut kerberos);
    Account::new("CONTOSO", name, &password(name)).with_kerberos(kerberos)
}

/// The bits of userAccountControl (`[MS-ADTS]` 2.2.16).
fn user_account_control(account: &Account) -> u32 {
    let kerberos = &account.kerberos;
    let kind = if account.name.ends_with('$') {
        0x1000
    } else {
        0x200
    };
    let bits = [
        (account.state == AccountState::Disabled, 0x2),
        (kerberos.trusted_for_delegation, 0x8_0000),
        (kerberos.sensitive, 0x10_0000),
        (kerberos.trusted_to_authenticate, 0x100_0000),
    ];
    bits.iter()
        .filter(|(set, _)| *set)
        .fold(kind, |all, (_, bit)| all | bit)
}

fn distinguished_name(name: &str) -> String {
    format!(
        "CN={},CN=Users,DC=contoso,DC=example",
        name.trim_end_matches('$')
    )
}

/// All of them as LDIF; what needs SIDs comes with [`acting_ldif`], SPNs that another has too with [`twice_ldif`].
pub fn ldif(accounts: &[Account]) -> String {
    let mut out = String::new();
    let mut taken = Vec::new();
    for account in accounts {
        let kerberos = &account.kerberos;
        let dn = distinguished_name(&account.name);
        let class = if account.name.ends_with('$') {
            "computer"
        } else {
            "user"
        };
        let control = user_account_control(account);
        let name = &account.name;
        let password = base64(&utf16(&password(name)));
        write!(
            out,
            "dn: {dn}\nchangetype: add\nobjectClass: {class}\nsAMAccountName: {name}\n\
             userAccountControl: {control}\nclearTextPassword:: {password}\n\
             msDS-SupportedEncryptionTypes: {SUPPORTED}\n"
        )
        .unwrap();
        for spn in kerberos.spns.iter().filter(|spn| !taken.contains(spn)) {
            writeln!(out, "servicePrincipalName: {spn}").unwrap();
        }
        taken.extend(&kerberos.spns);
        for target in &kerberos.may_delegate_to {
            writeln!(out, "msDS-AllowedToDelegateTo: {target}").unwrap();
        }
        out.push('\n');
    }
    for account in accounts.iter().filter(|account| account.kerberos.protected) {
        let dn = distinguished_name(&account.name);
        write!(
            out,
            "dn: CN=Protected Users,CN=Users,DC=contoso,DC=example\nchangetype: modify\nadd: member\nmember: {dn}\n\n"
        )
        .unwrap();
    }
    out
}

/// SPNs that stand on an account before already. Samba refuses them, so they are written past it.
pub fn twice_ldif(accounts: &[Account]) -> String {
    let mut out = String::new();
    let mut taken: Vec<&String> = Vec::new();
    for account in accounts {
        let spns = &account.kerberos.spns;
        for spn in spns.iter().filter(|spn| taken.contains(spn)) {
            let dn = distinguished_name(&account.name);
            write!(
                out,
                "dn: {dn}\nchangetype: modify\nadd: servicePrincipalName\nservicePrincipalName: {spn}\n\n"
            )
            .unwrap();
        }
        taken.extend(spns);
    }
    out
}

/// What stands against accounts, which Samba sets by itself or by other tools; so it is written past it.
pub fn states_ldif(accounts: &[Account]) -> String {
    let mut out = String::new();
    for account in accounts {
        let (attribute, value) = match account.state {
            AccountState::Enabled | AccountState::Disabled => continue,
            AccountState::LockedOut => ("lockoutTime", format!(": {}", now().0)),
            // Times from 1601 on.
            AccountState::Expired => ("accountExpires", ": 1".to_owned()),
            AccountState::PasswordExpired => ("pwdLastSet", ": 1".to_owned()),
            AccountState::PasswordMustChange => ("pwdLastSet", ": 0".to_owned()),
            // A bit an hour of the week, none of them set.
            AccountState::OutsideLogonHours => ("logonHours", format!(":: {}", base64(&[0; 21]))),
        };
        let dn = distinguished_name(&account.name);
        write!(
            out,
            "dn: {dn}\nchangetype: modify\nreplace: {attribute}\n{attribute}{value}\n\n"
        )
        .unwrap();
    }
    out
}

/// Who may act at whose service: security descriptors, which name accounts by their SIDs.
pub fn acting_ldif(accounts: &[Account], sid: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for account in accounts {
        let kerberos = &account.kerberos;
        if kerberos.lets_act.is_empty() {
            continue;
        }
        let dn = distinguished_name(&account.name);
        let entries = kerberos.lets_act.iter();
        // The rights that Set-ADComputer writes; fewer are not enough.
        let entries = entries.map(|name| format!("(A;;0xf01ff;;;{})", sid(name)));
        write!(
            out,
            "dn: {dn}\nchangetype: modify\nreplace: msDS-AllowedToActOnBehalfOfOtherIdentity\n\
             msDS-AllowedToActOnBehalfOfOtherIdentity: O:BAD:{}\n\n",
            entries.collect::<String>()
        )
        .unwrap();
    }
    out
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The time by this computer's clock, which Samba has too.
pub fn now() -> FileTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    FileTime::from_unix(since.as_secs()).plus_micros(since.subsec_micros().into())
}
