//! The browser signs in: the first message of a scheme, with what was typed or as whoever is logged on.

use super::super::http_client::{self, PendingAuth};
use super::super::scheme::Scheme;
use super::{Browser, PageLoad, Session};
use crate::hosts::security::{Caller, InitiateError, Initiated, Target};
use crate::hosts::{
    AccessToken, ConnectionId, Context, Credential, Decision, Endpoint, Note, SendError,
    UserPassword,
};
use crate::wire::basic::{Basic, Charset, split_domain};
use crate::wire::http::AuthValue;

impl Browser {
    /// Signs in by a scheme, from its first message on; `offered` is what the server asked with.
    pub(super) fn begin(
        &mut self,
        scheme: Scheme,
        page: PageLoad,
        offered: &[AuthValue],
        context: &mut Context<'_>,
    ) {
        let host = self.canonical.as_ref().unwrap_or(&self.server.host);
        let named = Endpoint::new(host.clone(), self.server.port);
        let named = match self.names_port {
            true => named.authority(),
            false => named.host,
        };
        let mut target = Target::http(&named, "GET", &page.target);
        target.delegate = self.delegates;
        let caller = match self.logged_on_for(scheme) {
            Some(token) if self.prompts == 0 => Caller::Thread(token.clone()),
            _ => Caller::Credential(Credential::Password(self.account())),
        };
        let Some(package) = scheme.package() else {
            return self.send_basic(page, context);
        };
        let initiated = package.initiate(caller, &target, context);
        self.initiated(scheme, page, offered, initiated, context);
    }

    /// A package has begun to sign in, or cannot.
    fn initiated(
        &mut self,
        scheme: Scheme,
        page: PageLoad,
        offered: &[AuthValue],
        initiated: Result<Initiated, InitiateError>,
        context: &mut Context<'_>,
    ) {
        match initiated {
            Ok(Initiated::Asks(inquiry)) => self.inquiries.ask(inquiry, (scheme, page), context),
            Ok(Initiated::Speaks {
                token,
                answered,
                state,
            }) => {
                if let Some(answered) = answered {
                    self.note(&answered, context);
                }
                let header = scheme.with_token(&token);
                let sent = PendingAuth::First(scheme, state);
                self.send(page, Some(header), sent, context);
            }
            Ok(Initiated::Listens(state)) => {
                let question = http_client::question(scheme, offered);
                match state.step(&question.unwrap_or_default(), context) {
                    Ok(answered) => self.answer(scheme, page, &answered, context),
                    Err(error) => self.cannot_answer(error, context),
                }
            }
            // The KDC refused what was typed: the person is asked again.
            Err(InitiateError::Kdc(code, status)) => {
                self.refusal = Some((code, status));
                self.refused(page, offered, context);
            }
            Err(error) => self.cannot_answer(error, context),
        }
    }

    /// A KDC has answered, or left.
    pub(super) fn kdc(
        &mut self,
        id: ConnectionId,
        bytes: Option<&[u8]>,
        context: &mut Context<'_>,
    ) {
        if let Some(((scheme, page), initiated)) = self.inquiries.take(id, bytes, context) {
            let offered = self
                .known
                .clone()
                .map_or_else(Vec::new, |(_, offered)| offered);
            self.initiated(scheme, page, &offered, initiated, context);
        }
    }

    fn send_basic(&mut self, page: PageLoad, context: &mut Context<'_>) {
        let UserPassword {
            domain,
            user,
            password,
        } = &self.account();
        let user = if domain.is_empty() {
            user.clone()
        } else {
            format!("{domain}\\{user}")
        };
        let mut basic = Basic {
            user,
            password: password.clone(),
            charset: Charset::Latin1,
        };
        // Latin-1 was the browsers' default; what it cannot express goes out as UTF-8.
        let credentials = basic.credentials().or_else(|_| {
            basic.charset = Charset::Utf8;
            basic.credentials()
        });
        match credentials {
            Ok(credentials) => {
                self.send(
                    page,
                    Some(credentials.to_string()),
                    PendingAuth::Answer(Scheme::Basic),
                    context,
                );
            }
            Err(error) => {
                let error = SendError::Basic(error);
                context
                    .out
                    .note(Note::decision(Decision::CannotSend { error }));
                self.give_up(context);
            }
        }
    }

    /// Whoever is logged on to this computer, where the scheme takes them.
    pub(super) fn logged_on_for(&self, scheme: Scheme) -> Option<&AccessToken> {
        match &self.session {
            Session::LoggedOn(token) if scheme.takes_who_is_logged_on() => Some(token),
            _ => None,
        }
    }

    /// What was typed, as an account: `DOMAIN\user` may stand in the field for the user.
    pub(super) fn account(&self) -> UserPassword {
        let mut account = self.typed.clone();
        if let (Some(domain), user) = split_domain(&self.typed.user) {
            account.domain = domain.to_owned();
            account.user = user.to_owned();
        }
        account
    }
}
