#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| double_hop_fuzz::evtx(bytes));
