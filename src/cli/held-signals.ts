/** What a daemon does at a signal, by which Node would otherwise end. */
const held = ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const

/**
 * Keeps a daemon that is still starting, which may wait for a repository, from being ended by what it will do at these
 * signals. Tells, once asked, whether a reload was wanted meanwhile, and lets go of them.
 */
export function holdSignals(): () => { readonly reload: boolean } {
  let reload = false
  const hold = (signal: NodeJS.Signals) => {
    if (signal === 'SIGHUP') reload = true
  }
  for (const signal of held) process.on(signal, hold)
  return () => {
    for (const signal of held) process.off(signal, hold)
    return { reload }
  }
}
