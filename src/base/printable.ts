/**
 * Text of others as it may be printed: what a terminal would act on, or show as something else (control and format
 * characters), as `\u{1b}`. Tabs and line ends stay.
 */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{C}\t\n]/gu, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`)
}
