//! The client's side of the AS exchange (RFC 4120 3.1): a first ticket, for whoever knows the account's key.

use super::{
    FOR_EVER, HeldTicket, KdcOptions, KerberosFailure, NT_PRINCIPAL, TicketPlan, TicketSource,
    TicketUse, client_etypes, krbtgt, random, random_number,
};
use crate::crypto::Trace;
use crate::crypto::kerberos::{Etype, Key, string_to_key, usage};
use crate::hosts::{Computation, Context, Holding, Note, Purpose, StorageLocation};
use crate::value_kind::ValueKind;
use crate::wire::kerberos::error_code;
use crate::wire::kerberos::{
    Encrypted, EtypeInfo2, EtypeInfo2Entry, HostAddress, KdcKind, KdcReply, KdcRequest,
    KdcRequestBody, KerberosTime, KrbError, PaData, PaEncTimestamp, PaPacRequest, Principal,
};

/// A NetBIOS name as a host address (RFC 4120 7.5.3).
const NETBIOS: i64 = 20;

/// An AS-REQ is under way.
pub struct PendingAsRequest {
    /// The AS-REQ in DER, without the length that TCP puts before it.
    pub request: Vec<u8>,
    nonce: i64,
    /// The client's key, once it was told how to make it.
    key: Option<Key>,
    /// What is typed, or the keys that are known.
    source: TicketSource,
}

/// Asks for a TGT; with a key, proving it (PA-ENC-TIMESTAMP).
pub fn ask(plan: &TicketPlan, key: Option<Key>, context: &mut Context<'_>) -> PendingAsRequest {
    let nonce = random_number(Purpose::Nonce, context);
    let include_pac = PaData::new(PaData::PAC_REQUEST, PaPacRequest(true).encode());
    let mut padata = vec![include_pac];
    if let Some(key) = &key {
        padata.insert(0, timestamp(key, context));
    }
    let machine = &context.machine;
    let mut netbios = machine.name.clone().into_bytes();
    netbios.resize(16, b' ');
    let body = KdcRequestBody {
        options: KdcOptions::FORWARDABLE
            | KdcOptions::RENEWABLE
            | KdcOptions::CANONICALIZE
            | KdcOptions::RENEWABLE_OK,
        client: Some(Principal::new(NT_PRINCIPAL, &[plan.asker()])),
        realm: plan.realm.clone(),
        service: Some(krbtgt(&plan.realm)),
        till: KerberosTime(FOR_EVER.to_owned()),
        rtime: Some(KerberosTime(FOR_EVER.to_owned())),
        nonce,
        etypes: client_etypes(machine.era),
        addresses: Some(vec![HostAddress {
            kind: NETBIOS,
            address: netbios,
        }]),
        ..KdcRequestBody::default()
    };
    let request = KdcRequest {
        kind: KdcKind::As,
        padata,
        body,
    };
    PendingAsRequest {
        request: request.encode(),
        nonce,
        key,
        source: plan.source.clone(),
    }
}

/// The time, under the client's key: who knows the password can make it, and nobody can keep it for later.
fn timestamp(key: &Key, context: &mut Context<'_>) -> PaData {
    let plain = PaEncTimestamp {
        time: KerberosTime(context.now.kerberos_time().unwrap_or_default()),
        usec: Some(context.now.micros()),
    }
    .encode();
    let confounder = random(key.etype.confounder_len(), Purpose::Confounder, context);
    let mut trace = Trace::on();
    let cipher = key.encrypt(usage::PA_ENC_TIMESTAMP, &confounder, &plain, &mut trace);
    let note = Note::computation(Computation::Timestamp {
        etype: key.etype,
        cipher: cipher.clone(),
    });
    context.out.note(note.with_steps(trace.into_steps()));
    let encrypted = Encrypted {
        etype: key.etype.number(),
        kvno: None,
        cipher,
    };
    PaData::new(PaData::ENC_TIMESTAMP, encrypted.encode())
}

impl PendingAsRequest {
    /// Asks again, with the proof that the KDC wants; `None` where the error wants no proof, or one was given.
    pub fn prove(
        self,
        plan: &TicketPlan,
        error: &KrbError,
        context: &mut Context<'_>,
    ) -> Option<Self> {
        if error.code != error_code::KDC_ERR_PREAUTH_REQUIRED || self.key.is_some() {
            return None;
        }
        let entries = error
            .method_data()
            .and_then(|list| etype_info(&list))
            .unwrap_or_default();
        let known = client_etypes(context.machine.era);
        let mut entries = entries.iter().filter(|entry| known.contains(&entry.etype));
        let key = entries.find_map(|entry| self.key_by(entry, context))?;
        Some(ask(plan, Some(key), context))
    }

    /// Opens the reply.
    ///
    /// # Errors
    /// Where it does not open with the key, or answers another question.
    pub fn take(
        self,
        reply: KdcReply,
        context: &mut Context<'_>,
    ) -> Result<HeldTicket, KerberosFailure> {
        let etype = reply.encrypted.etype;
        let fits = self.key.clone().filter(|key| key.etype.number() == etype);
        let key = fits.or_else(|| {
            let entries = reply.padata.as_deref().and_then(etype_info);
            let mut entries = entries.unwrap_or_default().into_iter();
            let entry = entries.find(|entry| entry.etype == etype);
            let entry = entry.unwrap_or(EtypeInfo2Entry {
                etype,
                salt: None,
                s2kparams: None,
            });
            self.key_by(&entry, context)
        });
        let key = key.ok_or(KerberosFailure::BadAnswer)?;
        // A KDC that wants no proof first answers whoever asks: only who has the key can use it.
        let cipher = &reply.encrypted.cipher;
        key.decrypt(usage::AS_REP, cipher, &mut Trace::off())
            .map_err(|_| KerberosFailure::WrongKey)?;
        let held = HeldTicket::open(reply, self.nonce, &key, usage::AS_REP, TicketUse::Tgt);
        held.ok_or(KerberosFailure::BadAnswer)
    }

    /// The client's key, made as the KDC says.
    fn key_by(&self, entry: &EtypeInfo2Entry, context: &mut Context<'_>) -> Option<Key> {
        let etype = Etype::from_number(entry.etype)?;
        match &self.source {
            TicketSource::Account(account) => account.key(entry.etype).cloned(),
            TicketSource::Tgt(_) => None,
            TicketSource::Password(typed) => {
                let salt = entry.salt.clone().unwrap_or_default();
                let count = entry.s2kparams.as_deref().and_then(iterations);
                let mut trace = Trace::on();
                let key = string_to_key(etype, &typed.password, salt.as_bytes(), count, &mut trace);
                let of = typed.account();
                let held = Holding::new(ValueKind::NtHash, of, StorageLocation::Process);
                let note = Note::computation(Computation::KeyFromPassword { etype })
                    .with_steps(trace.into_steps())
                    .gaining(held.valued(&key.bytes));
                context.out.note(note);
                Some(key)
            }
        }
    }
}

fn etype_info(padata: &[PaData]) -> Option<Vec<EtypeInfo2Entry>> {
    let newer = PaData::find(padata, PaData::ETYPE_INFO2).map(EtypeInfo2::decode);
    let older = || PaData::find(padata, PaData::ETYPE_INFO).map(EtypeInfo2::decode_old);
    Some(newer.or_else(older)?.value.ok()?.0)
}

/// s2kparams of AES: how often PBKDF2 repeats itself (RFC 3962 4). A KDC that asks for more than any real one does is not
/// believed.
fn iterations(params: &[u8]) -> Option<u32> {
    const MOST_ITERATIONS: u32 = 100_000;
    let count = u32::from_be_bytes(params.try_into().ok()?);
    (1..=MOST_ITERATIONS).contains(&count).then_some(count)
}
