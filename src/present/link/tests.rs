//! Links lead back, keep what is not known, and hold no password unasked.

use super::read::LIMIT;
use super::*;
use crate::hosts::Era;
use crate::lab::presets::PRESETS;
use crate::lab::table::{self, scenario};
use crate::lab::{MOST_EDITS, Splice, presets};
use crate::present::form::{Control, GROUPS, SIGN_IN};

#[test]
fn every_preset_and_every_row_comes_back() {
    let rows = table::ROWS.iter().flat_map(|row| {
        row.columns
            .iter()
            .filter_map(|column| scenario(row, *column))
    });
    let presets = PRESETS.iter().map(presets::Preset::scenario);
    for scenario in rows.chain(presets) {
        let link = LinkTo {
            at: Some(7),
            controller: true,
            without: None,
            ..LinkTo::settings(&scenario)
        }
        .encode();
        let back = decode(&link);
        assert_eq!(back.scenario, Some(scenario), "{link}");
        assert!(link.ends_with("&at=8"), "{link}");
        assert_eq!((back.at, back.step), (Some(7), None));
        assert!(back.controller);
        assert_eq!(back.problems, []);
        assert_eq!(back.unknown, []);
    }
}

#[test]
fn every_value_that_can_be_chosen_comes_back() {
    let fields = GROUPS.iter().flat_map(|group| group.fields);
    for field in fields.chain([&SIGN_IN]) {
        let values: Vec<String> = match &field.control {
            Control::Radio(options) | Control::List(options) => {
                options().into_iter().map(|option| option.value).collect()
            }
            Control::Check => vec!["0".to_owned(), "1".to_owned()],
            Control::Text | Control::Password => vec![String::new(), "a b,&=#é".to_owned()],
        };
        for value in values {
            let mut scenario = Scenario::of(Era::Today);
            assert_eq!(field.setting.change(&mut scenario, &value), Some(()));
            let link = LinkTo {
                without: None,
                ..LinkTo::settings(&scenario)
            }
            .encode();
            assert_eq!(decode(&link).scenario, Some(scenario), "{link}");
        }
    }
}

#[test]
fn changes_on_the_way_come_back_whatever_they_are() {
    let mut scenario = Scenario::of(Era::Today);
    for (message, insert) in [(0, vec![]), (7, vec![0, 0xab]), (u32::MAX, vec![9; 65_536])] {
        scenario.edits.push(Splice {
            message,
            layer: 255,
            at: 24,
            remove: u32::MAX,
            insert,
        });
    }
    for original in [false, true] {
        let link = LinkTo {
            original,
            ..LinkTo::settings(&scenario)
        }
        .encode();
        let back = decode(&link);
        assert_eq!(back.scenario.as_ref(), Some(&scenario));
        assert_eq!((back.original, back.problems.len()), (original, 0));
    }
    for hostile in [
        "",
        "1",
        "1.1.1.1",
        "1.1.1.1.a",
        "1.256.1.1.",
        "-1.0.0.0.",
        "1.1.1.1.aa.bb",
    ] {
        let link = decode(&format!("edit={hostile}"));
        assert_eq!(link.problems.len(), 1, "{hostile}");
        assert_eq!(link.scenario.unwrap().edits, []);
    }
    let many = "edit=0.0.0.0.61&".repeat(5000);
    assert_eq!(decode(&many).scenario.unwrap().edits.len(), MOST_EDITS + 1);
}

#[test]
fn a_name_is_in_a_link_where_it_is_not_the_usual_one() {
    let mut scenario = Scenario::of(Era::Today);
    let link = |scenario: &Scenario| LinkTo::settings(scenario).encode();
    assert!(!link(&scenario).contains("folderserver"));
    let usual = decode(&link(&scenario)).scenario.unwrap();
    assert_eq!(usual.names.folder_server, "PUB-03");
    scenario.names.folder_server = "FOLDERS-Ü".to_owned();
    let renamed = link(&scenario);
    assert!(renamed.contains("folderserver="), "{renamed}");
    assert_eq!(decode(&renamed).scenario, Some(scenario));
}

#[test]
fn passwords_stay_out_unless_asked_for() {
    let mut scenario = Scenario::of(Era::Y1998);
    scenario.client.password = "hunter2-Ω".to_owned();
    scenario.directory.password = "correct horse".to_owned();
    let link = LinkTo::settings(&scenario).encode();
    assert!(!link.contains("hunter2") && !link.contains("horse"));
    let back = decode(&link).scenario.unwrap();
    assert_ne!(back.client.password, back.directory.password);
    let asked = LinkTo {
        without: None,
        ..LinkTo::settings(&scenario)
    }
    .encode();
    assert_eq!(decode(&asked).scenario, Some(scenario));
}

#[test]
fn what_is_not_known_is_kept_and_what_is_wrong_is_said() {
    let link = decode("#v=1&page=lab&era=1066&level=9&zoom=3&fold=%E2%82%AC&visits=-1");
    assert_eq!(link.scenario, Some(Scenario::of(Era::Y1998)));
    assert_eq!(link.problems.len(), 3);
    let kept = [("zoom", "3"), ("fold", "€")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(link.unknown, kept);
    let again = LinkTo {
        unknown: &link.unknown,
        ..LinkTo::settings(&Scenario::of(Era::Y1998))
    }
    .encode();
    assert_eq!(decode(&again).unknown, kept);
}

#[test]
fn a_step_is_counted_as_people_do_and_older_links_name_its_event() {
    let old = decode("v=1&page=lab&era=1998&step=30");
    assert_eq!((old.at, old.step), (None, Some(EventId(30))));
    for (link, at) in [
        ("at=1", Some(0)),
        ("at=10", Some(9)),
        ("at=0", Some(0)),
        ("at=x", None),
    ] {
        let read = decode(link);
        assert_eq!(
            (read.at, read.problems.is_empty()),
            (at, at.is_some()),
            "{link}"
        );
    }
}

#[test]
fn hostile_fragments_are_answered() {
    for fragment in [
        "#",
        "###",
        "&&&=&=",
        "%zz%%",
        "v=99",
        "page=evil",
        "step=99999999999",
        "at=99999999999999999999999",
        "offer=ntlm,ntlm",
    ] {
        let link = decode(fragment);
        assert!(link.scenario.is_none_or(|s| s.client.user == "alice"));
    }
    let long = format!("user={}", "a".repeat(LIMIT));
    assert!(matches!(
        decode(&long).problems.as_slice(),
        [LinkProblem::TooLong(_)]
    ));
}

#[test]
fn a_table_of_outcomes_comes_back_with_its_settings() {
    let scenario = Scenario::of(Era::Today);
    let lab = LinkTo {
        at: Some(2),
        without: None,
        ..LinkTo::settings(&scenario)
    }
    .encode();
    for rows in Axis::ALL {
        let axes = [rows, Axis::Era];
        let back = decode(&outcomes(&lab, axes));
        assert_eq!((back.page, back.axes), (Page::Outcomes, axes.map(Some)));
        assert_eq!((back.scenario, back.at), (Some(scenario.clone()), Some(2)));
        assert_eq!((back.problems, back.unknown), (vec![], vec![]));
    }
    let odd = decode("v=1&page=outcomes&rows=era&columns=moon");
    assert_eq!(odd.axes, [Some(Axis::Era), None]);
    assert_eq!(odd.problems.len(), 1);
}
