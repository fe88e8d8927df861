//! Ends a socket at the head of a frame that is too large: the framework would keep all of it
//! before it refused it.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{
    dev::Payload,
    error::PayloadError,
    web::{self, Bytes},
};
use futures_util::Stream;

/// What a client sends after the upgrade.
pub struct Frames {
    payload: web::Payload,
    heads: Heads,
    /// A frame was too large: nothing more is passed on.
    over: bool,
}

impl Frames {
    /// With so many bytes in a frame at most.
    pub fn payload(payload: web::Payload, limit: usize) -> Payload {
        let frames = Self { payload, heads: Heads::new(limit), over: false };
        Payload::Stream { payload: Box::pin(frames) }
    }
}

impl Stream for Frames {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.over {
            return Poll::Ready(Some(Err(PayloadError::Overflow)));
        }
        let item = ready!(Pin::new(&mut self.payload).poll_next(context));
        Poll::Ready(item.map(|bytes| {
            let mut bytes = bytes?;
            if let Some(end) = self.heads.refuse(&bytes) {
                self.over = true;
                bytes.truncate(end);
            }
            if self.over && bytes.is_empty() { Err(PayloadError::Overflow) } else { Ok(bytes) }
        }))
    }
}

/// Follows the frames from head to head.
struct Heads {
    limit: u64,
    head: [u8; 10],
    /// Bytes of the head that are there.
    got: usize,
    /// Bytes of the frame's body and mask that are still to come.
    rest: u64,
}

impl Heads {
    fn new(limit: usize) -> Self {
        Self { limit: limit as u64, head: [0; 10], got: 0, rest: 0 }
    }

    /// Where the first frame begins that is too large; `None` when there is none in these bytes.
    fn refuse(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < bytes.len() {
            if self.rest > 0 {
                let skipped =
                    (bytes.len() - at).min(usize::try_from(self.rest).unwrap_or(usize::MAX));
                self.rest -= skipped as u64;
                at += skipped;
                continue;
            }
            self.head[self.got] = bytes[at];
            self.got += 1;
            at += 1;
            let Some(length) = length(&self.head[..self.got]) else { continue };
            if length > self.limit {
                return Some(at.saturating_sub(self.got));
            }
            let masked = self.head[1] & 0x80 != 0;
            self.rest = length + if masked { 4 } else { 0 };
            self.got = 0;
        }
        None
    }
}

/// The length that a frame's head announces; `None` while the head is not whole.
fn length(head: &[u8]) -> Option<u64> {
    match head.get(1)? & 0x7f {
        126 => Some(u16::from_be_bytes(head.get(2..4)?.try_into().ok()?).into()),
        127 => Some(u64::from_be_bytes(head.get(2..10)?.try_into().ok()?)),
        short => Some(short.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A masked frame of so many bytes.
    fn frame(size: u16) -> Vec<u8> {
        let mut bytes = vec![0x81, 0xfe];
        bytes.extend(size.to_be_bytes());
        bytes.extend([0; 4]);
        bytes.extend(std::iter::repeat_n(0xff, size.into()));
        bytes
    }

    #[test]
    fn frames_within_the_limit_pass_however_they_are_cut() {
        let all = [frame(1000), vec![0x89, 0x80, 0, 0, 0, 0], frame(200), vec![0x8a, 0]].concat();
        for cut in 1..50 {
            let mut heads = Heads::new(1000);
            assert!(all.chunks(cut).all(|bytes| heads.refuse(bytes).is_none()), "{cut}");
        }
    }

    #[test]
    fn what_comes_before_a_frame_that_is_too_large_passes() {
        let all = [frame(200), frame(1001)].concat();
        assert_eq!(Heads::new(1000).refuse(&all), Some(frame(200).len()));
        let mut heads = Heads::new(1000);
        let refused = all.chunks(1).find_map(|bytes| heads.refuse(bytes));
        assert_eq!(refused, Some(0));
        let huge = [&[0x82, 0xff][..], &u64::MAX.to_be_bytes()].concat();
        assert_eq!(Heads::new(1000).refuse(&huge), Some(0));
    }
}
