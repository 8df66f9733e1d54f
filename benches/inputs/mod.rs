//! What is measured, the same natively and in the browser.

pub mod capture;
pub mod scale;

use double_hop::hosts::{BackEndProtocol, Era, Scheme};
use double_hop::lab::table::{self, Column, ROWS};
use double_hop::lab::{EventKind, Log, Scenario, run};
use double_hop::present::decode::{Report, traffic};
use double_hop::traffic::verify::{
    Keys, KnownCredentials, KnownSecret, SignInBytes, SignInVerification, verify,
};
use double_hop::wire::{ntlm_token, to_base64};

/// The lab's run of that name: scheme, era, protocol of the second hop.
pub fn scenario(name: &str) -> Scenario {
    let (era, protocol) = if name.contains("1998") {
        (Era::Y1998, BackEndProtocol::Mapi)
    } else {
        (Era::Today, BackEndProtocol::Http)
    };
    let mut scenario = Scenario::of(era);
    scenario.back_end.protocol = protocol;
    scenario.front_end.schemes = vec![if name.starts_with("Basic") {
        Scheme::Basic
    } else {
        Scheme::Ntlm
    }];
    scenario
}

/// The table's row of that name, with a back end that is called over HTTP.
pub fn row_over_http(id: &str) -> Scenario {
    let row = ROWS.iter().find(|row| row.id == id);
    let scenario = row.and_then(|row| table::scenario(row, Column::RemoteHttp));
    scenario.unwrap_or_else(|| Scenario::of(Era::Today))
}

/// Today's sign-in with NTLM.
pub fn today() -> Log {
    run(&scenario("NTLM, today, HTTP"))
}

/// The messages of a run.
pub fn messages(log: &Log) -> impl Iterator<Item = &[u8]> {
    log.events.iter().filter_map(|event| match &event.kind {
        EventKind::Message { sent, .. } => Some(&**sent),
        _ => None,
    })
}

/// The largest NTLM message of that type in today's run.
pub fn ntlm_message(number: u8) -> Vec<u8> {
    let log = today();
    let tokens = messages(&log).filter_map(ntlm_token);
    let found = tokens.filter(|token| token.get(8) == Some(&number));
    found.max_by_key(Vec::len).unwrap_or_default()
}

/// Tokens of NTLM, SPNEGO, NegoEx and Kerberos: names and bytes.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let lines = include_str!("../../tests/samples/tokens.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let sample = |line: &'static str| {
        let mut parts = line.split("; ");
        let name = parts.next()?;
        let digits = parts.nth(1)?.as_bytes();
        Some((name, double_hop::traffic::from_digits(digits)))
    };
    lines.filter_map(sample).collect()
}

/// A thousand tokens of every kind in headers, with other lines between.
pub fn thousand() -> Vec<u8> {
    let tokens: Vec<_> = [1, 2, 3].map(ntlm_message).into();
    let tokens = tokens
        .into_iter()
        .chain(samples().into_iter().map(|(_, it)| it));
    let tokens: Vec<_> = tokens.map(|bytes| to_base64(&bytes)).collect();
    let mut text = String::new();
    for (number, token) in tokens.iter().cycle().take(1_000).enumerate() {
        text.push_str("> GET /exchange/ HTTP/1.1\n> Host: owa.contoso.example\n");
        text.push_str(if number % 2 == 0 {
            "> Authorization: Negotiate "
        } else {
            "< WWW-Authenticate: Negotiate "
        });
        text.push_str(token);
        text.push_str("\n>\n");
    }
    text.into_bytes()
}

const TEN_MB: usize = 10_000_000;

/// 10 MB of words.
pub fn prose() -> Vec<u8> {
    let words =
        b"The mailbox host asks its question, and IIS holds nothing that answers it: basic\nfacts.";
    words.iter().copied().cycle().take(TEN_MB).collect()
}

/// 10 MB of base64 that is no token: one stretch, in lines of 76.
pub fn base64() -> Vec<u8> {
    let mut state: u32 = 1;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    let bytes: Vec<u8> = noise.take(TEN_MB / 4 * 3).collect();
    let text = to_base64(&bytes);
    let mut lines = Vec::new();
    for line in text.as_bytes().chunks(76) {
        lines.extend_from_slice(line);
        lines.push(b'\n');
    }
    lines
}

/// Today's sign-in, as something pasted.
pub fn paste() -> Report {
    Report::of(traffic(&today()).as_bytes())
}

/// The messages of its first sign-in, which has a MIC.
pub fn triple(report: &Report) -> Option<SignInBytes<'_>> {
    let sets = report.sets.iter();
    let mut messages = sets.filter_map(|set| Some(report.messages(set)?.1));
    messages.find(|set| set.negotiate.is_some() && set.challenge.is_some())
}

/// Verifies it with the right password.
pub fn verified(set: &SignInBytes<'_>) -> SignInVerification {
    let credentials = KnownCredentials {
        user: None,
        domain: None,
        secret: KnownSecret::Password(Scenario::PASSWORD),
    };
    verify(set, Some(&credentials), None, None)
}

/// Its keys.
pub fn keys() -> Option<Keys> {
    verified(&triple(&paste())?).keys
}

/// A message of 48 bytes with a signature before and one behind it, both wrong: nothing is left untried.
pub fn unsigned() -> Vec<u8> {
    let signature = [1, 0, 0, 0, 9, 8, 7, 6, 5, 4, 3, 2, 7, 0, 0, 0];
    [&signature[..], &[0x55; 48], &signature].concat()
}
