#!/bin/sh
# Trains crates/headwater/models/names/weights.bin: training/names/train.sh DATA
# DATA holds treebank/, entities/meantime/, gazetteers/ and events/petrarch2/. Same data, same bytes. The word lists are
# written anew first, as the tagger learns from them.
set -e
cd "$(dirname "$0")/../.."
python3 training/names/common.py "$1" > crates/headwater/data/en/common.toml
python3 training/names/gazetteers.py "$1" crates/headwater/data/shared
python3 training/names/prepare.py "$1" > "${TMPDIR:-/tmp}/names.tsv"
NAMES_TSV="${TMPDIR:-/tmp}/names.tsv" NAMES_OUT="$PWD/crates/headwater/models/names/weights.bin" \
    cargo test -p headwater --lib train_names -- --ignored
