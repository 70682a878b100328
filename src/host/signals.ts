import { loadAddon } from './addon.ts'

/** Calls `then` at each delivery; by its number for a signal that Node has no name for. */
export function onSignal(signal: NodeJS.Signals | number, then: () => void): void {
  if (typeof signal === 'string') process.on(signal, then)
  else (loadAddon() as { watchSignal(number: number, onSignal: () => void): void }).watchSignal(signal, then)
}
