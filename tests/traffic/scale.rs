//! What ten times as much traffic costs, in time and in memory.

use crate::capture_input::{conversation, mixed, visits};
use double_hop::traffic::collection::{Collection, FileRead};
use double_hop::traffic::files::iis;
use double_hop::traffic::leg::{Contents, SkipReason};
use double_hop::traffic::reader::{FileContents, TrafficReader};
use std::time::{Duration, Instant};

/// More than that is not in proportion, whatever else the machine does: a square would be a hundred times. Eleven is
/// wanted, which `cargo xtask bench` measures.
const MOST_RATIO: f64 = 30.0;
/// So often it is tried before it counts.
const TRIES: usize = 5;

fn read(capture: &[u8]) -> Contents {
    let mut reader = TrafficReader::new(capture);
    capture.chunks(2 << 20).for_each(|slice| reader.push(slice));
    reader.finish().unwrap().remove(0).contents
}

/// How long it takes to read a capture and to put its sign-ins together, and how many messages those have.
fn timed(capture: &[u8]) -> (Duration, usize) {
    let start = Instant::now();
    let (contents, mut collection) = (read(capture), Collection::default());
    collection.add("capture.pcap", contents, Default::default());
    (start.elapsed(), collection.legs.len())
}

#[test]
fn ten_times_as_many_messages_take_ten_times_as_long() {
    let each = timed(&visits(1, 1)).1;
    // 100,000 messages, unless nothing is optimised.
    let many = if cfg!(debug_assertions) {
        30_000
    } else {
        100_000
    };
    let captures = [many / 10, many].map(|messages| visits((messages / each) as u32, 1_000));
    assert!(timed(&captures[1]).1 > many - each);
    proportion("sign-ins over two hops", &captures, |it| timed(it).0);
}

#[test]
fn ten_times_as_many_files_take_ten_times_as_long() {
    let day = |file: usize| {
        let (month, day) = (1 + file / 28, 1 + file % 28);
        let line = |line: usize| {
            let (minute, second) = (line / 60, line % 60);
            format!(
                "2026-{month:02}-{day:02} 08:{minute:02}:{second:02} 10.0.0.80 GET / - 80 C\\u{line} 10.0.0.7 UA - 200 0 0 3\n"
            )
        };
        let log: String = (0..100).map(line).collect();
        FileRead {
            name: format!("u_ex26{month:02}{day:02}.log").into(),
            parts: vec![FileContents {
                part: None,
                contents: iis::read(log.as_bytes()),
                extras: Default::default(),
            }],
        }
    };
    let files = [20, 200].map(|count| (0..count).map(day).collect::<Vec<_>>());
    proportion("daily logs", &files, |files| {
        let (start, mut collection) = (Instant::now(), Collection::default());
        collection.take_all(files.iter().cloned());
        assert_eq!(collection.attempts.len(), 100 * files.len());
        start.elapsed()
    });
}

#[test]
fn a_server_of_ten_times_as_many_names_takes_ten_times_as_long() {
    let logs = [1_000, 10_000].map(|names| {
        let line = |name: u32| {
            let second = name % 60;
            format!("2026-03-02 10:14:{second:02} 10.0.0.80 GET / 80 C\\u 10.0.0.7 UA h{name}.example 200 0 0 3\n")
        };
        let lines: String = (0..names).map(line).collect();
        let fields = "date time s-ip cs-method cs-uri-stem s-port cs-username c-ip cs(User-Agent) cs-host sc-status sc-substatus sc-win32-status time-taken";
        iis::read(format!("#Fields: {fields}\n{lines}").as_bytes())
    });
    proportion("host names", &logs, |log| {
        let (start, mut collection) = (Instant::now(), Collection::default());
        collection.add("log", log.clone(), Default::default());
        start.elapsed()
    });
}

/// The second input is ten times the first.
fn proportion<T>(name: &str, inputs: &[T; 2], timed: impl Fn(&T) -> Duration) {
    let mut ratios = Vec::new();
    while ratios.len() < TRIES && ratios.iter().all(|ratio| *ratio > MOST_RATIO) {
        let [few, many] = inputs.each_ref().map(&timed);
        ratios.push(many.as_secs_f64() / few.as_secs_f64());
    }
    assert!(
        ratios.iter().any(|ratio| *ratio <= MOST_RATIO),
        "{name}: {ratios:?}"
    );
}

/// Bytes that legs take, without what several share.
fn size(contents: &Contents) -> usize {
    let legs = contents.legs.iter();
    legs.map(|leg| size_of_val(leg) + leg.message.len()).sum()
}

#[test]
fn what_is_kept_of_a_capture_is_what_has_to_do_with_signing_in() {
    let capture = mixed(20_000);
    let contents = read(&capture);
    assert_eq!(contents.count, 20_000);
    assert!(contents.legs.len() > 500, "{}", contents.legs.len());
    let (kept, read) = (size(&contents), capture.len());
    assert!(kept < read / 10, "{kept} of {read} bytes are kept");
}

#[test]
fn a_capture_without_sign_ins_comes_to_little() {
    let whole = mixed(40_000);
    // The packets of pages and of what nobody knows alone.
    let mut capture = whole[..24].to_vec();
    let mut rest = &whole[24..];
    while let Some((head, behind)) = rest.split_at_checked(16) {
        let length = u32::from_le_bytes(head[8..12].try_into().unwrap()) as usize;
        let (frame, behind) = behind.split_at(length);
        let ports = [&frame[34..36], &frame[36..38]].map(|it| u16::from_be_bytes([it[0], it[1]]));
        if ports.contains(&9_100) || ports.contains(&8_080) {
            capture.extend([head, frame].concat());
        }
        rest = behind;
    }
    let contents = read(&capture);
    assert!(contents.count > 10_000, "{}", contents.count);
    // A few connections stand for all, to say what is read there.
    assert!(contents.legs.is_empty() && contents.flows.len() < 10);
    assert!(contents.skipped.is_empty());
}

/// A NEGOTIATE of NTLM, which proves nothing, in a request.
const NEGOTIATE: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: NTLM TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKAGNFAAAADw==\r\n\r\n";
const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const BASIC: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpi\r\n\r\n";
const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

/// Conversations in which everything belongs to one attempt, or might.
#[test]
fn an_attempt_that_does_not_end_costs_no_more() {
    let first = [(true, NEGOTIATE), (false, OK)];
    for (name, again) in [
        ("nothing is proven", [(true, REQUEST), (false, OK)]),
        ("the same is asked again", [(true, NEGOTIATE), (false, OK)]),
        (
            "nothing is answered",
            [(true, NEGOTIATE), (true, NEGOTIATE)],
        ),
        ("only answers", [(false, OK), (false, OK)]),
        ("a password with each request", [(true, BASIC), (false, OK)]),
    ] {
        let captures = [1_500, 15_000].map(|times| {
            let more = again.into_iter().cycle().take(2 * times);
            conversation(first.into_iter().chain(more))
        });
        proportion(name, &captures, |it| timed(it).0);
    }
}

#[test]
fn messages_beyond_a_bound_are_not_kept_and_that_is_said() {
    let token = "YII".to_owned() + &"A".repeat(60_001);
    let request = format!("GET / HTTP/1.1\r\nAuthorization: Negotiate {token}\r\n\r\n");
    let said = [(true, request.as_bytes()), (false, OK)];
    let capture = conversation(said.into_iter().cycle().take(2 * 1_200));
    let contents = read(&capture);
    assert!(size(&contents) <= 97 << 20, "{}", size(&contents));
    assert!(contents.count > 50_000, "{}", contents.count);
    assert!(
        contents
            .skipped
            .iter()
            .any(|it| it.reason == SkipReason::TooMany),
        "{:?}",
        contents.skipped
    );
}
