//! A short word for all files of some folders: another word when any of them changes.

use std::io;
use std::path::{Path, PathBuf};

/// How many letters of the hash are kept: a store need only tell one build's rules from another's.
const LETTERS: usize = 12;

/// The fingerprint of the names and bytes of all files at and below these folders. A folder that is not there counts as
/// empty: a packaged crate lies beside none, and its version tells its rules.
pub(crate) fn of(folders: &[&Path]) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    for folder in folders {
        for file in files(folder)? {
            let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            #[allow(clippy::disallowed_methods, reason = "a build script reads files")]
            let bytes = std::fs::read(&file)?;
            for part in [name.as_bytes(), bytes.as_slice()] {
                hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
            }
        }
    }
    Ok(hasher.finalize().to_hex()[..LETTERS].to_owned())
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in folder.read_dir()? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn another_byte_or_another_name_is_another_fingerprint() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, words: &str| {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            std::fs::write(file, words).expect("written");
            super::of(&[folder.path(), Path::new("no such folder")]).expect("taken")
        };
        let first = write("en/cues.toml", "said");
        assert_eq!(first, write("en/cues.toml", "said"));
        let second = write("en/cues.toml", "told");
        let third = write("en/more.toml", "told");
        assert!(first != second && second != third && third != first);
    }

    #[test]
    fn the_fingerprint_of_this_build_is_that_of_the_library_beside_it() {
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../headwater");
        let folders = ["data", "models", "src"].map(|folder| library.join(folder));
        let folders = folders.each_ref().map(|folder| folder.as_path());
        assert_eq!(super::of(&folders).expect("taken"), env!("HEADWATER_RULES"));
        assert!(crate::settle::reader().ends_with(env!("HEADWATER_RULES")));
    }
}
