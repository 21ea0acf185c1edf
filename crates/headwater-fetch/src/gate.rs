//! Which addresses may be asked: the open web's, and no other.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Names that stand for something in one's own network, whatever a name server says.
const OWN_NAMES: [&str; 5] = ["localhost", "local", "internal", "home.arpa", "onion"];

/// Networks of IPv4 that are not the open web: the address and how many of its bits count. From IANA's registry of
/// special-purpose addresses, and multicast.
const SPECIAL_4: [([u8; 4], u32); 15] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// Networks within the open part of IPv6 that are not the open web: documentation, benchmarks, and those that hold an
/// address of IPv4 in them (Teredo, 6to4), by which one could reach any of these.
const SPECIAL_6: [([u16; 2], u32); 4] =
    [([0x2001, 0], 23), ([0x2001, 0x0db8], 32), ([0x2002, 0], 16), ([0x3fff, 0], 20)];

/// Why an address is not asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It cannot be read as an address.
    #[error("no address that can be read")]
    Unreadable,
    /// Another scheme than `http` and `https`.
    #[error("only http and https are asked")]
    Scheme,
    /// It holds a name or a password.
    #[error("it holds a name or a password")]
    Credentials,
    /// Another port than 80 and 443.
    #[error("only ports 80 and 443 are asked")]
    Port,
    /// It is, or stands for, an address that is not the open web's.
    #[error("it leads to {0}, which is not the open web")]
    Inside(String),
    /// A redirect that gives up encryption.
    #[error("it leads from https to http")]
    Unencrypted,
}

/// An address that may be asked, as far as it tells by itself; the fragment goes.
pub fn address(written: &str) -> Result<Url, Refusal> {
    let mut url = Url::parse(written.trim()).map_err(|_| Refusal::Unreadable)?;
    url.set_fragment(None);
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Credentials);
    }
    match url.host().ok_or(Refusal::Unreadable)? {
        Host::Ipv4(number) => open(number.into())?,
        Host::Ipv6(number) => open(number.into())?,
        Host::Domain(name) => open_name(name)?,
    }
    if !matches!(url.port_or_known_default(), Some(80 | 443)) {
        return Err(Refusal::Port);
    }
    Ok(url)
}

/// Where a redirect leads, if one may go there.
pub fn redirected(from: &Url, to: &str) -> Result<Url, Refusal> {
    let to = from.join(to).map_err(|_| Refusal::Unreadable)?;
    let to = address(to.as_str())?;
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(Refusal::Unencrypted);
    }
    Ok(to)
}

fn open_name(name: &str) -> Result<(), Refusal> {
    let name = name.trim_end_matches('.');
    let below = |own: &str| name == own || name.strip_suffix(own).is_some_and(|rest| rest.ends_with('.'));
    let inside = !name.contains('.') || OWN_NAMES.iter().any(|own| below(own));
    if inside { Err(Refusal::Inside(format!("`{name}`"))) } else { Ok(()) }
}

/// Whether a number is the open web's.
pub fn open(number: IpAddr) -> Result<(), Refusal> {
    let open = match number {
        IpAddr::V4(number) => open_4(number),
        IpAddr::V6(number) => open_6(number),
    };
    if open { Ok(()) } else { Err(Refusal::Inside(number.to_string())) }
}

fn open_4(number: Ipv4Addr) -> bool {
    let bits = number.to_bits();
    !SPECIAL_4.iter().any(|(start, length)| (bits ^ u32::from_be_bytes(*start)) >> (32 - length) == 0)
}

/// Only `2000::/3` is given out on the open web; all that is mapped, compatible, translated, local or multicast lies
/// outside it.
fn open_6(number: Ipv6Addr) -> bool {
    let bits = (number.to_bits() >> 96) as u32;
    let start = |[high, low]: [u16; 2]| u32::from(high) << 16 | u32::from(low);
    bits >> 29 == 1 && !SPECIAL_6.iter().any(|(network, length)| (bits ^ start(*network)) >> (32 - length) == 0)
}

#[cfg(test)]
mod tests {
    use super::{Refusal, address, redirected};

    fn check(written: &str, expected: Result<&str, &str>) {
        let found = address(written).map(String::from).map_err(|refusal| format!("{refusal:?}"));
        match expected {
            Ok(url) => assert_eq!(found.as_deref(), Ok(url), "{written}"),
            Err(kind) => assert!(found.as_ref().is_err_and(|found| found.starts_with(kind)), "{written}: {found:?}"),
        }
    }

    #[test]
    fn addresses_of_the_open_web_are_asked() {
        check("https://news.example/a?b=c#d", Ok("https://news.example/a?b=c"));
        check(" HTTP://NEWS.example:80 ", Ok("http://news.example/"));
        check("http://93.184.216.34/", Ok("http://93.184.216.34/"));
        check("https://[2606:2800:220:1::1]/", Ok("https://[2606:2800:220:1::1]/"));
    }

    /// Every way to write an address that is not the open web's.
    const INSIDE: &str = "127.0.0.1 127.1 127.0.0.2 2130706433 0x7f000001 0177.0.0.1 0x7f.1 0.0.0.0 0 [::1] [::] \
        [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::1] [2002:7f00:1::] [2001::1] \
        [2001:db8::1] [3fff::1] [100::1] [5f00::1] [fe80::1] [fc00::1] [fd00:ec2::254] [ff02::1] 10.0.0.1 172.16.0.1 \
        172.31.255.255 192.168.0.1 169.254.169.254 169.254.170.2 100.64.0.1 100.100.100.200 192.0.0.192 192.0.2.1 \
        192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 \
        localhost LOCALHOST. a.localhost metadata.google.internal printer router.local 127。0。0。1 ①②⑦.⓪.⓪.①";

    #[test]
    fn addresses_of_ones_own_network_are_refused_however_they_are_written() {
        for host in INSIDE.split_whitespace() {
            check(&format!("http://{host}/"), Err("Inside"));
        }
        // A backslash ends the host, as in browsers: what follows is its path.
        check("http://good.example\\@127.0.0.1/", Ok("http://good.example/@127.0.0.1/"));
        check("http://127.0.0.1#@good.example/", Err("Inside"));
        check("http://[fe80::1%25eth0]/", Err("Unreadable"));
    }

    #[test]
    fn other_schemes_ports_and_addresses_with_a_password_are_refused() {
        let schemes = "file:/etc/passwd file:///etc/passwd FILE:///a gopher://a.example/ ftp://a.example/ data:text/html,a \
            javascript:alert(1) blob:https://a.example/1 view-source:http://a.example/ source:file:///etc/passwd";
        for written in schemes.split_whitespace() {
            check(written, Err("Scheme"));
        }
        for written in ["//host.example/path", "/path", "\\\\host\\share", "", "feed.xml"] {
            check(written, Err("Unreadable"));
        }
        check("http://good.example@127.0.0.1/", Err("Credentials"));
        check("http://a:b@news.example/", Err("Credentials"));
        check("http://news.example:22/", Err("Port"));
        check("http://news.example:8080/", Err("Port"));
    }

    #[test]
    fn a_redirect_passes_the_same_gate_and_keeps_encryption() {
        let from = |from: &str, to: &str| redirected(&address(from).expect("open"), to).map(String::from);
        assert_eq!(from("http://a.example/x", "/y").as_deref(), Ok("http://a.example/y"));
        assert_eq!(from("http://a.example/x", "//b.example/y").as_deref(), Ok("http://b.example/y"));
        assert_eq!(from("https://a.example/x", "http://a.example/y"), Err(Refusal::Unencrypted));
        assert_eq!(from("http://a.example/x", "file:///etc/passwd"), Err(Refusal::Scheme));
        assert_eq!(from("http://a.example/x", "//127.0.0.1/"), Err(Refusal::Inside("127.0.0.1".to_owned())));
    }
}
