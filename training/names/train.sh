#!/bin/sh
# Trains crates/headwater/models/names/weights.bin: training/names/train.sh DATA
# DATA holds treebank/, entities/meantime/ as in the card. Same data, same bytes.
set -e
cd "$(dirname "$0")/../.."
python3 training/names/prepare.py "$1" > "${TMPDIR:-/tmp}/names.tsv"
NAMES_TSV="${TMPDIR:-/tmp}/names.tsv" NAMES_OUT="$PWD/crates/headwater/models/names/weights.bin" \
    cargo test -p headwater --lib train_names -- --ignored
