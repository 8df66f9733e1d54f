//! Files that are cut or damaged: what was read is kept, nothing panics, and time grows with the file alone.
use crate::common::{FORMATS, names, read, sample};
use double_hop::traffic::files::format::format_of;
use double_hop::traffic::files::{har, netlog};
use double_hop::traffic::leg::Leg;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A cut file may lack the answer that makes its last requests matter, or have half of one.
const LAST: usize = 4;

/// What does not change when a file is cut behind it.
fn key(leg: &Leg) -> String {
    format!(
        "{} {:?} {:?} {:?} {:?} {:?}",
        leg.flow, leg.sender, leg.location, leg.credential, leg.status, leg.kind
    )
}

#[test]
fn cut_at_any_length() {
    for name in names() {
        let bytes = sample(&name).unwrap();
        let format = format_of(&bytes);
        if !FORMATS.contains(&format) {
            continue;
        }
        let whole: Vec<String> = read(&bytes, format).unwrap().legs.iter().map(key).collect();
        let step = (bytes.len() / 150).max(1);
        let mut seen = 0;
        for end in (0..bytes.len())
            .step_by(step)
            .chain(bytes.len().saturating_sub(40)..bytes.len())
        {
            let cut = read(&bytes[..end], format).unwrap();
            let legs: Vec<String> = cut.legs.iter().map(key).collect();
            let sure = legs.len().saturating_sub(LAST);
            assert_eq!(
                legs[..sure],
                whole[..sure.min(whole.len())],
                "{name} cut at {end}"
            );
            assert!(
                legs.len() + LAST >= seen,
                "{name} cut at {end} lost messages"
            );
            seen = legs.len();
        }
        assert!(seen + LAST >= whole.len(), "{name}");
    }
}

#[test]
fn damaged_anywhere() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for name in names() {
        let bytes = sample(&name).unwrap();
        let format = format_of(&bytes);
        if !FORMATS.contains(&format) || bytes.is_empty() {
            continue;
        }
        for _ in 0..60 {
            let mut damaged = bytes.clone();
            for _ in 0..1 + random(20) {
                let at = random(damaged.len());
                damaged[at] = random(256) as u8;
            }
            let _ = format_of(&damaged);
            let _ = read(&damaged, format);
        }
        // Read as what they are not.
        for format in FORMATS {
            let _ = read(&bytes, format);
        }
    }
}

#[test]
fn depth_and_rubbish_are_answered() {
    let bombs = [
        "{\"log\":{\"entries\":[".to_owned() + &"[{\"a\":".repeat(100_000),
        "{\"constants\":".to_owned() + &"{\"a\":".repeat(100_000),
        "{\"log\":{\"entries\":[{\"request\":".to_owned() + &"[".repeat(100_000),
        "<Events>".to_owned() + &"<Event ".repeat(100_000),
        "<Events>".to_owned() + &"<Event>".repeat(100_000),
        "<a x='".repeat(100_000),
        "<![CDATA[<!--".repeat(100_000),
        "]}".repeat(100_000),
        "&".repeat(200_000),
        "\0".repeat(200_000),
    ];
    for bomb in bombs {
        let start = Instant::now();
        let _ = format_of(bomb.as_bytes());
        for format in FORMATS {
            let _ = read(bomb.as_bytes(), format);
        }
        assert!(start.elapsed() < Duration::from_secs(5), "{}", &bomb[..20]);
    }
}

/// A HAR of many handshakes of NTLM on one host, without numbers of connections.
fn large_har(entries: usize) -> Vec<u8> {
    let mut text = String::from(
        "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"mitmproxy\"},\"entries\":[",
    );
    for at in 0..entries {
        let step = if at % 2 == 0 {
            "TlRMTVNTUAABAAAA"
        } else {
            "TlRMTVNTUAADAAAA"
        };
        let answer = if at % 2 == 0 {
            "{\"name\":\"WWW-Authenticate\",\"value\":\"NTLM TlRMTVNTUAACAAAA\"}"
        } else {
            ""
        };
        let _ = write!(
            text,
            "{{\"startedDateTime\":\"2026-11-26T17:01:35.703Z\",\"time\":1.5,\"request\":{{\"method\":\"GET\",\"url\":\"http://h{}/a\",\"headers\":[{{\"name\":\"Authorization\",\"value\":\"NTLM {step}\"}}]}},\"response\":{{\"status\":401,\"headers\":[{answer}],\"content\":{{\"text\":\"{}\"}}}}}},",
            at % 97,
            "x".repeat(300)
        );
    }
    text.pop();
    text.push_str("]}}");
    text.into_bytes()
}

/// A NetLog of many requests, each on a socket of its own.
fn large_netlog(requests: usize) -> Vec<u8> {
    let mut text = String::from(
        "{\"constants\":{\"timeTickOffset\":1,\"logEventTypes\":{\"HTTP_TRANSACTION_SEND_REQUEST_HEADERS\":1,\"HTTP_TRANSACTION_READ_RESPONSE_HEADERS\":2,\"AUTH_CONTROLLER\":3,\"REQUEST_ALIVE\":4}},\n\"events\":[",
    );
    for id in 0..requests {
        for (kind, params) in [
            (4, "\"url\":\"http://h/\""),
            (
                1,
                "\"line\":\"GET / HTTP/1.1\",\"headers\":[\"Authorization: NTLM TlRMTVNTUAABAAAA\"]",
            ),
            (2, "\"headers\":[\"HTTP/1.1 401 No\"]"),
            (3, "\"target\":\"server\""),
            (5, ""),
        ] {
            let (kind, phase) = if kind == 5 { (4, 2) } else { (kind, 1) };
            let _ = writeln!(
                text,
                "{{\"params\":{{{params}}},\"phase\":{phase},\"source\":{{\"id\":{id},\"type\":1}},\"time\":\"7\",\"type\":{kind}}},"
            );
        }
    }
    text.truncate(text.len() - 2);
    text.push_str("]}");
    text.into_bytes()
}

/// The shortest of some runs, in seconds.
fn best(legs: usize, work: impl Fn() -> usize) -> f64 {
    let runs = (0..4).map(|_| {
        let start = Instant::now();
        assert_eq!(work(), legs);
        start.elapsed().as_secs_f64()
    });
    runs.fold(f64::MAX, f64::min)
}

/// Ten times as many take at most 11 times as long. Memory that a large file is the first to need costs more than the
/// reading itself, and the machine may have other work: what doubles when the file doubles is as good, and three tries are.
fn growth(what: &str, file: impl Fn(usize) -> Vec<u8>, legs: impl Fn(&[u8]) -> usize) {
    // 200,000 messages, unless nothing is optimised.
    let tenth = if cfg!(debug_assertions) {
        2_500
    } else {
        10_000
    };
    let files = [1, 5, 10].map(|times| (times * tenth, file(times * tenth)));
    let linear = (0..3).any(|_| {
        let times = files.each_ref().map(|(count, bytes)| best(2 * count, || legs(bytes)));
        let [ten, fifty, hundred] = times;
        let size = files[2].1.len() as f64 / 1e6;
        let (tenth, half) = (hundred / ten, hundred / fifty);
        eprintln!("{what}: {size:.1} MB in {hundred:.2} s, {tenth:.1} times as long as a tenth, {half:.2} as a half");
        tenth <= 11.0 || half <= 2.3
    });
    assert!(linear, "{what}");
}

#[test]
fn an_archive_takes_time_by_its_size_alone() {
    growth("HAR", large_har, |it| har::read(it).contents.legs.len());
}

#[test]
fn a_netlog_takes_time_by_its_size_alone() {
    growth("NetLog", large_netlog, |it| {
        netlog::read(it).contents.legs.len()
    });
}
