/** Why the program cannot start: the sentence `start.<code>` names cause and cure; printed alone, with exit code 1. */
export class StartProblem extends Error {
  readonly code: string
  readonly data: Readonly<Record<string, string | number>>
  constructor(code: string, data: Record<string, string | number> = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'StartProblem'
    this.code = code
    this.data = data
  }
}
