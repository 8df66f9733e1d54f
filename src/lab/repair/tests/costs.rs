//! What repairs cost.

use super::*;

#[test]
fn costs_are_ordered_part_by_part() {
    let cost = |id: &str| {
        let scenario = row(id, Column::RemoteHttp);
        Cost::of(&scenario, &run(&scenario))
    };
    let (nothing, list, transition, lent) = (cost("K1"), cost("K4"), cost("K7"), cost("K8"));
    let (tgt, password) = (cost("K2"), cost("B3"));
    assert_eq!(nothing, Cost::NONE);
    assert!(nothing < list && list < transition && list < tgt);
    assert_eq!(transition, lent);
    assert_eq!(transition.partial_cmp(&tgt), None);
    assert_eq!(tgt.partial_cmp(&password), None);
    let mut all = [password, tgt, lent, list, nothing];
    all.sort_by_key(Cost::rank);
    assert_eq!(all, [nothing, list, lent, tgt, password]);
    // A network logon keeps no password, but it went through IIS.
    assert_eq!(cost("B2").secret, HeldSecret::Password);
}

#[test]
fn a_right_that_the_directory_had_is_not_new() {
    let mut base = row("K7", Column::RemoteMapi);
    base.back_end.protocol = crate::hosts::BackEndProtocol::Mapi;
    let change = Change::new(&base, Setting::BackEnd, "http").unwrap();
    let cost = Repair::try_out(&base, vec![change]).cost;
    assert_eq!(
        (cost.secret, cost.kept),
        (HeldSecret::Nothing, HeldSecret::Right)
    );
}
