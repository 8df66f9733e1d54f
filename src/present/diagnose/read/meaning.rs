//! What follows from an event.

use super::codes::{
    code, first_ticket, number, of_code, of_kerberos_code, of_status, of_ticket_code,
};
use super::events::EventText;
use super::tickets::{not_opened, of_target, suitable_key};
use super::wording::plain;
use crate::crypto::lower;
use crate::hosts::{BackEndProtocol, Package};
use crate::lab::{
    AccountKind, Observable as O, Restriction, Scenario, SentToken, SettingFinding as F, SpnHolder,
};
use crate::present::causes::{Sign, Symptom as S};
use crate::traffic::files::is_no_value;
use crate::wire::kerberos::KdcOptions;

/// What an event comes to.
pub(super) enum Meaning {
    /// It is not known here.
    Unknown,
    /// It is known, and has a code that is not.
    UnknownCode(u32),
    /// This follows; nothing where it is an ordinary step.
    Signs(Vec<Sign>),
}

/// What came by NTLM shows one of these.
const BY_NTLM: [O; 3] = [
    O::FrontEndKnowsBy(Package::Ntlm),
    O::Sends(SentToken::Ntlm),
    O::Sends(SentToken::NegotiateNtlm),
];

impl EventText {
    fn code(&self) -> u32 {
        let names = [
            "Status",
            "Failure Code",
            "Result Code",
            "Error Code",
            "ErrorCode",
            "Status code",
        ];
        self.get(&names).and_then(number).unwrap_or_default()
    }

    /// What the event shows, by its log, number and codes.
    pub(super) fn meaning(&self, names: &Scenario) -> Meaning {
        let code = self.code();
        let coded =
            |signs: Option<Vec<Sign>>| signs.map_or(Meaning::UnknownCode(code), Meaning::Signs);
        let mut sources = self.source.split_whitespace();
        let security = self.source.trim().is_empty()
            || sources.any(|it| it == "security" || it.contains("auditing"));
        let prose = plain(&self.prose);
        if let Some(signs) = suitable_key(&prose).or_else(|| not_opened(&prose)) {
            return Meaning::Signs(signs);
        }
        if self.id == 3 && self.source.contains("kerberos") {
            let more = self.get(&["Extended Error", "ExtendedError"]);
            let more = more.and_then(number).and_then(of_status);
            let said = self.refused_to_client(code);
            return coded(said.map(|signs| [signs, more.unwrap_or_default()].concat()));
        }
        if !security {
            let said = self
                .of_its_words()
                .or_else(|| of_system(&self.source, self.id));
            return said.map_or(Meaning::Unknown, Meaning::Signs);
        }
        match self.id {
            4624 | 528 | 540 => Meaning::Signs(self.logged_on(names)),
            4625 | 529..=537 | 539 => self.failed(),
            4768 | 672 | 4771 | 675 | 676 => coded(first_ticket(code)),
            4769 | 673 | 677 if self.is_for("mssqlsvc") => coded(of_sql_ticket(code)),
            // The domain's own account; the client goes on with another type.
            4769 | 673 | 677 if code == 14 && self.is_for("krbtgt") => {
                Meaning::Signs(vec![Sign::Symptom(S::NoAesKey)])
            }
            4769 | 673 | 677 if code == 0 => Meaning::Signs(self.ticket(names)),
            4769 | 673 | 677 => coded(of_ticket_code(code)),
            4776 | 680 | 681 if code == 0 => Meaning::Signs(Vec::new()),
            4776 | 680 | 681 => coded(of_status(code)),
            id => of_security(id).map_or(Meaning::Unknown, Meaning::Signs),
        }
    }

    fn logged_on(&self, names: &Scenario) -> Vec<Sign> {
        let who = self.who();
        let sid = self
            .get(&["TargetUserSid", "Security ID"])
            .unwrap_or_default();
        let nobody = |name: &str| plain(name).ends_with("anonymous logon");
        let anonymous = sid == "S-1-5-7" || nobody(who) || nobody(sid);
        // Before Vista nobody by name is anonymous; since then the description may stand alone.
        if anonymous || who.is_empty() && self.id != 4624 {
            return vec![Sign::Any(vec![O::BackEndAnonymous])];
        }
        if who.is_empty() {
            return Vec::new();
        }
        let package = match self.get(&["AuthenticationPackageName", "Authentication Package"]) {
            Some(name) if name.eq_ignore_ascii_case("Kerberos") => Package::Kerberos,
            Some(name) if name.eq_ignore_ascii_case("NTLM") || name.starts_with("MICROSOFT") => {
                Package::Ntlm
            }
            Some(name) if name.eq_ignore_ascii_case("WDigest") => Package::Digest,
            _ => Package::LogonUser,
        };
        let computer = self.get(&["Computer"]).unwrap_or_default();
        let is = |name: &str| {
            let host = computer.split('.').next().unwrap_or_default();
            lower(host) == lower(name)
        };
        let process = self
            .get(&["ProcessName", "Process Name"])
            .unwrap_or_default();
        let web = is(&names.names.web_server) || process.contains("w3wp");
        if is(&names.names.back_end) && is_service(who, names) {
            return vec![Sign::Symptom(S::AppIdentity)];
        }
        let places = match (web, is(&names.names.back_end)) {
            (true, _) => vec![O::FrontEndKnowsBy(package)],
            (_, true) => vec![O::BackEndUser(package)],
            _ => vec![O::FrontEndKnowsBy(package), O::BackEndUser(package)],
        };
        let mut signs = vec![Sign::Any(places)];
        let level = self.get(&["ImpersonationLevel", "Impersonation Level"]);
        if let Some(level) = level.and_then(impersonation)
            && (package == Package::Kerberos || level == Sign::Any(vec![O::TgtForwarded]))
        {
            signs.push(level);
        }
        signs
    }

    fn failed(&self) -> Meaning {
        // The numbers of the time before Vista say why themselves.
        let own = match self.id {
            529 => of_status(0xC000_006A),
            530 | 531 | 532 | 533 | 539 => Some(vec![Sign::Symptom(S::Revoked)]),
            534 => Some(vec![Sign::Symptom(S::LogonRight)]),
            535 => Some(vec![Sign::Symptom(S::Expired)]),
            536 => Some(vec![Sign::Symptom(S::NoController)]),
            _ => None,
        };
        let sub = self.get(&["SubStatus", "Sub Status", "Substatus code"]);
        let sub = sub.and_then(number);
        let code = self.code();
        // With a substatus of zero it says that there is no other reason.
        let bare = (code, sub) == (0xC000_006D, Some(0));
        let own = own.or_else(|| bare.then(|| vec![Sign::Any(vec![O::LogonFailed(code)])]));
        let sub = sub.unwrap_or_default();
        let said = own.or_else(|| of_status(sub)).or_else(|| of_status(code));
        let mut signs = match (said, sub.max(code)) {
            (Some(signs), _) => signs,
            (None, 0) => vec![Sign::Any(vec![O::FirstHopRefused])],
            (None, _) => return Meaning::UnknownCode(if sub == 0 { code } else { sub }),
        };
        // Who takes a name and a password itself calls LogonUser, by another process.
        let process = self.get(&["LogonProcessName", "Logon Process"]);
        if process.is_some_and(|it| it.trim().eq_ignore_ascii_case("NtLmSsp")) {
            signs.push(Sign::Any(SENDS_NTLM.to_vec()));
        }
        Meaning::Signs(signs)
    }

    /// Whether a ticket was asked for by a name of that class.
    fn is_for(&self, class: &str) -> bool {
        let service = self.get(&["ServiceName", "Service Name", "ServerName", "Server Name"]);
        service.is_some_and(|it| lower(it).split('/').next() == Some(class))
    }

    /// What a client logs that a KDC refused.
    fn refused_to_client(&self, code: u32) -> Option<Vec<Sign>> {
        match code {
            7 if self.is_for("krbtgt") => Some(vec![Sign::Symptom(S::NoWayToDomain)]),
            _ if self.is_for("mssqlsvc") => of_sql_ticket(code),
            _ => of_kerberos_code(code),
        }
    }

    /// What an event of the System log says by the name or the code in it.
    fn of_its_words(&self) -> Option<Vec<Sign>> {
        match self.id {
            4 if self.source.contains("kerberos") => {
                of_target(&lower(self.get(&["TargetName", "Target Name"])?))
            }
            40960 | 40961 if self.source.contains("lsa") => {
                let said = [&self.prose, &*self.said()].concat();
                let mut words = said.split(|c: char| !c.is_alphanumeric());
                words.find_map(|word| of_code(code(word)?))
            }
            _ => None,
        }
    }

    /// A ticket for a service was given.
    fn ticket(&self, names: &Scenario) -> Vec<Sign> {
        let service = self
            .get(&["ServiceName", "Service Name"])
            .unwrap_or_default();
        let asker = self.who();
        let asker = asker.split('@').next().unwrap_or_default();
        let options = self.get(&["TicketOptions", "Ticket Options"]);
        let options = options.and_then(number).unwrap_or_default();
        let transited = self.get(&[
            "TransmittedServices",
            "TransitedServices",
            "Transited Services",
        ]);
        let on_behalf = KdcOptions::from_bits_retain(options)
            .contains(KdcOptions::CNAME_IN_ADDITIONAL_TICKET)
            || transited.is_some_and(|it| !is_no_value(it));
        let back_end = lower(service.trim_end_matches('$')) == lower(&names.names.back_end);
        let asked = Sign::Any(vec![O::AskedOnBehalf]);
        match options {
            0x6081_0010 => vec![Sign::Any(vec![O::TgtForwarded])],
            // It may, and it got what it asked for.
            _ if on_behalf => vec![
                asked,
                Sign::Lacks(O::TicketRefused(13)),
                Sign::Lacks(O::TicketRefused(7)),
            ],
            // For itself it is asked with S4U2self; for another it is a computer's own.
            _ if asker.ends_with('$') && lower(asker) == lower(service) => vec![asked],
            _ if asker.ends_with('$') => Vec::new(),
            _ if back_end || lower(service).starts_with("krbtgt") => Vec::new(),
            _ if service.ends_with('$') => {
                vec![Sign::Any(vec![O::TicketFor(AccountKind::Computer)])]
            }
            _ if service.is_empty() => Vec::new(),
            _ => vec![Sign::Any(vec![O::TicketFor(AccountKind::User)])],
        }
    }
}

/// What it says of a ticket for SQL Server that it was given, or refused with that code.
fn of_sql_ticket(code: u32) -> Option<Vec<Sign>> {
    let sql = vec![Sign::Any(vec![O::BackEnd(BackEndProtocol::Sql)])];
    match code {
        0 => Some(sql),
        7 | 8 => Some(vec![Sign::Symptom(S::BackEndSpn)]),
        _ => of_ticket_code(code).map(|signs| [signs, sql].concat()),
    }
}

/// NTLM, under its own name or in the place of a ticket.
pub(super) const SENDS_NTLM: [O; 2] = [
    O::Sends(SentToken::Ntlm),
    O::Sends(SentToken::NegotiateNtlm),
];

/// What the level of a token says: `%%1840` or a word.
pub(super) fn impersonation(level: &str) -> Option<Sign> {
    match lower(level.trim()).as_str() {
        "%%1840" | "delegation" | "delegierung" => Some(Sign::Any(vec![O::TgtForwarded])),
        "%%1832" | "%%1833" | "identification" | "identify" | "impersonation"
        | "identitätswechsel" => Some(Sign::Lacks(O::TgtForwarded)),
        _ => None,
    }
}

/// The domains of the accounts that Windows has for services. In lower case.
pub(super) const OF_WINDOWS: [&str; 3] = ["iis apppool", "nt authority", "nt service"];

/// Whether an account is that of a service and not of a person: a computer’s, the pool’s, one that Windows has for services,
/// or one that is named like one.
pub(super) fn is_service(account: &str, names: &Scenario) -> bool {
    const LIKE: [&str; 6] = ["svc", "srv", "service", "apppool", "app-pool", "iis"];
    let account = lower(account);
    let (domain, name) = account.rsplit_once('\\').unwrap_or(("", &account));
    name.ends_with('$')
        || name == lower(&names.names.pool_account)
        || OF_WINDOWS.contains(&domain)
        || LIKE.iter().any(|like| name.starts_with(like))
}

/// An event of the Security log that says it all by its number.
pub(super) fn of_security(id: u32) -> Option<Vec<Sign>> {
    Some(match id {
        538 | 552 | 576 | 674 | 4634 | 4647 | 4648 | 4672 | 4770 => Vec::new(),
        644 | 4740 => vec![Sign::Symptom(S::Revoked)],
        4822 | 4824 => vec![Sign::Any(vec![O::Is(F::User(Restriction::Protected))])],
        _ => return None,
    })
}

/// An event of the System log, or of a channel of its own.
pub(super) fn of_system(source: &str, id: u32) -> Option<Vec<Sign>> {
    let any = |shows: &[O]| vec![Sign::Any(shows.to_vec())];
    let symptom = |it: S| vec![Sign::Symptom(it)];
    let has = |word: &str| source.contains(word);
    let protected = has("protecteduser");
    Some(match id {
        100 | 104 if protected => any(&[O::Is(F::User(Restriction::Protected))]),
        303 | 304 if protected => Vec::new(),
        4001..=4006 | 4025 if has("ntlm") => symptom(S::NtlmBlocked),
        4020..=4024 | 4030..=4033 if has("ntlm") => any(&BY_NTLM),
        8001..=8006 if has("ntlm") || has("netlogon") => any(&BY_NTLM),
        40960 | 40961 if has("lsa") => vec![
            Sign::Any(vec![O::NoTicket, O::FirstHopRefused]),
            Sign::Symptom(S::NoController),
        ],
        6037 if has("lsa") => any(&[O::FailsOnServerOnly]),
        5719 if has("netlogon") => symptom(S::NoController),
        201..=209 if has("kdcsvc") => symptom(S::Rc4Phase),
        _ if has("kdc") || has("distribution") => match id {
            11 => any(&[O::Is(F::Spn(SpnHolder::Two))]),
            42 => symptom(S::NoAesKey),
            14 | 16 | 26 | 27 => {
                vec![Sign::Any(vec![O::KdcError(14)]), Sign::Symptom(S::NoAesKey)]
            }
            31 => symptom(S::RequestTooLong),
            _ => return None,
        },
        _ if has("kerberos") => match id {
            4 => any(&[O::TicketRejected(41)]),
            // Who got the PAC could not ask its domain about it.
            7 => vec![
                Sign::Symptom(S::NoController),
                Sign::Symptom(S::NoWayToDomain),
            ],
            6 | 15 => symptom(S::RequestTooLong),
            100 => any(&[O::NoTicket]),
            101 => any(&[O::Is(F::Spn(SpnHolder::Two))]),
            201 => symptom(S::DelegationStopped),
            _ => return None,
        },
        _ => return None,
    })
}
