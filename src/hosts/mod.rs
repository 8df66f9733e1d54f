//! Sans-IO state machines: a browser, an IIS front end, a mailbox host, a domain controller.
//!
//! A host is handed an [`Input`] and a [`Context`] (time, entropy, the computer it runs on) and answers through an
//! [`Output`] with two doors: bytes and connections out of one, what it decided and why out of the other.
//! Narration can never alter bytes.

mod accounts;
mod back_end;
mod browser;
mod domain_controller;
mod entropy;
mod era;
mod http_client;
mod http_server;
mod iis;
mod machine;
mod mailbox;
mod note;
pub mod ntlm;
mod pass_through;
mod reply;
mod rpc_inbox;
#[cfg(test)]
mod tests;
mod verdict;

pub use accounts::{Account, Accounts, Refusal, Validated};
pub use back_end::{BackEndCall, MailboxAnswer, Protocol};
pub use browser::{Browser, PageLoad, TypedCredential};
pub use domain_controller::DomainController;
pub use entropy::{Entropy, Purpose};
pub use era::{Era, FileTime, Level};
pub use http_server::{Scheme, WebSettings};
pub use iis::{Application, Iis, IisSettings, Pages};
pub use machine::{Credential, Identity, LogonType, Lsa, Machine, Token};
pub use mailbox::{Mailbox, MailboxSettings};
pub use note::{
    Answer, Because, Comparison, Computation, Decision, Holding, HowKnown, Note, Place, Reach,
};
pub use reply::Reply;

/// A connection, by the number its network gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(pub u32);

/// What a host is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The person's browser.
    Browser,
    /// The IIS computer that the browser talks to.
    FrontEnd,
    /// The host of the mailboxes.
    Mailbox,
    /// The holder of the accounts.
    DomainController,
}

/// What happens to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The person begins.
    Start,
    /// A peer opened a connection.
    Opened(ConnectionId),
    /// Bytes arrived.
    Received(ConnectionId, Vec<u8>),
    /// The peer closed the connection.
    Closed(ConnectionId),
}

/// Where a host's doings go.
pub trait Output {
    /// Opens a connection to the host of that role.
    fn open(&mut self, to: Role) -> ConnectionId;
    /// Sends bytes on a connection.
    fn send(&mut self, connection: ConnectionId, bytes: Vec<u8>);
    /// Closes a connection.
    fn close(&mut self, connection: ConnectionId);
    /// Says what was decided or computed, and why.
    fn note(&mut self, note: Note);
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
