//! What comes over a network besides requests.

use super::realm::Realm;
use double_hop::wire::kerberos::{
    KdcKind, KdcRequest, KdcRequestBody, KerberosTime, KrbError, PaData, Principal,
};
use std::io::{Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

/// A request for a first ticket without any proof, which it answers with the error 25.
fn request(padding: usize) -> Vec<u8> {
    KdcRequest {
        kind: KdcKind::As,
        padata: vec![PaData::new(999, vec![0; padding])],
        body: KdcRequestBody {
            client: Some(Principal::new(1, &["alice"])),
            realm: "CONTOSO.EXAMPLE".to_owned(),
            service: Some(Principal::new(2, &["krbtgt", "CONTOSO.EXAMPLE"])),
            till: KerberosTime("20370913024805Z".to_owned()),
            etypes: vec![18],
            ..KdcRequestBody::default()
        },
    }
    .encode()
}

fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap();
    [&length.to_be_bytes(), message].concat()
}

fn connect(realm: &Realm) -> TcpStream {
    let stream = TcpStream::connect(&realm.address).unwrap();
    let patience = Some(Duration::from_secs(5));
    stream.set_read_timeout(patience).unwrap();
    stream.set_write_timeout(patience).unwrap();
    stream
}

/// The code of the error that comes next on a connection; none where it is closed.
fn code(stream: &mut TcpStream) -> Option<i64> {
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut message = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut message).unwrap();
    Some(KrbError::decode(&message).value.unwrap().code)
}

fn datagrams(realm: &Realm) -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.connect(&realm.address).unwrap();
    let patience = Some(Duration::from_millis(300));
    socket.set_read_timeout(patience).unwrap();
    socket
}

/// The code of the error that comes as a datagram; none where nothing comes.
fn datagram_code(socket: &UdpSocket, request: &[u8]) -> Option<i64> {
    socket.send(request).unwrap();
    let mut buffer = [0; 2048];
    let length = socket.recv(&mut buffer).ok()?;
    Some(KrbError::decode(&buffer[..length]).value.unwrap().code)
}

fn serves(realm: &Realm) {
    let mut stream = connect(realm);
    stream.write_all(&framed(&request(0))).unwrap();
    assert_eq!(code(&mut stream), Some(25));
    let socket = datagrams(realm);
    socket
        .set_read_timeout(Some(Duration::from_secs(5)))
        .unwrap();
    assert_eq!(datagram_code(&socket, &request(0)), Some(25));
}

#[test]
fn garbage_is_answered_with_an_error_or_not_at_all() {
    let realm = Realm::usual();
    let whole = request(10);
    let error = KrbError::default().encode();
    let socket = datagrams(&realm);
    for garbage in [&b""[..], b"\0", b"GET / HTTP/1.1\r\n\r\n", &error] {
        assert_eq!(datagram_code(&socket, garbage), None, "{garbage:?}");
        if !garbage.is_empty() {
            let mut stream = connect(&realm);
            stream.write_all(&framed(garbage)).unwrap();
            assert_eq!(code(&mut stream), Some(40), "{garbage:?}");
        }
    }
    for cut in (1..whole.len()).step_by(7) {
        assert_eq!(datagram_code(&socket, &whole[..cut]), Some(40), "{cut}");
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        // Whatever it makes of it, it goes on.
        let mut stream = connect(&realm);
        stream.write_all(&framed(&changed)).unwrap();
        assert!(code(&mut stream).is_some(), "{at}");
    }
    serves(&realm);
}

#[test]
fn a_length_is_not_believed() {
    let realm = Realm::usual();
    for length in [0x8000_0000u32, u32::MAX, 0x0010_0000] {
        let mut stream = connect(&realm);
        stream.write_all(&length.to_be_bytes()).unwrap();
        assert_eq!(code(&mut stream), Some(61), "{length:x}");
        assert_eq!(code(&mut stream), None, "and then it is closed");
    }
    // Long, and whole.
    let mut stream = connect(&realm);
    stream.write_all(&framed(&request(100_000))).unwrap();
    assert_eq!(code(&mut stream), Some(25));
    serves(&realm);
}

#[test]
fn several_in_one_and_one_in_several() {
    let realm = Realm::usual();
    let mut stream = connect(&realm);
    let one = framed(&request(0));
    stream.write_all(&one.repeat(3)).unwrap();
    for _ in 0..3 {
        assert_eq!(code(&mut stream), Some(25));
    }
    for byte in &one {
        stream.write_all(&[*byte]).unwrap();
    }
    assert_eq!(code(&mut stream), Some(25));
}

#[test]
fn the_silent_and_the_slow_harm_nobody() {
    let realm = Realm::start(None, &["--idle-ms", "800"]);
    let mut silent: Vec<_> = (0..20).map(|_| connect(&realm)).collect();
    let mut half = connect(&realm);
    half.write_all(&framed(&request(0))[..20]).unwrap();
    serves(&realm);
    let start = Instant::now();
    let mut drip = connect(&realm);
    drip.write_all(&[0, 0, 0x10, 0]).unwrap();
    let mut sent = 0;
    while drip.write_all(&[0]).is_ok() && sent < 200 {
        sent += 1;
        thread::sleep(Duration::from_millis(20));
    }
    assert!(sent < 200, "still open after {:?}", start.elapsed());
    for stream in silent.iter_mut().chain([&mut half]) {
        assert_eq!(code(stream), None);
    }
    serves(&realm);
}

#[test]
fn a_crowd_of_the_silent_makes_room() {
    let realm = Realm::start(None, &["--connections", "4"]);
    let mut crowd: Vec<_> = (0..30).map(|_| connect(&realm)).collect();
    for _ in 0..3 {
        serves(&realm);
    }
    assert_eq!(code(&mut crowd[0]), None, "it was there the longest");
}

#[test]
fn many_at_once() {
    let realm = Realm::usual();
    thread::scope(|scope| {
        for _ in 0..24 {
            scope.spawn(|| serves(&realm));
        }
    });
}
