import { type Format, messageOf, placeOf } from './format.ts'

/** Workflow commands of GitHub Actions: annotations on the lines of a pull request. */
export const github: Format = (findings) =>
  findings
    .map((found) => {
      const { file, line, column, endLine } = placeOf(found)
      const level = found.severity === 'note' ? 'notice' : found.severity
      const place = file === '' ? '' : `file=${property(file)},line=${line},endLine=${endLine},col=${column},`
      return `::${level} ${place}title=${property(found.code)}::${data(messageOf(found))}`
    })
    .join('\n')

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
