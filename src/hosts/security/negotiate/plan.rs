//! How a ticket for a service could be had: by whose name, with what.

use crate::hosts::security::kerberos::{
    HeldTicket, OnBehalf, Owner, TicketPath, TicketPlan, TicketSource, TicketUse, service_principal,
};
use crate::hosts::security::{Caller, Target};
use crate::hosts::{AccessToken, Credential, Identity, Machine, Reply, UserPassword, same};
use std::net::{IpAddr, SocketAddr};

/// How a ticket could be had; none where there is nothing to get it with, or the call stays on this computer, which NTLM
/// does without any proof.
pub fn plan(
    caller: &Caller,
    target: &Target,
    machine: &Machine,
) -> Option<(TicketPlan, TicketPath)> {
    let (_, host) = target.service.split_once('/')?;
    if is_this_computer(host, machine) {
        return None;
    }
    let service = service_principal(&target.service);
    let with = |owner, source, realm: &str| TicketPlan {
        delegate: target.delegate,
        ..TicketPlan::new(owner, source, realm, service.clone())
    };
    let by_password = |owner, typed: &UserPassword| {
        let realm = machine.kerberos.realm(&typed.domain)?.name.clone();
        Some((
            with(owner, TicketSource::Password(typed.clone()), &realm),
            TicketPath::Own,
        ))
    };
    match caller {
        Caller::Credential(Credential::Password(typed))
        | Caller::Hand(Reply::Credential(Credential::Password(typed))) => {
            let name = format!("{}\\{}", typed.domain, typed.user);
            by_password(Owner::Typed(name), typed)
        }
        Caller::Thread(token) => {
            let owner = Owner::Session(token.session);
            let behind = machine.lsa.behind(token);
            let password = behind.iter().find_map(|credential| match credential {
                Credential::Password(typed) => Some(typed),
                _ => None,
            });
            if let Some(typed) = password {
                return by_password(owner, typed);
            }
            if let Some(tgt) = ticket(behind, TicketUse::ForwardedTgt) {
                let source = TicketSource::Tgt(Box::new(tgt.clone()));
                let plan = with(owner, source, &tgt.client_realm);
                return Some((plan, TicketPath::ForwardedTgt));
            }
            on_behalf(token, behind, machine).and_then(|(on_behalf, path)| {
                let account = machine.kerberos.runs_as.clone()?;
                let realm = account.realm.clone();
                let mut plan = with(owner, TicketSource::Account(account), &realm);
                plan.on_behalf = Some(on_behalf);
                Some((plan, path))
            })
        }
        _ => None,
    }
}

fn ticket(behind: &[Credential], held_as: TicketUse) -> Option<&HeldTicket> {
    behind.iter().find_map(|credential| match credential {
        Credential::Ticket(ticket) if ticket.held_as == held_as => Some(ticket.as_ref()),
        _ => None,
    })
}

/// The user behind a token, for S4U. Windows has had it since Server 2003; earlier, it is an anachronism that runs like others.
fn on_behalf(
    token: &AccessToken,
    behind: &[Credential],
    machine: &Machine,
) -> Option<(OnBehalf, TicketPath)> {
    let Identity::User(account) = &token.identity else {
        return None;
    };
    let evidence = ticket(behind, TicketUse::Evidence).cloned();
    let path = match evidence {
        Some(_) => TicketPath::Evidence,
        None => TicketPath::Transition,
    };
    let on_behalf = OnBehalf {
        realm: machine.kerberos.realm(&account.domain)?.name.clone(),
        name: account.user.clone(),
        evidence,
    };
    Some((on_behalf, path))
}

/// Whether a service is called by an address, as in `HTTP/192.0.2.10`, with or without a port.
pub fn names_address(service: &str) -> bool {
    let host = service.split_once('/').map_or("", |(_, host)| host);
    let bare = host.trim_matches(['[', ']']);
    bare.parse::<IpAddr>().is_ok() || host.parse::<SocketAddr>().is_ok()
}

fn is_this_computer(host: &str, machine: &Machine) -> bool {
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    [machine.name.as_str(), &machine.dns_name(), "localhost"]
        .iter()
        .any(|own| same(own, host))
}
