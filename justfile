# List the recipes
default:
    @just --list

# Format, lint and type-check
check:
    cargo fmt --all --check
    cargo clippy --workspace --exclude headwater-archive --all-targets -- -D warnings

# Every test; the one command that CI runs
test:
    ./test

# Accept what the cases print now; then look at the difference
bless:
    BLESS=1 cargo test -p headwater --test cases

# Measure against the data in ../shared, beside the floors
eval *ARGS:
    cargo run --quiet -p headwater-eval -- {{ARGS}}

# Speed of reading and comparing
bench *ARGS:
    cargo bench -p headwater {{ARGS}}

# The documentation of the library
docs:
    cargo doc --no-deps --workspace --exclude headwater-archive --open

# The main job on the example pages
demo:
    cargo run --quiet --release -p headwater-cli -- demo
