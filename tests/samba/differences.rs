//! Where Samba (4.17, whose KDC is Heimdal's) answers otherwise than ours, and why.

/// Fields that are known to differ, for one reason.
pub struct Difference {
    /// The reason.
    pub why: &'static str,
    /// Where.
    pub places: &'static [Place],
}

/// An answer in which fields differ.
pub struct Place {
    /// The rows; any where there is none.
    pub rows: &'static [&'static str],
    /// What was asked for; anything where it is empty.
    pub asked: &'static str,
    /// The fields: what ours says, what Samba's. `*` is anything.
    pub fields: &'static [(&'static str, &'static str, &'static str)],
}

/// Rows of accounts that may not sign in, whatever they prove.
const REVOKED: &[&str] = &[
    "+ disabled",
    "+ locked out",
    "+ expired",
    "+ outside logon hours",
];

pub const DIFFERENCES: &[Difference] = &[
    Difference {
        why: "Heimdal repeats who asked and when, and adds a text; Windows does neither",
        places: &[
            Place {
                rows: &[],
                asked: "AS",
                fields: &[("client", "none", "there"), ("e-text", "none", "there")],
            },
            Place {
                rows: &[],
                asked: "AS with proof",
                fields: &[("client", "none", "there")],
            },
            Place {
                rows: &[],
                asked: "TGS",
                fields: &[
                    ("client", "none", "there"),
                    ("client time", "none", "there"),
                ],
            },
            Place {
                rows: &[],
                asked: "S4U2self",
                fields: &[
                    ("client", "none", "there"),
                    ("client time", "none", "there"),
                ],
            },
            Place {
                rows: &[],
                asked: "S4U2proxy",
                fields: &[
                    ("client", "none", "there"),
                    ("client time", "none", "there"),
                ],
            },
        ],
    },
    Difference {
        why: "Heimdal knows FAST and its cookies (RFC 6113), which are not built here and which Windows offers only where a policy says so",
        places: &[Place {
            rows: &[],
            asked: "",
            fields: &[
                ("hint 136", "none", "there"),
                ("hint 147", "none", "there"),
                ("hint 655", "none", "there"),
                ("encrypted padata 165", "1f000000", "1f000100"),
            ],
        }],
    },
    Difference {
        why: "Heimdal writes out the 4096 iterations that are the default (RFC 3962 4); Windows does not",
        places: &[Place {
            rows: &[],
            asked: "",
            fields: &[
                ("hint iterations", "none", "00001000"),
                ("padata iterations", "none", "00001000"),
            ],
        }],
    },
    Difference {
        why: "Heimdal names the strongest encryption type alone; Windows each one",
        places: &[Place {
            rows: &[],
            asked: "",
            fields: &[
                ("hint salt of 17", "*", "none"),
                ("hint salt of 23", "*", "none"),
            ],
        }],
    },
    Difference {
        why: "of a computer's password, which never expires, Windows sends the last day that it knows and Heimdal nothing",
        places: &[Place {
            rows: &[],
            asked: "AS with proof",
            fields: &[("key-expiration", "there", "none")],
        }],
    },
    Difference {
        why: "Heimdal's last-req says when the password expires; in captures of Windows its type is 0",
        places: &[Place {
            rows: &[],
            asked: "AS with proof",
            fields: &[("last-req", "0", "6")],
        }],
    },
    Difference {
        why: "Heimdal says which of the client's keys the reply is under; Windows does not",
        places: &[Place {
            rows: &[],
            asked: "AS with proof",
            fields: &[("reply kvno", "none", "1")],
        }],
    },
    Difference {
        why: "Heimdal checks the realms on the way itself and says so; in captured tickets of Windows the type is 0 and the flag not set",
        places: &[Place {
            rows: &[],
            asked: "",
            fields: &[
                ("ticket: transited", "0", "1"),
                ("transited-policy-checked", "false", "true"),
            ],
        }],
    },
    Difference {
        why: "Windows sets enc-pa-rep in tickets of either service, Heimdal in those of the AS exchange alone",
        places: &[Place {
            rows: &[],
            asked: "",
            fields: &[("enc-pa-rep", "true", "false")],
        }],
    },
    Difference {
        why: "Windows repeats PA-PAC-OPTIONS ([MS-KILE] 2.2.10), this Samba does not",
        places: &[Place {
            rows: &[],
            asked: "",
            fields: &[("encrypted padata 167", "*", "none")],
        }],
    },
    Difference {
        why: "Samba marks TGTs with ok-as-delegate, as it does every ticket for an account that is trusted for delegation; captured TGTs of Windows do not have it",
        places: &[Place {
            rows: &["K2"],
            asked: "forwarded TGT",
            fields: &[("ok-as-delegate", "false", "true")],
        }],
    },
    Difference {
        why: "Windows writes the account that went on, this Samba the SPN of the evidence",
        places: &[Place {
            rows: &[],
            asked: "S4U2proxy",
            fields: &[(
                "PAC 11 transited",
                "svc-list@CONTOSO.EXAMPLE",
                "HTTP/list.contoso.example@CONTOSO.EXAMPLE",
            )],
        }],
    },
    Difference {
        why: "this Samba gives no NTSTATUS with a refusal of S4U2proxy; those here are of [MS-SFU] 3.2.5.2 and of Samba's own later tests",
        places: &[Place {
            rows: &[],
            asked: "S4U2proxy",
            fields: &[
                ("e-data", "there", "none"),
                ("flags of the status", "03000000", "none"),
                ("status", "C0000225", "none"),
                ("status", "C000006E", "none"),
            ],
        }],
    },
    Difference {
        why: "this Samba reads PA-FOR-USER alone",
        places: &[Place {
            rows: &[],
            asked: "S4U2self",
            fields: &[
                ("padata 130", "there", "none"),
                ("padata 130 is signed", "true", "none"),
            ],
        }],
    },
    Difference {
        why: "this Samba knows no resource-based delegation: it keeps the attribute, and its KDC does not read it",
        places: &[
            Place {
                rows: &["K8", "K9"],
                asked: "S4U2proxy",
                fields: &[("the answer", "*", "KRB-ERROR 13 none")],
            },
            Place {
                rows: &["K8", "K9"],
                asked: "AP",
                fields: &[("the answer", "*", "none")],
            },
            Place {
                rows: &["K9"],
                asked: "S4U2self",
                fields: &[("forwardable", "true", "false")],
            },
        ],
    },
    Difference {
        why: "Heimdal does not call renewable what could not be renewed beyond its end",
        places: &[Place {
            rows: &["P2"],
            asked: "TGS",
            fields: &[
                ("renewable", "true", "false"),
                ("minutes to renew", "240", "none"),
            ],
        }],
    },
    Difference {
        why: "what Windows answers, the sources do not agree on",
        places: &[Place {
            rows: &["S4"],
            asked: "TGS",
            fields: &[("error", "8", "7")],
        }],
    },
    Difference {
        why: "Heimdal repeats the salt in these errors, and nothing else; Windows the whole hint where the proof was wrong",
        places: &[
            Place {
                rows: &["+ wrong password", "+ password expired, and a wrong one"],
                asked: "AS with proof",
                fields: &[
                    ("hint 2", "there", "none"),
                    ("hint 15", "there", "none"),
                    ("hint 16", "there", "none"),
                ],
            },
            Place {
                rows: &["S3"],
                asked: "AS with proof",
                fields: &[
                    ("e-data", "none", "there"),
                    ("hint 19", "none", "there"),
                    ("hint salt of 18", "none", "*"),
                ],
            },
        ],
    },
    Difference {
        why: "Windows says what stands against an account before any proof, Heimdal after it",
        places: &[
            Place {
                rows: REVOKED,
                asked: "AS",
                fields: &[
                    ("error", "18", "25"),
                    ("status", "*", "none"),
                    ("flags of the status", "03000000", "none"),
                    ("hint 2", "none", "there"),
                    ("hint 15", "none", "there"),
                    ("hint 16", "none", "there"),
                    ("hint 19", "none", "there"),
                    ("hint salt of 18", "none", "*"),
                ],
            },
            Place {
                rows: REVOKED,
                asked: "AS with proof",
                fields: &[("the answer", "none", "KRB-ERROR 18 *")],
            },
        ],
    },
    Difference {
        why: "both say that the password is too old once it is proved; Heimdal has the status in a list of hints",
        places: &[Place {
            rows: &["+ password expired", "+ password must change"],
            asked: "AS with proof",
            fields: &[
                ("status", "*", "none"),
                ("flags of the status", "03000000", "none"),
                ("hint 3", "none", "there"),
                ("hint 19", "none", "there"),
                ("hint salt of 18", "none", "*"),
            ],
        }],
    },
    Difference {
        why: "Samba looks at the age of the password of whoever is acted for, too; by [MS-KILE] 3.3.5.7.1 a ticket for a service \
            does not hang on it",
        places: &[
            Place {
                rows: &["+ S4U2self, password expired"],
                asked: "S4U2proxy",
                fields: &[("the answer", "Tgs reply *", "KRB-ERROR 23 none")],
            },
            Place {
                rows: &["+ S4U2self, password expired"],
                asked: "AP",
                fields: &[("the answer", "*", "none")],
            },
        ],
    },
    Difference {
        why: "Heimdal sends PA-ETYPE-INFO to those who know no AES (RFC 4120 5.2.7.5), and no second hint with the reply",
        places: &[
            Place {
                rows: &["+ clients of 2003"],
                asked: "AS",
                fields: &[("hint 11", "none", "there")],
            },
            Place {
                rows: &["+ clients of 2003"],
                asked: "AS with proof",
                fields: &[
                    ("padata 19", "there", "none"),
                    ("padata salt of 23", "no salt", "none"),
                ],
            },
        ],
    },
    Difference {
        why: "Heimdal wants the proof first, and finds out then that no key will do; ours says at once that there is none",
        places: &[Place {
            rows: &["+ protected, clients of 2003"],
            asked: "AS",
            fields: &[
                ("error", "14", "25"),
                ("e-data", "none", "there"),
                ("hint 2", "none", "there"),
                ("hint 15", "none", "there"),
                ("hint 16", "none", "there"),
            ],
        }],
    },
    Difference {
        why: "[MS-KILE] 3.3.5.1.1 has KDC_ERR_MUST_USE_USER2USER for an account that is no service; Heimdal does not find it at all",
        places: &[
            Place {
                rows: &["+ a name without an SPN"],
                asked: "TGS",
                fields: &[("error", "27", "7")],
            },
            Place {
                rows: &["+ S4U2self, without an SPN"],
                asked: "S4U2self",
                fields: &[("error", "27", "7")],
            },
        ],
    },
    Difference {
        why: "this Samba does not look at Protected Users in S4U2self; [MS-SFU] 3.2.5.1.2 has its members as undelegable",
        places: &[
            Place {
                rows: &["+ S4U2self, protected"],
                asked: "S4U2self",
                fields: &[("forwardable", "false", "true")],
            },
            Place {
                rows: &["+ S4U2self, protected"],
                asked: "S4U2proxy",
                fields: &[("the answer", "KRB-ERROR 13 C000006E", "*")],
            },
            Place {
                rows: &["+ S4U2self, protected"],
                asked: "AP",
                fields: &[("the answer", "none", "*")],
            },
        ],
    },
    Difference {
        why: "both refuse; Heimdal by KDC_ERR_POLICY, ours as in the AS exchange",
        places: &[Place {
            rows: &["+ S4U2self, disabled"],
            asked: "S4U2self",
            fields: &[
                ("error", "18", "12"),
                ("status", "C0000072", "none"),
                ("flags of the status", "03000000", "none"),
                ("e-data", "there", "none"),
            ],
        }],
    },
    Difference {
        why: "both refuse; Heimdal says that the ticket does not open, ours as for a ticket that was changed",
        places: &[Place {
            rows: &["+ S4U2proxy, another's ticket"],
            asked: "S4U2proxy",
            fields: &[("error", "41", "31")],
        }],
    },
];
