/** `npm run house`: how large the house is, against its budget. Exit code 1 beyond it. */
import { parse, readTree } from './house/read-source.ts'
import { budget, measure } from './house/sizes.ts'

const files = readTree().map(parse)
const sizes = measure(files)
const comments = files.reduce((sum, file) => sum + (file.text.match(/^\s*(?:\/\/|\/?\*)/gm)?.length ?? 0), 0)
console.log(
  `source   ${sizes.files} files, ${sizes.lines} lines; tests ${sizes.testLines} lines (${(sizes.testLines / sizes.lines).toFixed(2)} to 1); comments ${comments} lines`,
)
console.log(
  `file     median ${sizes.fileMedian}, p90 ${sizes.fileP90} (budget ${budget.fileP90}), longest ${sizes.longest.lines} (most ${budget.fileMost}): ${sizes.longest.path}`,
)
console.log(
  `function median ${sizes.functionMedian}, p90 ${sizes.functionP90} (budget ${budget.functionP90}), ${sizes.functions} of them`,
)
for (const over of sizes.overBudget) console.log(`✗ ${over}`)
process.exitCode = sizes.overBudget.length > 0 ? 1 : 0
