//! Clients that ask a KDC, and services that take their tickets.

mod acceptor;
mod initiator;

use super::*;
use crate::hosts::security::{InitiateError, Initiated, KdcInquiry};
use crate::hosts::services::kdc::tests::{Kdc, REALM};
use crate::hosts::tests::{Bench, alice, machine};
use crate::hosts::{Endpoint, KerberosAccount, ServiceAccount};
use std::sync::{Arc, Mutex};

/// A client's computer and the KDCs that it asks.
pub struct Net {
    pub desk: Bench,
    pub kdc: Kdc,
    /// Another realm's KDC, on `dc-09`.
    pub other: Option<Kdc>,
    /// What was asked, in order.
    pub asked: Vec<Vec<u8>>,
}

impl Net {
    pub fn new() -> Self {
        let mut kdc = Kdc::new();
        let etypes = crate::hosts::services::kdc::tests::ALL;
        let made = KerberosAccount::user(REALM, "Alice", "Spring-98", &etypes);
        kdc.set("Alice", |alice| {
            (alice.keys, alice.salt) = (made.keys, made.salt)
        });
        let mut desk = machine("DESK-07", Era::Today, 3);
        desk.kerberos.realms = kdc.bench.machine.kerberos.realms.clone();
        desk.kerberos.realms[1].kdc = Endpoint::new("dc-09", Endpoint::KDC);
        Self {
            desk: Bench::new(desk),
            kdc,
            other: None,
            asked: Vec::new(),
        }
    }

    pub fn acquire(&mut self, plan: TicketPlan) -> Result<Acquired, KerberosFailure> {
        self.acquire_by(plan, |_, answer| Some(answer))
    }

    /// The same, with answers that are changed on the way; the first number counts them from 0.
    pub fn acquire_by(
        &mut self,
        plan: TicketPlan,
        mut change: impl FnMut(usize, Vec<u8>) -> Option<Vec<u8>>,
    ) -> Result<Acquired, KerberosFailure> {
        let result = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&result);
        let then: acquire::OnAcquired = Box::new(move |result, _: &mut Context<'_>| {
            *kept.lock().unwrap() = Some(result);
            Err(InitiateError::NoCredential)
        });
        let mut next = self.desk.with(|context| acquire(plan, then, context));
        let mut number = 0;
        while let Ok(Initiated::Asks(inquiry)) = next {
            assert!(number < 40, "there is no end to it");
            let KdcInquiry {
                kdc,
                request,
                asker,
            } = inquiry;
            let answer = match &mut self.other {
                Some(other) if kdc.host == "dc-09" => other.answer(&request),
                _ => self.kdc.answer(&request),
            };
            self.asked.push(request);
            let answer = change(number, answer);
            next = self
                .desk
                .with(|context| asker.answered(answer.as_deref(), context));
            number += 1;
        }
        let mut result = result.lock().unwrap();
        result.take().unwrap()
    }

    /// What a service account's computer knows of it.
    pub fn service(&self, name: &str) -> ServiceAccount {
        let accounts = self.kdc.bench.machine.accounts.all().iter();
        let account = accounts.clone().find(|it| it.name == name).unwrap();
        ServiceAccount::of(REALM, name, &account.kerberos)
    }
}

pub fn by_password(service: &str) -> TicketPlan {
    TicketPlan::new(
        Owner::Session(1),
        TicketSource::Password(alice()),
        REALM,
        service_principal(service),
    )
}
