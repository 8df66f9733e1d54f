//! The call over HTTP: a request for the mailbox, and the sign-in that it is asked for.

use super::{BackEndAnswer, CallError, Line};
use crate::hosts::security::{Initiated, Initiator, KdcInquiry, Target};
use crate::hosts::services::http_client::{self, Disposition, PendingAuth, ResponseInbox};
use crate::hosts::{Context, Era, Scheme};
use crate::wire::http::{AuthValue, Response};

/// What the call waits for: the response to what was sent, or a KDC.
pub struct HttpCall {
    sent: PendingAuth,
    inbox: ResponseInbox,
    /// The scheme that was chosen, and what asked for it.
    chosen: Option<(Scheme, Vec<AuthValue>)>,
    /// What is to be asked of a KDC.
    pub(super) inquiry: Option<KdcInquiry>,
}

impl HttpCall {
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
    pub(super) fn ask(&self, context: &mut Context<'_>) -> HttpCall {
        self.send(None, context);
        HttpCall {
            sent: PendingAuth::Nothing,
            inbox: ResponseInbox::default(),
            chosen: None,
            inquiry: None,
        }
    }

    /// It signs in with the first scheme offered that has a security package: a password is not typed on hop 2.
    pub(super) fn http(
        &self,
        mut state: HttpCall,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<HttpCall, BackEndAnswer> {
        let Some(response) = state.inbox.push(bytes)? else {
            return Ok(state);
        };
        let status = response.status;
        let sent = std::mem::replace(&mut state.sent, PendingAuth::Nothing);
        match http_client::interpret(sent, response) {
            Disposition::Page(page, admitted) => {
                if let Some(admitted) = admitted {
                    admitted.conclude(context);
                }
                Err(match status {
                    200 => opened(&page),
                    status => BackEndAnswer::Http(status),
                })
            }
            Disposition::Refused(_) => Err(BackEndAnswer::Http(status)),
            Disposition::AsksToSignIn(offered) => {
                let begins = |scheme: &Scheme| scheme.package().is_some();
                let scheme = http_client::schemes(&offered).find(begins);
                let scheme = scheme.ok_or(BackEndAnswer::Http(status))?;
                let package = scheme.package().ok_or(BackEndAnswer::Http(status))?;
                let path = path(&self.call.resource, context.machine.era);
                let target = Target::http(&self.call.service.host, "GET", &path);
                let caller = self.call.caller.clone();
                let initiated = package.initiate(caller, &target, context)?;
                state.chosen = Some((scheme, offered));
                self.sign_in(state, initiated, context)
            }
            Disposition::Question {
                scheme,
                state: asked,
                question,
            } => {
                let (header, sent) = self.answer(scheme, asked, &question, context)?;
                self.send(Some(&header), context);
                Ok(HttpCall { sent, ..state })
            }
        }
    }

    /// The package has begun: what it says goes out.
    pub(super) fn sign_in(
        &self,
        mut state: HttpCall,
        initiated: Initiated,
        context: &mut Context<'_>,
    ) -> Result<HttpCall, BackEndAnswer> {
        let unauthorized = BackEndAnswer::Http(401);
        let Some((scheme, offered)) = state.chosen.take() else {
            return Err(unauthorized);
        };
        let (header, sent) = match initiated {
            Initiated::Asks(inquiry) => {
                return Ok(HttpCall {
                    chosen: Some((scheme, offered)),
                    inquiry: Some(inquiry),
                    ..state
                });
            }
            Initiated::Speaks {
                token,
                answered,
                state,
            } => {
                if let Some(answered) = answered {
                    self.note(&answered, context);
                }
                let header = scheme.with_token(&token);
                (header, PendingAuth::First(scheme, state))
            }
            Initiated::Listens(state) => {
                let question = http_client::question(scheme, &offered).ok_or(unauthorized)?;
                self.answer(scheme, state, &question, context)?
            }
        };
        self.send(Some(&header), context);
        Ok(HttpCall { sent, ..state })
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
        let header = scheme.with_token(&answered.message);
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
        Era::Y1998 | Era::Y2003 => format!("/exchange/{name}/Inbox"),
    }
}

/// The page of a mailbox is its name.
fn opened(page: &Response) -> BackEndAnswer {
    let body = String::from_utf8_lossy(&page.body);
    BackEndAnswer::Opened(body.strip_suffix('\n').unwrap_or(&body).to_owned())
}
