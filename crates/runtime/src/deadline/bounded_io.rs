//! What is read or written within bounds: piece by piece, and no further than they allow.

use super::{ActiveBounds, Interruption, active_bounds};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::time::Instant;

/// A place to read from or to write to within the bounds of the thread that asked for it, whichever
/// thread comes to it.
pub struct BoundedIo<T> {
    inner: T,
    begun: Option<ActiveBounds>,
    /// Whether somebody is at the other end who may take his time, which is not counted.
    waits: bool,
    ended: Option<Interruption>,
}

impl<T> BoundedIo<T> {
    /// A place that is always ready, such as a file.
    pub fn new(inner: T) -> Self {
        Self { inner, begun: active_bounds(), waits: false, ended: None }
    }

    /// A place that has to be waited for, such as a pipe.
    pub fn not_counting_waits(inner: T) -> Self {
        Self { waits: true, ..Self::new(inner) }
    }

    /// Why reading or writing had to end, if it had to.
    pub fn ended(&self) -> Option<Interruption> {
        self.ended
    }

    fn step<R>(&mut self, step: impl FnOnce(&mut T) -> io::Result<R>) -> io::Result<R> {
        let Some(begun) = &self.begun else { return step(&mut self.inner) };
        if let Some(ended) = begun.ended() {
            self.ended = Some(ended);
            return Err(io::Error::other(ended));
        }
        let since = Instant::now();
        let done = step(&mut self.inner);
        if self.waits {
            begun.bounds.exclude_wait(since.elapsed());
        }
        done
    }
}

impl<T: Read> Read for BoundedIo<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.step(|inner| inner.read(buffer))
    }
}

impl<T: Seek> Seek for BoundedIo<T> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

impl<T: Write> Write for BoundedIo<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.step(|inner| inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.step(Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::{Bounds, enter_bounds, interruption_of_io};
    use std::thread::sleep;
    use std::time::Duration;

    /// A place that takes its time.
    struct Slow(Duration);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            sleep(self.0);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn writing_ends_with_its_time_but_for_what_it_waits() {
        let time = Duration::from_millis(40);
        let bounds = || Bounds { time, ..Bounds::default() };
        let write = |out: &mut dyn Write| (0..20).try_for_each(|_| out.write_all(b"x"));
        {
            let _within = enter_bounds(&bounds());
            let mut paced = BoundedIo::new(Slow(time / 8));
            let error = write(&mut paced).unwrap_err();
            assert_eq!(interruption_of_io(&error), Some(Interruption::OutOfTime));
            assert_eq!(paced.ended(), Some(Interruption::OutOfTime));
        }
        let _within = enter_bounds(&bounds());
        write(&mut BoundedIo::not_counting_waits(Slow(time / 8))).unwrap();
    }

    #[test]
    fn reading_ends_when_it_is_to_stop() {
        let bounds = Bounds::default();
        let _within = enter_bounds(&bounds);
        let mut paced = BoundedIo::new(io::repeat(0));
        let mut bytes = [0; 8];
        paced.read_exact(&mut bytes).unwrap();
        bounds.stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let error = paced.read_exact(&mut bytes).unwrap_err();
        assert_eq!(interruption_of_io(&error), Some(Interruption::Stopped));
    }
}
