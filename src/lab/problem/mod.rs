//! What does not make sense in a scenario, said setting by setting. None of it stops a run.

mod kerberos;

use super::names::{is_dns_name, is_netbios_name};
use super::scenario::Client;
use super::{BackEndLocation, OTHER_ACCOUNT, Scenario, Setting, UserForest};
use crate::hosts::{AccountState, BackEndProtocol, Era, LogonType, Scheme, same};
use crate::wire::kerberos::KRBTGT;

/// What is odd about a setting. None of these stops a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Windows of that time did not have it.
    NotOfThisEra,
    /// It changes nothing, because Basic is not offered.
    OnlyWithBasic,
    /// It changes nothing, because NTLM is not offered.
    OnlyWithNtlm,
    /// It changes nothing with one visit.
    OnlyWithTwoVisits,
    /// NTLM cannot finish without it.
    NtlmNeedsIt,
    /// Basic cannot carry a colon in a user name.
    ColonInUser,
    /// Basic cannot carry control characters.
    ControlCharacter,
    /// No account of that name is in the directory.
    NoSuchAccount,
    /// The domain is not the directory's.
    OtherDomain,
    /// Nothing is typed.
    Empty,
    /// Nobody could ever match it: not `DOMAIN\name`.
    NotAName,
    /// Who signs in with the account is refused, whatever is proved.
    MayNotSignIn,
    /// It differs from the password on the domain controller.
    WrongPassword,
    /// The domain controller refuses what the client sends.
    LevelsDisagree,
    /// Passwords of more than 14 characters have no LM hash.
    NoLmHash,
    /// Too long for this message format.
    TooLong,
    /// No computer and no domain can have this NetBIOS name.
    NotANetbiosName,
    /// No domain can have this DNS name.
    NotADnsName,
    /// No address can have this host.
    NotAHost,
    /// Another computer has this name.
    NameTaken,
    /// It changes nothing: a database has no public folders.
    OnlyWithMailboxes,
    /// It changes nothing, because Negotiate is not offered.
    OnlyWithNegotiate,
    /// Nothing is an alias: no address is typed, or it is said to be none.
    NoAlias,
    /// It changes nothing: the pool has no account of its own.
    OnlyWithPoolAccount,
    /// It changes nothing: without kernel mode the pool's key is used anyway.
    OnlyWithKernelMode,
    /// Tickets are sealed with another key than the one IIS opens them with.
    KeyOfAnother,
    /// The account that is trusted is not the one that the user's ticket is for.
    TrustOfAnother,
    /// The account signs in with Kerberos only, and hop 1 is not.
    KerberosOnly,
    /// Tickets are refused, as the clocks are too far apart.
    ClocksApart,
    /// MAPI takes NTLM whatever is set.
    MapiTakesNtlm,
    /// It changes nothing: the back end takes no ticket.
    TakesNtlmOnly,
    /// The account is not trusted for a list.
    UnusedList,
    /// The list has not what IIS asks for.
    NotTheService,
    /// The person's account cannot be delegated, whatever else is set.
    CannotBeDelegated,
    /// It changes nothing: the address has no port of its own.
    UsualPort,
    /// No account's name is so long.
    LongAccount,
    /// It has a character that no account's name may have.
    NotAnAccountName,
    /// It changes nothing: Internet Explorer delegates nothing in the internet zone.
    ZoneForbids,
    /// It changes nothing: Internet Explorer hands its TGT over in the intranet zone.
    ZoneDelegates,
    /// It changes nothing: there is one forest.
    OnlyWithOtherForest,
}

impl Scenario {
    /// What is odd, setting by setting.
    pub fn problems(&self) -> Vec<(Setting, Problem)> {
        let mut found = Vec::new();
        self.problems_of_accounts(&mut found);
        self.problems_of_names(&mut found);
        self.problems_of_schemes(&mut found);
        self.problems_of_levels(&mut found);
        self.problems_of_kerberos(&mut found);
        found
    }

    /// The settings that Windows of the scenario's time did not have.
    pub fn not_of_its_era(&self) -> Vec<Setting> {
        let problems = self.problems().into_iter();
        let early = problems.filter(|(_, problem)| *problem == Problem::NotOfThisEra);
        early.map(|(setting, _)| setting).collect()
    }

    fn problems_of_accounts(&self, found: &mut Vec<(Setting, Problem)>) {
        let Client {
            user,
            domain,
            password,
            ..
        } = &self.client;
        let basic = self.front_end.schemes.first() == Some(&Scheme::Basic);
        if user.is_empty() {
            found.push((Setting::User, Problem::Empty));
        } else if !self
            .account_names()
            .iter()
            .any(|name| self.client.is_called(name))
        {
            found.push((Setting::User, Problem::NoSuchAccount));
        }
        if basic && user.contains(':') {
            found.push((Setting::User, Problem::ColonInUser));
        } else if !is_account_name(self.client.account()) {
            found.push((Setting::User, Problem::NotAnAccountName));
        } else if !user.contains('@') && is_long_account(self.client.account()) {
            found.push((Setting::User, Problem::LongAccount));
        }
        if basic && (user.chars().chain(password.chars())).any(char::is_control) {
            found.push((Setting::Password, Problem::ControlCharacter));
        }
        if [user, domain, password]
            .iter()
            .any(|text| text.len() > 15_000)
        {
            found.push((Setting::User, Problem::TooLong));
        }
        let names = &self.names;
        let own = match self.client.forest {
            UserForest::Same => [&names.domain, &names.dns_domain],
            UserForest::Trusted => [&names.other_domain, &names.other_dns_domain],
        };
        if !domain.is_empty() && !own.iter().any(|own| same(domain, own)) {
            found.push((Setting::Domain, Problem::OtherDomain));
        }
        if *password != self.directory.password {
            found.push((Setting::Password, Problem::WrongPassword));
        }
        if self.directory.state != AccountState::Enabled {
            found.push((Setting::AccountState, Problem::MayNotSignIn));
        }
        let admitted = self.admitted();
        if admitted.is_empty() {
            found.push((Setting::Admits, Problem::Empty));
        } else if admitted.iter().any(|name| !name.contains('\\')) {
            found.push((Setting::Admits, Problem::NotAName));
        }
    }

    fn problems_of_names(&self, found: &mut Vec<(Setting, Problem)>) {
        let names = &self.names;
        if !is_netbios_name(&names.domain) {
            found.push((Setting::NetbiosDomain, Problem::NotANetbiosName));
        }
        if !is_dns_name(&names.dns_domain) {
            found.push((Setting::DnsDomain, Problem::NotADnsName));
        }
        if !is_netbios_name(&names.other_domain) {
            found.push((Setting::OtherNetbiosDomain, Problem::NotANetbiosName));
        } else if same(&names.other_domain, &names.domain) {
            found.push((Setting::OtherNetbiosDomain, Problem::NameTaken));
        }
        if !is_dns_name(&names.other_dns_domain) {
            found.push((Setting::OtherDnsDomain, Problem::NotADnsName));
        } else if same(&names.other_dns_domain, &names.dns_domain) {
            found.push((Setting::OtherDnsDomain, Problem::NameTaken));
        }
        let (pool, back_end) = (&names.pool_account, &names.back_end_account);
        for (setting, account) in [
            (Setting::PoolAccountName, pool),
            (Setting::BackEndAccountName, back_end),
        ] {
            if is_long_account(account) {
                found.push((setting, Problem::LongAccount));
            }
        }
        if pool.is_empty() {
            found.push((Setting::PoolAccountName, Problem::Empty));
        } else if self.is_account(pool) {
            found.push((Setting::PoolAccountName, Problem::NameTaken));
        }
        if back_end.is_empty() {
            found.push((Setting::BackEndAccountName, Problem::Empty));
        } else if self.is_account(back_end) || same(back_end, pool) {
            found.push((Setting::BackEndAccountName, Problem::NameTaken));
        }
        let (address, _) = self.client.host_and_port();
        if !address.is_empty() && !is_dns_name(address) {
            found.push((Setting::Address, Problem::NotAHost));
        }
        let mut taken: Vec<&str> = Vec::new();
        for (setting, name) in [
            (Setting::DesktopName, &names.desktop),
            (Setting::WebServerName, &names.web_server),
            (Setting::BackEndName, &names.back_end),
            (Setting::FolderServerName, &names.folder_server),
            (Setting::DomainControllerName, &names.domain_controller),
            (Setting::OtherControllerName, &names.other_controller),
        ] {
            if !is_netbios_name(name) {
                found.push((setting, Problem::NotANetbiosName));
            } else if taken.iter().any(|other| same(other, name)) {
                found.push((setting, Problem::NameTaken));
            }
            taken.push(name);
        }
    }

    /// Whether an account of the domain, besides the pool's, has that name.
    fn is_account(&self, name: &str) -> bool {
        let computer = name.strip_suffix('$').unwrap_or_default();
        let names = &self.names;
        let computers = [
            &names.web_server,
            &names.back_end,
            &names.folder_server,
            &names.desktop,
            &names.domain_controller,
        ];
        let mut users = self.account_names().into_iter();
        same(name, KRBTGT)
            || same(name, OTHER_ACCOUNT)
            || users.any(|user| same(&user, name))
            || computers.into_iter().any(|it| same(it, computer))
    }

    fn problems_of_schemes(&self, found: &mut Vec<(Setting, Problem)>) {
        let front_end = &self.front_end;
        let (basic, ntlm) = (self.offers(Scheme::Basic), self.offers(Scheme::Ntlm));
        let kept_open = front_end.keep_alive || !self.speaks_ntlm();
        let cleartext = front_end.basic_logon == LogonType::NetworkCleartext;
        if cleartext && self.era == Era::Y1998 {
            found.push((Setting::BasicLogon, Problem::NotOfThisEra));
        }
        if front_end
            .schemes
            .iter()
            .any(|scheme| scheme.since() > self.era)
        {
            found.push((Setting::Schemes, Problem::NotOfThisEra));
        }
        if front_end.schemes.is_empty() {
            found.push((Setting::Schemes, Problem::Empty));
        }
        if !front_end.default_domain.is_empty() && !basic {
            found.push((Setting::DefaultDomain, Problem::OnlyWithBasic));
        }
        if front_end.loopback_check && self.era == Era::Y1998 {
            found.push((Setting::LoopbackCheck, Problem::NotOfThisEra));
        }
        if front_end.single_request && !ntlm {
            found.push((Setting::SingleRequest, Problem::OnlyWithNtlm));
        }
        if front_end.single_request && self.era != Era::Today {
            found.push((Setting::SingleRequest, Problem::NotOfThisEra));
        }
        if front_end.replay && !ntlm {
            found.push((Setting::Replay, Problem::OnlyWithNtlm));
        }
        if !kept_open {
            found.push((Setting::KeepAlive, Problem::NtlmNeedsIt));
        }
        if self.new_connection && self.visits < 2 {
            found.push((Setting::NewConnection, Problem::OnlyWithTwoVisits));
        }
        let back_end = &self.back_end;
        if back_end.folders == BackEndLocation::AnotherHost && !back_end.has_folder_server() {
            found.push((Setting::PublicFolders, Problem::OnlyWithMailboxes));
        }
        if back_end.protocol == BackEndProtocol::Mapi && self.era == Era::Today {
            found.push((Setting::BackEnd, Problem::NotOfThisEra));
        }
    }

    fn problems_of_levels(&self, found: &mut Vec<(Setting, Problem)>) {
        let v1 = !self.client_level.sends_v2();
        if v1 && !self.dc_level.takes_v1() {
            found.push((Setting::DcLevel, Problem::LevelsDisagree));
        }
        let long = self.client.password.chars().count() > 14;
        if v1 && self.client_level.sends_lm() && long && self.offers(Scheme::Ntlm) {
            found.push((Setting::Password, Problem::NoLmHash));
        }
    }
}

/// Whether an account may be called so (Microsoft Learn, SAM-Account-Name attribute).
fn is_account_name(name: &str) -> bool {
    !name.contains(|letter: char| letter.is_control() || "\"/\\[]:;|=,+*?<>".contains(letter))
}

/// Whether a name is longer than an account may have (Microsoft Learn, SAM-Account-Name attribute; New-ADServiceAccount):
/// 20 characters, or 15 and a `$`.
fn is_long_account(name: &str) -> bool {
    let most = if name.ends_with('$') { 16 } else { 20 };
    name.chars().count() > most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_no_longer_a_name_than_windows_gives() {
        for (pool, long) in [
            ("a".repeat(20), false),
            ("a".repeat(21), true),
            ("a".repeat(15) + "$", false),
            ("a".repeat(16) + "$", true),
        ] {
            let mut scenario = Scenario::of(Era::Today);
            scenario.names.pool_account = pool;
            let problem = (Setting::PoolAccountName, Problem::LongAccount);
            assert_eq!(
                scenario.problems().contains(&problem),
                long,
                "{}",
                scenario.names.pool_account
            );
        }
    }

    #[test]
    fn a_user_that_no_account_can_be_is_told() {
        let told = |user: &str| {
            let mut scenario = Scenario::of(Era::Today);
            scenario.client.user = user.to_owned();
            let problems = scenario.problems().into_iter();
            let of_names = problems.filter_map(|(setting, problem)| {
                let of_names = matches!(problem, Problem::NotAnAccountName | Problem::LongAccount);
                (setting == Setting::User && of_names).then_some(problem)
            });
            of_names.collect::<Vec<_>>()
        };
        for user in ["alice", "o'hara", "CONTOSO\\alice", "alice@contoso.example"] {
            assert_eq!(told(user), [], "{user}");
        }
        assert_eq!(told("\"<b>x</b>"), [Problem::NotAnAccountName]);
        assert_eq!(told("a/b"), [Problem::NotAnAccountName]);
        assert_eq!(told(&"a".repeat(64)), [Problem::LongAccount]);
    }
}
