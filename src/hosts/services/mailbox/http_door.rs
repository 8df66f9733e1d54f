//! The mailbox host's HTTP door: 401 for a caller nobody knows or ANONYMOUS LOGON, 403 for one without rights.

use crate::hosts::services::admission::{authorize, note_login};
use crate::hosts::services::http_server::{AuthenticatedClient, GateEvent, WebServer};
use crate::hosts::{Context, Decision, Identity};
use crate::wire::http::Response;
use percent_encoding::percent_decode_str;

/// Answers what came through the gate.
pub fn answer(web: &mut WebServer, event: GateEvent, admits: &[String], context: &mut Context<'_>) {
    match event {
        GateEvent::Refused { connection, denied } => {
            let because = denied.because.clone();
            let note = denied.into_note(|because| Decision::AuthenticationFails { because });
            context.out.note(note.on(connection));
            web.refuse(connection, Some(&because), context);
        }
        GateEvent::Request {
            connection,
            client: None,
            ..
        } => web.refuse(connection, None, context),
        GateEvent::Request {
            connection,
            request,
            client: Some(AuthenticatedClient { token, .. }),
            login,
        } => {
            if let Some(login) = login {
                note_login(connection, token.identity.clone(), *login, context);
            }
            let mailbox = mailbox_in(&request.target);
            let granted = authorize(&token.identity, &mailbox, admits, connection, context);
            let (response, body) = match (granted, &token.identity) {
                (true, _) => (Response::new(200, "OK"), format!("{mailbox}\n")),
                (false, Identity::Anonymous) => return web.refuse(connection, None, context),
                (false, _) => (
                    Response::new(403, "Forbidden"),
                    "403 Forbidden\n".to_owned(),
                ),
            };
            web.respond(
                connection,
                response.with_content("text/plain", body),
                context,
            );
        }
    }
}

/// The mailbox in `/exchange/alice/Inbox`.
fn mailbox_in(target: &str) -> String {
    let segment = target.split('/').nth(2).unwrap_or_default();
    let spaced = segment.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
