#!/bin/sh
# Trains the line model anew: training/lines/train.sh DUMPS.jsonl.gz, from the root of the repository.
set -e
work=$(mktemp -d)
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q -r training/lines/requirements.txt
python="$work/venv/bin/python"
"$python" training/lines/train.py pages "$1" "$work/pages.txt"
PAGES="$work/pages.txt" FEATURES="$work/features.tsv" cargo test -p headwater --lib -- --ignored write_line_features
"$python" training/lines/train.py trees "$1" "$work/features.tsv" crates/headwater/models/lines/lines.bin
rm -r "$work"
