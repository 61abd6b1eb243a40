/**
 * Stands in for TypeBox in the browser (vite.config.ts): the server alone checks shapes, so of the contract only methods, paths
 * and lists of words are needed here. Objects keep their properties because the contract builds one shape from another's.
 */
const object = (properties: object) => ({ properties })
const nothing = () => ({})

export default new Proxy({}, { get: (_, name) => (name === 'Object' ? object : nothing) })
