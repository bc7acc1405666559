#!/usr/bin/env bash
# Browser tests need Debian's Chromium: install it as root, else say what to do.
set -euo pipefail
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Testy v prohlížeči potřebují Chromium. Spusťte: sudo apt-get install -y --no-install-recommends chromium" >&2
  exit 1
fi
echo "Instaluji Chromium pro testy v prohlížeči…" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 ||
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; }
