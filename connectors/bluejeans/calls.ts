import type { Calls } from '../calls.ts'

/** Nothing is ever called. */
const calls: Calls = {}

export default calls
