//! The authentication that a web server puts before its pages. IIS uses it on hop 1, the mailbox host on hop 2.

mod event;
mod gate;
pub mod password;
mod sign_in;
mod web_settings;

pub use event::{AuthenticatedClient, GateEvent};
pub use web_settings::WebSettings;

use super::pass_through::PassThrough;
use super::scheme::Scheme;
use crate::hosts::{ConnectionId, Context, Input};
use crate::wire::http::MessageLimits;
use crate::wire::netlogon::LogonResponse;
use crate::wire::ntstatus::STATUS_NO_LOGON_SERVERS;
use gate::GateConnection;
use sign_in::Pending;
use std::collections::VecDeque;
use std::collections::{BTreeSet, HashMap};

/// The gate: requests are framed, callers are authenticated, and what arrives is handed out one by one.
pub struct WebServer {
    settings: WebSettings,
    limits: MessageLimits,
    connections: HashMap<ConnectionId, GateConnection>,
    /// Those that may have a whole request: bytes came, or the request before was answered.
    ready: BTreeSet<ConnectionId>,
    authority: PassThrough<Pending>,
    judged: VecDeque<(Pending, LogonResponse)>,
}

impl WebServer {
    /// A gate with nobody before it.
    pub fn new(settings: WebSettings, limits: MessageLimits) -> Self {
        Self {
            settings,
            limits,
            connections: HashMap::new(),
            ready: BTreeSet::new(),
            authority: PassThrough::default(),
            judged: VecDeque::new(),
        }
    }

    /// Whether there is a scheme to sign in with.
    pub fn offers_any(&self) -> bool {
        !self.settings.schemes.is_empty()
    }

    /// Takes an input that concerns the gate; then [`next`](Self::next) says what came of it.
    pub fn handle(&mut self, input: Input) {
        match input {
            Input::Start => {}
            Input::Opened(connection) => {
                self.connections
                    .insert(connection, GateConnection::default());
            }
            Input::Received(connection, bytes) if self.authority.is_channel(connection) => {
                self.judged.extend(self.authority.answer(&bytes));
            }
            Input::Received(connection, bytes) => {
                if let Some(gate) = self.connections.get_mut(&connection) {
                    gate.take(&bytes);
                    self.ready.insert(connection);
                }
            }
            Input::Closed(connection) if self.authority.is_channel(connection) => {
                let refused = LogonResponse {
                    status: STATUS_NO_LOGON_SERVERS,
                    validation: None,
                };
                let lost = self.authority.lost();
                self.judged
                    .extend(lost.into_iter().map(|pending| (pending, refused.clone())));
            }
            Input::Closed(connection) => {
                self.connections.remove(&connection);
            }
        }
    }

    /// What has come through, one at a time, until nothing is left to do.
    pub fn next(&mut self, context: &mut Context<'_>) -> Option<GateEvent> {
        loop {
            if let Some((pending, response)) = self.judged.pop_front() {
                if let Some(event) = self.judge(pending, &response, context) {
                    return Some(event);
                }
                continue;
            }
            let (connection, request) = self.next_request(context)?;
            if let Some(event) = self.examine(connection, request, context) {
                return Some(event);
            }
        }
    }
}
