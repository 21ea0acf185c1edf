//! What may be looked at in XML before it is read: its first element, and how deep it goes.

use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::Event;

/// The deepest nesting that is read. Real feeds and lists stay below 20.
const DEEPEST: usize = 256;

/// The name of the first element, without its prefix; `None` where there is none.
pub(crate) fn root(start: &[u8]) -> Option<String> {
    let mut name = None;
    walk(start, |event, _| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            name = Some(tag.local_name().as_ref().to_owned());
        }
        name.is_none()
    });
    name
}

/// Says so where XML is nested too deep. What is no XML passes: whoever reads it says so better.
pub(crate) fn check_depth(bytes: &[u8]) -> Result<(), String> {
    let mut deepest = 0;
    walk(bytes, |_, depth| {
        deepest = deepest.max(depth);
        deepest <= DEEPEST
    });
    if DEEPEST < deepest { Err(format!("nested over {DEEPEST} deep")) } else { Ok(()) }
}

/// Shows each event and its depth, until it is enough, the end, or what is no XML. Entities are never expanded.
pub(crate) fn walk(bytes: &[u8], mut go_on: impl FnMut(&Event, usize) -> bool) {
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut buffer, mut depth, mut first) = (Vec::new(), 0_usize, true);
    loop {
        let Ok(event) = reader.read_event_into(&mut buffer) else { return };
        // Only the first event can declare an encoding; later the decoder would panic.
        let declared = if let Event::Decl(declaration) = &event { declaration.encoder() } else { None };
        if let Some(encoding) = declared.filter(|_| first) {
            reader.get_mut().set_encoding(encoding);
        }
        first = false;
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return,
            _ => {}
        }
        if !go_on(&event, depth) {
            return;
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{check_depth, root};

    #[test]
    fn the_first_element_is_found_behind_what_may_stand_before_it() {
        let found = |text: &str| root(text.as_bytes());
        assert_eq!(found("<?xml version='1.0'?><!-- a --><rss version='2.0'>").as_deref(), Some("rss"));
        assert_eq!(found("<!DOCTYPE opml><x:opml><body/>").as_deref(), Some("opml"));
        assert_eq!(found("no markup"), None);
        assert_eq!(root(b"<?xml version='1.0' encoding='iso-8859-1'?><rss>caf\xe9").as_deref(), Some("rss"));
        assert_eq!(
            found(&format!(
                "<?xml version='1.0'?><!-- {} --><?xml version='1.0' encoding='koi8-r'?><rss>",
                "x".repeat(9000)
            )),
            Some("rss".to_owned())
        );
        assert_eq!(found("<?xml"), None);
    }

    #[test]
    fn nesting_is_bounded() {
        assert!(check_depth("<a>".repeat(250).as_bytes()).is_ok());
        assert!(check_depth("<a>".repeat(1_000_000).as_bytes()).is_err());
    }
}
