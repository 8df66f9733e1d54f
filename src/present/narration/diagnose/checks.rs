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
use crate::present::recipe::{
    Command, adsutil, clocks, dsquery, how_sql_knows, shown_level, windows_authentication, word,
};

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
    let account = looked_up(scenario.front_end.pool, web, &names.pool_account);
    match check {
        // A computer’s HOST/… stands for HTTP/….
        Check::WebSpn => format!("setspn -Q HTTP/{full}\nsetspn -Q HOST/{full}").into(),
        Check::Trust | Check::List => Command::active_directory(format!(
            "{account} -Properties TrustedForDelegation,TrustedToAuthForDelegation,msDS-AllowedToDelegateTo"
        )),
        Check::LetsAct => Command::active_directory(format!(
            "{} -Properties PrincipalsAllowedToDelegateToAccount",
            looked_up(scenario.back_end.runs_as, back, &names.back_end_account)
        )),
        Check::User => Command::active_directory(format!(
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
        // It shows every scheme, and their order.
        Check::Offers => format!("curl.exe -sI http://{full}/").into(),
        Check::OpensWith => windows_authentication(),
        Check::BackEnd => Command::by_hand("the application’s connection string, or its code"),
        Check::Clock => clocks(scenario),
        Check::Address => Command::by_hand("the address bar"),
        Check::KeyAge => {
            Command::active_directory(format!("{account} -Properties PasswordLastSet"))
        }
        Check::BackEndKerberos => match scenario.back_end.protocol {
            BackEndProtocol::Sql => how_sql_knows(scenario),
            BackEndProtocol::Mapi | BackEndProtocol::Http => {
                Command::by_hand(format!("{back}: its 401, WWW-Authenticate"))
            }
        },
        Check::Levels => shown_level(scenario.era),
        Check::Etypes => Command::active_directory(format!(
            "{account} -Properties msDS-SupportedEncryptionTypes"
        )),
        Check::Rights => Command::by_hand(format!("{back}: its own access list")),
        Check::Refusal => Command::by_hand(format!(
            "{web}: Security log, event 4625, Status and Sub Status; or {}: event 4776",
            names.domain_controller
        )),
    }
}

/// The cmdlet that shows the account that a service runs as.
fn looked_up(runs_as: RunsAs, computer: &str, account: &str) -> String {
    match (runs_as, account.strip_suffix('$')) {
        (RunsAs::Computer, _) => format!("Get-ADComputer {}", word(computer)),
        (RunsAs::Domain, Some(managed)) => format!("Get-ADServiceAccount {}", word(managed)),
        (RunsAs::Domain, None) => format!("Get-ADUser {}", word(account)),
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
    if scenario.era == Era::Y1998 && is_of_kerberos(check) {
        return Some(Command::by_hand("nowhere: Windows NT 4 has no Kerberos"));
    }
    Some(match check {
        Check::WebSpn => {
            let spns = ["HTTP", "HOST"].map(|class| format!("{class}/{host}"));
            let found = dsquery("forestroot", "servicePrincipalName", &[&spns[0], &spns[1]]);
            format!("{found} -attr sAMAccountName servicePrincipalName").into()
        }
        Check::LetsAct => Command::by_hand("nowhere: the permission came with Windows Server 2012"),
        Check::Etypes => Command::by_hand(format!(
            "dsa.msc: {account}, Account: Use DES encryption types for this account"
        )),
        Check::Trust | Check::List => Command::by_hand(format!("dsa.msc: {account}, Delegation")),
        Check::User => Command::by_hand(format!("dsa.msc: {}, Account", scenario.client.account())),
        Check::KeyAge => {
            let found = dsquery("domainroot", "sAMAccountName", &[&name]);
            format!("{found} -attr pwdLastSet").into()
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
        Check::Offers => adsutil(scenario.era, &format!("get w3svc/1/root/{metabase}")),
        Check::OpensWith => adsutil(
            scenario.era,
            "get w3svc/AppPools/DefaultAppPool/AppPoolIdentityType",
        ),
        Check::Refusal => Command::by_hand(format!("{web}: Security log, events 529 to 539")),
        _ => return None,
    })
}

/// Whether it looks up what only Kerberos has.
fn is_of_kerberos(check: Check) -> bool {
    matches!(
        check,
        Check::WebSpn
            | Check::Trust
            | Check::List
            | Check::LetsAct
            | Check::User
            | Check::Tickets
            | Check::Kdc
            | Check::OpensWith
            | Check::Clock
            | Check::KeyAge
            | Check::BackEndKerberos
            | Check::Etypes
    )
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
        F::Spn(SpnHolder::Nobody) => "No such SPN found for either",
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

#[cfg(test)]
mod tests {
    use super::*;

    fn command(era: Era, link: &[(&str, &str)], check: Check) -> String {
        let mut scenario = Scenario::of(era);
        for (key, value) in link {
            let setting = crate::lab::Setting::of_key(key).unwrap();
            setting.set(&mut scenario, value).unwrap();
        }
        check_command(check, &scenario).text
    }

    #[test]
    fn the_computers_name_that_covers_others_is_looked_for_too() {
        for era in [Era::Today, Era::Y2003] {
            let command = command(era, &[], Check::WebSpn);
            for spn in ["HTTP/web-01", "HOST/web-01"] {
                assert!(command.contains(spn), "{command}");
            }
        }
    }

    #[test]
    fn accounts_are_looked_up_as_they_are() {
        let account = ("backendaccount", "account");
        let name = ("backendaccountname", "svc data");
        assert_eq!(
            command(Era::Today, &[account, name], Check::LetsAct),
            "Get-ADUser 'svc data' -Properties PrincipalsAllowedToDelegateToAccount"
        );
        let pool = [("pool", "account"), ("poolname", "svc web")];
        let trust = command(Era::Today, &pool, Check::Trust);
        assert!(trust.starts_with("Get-ADUser 'svc web' "), "{trust}");
    }

    #[test]
    fn nothing_is_looked_up_with_what_came_later() {
        for check in Check::ALL {
            for (era, later) in [
                (Era::Y2003, &["Get-AD", "sys.dm", "setspn -Q"][..]),
                (
                    Era::Y1998,
                    &["Get-AD", "dsquery", "klist", "dsa.msc", "reg ", "w32tm"],
                ),
            ] {
                let command = command(era, &[("backend", "sql")], check);
                assert!(!later.iter().any(|it| command.contains(it)), "{command}");
            }
        }
    }
}
