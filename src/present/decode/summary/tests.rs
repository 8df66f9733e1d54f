use super::super::{Observation, mask};
use super::*;
use crate::hosts::Era;
use crate::lab::{Scenario, run};
use crate::present::narration::{line, note};

fn lines(text: &str) -> Vec<String> {
    let report = Report::of(text.as_bytes());
    let all = (0..report.found.tokens.len()).filter_map(|it| report.summary(it));
    all.map(|it| line(&it).to_string()).collect()
}

/// A token of the samples by its name, in hex.
fn sample(name: &str) -> String {
    let samples = include_str!("../../../../tests/samples/tokens.txt");
    let line = samples.lines().find(|line| line.starts_with(name)).unwrap();
    line.rsplit("; ").next().unwrap().to_owned()
}

fn desk() -> Report {
    let log = run(&Scenario::of(Era::Today));
    Report::of(super::super::traffic(&log).as_bytes())
}

#[test]
fn each_message_of_a_sign_in_is_told_in_a_line() {
    let report = desk();
    let lines: Vec<String> = (0..6)
        .map(|it| line(&report.summary(it).unwrap()).to_string())
        .collect();
    assert_eq!(
        lines,
        [
            "NTLM: the client’s offer, to web-01; answered 401",
            "NTLM: the server’s question, for web-01.contoso.example, to web-01",
            "CONTOSO\\alice from DESK-07 with NTLMv2, MIC, bound to HTTP/web-01, to web-01; answered 500",
            "from WEB-01 with NTLM: the client’s offer, to mbx-02; answered 401",
            "NTLM: the server’s question, for mbx-02.contoso.example, to mbx-02",
            "from WEB-01 with NTLM, anonymous, to mbx-02; answered 401",
        ]
    );
}

#[test]
fn what_was_answered_is_told_too() {
    let mut report = desk();
    let exchange = &mut report.found.tokens[2].context;
    exchange.host = Some("web-01".to_owned());
    exchange.answer = Some(Answer { code: 401, line: 9 });
    let summary = report.summary(2).unwrap();
    assert_eq!(summary.came(), Some(AnswerOutcome::Refused));
    assert!(
        line(&summary)
            .to_string()
            .ends_with("to web-01; answered 401")
    );
    assert!(report.notes(2).contains(&Observation::Refused));
}

#[test]
fn kerberos_is_told_by_its_service() {
    assert_eq!(
        lines(&sample("kerberos-ap-req;")),
        [
            "Kerberos, aes256-cts-hmac-sha1-96, mutual, no delegation, for HTTP/web-01.contoso.example@CONTOSO.EXAMPLE"
        ]
    );
    let report = Report::of(sample("kerberos-error;").as_bytes());
    let notes: Vec<String> = report
        .notes(0)
        .iter()
        .map(|it| note(it).to_string())
        .collect();
    assert_eq!(
        notes[0],
        "The clocks are too far apart: five minutes are allowed."
    );
    assert!(notes[1].contains("2024-02-29 11:54:00 UTC"), "{notes:?}");
}

#[test]
fn ntlm_inside_negotiate_says_whether_kerberos_was_offered() {
    let bytes = crate::traffic::from_digits(sample("spnego-init-ntlm").as_bytes());
    let text = format!(
        "Authorization: Negotiate {}",
        crate::wire::to_base64(&bytes)
    );
    let report = Report::of(text.as_bytes());
    assert_eq!(report.notes(1), [Observation::FellBack(false)]);
}

#[test]
fn a_negotiation_is_told_by_its_offer_and_its_answer() {
    for (token, expected) in [
        ("a1023000", "Negotiate, answered"),
        ("oQIwAA==", "Negotiate, answered"),
        ("oQcwBaADCgEC", "Negotiate, answered: reject"),
    ] {
        assert_eq!(lines(token), [expected], "{token}");
    }
    let refused = Report::of(b"WWW-Authenticate: Negotiate oQcwBaADCgEC");
    assert_eq!(refused.notes(0), [Observation::Rejected]);
    let answer = lines(&sample("spnego-resp-ntlm;"));
    assert_eq!(
        answer[0],
        "Negotiate, answered: accept-incomplete, by NTLMSSP"
    );
    let answer = lines(&sample("spnego-resp-negoex;"));
    assert!(answer[1].starts_with("NegoEx: "), "{answer:?}");
    assert!(lines("it was ok at oQ and oQIw").is_empty());
}

#[test]
fn a_cut_message_says_how_much_is_missing() {
    let report = desk();
    let bytes = &report.found.tokens[2].bytes;
    let whole = hex::encode(&bytes[..]);
    let lines = lines(&whole[..whole.len() - 20]);
    assert!(lines[0].contains("cut: 10 bytes are missing"), "{lines:?}");
}

#[test]
fn a_nonce_that_is_too_old_is_no_wrong_password() {
    let asked = "WWW-Authenticate: Digest realm=\"a\", nonce=\"n\", qop=\"auth\"";
    let answered = "Authorization: Digest username=\"alice\", realm=\"a\", nonce=\"n\", uri=\"/\", response=\"00\"";
    for (again, expected) in [
        (format!("{asked}, stale=true"), Observation::Stale),
        (
            asked.replace("nonce=\"n\"", "nonce=\"m\""),
            Observation::AskedAgain,
        ),
    ] {
        let text = [asked, answered, &again].join("\n");
        let report = Report::of(text.as_bytes());
        assert_eq!(report.notes(1), [expected]);
    }
}

#[test]
fn a_password_is_in_no_summary() {
    let report = Report::of(b"Authorization: Basic Q09OVE9TT1xhbGljZTpTcHJpbmctOTg=");
    let summary = report.summary(0).unwrap();
    assert_eq!(
        line(&summary).to_string(),
        "CONTOSO\\alice with Basic: the password in clear"
    );
    let mut layer = report.token(0).unwrap().layer().unwrap();
    mask(&mut layer);
    assert!(layer.bytes.contains(&b'*'));
}

#[test]
fn mechanisms_without_a_name_are_told_by_their_numbers() {
    assert_eq!(
        lines("Authorization: Negotiate YBQGBisGAQUFAqAKMAigBjAEBgIqAw=="),
        ["Negotiate, offering 1.2.3"]
    );
}

#[test]
fn errors_of_kerberos_are_told_by_who_gives_them() {
    let said = |code, status| note(&Observation::Error(code, status)).to_string();
    let locked = "The account is locked, disabled or expired. Windows adds: STATUS_ACCOUNT_LOCKED_OUT (0xC0000234).";
    assert_eq!(said(18, Some(0xc000_0234)), locked);
    assert_eq!(said(16, None), "The domain controller gives no ticket.");
    assert!(said(36, None).contains("shown the ticket"));
    assert!(said(91, None).starts_with("No error yet"));
    assert!(!said(1000, None).contains("ticket"));
}
