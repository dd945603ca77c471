#!/bin/sh
# Open Own Words in Chromium on a kiosk, in a profile that lies in memory and goes when the browser closes.
# Use: start.sh ADDRESS --set-up    once, with the four words from a lead
#      start.sh ADDRESS             from then on; the service beside this file starts it again whenever it ends
# OWNWORDS_KIOSK_SCALE: pixels per inch of the screen, divided by 96. OWNWORDS_KIOSK_PROFILE: where the key of the screen is kept.
set -eu

address=${1:?the address of Own Words, such as https://words.example.org}
doing=${2:-}
kept=${OWNWORDS_KIOSK_PROFILE:-$HOME/.local/share/own-words-kiosk}
browser=${CHROMIUM:-chromium}

# The options are about traces and ways out. Zooming with the fingers stays, since people need it.
open_browser() {
  profile=$1
  page=$2
  shift 2
  "$browser" --user-data-dir="$profile" --no-first-run --no-default-browser-check --password-store=basic \
    --disable-breakpad --disable-sync --disable-background-networking --disable-component-update \
    --noerrdialogs --hide-crash-restore-bubble --disable-features=Translate,MediaRouter \
    --overscroll-history-navigation=0 --disk-cache-size=1 --force-device-scale-factor="${OWNWORDS_KIOSK_SCALE:-1}" \
    ${OWNWORDS_KIOSK_FLAGS:-} "$@" "$address$page"
}

umask 077
if [ "$doing" = --set-up ]; then
  mkdir -p "$kept"
  open_browser "$kept" /kiosk/set-up
  exit
fi
[ -d "$kept" ] || { echo "Set this screen up first: $0 $address --set-up" >&2; exit 1; }

# A folder in memory: what a browser writes there is gone with the power, and with the browser.
live=$(mktemp -d "${OWNWORDS_KIOSK_MEMORY:-/dev/shm}/own-words-kiosk.XXXXXX")
trap 'rm -rf "$live"' EXIT
trap 'exit 143' INT TERM HUP
cp -R "$kept/." "$live"
rm -f "$live"/Singleton*
open_browser "$live" /kiosk --kiosk &
wait $!
