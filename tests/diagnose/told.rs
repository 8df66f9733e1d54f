//! What people tell in a few words: how often they are asked, who fails, what is set.

use super::{SPACE, diagnosed};
use double_hop::hosts::Package;
use double_hop::lab::{KeyOwner, Observable as O, SettingFinding as F, SpnHolder};
use double_hop::present::diagnose::{Cause, OutsideCause, Pick, Sign};
use double_hop::present::narration::diagnose::meaning;

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

