//! Services whose key is in a keytab: no pool and no kernel mode have anything to do with it.

use super::{first_causes, leads_to_one_of, unusual};
use double_hop::lab::space::Unusual as U;
use double_hop::present::diagnose::{Cause, OutsideCause as Out};

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
