use crate::hosts::{Era, Scheme};
use crate::lab::presets::Preset;
use crate::lab::table::{Column, ROWS, scenario};
use crate::lab::{EventId, RunsAs, Scenario, SpnPlacement, Zone, run};
use crate::present::narration::verdict;

fn why(id: &str, column: Column) -> String {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    let log = run(&scenario(row, column).unwrap());
    verdict(&log, EventId(u32::MAX)).why.to_string()
}

#[test]
fn the_verdict_names_the_rule_and_what_would_change_it() {
    for (id, part) in [
        ("K1", "is not trusted for delegation"),
        ("K2", "the browser handed the TGT over"),
        ("K3", "“Delegates to the server”"),
        ("K4", "is on the list of WEB-01$"),
        ("K5", "“Services it may delegate to”"),
        ("K6", "“Any protocol” would change that"),
        ("K7", "without any proof of theirs"),
        ("K8", "lets WEB-01$ act for others"),
        ("K10A", "TGT is not forwardable. “Account is sensitive"),
        (
            "K10B",
            "“Account is sensitive and cannot be delegated” is set",
        ),
        ("P2", "Members of Protected Users are never delegated"),
        ("S1", "The SPN must be on the account whose key IIS uses"),
        ("S2", "“Trust lets TGTs be delegated”"),
        ("S3", "Set the clock of IIS right"),
        (
            "S4",
            "KDC_ERR_PRINCIPAL_NOT_UNIQUE (8), so it came with NTLM",
        ),
        ("S5", "Put the server’s name in the address"),
    ] {
        let why = why(id, Column::RemoteHttp);
        assert!(why.contains(part), "{id}: {why}");
    }
    let mapi = why("K2", Column::RemoteMapi);
    assert!(mapi.contains("takes no tickets here"), "{mapi}");
}

fn of_preset(id: &str, change: fn(&mut Scenario)) -> String {
    let mut scenario = Preset::named(id).unwrap().scenario();
    change(&mut scenario);
    verdict(&run(&scenario), EventId(u32::MAX)).why.to_string()
}

#[test]
fn what_the_kdc_refused_the_browser_is_what_ends_hop_1() {
    for id in ["constrained", "kerberos"] {
        let why = of_preset(id, |s| s.client.password = "no".to_owned());
        assert!(why.contains("gave the browser no ticket"), "{why}");
        assert!(why.contains("the password is wrong"), "{why}");
    }
    let refused_by_iis = of_preset("constrained", |s| {
        s.client.password = "no".to_owned();
        s.front_end.schemes = vec![Scheme::Ntlm];
    });
    assert!(!refused_by_iis.contains("KDC"), "{refused_by_iis}");
}

#[test]
fn an_account_that_is_trusted_is_not_said_to_be_untrusted() {
    let ntlm = of_preset("unconstrained", |s| {
        s.front_end.schemes = vec![Scheme::Ntlm]
    });
    assert!(ntlm.contains("IIS holds no TGT of theirs"), "{ntlm}");
    assert!(!ntlm.contains("not trusted"), "{ntlm}");
    let missing = of_preset("unconstrained", |s| {
        s.directory.web_spn = SpnPlacement::Missing;
    });
    assert!(missing.contains("Register that SPN"), "{missing}");
    let outside = of_preset("unconstrained", |s| {
        *s = s.moved_to(Era::Y2003);
        s.client.zone = Zone::Internet;
    });
    assert!(outside.contains("not in its intranet zone"), "{outside}");
    let unlisted = of_preset("unconstrained", |s| s.client.delegates = false);
    assert!(unlisted.contains("does not let it."), "{unlisted}");
}

#[test]
fn a_key_of_an_earlier_password_is_no_misplaced_name() {
    let computer = of_preset("constrained", |s| s.front_end.old_key = true);
    assert!(
        computer.contains("has the key of the one before"),
        "{computer}"
    );
    let pool = of_preset("constrained", |s| {
        s.front_end.old_key = true;
        s.front_end.pool = RunsAs::Domain;
    });
    assert!(pool.contains("the key of svc-web"), "{pool}");
    assert!(!of_preset("constrained", |_| {}).contains("the one before"));
}

#[test]
fn a_ticket_for_the_computer_is_no_evidence_for_the_pool() {
    let row = ROWS.iter().find(|row| row.id == "K4").unwrap();
    let mut scenario = scenario(row, Column::RemoteHttp).unwrap();
    scenario.front_end.pool = RunsAs::Domain;
    let log = run(&scenario);
    let why = verdict(&log, EventId(u32::MAX)).why.to_string();
    assert!(why.contains("which svc-web shows as evidence"), "{why}");
    assert!(why.contains("Set useAppPoolCredentials"), "{why}");
}

fn of_cell(id: &str, column: Column, change: fn(&mut Scenario)) -> String {
    let row = ROWS.iter().find(|row| row.id == id).unwrap();
    let mut scenario = scenario(row, column).unwrap();
    change(&mut scenario);
    verdict(&run(&scenario), EventId(u32::MAX)).why.to_string()
}

#[test]
fn a_back_end_whose_name_is_on_another_account_is_told_to_move_it() {
    let elsewhere: fn(&mut Scenario) = |s| s.directory.back_end_spn = SpnPlacement::Elsewhere;
    let own = |s: &mut Scenario| s.back_end.runs_as = RunsAs::Domain;
    let of_account = |s: &mut Scenario| s.directory.back_end_spn = SpnPlacement::ServiceAccount;
    for (id, column, change, holder) in [
        ("K8", Column::RemoteHttp, elsewhere, "svc-old"),
        ("K9", Column::RemoteHttp, elsewhere, "svc-old"),
        ("K5", Column::RemoteHttp, elsewhere, "svc-old"),
        ("K8", Column::RemoteHttp, own, "MBX-02$"),
        ("K8", Column::RemoteSql, of_account, "svc-data"),
    ] {
        let why = of_cell(id, column, change);
        assert!(
            why.contains(&format!("is registered on {holder}")),
            "{id}: {why}"
        );
        assert!(why.contains("Move that SPN"), "{id}: {why}");
        assert!(!why.contains("Back end lets IIS act"), "{id}: {why}");
    }
}

#[test]
fn a_pool_account_without_a_name_is_told_all_that_it_takes() {
    let why = of_cell("N3", Column::RemoteHttp, |s| {
        s.front_end.pool = RunsAs::Domain;
    });
    assert!(why.contains("set useAppPoolCredentials"), "{why}");
    assert!(!why.contains("whose key IIS uses"), "{why}");
}

#[test]
fn a_list_alone_is_not_enough_for_who_came_without_a_ticket() {
    let ntlm = of_cell("K5", Column::RemoteHttp, |s| {
        s.front_end.schemes = vec![Scheme::Ntlm];
    });
    assert!(ntlm.contains("“Services it may delegate to”"), "{ntlm}");
    assert!(ntlm.contains("“Any protocol” would change that"), "{ntlm}");
    let ticket = of_cell("K5", Column::RemoteHttp, |_| {});
    assert!(!ticket.contains("not be enough"), "{ticket}");
}
