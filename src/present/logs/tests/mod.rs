//! What each row of the table of outcomes leaves in the logs, typed in from the sources and held against the runs.

mod older;
mod refusals;
mod today;

use super::*;
use crate::hosts::Era;
use crate::lab::table::{self, Column, ROWS};
use crate::lab::{Outcome, Setting, outcome, run};
use crate::present::{DomainControllers, steps};

/// An entry in a few letters: a line's statuses, an event's number with what tells it from others.
fn code(entry: &LogEntry) -> String {
    let fields = |names: &[&str]| {
        let values = names.iter().filter_map(|name| {
            let found = entry.fields.iter().find(|(own, _)| own == name);
            found.map(|(_, value)| value.split('@').next().unwrap_or_default().trim())
        });
        values.collect::<Vec<_>>().join(" ")
    };
    match &entry.record {
        // What an application that fails answers is its own business: the sign-in is over.
        EntryKind::Line if !fields(&["sc-status"]).starts_with("401") => "done".to_owned(),
        EntryKind::Line => fields(&["sc-status", "sc-substatus", "sc-win32-status"]),
        EntryKind::Text(text) => {
            let said = text
                .split_once("Logon ")
                .map_or(text.as_str(), |(_, said)| said);
            said.split(['.', '\''])
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        }
        EntryKind::Silence => "silent".to_owned(),
        EntryKind::Unsourced => "unsourced".to_owned(),
        EntryKind::Event { provider: "", id } => {
            let told = match id {
                4624 => [
                    "LogonType",
                    "AuthenticationPackageName",
                    "TargetUserName",
                    "ImpersonationLevel",
                ],
                4625 => [
                    "LogonType",
                    "AuthenticationPackageName",
                    "Status",
                    "SubStatus",
                ],
                528 | 529 => [
                    "Logon Type",
                    "Logon Process",
                    "User Name",
                    "Workstation Name",
                ],
                4776 => ["Workstation", "Status", "", ""],
                4768 | 4771 => ["TargetUserName", "Status", "", ""],
                4769 => ["TargetUserName", "ServiceName", "TicketOptions", "Status"],
                _ => [""; 4],
            };
            format!("{id} {}", fields(&told)).trim().to_owned()
        }
        EntryKind::Event { provider, id } => format!("{provider} {id}"),
    }
}

fn of_row(id: &str, column: Column) -> Vec<ComputerLog> {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    let scenario = table::scenario(row, column).unwrap();
    log_lines(&run(&scenario), &scenario)
}

/// The codes of a computer's entries in those logs, without the public page with which each run begins and what is
/// written by a setting that is off by default.
fn codes(logs: &[ComputerLog], computer: &str, sources: &[LogSource]) -> Vec<String> {
    let log = logs.iter().find(|log| log.computer == computer);
    let entries = log.map_or(&[][..], |log| &log.entries);
    let public = entries
        .iter()
        .position(|entry| entry.record == EntryKind::Line);
    let entries = entries.iter().enumerate();
    entries
        .filter(|(at, entry)| {
            sources.contains(&entry.source) && (public != Some(*at) || computer != "WEB-01")
        })
        .map(|(_, entry)| code(entry))
        .filter(|code| code != "Kerberos 3")
        .collect()
}

#[test]
fn a_line_is_stamped_by_its_own_computers_clock() {
    let logs = of_row("S3", Column::RemoteHttp);
    let times = |computer: &str| {
        let log = logs.iter().find(|log| log.computer == computer).unwrap();
        copy::date_and_time(log.entries[0].at).1
    };
    assert_eq!(
        (times("WEB-01"), times("DC-01")),
        ("09:06:00".to_owned(), "09:00:00".to_owned())
    );
}

#[test]
fn every_entry_has_its_event_and_either_a_source_or_none_at_all() {
    for row in &ROWS {
        for column in row.columns {
            let mut scenario = table::scenario(row, *column).unwrap();
            // A password that no other word of a run is part of.
            let secret = "Tr0ub4dor-%%-Zebra";
            Setting::DirectoryPassword
                .set(&mut scenario, secret)
                .unwrap();
            let wrong = scenario.client.password != Scenario::PASSWORD;
            let typed = if wrong {
                format!("{secret}!")
            } else {
                secret.to_owned()
            };
            Setting::Password.set(&mut scenario, &typed).unwrap();
            let log = run(&scenario);
            let logs = log_lines(&log, &scenario);
            assert_eq!(logs, log_lines(&run(&scenario), &scenario), "{}", row.id);
            let all = steps(&log, DomainControllers::Folded);
            for entry in logs.iter().flat_map(|log| &log.entries) {
                assert!(log.event(entry.event).is_some(), "{}", row.id);
                assert!(
                    all.iter().any(|step| step.events.contains(&entry.event)),
                    "{}",
                    row.id
                );
                let unsourced = entry.record == EntryKind::Unsourced;
                assert_eq!(entry.cited.is_none(), unsourced, "{entry:?}");
                assert_eq!(entry.confidence.is_none(), unsourced, "{entry:?}");
                assert!(!unsourced || !entry.note.is_empty(), "{entry:?}");
            }
            let order = |log: &ComputerLog| log.entries.is_sorted_by_key(|entry| entry.event);
            assert!(logs.iter().all(order), "{}", row.id);
            let said = format!("{logs:?}{}{}", text(&logs), csv(&logs, &all));
            assert!(!said.contains("Zebra"), "{} {}", row.id, column.name());
        }
    }
}

#[test]
fn copies_hold_every_line_once() {
    let row = ROWS.iter().find(|row| row.id == "N1").unwrap();
    let scenario = table::scenario(row, Column::RemoteSql).unwrap();
    let log = run(&scenario);
    let logs = log_lines(&log, &scenario);
    let entries: usize = logs.iter().map(|log| log.entries.len()).sum();
    let table = csv(&logs, &steps(&log, DomainControllers::Folded));
    assert_eq!(table.matches("\r\n").count(), entries + 1);
    assert!(table.contains("\"SQL-02\",\"SQL errorlog\",\"2026-11-02 09:00:00\",\"\",\"2026-11-02 09:00:00 Logon Error: 18456, Severity: 14, State: 11.\""), "{table}");
    let text = text(&logs);
    assert_eq!(text.matches("#Fields: date time s-ip cs-method").count(), 1);
    assert!(text.contains(" GET /sales/orders.aspx - 80 - <DESK-07> Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+DoubleHop/1.0 - 401 0 0 "), "{text}");
}
