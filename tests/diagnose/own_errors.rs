//! What fails for a reason of its own says nothing of a second hop.

use super::diagnosed;
use double_hop::hosts::{BackEndProtocol, Package};
use double_hop::lab::{Observable as O, SettingFinding as F, SpnHolder};
use double_hop::present::diagnose::Sign;

#[test]
fn an_error_that_says_why_is_no_refusal() {
    let mut wrong = Vec::new();
    for text in [
        "I hope somebody knows why the report fails.",
        "Hopefully somebody can help, our nightly data import fails with a duplicate key.",
        "The insert into the database failed: Cannot insert explicit value for identity column when IDENTITY_INSERT is set to OFF.",
        "Backup to Azure storage failed: the credential used for the SQL database backup has expired.",
        "The web site is up, the SQL query fails with a deadlock.",
        "The portal is up, but the query fails with arithmetic overflow.",
        "An error has occurred during report processing. Query execution failed for dataset 'Sales'. Invalid object name 'dbo.Sales'.",
        "Reporting Services: query failed because the table does not exist.",
        "The report server cannot open a connection to its database. A network-related or instance-specific error occurred.",
        "Images on our site do not load since we moved them to another server: 404 Not Found.",
        "The REST service behind our web app returns 500 Internal Server Error: NullReferenceException.",
        "HTTP Error 500.0 on our web site since the database was moved to another server: SqlException: Timeout expired.",
        "Our intranet page throws an error: Timeout expired prior to obtaining a connection from the pool. SQL.",
        "The requested page cannot be accessed because the related configuration data for the page is invalid.",
        "Login failed for user 'sa'. Reason: Password did not match that for the login provided.",
        "Error: 18456, Severity: 14, State: 8.\nLogin failed for user 'sa'. Reason: Password did not match that for the login provided.",
        "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'. Server=tcp:contoso.database.windows.net,1433",
        "HTTP Error 503. The service is unavailable, the application pool stopped because the password of its identity is wrong.",
        "HTTP Error 500.19 - The requested page cannot be accessed because the related configuration data is invalid.",
    ] {
        let (reading, diagnosis) = diagnosed(text);
        if !diagnosis.causes.is_empty() {
            wrong.push(format!("{text} {:?}", reading.observations));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_second_hop_is_told_by_its_own_words_beside_one() {
    for text in [
        "The first hop works, on the second hop the query fails.",
        "The web app passes the identity on, the database refuses.",
        "The portal times out, in the log: Timeout expired. The database sees ANONYMOUS LOGON.",
    ] {
        let (_, diagnosis) = diagnosed(text);
        assert!(!diagnosis.causes.is_empty(), "{text}");
    }
}

/// What else stands in the text takes nothing away from what is told of a sign-in.
#[test]
fn what_stands_beside_it_takes_nothing_away() {
    let rejected = O::TicketRejected(41);
    let mut wrong = Vec::new();
    for (text, told) in [
        (
            "Our SharePoint gets KRB_AP_ERR_MODIFIED since we changed the account of the app pool. The content database is on SQL Server.",
            rejected,
        ),
        (
            "KRB_AP_ERR_MODIFIED in the System log of the clients when they open the intranet page. Its data comes from a SQL Server.",
            rejected,
        ),
        (
            "KRB_AP_ERR_MODIFIED since the password of the service account of the intranet changed. I logged in by RDP.",
            rejected,
        ),
        (
            "The intranet page gets KRB_AP_ERR_MODIFIED.\nConnection: Server=sql01;Database=a;TrustServerCertificate=True",
            rejected,
        ),
        (
            "KRB_AP_ERR_MODIFIED at the site. The TLS certificate is fine.",
            rejected,
        ),
        (
            "We moved the files by FTP to the new IIS server, now SQL logs ANONYMOUS LOGON.",
            O::BackEndAnonymous,
        ),
        (
            "With Azure SQL it worked, with the SQL Server in our house the web app gets ANONYMOUS LOGON.",
            O::BackEndAnonymous,
        ),
        (
            "Login failed for user CORP\\jane, where the error is really NT AUTHORITY\\ANONYMOUS LOGON.",
            O::BackEndAnonymous,
        ),
        (
            "On production the portal opens but the database refuses the user. HTTP Error 500.19 on test.",
            O::BackEnd(BackEndProtocol::Sql),
        ),
        (
            "The intranet page opens, but the database refuses the user. It is not a timeout expired.",
            O::BackEnd(BackEndProtocol::Sql),
        ),
        (
            "The site opens fine for everyone.\nThe data from the SQL server does not come: access denied.\nIn the IIS log there is a 404 not found for favicon.ico.",
            O::BackEnd(BackEndProtocol::Sql),
        ),
        (
            "We do not use SQL authentication. The SQL server sees ANONYMOUS LOGON.",
            O::BackEndAnonymous,
        ),
    ] {
        let (reading, _) = diagnosed(text);
        let tells = |it: &Sign| matches!(it, Sign::Any(any) if any.contains(&told));
        let signs = reading.observations.iter().flat_map(|it| &it.signs);
        if !signs.into_iter().any(tells) {
            wrong.push(format!("{text} {:?}", reading.observations));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wished, asked or doubted is not so.
#[test]
fn a_wish_and_a_doubt_tell_nothing() {
    let known = O::FrontEndKnowsBy(Package::Kerberos);
    for text in [
        "How can I force Kerberos, not NTLM? Event 4624 shows Authentication Package NTLM.",
        "How do we get Kerberos, not NTLM? SQL sees ANONYMOUS LOGON",
        "I am not sure the SPN is correct, we get KRB_AP_ERR_MODIFIED.",
        "How do I know whether the SPN is correct? We get KRB_AP_ERR_MODIFIED.",
    ] {
        let (reading, _) = diagnosed(text);
        let spn = O::Is(F::Spn(SpnHolder::Computer));
        let signs = reading.observations.iter().flat_map(|it| &it.signs);
        for sign in signs {
            let tells =
                matches!(sign, Sign::Any(any) if any.contains(&known) || any.contains(&spn));
            assert!(!tells, "{text} {sign:?}");
        }
    }
}

/// However many lines of a log stand in one, they are read in time.
#[test]
fn many_statuses_in_one_line_end_somewhere() {
    let line = "500 0 0 and then some more prose words about it ".repeat(2_000);
    let (reading, _) = diagnosed(&line);
    assert!(reading.observations.len() < 100);
}
