//! Vectors about the DER of Kerberos: what is decoded says what the vector says, and encodes to the same bytes.

mod told;

use crate::support::{Case, flags, hex};
use crate::tokens::untold;
use double_hop::crypto::ChannelBindings;
use double_hop::wire::kerberos::{
    ApRep, ApReq, Authenticator, EncApRepPart, EncKdcReplyPart, EncKrbCredPart, EncTicketPart,
    Encrypted, EtypeInfo2, GssChecksum, KdcReply, KdcRequest, KdcRequestBody, KerbErrorData,
    KerberosMessage, KrbCred, KrbError, MethodData, PaData, PaEncTimestamp, PaForUser,
    PaPacOptions, PaPacRequest, PaS4uX509User, Ticket, authorization, unwrap, with_length, wrap,
};
use double_hop::wire::oid::Oid;
use double_hop::wire::spnego::{NegToken, NegTokenInit, mech_list};
use double_hop::wire::{Decoded, Layout, from_base64};
use serde_json::{Value, json};
use told::{
    authenticator, bits, enc_cred, enc_reply, enc_ticket, encrypted, oid, padata, principal, put,
    put_key, request_body, rights, text, ticket, time,
};

/// Compares all that is about messages, and says how many vectors that are.
pub fn check_all(vectors: &[Value]) {
    let (mut seen, mut values, mut failures) = (0, 0, Vec::new());
    for vector in vectors {
        let mut case = Case::new(vector);
        if !check(&mut case) {
            continue;
        }
        seen += 1;
        values += case.compared;
        if case.compared == 0 {
            case.failures.push("nothing was compared".to_owned());
        }
        let failed = case.failures.iter();
        failures.extend(failed.map(|what| format!("{} {}: {what}", case.id(), case.kind())));
    }
    println!("{seen} vectors of Kerberos' messages, {values} values");
    assert!(seen > 0, "no vector is about messages");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Compares what the vector says about messages; `false` if it says nothing.
fn check(case: &mut Case<'_>) -> bool {
    let expected = case.expected("");
    match case.kind() {
        "as_req" | "tgs_req" | "der_as_req" | "der_tgs_req" => request(case),
        "as_rep" | "tgs_rep" | "der_as_rep" | "der_tgs_rep" => reply(case),
        "krb_error" | "der_krb_error" => error(case),
        "ap_req"
        | "der_ap_req"
        | "gss_krb5_ap_req"
        | "gss_krb5_ap_rep"
        | "http_negotiate_ap_req"
        | "spnego_init"
        | "spnego_init2"
        | "spnego_resp" => token(case),
        "kirbi" => credentials(case),
        "pa_enc_timestamp" => timestamp(case),
        "pa_for_user_checksum" => {
            let bytes = case.bytes("pa_value");
            let read = PaForUser::decode(&bytes);
            let value = exact(case, "PA-FOR-USER", &bytes, read, |it| it.encode());
            case.same("/byte_array", value.signed());
            case.same("/cksum", &value.checksum.value);
        }
        "ticket_with_pac" => {
            let bytes = case.bytes("ticket");
            exact(
                case,
                "ticket",
                &bytes,
                Ticket::decode(&bytes),
                Ticket::encode,
            );
            decrypted(case, "/ticket_plain", "/ticket");
        }
        "der_ticket" => part(case, Ticket::decode, Ticket::encode, ticket),
        "der_enc_ticket_part" => {
            part(
                case,
                EncTicketPart::decode,
                EncTicketPart::encode,
                enc_ticket,
            );
        }
        "der_authenticator" => {
            part(
                case,
                Authenticator::decode,
                Authenticator::encode,
                authenticator,
            );
        }
        "der_enc_ap_rep_part" => part(case, EncApRepPart::decode, EncApRepPart::encode, |it| {
            let mut object = json!({"ctime": it.ctime.0, "cusec": it.cusec});
            put_key(&mut object, it.subkey.as_ref());
            put(&mut object, "seq-number", it.sequence);
            object
        }),
        "der_enc_krb_cred_part" => {
            part(
                case,
                EncKrbCredPart::decode,
                EncKrbCredPart::encode,
                enc_cred,
            );
        }
        "der_padata_sequence" => {
            part(case, MethodData::decode, MethodData::encode, |it| {
                padata(&it.0)
            });
        }
        "der_authorization_data" => {
            let encode = |it: &Vec<_>| authorization::encode(it);
            part(case, authorization::decode, encode, |it| rights(it));
        }
        "der_etype_info2" => part(case, EtypeInfo2::decode, EtypeInfo2::encode, |it| {
            let entry = |it: &double_hop::wire::kerberos::EtypeInfo2Entry| {
                let mut object = json!({"etype": it.etype});
                put(&mut object, "salt", it.salt.clone());
                put(&mut object, "s2kparams", it.s2kparams.as_deref().map(text));
                object
            };
            json!({"entries": it.0.iter().map(entry).collect::<Vec<_>>()})
        }),
        "der_pa_s4u_x509_user" => dumped(case, PaS4uX509User::decode, PaS4uX509User::encode),
        "der_pa_for_user" => dumped(case, PaForUser::decode, PaForUser::encode),
        "der_pa_enc_ts" => dumped(case, PaEncTimestamp::decode, PaEncTimestamp::encode),
        "der_krb_cred" => dumped(case, KrbCred::decode, KrbCred::encode),
        "der_ap_rep" => dumped(case, ApRep::decode, ApRep::encode),
        "der_enc_kdc_rep_part" => dumped(case, EncKdcReplyPart::decode, EncKdcReplyPart::encode),
        "der_kdc_req_body" => dumped(case, KdcRequestBody::decode, KdcRequestBody::encode),
        "kerb_error_data" => {
            let number = |name: &str| match case.input(name) {
                Value::String(text) => flags(text),
                number => number.as_u64().unwrap() as u32,
            };
            let (status, flags) = (number("ntstatus"), number("flags"));
            let data = KerbErrorData::extended(status, flags);
            case.same("/e_data", data.encode());
            let bytes = hex(case.expected("/e_data").as_str().unwrap());
            let read = KerbErrorData::decode(&bytes);
            let value = exact(case, "KERB-ERROR-DATA", &bytes, read, |it| it.encode());
            case.holds("status", value.status() == Some(status));
        }
        "padata_value" => padata_value(case),
        "gss_checksum_8003" => checksum(case),
        "gss_channel_bindings" => channel(case),
        "spnego_mech_list" => {
            let mechs = case.input("mechs").as_array().unwrap();
            let mechs = mechs.iter().map(|it| oid(it.as_str().unwrap()));
            let mechs: Vec<_> = mechs.collect();
            case.same("/der", mech_list(&mechs));
            let token = NegTokenInit::new(mechs, Some(b"token".to_vec()));
            let bytes = NegToken::Init(token.clone()).encode();
            let read = NegToken::decode(&bytes).value;
            case.holds("the list again", read == Ok(NegToken::Init(token)));
        }
        kind if kind.starts_with("der_") => {
            panic!("{kind} is not known: {expected}");
        }
        _ => return false,
    }
    true
}

/// What is decoded, which must be sound, explained, and encode to the same bytes.
fn exact<T: Clone>(
    case: &mut Case<'_>,
    what: &str,
    bytes: &[u8],
    read: Decoded<T>,
    encode: impl Fn(&T) -> Vec<u8>,
) -> T {
    sound(case, what, &read.layout);
    let value = read
        .value
        .unwrap_or_else(|e| panic!("{} {what}: {e}", case.id()));
    let encoded = encode(&value);
    // What pads a part that was decrypted is no part of it.
    let (message, rest) = bytes.split_at(encoded.len().min(bytes.len()));
    case.equal(what, message, &encoded);
    case.holds("padding of zeros", rest.iter().all(|it| *it == 0));
    value
}

fn sound(case: &mut Case<'_>, what: &str, layout: &Layout) {
    let claimed = layout.tiles().iter().all(|tile| tile.leaf.is_some());
    case.holds(&format!("{what}: no unclaimed byte"), claimed);
    let apart = layout.overlaps().is_empty();
    case.holds(&format!("{what}: no overlap"), apart);
    let silent = untold(&layout.fields);
    case.holds(&format!("a sentence for {silent:?}"), silent.is_empty());
}

/// A message of its own: `inputs.message`, compared with all that is expected.
fn part<T: Clone>(
    case: &mut Case<'_>,
    decode: fn(&[u8]) -> Decoded<T>,
    encode: impl Fn(&T) -> Vec<u8>,
    told: impl Fn(&T) -> Value,
) {
    let bytes = case.bytes("message");
    let value = exact(case, case.kind(), &bytes, decode(&bytes), encode);
    compare(case, "", &told(&value));
}

/// The same, where what is expected is the tree of tags: the texts in it must be in the value.
fn dumped<T: Clone + std::fmt::Debug>(
    case: &mut Case<'_>,
    decode: fn(&[u8]) -> Decoded<T>,
    encode: impl Fn(&T) -> Vec<u8>,
) {
    let bytes = case.bytes("message");
    let value = exact(case, case.kind(), &bytes, decode(&bytes), encode);
    let debug = format!("{value:?}");
    let dump = case.expected("/dump").as_str().unwrap_or_default();
    for text in dump.split('"').skip(1).step_by(2) {
        case.holds(text, debug.contains(text));
    }
    for number in dump.lines().filter_map(|line| line.split_once(" =")) {
        let number: i64 = number.1.trim().parse().unwrap();
        let known = debug.contains(&number.to_string()) || (0..=30).contains(&number);
        case.holds(&format!("{number} in {debug}"), known);
    }
}

/// The bytes of a message, bare; with what TCP puts before it taken away, and the tag put around that some print without.
fn bare(case: &mut Case<'_>, number: u8) -> Vec<u8> {
    let framed = case.bytes("message_with_length");
    if let Some((_, message)) = framed.split_first_chunk::<4>() {
        case.equal("with the length of TCP", &framed, &with_length(message));
        let read = KerberosMessage::decode(&framed);
        sound(case, "with the length of TCP", &read.layout);
        let read = read.value.map(|it| it.encode());
        case.holds("the same", read == Ok(message.to_vec()));
        return message.to_vec();
    }
    let message = case.bytes("message");
    if case.input("app_wrapper") != &Value::Bool(false) {
        return message;
    }
    let length = message.len();
    let mut out = vec![0x60 | number];
    match length {
        0..0x80 => out.push(length as u8),
        0x80..0x100 => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    [out, message].concat()
}

/// Compares with what is expected at one of two places: some vectors have what is in clear apart.
fn compare_outer(case: &mut Case<'_>, got: &Value) {
    let at = if case.expected("/outer").is_null() {
        ""
    } else {
        "/outer"
    };
    compare(case, at, got);
}

fn request(case: &mut Case<'_>) {
    let number = if case.kind().ends_with("as_req") {
        10
    } else {
        12
    };
    let bytes = bare(case, number);
    let read = KdcRequest::decode(&bytes);
    let value = exact(case, "request", &bytes, read, KdcRequest::encode);
    case.holds("kind", value.kind.request_number() == number);
    let body = value.body.encode();
    let at = bytes.windows(body.len()).any(|it| it == body);
    case.holds("the body alone stands in the message", at);
    let again = exact(case, "body", &body, KdcRequestBody::decode(&body), |it| {
        it.encode()
    });
    case.holds("the body alone says the same", again == value.body);
    let told = json!({
        "pvno": 5,
        "msg-type": number,
        "padata": padata(&value.padata),
        "req-body": request_body(&value.body),
    });
    compare_outer(case, &told);
    if let Some(bytes) = PaData::find(&value.padata, PaData::TGS_REQ)
        && number == 12
    {
        exact(
            case,
            "PA-TGS-REQ",
            bytes,
            ApReq::decode(bytes),
            ApReq::encode,
        );
    }
    if let Some(bytes) = PaData::find(&value.padata, PaData::FOR_USER) {
        let read = PaForUser::decode(bytes);
        let value = exact(case, "PA-FOR-USER", bytes, read, PaForUser::encode);
        if !case.expected("/pa_for_user").is_null() {
            let told = json!({
                "userName": principal(&value.user),
                "userRealm": value.realm,
                "auth-package": value.package,
                "cksum_type": value.checksum.kind,
                "cksum": text(&value.checksum.value),
            });
            compare(case, "/pa_for_user", &told);
        }
    }
    if let Some(bytes) = PaData::find(&value.padata, PaData::S4U_X509_USER) {
        exact(
            case,
            "S4U",
            bytes,
            PaS4uX509User::decode(bytes),
            PaS4uX509User::encode,
        );
    }
    if let Some(bytes) = PaData::find(&value.padata, PaData::PAC_OPTIONS) {
        exact(case, "options", bytes, PaPacOptions::decode(bytes), |it| {
            it.encode()
        });
    }
    decrypted(case, "/authenticator_plain", "/authenticator");
    decrypted(case, "/timestamp_plain", "");
}

fn reply(case: &mut Case<'_>) {
    let number = if case.kind().ends_with("as_rep") {
        11
    } else {
        13
    };
    let bytes = bare(case, number);
    let value = exact(
        case,
        "reply",
        &bytes,
        KdcReply::decode(&bytes),
        KdcReply::encode,
    );
    case.holds("kind", value.kind.reply_number() == number);
    let mut told = json!({
        "pvno": 5,
        "msg-type": number,
        "crealm": value.client_realm,
        "cname": principal(&value.client),
        "ticket": ticket(&value.ticket),
        "enc-part": encrypted(&value.encrypted),
    });
    put(&mut told, "padata", value.padata.as_deref().map(padata));
    compare_outer(case, &told);
    decrypted(case, "/enc_part_plain", "/enc_part");
    decrypted(case, "/ticket_plain", "/ticket");
}

fn error(case: &mut Case<'_>) {
    let bytes = bare(case, 30);
    let value = exact(
        case,
        "error",
        &bytes,
        KrbError::decode(&bytes),
        KrbError::encode,
    );
    let mut told = json!({
        "pvno": 5,
        "msg-type": 30,
        "stime": value.server_time.0,
        "susec": value.susec,
        "error-code": value.code,
        "realm": value.realm,
        "sname": principal(&value.service),
    });
    put(&mut told, "ctime", value.client_time.as_ref().map(time));
    put(&mut told, "cusec", value.cusec);
    put(&mut told, "crealm", value.client_realm.clone());
    put(&mut told, "cname", value.client.as_ref().map(principal));
    put(&mut told, "e-text", value.text.clone());
    put(&mut told, "e-data", value.e_data.as_deref().map(text));
    let methods = value.method_data();
    put(&mut told, "e-data_padata", methods.as_deref().map(padata));
    if let (Some(methods), Some(data)) = (methods, &value.e_data) {
        case.equal("METHOD-DATA", data, &MethodData(methods).encode());
    }
    compare_outer(case, &told);
}

/// AP-REQ and AP-REP, bare or in tokens.
fn token(case: &mut Case<'_>) {
    let mut bytes = [case.bytes("message"), case.bytes("token")].concat();
    let header = case.text("authorization_header");
    let base64 = match header.strip_prefix("Negotiate") {
        Some(rest) => rest.trim(),
        None => case.text("token_base64"),
    };
    if bytes.is_empty() {
        bytes = from_base64(base64).unwrap();
    }
    let layers = double_hop::wire::token(&bytes);
    for layer in &layers {
        case.holds(&format!("{:?}", layer.error), layer.error.is_none());
        sound(case, layer.kind().name(), &layer.layout);
    }
    let mut inner = bytes.clone();
    let spnego = NegToken::decode(&bytes);
    let mut told = json!({"inner": "raw", "thisMech": "1.2.840.113554.1.2.2"});
    if double_hop::wire::spnego::is_spnego(&bytes) {
        let token = exact(case, "SPNEGO", &bytes, spnego, NegToken::encode);
        inner = token.token().unwrap_or_default().to_vec();
        told = negotiation(&token);
    }
    for place in ["/spnego", "/outer"] {
        if !case.expected(place).is_null() && case.kind() != "gss_krb5_ap_rep" {
            compare(case, place, &told);
        }
    }
    let bare = match unwrap(&inner) {
        Some((tok_id, message)) => {
            case.equal("token of GSS-API", &inner, &wrap(tok_id, message));
            message.to_vec()
        }
        None => inner,
    };
    let message = match bare.first() {
        Some(0x6e | 0x6f) => exact(
            case,
            "AP",
            &bare,
            KerberosMessage::decode(&bare),
            KerberosMessage::encode,
        ),
        _ => return,
    };
    match message {
        KerberosMessage::ApReq(request) => {
            let told = json!({
                "pvno": 5,
                "msg-type": 14,
                "ap-options": bits(request.options),
                "ticket": ticket(&request.ticket),
                "authenticator": encrypted(&request.authenticator),
            });
            if !case.expected("/ap_req").is_null() {
                compare(case, "/ap_req", &told);
            } else if case.kind() == "der_ap_req" {
                compare(case, "", &told);
            }
            // What is inside says the same, and the value of the checksum comes from it.
            if let Some(value) = case.expected("/authenticator/cksum/value").as_str() {
                let value = hex(value);
                let read = GssChecksum::decode(&value);
                let read = exact(case, "checksum", &value, read, GssChecksum::encode);
                if let Some(expected) = case.expected("/gss_checksum/flags").as_str() {
                    case.holds("flags", read.flags == flags(expected));
                    case.same("/gss_checksum/bnd", read.bindings);
                }
            }
        }
        KerberosMessage::ApRep(reply) => {
            if case.kind() == "gss_krb5_ap_rep" {
                let told = json!({"enc-part": encrypted(&reply.encrypted)});
                compare(case, "/outer", &told);
            }
        }
        other => panic!("{other:?}"),
    }
    decrypted(case, "/authenticator_plain", "/authenticator");
    decrypted(case, "/ticket_plain", "/ticket");
}

fn negotiation(token: &NegToken) -> Value {
    let length = token.token().map(<[u8]>::len);
    let mut told = match token {
        NegToken::Init(token) | NegToken::Init2(token) => {
            let known = |it: &Oid| match it.name() {
                // Those that the vectors have no name for stand there encoded.
                None | Some("IAKERB") => text(&it.0),
                Some(_) => it.to_string(),
            };
            let mechs: Vec<_> = token.mech_types.iter().map(known).collect();
            let mut told = json!({
                "thisMech": "1.3.6.1.5.5.2",
                "choice": "NegTokenInit",
                "mechTypes": mechs,
            });
            put(&mut told, "mechToken_len", length);
            told
        }
        NegToken::Resp(token) => {
            let mut told = json!({"choice": "NegTokenResp"});
            put(&mut told, "negState", token.neg_state);
            put(
                &mut told,
                "supportedMech",
                token.supported_mech.as_ref().map(Oid::to_string),
            );
            put(&mut told, "responseToken_len", length);
            told
        }
    };
    put(&mut told, "mechListMIC", token.mech_list_mic().map(text));
    told
}

fn credentials(case: &mut Case<'_>) {
    let bytes = bare(case, 22);
    let value = exact(
        case,
        "KRB-CRED",
        &bytes,
        KrbCred::decode(&bytes),
        KrbCred::encode,
    );
    let told = json!({
        "pvno": 5,
        "msg-type": 22,
        "tickets": value.tickets.iter().map(ticket).collect::<Vec<_>>(),
        "enc-part": encrypted(&value.encrypted),
    });
    compare_outer(case, &told);
    if value.encrypted.etype == 0 {
        let plain = &value.encrypted.cipher;
        let read = EncKrbCredPart::decode(plain);
        let read = exact(case, "EncKrbCredPart", plain, read, EncKrbCredPart::encode);
        compare(case, "/enc_part", &enc_cred(&read));
    }
}

fn timestamp(case: &mut Case<'_>) {
    let closed = case.bytes("pa_value");
    let read = Encrypted::decode(&closed);
    let read = exact(case, "PA-ENC-TIMESTAMP", &closed, read, Encrypted::encode);
    case.holds("etype", case.input("etype") == &json!(read.etype));
    let plain = hex(case.expected("/plaintext").as_str().unwrap());
    let read = PaEncTimestamp::decode(&plain);
    let read = exact(case, "PA-ENC-TS-ENC", &plain, read, PaEncTimestamp::encode);
    case.holds(
        "patimestamp",
        case.expected("/patimestamp") == &json!(read.time.0),
    );
    case.holds("pausec", case.expected("/pausec") == &json!(read.usec));
}

fn padata_value(case: &mut Case<'_>) {
    let bytes = hex(case.expected("/value").as_str().unwrap());
    let meaning = case.text("meaning");
    let says = |what: &str| meaning.contains(what);
    if says("PAC-REQUEST") {
        let value = exact(case, meaning, &bytes, PaPacRequest::decode(&bytes), |it| {
            it.encode()
        });
        case.equal(meaning, &bytes, &PaPacRequest(value.0).encode());
        case.holds(
            meaning,
            value.0 != (says("exclude") || says("false") || says("without")),
        );
    } else if says("PAC-OPTIONS") {
        let value = exact(case, meaning, &bytes, PaPacOptions::decode(&bytes), |it| {
            it.encode()
        });
        for (what, bit) in [
            ("claims", PaPacOptions::CLAIMS),
            ("branch", PaPacOptions::BRANCH_AWARE),
            ("RBCD", PaPacOptions::RESOURCE_BASED),
        ] {
            case.holds(what, says(what) <= (value.0 & bit != 0));
        }
    } else {
        let read = MethodData::decode(&bytes);
        exact(case, meaning, &bytes, read, MethodData::encode);
    }
}

fn checksum(case: &mut Case<'_>) {
    let mut built = GssChecksum {
        flags: flags(case.text("flags")),
        ..GssChecksum::default()
    };
    let data = case.bytes("application_data");
    if !data.is_empty() {
        let bindings = ChannelBindings {
            application_data: &data,
            ..ChannelBindings::default()
        };
        built.bindings = bindings.hash();
    } else if !case.text("bnd").is_empty() {
        built.bindings = case.array("bnd");
    }
    for name in ["deleg", "krb_cred", "Deleg"] {
        let deleg = case.bytes(name);
        if !deleg.is_empty() {
            built.deleg = Some(deleg);
        }
    }
    let bytes = hex(case.expected("/checksum").as_str().unwrap());
    case.same("/checksum", built.encode());
    let read = GssChecksum::decode(&bytes);
    let read = exact(case, "checksum", &bytes, read, GssChecksum::encode);
    case.holds("the same", read == built);
}

/// The structure that contexts are bound with, of addresses and data or of neither.
fn channel(case: &mut Case<'_>) {
    let [initiator, acceptor, data] =
        ["initiator_address", "acceptor_address", "application_data"].map(|name| case.bytes(name));
    let kind = |name| case.input(name).as_u64().unwrap_or_default() as u32;
    let bindings = ChannelBindings {
        initiator: (kind("initiator_addrtype"), &initiator),
        acceptor: (kind("acceptor_addrtype"), &acceptor),
        application_data: &data,
    };
    case.same("/packed", bindings.packed());
    case.same("/bnd_md5", bindings.hash());
}

/// A part that was decrypted, if the vector has it in clear.
fn decrypted(case: &mut Case<'_>, plain: &str, at: &str) {
    let Some(bytes) = case.expected(plain).as_str().map(hex) else {
        return;
    };
    let told = match bytes.first() {
        Some(0x62) => {
            let read = Authenticator::decode(&bytes);
            authenticator(&exact(case, plain, &bytes, read, Authenticator::encode))
        }
        Some(0x63) => {
            let read = EncTicketPart::decode(&bytes);
            enc_ticket(&exact(case, plain, &bytes, read, EncTicketPart::encode))
        }
        Some(0x79 | 0x7a) => {
            let read = EncKdcReplyPart::decode(&bytes);
            enc_reply(&exact(case, plain, &bytes, read, EncKdcReplyPart::encode))
        }
        _ => {
            let read = PaEncTimestamp::decode(&bytes);
            exact(case, plain, &bytes, read, PaEncTimestamp::encode);
            return;
        }
    };
    compare(case, at, &told);
}

/// Compares with all that is expected at `pointer`, and finds nothing that is not expected.
fn compare(case: &mut Case<'_>, pointer: &str, got: &Value) {
    let expected = case.expected(pointer);
    case.holds(&format!("{pointer} is expected"), !expected.is_null());
    same(case, pointer, expected, got);
}

/// What is told twice, or what the vector may leave out.
const OPTIONAL: [&str; 7] = [
    "value",
    "len",
    "value_len",
    "inner",
    "e-data_padata",
    "s-address",
    "r-address",
];
/// What stands beside the fields of a message in some vectors, and is compared elsewhere.
const BESIDE: [&str; 2] = ["negHints", "ap_req"];

fn same(case: &mut Case<'_>, path: &str, expected: &Value, got: &Value) {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            // What was decrypted stands at the same place in some vectors.
            for (name, expected) in expected {
                if BESIDE.contains(&&**name) || (name == "value" && expected.is_null()) {
                    continue;
                }
                let path = format!("{path}/{name}");
                same(case, &path, expected, got.get(name).unwrap_or(&Value::Null));
            }
            for name in got.keys() {
                let known = expected.contains_key(name) || OPTIONAL.contains(&&**name);
                case.holds(&format!("{path}/{name} is expected"), known);
            }
        }
        (Value::Array(expected), Value::Array(got)) => {
            case.holds(&format!("{path}: as many"), expected.len() == got.len());
            for (index, (expected, got)) in expected.iter().zip(got).enumerate() {
                same(case, &format!("{path}/{index}"), expected, got);
            }
        }
        _ => case.holds(&format!("{path}: {expected} is {got}"), expected == got),
    }
}
