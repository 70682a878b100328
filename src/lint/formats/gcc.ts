import { type Format, messageOf, placeOf } from './format.ts'

/** `file:line:column: severity: message [code]`: what editors and `errorformat` read. */
export const gcc: Format = (findings) =>
  findings
    .map((found) => {
      const { file, line, column } = placeOf(found)
      const place = file === '' ? 'kac' : `${file}:${line}:${column}`
      return `${place}: ${found.severity}: ${messageOf(found)} [${found.code}]`
    })
    .join('\n')
