//! Texts that programs always write alike, and what they say.

use super::{all_lead, unusual};
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
    ]);
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
