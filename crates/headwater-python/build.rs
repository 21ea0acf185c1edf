//! Python itself brings what the module calls; only macOS has to be told that it may be missing until then.

fn main() {
    if std::env::var_os("CARGO_CFG_TARGET_OS").is_some_and(|system| system == "macos") {
        println!("cargo::rustc-cdylib-link-arg=-undefined");
        println!("cargo::rustc-cdylib-link-arg=dynamic_lookup");
    }
}
