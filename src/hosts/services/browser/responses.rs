//! What the browser makes of a response: a page, a question to answer, or a 401 to sign in for.

use super::super::http_client::{self, Disposition, PendingAuth};
use super::super::scheme::Scheme;
use super::{Browser, Open, PageLoad};
use crate::hosts::security::{Answered, InitiateError};
use crate::hosts::{
    Context, Decision, Holding, HoldingOwner, Note, PeerError, SendError, StorageLocation,
};
use crate::value_kind::ValueKind;
use crate::wire::DecodeError;
use crate::wire::http::{self, AuthValue, Response};

impl Browser {
    /// Goes on with a response of IIS: the page is shown, the person is asked to sign in, or the sign-in takes its next leg.
    pub(super) fn response(&mut self, response: Response, context: &mut Context<'_>) {
        let Some(open) = &mut self.connection else {
            return;
        };
        let Some((page, sent)) = open.loading.take() else {
            return;
        };
        if !open.inbox.is_reusable() || !http::keep_alive(&response.headers, response.version) {
            self.connection = None;
        }
        self.last = Some(response.clone());
        match http_client::interpret(sent, response) {
            Disposition::Page(_, admitted) => {
                if let Some(admitted) = admitted {
                    admitted.conclude(context);
                }
                self.prompts = 0;
                self.next_page(context);
            }
            Disposition::Question {
                scheme,
                state,
                question,
            } => match state.step(&question, context) {
                Ok(answered) => self.answer(scheme, page, &answered, context),
                Err(error) => self.cannot_answer(error, context),
            },
            Disposition::AsksToSignIn(offered) => self.asked_to_sign_in(page, &offered, context),
            Disposition::Refused(offered) => self.refused(page, &offered, context),
        }
    }

    /// The question makes no sense, or the answer to it does not fit its message.
    pub(super) fn cannot_answer(&mut self, error: InitiateError, context: &mut Context<'_>) {
        context.out.note(Note::decision(match error {
            InitiateError::Malformed(error) => Decision::PeerMisbehaved {
                error: PeerError::Malformed(error),
            },
            InitiateError::ControlCharacter => Decision::CannotSend {
                error: SendError::ControlCharacter,
            },
            InitiateError::NoCredential => Decision::CannotSend {
                error: SendError::NoCredential,
            },
            InitiateError::Kdc(..) | InitiateError::Service(_) | InitiateError::NoKdc => {
                Decision::CannotSend {
                    error: SendError::NoTicket,
                }
            }
            InitiateError::TooLong(field) => Decision::CannotSend {
                error: SendError::NtlmField(field),
            },
        }));
        self.give_up(context);
    }

    pub(super) fn answer(
        &mut self,
        scheme: Scheme,
        page: PageLoad,
        answered: &Answered,
        context: &mut Context<'_>,
    ) {
        // Without keep-alive the connection that asked is gone, and the answer goes to another.
        self.connection
            .get_or_insert_with(|| Open::new(&self.server, context));
        self.note(answered, context);
        let header = scheme.with_token(&answered.message);
        self.send(page, Some(header), PendingAuth::Answer(scheme), context);
    }

    /// What was computed for an answer, and what the browser holds from it.
    pub(super) fn note(&self, answered: &Answered, context: &mut Context<'_>) {
        let Some(id) = self.connection.as_ref().map(|open| open.id) else {
            return;
        };
        if let Some(computation) = answered.computation.clone() {
            let of = HoldingOwner::from(self.typed.account());
            let place = StorageLocation::Connection(id);
            let mut note = Note::computation(computation)
                .on(id)
                .with_steps(answered.steps.clone())
                .gaining(
                    Holding::new(ValueKind::Response, of.clone(), place).valued(&answered.proof),
                );
            if let Some(hash) = &answered.nt_hash {
                note = note.gaining(
                    Holding::new(ValueKind::NtHash, of.clone(), StorageLocation::Process)
                        .valued(hash),
                );
            }
            if let Some(key) = &answered.session_key {
                note = note.gaining(Holding::new(ValueKind::SessionKey, of, place).valued(key));
            }
            context.out.note(note);
        }
    }

    /// A 401 to who has not said who calls: the person is asked, unless that is known already.
    fn asked_to_sign_in(
        &mut self,
        page: PageLoad,
        offered: &[AuthValue],
        context: &mut Context<'_>,
    ) {
        let Some(scheme) = self.choose(offered, context) else {
            return;
        };
        let logged_on = self.logged_on_for(scheme).is_some();
        let prompt = (self.known.is_none() && !logged_on).then(|| self.prompt());
        self.sign_in(scheme, page, offered, prompt, context);
    }

    /// What the person typed was refused: they are asked again, but not for ever.
    pub(super) fn refused(
        &mut self,
        page: PageLoad,
        offered: &[AuthValue],
        context: &mut Context<'_>,
    ) {
        let Some(scheme) = self.choose(offered, context) else {
            return;
        };
        if self.prompts >= self.most_prompts {
            self.give_up(context);
            return;
        }
        let prompt = Some(self.prompt());
        self.sign_in(scheme, page, offered, prompt, context);
    }

    /// The first scheme it supports. It does not fall back to another.
    fn choose(&self, offered: &[AuthValue], context: &mut Context<'_>) -> Option<Scheme> {
        let choice = http_client::schemes(offered).find(|scheme| self.supported.contains(scheme));
        if choice.is_none() {
            let offered = names(offered);
            context
                .out
                .note(Note::decision(Decision::CannotSignIn { offered }));
        }
        choice
    }

    /// Counts that the person is asked.
    fn prompt(&mut self) -> u8 {
        self.prompts += 1;
        self.prompts
    }

    /// Begins to sign in; `prompt` says how often the person was asked, if they are asked now.
    fn sign_in(
        &mut self,
        scheme: Scheme,
        page: PageLoad,
        offered: &[AuthValue],
        prompt: Option<u8>,
        context: &mut Context<'_>,
    ) {
        let mut note = Note::decision(Decision::SignsIn {
            scheme,
            offered: names(offered),
            prompt,
        });
        if prompt.is_some() {
            let password = Holding::new(
                ValueKind::Password,
                self.typed.account(),
                StorageLocation::Process,
            );
            note = note.gaining(password.valued(self.typed.password.as_bytes()));
        }
        context.out.note(note);
        self.known = Some((scheme, offered.to_vec()));
        self.begin(scheme, page, offered, context);
    }

    pub(super) fn give_up(&mut self, context: &mut Context<'_>) {
        let prompts = self.prompts;
        context
            .out
            .note(Note::decision(Decision::GivesUp { prompts }));
    }

    /// The server does not speak HTTP, or left in mid-sentence.
    pub(super) fn broken(&mut self, error: DecodeError, context: &mut Context<'_>) {
        let error = PeerError::Malformed(error);
        let note = Note::decision(Decision::PeerMisbehaved { error });
        context.out.note(note);
        self.connection = None;
        self.give_up(context);
    }
}

fn names(offered: &[AuthValue]) -> Vec<String> {
    offered.iter().map(|offer| offer.scheme.clone()).collect()
}
