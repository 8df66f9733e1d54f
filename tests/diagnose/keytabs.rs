//! Services whose key is in a keytab: no pool and no kernel mode have anything to do with it.

use super::{diagnosed, first_causes, leads_to_one_of, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::lab::{Observable as O, SentToken};
use double_hop::present::diagnose::{Cause, OutsideCause as Out, Sign};

#[test]
fn where_a_key_does_not_open_a_ticket_the_keytab_is_looked_at_first() {
    let keytab = Cause::Outside(Out::Keytab);
    for text in [
        "GSSException: Failure unspecified at GSS-API level (Mechanism level: Checksum failed)",
        "Request ticket server HTTP/web.corp.local@CORP.LOCAL kvno 4 enctype aes256-cts found in keytab but cannot decrypt ticket",
        "GSSException: Failure unspecified at GSS-API level (Mechanism level: The ticket isn't for us (35))",
    ] {
        assert_eq!(first_causes(text).1[0], keytab, "{text}");
    }
    leads_to_one_of(
        "The keytab has KVNO = 13, the error is: gss_accept_sec_context() failed: Cannot find key for HTTP/web@CORP.LOCAL kvno 9 in keytab",
        &[keytab],
    );
}

#[test]
fn clients_and_services_beside_windows_say_what_they_lack() {
    for text in [
        "mount error(126): Required key not available",
        "cifs.upcall[1366]: Unable to obtain service ticket\n\
         kernel: CIFS: VFS: \\\\files.corp.local failed to create a new SMB session with Kerberos: -126",
    ] {
        leads_to_one_of(text, &[Cause::Outside(Out::NoCredentials)]);
    }
    for cause in [Out::NoCredentials, Out::NtlmLibrary] {
        leads_to_one_of(
            "acquiring creds with username only failed No credentials were supplied, or the credentials were unavailable. SPNEGO cannot find mechanisms to negotiate",
            &[Cause::Outside(cause)],
        );
    }
    for text in [
        "accepting GSS security context failed: An unsupported mechanism was requested: Unknown error",
        "LOG: accepting GSS security context failed\nDETAIL: An unsupported mechanism was requested: Unknown error",
    ] {
        let (reading, _) = diagnosed(text);
        let ntlm = Sign::Any(vec![O::Sends(SentToken::NegotiateNtlm)]);
        assert!(
            reading
                .observations
                .iter()
                .any(|it| it.signs == [ntlm.clone()])
        );
    }
}

#[test]
fn what_a_service_with_a_keytab_cannot_open_is_the_keytab_s() {
    for text in [
        "Apache with a keytab: gss_accept_sec_context() failed: Decrypt integrity check failed",
        "Tomcat on Linux, keytab from ktpass: GSSException: Failure unspecified at GSS-API level (Mechanism level: Checksum failed)",
        "nginx, keytab: KRB_AP_ERR_MODIFIED",
        "KeyTab is /var/kerberos/keycloak/keycloak.keytab\nSPNEGO login failed: GSSException: Failure unspecified at GSS-API level (Mechanism level: Checksum failed)",
        "NetApp server throws KRB Error: KRB5KRB_AP_ERR_MODIFIED",
        "gokrb5 service: error decrypting encpart of service ticket provided: integrity verification failed",
        "Kerberos.NET: System.Security.SecurityException: Invalid checksum, keytab file used",
    ] {
        let (_, causes) = first_causes(text);
        assert!(
            causes.contains(&Cause::Outside(Out::Keytab)),
            "{text} {causes:?}"
        );
        assert!(causes.contains(&unusual(U::OldKey)), "{text} {causes:?}");
        for of_iis in [U::SpnOnPoolInKernelMode, U::PoolKeyWithoutSpn] {
            assert!(!causes.contains(&unusual(of_iis)), "{text} {causes:?}");
        }
    }
    let kernel_mode = [unusual(U::SpnOnPoolInKernelMode)];
    leads_to_one_of(
        "IIS app pool CORP\\svc, ktpass made a keytab of it once, KRB_AP_ERR_MODIFIED",
        &kernel_mode,
    );
}

#[test]
fn a_key_number_that_is_there_without_the_type_is_no_old_key() {
    let text = "Request ticket server HTTP/web.example.com@EXAMPLE.COM kvno 4 found in keytab but not with enctype rc4-hmac";
    let (_, causes) = first_causes(text);
    assert!(causes.contains(&Cause::Outside(Out::Keytab)), "{causes:?}");
    assert!(!causes.contains(&unusual(U::OldKey)), "{causes:?}");
}

#[test]
fn the_lower_of_two_key_numbers_is_what_is_renewed() {
    for text in [
        "kvno in the ticket is 5, the keytab has kvno 3. KRB_AP_ERR_MODIFIED",
        "the keytab has KVNO 3, kvno HTTP/web.corp.local prints kvno = 5",
        "klist -k shows kvno 2 and msDS-KeyVersionNumber is 4",
        "kvno 7 in the ticket, kvno 6 in the keytab",
        "Keytab name: FILE:/etc/krb5.keytab\nKVNO Principal\n---- ----\n   9 host/web.corp.local@CORP.LOCAL\n   2 HTTP/web.corp.local@CORP.LOCAL\n\
         $ kvno HTTP/web.corp.local\nHTTP/web.corp.local@CORP.LOCAL: kvno = 3",
        "klist -kte /etc/krb5.keytab\nKVNO Timestamp           Principal\n---- ------------------- -----\n   \
         4 03/02/2026 10:11:12 HTTP/web.corp.local@CORP.LOCAL (aes256-cts-hmac-sha1-96)\nmsDS-KeyVersionNumber : 6",
    ] {
        let (_, causes) = first_causes(text);
        assert!(causes.contains(&unusual(U::OldKey)), "{text} {causes:?}");
        assert!(
            causes.contains(&Cause::Outside(Out::Keytab)),
            "{text} {causes:?}"
        );
        assert!(
            !causes.contains(&Cause::Outside(Out::OldTicket)),
            "{text} {causes:?}"
        );
    }
    for text in [
        "ticket kvno 3, msDS-KeyVersionNumber 4, IIS answers KRB_AP_ERR_MODIFIED",
        "The keytab has KVNO = 13, the error is: Cannot find key for HTTP/web@CORP.LOCAL kvno 9 in keytab",
        "the ticket's kvno is 4 and the keytab already has kvno 5, KRB_AP_ERR_MODIFIED",
    ] {
        let (_, causes) = first_causes(text);
        assert!(
            causes[..2.min(causes.len())].contains(&Cause::Outside(Out::OldTicket)),
            "{text} {causes:?}"
        );
        assert!(
            !causes[..2.min(causes.len())].contains(&unusual(U::OldKey)),
            "{text} {causes:?}"
        );
    }
    let (_, causes) = first_causes(
        "keytab kvno 4, ticket kvno 4: gss_accept_sec_context() failed: Decrypt integrity check failed",
    );
    assert_eq!(causes[0], Cause::Outside(Out::Keytab), "{causes:?}");
}
