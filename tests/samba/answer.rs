//! What an answer of a KDC says, opened, as names and values to compare.

use double_hop::crypto::Trace;
use double_hop::crypto::kerberos::{Etype, Key, checksum, usage};
use double_hop::hosts::FileTime;
use double_hop::hosts::security::kerberos::{KdcOptions, TicketFlags, key_of};
use double_hop::wire::kerberos::{
    ApReq, EncKdcReplyPart, EncTicketPart, Encrypted, EtypeInfo2, KdcKind, KdcReply, KdcRequest,
    KerberosTime, KrbError, PaData, PaS4uX509User, Principal, authorization,
};
use double_hop::wire::pac::{
    ATTRIBUTES_INFO, DELEGATION_INFO, DelegationInfo, EXTRA_SIDS, FULL_CHECKSUM, KDC_CHECKSUM,
    LOGON_INFO, LogonInfo, Pac, PacAttributes, PacSignature, SERVER_CHECKSUM, Sid, TICKET_CHECKSUM,
    UPN_DNS_INFO, UpnDnsInfo, full_signature_input, server_signature_input,
};

/// The flags of tickets, bit 0 highest (RFC 4120 5.3, RFC 6806 11).
const FLAGS: [(&str, TicketFlags); 8] = [
    ("forwardable", TicketFlags::FORWARDABLE),
    ("forwarded", TicketFlags::FORWARDED),
    ("renewable", TicketFlags::RENEWABLE),
    ("initial", TicketFlags::INITIAL),
    ("pre-authent", TicketFlags::PRE_AUTHENT),
    ("ok-as-delegate", TicketFlags::OK_AS_DELEGATE),
    ("enc-pa-rep", TicketFlags::ENC_PA_REP),
    (
        "transited-policy-checked",
        TicketFlags::from_bits_retain(0x0008_0000),
    ),
];

/// Names and values, in order.
pub type Fields = Vec<(String, String)>;

/// All keys there are, each with its account's name.
pub struct Keys(pub Vec<(String, Key)>);

impl Keys {
    /// Opens what is under a key of some account.
    fn open(&self, usage: u32, sealed: &Encrypted) -> Option<(&str, &Key, Vec<u8>)> {
        let mut fitting = self
            .0
            .iter()
            .filter(|(_, key)| key.etype.number() == sealed.etype);
        fitting.find_map(|(name, key)| {
            let plain = key.decrypt(usage, &sealed.cipher, &mut Trace::off()).ok()?;
            Some((name.as_str(), key, plain))
        })
    }

    fn ticket(&self, sealed: &Encrypted) -> Option<(&str, &Key, EncTicketPart)> {
        let (name, key, plain) = self.open(usage::KDC_REP_TICKET, sealed)?;
        Some((name, key, EncTicketPart::decode(&plain).value.unwrap()))
    }
}

/// What was asked for, shortly.
pub fn title(request: &[u8]) -> String {
    let request = KdcRequest::decode(request).value.unwrap();
    let has = |kind| PaData::find(&request.padata, kind).is_some();
    let options = request.body.options;
    if request.kind == KdcKind::As {
        return match has(PaData::ENC_TIMESTAMP) {
            true => "AS with proof",
            false => "AS",
        }
        .to_owned();
    }
    if has(PaData::FOR_USER) || has(PaData::S4U_X509_USER) {
        "S4U2self"
    } else if options.contains(KdcOptions::CNAME_IN_ADDITIONAL_TICKET) {
        "S4U2proxy"
    } else if options.contains(KdcOptions::FORWARDED) {
        "forwarded TGT"
    } else {
        "TGS"
    }
    .to_owned()
}

/// All that an answer says. What is random or the time of day is left out.
pub fn fields(request: &[u8], answer: &[u8], keys: &Keys) -> Fields {
    let mut out = Out(Vec::new());
    if let Ok(error) = KrbError::decode(answer).value {
        of_error(&error, &mut out);
        return out.0;
    }
    match KdcReply::decode(answer).value {
        Ok(reply) => of_reply(request, &reply, keys, &mut out),
        Err(error) => out.put("kind", format!("unreadable: {error}")),
    }
    out.0
}

struct Out(Fields);

impl Out {
    fn put(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.push((name.into(), value.to_string()));
    }

    fn there(&mut self, name: &str, there: bool) {
        self.put(name, if there { "there" } else { "none" });
    }
}

fn of_error(error: &KrbError, out: &mut Out) {
    out.put("kind", "KRB-ERROR");
    out.put("error", error.code);
    let data = error.kerb_error_data();
    let status = data.as_ref().and_then(|data| data.status());
    out.put(
        "status",
        status.map_or("none".to_owned(), |status| format!("{status:08X}")),
    );
    let flags = data.as_ref().and_then(|data| data.value.clone());
    let flags = flags.and_then(|value| Some(value.get(8..12)?.to_vec()));
    out.put(
        "flags of the status",
        flags.map_or("none".to_owned(), hex::encode),
    );
    out.there("e-data", error.e_data.is_some());
    if let Some(list) = error.method_data().filter(|_| data.is_none()) {
        of_padata("hint", &list, out);
    }
    out.there("client", error.client.is_some());
    out.there("client time", error.client_time.is_some());
    out.put("realm", &error.realm);
    out.put("service", name(&error.service));
    out.there("e-text", error.text.is_some());
}

/// Which there are, in order, and what those say that say something about keys.
fn of_padata(of: &str, list: &[PaData], out: &mut Out) {
    for padata in list {
        out.put(format!("{of} {}", padata.kind), "there");
    }
    if let Some(value) = PaData::find(list, PaData::ETYPE_INFO2) {
        let entries = EtypeInfo2::decode(value).value.unwrap().0;
        for entry in entries {
            let salt = entry.salt.as_deref().unwrap_or("no salt");
            out.put(format!("{of} salt of {}", entry.etype), salt);
            if let Some(iterations) = entry.s2kparams {
                out.put(format!("{of} iterations"), hex::encode(iterations));
            }
        }
    }
}

fn of_reply(request: &[u8], reply: &KdcReply, keys: &Keys, out: &mut Out) {
    let asked = KdcRequest::decode(request).value.unwrap();
    out.put("kind", format!("{:?} reply", reply.kind));
    of_padata("padata", reply.padata.as_deref().unwrap_or_default(), out);
    out.put("client", name(&reply.client));
    out.put("client realm", &reply.client_realm);
    out.put("ticket realm", &reply.ticket.realm);
    out.put("ticket service", name(&reply.ticket.service));
    out.put("ticket etype", reply.ticket.encrypted.etype);
    out.put("ticket kvno", kvno(&reply.ticket.encrypted));
    out.put("reply etype", reply.encrypted.etype);
    let reply_kvno = reply.encrypted.kvno;
    out.put(
        "reply kvno",
        reply_kvno.map_or("none".to_owned(), |kvno| kvno.to_string()),
    );
    let session_key = session_key(&asked, keys);
    let plain = match &session_key {
        None => keys
            .open(usage::AS_REP, &reply.encrypted)
            .map(|(_, _, plain)| plain),
        Some(key) => {
            let sealed = &reply.encrypted.cipher;
            key.decrypt(usage::TGS_REP_SESSION, sealed, &mut Trace::off())
                .ok()
        }
    };
    let Some(plain) = plain else {
        return out.put("reply", "under no key that it should be under");
    };
    let part = EncKdcReplyPart::decode(&plain).value.unwrap();
    out.put("reply tag", format!("{:?}", part.kind));
    for (name, flag) in FLAGS {
        out.put(name, part.flags.contains(flag));
    }
    out.put(
        "other flags",
        format!(
            "{:08x}",
            FLAGS
                .iter()
                .fold(part.flags, |rest, (_, flag)| rest.difference(*flag))
        ),
    );
    out.put("session key etype", part.key.etype);
    out.put("service", format!("{}@{}", name(&part.service), part.realm));
    out.put(
        "last-req",
        part.last_request
            .iter()
            .map(|(kind, _)| kind.to_string())
            .collect::<String>(),
    );
    out.there("key-expiration", part.key_expiration.is_some());
    out.there("addresses", part.addresses.is_some());
    out.put(
        "minutes",
        minutes(
            part.start_time.as_ref(),
            &part.auth_time,
            Some(&part.end_time),
        ),
    );
    out.put(
        "minutes to renew",
        minutes(
            part.start_time.as_ref(),
            &part.auth_time,
            part.renew_till.as_ref(),
        ),
    );
    for padata in part.padata.iter().flatten() {
        let value = match padata.kind {
            PaData::REQ_ENC_PA_REP => "there".to_owned(),
            _ => hex::encode(&padata.value),
        };
        out.put(format!("encrypted padata {}", padata.kind), value);
    }
    if let Some(key) = &session_key {
        of_x509_reply(reply, key, out);
    }
    let Some((owner, key, ticket)) = keys.ticket(&reply.ticket.encrypted) else {
        return out.put("ticket", "under no account's key");
    };
    out.put("ticket of account", owner);
    of_ticket(&ticket, &part, key, keys, out);
}

/// The ticket in a TGS-REQ gives the key the reply is under.
fn session_key(asked: &KdcRequest, keys: &Keys) -> Option<Key> {
    let ap_req = PaData::find(&asked.padata, PaData::TGS_REQ)?;
    let ap_req = ApReq::decode(ap_req).value.unwrap();
    let (.., part) = keys.ticket(&ap_req.ticket.encrypted).unwrap();
    key_of(&part.key)
}

/// Whether the answer to PA-S4U-X509-USER is under the right key.
fn of_x509_reply(reply: &KdcReply, key: &Key, out: &mut Out) {
    let list = reply.padata.as_deref().unwrap_or_default();
    let Some(value) = PaData::find(list, PaData::S4U_X509_USER) else {
        return;
    };
    let value = PaS4uX509User::decode(value).value.unwrap();
    let data = value.user_id.encode();
    let sum = checksum(value.checksum.kind, Some(key), usage::S4U_X509_REPLY, &data);
    out.put("padata 130 is signed", sum == Some(value.checksum.value));
}

fn of_ticket(
    ticket: &EncTicketPart,
    told: &EncKdcReplyPart,
    key: &Key,
    keys: &Keys,
    out: &mut Out,
) {
    out.put("ticket: flags are the reply's", ticket.flags == told.flags);
    out.put("ticket: key is the reply's", ticket.key == told.key);
    out.put("ticket: client", name(&ticket.client));
    out.put("ticket: transited", ticket.transited.kind);
    out.there("ticket: addresses", ticket.addresses.is_some());
    let list = ticket.authorization.as_deref().unwrap_or_default();
    let kinds = list.iter().map(|element| element.kind.to_string());
    out.put("ticket: authorization", kinds.collect::<Vec<_>>().join(" "));
    let Some(bytes) = authorization::find(list, authorization::PAC) else {
        return out.put("PAC", "none");
    };
    let pac = Pac::decode(&bytes).value.unwrap();
    for buffer in &pac.buffers {
        out.put(format!("PAC {}", buffer.kind), "there");
    }
    let kdc = keys.0.iter().find(|(name, _)| name == "krbtgt").unwrap();
    of_signatures(&bytes, &pac, ticket, key, &kdc.1, out);
    if let Some(info) = pac.get(LOGON_INFO) {
        of_logon(&LogonInfo::decode(info).value.unwrap(), out);
    }
    if let Some(info) = pac.get(UPN_DNS_INFO) {
        let info = UpnDnsInfo::decode(info).value.unwrap();
        out.put("PAC 12 names", format!("{} {}", info.upn, info.dns_domain));
        out.put("PAC 12 flags", info.flags);
        let sam_name = info.account.map(|account| account.sam_name);
        out.put("PAC 12 account", sam_name.unwrap_or_default());
    }
    if let Some(info) = pac.get(ATTRIBUTES_INFO) {
        let info = PacAttributes::decode(info).value.unwrap();
        out.put("PAC 17 flags", format!("{info:?}"));
    }
    if let Some(info) = pac.get(DELEGATION_INFO) {
        let info = DelegationInfo::decode(info).value.unwrap();
        out.put("PAC 11 target", &info.target.text);
        let transited = info.transited.iter().map(|name| name.text.as_str());
        out.put("PAC 11 transited", transited.collect::<Vec<_>>().join(" "));
    }
}

/// Which signatures hold, with their types.
fn of_signatures(
    bytes: &[u8],
    pac: &Pac,
    ticket: &EncTicketPart,
    key: &Key,
    kdc: &Key,
    out: &mut Out,
) {
    let read = |kind| Some(PacSignature::decode(pac.get(kind)?).value.unwrap());
    let server = read(SERVER_CHECKSUM);
    let mut blank = ticket.clone();
    // The PAC stands as one zero where the ticket is signed ([MS-PAC] 2.8.3).
    let zero = authorization::encode(&[authorization::AuthorizationElement {
        kind: authorization::PAC,
        data: vec![0],
    }]);
    blank.authorization = blank.authorization.map(|list| {
        let without = |element: authorization::AuthorizationElement| {
            let holds = element
                .inside()
                .is_some_and(|inside| inside.iter().any(|it| it.kind == authorization::PAC));
            match holds {
                true => authorization::AuthorizationElement {
                    data: zero.clone(),
                    ..element
                },
                false => element,
            }
        };
        list.into_iter().map(without).collect()
    });
    let signed = [
        (SERVER_CHECKSUM, key, server_signature_input(bytes)),
        (KDC_CHECKSUM, kdc, server.map(|server| server.signature)),
        (TICKET_CHECKSUM, kdc, Some(blank.encode())),
        (FULL_CHECKSUM, kdc, full_signature_input(bytes)),
    ];
    for (kind, key, data) in signed {
        let Some(given) = read(kind) else { continue };
        let data = data.unwrap();
        let computed = checksum(given.kind.into(), Some(key), usage::PAC_SIGNATURE, &data);
        let holds = computed.as_ref() == Some(&given.signature);
        let holds = if holds { "holds" } else { "does not hold" };
        out.put(
            format!("PAC {kind} signature"),
            format!("of type {}, {holds}", given.kind),
        );
    }
}

fn of_logon(info: &LogonInfo, out: &mut Out) {
    out.put("PAC 1 account", &info.effective_name.text);
    out.put("PAC 1 domain", &info.logon_domain_name.text);
    out.put("PAC 1 server", &info.logon_server.text);
    out.put("PAC 1 account id", info.user_id);
    let mut groups: Vec<_> = info.groups.iter().map(|group| group.rid).collect();
    groups.sort_unstable();
    out.put("PAC 1 groups", format!("{groups:?}"));
    out.put("PAC 1 extra SIDs", info.user_flags & EXTRA_SIDS != 0);
    out.put(
        "PAC 1 proved by the KDC",
        info.has_sid(&Sid::authority_asserted()),
    );
    out.put(
        "PAC 1 proved by a service",
        info.has_sid(&Sid::service_asserted()),
    );
}

fn kvno(sealed: &Encrypted) -> String {
    sealed
        .kvno
        .map_or("none".to_owned(), |kvno| kvno.to_string())
}

fn name(name: &Principal) -> String {
    format!("{name} ({})", name.name_type)
}

/// How long it is good; whoever asks reads the clock a moment before the KDC does.
fn minutes(
    start: Option<&KerberosTime>,
    auth: &KerberosTime,
    end: Option<&KerberosTime>,
) -> String {
    let time = |time: &KerberosTime| FileTime::of_kerberos_time(&time.0).unwrap().to_unix().0;
    let Some(end) = end else {
        return "none".to_owned();
    };
    let minutes = (time(end) - time(start.unwrap_or(auth)) + 30).div_euclid(60);
    minutes.to_string()
}

/// An encryption type of a keytab's entry that is known here.
pub fn key(etype: u16, bytes: &[u8]) -> Option<Key> {
    Key::new(Etype::from_number(etype.into())?, bytes.to_vec())
}
