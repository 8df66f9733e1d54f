//! Pass-through validation: who is not the authority for an account asks one (`[MS-NLMP]` 1.3.1.1, `[MS-APDS]` 3.1.5).

use crate::hosts::{AccountName, ConnectionId, Context, Decision, Endpoint, Note, Validated};
use crate::wire::netlogon::{LogonRequest, LogonResponse};
use crate::wire::ntstatus::STATUS_NO_LOGON_SERVERS;
use std::collections::VecDeque;

/// A computer's channel to the domain controller, and what waits for its answers, in order.
#[derive(Debug)]
pub struct PassThrough<T> {
    channel: Option<ConnectionId>,
    waiting: VecDeque<T>,
}

impl<T> Default for PassThrough<T> {
    fn default() -> Self {
        Self {
            channel: None,
            waiting: VecDeque::new(),
        }
    }
}

impl<T> PassThrough<T> {
    /// Asks who is the authority for the account. If that is this computer, the answer is there at once.
    pub fn ask(
        &mut self,
        request: &LogonRequest,
        waiting: T,
        context: &mut Context<'_>,
    ) -> Option<(T, LogonResponse)> {
        if context.machine.is_authority_for(request) {
            let validated = context.machine.accounts.validate(request);
            let response = validated.response.clone();
            context.out.note(validation_note(request, validated));
            return Some((waiting, response));
        }
        let controller = context.machine.domain.controller.clone();
        self.pass_on(request, &controller, waiting, context);
        None
    }

    /// Asks that domain controller.
    pub fn pass_on(
        &mut self,
        request: &LogonRequest,
        controller: &Endpoint,
        waiting: T,
        context: &mut Context<'_>,
    ) {
        let channel = match self.channel {
            Some(channel) => channel,
            None => *self.channel.insert(context.out.open(controller)),
        };
        self.waiting.push_back(waiting);
        context.out.send(channel, request.encode());
    }

    /// Whether that connection is the channel.
    pub fn is_channel(&self, connection: ConnectionId) -> bool {
        self.channel == Some(connection)
    }

    /// Takes the domain controller's answer to the question that waits longest.
    pub fn answer(&mut self, bytes: &[u8]) -> Option<(T, LogonResponse)> {
        let waiting = self.waiting.pop_front()?;
        let response = LogonResponse::decode(bytes).value.unwrap_or(LogonResponse {
            status: STATUS_NO_LOGON_SERVERS,
            validation: None,
        });
        Some((waiting, response))
    }

    /// The channel is gone: nobody who waits will be answered.
    pub fn lost(&mut self) -> VecDeque<T> {
        self.channel = None;
        std::mem::take(&mut self.waiting)
    }
}

/// What an authority says of its own judgement.
pub fn validation_note(request: &LogonRequest, validated: Validated) -> Box<Note> {
    Note::decision(Decision::Validates {
        account: AccountName {
            domain: request.domain.clone(),
            user: request.user.clone(),
        },
        outcome: validated.outcome,
    })
    .with_steps(validated.steps)
    .with_comparisons(validated.comparisons)
}
