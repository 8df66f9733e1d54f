//! Texts that programs always write alike, and what they say.

use super::{all_lead, diagnosed, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

const fn outside(cause: Out) -> Cause {
    Cause::Outside(cause)
}

#[test]
fn texts_of_libraries_are_known() {
    all_lead(&[
        (
            "No valid credentials provided (Mechanism level: Failed to find any Kerberos tgt)",
            &[outside(Out::NoCredentials)],
        ),
        (
            "GSSException: No valid credentials provided (Mechanism level: Failed to find any Kerberos credentails)",
            &[outside(Out::NoCredentials)],
        ),
        (
            "CredSSP authentication is currently disabled in the client configuration.",
            &[outside(Out::CredSspPolicy)],
        ),
    ]);
}

#[test]
fn texts_of_sql_server_are_known_in_other_languages() {
    let spn: &[Cause] = &[outside(Out::BackEndSpn)];
    let untrusted: &[Cause] = &[Cause::MayNotDelegate, unusual(U::LoopbackByOtherName)];
    all_lead(&[
        (
            "対象のプリンシパル名が正しくありません。SSPI コンテキストを生成できません。",
            spn,
        ),
        (
            "Główna nazwa celu jest niepoprawna. Nie można wygenerować kontekstu interfejsu SSPI.",
            spn,
        ),
        (
            "Die Anmeldung stammt aus einer nicht vertrauenswürdigen Domäne und kann nicht mit der Windows-Authentifizierung verwendet werden.",
            untrusted,
        ),
        (
            "La connexion provient d'un domaine non approuvé et ne peut pas être utilisée avec l'authentification Windows.",
            untrusted,
        ),
        (
            "El inicio de sesión procede de un dominio que no es de confianza y no se puede utilizar con la autenticación de Windows.",
            untrusted,
        ),
    ]);
}

#[test]
fn a_header_that_is_too_long_has_several_statuses() {
    let size: &[Cause] = &[outside(Out::TokenSize)];
    all_lead(&[
        ("HTTP 431", size),
        ("431 from nginx for users in many groups", size),
        (
            "Users with hundreds of group memberships see HTTP 400 Bad Request on the Kerberos site",
            size,
        ),
        (
            "400 - der Request-Header wird zu groß, Header zu groß",
            size,
        ),
    ]);
}

#[test]
fn a_token_that_is_too_long_is_told_by_clients_too() {
    let size: &[Cause] = &[outside(Out::TokenSize)];
    all_lead(&[
        (
            "The kerberos SSPI package generated an output token of size 14000 bytes, which was too large to fit in the token \
             buffer of size 12000 bytes",
            size,
        ),
        (
            "Log Name: System\nSource: Microsoft-Windows-Security-Kerberos\nEvent ID: 6",
            size,
        ),
        (
            "Log Name: System\nSource: Microsoft-Windows-Security-Kerberos\nEvent ID: 15",
            size,
        ),
        (
            "The Security System detected an authentication error for the server cifs/FS1. The failure code from authentication \
             protocol Kerberos was \"{Buffer Too Small} The buffer is too small to contain the entry. No information has been \
             written to the buffer. (0xc0000023)\".",
            size,
        ),
        (
            "accounts with a very large number of group memberships produce big kerberos tokens and SSO fails only for them",
            size,
        ),
    ]);
}

#[test]
fn a_logon_by_ntlm_is_told_in_words_too() {
    let ntlm: &[Cause] = &[Cause::ComesByNtlm];
    all_lead(&[
        ("I see NTLM in 4624 on the web server.", ntlm),
        (
            "4624 says Authentication Package NTLM though we offer Negotiate first",
            ntlm,
        ),
        (
            "@User.Identity.AuthenticationType shows NTLM instead of Negotiate",
            ntlm,
        ),
        (
            "In all cases I see \"NTLM\" for Model.User.Identity?.AuthenticationType",
            ntlm,
        ),
    ]);
}

#[test]
fn the_state_of_a_failed_login_tells_of_its_database() {
    let rights: &[Cause] = &[unusual(U::NotAdmitted)];
    all_lead(&[
        ("Error: 18456, Severity: 14, State: 38.", rights),
        ("Error: 18456, Severity: 14, State: 40.", rights),
    ]);
}

#[test]
fn a_query_that_goes_on_to_another_server_is_of_a_linked_one() {
    let linked: &[Cause] = &[outside(Out::LinkedServer)];
    all_lead(&[
        (
            "select * from [SRV2].[Sales].[dbo].[Orders] gives Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'",
            linked,
        ),
        (
            "EXEC SQLB.MyDb.dbo.usp_Foo fails with ANONYMOUS LOGON",
            linked,
        ),
        ("OPENQUERY(SRV2,'select 1') anonymous logon error", linked),
        (
            "SELECT TOP 1 * FROM SRV2.Sales.dbo.Orders\n\
             Msg 18456, Level 14, State 1\nLogin failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
            linked,
        ),
    ]);
    for text in [
        "select * from Sales.dbo.Orders gives Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'",
        "EXEC SQLB.MyDb.dbo.usp_Foo: Invalid object name",
    ] {
        let causes = diagnosed(text).1.causes;
        let found = causes.iter().any(|it| linked.contains(&it.cause));
        assert!(!found, "{text}");
    }
}

#[test]
fn a_service_s_account_at_the_back_end_is_no_person() {
    let identity: &[Cause] = &[outside(Out::NoImpersonation)];
    all_lead(&[
        (
            "the connection to SQL is made with the machine account DOMAIN\\WEBSRV$",
            identity,
        ),
        (
            "All connections arrive as DOMAIN\\svc_web and not as the signed-in user",
            identity,
        ),
    ]);
}
