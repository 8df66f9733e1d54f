//! Every step of every known run has its words, and the words say what happened.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/scenarios.rs"]
mod scenarios;

use double_hop::hosts::{Credential, Reply, Role, Scheme, UserPassword};
use double_hop::lab::presets::{PRESETS, Preset};
use double_hop::lab::{
    EventId, EventKind, KnownAttack, Log, Outcome, Problem, Scenario, Setting, Splice, outcome,
    run, settled, table,
};
use double_hop::present::decode::{Report, traffic};
use double_hop::present::export::tokens;
use double_hop::present::inspect::message_text;
use double_hop::present::narration::verify::because;
use double_hop::present::narration::{
    Piece, Term, Text, attack_name, first, line, narrate, note, sentence, title, warning,
};
use double_hop::present::walk::WalkStop;
use double_hop::present::{
    DomainControllers, Passwords, Step, explain, labels, link, narration, steps,
};
use double_hop::traffic::verify::{KnownCredentials, KnownSecret, SignInBytes, verify};
use double_hop::value_kind::ValueKind;
use scenarios::known;

fn scenarios() -> Vec<(String, Scenario)> {
    let mut all = known();
    all.extend(changed());
    all.extend(by_hand());
    all
}

/// Runs in which somebody in between does what attackers are known for, or breaks something.
fn changed() -> Vec<(String, Scenario)> {
    let mut all = Vec::new();
    for preset in PRESETS.iter().step_by(3) {
        let scenario = preset.scenario();
        let log = run(&scenario);
        for attack in KnownAttack::ALL {
            if let Some(splice) = attack.splice(&log, None) {
                let mut changed = scenario.clone();
                changed.edits.push(splice);
                all.push((format!("{} {}", preset.id, attack_name(attack)), changed));
            }
        }
        for message in 0..20 {
            for (layer, at) in [(0, 0), (0, 20), (1, 30)] {
                let mut changed = scenario.clone();
                changed.edits.push(Splice {
                    message,
                    layer,
                    at,
                    remove: 1,
                    insert: vec![b'?'],
                });
                all.push((format!("{} {message}.{layer}.{at}", preset.id), changed));
            }
        }
    }
    all
}

/// Runs in which somebody sits in IIS's place.
fn by_hand() -> Vec<(String, Scenario)> {
    let mut all = Vec::new();
    for preset in &PRESETS {
        let password = UserPassword {
            domain: "CONTOSO".to_owned(),
            user: "alice".to_owned(),
            password: Scenario::PASSWORD.to_owned(),
        };
        for reply in [
            Reply::Replay,
            Reply::Nothing,
            Reply::Credential(Credential::Password(password)),
            Reply::Credential(Credential::NtHash {
                domain: String::new(),
                user: "alice".to_owned(),
                hash: [7; 16],
            }),
            Reply::Raw(b"NTLMSSP\0nothing".to_vec()),
            Reply::Raw(Vec::new()),
        ] {
            let mut scenario = preset.scenario();
            let name = format!("{} {reply:?}", preset.id);
            scenario.front_end.seat = Some(reply);
            all.push((name, scenario));
        }
    }
    all
}

#[track_caller]
fn each_step(mut check: impl FnMut(&str, &Log, &Step)) {
    for (name, scenario) in scenarios() {
        let log = run(&scenario);
        for controllers in [DomainControllers::Folded, DomainControllers::Shown] {
            for step in steps(&log, controllers) {
                check(&name, &log, &step);
            }
        }
    }
}

fn text(log: &Log, step: &Step) -> String {
    labels::label(log, step)
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
        let heading = labels::heading(log, step);
        is_plain(name, &heading);
        assert!(heading.chars().count() <= 64, "{name}: too long: {heading}");
        is_plain(name, &narration::place(log, step));
        let item = narration::list_item(log, step);
        is_plain(name, &item);
        assert!(
            item.ends_with(['.', '”', '…']),
            "{name}: no sentence: {item}"
        );
    });
}

#[test]
fn the_verdict_follows_what_is_settled() {
    for (name, scenario) in scenarios() {
        let log = run(&scenario);
        let first = settled(&log).first().map(|settled| settled.event);
        let first = first.unwrap_or_else(|| panic!("{name} settles nothing"));
        for (number, step) in steps(&log, DomainControllers::Folded).iter().enumerate() {
            let verdict = narration::verdict(&log, step.end());
            if step.end() < first {
                let begins = verdict.lead == "Nothing has run yet";
                assert_eq!(begins, number == 0, "{name}, step {number}");
            }
            let runs = verdict.state == narration::VerdictState::Running;
            // What was changed on the way may have been refused before anything is settled.
            let refused = verdict.lead == "First hop denied" && !scenario.edits.is_empty();
            let settled = step.end() >= first;
            assert!(runs != settled || refused, "{name}: {verdict:?}");
            let waits = ["Nothing has run yet", "Running"].contains(&verdict.lead.as_str());
            assert_eq!(waits, runs, "{name}");
            is_plain(&name, &verdict.why.to_string());
            marks_terms_once(&name, &verdict.why);
            let leads = [
                "Nothing has run yet",
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
        let end = narration::verdict(&log, EventId(u32::MAX));
        let outcome = outcome(&log).map(|settled| settled.outcome.code());
        let lead = match outcome.as_deref() {
            Some("OK") => "Second hop succeeded",
            Some("ANON" | "FAIL" | "DENY") => "Second hop denied",
            _ => "First hop denied",
        };
        assert_eq!(end.lead, lead, "{name}");
        is_plain(&name, &narration::reason(&log));
    }
}

/// What a verdict is about has its meaning at hand: once, wherever it is named.
fn marks_terms_once(name: &str, why: &Text) {
    for term in [
        Term::AnonymousLogon,
        Term::Challenge,
        Term::LocalCall,
        Term::Mic,
        Term::NtHash,
        Term::Response,
        Term::Token,
    ] {
        let marks = |piece: &&Piece| matches!(piece, Piece::Term(_, marked) if *marked == term);
        let marked = why.pieces().iter().filter(marks).count();
        let named = why.to_string().contains(term.name());
        assert_eq!(marked, usize::from(named), "{name}: {term:?} in {why}");
    }
}

#[test]
fn the_default_run() {
    let log = run(&PRESETS[0].scenario());
    let labels: Vec<String> = steps(&log, DomainControllers::Folded)
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
            "GET · NTLM NEGOTIATE",
            "401 · CHALLENGE e9b3e09c…",
            "password → NT hash → afb46314…",
            "GET · AUTHENTICATE afb46314…",
            "proof matches → token: Network",
            "bind · NTLM NEGOTIATE",
            "bind_ack · CHALLENGE f99b4ba8…",
            "nothing here answers f99b4ba8… → null session",
            "rpc_auth_3 · AUTHENTICATE · no name, no response",
            "EcDoConnect “alice”",
            "no name, no response → ANONYMOUS LOGON",
            "ANONYMOUS LOGON may not open “alice”",
            "ecAccessDenied 0x80070005",
            "200 · “Failed to get Inbox”",
        ]
    );
    let last = log.events.last().map(|event| event.id);
    let end = narration::verdict(&log, last.unwrap_or(EventId(0)));
    assert!(
        end.why
            .to_string()
            .starts_with("The mailbox host sees ANONYMOUS LOGON: IIS holds nothing")
    );
}

#[test]
fn the_run_to_sql_server() {
    let preset = Preset::named("sql-server").expect("a preset");
    let log = run(&preset.scenario());
    let labels: Vec<String> = steps(&log, DomainControllers::Folded)
        .iter()
        .map(|step| text(&log, step))
        .collect();
    let second = labels
        .iter()
        .position(|label| label.starts_with("PRELOGIN"));
    assert_eq!(
        labels[second.expect("a call")..],
        [
            "PRELOGIN · no encryption",
            "PRELOGIN · no encryption",
            "LOGIN7 · NTLM NEGOTIATE",
            "SSPI · CHALLENGE 791d5c8e…",
            "nothing here answers 791d5c8e… → null session",
            "SSPI · AUTHENTICATE · no name, no response",
            "no name, no response → ANONYMOUS LOGON",
            "ANONYMOUS LOGON may not open “Sales”",
            "ERROR 18456 · “…ANONYMOUS LOGON”",
            "500 · “…ANONYMOUS LOGON”",
        ]
    );
}

#[test]
fn a_run_with_delegation() {
    let row = table::ROWS.iter().find(|row| row.id == "K4").expect("K4");
    let scenario = table::scenario(row, table::Column::RemoteHttp).expect("a scenario");
    let log = run(&scenario);
    let labels: Vec<String> = steps(&log, DomainControllers::Shown)
        .iter()
        .map(|step| text(&log, step))
        .collect();
    let first = labels.iter().position(|label| label.starts_with("TGS-REQ"));
    assert_eq!(
        labels[first.expect("a ticket")..],
        [
            "TGS-REQ · HTTP/web-01",
            "issues a ticket · HTTP/web-01",
            "TGS-REP · ticket for HTTP/web-01",
            "has a ticket · HTTP/web-01",
            "GET · AP-REQ for HTTP/web-01",
            "the ticket opens → token: Network",
            "GET /mailbox/alice/inbox",
            "401 · WWW-Authenticate: Negotiate, NTLM",
            "AS-REQ · WEB-01$, no proof yet",
            "KDC_ERR_PREAUTH_REQUIRED",
            "KRB-ERROR · KDC_ERR_PREAUTH_REQUIRED",
            "AS-REQ · WEB-01$, the time encrypted",
            "issues a TGT",
            "AS-REP · TGT of WEB-01$",
            "has a TGT",
            "TGS-REQ · S4U2proxy to HTTP/mbx-02",
            "S4U2proxy · HTTP/mbx-02",
            "TGS-REP · ticket for HTTP/mbx-02",
            "has a ticket in the user’s name · HTTP/mbx-02",
            "a ticket answers for CONTOSO\\alice",
            "GET · AP-REQ for HTTP/mbx-02",
            "the ticket opens → CONTOSO\\alice",
            "CONTOSO\\alice may open “alice”",
            "200 · “alice” · AP-REP",
            "the server opened the ticket",
            "200 · “Inbox - alice” · AP-REP",
            "the server opened the ticket",
        ]
    );
}

#[test]
fn nothing_that_is_sent_unchanged_is_called_unreadable() {
    for (name, scenario) in known() {
        let log = run(&scenario);
        for step in steps(&log, DomainControllers::Shown) {
            let label = text(&log, &step);
            let lost = label.contains("unreadable") || label.contains("does not decode");
            assert!(!lost, "{name}: {label}");
        }
    }
}

/// The end of a row's verdict, today over HTTP.
fn why(id: &str) -> String {
    let row = table::ROWS.iter().find(|row| row.id == id).expect("a row");
    let scenario = table::scenario(row, table::Column::RemoteHttp).expect("a scenario");
    let verdict = narration::verdict(&run(&scenario), EventId(u32::MAX));
    verdict.why.to_string()
}

#[test]
fn the_verdict_names_the_right_or_the_rule() {
    for (row, reason) in [
        ("K1", "is not trusted for delegation"),
        ("K2", "with the user’s own TGT"),
        ("K3", "its policy"),
        ("K4", "is on the list of WEB-01$: constrained delegation"),
        ("K5", "is not on the list of WEB-01$"),
        ("K6", "is trusted for Kerberos only"),
        ("K7", "without any proof of theirs"),
        ("K8", "resource-based delegation"),
        ("K9", "without any proof of theirs"),
        ("K9B", "is trusted for Kerberos only"),
        ("K10A", "Account is sensitive"),
        ("K10B", "Account is sensitive"),
        ("K10C", "Account is sensitive"),
        ("P2", "Members of Protected Users"),
        ("S1", "does not open with the key"),
        ("S2", "the trust between the forests"),
        ("S3", "more than five minutes"),
    ] {
        let why = why(row);
        assert!(why.contains(reason), "{row}: {why}");
    }
}

#[test]
fn the_public_folder_server_is_called_as_its_setting_says() {
    let link = "v=1&offer=ntlm&mailbox=same&folders=other&folderserver=ARCHIVE-9";
    let scenario = link::decode(link).scenario.expect("a scenario");
    assert_eq!(scenario.problems(), []);
    let log = run(&scenario);
    let host = log.host_of(Role::PublicFolders).expect("the server");
    assert_eq!(host.name, "ARCHIVE-9");
    let (mut sent, mut said) = (String::new(), String::new());
    for event in &log.events {
        if let EventKind::Message { sent: bytes, .. } = &event.kind {
            let letters = bytes.iter().filter(|byte| **byte != 0);
            sent.extend(letters.map(|byte| char::from(*byte)));
        }
    }
    for step in steps(&log, DomainControllers::Shown) {
        said += &text(&log, &step);
        said += &narration::list_item(&log, &step);
        said += &narration::place(&log, &step);
    }
    for text in [&sent, &said] {
        assert!(!text.contains("PUB-03"), "{text}");
    }
    assert!(sent.contains("ARCHIVE-9"), "its CHALLENGE names it");

    let problem_of = |name: &str| {
        let mut scenario = scenario.clone();
        scenario.names.folder_server = name.to_owned();
        scenario.problems()
    };
    let setting = Setting::FolderServerName;
    assert_eq!(problem_of("a.b"), [(setting, Problem::NotANetbiosName)]);
    let taken = scenario.names.web_server.to_lowercase();
    assert_eq!(problem_of(&taken), [(setting, Problem::NameTaken)]);
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
            for step in steps(&log, DomainControllers::Shown) {
                let label = text(&log, &step);
                assert!(label.chars().count() <= 66, "too long: {label}");
                for text in [
                    label,
                    labels::heading(&log, &step),
                    narration::list_item(&log, &step),
                ] {
                    assert!(!text.is_empty());
                    assert!(text.chars().count() < 300, "too long: {text}");
                    assert!(!text.contains(['\n', '\t', '\u{202e}']), "{text:?}");
                }
            }
            assert!(!narration::reason(&log).contains(['\n', '\t']));
            for (setting, problem) in scenario.problems() {
                let said = narration::problem(setting, problem, &scenario);
                assert!(!said.is_empty() && said.chars().count() < 200, "{said}");
            }
        }
    }
}

/// Turns the direction of what follows it.
const TURN: char = '\u{202e}';

#[test]
fn what_a_stranger_wrote_turns_no_line() {
    let mut said = Vec::new();
    for link in [
        "#v=1%E2%80%AE",
        "#v=1&page=%E2%80%AEevil",
        "#v=1&era=%E2%80%AE8991",
        "#v=1&level=%D8%9C9",
    ] {
        let problems = link::decode(link).problems;
        assert_eq!(problems.len(), 1, "{link}");
        said.extend(problems.iter().map(narration::link_problem));
    }
    let mut scenario = PRESETS[0].scenario();
    for name in [&mut scenario.client.user, &mut scenario.client.domain] {
        name.push(TURN);
    }
    for schemes in [vec![Scheme::Ntlm], vec![Scheme::Basic]] {
        scenario.front_end.schemes = schemes;
        let log = run(&scenario);
        said.push(narration::reason(&log));
        let report = Report::of(traffic(&log).as_bytes());
        for (number, token) in report.found.tokens.iter().enumerate() {
            let layer = token.layer().expect("a layer");
            said.push(tokens::text(token, Passwords::Shown));
            said.push(message_text(&layer));
            let summary = report.summary(number).expect("a summary");
            said.push(line(&summary).to_string());
            said.extend(title(&summary).map(|title| title.to_string()));
            said.extend(report.notes(number).iter().map(|it| note(it).to_string()));
            said.extend(report.warnings(number, &layer).iter().map(warning));
        }
        let check = |set: &SignInBytes<'_>| {
            let credentials = KnownCredentials {
                user: Some("\u{202e}"),
                domain: Some("\u{202e}"),
                secret: KnownSecret::Password("wrong"),
            };
            verify(set, Some(&credentials), None, Some("\u{202e}"))
        };
        for set in &report.sets {
            if let Some((_, found)) = report.judge(set, &check) {
                said.extend(found.verdicts.iter().map(because));
            }
        }
    }
    for said in said {
        assert!(!said.contains([TURN, '\u{61c}']), "{said:?}");
    }
}

#[test]
fn values_in_a_text_keep_their_kind() {
    use ValueKind::{Challenge, NtHash, Password, Response, SessionKey, Token};
    let log = run(&PRESETS[0].scenario());
    let mut kinds = Vec::new();
    for step in steps(&log, DomainControllers::Shown) {
        let told = narrate(&log, &step);
        for text in [&told.label, &told.title, &told.sentence] {
            for piece in text.pieces() {
                assert!(!piece.text().is_empty());
                if let Piece::Value(text, kind) = piece {
                    assert!(!text.contains(' ') || *kind != Challenge, "{text}");
                    kinds.push(*kind);
                }
            }
        }
    }
    kinds.sort();
    kinds.dedup();
    assert_eq!(
        kinds,
        [Password, NtHash, Challenge, Response, SessionKey, Token]
    );
}

#[test]
fn every_term_that_has_a_meaning_is_used() {
    let scenario = PRESETS[0].scenario();
    let mut texts = vec![
        first::what_it_is(&scenario),
        first::what_to_do(&scenario, Some(&Outcome::Anonymous), "Mailbox"),
    ];
    texts.extend(WalkStop::ALL.map(first::told_at));
    each_step(|_, log, step| {
        let told = narrate(log, step);
        texts.extend(told.reasons);
        texts.extend(told.simplified);
        texts.push(told.sentence);
        texts.extend(told.story.into_iter().flat_map(|it| [it.article, it.wire]));
        for text in [&told.label, &told.title] {
            let term = |piece: &Piece| matches!(piece, Piece::Term(..));
            assert!(!text.pieces().iter().any(term), "a term in {text}");
        }
    });
    for term in Term::ALL {
        let uses = |piece: &Piece| matches!(piece, Piece::Term(_, used) if *used == term);
        let used = texts.iter().any(|text| text.pieces().iter().any(uses));
        // The page says this one before what it cites.
        assert!(used || term == Term::Sources, "{term:?}");
    }
}

#[test]
fn every_step_is_explained_with_a_source() {
    each_step(|name, log, step| {
        let explained = explain::explain(log, step);
        is_plain(name, &explained.lead);
        let story = explained.story.iter();
        let story = story.flat_map(|story| [&story.article, &story.wire]);
        for text in explained
            .paragraphs
            .iter()
            .chain(&explained.notes)
            .chain(story)
        {
            is_plain(name, text);
            assert!(text.ends_with(['.', '…']), "{name}: no sentence: {text}");
        }
        assert!(
            explained.lead.ends_with(['.', '…']),
            "{name}: {}",
            explained.lead
        );
        assert!(!explained.sources.is_empty(), "{name}: no source");
        for source in &explained.sources {
            is_plain(name, &source.label);
            let own = ["this page", "the decoder of this lab"].contains(&source.label.as_str());
            let url = source.url.as_deref();
            assert!(
                url.map_or(own, |url| url.starts_with("https://")),
                "{source:?}"
            );
        }
    });
}

/// The steps of a scenario whose explanation tells both stories.
fn told_twice(scenario: &Scenario) -> Vec<String> {
    let log = run(scenario);
    let all = steps(&log, DomainControllers::Folded);
    let told = all
        .iter()
        .filter(|step| explain::explain(&log, step).story.is_some());
    told.map(|step| labels::heading(&log, step)).collect()
}

#[test]
fn the_article_and_the_wire_are_both_told() {
    assert_eq!(
        told_twice(&PRESETS[0].scenario()),
        [
            "AUTHENTICATE, with an NTLMv1 answer",
            "The proof matches: IIS has a Network token",
            "IIS has nothing to answer with",
            "AUTHENTICATE, with nothing in it",
            "ANONYMOUS LOGON may not open the mailbox",
        ]
    );
    let basic = Preset::named("basic").map(Preset::scenario);
    assert_eq!(
        told_twice(&basic.expect("the preset")),
        [
            "Basic: the password travels",
            "IIS has a password to answer with",
            "AUTHENTICATE, with an NTLMv1 answer",
        ]
    );
}

#[test]
fn what_is_simplified_is_said() {
    let log = run(&PRESETS[0].scenario());
    let notes = |controllers| -> Vec<String> {
        let all = steps(&log, controllers);
        let explained = all.iter().map(|step| explain::explain(&log, step));
        explained.flat_map(|explained| explained.notes).collect()
    };
    for controllers in [DomainControllers::Folded, DomainControllers::Shown] {
        let notes = notes(controllers);
        for about in [
            "Pass-through validation is simplified",
            "connect call is simplified",
        ] {
            assert!(notes.iter().any(|note| note.contains(about)), "{about}");
        }
    }
}

#[test]
fn the_replay_names_both_challenges_and_both_proofs() {
    let replay = Preset::named("replay").map(Preset::scenario);
    let log = run(&replay.expect("the preset"));
    let verdict = narration::verdict(&log, EventId(u32::MAX));
    let why = verdict.why.to_string();
    let values: Vec<&str> = why
        .split_whitespace()
        .filter(|word| word.contains('…'))
        .collect();
    assert_eq!(values.len(), 3, "{}", verdict.why);
    assert_ne!(values[1], values[2]);
}

#[test]
fn every_field_that_is_sent_has_a_sentence_and_a_source() {
    fn look(fields: &[double_hop::wire::Field], missing: &mut Vec<String>) {
        for field in fields {
            if sentence(field).is_none() || field.spec.is_empty() {
                missing.push(format!("{} ({})", field.name, field.spec));
            }
            look(&field.children, missing);
        }
    }
    let mut missing = Vec::new();
    for preset in &PRESETS {
        let log = run(&preset.scenario());
        for event in &log.events {
            if let EventKind::Message { sent, .. } = &event.kind {
                for layer in double_hop::wire::layers(sent) {
                    look(&layer.layout.fields, &mut missing);
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_folder_that_does_not_open_is_not_called_a_mailbox() {
    let row = table::ROWS.iter().find(|row| row.id == "N2").expect("N2");
    let scenario = table::scenario(row, table::Column::SameHost).expect("a scenario");
    let log = run(&scenario);
    let last = steps(&log, DomainControllers::Folded).pop().expect("steps");
    let told = narrate(&log, &last);
    let mut paragraphs = vec![told.sentence.to_string()];
    paragraphs.extend(told.reasons.iter().map(ToString::to_string));
    let told = paragraphs.join(" ");
    assert!(told.contains("Failed to open the folder"), "{told}");
    assert!(told.contains("The folder could not be opened"), "{told}");
    assert!(
        !told.contains("inbox") && !told.contains("mailbox"),
        "{told}"
    );
}
