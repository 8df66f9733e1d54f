//! Sans-IO state machines: a browser, an IIS front end, a mailbox host, SQL Server, a domain controller.
//!
//! A host is handed an [`Input`] and a [`Context`] (time, entropy, the computer it runs on) and answers through an
//! [`Output`] with two doors: bytes and connections out of one, what it decided and why out of the other.
//! Narration can never alter bytes.

mod access_token;
mod account;
mod account_name;
mod account_state;
mod accounts;
mod computation;
mod credential;
mod denial;
mod endpoint;
mod entropy;
mod era;
mod errors;
mod evidence;
mod file_time;
mod holding;
mod how_known;
mod kdc_note;
mod kerberos_account;
mod lsa;
mod machine;
mod note;
mod reply;
pub mod security;
pub mod services;
#[cfg(test)]
mod tests;

pub use access_token::{AccessToken, Identity, LogonType};
pub use account::Account;
pub use account_name::AccountName;
pub use account_state::AccountState;
pub use accounts::{Accounts, Validated, account_of};
pub use computation::{Comparison, Computation};
pub use credential::{Credential, UserPassword};
pub use denial::DenialReason;
pub use endpoint::Endpoint;
pub use entropy::{Entropy, Purpose};
pub use era::{Era, Level};
pub use errors::{PeerError, SendError};
pub use evidence::{Evidence, Proven, Refusal};
pub use file_time::FileTime;
pub use holding::{Holding, HoldingOwner, StorageLocation};
pub use how_known::{HowKnown, Mechanism, OutboundCredential, Package};
pub use kdc_note::{
    AttributeOwner, AttributeRead, ExchangeKind, KdcRule, TicketDecision, TicketGained,
};
pub use kerberos_account::{KerberosAccount, KerberosHost, Realm, ServiceAccount, Trust, same};
pub use lsa::{LocalCall, Lsa};
pub use machine::{Domain, Machine};
pub use note::{Decision, Note, NoteKind};
pub use reply::Reply;
pub use services::back_end_call::{BackEndAnswer, BackEndCall, BackEndProtocol, CallError};
pub use services::browser::{Browser, PageLoad};
pub use services::domain_controller::{DomainController, TrustScope};
pub use services::http_server::WebSettings;
pub use services::iis::{Application, DATABASE, FrontEndApplication, Iis, IisSettings, Pages};
pub use services::mailbox::{Mailbox, MailboxSettings};
pub use services::scheme::Scheme;
pub use services::sql_server::{SqlServer, SqlServerSettings};

/// A connection, by the number its network gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(pub u32);

/// What a host is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The program that loads pages for a person and signs in for them.
    Browser,
    /// The IIS computer that the browser talks to.
    FrontEnd,
    /// The host of the mailboxes.
    Mailbox,
    /// The host of the public folders, where that is another one.
    PublicFolders,
    /// The host of a database.
    SqlServer,
    /// The holder of the accounts.
    DomainController,
}

/// What happens to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The person begins: what a browser waits for.
    Start,
    /// A peer opened a connection.
    Opened(ConnectionId),
    /// Bytes arrived, in pieces of any length: what frames them is the host's business.
    Received(ConnectionId, Vec<u8>),
    /// The peer closed the connection.
    Closed(ConnectionId),
}

/// Where a host's doings go.
pub trait Output {
    /// Opens a connection to the service that listens there.
    fn open(&mut self, to: &Endpoint) -> ConnectionId;
    /// Sends bytes to the other end of a connection, where they arrive in the order they were sent in.
    fn send(&mut self, connection: ConnectionId, bytes: Vec<u8>);
    /// Closes a connection from this side; the peer hears of it.
    fn close(&mut self, connection: ConnectionId);
    /// Says what was decided or computed, and why.
    fn note(&mut self, note: Box<Note>);
}

/// What a host is handed with each input.
pub struct Context<'a> {
    /// Virtual or real time.
    pub now: FileTime,
    /// Where random values come from.
    pub entropy: &'a mut dyn Entropy,
    /// The computer the host runs on, shared with the other hosts on it.
    pub machine: &'a mut Machine,
    /// Where the host's doings go.
    pub out: &'a mut dyn Output,
}

/// A state machine on a computer.
pub trait Host: Send {
    /// Takes one input to its end.
    fn handle(&mut self, input: Input, context: &mut Context<'_>);

    /// What it holds before anything happens.
    fn holdings(&self) -> Vec<Holding> {
        Vec::new()
    }
}
