//! Causes that the search leaves out: most of them the lab does not model. They are known by what belongs to them alone, and
//! nothing about them is computed.

use super::sign::{Sighting, Sign, Symptom};
use crate::hosts::{AccountState, BackEndProtocol, Era, Package};
use crate::lab::{
    AddressKind, EtypeChoice, Observable as O, Scenario, SentToken, SettingFinding as F,
    SpnPlacement,
};

/// A cause that is not searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutsideCause {
    /// The token is longer than http.sys takes.
    TokenSize,
    /// Extended Protection asks for channel bindings that do not come, or are others.
    ExtendedProtection,
    /// Credential Guard keeps the TGT.
    CredentialGuard,
    /// krbtgt itself is sensitive.
    KrbtgtSensitive,
    /// The account of the service may not read tokenGroups.
    TokenGroups,
    /// The refusal from before is still kept.
    NegativeCache,
    /// The entry in the back end’s list has another access mask.
    AccessMask,
    /// A proxy shares signed-in connections.
    SharedConnections,
    /// A client of .NET puts the port into the SPN.
    DotNetPort,
    /// The back end’s SPN is missing, or on another account.
    BackEndSpn,
    /// The `HTTP/…` SPN of the computer was taken from it.
    SpnOfWinRm,
    /// Policies of encryption types differ.
    EtypePolicy,
    /// RC4 is no longer the default.
    Rc4Default,
    /// The account is locked out, disabled, or outside its hours.
    Locked,
    /// The password has expired: KDC_ERR_KEY_EXPIRED (23) until there is a new one.
    PasswordExpired,
    /// The SPN is registered for an alias, and the name behind it is asked for.
    AliasSpn,
    /// The application does not impersonate.
    NoImpersonation,
    /// IIS asks nobody who they are: anonymous access is on.
    AnonymousAccess,
    /// The development server runs as the developer: there was one hop.
    DevelopmentServer,
    /// No domain controller is reached.
    NoController,
    /// The database goes on to a linked server.
    LinkedServer,
    /// The trust lets selected accounts in only.
    SelectiveTrust,
    /// The account may not log on at IIS that way.
    LogonRight,
    /// A policy blocks NTLM.
    NtlmBlocked,
    /// The list of the file at IIS lacks the user.
    FileAcl,
    /// The account of the service has no key of AES.
    NoAesKey,
    /// The browser does not use the Windows logon for the site.
    NoAutomaticLogon,
    /// A preflight request of CORS, which never has credentials, has to sign in.
    Preflight,
    /// The keytab of the service lacks the name, or may not be read.
    Keytab,
    /// The client has a ticket from before the key of the service was changed.
    OldTicket,
    /// The client has no library of NTLM.
    NtlmLibrary,
    /// No policy lets the client send a password by CredSSP.
    CredSspPolicy,
    /// The client has no TGT.
    NoCredentials,
    /// The name that the ticket is for leads to another computer.
    OtherComputer,
    /// A client of GSSAPI was given an address.
    AddressAsked,
    /// No trust leads to the other domain, or not by that name.
    NoWayToDomain,
    /// A scheduled task has no password to go on with, or runs as SYSTEM.
    TaskLogon,
    /// PowerShell remoting hands over nothing to go on with.
    RemoteSession,
}

struct Entry {
    /// What belongs to it alone.
    symptoms: &'static [Symptom],
    /// What else it can show.
    agrees: &'static [O],
}

const SECOND_HOP: &[O] = &[
    O::PageOpens,
    O::SecondHopFails,
    O::NotAskedAgain,
    O::BackEndAnonymous,
    O::BackEndNobody,
    O::BackEnd(BackEndProtocol::Http),
    O::BackEnd(BackEndProtocol::Sql),
    O::FrontEndKnowsBy(Package::Kerberos),
    O::Sends(SentToken::Ticket),
    O::WorksOnServer,
    O::AllUsers,
    O::TicketRefused(7),
    O::KdcError(7),
    O::NoTicket,
];

const NOBODY_ASKED: &[O] = &[
    O::PageOpens,
    O::SecondHopFails,
    O::NotAskedAgain,
    O::BackEndAnonymous,
    O::BackEndNobody,
    O::BackEnd(BackEndProtocol::Http),
    O::BackEnd(BackEndProtocol::Sql),
    O::AllUsers,
    O::NoTicket,
];

const FIRST_HOP: &[O] = &[
    O::Is(F::PasswordIsRight(true)),
    O::FirstHopRefused,
    O::Asked,
    O::AskedAgain,
    O::AllUsers,
    O::SomeUsersOnly,
    O::OtherBrowserWorks,
    O::TicketRejected(41),
    O::Sends(SentToken::Ticket),
];

const DELEGATION: &[O] = &[
    O::PageOpens,
    O::SecondHopFails,
    O::NotAskedAgain,
    O::BackEndAnonymous,
    O::AllUsers,
    O::SomeUsersOnly,
    O::AskedOnBehalf,
    O::TicketRefused(13),
    O::KdcError(13),
    O::KdcStatus(0xC000_006E),
    O::KdcStatus(0xC000_0225),
];

const ACCOUNT: &[O] = &[
    O::FirstHopRefused,
    O::Asked,
    O::AskedAgain,
    O::SomeUsersOnly,
    O::SincePasswordChange,
];

const ALIAS: &[O] = &[
    O::AsksOtherName,
    O::OtherNameWorks,
    O::Asked,
    O::AskedAgain,
    O::FirstHopRefused,
    O::TicketRejected(41),
    O::NoTicket,
    O::Sends(SentToken::NegotiateNtlm),
];

const PORT: &[O] = &[
    O::AsksPort,
    O::NoTicket,
    O::TicketRefused(7),
    O::OtherBrowserWorks,
    O::Sends(SentToken::NegotiateNtlm),
];

const NTLM: &[O] = &[
    O::FirstHopRefused,
    O::Is(F::PasswordIsRight(true)),
    O::Is(F::Address(AddressKind::Ip)),
    O::Asked,
    O::AskedAgain,
    O::AllUsers,
    O::NoTicket,
    O::Sends(SentToken::Ntlm),
    O::Sends(SentToken::NegotiateNtlm),
    O::FrontEndKnowsBy(Package::Ntlm),
];

const ETYPES: &[O] = &[
    O::Is(F::Etypes(EtypeChoice::Rc4)),
    O::KdcError(14),
    O::TicketRefused(14),
    O::TgtRefused(14),
    O::TicketRejected(41),
    O::FirstHopRefused,
];

const TRUST: &[O] = &[O::UserOfOtherForest, O::FirstHopRefused, O::SomeUsersOnly];

const WAY: &[O] = &[
    O::UserOfOtherForest,
    O::FirstHopRefused,
    O::SomeUsersOnly,
    O::TicketRefused(7),
    O::KdcError(7),
];

const FILE: &[O] = &[
    O::FirstHopRefused,
    O::Asked,
    O::AskedAgain,
    O::SomeUsersOnly,
];

const AUTOMATIC_LOGON: &[O] = &[
    O::Asked,
    O::NotAskedAgain,
    O::PageOpens,
    O::OtherBrowserWorks,
    O::OtherNameWorks,
    O::AllUsers,
    O::SomeUsersOnly,
];

/// The causes, each with what belongs to it alone, and what else it can show.
macro_rules! entries {
    ($($what:ident: [$($symptom:ident),+], $agrees:expr;)+) => {
        impl OutsideCause {
            /// All of them.
            pub const ALL: [Self; 38] = [$(Self::$what),+];

            fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$what => const {
                        &Entry {
                            symptoms: &[$(Symptom::$symptom),+],
                            agrees: $agrees,
                        }
                    },)+
                }
            }
        }
    };
}

entries! {
    TokenSize: [RequestTooLong], FIRST_HOP;
    ExtendedProtection: [BadBindings], FIRST_HOP;
    CredentialGuard: [DelegationStopped], DELEGATION;
    KrbtgtSensitive: [NoDelegationAtAll], DELEGATION;
    TokenGroups: [UnknownToSelf], DELEGATION;
    NegativeCache: [StillFails], DELEGATION;
    AccessMask: [AceIsThere], DELEGATION;
    SharedConnections: [AnotherUser], &[];
    DotNetPort: [DotNetAsksPort], PORT;
    BackEndSpn: [BackEndSpn], SECOND_HOP;
    SpnOfWinRm: [WinRm], FIRST_HOP;
    EtypePolicy: [ModifiedForSome], FIRST_HOP;
    Rc4Default: [Rc4Phase], ETYPES;
    Locked: [Revoked, KdcPolicy], ACCOUNT;
    PasswordExpired: [Expired], ACCOUNT;
    AliasSpn: [AliasFollowed], ALIAS;
    NoImpersonation: [AppIdentity], SECOND_HOP;
    AnonymousAccess: [NobodyAsked], NOBODY_ASKED;
    DevelopmentServer: [DevelopmentServer], SECOND_HOP;
    NoController: [NoController], NTLM;
    LinkedServer: [LinkedServer], SECOND_HOP;
    SelectiveTrust: [SelectiveTrust, KdcPolicy], TRUST;
    LogonRight: [LogonRight], ACCOUNT;
    NtlmBlocked: [NtlmBlocked], NTLM;
    FileAcl: [FileAcl], FILE;
    NoAesKey: [NoAesKey], ETYPES;
    NoAutomaticLogon: [AsksWhoIsLoggedOn], AUTOMATIC_LOGON;
    Preflight: [Preflight], &[];
    Keytab: [Keytab], &[];
    OldTicket: [OldTicket], FIRST_HOP;
    NtlmLibrary: [NtlmLibrary], &[];
    CredSspPolicy: [CredSspPolicy], &[];
    NoCredentials: [NoCredentials], &[];
    OtherComputer: [OtherComputer], &[];
    AddressAsked: [AddressAsked], &[];
    NoWayToDomain: [NoWayToDomain], WAY;
    TaskLogon: [TaskLogon], SECOND_HOP;
    RemoteSession: [RemoteSession], SECOND_HOP;
}

impl OutsideCause {
    /// Whether one of the observations belongs to it alone.
    pub fn is_told_by(self, observations: &[&Sighting]) -> bool {
        let symptoms = self.symptoms();
        let early = |it: &O| matches!(it, O::SetUpIn(era) if !self.is_of(*era));
        let too_early = |it: &&Sighting| match &it.signs[..] {
            [Sign::Any(any)] => any.iter().all(early),
            _ => false,
        };
        observations.iter().any(|it| it.has(symptoms)) && !observations.iter().any(too_early)
    }

    /// Whether it could be at that time: Windows has AES since Vista, and Credential Guard since Windows 10.
    fn is_of(self, era: Era) -> bool {
        let later = matches!(
            self,
            Self::NoAesKey | Self::Rc4Default | Self::EtypePolicy | Self::CredentialGuard
        );
        era == Era::Today || !later
    }

    /// What makes it so in settings, where the lab can run it; none for what the lab does not model.
    pub fn in_lab(self) -> Option<fn(&mut Scenario)> {
        match self {
            Self::Locked => Some(|it| it.directory.state = AccountState::LockedOut),
            Self::PasswordExpired => Some(|it| it.directory.state = AccountState::PasswordExpired),
            // Of a database, whose name nothing stands for.
            Self::BackEndSpn => Some(|it| {
                it.call_by(BackEndProtocol::Sql);
                it.directory.delegation_list = it.back_end_spns().join(", ");
                it.directory.back_end_spn = SpnPlacement::Missing;
            }),
            Self::SelectiveTrust => Some(|it| {
                it.directory.selective_authentication = true;
                it.enter_other_forest();
            }),
            _ => None,
        }
    }

    /// What belongs to it alone.
    pub fn symptoms(self) -> &'static [Symptom] {
        self.entry().symptoms
    }

    /// Whether it can show that.
    pub fn fits(self, observation: &Sighting) -> bool {
        let entry = self.entry();
        observation.has(entry.symptoms)
            || observation.signs.iter().all(|sign| match sign {
                Sign::Any(any) => any.iter().any(|it| match it {
                    O::SetUpIn(era) => self.is_of(*era),
                    it => entry.agrees.contains(it),
                }),
                Sign::Lacks(it) => !entry.agrees.contains(it),
                Sign::Symptom(_) => false,
            })
    }

    /// Whether it says that something is not so that goes with the cause. That it fails for all goes with many, and does not
    /// have to.
    pub fn is_denied_by(self, observation: &Sighting) -> bool {
        let agrees = self.entry().agrees;
        let denies = |sign: &Sign| match sign {
            Sign::Lacks(O::AllUsers | O::SomeUsersOnly) => false,
            Sign::Lacks(it) => agrees.contains(it),
            _ => false,
        };
        observation.signs.iter().any(denies)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{observe, run};

    #[test]
    fn the_lab_shows_what_has_a_state_there() {
        for (cause, shown) in [
            (OutsideCause::Locked, O::TgtRefused(18)),
            (OutsideCause::PasswordExpired, O::TgtRefused(23)),
            (OutsideCause::SelectiveTrust, O::TicketRefused(12)),
        ] {
            let mut scenario = Scenario::of(Era::Today);
            scenario.front_end.schemes = vec![crate::hosts::Scheme::Negotiate];
            let set = cause.in_lab().unwrap();
            set(&mut scenario);
            let shows = observe(&scenario, &run(&scenario));
            assert!(shows.contains(&shown), "{cause:?}");
        }
    }
}
