//! Runs with Kerberos, and the keys that open what is sealed in them.

use crate::ours::Token;
use double_hop::crypto::Trace;
use double_hop::crypto::kerberos::{Key, usage};
use double_hop::hosts::security::kerberos::key_of;
use double_hop::lab::table::{Column, ROWS, scenario};
use double_hop::lab::{Scenario, topology};
use double_hop::wire::kerberos::authorization;
use double_hop::wire::kerberos::{
    ApReq, Authenticator, EncApRepPart, EncKdcReplyPart, EncKrbCredPart, EncTicketPart, Encrypted,
    EncryptionKey, GssChecksum, KerberosMessage, KrbCred, PaData, PaEncTimestamp, Principal,
};
use double_hop::wire::keytab::{
    Keytab, KeytabEntry, KeytabRecord, KeytabVersion, PrincipalInRealm,
};
use double_hop::wire::pac::Pac;
use double_hop::wire::{Decoded, LayerValue, layers, token};

/// The rows in which tickets go in every way: with a forwarded TGT, by S4U2proxy, S4U2self, the resource's list, a referral.
const KERBEROS: [&str; 5] = ["K2", "K4", "K7", "K8", "S2"];

/// Those rows, with a back end that is called over HTTP.
pub fn scenarios() -> impl Iterator<Item = Scenario> {
    let rows = ROWS.iter().filter(|row| KERBEROS.contains(&row.id));
    rows.filter_map(|row| scenario(row, Column::RemoteHttp))
}

/// The keys of all accounts in them.
pub fn keys() -> Vec<Key> {
    let mut keys = Vec::new();
    for computer in scenarios().flat_map(|scenario| topology(&scenario).computers) {
        for account in computer.accounts.all() {
            for key in &account.kerberos.keys {
                if !keys.contains(key) {
                    keys.push(key.clone());
                }
            }
        }
    }
    keys
}

/// Those keys as a file. tshark asks for no names: it tries each key.
pub fn keytab() -> Vec<u8> {
    let entry = |key: Key| {
        KeytabRecord::Entry(KeytabEntry {
            principal: PrincipalInRealm {
                realm: "CONTOSO.EXAMPLE".to_owned(),
                name: Principal::new(1, &["lab"]),
            },
            kvno8: 2,
            etype: key.etype.number() as u16,
            key: key.bytes,
            ..KeytabEntry::default()
        })
    };
    Keytab {
        version: KeytabVersion::Two,
        records: keys().into_iter().map(entry).collect(),
        rest: None,
    }
    .encode()
}

/// What is sealed in a message, opened with the keys that are known by then; keys inside become known.
pub fn opened(token_of: &Token, keys: &mut Vec<Key>) -> Vec<Token> {
    // Behind its length, or in a packet of TDS.
    let carried = token_of.kinds.contains(&"TDS packet");
    let found = match token_of.bytes.first() {
        Some(0) => layers(&token_of.bytes),
        _ if carried => layers(&token_of.bytes),
        _ => token(&token_of.bytes),
    };
    let message = found.into_iter().find_map(|layer| match layer.value {
        LayerValue::Kerberos(message) => message,
        _ => None,
    });
    let mut parts = Parts {
        keys,
        parts: Vec::new(),
    };
    match message {
        Some(KerberosMessage::KdcRequest(request)) => {
            if let Some(proof) = PaData::find(&request.padata, PaData::ENC_TIMESTAMP) {
                let proof = Encrypted::decode(proof).value.unwrap();
                parts.open(
                    "timestamp",
                    &proof,
                    usage::PA_ENC_TIMESTAMP,
                    PaEncTimestamp::decode,
                );
            }
            if let Some(ap_req) = PaData::find(&request.padata, PaData::TGS_REQ) {
                let ap_req = ApReq::decode(ap_req).value.unwrap();
                parts.ticket(&ap_req.ticket.encrypted);
                parts.authenticator(&ap_req.authenticator, usage::TGS_REQ_AUTHENTICATOR);
            }
            for ticket in request.body.tickets.iter().flatten() {
                parts.ticket(&ticket.encrypted);
            }
        }
        Some(KerberosMessage::KdcReply(reply)) => {
            parts.ticket(&reply.ticket.encrypted);
            for usage in [usage::AS_REP, usage::TGS_REP_SESSION] {
                let decode = EncKdcReplyPart::decode;
                if let Some((part, _)) = parts.open("reply", &reply.encrypted, usage, decode) {
                    parts.learn(&part.key);
                }
            }
        }
        Some(KerberosMessage::ApReq(ap_req)) => {
            parts.ticket(&ap_req.ticket.encrypted);
            parts.authenticator(&ap_req.authenticator, usage::AP_REQ_AUTHENTICATOR);
        }
        Some(KerberosMessage::ApRep(ap_rep)) => {
            parts.open(
                "AP-REP",
                &ap_rep.encrypted,
                usage::AP_REP,
                EncApRepPart::decode,
            );
        }
        _ => {}
    }
    parts.parts
}

struct Parts<'a> {
    keys: &'a mut Vec<Key>,
    parts: Vec<Token>,
}

impl Parts<'_> {
    fn open<T>(
        &mut self,
        kind: &'static str,
        sealed: &Encrypted,
        usage: u32,
        decode: fn(&[u8]) -> Decoded<T>,
    ) -> Option<(T, Vec<u8>)> {
        let plain = self.keys.iter().find_map(|key| {
            let fits = key.etype.number() == sealed.etype;
            fits.then(|| key.decrypt(usage, &sealed.cipher, &mut Trace::off()).ok())?
        })?;
        let decoded = decode(&plain);
        self.parts
            .push(Token::of_layout(kind, &plain, &decoded.layout));
        Some((decoded.value.ok()?, plain))
    }

    fn learn(&mut self, carried: &EncryptionKey) {
        let key = key_of(carried).unwrap();
        if !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }

    fn ticket(&mut self, sealed: &Encrypted) {
        let part = self.open(
            "ticket",
            sealed,
            usage::KDC_REP_TICKET,
            EncTicketPart::decode,
        );
        if let Some((part, plain)) = part {
            self.learn(&part.key);
            self.pac(&part, &plain);
        }
    }

    /// The PAC in a ticket, whose fields tshark shows by their places in the ticket.
    fn pac(&mut self, ticket: &EncTicketPart, plain: &[u8]) {
        let authorization = ticket.authorization.as_deref().unwrap_or_default();
        let Some(pac) = authorization::find(authorization, authorization::PAC) else {
            return;
        };
        let start = plain.windows(pac.len()).position(|bytes| bytes == pac);
        let mut part = Token::of_layout("PAC", &pac, &Pac::decode(&pac).layout);
        part.shift(start.expect("the PAC is in the ticket"));
        self.parts.push(part);
    }

    fn authenticator(&mut self, sealed: &Encrypted, usage: u32) {
        let part = self.open("authenticator", sealed, usage, Authenticator::decode);
        let checksum = part.and_then(|(part, _)| part.checksum);
        let Some(checksum) = checksum.filter(|it| it.kind == GssChecksum::TYPE) else {
            return;
        };
        let checksum = GssChecksum::decode(&checksum.value).value.unwrap();
        if let Some(cred) = checksum.deleg {
            let cred = KrbCred::decode(&cred).value.unwrap();
            let decode = EncKrbCredPart::decode;
            if let Some((part, _)) = self.open("KRB-CRED", &cred.encrypted, usage::KRB_CRED, decode)
            {
                self.learn(&part.info[0].key);
            }
            for ticket in &cred.tickets {
                self.ticket(&ticket.encrypted);
            }
        }
    }
}
