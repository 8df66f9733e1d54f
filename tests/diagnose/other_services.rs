//! A service that no KDC knows is a web server's only where nothing tells that it is another's.

use super::{all_lead, first_causes, leads_to_one_of, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

const BACK_END: &[Cause] = &[Cause::Outside(Out::BackEndSpn)];

#[test]
fn an_unknown_service_is_that_of_the_program_that_asks_for_it() {
    all_lead(&[
        (
            "Microsoft.Data.SqlClient: Server not found in Kerberos database",
            BACK_END,
        ),
        (
            "mssql: KrbException: Server not found in Kerberos database (7)",
            BACK_END,
        ),
        (
            "jdbc:sqlserver: Server not found in Kerberos database (7) - LOOKING_UP_SERVER",
            BACK_END,
        ),
        (
            "psql: GSSAPI continuation error: Server not found in Kerberos database",
            BACK_END,
        ),
        (
            "ldapsearch: SASL(-1): generic failure: GSSAPI Error: Server not found in Kerberos database",
            BACK_END,
        ),
        (
            "smbclient -k: Server not found in Kerberos database",
            BACK_END,
        ),
        (
            "ansible winrm: Server not found in Kerberos database",
            BACK_END,
        ),
    ]);
}

#[test]
fn a_name_that_is_incorrect_is_that_of_the_service_that_is_called() {
    all_lead(&[(
        "My WCF client gets \"The target principal name is incorrect\" since the service runs as a domain account.",
        BACK_END,
    )]);
    for text in [
        "net use \\\\fs01\\data\nSystem error 1396 has occurred.\nLogon Failure: The target account name is incorrect.",
        "\\\\fileserver is not accessible. Logon Failure: The target account name is incorrect.",
    ] {
        leads_to_one_of(text, BACK_END);
        leads_to_one_of(text, &[Cause::Outside(Out::OtherComputer)]);
    }
    for certificate in [
        "SqlException: error during the login process. (provider: SSL Provider, error: 0 - The target principal name is incorrect.)\n\
         ---> Win32Exception (0x80090322): The target principal name is incorrect.",
        "The target principal name is incorrect. The TLS certificate of SQL Server is for another name.",
    ] {
        assert_eq!(first_causes(certificate).1, [], "{certificate}");
    }
}

#[test]
fn a_name_that_is_asked_for_tells_whose_it_is() {
    for text in [
        "klist get cifs/fs01.corp.local\nklist failed with 0x80090303/-2146893053: The specified target is unknown or unreachable",
        "klist get cifs/fs01.corp.local\nklist failed with 0xc000018b/-1073741429: The SAM database does not have a computer account",
        "GSSException: No valid credentials provided (Mechanism level: Server not found in Kerberos database (7) - LOOKING_UP_SERVER) \
         occurred when evaluating SASL token received from the Kafka Broker.",
    ] {
        leads_to_one_of(text, BACK_END);
    }
    leads_to_one_of(
        "klist get HTTP/web-01\nklist failed with 0x80090303/-2146893053: The specified target is unknown or unreachable",
        &[unusual(U::SpnMissing)],
    );
    leads_to_one_of(
        "[windows]\n10.0.2.226\nkerberos: authGSSClientStep() failed: ('Server not found in Kerberos database', -1765328377)",
        &[Cause::Outside(Out::AddressAsked)],
    );
}

#[test]
fn a_computers_own_name_is_no_web_servers() {
    for target in ["VIRTUALSERVERNAME", "NAS01", "host/web02.contoso.com"] {
        let text = format!(
            "The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server node1$. The target name used was {target}."
        );
        let computer = Cause::Outside(Out::OtherComputer);
        assert_eq!(first_causes(&text).1, [computer], "{text}");
    }
}

#[test]
fn lines_near_tell_whose_it_is() {
    for text in [
        "ansible_connection=psrp\nMinor (2529638919): Server not found in Kerberos database, Context: Processing security token",
        "I cannot connect to one of my mssql servers.\nIn the log I can see 'Server not found in Kerberos database'",
        "KrbException: Server not found in Kerberos database (7) - LOOKING_UP_SERVER\nsname is MSSQLSvc/localhost:1433@CORP.COM",
        "Error : SPN missing\nRequiredSPN : MSSQLSvc/Server.Domain.org",
    ] {
        leads_to_one_of(text, BACK_END);
    }
    let web = [unusual(U::SpnMissing)];
    leads_to_one_of(
        "The portal runs on IIS and uses SQL Server.\ncurl --negotiate: Server not found in Kerberos database",
        &web,
    );
}
