//! A capture as tshark reads it: classic pcap, Ethernet, IPv4 and TCP, one message a packet.

/// A capture under way.
pub struct Capture {
    bytes: Vec<u8>,
    packets: usize,
    /// Of each connection, the bytes that either side has sent.
    sent: Vec<[u32; 2]>,
}

impl Capture {
    pub fn new() -> Self {
        let mut bytes = Vec::new();
        bytes.extend(0xa1b2_c3d4u32.to_le_bytes());
        bytes.extend([2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        // The longest packet, and Ethernet.
        bytes.extend(0xffffu32.to_le_bytes());
        bytes.extend(1u32.to_le_bytes());
        Self {
            bytes,
            packets: 0,
            sent: Vec::new(),
        }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A new connection; packets name it.
    pub fn connect(&mut self) -> usize {
        self.sent.push([1, 1]);
        self.sent.len() - 1
    }

    /// Adds a message; returns the number of its packet, which count from 1.
    pub fn send(&mut self, connection: usize, port: u16, by_client: bool, message: &[u8]) -> usize {
        let [mine, theirs] = if by_client { [0, 1] } else { [1, 0] };
        let sent = &mut self.sent[connection];
        let client = 40_000 + connection as u16;
        let ports = if by_client {
            [client, port]
        } else {
            [port, client]
        };
        let mut tcp: Vec<u8> = ports.into_iter().flat_map(u16::to_be_bytes).collect();
        tcp.extend(sent[mine].to_be_bytes());
        tcp.extend(sent[theirs].to_be_bytes());
        // Five words of header; PSH and ACK; a window, and no checksum, as where the network card makes it.
        tcp.extend([0x50, 0x18, 0x20, 0, 0, 0, 0, 0]);
        sent[mine] += message.len() as u32;
        tcp.extend(message);
        let mut ip = vec![0x45, 0];
        ip.extend((20 + tcp.len() as u16).to_be_bytes());
        ip.extend([0, 0, 0, 0, 64, 6, 0, 0]);
        ip.extend([10, 0, 0, 1 + mine as u8, 10, 0, 0, 1 + theirs as u8]);
        let mut packet = vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0];
        packet.extend(ip);
        packet.extend(tcp);
        let length = (packet.len() as u32).to_le_bytes();
        self.bytes.extend([[0; 4], [0; 4], length, length].concat());
        self.bytes.extend(packet);
        self.packets += 1;
        self.packets
    }
}
