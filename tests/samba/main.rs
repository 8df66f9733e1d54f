//! A Samba domain controller as oracle: our clients and services put the same questions to it and to our KDC, and what both
//! answer must agree in every field but those of a table. Skipped where Samba is not installed, but not in CI.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod accounts;
mod answer;
mod controller;
mod differences;
mod rows;
#[path = "../support/skip.rs"]
mod skip;
mod talk;

use accounts::{ETYPES, REALM};
use answer::{Fields, Keys, fields, title};
use controller::Controller;
use differences::{DIFFERENCES, Place};
use double_hop::crypto::kerberos::{Etype, Key};
use double_hop::hosts::{Account, Accounts, Era, KerberosAccount, Level};
use rows::{NOT_COMPARED, ROWS};
use talk::{Kdc, Said, Talk};

#[test]
fn samba_answers_as_our_kdc_does() {
    if let Some(missing) = controller::missing() {
        return skip::skip("samba_answers_as_our_kdc_does", &missing);
    }
    let mut accounts = accounts::accounts();
    let controller = Controller::start(&accounts);
    let keys = keys(&controller, &mut accounts);
    let mut found = Vec::new();
    for row in &ROWS {
        let talk = |kdc| {
            let mut talk = Talk {
                kdc,
                accounts: &accounts,
                said: Vec::new(),
            };
            (row.talk)(&mut talk);
            talk.said
        };
        let ours = talk(Kdc::Ours(Box::new(ours(&accounts, &keys))));
        let samba = talk(Kdc::Samba(&controller));
        compare(row.id, &ours, &samba, &keys, &mut found);
    }
    judge(&found, &controller.version);
}

/// Every row of the acceptance table in which a KDC plays a part is compared, or it is said why not.
#[test]
fn no_row_is_forgotten() {
    for row in double_hop::lab::table::ROWS {
        let kerberos = row.id == "N3" || row.id.starts_with(['K', 'P', 'S']);
        let compared = ROWS.iter().any(|it| it.id == row.id);
        let named = NOT_COMPARED.iter().any(|(id, _)| *id == row.id);
        assert_eq!(kerberos, compared || named, "{}", row.id);
    }
}

/// All keys, as Samba has them: those of the accounts must be the ones we make of their passwords, so that the salts and the
/// derivation agree. The accounts get their version numbers and relative identifiers.
fn keys(controller: &Controller, accounts: &mut [Account]) -> Keys {
    let mut all = Vec::new();
    for entry in controller.keytab.entries() {
        let name = entry.principal.name.to_string();
        let Some(key) = answer::key(entry.etype, &entry.key) else {
            continue;
        };
        if let Some(account) = accounts.iter_mut().find(|it| it.name == name) {
            let own = account.kerberos.key(key.etype);
            assert_eq!(own, Some(&key), "{name}, {}", account.kerberos.salt);
            account.kerberos.kvno = entry.kvno();
            account.kerberos.rid = controller.rids[&name];
        }
        all.push((name, key));
    }
    for account in accounts.iter() {
        let of = all.iter().filter(|(name, _)| *name == account.name);
        assert_eq!(of.count(), ETYPES.len(), "keys of {}", account.name);
    }
    Keys(all)
}

/// Our domain controller, with the same accounts and the same krbtgt.
fn ours(accounts: &[Account], keys: &Keys) -> double_hop::hosts::Machine {
    let krbtgt = keys.0.iter().filter(|(name, _)| name == "krbtgt");
    let mut own: Vec<_> = krbtgt.map(|(_, key)| key.clone()).collect();
    // Samba's keytab has its strongest key alone. The others seal nothing; that they are there lets a session key be of them.
    let there = |etype: &Etype| own.iter().all(|key| key.etype != *etype);
    let more: Vec<_> = ETYPES.into_iter().filter(there).collect();
    own.extend(
        more.into_iter()
            .map(|etype| Key::from_seed(etype, &[1; 32])),
    );
    let krbtgt = KerberosAccount {
        rid: 502,
        kvno: 1,
        keys: own,
        ..KerberosAccount::default()
    };
    let mut all = accounts.to_vec();
    all.push(Account::new("CONTOSO", "krbtgt", "").with_kerberos(krbtgt));
    let mut machine = talk::member("DC01", Era::Today);
    machine.accounts = Accounts::new("CONTOSO", Level::clamped(5), all);
    assert_eq!(machine.kerberos.realms[0].name, REALM);
    machine
}

/// A field in which both differ.
struct Found {
    row: &'static str,
    asked: String,
    field: String,
    ours: String,
    samba: String,
}

fn compare(row: &'static str, ours: &[Said], samba: &[Said], keys: &Keys, found: &mut Vec<Found>) {
    for at in 0..ours.len().max(samba.len()) {
        let (asked, ours) = read(ours.get(at), keys);
        let (asked_samba, samba) = read(samba.get(at), keys);
        let asked = if ours.is_empty() { asked_samba } else { asked };
        for (field, ours, samba) in differing(&ours, &samba) {
            let asked = asked.clone();
            found.push(Found {
                row,
                asked,
                field,
                ours,
                samba,
            });
        }
    }
}

fn read(said: Option<&Said>, keys: &Keys) -> (String, Fields) {
    match said {
        Some(Said::Exchange { request, answer }) => (title(request), fields(request, answer, keys)),
        Some(Said::Shown(text)) => (
            "AP".to_owned(),
            vec![("the service".to_owned(), text.clone())],
        ),
        None => (String::new(), Vec::new()),
    }
}

/// Fields of either that are not in the other, or are otherwise there.
fn differing(ours: &Fields, samba: &Fields) -> Vec<(String, String, String)> {
    // One stopped, or they are of two kinds: one difference, not one for each field.
    if ours.first() != samba.first() {
        let brief = |fields: &Fields| {
            let values = fields.iter().take(3).map(|(_, value)| value.as_str());
            match fields.as_slice() {
                [] => "none".to_owned(),
                _ => values.collect::<Vec<_>>().join(" "),
            }
        };
        return vec![("the answer".to_owned(), brief(ours), brief(samba))];
    }
    let value = |fields: &Fields, name: &str| {
        let found = fields.iter().find(|(field, _)| field == name);
        found.map_or("none".to_owned(), |(_, value)| value.clone())
    };
    let mut names: Vec<&String> = ours.iter().chain(samba).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let both = names
        .into_iter()
        .map(|name| (name.clone(), value(ours, name), value(samba, name)));
    both.filter(|(_, ours, samba)| ours != samba).collect()
}

impl Place {
    fn is_of(&self, found: &Found) -> bool {
        (self.rows.is_empty() || self.rows.contains(&found.row))
            && (self.asked.is_empty() || self.asked == found.asked)
    }
}

fn explains(field: &(&str, &str, &str), found: &Found) -> bool {
    let is = |pattern: &str, value: &str| match pattern.strip_suffix('*') {
        Some(beginning) => value.starts_with(beginning),
        None => pattern == value,
    };
    field.0 == found.field && is(field.1, &found.ours) && is(field.2, &found.samba)
}

/// Each difference is in the table, and each field of the table is a difference.
fn judge(found: &[Found], version: &str) {
    let places = || {
        let each = DIFFERENCES
            .iter()
            .flat_map(|known| known.places.iter().map(|place| (known.why, place)));
        each.flat_map(|(why, place)| place.fields.iter().map(move |field| (why, place, field)))
    };
    let known = |found: &Found| {
        places().any(|(_, place, field)| place.is_of(found) && explains(field, found))
    };
    let unexplained: Vec<String> = found
        .iter()
        .filter(|found| !known(found))
        .map(|found| {
            format!(
                "{}, {}: {}: ours {}, Samba's {}",
                found.row, found.asked, found.field, found.ours, found.samba
            )
        })
        .collect();
    let unused: Vec<String> = places()
        .filter(|(_, place, field)| {
            !found
                .iter()
                .any(|found| place.is_of(found) && explains(field, found))
        })
        .map(|(why, place, field)| format!("{:?} {}: {field:?}: {why}", place.rows, place.asked))
        .collect();
    assert!(
        unexplained.is_empty() && unused.is_empty(),
        "{version}: {} not in the table:\n{}\n{} in the table that are none:\n{}",
        unexplained.len(),
        unexplained.join("\n"),
        unused.len(),
        unused.join("\n")
    );
}
