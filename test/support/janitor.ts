import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'

/** Waits for the end of its input, which is our own end; then removes our namespaces, and the folders that it read. */
const script = `
  folders=$(cat)
  for file in /run/netns/kac-$1-*; do
    [ -e "$file" ] || continue
    while pids=$(ip netns pids "\${file##*/}") && [ -n "$pids" ]; do kill -KILL $pids; done
    ip netns delete "\${file##*/}"
  done
  printf '%s\\n' "$folders" | while read -r folder; do rm -rf "$folder"; done`

let janitor: Writable | undefined

/**
 * Sees to it that nothing of this process stays when it ends, even by SIGKILL: the network namespaces named `kac-PID-...`,
 * all that runs in them, and this folder.
 */
export function removeWhenGone(folder: string): void {
  janitor ??= start()
  janitor.write(`${folder}\n`)
}

/** In a session of its own: Ctrl-C is not for it. */
function start(): Writable {
  const child = spawn('sh', ['-c', script, 'sh', String(process.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  child.unref()
  return child.stdin
}
