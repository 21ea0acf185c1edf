//! What was named on the command line: addresses of feeds, and files that list them.

use std::path::Path;

use url::Url;

use crate::gate;

/// The largest file that lists feeds.
const MOST_BYTES: u64 = 4 << 20;

/// The feeds to watch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Their addresses, each once, in the order in which they were named.
    pub feeds: Vec<Url>,
    /// What was named and cannot be watched, and why.
    pub problems: Vec<(String, String)>,
}

/// The feeds that are named: by address, in an OPML file, or in a file with one address a line.
pub fn sources(named: &[String]) -> Sources {
    let mut sources = Sources::default();
    for name in named {
        if is_address(name) {
            sources.take(name);
            continue;
        }
        match listed(Path::new(name)) {
            Ok(addresses) if addresses.is_empty() => {
                sources.problems.push((name.clone(), "it lists no feed".to_owned()))
            }
            Ok(addresses) => addresses.iter().for_each(|address| sources.take(address)),
            Err(why) => sources.problems.push((name.clone(), why)),
        }
    }
    sources
}

impl Sources {
    fn take(&mut self, address: &str) {
        match gate::address(address) {
            Ok(url) if self.feeds.contains(&url) => {}
            Ok(url) => self.feeds.push(url),
            Err(refusal) => self.problems.push((address.to_owned(), format!("refused: {refusal}"))),
        }
    }
}

/// Whether words are an address, of whatever scheme, and no file's name.
fn is_address(name: &str) -> bool {
    let scheme = name.split_once(':').map(|(scheme, _)| scheme);
    // One letter is a drive.
    scheme.is_some_and(|scheme| {
        1 < scheme.len() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

fn listed(file: &Path) -> Result<Vec<String>, String> {
    let plain = |error: std::io::Error| error.to_string().to_lowercase();
    if MOST_BYTES < file.metadata().map_err(plain)?.len() {
        return Err(format!("over {} MiB; a list of feeds has far less", MOST_BYTES >> 20));
    }
    #[expect(clippy::disallowed_methods, reason = "the list of feeds is the one file that is read here")]
    let bytes = std::fs::read(file).map_err(plain)?;
    let text = String::from_utf8_lossy(&bytes);
    match text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        true => {
            let outlines =
                headwater_input::parse_opml(&bytes, &file.display().to_string()).map_err(|problem| problem.why)?;
            Ok(outlines.into_iter().map(|outline| outline.feed).collect())
        }
        false => Ok(text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(str::to_owned)
            .collect()),
    }
}
