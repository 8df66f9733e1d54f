//! Runs of the lab as captures, rebuilt as settings of the lab: they end as the traffic did.

use crate::lab_capture::{collection, segments};
use double_hop::hosts::Protocol;
use double_hop::lab::presets::PRESETS;
use double_hop::lab::{outcome, run};
use double_hop::present::traffic::rebuild;

#[test]
fn what_is_rebuilt_ends_as_the_traffic_did() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for preset in &PRESETS {
        let scenario = preset.scenario();
        // A call of MAPI is not rebuilt: the back end becomes a web service.
        if scenario.back_end.protocol == Protocol::Mapi {
            continue;
        }
        compared += 1;
        let log = run(&scenario);
        let collection = collection(&segments(std::slice::from_ref(&log)));
        let rebuilt = rebuild(&collection, 0);
        let found = outcome(&run(&rebuilt.scenario)).map(|it| it.outcome);
        let expected = outcome(&log).map(|it| it.outcome);
        if found != expected {
            wrong.push(format!("{}: {found:?}, not {expected:?}", preset.id));
        }
        // Whatever sign-in of the visit is chosen.
        for chosen in 1..collection.attempts.len() {
            let other = rebuild(&collection, chosen);
            assert!(!other.assumed.is_empty());
        }
    }
    assert!(compared > 20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
