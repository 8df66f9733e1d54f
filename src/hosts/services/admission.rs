//! What every back end does with a caller: it says who calls, and decides what that caller may open.

use crate::crypto;
use crate::hosts::security::Login;
use crate::hosts::{ConnectionId, Context, Decision, Identity, Note};

/// Authorization, a decision apart from authentication. ANONYMOUS LOGON is a name like any other: it may not, unless
/// somebody put it on the list.
pub fn authorize(
    identity: &Identity,
    resource: &str,
    admits: &[String],
    connection: ConnectionId,
    context: &mut Context<'_>,
) -> bool {
    let name = crypto::upper(&identity.to_string());
    let granted = admits.iter().any(|who| crypto::upper(who) == name);
    let decision = Decision::Authorizes {
        identity: identity.clone(),
        resource: resource.to_owned(),
        admits: admits.to_vec(),
        granted,
    };
    context.out.note(Note::decision(decision).on(connection));
    granted
}

/// The caller is known.
pub fn note_login(
    connection: ConnectionId,
    identity: Identity,
    login: Login,
    context: &mut Context<'_>,
) {
    let how = login.how;
    let mut note = Note::decision(Decision::Authenticates { identity, how })
        .on(connection)
        .with_steps(login.steps)
        .with_comparisons(login.comparisons);
    note.gained = login.gained;
    context.out.note(note);
}
