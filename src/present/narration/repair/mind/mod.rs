//! What to mind with a change: how long it takes, what goes wrong with it, and where Microsoft's own pages differ.

use crate::hosts::{AccountState, BackEndProtocol, Era, LogonType, Scheme, same};
use crate::lab::repair::Change;
use crate::lab::{DelegationTrust, EtypeChoice, RunsAs, Scenario, Setting, SpnPlacement, Zone};
use crate::present::recipe::back_end_placement;

/// How long replication takes (Microsoft, Determining the Interval): sites replicate every three hours unless somebody
/// sets another interval.
const REPLICATION: &str =
    "for replication (15 minutes within a site, 3 hours between sites as Windows comes)";

/// What has to be waited for until a change is felt; nothing where it is felt at once.
pub fn waits(scenario: &Scenario, change: &Change) -> Option<String> {
    let early = scenario.era != Era::Today;
    let runs_as_computer = scenario.front_end.pool == RunsAs::Computer;
    let parts: &[&str] = match change.setting {
        Setting::Delegation | Setting::DelegationList if early => &[
            REPLICATION,
            ", and for tickets that clients keep: sign in anew",
        ],
        Setting::Delegation if trusts_for_any(&change.made(scenario)) => &[
            REPLICATION,
            "; browsers keep their ticket for IIS up to 10 hours: klist purge, or sign in anew",
        ],
        Setting::Delegation | Setting::DelegationList | Setting::LetsFrontEndAct
            if runs_as_computer =>
        {
            &[
                REPLICATION,
                "; IIS keeps a refusal for 15 minutes: klist purge -li 0x3e7 there as administrator, or restart",
            ]
        }
        Setting::Delegation | Setting::DelegationList | Setting::LetsFrontEndAct => &[
            REPLICATION,
            "; IIS keeps a refusal for 15 minutes: recycle the pool, whose logon session has it, or restart",
        ],
        Setting::AccountState | Setting::SelectiveAuthentication => &[REPLICATION],
        Setting::Sensitive | Setting::Protected => &[
            REPLICATION,
            ", and for the user’s next TGT: sign out and in",
        ],
        Setting::WebSpn | Setting::WebEtypes | Setting::BackEndSpn if early => &[
            REPLICATION,
            "; whoever has an old ticket signs in anew, and IIS is restarted",
        ],
        Setting::WebSpn | Setting::WebEtypes => &[REPLICATION, "; klist purge on the client"],
        Setting::ClientLevel | Setting::DcLevel if scenario.era == Era::Y1998 => {
            &["for the computer to be restarted"]
        }
        Setting::BackEndSpn if runs_as_computer => &[
            REPLICATION,
            "; klist purge -li 0x3e7 on IIS as administrator, or restart",
        ],
        Setting::BackEndSpn => &[
            REPLICATION,
            "; recycle the pool, whose logon session keeps tickets and refusals",
        ],
        Setting::BackEndAccount if scenario.back_end.lets_front_end_act => &[
            REPLICATION,
            ", and for the service to be restarted, or its pool to be recycled; IIS keeps a refusal for 15 minutes",
        ],
        Setting::BackEndAccount if scenario.back_end.protocol == BackEndProtocol::Http => {
            &["for the pool to be recycled"]
        }
        Setting::BackEndAccount => &["for the service to be restarted"],
        Setting::Delegates | Setting::Zone | Setting::FollowsAlias | Setting::NamesPort => {
            &["for group policy (90 minutes, up to 30 more), and for the browser to be restarted"]
        }
        Setting::LoopbackCheck => &["for IIS to be restarted (iisreset)"],
        Setting::Pool if may_act(scenario) => &[
            REPLICATION,
            " before the pool is switched; it keeps a refusal for 15 minutes: recycle it",
        ],
        Setting::Pool => &["for the pool to be recycled"],
        Setting::OldKey => &["for tickets that clients keep: klist purge"],
        Setting::TgtDelegation => &[REPLICATION, " in both forests, and for new TGTs"],
        _ => return None,
    };
    Some(parts.concat())
}

/// A trap that goes with a change; nothing where none is known.
pub fn trap(scenario: &Scenario, change: &Change) -> Option<String> {
    let early = scenario.era != Era::Today;
    let runs_as_computer = scenario.front_end.pool == RunsAs::Computer;
    let from_any = trusts_for_any(scenario);
    let logon = scenario.front_end.basic_logon;
    let managed = scenario.names.pool_account.ends_with('$');
    let after = change.made(scenario);
    let front_end = &after.front_end;
    let twice = scenario.directory.web_spn == SpnPlacement::Twice;
    let of_pool = of_pool(scenario, &after);
    let sentences: &[&str] = match change.setting {
        Setting::LetsFrontEndAct if after.back_end.lets_front_end_act => {
            match (runs_as_computer, from_any) {
                (true, true) => &[LENT, SHARED, HANDED_FIRST],
                (true, false) => &[LENT, SHARED],
                (false, true) => &[LENT, HANDED_FIRST],
                (false, false) => &[LENT],
            }
        }
        Setting::Delegation => match after.directory.delegation {
            DelegationTrust::AnyProtocol if from_any => &[NOT_LISTED, HANDED_BEFORE, TRANSITION],
            DelegationTrust::AnyProtocol => &[TRANSITION],
            DelegationTrust::KerberosOnly if from_any && runs_as_computer => {
                &[NOT_LISTED, HANDED_BEFORE, LIST, SHARED, FAKES]
            }
            DelegationTrust::KerberosOnly if from_any => &[NOT_LISTED, HANDED_BEFORE, LIST, FAKES],
            // `[MS-SFU]` as patched for CVE-2020-16996: a list that is not empty speaks against tickets that S4U2self got.
            DelegationTrust::KerberosOnly if scenario.back_end.lets_front_end_act => &[
                "The back end’s account lets in whoever comes; a list of IIS’s own shuts out those of them who come without a ticket.",
                LIST,
            ],
            DelegationTrust::KerberosOnly if runs_as_computer => &[LIST, SHARED, FAKES],
            DelegationTrust::KerberosOnly => &[LIST, FAKES],
            DelegationTrust::Unconstrained if early => &[
                "Every service that a visitor can reach can then be reached in their name. For a single user that is less than Basic hands over; for the domain it is more, as computers can be made to come.",
            ],
            DelegationTrust::Unconstrained => &[
                "Microsoft advises against it. Credential Guard, on by default since Windows 11 22H2, refuses to hand TGTs over. For a single user that is less than Basic hands over; for the domain it is more, as computers can be made to come.",
            ],
            DelegationTrust::No => &[],
        },
        Setting::DelegationList => &[LIST],
        Setting::Schemes if front_end.schemes.contains(&Scheme::Basic) => match logon {
            LogonType::Interactive => &[BASIC, LOG_ON_LOCALLY],
            LogonType::Batch => &[BASIC, LOG_ON_AS_BATCH],
            LogonType::Network | LogonType::NetworkCleartext => &[BASIC],
        },
        Setting::Zone if scenario.era.goes_by_zone() => match after.client.zone {
            Zone::Intranet => &[
                "In the intranet zone Internet Explorer signs in by itself, and hands its TGT to every server that is trusted for any service.",
            ],
            Zone::Internet => return None,
        },
        Setting::Zone => &[
            "The list replaces what was detected: sites that are not on it lose single sign-on.",
            REPLACED,
            "Chrome has it under HKLM\\SOFTWARE\\Policies\\Google\\Chrome, Firefox as network.negotiate-auth.trusted-uris.",
        ],
        Setting::Delegates => &[
            "It is of use only where IIS is trusted for any service, and it hands the TGT to every account on it.",
            REPLACED,
            "Chrome has it under HKLM\\SOFTWARE\\Policies\\Google\\Chrome, Firefox as network.negotiate-auth.delegation-uris.",
        ],
        Setting::LoopbackCheck => &[
            "The command replaces the list: where it has names already, add this one to them in regedit, and take only this one out again.",
        ],
        Setting::BasicLogon => match front_end.basic_logon {
            LogonType::Interactive => &[LOG_ON_LOCALLY],
            LogonType::Batch => &[LOG_ON_AS_BATCH],
            LogonType::Network | LogonType::NetworkCleartext => return None,
        },
        Setting::DcLevel if after.dc_level.takes_v1() && !scenario.dc_level.takes_v1() => &[
            "Domain controllers then take NTLMv1 from everybody. Each of them has to have the value; where a group policy sets it, there.",
        ],
        Setting::TgtDelegation if after.directory.tgt_delegation => &[
            "KB4490425 calls it unsafe: who owns the other forest gets users’ TGTs. It is set in the users’ forest. Delegation by a list or by the back end’s account works without.",
        ],
        Setting::SelectiveAuthentication if !after.directory.selective_authentication => &[
            "It lets the other forest’s users sign in at every computer of this one. Less is enough: in dsa.msc give them “Allowed to authenticate” on the computer account of IIS, on the pool’s account where that has the SPN, and on the back end’s where IIS goes on as them.",
        ],
        Setting::WebSpn => match (after.directory.web_spn, twice, managed) {
            (SpnPlacement::ServiceAccount, true, false) if early => &[DUPLICATE, CRACKABLE],
            (SpnPlacement::ServiceAccount, true, false) => {
                &[DUPLICATE, OFF_THE_COMPUTER, CRACKABLE]
            }
            (_, true, _) => &[DUPLICATE],
            (SpnPlacement::ServiceAccount, false, true) if early => return None,
            (SpnPlacement::ServiceAccount, false, false) if early => &[CRACKABLE],
            (SpnPlacement::ServiceAccount, false, true) => &[OFF_THE_COMPUTER],
            (SpnPlacement::ServiceAccount, false, false) => &[OFF_THE_COMPUTER, CRACKABLE],
            _ => return None,
        },
        Setting::BackEndSpn if back_end_placement(scenario) == SpnPlacement::Twice => &[DUPLICATE],
        Setting::BackEndSpn
            if after.directory.back_end_spn == SpnPlacement::ServiceAccount
                && scenario.back_end.protocol == BackEndProtocol::Http
                && !early =>
        {
            match scenario.names.back_end_account.ends_with('$') {
                true => &[OFF_THE_COMPUTER, ALONG],
                false => &[OFF_THE_COMPUTER, ALONG, CRACKABLE],
            }
        }
        Setting::BackEndSpn
            if after.directory.back_end_spn == SpnPlacement::ServiceAccount
                && !scenario.names.back_end_account.ends_with('$') =>
        {
            &[ALONG, CRACKABLE]
        }
        Setting::BackEndAccount if scenario.back_end.lets_front_end_act => &[MOVED, NOTED, LENT],
        Setting::BackEndAccount => &[MOVED, NOTED],
        Setting::Schemes if front_end.schemes == [Scheme::Digest] => &[DIGEST],
        Setting::Admits if scenario.back_end.protocol == BackEndProtocol::Sql => &[
            "Where the check shows a login or a user already, leave its line out, and that of its undo.",
        ],
        Setting::WebEtypes if after.directory.web_etypes == EtypeChoice::Aes => &[
            "An account whose password is older than the domain’s first controller of Windows Server 2008 has no AES keys: reset it.",
        ],
        Setting::Pool => &of_pool,
        Setting::AccountState => match scenario.directory.state {
            AccountState::Expired => &["Note the date first: undoing it takes it."],
            AccountState::OutsideLogonHours => {
                &["Note the hours first: who undoes it sets them by hand."]
            }
            AccountState::PasswordExpired | AccountState::PasswordMustChange => &[
                "The person has to be told the new password, and sign in anew; undoing it does not bring the old one back.",
            ],
            _ => return None,
        },
        Setting::PoolCredentials if front_end.pool_credentials && !runs_as_computer => &[UNOPENED],
        Setting::KernelMode if !front_end.kernel_mode && !runs_as_computer => &[UNOPENED, SLOWER],
        Setting::KernelMode if !front_end.kernel_mode => &[SLOWER],
        Setting::Sensitive if !after.directory.sensitive => &[EXPOSES],
        Setting::Protected if !after.directory.protected => &[EXPOSES, UNPROTECTED],
        _ => return None,
    };
    let gone = taken_off(scenario, &after);
    let stops = (!gone.is_empty()).then(|| {
        let gone = gone.join(", ");
        format!("Whoever comes by IIS to {gone} without handing a TGT over comes there no more: note the list before it is emptied.")
    });
    let page = of_page(scenario, change.setting, &after);
    let sentences = page.iter().chain(sentences).map(|it| (*it).to_owned());
    let all: Vec<_> = stops.into_iter().chain(sentences).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// What to mind where the pool comes to run as another account.
fn of_pool(before: &Scenario, after: &Scenario) -> Vec<&'static str> {
    let managed = after.names.pool_account.ends_with('$');
    let fetches = after.front_end.pool == RunsAs::Domain && managed;
    let lends = before.back_end.lets_front_end_act && before.era == Era::Today;
    let sentences = [
        (true, POOL),
        (may_act(before), LEFT_BEHIND),
        (
            may_act(before) && after.front_end.pool == RunsAs::Computer,
            SHARED,
        ),
        (fetches, FETCHED),
        (lends, LENT),
    ];
    let said = sentences.into_iter().filter(|(is, _)| *is);
    said.map(|(_, sentence)| sentence).collect()
}

/// What the page Delegation of Windows Server 2003 takes to be there, and to have that choice.
fn of_page(before: &Scenario, setting: Setting, after: &Scenario) -> Vec<&'static str> {
    let delegates = matches!(setting, Setting::Delegation | Setting::DelegationList);
    if before.era != Era::Y2003 || !delegates {
        return Vec::new();
    }
    let listed = matches!(
        after.directory.delegation,
        DelegationTrust::KerberosOnly | DelegationTrust::AnyProtocol
    );
    let page = (before.front_end.pool == RunsAs::Domain).then_some(PAGE);
    page.into_iter()
        .chain(listed.then_some(FUNCTIONAL_LEVEL))
        .collect()
}

/// The services that a change takes off the list of IIS's account.
fn taken_off(before: &Scenario, after: &Scenario) -> Vec<String> {
    let left = after.delegation_targets();
    let mut gone = before.delegation_targets();
    gone.retain(|spn| !left.iter().any(|it| same(it, spn)));
    // Its account lets IIS act.
    if after.back_end.lets_front_end_act {
        let reached = after.back_end_spns();
        gone.retain(|spn| !reached.iter().any(|it| same(it, spn)));
    }
    gone
}

// Sentences that more than one of these says.

/// Of a pool that comes to run as another account.
const POOL: &str = "The new account needs the rights and the files of the old one.";
/// Of its delegation, which is moved along.
const LEFT_BEHIND: &str = "Other pools and services of the old account lose their delegation: where there are any, leave it there.";
/// Of a group managed service account.
const FETCHED: &str = "IIS’s computer has to be among its PrincipalsAllowedToRetrieveManagedPassword: there, Test-ADServiceAccount says True then.";
/// Of a user of Windows Server 2003 that delegates.
const PAGE: &str = "A user has the page Delegation only once it has an SPN.";
/// Of a list of Windows Server 2003.
const FUNCTIONAL_LEVEL: &str = "A list takes the domain functional level Windows Server 2003.";
/// Of a policy that has a list.
const REPLACED: &str = "The command replaces a list that is there, and its undo deletes it: note it first, and add to it.";
/// Of trust for any service that becomes a list.
const NOT_LISTED: &str = "Every other service that visitors reach by a TGT they hand over stops: list each of them first.";
/// Of the TGTs that were handed over.
const HANDED_BEFORE: &str = "TGTs that IIS was handed before are used first, until they end: restart it, and have visitors sign in anew.";
/// Of protocol transition.
const TRANSITION: &str = "It needs both the flag and the list, which counts name by name: the full one, the short one, each with its port. Microsoft advises to protect such an account like the domain controller.";
/// Of a list of services.
const LIST: &str = "The list counts name by name: the full one, the short one, each with its port.";
/// Of delegation with Kerberos alone.
const FAKES: &str = "Whoever has the key of IIS’s account can fake that a visitor came: then it is worth as much as protocol transition. The back end’s admin does not see it.";
/// Of a pool that runs as the computer.
const SHARED: &str = "Other pools that run as the same computer share the right.";
/// Of an account that lets others act.
const LENT: &str = "The cmdlet replaces whom the account lets act, and its undo lets nobody: where the check shows others, name them along, and put them back. It is set on the account that runs the back end: where a service account does, as one may for SQL Server, on that, with Set-ADUser or Set-ADServiceAccount.";
/// Of an account that is trusted for any service too.
const HANDED_FIRST: &str =
    "A TGT that a visitor hands over is used first, as long as IIS is trusted for any service.";
/// Of a service that comes to run as another account.
const MOVED: &str = "The new account needs the rights and the files of the old one; other clients need its SPNs moved along.";
/// Of what a service ran as before.
const NOTED: &str =
    "Note what it runs as first: built-in accounts are several, and the undo names the usual one.";
/// Of Digest alone.
const DIGEST: &str = "The domain checks it: it takes the functional level Windows Server 2003, or passwords that are kept reversibly encrypted.";
/// Of an SPN of the account that a service runs as.
const ALONG: &str =
    "Where the back end comes to run as another account, the name has to be moved along.";
/// Of an SPN that leaves the computer.
const OFF_THE_COMPUTER: &str =
    "WinRM to that name fails with 80090322 where an SPN of HTTP is not the computer’s.";
/// Of an SPN that comes to a user.
const CRACKABLE: &str = "Anybody in the domain can ask for a ticket to a user’s SPN and try passwords on it offline: it needs a long one.";
/// Of an SPN that two accounts have.
const DUPLICATE: &str = "A duplicate is a fault: since Windows Server 2012 R2 a domain controller refuses to write one, so that it cannot be put back there.";
/// Of Basic.
const BASIC: &str = "Only over TLS: without it the password is in clear on the way, with each request. Who signs in by smart card has none to type, and Extended Protection does not guard it. Once it is undone, passwords have to be changed: IIS has had them.";
/// Of an interactive logon.
const LOG_ON_LOCALLY: &str = "Visitors need the right to log on locally at IIS.";
/// Of a batch logon.
const LOG_ON_AS_BATCH: &str = "Visitors need the right to log on as a batch job at IIS.";
/// Of the key of a pool's own account.
const UNOPENED: &str = "Tickets for names whose SPN is on the computer cannot be opened then.";
/// Of tickets that http.sys does not open.
const SLOWER: &str = "It costs speed: Microsoft’s pages keep kernel mode on.";
/// Of an account whose protection is taken away.
const EXPOSES: &str =
    "It exposes the user to every service that may delegate, not to this one only.";

/// Of a user who leaves Protected Users.
const UNPROTECTED: &str =
    "NTLM, RC4, secrets that computers keep, and TGTs of the usual length come back for them too.";

/// Whether the account of IIS may act for others in any way.
fn may_act(scenario: &Scenario) -> bool {
    scenario.directory.delegation != DelegationTrust::No || scenario.back_end.lets_front_end_act
}

/// Whether IIS is trusted for any service.
fn trusts_for_any(scenario: &Scenario) -> bool {
    scenario.directory.delegation == DelegationTrust::Unconstrained
}

/// On what Microsoft's pages differ about a change; nothing where they agree.
pub fn differing_pages(scenario: &Scenario, change: &Change) -> Option<&'static str> {
    if scenario.era != Era::Today {
        return None;
    }
    let after = change.made(scenario);
    Some(match (change.setting, after.directory.delegation) {
        (Setting::Delegation, DelegationTrust::AnyProtocol) => {
            "KB2602377 does not recommend protocol transition; KB4494313 takes it where some clients have no Kerberos."
        }
        (Setting::Delegation, DelegationTrust::Unconstrained) => {
            "The page on the second hop of PowerShell calls it less secure than CredSSP, which it lists first; the page on Credential Guard advises against both."
        }
        (Setting::Protected, _) if !after.directory.protected => {
            "The page on Protected Users says both 4 hours and 600 minutes of how long a member’s TGT lives; [MS-KILE] says 4 hours."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
