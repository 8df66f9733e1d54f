//! The keys of an account as a file that services and `kinit -k` read.

use crate::common::now;
use double_hop::hosts::Account;
use double_hop::hosts::security::kerberos::{NT_PRINCIPAL, service_principal};
use double_hop::wire::kerberos::Principal;
use double_hop::wire::keytab::{Keytab, KeytabEntry, KeytabRecord, PrincipalInRealm};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};

/// An account's keys: for its own name, by which it asks, and for each of its services' names, by which services look for
/// them.
pub fn of(account: &Account, realm: &str) -> Keytab {
    let (seconds, _) = now().to_unix();
    let kerberos = &account.kerberos;
    let own = Principal::new(NT_PRINCIPAL, &[&account.name]);
    let services = kerberos.spns.iter().map(|spn| service_principal(spn));
    let names = std::iter::once(own).chain(services);
    let records = names.flat_map(|name| {
        kerberos.keys.iter().map(move |key| {
            KeytabRecord::Entry(KeytabEntry {
                principal: PrincipalInRealm {
                    realm: realm.to_owned(),
                    name: name.clone(),
                },
                timestamp: u32::try_from(seconds).unwrap_or_default(),
                kvno8: u8::try_from(kerberos.kvno).unwrap_or_default(),
                etype: u16::try_from(key.etype.number()).unwrap_or_default(),
                key: key.bytes.clone(),
                kvno32: Some(kerberos.kvno),
                trailing: Vec::new(),
            })
        })
    });
    Keytab {
        records: records.collect(),
        ..Keytab::default()
    }
}

/// Writes it so that only its owner can read it.
pub fn write(keytab: &Keytab, file: &str) -> io::Result<()> {
    // A file that is there would keep its permissions.
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(&keytab.encode())
}
