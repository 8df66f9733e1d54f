//! A run of the lab as traffic: what somebody who captured all of it would find.

use crate::lab::Log;
use crate::present::export::ExportFormat;
use crate::present::export::pcapng::pcapng;
use crate::traffic::collection::Collection;
use crate::traffic::reader::TrafficReader;

/// The sign-ins of a run, told from its bytes as in anybody's traffic; packets have the numbers of the run's own capture.
pub fn of_run(log: &Log) -> Collection {
    let capture = pcapng(log, &|_| None);
    let mut reader = TrafficReader::new(&capture);
    reader.push(&capture);
    let mut collection = Collection::default();
    if let Ok(read) = reader.finish() {
        collection.take(ExportFormat::Pcapng.file_name(), read);
    }
    collection
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::{Era, Scheme};
    use crate::lab::presets::PRESETS;
    use crate::lab::{Scenario, run};
    use crate::present::export::masked;
    use crate::present::traffic::{Export, Exported};

    #[test]
    fn a_list_has_every_sign_in_and_no_password() {
        let mut basic = Scenario::of(Era::Y1998);
        basic.front_end.schemes = vec![Scheme::Basic];
        let presets = PRESETS.iter().map(|preset| preset.scenario());
        for scenario in presets.chain([basic]) {
            let collection = of_run(&masked(&run(&scenario)));
            for export in [Export::Json, Export::Csv, Export::Markdown] {
                let list = export.make(&Exported {
                    collection: &collection,
                    proofs: &[],
                    members: &[],
                    redacted: false,
                });
                let list = String::from_utf8(list).unwrap();
                assert!(!list.contains(Scenario::PASSWORD), "{list}");
                let lines = list.lines().count();
                // The head of the table, and in Markdown the line below it.
                let all = collection.attempts.len();
                match export {
                    Export::Csv => assert_eq!(lines, all + 1),
                    Export::Markdown => assert_eq!(lines, all + 2),
                    _ => assert!(list.contains("\"signins\":[")),
                }
            }
        }
    }

    #[test]
    fn the_second_hop_comes_as_nobody() {
        let collection = of_run(&run(&Scenario::of(Era::Today)));
        let nobody = collection.attempts.iter().filter(|it| it.is_anonymous());
        assert_eq!((collection.attempts.len(), nobody.count()), (2, 1));
    }
}
