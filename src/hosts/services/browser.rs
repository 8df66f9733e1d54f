//! The browser: it loads pages, takes the first scheme it can of those offered, and asks the person when it must.

use super::http_client::{self, Disposition, Initiation, PendingAuth, ResponseInbox};
use super::http_server::{Scheme, password};
use super::pass_through::PassThrough;
use crate::hosts::security::{Answered, Caller, InitiateError, Scope, Target};
use crate::hosts::{
    ConnectionId, Context, Credential, Decision, DenialReason, Endpoint, Holding, Host, HowKnown,
    Identity, Input, LogonType, Mechanism, Note, Package, PeerError, Place, SendError, Token,
    UserPassword,
};
use crate::secret::Secret;
use crate::wire::basic::{Basic, Charset, split_domain};
use crate::wire::http::{self, Challenge, Response};
use crate::wire::netlogon::LogonResponse;
use crate::wire::{DecodeError, ErrorKind};

/// After so many refused prompts the 401 page stays, unless said otherwise.
const PROMPTS: u8 = 3;

/// A page to load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLoad {
    /// The request target.
    pub target: String,
    /// Whether to open a new connection for it.
    pub new_connection: bool,
}

/// A browser with a person before it.
#[derive(Debug)]
pub struct Browser {
    server: Endpoint,
    typed: UserPassword,
    supported: Vec<Scheme>,
    pages: std::vec::IntoIter<PageLoad>,
    /// What it remembers of the server once the person was asked: the scheme, and what the server asked with.
    known: Option<(Scheme, Vec<Challenge>)>,
    prompts: u8,
    most_prompts: u8,
    connection: Option<Open>,
    last: Option<Response>,
    session: Session,
    authority: PassThrough<()>,
}

/// In whose logon session the browser runs.
#[derive(Debug)]
enum Session {
    /// Somebody's of whom nothing is known here.
    Unknown,
    /// The person's, who logs on to this computer first.
    Wanted,
    /// The person's.
    LoggedOn(Token),
}

/// A connection, and what goes on on it.
#[derive(Debug)]
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
            session: Session::Unknown,
            authority: PassThrough::default(),
        }
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

    /// Whether it waits for the server.
    pub fn is_loading(&self) -> bool {
        let open = self.connection.as_ref();
        open.is_some_and(|open| open.loading.is_some())
    }

    /// The last page that stayed.
    pub fn page(&self) -> Option<&Response> {
        self.last.as_ref()
    }

    /// The person logs on at the keyboard.
    fn log_on(&mut self, context: &mut Context<'_>) {
        let request = password::interactive(&self.account(), context);
        if let Some(((), response)) = self.authority.ask(&request, (), context) {
            self.logged_on(&response, context);
        }
    }

    /// The authority has spoken: without a session there is no browser.
    fn logged_on(&mut self, response: &LogonResponse, context: &mut Context<'_>) {
        let Some(validation) = &response.validation else {
            let because = DenialReason::LogonFailed(response.status);
            let failed = Decision::AuthenticationFails { because };
            context.out.note(Note::decision(failed));
            return self.give_up(context);
        };
        let identity = Identity::User {
            domain: validation.domain.clone(),
            name: validation.user.clone(),
        };
        let logon = LogonType::Interactive;
        let credential = Credential::Password(self.account());
        let lsa = &mut context.machine.lsa;
        let token = lsa.log_on(identity.clone(), logon, vec![credential]);
        let of = identity.to_string();
        let password = Holding::new(Secret::Password, &of, Place::LogonSession(token.session));
        let mut held = Holding::new(Secret::Token, &of, Place::Process);
        held.logon = Some(logon);
        let note = Note::decision(Decision::MakesToken {
            identity,
            logon,
            credential: true,
            how: HowKnown {
                package: Package::LogonUser,
                mechanism: Mechanism::Password,
            },
        });
        let password = password.valued(self.typed.password.as_bytes());
        context.out.note(note.gaining(password).gaining(held));
        self.session = Session::LoggedOn(token);
        self.next_page(context);
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

    fn send_basic(&mut self, page: PageLoad, context: &mut Context<'_>) {
        let UserPassword {
            domain,
            user,
            password,
        } = &self.typed;
        let user = if domain.is_empty() {
            user.clone()
        } else {
            format!("{domain}\\{user}")
        };
        let mut basic = Basic {
            user,
            password: password.clone(),
            charset: Charset::Latin1,
        };
        // Latin-1 was the browsers' default; what it cannot express goes out as UTF-8.
        let credentials = basic.credentials().or_else(|_| {
            basic.charset = Charset::Utf8;
            basic.credentials()
        });
        match credentials {
            Ok(credentials) => {
                self.send(
                    page,
                    Some(credentials.to_string()),
                    PendingAuth::Answer(Scheme::Basic),
                    context,
                );
            }
            Err(error) => {
                let error = SendError::Basic(error);
                context
                    .out
                    .note(Note::decision(Decision::CannotSend { error }));
                self.give_up(context);
            }
        }
    }

    /// Signs in by a scheme, from its first message on; `offered` is what the server asked with.
    fn begin(
        &mut self,
        scheme: Scheme,
        page: PageLoad,
        offered: &[Challenge],
        context: &mut Context<'_>,
    ) {
        let target = Target::http(&self.server.host, "GET", &page.target);
        let caller = match &self.session {
            Session::LoggedOn(token) if self.prompts == 0 => Caller::Thread(token.clone()),
            _ => Caller::Credential(Credential::Password(self.account())),
        };
        match http_client::initiate(scheme, caller, &target, offered, context) {
            None => self.send_basic(page, context),
            Some(Initiation::Sent(header, sent)) => self.send(page, Some(header), sent, context),
            Some(Initiation::Question(state, question)) => match state.step(&question, context) {
                Ok(answered) => self.answer(scheme, page, &answered, context),
                Err(error) => self.cannot_answer(error, context),
            },
        }
    }

    /// A response came; `open` says whether the connection it came on can be used again.
    fn response(&mut self, response: Response, open: bool, context: &mut Context<'_>) {
        let Some((page, sent)) = self.connection.as_mut().and_then(|it| it.loading.take()) else {
            return;
        };
        if !open || !http::keep_alive(&response.headers, response.version) {
            self.connection = None;
        }
        self.last = Some(response.clone());
        match http_client::interpret(sent, response) {
            Disposition::Page(_) => {
                self.prompts = 0;
                self.next_page(context);
            }
            Disposition::Question {
                scheme,
                state,
                question,
            } => match state.step(&question, context) {
                Ok(answered) => self.answer(scheme, page, &answered, context),
                Err(error) => self.cannot_answer(error, context),
            },
            Disposition::Refused { offered, answered } => {
                self.refused(page, &offered, answered, context);
            }
        }
    }

    /// The question makes no sense, or the answer to it does not fit its message.
    fn cannot_answer(&mut self, error: InitiateError, context: &mut Context<'_>) {
        context.out.note(Note::decision(match error {
            InitiateError::Malformed(error) => Decision::PeerMisbehaved {
                error: PeerError::Malformed(error),
            },
            InitiateError::ControlCharacter => Decision::CannotSend {
                error: SendError::ControlCharacter,
            },
            InitiateError::NoCredential => Decision::CannotSend {
                error: SendError::NoCredential,
            },
            InitiateError::TooLong(field) => Decision::CannotSend {
                error: SendError::NtlmField(field),
            },
        }));
        self.give_up(context);
    }

    fn answer(
        &mut self,
        scheme: Scheme,
        page: PageLoad,
        answered: &Answered,
        context: &mut Context<'_>,
    ) {
        // Without keep-alive the connection that asked is gone, and the answer goes to another.
        let open = self
            .connection
            .get_or_insert_with(|| Open::new(&self.server, context));
        let id = open.id;
        if let Some(computation) = answered.computation.clone() {
            let of = self.name();
            let place = Place::Connection(id);
            let mut note = Note::computation(computation)
                .on(id)
                .with_steps(answered.steps.clone())
                .gaining(Holding::new(Secret::Response, &of, place).valued(&answered.proof));
            if let Some(hash) = &answered.nt_hash {
                note = note.gaining(Holding::new(Secret::NtHash, &of, Place::Process).valued(hash));
            }
            if let Some(key) = &answered.session_key {
                note = note.gaining(Holding::new(Secret::SessionKey, &of, place).valued(key));
            }
            context.out.note(note);
        }
        let header = http_client::authorization(scheme, &answered.message);
        self.send(page, Some(header), PendingAuth::Answer(scheme), context);
    }

    /// A 401: sign in with the first scheme it supports. It does not fall back to another.
    fn refused(
        &mut self,
        page: PageLoad,
        offered: &[Challenge],
        answered: bool,
        context: &mut Context<'_>,
    ) {
        let names: Vec<String> = offered.iter().map(|offer| offer.scheme.clone()).collect();
        let choice = names
            .iter()
            .filter_map(|name| Scheme::named(name))
            .find(|scheme| self.supported.contains(scheme));
        let Some(scheme) = choice else {
            let offered = names;
            context
                .out
                .note(Note::decision(Decision::CannotSignIn { offered }));
            return;
        };
        if answered && self.prompts >= self.most_prompts {
            self.give_up(context);
            return;
        }
        let logged_on = matches!(self.session, Session::LoggedOn(_)) && scheme.package().is_some();
        let ask = answered || (self.known.is_none() && !logged_on);
        self.prompts += u8::from(ask);
        let mut note = Note::decision(Decision::SignsIn {
            scheme,
            offered: names,
            prompt: ask.then_some(self.prompts),
        });
        if ask {
            let password = Holding::new(Secret::Password, self.name(), Place::Process);
            note = note.gaining(password.valued(self.typed.password.as_bytes()));
        }
        context.out.note(note);
        self.known = Some((scheme, offered.to_vec()));
        self.begin(scheme, page, offered, context);
    }

    fn give_up(&mut self, context: &mut Context<'_>) {
        let prompts = self.prompts;
        context
            .out
            .note(Note::decision(Decision::GivesUp { prompts }));
    }

    /// The server does not speak HTTP, or left in mid-sentence.
    fn broken(&mut self, error: DecodeError, context: &mut Context<'_>) {
        let error = PeerError::Malformed(error);
        let note = Note::decision(Decision::PeerMisbehaved { error });
        context.out.note(note);
        self.connection = None;
        self.give_up(context);
    }

    fn name(&self) -> String {
        format!("{}\\{}", self.typed.domain, self.typed.user)
    }

    /// What was typed, as an account: `DOMAIN\user` may stand in the field for the user.
    fn account(&self) -> UserPassword {
        let mut account = self.typed.clone();
        if let ("", (Some(domain), user)) =
            (account.domain.as_str(), split_domain(&self.typed.user))
        {
            account.domain = domain.to_owned();
            account.user = user.to_owned();
        }
        account
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
            Ok(Some(response)) => {
                let open = open.inbox.is_empty();
                self.response(response, open, context);
            }
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
            Ok(Some(response)) => self.response(response, false, context),
            Ok(None) if open.loading.is_none() => self.connection = None,
            Ok(None) => {
                let kind = ErrorKind::Unterminated;
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
            Input::Received(id, bytes) if self.is_open(id) => self.received(id, &bytes, context),
            Input::Closed(id) if self.is_open(id) => self.closed(context),
            _ => {}
        }
    }
}
