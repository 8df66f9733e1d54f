//! What a message of Kerberos comes to: one of a service's, one of a KDC's, or tickets that are handed on.

use super::super::{FindingAbout, FindingReason, HandsOver, OpenedTokens};
use super::{SignInMethod, Summary, principal, some_of, text};
use crate::traffic::decryption::Delegation;
use crate::wire::kerberos::{
    ApReq, DecryptedPart, KdcReply, KdcRequest, KerberosMessage, KrbCred, KrbError, Principal,
};
use crate::wire::{Layer, field_name};

impl Summary {
    /// Takes what a message says in clear.
    pub(super) fn kerberos(&mut self, message: &KerberosMessage, layer: &Layer) {
        match message {
            KerberosMessage::ApReq(request) => self.ticket(request),
            KerberosMessage::ApRep(_) => self.how = SignInMethod::Reply,
            KerberosMessage::Error(error) => self.error(error, message.error_name()),
            KerberosMessage::KdcRequest(request) => self.asked(request),
            KerberosMessage::KdcReply(reply) => self.given(reply),
            KerberosMessage::Cred(cred) => self.handed_on(cred, layer),
            _ => {}
        }
    }

    /// The same, with what keys opened in the token of that number: whom its authenticator names, and whether it hands a TGT
    /// over.
    pub fn opened(mut self, tokens: &OpenedTokens, number: usize) -> Self {
        let SignInMethod::Ticket { hands_over, .. } = &mut self.how else {
            return self;
        };
        // What is handed over is found behind the part that it is in.
        for finding in tokens.findings(number) {
            match finding.because {
                FindingReason::Delegation(Delegation::Nothing) => *hands_over = HandsOver::No,
                FindingReason::Delegation(_) => *hands_over = HandsOver::Yes,
                FindingReason::Opens(_, layer)
                    if finding.about == FindingAbout::Part(DecryptedPart::Authenticator) =>
                {
                    *hands_over = HandsOver::No;
                    let named = text(layer, field_name::CNAME);
                    let realm = text(layer, field_name::CREALM).unwrap_or_default();
                    self.who = named.map(|name| (String::new(), principal(&name, &realm)));
                }
                _ => {}
            }
        }
        self
    }

    /// Takes what a ticket says that is in no message, or a part that was decrypted elsewhere.
    pub(super) fn part(&mut self, part: DecryptedPart, layer: &Layer) {
        let named = |name: [&str; 2], realm: [&str; 2]| {
            let any = |names: [&str; 2]| names.into_iter().find_map(|it| text(layer, it));
            Some(principal(&any(name)?, &any(realm).unwrap_or_default()))
        };
        self.how = SignInMethod::Part(part);
        self.service = named(
            [field_name::SNAME, field_name::SNAME],
            [field_name::SREALM, field_name::REALM],
        );
        let client = named(
            [field_name::CNAME, field_name::PNAME],
            [field_name::CREALM, field_name::PREALM],
        );
        self.who = client.map(|it| (String::new(), it));
    }

    fn ticket(&mut self, request: &ApReq) {
        self.how = SignInMethod::Ticket {
            etype: request.ticket.encrypted.etype_name(),
            mutual: request.options & ApReq::MUTUAL_REQUIRED != 0,
            hands_over: match request.authenticator.cipher.len() {
                ROOM.. => HandsOver::Perhaps,
                _ => HandsOver::NoRoom,
            },
        };
        let ticket = &request.ticket;
        self.service = Some(principal(&ticket.service.to_string(), &ticket.realm));
    }

    fn error(&mut self, error: &KrbError, name: Option<&'static str>) {
        self.how = SignInMethod::Error(error.code, name);
        self.service = Some(principal(&error.service.to_string(), &error.realm));
        self.when = Some(error.server_time.to_string());
        let realm = error.client_realm.clone().unwrap_or_default();
        let client = error.client.as_ref();
        let client = client.map(|client| principal(&client.to_string(), &realm));
        self.who = client.map(|client| (String::new(), client));
    }

    fn asked(&mut self, request: &KdcRequest) {
        let body = &request.body;
        let named = |it: &Option<Principal>| {
            let name = it.as_ref()?.to_string();
            Some(principal(&name, &body.realm))
        };
        self.how = SignInMethod::Asks(request.kind);
        self.who = named(&body.client).map(|it| (String::new(), it));
        self.service = named(&body.service);
    }

    fn given(&mut self, reply: &KdcReply) {
        let client = principal(&reply.client.to_string(), &reply.client_realm);
        self.how = SignInMethod::Gives(reply.kind);
        self.who = Some((String::new(), client));
        let ticket = &reply.ticket;
        self.service = Some(principal(&ticket.service.to_string(), &ticket.realm));
    }

    fn handed_on(&mut self, cred: &KrbCred, layer: &Layer) {
        let tickets = cred.tickets.iter();
        let services = tickets.map(|it| principal(&it.service.to_string(), &it.realm));
        self.how = SignInMethod::Tickets(cred.tickets.len());
        self.service = some_of(services.collect());
        let realm = text(layer, field_name::PREALM).unwrap_or_default();
        let client = text(layer, field_name::PNAME).map(|name| principal(&name, &realm));
        self.who = client.map(|it| (String::new(), it));
    }
}

/// Smaller authenticators have no room for a forwarded ticket with its key.
const ROOM: usize = 500;
