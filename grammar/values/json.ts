/** A fragment of JSON Schema, draft 2020-12: what a value is in JSON. */
export type JsonSchema = Readonly<Record<string, unknown>>

type Properties = Readonly<Record<string, JsonSchema>>

export const string: JsonSchema = { type: 'string' }
export const boolean: JsonSchema = { type: 'boolean' }

export function integer(minimum: number, maximum: number): JsonSchema {
  return { type: 'integer', minimum, ...(maximum < Number.MAX_SAFE_INTEGER && { maximum }) }
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

export function pairOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items, minItems: 2, maxItems: 2 }
}

/** An object with these fields and no others. */
export function record(required: Properties, optional: Properties = {}): JsonSchema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  }
}

export function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()]
  return different.length === 1 ? (different[0] ?? {}) : { anyOf: different }
}

/** What stands in place of a secret. */
export const hidden: JsonSchema = { const: '(secret)' }
