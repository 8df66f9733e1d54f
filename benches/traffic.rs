//! What it costs to find tokens in a paste, to decode, verify and open them, and to say where a value came from; and to read
//! and show captures.

#[path = "inputs/hostile.rs"]
mod hostile_inputs;
#[allow(dead_code)]
mod inputs;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use double_hop::present::decode::Report;
use double_hop::present::provenance::Sources;
use double_hop::traffic::find;
use double_hop::traffic::verify::unprotect;
use double_hop::wire::{from_base64, to_base64, token};

fn main() {
    divan::main();
}

/// From base64 to every field of every layer.
#[divan::bench(args = [
    "NEGOTIATE", "CHALLENGE", "AUTHENTICATE", "spnego-init-ntlm", "spnego-init-negoex", "spnego-init2",
    "spnego-resp-ntlm", "kerberos-ap-req", "kerberos-ap-rep", "kerberos-error",
])]
fn decode(bencher: Bencher<'_, '_>, name: &str) {
    let number = ["NEGOTIATE", "CHALLENGE", "AUTHENTICATE"]
        .iter()
        .zip(1..)
        .find(|(own, _)| **own == name);
    let samples = inputs::samples();
    let sample = || samples.into_iter().find(|(own, _)| *own == name);
    let bytes = match number {
        Some((_, number)) => inputs::ntlm_message(number),
        None => sample().map(|(_, bytes)| bytes).unwrap_or_default(),
    };
    let text = to_base64(&bytes);
    bencher.bench(|| from_base64(black_box(&text)).map(|bytes| token(&bytes)));
}

#[divan::bench(args = ["1,000 tokens", "10 MB of words", "10 MB of base64"], sample_count = 10)]
fn found_in(bencher: Bencher<'_, '_>, name: &str) {
    let text = match name {
        "1,000 tokens" => inputs::thousand(),
        "10 MB of words" => inputs::prose(),
        _ => inputs::base64(),
    };
    bencher.bench(|| find(black_box(&text)));
}

/// 10 MB of dumps, one form each.
#[divan::bench(args = hostile_inputs::DUMPS.map(|(name, _)| name), sample_count = 3)]
fn dumped(bencher: Bencher<'_, '_>, name: &str) {
    let form = hostile_inputs::DUMPS.iter().find(|(own, _)| *own == name);
    let text = form
        .map(|(_, row)| hostile_inputs::dump(*row))
        .unwrap_or_default();
    bencher.bench(|| find(black_box(&text)));
}

/// 10 MB of the worst that was thought of: what claims much and holds little, for each part of the search.
#[divan::bench(args = hostile_inputs::HOSTILE.map(|(name, ..)| name), sample_count = 3)]
fn hostile(bencher: Bencher<'_, '_>, name: &str) {
    let piece = hostile_inputs::HOSTILE
        .iter()
        .find(|(own, ..)| *own == name);
    let text = piece
        .map(|(_, before, piece)| hostile_inputs::hostile(before, piece))
        .unwrap_or_default();
    bencher.bench(|| Report::of(black_box(&text)));
}

/// NEGOTIATE, CHALLENGE and AUTHENTICATE with a MIC, and the right password.
#[divan::bench]
fn verify(bencher: Bencher<'_, '_>) {
    let report = inputs::paste();
    if let Some(set) = inputs::triple(&report) {
        bencher.bench(|| inputs::verified(black_box(&set)));
    }
}

/// A signature that is not of the session: everything is tried.
#[divan::bench(sample_count = 10)]
fn unprotect_in_vain(bencher: Bencher<'_, '_>) {
    let message = inputs::unsigned();
    if let Some(keys) = inputs::keys() {
        bencher.bench(|| unprotect(black_box(&keys), black_box(&message)));
    }
}

#[divan::bench]
fn sources_of_a_log(bencher: Bencher<'_, '_>) {
    let log = inputs::today();
    bencher.bench(|| Sources::of_log(black_box(&log)));
}

/// The trail of the run's last computation, which is found once and kept.
#[divan::bench]
fn lineage(bencher: Bencher<'_, '_>) {
    let log = inputs::today();
    let sources = Sources::of_log(&log);
    let last = (0..)
        .take_while(|step| sources.step(*step).is_some())
        .last()
        .unwrap_or_default();
    bencher
        .with_inputs(|| Sources::of_log(&log))
        .bench_local_refs(|sources| sources.lineage(last).steps.len());
}

/// A capture of 36 MB, slice by slice.
#[divan::bench(sample_count = 10)]
fn capture(bencher: Bencher<'_, '_>) {
    let capture = inputs::capture::mixed(100_000);
    bencher
        .counter(BytesCount::of_slice(&capture))
        .bench(|| inputs::scale::read(black_box(&capture)));
}

/// As many messages, and ten times as many; of `list` that many sign-ins.
#[divan::bench(sample_count = 3, args = [
    "read 10000", "read 100000", "json 10000", "json 100000", "index 10000", "index 100000", "filter 10000", "filter 100000", "picture 10000",
    "picture 100000", "list 10000", "list 100000",
])]
fn scale(bencher: Bencher<'_, '_>, name: &str) {
    if let Some(work) = inputs::scale::work(name) {
        bencher.bench_local(&*work);
    }
}

/// 2,000 messages laid out and drawn.
#[divan::bench(sample_count = 10)]
fn drawn(bencher: Bencher<'_, '_>) {
    let diagram = inputs::scale::Diagram::of(2_000);
    bencher.bench_local(|| black_box(&diagram).svg());
}
