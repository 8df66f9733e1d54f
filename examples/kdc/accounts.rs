//! The accounts of a realm, as lines of text: a name, a password, attributes.

use double_hop::crypto::kerberos::{Etype, computer_salt, user_salt};
use double_hop::hosts::security::kerberos::account_etypes;
use double_hop::hosts::{Account, AccountState, Era, KerberosAccount, same};
use std::iter::Peekable;
use std::str::Chars;

/// The accounts there are if nobody says otherwise: a person, a web server that may go on to a database, the database, and
/// a service that lets the web server act.
pub const USUAL: &str = "\
alice     Spring-98
svc-web   Spring-98  spn=HTTP/web01.contoso.example trusted-to-authenticate may-delegate-to=MSSQLSvc/sql01.contoso.example:1433
svc-sql   Spring-98  spn=MSSQLSvc/sql01.contoso.example:1433
svc-rbcd  Spring-98  spn=HTTP/api01.contoso.example lets-act=svc-web
";

/// The first relative identifier that a domain gives to an account of its own.
const FIRST_RID: u32 = 1104;

/// Reads the accounts of a realm; an error begins with the number of the line that is wrong.
pub fn read(text: &str, realm: &str) -> Result<Vec<Account>, String> {
    let mut accounts: Vec<Account> = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let wrong = |error| format!("line {number}: {error}");
        let words = words(line).map_err(wrong)?;
        let Some((name, rest)) = words.split_first() else {
            continue;
        };
        if name == "krbtgt" || accounts.iter().any(|known| same(&known.name, name)) {
            return Err(wrong(format!("there is an account {name} already")));
        }
        let Some((password, attributes)) = rest.split_first() else {
            return Err(wrong(format!("the account {name} has no password")));
        };
        let rid = FIRST_RID.saturating_add(u32::try_from(accounts.len()).unwrap_or(u32::MAX));
        let mut account = account(name, password, attributes, realm).map_err(wrong)?;
        account.kerberos.rid = rid;
        accounts.push(account);
    }
    let mut acting = accounts.iter().flat_map(|it| &it.kerberos.lets_act);
    match acting.find(|name| !accounts.iter().any(|known| same(&known.name, name))) {
        Some(stranger) => Err(format!("lets-act: there is no account {stranger}")),
        None => Ok(accounts),
    }
}

fn account(
    name: &str,
    password: &str,
    attributes: &[String],
    realm: &str,
) -> Result<Account, String> {
    let mut kerberos = KerberosAccount::default();
    let mut states = Vec::new();
    let mut etypes = account_etypes(Era::Today);
    for attribute in attributes {
        let (attribute, value) = match attribute.split_once('=') {
            Some((attribute, value)) => (attribute, Some(value)),
            None => (attribute.as_str(), None),
        };
        let list = |value: &str| value.split(',').map(str::to_owned).collect::<Vec<_>>();
        match (attribute, value) {
            (_, Some("")) => return Err(format!("{attribute} has nothing behind the =")),
            ("spn", Some(value)) => kerberos.spns.extend(spns(attribute, value)?),
            ("upn", Some(value)) => kerberos.upn = Some(value.to_owned()),
            ("may-delegate-to", Some(value)) => {
                kerberos.may_delegate_to.extend(spns(attribute, value)?);
            }
            ("lets-act", Some(value)) => kerberos.lets_act.extend(list(value)),
            ("etypes", Some(value)) => {
                etypes = value.split(',').map(etype).collect::<Result<_, _>>()?
            }
            ("trusted-for-delegation", None) => kerberos.trusted_for_delegation = true,
            ("trusted-to-authenticate", None) => kerberos.trusted_to_authenticate = true,
            ("sensitive", None) => kerberos.sensitive = true,
            ("protected", None) => kerberos.protected = true,
            ("disabled", None) => states.push(AccountState::Disabled),
            ("locked", None) => states.push(AccountState::LockedOut),
            ("expired", None) => states.push(AccountState::Expired),
            ("outside-hours", None) => states.push(AccountState::OutsideLogonHours),
            ("password-expired", None) => states.push(AccountState::PasswordExpired),
            ("must-change", None) => states.push(AccountState::PasswordMustChange),
            (_, None) => return Err(format!("there is no attribute {attribute} without a value")),
            (_, Some(_)) => return Err(format!("there is no attribute {attribute}=…")),
        }
    }
    let state = match states.as_slice() {
        [] => AccountState::default(),
        [state] => *state,
        _ => {
            return Err(format!(
                "{name}: only one reason may be given why it may not sign in"
            ));
        }
    };
    let salt = match name.strip_suffix('$') {
        Some(computer) => computer_salt(realm, computer),
        None => user_salt(realm, name, kerberos.upn.as_deref()),
    };
    // The strongest first, whatever the order in the file.
    let has = |etype: &Etype| etypes.contains(etype);
    let etypes: Vec<Etype> = account_etypes(Era::Today).into_iter().filter(has).collect();
    let made = KerberosAccount::salted(salt, password, &etypes);
    let netbios = realm.split('.').next().unwrap_or(realm);
    Ok(Account::new(netbios, name, password)
        .with_state(state)
        .with_kerberos(KerberosAccount {
            salt: made.salt,
            keys: made.keys,
            kvno: made.kvno,
            ..kerberos
        }))
}

/// Service principal names: a class, a host, perhaps more.
fn spns(attribute: &str, list: &str) -> Result<Vec<String>, String> {
    let spns = list.split(',').map(|spn| {
        let parts: Vec<&str> = spn.split('/').collect();
        match parts.len() >= 2 && parts.iter().all(|part| !part.is_empty()) {
            true => Ok(spn.to_owned()),
            false => Err(format!("{attribute}: {spn:?} is no CLASS/HOST")),
        }
    });
    spns.collect()
}

fn etype(name: &str) -> Result<Etype, String> {
    match name {
        "aes256" => Ok(Etype::Aes256Sha1),
        "aes128" => Ok(Etype::Aes128Sha1),
        "rc4" => Ok(Etype::Rc4),
        _ => Err(format!("etypes: {name:?} is none of aes256, aes128, rc4")),
    }
}

/// The words of a line: what stands in double quotes is one word, and `#` before a word begins a remark.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut rest = line.chars().peekable();
    loop {
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        match rest.peek() {
            None | Some('#') => return Ok(words),
            Some(_) => words.push(word(&mut rest)?),
        }
    }
}

fn word(rest: &mut Peekable<Chars<'_>>) -> Result<String, String> {
    let mut word = String::new();
    let mut quoted = false;
    while let Some(c) = rest.next_if(|c| quoted || !c.is_whitespace()) {
        match c {
            '"' => quoted = !quoted,
            c => word.push(c),
        }
    }
    if quoted {
        return Err("a double quote has no end".to_owned());
    }
    Ok(word)
}
