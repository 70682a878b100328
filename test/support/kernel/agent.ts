/** The program that `runOn` starts: the name of a scenario and its argument as JSON. */
import { scenarios } from './scenarios.ts'

const [name = '', argument = ''] = process.argv.slice(2)
const scenario = scenarios[name as keyof typeof scenarios] as (argument: unknown) => Promise<unknown>
console.log(JSON.stringify(await scenario(JSON.parse(argument))))
