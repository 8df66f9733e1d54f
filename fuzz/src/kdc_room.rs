//! A KDC with a directory that is always the same, and a service that takes tickets.

use double_hop::crypto::Trace;
use double_hop::crypto::kerberos::{Etype, Key, usage};
use double_hop::hosts::security::kerberos::{accept, carried};
use double_hop::hosts::services::kdc::answer;
use double_hop::hosts::{
    Account, Accounts, ConnectionId, Context, Domain, Endpoint, Entropy, Era, FileTime,
    KerberosAccount, Level, Machine, Note, Output, Purpose, Realm, ServiceAccount,
};
use double_hop::wire::kerberos::{
    ApReq, Authenticator, Checksum, EncTicketPart, Encrypted, KdcKind, KdcOptions, KdcReply,
    KdcRequest, KdcRequestBody, KerberosTime, KrbError, PaData, Principal, Ticket, TicketFlags,
    authorization,
};

const REALM: &str = "CONTOSO.EXAMPLE";

struct Nowhere;

impl Output for Nowhere {
    fn open(&mut self, _: &Endpoint) -> ConnectionId {
        ConnectionId(0)
    }
    fn send(&mut self, _: ConnectionId, _: Vec<u8>) {}
    fn close(&mut self, _: ConnectionId) {}
    fn note(&mut self, _: Box<Note>) {}
}

impl Entropy for Nowhere {
    fn fill(&mut self, _: Purpose, out: &mut [u8]) {
        out.fill(7);
    }
}

fn key(seed: u8) -> Key {
    Key::from_seed(Etype::Aes256Sha1, &[seed; 32])
}

fn machine() -> Machine {
    let controller = Endpoint::new("dc-01", Endpoint::SMB);
    let domain = Domain {
        netbios: "CONTOSO".to_owned(),
        dns: "contoso.example".to_owned(),
        controller,
    };
    let account = |name: &str, seed, spn: &str| {
        Account::new("CONTOSO", name, "").with_kerberos(KerberosAccount {
            rid: 1000 + u32::from(seed),
            keys: vec![key(seed)],
            spns: vec![spn.to_owned()],
            may_delegate_to: vec!["HTTP/b".to_owned()],
            lets_act: vec!["A$".to_owned()],
            ..KerberosAccount::default()
        })
    };
    let accounts = [("krbtgt", 1, ""), ("A$", 2, "HTTP/a"), ("B$", 3, "HTTP/b")]
        .map(|(name, seed, spn)| account(name, seed, spn));
    let level = Level::clamped(5);
    let mut machine = Machine::new("DC-01", domain, Era::Today, level);
    machine.accounts = Accounts::new("CONTOSO", level, accounts.to_vec());
    machine.kerberos.realms = vec![Realm {
        netbios: "CONTOSO".to_owned(),
        name: REALM.to_owned(),
        kdc: Endpoint::new("dc-01", Endpoint::KDC),
    }];
    machine
}

fn with<T>(act: impl FnOnce(&mut Context<'_>) -> T) -> T {
    act(&mut Context {
        now: FileTime::from_unix(1_000_000_000),
        entropy: &mut Nowhere,
        machine: &mut machine(),
        out: &mut Nowhere,
    })
}

/// Any bytes as a request, and as a token for a service. The answer is a message, and not much longer.
pub fn kdc(bytes: &[u8]) {
    let answer = with(|context| answer(bytes, context)).0;
    assert!(answer.len() <= 4096 + 2 * bytes.len());
    assert!(KrbError::decode(&answer).value.is_ok() || KdcReply::decode(&answer).value.is_ok());
    let service = ServiceAccount {
        name: "A$".to_owned(),
        realm: REALM.to_owned(),
        kvno: 2,
        keys: vec![key(2)],
    };
    assert!(with(|context| accept(bytes, &[service], context)).is_err());
}

/// What only a KDC could have sealed: the bytes are the PAC of a TGT, the inside of evidence, or pre-authentication data.
pub fn tgs(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let time = |text: &str| KerberosTime(text.to_owned());
    let mut inside = EncTicketPart {
        flags: TicketFlags::from_bits_retain(0x40e1_0000),
        key: carried(&key(9)),
        client_realm: REALM.to_owned(),
        client: Principal::new(1, &["A$"]),
        auth_time: time("20010909014640Z"),
        end_time: time("20010909114640Z"),
        ..EncTicketPart::default()
    };
    let around = |data: &[u8]| {
        let kind = authorization::PAC;
        authorization::AuthorizationElement::if_relevant(&[authorization::AuthorizationElement {
            kind,
            data: data.to_vec(),
        }])
    };
    let signed = double_hop::hosts::security::kerberos::pac::signed(
        inside.clone(),
        double_hop::wire::pac::Pac::default(),
        &double_hop::hosts::security::kerberos::pac::SigningKeys {
            service: &key(1),
            kdc: &key(1),
            ticket_too: false,
            order: &[],
        },
    );
    inside.authorization = match which % 3 {
        0 => Some(vec![around(bytes)]),
        _ => signed.authorization,
    };
    let evidence = sealed(2, usage::KDC_REP_TICKET, bytes);
    let body = KdcRequestBody {
        options: KdcOptions::from_bits_retain(0x4083_0010),
        realm: REALM.to_owned(),
        service: Some(Principal::new(2, &["HTTP", "b"])),
        till: time("20370913024805Z"),
        etypes: vec![18],
        tickets: (which % 3 == 1).then(|| vec![ticket("a", evidence)]),
        ..KdcRequestBody::default()
    };
    let kind = 7;
    let sum = double_hop::crypto::md5(&[&body.encode()]).to_vec();
    let authenticator = Authenticator {
        client_realm: REALM.to_owned(),
        client: inside.client.clone(),
        checksum: Some(Checksum { kind, value: sum }),
        ctime: time("20010909014640Z"),
        ..Authenticator::default()
    };
    let ap_req = ApReq {
        options: 0,
        ticket: ticket("", sealed(1, usage::KDC_REP_TICKET, &inside.encode())),
        authenticator: sealed(9, usage::TGS_REQ_AUTHENTICATOR, &authenticator.encode()),
    };
    let mut padata = vec![PaData::new(PaData::TGS_REQ, ap_req.encode())];
    if which % 3 == 2 {
        let kind = if which & 0x80 != 0 {
            PaData::FOR_USER
        } else {
            PaData::S4U_X509_USER
        };
        padata.push(PaData::new(kind, bytes.to_vec()));
    }
    let request = KdcRequest {
        kind: KdcKind::Tgs,
        padata,
        body,
    };
    kdc(&request.encode());
}

fn ticket(host: &str, encrypted: Encrypted) -> Ticket {
    let service = match host {
        "" => Principal::new(2, &["krbtgt", REALM]),
        host => Principal::new(2, &["HTTP", host]),
    };
    Ticket {
        realm: REALM.to_owned(),
        service,
        encrypted,
    }
}

fn sealed(seed: u8, usage: u32, plain: &[u8]) -> Encrypted {
    Encrypted {
        etype: 18,
        kvno: None,
        cipher: key(seed).encrypt(usage, &[0; 16], plain, &mut Trace::off()),
    }
}
