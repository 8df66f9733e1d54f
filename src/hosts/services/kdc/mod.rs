//! A KDC (RFC 4120 3.1 and 3.3, `[MS-KILE]` 3.3, `[MS-SFU]` 3.2): it issues tickets by what the directory says of the
//! accounts, and by nothing else.

mod as_exchange;
mod authenticate;
mod directory;
mod grant;
mod issue;
mod logon;
mod refusal;
mod s4u;
#[cfg(test)]
pub(in crate::hosts) mod tests;
mod tgs_exchange;

use crate::hosts::{
    Account, AccountState, AttributeOwner, AttributeRead, Context, Decision, ExchangeKind, KdcRule,
    Note, PeerError, TicketDecision,
};
use crate::wire::kerberos::error_code;
use crate::wire::kerberos::{KdcKind, KdcRequest, TicketFlags};
pub use refusal::unasked;
use refusal::{Refused, refused};

/// Answers a request: the AS-REP or TGS-REP, or a KRB-ERROR.
pub fn answer(request: &[u8], context: &mut Context<'_>) -> (Vec<u8>, Box<Note>) {
    let decoded = KdcRequest::decode(request).value;
    let decoded = match decoded {
        Ok(decoded) => decoded,
        Err(error) => {
            let error = PeerError::Malformed(error);
            let note = Note::decision(Decision::PeerMisbehaved { error });
            return (unasked(error_code::KRB_AP_ERR_MSG_TYPE, context), note);
        }
    };
    let mut case = Case::new(&decoded);
    let built = refusal::not_built(decoded.body.options);
    let answered = built.and_then(|()| match decoded.kind {
        KdcKind::As => as_exchange::answer(request, &decoded, &mut case, context),
        KdcKind::Tgs => tgs_exchange::answer(&decoded, &mut case, context),
    });
    match answered {
        Ok(reply) => {
            let note = Note::decision(Decision::IssuesTicket(Box::new(case.decision)));
            (reply, note)
        }
        Err(refused) => {
            case.decision.rule = refused.rule;
            case.decision.code = refused.code;
            case.decision.status = refused.status;
            let error = refusal::error(&refused, &decoded, context);
            let note = Note::decision(Decision::RefusesTicket(Box::new(case.decision)));
            (error, note)
        }
    }
}

/// What becomes of a request, as far as it is known.
struct Case {
    decision: TicketDecision,
}

impl Case {
    fn new(request: &KdcRequest) -> Self {
        let client = request.body.client.as_ref().map(ToString::to_string);
        let client = client.unwrap_or_default();
        let service = request.body.service.as_ref().map(ToString::to_string);
        Self {
            decision: TicketDecision {
                exchange: match request.kind {
                    KdcKind::As => ExchangeKind::As,
                    KdcKind::Tgs => ExchangeKind::Tgs,
                },
                asker: client.clone(),
                client,
                service: service.unwrap_or_default(),
                account: None,
                flags: TicketFlags::empty(),
                etype: 0,
                rule: KdcRule::Granted,
                code: 0,
                status: None,
                read: Vec::new(),
            },
        }
    }

    /// Records an attribute that the decision depended on, in the order of reading.
    fn read(&mut self, of: AttributeOwner, attribute: &'static str, value: impl Into<String>) {
        self.decision.read.push(AttributeRead {
            of,
            attribute,
            value: value.into(),
        });
    }

    /// One that is set or not was read.
    fn read_flag(&mut self, of: AttributeOwner, attribute: &'static str, value: bool) -> bool {
        self.read(of, attribute, if value { "TRUE" } else { "FALSE" });
        value
    }

    /// Refuses an account that may not sign in, and records that this was looked at. That its password is too old is looked
    /// at by [`Self::refuse_old_password`].
    fn refuse_revoked(&mut self, account: &Account) -> Result<(), Refused> {
        let state = account.state;
        let state = if state.is_of_password() {
            AccountState::Enabled
        } else {
            state
        };
        let (attribute, value) = state.attribute();
        self.read(of(account), attribute, value);
        refused_for(state)
    }

    /// Refuses who proved a password that is too old.
    fn refuse_old_password(&mut self, account: &Account) -> Result<(), Refused> {
        if !account.state.is_of_password() {
            return Ok(());
        }
        let (attribute, value) = account.state.attribute();
        self.read(of(account), attribute, value);
        refused_for(account.state)
    }
}

/// Refuses an account in that state, where anything stands against it.
fn refused_for(state: AccountState) -> Result<(), Refused> {
    let Some((code, status)) = state.kdc_error().zip(state.status()) else {
        return Ok(());
    };
    Err(refused(KdcRule::State(state), code).with_status(status))
}

/// What has an attribute: that account.
fn of(account: &Account) -> AttributeOwner {
    AttributeOwner::Account(account.name.clone())
}
