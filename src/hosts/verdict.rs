//! What a server says of a caller, whichever protocol carried the proof.

use super::ntlm::ServerError;
use super::{Because, Computation, ConnectionId, Holding, Note, Place, Token};
use crate::secret::Secret;

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

/// What a server holds of somebody who proved who they are.
pub fn proven_holdings(
    token: &Token,
    proof: &[u8],
    session_key: &[u8],
    connection: ConnectionId,
) -> Vec<Holding> {
    let of = token.identity.to_string();
    let place = Place::Connection(connection);
    vec![
        Holding::new(Secret::Response, &of, place).valued(proof),
        Holding::new(Secret::SessionKey, &of, place).valued(session_key),
        token_holding(token, place),
    ]
}

/// A token, as something held.
pub fn token_holding(token: &Token, place: Place) -> Holding {
    let mut holding = Holding::new(Secret::Token, token.identity.to_string(), place);
    holding.logon = Some(token.logon);
    holding
}
