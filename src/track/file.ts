/** Values that the engine can be told. */
const valueLeast = -(2 ** 31)
const valueMax = 2 ** 31 - 1
const bytesMax = 127

/**
 * The number at the start of a tracked file, as strtol(3) reads it with base 0: hexadecimal after 0x, octal after 0.
 * 0 where there is none, or none that fits into 64 bits.
 */
export function numberIn(content: string): number {
  const found = /^\s*([+-]?)(0x[0-9a-f]+|\d+)/i.exec(content.slice(0, bytesMax))
  if (!found) return 0
  const [, sign, written = ''] = found
  const value = magnitude(written) * (sign === '-' ? -1n : 1n)
  if (value !== BigInt.asIntN(64, value)) return 0
  const limited = Math.max(valueLeast, Math.min(valueMax, Number(value)))
  return limited === 0 ? 0 : limited
}

function magnitude(written: string): bigint {
  if (/^0x/i.test(written)) return BigInt(written)
  if (!written.startsWith('0')) return BigInt(written)
  const [octal = ''] = /^[0-7]+/.exec(written) ?? []
  return BigInt(octal === '0' ? 0 : `0o${octal}`)
}
