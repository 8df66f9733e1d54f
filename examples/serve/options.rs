//! The command line.

use crate::common::Arguments;
use crate::connection::Patience;
use double_hop::hosts::{Level, Scheme};
use std::time::Duration;

/// What it is to do.
pub struct Options {
    /// Where to listen.
    pub listen: String,
    /// The schemes offered, in order.
    pub schemes: Vec<Scheme>,
    /// The account's name.
    pub user: String,
    /// The account's domain.
    pub domain: String,
    /// The account's password.
    pub password: String,
    /// The server's level.
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
        let arguments = Arguments::read(&[
            "listen",
            "scheme",
            "user",
            "domain",
            "password",
            "client-level",
            "dc-level",
            "connections",
            "idle-ms",
            "request-ms",
        ])?;
        if let Some(word) = arguments.plain.first() {
            return Err(format!("{word} has no flag before it"));
        }
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
            schemes: schemes(arguments.get("scheme").unwrap_or("ntlm,basic"))?,
            user: arguments.need("user")?,
            domain: arguments.need("domain")?,
            password: arguments.password()?,
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
