//! The PAC (`[MS-PAC]`): who a client is to Windows, signed by the KDC for the service and for itself.

use crate::crypto::kerberos::{Key, checksum, keyed_checksum, usage};
use crate::crypto::{ComputationStep, Operand, Trace};
use crate::hosts::{AccountName, Identity};
use crate::value_kind::ValueKind;
use crate::wire::kerberos::{AuthorizationElement, EncTicketPart, authorization};
use crate::wire::pac::{
    FULL_CHECKSUM, KDC_CHECKSUM, LOGON_INFO, LogonInfo, Pac, PacSignature, SERVER_CHECKSUM,
    TICKET_CHECKSUM, full_signature_input, server_signature_input,
};

/// The keys a PAC is signed with.
pub struct SigningKeys<'a> {
    /// The key of the service the ticket is for.
    pub service: &'a Key,
    /// The key of krbtgt.
    pub kdc: &'a Key,
    /// Whether the ticket as a whole is signed too, and the whole PAC once more (CVE-2020-17049, CVE-2022-37967).
    pub ticket_too: bool,
    /// The order of the buffers.
    pub order: &'a [u32],
}

/// A ticket's inside with that PAC, signed (`[MS-PAC]` 2.8): ticket, whole PAC, server, KDC, in this order.
pub fn signed(mut part: EncTicketPart, mut pac: Pac, keys: &SigningKeys<'_>) -> EncTicketPart {
    let blank = |key: &Key| {
        let kind = i32::try_from(key.etype.checksum_type()).unwrap_or_default();
        PacSignature::blank(kind).unwrap_or_default().encode()
    };
    pac.buffers.retain(|buffer| {
        ![
            SERVER_CHECKSUM,
            KDC_CHECKSUM,
            TICKET_CHECKSUM,
            FULL_CHECKSUM,
        ]
        .contains(&buffer.kind)
    });
    if keys.ticket_too {
        part.authorization = Some(vec![around(&[0])]);
        let plain = part.encode();
        pac.set(TICKET_CHECKSUM, signature(keys.kdc, &plain));
        pac.set(FULL_CHECKSUM, blank(keys.kdc));
    }
    pac.set(SERVER_CHECKSUM, blank(keys.service));
    pac.set(KDC_CHECKSUM, blank(keys.kdc));
    let mut pac = Pac::arranged(pac.buffers, keys.order);
    if keys.ticket_too {
        let input = full_signature_input(&pac.encode()).unwrap_or_default();
        pac.set(FULL_CHECKSUM, signature(keys.kdc, &input));
    }
    let input = server_signature_input(&pac.encode()).unwrap_or_default();
    let server = signature(keys.service, &input);
    let over_server = signature(keys.kdc, server.get(4..).unwrap_or_default());
    pac.set(SERVER_CHECKSUM, server);
    pac.set(KDC_CHECKSUM, over_server);
    part.authorization = Some(vec![around(&pac.encode())]);
    part
}

/// AD-IF-RELEVANT around a PAC.
fn around(pac: &[u8]) -> AuthorizationElement {
    AuthorizationElement::if_relevant(&[AuthorizationElement {
        kind: authorization::PAC,
        data: pac.to_vec(),
    }])
}

fn signature(key: &Key, data: &[u8]) -> Vec<u8> {
    let kind = key.etype.checksum_type();
    PacSignature {
        kind: i32::try_from(kind).unwrap_or_default(),
        signature: checksum(kind, Some(key), usage::PAC_SIGNATURE, data).unwrap_or_default(),
        rodc: None,
    }
    .encode()
}

/// The checksum that a signature of that type would have, where only who has the key can make it.
fn expected(given: &PacSignature, key: &Key, data: &[u8]) -> Option<Vec<u8>> {
    keyed_checksum(given.kind.into(), key, usage::PAC_SIGNATURE, data)
}

fn read(pac: &Pac, kind: u32) -> Option<PacSignature> {
    PacSignature::decode(pac.get(kind)?).value.ok()
}

/// Whom a PAC tells of, once its server signature is found to be of that key.
pub enum VerifiedPac {
    /// The user who it says it is of.
    Of(Identity),
    /// It does not say it: MIT's KDC has signed such ones since krb5 1.20.
    OfNobody,
}

/// Whom a PAC tells of; `None` where its server signature is not of that key.
pub fn verified(bytes: &[u8], key: &Key, trace: &mut Trace) -> Option<VerifiedPac> {
    let pac = Pac::decode(bytes).value.ok()?;
    let given = read(&pac, SERVER_CHECKSUM)?;
    let computed = expected(&given, key, &server_signature_input(bytes)?)?;
    trace.record(|| {
        ComputationStep::new(
            "Server signature",
            "checksum(service key, 17, PAC with the signatures zeroed)",
            "[MS-PAC] 2.8",
            [Operand::of_kind(
                "service key",
                &key.bytes,
                ValueKind::NtHash,
            )],
            Operand::plain("Signature", &computed),
        )
    });
    if computed != given.signature {
        return None;
    }
    let Some(logon) = pac.get(LOGON_INFO) else {
        return Some(VerifiedPac::OfNobody);
    };
    let logon = LogonInfo::decode(logon).value.ok()?;
    Some(VerifiedPac::Of(Identity::User(AccountName {
        domain: logon.logon_domain_name.text,
        user: logon.effective_name.text,
    })))
}

/// Whether a PAC is signed for whom that key is of (`[MS-PAC]` 2.8.1).
pub fn is_for(bytes: &[u8], service: &Key) -> bool {
    let pac = Pac::decode(bytes).value.ok();
    let given = pac.and_then(|pac| read(&pac, SERVER_CHECKSUM));
    let input = server_signature_input(bytes);
    given.zip(input).is_some_and(|(given, input)| {
        expected(&given, service, &input).as_ref() == Some(&given.signature)
    })
}

/// Whether a PAC is as a KDC of that key made it for the service of that key (`[MS-PAC]` 2.8): the server signature is over
/// the PAC, the KDC's is over that, and where they are there, its others are over the PAC and the ticket. `part` is the
/// ticket's inside.
pub fn is_of_kdc(bytes: &[u8], part: &EncTicketPart, service: &Key, kdc: &Key) -> bool {
    let Ok(pac) = Pac::decode(bytes).value else {
        return false;
    };
    let holds = |given: &PacSignature, data: &[u8]| {
        expected(given, kdc, data).as_ref() == Some(&given.signature)
    };
    let (Some(server), Some(own)) = (read(&pac, SERVER_CHECKSUM), read(&pac, KDC_CHECKSUM)) else {
        return false;
    };
    let ticket = read(&pac, TICKET_CHECKSUM).is_none_or(|given| {
        let mut part = part.clone();
        part.authorization = Some(vec![around(&[0])]);
        holds(&given, &part.encode())
    });
    let full = read(&pac, FULL_CHECKSUM)
        .is_none_or(|given| full_signature_input(bytes).is_some_and(|input| holds(&given, &input)));
    is_for(bytes, service) && holds(&own, &server.signature) && ticket && full
}
