//! What can be looked up, its command in the person's names, and the answers. The commands are those of Microsoft's
//! reference pages for setspn, klist, w32tm, appcmd and the ActiveDirectory module.

use crate::crypto::lower;
use crate::hosts::{BackEndProtocol, Era, Package};
use crate::lab::space::stands_for_another;
use crate::lab::{
    AddressKind, DelegationTrust, EtypeChoice, KeyOwner, Observable as O, Restriction, RunsAs,
    Scenario, SettingFinding as F, SpnHolder,
};
use crate::present::causes::{Check, CheckAnswer};
use crate::present::recipe::{Command, windows_authentication, word};

/// A check, as a question.
pub fn check_title(check: Check, scenario: &Scenario) -> String {
    let names = &scenario.names;
    let (web, back, user) = (&names.web_server, &names.back_end, &scenario.client.user);
    match check {
        Check::WebSpn => format!("Who has {web}’s SPN?"),
        Check::Trust => format!("What may {web} do?"),
        Check::List => format!("Is {back} on {web}’s list?"),
        Check::LetsAct => format!("Does {back} let {web} act?"),
        Check::User => format!("What restricts {user}?"),
        Check::Tickets => format!("On {}: a ticket for {web}?", names.desktop),
        Check::BrowserPolicy => format!("May the browser delegate to {web}?"),
        Check::SignIn => format!("How did {web} know {user}?"),
        Check::Kdc => format!("What did {} refuse?", names.domain_controller),
        Check::Offers => "What does IIS offer first?".to_owned(),
        Check::BackEnd => format!("How is {back} called?"),
        Check::OpensWith => "Whose key opens tickets?".to_owned(),
        Check::Clock => "Do the clocks agree?".to_owned(),
        Check::Address => "What is in the address bar?".to_owned(),
        Check::KeyAge => {
            "Was the service restarted since its account’s password was changed?".to_owned()
        }
        Check::BackEndKerberos => format!("Does {back} take Kerberos?"),
        Check::Levels => "Which versions of NTLM do client and domain controller take?".to_owned(),
        Check::Etypes => "Which encryption types does the service’s account have?".to_owned(),
        Check::Rights => format!("Does {user} have rights at {back}?"),
        Check::Refusal => format!("Why was {user}’s logon refused?"),
    }
}

/// Its command, or where to look.
pub fn check_command(check: Check, scenario: &Scenario) -> Command {
    let names = &scenario.names;
    let (web, back) = (&names.web_server, &names.back_end);
    let address = scenario.client.host_and_port().0;
    // What stands for a name that is not known is none to look up.
    let full = match address {
        _ if stands_for_another(scenario) => "<host in the address bar>".to_owned(),
        "" => format!("{}.{}", lower(web), lower(&names.dns_domain)),
        address => lower(address),
    };
    if let Some(command) = of_its_time(check, scenario, &full) {
        return command;
    }
    let account = match scenario.front_end.pool {
        RunsAs::Computer => format!("Get-ADComputer {web}"),
        RunsAs::Domain => match names.pool_account.strip_suffix('$') {
            Some(managed) => format!("Get-ADServiceAccount {managed}"),
            None => format!("Get-ADUser {}", names.pool_account),
        },
    };
    match check {
        Check::WebSpn => format!("setspn -Q HTTP/{full}").into(),
        Check::Trust | Check::List => Command::power_shell(format!(
            "{account} -Properties TrustedForDelegation,TrustedToAuthForDelegation,msDS-AllowedToDelegateTo"
        )),
        Check::LetsAct => Command::power_shell(format!(
            "Get-ADComputer {back} -Properties PrincipalsAllowedToDelegateToAccount"
        )),
        Check::User => Command::power_shell(format!(
            "Get-ADUser {} -Properties AccountNotDelegated,MemberOf",
            word(scenario.client.account())
        )),
        Check::Tickets => format!("klist get HTTP/{full}").into(),
        Check::BrowserPolicy => Command::by_hand("edge://policy"),
        Check::SignIn => Command::by_hand(format!(
            "{web}: Security log, event 4624, Authentication Package"
        )),
        Check::Kdc => Command::by_hand(format!(
            "{}: Security log, event 4769, Failure Code",
            names.domain_controller
        )),
        Check::Offers | Check::OpensWith => windows_authentication(),
        Check::BackEnd => Command::by_hand("the application’s connection string, or its code"),
        Check::Clock => "w32tm /monitor".into(),
        Check::Address => Command::by_hand("the address bar"),
        Check::KeyAge => Command::power_shell(format!("{account} -Properties PasswordLastSet")),
        Check::BackEndKerberos => match scenario.back_end.protocol {
            BackEndProtocol::Sql => {
                Command::query("SELECT auth_scheme FROM sys.dm_exec_connections")
            }
            BackEndProtocol::Mapi | BackEndProtocol::Http => {
                Command::by_hand(format!("{back}: its 401, WWW-Authenticate"))
            }
        },
        Check::Levels => {
            "reg query HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa /v LmCompatibilityLevel".into()
        }
        Check::Etypes => Command::power_shell(format!(
            "{account} -Properties msDS-SupportedEncryptionTypes"
        )),
        Check::Rights => Command::by_hand(format!("{back}: its own access list")),
        Check::Refusal => Command::by_hand(format!(
            "{web}: Security log, event 4625, Status and Sub Status; or {}: event 4776",
            names.domain_controller
        )),
    }
}

/// How something is looked up that was looked up otherwise before Windows Server 2008.
fn of_its_time(check: Check, scenario: &Scenario, host: &str) -> Option<Command> {
    let names = &scenario.names;
    let (web, user) = (&names.web_server, &names.pool_account);
    let (account, name) = match scenario.front_end.pool {
        RunsAs::Computer => (web, format!("{web}$")),
        RunsAs::Domain => (user, user.clone()),
    };
    let controller = &names.domain_controller;
    let (logon, metabase) = match scenario.era {
        Era::Today => return None,
        Era::Y2003 => ("540", "NTAuthenticationProviders"),
        Era::Y1998 => ("528", "AuthFlags"),
    };
    Some(match check {
        Check::WebSpn => {
            format!("dsquery * forestroot -filter \"(servicePrincipalName=HTTP/{host})\"").into()
        }
        Check::Trust | Check::List => Command::by_hand(format!("dsa.msc: {account}, Delegation")),
        Check::User => Command::by_hand(format!("dsa.msc: {}, Account", scenario.client.account())),
        Check::KeyAge => {
            format!("dsquery * domainroot -filter \"(sAMAccountName={name})\" -attr pwdLastSet")
                .into()
        }
        Check::Tickets => "klist tickets".into(),
        Check::BrowserPolicy => {
            Command::by_hand("Internet Options, Security: the zone of the address")
        }
        Check::SignIn => Command::by_hand(format!(
            "{web}: Security log, event {logon}, Authentication Package"
        )),
        Check::Kdc => Command::by_hand(format!(
            "{controller}: Security log, event 673, Failure Code"
        )),
        Check::Offers => format!("cscript adsutil.vbs get w3svc/1/root/{metabase}").into(),
        Check::OpensWith => {
            "cscript adsutil.vbs get w3svc/AppPools/DefaultAppPool/AppPoolIdentityType".into()
        }
        Check::Refusal => Command::by_hand(format!("{web}: Security log, events 529 to 539")),
        _ => return None,
    })
}

/// What a possible answer to a check is called on its button.
pub fn answer(check: Check, answer: CheckAnswer) -> &'static str {
    let CheckAnswer::Is(observable) = answer else {
        return match check {
            Check::SignIn => "no such event",
            Check::Kdc => "nothing",
            Check::Tickets => "a ticket was never asked for",
            _ => "nothing of the kind",
        };
    };
    match observable {
        O::NoTicket => "no ticket",
        O::OkAsDelegate(true) => "a ticket with ok_as_delegate",
        O::OkAsDelegate(false) => "a ticket without ok_as_delegate",
        O::FrontEndKnowsBy(Package::Kerberos) => "Kerberos",
        O::FrontEndKnowsBy(Package::Ntlm) => "NTLM",
        O::FrontEndKnowsBy(Package::Digest) => "WDigest",
        O::FrontEndKnowsBy(Package::LogonUser) => "Negotiate, logon type 2, 3, 4 or 8",
        O::TicketRefused(7) => "0x7, no such SPN",
        O::TicketRefused(8) => "0x8, the SPN twice",
        O::TicketRefused(13) => "0xD, no delegation",
        O::TicketRefused(_) => "0xE, no encryption type",
        O::LogonFailed(0xC000_006A) => "Sub Status 0xC000006A, a wrong password",
        O::LogonFailed(0xC000_0064) => "Sub Status 0xC0000064, no such user",
        O::LogonFailed(0xC000_006E) => "Status 0xC000006E, a restriction of the account",
        O::LogonFailed(_) => "Status 0xC000006D alone",
        O::BackEnd(BackEndProtocol::Http) => "a web service, WebDAV",
        O::BackEnd(BackEndProtocol::Sql) => "SQL Server",
        O::BackEnd(BackEndProtocol::Mapi) => "MAPI, CDO",
        O::Is(finding) => of_finding(finding),
        _ => "this",
    }
}

fn of_finding(finding: F) -> &'static str {
    match finding {
        F::Spn(SpnHolder::Computer) => "the computer, or its HOST/…",
        F::Spn(SpnHolder::Pool) => "the pool’s account",
        F::Spn(SpnHolder::Other) => "another account",
        F::Spn(SpnHolder::Two) => "two accounts",
        F::Spn(SpnHolder::Nobody) => "No such SPN found.",
        F::Trust(DelegationTrust::No) => "not trusted for delegation",
        F::Trust(DelegationTrust::Unconstrained) => "TrustedForDelegation",
        F::Trust(DelegationTrust::KerberosOnly) => "a list, Kerberos only",
        F::Trust(DelegationTrust::AnyProtocol) => "a list, and TrustedToAuthForDelegation",
        F::Listed(true) | F::LetsAct(true) | F::BrowserDelegates(true) => "yes",
        F::Listed(false) | F::LetsAct(false) | F::BrowserDelegates(false) => "no",
        F::BackEndTakesKerberos(true) | F::Admitted(true) | F::KeepsAlive(true) => "yes",
        F::BackEndTakesKerberos(false) | F::Admitted(false) | F::KeepsAlive(false) => "no",
        F::User(Restriction::Nothing) => "nothing",
        F::User(Restriction::Sensitive) => "AccountNotDelegated",
        F::User(Restriction::Protected) => "Protected Users",
        F::OpensWith(KeyOwner::Computer) => "the computer’s",
        F::OpensWith(KeyOwner::Pool) => "the pool account’s",
        F::Offers(Some(scheme)) => scheme.name(),
        F::Offers(None) => "no scheme",
        F::ClockOff(false) => "within five minutes",
        F::ClockOff(true) => "more than five minutes apart",
        F::Address(AddressKind::Short) => "the short name",
        F::Address(AddressKind::Full) => "the full name",
        F::Address(AddressKind::Other) => "another name",
        F::Address(AddressKind::Ip) => "an IP address",
        F::KeyIsOld(false) => "yes, or it was not changed",
        F::KeyIsOld(true) => "no",
        F::LevelsDisagree(false) => "what one sends the other takes",
        F::LevelsDisagree(true) => "NTLMv1 is sent, only NTLMv2 is taken",
        F::PasswordIsRight(false) => "wrong",
        F::PasswordIsRight(true) => "right",
        F::Etypes(EtypeChoice::OfItsTime) => "those of its time",
        F::Etypes(EtypeChoice::Aes) => "only AES",
        F::Etypes(EtypeChoice::Rc4) => "only RC4",
    }
}
