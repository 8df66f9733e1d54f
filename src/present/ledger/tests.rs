use super::*;
use crate::hosts::{AccountState, Decision, DenialReason, Era, Scheme};
use crate::lab::presets::PRESETS;
use crate::lab::table::{Column, ROWS, scenario};
use crate::lab::{Outcome, Scenario, run, settled};
use crate::present::narration;

/// The claims of IIS in a row with tickets: when it has a token, once the KDC has decided, at the end.
fn with_tickets(id: &str, column: Column) -> [Claim; 3] {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    let scenario: Scenario = scenario(row, column).unwrap();
    let log = run(&scenario);
    let of_iis = |event: &&Event| log.role(event) == Some(Role::FrontEnd);
    let last = |found: &dyn Fn(&Decision) -> bool| {
        let mut events = log.events.iter().filter(of_iis);
        let event = events.rfind(|event| event.kind.decision().is_some_and(found));
        event.unwrap().id
    };
    let token = last(&|decision| matches!(decision, Decision::MakesToken { .. }));
    let decided = last(&|decision| matches!(decision, Decision::AnswersAs { .. }));
    let end = log.events.last().unwrap().id;
    [token, decided, end].map(|at| {
        let cards = cards(&log, &scenario.client.user, at, at);
        let card = cards.iter().find(|card| card.role == Role::FrontEnd);
        card.unwrap().claims[0]
    })
}

#[test]
fn what_iis_can_prove_with_tickets_follows_from_them_and_from_the_kdc() {
    let said = |claim: &Claim| (claim.can, claim.will, claim.right, claim.may_ask);
    let open = (false, None, None, true);
    let (no, yes) = (false, true);
    let shut = (no, Some(no), None, no);
    let by = |path| (yes, Some(yes), Some(path), no);
    let proxy = by(TicketPath::Evidence);
    let transition = by(TicketPath::Transition);
    let forwarded = by(TicketPath::ForwardedTgt);
    for column in [Column::RemoteHttp, Column::RemoteSql] {
        for (id, expected) in [
            // Nobody let IIS go on: it asks, and the KDC says no.
            ("K1", [open, shut, shut]),
            // The TGT of the person is there, and with it every service that takes tickets.
            ("K2", [forwarded, forwarded, forwarded]),
            ("K4", [open, proxy, proxy]),
            ("K5", [open, shut, shut]),
            ("K6", [open, shut, shut]),
            ("K7", [open, transition, transition]),
            ("K8", [open, proxy, proxy]),
            ("K9", [open, transition, transition]),
            ("S2", [open, shut, shut]),
            // No ticket reaches a host that takes none.
            ("N1", [shut, shut, shut]),
        ] {
            let claims = with_tickets(id, column);
            assert_eq!(claims.each_ref().map(said), expected, "{id} {column:?}");
            let denied = claims[2].refused;
            assert_eq!(denied, expected[2] == shut, "{id} {column:?}");
        }
    }
    // MAPI takes no ticket, whatever lies behind the token.
    for id in ["K1", "K2", "K4", "K7", "K8"] {
        let claims = with_tickets(id, Column::RemoteMapi);
        assert_eq!(claims.each_ref().map(said), [shut; 3], "{id}");
    }
}

#[test]
fn a_ticket_says_whose_it_is_what_for_and_until_when() {
    let row = ROWS.iter().find(|row| row.id == "K2").unwrap();
    let log = run(&scenario(row, Column::RemoteHttp).unwrap());
    let last = log.events.last().unwrap().id;
    let cards = cards(&log, "alice", last, last);
    let iis = cards.iter().find(|card| card.role == Role::FrontEnd);
    let held = |name: &str| {
        let found = iis
            .unwrap()
            .holdings
            .iter()
            .find(|it| narration::holding(&it.holding) == name);
        narration::holding_details(&found.unwrap().holding)
    };
    assert_eq!(
        held("forwarded TGT of alice"),
        "of CONTOSO\\alice for krbtgt/CONTOSO.EXAMPLE: forwardable, forwarded, renewable; good until 2026-11-02 19:00 \
         UTC; in logon session 1, behind the token, until it is logged off"
    );
    let good_for = |name: &str| {
        let mut holdings = iis.unwrap().holdings.iter();
        let found = holdings.find(|it| narration::holding(&it.holding) == name);
        narration::good_for(&found.unwrap().holding)
    };
    assert_eq!(
        good_for("forwarded TGT of alice"),
        "gets tickets to other services"
    );
    assert_eq!(
        good_for("ticket HTTP/mbx-02"),
        "is shown to that service alone"
    );
    assert_eq!(
        good_for("evidence ticket HTTP/web-01"),
        "shows the KDC who came"
    );
    assert!(held("evidence ticket HTTP/web-01").contains("ok-as-delegate"));
    assert!(held("key: ticket HTTP/mbx-02").starts_with("of alice@CONTOSO.EXAMPLE’s ticket"));
}

fn front_end(id: &str, column: Column) -> Claim {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    let scenario: Scenario = scenario(row, column).unwrap();
    let log = run(&scenario);
    let answers = log
        .events
        .iter()
        .find(|event| matches!(event.kind.decision(), Some(Decision::AnswersAs { .. })));
    let last = answers.unwrap().id;
    let cards = cards(&log, &scenario.client.user, last, last);
    let card = cards.iter().find(|card| card.role == Role::FrontEnd);
    card.unwrap().claims[0]
}

/// Where the run is settled, against what the log's own outcomes say.
#[test]
fn no_card_contradicts_what_was_decided() {
    let rows = ROWS.iter().flat_map(|row| {
        let columns = row.columns.iter();
        columns.filter_map(move |column| Some((row.id, scenario(row, *column)?)))
    });
    let presets = PRESETS.iter().map(|preset| (preset.id, preset.scenario()));
    let mut checked = 0;
    for (name, scenario) in presets.chain(rows) {
        let log = run(&scenario);
        let outcomes = settled(&log);
        for event in &log.events {
            let cards = cards(&log, &scenario.client.user, event.id, event.id);
            let claim = |from: Role, to: Role| {
                let card = cards.iter().find(|card| card.role == from).unwrap();
                let mut claims = card.claims.iter();
                claims.rfind(|it| it.to == to && !it.hypothetical).copied()
            };
            let first = claim(Role::Browser, Role::FrontEnd).unwrap();
            let what = format!("{name}, event {}", event.id.0);
            if let Some(Decision::RefusesRequest { because }) = event.kind.decision()
                && !matches!(because, DenialReason::PageAsks | DenialReason::StaleNonce)
            {
                assert!(!first.can, "{what}: refused");
                let judged = matches!(because, DenialReason::LogonFailed(_));
                let mut all = cards.iter().flat_map(|card| &card.claims);
                assert!(!all.any(|it| judged && it.hypothetical && it.can), "{what}");
                checked += 1;
            }
            let mut all = cards.iter().flat_map(|card| &card.claims);
            assert!(!all.any(|it| it.refused && it.can), "{what}");
            let Some(last) = outcomes.iter().rfind(|it| it.event <= event.id) else {
                continue;
            };
            checked += 1;
            if let Outcome::FirstHop(_) = last.outcome {
                assert!(!first.can, "{what}: hop 1 denied");
                continue;
            }
            assert!(first.can, "{what}: hop 1 went through");
            let called = log.event(last.event).unwrap().host;
            let called = log.host(called).unwrap().role.unwrap();
            let second = claim(Role::FrontEnd, called).unwrap();
            let opened = last.outcome.succeeded();
            assert_eq!((second.can, second.refused), (opened, !opened), "{what}");
            assert!(second.will.is_none_or(|will| will == opened), "{what}");
            let known = matches!(last.outcome, Outcome::NoRights(_));
            assert_eq!(second.no_right, known, "{what}");
        }
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn what_cannot_be_is_refused_only_once_it_was_tried() {
    let scenario = Scenario::of(Era::Y1998);
    let log = run(&scenario);
    let refused = settled(&log).first().unwrap().event;
    for event in &log.events {
        let cards = cards(&log, "alice", event.id, event.id);
        let iis = cards.iter().find(|card| card.role == Role::FrontEnd);
        let claim = iis.unwrap().claims.first().unwrap();
        assert!(!claim.can);
        assert_eq!(claim.refused, event.id >= refused, "{:?}", event.id);
    }
}

#[test]
fn after_a_change_on_the_way_the_next_try_counts() {
    let mut scenario = Scenario::of(Era::Y1998);
    let log = run(&scenario);
    let response = log.messages().position(|(sent, _)| {
        sent.starts_with(b"GET")
            && crate::wire::ntlm_token(sent).is_some_and(|token| token.len() > 80)
    });
    let message = u32::try_from(response.unwrap()).unwrap();
    // A letter of the base64, far behind: in the response.
    let at = u32::try_from(log.messages().nth(response.unwrap()).unwrap().0.len() - 40).unwrap();
    scenario.edits.push(crate::lab::Splice {
        message,
        layer: 0,
        at,
        remove: 1,
        insert: vec![b'_'],
    });
    let log = run(&scenario);
    let mut seen = Vec::new();
    for event in &log.events {
        let cards = cards(&log, "alice", event.id, event.id);
        let card = cards
            .iter()
            .find(|card| card.role == Role::Browser)
            .unwrap();
        let can = card.claims.first().unwrap().can;
        if seen.last() != Some(&can) {
            seen.push(can);
        }
    }
    // Nothing typed, typed, refused, tried again.
    assert_eq!(seen, [false, true, false, true]);
}

#[test]
fn with_a_network_logon_the_computer_could_and_the_token_does_not() {
    for (column, will) in [(Column::SameHost, true), (Column::RemoteMapi, false)] {
        let claim = front_end("B2", column);
        assert!(claim.can);
        assert_eq!(claim.will, Some(will));
    }
}

#[test]
fn the_back_end_alone_holds_a_session_of_nobody() {
    let log = run(&Scenario::of(Era::Y1998));
    let mut anonymous = Vec::new();
    for event in &log.events {
        for card in cards(&log, "alice", event.id, event.id) {
            for held in &card.holdings {
                anonymous.extend(held.is_anonymous().then_some(card.role));
            }
        }
    }
    anonymous.dedup();
    assert_eq!(anonymous, [Role::Mailbox]);
}

#[test]
fn ntlm_leaves_nothing_that_answers() {
    let claim = front_end("N1", Column::RemoteMapi);
    assert_eq!((claim.can, claim.will), (false, Some(false)));
}

#[test]
fn on_the_server_the_callers_own_session_is_behind_the_token() {
    let claim = front_end("L2", Column::RemoteMapi);
    assert_eq!((claim.can, claim.will), (true, Some(true)));
}

#[test]
fn basic_leaves_the_password_behind_the_token() {
    let claim = front_end("B0", Column::RemoteHttp);
    assert_eq!((claim.can, claim.will), (true, Some(true)));
}

#[test]
fn whom_the_kdc_refuses_nobody_else_would_let_in() {
    for state in [AccountState::Enabled, AccountState::LockedOut] {
        let mut scenario = Scenario::of(Era::Today);
        scenario.front_end.schemes = vec![Scheme::Negotiate];
        scenario.directory.state = state;
        let log = run(&scenario);
        let end = log.events.last().unwrap().id;
        let cards = cards(&log, &scenario.client.user, end, end);
        let browser = cards.iter().find(|card| card.role == Role::Browser);
        let farther = browser.unwrap().claims.iter().find(|it| it.hypothetical);
        assert_eq!(farther.unwrap().can, state == AccountState::Enabled);
    }
}
