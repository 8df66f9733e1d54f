//! The command line.

use crate::accounts;
use crate::common;
use double_hop::hosts::{Account, same};
use double_hop::present::narration::terminal::KDC_USAGE;
use std::fs;
use std::time::Duration;

/// What it is to do.
pub struct Options {
    /// Address and port to listen at, for UDP and TCP; port 0 takes a free one.
    pub listen: String,
    /// Its realm, in capitals; the part before the first dot is the NetBIOS domain.
    pub realm: String,
    /// The accounts of the realm, without krbtgt, which is added.
    pub accounts: Vec<Account>,
    /// Accounts whose keys are to be written, and to which files.
    pub keytabs: Vec<(Account, String)>,
    /// How many minutes its clock is ahead.
    pub clock_ahead: i64,
    /// How many connections there may be at once.
    pub connections: usize,
    /// How long a connection may be silent.
    pub idle: Duration,
}

/// The longest file of accounts that is read, in bytes.
const LONGEST: u64 = 1 << 20;

impl Options {
    /// Reads the command line of this process, and the accounts.
    pub fn read() -> Result<Self, String> {
        let mut arguments = common::arguments(KDC_USAGE);
        let realm = common::value(&mut arguments, "--realm")?;
        let realm = realm_of(realm.as_deref().unwrap_or("CONTOSO.EXAMPLE"))?;
        let accounts = match common::value(&mut arguments, "--accounts")? {
            None => accounts::read(accounts::USUAL, &realm)?,
            Some(file) => {
                let wrong = |error| format!("{file}: {error}");
                let length = fs::metadata(&file).map_err(|error| wrong(error.to_string()))?;
                if length.len() > LONGEST {
                    return Err(wrong(format!("it has more than {LONGEST} bytes")));
                }
                let text = fs::read_to_string(&file).map_err(|error| wrong(error.to_string()))?;
                accounts::read(&text, &realm).map_err(wrong)?
            }
        };
        let keytabs = common::values(&mut arguments, "--keytab")?;
        let keytabs = keytabs.iter().map(|wanted| {
            let (name, file) = wanted
                .split_once('=')
                .ok_or_else(|| format!("--keytab is ACCOUNT=FILE, not {wanted}"))?;
            let account = accounts.iter().find(|account| same(&account.name, name));
            let account = account.ok_or_else(|| format!("--keytab: there is no account {name}"))?;
            Ok((account.clone(), file.to_owned()))
        });
        let keytabs = keytabs.collect::<Result<_, String>>()?;
        let ahead = common::value(&mut arguments, "--clock-ahead")?;
        let options = Self {
            listen: common::value(&mut arguments, "--listen")?
                .unwrap_or_else(|| "127.0.0.1:8888".to_owned()),
            realm,
            keytabs,
            accounts,
            clock_ahead: minutes(ahead.as_deref().unwrap_or("0"))?,
            connections: common::connections(&mut arguments)?,
            idle: common::milliseconds(&mut arguments, "--idle-ms", 10_000)?,
        };
        common::nothing_more(arguments)?;
        Ok(options)
    }
}

/// A realm is a DNS name in capitals.
fn realm_of(name: &str) -> Result<String, String> {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let whole = name.split('.').all(|label| !label.is_empty());
    match whole && name.len() <= 255 && name.chars().all(letter) {
        true => Ok(name.to_ascii_uppercase()),
        false => Err(format!("--realm is a DNS name, not {name:?}")),
    }
}

fn minutes(text: &str) -> Result<i64, String> {
    /// About ten years: further ahead there are no times that Kerberos can write.
    const MOST_MINUTES: i64 = 5_000_000;
    let minutes = text.parse().ok();
    let minutes = minutes.filter(|minutes: &i64| minutes.abs() <= MOST_MINUTES);
    minutes.ok_or_else(|| {
        format!("--clock-ahead is a number of minutes up to {MOST_MINUTES}, not {text:?}")
    })
}
