import schemaCompiler, { type BuildCompilerFromPool } from '@fastify/ajv-compiler'

/** One for the process: what it compiled it keeps, by the schema itself. */
const buildCompiler = schemaCompiler()

/**
 * What Fastify does by itself, only later: a schema becomes code when its route is asked for the first time. All of them at once held each start, and the
 * server of each test file, for half a second, and most are never asked there.
 */
export const compileWhenAsked: BuildCompilerFromPool = (schemas, options) => {
  const compile = buildCompiler(schemas, options)
  type Check = ReturnType<typeof compile>
  return route => {
    let known: Check | undefined
    const check = (...given: Parameters<Check>) => {
      known ??= compile(route)
      const answer = known(...given)
      check.errors = known.errors
      return answer
    }
    check.errors = undefined as Check['errors']
    // By this Fastify knows that a value may be put in the place of the one it hands in.
    return Object.assign(check, { schemaEnv: true }) as unknown as Check
  }
}
