import {
  anyOf,
  type Block,
  derived,
  type JsonSchema,
  type Level,
  type List,
  language,
  type Row,
} from '../../grammar/index.ts'

/** Where something was written. */
const place: JsonSchema = { type: 'string', pattern: ':[0-9]+:[0-9]+$', description: 'FILE:LINE:COLUMN' }

/** Fragments that others refer to. */
export const definitions: Readonly<Record<string, JsonSchema>> = { place }

const placeReference: JsonSchema = { $ref: '#/$defs/place' }

/** What a configuration is in JSON, by the keyword table: the part `config` of what `kac compile --json` prints. */
export function configSchema(): JsonSchema {
  return blockSchema(language, {})
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
}

function blockSchema(level: Level, head: ObjectSchema): JsonSchema {
  const fields = Map.groupBy(level.rows.values(), ({ field }) => field)
  const properties = [...fields].map(([field, rows]) => [field, fieldSchema(rows, level)] as const)
  const always = [...Object.keys(level.template), ...level.plural]
  return {
    type: 'object',
    properties: {
      ...head.properties,
      ...Object.fromEntries(properties),
      at: placeReference,
      end: placeReference,
      spans: { type: 'object', additionalProperties: placeReference },
    },
    required: [...new Set([...(head.required ?? []), ...always, 'at', 'spans'])],
    additionalProperties: false,
  }
}

/** Rows of one field are forms or names of one thing. */
function fieldSchema(rows: readonly Row[], level: Level): JsonSchema {
  const many = rows.some((row) => row.kind === 'list' || row.facts.repeat === 'each')
  const values = rows.flatMap((row) => valueSchemas(row, level))
  const value = oneOfThem(values)
  const [first] = rows
  const doc = first?.facts.doc ?? ''
  if (many) return { description: doc, type: 'array', items: value }
  return { ...value, description: [doc, value.description].filter((text) => text !== undefined).join(' ') }
}

function valueSchemas(row: Row, level: Level): JsonSchema[] {
  const inner = level.blocks.get(row.keyword)
  if (row.kind !== 'leaf') return [inner ? entrySchema(row, inner) : {}]
  const { default: value, bad, adjusted } = row.facts
  const others = [value === derived ? undefined : value, bad?.use, adjusted].filter((one) => one !== undefined)
  return [row.type.json(), ...others.map((one) => ({ const: JSON.parse(JSON.stringify(one)) }))]
}

function entrySchema({ head, kind, ...row }: List | Block, inner: Level): JsonSchema {
  const schema = head.json()
  return kind === 'list' && 'each' in row && row.each === 'word' ? schema : blockSchema(inner, schema)
}

function oneOfThem(schemas: readonly JsonSchema[]): JsonSchema {
  return anyOf(schemas.filter((schema) => !schemas.some((wider) => covers(wider, schema))))
}

/** Whether a constant needs no mention beside another schema. */
function covers({ type, enum: choices, minimum, maximum }: JsonSchema, { const: value }: JsonSchema): boolean {
  if (typeof value === 'boolean') return type === 'boolean'
  if (Array.isArray(choices)) return choices.includes(value)
  if (typeof value === 'number' && type === 'integer')
    return value >= Number(minimum) && value <= Number(maximum ?? value)
  return typeof value === 'string' && type === 'string'
}
