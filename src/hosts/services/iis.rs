//! The IIS front end: it authenticates callers and, as the thread that wears their token, opens their mailbox or a
//! database.

mod page;

use super::back_end_call::{BackEndAnswer, BackEndCall, Call, CallProgress, Protocol};
use super::domain_controller::account_holdings;
use super::http_server::{AuthenticatedClient, GateEvent, WebServer, WebSettings};
use super::kdc_client::KdcInquiries;
use crate::hosts::security::{Caller, Login, Scope};
use crate::hosts::{
    ByConnection, ConnectionId, Context, Credential, Decision, DenialReason, Endpoint, Holding,
    Host, Identity, Input, Machine, Note, Reply, StorageLocation, Token,
};
use crate::secret::Secret;
use crate::wire::http::{Limits, Request, Response};
use page::{html, page, page_of};

/// What an IIS is set to.
#[derive(Clone, Debug)]
pub struct IisSettings {
    /// How it authenticates.
    pub web: WebSettings,
    /// Limits on what it reads.
    pub limits: Limits,
    /// Whether pages are given to callers it does not know.
    pub anonymous: bool,
    /// What runs on it.
    pub application: Application,
}

/// What runs on an IIS.
#[derive(Clone, Debug)]
pub enum Application {
    /// The front end of a back end: of mailboxes, or of a database.
    FrontEnd {
        /// Its pages.
        pages: Pages,
        /// Where the mailboxes or the database are.
        back_end: Endpoint,
        /// Where the public folders are, if not there: a visit opens one after the mailbox.
        folders: Option<Endpoint>,
        /// How they are reached.
        protocol: Protocol,
        /// Whether Kerberos may be tried over TDS.
        negotiate: bool,
        /// What is answered by hand on hop 2: sending the AUTHENTICATE of hop 1, as KB183545 tells it, is one way.
        reply: Option<Reply>,
    },
    /// A page that says who asked.
    WhoAmI,
}

/// What a public folder server opens in place of a mailbox: the root of its folders.
const PUBLIC_FOLDERS: &str = "Public Folders";

/// The database that an application opens on SQL Server: its connection string says so.
const DATABASE: &str = "Sales";

/// The paths of a front end.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Open to anybody.
    pub public: String,
    /// Opens the mailbox that the query names, or the database; asks for authentication by itself.
    pub protected: String,
}

/// An IIS.
pub struct Iis {
    web: WebServer,
    anonymous: bool,
    application: Application,
    holdings: Vec<Holding>,
    /// Calls to back ends, by their connections.
    calls: ByConnection<Calling>,
    /// What is asked of KDCs for calls, with the connection to the back end.
    inquiries: KdcInquiries<(ConnectionId, Calling)>,
    /// Logon sessions made for the request under way on a connection.
    sessions: ByConnection<Token>,
}

/// A call to a back end under way.
struct Calling {
    /// The browser's connection that waits for it.
    waiting: ConnectionId,
    call: Box<BackEndCall>,
    opens: Opens,
}

/// What a call opens.
#[derive(Debug)]
enum Opens {
    /// The mailbox, and after it a folder, where folders have a server of their own.
    Mailbox { then: Option<Call> },
    /// A folder on the public folder server, behind the mailbox.
    Folder,
    /// A database.
    Database,
}

impl Iis {
    /// An IIS on that computer.
    pub fn new(settings: IisSettings, machine: &Machine) -> Self {
        Self {
            web: WebServer::new(settings.web, settings.limits),
            anonymous: settings.anonymous,
            application: settings.application,
            holdings: account_holdings(machine),
            calls: ByConnection::default(),
            inquiries: KdcInquiries::default(),
            sessions: ByConnection::default(),
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
                if matches!(request.method.as_str(), "GET" | "HEAD" | "POST") {
                    self.serve(connection, &request, client, context);
                } else {
                    let response = Response::new(405, "Method Not Allowed");
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
        let page = match (&self.application, &client) {
            (Application::WhoAmI, None) => return self.refuse(connection, context),
            (Application::WhoAmI, Some(client)) => page(
                200,
                "OK",
                "text/plain",
                format!("{}\n", client.token.identity),
            ),
            (
                Application::FrontEnd {
                    pages, protocol, ..
                },
                client,
            ) if is(path, &pages.public) => {
                if client.is_none() && !self.anonymous {
                    return self.refuse(connection, context);
                }
                if client.is_none() && !self.web.offers_any() {
                    note_anybody(connection, context);
                }
                if *protocol == Protocol::Sql {
                    html("<a href=\"orders.aspx\">Orders</a>")
                } else {
                    html("<form action=\"logonfrm\">Mailbox: <input name=\"mailbox\"></form>")
                }
            }
            (Application::FrontEnd { pages, .. }, None) if is(path, &pages.protected) => {
                return self.refuse(connection, context);
            }
            (
                Application::FrontEnd {
                    pages,
                    back_end,
                    folders,
                    protocol,
                    negotiate,
                    reply,
                },
                Some(client),
            ) if is(path, &pages.protected) => {
                let asked = || {
                    form_urlencoded::parse(query.as_bytes())
                        .find(|(key, _)| key == "mailbox")
                        .map_or_else(String::new, |(_, value)| value.into_owned())
                };
                let database = *protocol == Protocol::Sql;
                let caller = match (reply, &client.replayable) {
                    (Some(Reply::Replay), Some(message)) => Caller::Replay(message.clone()),
                    (None | Some(Reply::Replay | Reply::Thread), _) => {
                        Caller::Thread(client.token.clone())
                    }
                    (Some(reply), _) => Caller::Hand(reply.clone()),
                };
                let call = Call {
                    service: back_end.clone(),
                    protocol: *protocol,
                    resource: if database {
                        DATABASE.to_owned()
                    } else {
                        asked()
                    },
                    thread: client.token.identity.clone(),
                    caller,
                    negotiate: *negotiate,
                };
                if database {
                    return self.call(connection, call, Opens::Database, context);
                }
                let then = folders.as_ref().map(|folders| Call {
                    service: folders.clone(),
                    resource: PUBLIC_FOLDERS.to_owned(),
                    ..call.clone()
                });
                return self.call(connection, call, Opens::Mailbox { then }, context);
            }
            _ => page(
                404,
                "Not Found",
                "text/html",
                "<h1>404 Not Found</h1>\n".to_owned(),
            ),
        };
        self.respond(connection, page, context);
    }

    /// Calls a back end for a browser that waits.
    fn call(&mut self, waiting: ConnectionId, call: Call, opens: Opens, context: &mut Context<'_>) {
        match BackEndCall::start(call, context) {
            Ok((id, call)) => {
                let calling = Calling {
                    waiting,
                    call,
                    opens,
                };
                self.calls.insert(id, calling);
            }
            Err(answer) => {
                let page = hear(answer, &opens, context);
                self.respond(waiting, page, context);
            }
        }
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
        if let Some(token) = self.sessions.remove(connection) {
            context.machine.lsa.log_off(&token);
        }
    }

    /// The mailbox host answered, or broke off.
    fn back_end(&mut self, id: ConnectionId, bytes: Option<&[u8]>, context: &mut Context<'_>) {
        let Some(calling) = self.calls.remove(id) else {
            return;
        };
        let Calling {
            waiting,
            call,
            opens,
        } = calling;
        let progress = match bytes {
            None => CallProgress::Done(call.closed()),
            Some(bytes) => call.receive(bytes, context),
        };
        self.progress(id, waiting, opens, progress, context);
    }

    /// A KDC answered, or left: the call that waits for it goes on.
    fn kdc(&mut self, id: ConnectionId, bytes: Option<&[u8]>, context: &mut Context<'_>) {
        if let Some(((connection, calling), initiated)) = self.inquiries.take(id, bytes, context) {
            let Calling {
                waiting,
                call,
                opens,
            } = calling;
            let progress = call.initiated(initiated, context);
            self.progress(connection, waiting, opens, progress, context);
        }
    }

    /// What became of a call to a back end on that connection.
    fn progress(
        &mut self,
        id: ConnectionId,
        waiting: ConnectionId,
        opens: Opens,
        progress: CallProgress,
        context: &mut Context<'_>,
    ) {
        let answer = match progress {
            CallProgress::Done(answer) => answer,
            CallProgress::Pending(call) => {
                let calling = Calling {
                    waiting,
                    call,
                    opens,
                };
                return self.calls.insert(id, calling);
            }
            CallProgress::Asks(inquiry, call) => {
                let calling = Calling {
                    waiting,
                    call,
                    opens,
                };
                return self.inquiries.ask(inquiry, (id, calling), context);
            }
        };
        let opened = answer.succeeded();
        let page = hear(answer, &opens, context);
        match opens {
            Opens::Mailbox { then: Some(next) } if opened => {
                self.call(waiting, next, Opens::Folder, context);
            }
            Opens::Mailbox { .. } | Opens::Folder | Opens::Database => {
                self.respond(waiting, page, context);
            }
        }
    }
}

impl Host for Iis {
    fn handle(&mut self, input: Input, context: &mut Context<'_>) {
        match input {
            Input::Received(id, bytes) if self.inquiries.contains(id) => {
                self.kdc(id, Some(&bytes), context);
            }
            Input::Closed(id) if self.inquiries.contains(id) => self.kdc(id, None, context),
            Input::Received(id, bytes) if self.calls.contains(id) => {
                self.back_end(id, Some(&bytes), context);
            }
            Input::Closed(id) if self.calls.contains(id) => self.back_end(id, None, context),
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
    let token = Holding::new(Secret::Token, account.to_string(), place);
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

fn is(path: &str, page: &str) -> bool {
    path.eq_ignore_ascii_case(page)
}

/// The back end's answer, noted and made a page.
fn hear(answer: BackEndAnswer, opens: &Opens, context: &mut Context<'_>) -> Response {
    let page = page_of(&answer, opens, context.machine.era);
    context
        .out
        .note(Note::decision(Decision::HearsFromBackEnd(answer)));
    page
}
