//! Who is who in the directory: accounts by their names, and services by theirs.

use super::refusal::{Refused, refused};
use super::{Case, issue, of};
use crate::hosts::{Account, Accounts, AttributeOwner, Context, KdcRule, Machine, same};
use crate::wire::kerberos::{Principal, error_code};

/// The classes of service that an SPN `HOST/…` covers (sPNMappings; those that matter here).
const COVERED_BY_HOST: [&str; 6] = ["http", "www", "w3svc", "cifs", "rpc", "dns"];

/// What a service name leads to.
pub enum ServiceMatch<'a> {
    /// The one account that has it, which the ticket is encrypted for.
    Account(&'a Account),
    /// An account of the trust to the realm where it is.
    Elsewhere(&'a Account),
    /// More than one account has it.
    Duplicate,
    /// No account has it, and no trust leads to its realm.
    Unknown,
}

/// The account of that name, or of that user principal name.
pub fn client<'a>(name: &Principal, machine: &'a Machine) -> Option<&'a Account> {
    let [name] = name.parts.as_slice() else {
        return None;
    };
    account(name, machine)
}

/// The account of that name, with or without the realm behind an `@`.
pub fn account<'a>(name: &str, machine: &'a Machine) -> Option<&'a Account> {
    let accounts = machine.accounts.all();
    let by_upn = |account: &&Account| {
        let upn = account.kerberos.upn.as_deref();
        upn.is_some_and(|upn| same(upn, name))
    };
    if let Some(account) = accounts.iter().find(by_upn) {
        return Some(account);
    }
    let plain = match name.split_once('@') {
        Some((plain, realm)) => machine
            .kerberos
            .realms
            .first()
            .filter(|own| same(&own.name, realm))
            .map(|_| plain)?,
        None => name,
    };
    accounts.iter().find(|account| same(&account.name, plain))
}

/// The account that a service runs as, or that of the trust to the realm where it is; and the service the ticket is for.
pub fn target(
    service: &Principal,
    case: &mut Case,
    context: &Context<'_>,
) -> Result<(Account, Principal, KdcRule), Refused> {
    let found = self::service(service, context.machine);
    match found {
        ServiceMatch::Unknown => Err(refused(
            KdcRule::NoSuchService,
            error_code::KDC_ERR_S_PRINCIPAL_UNKNOWN,
        )),
        // Windows logs event 11 and refuses; which of the two codes it then sends the sources do not agree on.
        ServiceMatch::Duplicate => {
            case.read(
                AttributeOwner::Directory,
                "servicePrincipalName",
                "on more than one account",
            );
            Err(refused(
                KdcRule::DuplicateService,
                error_code::KDC_ERR_PRINCIPAL_NOT_UNIQUE,
            ))
        }
        ServiceMatch::Account(account) => {
            case.decision.account = Some(account.name.clone());
            case.refuse_revoked(account)?;
            // A person's key is of a password and no service's: tickets under it could be guessed at.
            if account.kerberos.spns.is_empty() && !account.is_computer() {
                case.read(of(account), "servicePrincipalName", "none");
                return Err(refused(
                    KdcRule::NoSuchService,
                    error_code::KDC_ERR_MUST_USE_USER2USER,
                ));
            }
            Ok((account.clone(), service.clone(), KdcRule::Granted))
        }
        ServiceMatch::Elsewhere(trust) => {
            let realm = trust
                .kerberos
                .trust
                .as_ref()
                .map_or("", |trust| &trust.realm);
            case.decision.account = Some(trust.name.clone());
            Ok((trust.clone(), issue::tgs(realm), KdcRule::OtherRealm))
        }
    }
}

/// The service of that name: by its SPN, by an SPN `HOST/…` that covers it, or by the name of its account. What is in a
/// domain that is trusted is elsewhere.
pub fn service<'a>(name: &Principal, machine: &'a Machine) -> ServiceMatch<'a> {
    let accounts = &machine.accounts;
    if let [single] = name.parts.as_slice() {
        return account(single, machine).map_or(ServiceMatch::Unknown, ServiceMatch::Account);
    }
    let spn = name.to_string();
    match having(&spn, accounts) {
        ServiceMatch::Unknown => {}
        found => return found,
    }
    let Some((class, rest)) = spn.split_once('/') else {
        return ServiceMatch::Unknown;
    };
    if COVERED_BY_HOST
        .iter()
        .any(|covered| covered.eq_ignore_ascii_case(class))
    {
        match having(&format!("HOST/{rest}"), accounts) {
            ServiceMatch::Unknown => {}
            found => return found,
        }
    }
    let host = rest.split(['/', ':']).next().unwrap_or(rest);
    // A client may ask for the TGT of another realm itself (RFC 4120 3.3.1).
    let asks_tgt = name.is_krbtgt();
    let trusted = accounts.all().iter().find(|account| {
        let trust = account.kerberos.trust.as_ref();
        trust.is_some_and(|trust| match asks_tgt {
            true => same(rest, &trust.realm),
            false => is_in(host, &trust.realm),
        })
    });
    trusted.map_or(ServiceMatch::Unknown, ServiceMatch::Elsewhere)
}

fn having<'a>(spn: &str, accounts: &'a Accounts) -> ServiceMatch<'a> {
    let mut having = accounts
        .all()
        .iter()
        .filter(|account| account.kerberos.has_spn(spn));
    match (having.next(), having.next()) {
        (None, _) => ServiceMatch::Unknown,
        (Some(account), None) => ServiceMatch::Account(account),
        (Some(_), Some(_)) => ServiceMatch::Duplicate,
    }
}

/// Whether a host is in a realm, by its DNS name.
fn is_in(host: &str, realm: &str) -> bool {
    host.len()
        .checked_sub(realm.len() + 1)
        .and_then(|at| host.get(at..))
        .and_then(|end| end.strip_prefix('.'))
        .is_some_and(|end| same(end, realm))
}
