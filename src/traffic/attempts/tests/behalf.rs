//! On whose behalf servers sign in elsewhere.

use super::*;

fn serves(flows: &[Flow], legs: &Legs) -> Vec<Option<usize>> {
    let found = attempts(flows, &legs.0);
    found.iter().map(|it| it.on_behalf_of).collect()
}

/// The beginning of a sign-in, up to its proof.
fn begin(legs: &mut Legs, flow: usize) {
    let [negotiate, challenge, authenticate] = messages(false);
    legs.get(flow).asks(flow);
    legs.token(flow, Sender::Client, negotiate, 0);
    legs.token(flow, Sender::Server, challenge, 401);
    legs.token(flow, Sender::Client, authenticate, 0);
}

fn http(client: u8, server: u8) -> Flow {
    flow(client, server, 80, Protocol::Http)
}

fn basic(legs: &mut Legs, flow: usize, user: &str) {
    legs.add(flow, Sender::Client, |leg| {
        leg.credential = Some(SentCredential::Clear(Method::Basic, user.to_owned(), None));
    });
}

#[test]
fn a_chain_of_three_hops_is_followed() {
    let flows = [http(1, 2), http(2, 3), http(3, 4)];
    let mut legs = Legs::default();
    begin(&mut legs, 0);
    begin(&mut legs, 1);
    legs.ntlm(2, true, 401);
    legs.answer(1, 500).answer(0, 500);
    assert_eq!(serves(&flows, &legs), [None, Some(0), Some(1)]);
}

#[test]
fn of_several_at_once_the_one_of_the_same_name_is_served() {
    let flows = [http(1, 2), http(5, 2), http(2, 3), http(2, 3), http(2, 3)];
    let mut legs = Legs::default();
    basic(&mut legs, 0, "D\\alice");
    basic(&mut legs, 1, "D\\bob");
    basic(&mut legs, 2, "D\\ALICE");
    legs.answer(2, 200);
    basic(&mut legs, 3, "D\\bob");
    legs.answer(3, 200);
    // Where the name does not tell, it is the last who asked.
    legs.ntlm(4, true, 401);
    legs.answer(0, 200).answer(1, 200);
    assert_eq!(
        serves(&flows, &legs),
        [None, None, Some(0), Some(1), Some(1)]
    );
}

#[test]
fn who_has_an_answer_is_not_served_any_more() {
    let flows = [http(1, 2), http(2, 3)];
    let mut legs = Legs::default();
    legs.ntlm(0, false, 200);
    legs.ntlm(1, true, 401);
    assert_eq!(serves(&flows, &legs), [None, None]);
}

#[test]
fn what_is_asked_for_later_on_the_connection_is_served_too() {
    let flows = [http(1, 2), http(2, 3)];
    let mut legs = Legs::default();
    legs.ntlm(0, false, 200);
    legs.get(0);
    legs.ntlm(1, true, 401);
    legs.answer(0, 500);
    assert_eq!(serves(&flows, &legs), [None, Some(0)]);
    // And of a password that goes along with each request, each request.
    let mut legs = Legs::default();
    for _ in 0..2 {
        basic(&mut legs, 0, "alice");
        legs.answer(0, 200);
    }
    basic(&mut legs, 0, "alice");
    legs.ntlm(1, true, 401);
    legs.answer(0, 500);
    basic(&mut legs, 0, "alice");
    legs.answer(0, 200);
    assert_eq!(serves(&flows, &legs), [None, Some(0)]);
}

#[test]
fn a_file_with_another_clock_may_be_a_little_apart() {
    let in_file = |file, flow: Flow| Flow { file, ..flow };
    let flows = [in_file(0, http(1, 2)), in_file(1, http(2, 3))];
    let second = 1_000_000_000;
    for (millis, clocks, expected) in [
        (500, false, Some(0)),
        (-500, false, Some(0)),
        (500, true, None),
        (60_000, false, None),
        (-60_000, false, None),
    ] {
        let mut legs = Legs::default();
        legs.ntlm(0, false, 500);
        legs.ntlm(1, true, 401);
        for leg in legs.0.iter_mut().filter(|leg| leg.flow == 1) {
            let at = leg.at.unwrap().0 + 10 * second + millis * 1_000_000;
            leg.at = Some(Timestamp(at));
        }
        for leg in legs.0.iter_mut().filter(|leg| leg.flow == 0) {
            leg.at = Some(Timestamp(leg.at.unwrap().0 + 10 * second));
        }
        let mut found = attempts(&flows, &legs.0);
        find_callers_elsewhere(&mut found, &flows, &legs.0, |_, _| clocks);
        let call = found.iter().find(|it| it.flow == 1).unwrap();
        let other = found.iter().position(|it| it.flow == 0);
        assert_eq!(call.on_behalf_of, expected.and(other), "{millis} {clocks}");
        assert_eq!(call.apart.is_some(), expected.is_some());
        let sign = call.apart.map(|it| it.signum());
        assert!(
            sign.is_none_or(|it| it == millis.signum()),
            "{:?}",
            call.apart
        );
        // Of two that fit neither is taken.
        let mut two = flows.to_vec();
        two.push(in_file(0, http(4, 2)));
        let mut more = legs.0.clone();
        let again = legs.0.iter().filter(|leg| leg.flow == 0).cloned();
        more.extend(again.map(|leg| Leg { flow: 2, ..leg }));
        let mut found = attempts(&two, &more);
        find_callers_elsewhere(&mut found, &two, &more, |_, _| clocks);
        let mut calls = found.iter().filter(|it| it.flow == 1);
        assert!(calls.all(|it| it.on_behalf_of.is_none()));
    }
}

#[test]
fn names_tell_where_a_file_has_no_addresses() {
    let named = |client: &str, server: &str| {
        let party = |name: &str| Party {
            name: (!name.is_empty()).then(|| name.to_owned()),
            ..Party::default()
        };
        let mut flow = http(1, 2);
        (flow.client, flow.server) = (party(client), party(server));
        flow
    };
    // The browser's own file, and the capture of the server, which is who the workstation in its message says.
    let flows = [named("", "web-01.contoso.example"), http(2, 3)];
    let mut legs = Legs::default();
    begin(&mut legs, 0);
    legs.ntlm(1, true, 401);
    legs.answer(0, 500);
    assert_eq!(serves(&flows, &legs), [None, Some(0)]);
}

#[test]
fn many_at_once_take_time_in_proportion() {
    let time = |count: usize| {
        let mut flows: Vec<Flow> = (0..count).map(|_| http(1, 2)).collect();
        flows.extend((0..count).map(|_| http(2, 3)));
        let mut legs = Legs::default();
        for flow in 0..count {
            basic(&mut legs, flow, "alice");
        }
        for flow in count..2 * count {
            basic(&mut legs, flow, "bob");
        }
        // The quickest of three: whatever else the machine does makes each slower.
        let times = (0..3).map(|_| {
            let start = std::time::Instant::now();
            assert_eq!(attempts(&flows, &legs.0).len(), 2 * count);
            start.elapsed()
        });
        times.min().unwrap()
    };
    let (few, many) = (time(400), time(4_000));
    assert!(many < few * 60, "{few:?} {many:?}");
}
