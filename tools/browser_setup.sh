#!/usr/bin/env bash
# What the tests of the page and of other clients need besides Python: Chromium and a few npm packages.
# Safe to run again; does nothing that is already done. Without them those tests are skipped, and say why.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq --no-install-recommends chromium
fi
clients=tests/interfaces/server/node
if command -v npm >/dev/null && [ ! -e "$clients/node_modules/axe-core" ]; then
  npm install --prefix "$clients" --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel=error
fi
