export function daemonSocket(runDir: string): string {
  return `${runDir}/kac.sock`
}

export function engineSocket(runDir: string): string {
  return `${runDir}/engine.sock`
}

/** Beside the run directory: for /run/kac they are those of keepalived. Signals to either reach the daemon. */
export function pidFiles(runDir: string): string[] {
  const beside = runDir.replace(/\/+[^/]+\/*$/, '')
  return ['keepalived.pid', 'vrrp.pid'].map((name) => `${beside}/${name}`)
}
