//! What a host's tickets convince others of, and what a KDC has said of going on.

use super::View;
use crate::crypto;
use crate::hosts::security::kerberos::{TicketPath, TicketUse};
use crate::hosts::{
    Decision, Era, ExchangeKind, Holding, Identity, KdcRule, Mechanism, OutboundCredential, same,
};
use crate::lab::{Event, HostInfo};
use crate::value_kind::ValueKind;

impl View<'_> {
    /// The right by which a ticket on the computer convinces a host: a TGT of the person convinces all that take tickets, a
    /// ticket for the service only that one. One that the person has shown convinces nobody else.
    pub(super) fn ticket(&self, host: &HostInfo, to: &HostInfo) -> Option<TicketPath> {
        let own = self.is_persons_own(host);
        if !to.takes_tickets || self.gave_up(host, to) {
            return None;
        }
        let (mut found, mut way) = (false, TicketPath::Transition);
        for held in self.on_computer(host) {
            let Some(ticket) = &held.holding.ticket else {
                continue;
            };
            if held.holding.kind != ValueKind::Ticket || !self.is_persons(&held.holding) {
                continue;
            }
            match ticket.held_as {
                TicketUse::Tgt if own => found = true,
                TicketUse::Service => found |= own || is_for(&ticket.service, to),
                TicketUse::ForwardedTgt if !own => return Some(TicketPath::ForwardedTgt),
                // One that IIS asked for itself is to its account, which is no SPN.
                TicketUse::Evidence if ticket.service.contains('/') => way = TicketPath::Evidence,
                _ => {}
            }
        }
        found.then_some(if own { TicketPath::Own } else { way })
    }

    /// Whether the host may still get a ticket for another from the KDC, in the name of whoever its thread impersonates.
    /// Windows has had S4U since Server 2003.
    pub(super) fn may_ask(&self, host: &HostInfo, to: &HostInfo) -> bool {
        let impersonates = self.since_token(host).any(|event| {
            matches!(
                event.kind.decision(),
                Some(Decision::MakesToken {
                    identity: Identity::User(_),
                    ..
                })
            )
        });
        to.takes_tickets && host.era != Some(Era::Y1998) && impersonates && !self.gave_up(host, to)
    }

    /// What a KDC has decided about going on to a host in the person's name, if it has.
    pub(super) fn kdc_said(&self, host: &HostInfo, to: &HostInfo) -> Option<bool> {
        let from = self.since_token(host).next()?.id;
        let said = self.past().filter(|event| event.id > from);
        let said = said.filter_map(|event| {
            let connection = self.log.connection(event.kind.connection()?)?;
            match event
                .kind
                .decision()
                .filter(|_| connection.from == host.id)?
            {
                Decision::IssuesTicket(decision) => {
                    let goes_on = decision.exchange == ExchangeKind::Proxy;
                    (goes_on && is_for(&decision.service, to)).then_some(true)
                }
                Decision::RefusesTicket(decision) => {
                    (decision.rule != KdcRule::ProofFirst).then_some(false)
                }
                _ => None,
            }
        });
        said.last()
    }

    /// Whether the call to a host goes on without a ticket.
    fn gave_up(&self, host: &HostInfo, to: &HostInfo) -> bool {
        if self.kdc_said(host, to) == Some(false) {
            return true;
        }
        self.since_token(host)
            .any(|event| match event.kind.decision() {
                Some(Decision::FallsBack { service, .. }) => is_for(service, to),
                Some(Decision::AnswersAs { reach, .. }) => {
                    let connection = event.kind.connection();
                    let connection = connection.and_then(|id| self.log.connection(id));
                    connection.is_some_and(|it| it.to == to.id)
                        && !matches!(reach, OutboundCredential::Credential(_))
                }
                _ => false,
            })
    }

    /// What a host has done since it made its last token, that included.
    fn since_token(&self, host: &HostInfo) -> impl Iterator<Item = &Event> {
        let own = |event: &&Event| event.host == host.id;
        let made =
            |event: &&Event| matches!(event.kind.decision(), Some(Decision::MakesToken { .. }));
        let token = self.past().filter(own).filter(made).last();
        let from = token.map(|event| event.id);
        self.past()
            .filter(own)
            .skip_while(move |event| from.is_some_and(|from| event.id < from))
    }

    /// By what right the ticket came that a host has shown to another, where it has.
    pub(super) fn shown(&self, host: &HostInfo, to: &HostInfo) -> Option<TicketPath> {
        let shown = self.since_token(host).filter_map(|event| {
            let connection = self.log.connection(event.kind.connection()?)?;
            match event.kind.decision()? {
                Decision::AnswersAs {
                    reach: OutboundCredential::Credential(Mechanism::Ticket(path)),
                    ..
                } if connection.to == to.id => Some(*path),
                _ => None,
            }
        });
        shown.last()
    }

    /// Whether a ticket is the person's, as its holder has it: `CONTOSO\alice`, or `alice@CONTOSO.EXAMPLE`.
    fn is_persons(&self, holding: &Holding) -> bool {
        crypto::upper(holding.of.user()) == crypto::upper(&self.person)
    }
}

/// Whether a service such as `HTTP/web-01.contoso.example:80` runs on a host's computer.
fn is_for(service: &str, host: &HostInfo) -> bool {
    let name = service.split('/').nth(1).unwrap_or_default();
    let name = name.split(['.', ':']).next().unwrap_or_default();
    same(name, &host.name)
}
