//! What to mind with a change: how long it takes, what goes wrong with it, and where Microsoft's own pages differ.

use crate::hosts::Era;
use crate::lab::repair::Change;
use crate::lab::{PoolAccount, Scenario, Setting};

/// What has to be waited for until a change is felt; nothing where it is felt at once.
pub fn waits(scenario: &Scenario, change: &Change) -> Option<&'static str> {
    let early = scenario.era != Era::Today;
    let runs_as_computer = scenario.front_end.pool == PoolAccount::Computer;
    Some(match change.setting {
        Setting::Delegation | Setting::DelegationList if early => {
            "for replication (15 minutes within a site), and for tickets that clients keep: sign in anew"
        }
        Setting::Delegation if change.to == "any" => {
            "for replication; browsers keep their ticket for IIS up to 10 hours: klist purge, or sign in anew"
        }
        Setting::Delegation | Setting::DelegationList | Setting::LetsFrontEndAct
            if runs_as_computer =>
        {
            "for replication (15 minutes within a site); IIS keeps a refusal for 15 minutes: klist purge -li 0x3e7 there, or restart"
        }
        Setting::Delegation | Setting::DelegationList | Setting::LetsFrontEndAct => {
            "for replication (15 minutes within a site); IIS keeps a refusal for 15 minutes: recycle the pool, whose logon session has it, or restart"
        }
        Setting::Sensitive | Setting::Protected => {
            "for replication, and for the user’s next TGT: sign out and in"
        }
        Setting::WebSpn => "for replication; klist purge on the client",
        Setting::Delegates | Setting::Zone | Setting::FollowsAlias | Setting::NamesPort => {
            "for group policy (90 minutes, up to 30 more), and for the browser to be restarted"
        }
        Setting::LoopbackCheck => "for IIS to be restarted (iisreset)",
        Setting::Pool | Setting::OldKey => "for the pool to be recycled",
        Setting::TgtDelegation => "for replication in both forests, and for new TGTs",
        _ => return None,
    })
}

/// A trap that goes with a change; nothing where none is known.
pub fn trap(scenario: &Scenario, change: &Change) -> Option<&'static str> {
    let early = scenario.era != Era::Today;
    let runs_as_computer = scenario.front_end.pool == PoolAccount::Computer;
    Some(match (change.setting, change.to.as_str()) {
        (Setting::LetsFrontEndAct, "1") if runs_as_computer => {
            "The cmdlet replaces the list. Other pools that run as the same computer share the right."
        }
        (Setting::LetsFrontEndAct, "1") => "The cmdlet replaces the list.",
        (Setting::Delegation, "kerberos" | "protocols") if change.from == "any" => {
            "TGTs that IIS was handed before are used first, until they end: restart it, and have visitors sign in anew. The list counts name by name: the full one, the short one, each with its port."
        }
        (Setting::Delegation, "protocols") => {
            "It needs both the flag and the list, which counts name by name: the full one, the short one, each with its port. Microsoft advises to protect such an account like the domain controller."
        }
        (Setting::Delegation, "kerberos") if runs_as_computer => {
            "The list counts name by name: the full one, the short one, each with its port. Other pools that run as the same computer share the right."
        }
        (Setting::Delegation, "kerberos") | (Setting::DelegationList, _) => {
            "The list counts name by name: the full one, the short one, each with its port."
        }
        (Setting::Delegation, "any") if early => {
            "Every service that a visitor can reach can then be reached in their name."
        }
        (Setting::Delegation, "any") => {
            "Microsoft advises against it. Credential Guard, on by default since Windows 11 22H2, refuses to hand TGTs over."
        }
        (Setting::Schemes, "basic") => {
            "Only over TLS: without it the password is in clear on the way, with each request. Once it is undone, passwords have to be changed: IIS has had them."
        }
        (Setting::Zone, _) => {
            "The list replaces what was detected: sites that are not on it lose single sign-on."
        }
        (Setting::Delegates, _) => {
            "The command replaces the list. It is of use only where IIS is trusted for any service, and it hands the TGT to every account on it."
        }
        (Setting::LoopbackCheck, _) => {
            "The command replaces the list: where it has names already, add this one to them in regedit, and take only this one out again."
        }
        (Setting::BasicLogon, "interactive") => "Visitors need the right to log on locally at IIS.",
        (Setting::BasicLogon, "batch") => {
            "Visitors need the right to log on as a batch job at IIS."
        }
        (Setting::DcLevel, "3") => "Domain controllers then take NTLMv1 from everybody.",
        (Setting::TgtDelegation, "1") => {
            "KB4490425 calls it unsafe: who owns the other forest gets users’ TGTs. It is set in the users’ forest. Delegation by a list or by the back end’s account works without."
        }
        (Setting::WebSpn, _) if change.from == "twice" => {
            "A duplicate is a fault: since Windows Server 2012 R2 a domain controller refuses to write one, so that it cannot be put back there."
        }
        (Setting::Sensitive | Setting::Protected, "0") => {
            "It exposes the user to every service that may delegate, not to this one only."
        }
        _ => return None,
    })
}

/// On what Microsoft's pages differ about a change; nothing where they agree.
pub fn differing_pages(scenario: &Scenario, change: &Change) -> Option<&'static str> {
    if scenario.era != Era::Today {
        return None;
    }
    Some(match (change.setting, change.to.as_str()) {
        (Setting::Delegation, "protocols") => {
            "KB2602377 does not recommend protocol transition; KB4494313 takes it where some clients have no Kerberos."
        }
        (Setting::Delegation, "any") => {
            "The page on the second hop of PowerShell calls it less secure than CredSSP, which it lists first; the page on Credential Guard advises against both."
        }
        (Setting::Protected, "0") => {
            "The page on Protected Users says both 4 hours and 600 minutes of how long a member’s TGT lives; [MS-KILE] says 4 hours."
        }
        _ => return None,
    })
}
