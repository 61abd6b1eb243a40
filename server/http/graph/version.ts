/** What a call without a version is answered as; all versions are one (workplace-graph-api.md 1.2). */
export const usualVersion = 'v3.2'
