#!/bin/sh
# The first process of the guest. The kernel has mounted this machine's root file system read-only; here a layer in memory
# goes on top of it, so the guest may write everywhere and nothing of it reaches the machine.
# ttyS0 and ttyS1 are standard output and error of the command, ttyS2 takes its exit code.

if [ "$1" != inside ]; then
  mount -t proc proc /proc
  mount -t tmpfs tmpfs /mnt
  insmod "/usr/lib/uml/modules/$(uname -r)/kernel/fs/overlayfs/overlay.ko"
  mkdir /mnt/upper /mnt/work /mnt/root
  mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/root
  cd /mnt/root || exit
  mount -t proc proc proc
  mount -t sysfs sysfs sys
  mount -t devtmpfs devtmpfs dev
  mkdir -p dev/pts dev/shm lib/modules
  mount -t devpts devpts dev/pts
  mount -t tmpfs tmpfs dev/shm
  mount -t tmpfs tmpfs run
  mount --bind usr/lib/uml/modules lib/modules
  ln -s /proc/self/fd dev/fd
  # Unlike chroot this moves the kernel too: it finds modprobe and the modules when it wants one.
  pivot_root . mnt
  exec chroot . /bin/sh "$0" inside
fi

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
hostname uml
ip link set lo up
exec 3>/dev/ttyS0 4>/dev/ttyS1
for terminal in /dev/ttyS0 /dev/ttyS1; do stty -F "$terminal" raw; done
sh "${0%/*}/command" </dev/null >&3 2>&4 3>&- 4>&-
code=$?
exec 3>&- 4>&-
echo $code >/dev/ttyS2
echo o >/proc/sysrq-trigger
sleep 60
