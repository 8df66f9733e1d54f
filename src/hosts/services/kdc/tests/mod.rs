//! The KDC asked by hand, request by request.

// A refusal is what many of these tests are about.
#![allow(clippy::result_large_err)]

mod limits;
mod pac;
mod refusals;
mod s4u;
mod tickets;
mod trust;

use super::answer;
use crate::crypto::Trace;
use crate::crypto::kerberos::{Etype, Key, checksum, checksum_kind, usage};
use crate::hosts::security::kerberos::{
    KdcOptions, TicketFlags, key_of, pac as signing, service_principal,
};
use crate::hosts::tests::{Bench, machine};
use crate::hosts::{
    Account, AccountState, Accounts, Decision, Endpoint, Era, FileTime, KdcRule, KerberosAccount,
    Level, Note, NoteKind, Realm, same,
};
use crate::wire::kerberos::{
    ApReq, Authenticator, Checksum, EncKdcReplyPart, EncTicketPart, Encrypted, KdcKind, KdcReply,
    KdcRequest, KdcRequestBody, KerberosTime, KrbError, PaData, PaEncTimestamp, Principal, Ticket,
    authorization,
};
use crate::wire::pac::Pac;

pub const REALM: &str = "CONTOSO.EXAMPLE";
pub const OTHER_REALM: &str = "FABRIKAM.EXAMPLE";
/// A ticket-granting ticket of anybody's.
pub const TGT: TicketFlags = TicketFlags::from_bits_retain(0x40e1_0000);

/// A KDC and its directory: `Alice` is a user, `WEB-01$` a web server that may go on to `HTTP/mail-01`, `MAIL-01$` one that
/// lets it, `FILE-01$` one that does not.
pub struct Kdc {
    pub bench: Bench,
    accounts: Vec<Account>,
    decided: Option<Box<Note>>,
}

/// A ticket, and what the KDC said of it.
#[derive(Clone, Debug)]
pub struct ReceivedTicket {
    pub ticket: Ticket,
    pub client: Principal,
    pub client_realm: String,
    pub key: Key,
    pub part: EncKdcReplyPart,
    pub padata: Vec<PaData>,
}

/// A request to the ticket-granting service.
#[derive(Clone)]
pub struct Tgs {
    pub service: Principal,
    pub options: KdcOptions,
    pub padata: Vec<PaData>,
    pub tickets: Option<Vec<Ticket>>,
    pub etypes: Vec<i64>,
    /// How many minutes the client's clock is ahead.
    pub ahead: i64,
}

/// Its error-code, and the NTSTATUS in it.
pub fn refusal<T: std::fmt::Debug>(answer: Result<T, KrbError>) -> (i64, Option<u32>) {
    let error = answer.unwrap_err();
    let status = error.kerb_error_data().and_then(|data| data.status());
    (error.code, status)
}

fn keyed(seed: u8, etypes: &[Etype]) -> KerberosAccount {
    let keys = etypes
        .iter()
        .map(|etype| Key::from_seed(*etype, &[seed; 32]));
    KerberosAccount {
        rid: 1000 + u32::from(seed),
        keys: keys.collect(),
        kvno: 2,
        ..KerberosAccount::default()
    }
}

pub const ALL: [Etype; 3] = [Etype::Aes256Sha1, Etype::Aes128Sha1, Etype::Rc4];

impl Kdc {
    pub fn new() -> Self {
        let mut number = 0;
        let mut account = |name: &str, spns: &[&str]| {
            number += 1;
            let mut kerberos = keyed(number, &ALL);
            kerberos.spns = spns.iter().map(|spn| (*spn).to_owned()).collect();
            kerberos.salt = format!("{REALM}{name}");
            Account::new("CONTOSO", name, "").with_kerberos(kerberos)
        };
        let accounts = vec![
            account("krbtgt", &[]),
            account("Alice", &[]),
            account("WEB-01$", &["HOST/web-01", "HOST/web-01.contoso.example"]),
            account("MAIL-01$", &["HTTP/mail-01"]),
            account("FILE-01$", &["HOST/file-01"]),
        ];
        let mut machine = machine("DC-01", Era::Today, 5);
        machine.kerberos.realms = [("CONTOSO", REALM), ("FABRIKAM", OTHER_REALM)]
            .map(|(netbios, name)| Realm {
                netbios: netbios.to_owned(),
                name: name.to_owned(),
                kdc: Endpoint::new("dc-01", Endpoint::KDC),
            })
            .to_vec();
        let mut kdc = Self {
            bench: Bench::new(machine),
            accounts,
            decided: None,
        };
        kdc.set("WEB-01$", |web| {
            web.may_delegate_to = vec!["HTTP/mail-01".to_owned()]
        });
        kdc.set("MAIL-01$", |mail| {
            mail.lets_act = vec!["WEB-01$".to_owned()]
        });
        kdc
    }

    /// Changes an account.
    pub fn set(&mut self, name: &str, change: impl FnOnce(&mut KerberosAccount)) {
        let mut accounts = self.accounts.iter_mut();
        change(&mut accounts.find(|it| it.name == name).unwrap().kerberos);
        self.fill();
    }

    /// Changes whether an account may sign in.
    pub fn set_state(&mut self, name: &str, state: AccountState) {
        let mut accounts = self.accounts.iter_mut();
        accounts.find(|it| it.name == name).unwrap().state = state;
        self.fill();
    }

    /// Adds an account.
    pub fn add(&mut self, name: &str, kerberos: KerberosAccount) {
        let account = Account::new("CONTOSO", name, "").with_kerberos(kerberos);
        self.accounts.push(account);
        self.fill();
    }

    fn fill(&mut self) {
        let accounts = self.accounts.clone();
        self.bench.machine.accounts = Accounts::new("CONTOSO", Level::clamped(5), accounts);
    }

    pub fn key(&self, name: &str, etype: Etype) -> Key {
        let account = self
            .accounts
            .iter()
            .find(|it| same(&it.name, name))
            .unwrap();
        account.kerberos.key(etype).unwrap().clone()
    }

    /// What the KDC says to bytes.
    pub fn answer(&mut self, bytes: &[u8]) -> Vec<u8> {
        let (answer, note) = self.bench.with(|context| answer(bytes, context));
        self.decided = Some(note);
        answer
    }

    /// The rule of the last answer.
    pub fn rule(&self) -> Option<KdcRule> {
        match &self.decided.as_ref()?.what {
            NoteKind::Decision(Decision::IssuesTicket(it) | Decision::RefusesTicket(it)) => {
                Some(it.rule)
            }
            _ => None,
        }
    }

    pub fn ask(&mut self, request: &KdcRequest) -> Result<KdcReply, KrbError> {
        let bytes = self.answer(&request.encode());
        KdcReply::decode(&bytes)
            .value
            .map_err(|_| KrbError::decode(&bytes).value.unwrap())
    }

    /// A request for a TGT, without proof.
    pub fn as_request(&self, name: &str) -> KdcRequest {
        KdcRequest {
            kind: KdcKind::As,
            padata: Vec::new(),
            body: KdcRequestBody {
                client: Some(Principal::new(1, &[name])),
                service: Some(Principal::new(2, &["krbtgt", REALM])),
                till: KerberosTime("20370913024805Z".to_owned()),
                ..body(KdcOptions::from_bits_retain(0x4081_0010))
            },
        }
    }

    /// The time, under a key.
    pub fn timestamp(&self, key: &Key, ahead: i64) -> PaData {
        let plain = PaEncTimestamp {
            time: self.time(ahead),
            usec: None,
        };
        let cipher = key.encrypt(
            usage::PA_ENC_TIMESTAMP,
            &[1; 16],
            &plain.encode(),
            &mut Trace::off(),
        );
        PaData::new(PaData::ENC_TIMESTAMP, encrypted(key, cipher).encode())
    }

    fn time(&self, ahead: i64) -> KerberosTime {
        KerberosTime(self.bench.now.plus_minutes(ahead).kerberos_time().unwrap())
    }

    /// Asks for a TGT with proof of a key.
    pub fn prove(
        &mut self,
        mut request: KdcRequest,
        key: &Key,
    ) -> Result<ReceivedTicket, KrbError> {
        request.padata.insert(0, self.timestamp(key, 0));
        let reply = self.ask(&request)?;
        Ok(held(reply, key, usage::AS_REP))
    }

    pub fn tgt(&mut self, name: &str) -> ReceivedTicket {
        let key = self.key(name, Etype::Aes256Sha1);
        self.prove(self.as_request(name), &key).unwrap()
    }

    /// A ticket of a user's for a service.
    pub fn ticket(&mut self, name: &str, service: &str) -> ReceivedTicket {
        let tgt = self.tgt(name);
        self.tgs(&tgt, &Tgs::new(service)).unwrap()
    }

    pub fn tgs(&mut self, tgt: &ReceivedTicket, ask: &Tgs) -> Result<ReceivedTicket, KrbError> {
        let request = self.tgs_request(tgt, ask);
        let reply = self.ask(&request)?;
        Ok(held(reply, &tgt.key, usage::TGS_REP_SESSION))
    }

    pub fn tgs_request(&self, tgt: &ReceivedTicket, ask: &Tgs) -> KdcRequest {
        let body = KdcRequestBody {
            service: Some(ask.service.clone()),
            etypes: ask.etypes.clone(),
            tickets: ask.tickets.clone(),
            ..body(ask.options)
        };
        let kind = checksum_kind::RSA_MD5;
        let sum = Checksum {
            kind,
            value: checksum(kind, None, 0, &body.encode()).unwrap(),
        };
        let mut padata = vec![PaData::new(
            PaData::TGS_REQ,
            self.ap_req(tgt, Some(sum), ask.ahead),
        )];
        padata.extend(ask.padata.iter().cloned());
        KdcRequest {
            kind: KdcKind::Tgs,
            padata,
            body,
        }
    }

    pub fn ap_req(&self, tgt: &ReceivedTicket, checksum: Option<Checksum>, ahead: i64) -> Vec<u8> {
        let authenticator = Authenticator {
            client_realm: tgt.client_realm.clone(),
            client: tgt.client.clone(),
            checksum,
            ctime: self.time(ahead),
            ..Authenticator::default()
        };
        let usage = usage::TGS_REQ_AUTHENTICATOR;
        let plain = authenticator.encode();
        let cipher = tgt.key.encrypt(usage, &[3; 16], &plain, &mut Trace::off());
        ApReq {
            options: 0,
            ticket: tgt.ticket.clone(),
            authenticator: encrypted(&tgt.key, cipher),
        }
        .encode()
    }

    /// What is in a ticket, by the key of the account that it is for.
    pub fn open(&self, held: &ReceivedTicket, account: &str) -> EncTicketPart {
        let etype = Etype::from_number(held.ticket.encrypted.etype).unwrap();
        let key = self.key(account, etype);
        let cipher = &held.ticket.encrypted.cipher;
        let plain = key.decrypt(usage::KDC_REP_TICKET, cipher, &mut Trace::off());
        EncTicketPart::decode(&plain.unwrap()).value.unwrap()
    }

    /// Puts another inside into a ticket.
    pub fn seal(
        &self,
        held: &ReceivedTicket,
        account: &str,
        part: &EncTicketPart,
    ) -> ReceivedTicket {
        let key = self.key(account, Etype::Aes256Sha1);
        let plain = part.encode();
        let cipher = key.encrypt(usage::KDC_REP_TICKET, &[9; 16], &plain, &mut Trace::off());
        let mut held = held.clone();
        held.ticket.encrypted = encrypted(&key, cipher);
        held
    }
}

fn body(options: KdcOptions) -> KdcRequestBody {
    KdcRequestBody {
        options,
        realm: REALM.to_owned(),
        till: KerberosTime("20370913024805Z".to_owned()),
        nonce: 7,
        etypes: vec![18, 17, 23],
        ..KdcRequestBody::default()
    }
}

fn encrypted(key: &Key, cipher: Vec<u8>) -> Encrypted {
    Encrypted {
        etype: key.etype.number(),
        kvno: None,
        cipher,
    }
}

fn held(reply: KdcReply, key: &Key, usage: u32) -> ReceivedTicket {
    let cipher = &reply.encrypted.cipher;
    let plain = key.decrypt(usage, cipher, &mut Trace::off()).unwrap();
    let part = EncKdcReplyPart::decode(&plain).value.unwrap();
    ReceivedTicket {
        ticket: reply.ticket,
        client: reply.client,
        client_realm: reply.client_realm,
        key: key_of(&part.key).unwrap(),
        part,
        padata: reply.padata.unwrap_or_default(),
    }
}

impl Tgs {
    pub fn new(service: &str) -> Self {
        Self {
            service: service_principal(service),
            options: KdcOptions::from_bits_retain(0x4081_0000),
            padata: Vec::new(),
            tickets: None,
            etypes: vec![18, 17, 23],
            ahead: 0,
        }
    }

    pub fn with(mut self, options: KdcOptions) -> Self {
        self.options |= options;
        self
    }

    /// To have a TGT once more.
    pub fn for_tgt(options: KdcOptions) -> Self {
        Self::new(&format!("krbtgt/{REALM}")).with(options)
    }

    /// S4U2proxy.
    pub fn proxy(service: &str, evidence: &ReceivedTicket) -> Self {
        Self {
            tickets: Some(vec![evidence.ticket.clone()]),
            ..Self::new(service).with(KdcOptions::CNAME_IN_ADDITIONAL_TICKET)
        }
    }
}

/// The PAC in a ticket's inside, its bytes too.
pub fn pac_of(part: &EncTicketPart) -> (Pac, Vec<u8>) {
    let list = part.authorization.as_deref().unwrap();
    let bytes = authorization::find(list, authorization::PAC).unwrap();
    (Pac::decode(&bytes).value.unwrap(), bytes)
}

/// A ticket of another realm's KDC, under the key of the trust.
pub fn foreign_tgt(
    kdc: &Kdc,
    client: &str,
    flags: TicketFlags,
    like: &ReceivedTicket,
) -> ReceivedTicket {
    let mut part = kdc.open(like, "krbtgt");
    part.flags = flags;
    part.client_realm = OTHER_REALM.to_owned();
    part.client = Principal::new(1, &[client]);
    let key = kdc.key("FABRIKAM.EXAMPLE$", Etype::Aes256Sha1);
    let keys = signing::SigningKeys {
        service: &key,
        kdc: &Key::from_seed(Etype::Aes256Sha1, &[0xFB; 32]),
        ticket_too: false,
        order: &[],
    };
    let (pac, _) = pac_of(&part);
    let part = signing::signed(part, pac, &keys);
    let mut tgt = kdc.seal(like, "FABRIKAM.EXAMPLE$", &part);
    tgt.ticket.realm = OTHER_REALM.to_owned();
    tgt.client_realm = part.client_realm;
    tgt.client = part.client;
    tgt
}

/// With the trust to another realm.
pub fn trusting(tgt_delegation: bool) -> Kdc {
    let mut kdc = Kdc::new();
    kdc.add(
        "FABRIKAM.EXAMPLE$",
        KerberosAccount {
            trust: Some(crate::hosts::Trust {
                realm: OTHER_REALM.to_owned(),
                tgt_delegation,
                selective: false,
            }),
            ..keyed(99, &ALL)
        },
    );
    kdc
}

/// Minutes from one time to another.
pub fn minutes(from: &KerberosTime, to: &KerberosTime) -> u64 {
    let time = |time: &KerberosTime| FileTime::of_kerberos_time(&time.0).unwrap().0;
    (time(to) - time(from)) / 600_000_000
}
