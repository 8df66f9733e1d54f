//! Every value has its words; a cell says what its run says; files hold what the table shows.

use super::*;
use crate::hosts::Era;
use crate::lab::Setting;
use std::collections::BTreeSet;

fn situations(base: &Scenario) -> Grid {
    Grid::new(Axis::Situations, Axis::BackEnd, base)
}

fn row(grid: &Grid, id: &str) -> usize {
    grid.rows().iter().position(|it| it.id == id).unwrap()
}

#[test]
fn every_value_has_its_words_and_no_two_are_called_alike() {
    for axis in Axis::ALL {
        let ids: BTreeSet<_> = axis.values(Axis::Era).iter().map(|it| it.id).collect();
        let words: BTreeSet<_> = say::words(axis).iter().map(|it| it.id).collect();
        assert_eq!(ids, words, "{axis:?}");
        let names: BTreeSet<_> = say::words(axis)
            .iter()
            .map(|it| (short_name(axis, it), it.name))
            .collect();
        assert_eq!(names.len(), ids.len(), "{axis:?}");
    }
}

#[test]
fn groups_hold_every_row_once() {
    for axis in Axis::ALL {
        let other = if axis == Axis::Era {
            Axis::SignIn
        } else {
            Axis::Era
        };
        let grid = Grid::new(axis, other, &Scenario::of(Era::Today));
        let groups = groups(&grid);
        let names: BTreeSet<_> = groups.iter().map(|group| group.name).collect();
        assert_eq!(names.len(), groups.len(), "a group stands in one place");
        let mut rows: Vec<_> = groups.into_iter().flat_map(|group| group.rows).collect();
        rows.sort_unstable();
        assert_eq!(rows, (0..grid.rows().len()).collect::<Vec<_>>());
    }
}

#[test]
fn a_cell_says_what_its_run_says_and_leads_to_its_end() {
    let grid = situations(&Scenario::of(Era::Today));
    let details = details(&grid, row(&grid, "K6"), 3, "v=1").unwrap();
    assert_eq!(details.title, "K6, SQL");
    assert_eq!(letters(&details.outcome), "ANON");
    assert_eq!(details.verdict.lead, "Second hop denied");
    let read = link::decode(&details.link);
    let scenario = read.scenario.unwrap();
    assert_eq!(Some(&scenario), grid.cell(row(&grid, "K6"), 3).as_ref());
    let log = run(&scenario);
    assert_eq!(
        read.at,
        Some(steps(&log, DomainControllers::Folded).len() - 1)
    );
    let end = log.events.last().unwrap().id;
    assert_eq!(verdict(&log, end), details.verdict);
    // Kerberos in 1998 is computed, and said to be odd.
    let grid = situations(&Scenario::of(Era::Y1998));
    let odd = super::details(&grid, row(&grid, "K1"), 1, "v=1")
        .unwrap()
        .odd;
    assert!(!odd.is_empty());
    assert_eq!(own(&grid).odd, Vec::<String>::new());
}

#[test]
fn differences_are_said_in_the_words_of_the_form() {
    let mut base = Scenario::of(Era::Today);
    Setting::BackEndSchemes
        .set(&mut base, "negotiate,ntlm")
        .unwrap();
    Setting::Schemes.set(&mut base, "negotiate,ntlm").unwrap();
    let grid = situations(&base);
    for (id, said) in [
        ("K1", "yours"),
        ("N1", "NTLM"),
        ("B2", "Basic; Basic logon method: Network (2)"),
        (
            "K10C",
            "Account is sensitive and cannot be delegated: on; Back end lets IIS act for others (RBCD): on",
        ),
        ("W1", "NTLM; Password: another"),
    ] {
        assert_eq!(row_differences(&grid, row(&grid, id)), said, "{id}");
    }
    // What decides stands before what only comes with another time.
    let grid = situations(&Scenario::of(Era::Y1998));
    let said = row_differences(&grid, row(&grid, "K4"));
    let place = |what: &str| said.find(what).expect(&said);
    assert!(place("delegate to: the back end’s") < place("Client level"));
}

#[test]
fn the_legend_counts_every_cell_and_only_those_that_make_sense() {
    let grid = situations(&Scenario::of(Era::Today));
    let cells = grid.compute(0, || false);
    let legend = legend(&cells);
    let counted: usize = legend.iter().map(|entry| entry.count).sum();
    assert_eq!(counted, cells.iter().flatten().count());
    assert!(
        counted < cells.len(),
        "public folders elsewhere have no SQL"
    );
    let codes: Vec<_> = legend.iter().map(|entry| letters(&entry.outcome)).collect();
    assert_eq!(codes, ["OK", "ANON", "FAIL", "DENY", "401", "401.1"]);
}

#[test]
fn files_hold_the_whole_table_and_names_cannot_break_them() {
    let mut base = Scenario::of(Era::Today);
    Setting::User.change(&mut base, "=cmd|\"x\"*y*").unwrap();
    let grid = Grid::new(Axis::BackEnd, Axis::SignIn, &base);
    let cells = grid.compute(0, || false);
    let csv = csv(&grid, &cells);
    let lines: Vec<_> = csv.split("\r\n").collect();
    assert_eq!(lines.len(), grid.rows().len() + 2);
    assert!(
        lines[0].starts_with("\"Back end\",\"Differs from yours by\",\"Anonymous, no scheme\"")
    );
    assert!(
        lines[2].starts_with("\"MAPI\",\"Back end: MAPI\",\"401\""),
        "{}",
        lines[2]
    );
    for line in &lines[..lines.len() - 1] {
        assert_eq!(
            line.matches("\",\"").count(),
            grid.columns().len() + 1,
            "{line}"
        );
    }
    let grid = situations(&base);
    let text = markdown(
        &grid,
        &grid.compute(0, || false),
        "https://lab.example/#v=1",
    );
    assert!(
        text.starts_with("# Outcomes: Situations by Back end\n\nFixed: ")
            && text.contains("\n\n| Situations |"),
        "{text}"
    );
    assert!(
        text.contains("\n| N1 | NTLM | yours | OK | ANON | ANON | ANON |\n"),
        "{text}"
    );
    assert!(text.contains("=cmd\\|\"x\"\\*y\\*"), "{text}");
    assert!(text.ends_with("\nThe same table: <https://lab.example/#v=1>\n"));
    // One line more is the rule below the head.
    let rows = text.lines().filter(|line| line.starts_with("| ")).count() - 1;
    assert_eq!(rows, grid.rows().len() + 1);
}
