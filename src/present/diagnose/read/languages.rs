//! What Windows and people say in other languages (German, French, Spanish, and a little of Russian, Portuguese and Italian),
//! in the English words that everything else reads.

use std::borrow::Cow;

/// How lines begin: the titles of events, and the names of their fields that are read. In lower case.
const LINES: [(&str, &str); 69] = [
    (
        "ein konto wurde erfolgreich angemeldet",
        "An account was successfully logged on",
    ),
    (
        "fehler beim anmelden eines kontos",
        "An account failed to log on",
    ),
    (
        "ein kerberos-authentifizierungsticket (tgt) wurde angefordert",
        "A Kerberos authentication ticket (TGT) was requested",
    ),
    (
        "ein kerberos-dienstticket wurde angefordert",
        "A Kerberos service ticket was requested",
    ),
    (
        "fehler bei der kerberos-vorauthentifizierung",
        "Kerberos pre-authentication failed",
    ),
    ("protokollname", "Log Name"),
    ("ereignis-id", "Event ID"),
    ("quelle", "Source"),
    ("antragsteller", "Subject"),
    ("neue anmeldung", "New Logon"),
    (
        "konto, für das die anmeldung fehlgeschlagen ist",
        "Account For Which Logon Failed",
    ),
    ("sicherheits-id", "Security ID"),
    ("kontoname", "Account Name"),
    ("kontodomäne", "Account Domain"),
    ("arbeitsstationsname", "Workstation Name"),
    ("authentifizierungspaket", "Authentication Package"),
    ("identitätswechselebene", "Impersonation Level"),
    ("anmeldeprozess", "Logon Process"),
    ("prozessname", "Process Name"),
    ("dienstname", "Service Name"),
    ("ticketoptionen", "Ticket Options"),
    ("übertragene dienste", "Transited Services"),
    ("fehlercode", "Failure Code"),
    ("ergebniscode", "Result Code"),
    ("unterstatus", "Sub Status"),
    (
        "l'ouverture de session d'un compte s'est correctement déroulée",
        "An account was successfully logged on",
    ),
    (
        "échec d'ouverture de session d'un compte",
        "An account failed to log on",
    ),
    ("sujet", "Subject"),
    (
        "compte pour lequel l'ouverture de session a échoué",
        "Account For Which Logon Failed",
    ),
    ("état", "Status"),
    ("sous-état", "Sub Status"),
    ("id d'ouverture de session", "Logon ID"),
    ("processus d'ouverture de session", "Logon Process"),
    ("nom du journal", "Log Name"),
    ("id de l'événement", "Event ID"),
    (
        "un ticket de service kerberos a été demandé",
        "A Kerberos service ticket was requested",
    ),
    (
        "échec de la pré-authentification kerberos",
        "Kerberos pre-authentication failed",
    ),
    (
        "la pré-authentification kerberos a échoué",
        "Kerberos pre-authentication failed",
    ),
    ("options du ticket", "Ticket Options"),
    ("id de sécurité", "Security ID"),
    ("nom du compte", "Account Name"),
    ("domaine du compte", "Account Domain"),
    ("nom du service", "Service Name"),
    ("package d'authentification", "Authentication Package"),
    ("code d'échec", "Failure Code"),
    (
        "se inició sesión correctamente en una cuenta",
        "An account was successfully logged on",
    ),
    (
        "error de una cuenta al iniciar sesión",
        "An account failed to log on",
    ),
    ("sujeto", "Subject"),
    (
        "cuenta con error de inicio de sesión",
        "Account For Which Logon Failed",
    ),
    ("estado", "Status"),
    ("subestado", "Sub Status"),
    ("id. de inicio de sesión", "Logon ID"),
    ("nombre de estación de trabajo", "Workstation Name"),
    ("proceso de inicio de sesión", "Logon Process"),
    ("nombre de registro", "Log Name"),
    ("id. del evento", "Event ID"),
    ("origen", "Source"),
    ("id. de seguridad", "Security ID"),
    ("nombre de cuenta", "Account Name"),
    ("dominio de cuenta", "Account Domain"),
    ("nombre de servicio", "Service Name"),
    ("paquete de autenticación", "Authentication Package"),
    (
        "error de autenticación previa de kerberos",
        "Kerberos pre-authentication failed",
    ),
    (
        "error de preautenticación de kerberos",
        "Kerberos pre-authentication failed",
    ),
    (
        "se solicitó un vale de servicio kerberos",
        "A Kerberos service ticket was requested",
    ),
    ("opciones de vale", "Ticket Options"),
    ("código de error", "Failure Code"),
    (
        "errore di preautenticazione kerberos",
        "Kerberos pre-authentication failed",
    ),
    ("codice errore", "Failure Code"),
];

/// What else is said, in lower case, with straight quotes and single blanks.
const SAID: [(&str, &str); 45] = [
    ("anonymous-anmeldung", "anonymous logon"),
    ("анонимный вход", "anonymous logon"),
    ("logon anônimo", "anonymous logon"),
    ("inicio de sesión anónimo", "anonymous logon"),
    ("accesso anonimo", "anonymous logon"),
    ("nt-autorität", "nt authority"),
    ("autorite nt", "nt authority"),
    (
        "fehler bei der anmeldung für den benutzer",
        "login failed for user",
    ),
    (
        "échec de l'ouverture de session de l'utilisateur",
        "login failed for user",
    ),
    (
        "échec de la connexion de l'utilisateur",
        "login failed for user",
    ),
    (
        "error de inicio de sesión del usuario",
        "login failed for user",
    ),
    (
        "no se puede generar contexto sspi",
        "cannot generate sspi context",
    ),
    (
        "no se puede generar el contexto sspi",
        "cannot generate sspi context",
    ),
    (
        "não é possível gerar o contexto sspi",
        "cannot generate sspi context",
    ),
    (
        "невозможно создать контекст sspi",
        "cannot generate sspi context",
    ),
    ("ошибка входа пользователя", "login failed for user"),
    ("はログインできませんでした", " login failed"),
    (
        "sspi-kontext kann nicht generiert werden",
        "cannot generate sspi context",
    ),
    (
        "impossible de générer un contexte sspi",
        "cannot generate sspi context",
    ),
    (
        "impossible de générer le contexte sspi",
        "cannot generate sspi context",
    ),
    (
        "impossibile generare il contesto sspi",
        "cannot generate sspi context",
    ),
    (
        "sspi コンテキストを生成できません",
        "cannot generate sspi context",
    ),
    (
        "nie można wygenerować kontekstu",
        "cannot generate sspi context",
    ),
    (
        "stammt aus einer nicht vertrauenswürdigen domäne",
        "login is from an untrusted domain",
    ),
    (
        "provient d'un domaine non approuvé",
        "login is from an untrusted domain",
    ),
    (
        "procede de un dominio que no es de confianza",
        "login is from an untrusted domain",
    ),
    ("keine solche spn gefunden", "no such spn found"),
    ("kein solcher spn gefunden", "no such spn found"),
    ("aucun spn de ce type", "no such spn found"),
    ("encontró nombres duplicados", "encountered duplicate names"),
    ("header zu groß", "header too large"),
    ("ticketkennzeichen", "ticket flags"),
    ("zwischengespeicherte tickets", "cached tickets"),
    ("verbindungsserver", "linked server"),
    ("der verwendete zielname war ", "the target name used was "),
    ("auf dem server", "on the server"),
    ("vom arbeitsplatz aus", "from a desk"),
    ("vom arbeitsplatz", "from a desk"),
    ("von meinem pc", "from my pc"),
    (" geht es nicht", " it does not work"),
    ("es geht nicht", "it does not work"),
    (" geht es", " it works"),
    ("es geht", "it works"),
    (" geht nicht", " does not work"),
    (" nicht", " not"),
];

/// A line of an event, with its title or the name of its field in English.
pub(super) fn line(line: &str) -> Cow<'_, str> {
    let text = line.trim();
    let low = text.to_lowercase().replace('’', "'");
    let begins = LINES.iter().find_map(|(foreign, english)| {
        let rest = low.strip_prefix(foreign)?;
        let whole = rest.is_empty() || rest.trim_start().starts_with([':', '.']);
        // In small letters, and with straight quotes, a text has other lengths.
        let mut places = text.char_indices().skip(foreign.chars().count());
        let rest = text.get(places.next().map_or(text.len(), |(at, _)| at)..)?;
        whole.then(|| [english, rest].concat())
    });
    begins.map_or(Cow::Borrowed(line), Cow::Owned)
}

/// What else that name of a field is called, in lower case.
pub(super) fn also(english: &str) -> impl Iterator<Item = &'static str> {
    let same = move |(_, it): &&(&str, &str)| it.eq_ignore_ascii_case(english);
    LINES.iter().filter(same).map(|(foreign, _)| *foreign)
}

/// What is said in a line, in English. The line is in lower case, with straight quotes and single blanks.
pub(super) fn said(line: String) -> String {
    let said = SAID.iter();
    said.fold(line, |line, (foreign, english)| {
        line.replace(foreign, english)
    })
}

#[cfg(test)]
mod tests {
    use super::{line, said};

    #[test]
    fn what_windows_says_is_read_in_english() {
        for (foreign, english) in [
            (
                "\tSicherheits-ID:\t\tCONTOSO\\alice",
                "Security ID:\t\tCONTOSO\\alice",
            ),
            (
                "Ein Konto wurde erfolgreich angemeldet.",
                "An account was successfully logged on.",
            ),
            ("ID de l’événement : 4624", "Event ID : 4624"),
            ("Id. de seguridad:  S-1-5-7", "Security ID:  S-1-5-7"),
            ("Kontoname: O’Brien", "Account Name: O’Brien"),
            (
                "Quellnetzwerkadresse: 10.0.0.9",
                "Quellnetzwerkadresse: 10.0.0.9",
            ),
        ] {
            assert_eq!(line(foreign), english);
        }
        let told = said("auf dem server geht es, vom arbeitsplatz aus nicht".to_owned());
        assert_eq!(told, "on the server it works, from a desk not");
        let told = said("vom arbeitsplatz geht es nicht".to_owned());
        assert_eq!(told, "from a desk it does not work");
    }
}
