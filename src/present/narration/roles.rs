//! What a host of each role is called, how it is drawn, and what its card ends with: all that a new role needs here.

use super::names::{BRIEF, COMPUTER, LONG};
use crate::hosts::{BackEndProtocol, Era, Role};
use crate::lab::{BackEndLocation, BrowsingFrom, Scenario};
use crate::present::foreign::cut;

/// What a host is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleLook {
    /// What it is called where it stands alone, as on its card.
    pub name: &'static str,
    /// The same where there is room for few letters.
    pub short: &'static str,
    /// At the beginning of a sentence.
    pub subject: &'static str,
    /// In the middle of a sentence.
    pub object: &'static str,
    /// What stands for it in a picture.
    pub emblem: Emblem,
    /// What its card ends with.
    pub footing: Footing,
}

/// What stands for a host in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emblem {
    /// A screen: the computer of a person.
    Screen,
    /// A globe: a web server.
    Globe,
    /// An envelope: mailboxes.
    Envelope,
    /// A key: who judges proofs and issues tickets.
    Key,
    /// A drum of disks: a database.
    Drum,
}

/// What a host's card ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// Whom it can prove the person to.
    Claims,
    /// Whom it admits to what it has.
    Admits,
    /// Its LmCompatibilityLevel: which responses it takes.
    Level,
}

/// What a host of that role is to a reader.
pub fn look(role: Role) -> RoleLook {
    match role {
        Role::Browser => RoleLook {
            name: "Browser",
            short: "Browser",
            subject: "The browser",
            object: "the browser",
            emblem: Emblem::Screen,
            footing: Footing::Claims,
        },
        Role::FrontEnd => RoleLook {
            name: "IIS",
            short: "IIS",
            subject: "IIS",
            object: "IIS",
            emblem: Emblem::Globe,
            footing: Footing::Claims,
        },
        Role::Mailbox => RoleLook {
            name: "Mailbox host",
            short: "Mailbox host",
            subject: "The mailbox host",
            object: "the mailbox host",
            emblem: Emblem::Envelope,
            footing: Footing::Admits,
        },
        Role::PublicFolders => RoleLook {
            name: "Public folders",
            short: "Public folders",
            subject: "The public folder server",
            object: "the public folder server",
            emblem: Emblem::Envelope,
            footing: Footing::Admits,
        },
        Role::SqlServer => RoleLook {
            name: "SQL Server",
            short: "SQL Server",
            subject: "SQL Server",
            object: "SQL Server",
            emblem: Emblem::Drum,
            footing: Footing::Admits,
        },
        Role::DomainController => RoleLook {
            name: "Domain controller",
            short: "DC",
            subject: "The domain controller",
            object: "the domain controller",
            emblem: Emblem::Key,
            footing: Footing::Level,
        },
    }
}

/// What a back end of that role opens, in the middle of a sentence.
pub fn opens(role: Role) -> &'static str {
    match role {
        Role::PublicFolders => "folder",
        Role::SqlServer => "database",
        _ => "mailbox",
    }
}

/// What a host is in this scenario, and on which computer it runs: two texts, with " · " between them where both are shown.
pub fn host_place(scenario: &Scenario, role: Role, name: &str) -> [String; 2] {
    let computer = cut(name, COMPUTER);
    let (client, back_end) = (&scenario.client, &scenario.back_end);
    let exchange = back_end.protocol == BackEndProtocol::Mapi || scenario.era != Era::Today;
    let what = match role {
        Role::Browser if client.from == BrowsingFrom::Server => "on the server".to_owned(),
        Role::Browser if client.user.is_empty() => "desktop".to_owned(),
        Role::Browser => cut(&client.user, BRIEF),
        Role::FrontEnd if scenario.era == Era::Today => "ASP.NET".to_owned(),
        Role::FrontEnd if back_end.protocol == BackEndProtocol::Sql => "ASP".to_owned(),
        Role::FrontEnd => "OWA".to_owned(),
        Role::Mailbox if exchange => "Exchange".to_owned(),
        Role::Mailbox => "Web service".to_owned(),
        Role::PublicFolders => "Public folder store".to_owned(),
        Role::SqlServer => "Database".to_owned(),
        Role::DomainController => format!("Accounts of {}", cut(&scenario.names.domain, LONG)),
    };
    let shared =
        role == back_end.protocol.role() && back_end.placement == BackEndLocation::SameHost;
    let computer = if shared {
        format!("also on {computer}")
    } else {
        computer
    };
    [what, computer]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_of_a_computer_is_not_cut() {
        let scenario = Scenario::of(Era::Today);
        let [_, computer] = host_place(&scenario, Role::FrontEnd, "WEBSERVER-PROD1");
        assert_eq!(computer, "WEBSERVER-PROD1");
    }
}
