//! Where in a file something stands, and when it was.

use super::{unit_name, units_name};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{FileLocation, Unit};

/// Beside a step that is in no file.
pub const INFERRED: &str = "inferred";
/// The button of the transport that goes over from even steps.
pub const TO_SCALE: &str = "To scale";

/// What the button does, where the pointer rests on it.
pub const TO_SCALE_HINT: &str = "Steps stand as far apart as they were in time";

/// Where something stands: `packets 412 to 449`, `event 4624, record 123456`.
pub fn location(location: FileLocation) -> String {
    match (location.unit, location.first, location.last) {
        (Unit::Record { event, number }, first, last) if first == last => {
            format!("event {event}, record {number}")
        }
        (unit, first, last) if first == last => format!("{} {first}", unit_name(unit)),
        (unit, first, last) => format!("{} {first} to {last}", units_name(unit)),
    }
}

/// The same with the name of its file, by its number.
pub fn whole_location(collection: &Collection, file: usize, place: FileLocation) -> String {
    let file = collection.files.get(file).map_or("", |file| &file.name);
    format!("{file}, {}", location(place))
}

/// Several of them.
pub fn whole_places(collection: &Collection, places: &[(usize, FileLocation)]) -> String {
    let each = places.iter();
    let each = each.map(|(file, place)| whole_location(collection, *file, *place));
    each.collect::<Vec<_>>().join("; ")
}

/// The same as short as a table has it, with the number of its file where there are several: `2 · #412–449`.
pub fn brief_place(collection: &Collection, file: usize, place: FileLocation) -> String {
    match collection.files.len() {
        0 | 1 => brief_location(place),
        _ => format!("{} · {}", file + 1, brief_location(place)),
    }
}

/// The same, of one file: `#412–449`.
pub fn brief_location(location: FileLocation) -> String {
    match (location.unit, location.first, location.last) {
        (Unit::Record { number, .. }, first, last) if first == last => format!("#{number}"),
        (_, first, last) if first == last => format!("#{first}"),
        (_, first, last) => format!("#{first}–{last}"),
    }
}

/// How much later something was: `+86 ms`, `+12.4 s`, `+3 min 20 s`.
pub fn later(milliseconds: f64) -> String {
    format!("+{}", span(milliseconds))
}

/// How far the steps have come in time.
pub fn elapsed(after: f64, all: f64) -> String {
    format!("{} of {}", span(after), span(all))
}

/// How long something took, of so many milliseconds: `0.2 ms`, `86 ms`, `12.4 s`, `3 min 20 s`.
pub fn span(milliseconds: f64) -> String {
    let seconds = milliseconds / 1_000.0;
    let whole = seconds.round();
    let (minutes, hours) = ((whole / 60.0).floor(), (whole / 3_600.0).floor());
    match milliseconds {
        ..9.95 => format!("{milliseconds:.1} ms"),
        ..999.5 => format!("{milliseconds:.0} ms"),
        ..59_950.0 => format!("{seconds:.1} s"),
        ..3_599_500.0 => format!("{minutes} min {} s", whole % 60.0),
        _ => format!("{hours} h {} min", minutes % 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_told_by_the_number_that_its_log_gave_it() {
        let unit = Unit::Record {
            event: 4624,
            number: 5_000_000_000,
        };
        let one = |first, last| FileLocation { unit, first, last };
        let told = |it| (location(it), brief_location(it));
        let (whole, brief) = ("event 4624, record 5000000000", "#5000000000");
        assert_eq!(told(one(3, 3)), (whole.to_owned(), brief.to_owned()));
        assert_eq!(told(one(3, 7)), ("events 3 to 7".into(), "#3–7".into()));
    }

    #[test]
    fn a_span_is_written_in_its_own_unit() {
        let spans = [
            (0.0, "0.0 ms"),
            (0.26, "0.3 ms"),
            (86.4, "86 ms"),
            (1_250.0, "1.2 s"),
            (59_990.0, "1 min 0 s"),
            (200_000.0, "3 min 20 s"),
            (3_599_999.0, "1 h 0 min"),
            (7_260_000.0, "2 h 1 min"),
        ];
        for (milliseconds, written) in spans {
            assert_eq!(span(milliseconds), written);
        }
    }
}
