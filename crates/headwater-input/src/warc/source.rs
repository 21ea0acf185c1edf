//! The bytes of an archive, and where in its file they are. A gzipped archive is a row of gzip members, as a rule one a
//! record, so that each can be read from its own first byte.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use flate2::bufread::GzDecoder;

/// Where a record begins: the byte of the file, and in a gzip member of several records the byte of what it unpacks to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) offset: u64,
    pub(super) inside: u64,
}

impl std::fmt::Display for Spot {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self.inside {
            0 => write!(out, "{}", self.offset),
            inside => write!(out, "{}+{inside}", self.offset),
        }
    }
}

/// A stream that counts what is taken from it.
struct Counted<R> {
    inner: R,
    taken: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
        self.taken += count as u64;
    }
}

/// The most packed bytes of one gzip member that are kept to look through again if it is damaged.
const MOST_KEPT: usize = 1 << 20;

/// The most packed bytes that are looked through again in all: a damaged member may cost time, a hostile file not much.
const MOST_AGAIN: usize = 64 << 20;

/// The packed bytes. Those of the member that is being read are kept: where it is damaged, unpacking may have run on into
/// the next one before that shows.
struct Raw {
    inner: Box<dyn BufRead + Send>,
    /// Bytes to be read again before those of `inner`, from `at` on.
    ahead: Vec<u8>,
    at: usize,
    /// What was read of this member.
    kept: Vec<u8>,
    taken: u64,
    left_to_read_again: usize,
}

impl Raw {
    fn new(inner: Box<dyn BufRead + Send>) -> Raw {
        let (ahead, kept) = (Vec::new(), Vec::new());
        Raw { inner, ahead, at: 0, kept, taken: 0, left_to_read_again: MOST_AGAIN }
    }

    /// A member begins here.
    fn begin_member(&mut self) {
        self.kept.clear();
    }

    /// Goes back to the second byte of the member, where that is in reach.
    fn go_back(&mut self) {
        let again = self.kept.len().saturating_sub(1);
        if again == 0 || MOST_KEPT <= self.kept.len() || self.left_to_read_again < again {
            return;
        }
        self.left_to_read_again -= again;
        self.taken -= again as u64;
        let mut ahead = self.kept.split_off(1);
        ahead.extend_from_slice(&self.ahead[self.at..]);
        (self.ahead, self.at) = (ahead, 0);
    }
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Raw {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.ahead.len() { Ok(&self.ahead[self.at..]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, count: usize) {
        let room = MOST_KEPT.saturating_sub(self.kept.len()).min(count);
        self.taken += count as u64;
        if self.at < self.ahead.len() {
            self.kept.extend_from_slice(&self.ahead[self.at..self.at + room]);
            self.at += count;
        } else {
            // What is there to be consumed is in the buffer, so this reads nothing.
            if let Ok(bytes) = self.inner.fill_buf() {
                self.kept.extend_from_slice(&bytes[..room.min(bytes.len())]);
            }
            self.inner.consume(count);
        }
    }
}

/// The bytes of an archive, unpacked.
pub(super) struct Source {
    stream: Stream,
    /// Where the gzip member that is being read begins.
    member: u64,
    /// Whether that one is found to be damaged: what it still unpacks to is nothing to go by.
    damaged: bool,
}

enum Stream {
    Plain(Raw),
    Zipped(Box<Counted<BufReader<GzDecoder<Raw>>>>),
    Over,
}

impl Source {
    pub(super) fn new(raw: Box<dyn BufRead + Send>) -> Source {
        let mut raw = Raw::new(raw);
        let zipped = raw.fill_buf().is_ok_and(|bytes| bytes.starts_with(&[0x1F, 0x8B]));
        let stream = if zipped { open(raw) } else { Stream::Plain(raw) };
        Source { stream, member: 0, damaged: false }
    }

    /// Where the next byte stands.
    pub(super) fn spot(&self) -> Spot {
        match &self.stream {
            Stream::Plain(raw) => Spot { offset: raw.taken, inside: 0 },
            Stream::Zipped(member) => Spot { offset: self.member, inside: member.taken },
            Stream::Over => Spot { offset: self.member, inside: 0 },
        }
    }

    /// Goes to where a record can begin: behind blank lines, and into the next gzip member that has anything. False at
    /// the end.
    pub(super) fn advance(&mut self) -> io::Result<bool> {
        loop {
            let byte = self.fill_buf()?.first().copied();
            match byte {
                Some(b'\r' | b'\n') => self.consume(1),
                Some(_) => return Ok(true),
                None if self.next_member()? => {}
                None => return Ok(false),
            }
        }
    }

    /// Leaves this many bytes out.
    pub(super) fn skip(&mut self, count: u64) -> io::Result<()> {
        io::copy(&mut self.take(count), &mut io::sink()).map(|_| ())
    }

    /// After a record that could not be read: goes to the next place that looks like the beginning of one. False if
    /// there is none.
    pub(super) fn recover(&mut self) -> io::Result<bool> {
        loop {
            let found = if self.damaged { Ok(false) } else { self.next_line_of_record() };
            match found {
                Ok(true) => return Ok(true),
                Ok(false) if self.damaged && self.find_member()? => {}
                Ok(false) if !self.damaged && self.next_member()? => {}
                Ok(false) => return Ok(false),
                Err(error) if !self.damaged => return Err(error),
                Err(_) => continue,
            }
            if self.fill_buf().is_ok_and(begins_record) {
                return Ok(true);
            }
        }
    }

    /// Goes to the next line that begins a record, within a gzip member.
    fn next_line_of_record(&mut self) -> io::Result<bool> {
        loop {
            if self.skip_until(b'\n')? == 0 {
                return Ok(false);
            }
            if begins_record(self.fill_buf()?) {
                return Ok(true);
            }
        }
    }

    /// Goes into the gzip member that follows this one. False if there is none.
    fn next_member(&mut self) -> io::Result<bool> {
        let Some(mut raw) = self.close() else { return Ok(false) };
        while raw.fill_buf()?.first() == Some(&0) {
            raw.consume(1);
        }
        if raw.fill_buf()?.is_empty() {
            return Ok(false);
        }
        self.member = raw.taken;
        self.stream = open(raw);
        Ok(true)
    }

    /// Looks for the beginning of a gzip member in the packed bytes, after one that is broken.
    fn find_member(&mut self) -> io::Result<bool> {
        let Some(mut raw) = self.close() else { return Ok(false) };
        raw.go_back();
        self.damaged = false;
        loop {
            let buffer = raw.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let mark = [0x1F, 0x8B, 0x08];
            let here = (0..buffer.len()).find(|at| {
                let rest = &buffer[*at..];
                rest.starts_with(&mark) || (rest.len() < 3 && mark.starts_with(rest))
            });
            let passed = here.unwrap_or(buffer.len());
            raw.consume(passed);
            if here.is_some() {
                self.member = raw.taken;
                self.stream = open(raw);
                return Ok(true);
            }
        }
    }

    /// The packed bytes, as far as they were not read.
    fn close(&mut self) -> Option<Raw> {
        match std::mem::replace(&mut self.stream, Stream::Over) {
            Stream::Zipped(member) => Some(member.inner.into_inner().into_inner()),
            Stream::Plain(_) | Stream::Over => None,
        }
    }
}

fn open(mut raw: Raw) -> Stream {
    raw.begin_member();
    Stream::Zipped(Box::new(Counted { inner: BufReader::with_capacity(1 << 14, GzDecoder::new(raw)), taken: 0 }))
}

/// Whether bytes begin a record; also where too few are there to tell.
fn begins_record(bytes: &[u8]) -> bool {
    let mark = b"WARC/";
    bytes.starts_with(mark) || (!bytes.is_empty() && bytes.len() < mark.len() && mark.starts_with(bytes))
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Source {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &mut self.stream {
            Stream::Plain(raw) => raw.fill_buf(),
            Stream::Zipped(member) => {
                let found = member.fill_buf();
                self.damaged |= found.is_err();
                found.map_err(broken)
            }
            Stream::Over => Ok(&[]),
        }
    }

    fn consume(&mut self, count: usize) {
        match &mut self.stream {
            Stream::Plain(raw) => raw.consume(count),
            Stream::Zipped(member) => member.consume(count),
            Stream::Over => {}
        }
    }
}

/// What is wrong with packed bytes, in words.
fn broken(error: io::Error) -> io::Error {
    let why = match error.kind() {
        ErrorKind::UnexpectedEof => "it ends in the middle of a gzip member",
        ErrorKind::InvalidInput | ErrorKind::InvalidData => "its gzip member is damaged",
        _ => return error,
    };
    io::Error::new(error.kind(), why)
}
