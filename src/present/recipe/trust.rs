//! What the trust between the forests lets through: `netdom trust`.

use super::Recipe;
use crate::crypto::lower;
use crate::lab::Scenario;

/// Whether users of the other forest need leave to sign in at each computer.
pub fn selective_authentication(scenario: &Scenario, on: bool) -> Recipe {
    let names = &scenario.names;
    let (trusting, trusted) = (lower(&names.dns_domain), lower(&names.other_dns_domain));
    let set =
        |value: &str| format!("netdom trust {trusting} /domain:{trusted} /SelectiveAuth{value}");
    let word = |on: bool| if on { ":Yes" } else { ":No" };
    Recipe::of("Microsoft Learn, netdom trust")
        .change(set(word(on)))
        .check(set(""))
        .undo(set(word(!on)))
}

/// Whether the trust lets TGTs be delegated.
pub fn tgt_delegation(scenario: &Scenario, lets: bool) -> Recipe {
    let names = &scenario.names;
    // The forest of the services trusts that of the users.
    let (trusting, trusted) = (lower(&names.dns_domain), lower(&names.other_dns_domain));
    let set = |value: &str| {
        format!("netdom trust {trusting} /domain:{trusted} /EnableTGTDelegation{value}")
    };
    let word = |on: bool| if on { ":Yes" } else { ":No" };
    Recipe::of("KB4490425; Microsoft Learn, netdom trust")
        .change(set(word(lets)))
        .check(set(""))
        .undo(set(word(!lets)))
}
