//! Every step of every known run has its words, and the words say what happened.

use double_hop::lab::presets::PRESETS;
use double_hop::lab::{EventId, Log, Scenario, outcome, run, settled, table};
use double_hop::present::{Step, steps, words};

fn scenarios() -> Vec<(String, Scenario)> {
    let presets = PRESETS
        .iter()
        .map(|preset| (preset.id.to_owned(), preset.scenario()));
    let rows = table::ROWS.iter().flat_map(|row| {
        table::Column::ALL.map(|column| {
            let name = format!("{} {}", row.id, column.name());
            (name, table::scenario(row, column))
        })
    });
    presets.chain(rows).collect()
}

fn each_step(mut check: impl FnMut(&str, &Log, &Step)) {
    for (name, scenario) in scenarios() {
        let log = run(&scenario);
        for controller in [false, true] {
            for step in steps(&log, controller) {
                check(&name, &log, &step);
            }
        }
    }
}

fn text(log: &Log, step: &Step) -> String {
    words::label(log, step)
        .iter()
        .map(|run| run.text.as_str())
        .collect()
}

fn is_plain(name: &str, text: &str) {
    assert!(!text.trim().is_empty(), "{name}: nothing said");
    for debug in [
        "Some(", "Ok(", "Err(", "{", "}", "::", "\t", "\n", "  ", "“”",
    ] {
        assert!(!text.contains(debug), "{name}: {debug:?} in {text}");
    }
}

#[test]
fn every_step_has_its_words() {
    each_step(|name, log, step| {
        let label = text(log, step);
        is_plain(name, &label);
        assert!(label.chars().count() <= 60, "{name}: too long: {label}");
        let heading = words::heading(log, step);
        is_plain(name, &heading);
        assert!(heading.chars().count() <= 64, "{name}: too long: {heading}");
        is_plain(name, &words::place(log, step));
        let item = words::list_item(log, step);
        is_plain(name, &item);
        assert!(item.ends_with(['.', '”']), "{name}: no sentence: {item}");
    });
}

#[test]
fn the_verdict_follows_what_is_settled() {
    for (name, scenario) in scenarios() {
        let log = run(&scenario);
        let first = settled(&log).first().map(|settled| settled.event);
        let first = first.unwrap_or_else(|| panic!("{name} settles nothing"));
        for step in steps(&log, false) {
            let verdict = words::verdict(&log, step.end());
            let running = step.end() < first;
            assert_eq!(verdict.lead == "Running", running, "{name}");
            assert_eq!(
                verdict.state == words::VerdictState::Running,
                running,
                "{name}"
            );
            is_plain(&name, &verdict.why);
            let leads = [
                "Running",
                "First hop denied",
                "Second hop denied",
                "Second hop succeeded",
            ];
            assert!(
                leads.contains(&verdict.lead.as_str()),
                "{name}: {}",
                verdict.lead
            );
        }
        let end = words::verdict(&log, EventId(u32::MAX));
        let outcome = outcome(&log).map(|settled| settled.outcome.code());
        let lead = match outcome.as_deref() {
            Some("OK") => "Second hop succeeded",
            Some("ANON" | "FAIL" | "DENY") => "Second hop denied",
            _ => "First hop denied",
        };
        assert_eq!(end.lead, lead, "{name}");
        is_plain(&name, &words::reason(&log));
    }
}

#[test]
fn the_default_run() {
    let log = run(&PRESETS[0].scenario());
    let labels: Vec<String> = steps(&log, false)
        .iter()
        .map(|step| text(&log, step))
        .collect();
    // The random values are the seed's.
    assert_eq!(
        labels,
        [
            "GET /exchange/Logon.asp",
            "200 · form “Mailbox:”",
            "GET /exchange/logonfrm.asp",
            "401 · WWW-Authenticate: NTLM",
            "takes NTLM · alice types name, password",
            "GET · NEGOTIATE",
            "401 · CHALLENGE e9b3e09c…",
            "password → NT hash → afb46314…",
            "GET · AUTHENTICATE afb46314…",
            "proof matches → token: Network",
            "bind · NEGOTIATE",
            "bind_ack · CHALLENGE f99b4ba8…",
            "nothing here answers f99b4ba8… → null session",
            "rpc_auth_3 · AUTHENTICATE · no name, no response",
            "EcDoConnect “alice”",
            "no name, no response → ANONYMOUS LOGON",
            "ANONYMOUS LOGON may not open “alice”",
            "ecAccessDenied 0x80070005",
            "200 · “…was unable to get your inbox”",
        ]
    );
    assert_eq!(
        words::reason(&log),
        "The mailbox host sees ANONYMOUS LOGON: IIS holds nothing that answers a new challenge."
    );
}

#[test]
fn names_of_any_kind_stay_in_their_line() {
    let names = ["", "a\tb\r\nc", "😀\u{202e}مرحبا", "a:b", "\u{fffd}"];
    let long = "é".repeat(64 * 1024);
    for user in names.into_iter().chain([long.as_str()]) {
        for preset in &PRESETS {
            let mut scenario = preset.scenario();
            scenario.client.user = user.to_owned();
            scenario.client.domain = user.to_owned();
            scenario.directory.accounts = format!("alice,{user}");
            let log = run(&scenario);
            for step in steps(&log, true) {
                let label = text(&log, &step);
                assert!(label.chars().count() <= 66, "too long: {label}");
                for text in [
                    label,
                    words::heading(&log, &step),
                    words::list_item(&log, &step),
                ] {
                    assert!(!text.is_empty());
                    assert!(text.chars().count() < 300, "too long: {text}");
                    assert!(!text.contains(['\n', '\t', '\u{202e}']), "{text:?}");
                }
            }
            assert!(!words::reason(&log).contains(['\n', '\t']));
            for (setting, problem) in scenario.problems() {
                let said = words::problem(setting, problem, &scenario);
                assert!(!said.is_empty() && said.chars().count() < 200, "{said}");
            }
        }
    }
}
