import { isIPv4, isIPv6 } from 'node:net'

type Schema = Readonly<Record<string, unknown>>

/**
 * Where a value is not what a JSON Schema says, by path: the keywords of draft 2020-12 that `kac schema` uses. A keyword
 * that is not known here is an error, so that none goes unchecked.
 */
export function misfits(value: unknown, schema: Schema, root: Schema = schema, path = '$'): string[] {
  return Object.entries(schema).flatMap(([keyword, argument]) => {
    const check = keywords[keyword]
    if (!check) throw new Error(`${path}: this check does not know ${keyword}`)
    return check(value, argument, { schema, root, path })
  })
}

interface Context {
  readonly schema: Schema
  readonly root: Schema
  readonly path: string
}

type Check = (value: unknown, argument: unknown, cx: Context) => string[]

const nothing: Check = () => []

const keywords: Readonly<Record<string, Check>> = {
  $schema: nothing,
  $defs: nothing,
  title: nothing,
  description: nothing,
  $ref: (value, reference, { root, path }) => misfits(value, resolved(String(reference), root), root, path),
  type: (value, type, { path }) => (typesOf(value).includes(String(type)) ? [] : [`${path}: no ${type}`]),
  const: (value, wanted, { path }) => (equal(value, wanted) ? [] : [`${path}: not ${JSON.stringify(wanted)}`]),
  enum: (value, choices, { path }) =>
    (choices as unknown[]).some((one) => equal(value, one)) ? [] : [`${path}: not one of ${JSON.stringify(choices)}`],
  anyOf: (value, schemas, { root, path }) => {
    let nearest: string[] | undefined
    for (const one of schemas as Schema[]) {
      const found = misfits(value, one, root, path)
      if (found.length === 0) return []
      if (!nearest || found.length < nearest.length) nearest = found
    }
    return nearest ?? []
  },
  minimum: (value, least, { path }) =>
    typeof value !== 'number' || value >= Number(least) ? [] : [`${path}: < ${least}`],
  maximum: (value, most, { path }) =>
    typeof value !== 'number' || value <= Number(most) ? [] : [`${path}: > ${most}`],
  pattern: (value, pattern, { path }) =>
    typeof value !== 'string' || new RegExp(String(pattern), 'u').test(value) ? [] : [`${path}: not like ${pattern}`],
  format: (value, format, { path }) => {
    const fits = format === 'ipv4' ? isIPv4 : format === 'ipv6' ? isIPv6 : undefined
    if (!fits) throw new Error(`${path}: this check does not know the format ${format}`)
    return typeof value !== 'string' || fits(value) ? [] : [`${path}: no ${format}`]
  },
  items: (value, schema, { root, path }) =>
    Array.isArray(value) ? value.flatMap((one, index) => misfits(one, schema as Schema, root, `${path}.${index}`)) : [],
  minItems: (value, least, { path }) =>
    !Array.isArray(value) || value.length >= Number(least) ? [] : [`${path}: too few`],
  maxItems: (value, most, { path }) =>
    !Array.isArray(value) || value.length <= Number(most) ? [] : [`${path}: too many`],
  properties: (value, properties, { root, path }) =>
    Object.entries(properties as Record<string, Schema>).flatMap(([name, schema]) =>
      isObject(value) && name in value ? misfits(value[name], schema, root, `${path}.${name}`) : [],
    ),
  required: (value, names, { path }) =>
    (names as string[]).flatMap((name) => (!isObject(value) || name in value ? [] : [`${path}: no ${name}`])),
  additionalProperties: (value, allowed, { schema, root, path }) =>
    Object.entries(isObject(value) ? value : {}).flatMap(([name, one]) => {
      if (name in ((schema.properties as object | undefined) ?? {})) return []
      return allowed === false ? [`${path}: ${name} too`] : misfits(one, allowed as Schema, root, `${path}.${name}`)
    }),
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typesOf(value: unknown): string[] {
  if (Array.isArray(value)) return ['array']
  if (Number.isInteger(value)) return ['integer', 'number']
  return [value === null ? 'null' : typeof value]
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function resolved(reference: string, root: Schema): Schema {
  const found = reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], root)
  if (!isObject(found)) throw new Error(`there is no ${reference}`)
  return found
}
