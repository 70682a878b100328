/** Text that must never appear in output: whatever prints, logs or serialises it gets `(secret)`. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself, for the packet or the peer that needs it. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '(secret)'
  }

  toJSON(): string {
    return '(secret)'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '(secret)'
  }
}
