//! The command line.

use crate::common;
use crate::connection::Patience;
use crate::keytab;
use double_hop::hosts::{Level, Scheme, ServiceAccount};
use double_hop::present::narration::terminal::SERVE_USAGE;
use pico_args::Arguments;

/// What it is to do.
pub struct Options {
    /// Address and port to listen at; port 0 takes a free one.
    pub listen: String,
    /// The schemes offered, in order.
    pub schemes: Vec<Scheme>,
    /// The account's name and password, where there is an account.
    pub account: Option<(String, String)>,
    /// The account's domain, or that of the realm of the keys.
    pub domain: String,
    /// The keys it opens tickets with.
    pub keys: Vec<ServiceAccount>,
    /// Whether to show TGTs that were forwarded.
    pub delegate: bool,
    /// LmCompatibilityLevel of the server.
    pub client_level: Level,
    /// The domain controller's level.
    pub dc_level: Level,
    /// How many connections there may be at once.
    pub connections: usize,
    /// How long to wait for a client.
    pub patience: Patience,
}

impl Options {
    /// Reads the command line of this process.
    pub fn read() -> Result<Self, String> {
        let mut arguments = common::arguments(SERVE_USAGE);
        let schemes = common::value(&mut arguments, "--scheme")?;
        let schemes = schemes_of(schemes.as_deref().unwrap_or("ntlm,basic"))?;
        let keys = match common::file(&mut arguments, "--keytab")? {
            None => Vec::new(),
            _ if !schemes.contains(&Scheme::Negotiate) => {
                return Err("--keytab is for --scheme negotiate".to_owned());
            }
            Some(file) => keytab::read(&file)?,
        };
        // Whoever has a ticket needs no account here; every other proof is of a password that must be known.
        let tickets_do = schemes == [Scheme::Negotiate] && !keys.is_empty();
        let account = match common::value(&mut arguments, "--user")? {
            None if tickets_do => None,
            None => return Err("--user is missing".to_owned()),
            Some(user) => Some((user, common::needed_password(&mut arguments)?)),
        };
        let domain = match (common::value(&mut arguments, "--domain")?, keys.first()) {
            (Some(domain), _) => domain,
            (None, Some(key)) if account.is_none() => {
                let realm = key.realm.split('.').next();
                realm.unwrap_or_default().to_owned()
            }
            (None, _) => return Err("--domain is missing".to_owned()),
        };
        let level = |arguments: &mut Arguments, name| {
            let number = common::number(arguments, name, 3, 0..=5)?;
            Ok::<_, String>(Level::clamped(u8::try_from(number).unwrap_or(u8::MAX)))
        };
        let options = Self {
            listen: common::value(&mut arguments, "--listen")?
                .unwrap_or_else(|| "127.0.0.1:8183".to_owned()),
            schemes,
            account,
            domain,
            keys,
            delegate: arguments.contains("--delegate"),
            client_level: level(&mut arguments, "--client-level")?,
            dc_level: level(&mut arguments, "--dc-level")?,
            connections: common::connections(&mut arguments)?,
            patience: Patience {
                idle: common::milliseconds(&mut arguments, "--idle-ms", 30_000)?,
                request: common::milliseconds(&mut arguments, "--request-ms", 10_000)?,
            },
        };
        common::nothing_more(arguments)?;
        Ok(options)
    }
}

fn schemes_of(list: &str) -> Result<Vec<Scheme>, String> {
    let mut schemes = Vec::new();
    for name in list.split(',').map(str::trim) {
        let scheme = Scheme::named(name)
            .ok_or_else(|| format!("--scheme is some of {}, with commas, not {list}", all()))?;
        if schemes.contains(&scheme) {
            return Err(format!("--scheme names {name} twice"));
        }
        schemes.push(scheme);
    }
    Ok(schemes)
}

/// The names of all schemes.
fn all() -> String {
    let names = Scheme::ALL.map(|scheme| scheme.name().to_lowercase());
    names.join(", ")
}
