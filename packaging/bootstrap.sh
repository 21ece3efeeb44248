#!/usr/bin/env bash
# Makes .venv ready to run Luxcube ("run") or to work on it ("dev"); does nothing, quickly, when it already is.
#
#   packaging/bootstrap.sh run|dev
#
# PYTHON   the Python to build on (default: python3)
# TORCH    what to give pip for PyTorch.  The default is the release Luxcube is tested with.  Where pip would fetch
#          a build with CUDA (several GB) and you do not want it, name the CPU build: pick "CPU" on PyTorch's
#          installation page and pass what it says after "pip install", such as TORCH="torch --index-url <its address>".
#          Any PyTorch from 2.2 on will do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

LEVEL=${1:-run}
PYTHON=${PYTHON:-python3}
TORCH=${TORCH:-torch==2.13.0}
VENV=.venv
STAMP=$VENV/.luxcube-$LEVEL
export PIP_ROOT_USER_ACTION=ignore # in a container there is nobody but root
PATH=$PATH:/usr/sbin:/sbin # ldconfig lives there, and not everyone's PATH has it
[ -t 1 ] && QUIET=() || QUIET=(--quiet)

say() { printf '\n==> %s\n' "$*"; }
fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# --- is there anything to do? -----------------------------------------------------------------------------------
key() {
    printf '%s\n' "$PWD" "$TORCH"
    cat pyproject.toml setup.py packaging/bootstrap.sh mefcore/engine/*.[ch]
}
sum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

KEY=$(key | sum)
for done_level in "$LEVEL" dev; do
    if [ -x $VENV/bin/python ] && [ "$(cat "$VENV/.luxcube-$done_level" 2>/dev/null)" = "$KEY" ]; then exit 0; fi
done

# --- system packages --------------------------------------------------------------------------------------------
has_library() { [[ $LIBRARIES == *[[:space:]]"$1 "* ]]; }
has_font() {
    find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' -o -name '*.ttc' \) -print -quit 2>/dev/null | grep -q .
}
compiles() { printf '#include <stdlib.h>\nint main(void){return 0;}\n' | "$1" -x c - -o /dev/null 2>/dev/null; }
find_compiler() { # the one Python was built with, else any
    local theirs
    theirs=$("$PYTHON" -c 'import sysconfig; print((sysconfig.get_config_var("CC") or "cc").split()[0])')
    for compiler in ${CC:-} "$theirs" cc gcc clang; do
        if command -v "$compiler" >/dev/null && compiles "$compiler"; then
            [ "$compiler" = "$theirs" ] || export CC="$compiler"
            return 0
        fi
    done
    return 1
}

missing_packages() { # fills PACKAGES, and WHY for people
    PACKAGES=() WHY=() LIBRARIES=$(ldconfig -p 2>/dev/null || true)
    local soname package qt=()
    while read -r soname package; do
        has_library "$soname" || qt+=("$package")
    done <<'END'
libEGL.so.1 libegl1
libGL.so.1 libgl1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0
END
    [ ${#qt[@]} -eq 0 ] || { PACKAGES+=("${qt[@]}") WHY+=("the editor's window: ${qt[*]}"); }
    has_font || { PACKAGES+=(fonts-dejavu-core) WHY+=("text in the window: fonts-dejavu-core"); }
    find_compiler || { PACKAGES+=(gcc libc6-dev) WHY+=("the fast native engine: gcc libc6-dev"); }
    if [ "$LEVEL" = dev ] && ! command -v Xvfb >/dev/null; then
        PACKAGES+=(xvfb) WHY+=("the window's tests: xvfb")
    fi
    if [ "$LEVEL" = dev ] && ! command -v exiftool >/dev/null; then
        PACKAGES+=(libimage-exiftool-perl) WHY+=("the tests of what exports say of themselves: libimage-exiftool-perl")
    fi
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env "$@"
    elif [ -t 0 ]; then
        sudo env "$@"
    else
        sudo -n env "$@" # nobody is there to type a password
    fi
}

apt_install() {
    local quiet=(-qq -o Dpkg::Use-Pty=0)
    as_root DEBIAN_FRONTEND=noninteractive apt-get "${quiet[@]}" update </dev/null || true
    as_root DEBIAN_FRONTEND=noninteractive apt-get "${quiet[@]}" install -y --no-install-recommends "$@"
}

system_packages() {
    [ "$(uname -s)" = Linux ] || { find_compiler || true; return 0; }
    missing_packages
    [ ${#PACKAGES[@]} -ne 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "This is not Debian or Ubuntu: please install what these Debian packages hold, with your own package manager"
        printf '    %s\n' "${WHY[@]}"
    elif [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        say "Some system packages are missing and this account may not install them (no root, no sudo)"
        printf '    %s\n' "${WHY[@]}"
        printf 'Going on without them. Later, as root:  apt-get install %s\n' "${PACKAGES[*]}"
    else
        [ "$(id -u)" -eq 0 ] && say "Installing system packages" || say "Installing system packages; sudo may ask for your password"
        printf '    %s\n' "${WHY[@]}"
        apt_install "${PACKAGES[@]}" || printf '\nThat did not work; going on without them. By hand:  sudo apt-get install %s\n' "${PACKAGES[*]}"
        find_compiler || true
    fi
}

# --- the virtual environment ------------------------------------------------------------------------------------
check_python() {
    command -v "$PYTHON" >/dev/null || fail "There is no $PYTHON here; install Python 3.10 or later, or name one: make PYTHON=/path/to/python3"
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
        fail "Luxcube needs Python 3.10 or later, and $PYTHON is $("$PYTHON" -V 2>&1 | cut -d' ' -f2); name a newer one: make PYTHON=/path/to/python3"
}

make_venv() {
    local moved=no
    [ -f $VENV/.luxcube-home ] && [ "$(cat $VENV/.luxcube-home)" != "$PWD" ] && moved=yes
    if [ -f $VENV/pyvenv.cfg ] && { [ $moved = yes ] || ! $VENV/bin/python -c '' 2>/dev/null; }; then
        say "The virtual environment no longer works here; making it anew"
        rm -rf $VENV
    fi
    if [ ! -x $VENV/bin/python ]; then
        say "Making a virtual environment in $VENV with $("$PYTHON" -V)"
        "$PYTHON" -m venv --without-pip $VENV 2>/dev/null ||
            { apt_venv && "$PYTHON" -m venv --without-pip $VENV; } ||
            fail "$PYTHON cannot make virtual environments; install the package python3-venv and try again"
    fi
    if ! $VENV/bin/python -m pip --version >/dev/null 2>&1; then
        # Debian keeps ensurepip in python3-venv, which a bare machine lacks; its pip can still put a pip into .venv.
        $VENV/bin/python -m ensurepip >/dev/null 2>&1 || pip_from_outside || { apt_venv && $VENV/bin/python -m ensurepip >/dev/null; } ||
            fail "There is no pip for $PYTHON; install the package python3-pip (or python3-venv) and try again"
    fi
    pwd >$VENV/.luxcube-home
}

pip_from_outside() {
    local site
    site=$($VENV/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    "$PYTHON" -m pip --version >/dev/null 2>&1 && "$PYTHON" -m pip install --quiet --target "$site" pip && $VENV/bin/python -m pip --version >/dev/null
}

apt_venv() {
    command -v apt-get >/dev/null || return 1
    say "Installing python3-venv, which $PYTHON needs to make virtual environments"
    apt_install python3-venv
}

pip_install() {
    # Build tools warn about editable installations, which is what is wanted here.
    PYTHONWARNINGS=ignore $VENV/bin/python -m pip install --disable-pip-version-check ${QUIET[@]+"${QUIET[@]}"} "$@"
}

python_packages() {
    local extra="" torch
    [ "$LEVEL" = dev ] && extra="[dev]"
    read -ra torch <<<"$TORCH"
    say "Installing PyTorch ($TORCH)"
    pip_install "${torch[@]}" || fail "pip could not install $TORCH; its message is above. Another build or release: make TORCH=\"torch==…\" (see packaging/bootstrap.sh)"
    say "Installing Luxcube and the libraries it stands on"
    pip_install --editable ".$extra" || fail "pip could not install Luxcube's libraries; its message is above"
}

case $LEVEL in run | dev) ;; *) fail "usage: packaging/bootstrap.sh run|dev" ;; esac
check_python
system_packages
make_venv
python_packages
printf '%s' "$KEY" >"$STAMP"
say "Ready"
