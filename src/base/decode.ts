/** Half a million lines have less; what is bigger was not meant as a configuration. */
export const textBytesMax = 32 * 1024 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes that are not UTF-8 are read one by one, so that none is lost. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  }
}
