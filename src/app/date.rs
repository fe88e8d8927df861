//! Partial dates as rows hold them: the words, and the first and last day that they can mean.

use chrono::NaiveDate;

use crate::{
    Error, Result,
    domain::partial_date::{DateOrder, PartialDate, order},
};

/// The three columns of a partial date; all are `None` where it was not said.
pub(super) struct Columns {
    /// As written, in EDTF.
    pub text: Option<String>,
    /// The first day that it can mean.
    pub earliest: Option<NaiveDate>,
    /// The last day that it can mean.
    pub latest: Option<NaiveDate>,
}

impl From<Option<&PartialDate>> for Columns {
    fn from(date: Option<&PartialDate>) -> Self {
        Self {
            text: date.map(ToString::to_string),
            earliest: date.map(PartialDate::earliest),
            latest: date.map(PartialDate::latest),
        }
    }
}

/// Refuses an end that is certainly before the start.
pub(super) fn check_span(start: Option<&PartialDate>, end: Option<&PartialDate>) -> Result<()> {
    let (Some(from), Some(to)) = (start, end) else { return Ok(()) };
    if order(start, end) != DateOrder::After {
        return Ok(());
    }
    let message = format!("end {to} is before start {from}: change one of the two");
    Err(Error::invalid("end", message))
}

/// Whether two dates can be the same one: nothing that was said rules it out.
pub(super) fn may_be_same(a: Option<&PartialDate>, b: Option<&PartialDate>) -> bool {
    match order(a, b) {
        DateOrder::Before | DateOrder::After => false,
        DateOrder::Same | DateOrder::Unknown => true,
    }
}
