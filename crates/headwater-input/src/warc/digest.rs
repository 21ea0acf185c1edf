//! Whether a record's bytes are those that were captured: what its digests say.

use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::http::{self, Answer};
use super::record::Record;

/// Says so where a record's bytes are not those of its block digest.
pub(super) fn check_block(record: &Record) -> Result<(), String> {
    match &record.head.block_digest {
        Some(digest) if differs(digest, &record.block) => {
            Err("its bytes are not those that were captured: they do not have its block digest".to_owned())
        }
        _ => Ok(()),
    }
}

/// Says so where no reading of an answer's body has its payload digest. Tools do not agree on whether chunks are joined
/// and packed bodies unpacked before it is taken.
pub(super) fn check_payload(record: &Record, answer: &Answer) -> Result<(), String> {
    let Some(digest) = &record.head.payload_digest else { return Ok(()) };
    let fits = !differs(digest, answer.body)
        || http::joined(answer).is_some_and(|body| !differs(digest, &body))
        || http::unpacked(answer).is_ok_and(|body| !differs(digest, &body));
    match fits {
        true => Ok(()),
        false => Err("its words are not those that were captured: they do not have its payload digest".to_owned()),
    }
}

/// Whether bytes surely have another digest. One of an unknown kind says nothing.
fn differs(digest: &str, bytes: &[u8]) -> bool {
    let Some((kind, written)) = digest.split_once(':') else { return false };
    let sum = match kind.trim().to_ascii_lowercase().replace('-', "").as_str() {
        "sha1" => Sha1::digest(bytes).to_vec(),
        "sha256" => Sha256::digest(bytes).to_vec(),
        _ => return false,
    };
    let written = written.trim().trim_end_matches('=');
    !written.eq_ignore_ascii_case(&base32(&sum)) && !written.eq_ignore_ascii_case(&hex(&sum))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// RFC 4648, without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    for group in bytes.chunks(5) {
        let mut bits = [0; 8];
        bits[3..3 + group.len()].copy_from_slice(group);
        let bits = u64::from_be_bytes(bits);
        for place in 0..(group.len() * 8).div_ceil(5) {
            let letter = LETTERS[(bits >> (35 - 5 * place) & 31) as usize];
            out.push(char::from(letter));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base32, differs};

    #[test]
    fn digests_are_read_in_base_32_and_16() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"fo"), "MZXQ");
        assert!(!differs("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", b"abc"));
        assert!(!differs("sha1:a9993e364706816aba3e25717850c26c9cd0d89d", b"abc"));
        assert!(differs("sha1:a9993e364706816aba3e25717850c26c9cd0d89d", b"abd"));
        assert!(!differs("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", b"abc"));
        assert!(!differs("crc:1", b"abc") && !differs("", b"abc"));
    }
}
