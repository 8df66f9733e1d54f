//! Logs as people drop them: what they tell of sign-ins, and what is said of what they do not tell.

use double_hop::present::evidence::shortages;
use double_hop::present::narration::traffic::{because, shortage};
use double_hop::traffic::attempts::AttemptOutcome;
use double_hop::traffic::collection::Collection;
use double_hop::traffic::reader::TrafficReader;

fn read(log: &str) -> Collection {
    let mut reader = TrafficReader::new(log.as_bytes());
    reader.push(log.as_bytes());
    let mut collection = Collection::default();
    collection.take("u_ex260302.log", reader.finish().unwrap());
    collection
}

/// A log of IIS with these requests: user, status, substatus and error.
fn iis(requests: &[(&str, &str)]) -> String {
    let head = "#Software: Microsoft Internet Information Services 10.0\n\
        #Fields: date time s-ip cs-method cs-uri-stem s-port cs-username c-ip sc-status sc-substatus sc-win32-status\n";
    let requests = requests.iter().enumerate().map(|(second, (user, status))| {
        format!("2026-03-02 10:14:{second:02} 10.0.0.80 GET /orders 80 {user} 10.0.0.7 {status}\n")
    });
    head.to_owned() + &requests.collect::<String>()
}

/// SEC_E_NO_CREDENTIALS is how IIS writes of the CHALLENGE of NTLM, which the next request answers.
#[test]
fn a_sign_in_that_a_log_has_the_beginning_of_is_said_not_to_be_finished() {
    let asked = ("-", "401 2 5");
    for begun in ["401 1 2148074254", "401 1 0"] {
        let log = read(&iis(&[asked, ("-", begun)]));
        assert_eq!(log.attempts.len(), 1, "{begun}");
        let attempt = &log.attempts[0];
        assert_eq!(attempt.outcome, AttemptOutcome::Incomplete);
        let said = because(attempt);
        assert!(said.contains("begun"), "{said}");
        let places: Vec<u32> = attempt
            .legs
            .iter()
            .map(|it| log.legs[it.1].location.last)
            .collect();
        assert_eq!(places, [3, 4]);
        let lacks = shortages(&log);
        let said: Vec<String> = lacks.iter().map(shortage).collect();
        assert!(
            said.len() == 1 && said[0].contains("10.0.0.80") && said[0].contains("begun"),
            "{said:?}"
        );
        // What comes after it ends it, refused or not.
        for (end, outcome) in [("CONTOSO\\alice", "200 0 0"), ("-", "401 1 2148074252")]
            .into_iter()
            .enumerate()
            .map(|(n, it)| (it, n == 0))
        {
            let log = read(&iis(&[asked, ("-", begun), end]));
            assert_eq!(
                (log.attempts.len(), log.attempts[0].is_refused()),
                (1, !outcome)
            );
            assert_eq!(shortages(&log), []);
        }
        // A second one is begun by the same computer, where the first is over.
        let again = read(&iis(&[
            asked,
            ("-", begun),
            ("CONTOSO\\alice", "200 0 0"),
            asked,
            ("-", begun),
        ]));
        assert_eq!(again.attempts.len(), 2);
        assert_eq!(again.attempts[1].outcome, AttemptOutcome::Incomplete);
    }
}

#[test]
fn a_demand_of_a_log_that_nobody_answers_is_told() {
    let asked = ("-", "401 2 5");
    let log = read(&iis(&[asked, asked]));
    assert_eq!(log.attempts.len(), 1);
    assert_eq!(log.attempts[0].outcome, AttemptOutcome::NotTried);
    assert_eq!(shortages(&log).len(), 1);
    // Each new connection of whoever got in is asked anew.
    let log = read(&iis(&[asked, ("CONTOSO\\alice", "200 0 0"), asked]));
    assert_eq!(log.attempts.len(), 1);
    assert_eq!(shortages(&log), []);
}

/// Many demands before it do not hide that a sign-in was begun.
#[test]
fn the_last_refusals_of_a_log_tell() {
    let mut requests = vec![("-", "401 2 5"); 9];
    requests.push(("-", "401 1 2148074254"));
    let log = read(&iis(&requests));
    assert_eq!(log.attempts[0].outcome, AttemptOutcome::Incomplete);
    let last = log.attempts[0]
        .legs
        .last()
        .map(|it| log.legs[it.1].location.last);
    assert_eq!(last, Some(12));
}
