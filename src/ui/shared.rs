//! Shared values that are compared by where they are, not by what they hold.

use std::ops::Deref;
use std::rc::Rc;
use yew::html::{ImplicitClone, IntoPropValue};

/// A value that many hold and nobody changes: two are equal only where they are the same one. Comparing a run costs
/// nothing that way, and a run that is made anew counts as another.
pub struct Shared<T: ?Sized>(Rc<T>);

impl<T: ?Sized> Shared<T> {
    /// The value, for who keeps it.
    pub fn to_rc(&self) -> Rc<T> {
        self.0.clone()
    }
}

impl<T: ?Sized> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: ?Sized> ImplicitClone for Shared<T> {}

impl<T: ?Sized> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: ?Sized> From<&Rc<T>> for Shared<T> {
    fn from(shared: &Rc<T>) -> Self {
        Self(shared.clone())
    }
}

impl<T: ?Sized> IntoPropValue<Shared<T>> for Rc<T> {
    fn into_prop_value(self) -> Shared<T> {
        Shared(self)
    }
}

impl<T: ?Sized> IntoPropValue<Shared<T>> for &Rc<T> {
    fn into_prop_value(self) -> Shared<T> {
        Shared(self.clone())
    }
}
