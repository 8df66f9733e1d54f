//! Temporary.
use double_hop::traffic::reader::Reader;
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let mut r = Reader::new(&bytes);
        r.push(&bytes);
        let Ok((c, _)) = r.finish() else {
            println!("{path}: none");
            continue;
        };
        println!("{path} {:?}", c.flows);
        for l in &c.legs {
            println!(
                "  f{} s{} {:?} {:?} {:?} {:?} req={:?} tgt={:?} off={:?} cred={} st={:?} len={}",
                l.flow,
                l.strand,
                l.at.map(|a| a.0 / 1000000),
                l.sender,
                l.spot.first,
                l.kind,
                l.request,
                l.target,
                l.offers,
                match &l.credential {
                    Some(double_hop::traffic::leg::Credential::Token(m, b)) =>
                        format!("Token {m:?} {}", b.len()),
                    Some(o) => format!("{o:?}"),
                    None => "-".into(),
                },
                l.status,
                l.message.len()
            );
        }
    }
}
