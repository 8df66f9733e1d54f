//! The IIS front end: it authenticates callers and, as the thread that wears their token, opens their mailbox or a
//! database.

mod calls;
mod front_end;
mod pages;
mod settings;

use super::domain_controller::account_holdings;
use super::http_server::{AuthenticatedClient, GateEvent, WebServer};
use super::kdc_client::KdcInquiries;
use crate::hosts::security::{Login, Scope};
use crate::hosts::{
    AccessToken, ConnectionId, Context, Credential, Decision, DenialReason, Holding, Host,
    Identity, Input, Machine, Note, StorageLocation,
};
use crate::value_kind::ValueKind;
use crate::wire::http::{Request, Response};
use calls::{CallPurpose, Calling};
pub use front_end::DATABASE;
use pages::{not_found, who_am_i};
pub use settings::{Application, FrontEndApplication, IisSettings, Pages};
use std::collections::HashMap;

/// IIS: its web server, the application that runs in it, and the calls of that to back ends.
pub struct Iis {
    web: WebServer,
    anonymous: bool,
    application: Application,
    holdings: Vec<Holding>,
    /// Calls to back ends, by their connections.
    calls: HashMap<ConnectionId, Calling>,
    /// What is asked of KDCs for calls, with the connection to the back end.
    inquiries: KdcInquiries<(ConnectionId, Calling)>,
    /// Logon sessions made for the request under way on a connection.
    sessions: HashMap<ConnectionId, AccessToken>,
}

impl Iis {
    /// An IIS on that computer.
    pub fn new(settings: IisSettings, machine: &Machine) -> Self {
        Self {
            web: WebServer::new(settings.web, settings.limits),
            anonymous: settings.anonymous,
            application: settings.application,
            holdings: account_holdings(machine),
            calls: HashMap::new(),
            inquiries: KdcInquiries::default(),
            sessions: HashMap::new(),
        }
    }

    fn arrive(&mut self, event: GateEvent, context: &mut Context<'_>) {
        match event {
            GateEvent::Refused { connection, denied } => {
                let because = denied.because.clone();
                let note = denied.into_note(|because| Decision::RefusesRequest { because });
                context.out.note(note.on(connection));
                self.web.refuse(connection, Some(&because), context);
            }
            GateEvent::Request {
                connection,
                request,
                client,
                login,
            } => {
                if let (Some(client), Some(login)) = (&client, login) {
                    // A sign-in that holds for a request ends with it.
                    if client.scope == Scope::Request {
                        self.sessions.insert(connection, client.token.clone());
                    }
                    note_token(connection, client, *login, context);
                }
                if METHODS.contains(&request.method.as_str()) {
                    self.serve(connection, &request, client, context);
                } else {
                    // RFC 9110 15.5.6: it says which are allowed.
                    let response = Response::new(405, "Method Not Allowed");
                    let response = response.header("Allow", METHODS.join(", "));
                    self.respond(connection, response, context);
                }
            }
        }
    }

    fn serve(
        &mut self,
        connection: ConnectionId,
        request: &Request,
        client: Option<AuthenticatedClient>,
        context: &mut Context<'_>,
    ) {
        let (path, query) = request
            .target
            .split_once('?')
            .unwrap_or((&request.target, ""));
        let client = client.filter(|client| client.token.identity != Identity::Anonymous);
        let page = match (&self.application, client) {
            (Application::WhoAmI, None) => return self.refuse(connection, context),
            (Application::WhoAmI, Some(client)) => who_am_i(&client),
            (Application::FrontEnd(front_end), client)
                if same_path(path, &front_end.pages.public) =>
            {
                if client.is_none() && !self.anonymous {
                    return self.refuse(connection, context);
                }
                if client.is_none() && !self.web.offers_any() {
                    note_anybody(connection, context);
                }
                front_end.public_page()
            }
            (Application::FrontEnd(front_end), client)
                if same_path(path, &front_end.pages.protected) =>
            {
                let Some(client) = client else {
                    return self.refuse(connection, context);
                };
                let (call, opens) = front_end.call(&client, query);
                return self.call(connection, call, opens, context);
            }
            _ => not_found(),
        };
        self.respond(connection, page, context);
    }

    /// A caller nobody knows yet, where the page or the server wants to know them.
    fn refuse(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        let because = if self.anonymous {
            DenialReason::PageAsks
        } else {
            DenialReason::AnonymousOff
        };
        let note = Note::decision(Decision::RefusesRequest { because }).on(connection);
        context.out.note(note);
        self.web.refuse(connection, None, context);
    }

    /// Answers a request; the logon session made for it ends with it.
    fn respond(&mut self, connection: ConnectionId, page: Response, context: &mut Context<'_>) {
        self.web.respond(connection, page, context);
        if let Some(token) = self.sessions.remove(&connection) {
            context.machine.lsa.log_off(&token);
        }
    }
}

/// The methods of HTTP that its pages take.
const METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

impl Host for Iis {
    fn handle(&mut self, input: Input, context: &mut Context<'_>) {
        match input {
            Input::Received(id, bytes) if self.inquiries.contains(id) => {
                self.kdc(id, Some(&bytes), context);
            }
            Input::Closed(id) if self.inquiries.contains(id) => self.kdc(id, None, context),
            Input::Received(id, bytes) if self.calls.contains_key(&id) => {
                self.back_end(id, Some(&bytes), context);
            }
            Input::Closed(id) if self.calls.contains_key(&id) => self.back_end(id, None, context),
            input => self.web.handle(input),
        }
        while let Some(event) = self.web.next(context) {
            self.arrive(event, context);
        }
    }

    fn holdings(&self) -> Vec<Holding> {
        self.holdings.clone()
    }
}

/// Where there is no other way in, who anybody is counts.
fn note_anybody(connection: ConnectionId, context: &mut Context<'_>) {
    let account = context.machine.era.anonymous_account(&context.machine.name);
    let place = StorageLocation::Connection(connection);
    let token = Holding::new(ValueKind::Token, &account, place);
    let note = Note::decision(Decision::AdmitsAnybody { account });
    context.out.note(note.on(connection).gaining(token));
}

fn note_token(
    connection: ConnectionId,
    client: &AuthenticatedClient,
    login: Login,
    context: &mut Context<'_>,
) {
    let token = &client.token;
    let mut note = Note::decision(Decision::MakesToken {
        identity: token.identity.clone(),
        logon: token.logon,
        credential: keeps_password(context.machine.lsa.behind(token)),
        how: login.how,
    })
    .on(connection)
    .with_steps(login.steps)
    .with_comparisons(login.comparisons);
    note.gained = login.gained;
    context.out.note(note);
}

/// Whether a name and a password, or the hash that is as good for NTLM, are kept.
fn keeps_password(behind: &[Credential]) -> bool {
    behind.iter().any(|it| !matches!(it, Credential::Ticket(_)))
}

fn same_path(path: &str, page: &str) -> bool {
    path.eq_ignore_ascii_case(page)
}
