//! The browser: it loads pages, takes the first scheme it can of those offered, and asks the person when it must.

mod logon;
mod responses;
mod sign_in;

use super::http_client::{self, PendingAuth, ResponseInbox};
use super::kdc_client::KdcInquiries;
use super::pass_through::PassThrough;
use super::scheme::Scheme;
use crate::hosts::security::Scope;
use crate::hosts::{AccessToken, ConnectionId, Context, Endpoint, Host, Input, UserPassword};
use crate::wire::http::{AuthValue, Response};
use crate::wire::{DecodeError, ErrorKind};

/// After so many refused prompts the 401 page stays, unless said otherwise.
const PROMPTS: u8 = 3;

/// A page that the person goes to, after the one before it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLoad {
    /// Path and query, as the request line has them.
    pub target: String,
    /// Whether to open a new connection for it.
    pub new_connection: bool,
}

/// A browser with a person before it.
pub struct Browser {
    server: Endpoint,
    typed: UserPassword,
    supported: Vec<Scheme>,
    pages: std::vec::IntoIter<PageLoad>,
    /// What it remembers of the server once the person was asked: the scheme, and what the server asked with.
    known: Option<(Scheme, Vec<AuthValue>)>,
    prompts: u8,
    most_prompts: u8,
    connection: Option<Open>,
    last: Option<Response>,
    /// What a KDC last refused with.
    refusal: Option<(i64, Option<u32>)>,
    session: Session,
    authority: PassThrough<()>,
    /// What is asked of KDCs, and for which page.
    inquiries: KdcInquiries<(Scheme, PageLoad)>,
    /// Whether servers may be given a TGT of the person's.
    delegates: bool,
    /// The name that DNS has for the server behind the one in the address.
    canonical: Option<String>,
    /// Whether tickets are asked for with an unusual port in the name.
    names_port: bool,
}

/// In whose logon session the browser runs.
#[derive(Debug)]
enum Session {
    /// Somebody's of whom nothing is known here.
    Unknown,
    /// The person's, who logs on to this computer first.
    Wanted,
    /// The person has logged on to this computer; the token is that logon's.
    LoggedOn(AccessToken),
}

/// A connection, and what goes on on it.
struct Open {
    id: ConnectionId,
    inbox: ResponseInbox,
    /// The page being loaded and what was sent for it.
    loading: Option<(PageLoad, PendingAuth)>,
}

impl Open {
    fn new(server: &Endpoint, context: &mut Context<'_>) -> Self {
        Self {
            id: context.out.open(server),
            inbox: ResponseInbox::default(),
            loading: None,
        }
    }
}

impl Browser {
    /// A browser that will load `pages` from `server`; the person types `typed` at each prompt.
    pub fn new(server: Endpoint, typed: UserPassword, pages: Vec<PageLoad>) -> Self {
        Self {
            server,
            typed,
            supported: Scheme::ALL.to_vec(),
            pages: pages.into_iter(),
            known: None,
            prompts: 0,
            most_prompts: PROMPTS,
            connection: None,
            last: None,
            refusal: None,
            session: Session::Unknown,
            authority: PassThrough::default(),
            inquiries: KdcInquiries::default(),
            delegates: false,
            canonical: None,
            names_port: false,
        }
    }

    /// Lets a server that is trusted for delegation have a TGT of the person's (AuthNegotiateDelegateAllowlist).
    pub fn delegating(mut self, delegates: bool) -> Self {
        self.delegates = delegates;
        self
    }

    /// Asks for tickets by this name of the server, not by the one in the address: the address is an alias of it.
    pub fn with_canonical_name(mut self, name: Option<String>) -> Self {
        self.canonical = name;
        self
    }

    /// Asks for tickets with the port in the name of the service, where it is not the usual one.
    pub fn naming_port(mut self, names_port: bool) -> Self {
        self.names_port = names_port;
        self
    }

    /// In the session of the person, who logs on to the browser's computer with what is typed: for a scheme with a
    /// package the browser signs in as whoever is logged on, and asks only where that is refused.
    pub fn in_own_session(mut self) -> Self {
        self.session = Session::Wanted;
        self
    }

    /// With another number of prompts before it gives up. Real servers lock accounts out.
    pub fn with_prompts(mut self, most: u8) -> Self {
        self.most_prompts = most;
        self
    }

    /// That signs in in these ways only.
    pub fn with_schemes(mut self, schemes: Vec<Scheme>) -> Self {
        self.supported = schemes;
        self
    }

    /// Whether it waits for the server, or for a KDC.
    pub fn is_loading(&self) -> bool {
        let open = self.connection.as_ref();
        open.is_some_and(|open| open.loading.is_some()) || !self.inquiries.is_empty()
    }

    /// The last page that stayed.
    pub fn page(&self) -> Option<&Response> {
        self.last.as_ref()
    }

    /// What a KDC last refused what was typed with: error-code, and NTSTATUS if it said one.
    pub fn refusal(&self) -> Option<(i64, Option<u32>)> {
        self.refusal
    }

    fn next_page(&mut self, context: &mut Context<'_>) {
        let Some(page) = self.pages.next() else {
            return;
        };
        if page.new_connection
            && let Some(open) = self.connection.take()
        {
            context.out.close(open.id);
        }
        self.load(page, context);
    }

    /// Asks for a page with what is known. Credentials go with each request where they hold for one, and otherwise
    /// on a fresh connection.
    fn load(&mut self, page: PageLoad, context: &mut Context<'_>) {
        match self.known.clone() {
            Some((scheme, offered))
                if scheme.scope() == Scope::Request || self.connection.is_none() =>
            {
                self.begin(scheme, page, &offered, context);
            }
            _ => self.send(page, None, PendingAuth::Nothing, context),
        }
    }

    fn send(
        &mut self,
        page: PageLoad,
        authorization: Option<String>,
        sent: PendingAuth,
        context: &mut Context<'_>,
    ) {
        let open = self
            .connection
            .get_or_insert_with(|| Open::new(&self.server, context));
        let agent = context.machine.era.user_agent();
        let mut request = http_client::get(&page.target, &self.server.authority(), agent);
        if let Some(value) = authorization {
            request.headers.push("Authorization", value);
        }
        open.loading = Some((page, sent));
        context.out.send(open.id, request.encode());
    }

    fn is_open(&self, id: ConnectionId) -> bool {
        self.connection.as_ref().is_some_and(|open| open.id == id)
    }

    fn received(&mut self, id: ConnectionId, bytes: &[u8], context: &mut Context<'_>) {
        let Some(open) = &mut self.connection else {
            return;
        };
        if open.loading.is_none() {
            // Nobody asked: what comes next on this connection could not be told from an answer.
            self.connection = None;
            context.out.close(id);
            return;
        }
        match open.inbox.push(bytes) {
            Ok(Some(response)) => self.response(response, context),
            Ok(None) => {}
            Err(error) => {
                context.out.close(id);
                self.broken(error, context);
            }
        }
    }

    fn closed(&mut self, context: &mut Context<'_>) {
        let Some(open) = &mut self.connection else {
            return;
        };
        match open.inbox.close() {
            Ok(Some(response)) => self.response(response, context),
            Ok(None) if open.loading.is_none() => self.connection = None,
            Ok(None) => {
                let expected = "a whole response before the connection closes";
                let kind = ErrorKind::Unexpected { expected };
                self.broken(DecodeError::new(kind, "response", 0), context);
            }
            Err(error) => self.broken(error, context),
        }
    }
}

impl Host for Browser {
    fn handle(&mut self, input: Input, context: &mut Context<'_>) {
        match input {
            Input::Start if matches!(self.session, Session::Wanted) => self.log_on(context),
            Input::Start if self.connection.is_none() => self.next_page(context),
            Input::Received(id, bytes) if self.authority.is_channel(id) => {
                if let Some(((), response)) = self.authority.answer(&bytes) {
                    self.logged_on(&response, context);
                }
            }
            Input::Received(id, bytes) if self.inquiries.contains(id) => {
                self.kdc(id, Some(&bytes), context);
            }
            Input::Closed(id) if self.inquiries.contains(id) => self.kdc(id, None, context),
            Input::Received(id, bytes) if self.is_open(id) => self.received(id, &bytes, context),
            Input::Closed(id) if self.is_open(id) => self.closed(context),
            _ => {}
        }
    }
}
