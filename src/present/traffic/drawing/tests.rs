use crate::hosts::Era;
use crate::lab::{Carrier, EventKind, Hop, Inference, Outcome, Scenario, run};
use crate::present::Tone;
use crate::present::evidence::AttemptFilter;
use crate::present::export::pcapng::pcapng;
use crate::present::narration::traffic::{known, only};
use crate::present::narration::{band, connection_name};
use crate::present::traffic::{of_run, picture};
use crate::traffic::collection::Collection;
use crate::traffic::reader::TrafficReader;

/// A run as a capture of it is read, in so many files.
fn captured(files: usize) -> Collection {
    let capture = pcapng(&run(&Scenario::of(Era::Today)), &|_| None);
    let mut collection = Collection::default();
    for _ in 0..files {
        let mut reader = TrafficReader::new(&capture);
        reader.push(&capture);
        collection.take("lab.pcapng", reader.finish().unwrap());
    }
    collection
}

#[test]
fn a_sign_in_in_several_files_is_counted_once() {
    let refused = |files| only(&captured(files), AttemptFilter::Refused);
    assert!(captured(2).attempts.len() > captured(1).attempts.len());
    assert_eq!(refused(2), refused(1));
    assert!(refused(1).ends_with(" 1"));
}

#[test]
fn a_connection_of_a_capture_is_called_by_its_ports() {
    let collection = captured(1);
    let log = picture(&collection, &[0, 1]).log;
    let named = log.connections.iter();
    let named: Vec<String> = named.map(|it| connection_name(&log, it.id)).collect();
    assert!(named.len() > 1);
    for (name, connection) in named.iter().zip(&log.connections) {
        let [client, server] = connection.carrier.ports.unwrap();
        assert_eq!(*name, format!("connection {client} → {server}"));
        assert_eq!(server, 80);
    }
    // A run, or an archive, has none.
    let mut log = log;
    log.connections[0].carrier = Carrier::default();
    assert_eq!(connection_name(&log, log.connections[0].id), "connection 1");
    // Of what a log tells no connection was seen.
    log.connections[0].carrier.told = true;
    let end = log.events.last().unwrap().id;
    let [.., told] = band(Hop::FIRST, &log, end);
    assert_eq!(told, "HOP 1 · told by a log");
    assert_eq!(
        connection_name(&log, log.connections[0].id),
        "told by a log"
    );
}

#[test]
fn nobody_who_is_refused_has_proved_nothing_that_could_be_wrong() {
    let log = run(&Scenario::of(Era::Today));
    let mut collection = of_run(&log);
    assert!(collection.attempts[1].is_anonymous());
    collection.attempts.truncate(2);
    let picture = picture(&collection, &[0, 1]);
    let outcome = picture.outcomes.last().map(|it| &it.outcome);
    assert_eq!(outcome, Some(&Outcome::Anonymous));
    let last = picture.steps.last().map(|it| it.tone);
    assert_eq!(last, Some(Tone::Bad), "the page fails");
    let log = picture.log;
    let inferred = log.events.iter().filter_map(|it| match &it.kind {
        EventKind::Inference { inference, .. } => Some(inference),
        _ => None,
    });
    let inferred: Vec<_> = inferred.collect();
    assert!(
        inferred.contains(&&Inference::RefusesNobody),
        "{inferred:?}"
    );
    assert!(!inferred.contains(&&Inference::Refuses), "{inferred:?}");
}

#[test]
fn what_was_taken_out_is_named_by_its_place() {
    let entry = |second: u8, sent: &str, status: u16, asked: &str| {
        format!(
            r#"{{"startedDateTime": "2026-01-01T00:00:0{second}Z", "time": 5, "connection": "7",
                "request": {{"method": "GET", "url": "http://web-01/", "httpVersion": "HTTP/1.1", "headers": [{sent}]}},
                "response": {{"status": {status}, "statusText": "", "httpVersion": "HTTP/1.1",
                    "headers": [{{"name": "WWW-Authenticate", "value": "NTLM{asked}"}}]}}}}"#
        )
    };
    let sent = |bytes: u16| {
        format!(r#"{{"name": "Authorization", "value": "NTLM [{bytes} bytes were stripped]"}}"#)
    };
    let entries = [
        entry(1, "", 401, ""),
        entry(2, &sent(49), 401, " [228 bytes were stripped]"),
        entry(3, &sent(500), 401, ""),
    ];
    let archive = format!(
        r#"{{"log": {{"version": "1.2", "creator": {{"name": "A", "version": "1"}}, "entries": [{}]}}}}"#,
        entries.join(",")
    );
    let mut reader = TrafficReader::new(archive.as_bytes());
    reader.push(archive.as_bytes());
    let mut collection = Collection::default();
    collection.take("a.har", reader.finish().unwrap());
    let drawn = picture(&collection, &[0]);
    let steps = drawn.steps.iter().zip(&drawn.labels);
    let told: Vec<(String, Tone)> = steps
        .map(|(step, label)| {
            let text = label.iter().map(|run| run.text.as_str());
            (text.collect(), step.tone)
        })
        .collect();
    let tone = |wanted: &str| told.iter().find(|it| it.0.contains(wanted)).map(|it| it.1);
    assert_eq!(tone("NEGOTIATE, 49 bytes stripped"), Some(Tone::Plain));
    assert_eq!(tone("CHALLENGE, 228 bytes stripped"), Some(Tone::Plain));
    assert_eq!(tone("AUTHENTICATE, 500 bytes stripped"), Some(Tone::Plain));
    assert_eq!(
        told.iter().filter(|it| it.1 == Tone::Bad).count(),
        1,
        "{told:?}"
    );
    let attempt = &collection.attempts[0];
    assert!(AttemptFilter::Incomplete.takes(attempt));
    let known = known(&collection, attempt, &[]);
    let known: Vec<&str> = known.iter().map(|it| it.1.as_str()).collect();
    assert!(
        known[0].starts_with("request, demand, NEGOTIATE, 49 bytes stripped"),
        "{known:?}"
    );
    assert!(known.iter().all(|it| !it.contains("Verify")), "{known:?}");
}

#[test]
fn a_challenge_is_no_bad_news() {
    let collection = of_run(&run(&Scenario::of(Era::Y1998)));
    let members: Vec<usize> = (0..collection.attempts.len()).collect();
    let drawn = picture(&collection, &members);
    let steps = drawn.steps.iter().zip(&drawn.labels);
    let challenges = steps.filter(|(_, label)| format!("{label:?}").contains("CHALLENGE"));
    let tones: Vec<Tone> = challenges.map(|(step, _)| step.tone).collect();
    assert!(!tones.is_empty());
    assert!(tones.iter().all(|it| *it == Tone::Plain), "{tones:?}");
}
