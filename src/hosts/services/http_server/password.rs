//! What a server asks an authority that is to judge a password (`[MS-NRPC]` 2.2.1.4.3, 2.2.1.4.5).

use crate::crypto::{self, Trace};
use crate::hosts::entropy::draw;
use crate::hosts::{Computation, ConnectionId, Context, LogonType, Note, Purpose, UserPassword};
use crate::wire::netlogon::{Logon, LogonRequest, NetworkLogon};

/// The question for a logon of that type.
pub fn question(
    id: ConnectionId,
    credential: &UserPassword,
    logon: LogonType,
    context: &mut Context<'_>,
) -> LogonRequest {
    match logon {
        LogonType::Network => own_question(id, credential, context),
        LogonType::Interactive | LogonType::Batch | LogonType::NetworkCleartext => {
            interactive(credential, context)
        }
    }
}

/// A password is checked by its one-way functions (NetlogonInteractiveInformation).
pub fn interactive(credential: &UserPassword, context: &Context<'_>) -> LogonRequest {
    let mut trace = Trace::off();
    LogonRequest {
        domain: credential.domain.clone(),
        user: credential.user.clone(),
        workstation: context.machine.name.clone(),
        parameter_control: 0,
        logon: Logon::Interactive {
            lm_owf: crypto::lm_owf_v1(&credential.password, &mut trace).unwrap_or_default(),
            nt_owf: crypto::nt_owf_v1(&credential.password, &mut trace),
        },
    }
}

/// A network logon with a password: the server asks itself a question and answers it.
fn own_question(
    id: ConnectionId,
    credential: &UserPassword,
    context: &mut Context<'_>,
) -> LogonRequest {
    // To LogonUser no domain is this computer, unless the name says one itself.
    let domain = match credential.domain.as_str() {
        "" if !credential.user.contains('@') => ".",
        domain => domain,
    };
    let mut trace = Trace::on();
    let challenge = draw(context.entropy, Purpose::ServerChallenge);
    let nt_hash = crypto::nt_owf_v1(&credential.password, &mut trace);
    let nt_response = if context.machine.level.sends_v2() {
        let nonce = draw(context.entropy, Purpose::ClientChallenge);
        let key = crypto::nt_owf_v2(&nt_hash, &credential.user, domain, &mut trace);
        let temp = crypto::temp(context.now.0, &nonce, &[0; 4]);
        crypto::ntlm_v2(&key, &challenge, &temp, &mut trace).response
    } else {
        crypto::ntlm_v1(&nt_hash, &challenge, &mut trace).to_vec()
    };
    context.out.note(
        Note::computation(Computation::OwnChallenge { challenge })
            .on(id)
            .with_steps(trace.into_steps()),
    );
    LogonRequest {
        domain: domain.to_owned(),
        user: credential.user.clone(),
        workstation: context.machine.name.clone(),
        parameter_control: 0,
        logon: Logon::Network(NetworkLogon {
            challenge,
            nt_response,
            lm_response: Vec::new(),
        }),
    }
}
