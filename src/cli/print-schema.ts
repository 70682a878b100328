import { kacVersion } from '../base/index.ts'
import { configSchema, schemaDefinitions } from '../editor/index.ts'
import { findingSchema } from '../lint/index.ts'
import { COMPILED_FORMAT } from './print-compiled.ts'

/** The JSON Schema of what `kac compile --json` prints. */
export function compiledSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What kac compile --json prints',
    type: 'object',
    properties: {
      formatVersion: { const: COMPILED_FORMAT },
      kacVersion: {
        type: 'string',
        description: `The release of kac that printed it; this schema is of ${kacVersion}.`,
      },
      config: configSchema(),
      findings: { type: 'array', items: findingSchema },
    },
    required: ['formatVersion', 'kacVersion', 'findings'],
    additionalProperties: false,
    $defs: schemaDefinitions,
  }
}
