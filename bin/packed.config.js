/** Of the schemas' library, which comes in four hundred files: one for each way in. Reading the four hundred was a quarter of every start. */
export default {
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    minify: false,
    target: 'node20',
    rolldownOptions: {
      input: { index: 'typebox', value: 'typebox/value' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
}
