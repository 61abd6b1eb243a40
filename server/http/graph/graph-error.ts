import type { GraphProblemName } from '../../../contract/graph/errors.ts'

/** A call that ends in an error of the Graph's own. `said` is for whoever wrote the program: English, as Graph's messages are, and never a secret. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly problem: GraphProblemName

  constructor(problem: GraphProblemName, said: string) {
    super(said)
    this.problem = problem
  }
}

/** What is not there, may not be seen or cannot do this: all the same to the caller (design.md rule 7). */
export const missing = (id: string, method = 'get'): GraphError =>
  new GraphError(
    'missing',
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  )
