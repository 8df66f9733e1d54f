//! Who asks: the credentials of a request, judged. NTLM authenticates a connection, Basic and Digest a request.

use super::{AuthenticatedClient, GateEvent, Scheme, WebServer, password};
use crate::hosts::security::{
    Acceptance, Accepted, Acceptor, CarrierRequest, Login, PendingValidation, Scope,
    SecurityPackage, token_holding,
};
use crate::hosts::{
    ConnectionId, Context, Credential, DenialReason, Holding, HowKnown, Identity, Mechanism,
    Package, StorageLocation, UserPassword,
};
use crate::value_kind::ValueKind;
use crate::wire::basic::{Basic, split_domain};
use crate::wire::http::{AuthValue, Request, Response};
use crate::wire::netlogon::{LogonRequest, LogonResponse, Validation};

/// What a connection knows of its caller.
#[derive(Default)]
pub enum ConnectionAuth {
    /// Nobody has signed in, and no question is open.
    #[default]
    Fresh,
    /// A question was sent.
    Asked(Scheme, Box<dyn Acceptor>),
    /// All that comes on it is theirs.
    SignedIn(AuthenticatedClient),
}

/// A request whose credentials an authority judges.
pub struct Pending {
    connection: ConnectionId,
    request: Request,
    evidence: Evidence,
}

enum Evidence {
    Token(Box<dyn PendingValidation>, Scheme),
    Password(UserPassword),
}

impl WebServer {
    /// Looks at the credentials of a request; `None` if an answer went out or the authority was asked.
    pub(super) fn examine(
        &mut self,
        id: ConnectionId,
        request: Request,
        context: &mut Context<'_>,
    ) -> Option<GateEvent> {
        let connection = self.connections.get_mut(&id)?;
        let Some(header) = request.headers.get("Authorization") else {
            let client = match &connection.auth {
                ConnectionAuth::SignedIn(client) => Some(client.clone()),
                _ => None,
            };
            return Some(GateEvent::Request {
                connection: id,
                request,
                client,
                login: None,
            });
        };
        let credentials = match AuthValue::parse(header) {
            Ok(credentials) => credentials,
            Err(error) => return Some(GateEvent::refused(id, DenialReason::Malformed(error))),
        };
        let scheme = Scheme::named(&credentials.scheme);
        let Some(scheme) = scheme.filter(|scheme| self.settings.schemes.contains(scheme)) else {
            return Some(GateEvent::refused(id, DenialReason::SchemeNotOffered));
        };
        match scheme.package() {
            Some(package) => self.token(id, request, scheme, package, &credentials, context),
            None => self.basic(id, request, &credentials, context),
        }
    }

    fn token(
        &mut self,
        id: ConnectionId,
        request: Request,
        scheme: Scheme,
        package: &dyn SecurityPackage,
        credentials: &AuthValue,
        context: &mut Context<'_>,
    ) -> Option<GateEvent> {
        let token = match scheme.token_in(&credentials.params).transpose() {
            Ok(token) => token.unwrap_or_default(),
            Err(error) => return Some(GateEvent::refused(id, DenialReason::Malformed(error))),
        };
        let connection = self.connections.get_mut(&id)?;
        let line = CarrierRequest {
            method: request.method.clone(),
            uri: request.target.clone(),
        };
        let state = match std::mem::take(&mut connection.auth) {
            ConnectionAuth::Asked(asked, state) if asked == scheme => state,
            _ => package.accept(id, Some(line)),
        };
        match state.step(&token, context) {
            Ok(Acceptance::Continue { question, state }) => {
                connection.auth = ConnectionAuth::Asked(scheme, state);
                let response = Response::new(401, "Unauthorized")
                    .header("WWW-Authenticate", scheme.with_token(&question));
                self.respond(id, response, context);
                None
            }
            Ok(Acceptance::Judge(question, state)) => {
                let pending = Pending {
                    connection: id,
                    request,
                    evidence: Evidence::Token(state, scheme),
                };
                self.ask(&question, pending, context)
            }
            Ok(Acceptance::Known(accepted)) => Some(self.sign_in(id, request, *accepted, scheme)),
            Err(denied) => Some(GateEvent::refused(id, denied)),
        }
    }

    fn basic(
        &mut self,
        id: ConnectionId,
        request: Request,
        credentials: &AuthValue,
        context: &mut Context<'_>,
    ) -> Option<GateEvent> {
        let user_pass = Basic::from_credentials(credentials)?;
        let basic = match user_pass.and_then(|bytes| Basic::decode(&bytes).value) {
            Ok(basic) => basic,
            Err(error) => return Some(GateEvent::refused(id, DenialReason::Malformed(error))),
        };
        let (domain, user) = split_domain(&basic.user);
        let typed = UserPassword {
            domain: domain.unwrap_or(&self.settings.default_domain).to_owned(),
            user: user.to_owned(),
            password: basic.password,
        };
        let logon = self.settings.basic_logon;
        let question = password::question(id, &typed, logon, context);
        let pending = Pending {
            connection: id,
            request,
            evidence: Evidence::Password(typed),
        };
        self.ask(&question, pending, context)
    }

    fn ask(
        &mut self,
        question: &LogonRequest,
        pending: Pending,
        context: &mut Context<'_>,
    ) -> Option<GateEvent> {
        let (pending, response) = self.authority.ask(question, pending, context)?;
        self.judge(pending, &response, context)
    }

    /// The authority has spoken; `None` if the caller has left.
    pub(super) fn judge(
        &mut self,
        pending: Pending,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) -> Option<GateEvent> {
        let Pending {
            connection: id,
            request,
            evidence,
        } = pending;
        self.connections.get_mut(&id)?;
        Some(match (evidence, &response.validation) {
            (Evidence::Password(_), None) => {
                GateEvent::refused(id, DenialReason::LogonFailed(response.status))
            }
            (Evidence::Password(typed), Some(validation)) => {
                let accepted = self.logged_on(id, typed, validation, context);
                GateEvent::accepted(id, request, accepted, Scope::Request)
            }
            (Evidence::Token(state, scheme), _) => match state.conclude(response, context) {
                Ok(accepted) => self.sign_in(id, request, *accepted, scheme),
                Err(denied) => GateEvent::refused(id, denied),
            },
        })
    }

    /// A password was right.
    fn logged_on(
        &self,
        id: ConnectionId,
        typed: UserPassword,
        validation: &Validation,
        context: &mut Context<'_>,
    ) -> Accepted {
        let identity = Identity::User(validation.into());
        let logon = self.settings.basic_logon;
        let password = typed.password.clone().into_bytes();
        let credential = Credential::Password(typed.known_as(validation.into()));
        let token = context
            .machine
            .lsa
            .log_on(identity, logon, vec![credential]);
        let held =
            |place| Holding::new(ValueKind::Password, &token.identity, place).valued(&password);
        let mut gained = vec![held(StorageLocation::Connection(id))];
        if logon.keeps_credential() {
            gained.push(held(StorageLocation::LogonSession(token.session)));
        }
        gained.push(token_holding(&token, id));
        Accepted {
            token,
            login: Login {
                how: HowKnown {
                    package: Package::LogonUser,
                    mechanism: Mechanism::Password,
                },
                steps: Vec::new(),
                comparisons: Vec::new(),
                gained,
            },
            replayable: None,
            reply: None,
        }
    }

    /// From now on the connection is theirs, if the sign-in holds for all of it; the page carries the server's own proof.
    fn sign_in(
        &mut self,
        id: ConnectionId,
        request: Request,
        accepted: Accepted,
        scheme: Scheme,
    ) -> GateEvent {
        let scope = scheme.scope();
        if let Some(connection) = self.connections.get_mut(&id) {
            let reply = accepted.reply.as_ref();
            connection.reply = reply.map(|token| scheme.with_token(token));
            connection.signed_in = scope == Scope::Connection;
            if connection.signed_in {
                connection.auth = ConnectionAuth::SignedIn(AuthenticatedClient {
                    token: accepted.token.clone(),
                    replayable: accepted.replayable.clone(),
                    scope,
                });
            }
        }
        GateEvent::accepted(id, request, accepted, scope)
    }
}
