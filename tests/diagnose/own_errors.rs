//! What fails for a reason of its own says nothing of a second hop.

use super::diagnosed;

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
