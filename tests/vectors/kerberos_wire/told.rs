//! Messages as the vectors tell them: as JSON, with the names of RFC 4120.

use double_hop::wire::kerberos::{
    Authenticator, AuthorizationElement, EncKdcReplyPart, EncKrbCredPart, EncTicketPart, Encrypted,
    EncryptionKey, HostAddress, KdcRequestBody, KerberosTime, PaData, Principal, Ticket,
};
use double_hop::wire::oid::Oid;
use serde_json::{Value, json};

pub fn put(object: &mut Value, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object[name] = value.into();
    }
}

pub fn put_key(object: &mut Value, key: Option<&EncryptionKey>) {
    put(object, "subkey_etype", key.map(|it| it.etype));
    put(object, "subkey", key.map(|it| text(&it.value)));
}

pub fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn bits(flags: u32) -> String {
    format!("{flags:08x}")
}

pub fn time(time: &KerberosTime) -> String {
    time.0.clone()
}

pub fn oid(dotted: &str) -> Oid {
    let arcs: Vec<u64> = dotted.split('.').map(|it| it.parse().unwrap()).collect();
    let mut bytes = vec![(arcs[0] * 40 + arcs[1]) as u8];
    for &arc in &arcs[2..] {
        let groups = (1..10).take_while(|it| arc >> (7 * it) > 0).count();
        for group in (1..=groups).rev() {
            bytes.push(0x80 | (arc >> (7 * group)) as u8);
        }
        bytes.push(arc as u8 & 0x7f);
    }
    Oid(bytes)
}

pub fn principal(name: &Principal) -> Value {
    json!({"type": name.name_type, "components": name.parts})
}

pub fn encrypted(part: &Encrypted) -> Value {
    json!({"etype": part.etype, "kvno": part.kvno, "cipher_len": part.cipher.len()})
}

pub fn ticket(ticket: &Ticket) -> Value {
    json!({
        "tkt-vno": 5,
        "realm": ticket.realm,
        "sname": principal(&ticket.service),
        "enc-part": encrypted(&ticket.encrypted),
    })
}

pub fn padata(list: &[PaData]) -> Value {
    let one = |it: &PaData| json!({"type": it.kind, "value": text(&it.value), "value_len": it.value.len()});
    list.iter().map(one).collect()
}

pub fn addresses(list: &[HostAddress]) -> Value {
    let one = |it: &HostAddress| json!({"type": it.kind, "value": text(&it.address)});
    list.iter().map(one).collect()
}

pub fn rights(list: &[AuthorizationElement]) -> Value {
    let one = |it: &AuthorizationElement| match it.inside() {
        Some(inside) => json!({"type": it.kind, "contains": rights(&inside)}),
        None => json!({"type": it.kind, "value": text(&it.data), "len": it.data.len()}),
    };
    list.iter().map(one).collect()
}

pub fn request_body(body: &KdcRequestBody) -> Value {
    let mut told = json!({
        "kdc-options": bits(body.options.bits()),
        "realm": body.realm,
        "till": body.till.0,
        "nonce": body.nonce,
        "etypes": body.etypes,
    });
    put(&mut told, "cname", body.client.as_ref().map(principal));
    put(&mut told, "sname", body.service.as_ref().map(principal));
    put(&mut told, "from", body.from.as_ref().map(time));
    put(&mut told, "rtime", body.rtime.as_ref().map(time));
    put(
        &mut told,
        "addresses",
        body.addresses.as_deref().map(addresses),
    );
    let name = "enc-authorization-data";
    put(&mut told, name, body.authorization.as_ref().map(encrypted));
    let tickets = body.tickets.as_ref();
    let tickets = tickets.map(|it| it.iter().map(ticket).collect::<Value>());
    put(&mut told, "additional-tickets", tickets);
    told
}

pub fn enc_reply(part: &EncKdcReplyPart) -> Value {
    let last: Vec<_> = part
        .last_request
        .iter()
        .map(|it| json!([it.0, it.1.0]))
        .collect();
    let tag = if part.kind.reply_number() == 11 {
        "79"
    } else {
        "7a"
    };
    let mut told = json!({
        "outer_tag": tag,
        "key_etype": part.key.etype,
        "key": text(&part.key.value),
        "last-req": last,
        "nonce": part.nonce,
        "flags": bits(part.flags.bits()),
        "authtime": part.auth_time.0,
        "endtime": part.end_time.0,
        "srealm": part.realm,
        "sname": principal(&part.service),
    });
    put(
        &mut told,
        "key-expiration",
        part.key_expiration.as_ref().map(time),
    );
    put(&mut told, "starttime", part.start_time.as_ref().map(time));
    put(&mut told, "renew-till", part.renew_till.as_ref().map(time));
    put(&mut told, "caddr", part.addresses.as_deref().map(addresses));
    put(
        &mut told,
        "encrypted-pa-data",
        part.padata.as_deref().map(padata),
    );
    told
}

pub fn enc_ticket(part: &EncTicketPart) -> Value {
    let transited = json!({
        "type": part.transited.kind,
        "contents": text(&part.transited.contents),
    });
    let mut told = json!({
        "flags": bits(part.flags.bits()),
        "key_etype": part.key.etype,
        "key": text(&part.key.value),
        "crealm": part.client_realm,
        "cname": principal(&part.client),
        "transited": transited,
        "authtime": part.auth_time.0,
        "endtime": part.end_time.0,
    });
    put(&mut told, "starttime", part.start_time.as_ref().map(time));
    put(&mut told, "renew-till", part.renew_till.as_ref().map(time));
    put(&mut told, "caddr", part.addresses.as_deref().map(addresses));
    put(
        &mut told,
        "authorization-data",
        part.authorization.as_deref().map(rights),
    );
    told
}

pub fn authenticator(value: &Authenticator) -> Value {
    let mut told = json!({
        "vno": 5,
        "crealm": value.client_realm,
        "cname": principal(&value.client),
        "cusec": value.cusec,
        "ctime": value.ctime.0,
    });
    let checksum = value.checksum.as_ref();
    let checksum = checksum
        .map(|it| json!({"type": it.kind, "value": text(&it.value), "len": it.value.len()}));
    put(&mut told, "cksum", checksum);
    put_key(&mut told, value.subkey.as_ref());
    put(&mut told, "seq-number", value.sequence);
    put(
        &mut told,
        "authorization-data",
        value.authorization.as_deref().map(rights),
    );
    told
}

pub fn enc_cred(part: &EncKrbCredPart) -> Value {
    let mut infos = Vec::new();
    for it in &part.info {
        let mut info = json!({"key_etype": it.key.etype, "key": text(&it.key.value)});
        put(&mut info, "prealm", it.realm.clone());
        put(&mut info, "pname", it.client.as_ref().map(principal));
        put(&mut info, "flags", it.flags.map(|it| bits(it.bits())));
        put(&mut info, "authtime", it.auth_time.as_ref().map(time));
        put(&mut info, "starttime", it.start_time.as_ref().map(time));
        put(&mut info, "endtime", it.end_time.as_ref().map(time));
        put(&mut info, "renew-till", it.renew_till.as_ref().map(time));
        put(&mut info, "srealm", it.service_realm.clone());
        put(&mut info, "sname", it.service.as_ref().map(principal));
        put(&mut info, "caddr", it.addresses.as_deref().map(addresses));
        infos.push(info);
    }
    let address = |it: &HostAddress| json!({"type": it.kind, "value": text(&it.address)});
    let mut told = json!({"ticket-info": infos});
    put(&mut told, "nonce", part.nonce);
    put(&mut told, "timestamp", part.time.as_ref().map(time));
    put(&mut told, "usec", part.usec);
    put(&mut told, "s-address", part.sender.as_ref().map(address));
    put(&mut told, "r-address", part.recipient.as_ref().map(address));
    told
}
