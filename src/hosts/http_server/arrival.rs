//! What comes through the gate: a request from somebody, or credentials that were refused.

use crate::crypto::Step;
use crate::hosts::{Because, Comparison, ConnectionId, Holding, HowKnown, Token};
use crate::wire::http::Request;

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
    /// A request, from somebody known or not. It must be answered with [`super::WebServer::respond`].
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
    /// Credentials that were refused. It must be answered with [`super::WebServer::refuse`].
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

impl Arrival {
    /// A request of somebody who became known with it.
    pub(super) fn known(
        connection: ConnectionId,
        request: Request,
        visitor: Visitor,
        login: Login,
    ) -> Self {
        Self::Request {
            connection,
            request,
            visitor: Some(visitor),
            login: Some(login),
        }
    }

    /// Credentials refused without anything computed.
    pub(super) fn refused(connection: ConnectionId, because: Because) -> Self {
        Self::Refused {
            connection,
            because,
            steps: Vec::new(),
            comparisons: Vec::new(),
        }
    }
}
