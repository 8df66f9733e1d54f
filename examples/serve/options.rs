//! The command line.

use crate::common::{Arguments, Flag};
use crate::connection::Patience;
use crate::keytab;
use double_hop::hosts::{Level, Scheme, ServiceAccount};
use double_hop::present::narration::terminal::SERVE_USAGE;
use std::time::Duration;

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
        let arguments = Arguments::read(
            &[
                Flag::Value("listen"),
                Flag::Value("scheme"),
                Flag::Value("user"),
                Flag::Value("domain"),
                Flag::Value("password"),
                Flag::Value("keytab"),
                Flag::Switch("delegate"),
                Flag::Value("client-level"),
                Flag::Value("dc-level"),
                Flag::Value("connections"),
                Flag::Value("idle-ms"),
                Flag::Value("request-ms"),
            ],
            SERVE_USAGE,
        )?;
        if let Some(word) = arguments.plain.first() {
            return Err(format!("{word} has no flag before it"));
        }
        let schemes = schemes(arguments.get("scheme").unwrap_or("ntlm,basic"))?;
        let keys = match arguments.get("keytab") {
            Some(_) if !schemes.contains(&Scheme::Negotiate) => {
                return Err("--keytab is for --scheme negotiate".to_owned());
            }
            Some(file) => keytab::read(file)?,
            None => Vec::new(),
        };
        // Whoever has a ticket needs no account here; every other proof is of a password that must be known.
        let tickets_do = schemes == [Scheme::Negotiate] && !keys.is_empty();
        let has_account = !tickets_do || arguments.has("user");
        let account = match has_account {
            true => Some((arguments.need("user")?, arguments.password()?)),
            false => None,
        };
        let domain = match (arguments.get("domain"), keys.first()) {
            (None, Some(key)) if !has_account => {
                let realm = key.realm.split('.').next();
                realm.unwrap_or_default().to_owned()
            }
            _ => arguments.need("domain")?,
        };
        let level = |name| {
            let number = arguments.number(name, 3, 5)?;
            Ok::<_, String>(Level::clamped(u8::try_from(number).unwrap_or(u8::MAX)))
        };
        let time = |name, default| {
            let number = arguments.number(name, default, 3_600_000)?;
            Ok::<_, String>(Duration::from_millis(number.max(1)))
        };
        let connections = arguments.number("connections", 128, 10_000)?.max(1);
        Ok(Self {
            listen: arguments
                .get("listen")
                .unwrap_or("127.0.0.1:8183")
                .to_owned(),
            schemes,
            account,
            domain,
            keys,
            delegate: arguments.has("delegate"),
            client_level: level("client-level")?,
            dc_level: level("dc-level")?,
            connections: usize::try_from(connections).unwrap_or(usize::MAX),
            patience: Patience {
                idle: time("idle-ms", 30_000)?,
                request: time("request-ms", 10_000)?,
            },
        })
    }
}

fn schemes(list: &str) -> Result<Vec<Scheme>, String> {
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
