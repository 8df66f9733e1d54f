//! The one-way functions of the password ([MS-NLMP] 3.3.1, 3.3.2).

use super::primitives::{des, head, hmac_md5, join, md4};
use super::text::{CodePage, oem_upper, utf16le};
use super::{ComputationStep, Operand, Trace, UpperCaseRule};
use crate::value_kind::ValueKind;

/// `NTOWFv1`, the NT hash: MD4 of the password in UTF-16LE ([MS-NLMP] 3.3.1).
pub fn nt_owf_v1(password: &str, trace: &mut Trace) -> [u8; 16] {
    let unicode = utf16le(password);
    let hash = md4(&unicode);
    trace.record(|| {
        ComputationStep::new(
            "NTOWFv1",
            "MD4(UNICODE(Passwd))",
            "[MS-NLMP] 3.3.1",
            [Operand::of_kind("Passwd", &unicode, ValueKind::Password)],
            Operand::of_kind("NTOWFv1", hash, ValueKind::NtHash),
        )
    });
    hash
}

/// `LMOWFv1`, the LM hash: a constant encrypted under each half of the upper-cased password
/// ([MS-NLMP] 3.3.1).
///
/// `None` where there is no LM hash: more than 14 characters, or one that the OEM code page (here
/// Windows-1252) lacks. Where a key is needed nevertheless, [`NULL_KEY`](super::NULL_KEY) stands for it.
pub fn lm_owf_v1(password: &str, trace: &mut Trace) -> Option<[u8; 16]> {
    lm_owf_v1_in(CodePage::Windows1252, password, trace)
}

/// `LMOWFv1` in that code page.
pub fn lm_owf_v1_in(page: CodePage, password: &str, trace: &mut Trace) -> Option<[u8; 16]> {
    let oem = oem_upper(password, page)?;
    if oem.len() > 14 {
        return None;
    }
    let [first, second] = [head::<7>(&oem), head::<7>(oem.get(7..).unwrap_or_default())];
    let hash = join(&des(&first, LM_CONSTANT), &des(&second, LM_CONSTANT));
    trace.record(|| {
        ComputationStep::new(
            "LMOWFv1",
            "DES(UpperCase(Passwd)[0..6], \"KGS!@#$%\") ‖ DES(UpperCase(Passwd)[7..13], \"KGS!@#$%\")",
            "[MS-NLMP] 3.3.1",
            [Operand::of_kind("UpperCase(Passwd)", &oem, ValueKind::Password)],
            Operand::of_kind("LMOWFv1", hash, ValueKind::NtHash),
        )
    });
    Some(hash)
}

/// `NTOWFv2`, which is also `LMOWFv2` ([MS-NLMP] 3.3.2). The user is upper-cased, the domain is not.
pub fn nt_owf_v2(nt_hash: &[u8; 16], user: &str, domain: &str, trace: &mut Trace) -> [u8; 16] {
    nt_owf_v2_by(UpperCaseRule::Windows, nt_hash, user, domain, trace)
}

/// The same with the user in upper case by another rule.
pub(super) fn nt_owf_v2_by(
    rule: UpperCaseRule,
    nt_hash: &[u8; 16],
    user: &str,
    domain: &str,
    trace: &mut Trace,
) -> [u8; 16] {
    let (user, domain) = (utf16le(&rule.apply(user)), utf16le(domain));
    let key = hmac_md5(nt_hash, &[&user, &domain]);
    trace.record(|| {
        ComputationStep::new(
            "NTOWFv2",
            "HMAC_MD5(NTOWFv1, UNICODE(Uppercase(User) ‖ UserDom))",
            "[MS-NLMP] 3.3.2",
            [
                Operand::of_kind("NTOWFv1", nt_hash, ValueKind::NtHash),
                Operand::plain("Uppercase(User)", &user),
                Operand::plain("UserDom", &domain),
            ],
            Operand::of_kind("NTOWFv2", key, ValueKind::NtHash),
        )
    });
    key
}

const LM_CONSTANT: &[u8; 8] = b"KGS!@#$%";

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    #[test]
    fn only_the_user_is_upper_cased() {
        let off = &mut Trace::off();
        let hash = nt_owf_v1("Password", off);
        let key = nt_owf_v2(&hash, "User", "Domain", off);
        assert_eq!(key, nt_owf_v2(&hash, "uSER", "Domain", off));
        assert_ne!(key, nt_owf_v2(&hash, "User", "DOMAIN", off));
        assert_eq!(
            nt_owf_v2(&hash, "ilk", "D", off),
            nt_owf_v2(&hash, "ILK", "D", off)
        );
        assert_ne!(
            nt_owf_v2(&hash, "ılk", "D", off),
            nt_owf_v2(&hash, "ILK", "D", off)
        );
    }

    #[test]
    fn long_or_foreign_passwords_have_no_lm_hash() {
        let off = &mut Trace::off();
        assert!(lm_owf_v1("14 characters.", off).is_some());
        assert_eq!(lm_owf_v1("15 characters..", off), None);
        assert_eq!(lm_owf_v1("пароль", off), None);
        assert_eq!(
            lm_owf_v1("", off),
            Some(hex!("aad3b435b51404eeaad3b435b51404ee"))
        );
        assert_eq!(lm_owf_v1("äpfel", off), lm_owf_v1("ÄPFEL", off));
    }

    #[test]
    fn odd_passwords_have_an_nt_hash() {
        let off = &mut Trace::off();
        assert_eq!(nt_owf_v1("", off), hex!("31d6cfe0d16ae931b73c59d7e0c089c0"));
        assert_eq!(
            nt_owf_v1("Pass𝄞", off),
            hex!("0d72dddeddbae5ff244820e072413b90")
        );
        nt_owf_v1(&"x".repeat(65_536), off);
    }

    #[test]
    fn the_code_page_decides_the_lm_hash() {
        // As Python encodes "CAFÉ" in code page 850, and OpenSSL encrypts under it.
        let expected = Some(hex!("bce9c2ec16d6c388aad3b435b51404ee"));
        let hash = |page| lm_owf_v1_in(page, "café", &mut Trace::off());
        assert_eq!(hash(CodePage::Dos850), expected);
        assert_ne!(hash(CodePage::Windows1252), expected);
    }

    #[test]
    fn steps_name_what_they_hold() {
        let mut trace = Trace::on();
        let hash = nt_owf_v1("secret", &mut trace);
        lm_owf_v1("secret", &mut trace);
        nt_owf_v2(&hash, "alice", "CONTOSO", &mut trace);
        let steps = trace.into_steps();
        assert_eq!(
            steps.iter().map(|s| s.name).collect::<Vec<_>>(),
            ["NTOWFv1", "LMOWFv1", "NTOWFv2"]
        );
        assert_eq!(steps[0].inputs[0].value_kind, Some(ValueKind::Password));
        assert_eq!(steps[2].inputs[0].bytes, steps[0].output.bytes);
        assert_eq!(steps[2].inputs[1].bytes, b"A\0L\0I\0C\0E\0");
    }
}
