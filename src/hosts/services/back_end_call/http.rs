//! The call over HTTP: a request for the mailbox, and the sign-in that it is asked for.

use super::{BackEndAnswer, CallError, Line};
use crate::hosts::security::{Initiator, Target};
use crate::hosts::services::http_client::{
    self, Disposition, Initiation, PendingAuth, ResponseInbox,
};
use crate::hosts::{Context, Era, Scheme};
use crate::wire::http::Response;

/// What the call waits for: the response to what was sent.
pub struct State {
    sent: PendingAuth,
    inbox: ResponseInbox,
}

impl State {
    /// The connection is closed, which may be the end of a response.
    pub(super) fn closed(mut self) -> BackEndAnswer {
        match self.inbox.close().ok().flatten() {
            Some(page) if page.status == 200 => opened(&page),
            Some(page) => BackEndAnswer::Http(page.status),
            None => BackEndAnswer::Broken(CallError::Closed),
        }
    }
}

impl Line {
    /// The first request, without credentials.
    pub(super) fn ask(&self, context: &mut Context<'_>) -> State {
        self.send(None, context);
        State {
            sent: PendingAuth::Nothing,
            inbox: ResponseInbox::default(),
        }
    }

    /// It signs in with the first scheme offered that has a security package: a password is not typed on hop 2.
    pub(super) fn http(
        &self,
        state: State,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<State, BackEndAnswer> {
        let State { sent, mut inbox } = state;
        let Some(response) = inbox.push(bytes)? else {
            return Ok(State { sent, inbox });
        };
        let status = response.status;
        let (header, sent) = match http_client::interpret(sent, response) {
            Disposition::Page(page) if status == 200 => return Err(opened(&page)),
            Disposition::Page(_) | Disposition::Refused { answered: true, .. } => {
                return Err(BackEndAnswer::Http(status));
            }
            Disposition::Refused { offered, .. } => {
                let begins = |scheme: &Scheme| scheme.package().is_some();
                let scheme = http_client::schemes(&offered).find(begins);
                let scheme = scheme.ok_or(BackEndAnswer::Http(status))?;
                let path = path(&self.call.resource, context.machine.era);
                let target = Target::http(&self.call.service.host, "GET", &path);
                let initiated = http_client::initiate(
                    scheme,
                    self.call.caller.clone(),
                    &target,
                    &offered,
                    context,
                );
                match initiated.ok_or(BackEndAnswer::Http(status))? {
                    Initiation::Sent(header, sent) => (header, sent),
                    Initiation::Question(state, question) => {
                        self.answer(scheme, state, &question, context)?
                    }
                }
            }
            Disposition::Question {
                scheme,
                state,
                question,
            } => self.answer(scheme, state, &question, context)?,
        };
        self.send(Some(&header), context);
        Ok(State { sent, inbox })
    }

    fn answer(
        &self,
        scheme: Scheme,
        state: Box<dyn Initiator>,
        question: &[u8],
        context: &mut Context<'_>,
    ) -> Result<(String, PendingAuth), BackEndAnswer> {
        let answered = state.step(question, context)?;
        self.note(&answered, context);
        let header = http_client::authorization(scheme, &answered.message);
        Ok((header, PendingAuth::Answer(scheme)))
    }

    fn send(&self, authorization: Option<&str>, context: &mut Context<'_>) {
        let target = path(&self.call.resource, context.machine.era);
        let host = self.call.service.authority();
        let mut request = http_client::get(&target, &host, "Double-Hop-FrontEnd/1.0");
        if let Some(value) = authorization {
            request.headers.push("Authorization", value);
        }
        context.out.send(self.connection, request.encode());
    }
}

/// Where a mailbox is on its web server.
fn path(mailbox: &str, era: Era) -> String {
    let name: String = form_urlencoded::byte_serialize(mailbox.as_bytes()).collect();
    match era {
        Era::Today => format!("/mailbox/{name}/inbox"),
        _ => format!("/exchange/{name}/Inbox"),
    }
}

/// The page of a mailbox is its name.
fn opened(page: &Response) -> BackEndAnswer {
    let body = String::from_utf8_lossy(&page.body);
    BackEndAnswer::Opened(body.strip_suffix('\n').unwrap_or(&body).to_owned())
}
