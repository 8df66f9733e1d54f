//! Channel bindings and the target name.

use super::*;

/// A self-signed certificate, ECDSA with SHA-1.
const SHA1: &str = "-----BEGIN CERTIFICATE-----
MIIBajCCARKgAwIBAgIUSnitiZ46oZ8YSeyV03ne3wWL4W4wCQYHKoZIzj0EATAM
MQowCAYDVQQDDAFhMB4XDTI2MTEyMjE0NDE1N1oXDTM2MTExOTE0NDE1N1owDDEK
MAgGA1UEAwwBYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJS0lN2t3ILc8lVG
BWl6/eL+ls+RaXSYl8Go3NnTlf/uImUU+QtQhMh3afZPpKosNVFIhLKm5WYHR2CF
WhifZ5ejUzBRMB0GA1UdDgQWBBT5G0/eEImgA9H/NRLjhYCZ/Fv5+TAfBgNVHSME
GDAWgBT5G0/eEImgA9H/NRLjhYCZ/Fv5+TAPBgNVHRMBAf8EBTADAQH/MAkGByqG
SM49BAEDRwAwRAIgATW83KHn6p4WDpJPtrMxRwSHO8lW4yp9CxammAzYoLACIBqK
5mi7fHk9sLBNs/GiB9kVcuM1noOtw1aCjgwHquDF
-----END CERTIFICATE-----
";
/// The same, with SHA-384.
const SHA384: &str = "-----BEGIN CERTIFICATE-----
MIIBbTCCAROgAwIBAgIUS/c4efasbyDjCYSdt/pvbgzOHgQwCgYIKoZIzj0EAwMw
DDEKMAgGA1UEAwwBYTAeFw0yNjExMjIxNDQxNTdaFw0zNjExMTkxNDQxNTdaMAwx
CjAIBgNVBAMMAWEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAReGy9PfPPChJbY
cf1yO6VtJyS7nSK1W9zAPjsalOcS4L1+ExSPISsWcjgk5G2i1xCZTrdtjgoLRnHf
eZqwkXKIo1MwUTAdBgNVHQ4EFgQUXDHtUzYJTQvqp2ph6SjIAUBPCIUwHwYDVR0j
BBgwFoAUXDHtUzYJTQvqp2ph6SjIAUBPCIUwDwYDVR0TAQH/BAUwAwEB/zAKBggq
hkjOPQQDAwNIADBFAiBwcTcC6w09sPXOfCpqvPvpTS05pnHtCPI/ppAajIRjBQIh
AK7E2g5mMDAAz1PSKkkuiWledKQkDmENNdlXgVpwCMSu
-----END CERTIFICATE-----
";
/// RSASSA-PSS with SHA-512.
const PSS: &str = "-----BEGIN CERTIFICATE-----
MIICXDCCAZGgAwIBAgIUCiBgI+rdcdPuqDwsgbjneiUTNK8wQQYJKoZIhvcNAQEK
MDSgDzANBglghkgBZQMEAgMFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgMF
AKIDAgE+MAwxCjAIBgNVBAMMAWEwHhcNMjYxMTIyMTQ0MTU3WhcNMzYxMTE5MTQ0
MTU3WjAMMQowCAYDVQQDDAFhMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDf
CwMDcoRoUlF0oysHOUUfo3d7bQi1ynKs+CSsLrHROl0Tblz1HO2SDiw1EdEoKnAZ
Km2qxHrYcTTgz4FXw9Q6G54DwHqOil+iR+OUQSdr2IHJTG0YrJE3Uzzrrd6sKyIo
+HjdMV8WSz6EEDyld6Xekexw0U3h2/zLZlkhnv1qRQIDAQABo1MwUTAdBgNVHQ4E
FgQU0c/sVzv+zAEHJVB76kBIaEQn+N0wHwYDVR0jBBgwFoAU0c/sVzv+zAEHJVB7
6kBIaEQn+N0wDwYDVR0TAQH/BAUwAwEB/zBBBgkqhkiG9w0BAQowNKAPMA0GCWCG
SAFlAwQCAwUAoRwwGgYJKoZIhvcNAQEIMA0GCWCGSAFlAwQCAwUAogMCAT4DgYEA
GHy6ynuwS3JU3utXLGJxODVlbddoEVAqtdz+sT5hNHAkc35vh6ZgfjXEnwBbqfOO
07edjQH4IlAzW3JjfVq2MryqKTS+jaYKskXReNJgu0Jhr7JPbUn8ekMpsLEWcxwQ
gC9My4cdPJuXE7gop88UFZytLvLgceKm7V2BZVo+MlY=
-----END CERTIFICATE-----
";
/// Ed25519, which hashes twice.
const ED25519: &str = "-----BEGIN CERTIFICATE-----
MIIBLDCB36ADAgECAhQsIAeb0Bw5Bim0S/71SWJwrla84zAFBgMrZXAwDDEKMAgG
A1UEAwwBYTAeFw0yNjExMjIxNDQxNTdaFw0zNjExMTkxNDQxNTdaMAwxCjAIBgNV
BAMMAWEwKjAFBgMrZXADIQA5fHqgNhNx+usRntDz2oop3iC3x/yWoRACdgE90cjf
NqNTMFEwHQYDVR0OBBYEFPWKp9ZaEBOAjt1vyi7AbiNyhU5UMB8GA1UdIwQYMBaA
FPWKp9ZaEBOAjt1vyi7AbiNyhU5UMA8GA1UdEwEB/wQFMAMBAf8wBQYDK2VwA0EA
xDHOC0wjZ/3PMUXx1cUWg03/m+EcMF53cHrZeAMpeS0vHCpxbjQRA1mokO8t7erA
8eI8xcDz/w37U7ri+7/2CQ==
-----END CERTIFICATE-----
";

/// As OpenSSL and Python's hashlib compute them.
const OF_SHA1: [u8; 16] = hex!("091ef250e26ec010f0afac07dbb3494d");
const OF_SHA384: [u8; 16] = hex!("bd80f8b8de2ea36b328dc06fb56d1e62");
const OF_PSS: [u8; 16] = hex!("93d165faa8ba9a5f6e15d04a287f35f0");

fn bound(value: impl Into<Vec<u8>>) -> Made {
    Recipe::with(TargetInfo::new().with(AvId::ChannelBindings, value)).make()
}

fn against(made: &Made, binding: Binding<'_>) -> SignInVerification {
    verify(&made.set(), Some(&RIGHT), Some(&binding), None)
}

#[test]
fn channel_bindings_are_those_of_the_certificate() {
    let cases = [(SHA1, OF_SHA1), (SHA384, OF_SHA384), (PSS, OF_PSS)];
    for (pem, value) in cases {
        let made = bound(value);
        let chain = ["Bag Attributes\n", pem, SHA1]
            .concat()
            .replace('\n', "\r\n");
        let (_, body) = pem.split_once("-----\n").unwrap();
        let (body, _) = body.split_once("-----").unwrap();
        let der = double_hop::wire::from_base64(&body.replace('\n', "")).unwrap();
        let more = [&der[..], b"\n"].concat();
        for pasted in [pem.as_bytes(), chain.as_bytes(), &der, &more] {
            let found = against(&made, Binding::Certificate(pasted));
            is(
                &found,
                VerdictSubject::ChannelBindings,
                Judgement::Right,
                "that of this certificate",
            );
            let names: Vec<_> = found.steps.iter().map(|step| step.name).collect();
            assert!(names.ends_with(&["tls-server-end-point", "MsvAvChannelBindings"]));
        }
        let found = against(&made, Binding::Hash(value));
        is(
            &found,
            VerdictSubject::ChannelBindings,
            Judgement::Right,
            "that of the hash given",
        );
        let found = against(&made, Binding::Hash([1; 16]));
        is(
            &found,
            VerdictSubject::ChannelBindings,
            Judgement::Wrong,
            "would be 0101",
        );
    }
    let found = against(&bound(OF_SHA1), Binding::Certificate(SHA384.as_bytes()));
    is(
        &found,
        VerdictSubject::ChannelBindings,
        Judgement::Wrong,
        "for this certificate",
    );
}

#[test]
fn a_certificate_may_be_signed_with_sha_224() {
    let (_, body) = SHA384.split_once("-----\n").unwrap();
    let (body, _) = body.split_once("-----").unwrap();
    let mut der = double_hop::wire::from_base64(&body.replace('\n', "")).unwrap();
    let oid = hex!("2a8648ce3d040303");
    for at in 0..der.len() - oid.len() {
        if der[at..].starts_with(&oid) {
            der[at + 7] = 1;
        }
    }
    // As Python's hashlib computes it.
    let made = bound(hex!("cbf7f8d9eb3185bac8043d473e7136c8"));
    let found = against(&made, Binding::Certificate(&der));
    is(
        &found,
        VerdictSubject::ChannelBindings,
        Judgement::Right,
        "that of this certificate",
    );
}

#[test]
fn bindings_of_zeros_are_no_bindings() {
    let hash = Binding::Hash([0; 16]);
    is(
        &against(&bound([0; 16]), hash),
        VerdictSubject::ChannelBindings,
        Judgement::Absent,
        "is zero",
    );
    let without = Recipe::with(TargetInfo::new()).make();
    is(
        &against(&without, hash),
        VerdictSubject::ChannelBindings,
        Judgement::Absent,
        "not bound to a TLS channel",
    );
    let found = verify(&pair(V1), Some(&RIGHT), Some(&hash), Some("host"));
    is(
        &found,
        VerdictSubject::ChannelBindings,
        Judgement::Absent,
        "Only an NTLMv2 response",
    );
    is(
        &found,
        VerdictSubject::TargetName,
        Judgement::Absent,
        "Only an NTLMv2 response",
    );
    let nothing = bound(OF_SHA1).verify();
    is(
        &nothing,
        VerdictSubject::ChannelBindings,
        Judgement::Unknown,
        "a certificate or a hash to hold it against is missing",
    );
    is(
        &against(&bound([1; 9]), hash),
        VerdictSubject::ChannelBindings,
        Judgement::Wrong,
        "is 010101010101010101,",
    );
}

#[test]
fn what_is_no_certificate_is_said() {
    let made = bound(OF_SHA1);
    let broken = SHA1.replace('M', "*");
    let cases: [(&[u8], &str); 6] = [
        (b"", "neither PEM nor DER"),
        (b"hello", "neither PEM nor DER"),
        (&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], "neither PEM nor DER"),
        (&[0x30, 0x80, 0, 0], "neither PEM nor DER"),
        (broken.as_bytes(), "its base64 is broken"),
        (ED25519.as_bytes(), "RFC 5929 defines no hash"),
    ];
    for (pasted, words) in cases {
        let found = against(&made, Binding::Certificate(pasted));
        is(
            &found,
            VerdictSubject::ChannelBindings,
            Judgement::Unknown,
            words,
        );
    }
}

#[test]
fn a_target_name_is_judged_by_the_host_that_it_names() {
    use Judgement::{Absent, Right, Unknown, Wrong};
    let cases = [
        ("HTTP/iis.contoso.com", "IIS.Contoso.COM", Right, "names"),
        (
            "HTTP/iis.contoso.com:8080",
            "https://iis.contoso.com:443/ews",
            Right,
            "names",
        ),
        (
            "MSSQLSvc/db.contoso.com:1433/inst",
            "db.contoso.com.",
            Right,
            "names",
        ),
        (
            "HTTP/iis",
            "iis.contoso.com",
            Unknown,
            "longer or shorter name",
        ),
        (
            "HTTP/iis.contoso.com",
            "iis",
            Unknown,
            "longer or shorter name",
        ),
        (
            "HTTP/iis.contoso.com",
            "iis.fabrikam.com",
            Wrong,
            "does not name",
        ),
        ("HTTP/iis2.contoso.com", "iis", Wrong, "does not name"),
        (
            "iis.contoso.com",
            "iis.contoso.com",
            Right,
            "no service principal name,",
        ),
        ("whatever it is", "iis", Wrong, "no service principal name,"),
        ("HTTP/", "iis", Wrong, "does not name"),
        ("HTTP/[::1]:80", "[::1]", Right, "names"),
        (
            "HTTP/iis",
            "",
            Unknown,
            "a host name to hold it against is missing",
        ),
        ("", "iis", Absent, "is empty"),
    ];
    for (target, host, result, words) in cases {
        let info = TargetInfo::new().with_text(AvId::TargetName, target);
        let made = Recipe::with(info).make();
        let found = verify(&made.set(), Some(&RIGHT), None, Some(host));
        is(&found, VerdictSubject::TargetName, result, words);
    }
    let made = Recipe::with(TargetInfo::new()).make();
    let found = verify(&made.set(), None, None, Some("iis"));
    is(
        &found,
        VerdictSubject::TargetName,
        Absent,
        "no MsvAvTargetName",
    );
    let odd = Recipe::with(TargetInfo::new().with(AvId::TargetName, [b'a'])).make();
    let found = verify(&odd.set(), None, None, Some("a"));
    is(&found, VerdictSubject::TargetName, Wrong, "is no text: 61");
}

#[test]
fn what_the_proof_covers_is_only_as_good_as_the_proof() {
    let info = TargetInfo::new()
        .with_flags(double_hop::wire::ntlm::AV_FLAG_UNTRUSTED_SPN)
        .with_text(AvId::TargetName, "HTTP/iis");
    let made = Recipe::with(info).make();
    let found = verify(&made.set(), Some(&RIGHT), None, Some("iis"));
    is(
        &found,
        VerdictSubject::TargetName,
        Judgement::Right,
        "untrusted source.",
    );
    let found = verify(&made.set(), None, None, Some("iis"));
    is(
        &found,
        VerdictSubject::TargetName,
        Judgement::Right,
        "untrusted source; the NT proof, which covers it, was not checked.",
    );
    let wrong = |made: &Made, binding| {
        let binding = Binding::Hash(binding);
        verify(
            &made.set(),
            Some(&password("nope")),
            Some(&binding),
            Some("iis"),
        )
    };
    let unknown = "which covers it, is wrong: anybody";
    is(
        &wrong(&made, [0; 16]),
        VerdictSubject::TargetName,
        Judgement::Unknown,
        unknown,
    );
    let bound = bound([1; 16]);
    is(
        &wrong(&bound, [1; 16]),
        VerdictSubject::ChannelBindings,
        Judgement::Unknown,
        unknown,
    );
    is(
        &wrong(&bound, [2; 16]),
        VerdictSubject::ChannelBindings,
        Judgement::Wrong,
        "would be 0202",
    );
}

#[test]
fn a_response_to_another_challenge_is_told() {
    let info = |name| {
        TargetInfo::new()
            .with_text(AvId::NbComputerName, name)
            .with_flags(0)
    };
    let words = "it seems to answer another CHALLENGE";
    for (name, other) in [("IIS", false), ("MAIL", true)] {
        let mut made = Recipe::with(info("IIS").with_text(AvId::TargetName, "HTTP/iis")).make();
        let challenge = Challenge {
            flags: Recipe::default().flags | NegotiateFlags::TARGET_INFO,
            server_challenge: [9; 8],
            target_info: Some(info(name).encode()),
            ..Challenge::default()
        };
        made.challenge = challenge.encode();
        let found = made.verify();
        is(
            &found,
            VerdictSubject::NtProof,
            Judgement::Wrong,
            if other { words } else { "" },
        );
        let because = because(found.verdict(VerdictSubject::NtProof).unwrap());
        assert_eq!(because.contains(words), other);
    }
    // Where the proof is right, nobody wonders.
    is(
        &Recipe::with(info("IIS")).make().verify(),
        VerdictSubject::NtProof,
        Judgement::Right,
        "as sent.",
    );
}
