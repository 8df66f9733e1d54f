//! Calls to back ends: a browser waits while one is under way, and what came of it is its page.

use super::Iis;
use super::pages::page_of;
use crate::hosts::services::back_end_call::{BackEndAnswer, BackEndCall, Call, CallProgress};
use crate::hosts::{ConnectionId, Context, Decision, Note};
use crate::wire::http::Response;

/// A call to a back end under way.
pub struct Calling {
    /// The browser's connection that waits for it.
    waiting: ConnectionId,
    call: Box<BackEndCall>,
    opens: CallPurpose,
}

/// What a call to a back end is to open.
#[derive(Debug)]
pub enum CallPurpose {
    /// The mailbox, and after it a folder, where folders have a server of their own.
    Mailbox {
        /// The call for the folder.
        then: Option<Call>,
    },
    /// A folder on the public folder server, behind the mailbox.
    Folder,
    /// A database, by one query.
    Database,
}

impl Iis {
    /// Calls a back end for a browser that waits.
    pub(super) fn call(
        &mut self,
        waiting: ConnectionId,
        call: Call,
        opens: CallPurpose,
        context: &mut Context<'_>,
    ) {
        match BackEndCall::start(call, context) {
            Ok((id, call)) => {
                let calling = Calling {
                    waiting,
                    call,
                    opens,
                };
                self.calls.insert(id, calling);
            }
            Err(answer) => {
                let page = hear(answer, &opens, context);
                self.respond(waiting, page, context);
            }
        }
    }

    /// The mailbox host answered, or broke off.
    pub(super) fn back_end(
        &mut self,
        id: ConnectionId,
        bytes: Option<&[u8]>,
        context: &mut Context<'_>,
    ) {
        let Some(calling) = self.calls.remove(&id) else {
            return;
        };
        let Calling {
            waiting,
            call,
            opens,
        } = calling;
        let progress = match bytes {
            None => CallProgress::Done(call.closed()),
            Some(bytes) => call.receive(bytes, context),
        };
        self.progress(id, waiting, opens, progress, context);
    }

    /// A KDC answered, or left: the call that waits for it goes on.
    pub(super) fn kdc(
        &mut self,
        id: ConnectionId,
        bytes: Option<&[u8]>,
        context: &mut Context<'_>,
    ) {
        if let Some(((connection, calling), initiated)) = self.inquiries.take(id, bytes, context) {
            let Calling {
                waiting,
                call,
                opens,
            } = calling;
            let progress = call.initiated(initiated, context);
            self.progress(connection, waiting, opens, progress, context);
        }
    }

    /// What became of a call to a back end on that connection.
    fn progress(
        &mut self,
        id: ConnectionId,
        waiting: ConnectionId,
        opens: CallPurpose,
        progress: CallProgress,
        context: &mut Context<'_>,
    ) {
        let answer = match progress {
            CallProgress::Done(answer) => answer,
            CallProgress::Pending(call) => {
                let calling = Calling {
                    waiting,
                    call,
                    opens,
                };
                self.calls.insert(id, calling);
                return;
            }
            CallProgress::Asks(inquiry, call) => {
                let calling = Calling {
                    waiting,
                    call,
                    opens,
                };
                return self.inquiries.ask(inquiry, (id, calling), context);
            }
        };
        let opened = answer.succeeded();
        let page = hear(answer, &opens, context);
        match opens {
            CallPurpose::Mailbox { then: Some(next) } if opened => {
                self.call(waiting, next, CallPurpose::Folder, context);
            }
            CallPurpose::Mailbox { .. } | CallPurpose::Folder | CallPurpose::Database => {
                self.respond(waiting, page, context);
            }
        }
    }
}

/// The back end's answer, noted and made a page.
fn hear(answer: BackEndAnswer, opens: &CallPurpose, context: &mut Context<'_>) -> Response {
    let page = page_of(&answer, opens, context.machine.era);
    context
        .out
        .note(Note::decision(Decision::HearsFromBackEnd(answer)));
    page
}
