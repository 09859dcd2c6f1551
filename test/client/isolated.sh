#!/usr/bin/env bash
# isolated.sh COMMAND [ARGUMENT…]
# Runs a command that can reach nothing but loopback: a network namespace without a way out, names resolved from a hosts
# file of its own (localhost, gateway.test), and /etc a throw-away overlay without managed settings of Claude Code, so a
# test may write its own /etc/claude-code. It has a process namespace too: when the command ends, or this process is
# killed (SIGKILL; SIGTERM is not passed on), whatever it started ends with it.
# Linux with util-linux and iproute2. Root, or any user where the kernel allows user namespaces; on Ubuntu ≥ 24.04 that
# takes: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
set -eu
user=()
if ! unshare --net true 2>/dev/null; then
  user=(--map-root-user)
  unshare "${user[@]}" --net true || { echo 'isolated.sh: neither root nor user namespaces' >&2; exit 125; }
fi
exec unshare "${user[@]}" --net --mount --pid --fork --kill-child --propagation private bash -euc '
PATH="$PATH:/usr/sbin:/sbin" ip link set lo up
mount -t proc proc /proc 2>/dev/null || true # refused inside some containers; the old one does as well
scratch=$(mktemp -d)
mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch/changes" "$scratch/spare"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$scratch/changes,workdir=$scratch/spare" /etc
umount -l "$scratch" # the overlay keeps it; the directory would be left behind otherwise
rmdir "$scratch"
rm -rf /etc/resolv.conf /etc/hosts /etc/claude-code # files of a user who is not mapped here can be replaced, not written
printf "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n" >/etc/resolv.conf
printf "127.0.0.1 localhost gateway.test\n::1 localhost\n" >/etc/hosts
if [ -f /etc/nsswitch.conf ]; then sed -i "s/^hosts:.*/hosts: files dns/" /etc/nsswitch.conf; fi
exec "$@"' isolated "$@"
