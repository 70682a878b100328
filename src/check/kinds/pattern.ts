/** Whether a pattern is in a body; undefined when finding out takes too long. */
export type Matcher = (body: Uint8Array) => boolean | undefined
