/** Whether a pattern is in a body; undefined when finding out takes too long. */
export type Matcher = (body: Uint8Array) => boolean | undefined

/** What is configured is no pattern: why. */
export interface NoPattern {
  readonly unusable: string
}
