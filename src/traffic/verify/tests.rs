//! Published sign-ins, and what becomes of them when a bit is wrong.

use super::*;
use hex_literal::hex;

/// [MS-NLMP] 4.2.4: NTLMv2.
const CHALLENGE: &[u8] = &hex!(
    "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000"
);
const AUTHENTICATE: &[u8] = &hex!(
    "4e544c4d5353500003000000180018006c00000054005400840000000c000c00480000000800080054000000100010005c00000010001000d8000000358288e20501280a0000000f44006f006d00610069006e00550073006500720043004f004d005000550054004500520086c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa68cd0ab851e51c96aabc927bebef6a1c01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000c5dad2544fc9799094ce1ce90bc9d03e"
);

fn with(secret: Known<'_>) -> Credentials<'_> {
    Credentials {
        user: None,
        domain: None,
        secret,
    }
}

#[test]
fn ms_nlmp_4_2_4() {
    let set = Set {
        negotiate: None,
        challenge: Some(CHALLENGE),
        authenticate: AUTHENTICATE,
    };
    let right = with(Known::Password("Password"));
    let found = verify(&set, Some(&right), None, None);
    let nt = found.verdict(About::NtProof).unwrap();
    assert_eq!(nt.result, Outcome::Right, "{}", nt.because);
    assert_eq!(
        found.verdict(About::LmProof).unwrap().result,
        Outcome::Right
    );
    assert_eq!(found.keys.unwrap().exported_session_key, [0x55; 16]);
    let wrong = with(Known::Password("password"));
    let found = verify(&set, Some(&wrong), None, None);
    assert_eq!(
        found.verdict(About::NtProof).unwrap().result,
        Outcome::Wrong
    );
    assert_eq!(found.keys, None);
}
