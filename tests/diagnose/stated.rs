//! What is stated removes the causes that it excludes.

use super::{diagnosed, first_causes, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, Check, OutsideCause as Out};

#[test]
fn who_has_a_ticket_does_not_lack_one() {
    for text in [
        "klist shows a valid TGT and service ticket. No credentials were supplied, or the credentials were unavailable or inaccessible",
        "Valid Kerberos tickets in credential cache (both TGT and service ticket)\nSPNEGO cannot find mechanisms to negotiate",
    ] {
        let (_, causes) = first_causes(text);
        assert!(
            !causes.contains(&Cause::Outside(Out::NoCredentials)),
            "{text}"
        );
    }
}

#[test]
fn who_is_said_to_have_none_lacks_it() {
    let text = "There is no valid Kerberos ticket. No credentials were supplied, or the credentials were unavailable or inaccessible";
    let (_, causes) = first_causes(text);
    assert!(
        causes.contains(&Cause::Outside(Out::NoCredentials)),
        "{causes:?}"
    );
}

#[test]
fn a_password_that_is_right_is_not_wrong() {
    for text in [
        "Putting in the correct user name and password will just prompt again and again.",
        "it keeps asking, credentials are certainly valid",
    ] {
        let (_, causes) = first_causes(text);
        assert!(!causes.contains(&unusual(U::WrongPassword)), "{text}");
    }
}

#[test]
fn what_is_offered_is_not_asked_again() {
    let anonymous = "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.";
    let offered = ["IIS providers: Negotiate, NTLM in this order.\n", anonymous].concat();
    let (_, diagnosis) = diagnosed(&offered);
    assert!(diagnosis.checks.iter().all(|it| it.check != Check::Offers));
    let ticket = [
        "klist on the client shows HTTP/web01.contoso.com ticket.\n",
        anonymous,
    ]
    .concat();
    let (_, causes) = first_causes(&ticket);
    assert!(!causes.contains(&Cause::ComesByNtlm), "{causes:?}");
}

#[test]
fn a_client_of_wcf_says_what_the_server_offers_that_refuses() {
    let text = |offered| {
        format!(
            "The HTTP request is unauthorized with client authentication scheme 'Negotiate'. The authentication header received from the server was '{offered}'."
        )
    };
    for (offered, cause) in [
        ("NTLM", unusual(U::BackEndTakesNtlm)),
        ("Basic realm=\"x\"", unusual(U::BasicNetworkLogon)),
        ("Negotiate", Cause::MayNotDelegate),
    ] {
        let (_, causes) = first_causes(&text(offered));
        assert!(causes.contains(&cause), "{offered} {causes:?}");
    }
    assert!(
        !first_causes(&text("NTLM"))
            .1
            .contains(&Cause::MayNotDelegate)
    );
    assert!(
        !first_causes(&text("Negotiate"))
            .1
            .contains(&Cause::ComesByNtlm)
    );
}

#[test]
fn a_401_2_is_of_the_configuration() {
    for text in [
        "401.2",
        "HTTP Error 401.2 - Unauthorized: Access is denied due to server configuration.",
    ] {
        let (_, causes) = first_causes(text);
        assert_eq!(causes[0], unusual(U::NothingOffered), "{text}");
        assert!(!causes.contains(&unusual(U::WrongPassword)), "{text}");
    }
}

#[test]
fn a_kdc_that_answers_is_reached() {
    let (_, causes) =
        first_causes("0x80090304\nTGS request result: Server not found in Kerberos database");
    assert!(
        !causes.contains(&Cause::Outside(Out::NoController)),
        "{causes:?}"
    );
}

#[test]
fn no_type_of_key_in_common_may_be_the_account_s_or_the_policy_s() {
    let causes = [
        Cause::Outside(Out::NoAesKey),
        Cause::Outside(Out::Rc4Default),
    ];
    for text in [
        "KDC_ERR_ETYPE_NOSUPP",
        "KDC has no support for encryption type",
        "0x80090342",
        "4769 Failure Code 0xE",
        "4768 Result Code 0xE",
        "error 14 of Kerberos",
    ] {
        let (_, first) = first_causes(text);
        assert!(
            causes.iter().all(|it| first.contains(it)),
            "{text} {first:?}"
        );
        // Windows of that time has no AES.
        let (_, first) = first_causes(&["Windows Server 2003, IIS 6\n", text].concat());
        assert!(
            causes.iter().all(|it| !first.contains(it)),
            "{text} {first:?}"
        );
    }
}
