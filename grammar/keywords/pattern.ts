import { leaf } from '../table.ts'
import { flag, int, intPair, someOf, text, U32 } from '../values/index.ts'

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

/** Patterns that an answer is searched for. */
export const pattern = [
  leaf('regex', 'regex', text({ what: 'a pattern of PCRE2' }), {
    repeat: 'warned',
    missing: 'drop',
    since: '2.0.7',
    feature: 'lvs, regex',
    touches: ['packet'],
    doc: 'Pattern, as PCRE2 writes it, that the answer has to contain. keepalived looks at it while it arrives, so one that could go on at the end of what has arrived (.* or $) does not match there.',
  }),
  leaf('regex_no_match', 'regexAbsent', flag(), {
    default: false,
    since: '2.0.7',
    feature: 'lvs, regex',
    touches: ['packet'],
    doc: 'The answer must not contain the pattern: for pages that say so when something is wrong.',
  }),
  leaf('regex_options', 'regexOptions', someOf(regexOptions), {
    repeat: 'joined',
    since: '2.0.7',
    feature: 'lvs, regex',
    doc: 'How the pattern is read: names of options of PCRE2 in lower case, such as caseless or multiline.',
  }),
  leaf('regex_min_offset', 'regexFrom', int({ min: 0, max: U32 }), {
    default: 0,
    since: '2.0.7',
    feature: 'lvs, regex',
    doc: 'First byte of the answer where a match may begin, 0 being the first of all.',
  }),
  leaf('regex_max_offset', 'regexTo', int({ min: 0, max: U32 }), {
    since: '2.0.7',
    feature: 'lvs, regex',
    doc: 'Last byte of the answer where a match may begin.',
  }),
  leaf('regex_stack', 'regexStack', intPair({ min: 0, max: U32 }, 'two numbers of bytes'), {
    since: '2.0.7',
    feature: 'lvs, regex',
    doc: 'Bytes of the stack that matching begins with, and may grow to. For patterns that fail with a stack that is too small.',
  }),
] as const
