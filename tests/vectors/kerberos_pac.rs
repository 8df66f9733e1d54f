//! Vectors about PACs, keytabs and credential caches: each must decode, encode to itself, tile, and say what the vector
//! says.

use crate::support::{Case, hex};
use double_hop::crypto::Trace;
use double_hop::crypto::kerberos::{Etype, Key, checksum, usage};
use double_hop::wire::ccache::Ccache;
use double_hop::wire::kerberos::{AuthorizationElement, EncTicketPart, Ticket, authorization};
use double_hop::wire::keytab::{Keytab, PrincipalInRealm};
use double_hop::wire::pac::*;
use double_hop::wire::{Decoded, Layout};
use serde_json::Value;

/// Checks every vector that is about them, and says how many of how many.
pub fn check_all(vectors: &[Value]) {
    let (mut failures, mut seen, mut about) = (Vec::new(), 0, 0);
    for vector in vectors {
        let mut case = Case::new(vector);
        let kind = case.kind();
        let related = ["pac", "keytab", "ccache"]
            .iter()
            .any(|word| kind.contains(word));
        // Names of padata and of GSS-API's tokens have the letters of PAC too, and nothing of one.
        if !related || kind.starts_with("der_") || kind.starts_with("padata") {
            continue;
        }
        about += 1;
        if !check(&mut case) {
            println!("{} {kind}: nobody looks at it", case.id());
            continue;
        }
        seen += 1;
        println!("{} {kind}: {} values", case.id(), case.compared);
        if case.compared == 0 {
            case.failures.push("nothing was compared".to_owned());
        }
        let found = case
            .failures
            .iter()
            .map(|what| format!("{}: {what}", case.id()));
        failures.extend(found);
    }
    println!("{seen} of {about} vectors");
    let windows: Vec<_> = vectors
        .iter()
        .filter_map(|vector| windows(&Case::new(vector)))
        .collect();
    let same = windows.iter().filter(|same| **same).count();
    println!(
        "{same} of {} are what Windows writes, made of nothing but the values",
        windows.len()
    );
    assert!(same >= windows.len() / 2);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(about == 0 || seen > 0);
}

/// `false` if there is nothing to compare.
fn check(case: &mut Case<'_>) -> bool {
    match case.kind() {
        "pac" => {
            let bytes = case.bytes("pac");
            let buffers = case.expected("/buffers");
            pac(case, &bytes, buffers);
            signatures(case, &bytes, ["server_key", "kdc_key"], &[]);
        }
        "pac_logon_info" => {
            let bytes = case.bytes("buffer");
            logon_info(case, &bytes, case.expected(""));
        }
        "pac_upn_dns_info" => {
            let bytes = case.bytes("buffer");
            upn_dns_info(case, &bytes, case.expected(""));
        }
        "pac_signature" => pac_signature(case),
        "ticket_with_pac" => ticket(case),
        "keytab" => keytab(case),
        "ccache" | "ccache_old_version" => ccache(case),
        _ => return false,
    }
    true
}

/// Whether a PAC or a buffer comes out the same without what was kept of its layout, in an order of Windows. Others lay
/// out otherwise; `None` for what is neither.
fn windows(case: &Case<'_>) -> Option<bool> {
    let logon_info = |data: &[u8]| {
        let info = LogonInfo::decode(data).value.unwrap();
        let referents = Referents::default();
        LogonInfo { referents, ..info }.encode() == data
    };
    let upn_dns_info = |data: &[u8]| {
        let info = UpnDnsInfo::decode(data).value.unwrap();
        let places = FieldOffsets::default();
        UpnDnsInfo { places, ..info }.encode() == data
    };
    let delegation_info = |data: &[u8]| {
        let info = DelegationInfo::decode(data).value.unwrap();
        let services: Vec<_> = info.transited.iter().map(|it| it.text.as_str()).collect();
        DelegationInfo::new(&info.target.text, &services).encode() == data
    };
    let bytes = case.bytes("buffer");
    Some(match case.kind() {
        "pac_logon_info" => logon_info(&bytes),
        "pac_upn_dns_info" => upn_dns_info(&bytes),
        "pac" => {
            let pac = Pac::decode(&case.bytes("pac")).value.unwrap();
            let orders = [WINDOWS_2008, WINDOWS_2022];
            let arranged = |order: [u32; 14]| Pac::arranged(pac.buffers.clone(), &order) == pac;
            orders.into_iter().any(arranged)
                && pac.get(LOGON_INFO).is_none_or(logon_info)
                && pac.get(UPN_DNS_INFO).is_none_or(upn_dns_info)
                && pac.get(DELEGATION_INFO).is_none_or(delegation_info)
        }
        _ => return None,
    })
}

/// Key tables that lie beside the captures.
pub fn check_files(folder: &std::path::Path) {
    let files = std::fs::read_dir(folder.join("captures"))
        .into_iter()
        .flatten();
    for path in files.map(|file| file.unwrap().path()) {
        if path
            .extension()
            .is_some_and(|extension| extension == "keytab")
        {
            let bytes = std::fs::read(&path).unwrap();
            let Decoded { value, layout } = Keytab::decode(&bytes);
            let keytab = value.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(keytab.encode(), bytes, "{}", path.display());
            assert!(layout.tiles().iter().all(|tile| tile.leaf.is_some()));
            assert!(keytab.entries().all(|entry| !entry.key.is_empty()));
            println!("{}: {:?}", path.display(), keytab.records);
        }
    }
}

/// Whether every byte has one field.
fn tiles(case: &mut Case<'_>, what: &str, layout: &Layout) {
    let whole = layout.tiles().iter().all(|tile| tile.leaf.is_some());
    case.holds(
        &format!("{what} tiles"),
        whole && layout.overlaps().is_empty(),
    );
}

/// Decodes and holds what must hold for every buffer.
fn decode<T>(
    case: &mut Case<'_>,
    what: &str,
    bytes: &[u8],
    decode: fn(&[u8]) -> Decoded<T>,
    encode: fn(&T) -> Vec<u8>,
) -> T {
    let Decoded { value, layout } = decode(bytes);
    let value = value.unwrap_or_else(|error| panic!("{} {what}: {error}: {layout:#?}", case.id()));
    case.equal(&format!("{what} encoded"), bytes, &encode(&value));
    tiles(case, what, &layout);
    value
}

fn pac(case: &mut Case<'_>, bytes: &[u8], buffers: &Value) {
    let pac = decode(case, "PAC", bytes, Pac::decode, Pac::encode);
    let buffers = buffers.as_array().unwrap();
    case.holds("number of buffers", buffers.len() == pac.buffers.len());
    for (expected, PacBuffer { kind, data }) in buffers.iter().zip(&pac.buffers) {
        case.holds("type", expected["type"] == *kind);
        let title = expected["name"].as_str().unwrap();
        case.holds(title, *kind > FULL_CHECKSUM || name(*kind).is_some());
        case.holds("size", expected["size"] == data.len());
        let offset = expected["offset"].as_u64().unwrap() as usize;
        case.equal("offset", data, &bytes[offset..offset + data.len()]);
        buffer(case, *kind, data, &expected["value"]);
    }
}

fn buffer(case: &mut Case<'_>, kind: u32, data: &[u8], value: &Value) {
    match kind {
        LOGON_INFO => logon_info(case, data, value),
        CLIENT_INFO => {
            let info = decode(
                case,
                "CLIENT_INFO",
                data,
                ClientInfo::decode,
                ClientInfo::encode,
            );
            case.holds("ClientId", value["ClientId"] == time(info.auth_time));
            case.holds("Name", value["Name"] == info.name);
        }
        DELEGATION_INFO => {
            let info = decode(
                case,
                "DELEGATION_INFO",
                data,
                DelegationInfo::decode,
                DelegationInfo::encode,
            );
            let services: Vec<_> = info.transited.iter().map(|it| it.text.as_str()).collect();
            case.holds("target", value["S4U2proxyTarget"] == info.target.text);
            case.holds("list size", value["TransitedListSize"] == services.len());
            case.holds(
                "services",
                value["S4UTransitedServices"] == Value::from(services.clone()),
            );
        }
        UPN_DNS_INFO => upn_dns_info(case, data, value),
        SERVER_CHECKSUM | KDC_CHECKSUM | TICKET_CHECKSUM | FULL_CHECKSUM => {
            let read = decode(
                case,
                "signature",
                data,
                PacSignature::decode,
                PacSignature::encode,
            );
            case.holds("SignatureType", value["SignatureType"] == read.kind);
            let expected = hex(value["Signature"].as_str().unwrap());
            case.equal("Signature", &expected, &read.signature);
            let rodc = value["RODCIdentifier"].as_u64();
            case.holds("RODCIdentifier", rodc == read.rodc.map(u64::from));
            let blank = PacSignature::blank(read.kind).unwrap();
            case.holds("length", blank.signature.len() == expected.len());
        }
        _ => (),
    }
}

fn logon_info(case: &mut Case<'_>, data: &[u8], value: &Value) {
    let info = decode(
        case,
        "LOGON_INFO",
        data,
        LogonInfo::decode,
        LogonInfo::encode,
    );
    let times = [
        ("LogonTime", info.logon_time),
        ("LogoffTime", info.logoff_time),
        ("KickOffTime", info.kick_off_time),
        ("PasswordLastSet", info.password_last_set),
        ("PasswordCanChange", info.password_can_change),
        ("PasswordMustChange", info.password_must_change),
    ];
    for (name, got) in times {
        case.holds(name, value[name] == time(got));
    }
    let numbers = [
        ("LogonCount", info.logon_count.into()),
        ("BadPasswordCount", info.bad_password_count.into()),
        ("UserId", info.user_id),
        ("PrimaryGroupId", info.primary_group_id),
        ("GroupCount", info.groups.len() as u32),
        ("UserFlags", info.user_flags),
        ("UserAccountControl", info.user_account_control),
        ("SubAuthStatus", info.sub_auth_status),
        ("FailedILogonCount", info.failed_logon_count),
        ("SidCount", info.extra_sids.len() as u32),
        ("ResourceGroupCount", info.resource_groups.len() as u32),
    ];
    for (name, got) in numbers {
        case.holds(name, value[name] == got);
    }
    let texts = [
        ("EffectiveName", &info.effective_name),
        ("FullName", &info.full_name),
        ("LogonScript", &info.logon_script),
        ("ProfilePath", &info.profile_path),
        ("HomeDirectory", &info.home_directory),
        ("HomeDirectoryDrive", &info.home_directory_drive),
        ("LogonServer", &info.logon_server),
        ("LogonDomainName", &info.logon_domain_name),
    ];
    for (name, got) in texts {
        case.holds(name, value[name] == got.text);
    }
    let groups = |groups: &[GroupMembership]| -> Value {
        groups
            .iter()
            .map(|it| Value::from(vec![it.rid, it.attributes]))
            .collect()
    };
    case.holds("GroupIds", value["GroupIds"] == groups(&info.groups));
    if let expected @ Value::Array(_) = &value["ResourceGroupIds"] {
        case.holds(
            "ResourceGroupIds",
            *expected == groups(&info.resource_groups),
        );
    }
    let sid = |sid: &Option<Sid>| sid.as_ref().map_or(Value::Null, |it| it.to_string().into());
    case.holds(
        "LogonDomainId",
        value["LogonDomainId"] == sid(&info.logon_domain_id),
    );
    let resource = sid(&info.resource_group_domain);
    case.holds(
        "ResourceGroupDomainSid",
        value["ResourceGroupDomainSid"] == resource,
    );
    let extra = info.extra_sids.iter().map(|extra| {
        Value::from(vec![
            Value::from(extra.sid.to_string()),
            Value::from(extra.attributes),
        ])
    });
    let extra: Vec<_> = extra.collect();
    let expected = value["ExtraSids"].as_array();
    case.holds("ExtraSids", expected.cloned().unwrap_or_default() == extra);
}

fn upn_dns_info(case: &mut Case<'_>, data: &[u8], value: &Value) {
    let info = decode(
        case,
        "UPN_DNS_INFO",
        data,
        UpnDnsInfo::decode,
        UpnDnsInfo::encode,
    );
    case.holds("Upn", value["Upn"] == info.upn);
    case.holds("DnsDomainName", value["DnsDomainName"] == info.dns_domain);
    case.holds("Flags", value["Flags"] == info.flags);
    if let Some(name) = value["SamName"].as_str() {
        let account = info.account.clone().unwrap();
        case.holds("SamName", name == account.sam_name);
        case.holds("Sid", value["Sid"] == account.sid.unwrap().to_string());
    }
}

/// The key of that input for signatures of that type; the vectors do not always tell its etype.
fn key(case: &Case<'_>, name: &str, signature: i32) -> Option<Key> {
    let etype = case.input(&name.replace("key", "etype")).as_i64();
    let etype = etype.and_then(Etype::from_number).or_else(|| {
        let all = [Etype::Rc4, Etype::Aes128Sha1, Etype::Aes256Sha1];
        all.into_iter()
            .find(|etype| etype.checksum_type() == i64::from(signature))
    })?;
    Key::new(etype, case.bytes(name))
}

/// Compares the signatures whose keys are known: the service's, and krbtgt's, also over the ticket.
fn signatures(case: &mut Case<'_>, bytes: &[u8], [server, krbtgt]: [&str; 2], ticket: &[u8]) {
    let pac = Pac::decode(bytes).value.unwrap();
    let signature = |kind| PacSignature::decode(pac.get(kind)?).value.ok();
    let of_server = signature(SERVER_CHECKSUM).unwrap().signature;
    let inputs = [
        (
            SERVER_CHECKSUM,
            server,
            server_signature_input(bytes).unwrap(),
        ),
        (KDC_CHECKSUM, krbtgt, of_server),
        (FULL_CHECKSUM, krbtgt, full_signature_input(bytes).unwrap()),
        (TICKET_CHECKSUM, krbtgt, ticket.to_vec()),
    ];
    for (kind, key_name, input) in inputs {
        if let Some(signature) = signature(kind)
            && let Some(key) = key(case, key_name, signature.kind)
            && !input.is_empty()
        {
            let sum = checksum(
                signature.kind.into(),
                Some(&key),
                usage::PAC_SIGNATURE,
                &input,
            );
            case.equal(name(kind).unwrap(), &signature.signature, &sum.unwrap());
        }
    }
}

fn pac_signature(case: &mut Case<'_>) {
    let bytes = case.bytes("pac_signatures_zeroed");
    let zeroed = server_signature_input(&bytes).unwrap();
    case.equal("is zeroed", &bytes, &zeroed);
    let pac = decode(case, "PAC", &bytes, Pac::decode, Pac::encode);
    let signature = PacSignature::decode(pac.get(SERVER_CHECKSUM).unwrap())
        .value
        .unwrap();
    case.holds("type", *case.expected("/signature_type") == signature.kind);
    let key = key(case, "key", signature.kind);
    let sum = checksum(
        signature.kind.into(),
        key.as_ref(),
        usage::PAC_SIGNATURE,
        &zeroed,
    );
    case.same("/signature", sum.unwrap());
}

/// A ticket, its PAC, and the signature over both.
fn ticket(case: &mut Case<'_>) {
    let ticket = Ticket::decode(&case.bytes("ticket")).value.unwrap();
    let key = key(case, "service_key", 0).unwrap();
    let plain = key.decrypt(
        usage::KDC_REP_TICKET,
        &ticket.encrypted.cipher,
        &mut Trace::off(),
    );
    let mut part = EncTicketPart::decode(&plain.unwrap()).value.unwrap();
    let list = part.authorization.take().unwrap();
    let bytes = authorization::find(&list, authorization::PAC).unwrap();
    pac(case, &bytes, case.expected("/pac"));
    let without = AuthorizationElement {
        kind: authorization::PAC,
        data: vec![0],
    };
    part.authorization = Some(vec![AuthorizationElement::if_relevant(&[without])]);
    let names = ["service_key", "krbtgt_pac_key"];
    signatures(case, &bytes, names, &part.encode());
}

fn keytab(case: &mut Case<'_>) {
    let bytes = case.bytes("file");
    let keytab = decode(case, "keytab", &bytes, Keytab::decode, Keytab::encode);
    let expected = case.expected("/entries").as_array().unwrap();
    case.holds(
        "number of entries",
        keytab.entries().count() == expected.len(),
    );
    for (expected, entry) in expected.iter().zip(keytab.entries()) {
        let realm = expected["realm"].as_str().unwrap();
        let name = format!("{}@{realm}", expected["principal"].as_str().unwrap());
        case.holds("principal", name == entry.principal.to_string());
        case.holds(
            "name type",
            expected["name_type"] == entry.principal.name.name_type,
        );
        case.holds("timestamp", expected["timestamp"] == entry.timestamp);
        case.holds("kvno8", expected["kvno8"] == entry.kvno8);
        // The vectors give 0 as none.
        let kvno32 = entry.kvno32.filter(|kvno| *kvno != 0);
        case.holds(
            "kvno32",
            expected["kvno32"].as_u64() == kvno32.map(u64::from),
        );
        case.holds("etype", expected["etype"] == entry.etype);
        case.equal("key", &hex(expected["key"].as_str().unwrap()), &entry.key);
        // What the vectors call so starts behind the key.
        let trailing = entry.trailing.len() + if entry.kvno32.is_some() { 4 } else { 0 };
        let expected = &expected["trailing_bytes"];
        case.holds(
            &format!("trailing {expected}, not {trailing}"),
            *expected == trailing,
        );
    }
}

fn ccache(case: &mut Case<'_>) {
    let bytes = case.bytes("file");
    let cache = decode(case, "ccache", &bytes, Ccache::decode, Ccache::encode);
    if case.expected("/version_bytes").is_string() {
        case.same("/version_bytes", [5, cache.version]);
        case.holds("credentials", !cache.credentials.is_empty());
        let ticket = &cache.credentials[0].ticket;
        case.holds("ticket", ticket.first() == Some(&0x61));
        return;
    }
    let mut tags = Vec::new();
    for field in &cache.header {
        tags.extend(field.tag.to_be_bytes());
        tags.extend((field.data.len() as u16).to_be_bytes());
        tags.extend(&field.data);
    }
    case.same("/header_tags", tags);
    principal(
        case,
        "default principal",
        case.expected("/default_principal"),
        &cache.principal,
    );
    let expected = case.expected("/credentials").as_array().unwrap();
    case.holds(
        "number of credentials",
        cache.credentials.len() == expected.len(),
    );
    for (expected, got) in expected.iter().zip(&cache.credentials) {
        principal(case, "client", &expected["client"], &got.client);
        principal(case, "server", &expected["server"], &got.server);
        let numbers = [
            ("key_etype", got.etype.into()),
            ("authtime", got.auth_time),
            ("starttime", got.start_time),
            ("endtime", got.end_time),
            ("renew_till", got.renew_till),
            ("is_skey", got.is_skey.into()),
            ("ticket_len", got.ticket.len() as u32),
            ("second_ticket_len", got.second_ticket.len() as u32),
        ];
        for (name, got) in numbers {
            case.holds(name, expected[name] == got);
        }
        case.equal("key", &hex(expected["key"].as_str().unwrap()), &got.key);
        case.holds("flags", expected["flags"] == format!("{:08x}", got.flags));
        for (name, list) in [
            ("addresses", &got.addresses),
            ("authdata", &got.authorization),
        ] {
            case.holds(name, expected[name].as_array().unwrap().len() == list.len());
        }
        let setting = expected["server"]["realm"] == "X-CACHECONF:";
        case.holds("setting", got.is_setting() == setting);
    }
}

fn principal(case: &mut Case<'_>, what: &str, expected: &Value, got: &PrincipalInRealm) {
    let same = expected["realm"] == got.realm
        && expected["name_type"] == got.name.name_type
        && expected["components"] == Value::from(got.name.parts.clone());
    case.holds(&format!("{what}: {expected}, not {got:?}"), same);
}

/// As the vectors write a FILETIME.
fn time(filetime: u64) -> String {
    format!("{filetime:016x}")
}
