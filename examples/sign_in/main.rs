//! The lab's browser host signs in to a real server, once: real servers lock accounts out.
//!
//! Exit status: 0 for a page (2xx), 1 if refused, 2 if the server cannot be reached or the call is wrong.

mod address;
#[path = "../common/mod.rs"]
mod common;
mod lines;

use address::{Address, host_and_port};
use common::{OsEntropy, now, say};
use double_hop::hosts::{
    Browser, Context, Domain, Endpoint, Era, Host, Input, Level, Machine, PageLoad, Realm, Scheme,
    UserPassword,
};
use double_hop::present::narration::terminal::{SIGN_IN_USAGE, answered_line, refused_line};
use double_hop::wire::http::Response;
use double_hop::wire::kerberos::KerberosMessage;
use double_hop::wire::{LayerValue, challenges};
use lines::Lines;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

/// The whole exchange may take so long.
const PATIENCE: Duration = Duration::from_secs(30);

fn main() -> ExitCode {
    let call = match Call::read() {
        Ok(call) => call,
        Err(error) => {
            say(&format!("sign_in: {error}\n\n{SIGN_IN_USAGE}"));
            return ExitCode::from(2);
        }
    };
    match call.sign_in() {
        Ok(page) => {
            for code in errors(&page) {
                say(&answered_line(code));
            }
            show(&page);
            ExitCode::from(u8::from(!(200..300).contains(&page.status)))
        }
        Err(error) => {
            say(&format!("sign_in: {error}"));
            ExitCode::from(2)
        }
    }
}

/// What the command line asks for: where to, as whom, with what.
struct Call {
    address: Address,
    /// Where the server is, where its name does not say it.
    connect: Option<Endpoint>,
    typed: UserPassword,
    level: Level,
    /// With tickets of this realm's KDC, and in no other way.
    realm: Option<Realm>,
}

impl Call {
    fn read() -> Result<Self, String> {
        let mut arguments = common::arguments(SIGN_IN_USAGE);
        let level = common::number(&mut arguments, "--client-level", 3, 0..=5)?;
        let typed = UserPassword {
            domain: common::needed(&mut arguments, "--domain")?,
            user: common::needed(&mut arguments, "--user")?,
            password: common::needed_password(&mut arguments)?,
        };
        let kdc = endpoint(common::value(&mut arguments, "--kdc")?, Endpoint::KDC)?;
        let realm = common::value(&mut arguments, "--realm")?;
        let realm = match (arguments.contains("--negotiate"), kdc, realm) {
            (true, Some(kdc), realm) => Some(Realm {
                name: realm.as_deref().unwrap_or(&typed.domain).to_uppercase(),
                netbios: typed.domain.clone(),
                kdc,
            }),
            (true, None, _) => return Err("--negotiate needs --kdc".to_owned()),
            (false, None, None) => None,
            (false, ..) => return Err("--kdc and --realm are for --negotiate".to_owned()),
        };
        let connect = common::value(&mut arguments, "--connect")?;
        let words = common::rest(arguments)?;
        let [url] = words.as_slice() else {
            return Err("one URL is needed".to_owned());
        };
        let address = Address::parse(&url.to_string_lossy())?;
        Ok(Self {
            connect: endpoint(connect, address.port)?,
            realm,
            address,
            typed,
            level: Level::clamped(u8::try_from(level).unwrap_or(u8::MAX)),
        })
    }

    /// The page that stays.
    fn sign_in(self) -> Result<Response, String> {
        let mut machine = machine(self.typed.domain.as_str(), self.level);
        let page = PageLoad {
            target: self.address.target.clone(),
            new_connection: false,
        };
        let endpoint = self.address.endpoint();
        let detour = self.connect.map(|to| (endpoint.clone(), to));
        let mut lines = Lines::new(detour, PATIENCE);
        let mut browser = Browser::new(endpoint, self.typed, vec![page]).with_prompts(1);
        if let Some(realm) = self.realm {
            machine.kerberos.realms = vec![realm];
            browser = browser.with_schemes(vec![Scheme::Negotiate]);
        }
        let mut input = Input::Start;
        loop {
            let context = &mut Context {
                now: now(),
                entropy: &mut OsEntropy,
                machine: &mut machine,
                out: &mut lines,
            };
            browser.handle(input, context);
            if let Some(fault) = lines.fault {
                return Err(fault);
            }
            if !browser.is_loading() {
                if let Some(refusal) = browser.refusal() {
                    say(&refused_line(refusal));
                }
                let page = browser.page().cloned();
                return page.ok_or_else(|| "there was no answer".to_owned());
            }
            input = lines.read()?;
        }
    }
}

fn machine(domain: &str, level: Level) -> Machine {
    // No domain controller is called: the server asks its own.
    let domain = Domain {
        netbios: domain.to_owned(),
        dns: String::new(),
        controller: Endpoint::new("", Endpoint::SMB),
    };
    Machine::new("DOUBLE-HOP", domain, Era::Today, level)
}

/// A place that was typed, which may say its port.
fn endpoint(typed: Option<String>, usual: u16) -> Result<Option<Endpoint>, String> {
    let place = typed.map(|text| host_and_port(&text, usual)).transpose()?;
    Ok(place.map(|(host, port)| Endpoint::new(host, port)))
}

/// The errors of Kerberos in what a server asks with.
fn errors(page: &Response) -> impl Iterator<Item = i64> {
    let asked = page.headers.get_all("WWW-Authenticate");
    let layers = asked.flat_map(challenges);
    layers.filter_map(|layer| match layer.value {
        LayerValue::Kerberos(Some(KerberosMessage::Error(error))) => Some(error.code),
        _ => None,
    })
}

/// The status line and the body's first line. A server's bytes must not steer the terminal.
fn show(page: &Response) {
    let body = String::from_utf8_lossy(&page.body);
    let body = body.lines().next().unwrap_or_default();
    let version = page.version.as_str();
    let mut out = io::stdout().lock();
    for line in [
        format!("{version} {} {}", page.status, page.reason),
        body.to_owned(),
    ] {
        let plain: String = line.chars().filter(|c| !c.is_control()).collect();
        let _ = writeln!(out, "{plain}");
    }
}
