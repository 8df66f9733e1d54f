//! Who asks: the credentials of a request, judged. NTLM authenticates a connection, Basic a request.

use super::{Arrival, Login, Scheme, Visitor, WebServer, password};
use crate::hosts::ntlm::{self, AwaitAuthenticate, AwaitValidation, Received, ServerError};
use crate::hosts::verdict::{because, challenge_note, proven_holdings, token_holding};
use crate::hosts::{
    Because, ConnectionId, Context, Credential, Holding, HowKnown, Identity, LogonType, Place,
    Token, http_client,
};
use crate::secret::Secret;
use crate::wire::basic::{Basic, split_domain};
use crate::wire::http::{Credentials, Request, Response};
use crate::wire::netlogon::{LogonRequest, LogonResponse, Validation};
use crate::wire::ntlm::Message;

/// What a connection knows of its caller.
#[derive(Debug, Default)]
pub enum Auth {
    /// Nothing.
    #[default]
    Fresh,
    /// A CHALLENGE was sent.
    Asked(Box<AwaitAuthenticate>),
    /// All that comes on it is theirs.
    SignedIn(Visitor),
}

/// A request whose credentials an authority judges.
#[derive(Debug)]
pub struct Pending {
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
    /// Looks at the credentials of a request; `None` if an answer went out or the authority was asked.
    pub(super) fn examine(
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
        let refused = |because| Some(Arrival::refused(id, because));
        let credentials = match Credentials::parse(header) {
            Ok(credentials) => credentials,
            Err(error) => return refused(Because::Malformed(error.to_string())),
        };
        let scheme = Scheme::named(&credentials.scheme);
        match scheme.filter(|scheme| self.settings.schemes.contains(scheme)) {
            None => refused(Because::SchemeNotOffered),
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
        let refused = |because| Some(Arrival::refused(id, because));
        let token = match credentials.params.token_bytes() {
            Some(Ok(token)) => token,
            Some(Err(error)) => return refused(Because::Malformed(error.to_string())),
            None => Vec::new(),
        };
        let connection = self.connections.get_mut(&id)?;
        let auth = std::mem::take(&mut connection.auth);
        match (Message::value(&token), auth) {
            (Ok(Message::Negotiate(_)), _) => self.challenge(id, &token, context),
            (Ok(Message::Authenticate(_)), Auth::Asked(state)) => {
                self.authenticate(id, request, state, &token, context)
            }
            (Ok(Message::Authenticate(_)), _) => refused(Because::NoContext),
            (Ok(Message::Challenge(_)), _) => {
                refused(Because::Malformed("a CHALLENGE from a client".to_owned()))
            }
            (Err(error), _) => refused(Because::Malformed(error.to_string())),
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
                let value = http_client::ntlm_authorization(&challenge);
                response.headers.push("WWW-Authenticate", value);
                self.respond(id, response, context);
                None
            }
            Err(error) => Some(Arrival::refused(id, Because::Malformed(error.to_string()))),
        }
    }

    fn authenticate(
        &mut self,
        id: ConnectionId,
        request: Request,
        state: Box<AwaitAuthenticate>,
        message: &[u8],
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        match state.receive(message, context.machine) {
            Ok(Received::Anonymous) => {
                let lsa = &mut context.machine.lsa;
                let token = lsa.log_on(Identity::Anonymous, LogonType::Network, None);
                Some(self.vouched(id, request, token, HowKnown::NullSession))
            }
            Ok(Received::Local(token)) => {
                Some(self.vouched(id, request, token, HowKnown::LocalCall))
            }
            Ok(Received::Response(state, question)) => {
                let pending = Pending {
                    connection: id,
                    request,
                    proof: Proof::Ntlm(state),
                };
                self.ask(&question, pending, context)
            }
            Err(error) => Some(Arrival::refused(id, because(&error))),
        }
    }

    fn basic(
        &mut self,
        id: ConnectionId,
        request: Request,
        credentials: &Credentials,
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        let user_pass = Basic::from_credentials(credentials)?;
        let basic = match user_pass.and_then(|bytes| Basic::decode(&bytes).value) {
            Ok(basic) => basic,
            Err(error) => {
                return Some(Arrival::refused(id, Because::Malformed(error.to_string())));
            }
        };
        let (domain, user) = split_domain(&basic.user);
        let credential = Credential {
            domain: domain.unwrap_or(&self.settings.default_domain).to_owned(),
            user: user.to_owned(),
            password: basic.password,
        };
        let logon = self.settings.basic_logon;
        let question = password::question(id, &credential, logon, context);
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

    /// The authority has spoken; `None` if the caller has left.
    pub(super) fn judge(
        &mut self,
        pending: Pending,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) -> Option<Arrival> {
        let Pending {
            connection: id,
            request,
            proof,
        } = pending;
        self.connections.get(&id)?;
        Some(match (proof, &response.validation) {
            (Proof::Basic(_), None) => Arrival::refused(id, Because::LogonFailed(response.status)),
            (Proof::Basic(credential), Some(validation)) => {
                self.logged_on(id, request, credential, validation, context)
            }
            (Proof::Ntlm(state), _) => self.verified(id, request, *state, response, context),
        })
    }

    /// A password was right.
    fn logged_on(
        &self,
        id: ConnectionId,
        request: Request,
        credential: Credential,
        validation: &Validation,
        context: &mut Context<'_>,
    ) -> Arrival {
        let identity = Identity::User {
            domain: validation.domain.clone(),
            name: validation.user.clone(),
        };
        let of = identity.to_string();
        let logon = self.settings.basic_logon;
        let password = credential.password.clone().into_bytes();
        let lsa = &mut context.machine.lsa;
        let token = lsa.log_on(identity, logon, Some(credential));
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
        Arrival::known(id, request, visitor, login)
    }

    /// The authority judged a response; the MIC is for this server to check.
    fn verified(
        &mut self,
        id: ConnectionId,
        request: Request,
        state: AwaitValidation,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) -> Arrival {
        let proof = state.proof();
        match state.validated(response) {
            Err(ServerError::Mic(checked)) => Arrival::Refused {
                connection: id,
                because: Because::MicMismatch,
                steps: checked.steps,
                comparisons: vec![checked.comparison],
            },
            Err(error) => Arrival::refused(id, because(&error)),
            Ok(known) => {
                let lsa = &mut context.machine.lsa;
                let token = lsa.log_on(known.identity, LogonType::Network, None);
                let login = Login {
                    how: HowKnown::Proof(known.kind),
                    steps: known.steps,
                    comparisons: known.comparison.into_iter().collect(),
                    gained: proven_holdings(&token, &proof, &known.session_key, id),
                };
                let visitor = Visitor {
                    token,
                    authenticate: Some(known.message),
                };
                self.sign_in(id, request, visitor, login)
            }
        }
    }

    /// Somebody is known without any authority being asked.
    fn vouched(
        &mut self,
        id: ConnectionId,
        request: Request,
        token: Token,
        how: HowKnown,
    ) -> Arrival {
        let login = Login {
            how,
            steps: Vec::new(),
            comparisons: Vec::new(),
            gained: vec![token_holding(&token, Place::Connection(id))],
        };
        let visitor = Visitor {
            token,
            authenticate: None,
        };
        self.sign_in(id, request, visitor, login)
    }

    /// From now on the connection is theirs.
    fn sign_in(
        &mut self,
        id: ConnectionId,
        request: Request,
        visitor: Visitor,
        login: Login,
    ) -> Arrival {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.auth = Auth::SignedIn(visitor.clone());
        }
        Arrival::known(id, request, visitor, login)
    }
}
