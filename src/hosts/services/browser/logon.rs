//! The person logs on to the computer that the browser runs on.

use super::super::http_server::password;
use super::{Browser, Session};
use crate::hosts::{
    Context, Credential, Decision, DenialReason, Holding, HowKnown, Identity, LogonType, Mechanism,
    Note, Package, StorageLocation,
};
use crate::value_kind::ValueKind;
use crate::wire::netlogon::LogonResponse;

impl Browser {
    /// The person logs on at the keyboard.
    pub(super) fn log_on(&mut self, context: &mut Context<'_>) {
        let request = password::interactive(&self.account(), context);
        if let Some(((), response)) = self.authority.ask(&request, (), context) {
            self.logged_on(&response, context);
        }
    }

    /// The authority has spoken: without a session there is no browser.
    pub(super) fn logged_on(&mut self, response: &LogonResponse, context: &mut Context<'_>) {
        let Some(validation) = &response.validation else {
            let because = DenialReason::LogonFailed(response.status);
            let failed = Decision::CannotLogOn { because };
            context.out.note(Note::decision(failed));
            return;
        };
        let identity = Identity::User(validation.into());
        let logon = LogonType::Interactive;
        let credential = Credential::Password(self.account().known_as(validation.into()));
        let lsa = &mut context.machine.lsa;
        let token = lsa.log_on(identity.clone(), logon, vec![credential]);
        let password = Holding::new(
            ValueKind::Password,
            &identity,
            StorageLocation::LogonSession(token.session),
        );
        let mut held = Holding::new(ValueKind::Token, &identity, StorageLocation::Process);
        held.logon = Some(logon);
        let note = Note::decision(Decision::MakesToken {
            identity,
            logon,
            credential: true,
            how: HowKnown {
                package: Package::LogonUser,
                mechanism: Mechanism::Password,
            },
        });
        let password = password.valued(self.typed.password.as_bytes());
        context.out.note(note.gaining(password).gaining(held));
        self.session = Session::LoggedOn(token);
        self.next_page(context);
    }
}
