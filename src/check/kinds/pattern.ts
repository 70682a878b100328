/** Whether a pattern is in a body. */
export type Matcher = (body: Uint8Array) => boolean
