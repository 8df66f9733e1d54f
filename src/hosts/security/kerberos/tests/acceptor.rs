//! What a service takes for a proof.

use super::*;
use crate::crypto::Trace;
use crate::crypto::kerberos::usage;
use crate::hosts::services::kdc::tests::pac_of;
use crate::hosts::{AccountName, Identity};
use crate::wire::kerberos::{ApReq, AuthorizationElement, EncTicketPart, authorization};
use crate::wire::pac::SERVER_CHECKSUM;
use std::time::Duration;

/// A client with a ticket, and the server it is for.
struct Door {
    net: Net,
    server: Bench,
    accounts: Vec<ServiceAccount>,
}

impl Door {
    fn new(change: impl FnOnce(&mut Kdc)) -> Self {
        let mut net = Net::new();
        change(&mut net.kdc);
        let accounts = vec![net.service("WEB-01$")];
        let server = Bench::new(machine("WEB-01", Era::Today, 3));
        Self {
            net,
            server,
            accounts,
        }
    }

    fn acquired(&mut self) -> Acquired {
        let plan = TicketPlan {
            delegate: true,
            ..by_password("HTTP/web-01")
        };
        self.net.acquire(plan).unwrap()
    }

    fn show(&mut self, acquired: Acquired) -> Spoken {
        self.net.desk.with(|context| ap_req(acquired, context))
    }

    fn token(&mut self) -> Vec<u8> {
        let acquired = self.acquired();
        self.show(acquired).token
    }

    fn take(&mut self, token: &[u8]) -> Result<AcceptedTicket, i64> {
        let accounts = &self.accounts;
        let taken = self.server.with(|context| accept(token, accounts, context));
        taken.map_err(|error| error.code)
    }

    fn refuses(&mut self, token: &[u8]) -> Option<i64> {
        self.take(token).err()
    }
}

fn user() -> Identity {
    Identity::User(AccountName {
        domain: "CONTOSO".to_owned(),
        user: "Alice".to_owned(),
    })
}

#[test]
fn a_ticket_makes_its_client_known() {
    let mut door = Door::new(|_| {});
    let acquired = door.acquired();
    let spoken = door.show(acquired);
    let known = door.take(&spoken.token).unwrap();
    assert_eq!((known.identity, known.path), (user(), TicketPath::Own));
    assert!(known.forwarded.is_none() && known.steps.len() > 3);
    assert_eq!(known.evidence.held_as, TicketUse::Evidence);
    let reply = known.reply.unwrap();
    assert!(proves(&mut door, spoken.state, &reply));
    // Another's answer proves nothing, nor does a changed one.
    for change in [0, 1] {
        door.net.desk.later(Duration::from_secs(1));
        let acquired = door.acquired();
        let spoken = door.show(acquired);
        let mut reply = match change {
            0 => reply.clone(),
            _ => door.take(&spoken.token).unwrap().reply.unwrap(),
        };
        *reply.last_mut().unwrap() ^= change;
        assert!(!proves(&mut door, spoken.state, &reply));
    }
}

/// Whether the client takes the server's answer for a proof.
fn proves(door: &mut Door, state: AwaitApRep, reply: &[u8]) -> bool {
    use crate::hosts::tests::Act;
    use crate::hosts::{Decision, Host, Input, NoteKind};
    struct Idle;
    impl Host for Idle {
        fn handle(&mut self, _: Input, _: &mut Context<'_>) {}
    }
    door.net.desk.tell(&mut Idle, Input::Start);
    door.net.desk.with(|context| state.verify(reply, context));
    let acts = door.net.desk.tell(&mut Idle, Input::Start);
    acts.iter().any(|act| match act {
        Act::Noted(note) => matches!(
            note.what,
            NoteKind::Decision(Decision::ServerProves { proven: true, .. })
        ),
        _ => false,
    })
}

#[test]
fn a_tgt_comes_along() {
    let mut door = Door::new(|kdc| kdc.set("WEB-01$", |web| web.trusted_for_delegation = true));
    let token = door.token();
    let tgt = door.take(&token).unwrap().forwarded.unwrap();
    assert_eq!(
        (tgt.held_as, tgt.flags.bits()),
        (TicketUse::ForwardedTgt, 0x60a1_0000)
    );
    assert_eq!(tgt.service.to_string(), "krbtgt/CONTOSO.EXAMPLE");
    // With it the server gets tickets for her.
    let source = TicketSource::Tgt(Box::new(tgt));
    let plan = TicketPlan::new(
        Owner::Session(9),
        source,
        REALM,
        service_principal("HTTP/mail-01"),
    );
    let onward = door.net.acquire(plan).unwrap();
    assert_eq!(onward.ticket.client.to_string(), "Alice");
    assert!(onward.ticket.is(TicketFlags::FORWARDED));
}

#[test]
fn another_key_is_41() {
    let mut door = Door::new(|_| {});
    let token = door.token();
    door.accounts = vec![door.net.service("MAIL-01$")];
    assert_eq!(door.refuses(&token), Some(41));
    door.accounts.clear();
    assert_eq!(door.refuses(&token), Some(41));
    // One of several is enough, whatever the name in the ticket.
    door.accounts = vec![door.net.service("MAIL-01$"), door.net.service("WEB-01$")];
    assert_eq!(door.refuses(&token), None);
}

#[test]
fn clocks_that_differ_are_37() {
    for (minutes, code) in [
        (-6, Some(37)),
        (-5, None),
        (0, None),
        (5, None),
        (6, Some(37)),
    ] {
        let mut door = Door::new(|_| {});
        let token = door.token();
        door.server.now = door.server.now.plus_minutes(minutes);
        assert_eq!(door.refuses(&token), code, "{minutes}");
    }
}

#[test]
fn the_same_again_is_34() {
    let mut door = Door::new(|_| {});
    let token = door.token();
    assert_eq!(door.refuses(&token), None);
    assert_eq!(door.refuses(&token), Some(34));
    // Another authenticator with the same ticket is another proof.
    let token = door.token();
    assert_eq!(door.refuses(&token), None);
}

#[test]
fn a_ticket_has_its_time() {
    let mut door = Door::new(|_| {});
    let acquired = door.acquired();
    for (minutes, code) in [(-6, Some(33)), (-4, None), (604, None), (606, Some(32))] {
        let start = door.server.now;
        door.net.desk.now = start.plus_minutes(minutes);
        door.server.now = start.plus_minutes(minutes);
        let token = door.show(acquired.clone()).token;
        assert_eq!(door.refuses(&token), code, "{minutes}");
        door.server.now = start;
    }
}

/// Where some bytes stand in others.
fn place(of: &[u8], inside: &[u8]) -> std::ops::Range<usize> {
    let at = inside.windows(of.len()).position(|it| it == of).unwrap();
    at..at + of.len()
}

#[test]
fn a_changed_bit_is_noticed() {
    let mut door = Door::new(|_| {});
    let token = door.token();
    let request = ApReq::decode(ap_req::ap_req_in(&token)).value.unwrap();
    let sealed = [
        &request.ticket.encrypted.cipher,
        &request.authenticator.cipher,
    ];
    let sealed = sealed.map(|cipher| place(cipher, &token));
    for at in 0..token.len() {
        let mut changed = token.clone();
        changed[at] ^= 1 << (at % 8);
        let mut door = Door {
            net: Net::new(),
            server: Bench::new(machine("WEB-01", Era::Today, 3)),
            accounts: door.accounts.clone(),
        };
        let taken = door.take(&changed);
        if sealed.iter().any(|range| range.contains(&at)) {
            assert_eq!(taken.err(), Some(41), "byte {at}");
        } else if let Ok(known) = taken {
            // Names outside of what is sealed say nothing.
            assert_eq!(known.identity, user(), "byte {at}");
        }
    }
    for length in 0..token.len() {
        assert!(door.refuses(&token[..length]).is_some(), "{length} bytes");
    }
}

/// The ticket with another inside, under the same key.
fn resealed(
    door: &Door,
    ticket: &HeldTicket,
    change: impl FnOnce(&mut EncTicketPart),
) -> HeldTicket {
    let key = door.net.kdc.key("WEB-01$", Etype::Aes256Sha1);
    let cipher = &ticket.ticket.encrypted.cipher;
    let plain = key
        .decrypt(usage::KDC_REP_TICKET, cipher, &mut Trace::off())
        .unwrap();
    let mut part = EncTicketPart::decode(&plain).value.unwrap();
    change(&mut part);
    let plain = part.encode();
    let mut ticket = ticket.clone();
    ticket.ticket.encrypted.cipher =
        key.encrypt(usage::KDC_REP_TICKET, &[8; 16], &plain, &mut Trace::off());
    ticket
}

fn with_pac(part: &mut EncTicketPart, data: Vec<u8>) {
    let inside = AuthorizationElement {
        kind: authorization::PAC,
        data,
    };
    part.authorization = Some(vec![AuthorizationElement::if_relevant(&[inside])]);
}

#[test]
fn a_pac_with_another_server_signature_is_41() {
    let mut door = Door::new(|_| {});
    let acquired = door.acquired();
    let mut show = |change: &dyn Fn(&mut EncTicketPart)| {
        let ticket = resealed(&door, &acquired.ticket, change);
        let token = door
            .show(Acquired {
                ticket,
                forwarded: None,
            })
            .token;
        door.refuses(&token)
    };
    assert_eq!(show(&|_| {}), None);
    let signature = |part: &mut EncTicketPart| {
        let (mut pac, _) = pac_of(part);
        let mut server = pac.get(SERVER_CHECKSUM).unwrap().to_vec();
        *server.last_mut().unwrap() ^= 1;
        pac.set(SERVER_CHECKSUM, server);
        with_pac(part, pac.encode());
    };
    assert_eq!(show(&signature), Some(41));
    let content = |part: &mut EncTicketPart| {
        let (_, mut bytes) = pac_of(part);
        let at = bytes.len() / 2;
        bytes[at] ^= 0x40;
        with_pac(part, bytes);
    };
    assert_eq!(show(&content), Some(41));
    let unsigned = |part: &mut EncTicketPart| {
        let (mut pac, _) = pac_of(part);
        pac.buffers.retain(|buffer| buffer.kind != SERVER_CHECKSUM);
        with_pac(part, pac.encode());
    };
    assert_eq!(show(&unsigned), Some(41));
    let md5 = |part: &mut EncTicketPart| {
        let (mut pac, _) = pac_of(part);
        pac.set(
            SERVER_CHECKSUM,
            [&7_u32.to_le_bytes()[..], &[0; 16]].concat(),
        );
        let input = crate::wire::pac::server_signature_input(&pac.encode()).unwrap();
        let sum = crate::crypto::md5(&[&input]);
        pac.set(SERVER_CHECKSUM, [&7_u32.to_le_bytes()[..], &sum].concat());
        with_pac(part, pac.encode());
    };
    assert_eq!(show(&md5), Some(41));
}

#[test]
fn a_ticket_of_somebody_elses_is_36() {
    let mut door = Door::new(|_| {});
    let mut acquired = door.acquired();
    acquired.ticket.client = Principal::new(NT_PRINCIPAL, &["Mallory"]);
    let token = door.show(acquired).token;
    assert_eq!(door.refuses(&token), Some(36));
}

#[test]
fn what_is_no_ap_req_is_40() {
    let mut door = Door::new(|_| {});
    for bytes in [
        &b""[..],
        b"NTLMSSP\0",
        b"\x60\x03\x06\x01\x2a",
        &[0x6e; 70_000],
    ] {
        assert_eq!(door.refuses(bytes), Some(40));
    }
}
