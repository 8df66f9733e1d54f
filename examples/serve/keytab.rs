//! The keys of services, from a file that a KDC's administrator wrote.

use double_hop::crypto::kerberos::{Etype, Key};
use double_hop::hosts::ServiceAccount;
use double_hop::wire::keytab::Keytab;
use std::fs;
use std::path::Path;

/// The longest file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// The accounts that a file has keys of. A principal whose keys were changed counts once for each version.
pub fn read(file: &Path) -> Result<Vec<ServiceAccount>, String> {
    let wrong = |error: String| format!("{}: {error}", file.to_string_lossy());
    let length = fs::metadata(file).map_err(|error| wrong(error.to_string()))?;
    if length.len() > LONGEST {
        return Err(wrong(format!("it has more than {LONGEST} bytes")));
    }
    let bytes = fs::read(file).map_err(|error| wrong(error.to_string()))?;
    let keytab = Keytab::decode(&bytes).value;
    let keytab = keytab.map_err(|error| wrong(error.to_string()))?;
    let mut accounts: Vec<ServiceAccount> = Vec::new();
    for entry in keytab.entries() {
        let etype = Etype::from_number(entry.etype.into());
        let Some(key) = etype.and_then(|etype| Key::new(etype, entry.key.clone())) else {
            continue;
        };
        let (name, kvno) = (entry.principal.name.to_string(), entry.kvno());
        let known = accounts.iter_mut().find(|account| {
            (&account.name, &account.realm, account.kvno) == (&name, &entry.principal.realm, kvno)
        });
        match known {
            Some(account) => account.keys.push(key),
            None => accounts.push(ServiceAccount {
                name,
                realm: entry.principal.realm.clone(),
                kvno,
                keys: vec![key],
            }),
        }
    }
    if accounts.is_empty() {
        return Err(wrong(
            "it has no key of an encryption type known here".to_owned(),
        ));
    }
    Ok(accounts)
}
