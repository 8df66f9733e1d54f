//! The mailbox host: it asks its own question, has the answer judged, and then decides who may open what.

mod http_door;
mod rpc_door;

use super::back_end_call::BackEndProtocol;
use super::http_server::{WebServer, WebSettings};
use crate::hosts::{Context, Host, Input};
use crate::wire::http::MessageLimits;
use rpc_door::RpcServer;

/// What a mailbox host is set to.
#[derive(Clone, Debug)]
pub struct MailboxSettings {
    /// In which protocol it is called: [`BackEndProtocol::Mapi`] or [`BackEndProtocol::Http`].
    pub protocol: BackEndProtocol,
    /// Who may open the mailboxes, as `DOMAIN\name`.
    pub admits: Vec<String>,
    /// How its web server authenticates, where it is called over HTTP.
    pub web: WebSettings,
}

/// A server of mailboxes or public folders, called by MAPI over RPC or by HTTP. It decides who may open what.
pub struct Mailbox {
    admits: Vec<String>,
    door: Door,
}

enum Door {
    Rpc(Box<RpcServer>),
    Http(Box<WebServer>),
}

impl Mailbox {
    /// A mailbox host.
    pub fn new(settings: MailboxSettings) -> Self {
        let door = match settings.protocol {
            BackEndProtocol::Mapi => Door::Rpc(Box::default()),
            // Nobody is called over TDS here: SQL Server is another host.
            BackEndProtocol::Http | BackEndProtocol::Sql => {
                Door::Http(Box::new(WebServer::new(settings.web, LIMITS)))
            }
        };
        Self {
            admits: settings.admits,
            door,
        }
    }
}

/// A mailbox's name is part of the request line: the longest names must fit.
const LIMITS: MessageLimits = MessageLimits {
    head: 8 << 20,
    headers: 100,
    body: 1 << 20,
};

impl Host for Mailbox {
    fn handle(&mut self, input: Input, context: &mut Context<'_>) {
        let admits = &self.admits;
        match &mut self.door {
            Door::Rpc(rpc) => rpc.handle(input, admits, context),
            Door::Http(web) => {
                web.handle(input);
                while let Some(event) = web.next(context) {
                    http_door::answer(web, event, admits, context);
                }
            }
        }
    }
}
