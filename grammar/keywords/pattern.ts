import { leaf } from '../table.ts'
import { flag, int, signedWords, text, U32, type ValueType } from '../values/index.ts'

const regexOptions = [
  'allow_empty_class',
  'alt_bsux',
  'auto_callout',
  'caseless',
  'dollar_endonly',
  'dotall',
  'dupnames',
  'extended',
  'firstline',
  'match_unset_backref',
  'multiline',
  'never_ucp',
  'never_utf',
  'no_auto_capture',
  'no_auto_possess',
  'no_dotstar_anchor',
  'no_start_optimize',
  'ucp',
  'ungreedy',
  'utf',
  'never_backslash_c',
  'alt_circumflex',
  'alt_verbnames',
  'use_offset_limit',
] as const

/** Two numbers of bytes. */
function stack(): ValueType<readonly [first: number, most: number]> {
  const size = int({ min: 0, max: U32 })
  return {
    arity: [2, 2],
    read([first, second], cx) {
      const [from, to] = [first && size.read([first], cx), second && size.read([second], cx)]
      return from === undefined || to === undefined ? undefined : [from, to]
    },
    print: ([from, to]) => `${from} ${to}`,
    describe: () => 'two numbers of bytes',
  }
}

/** Patterns that an answer is searched for. */
export const pattern = [
  leaf('regex', 'regex', text({ what: 'a pattern of PCRE2' }), {
    repeat: 'warned',
    missing: 'drop',
    since: '2.0.7',
    feature: 'lvs, regex',
    touches: ['packet'],
    doc: 'Pattern that the answer has to contain.',
  }),
  leaf('regex_no_match', 'regexAbsent', flag(), {
    default: false,
    since: '2.0.7',
    feature: 'lvs, regex',
    touches: ['packet'],
    doc: 'The answer must not contain the pattern.',
  }),
  leaf('regex_options', 'regexOptions', signedWords(regexOptions), {
    since: '2.0.7',
    feature: 'lvs, regex',
    doc: 'How the pattern is read.',
  }),
  leaf('regex_min_offset', 'regexFrom', int({ min: 0, max: U32 }), {
    since: '2.0.7',
    feature: 'lvs, regex',
    doc: 'Where in the answer to begin to look.',
  }),
  leaf('regex_max_offset', 'regexTo', int({ min: 0, max: U32 }), {
    since: '2.0.7',
    feature: 'lvs, regex',
    doc: 'Where in the answer a match has to begin at the latest.',
  }),
  leaf('regex_stack', 'regexStack', stack(), {
    since: '2.0.7',
    feature: 'lvs, regex',
    doc: 'First and largest size of the stack for matching.',
  }),
] as const
