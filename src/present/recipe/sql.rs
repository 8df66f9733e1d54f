//! Who may sign in to SQL Server and read the database: `CREATE LOGIN` and `CREATE USER` since SQL Server 2005, stored procedures
//! before. A login alone opens no database (error 4060).

use super::{Command, Recipe};
use crate::hosts::{BackEndProtocol, DATABASE, same};
use crate::lab::Scenario;

/// Logins, users and their role for those who were not admitted before. A mailbox has no command for it.
pub fn admits(before: &Scenario, after: &Scenario) -> Recipe {
    if before.back_end.protocol != BackEndProtocol::Sql {
        return Recipe::default();
    }
    let known = before.admitted();
    let mut new = after.admitted();
    new.retain(|name| !known.iter().any(|it| same(it, name)));
    let source = match before.era.is_recent() {
        true => "Microsoft Learn, CREATE LOGIN, CREATE USER, ALTER ROLE (Transact-SQL)",
        false => {
            "Microsoft Learn, sp_grantlogin, sp_grantdbaccess, sp_addrolemember (Transact-SQL)"
        }
    };
    let there = |query: String| format!("USE [{DATABASE}]; {query}");
    let lines = |name: &String| {
        let text = name.replace('\'', "''");
        let own = name.replace(']', "]]");
        match before.era.is_recent() {
            true => [
                [
                    format!("CREATE LOGIN [{own}] FROM WINDOWS"),
                    format!("SELECT name FROM sys.server_principals WHERE name = '{text}'"),
                    format!("DROP LOGIN [{own}]"),
                ],
                [
                    format!("CREATE USER [{own}] FOR LOGIN [{own}]"),
                    format!("SELECT name FROM sys.database_principals WHERE name = '{text}'"),
                    format!("DROP USER [{own}]"),
                ]
                .map(there),
                [
                    format!("ALTER ROLE db_datareader ADD MEMBER [{own}]"),
                    format!("SELECT IS_ROLEMEMBER('db_datareader', '{text}')"),
                    format!("ALTER ROLE db_datareader DROP MEMBER [{own}]"),
                ]
                .map(there),
            ],
            false => [
                [
                    format!("EXEC sp_grantlogin '{text}'"),
                    format!("EXEC sp_helplogins '{text}'"),
                    format!("EXEC sp_revokelogin '{text}'"),
                ],
                [
                    format!("EXEC sp_grantdbaccess '{text}'"),
                    format!("EXEC sp_helpuser '{text}'"),
                    format!("EXEC sp_revokedbaccess '{text}'"),
                ]
                .map(there),
                [
                    format!("EXEC sp_addrolemember 'db_datareader', '{text}'"),
                    "EXEC sp_helprolemember 'db_datareader'".to_owned(),
                    format!("EXEC sp_droprolemember 'db_datareader', '{text}'"),
                ]
                .map(there),
            ],
        }
    };
    let all = new.iter().flat_map(lines);
    all.fold(Recipe::of(source), |recipe, line| {
        let [change, check, undo] = line.map(Command::query);
        recipe.change(change).check(check).undo(undo)
    })
}
