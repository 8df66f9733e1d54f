//! The authentication that a web server puts before its pages. IIS uses it on hop 1, the mailbox host on hop 2.

use super::entropy::draw;
use super::ntlm::{self, AwaitAuthenticate, AwaitValidation, Received, ServerError};
use super::pass_through::PassThrough;
use super::{
    Because, Comparison, Computation, ConnectionId, Context, Credential, Holding, HowKnown, Input,
    LogonType, Note, Place, Purpose, Token,
};
use crate::crypto::{self, Step, Trace};
use crate::secret::Secret;
use crate::wire::DecodeError;
use crate::wire::basic::{Basic, split_domain};
use crate::wire::http::{self, Credentials, Limits, Progress, Request, Response};
use crate::wire::netlogon::{Logon, LogonRequest, LogonResponse, STATUS_NO_LOGON_SERVERS};
use crate::wire::ntlm::Message;
use std::collections::BTreeMap;

/// A way to sign in over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// `[MS-NTHT]`.
    Ntlm,
    /// RFC 7617.
    Basic,
}

impl Scheme {
    /// Its name in a header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ntlm => "NTLM",
            Self::Basic => "Basic",
        }
    }

    /// The scheme of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Ntlm, Self::Basic]
            .into_iter()
            .find(|scheme| scheme.name().eq_ignore_ascii_case(name))
    }
}

/// How a web server authenticates.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// The schemes a 401 offers, in order.
    pub schemes: Vec<Scheme>,
    /// Whether connections stay open.
    pub keep_alive: bool,
    /// Whether an NTLM sign-in is forgotten after one request (`authPersistSingleRequest`).
    pub single_request: bool,
    /// How Basic logs on.
    pub basic_logon: LogonType,
    /// The domain of a Basic user name that has none; empty means this computer.
    pub default_domain: String,
    /// The `Server` header.
    pub product: &'static str,
}

/// Who is on the other side, once known.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Their token on this computer.
    pub token: Token,
    /// The AUTHENTICATE they signed in with, if it was NTLM.
    pub authenticate: Option<Vec<u8>>,
}

/// How somebody just became known.
#[derive(Debug)]
pub struct Login {
    /// How.
    pub how: HowKnown,
    /// What the server computed.
    pub steps: Vec<Step>,
    /// What it compared.
    pub comparisons: Vec<Comparison>,
    /// What it holds from it.
    pub gained: Vec<Holding>,
}

/// What comes through the gate.
#[derive(Debug)]
pub enum Arrival {
    /// A request, from somebody known or not. It must be answered with [`WebServer::respond`].
    Request {
        /// The connection.
        connection: ConnectionId,
        /// The request.
        request: Request,
        /// Who asks.
        visitor: Option<Visitor>,
        /// Present if they became known with this very request.
        login: Option<Login>,
    },
    /// Credentials that were refused. It must be answered with [`WebServer::refuse`].
    Refused {
        /// The connection.
        connection: ConnectionId,
        /// Why.
        because: Because,
        /// What the server computed.
        steps: Vec<Step>,
        /// What it compared.
        comparisons: Vec<Comparison>,
    },
}

/// The gate.
#[derive(Debug)]
pub struct WebServer {
    settings: WebSettings,
    limits: Limits,
    connections: BTreeMap<ConnectionId, Connection>,
    authority: PassThrough<Pending>,
    judged: Vec<(Pending, LogonResponse)>,
}

#[derive(Debug, Default)]
struct Connection {
    inbox: Vec<u8>,
    auth: Auth,
    /// The request under way: whether it is a HEAD, and whether the connection ends with it.
    current: Option<(bool, bool)>,
}

#[derive(Debug, Default)]
enum Auth {
    #[default]
    Fresh,
    Asked(AwaitAuthenticate),
    SignedIn(Visitor),
}

#[derive(Debug)]
struct Pending {
    connection: ConnectionId,
    request: Request,
    proof: Proof,
}

#[derive(Debug)]
enum Proof {
    Ntlm(Box<AwaitValidation>),
    Basic(Credential),
}

impl WebServer {
    /// A gate with nobody before it.
    pub fn new(settings: WebSettings, limits: Limits) -> Self {
        Self {
            settings,
            limits,
            connections: BTreeMap::new(),
            authority: PassThrough::default(),
            judged: Vec::new(),
        }
    }

    /// Takes an input that concerns the gate; then [`next`](Self::next) says what came of it.
    pub fn handle(&mut self, input: Input) {
        match input {
            Input::Start => {}
            Input::Opened(connection) => {
                self.connections.insert(connection, Connection::default());
            }
            Input::Received(connection, bytes) if self.authority.is_channel(connection) => {
                self.judged.extend(self.authority.answer(&bytes));
            }
            Input::Received(connection, bytes) => {
                if let Some(connection) = self.connections.get_mut(&connection) {
                    connection.inbox.extend_from_slice(&bytes);
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
    pub fn next(&mut self, context: &mut Context<'_>) -> Option<Arrival> {
        loop {
            if let Some((pending, response)) = self.judged.pop() {
                if let Some(arrival) = self.judge(pending, &response, context) {
                    return Some(arrival);
                }
                continue;
            }
            let (connection, request) = self.next_request(context)?;
            if let Some(arrival) = self.examine(connection, request, context) {
                return Some(arrival);
            }
        }
    }

    /// Answers the request under way on a connection.
    pub fn respond(&mut self, id: ConnectionId, mut response: Response, context: &mut Context<'_>) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let (head, last) = connection.current.take().unwrap_or((false, true));
        if self.settings.single_request && response.status != 401 {
            connection.auth = Auth::Fresh;
        }
        let (seconds, _) = context.now.to_unix();
        let since = std::time::Duration::from_secs(seconds.unsigned_abs());
        let date = httpdate::fmt_http_date(std::time::UNIX_EPOCH + since);
        response.headers.push("Server", self.settings.product);
        response.headers.push("Date", date);
        response
            .headers
            .set("Content-Length", response.body.len().to_string());
        if last {
            response.headers.push("Connection", "close");
        }
        if head {
            response.body.clear();
        }
        context.out.send(id, response.encode());
        if last {
            self.connections.remove(&id);
            context.out.close(id);
        }
    }

    /// Answers with 401 and the schemes.
    pub fn refuse(&mut self, connection: ConnectionId, context: &mut Context<'_>) {
        if let Some(connection) = self.connections.get_mut(&connection) {
            connection.auth = Auth::Fresh;
        }
        let schemes = self.settings.schemes.clone();
        let realm = context.machine.dns_name();
        let mut response = Response::new(401, "Unauthorized");
        for scheme in schemes {
            let offer = match scheme {
                Scheme::Ntlm => "NTLM".to_owned(),
                Scheme::Basic => format!("Basic realm=\"{realm}\""),
            };
            response.headers.push("WWW-Authenticate", offer);
        }
        response.headers.push("Content-Type", "text/html");
        response.body = b"<h1>401 Unauthorized</h1>\n".to_vec();
        self.respond(connection, response, context);
    }

    /// The next whole request of a connection that has none under way.
    fn next_request(&mut self, context: &mut Context<'_>) -> Option<(ConnectionId, Request)> {
        let mut broken = None;
        let mut found = None;
        for (id, connection) in &mut self.connections {
            if connection.current.is_some() || connection.inbox.is_empty() {
                continue;
            }
            match take_request(&mut connection.inbox, &self.limits) {
                Ok(None) => {}
                Ok(Some(request)) => {
                    let stays = http::keep_alive(&request.headers, request.version);
                    let last = !self.settings.keep_alive || !stays;
                    connection.current = Some((request.method == "HEAD", last));
                    found = Some((*id, request));
                    break;
                }
                Err(error) => {
                    connection.current = Some((false, true));
                    connection.inbox.clear();
                    broken = Some((*id, error.to_string()));
                    break;
                }
            }
        }
        if let Some((id, error)) = broken {
            let mut response = Response::new(400, "Bad Request");
            response.headers.push("Content-Type", "text/plain");
            response.body = format!("{error}\n").into_bytes();
            context
                .out
                .note(Note::decision(super::Decision::PeerMisbehaved { error }).on(id));
            self.respond(id, response, context);
            return self.next_request(context);
        }
        found
    }

    /// Looks at the credentials of a request; `None` if an answer went out or the authority was asked.
    fn examine(
        &mut self,
        id: ConnectionId,
        request: Request,
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        let connection = self.connections.get_mut(&id)?;
        let Some(header) = request.headers.get("Authorization") else {
            let visitor = match &connection.auth {
                Auth::SignedIn(visitor) => Some(visitor.clone()),
                _ => None,
            };
            return Some(Arrival::Request {
                connection: id,
                request,
                visitor,
                login: None,
            });
        };
        let credentials = match Credentials::parse(header) {
            Ok(credentials) => credentials,
            Err(error) => return refused(id, Because::Malformed(error.to_string())),
        };
        let scheme = Scheme::named(&credentials.scheme);
        match scheme.filter(|scheme| self.settings.schemes.contains(scheme)) {
            None => refused(id, Because::SchemeNotOffered),
            Some(Scheme::Ntlm) => self.ntlm(id, request, &credentials, context),
            Some(Scheme::Basic) => self.basic(id, request, &credentials, context),
        }
    }

    fn ntlm(
        &mut self,
        id: ConnectionId,
        request: Request,
        credentials: &Credentials,
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        let token = match credentials.params.token_bytes() {
            Some(Ok(token)) => token,
            Some(Err(error)) => return refused(id, Because::Malformed(error.to_string())),
            None => Vec::new(),
        };
        let connection = self.connections.get_mut(&id)?;
        match (
            Message::decode(&token).value,
            std::mem::take(&mut connection.auth),
        ) {
            (Ok(Message::Negotiate(_)), _) => self.challenge(id, &token, context),
            (Ok(Message::Authenticate(_)), Auth::Asked(state)) => {
                match state.receive(&token, context.machine) {
                    Ok(Received::Anonymous) => {
                        let machine = &mut *context.machine;
                        let token = machine.lsa.log_on(
                            super::Identity::Anonymous,
                            LogonType::Network,
                            None,
                        );
                        self.admit(id, request, token, None, HowKnown::NullSession)
                    }
                    Ok(Received::Local(token)) => {
                        self.admit(id, request, token, None, HowKnown::LocalCall)
                    }
                    Ok(Received::Response(state, question)) => {
                        let pending = Pending {
                            connection: id,
                            request,
                            proof: Proof::Ntlm(state),
                        };
                        self.ask(&question, pending, context)
                    }
                    Err(error) => refused(id, because(&error)),
                }
            }
            (Ok(Message::Authenticate(_)), _) => refused(id, Because::NoContext),
            (Ok(Message::Challenge(_)), _) => refused(
                id,
                Because::Malformed("a CHALLENGE from a client".to_owned()),
            ),
            (Err(error), _) => refused(id, Because::Malformed(error.to_string())),
        }
    }

    fn challenge(
        &mut self,
        id: ConnectionId,
        negotiate: &[u8],
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        match ntlm::accept(negotiate, context) {
            Ok((state, challenge)) => {
                let question = state.server_challenge();
                context.out.note(challenge_note(question, id));
                if let Some(connection) = self.connections.get_mut(&id) {
                    connection.auth = Auth::Asked(state);
                }
                let mut response = Response::new(401, "Unauthorized");
                let value = super::http_client::ntlm_authorization(&challenge);
                response.headers.push("WWW-Authenticate", value);
                self.respond(id, response, context);
                None
            }
            Err(error) => refused(id, Because::Malformed(error.to_string())),
        }
    }

    fn basic(
        &mut self,
        id: ConnectionId,
        request: Request,
        credentials: &Credentials,
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        let token = Basic::from_credentials(credentials)?;
        let basic = match token.and_then(|user_pass| Basic::decode(&user_pass).value) {
            Ok(basic) => basic,
            Err(error) => return refused(id, Because::Malformed(error.to_string())),
        };
        let (domain, user) = split_domain(&basic.user);
        let credential = Credential {
            domain: domain.unwrap_or(&self.settings.default_domain).to_owned(),
            user: user.to_owned(),
            password: basic.password,
        };
        let question = match self.settings.basic_logon {
            LogonType::Network => own_question(id, &credential, context),
            _ => interactive(&credential, context),
        };
        let pending = Pending {
            connection: id,
            request,
            proof: Proof::Basic(credential),
        };
        self.ask(&question, pending, context)
    }

    fn ask(
        &mut self,
        question: &LogonRequest,
        pending: Pending,
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        let (pending, response) = self.authority.ask(question, pending, context)?;
        self.judge(pending, &response, context)
    }

    /// The authority has spoken.
    fn judge(
        &mut self,
        pending: Pending,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        let id = pending.connection;
        self.connections.get(&id)?;
        match pending.proof {
            Proof::Basic(credential) => match &response.validation {
                None => refused(id, Because::LogonFailed(response.status)),
                Some(validation) => {
                    let identity = super::Identity::User {
                        domain: validation.domain.clone(),
                        name: validation.user.clone(),
                    };
                    let of = identity.to_string();
                    let logon = self.settings.basic_logon;
                    let password = credential.password.clone().into_bytes();
                    let token = context
                        .machine
                        .lsa
                        .log_on(identity, logon, Some(credential));
                    let held = |place| Holding::new(Secret::Password, &of, place).valued(&password);
                    let mut gained = vec![held(Place::Connection(id))];
                    if logon.keeps_credential() {
                        let place = Place::LogonSession(token.session);
                        gained.push(held(place));
                    }
                    gained.push(token_holding(&token, Place::Connection(id)));
                    let login = Login {
                        how: HowKnown::Password,
                        steps: Vec::new(),
                        comparisons: Vec::new(),
                        gained,
                    };
                    let visitor = Visitor {
                        token,
                        authenticate: None,
                    };
                    arrived(id, pending.request, visitor, login)
                }
            },
            Proof::Ntlm(state) => {
                let proof = state.proof();
                match state.validated(response) {
                    Err(ServerError::Mic(checked)) => Some(Arrival::Refused {
                        connection: id,
                        because: Because::MicMismatch,
                        steps: checked.steps,
                        comparisons: vec![checked.comparison],
                    }),
                    Err(error) => refused(id, because(&error)),
                    Ok(known) => {
                        let logon = LogonType::Network;
                        let of = known.identity.to_string();
                        let token = context.machine.lsa.log_on(known.identity, logon, None);
                        let place = Place::Connection(id);
                        let gained = vec![
                            Holding::new(Secret::Response, &of, place).valued(&proof),
                            Holding::new(Secret::SessionKey, &of, place).valued(&known.session_key),
                            token_holding(&token, place),
                        ];
                        let visitor = Visitor {
                            token,
                            authenticate: Some(known.message),
                        };
                        if let Some(connection) = self.connections.get_mut(&id) {
                            connection.auth = Auth::SignedIn(visitor.clone());
                        }
                        let login = Login {
                            how: HowKnown::Proof(known.kind),
                            steps: known.steps,
                            comparisons: known.comparison.into_iter().collect(),
                            gained,
                        };
                        arrived(id, pending.request, visitor, login)
                    }
                }
            }
        }
    }

    /// Somebody is known without any authority being asked.
    fn admit(
        &mut self,
        id: ConnectionId,
        request: Request,
        token: Token,
        authenticate: Option<Vec<u8>>,
        how: HowKnown,
    ) -> Option<Arrival> {
        let login = Login {
            how,
            steps: Vec::new(),
            comparisons: Vec::new(),
            gained: vec![token_holding(&token, Place::Connection(id))],
        };
        let visitor = Visitor {
            token,
            authenticate,
        };
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.auth = Auth::SignedIn(visitor.clone());
        }
        arrived(id, request, visitor, login)
    }
}

fn arrived(
    connection: ConnectionId,
    request: Request,
    visitor: Visitor,
    login: Login,
) -> Option<Arrival> {
    Some(Arrival::Request {
        connection,
        request,
        visitor: Some(visitor),
        login: Some(login),
    })
}

fn refused(connection: ConnectionId, because: Because) -> Option<Arrival> {
    Some(Arrival::Refused {
        connection,
        because,
        steps: Vec::new(),
        comparisons: Vec::new(),
    })
}

/// What a refusal of the security package means to the caller.
pub fn because(error: &ServerError) -> Because {
    match error {
        ServerError::Malformed(error) => Because::Malformed(error.to_string()),
        ServerError::NoSuchCall => Because::NoContext,
        ServerError::Refused(status) => Because::LogonFailed(*status),
        ServerError::Mic(_) => Because::MicMismatch,
    }
}

/// A server drew a question.
pub fn challenge_note(challenge: [u8; 8], connection: ConnectionId) -> Note {
    let place = Place::Connection(connection);
    Note::computation(Computation::Challenge { challenge })
        .on(connection)
        .gaining(Holding::new(Secret::Challenge, "", place).valued(&challenge))
}

/// A token, as something held.
pub fn token_holding(token: &Token, place: Place) -> Holding {
    let mut holding = Holding::new(Secret::Token, token.identity.to_string(), place);
    holding.logon = Some(token.logon);
    holding
}

/// A password is checked by its one-way functions (NetlogonInteractiveInformation).
fn interactive(credential: &Credential, context: &Context<'_>) -> LogonRequest {
    let mut trace = Trace::off();
    LogonRequest {
        domain: credential.domain.clone(),
        user: credential.user.clone(),
        workstation: context.machine.name.clone(),
        parameter_control: 0,
        logon: Logon::Interactive {
            lm_owf: crypto::lm_owf_v1(&credential.password, &mut trace).unwrap_or_default(),
            nt_owf: crypto::nt_owf_v1(&credential.password, &mut trace),
        },
    }
}

/// A network logon with a password: the server asks itself a question and answers it.
fn own_question(
    id: ConnectionId,
    credential: &Credential,
    context: &mut Context<'_>,
) -> LogonRequest {
    let mut trace = Trace::on();
    let challenge = draw(context.entropy, Purpose::ServerChallenge);
    let nt_hash = crypto::nt_owf_v1(&credential.password, &mut trace);
    let nt_response = if context.machine.level.sends_v2() {
        let nonce = draw(context.entropy, Purpose::ClientChallenge);
        let key = crypto::nt_owf_v2(&nt_hash, &credential.user, &credential.domain, &mut trace);
        let temp = crypto::temp(context.now.0, &nonce, &[0; 4]);
        crypto::ntlm_v2(&key, &challenge, &temp, &mut trace).response
    } else {
        crypto::ntlm_v1(&nt_hash, &challenge, &mut trace).to_vec()
    };
    context.out.note(
        Note::computation(Computation::OwnChallenge { challenge })
            .on(id)
            .with_steps(trace.into_steps()),
    );
    LogonRequest {
        domain: credential.domain.clone(),
        user: credential.user.clone(),
        workstation: context.machine.name.clone(),
        parameter_control: 0,
        logon: Logon::Network {
            challenge,
            nt_response,
            lm_response: Vec::new(),
        },
    }
}

fn take_request(inbox: &mut Vec<u8>, limits: &Limits) -> Result<Option<Request>, DecodeError> {
    match http::frame_request(inbox, limits)? {
        Progress::NeedMore => Ok(None),
        Progress::Complete(length) => {
            let rest = inbox.split_off(length.min(inbox.len()));
            let whole = std::mem::replace(inbox, rest);
            Request::decode_within(&whole, limits).value.map(Some)
        }
    }
}
