import { readFileSync } from 'node:fs'
import type { SecureContext } from 'node:tls'
import type { CheckerSettings } from '../../check/index.ts'
import { tls } from '../builtin.ts'

/** What SSL_GET shows of itself, and how; or why it cannot. */
export type Identity = { readonly context: SecureContext } | { readonly unusable: string }

/**
 * Of the SSL block of a configuration. `passphrase`: its secret, which does not travel inside a configuration.
 * keepalived ends when a file is not to be had: here the checks that want it say so, and judge no server.
 */
export function identityOf(ssl: CheckerSettings['ssl'], passphrase: string | undefined): Identity {
  try {
    return {
      context: tls().createSecureContext({
        minVersion: 'TLSv1',
        ...(ssl?.certificate !== undefined && { cert: readFileSync(ssl.certificate) }),
        ...(ssl?.key !== undefined && { key: readFileSync(ssl.key) }),
        ...(ssl?.authorities !== undefined && { ca: readFileSync(ssl.authorities) }),
        ...(passphrase !== undefined && { passphrase }),
      }),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { unusable: `the SSL block: ${error.message}` }
  }
}
