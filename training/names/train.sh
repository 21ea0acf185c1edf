#!/bin/sh
# Trains crates/headwater/models/names: training/names/train.sh DATA
# DATA holds treebank/, entities/, gazetteers/ and events/petrarch2/. Same data, same bytes. The word lists and the groups of
# words are written anew first, as the tagger learns from them.
set -e
cd "$(dirname "$0")/../.."
models=crates/headwater/models
python3 training/names/common.py "$1" > crates/headwater/data/en/common.toml
python3 training/names/gazetteers.py "$1" crates/headwater/data/shared
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 training/names/clusters.py "$models/likeness/table.bin" > "${TMPDIR:-/tmp}/clusters.bin"
mv "${TMPDIR:-/tmp}/clusters.bin" "$models/names/clusters.bin"
python3 training/names/prepare.py "$1" > "${TMPDIR:-/tmp}/names.tsv"
NAMES_TSV="${TMPDIR:-/tmp}/names.tsv" NAMES_DEV="$1/entities/uner_ewt/dev.iob2" NAMES_OUT="$PWD/$models/names/weights.bin" \
    cargo test -p headwater --lib train_names -- --ignored --nocapture
