import { type Export, exportAddress, exportsById } from '../../../domain/exports/ask-for-export.ts'
import { publicOrigin } from '../../../platform/addresses.ts'
import { node } from '../node.ts'

/** A job that is polled until it is done; each answer gives its result a fresh address for an hour. */
export const exports = node<Export>({
  name: 'WorkExportJob',
  idOf: row => row.id,
  load: (call, ids) => (call.caller.holds('export_people') ? exportsById(call.caller.bot, ids) : Promise.resolve([])),
  defaults: ['status', 'type', 'result', 'id'],
  fields: {
    id: row => row.id,
    status: row => row.status,
    type: () => 'WORK_FILE_EXPORT_USER',
    result: (row, call) =>
      row.status === 'COMPLETED' ? `${publicOrigin()}${exportAddress(call.caller.bot, row.id)}` : undefined,
  },
})
