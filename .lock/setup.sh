#!/usr/bin/env bash
# setup.sh run|dev: make .venv hold exactly the pinned packages of that list, and the program itself.
# Does nothing when the stamp in .venv says that it does already.
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-dev}
python=${PYTHON:-python3}
if ! version=$("$python" -c 'import sys; v = sys.version_info; print(*v[:3], sep="."); sys.exit(not (3, 11) <= v[:2] <= (3, 14))'); then
  echo "Python 3.11 to 3.14 is needed (found: ${version:-none}). Say which with: make setup PYTHON=/path/to/python3" >&2
  exit 1
fi
sum=$(cat .lock/run.txt .lock/dev.txt .lock/setup.sh | cksum)
if [[ -f .venv/stamp-dev && "$(cat .venv/stamp-dev)" == "$version $sum" ]]; then exit 0; fi
if [[ "$want" == run && -f .venv/stamp-run && "$(cat .venv/stamp-run)" == "$version $sum" ]]; then exit 0; fi

# Two setups at once (say `make test` and `make run`) would tear each other's .venv.
exec 9>.lock/.busy
if command -v flock >/dev/null; then flock 9; fi
had=$(cat .venv/python-version 2>/dev/null || true)
if [[ "$had" != "$version" || ! -x .venv/bin/python ]]; then
  echo "Making .venv with Python $version …"
  rm -rf .venv
  "$python" -m venv .venv || {
    echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
  }
  echo "$version" >.venv/python-version
fi
rm -f .venv/stamp-run .venv/stamp-dev
echo "Installing the packages of .lock/$want.txt …"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement ".lock/$want.txt"
# The program itself: a path file and a start script, so the checkout is what runs.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >"$site/tcm_tui_checkout.pth"
printf '#!%s/.venv/bin/python\nfrom tcm_tui.__main__ import main\n\nmain()\n' "$PWD" >.venv/bin/tcm
chmod 755 .venv/bin/tcm
echo "$version $sum" >".venv/stamp-$want"
