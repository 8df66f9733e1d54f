//! Why a KDC issues no ticket, and the KRB-ERROR that says so (RFC 4120 5.9.1, `[MS-KILE]` 2.2.1).

use super::issue::etype_info;
use crate::hosts::security::kerberos::{KdcOptions, krb_error};
use crate::hosts::{Context, KdcRule};
use crate::wire::kerberos::{
    EtypeInfo2Entry, KdcRequest, KerbErrorData, KrbError, MethodData, PaData, error_code,
};

/// That no ticket is issued: by which rule, and what the client is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The rule by which it is refused.
    pub rule: KdcRule,
    /// error-code of RFC 4120 7.5.9.
    pub code: i64,
    /// The NTSTATUS that goes along.
    pub status: Option<u32>,
    /// What the client needs to make its key, where it must prove it.
    pub hint: Option<Vec<EtypeInfo2Entry>>,
}

/// Refuses what is not built here, which granted as something else would be of no use to the client.
pub fn not_built(options: KdcOptions) -> Result<(), Refused> {
    let unlike = KdcOptions::ENC_TKT_IN_SKEY | KdcOptions::VALIDATE;
    let code = match options {
        _ if options.contains(KdcOptions::POSTDATED) => error_code::KDC_ERR_CANNOT_POSTDATE,
        _ if options.intersects(unlike) => error_code::KDC_ERR_BADOPTION,
        _ => return Ok(()),
    };
    Err(refused(KdcRule::NotBuilt, code))
}

/// By that rule, with that code.
pub fn refused(rule: KdcRule, code: i64) -> Refused {
    Refused {
        rule,
        code,
        status: None,
        hint: None,
    }
}

/// The account or the asker has no key of a type that both sides know.
pub fn no_common_etype() -> Refused {
    refused(KdcRule::NoCommonEtype, error_code::KDC_ERR_ETYPE_NOSUPP)
}

impl Refused {
    /// With an NTSTATUS, which goes into e-data.
    pub fn with_status(mut self, status: u32) -> Self {
        self.status = Some(status);
        self
    }

    /// With what the client needs to make its key.
    pub fn with_hint(mut self, hint: Vec<EtypeInfo2Entry>) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// The KRB-ERROR in DER. e-data has what the client needs to make its key, or else the NTSTATUS.
pub fn error(refused: &Refused, request: &KdcRequest, context: &Context<'_>) -> Vec<u8> {
    let hint = refused.hint.as_ref().map(|entries| {
        let empty = |kind| PaData::new(kind, Vec::new());
        MethodData(vec![
            etype_info(entries.clone(), context.machine.era),
            empty(PaData::ENC_TIMESTAMP),
            empty(PaData::PK_AS_REQ),
            empty(PaData::PK_AS_REP_OLD),
        ])
        .encode()
    });
    // KILE's page has 1 as the flags; domain controllers send 3 in answers of the ticket-granting service.
    let status = refused
        .status
        .map(|status| KerbErrorData::extended(status, 3).encode());
    KrbError {
        e_data: hint.or(status),
        ..krb_error(
            refused.code,
            request.body.service.clone(),
            &request.body.realm,
            context,
        )
    }
    .encode()
}

/// The KRB-ERROR to what is no request, or to one that cannot be answered the way it came.
pub fn unasked(code: i64, context: &Context<'_>) -> Vec<u8> {
    let realm = context.machine.kerberos.realms.first();
    let realm = realm.map_or("", |realm| realm.name.as_str());
    krb_error(code, None, realm, context).encode()
}
