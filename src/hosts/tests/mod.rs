//! Hosts alone, told things by hand.

mod browser;
mod iis;
mod mailbox;
mod sql_server;

use super::{
    Account, Accounts, Application, BackEndProtocol, ConnectionId, Context, Decision, Domain,
    Endpoint, Entropy, Era, FileTime, FrontEndApplication, Host, Input, Level, Machine, Note,
    NoteKind, Output, Pages, Purpose, UserPassword,
};
use crate::wire::http::{Response, challenges};
use crate::wire::netlogon::{LogonResponse, Validation};
use std::collections::BTreeMap;

/// What a host did.
#[derive(Debug)]
pub enum Act {
    Opened(Endpoint, ConnectionId),
    Sent(ConnectionId, Vec<u8>),
    Closed,
    Noted(Box<Note>),
}

/// A computer for one host. Connections that the host opens are numbered from 100.
pub struct Bench {
    pub machine: Machine,
    entropy: Counter,
    recorder: Recorder,
    pub now: FileTime,
}

#[derive(Default)]
struct Counter(BTreeMap<Purpose, u8>);

#[derive(Default)]
struct Recorder {
    acts: Vec<Act>,
    opened: u32,
}

impl Entropy for Counter {
    fn fill(&mut self, purpose: Purpose, out: &mut [u8]) {
        let next = self.0.entry(purpose).or_insert(0x10);
        *next += 1;
        out.fill(*next);
    }
}

impl Output for Recorder {
    fn open(&mut self, to: &Endpoint) -> ConnectionId {
        let id = ConnectionId(100 + self.opened);
        self.opened += 1;
        self.acts.push(Act::Opened(to.clone(), id));
        id
    }

    fn send(&mut self, connection: ConnectionId, bytes: Vec<u8>) {
        self.acts.push(Act::Sent(connection, bytes));
    }

    fn close(&mut self, _: ConnectionId) {
        self.acts.push(Act::Closed);
    }

    fn note(&mut self, note: Box<Note>) {
        self.acts.push(Act::Noted(note));
    }
}

pub fn machine(name: &str, era: Era, level: u8) -> Machine {
    let domain = Domain {
        netbios: "CONTOSO".to_owned(),
        dns: "contoso.example".to_owned(),
        controller: controller(),
    };
    Machine::new(name, domain, era, Level::clamped(level))
}

/// Where the domain controller takes logon requests.
pub fn controller() -> Endpoint {
    Endpoint::new("dc-01", Endpoint::SMB)
}

/// A computer that holds the domain's accounts: nobody else need be asked.
pub fn authority(name: &str, era: Era, level: u8) -> Machine {
    let accounts = vec![Account::new("CONTOSO", "Alice", "Spring-98")];
    let mut machine = machine(name, era, level);
    machine.accounts = Accounts::new("CONTOSO", Level::clamped(level), accounts);
    machine
}

/// The mail application of a front end, whose back end is another computer's store.
pub fn mail_front_end() -> Application {
    Application::FrontEnd(FrontEndApplication {
        negotiate: false,
        pages: Pages {
            public: "/public".to_owned(),
            protected: "/mailbox".to_owned(),
        },
        back_end: Endpoint::new("mbx-02", Endpoint::STORE),
        folders: None,
        protocol: BackEndProtocol::Mapi,
        reply: None,
    })
}

/// No name and no password: an anonymous logon.
pub fn nobody() -> UserPassword {
    UserPassword {
        domain: String::new(),
        user: String::new(),
        password: String::new(),
    }
}

pub fn alice() -> UserPassword {
    UserPassword {
        domain: "CONTOSO".to_owned(),
        user: "alice".to_owned(),
        password: "Spring-98".to_owned(),
    }
}

/// What the domain controller says of a good proof.
pub fn success() -> Vec<u8> {
    let validation = Validation {
        domain: "CONTOSO".to_owned(),
        user: "Alice".to_owned(),
        session_base_key: [7; 16],
    };
    LogonResponse {
        status: 0,
        validation: Some(validation),
    }
    .encode()
}

impl Bench {
    pub fn new(machine: Machine) -> Self {
        Self {
            machine,
            entropy: Counter::default(),
            recorder: Recorder::default(),
            now: FileTime::from_unix(1_000_000_000),
        }
    }

    pub fn with<T>(&mut self, act: impl FnOnce(&mut Context<'_>) -> T) -> T {
        act(&mut Context {
            now: self.now,
            entropy: &mut self.entropy,
            machine: &mut self.machine,
            out: &mut self.recorder,
        })
    }

    /// Lets time pass.
    pub fn later(&mut self, by: std::time::Duration) {
        self.now = self.now.plus_micros(u64::try_from(by.as_micros()).unwrap());
    }

    /// Tells a host something; what it did.
    pub fn tell(&mut self, host: &mut dyn Host, input: Input) -> Vec<Act> {
        self.with(|context| host.handle(input, context));
        std::mem::take(&mut self.recorder.acts)
    }

    pub fn hear(&mut self, host: &mut dyn Host, id: u32, bytes: impl Into<Vec<u8>>) -> Vec<Act> {
        self.tell(host, Input::Received(ConnectionId(id), bytes.into()))
    }
}

/// All that was sent on a connection.
pub fn sent(acts: &[Act], id: u32) -> Vec<Vec<u8>> {
    let on = acts.iter().filter_map(|act| match act {
        Act::Sent(connection, bytes) if connection.0 == id => Some(bytes.clone()),
        _ => None,
    });
    on.collect()
}

/// The one HTTP response on a connection.
pub fn answer(acts: &[Act], id: u32) -> Response {
    let sent = sent(acts, id);
    assert_eq!(sent.len(), 1, "{acts:?}");
    Response::decode(&sent[0]).value.unwrap()
}

/// The NTLM message in the one thing sent on a connection.
pub fn token(acts: &[Act], id: u32) -> Vec<u8> {
    crate::wire::ntlm_token(&sent(acts, id)[0]).unwrap()
}

pub fn decisions(acts: &[Act]) -> Vec<Decision> {
    let noted = acts.iter().filter_map(|act| match act {
        Act::Noted(note) => match &note.what {
            NoteKind::Decision(decision) => Some(decision.clone()),
            NoteKind::Computation(_) => None,
        },
        _ => None,
    });
    noted.collect()
}

pub fn closed(acts: &[Act]) -> bool {
    acts.iter().any(|act| matches!(act, Act::Closed))
}

/// The schemes of a 401, in order.
pub fn offered(response: &Response) -> Vec<String> {
    let values = response.headers.get_all("WWW-Authenticate");
    values
        .flat_map(challenges)
        .map(|challenge| challenge.scheme)
        .collect()
}
