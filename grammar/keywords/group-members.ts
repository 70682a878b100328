import { words } from '../table.ts'
import { reference } from '../values/index.ts'

/** The instances of a group, which may be listed once. */
export const members = (facts: { readonly since: string; readonly doc: string }) =>
  words('group', 'members', reference('vrrp_instance'), {
    required: true,
    single: true,
    filled: true,
    feature: 'vrrp',
    ...facts,
  })
