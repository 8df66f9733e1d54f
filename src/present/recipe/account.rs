//! The state of the person's account: PowerShell's ActiveDirectory module; before it came, `net user`.

use super::quote::{in_cmd, word};
use super::{Command, Recipe};
use crate::hosts::{AccountState, Era};
use crate::lab::Scenario;

const MODULE: &str = "Microsoft Learn, module ActiveDirectory";
const NET_USER: &str = "Microsoft, KB251394: net user";

/// The account gets that state.
pub fn state(scenario: &Scenario, to: AccountState) -> Recipe {
    let from = scenario.directory.state;
    match scenario.era.is_recent() {
        true => by_module(&word(scenario.client.account()), from, to),
        false => by_net_user(scenario, from, to),
    }
}

fn by_module(user: &str, from: AccountState, to: AccountState) -> Recipe {
    let recipe = Recipe::of(MODULE).check(Command::active_directory(format!(
        "Get-ADUser {user} -Properties Enabled,LockedOut,AccountExpirationDate,PasswordExpired,logonHours"
    )));
    let clears = |state: AccountState| {
        Some(match state {
            AccountState::Enabled => return None,
            AccountState::Disabled => Command::active_directory(format!("Enable-ADAccount {user}")),
            AccountState::LockedOut => {
                Command::active_directory(format!("Unlock-ADAccount {user}"))
            }
            AccountState::Expired => {
                Command::active_directory(format!("Clear-ADAccountExpiration {user}"))
            }
            AccountState::OutsideLogonHours => {
                Command::active_directory(format!("Set-ADUser {user} -Clear logonHours"))
            }
            AccountState::PasswordExpired | AccountState::PasswordMustChange => {
                Command::active_directory(format!(
                    "Set-ADAccountPassword {user} -Reset -NewPassword (Read-Host -AsSecureString)"
                ))
            }
        })
    };
    // Nobody locks an account by command, lets a password grow old, or writes the bits of hours by hand.
    let sets = |state: AccountState| match state {
        AccountState::Disabled => Some(Command::active_directory(format!(
            "Disable-ADAccount {user}"
        ))),
        AccountState::Expired => Some(Command::active_directory(format!(
            "Set-ADAccountExpiration {user} -DateTime <date>"
        ))),
        AccountState::PasswordMustChange => Some(Command::active_directory(format!(
            "Set-ADUser {user} -ChangePasswordAtLogon $true"
        ))),
        _ => None,
    };
    exchanged(recipe, [from, to], clears, sets)
}

fn by_net_user(scenario: &Scenario, from: AccountState, to: AccountState) -> Recipe {
    let name = scenario.client.account();
    let user = in_cmd(name);
    let net = |what: &str| Command::from(format!("net user {user} {what} /domain"));
    let recipe = Recipe::of(NET_USER).check(format!("net user {user} /domain"));
    let clears = |state: AccountState| {
        Some(match state {
            AccountState::Enabled => return None,
            AccountState::Disabled => net("/active:yes"),
            AccountState::LockedOut if scenario.era == Era::Y1998 => {
                Command::by_hand(format!("usrmgr.exe: {name}: untick Account Locked Out"))
            }
            AccountState::LockedOut => Command::by_hand(format!(
                "dsa.msc: {name}, Account: untick Account is locked out"
            )),
            AccountState::Expired => net("/expires:never"),
            AccountState::OutsideLogonHours => net("/times:all"),
            // It asks for the new password.
            AccountState::PasswordExpired | AccountState::PasswordMustChange => net("*"),
        })
    };
    let sets = |state: AccountState| match state {
        AccountState::Disabled => Some(net("/active:no")),
        _ => None,
    };
    exchanged(recipe, [from, to], clears, sets)
}

/// What stood against the account goes, and what is to stand against it comes; back again the other way.
fn exchanged(
    mut recipe: Recipe,
    [from, to]: [AccountState; 2],
    clears: impl Fn(AccountState) -> Option<Command>,
    sets: impl Fn(AccountState) -> Option<Command>,
) -> Recipe {
    recipe
        .change
        .extend(clears(from).into_iter().chain(sets(to)));
    // The order is turned about for all recipes.
    recipe.undo.extend(sets(from).into_iter().chain(clears(to)));
    recipe
}
