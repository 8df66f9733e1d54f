//! The lab's browser host signs in to a real server, once: real servers lock accounts out.
//!
//! Exit status: 0 for a page (2xx), 1 if refused, 2 if the server cannot be reached or the call is wrong.

mod common;

use common::{Arguments, OsEntropy, now, say};
use double_hop::hosts::{
    Browser, ConnectionId, Context, Decision, Domain, Endpoint, Era, Host, Input, Level, Machine,
    Note, Output, PageLoad, UserPassword,
};
use double_hop::present::narration::terminal::{SIGN_IN_USAGE, no_scheme};
use double_hop::wire::http::Response;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

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
            show(&page);
            ExitCode::from(u8::from(!(200..300).contains(&page.status)))
        }
        Err(error) => {
            say(&format!("sign_in: {error}"));
            ExitCode::from(2)
        }
    }
}

/// What to do.
struct Call {
    address: Address,
    typed: UserPassword,
    level: Level,
}

impl Call {
    fn read() -> Result<Self, String> {
        let arguments = Arguments::read(&["user", "domain", "password", "client-level"])?;
        let [url] = arguments.plain.as_slice() else {
            return Err("one URL is needed".to_owned());
        };
        let level = arguments.number("client-level", 3, 5)?;
        Ok(Self {
            address: Address::parse(url)?,
            typed: UserPassword {
                domain: arguments.need("domain")?,
                user: arguments.need("user")?,
                password: arguments.password()?,
            },
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
        let mut browser =
            Browser::new(self.address.endpoint(), self.typed, vec![page]).with_prompts(1);
        let mut line = Line {
            address: self.address,
            deadline: Instant::now() + PATIENCE,
            opened: 0,
            stream: None,
            fault: None,
        };
        let mut input = Input::Start;
        loop {
            let context = &mut Context {
                now: now(),
                entropy: &mut OsEntropy,
                machine: &mut machine,
                out: &mut line,
            };
            browser.handle(input, context);
            if let Some(fault) = line.fault {
                return Err(fault);
            }
            if !browser.is_loading() {
                let page = browser.page().cloned();
                return page.ok_or_else(|| "there was no answer".to_owned());
            }
            input = line.read()?;
        }
    }
}

/// Where a URL leads.
struct Address {
    /// Host and port, as written.
    authority: String,
    /// Where to connect to.
    host: String,
    port: u16,
    /// Path and query.
    target: String,
}

impl Address {
    fn parse(url: &str) -> Result<Self, String> {
        let scheme = url.get(..7).filter(|s| s.eq_ignore_ascii_case("http://"));
        let rest = scheme.and_then(|scheme| url.get(scheme.len()..));
        let rest = rest.ok_or_else(|| format!("{url} does not begin with http://"))?;
        if !rest.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!("{url} has characters that must be percent-encoded"));
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        if authority.contains('@') {
            return Err("the URL has a user name in it; give --user".to_owned());
        }
        let wrong = || format!("{authority} is not a host and a port");
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().map_err(|_| wrong())?)
            }
            _ => (authority, 80),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err(wrong());
        }
        Ok(Self {
            authority: authority.to_owned(),
            host: host.to_owned(),
            port,
            target: if target.starts_with('/') {
                target.to_owned()
            } else {
                format!("/{target}")
            },
        })
    }

    /// As the browser names it: an IPv6 address in brackets.
    fn endpoint(&self) -> Endpoint {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        Endpoint::new(host, self.port)
    }

    fn connect(&self, deadline: Instant) -> io::Result<TcpStream> {
        let mut last = io::Error::new(ErrorKind::NotFound, "the name has no address");
        for address in (self.host.as_str(), self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, left(deadline)?) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

/// The browser's line to the server. It opens another connection only when it is done with the last.
struct Line {
    address: Address,
    deadline: Instant,
    opened: u32,
    stream: Option<TcpStream>,
    /// What made going on impossible.
    fault: Option<String>,
}

impl Line {
    fn read(&mut self) -> Result<Input, String> {
        let connection = ConnectionId(self.opened);
        let mut buffer = [0; 16 << 10];
        match self.receive(&mut buffer) {
            Ok(0) => Ok(Input::Closed(connection)),
            Ok(count) => {
                let bytes = buffer.get(..count).unwrap_or_default();
                Ok(Input::Received(connection, bytes.to_vec()))
            }
            Err(error) => Err(self.unreachable(&error)),
        }
    }

    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(stream) = &mut self.stream else {
            return Ok(0);
        };
        loop {
            stream.set_read_timeout(Some(left(self.deadline)?))?;
            match stream.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(stream) = &mut self.stream else {
            return Ok(());
        };
        stream.set_write_timeout(Some(left(self.deadline)?))?;
        stream.write_all(bytes)
    }

    fn unreachable(&self, error: &io::Error) -> String {
        let what = match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => "no answer in time".to_owned(),
            _ => error.to_string(),
        };
        format!("{}: {what}", self.address.authority)
    }
}

impl Output for Line {
    fn open(&mut self, _: &Endpoint) -> ConnectionId {
        self.opened += 1;
        match self.address.connect(self.deadline) {
            Ok(stream) => self.stream = Some(stream),
            Err(error) => {
                self.stream = None;
                self.fault = Some(self.unreachable(&error));
            }
        }
        ConnectionId(self.opened)
    }

    fn send(&mut self, connection: ConnectionId, bytes: Vec<u8>) {
        if connection == ConnectionId(self.opened)
            && let Err(error) = self.write(&bytes)
        {
            self.fault = Some(self.unreachable(&error));
        }
    }

    fn close(&mut self, connection: ConnectionId) {
        if connection == ConnectionId(self.opened) {
            self.stream = None;
        }
    }

    fn note(&mut self, note: Box<Note>) {
        match note.what {
            Ok(Decision::PeerMisbehaved { error }) => self.fault = Some(error.to_string()),
            Ok(Decision::CannotSend { error }) => self.fault = Some(error.to_string()),
            Ok(Decision::CannotSignIn { offered }) => say(&no_scheme(&offered)),
            _ => {}
        }
    }
}

/// What is left of the time; an error at its end.
fn left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(ErrorKind::TimedOut.into());
    }
    Ok(left)
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
