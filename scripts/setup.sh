#!/bin/sh
# Installs the Debian packages that a purpose needs and that are not there yet. Usage: setup.sh build|demo|check|test|bench
# Where it may not (not root) or cannot (not Debian) it says what is missing. Exit 0: everything is there. No service is
# started or enabled: the packages' daemons are wanted as programs.
set -eu

# One line a package: a file of it, by which it is found where there is no dpkg, and the purposes.
wanted() {
  cat <<'TABLE'
iproute2            /sbin/ip                  demo test bench
iputils-ping        /bin/ping                 demo test
git                 /usr/bin/git              demo test
clang-format        /usr/bin/clang-format     check test
g++                 /usr/bin/g++              build demo test bench
libpcre2-dev        /usr/include/pcre2.h      build demo test bench
keepalived          /usr/sbin/keepalived      test bench
frr                 /usr/lib/frr/vrrpd        test
bird2               /usr/sbin/bird            test
tcpdump             /usr/bin/tcpdump          test bench
time                /usr/bin/time             bench
nftables            /usr/sbin/nft             test
ipvsadm             /sbin/ipvsadm             test
iputils-arping      /usr/bin/arping           test
procps              /sbin/sysctl              test bench
kmod                /sbin/modprobe            test
user-mode-linux     /usr/bin/linux.uml        test
clang               /usr/bin/clang            test
libclang-rt-14-dev  /usr/lib/clang/14/lib     test
TABLE
}

purpose=${1:-test}
packages=$(wanted | awk -v purpose="$purpose" '{ for (i = 3; i <= NF; i++) if ($i == purpose) print $1 }')
[ -n "$packages" ] || { echo "usage: setup.sh build|demo|check|test|bench" >&2; exit 64; }

missing() {
  if command -v dpkg-query >/dev/null; then
    # shellcheck disable=SC2086
    { dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' $packages 2>/dev/null || true; } |
      awk -v wanted="$packages" '$1 == "installed" { there[$2] } END {
        n = split(wanted, names, "\n")
        for (i = 1; i <= n; i++) if (!(names[i] in there)) print names[i]
      }'
  else
    wanted | while read -r package file _; do
      case " $(echo $packages) " in *" $package "*) [ -e "$file" ] || echo "$package ($file)" ;; esac
    done
  fi
}

needed=$(missing)
[ -n "$needed" ] || exit 0
needed=$(echo $needed)

give_up() {
  echo "setup: $1" >&2
  echo "setup: missing for '$purpose': $needed" >&2
  exit 1
}

command -v apt-get >/dev/null || give_up 'this is no Debian, so nothing was installed'
[ "$(id -u)" -eq 0 ] || give_up 'not root, so nothing was installed'

# Maintainer scripts ask this program before they start a service (101: no). One that is there already is the machine's own
# policy and stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
fi

echo "setup: installing $needed"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
apt() { apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1; }
# shellcheck disable=SC2086
if ! { apt update && apt install --no-install-recommends -y $needed; }; then
  cat "$log" >&2
  rm "$log"
  give_up 'apt-get failed'
fi
rm "$log"

# Nor at the next boot.
for service in keepalived frr bird; do
  case " $needed " in *" $service"*) systemctl --quiet disable "$service" 2>/dev/null || true ;; esac
done
