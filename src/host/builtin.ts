/**
 * Modules of Node that most commands do without. To import one evaluates all that it exports, which for these takes
 * longer than many commands run.
 */
export const http = () => process.getBuiltinModule('node:http')
export const tls = () => process.getBuiltinModule('node:tls')
