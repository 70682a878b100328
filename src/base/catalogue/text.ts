import { error, warning } from './entry.ts'

/** Reading the text: characters, braces, includes, conditions, definitions. */
export const textEntries = {
  'syntax/unclosed-block': error(
    (p: { keyword: string }) => `the block of "${p.keyword}" is never closed`,
    'A closing brace is missing. keepalived ends every open block at the end of the file and uses what it read. kac also ends one where a keyword follows that only stands outside all blocks.',
  ),
  'syntax/missing-brace': error(
    (p: { keyword: string }) => `"${p.keyword}" opens a block, and its { is missing`,
    'The file has a closing brace too many, and here a block begins without an opening one. Put { at the end of the line.',
  ),
  'syntax/stray-brace': error(
    (p: { brace: string }) => `${p.brace} does not belong to any block`,
    'There is no line that this { could be the block of, or no open block that this } could end. keepalived reports it and goes on.',
  ),
  'syntax/misread': error(
    () => 'keepalived reads this outside the block that it is meant for',
    'A brace or an unknown block elsewhere upsets which lines belong to which block. keepalived ends a block at the next closing brace, whatever that was meant to close. Repair the other findings about blocks first.',
  ),
  'syntax/too-deep': error(
    (p: { most: number }) => `blocks are nested more than ${p.most} deep here`,
    'No keyword of keepalived nests like that. What is inside is not looked at.',
  ),
  'syntax/unclosed-quote': error(
    () => 'this double quote is not closed on its line',
    'Quotes do not go on over the end of a line, and there is no escape for a quote inside quotes. keepalived drops the rest of the line.',
  ),
  'syntax/line-too-long': error(
    (p: { bytes: number; most: number }) => `this line has ${p.bytes} bytes, and keepalived reads at most ${p.most}`,
    'keepalived drops the first 1023 bytes of such a line and reads the rest as a line of its own. kac reads the whole line. Comments count too.',
  ),
  'syntax/escaped-comment': error(
    (p: { mark: string }) => `${p.mark} begins a comment for keepalived, but in global_defs`,
    'keepalived takes the backslash away and then looks for comments again, so that the rest of the line, a brace too, is lost. kac reads the mark as a letter. Double quotes keep it one in both.',
  ),
  'syntax/nul': error(
    () => 'this line has a NUL byte in it and is left out',
    'Configuration is text. A NUL byte points to a damaged or binary file; keepalived ignores the line.',
  ),
  'syntax/byte-order-mark': error(
    () => 'the file begins with a byte order mark, which keepalived takes for part of the first word',
    'Some editors put this invisible character in front of UTF-8 text. keepalived then does not know the first keyword. kac reads over it; save the file without it.',
  ),
  'expand/unreadable': error(
    (p: { name: string; what: string }) => `${p.name} ${p.what}`,
    'The configuration itself cannot be read. keepalived does not start.',
  ),
  'expand/include-missing': warning(
    (p: { name: string; what: string }) => `${p.name} ${p.what}, so nothing is included`,
    'keepalived mentions a plain include that finds nothing and goes on without it. Use includem or another checked variant where the file has to be there.',
  ),
  'expand/include-refused': error(
    (p: { name: string; what: string }) => `${p.name} ${p.what}, and this include is checked`,
    'includer, includem, includew, includeb, includea and the setting include_check make such an include an error: keepalived does not start.',
  ),
  'expand/outside': error(
    (p: { name: string }) => `${p.name} leads out of the repository that is followed`,
    'Of a repository only its own files are read, whatever its includes and symbolic links name: who may write to it must not reach the files of the host. The commit is refused. Put the file into the repository.',
  ),
  'expand/include-cycle': error(
    (p: { name: string }) => `${p.name} includes itself, directly or through others`,
    'keepalived reads such a file again and again until it has no file descriptors left. kac reads it once.',
  ),
  'expand/undefined-name': error(
    (p: { written: string }) => `${p.written} is not defined`,
    'A name in braces that is not defined when the line is used stays as it is, and its braces then split the line. Definitions are made with $NAME=value on a line of its own, above the use.',
  ),
  'expand/misused-name': error(
    (p: { written: string }) => `${p.written} does not have the arguments it needs`,
    '_ENV takes the name of one variable, _RANDOM at most two numbers in ascending order; the other predefined names take nothing.',
  ),
  'expand/definition-inside-line': error(
    (p: { name: string }) => `$${p.name} is a definition of several lines, and has to be the last thing on its line`,
    'A definition that was continued with backslashes can only end a line: its other lines follow that one. keepalived leaves the name as it is otherwise.',
  ),
  'expand/comment-in-definition': error(
    (p: { name: string }) => `this comment ends the definition of $${p.name} for keepalived 2.4.3`,
    'A comment takes the backslash at its end with it, so that what follows is read as lines of their own, outside the definition. kac goes on with the definition, as older releases do. Move the comment above it.',
  ),
  'expand/endless': error(
    () => 'replacing the names in this line does not come to an end, or makes it too long',
    'A definition that leads back to itself never ends in keepalived; one that makes a line longer than 1022 bytes is left out there without a word. kac leaves the line out.',
  ),
  'expand/bad-sequence': error(
    (p: { form: string; why: string }) => `${p.form} cannot be read: ${p.why}`,
    'Forms are ~SEQ(NAME, START, STEP, END), with START and STEP optional, and ~LST(NAME, VALUE, ...) or ~LST({NAME, NAME}, {VALUE, VALUE}, ...). keepalived drops the whole line.',
  ),
  'expand/too-much': error(
    (p: { most: number; what: string }) => `there are more than ${p.most} ${p.what}`,
    'A limit of kac, far above what a host can use. Mostly a number in a sequence is wrong, a definition uses itself, files include each other many times, or a file is no configuration. The configuration is not used.',
  ),
  'expand/too-deep': error(
    (p: { most: number }) => `files, definitions and sequences are more than ${p.most} deep here`,
    'A limit of kac: mostly a definition of several lines that uses itself. The configuration is not used.',
  ),
}
