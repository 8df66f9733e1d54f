//! What comes through the gate: a request from somebody, or credentials that were refused.

use crate::hosts::security::{Accepted, Denied, Login, Scope};
use crate::hosts::{AccessToken, ConnectionId};
use crate::wire::http::Request;

/// Who is on the other side, once known.
#[derive(Clone, Debug)]
pub struct AuthenticatedClient {
    /// Their token on this computer.
    pub token: AccessToken,
    /// The token of the package they signed in with, where it could be sent again.
    pub replayable: Option<Vec<u8>>,
    /// What the sign-in holds for.
    pub scope: Scope,
}

/// What comes through the gate.
#[derive(Debug)]
pub enum GateEvent {
    /// A request, from somebody known or not. It must be answered with [`super::WebServer::respond`].
    Request {
        /// The connection it came on, which the answer must go to.
        connection: ConnectionId,
        /// The request, whole, with its body.
        request: Request,
        /// Whoever signed in on the connection; none where nobody has.
        client: Option<AuthenticatedClient>,
        /// Present if they became known with this very request.
        login: Option<Box<Login>>,
    },
    /// Credentials that were refused. It must be answered with [`super::WebServer::refuse`].
    Refused {
        /// The connection it came on, which the answer must go to.
        connection: ConnectionId,
        /// Which check failed, and what was held against the credentials.
        denied: Box<Denied>,
    },
}

impl GateEvent {
    /// A request of somebody who became known with it.
    pub(super) fn accepted(
        connection: ConnectionId,
        request: Request,
        accepted: Accepted,
        scope: Scope,
    ) -> Self {
        Self::Request {
            connection,
            request,
            client: Some(AuthenticatedClient {
                token: accepted.token,
                replayable: accepted.replayable,
                scope,
            }),
            login: Some(Box::new(accepted.login)),
        }
    }

    /// Credentials that were refused, on that connection.
    pub(super) fn refused(connection: ConnectionId, denied: impl Into<Box<Denied>>) -> Self {
        Self::Refused {
            connection,
            denied: denied.into(),
        }
    }
}
