#!/usr/bin/env bash
# What some tests need besides Python: Chromium and a few npm packages for the page and other clients, and strace to see
# what the program connects to. Safe to run again; does nothing that is already done. Without them those tests are
# skipped, and say why.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null || ! command -v strace >/dev/null; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq --no-install-recommends chromium strace
fi
clients=tests/interfaces/server/node
if command -v npm >/dev/null && [ ! -e "$clients/node_modules/typescript" ]; then
  npm install --prefix "$clients" --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel=error
fi
