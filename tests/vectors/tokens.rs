//! Vectors about tokens around other tokens: SPNEGO, and Kerberos in outline.

use crate::support::Case;
use double_hop::present::narration::sentence;
use double_hop::wire::kerberos::{ApReq, KerberosMessage};
use double_hop::wire::spnego::{NegToken, NegTokenInit};
use double_hop::wire::{Field, Layer, LayerValue, token};

/// Compares what the vector says about tokens; `false` if it says nothing.
pub fn check(case: &mut Case<'_>) -> bool {
    match case.kind() {
        "spnego_or_gss_token_parse" => parse(case),
        "kerberos_ap_req_decrypt_with_keytab" => request(case),
        _ => return false,
    }
    true
}

/// The layers of a token, which must decode to the last byte.
fn decode(case: &mut Case<'_>, bytes: &[u8]) -> Vec<Layer> {
    let layers = token(bytes);
    for layer in &layers {
        let kind = layer.kind().name();
        case.holds(&format!("{kind}: {:?}", layer.error), layer.error.is_none());
        let tiles = layer.layout.tiles();
        let claimed = tiles.iter().all(|tile| tile.leaf.is_some());
        case.holds(&format!("{kind}: no unclaimed byte"), claimed);
        let apart = layer.layout.overlaps().is_empty();
        case.holds(&format!("{kind}: no overlap"), apart);
        let silent = untold(&layer.layout.fields);
        case.holds(&format!("a sentence for {silent:?}"), silent.is_empty());
    }
    layers
}

/// The fields that no sentence explains, or that name no source.
pub fn untold(fields: &[Field]) -> Vec<String> {
    let mut silent = Vec::new();
    for field in fields {
        if sentence(field).is_none() || field.spec.is_empty() {
            silent.push(format!("{} ({})", field.name, field.spec));
        }
        silent.extend(untold(&field.children));
    }
    silent
}

fn kinds(layers: &[Layer]) -> String {
    let kinds: Vec<_> = layers.iter().map(|it| it.kind().name()).collect();
    kinds.join(" > ")
}

fn init(layers: &[Layer]) -> &NegTokenInit {
    match &layers[0].value {
        LayerValue::Spnego(Some(NegToken::Init(token) | NegToken::Init2(token))) => token,
        value => panic!("{value:?}"),
    }
}

fn ap_req(layer: &Layer) -> &ApReq {
    match &layer.value {
        LayerValue::Kerberos(Some(KerberosMessage::ApReq(request))) => request,
        value => panic!("{value:?}"),
    }
}

fn parse(case: &mut Case<'_>) {
    let layers = decode(case, &case.bytes("token_hex"));
    let said = |name: &str| case.expected(name).as_str().unwrap_or_default();
    let expected = match said("/type") {
        "NegTokenInit2" => "SPNEGO NegTokenInit2",
        "NegTokenInit" => "SPNEGO NegTokenInit > Kerberos AP-REQ",
        "NegTokenResp" => "SPNEGO NegTokenResp > Kerberos AP-REP",
        _ if said("/msg") == "AP-REQ" => "Kerberos AP-REQ",
        _ if said("/msg") == "AP-REP" => "Kerberos AP-REP",
        other => panic!("{other}"),
    };
    let (hint, state, supported) = (said("/hintName"), said("/negState"), said("/supportedMech"));
    let inside = said("/mechToken");
    case.holds("the kinds of the layers", kinds(&layers) == expected);
    if let Some(mechs) = case.expected("/mechs").as_array() {
        let found = init(&layers).mech_types.iter().map(ToString::to_string);
        let mechs = mechs.iter().map(|mech| mech.as_str().unwrap());
        let mechs = mechs.map(|mech| mech.split(' ').next().unwrap());
        case.holds("mechTypes", found.eq(mechs.map(str::to_owned)));
    }
    if !hint.is_empty() {
        let found = init(&layers).hint_name.as_deref();
        case.holds("hintName", found == Some(hint));
    }
    if let LayerValue::Spnego(Some(NegToken::Resp(token))) = &layers[0].value {
        let found = token.neg_state.unwrap();
        case.holds("negState", state.ends_with(&format!("({found})")));
        let found = token.supported_mech.as_ref().unwrap().to_string();
        case.holds("supportedMech", found == supported);
        let named = layers[0].layout.find("negState").unwrap();
        let named = format!("{:?}", named.value);
        let name = state.split(' ').next().unwrap();
        case.holds("the name of negState", named.contains(name));
    }
    if !inside.is_empty() {
        let request = ap_req(&layers[1]);
        let found = format!(
            "Kerberos AP-REQ for {} @ {}",
            request.ticket.service, request.ticket.realm
        );
        case.holds("mechToken", found == inside);
    }
}

/// What stands in clear; the rest needs the key.
fn request(case: &mut Case<'_>) {
    let layers = decode(case, &case.bytes("spnego_token_hex"));
    let expected = "SPNEGO NegTokenInit > Kerberos AP-REQ";
    case.holds("the kinds of the layers", kinds(&layers) == expected);
    let alone = decode(case, &case.bytes("ap_req_hex"));
    case.holds("AP-REQ alone", kinds(&alone) == "Kerberos AP-REQ");
    let (inside, alone) = (ap_req(&layers[1]), ap_req(&alone[0]));
    case.holds("AP-REQ inside", inside == alone);
    case.holds("realm", alone.ticket.realm == "DS.SUSQ.COM");
    let etypes = (
        alone.ticket.encrypted.etype_name(),
        alone.authenticator.etype_name(),
    );
    let aes = Some("aes256-cts-hmac-sha1-96");
    case.holds("etypes", etypes == (aes, aes));
    // The keytab says the version of the key at its end, in 32 bits.
    let keytab = case.bytes("keytab_hex");
    case.holds(
        "kvno",
        alone.ticket.encrypted.kvno == keytab.last().copied().map(i64::from),
    );
    println!(
        "  {} @ {}, {:?}",
        alone.ticket.service, alone.ticket.realm, alone.ticket.encrypted.kvno
    );
}
