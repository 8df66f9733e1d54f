//! What people tell in a few words: how often they are asked, who fails, when their computers were set up, what is set.

use super::{SPACE, diagnosed};
use double_hop::hosts::{Era, Package};
use double_hop::lab::space::{Unusual, stands_for_another};
use double_hop::lab::{KeyOwner, Observable as O, SettingFinding as F, SpnHolder};
use double_hop::present::diagnose::{Cause, Check, OutsideCause, Pick, Sign};
use double_hop::present::narration::diagnose::{answer, check_command, meaning};
use double_hop::present::recipe::Command;

/// All that a text was taken to say.
fn signs(text: &str) -> Vec<Sign> {
    let seen = diagnosed(text).0.observations.into_iter();
    seen.flat_map(|it| it.signs).collect()
}

fn says(text: &str, observable: O) -> bool {
    let says = |sign: &Sign| matches!(sign, Sign::Any(any) if any.contains(&observable));
    signs(text).iter().any(says)
}

#[test]
fn a_proxy_before_ntlm_is_no_connection_that_does_not_stay_open() {
    let text = "Externals come in over NTLM on our reverse proxy";
    assert!(
        !says(text, O::Is(F::KeepsAlive(false))),
        "{:?}",
        signs(text)
    );
    assert!(says(text, O::FrontEndKnowsBy(Package::Ntlm)));
    assert!(says(
        "nginx as a reverse proxy, Windows auth, endless prompt",
        O::Is(F::KeepsAlive(false))
    ));
}

#[test]
fn how_often_people_are_asked_is_told_in_any_order() {
    for text in [
        "prompts for credentials 3 times",
        "it prompts for credentials 3 times",
        "they have to type their password 3 times and then get a white page",
        "asks everybody for username and password, three times",
        "three times the login box comes up",
    ] {
        for sign in Pick::AskedAgain.signs() {
            assert!(signs(text).contains(&sign), "{text}: {:?}", signs(text));
        }
    }
    let text = "since monday our intranet asks everybody for username and password";
    let asked = Pick::Asked.signs();
    assert!(asked.iter().all(|it| signs(text).contains(it)), "{text}");
}

#[test]
fn who_fails_is_told_by_who_works() {
    for text in [
        "only the managers cannot open it",
        "works for me, not for my colleague",
        "it works for me but not for others",
    ] {
        assert!(says(text, O::SomeUsersOnly), "{text}: {:?}", signs(text));
    }
}

#[test]
fn computers_of_another_time_have_causes_and_checks_of_that_time() {
    for (text, era) in [
        (
            "Exchange 5.5, OWA on a separate IIS 4 box. NT challenge/response ticked. Users get \"Failed to get Inbox\".",
            Era::Y1998,
        ),
        (
            "Server 2003, IIS 6. The page opens, the database says ANONYMOUS LOGON, SQL Server on another computer.",
            Era::Y2003,
        ),
        (
            "IIS 6, Windows Server 2003, integrated authentication.\nA web service on another server sees anonymous.",
            Era::Y2003,
        ),
    ] {
        let (reading, diagnosis) = diagnosed(text);
        let mut found = 0;
        for configuration in diagnosis
            .causes
            .iter()
            .filter_map(|it| it.configuration.as_ref())
        {
            found += 1;
            assert_eq!(configuration.ordinary.era, era, "{text}: {configuration:?}");
            let scenario = configuration.scenario(SPACE.names());
            for next in &diagnosis.checks {
                let command = check_command(next.check, &scenario).text;
                let later = ["Get-AD", "4624", "4769", "appcmd", "edge:", "setspn -Q"];
                assert!(
                    !later.iter().any(|it| command.contains(it)),
                    "{text}: {command}"
                );
                for (given, _) in &next.answers {
                    let answer = answer(next.check, *given);
                    assert!(!answer.contains("Protected"), "{text}: {answer}");
                }
            }
        }
        assert!(found > 0, "{text}: {:?}", reading.observations);
        assert!(diagnosis.contradictions.is_empty(), "{text}");
    }
    // When it was set up is nothing that fails.
    assert!(
        diagnosed("IIS 6 on Windows Server 2003")
            .1
            .causes
            .is_empty()
    );
    assert!(!says(
        "it worked on IIS 6, on Server 2019 it does not: 401",
        O::SetUpIn(Era::Y2003)
    ));
}

#[test]
fn settings_are_told_in_sentences() {
    let spn = |holder| O::Is(F::Spn(holder));
    for (text, set) in [
        (
            "I set PrincipalsAllowedToDelegateToAccount on SQL-02 for WEB-01 and get anonymous logon",
            O::Is(F::LetsAct(true)),
        ),
        (
            "SPN HTTP/web-01 is registered on svc-web",
            spn(SpnHolder::Pool),
        ),
        (
            "HTTP/web-01 belongs to CONTOSO\\svc-web; kernel mode on",
            spn(SpnHolder::Pool),
        ),
        (
            "HTTP/web-01 belongs to CONTOSO\\svc-web; kernel mode on",
            O::Is(F::OpensWith(KeyOwner::Computer)),
        ),
        ("HTTP/web-01 is on WEB-01$", spn(SpnHolder::Computer)),
        (
            "HTTP/bi.corp.example is registered on CORP\\svc_bi",
            spn(SpnHolder::Other),
        ),
    ] {
        assert!(says(text, set), "{text}: {:?}", signs(text));
    }
    for text in [
        "HTTP/web-01 on port 8080",
        "HTTP/web-01 is registered on svc-web and on svc-old",
    ] {
        assert!(
            !says(text, spn(SpnHolder::Pool)),
            "{text}: {:?}",
            signs(text)
        );
    }
}

#[test]
fn nobody_is_known_by_the_names_that_windows_has_in_other_languages() {
    for text in [
        "Fehler bei der Anmeldung für den Benutzer 'NT-AUTORITÄT\\ANONYMOUS-ANMELDUNG'.",
        "Ошибка входа пользователя \"NT AUTHORITY\\АНОНИМНЫЙ ВХОД\".",
        "Falha de logon do usuário 'AUTORIDADE NT\\LOGON ANÔNIMO'.",
        "Échec de l'ouverture de session de l'utilisateur 'AUTORITE NT\\ANONYMOUS LOGON'.",
    ] {
        assert!(says(text, O::BackEndAnonymous), "{text}: {:?}", signs(text));
    }
    let (_, diagnosis) = diagnosed("No se puede generar contexto SSPI.");
    let first = diagnosis.causes.first().map(|it| it.cause);
    assert_eq!(first, Some(Cause::Outside(OutsideCause::BackEndSpn)));
}

#[test]
fn what_ends_at_the_first_hop_is_checked_there() {
    let (_, diagnosis) = diagnosed(
        "2026-11-03 09:12:44 10.0.0.7 GET / - 80 - 10.0.0.9 Mozilla/5.0 - 401 1 2148074252 0",
    );
    let checks: Vec<Check> = diagnosis.checks.iter().map(|it| it.check).collect();
    assert!(checks.contains(&Check::Refusal), "{checks:?}");
    let behind = [
        Check::Rights,
        Check::Trust,
        Check::List,
        Check::LetsAct,
        Check::BackEnd,
    ];
    assert!(!checks.iter().any(|it| behind.contains(it)), "{checks:?}");
    let (_, diagnosis) = diagnosed("anonymous logon at the back end");
    let checks: Vec<Check> = diagnosis.checks.iter().map(|it| it.check).collect();
    assert!(
        checks.contains(&Check::Trust) && !checks.contains(&Check::Refusal),
        "{checks:?}"
    );
}

#[test]
fn another_browser_is_called_by_its_name() {
    let (reading, _) = diagnosed("Works in Edge and Chrome, Firefox users get the popup");
    assert!(
        reading
            .observations
            .iter()
            .all(|it| !it.label.contains("IE")),
        "{reading:?}"
    );
    let said: Vec<String> = reading
        .observations
        .iter()
        .map(|it| meaning(it, SPACE.names()))
        .collect();
    assert!(
        said.iter().any(|it| it == "it works in another browser"),
        "{said:?}"
    );
}

#[test]
fn no_name_that_nobody_told_is_looked_up() {
    let ordinary = SPACE.explored()[0].configuration.ordinary;
    for what in [
        Unusual::UnregisteredName,
        Unusual::IpAddress,
        Unusual::Alias,
    ] {
        let mut scenario = ordinary.scenario(SPACE.names());
        let known = check_command(Check::WebSpn, &scenario).text;
        assert!(
            known.starts_with("setspn -Q HTTP/web-01.contoso.example"),
            "{known}"
        );
        what.apply(&mut scenario);
        assert!(stands_for_another(&scenario));
        for check in [Check::WebSpn, Check::Tickets] {
            let command = check_command(check, &scenario).text;
            assert!(
                !command.contains("intranet") && !command.contains("192."),
                "{command}"
            );
        }
    }
    let mut own = SPACE.names().clone();
    own.client.address = "owa.contoso.example".to_owned();
    assert_eq!(
        check_command(Check::Tickets, &own),
        Command::from("klist get HTTP/owa.contoso.example")
    );
}
