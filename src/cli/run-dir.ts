export function daemonSocket(runDir: string): string {
  return `${runDir}/kac.sock`
}

export function engineSocket(runDir: string): string {
  return `${runDir}/engine.sock`
}
