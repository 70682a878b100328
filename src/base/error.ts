/** A failure outside kac: a port that could not do what it was asked. `code` is stable, for programs. */
export class KacError extends Error {
  override readonly name = 'KacError'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** For what cannot happen unless kac itself is wrong. */
export function bug(what: string): never {
  throw new Error(`bug in kac: ${what}`)
}
