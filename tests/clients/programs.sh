#!/bin/sh
# Installs what `make e2e` runs and PyPI does not have: Debian's packages, and npm's by the lock beside their page.
set -eu

missing=
for package in calcurse chromium fonts-noto-color-emoji gir1.2-ical-3.0 npm python3-gi scrot thunderbird xvfb; do
  command -v "$package" >/dev/null || dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
if [ -n "$missing" ]; then
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  for need in apt-get $as_root; do
    command -v "$need" >/dev/null || {
      printf '%s\n' "Not installed:$missing; nor is $need, to install them." 'Maybe install them by hand.' >&2
      exit 1
    }
  done
  echo "Installing$missing"
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # a list
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null
fi

page=.e2e/page
lock=tests/clients/page/package-lock.json
cmp -s "$lock" "$page/installed.json" || {
  echo 'Installing what the page shows the calendar with'
  mkdir -p "$page"
  cp tests/clients/page/package.json "$lock" "$page"
  npm ci --prefix "$page" --ignore-scripts --no-audit --no-fund --silent
  cp "$lock" "$page/installed.json"
}
