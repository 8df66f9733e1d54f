//! Who may sign in to SQL Server: `CREATE LOGIN` since SQL Server 2005, a stored procedure before.

use super::{Command, Recipe};
use crate::hosts::{BackEndProtocol, same};
use crate::lab::Scenario;

/// Logins for those who were not admitted before. A mailbox has no command for it.
pub fn admits(before: &Scenario, after: &Scenario) -> Recipe {
    if before.back_end.protocol != BackEndProtocol::Sql {
        return Recipe::default();
    }
    let known = before.admitted();
    let mut new = after.admitted();
    new.retain(|name| !known.iter().any(|it| same(it, name)));
    let source = match before.era.is_recent() {
        true => "Microsoft Learn, CREATE LOGIN (Transact-SQL)",
        false => "Microsoft Learn, sp_grantlogin (Transact-SQL)",
    };
    new.iter().fold(Recipe::of(source), |recipe, name| {
        let text = name.replace('\'', "''");
        let [change, check, undo] = match before.era.is_recent() {
            true => {
                let login = name.replace(']', "]]");
                [
                    format!("CREATE LOGIN [{login}] FROM WINDOWS"),
                    format!("SELECT name FROM sys.server_principals WHERE name = '{text}'"),
                    format!("DROP LOGIN [{login}]"),
                ]
            }
            false => [
                format!("EXEC sp_grantlogin '{text}'"),
                format!("EXEC sp_helplogins '{text}'"),
                format!("EXEC sp_revokelogin '{text}'"),
            ],
        };
        recipe
            .change(Command::query(change))
            .check(Command::query(check))
            .undo(Command::query(undo))
    })
}
